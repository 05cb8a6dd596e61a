"""``auditapp person``: the people of an inspection, and who works at this desk."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.spoken import spoken


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("the people (default)"))
    add = deeds.add("add", w("add somebody"))
    add.add_argument("name", help=w("name"))
    change = deeds.add("change", w("change name, role or unit"))
    change.add_argument("code", help=w("the person's code"))
    change.add_argument("name", help=w("name"))
    for one in (add, change):
        one.add_argument(
            "--role",
            default="inspector",
            help=w("leader, inspector, reviewer, approver, site_manager, guide, witness, other"),
        )
        one.add_argument("--unit", default="", help=w("unit the person belongs to"))
    me = deeds.add("me", w("from now on write in the name of this person at this desk"))
    me.add_argument("who", help=w("code or name"))


def run(call: Call) -> int:
    from auditapp.operations import about, look

    given, w = call.options, call.words
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "add" | "change":
                changes = about.person(
                    desk, inspection, given.name, role=given.role, unit=given.unit, code=getattr(given, "code", "")
                )
                call.screen.said("Saved: {name} is {code}", name=given.name, code=changes.code)
                call.screen.result(changes)
            case "me":
                code = about.work_as(desk, inspection, given.who)
                call.screen.said("Entries are now written in the name of {name}.", name=given.who)
                call.screen.result({"person": code})
            case _:
                here = desk.writer(inspection)
                people = look.fold(desk, inspection).people.values()
                call.screen.table(
                    [w("Code"), w("Name"), w("Role"), w("Unit"), ""],
                    [
                        (p.code, p.name, spoken(w, p.role), p.unit, w("works here") if p.code == here else "")
                        for p in people
                    ],
                )
                call.screen.result(
                    [
                        {"code": p.code, "name": p.name, "role": p.role, "unit": p.unit, "here": p.code == here}
                        for p in people
                    ]
                )
    return 0
