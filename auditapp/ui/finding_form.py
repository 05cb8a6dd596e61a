"""Raise a finding beside the item it was found at: grade, fact, place on site, what is done meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit

from auditapp.checklist.model import Verdict
from auditapp.inspection.findings import default_grade
from auditapp.inspection.walk import Line
from auditapp.operations.findings import GRADES, LEAST_FACT
from auditapp.ui import labelled, spoken
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme
from auditapp.words import Words

ASKED_FOR: Final = frozenset({Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR})
"""Verdicts of an answer that ask for a finding (domain.md, answer kinds: any but conforming)."""


@dataclass(frozen=True)
class Begun:
    """What was written in a form that was left: code of the grade, and the words of the fields."""

    grade: str
    fact: str
    where: str
    interim: str


class FindingForm(Card):
    """``raised(fact, grade, where, interim)`` when it is whole; ``closed()`` when it is left."""

    raised = Signal(str, str, str, str)
    closed = Signal()

    def __init__(self, theme: Theme, words: Words, line: Line, text: str = "") -> None:
        super().__init__(theme, tone="bad", name=words("Raise a finding"))
        self.words, self.line = words, line
        self._offered = text
        w = words
        self.body.addWidget(label(w("New finding"), "strong", "bad"))
        self.grade = QComboBox()
        for code in GRADES:
            self.grade.addItem(spoken.grade(w, code), code)
        self.grade.setCurrentIndex(max(0, self.grade.findData(default_grade(line))))
        self.grade_field = Field(theme, w("Grade"), self.grade, hint=labelled.why_graded(w, line))
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
        self.grade.currentIndexChanged.connect(lambda *_: self._warn())
        self.interim.textChanged.connect(lambda *_: self._warn())
        for field in (self.grade_field, self.fact_field, self.where_field, self.interim_field):
            self.body.addWidget(field)
        self.body.addWidget(
            label(w("Goes into the report. Photos of this item become its evidence."), "meta", wrap=True)
        )
        self._warn()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(theme, w("Cancel"), role="quiet", pressed=self.closed.emit))
        row.addWidget(button(theme, w("Raise finding"), role="primary", pressed=self.give))
        self.body.addLayout(row)

    @property
    def written(self) -> bool:
        """Whether somebody wrote anything of their own."""
        begun = self.begun()
        place = self.line.sample.label if self.line.sample is not None else ""
        return bool(begun.interim) or begun.fact != self._offered or begun.where != place

    def begun(self) -> Begun:
        return Begun(
            str(self.grade.currentData()),
            self.fact.toPlainText().strip(),
            self.where.text().strip(),
            self.interim.text().strip(),
        )

    def go_on(self, begun: Begun) -> None:
        """Put back what was written before."""
        self.grade.setCurrentIndex(max(0, self.grade.findData(begun.grade)))
        self.fact.setPlainText(begun.fact)
        self.where.setText(begun.where)
        self.interim.setText(begun.interim)

    def _warn(self) -> None:
        """It can be raised without; it cannot be signed without."""
        needed = self.grade.currentData() == "critical" and not self.interim.text().strip()
        self.interim_field.refuse(self.words("A critical finding needs this before signing.") if needed else "")

    def give(self) -> None:
        """Say what is missing, or tell."""
        begun = self.begun()
        if len(begun.fact) < LEAST_FACT:
            self.fact_field.refuse(self.words.count("At least {n} character", "At least {n} characters", LEAST_FACT))
            self.fact.setFocus()
            return
        self.raised.emit(begun.fact, begun.grade, begun.where, begun.interim)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.fact.document().isUndoAvailable()
        ):
            event.ignore()  # nothing was typed here: what is taken back is the answer that opened this form
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.give()
                return True
        return False
