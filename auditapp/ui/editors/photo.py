"""A photo is the answer: how many there are, and the way to take one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill


class PhotoEditor(Editor):
    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        w = bench.words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(bench.theme.px(8))
        row.addStretch(1)
        self.verdict = Pill()
        row.addWidget(self.verdict)
        self.many = label("", "secondary")
        row.addWidget(self.many)
        self.take = button(bench.theme, w("Add photo"), icon="camera", pressed=lambda: self.asked.emit("photo"))
        row.addWidget(self.take)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        w = self.bench.words
        self.many.setText(w.count("{n} photo", "{n} photos", len(line.photos)))
        self.take.setAccessibleName(w("{item}: {answer}", item=spoken.title(w, line), answer=w("Add photo")))
        words, tone = spoken.outcome(w, line)
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))

    def value(self) -> Given | None:
        return Given(str(len(self.line.photos))) if self.line.photos else None

    def clear(self) -> None:
        """Photos are taken back one by one in the strip."""
        self.many.setText(self.bench.words.count("{n} photo", "{n} photos", 0))

    def begin(self) -> None:
        self.take.setFocus()
