"""Computed: the number as it is, what it was made from, and the further numbers it asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.ui.editors.further import FurtherNumbers
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill


class ComputedEditor(Editor):
    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme, w = bench.theme, bench.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.further: FurtherNumbers | None = None
        if line.item.inputs:
            self.further = FurtherNumbers(theme, w, line.item.inputs, line.item.id)
            self.further.given.connect(self._further)
            self.further.entered.connect(self.done.emit)
            self.further.resized.connect(lambda: self.asked.emit("sizes"))
            column.addWidget(self.further)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        self.verdict = Pill()
        row.addWidget(self.verdict)
        self.number = label("", "strong")
        row.addWidget(self.number)
        column.addLayout(row)
        self.formula = label(line.item.calc_text.in_(w.language), "meta", wrap=True)
        self.limits = label("", "meta")
        for one in (self.formula, self.limits):
            one.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(one)
        self.formula.setVisible(bool(self.formula.text()))
        self.formula.setMinimumWidth(theme.px(260) if self.formula.text() else 0)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        w = self.bench.words
        self.number.setText(spoken.computed(w, line) or w("Not known yet"))
        self.number.setAccessibleName(spoken.name(w, line))
        words, tone = spoken.outcome(w, line)
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))
        if self.further is not None:
            self.further.show_numbers(self._inputs)
        known = self.bench.limits(line)
        self.limits.setText(spoken.limits(w, line.item, known.bounds, known.label))
        self.limits.setVisible(bool(self.limits.text()))

    @property
    def _inputs(self) -> dict[str, str]:
        answered = self.line.answered
        return dict(answered.answer.inputs) if answered is not None and not answered.disputed else {}

    def value(self) -> Given | None:
        given = self.further.numbers if self.further is not None else {}
        return Given(inputs=given) if given else None

    def clear(self) -> None:
        if self.further is not None:
            self.further.clear()

    def begin(self) -> None:
        boxes = list(self.further.boxes.values()) if self.further is not None else []
        if boxes:
            boxes[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            boxes[0].selectAll()
        else:
            super().begin()

    def commit(self) -> None:
        if self.further is not None:
            self.further.commit()

    def refused(self, why: str) -> None:
        """The numbers stay as they were typed."""

    def _further(self) -> None:
        given = self.value()
        if given is not None and dict(given.inputs) != self._inputs:
            self.changed.emit(given)
        elif given is None and self._inputs:
            self.asked.emit("clear")
