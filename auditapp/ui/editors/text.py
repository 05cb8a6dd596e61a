"""Words: a sentence or two, given when the field is left or Ctrl+Enter is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given


class TextEditor(Editor):
    wide = True

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        self._last = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(bench.theme.px(58))
        self.field.setPlaceholderText(bench.words("Write here; Ctrl+Enter goes on"))
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        self.field.setAccessibleName(spoken.title(self.bench.words, line))
        text = "".join(self.standing.texts) if self.standing else ""
        if not (self.field.hasFocus() and self.field.toPlainText() != self._last) and text != self.field.toPlainText():
            self.field.setPlainText(text)
        if not self.field.hasFocus():
            self._last = text

    def value(self) -> Given | None:
        text = self.field.toPlainText().strip()
        return Given(text) if text else None

    def clear(self) -> None:
        self.field.clear()
        self._last = ""

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        if self.field.toPlainText() == self._last:
            return
        self._last = self.field.toPlainText()
        given = self.value()
        if given is not None:
            self.changed.emit(given)
        elif self.standing is not None:
            self.asked.emit("clear")

    def room(self, most: int) -> QSize:
        return QSize(most, self.field.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                self.done.emit()
                return True
        return False
