"""``auditapp release``: checklists head office gives out to all desks."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("what head office gave out (default)"))
    give = deeds.add("give", w("give a checklist out to all desks"))
    give.add_argument("checklist", help=w("a file, a digest or its beginning, or an id"))
    give.add_argument("--note", default="", help=w("what is new in it"))
    withdraw = deeds.add("withdraw", w("take a checklist out of use: nothing new is begun with it"))
    withdraw.add_argument("checklist", help=w("its digest or the beginning of it"))
    withdraw.add_argument("--reason", required=True, help=w("why"))


def run(call: Call) -> int:
    from auditapp.inspection import terms
    from auditapp.operations import releases

    given, w = call.options, call.words
    with call.desk(create=True) as desk:
        match getattr(given, "deed", None):
            case "give":
                changes = releases.release(desk, given.checklist, note=given.note)
                call.screen.said("Given out: {digest}", digest=changes.code[:12])
                call.screen.result(changes)
            case "withdraw":
                changes = releases.withdraw(desk, given.checklist, given.reason)
                call.screen.said("Taken out of use: {digest}", digest=changes.code[:12])
                call.screen.result(changes)
            case _:
                every = releases.released(desk)
                call.screen.table(
                    [w("Checklist"), w("Version"), w("State"), w("Digest"), w("Here"), w("Title"), w("Note")],
                    [
                        (
                            one.code,
                            one.version,
                            terms.release(w, one.state),
                            one.digest[:12],
                            w("yes") if one.here else w("no"),
                            cut(one.title, 30),
                            cut(one.reason or one.note, 40),
                        )
                        for one in every
                    ],
                )
                call.screen.result(every)
    return 0
