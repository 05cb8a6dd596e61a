"""Text that is kept when it is left: no Save button, nothing lost by going elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from auditapp.ui.theme import Theme


class KeptLine(QLineEdit):
    """One line. ``given(text)`` once when it was changed and left, or Enter was pressed."""

    given = Signal(str)

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(text)
        self._shown, self.held = text, False
        self.setAccessibleName(name)
        self.editingFinished.connect(self.keep)

    def show_text(self, text: str) -> None:
        """What stands. What is being typed, or was refused (`hold`), is left alone."""
        if not self.held and not (self.hasFocus() and self.text() != self._shown):
            self.setText(text)
            self.setCursorPosition(0)
            self._shown = text

    def keep(self) -> None:
        if self.text().strip() != self._shown.strip() and not self.isReadOnly():
            self._shown, self.held = self.text(), False
            self.given.emit(self.text().strip())
        self.setModified(self.held)  # what is kept is not half-typed: `typed` must not lay it beside something else

    def hold(self) -> None:
        """What was given could not be kept: it stays in sight, whatever else changes, until it is another."""
        self.held = True

    def begin_anew(self) -> None:
        """Something else is shown from now on."""
        self.held = False
        self._shown = self.text()


class KeptText(QPlainTextEdit):
    """Several lines; Tab goes on, Ctrl+Enter keeps."""

    given = Signal(str)

    def __init__(self, theme: Theme, name: str, *, lines: int = 3) -> None:
        super().__init__()
        self._shown, self.held = "", False
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFixedHeight(round(theme.px(22) * lines + theme.px(18)))

    def show_text(self, text: str) -> None:
        if not self.held and not (self.hasFocus() and self.toPlainText() != self._shown):
            if self.toPlainText() != text:
                self.setPlainText(text)
            self._shown = text

    def keep(self) -> None:
        if self.toPlainText().strip() != self._shown.strip() and not self.isReadOnly():
            self._shown, self.held = self.toPlainText(), False
            self.given.emit(self.toPlainText().strip())
        self.document().setModified(self.held)

    def hold(self) -> None:
        """As `KeptLine.hold`."""
        self.held = True

    def begin_anew(self) -> None:
        """As `KeptLine.begin_anew`."""
        self.held = False
        self._shown = self.toPlainText()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)
