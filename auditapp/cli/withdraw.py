"""``auditapp withdraw``: withdraw an entry of this desk, with a reason."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    reader.add_argument("entry", help=reader.words("id of the entry, or its beginning (see auditapp journal)"))
    reader.add_argument("--reason", required=True, help=reader.words("why"))


def run(call: Call) -> int:
    from auditapp.operations.withdraw import withdraw

    with call.inspection() as (desk, inspection):
        changes = withdraw(desk, inspection, call.options.entry, call.options.reason)
        call.screen.said("Withdrawn.")
        call.screen.result(changes)
    return 0
