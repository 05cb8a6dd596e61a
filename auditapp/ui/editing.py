"""What all answer editors have in common. An editor shows a line, tells what a person gave, and decides nothing.

Vocabulary
    *given*   what a person said in one go: the words of `operations.answer.answer`
    *bench*   what an editor works with: the look, the words, and the live judgement of what is being typed
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from auditapp.checklist import answers
from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import Item
from auditapp.checklist.verdicts import Judged
from auditapp.inspection.state import Answer, Instrument
from auditapp.inspection.walk import Line
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, what_happened


@dataclass(frozen=True)
class Given:
    """What a person gave at an item place. ``asks_reason``: it cannot be written before a reason is there."""

    value: str = ""
    verdict: str = ""
    reason: str = ""
    readings: tuple[str, ...] = ()
    instrument: str = ""
    position: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_reason(self) -> bool:
        return not self.reason and (self.value in ("na", "unchecked") or bool(self.verdict))

    @property
    def named(self) -> dict[str, object]:
        """The named parts for the verb, empty ones left out."""
        parts = {"verdict": self.verdict, "reason": self.reason, "readings": self.readings,
                 "instrument": self.instrument, "position": self.position, "inputs": self.inputs}  # fmt: skip
        return {name: value for name, value in parts.items() if value}


@dataclass(frozen=True)
class Limits:
    """The limits that count at a place now, as numbers, and the name of their band."""

    bounds: tuple[Decimal | None, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Bench:
    """What an editor works with."""

    theme: Theme
    words: Words
    judge: Callable[[Line, Raw], Judged]
    """The verdict on something not written yet."""
    limits: Callable[[Line], Limits]
    instruments: Callable[[], Sequence[Instrument]]
    name_of: Callable[[str], str] = str
    """The name of a person's code; "" when nobody bears it."""
    writable: Callable[[], bool] = lambda: True
    """May anything be written now? (Not after sign-off.)"""
    proposed: Callable[[Line], str] = lambda line: ""
    """What the checklist offers as the answer while there is none, in words; "" for nothing."""
    kept: dict[str, str] = field(default_factory=dict)
    """What was typed at a place and cannot be written as it is: place -> text. It survives the card."""
    watches: dict[str, float] = field(default_factory=dict)
    """Stopwatches that run: place -> when it was started."""


class Editor(QWidget):
    """The contract: `show_line` shows what stands and tells nobody; `value` is what is there now; `clear` empties it
    and tells nobody; ``changed(Given)`` when a person gave something."""

    changed = Signal(object)
    done = Signal()
    """Enter was pressed after giving: on to the next item."""
    asked = Signal(str)
    """Something that lies elsewhere is wanted: "photo", "instrument", "sizes" (it takes other room now)."""

    wide = False
    """Does it want the whole width, below the question?"""

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench, self.line = bench, line
        self.setAccessibleName(line.item.id)

    @property
    def item(self) -> Item:
        return self.line.item

    @property
    def standing(self) -> Answer | None:
        """The answer that stands and is of this kind; None while disputed, not applicable, not checked or open."""
        return self._standing(self.line)

    @staticmethod
    def _standing(line: Line) -> Answer | None:
        answered = line.answered
        if answered is None or answered.disputed or answered.answer.status != "answered":
            return None
        return answered.answer

    def show_line(self, line: Line) -> None:
        raise NotImplementedError

    def takes(self, line: Line) -> bool:
        """Can it show a line of another item as well? (What was made for the options of one item cannot.)"""
        return False

    def value(self) -> Given | None:
        raise NotImplementedError

    def clear(self) -> None:
        raise NotImplementedError

    def press(self, key: str) -> bool:
        """A single key on the card; True when it meant something here."""
        return False

    def begin(self) -> None:
        """Enter on the card: go into the first field."""
        self.setFocus()

    def commit(self) -> None:
        """Give what was typed and not given yet."""

    def refused(self, why: str) -> None:
        """What was given was not written, and *why*. What was chosen goes back to what stands; what was typed stays."""
        self.show_line(self.line)

    def room(self, most: int) -> QSize:
        """The size it wants when *most* is there."""
        hint = self.sizeHint()
        width = min(most, hint.width())
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return QSize(width, max(hint.height(), layout.heightForWidth(width)))
        return QSize(width, hint.height())


def read(text: str, item: Item, words: Words) -> tuple[Raw | None, str]:
    """(the raw answer, "") of what is typed, or (None, the sentence that says why it is none)."""
    try:
        return answers.parse(text, item), ""
    except Trouble as trouble:
        return None, what_happened(trouble, words)
