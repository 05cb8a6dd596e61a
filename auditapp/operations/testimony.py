"""How a deed becomes entries: is it allowed now, what does it replace, whose is it, which moment is written down.

Every verb that testifies goes through `testify`, so that the lock after sign-off, the names of replaced entries
and the single transaction are decided in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from auditapp.inspection import facts
from auditapp.inspection.stood import Stood
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.store.journals import BEHIND
from auditapp.store.journals import Draft as Draft
from auditapp.words import Trouble, say

AFTER_SIGN_OFF: Final = frozenset(
    {
        *("sign-off", "refusal", "report", "amendment", "stamped"),
        *("action.state", "action.reply", "action.verification", "action.due", "action.owner"),
        *("assignment", "review.state", "remark", "remark.reply", "remark.state"),
    }
)
"""What may follow a sign-off without an amendment: signing and refusing, issuing, following up actions (an extension
moves the day, a new owner takes over), and head office's review."""

UNCOUNTED: Final = BEHIND
"""State of an inspection's row whose figures are behind its journal; `look.inspections` counts them anew."""


def testify(
    desk: Desk,
    inspection: str,
    kind: str,
    drafts: Iterable[Draft],
    *,
    places: Iterable[str] = (),
    codes: Iterable[str] = (),
) -> Changes:
    """Write *drafts* as one deed and say what changed. Raises `Trouble`: signed off, no such inspection, disk.

    A draft that writes to a slot and names nothing it replaces replaces everything that stands there, disputed
    or not; whether that is right is the verb's affair (`refuse_disputed`).
    """
    given = list(drafts)
    if not all(draft.kind in AFTER_SIGN_OFF for draft in given):
        refuse_locked(desk, inspection)
    elif not desk.knows(inspection):
        raise no_such_inspection(inspection)
    return write_down(
        desk, inspection, kind, [_replacing(desk, inspection, draft) for draft in given], places=places, codes=codes
    )


def write_down(
    desk: Desk,
    inspection: str,
    kind: str,
    drafts: list[Draft],
    *,
    places: Iterable[str] = (),
    codes: Iterable[str] = (),
    state: str = UNCOUNTED,
) -> Changes:
    """Write *drafts* as they are: the last step of every deed. Only `begin` and `releases` come here directly."""
    wall = _moment(desk, inspection)
    try:
        written = desk.store.journals.append(
            inspection,
            drafts,
            writer=desk.writer(inspection),
            wall=wall,
            project=lambda _: {"changed": wall, "state": state},
        )
        slots = desk.store.journals.touched(inspection, written)
    except BaseException:
        desk.memory.forget(inspection)
        raise
    desk.memory.wrote(inspection, wall, slots)
    return Changes(inspection, kind, frozenset(places), tuple(entry.id for entry in written), tuple(codes))


def standing(desk: Desk, inspection: str, kind: str, subject: str) -> list[Stood]:
    """What stands in a slot or pile now."""
    return desk.store.journals.slot(inspection, kind, subject)


def refuse_locked(desk: Desk, inspection: str) -> None:
    """Raise `Trouble` when the current revision is signed: only an amendment may change testimony now."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    if inspection not in desk.memory.locked:
        desk.memory.locked[inspection] = bool(standing(desk, inspection, "sign-off", revision_of(desk, inspection)))
    if desk.memory.locked[inspection]:
        raise Trouble(
            say("The inspection is signed"),
            say("Revision {revision} is signed and closed; nothing in it changes."),
            say("Nothing was saved. To change it, open a new revision with a reason (amend)."),
            code=2,
            revision=revision_of(desk, inspection),
        )


def revision_of(desk: Desk, inspection: str) -> str:
    """The current revision: "1", or the highest an amendment has opened."""
    opened = desk.store.journals.subjects(inspection, "amendment")
    return str(max((int(r) for r in opened if r.isdecimal()), default=1))


def refuse_disputed(desk: Desk, inspection: str, kind: str, subject: str) -> None:
    """Raise `Trouble` when several different values stand in the slot: people decide first (`resolve`)."""
    stands = standing(desk, inspection, kind, subject)
    if len({stood.value for stood in stands}) > 1:
        raise Trouble(
            say("This is disputed"),
            say("{n} different answers stand at {place}."),
            say("Nothing was saved. Look at them and decide which one holds (resolve)."),
            code=2,
            n=len(stands),
            place=subject,
        )


def no_such_inspection(key: str) -> Trouble:
    return Trouble(
        say("No such inspection"),
        say("This desk has no inspection {key}."),
        say("Nothing was changed. Look at the list of inspections."),
        code=2,
        key=key,
    )


def _replacing(desk: Desk, inspection: str, draft: Draft) -> Draft:
    if draft.replaces or isinstance(draft.subject, int) or not facts.is_slot(draft.kind):
        return draft
    stands = standing(desk, inspection, draft.kind, draft.subject)
    return Draft(draft.kind, draft.subject, draft.value, tuple(stood.id for stood in stands))


def _moment(desk: Desk, inspection: str) -> str:
    """The laptop's clock, made different from the last deed's.

    All entries of one deed bear one moment and no two deeds at a desk bear the same, even when the clock stands
    still: so `withdraw.undo` takes back a whole deed and never two.
    """
    now = desk.clock()
    last = desk.last_moment(inspection)
    while now.isoformat(timespec="microseconds") == last:
        now += timedelta(microseconds=1)
    return now.isoformat(timespec="microseconds")


def plain(**fields: Any) -> dict[str, Any]:
    """A value with its empty fields left out (absent means empty, see `facts`)."""
    return {name: value for name, value in fields.items() if value not in ("", (), [], {}, None)}


def when(moment: datetime) -> str:
    """A moment as entries carry it inside values: ISO 8601 with offset, to the second."""
    return moment.isoformat(timespec="seconds")
