"""Raise a finding beside the item it was found at: grade, fact, place on site, what is done meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit

from auditapp.inspection.findings import default_grade
from auditapp.inspection.walk import Line
from auditapp.operations.findings import GRADES, LEAST_FACT
from auditapp.ui import spoken
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme
from auditapp.words import Words


class FindingForm(Card):
    """``raised(fact, grade, where, interim)`` when it is whole; ``closed()`` when it is left."""

    raised = Signal(str, str, str, str)
    closed = Signal()

    def __init__(self, theme: Theme, words: Words, line: Line, text: str = "") -> None:
        super().__init__(theme, tone="bad", name=words("Raise a finding"))
        self.words, self.line = words, line
        w = words
        self.body.addWidget(label(w("New finding"), "strong", "bad"))
        self.grade = QComboBox()
        for code in GRADES:
            self.grade.addItem(spoken.grade(w, code), code)
        self.grade.setCurrentIndex(max(0, self.grade.findData(default_grade(line))))
        self.grade_field = Field(theme, w("Grade"), self.grade)
        self.fact = QPlainTextEdit(text)
        self.fact.setTabChangesFocus(True)
        self.fact.setFixedHeight(theme.px(76))
        self.fact.setPlaceholderText(w("What, where and how much; not what should have been"))
        self.fact.installEventFilter(self)
        self.fact_field = Field(theme, w("Fact"), self.fact)
        self.where = QLineEdit(line.sample.label if line.sample is not None else "")
        self.where_field = Field(theme, w("Place on site"), self.where)
        self.interim = QLineEdit()
        self.interim_field = Field(theme, w("What is done until it is mended"), self.interim)
        for field in (self.grade_field, self.fact_field, self.where_field, self.interim_field):
            self.body.addWidget(field)
        self.body.addWidget(
            label(w("Goes into the report. Photos of this item become its evidence."), "meta", wrap=True)
        )
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(theme, w("Cancel"), role="quiet", pressed=self.closed.emit))
        row.addWidget(button(theme, w("Raise finding"), role="primary", pressed=self.give))
        self.body.addLayout(row)

    def give(self) -> None:
        """Say what is missing, or tell."""
        fact = self.fact.toPlainText().strip()
        if len(fact) < LEAST_FACT:
            self.fact_field.refuse(self.words.count("At least {n} character", "At least {n} characters", LEAST_FACT))
            self.fact.setFocus()
            return
        self.raised.emit(fact, str(self.grade.currentData()), self.where.text().strip(), self.interim.text().strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.give()
                return True
        return False
