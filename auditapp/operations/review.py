"""Review by head office: received, under review, returned with reasons, accepted; remarks, replies, settling.

Everything here is possible after sign-off and changes no answer: what has to change is returned, and the inspector
opens a new revision. Head office's word and its remarks are entries like all others, in the name of who wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditapp.inspection.facts import MAX_NOTE, REVIEW_STATES
from auditapp.inspection.state import Inspection, Remark, Review
from auditapp.inspection.terms import REVIEWS
from auditapp.operations import answer, head_office, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.late import late, refuse_late
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Coded, Trouble, say

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "": REVIEW_STATES,
    "received": ("under_review", "returned", "accepted"),
    "under_review": ("returned", "accepted"),
    "returned": ("under_review",),
    "accepted": ("under_review",),
}
"""State of a revision's review -> what head office may say next; a word given too early is taken up again."""
NEEDS_REASON: Final = frozenset({"returned"})


def set_state(desk: Desk, inspection: str, state: str, reason: str = "", *, name: str = "") -> Changes:
    """Head office's word on the current revision: received, under_review, returned (*reason* says what has to be put
    right) or accepted. *name* "" = who acts for head office here.

    Raises `Trouble`: not head office, not signed, not the next step, no reason; for accepted: open remarks, or
    something came in after the signatures.
    """
    who = head_office.needed(desk, name)
    found = look.fold(desk, inspection)
    if state not in REVIEW_STATES:
        raise Trouble(
            say("No such state"),
            say("{state} is none of these: {states}."),
            say("This was not saved. Choose one of these."),
            code=2,
            state=state[:40],
            states=REVIEW_STATES,
        )
    if not found.locked:
        raise Trouble(
            say("Not signed off yet"),
            say("Revision {revision} is not signed; head office reviews what is signed."),
            say("Nothing was saved. Remarks may be written already."),
            code=2,
            revision=found.revision,
        )
    before = found.reviewed.state if found.reviewed else ""
    if state not in STEPS.get(before, REVIEW_STATES):
        raise Trouble(
            say("Not the next step"),
            say("An inspection that is “{state}” cannot become “{next}”."),
            say("Possible now: {possible}."),
            code=2,
            state=REVIEWS[before],
            next=REVIEWS[state],
            possible=tuple(Coded(REVIEWS[step], step) for step in STEPS[before]),
        )
    why = texts.words_of(reason)
    if state in NEEDS_REASON:
        why = texts.needed(why, say("the reason"), most=MAX_NOTE)
    waiting = len(found.open_remarks)
    if state == "accepted":
        refuse_late(desk, inspection)
    if state == "accepted" and waiting:
        raise Trouble(
            say("Remarks are open"),
            say("Remarks of head office that are not settled: {n}."),
            say("Nothing was saved. Settle them, or return the inspection."),
            code=2,
            n=waiting,
        )
    value = plain(v=state, reason=why, name=who)
    draft = Draft("review.state", found.revision, value)
    return testify(desk, inspection, "reviewed", [draft], codes=(found.revision,))


def remark(desk: Desk, inspection: str, subject: str, text: str, *, name: str = "") -> Changes:
    """Head office remarks on an item place, a finding (its number) or the whole (""); ``Changes.code`` is its id.
    Possible at any time. Raises `Trouble`: not head office, no such place or finding, no text."""
    who = head_office.needed(desk, name)
    about = subject_of(desk, inspection, subject)
    said = texts.needed(text, say("the remark"), most=MAX_NOTE)
    value = plain(v=said, name=who, role="head_office")
    changes = testify(desk, inspection, "remarked", [Draft("remark", about, value)], places=(about,))
    return Changes(inspection, changes.kind, changes.places, changes.ids, changes.ids)


def reply(desk: Desk, inspection: str, remark: str, text: str, *, name: str = "") -> Changes:
    """Answer a remark (its id or the beginning of it); a later reply takes the place of the first, which stays in the
    journal. *name* "" = whoever works here. Raises `Trouble`: no such remark, settled, no text."""
    found = look.fold(desk, inspection)
    known = remark_of(found, remark)
    if not known.open:
        raise Trouble(
            say("The remark is settled"),
            say("Head office has settled this remark."),
            say("Nothing was saved."),
            code=2,
        )
    working = found.people.get(desk.writer(inspection))
    stands = head_office.standing(desk)
    who = texts.line(name) or (working.name if working else stands.name)
    value = plain(v=texts.needed(text, say("the reply"), most=MAX_NOTE), name=who)
    return testify(desk, inspection, "replied", [Draft("remark.reply", known.id, value)], places=(known.subject,))


def settle(desk: Desk, inspection: str, remark: str, *, open_again: bool = False) -> Changes:
    """Head office settles a remark (its id or the beginning of it), or opens it again."""
    head_office.needed(desk)
    known = remark_of(look.fold(desk, inspection), remark)
    draft = Draft("remark.state", known.id, {"v": "open" if open_again else "settled"})
    return testify(desk, inspection, "settled", [draft], places=(known.subject,))


def remark_of(inspection: Inspection, key: str) -> Remark:
    """The remark of an id, the beginning of one (6 characters), or its number in the order they were written ("1").
    Raises `Trouble`."""
    fits = [r for n, r in enumerate(inspection.remarks, 1) if key in (r.id, str(n))]
    fits = fits or [r for r in inspection.remarks if len(key) >= 6 and r.id.startswith(key)]
    if len(fits) != 1:
        raise Trouble(
            say("No such remark"),
            say("There is no remark {remark}."),
            say("Nothing was changed. Look at the list of remarks."),
            code=2,
            remark=key[:60],
        )
    return fits[0]


def subject_of(desk: Desk, inspection: str, where: str) -> str:
    """What a remark hangs on: an item place, the id of the finding of a number, or "" for the whole."""
    if not where:
        return ""
    if where.partition("@")[0] in look.checklist_of(desk, inspection).by_id:
        answer.asked_at(desk, inspection, where, sample_needed=False)
        return where
    from auditapp.operations.findings import finding_of

    return finding_of(desk, inspection, where).id


def possible(desk: Desk, inspection: Inspection) -> tuple[str, ...]:
    """What head office may say of the current revision now; () at a desk that is not head office's."""
    if not inspection.locked or not head_office.standing(desk).reviews:
        return ()
    before = inspection.reviewed.state if inspection.reviewed else ""
    steps = STEPS.get(before, REVIEW_STATES)
    return tuple(
        step for step in steps if step != "accepted" or not (inspection.open_remarks or late(desk, inspection.id))
    )


def returned(inspection: Inspection) -> Review | None:
    """Why the last signed revision came back, until it is signed again; None when it did not. An inspector amends with
    its reason at hand."""
    reviews = [one for one in inspection.review.values() if one.state == "returned"]
    last = max(reviews, key=lambda one: int(one.revision) if one.revision.isdecimal() else 0, default=None)
    if last is None or (inspection.locked and inspection.revision != last.revision):
        return None
    return last
