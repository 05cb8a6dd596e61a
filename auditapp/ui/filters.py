"""Which items of a section are shown: the chips above the cards, with how many each would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from auditapp.inspection.state import Inspection
from auditapp.inspection.walk import Line, LineState
from auditapp.ui import dispute_card
from auditapp.words import Words

ALL: Final = "all"
MINE: Final = "mine"
"""What is in a section of one's own; going on with it leaves out the sections of others."""
REMARKED: Final = "remarked"
"""Shown only where head office has remarked on something."""


@dataclass(frozen=True)
class Marked:
    """What is known of places besides their lines: where a flag is, and where anything (a note, a grade, a caption
    as well as an answer) is disputed."""

    flags: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    mine: frozenset[str] | None = None
    """The sections of whoever works here; None where nothing was shared out."""
    remarked: frozenset[str] = frozenset()
    """Where head office remarked on something, on a finding there too."""

    @classmethod
    def of(cls, found: Inspection, mine: frozenset[str] | None = None) -> Marked:
        return cls(found.flags, dispute_card.places(found), mine, remarked(found))


def remarked(found: Inspection, *, open_only: bool = False) -> frozenset[str]:
    """The item places with remarks of head office, on themselves or on a finding raised there."""
    if not found.remarks:
        return frozenset()
    at = {one.id: one.at for one in found.findings}
    return frozenset(at.get(one.subject, one.subject) for one in found.remarks if one.open or not open_only) - {""}


TESTS: Final[Mapping[str, Callable[[Line, Marked], bool]]] = {
    ALL: lambda line, marked: True,
    "unanswered": lambda line, marked: line.state in (LineState.UNANSWERED, LineState.NEEDS_SAMPLES),
    "nonconforming": lambda line, marked: line.nonconforming,
    "photos": lambda line, marked: bool(line.photos),
    "flagged": lambda line, marked: line.place in marked.flags,
    "disputed": lambda line, marked: line.disputed or line.place in marked.disputed,
    MINE: lambda line, marked: marked.mine is None or line.group.id in marked.mine,
    REMARKED: lambda line, marked: line.place in marked.remarked,
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
        case "mine":
            return w("Mine {n}", n=n)
        case "remarked":
            return w("With remarks {n}", n=n)
        case _:
            return w("All {n}", n=n)


def nothing(w: Words, code: str) -> tuple[str, str]:
    """(title, sentence) where no item of a section passes a filter."""
    match code:
        case "unanswered":
            return w("Nothing is open here"), w("U goes on to the next open item, in whatever section it is.")
        case "nonconforming":
            return w("Nothing is nonconforming here"), w("An item that fails is listed here, with its findings.")
        case "photos":
            return w("No photos here yet"), w("P takes a photo of the item at hand; files can be dropped on it.")
        case "flagged":
            return w("Nothing is flagged here"), w(
                "F flags the item at hand, to come back to. It never goes into the report."
            )
        case "disputed":
            return w("Nothing is disputed here"), w(
                "What two people wrote differently without seeing each other is listed here."
            )
        case "mine":
            return w("Somebody else looks at this section"), w(
                "U goes on to the next open item of your own sections. Whoever sees something here may still write it."
            )
        case "remarked":
            return w("No remark in this section"), w("W goes on to the next open remark, in whatever section it is.")
        case _:
            return w("Nothing is asked in this section"), w(
                "Its items depend on answers or settings that are not given."
            )


def passing(code: str, lines: Iterable[Line], marked: Marked) -> list[Line]:
    test = TESTS[code]
    return [line for line in lines if test(line, marked)]


def chips(w: Words, lines: Iterable[Line], marked: Marked) -> list[tuple[str, str]]:
    """(code, words with the number) of every chip."""
    given = list(lines)
    left_out = {MINE: marked.mine is None, REMARKED: not marked.remarked}
    offered = [code for code in TESTS if not left_out.get(code)]
    return [(code, words_of(w, code, len(passing(code, given, marked)))) for code in offered]
