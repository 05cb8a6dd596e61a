"""``auditapp action``: corrective actions."""

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
    deeds.add("list", w("the actions (default)"))
    add = deeds.add("add", w("ask for an action about a finding"))
    add.add_argument("finding", help=w("number of the finding"))
    add.add_argument("requirement", help=w("what must be done"))
    add.add_argument("--owner", default="", help=w("who must do it"))
    add.add_argument("--due", default="", metavar="DATE", help=w("by when (default: by the finding's grade)"))
    edit = deeds.add("edit", w("write one field"))
    edit.add_argument("action", help=w("its number, such as F03-A1"))
    edit.add_argument("field", help=w("requirement, owner, due, reply, verification"))
    edit.add_argument("value", help=w("the new text"))
    state = deeds.add("state", w("move it on; possible after sign-off"))
    state.add_argument("action", help=w("its number, such as F03-A1"))
    state.add_argument(
        "state",
        help=w("draft, confirmed, issued, under_way, submitted, closed, returned, extension_asked, overdue, disputed"),
    )
    state.add_argument("--reply", default="", help=w("what the unit says was done"))
    state.add_argument("--verification", default="", help=w("how it was checked"))
    extend = deeds.add("extend", w("ask for more time"))
    extend.add_argument("action", help=w("its number, such as F03-A1"))
    extend.add_argument("until", metavar="DATE", help=w("the new deadline"))
    extend.add_argument("reason", help=w("why"))
    for name, what in (
        ("grant", w("grant more time: the deadline moves")),
        ("refuse", w("refuse more time: the deadline stays")),
    ):
        deed = deeds.add(name, what)
        deed.add_argument("action", help=w("its number, such as F03-A1"))
        deed.add_argument("reason", help=w("why"))
        if name == "grant":
            deed.add_argument("--until", default="", metavar="DATE", help=w("another day than was asked for"))


def run(call: Call) -> int:
    from auditapp.operations import actions

    given = call.options
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "add":
                changes = actions.add(
                    desk, inspection, given.finding, given.requirement, owner=given.owner, due=given.due
                )
            case "edit":
                changes = actions.edit(desk, inspection, given.action, given.field, given.value)
            case "state":
                changes = actions.set_state(
                    desk, inspection, given.action, given.state, reply=given.reply, verification=given.verification
                )
            case "extend":
                changes = actions.ask_extension(desk, inspection, given.action, given.until, given.reason)
            case "grant":
                changes = actions.grant_extension(desk, inspection, given.action, given.reason, until=given.until)
            case "refuse":
                changes = actions.refuse_extension(desk, inspection, given.action, given.reason)
            case _:
                return _list(call, desk, inspection)
        call.screen.said("Saved: {place}", place=changes.code or given.action)
        call.screen.result(changes)
    return 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import look

    w = call.words
    every = [(f, a) for f in look.fold(desk, inspection).findings for a in f.actions]
    call.screen.table(
        [w("Number"), w("State"), w("Due"), w("Who"), w("What")],
        [(a.number, spoken(w, a.state), a.due, a.owner, cut(a.requirement, 60)) for _, a in every],
    )
    call.screen.result(
        [
            {
                "number": a.number,
                "finding": f.number,
                "state": a.state,
                "due": a.due,
                "owner": a.owner,
                "requirement": a.requirement,
                "reply": a.reply,
                "verification": a.verification,
            }
            for f, a in every
        ]
    )
    return 0
