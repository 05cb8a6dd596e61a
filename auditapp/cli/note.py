"""``auditapp note`` and ``auditapp flag``: words and marks at an item."""

from __future__ import annotations

import sys

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    if verb == "flag":
        reader.add_argument("place", help=w("item place"))
        reader.add_argument("--off", action="store_true", help=w("take the mark away"))
        return
    reader.add_argument("where", help=w("item place, number of a finding, or . for the whole inspection"))
    reader.add_argument("text", help=w("the note; - reads it from standard input, an empty text clears it"))
    reader.add_argument("--private", action="store_true", help=w("keep it out of the report"))


def run(call: Call) -> int:
    from auditapp.operations import answer

    given = call.options
    with call.inspection() as (desk, inspection):
        if call.verb == "flag":
            changes = answer.flag(desk, inspection, given.place, on=not given.off)
            call.screen.said("Saved: {place}", place=given.place)
        else:
            text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape") if given.text == "-" else given.text
            where = "" if given.where == "." else given.where
            changes = answer.note(desk, inspection, where, text, report=not given.private)
            call.screen.said("Saved: {place}", place=where or call.words("the whole inspection"))
        call.screen.result(changes)
    return 0
