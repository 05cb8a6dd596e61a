"""``auditapp resolve``: decide a dispute; both versions stay in the journal."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "place", nargs="?", default="", help=w("the item whose answer is disputed; not needed with --keep")
    )
    how = reader.add_mutually_exclusive_group(required=True)
    how.add_argument("--keep", default="", metavar="ENTRY", help=w("this standing entry holds (beginning of its id)"))
    how.add_argument("--value", default="", help=w("this answer holds"))
    reader.add_argument("--reason", default="", help=w("why"))
    reader.add_argument("--kind", default="answer", help=w("kind of the entries (default: answer)"))


def run(call: Call) -> int:
    from auditapp.operations import answer, disputes

    given = call.options
    with call.inspection() as (desk, inspection):
        if given.keep and not given.place:
            changes = disputes.keep(desk, inspection, given.keep, reason=given.reason)
        else:
            changes = answer.resolve(
                desk, inspection, given.place, keep=given.keep, value=given.value, reason=given.reason, kind=given.kind
            )
        call.screen.said("Decided: {place}", place=given.place or given.keep)
        call.screen.result(changes)
    return 0
