"""``auditapp review`` and ``auditapp remark``: head office's word on an inspection, its remarks, and the replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    if verb == "remark":
        deeds.add("list", w("the remarks and their replies (default)"))
        add = deeds.add("add", w("head office remarks on something"))
        add.add_argument("where", help=w("item place, number of a finding, or . for the whole inspection"))
        add.add_argument("text", help=w("the remark"))
        add.add_argument("--name", default="", help=w("in whose name (default: who acts for head office here)"))
        reply = deeds.add("reply", w("answer a remark"))
        reply.add_argument("remark", help=w("its number in the list, or the beginning of its id"))
        reply.add_argument("text", help=w("the reply"))
        settle = deeds.add("settle", w("head office settles a remark"))
        settle.add_argument("remark", help=w("its number in the list, or the beginning of its id"))
        settle.add_argument("--again", action="store_true", help=w("open it again"))
        return
    deeds.add("show", w("what head office says of the inspection (default)"))
    step = deeds.add("set", w("say the next word: received, under_review, returned, accepted"))
    step.add_argument("state", help=w("received, under_review, returned, accepted"))
    step.add_argument("--reason", default="", help=w("what has to be put right; needed when it is returned"))
    step.add_argument("--name", default="", help=w("in whose name (default: who acts for head office here)"))
    deeds.add("inbox", w("signed inspections that wait for head office"))
    act = deeds.add("act", w("this desk acts as head office from now on (where no hub gives roles)"))
    act.add_argument("name", nargs="?", default="", help=w("in whose name"))
    act.add_argument("--no-more", action="store_true", help=w("it is an inspector's desk again"))


def run(call: Call) -> int:
    return _remark(call) if call.verb == "remark" else _review(call)


def _review(call: Call) -> int:
    from auditapp.inspection import terms
    from auditapp.operations import head_office, look, overview, review

    given, w = call.options, call.words
    match getattr(given, "deed", None):
        case "act":
            with call.desk() as desk:
                stands = head_office.act_no_more(desk) if given.no_more else head_office.act(desk, given.name)
            if stands.reviews:
                call.screen.said("This desk acts as head office, in the name of {name}.", name=stands.name)
            else:
                call.screen.said("This desk does not act as head office.")
            call.screen.result({"acting": stands.reviews, "name": stands.name})
        case "inbox":
            with call.desk() as desk:
                page = overview.inbox(desk, most=1_000)
            call.screen.table(
                [
                    w("Number"),
                    w("Site"),
                    w("Signed revision"),
                    w("Review"),
                    w("Score"),
                    w("Findings"),
                    w("Open remarks"),
                ],
                [
                    (
                        row.number,
                        cut(row.site, 30),
                        row.revision,
                        terms.review(w, row.review),
                        f"{row.score} {row.grade}".strip() or "-",
                        row.findings,
                        row.remarks,
                    )
                    for row in page.rows
                ],
            )
            call.screen.result(page.rows)
        case "set":
            with call.inspection() as (desk, inspection):
                changes = review.set_state(desk, inspection, given.state, given.reason, name=given.name)
            call.screen.said("Revision {revision}: {state}", revision=changes.code, state=terms.review(w, given.state))
            call.screen.result(changes)
        case _:
            with call.inspection() as (desk, inspection):
                found = look.fold(desk, inspection)
                possible = review.possible(desk, found)
            call.screen.table(
                [w("Revision"), w("Review"), w("Who"), w("When"), w("Reason")],
                [
                    (one.revision, terms.review(w, one.state), one.name, _moment(one.stood.wall), one.reason)
                    for one in found.review.values()
                ],
                empty=w("Not reviewed"),
            )
            if possible:
                steps = w.listed(*(w.bracketed(terms.review(w, step), step) for step in possible))
                call.screen.said("Possible now: {possible}.", possible=steps)
            if found.open_remarks:
                call.screen.said("Remarks of head office that are not settled: {n}.", n=len(found.open_remarks))
            call.screen.result(
                {
                    "revision": found.revision,
                    "review": {
                        one.revision: {"state": one.state, "reason": one.reason, "name": one.name}
                        for one in found.review.values()
                    },
                    "possible": possible,
                    "open_remarks": len(found.open_remarks),
                }
            )
    return 0


def _remark(call: Call) -> int:
    from auditapp.operations import review

    given = call.options
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "add":
                where = "" if given.where == "." else given.where
                changes = review.remark(desk, inspection, where, given.text, name=given.name)
                place = given.where if where else call.words("the whole inspection")
            case "reply":
                changes = review.reply(desk, inspection, given.remark, given.text)
                place = given.remark
            case "settle":
                changes = review.settle(desk, inspection, given.remark, open_again=given.again)
                place = given.remark
            case _:
                return _list(call, desk, inspection)
        call.screen.said("Saved: {place}", place=place)
        call.screen.result(changes)
    return 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.inspection import terms
    from auditapp.operations import look

    w = call.words
    found = look.fold(desk, inspection)

    def at(subject: str) -> str:
        finding = found.finding(subject)
        return finding.number if finding is not None else subject or w("the whole")

    call.screen.table(
        [w("No."), w("At"), w("State"), w("Who"), w("Remark of head office"), w("Reply")],
        [
            (n, at(r.subject), terms.remark(w, r.state), r.name, cut(r.text, 60), cut(r.reply, 60))
            for n, r in enumerate(found.remarks, 1)
        ],
    )
    call.screen.result(
        [
            {
                "id": r.id,
                "at": at(r.subject) if r.subject else "",
                "state": r.state,
                "name": r.name,
                "text": r.text,
                "reply": r.reply,
                "replied_by": r.replied_by,
            }
            for r in found.remarks
        ]
    )
    return 0


def _moment(wall: str) -> str:
    return wall[:16].replace("T", " ")
