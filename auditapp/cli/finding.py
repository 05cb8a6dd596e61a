"""``auditapp finding``: raise and edit findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.cli.spoken import spoken

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("the findings (default)"))
    show = deeds.add("show", w("one finding, whole"))
    add = deeds.add("raise", w("raise a finding at an item place"))
    add.add_argument("place", help=w("item place"))
    add.add_argument("fact", help=w("what was found: what, where, how much (10 characters at least)"))
    add.add_argument("--grade", default="", help=w("critical, major, minor, obs, good_practice (default: as proposed)"))
    add.add_argument("--where", default="", help=w("where on site"))
    add.add_argument("--criterion", default="", help=w("the rule (default: what the item cites)"))
    add.add_argument(
        "--evidence", action="append", default=None, metavar="PHOTO", help=w("a photo (default: those at the place)")
    )
    add.add_argument(
        "--record",
        action="append",
        default=[],
        metavar="TEXT",
        help=w("evidence that is no photo: a record seen (title, number, page), a statement, a test"),
    )
    add.add_argument("--interim", default="", help=w("interim control until it is mended"))
    add.add_argument("--person", default="", help=w("who takes care of it on site"))
    add.add_argument("--no-repeat", action="store_true", help=w("no repeat of a finding of the last visit"))
    edit = deeds.add("edit", w("write one field"))
    record = deeds.add("record", w("add evidence that is no photo"))
    fixed = deeds.add("fixed", w("put right on the spot; the finding stays"))
    confirm = deeds.add("confirm", w("the site confirms the facts"))
    withdraw = deeds.add("withdraw", w("take it back, with a reason; its number is not used again"))
    for one in (show, edit, record, fixed, confirm, withdraw):
        one.add_argument("finding", help=w("its number, such as F03"))
    edit.add_argument("field", help=w("grade, fact, place, criterion, evidence, fixed, interim, person"))
    edit.add_argument("value", help=w("the new text"))
    record.add_argument("text", help=w("a record seen (title, number, page), a statement by role, a test"))
    fixed.add_argument("text", help=w("what was done"))
    confirm.add_argument("--by", required=True, help=w("who confirmed"))
    withdraw.add_argument("--reason", required=True, help=w("why"))


def run(call: Call) -> int:
    from auditapp.operations import findings
    from auditapp.operations.withdraw import withdraw

    given = call.options
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "raise":
                changes = findings.raise_finding(
                    desk,
                    inspection,
                    given.place,
                    given.fact,
                    grade=given.grade,
                    where=given.where,
                    criterion=given.criterion,
                    evidence=given.evidence,
                    interim=given.interim,
                    person=given.person,
                    repeat_of=None if given.no_repeat else "",
                )
            case "edit":
                changes = findings.edit(desk, inspection, given.finding, given.field, given.value)
            case "record":
                changes = findings.add_record(desk, inspection, given.finding, given.text)
            case "fixed":
                changes = findings.fixed_on_the_spot(desk, inspection, given.finding, given.text)
            case "confirm":
                changes = findings.confirm(desk, inspection, given.finding, given.by)
            case "withdraw":
                changes = withdraw(
                    desk, inspection, findings.finding_of(desk, inspection, given.finding).id, given.reason
                )
            case "show":
                return _show(call, desk, inspection)
            case _:
                return _list(call, desk, inspection)
        call.screen.said("Saved: {place}", place=changes.code or given.finding)
        call.screen.result(changes)
    return 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import look

    w, found = call.words, look.fold(desk, inspection).findings
    call.screen.table(
        [w("Number"), w("Grade"), w("Place"), w("Fact"), w("Confirmed"), w("Actions")],
        [
            (
                f.number,
                spoken(w, f.grade),
                f.at,
                cut(f.fact, 50),
                f.confirmed or "-",
                w.listed(*(f"{a.number} {spoken(w, a.state)}" for a in f.actions)),
            )
            for f in found
        ],
    )
    call.screen.result([_plain(f) for f in found])
    return 0


def _show(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations.findings import finding_of

    w, f = call.words, finding_of(desk, inspection, call.options.finding)
    call.screen.table(
        [],
        [
            (name, value)
            for name, value in (
                (w("Number"), f.number),
                (w("Grade"), spoken(w, f.grade)),
                (w("Place"), f.at),
                (w("On site"), f.where),
                (w("Fact"), f.fact),
                (w("Criterion"), f.criterion),
                (w("Evidence"), w.listed(*(e[:8] for e in f.evidence))),
                (w("Fixed on the spot"), f.fixed),
                (w("Interim control"), f.interim),
                (w("Person"), f.person),
                (w("Confirmed"), f.confirmed),
                (w("Repeats"), f.repeat_of),
            )
            if value
        ],
    )
    for c in f.comments:
        call.screen.said("{title}: {rest}", title=spoken(w, c.stance), rest=w.bracketed(c.text, c.name))
    for a in f.actions:
        call.screen.line(f"{a.number}  {spoken(w, a.state)}  {a.due}  {a.owner}  {a.requirement}")
    call.screen.result(_plain(f))
    return 0


def _plain(f: object) -> dict[str, object]:
    from auditapp.cli.screen import plain

    found = plain(f)
    return {name: value for name, value in found.items() if name != "stood"} if isinstance(found, dict) else {}
