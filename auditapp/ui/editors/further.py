"""Further numbers that an item asks for beside its answer (the target of a plan, how many scenarios apply)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditapp.checklist.model import AnswerKind, Input, Item, Text
from auditapp.ui.editing import read
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme, tell
from auditapp.words import Words

_NUMBER = Item("", Text(), AnswerKind.NUMBER)


class FurtherNumbers(QWidget):
    """A line each: words, field, unit. ``given()`` when one was left with a number; ``entered()`` on Enter;
    ``resized()`` when something is said below. What is no number stays and is said."""

    given = Signal()
    entered = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, words: Words, inputs: Sequence[Input], item: str) -> None:
        super().__init__()
        self.words = words
        self.boxes: dict[str, QLineEdit] = {}
        self._shown: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for one in inputs:
            said, unit = one.label.in_(words.language), one.unit.in_(words.language)
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            row.addStretch(1)
            row.addWidget(label(said, "secondary"))
            box = QLineEdit()
            box.setProperty("role", "number")
            box.setFixedWidth(theme.px(72))
            box.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box.setPlaceholderText(one.default)
            box.setAccessibleName(f"{item} {said}")
            box.editingFinished.connect(self.commit)
            box.returnPressed.connect(self._entered)
            row.addWidget(box)
            if unit:
                row.addWidget(label(unit, "secondary"))
            column.addLayout(row)
            self.boxes[one.code] = box
        self.fault = label("", "meta", "bad", wrap=True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.fault)
        self.fault.hide()

    def show_numbers(self, given: Mapping[str, str]) -> None:
        """What stands; a box with something in it that is not given yet is left alone."""
        for code, box in self.boxes.items():
            if box.text() == self._shown.get(code, ""):
                box.setText(given.get(code, ""))
                self._shown[code] = box.text()

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers there are, as they were typed; those that are none are left out."""
        return {code: text for code, box in self.boxes.items() if (text := box.text().strip()) and not self._why(text)}

    @property
    def faulty(self) -> bool:
        return any(self._why(box.text().strip()) for box in self.boxes.values())

    def clear(self) -> None:
        for code, box in self.boxes.items():
            box.clear()
            self._shown[code] = ""
        self.commit()

    def commit(self) -> None:
        """Say what is wrong; tell when something was given."""
        why = ""
        for box in self.boxes.values():
            wrong = self._why(box.text().strip())
            tell(box, tone="bad" if wrong else "")
            box.setAccessibleDescription(wrong)
            why = why or wrong
        if self.fault.text() != why or self.fault.isHidden() is bool(why):
            self.fault.setText(why)
            self.fault.setVisible(bool(why))
            self.resized.emit()
        moved = {code: box.text() for code, box in self.boxes.items()} != {
            c: self._shown.get(c, "") for c in self.boxes
        }
        if moved and not why:
            self._shown = {code: box.text() for code, box in self.boxes.items()}
            self.given.emit()

    def _entered(self) -> None:
        self.commit()
        if not self.faulty:
            self.entered.emit()

    def _why(self, text: str) -> str:
        return read(text, _NUMBER, self.words)[1] if text else ""
