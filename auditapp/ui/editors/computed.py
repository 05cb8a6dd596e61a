"""Computed: the number as it is, what it was made from, and the further numbers it asks for."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill


class ComputedEditor(Editor):
    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme, w = bench.theme, bench.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.inputs: dict[str, QLineEdit] = {}
        for one in line.item.inputs:
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            row.addStretch(1)
            words, unit = one.label.in_(w.language), one.unit.in_(w.language)
            row.addWidget(label(words, "secondary"))
            box = QLineEdit()
            box.setProperty("role", "number")
            box.setFixedWidth(theme.px(72))
            box.setPlaceholderText(one.default)
            box.setAccessibleName(f"{line.item.id} {words}")
            box.editingFinished.connect(self.commit)
            box.returnPressed.connect(self.done.emit)
            row.addWidget(box)
            if unit:
                row.addWidget(label(unit, "secondary"))
            column.addLayout(row)
            self.inputs[one.code] = box
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        self.verdict = Pill()
        row.addWidget(self.verdict)
        self.number = label("", "strong")
        row.addWidget(self.number)
        column.addLayout(row)
        self.limits = label("", "meta")
        limits_row = QHBoxLayout()
        limits_row.addStretch(1)
        limits_row.addWidget(self.limits)
        column.addLayout(limits_row)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        w = self.bench.words
        self.number.setText(spoken.computed(w, line) or w("Not known yet"))
        self.number.setAccessibleName(spoken.name(w, line))
        words, tone = spoken.outcome(w, line)
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))
        given = line.answered.answer.inputs if line.answered and not line.answered.disputed else {}
        for code, box in self.inputs.items():
            if not box.hasFocus():
                box.setText(given.get(code, ""))
        known = self.bench.limits(line)
        self.limits.setText(spoken.limits(w, line.item, known.bounds, known.label))
        self.limits.setVisible(bool(self.limits.text()))

    def value(self) -> Given | None:
        given = {code: box.text().strip() for code, box in self.inputs.items() if box.text().strip()}
        return Given(inputs=given) if given else None

    def clear(self) -> None:
        for box in self.inputs.values():
            box.clear()

    def begin(self) -> None:
        for box in self.inputs.values():
            box.setFocus()
            box.selectAll()
            return
        super().begin()

    def commit(self) -> None:
        given = self.value()
        before = dict(self.line.answered.answer.inputs) if self.line.answered else {}
        if given is not None and dict(given.inputs) != before:
            self.changed.emit(given)
        elif given is None and before:
            self.asked.emit("clear")
