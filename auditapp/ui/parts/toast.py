"""A result that passes by: what was done, or what went wrong, with perhaps one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme

SHOWN_FOR = 6_000
"""Milliseconds a good result stays; trouble stays until it is closed."""


class Toast(QFrame):
    """Hovers above the footer of *parent*, and goes by itself unless its tone is bad."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        text: str,
        *,
        tone: str = "ok",
        close_name: str,
        deed: tuple[str, Callable[[], object]] | None = None,
        bottom: int = 48,
    ) -> None:
        super().__init__(parent)
        self._theme, self._bottom = theme, bottom
        self.setProperty("role", "toast")
        self.setProperty("tone", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(10))
        picture = QLabel()
        sign = {"ok": "circle-check", "bad": "triangle-alert", "warn": "triangle-alert"}.get(tone, "info")
        picture.setPixmap(theme.pixmap(sign, token=tone if tone in ("ok", "bad", "warn") else "accent", size=18))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        said = Paragraph(theme, text)
        said.setMinimumWidth(theme.px(220))
        row.addWidget(said, 1)
        if deed is not None:
            words, do = deed
            pressed = button(theme, words, role="link", pressed=lambda: (self.close(), do()))
            row.addWidget(pressed, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(icon_button(theme, "x", close_name, pressed=self.close), 0, Qt.AlignmentFlag.AlignTop)
        parent.installEventFilter(self)
        if tone != "bad":
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.timeout.connect(self.close)
            self._timer.start(SHOWN_FOR)
        self.place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def place(self) -> None:
        """In the middle above the footer."""
        layout, parent = self.layout(), self.parentWidget()
        if layout is None or parent is None:
            return
        room = parent.size()
        width = min(room.width() - self._theme.px(32), self._theme.px(520))
        height = layout.totalHeightForWidth(width)
        self.resize(QSize(width, height))
        self.move((room.width() - width) // 2, room.height() - height - self._theme.px(self._bottom))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False
