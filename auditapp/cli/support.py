"""``auditapp support``: one file for whoever helps, without anything an inspector wrote."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("out", nargs="?", type=Path, default=None, help=w("the file; none: only show what would go in"))
    reader.add_argument("--quick", action="store_true", help=w("do not read every entry and page"))


def run(call: Call) -> int:
    from auditapp.operations import support

    given, w = call.options, call.words
    with call.desk() as desk:
        parts = support.contents(desk)
        call.screen.table([w("File"), w("Bytes"), w("What")], [(p.name, p.bytes or "-", w(p.what)) for p in parts])
        if given.out is not None:
            made = support.collect(desk, given.out, thorough=not given.quick)
            call.screen.said("Written: {file}", file=made)
        call.screen.result({"file": given.out, "contents": parts})
    return 0
