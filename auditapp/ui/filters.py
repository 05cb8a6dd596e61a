"""Which items of a section are shown: the chips above the cards, with how many each would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from auditapp.inspection.walk import Line, LineState
from auditapp.words import Words

ALL: Final = "all"

Test = Callable[[Line, frozenset[str]], bool]

TESTS: Final[Mapping[str, Test]] = {
    ALL: lambda line, flags: True,
    "unanswered": lambda line, flags: line.state in (LineState.UNANSWERED, LineState.NEEDS_SAMPLES),
    "nonconforming": lambda line, flags: line.nonconforming,
    "photos": lambda line, flags: bool(line.photos),
    "flagged": lambda line, flags: line.place in flags,
    "disputed": lambda line, flags: line.disputed,
}


def words_of(w: Words, code: str, n: int) -> str:
    match code:
        case "unanswered":
            return w("Unanswered {n}", n=n)
        case "nonconforming":
            return w("Nonconforming {n}", n=n)
        case "photos":
            return w("With photos {n}", n=n)
        case "flagged":
            return w("Flagged {n}", n=n)
        case "disputed":
            return w("Disputed {n}", n=n)
        case _:
            return w("All {n}", n=n)


def passing(code: str, lines: Iterable[Line], flags: frozenset[str]) -> list[Line]:
    test = TESTS[code]
    return [line for line in lines if test(line, flags)]


def chips(w: Words, lines: Iterable[Line], flags: frozenset[str]) -> list[tuple[str, str]]:
    """(code, words with the number) of every chip."""
    given = list(lines)
    return [(code, words_of(w, code, len(passing(code, given, flags)))) for code in TESTS]
