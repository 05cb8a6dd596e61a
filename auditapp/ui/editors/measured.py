"""How a number was measured: the readings whose mean it is, the instrument, the place. Folded away until wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from auditapp.checklist.model import Item
from auditapp.inspection.state import Answer, Instrument
from auditapp.ui.editing import read
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme, tell
from auditapp.words import Words

ANOTHER = "+"
WIDE = 200
"""Width of a field, unscaled, where there is room."""
LEAST = 110
"""Width of a field, unscaled, that it is never less than."""


def told(w: Words, answer: Answer | None, instruments: Sequence[Instrument]) -> str:
    """The same in a line."""
    if answer is None:
        return ""
    named = {one.code: name_of(one) for one in instruments}
    readings = w("mean of {readings}", readings=" ".join(answer.readings)) if answer.readings else ""
    used = named.get(answer.instrument, answer.instrument)
    return " · ".join(part for part in (readings, used, answer.position) if part)


def name_of(one: Instrument) -> str:
    return f"{one.name} {one.number}".strip()


class HowMeasured(QWidget):
    """``given()`` when one of the three was given; ``another()``: an instrument that is not listed yet."""

    given = Signal()
    another = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, words: Words, item: Item) -> None:
        super().__init__()
        w = self.words = words
        self.item = item
        self._shown = ("", "")
        self._chosen = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self.readings = QLineEdit()
        self.readings.setPlaceholderText(w("several, with blanks between"))
        self.readings.editingFinished.connect(self.commit)
        self._line(theme, w("Readings"), self.readings)
        self.fault = label("", "meta", "bad", wrap=True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(self.fault)
        self.fault.hide()
        self.instrument = QComboBox()
        self.instrument.activated.connect(self._picked)
        self._line(theme, w("Instrument"), self.instrument)
        self.position = QLineEdit()
        self.position.editingFinished.connect(self.commit)
        self._line(theme, w("Where it was measured"), self.position)

    def _line(self, theme: Theme, words: str, box: QWidget) -> None:
        line = QWidget()
        row = FlowLayout(line, spacing=theme.px(6), right=True)  # with large text the field stands below its words
        row.addWidget(label(words, "secondary"))
        box.setMinimumWidth(theme.px(LEAST))
        box.setMaximumWidth(theme.px(WIDE))
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setAccessibleName(f"{self.item.id} {words}")
        row.addWidget(box)
        self._column.addWidget(line)

    def show_answer(self, answer: Answer | None, instruments: Sequence[Instrument]) -> None:
        """What stands; what is being typed is left alone."""
        readings, position = (" ".join(answer.readings), answer.position) if answer else ("", "")
        if self.readings.text() == self._shown[0]:
            self.readings.setText(readings)
            self._shown = (readings, self._shown[1])
        if self.position.text() == self._shown[1]:
            self.position.setText(position)
            self._shown = (self._shown[0], position)
        self._chosen = answer.instrument if answer else self._chosen  # it may be chosen before the number is there
        self.instrument.blockSignals(True)
        self.instrument.clear()
        self.instrument.addItem(self.words("None given"), "")
        for one in instruments:
            self.instrument.addItem(name_of(one), one.code)
        self.instrument.addItem(self.words("Another instrument…"), ANOTHER)
        self.instrument.setCurrentIndex(max(0, self.instrument.findData(self._chosen)))
        self.instrument.blockSignals(False)

    def choose(self, code: str) -> None:
        """Take an instrument that has just become known."""
        at = self.instrument.findData(code)
        if at >= 0:
            self.instrument.setCurrentIndex(at)
            self._picked()

    @property
    def texts(self) -> tuple[str, ...]:
        """The readings one by one; blanks, semicolons and Chinese commas part them."""
        text = self.readings.text()
        for mark in ";；，、":
            text = text.replace(mark, " ")
        return tuple(text.split())

    @property
    def code(self) -> str:
        return str(self.instrument.currentData() or "")

    @property
    def place(self) -> str:
        return self.position.text().strip()

    def clear(self) -> None:
        self.readings.clear()
        self.position.clear()
        self._shown = ("", "")
        self.instrument.setCurrentIndex(0)

    def commit(self) -> None:
        """Say which reading is none; tell when something was given."""
        why = next((said for text in self.texts if (said := read(text, self.item, self.words)[1])), "")
        tell(self.readings, tone="bad" if why else "")
        self.readings.setAccessibleDescription(why)
        if self.fault.text() != why or self.fault.isHidden() is bool(why):
            self.fault.setText(why)
            self.fault.setVisible(bool(why))
            self.resized.emit()
        now = (self.readings.text(), self.position.text())
        if not why and now != self._shown:
            self._shown = now
            self.given.emit()

    def _picked(self) -> None:
        if self.instrument.currentData() == ANOTHER:
            self.instrument.setCurrentIndex(max(0, self.instrument.findData(self._chosen)))
            self.another.emit()
        elif self.code != self._chosen:
            self._chosen = self.code
            self.given.emit()
