"""``auditapp backup``: a proven copy of the desk."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "to", nargs="?", type=Path, default=None, help=w("a folder or file elsewhere (a stick); none: beside the desk")
    )
    reader.add_argument("--list", action="store_true", help=w("only show the backups beside the desk"))


def run(call: Call) -> int:
    from auditapp.operations import backup

    w = call.words
    with call.desk() as desk:
        if not call.options.list:
            made = backup.backup(desk, call.options.to)
            call.screen.said("Backed up: {file}", file=made)
            call.screen.result({"file": made})
            return 0
        every = backup.backups(desk)
        call.screen.table(
            [w("Made"), w("Bytes"), w("File")], [(b.made.isoformat(timespec="seconds"), b.bytes, b.path) for b in every]
        )
        call.screen.result(every)
    return 0
