"""``auditapp assign``: sections shared out among inspectors, and inspections begun for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("who looks at what (default)"))
    give = deeds.add("give", w("give a section to somebody"))
    give.add_argument("section", help=w("a section (WP-3), a dimension (WP), or . for the whole inspection"))
    _people(give)
    back = deeds.add("back", w("nobody in particular looks at it any more"))
    back.add_argument("section", help=w("a section (WP-3), a dimension (WP), or . for the whole inspection"))
    new = deeds.add("new", w("begin an inspection for somebody"))
    new.add_argument("unit", help=w("name of the inspected unit"))
    new.add_argument("--title", default="", help=w("title of the inspection"))
    new.add_argument(
        "--checklist",
        default="six-dimensions",
        metavar="C",
        help=w("checklist: an id (see auditapp checklist list), a digest, or a file"),
    )
    new.add_argument("--number", default="", help=w("its number (default: JC-unit-month-sequence)"))
    new.add_argument("--unit-code", default="", help=w("short code of the unit, for the number"))
    new.add_argument("--site-name", default="", help=w("name of the site"))
    _people(new)


def _people(reader: Reader) -> None:
    w = reader.words
    reader.add_argument(
        "--user", action="append", default=[], metavar="U", help=w("a user of the hub, by code; may be given again")
    )
    reader.add_argument("--person", default="", metavar="P", help=w("a person of the inspection (code or name)"))
    reader.add_argument("--due", default="", metavar="DATE", help=w("by when"))


def run(call: Call) -> int:
    from auditapp.operations import assignments, begin, look

    given, w = call.options, call.words
    deed = getattr(given, "deed", None)
    if deed == "new":
        with call.desk(create=True) as desk:
            changes = assignments.give_out(
                desk,
                given.checklist,
                users=given.user,
                person=begin.Member(given.person, "leader") if given.person else None,
                due=given.due,
                title=given.title or w("On-site inspection of {unit}", unit=given.unit),
                unit=given.unit,
                unit_code=given.unit_code,
                site=given.site_name,
                number=given.number,
            )
            found = look.fold(desk, changes.inspection)
            called = w.listed(*filter(None, (given.person, *given.user)))
            call.screen.said("Begun: {number}, given to {name}.", number=found.number, name=called)
            call.screen.result({"inspection": found.id, "number": found.number})
        return 0
    with call.inspection() as (desk, inspection):
        if deed not in ("give", "back"):
            return _list(call, desk, inspection)
        section = "" if given.section == "." else given.section
        if deed == "give":
            changes = assignments.assign(
                desk, inspection, section, users=given.user, person=given.person, due=given.due
            )
        else:
            changes = assignments.take_back(desk, inspection, section)
        call.screen.said("Saved: {place}", place=section or w("the whole inspection"))
        call.screen.result(changes)
    return 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import assignments, look
    from auditapp.operations.told import section_title

    w = call.words
    found, checklist = look.fold(desk, inspection), look.checklist_of(desk, inspection)
    mine = assignments.mine(desk, inspection)
    rows = [
        (
            section_title(checklist, one.section, w),
            w.listed(*(found.people[c].name for c in (one.person,) if c in found.people), *one.users),
            one.due,
        )
        for one in sorted(found.assignments.values(), key=lambda one: one.section)
    ]
    call.screen.table([w("Section"), w("Who"), w("Due")], rows)
    if mine:
        call.screen.said("For whoever works here: {sections}.", sections=w.listed(*sorted(mine)))
    call.screen.result(
        {
            "assignments": [
                {"section": one.section, "users": one.users, "person": one.person, "due": one.due}
                for one in found.assignments.values()
            ],
            "mine": sorted(mine),
        }
    )
    return 0
