"""A strip that tells how far slow work is, and stops it: the window stays free meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import ElidingLabel
from auditapp.ui.theme import Theme
from auditapp.words import Words


class Underway(QFrame):
    """Hidden until `tell`; ``cancelled()`` when a person wants it no more."""

    cancelled = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "underway")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(16))
        self.said = ElidingLabel("")
        row.addWidget(self.said, 2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words("How far it is"))
        row.addWidget(self.bar, 3)
        self.cancel_button = button(theme, words("Cancel"), pressed=self.cancelled.emit)
        row.addWidget(self.cancel_button)
        self.hide()

    def tell(self, text: str, done: int = 0, of: int = 0) -> None:
        """*of* 0: nobody knows how long it takes."""
        self.said.setText(text)
        self.bar.setMaximum(of)
        self.bar.setValue(done)
        self.show()
