"""What is wrong in an authored checklist, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditapp.words import ENGLISH, Words


class Weight(StrEnum):
    """How bad a fault is. An ``ERROR`` refuses the checklist; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True)
class Place:
    """Where something is written: a line of a file, or a row of a sheet (``line`` is the row then)."""

    file: str = ""
    line: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        spot = f"{self.sheet}!{self.line}" if self.sheet else str(self.line)
        return f"{self.file}:{spot}" if self.line else self.file


@dataclass(frozen=True)
class Said:
    """A sentence within a sentence (why an expression cannot be read); it is translated with it."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, words: Words = ENGLISH) -> str:
        return words(self.sentence, **self.values)


@dataclass(frozen=True)
class Fault:
    """One fault: where, in which item ("" = none), and a sentence with its values."""

    place: Place
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    item: str = ""
    weight: Weight = Weight.ERROR

    def text(self, words: Words = ENGLISH) -> str:
        values = {k: v.text(words) if isinstance(v, Said) else v for k, v in self.values.items()}
        return words(self.sentence, **values)

    def line(self, words: Words = ENGLISH) -> str:
        """The fault on one line: ``file:line: WP-1.1: sentence``."""
        where = f"{self.place}: " if self.place.file else ""
        return f"{where}{self.item + ': ' if self.item else ''}{self.text(words)}"


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Only those that refuse the checklist."""
    return [f for f in faults if f.weight is Weight.ERROR]


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sorted the way an author reads: by file, sheet and line; repeated ones once."""
    unique = {(f.place, f.item, f.text()): f for f in faults}
    return tuple(sorted(unique.values(), key=lambda f: (f.place.file, f.place.sheet, f.place.line, f.item, f.text())))
