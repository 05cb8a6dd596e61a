"""``auditapp answer``: one item, or many lines from standard input, each acknowledged when it is on the drive."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.pairs import pairs
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, in_words, say

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "place",
        help=w(
            "item place: WP-1.5, or WP-2.2@S3 for a sample; - reads lines from standard "
            "input, each PLACE VALUE [REASON]; quotes keep blanks together"
        ),
    )
    reader.add_argument(
        "value",
        nargs="*",
        help=w("the answer: conform, minor, yes, 520, an option, a text; na and unchecked need a reason"),
    )
    reader.add_argument("--reason", default="", help=w("why (not applicable, not checked, own verdict)"))
    reader.add_argument("--verdict", default="", metavar="V", help=w("your own verdict: conform, obs, minor, major"))
    reader.add_argument(
        "--reading",
        action="append",
        default=[],
        metavar="X",
        help=w("a raw reading; may be given again, their mean is the value"),
    )
    reader.add_argument("--instrument", default="", metavar="CODE", help=w("the instrument it was read from"))
    reader.add_argument("--position", default="", help=w("where it was measured"))
    reader.add_argument(
        "--input", action="append", default=[], metavar="CODE=X", help=w("a further number the item asks for")
    )
    reader.add_argument("--clear", action="store_true", help=w("take the answer back"))


def run(call: Call) -> int:
    from auditapp.operations import answer

    given = call.options
    with call.inspection() as (desk, inspection):
        if given.place == "-":
            return _many(call, desk, inspection)
        if given.clear:
            changes = answer.clear(desk, inspection, given.place, reason=given.reason)
        else:
            changes = answer.answer(
                desk,
                inspection,
                given.place,
                " ".join(given.value),
                verdict=given.verdict,
                reason=given.reason,
                readings=given.reading,
                instrument=given.instrument,
                position=given.position,
                inputs=pairs(given.input),
            )
        call.screen.said("Saved: {place}", place=given.place)
        call.screen.result(changes)
    return 0


def _many(call: Call, desk: Desk, inspection: str) -> int:
    """One answer a line. A line that does not fit is told and the next one goes on; the exit code is then 1."""
    from auditapp.operations import answer

    failed = 0
    for number, line in _lines():
        try:
            place, value, *reason = _parts(line)
            changes = answer.answer(desk, inspection, place, value, reason=" ".join(reason))
        except Trouble as trouble:
            if trouble.code == 3:  # the disk or the desk: the next line would fare no better
                raise
            failed += 1
            call.screen.told(call.words("Line {n}: {trouble}", n=number, trouble=in_words(trouble, call.words)))
            call.screen.result({"line": number, "error": in_words(trouble, call.words)})
            continue
        call.screen.said("Saved: {place}", place=place)
        call.screen.result({"line": number, "saved": place, "entry": changes.ids[0]})
    return 1 if failed else 0


def _lines() -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError:
            raise Trouble(
                say("The text cannot be read"),
                say("Line {n} of standard input is not UTF-8."),
                say("What was shown as saved is saved. Convert the file to UTF-8 and go on from there."),
                code=2,
                n=number,
            ) from None
        if line and not line.startswith("#"):
            yield number, line


def _parts(line: str) -> list[str]:
    try:
        parts = shlex.split(line)
    except ValueError:
        parts = line.split()
    if len(parts) < 2:
        raise Trouble(
            say("Used wrongly"),
            say("A line is PLACE VALUE [REASON]."),
            say("This line was not saved. For example: WP-2.2 conform"),
            code=2,
        )
    return parts
