"""Words: a sentence or two, given when the field is left or Ctrl+Enter is pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given, read
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import tell


class TextEditor(Editor):
    wide = True

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        self._last = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(bench.theme.px(4))
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(bench.theme.px(58))
        self.field.setPlaceholderText(bench.words("Write here; Ctrl+Enter goes on"))
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.fault = label("", "meta", "bad", wrap=True)
        column.addWidget(self.fault)
        self.fault.hide()
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        same = line.place == self.line.place
        self.line = line
        self.field.setAccessibleName(spoken.title(self.bench.words, line))
        standing = self._standing(line)
        text = "".join(standing.texts) if standing else ""
        left = self.bench.kept.get(line.place)
        if left is not None and self.field.toPlainText() != left:
            self._last = text
            self.field.setPlainText(left)
            self._fault(read(left, self.item, self.bench.words)[1])
        elif not (same and self.dirty):
            self._last = text
            if self.field.toPlainText() != text:
                self.field.setPlainText(text)

    @property
    def dirty(self) -> bool:
        return self.field.toPlainText() != self._last

    def value(self) -> Given | None:
        text = self.field.toPlainText().strip()
        return Given(text) if text else None

    def clear(self) -> None:
        self.bench.kept.pop(self.line.place, None)
        self._last = ""
        self.field.clear()
        self._fault("")

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        if not self.dirty:
            return
        given = self.value()
        if given is None:
            self._last = self.field.toPlainText()
            if self.standing is not None:
                self.asked.emit("clear")
            return
        raw, why = read(given.value, self.item, self.bench.words)
        self._fault(why)
        if raw is None:
            self.bench.kept[self.line.place] = self.field.toPlainText()
        else:
            self.bench.kept.pop(self.line.place, None)
            self._last = self.field.toPlainText()
            self.changed.emit(given)

    def refused(self, why: str) -> None:
        """Not a word of it is lost."""
        self._last = "".join(self.standing.texts) if self.standing else ""
        self.bench.kept[self.line.place] = self.field.toPlainText()
        self._fault(why)

    def _fault(self, why: str) -> None:
        if self.fault.text() == why and self.fault.isHidden() is not bool(why):
            return
        self.fault.setText(why)
        self.fault.setVisible(bool(why))
        self.field.setAccessibleDescription(why)
        tell(self.field, tone="bad" if why else "")
        self.asked.emit("sizes")

    def room(self, most: int) -> QSize:
        below = self.fault.heightForWidth(most) + self.bench.theme.px(4) if not self.fault.isHidden() else 0
        return QSize(most, self.field.height() + below)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                if not self.dirty:
                    self.done.emit()
                return True
        return False
