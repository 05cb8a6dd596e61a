"""A strip under the header that stays until what it tells is mended: a sign, a sentence, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme


class Banner(QFrame):
    """Hidden until `tell`."""

    def __init__(self, theme: Theme, deeds: Iterable[tuple[str, Callable[[], object]]], parent: QWidget | None = None):
        super().__init__(parent)
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(12))
        sign = QLabel()
        sign.setPixmap(theme.pixmap("triangle-alert", token="bad", size=20))
        row.addWidget(sign)
        self.words = Paragraph(theme, "")
        row.addWidget(self.words, 3)
        side = QWidget()
        flow = FlowLayout(side, spacing=theme.px(8))
        for words, deed in deeds:
            flow.addWidget(button(theme, words, pressed=deed))
        row.addWidget(side, 2)
        self.hide()

    def tell(self, text: str) -> None:
        """Show *text*; "" hides the strip."""
        if text and text != self.accessibleName():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.words.set_text(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
