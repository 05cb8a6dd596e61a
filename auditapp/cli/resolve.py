"""``auditapp resolve``: decide a dispute; both versions stay in the journal."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("place", help=w("what is disputed (see auditapp show --disputes)"))
    how = reader.add_mutually_exclusive_group(required=True)
    how.add_argument("--keep", default="", metavar="ENTRY", help=w("this standing entry holds (beginning of its id)"))
    how.add_argument("--value", default="", help=w("this answer holds"))
    reader.add_argument("--reason", default="", help=w("why"))
    reader.add_argument("--kind", default="answer", help=w("kind of the entries (default: answer)"))


def run(call: Call) -> int:
    from auditapp.operations.answer import resolve

    given = call.options
    with call.inspection() as (desk, inspection):
        changes = resolve(
            desk, inspection, given.place, keep=given.keep, value=given.value, reason=given.reason, kind=given.kind
        )
        call.screen.said("Decided: {place}", place=given.place)
        call.screen.result(changes)
    return 0
