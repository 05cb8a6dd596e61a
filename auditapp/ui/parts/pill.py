"""A short word in a rounded box: a state, a count, a grade."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from auditapp.ui.theme import tell


class Pill(QLabel):
    """*tone*: "" (outlined), accent, ok, warn, bad, na, loud (white on red: the worst only)."""

    def __init__(self, text: str = "", *, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "pill")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: str = "") -> None:
        self.setText(text)
        if self.property("tone") != tone:
            tell(self, tone=tone)
