"""A surface with a thin border and round corners; elevation by border only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from auditapp.ui.theme import Theme, tell


class Card(QFrame):
    """Put things into ``body`` (a vertical layout) or, with ``across=True``, into a horizontal one."""

    def __init__(
        self, theme: Theme, *, tone: str = "", across: bool = False, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        if tone:
            self.setProperty("tone", tone)
        if name:
            self.setAccessibleName(name)
        self.body: QVBoxLayout | QHBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        self.body.setSpacing(theme.px(8))

    def set_tone(self, tone: str) -> None:
        """ "", selected, accent, ok, warn, bad."""
        if self.property("tone") != tone:
            tell(self, tone=tone)


class PressCard(Card):
    """A card that is pressed as a whole, by mouse, finger, Enter or Space."""

    pressed = Signal()

    def __init__(self, theme: Theme, *, name: str, across: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, across=across, name=name, parent=parent)
        self.setProperty("press", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
