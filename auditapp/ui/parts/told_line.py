"""A line of a list that is not walked: a sign, what it is about, and below it what is told of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme


class ToldLine(QWidget):
    """*tone* colours the sign; the words say the same."""

    def __init__(self, theme: Theme, name: str, said: str, *, icon: str, tone: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        sign = QLabel()
        token = tone if tone in ("ok", "warn", "bad", "accent") else "text2"
        sign.setPixmap(theme.pixmap(icon, token=token, size=16))
        sign.setContentsMargins(0, theme.px(2), 0, 0)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(1))
        if name:
            texts.addWidget(label(name, wrap=True))
        if said:
            texts.addWidget(Paragraph(theme, said, role="secondary"))
        row.addLayout(texts, 1)
