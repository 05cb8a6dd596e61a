"""``auditapp undo`` and ``auditapp redo``: the last deed of this desk, back and forth."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    reader.add_argument("--what", action="store_true", help=reader.words("only tell what it would be"))


def run(call: Call) -> int:
    from auditapp.operations import withdraw

    w = call.words
    with call.inspection() as (desk, inspection):
        back = call.verb == "undo"
        deed = withdraw.undoable(desk, inspection) if back else withdraw.redoable(desk, inspection)
        named = w(deed.sentence, **deed.values) if deed else ""
        if call.options.what:
            call.screen.line(named or w("nothing"))
            call.screen.result({"deed": named, "entries": deed.ids if deed else ()})
            return 0
        changes = withdraw.undo(desk, inspection) if back else withdraw.redo(desk, inspection)
        call.screen.line(w("Undone: {deed}", deed=named) if back else w("Put back: {deed}", deed=named))
        call.screen.result({"deed": named, "changes": changes})
    return 0
