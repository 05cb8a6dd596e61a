"""Small questions that stop nothing: a line or a choice in a dialog that calls back; Esc is always "leave it"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Words

WIDTH: Final = 440


class Question(QDialog):
    """A heading, a sentence, one editor, two buttons. *then* gets the answer when it is given (stripped)."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        parent: QWidget,
        *,
        title: str,
        sentence: str = "",
        field: str,
        then: Callable[[str], object],
        text: str = "",
        choices: Sequence[tuple[str, str]] = (),
        long: bool = False,
        deed: str = "",
        danger: bool = False,
        secret: bool = False,
        needed: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(theme.px(WIDTH))
        self._then, self._needed = then, needed
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(label(title, "site", wrap=True))
        if sentence:
            column.addWidget(Paragraph(theme, sentence, role="secondary"))
        self.editor: QComboBox | QLineEdit | QPlainTextEdit
        if choices:
            self.editor = box = QComboBox()
            for code, said in choices:
                box.addItem(said, code)
            if text:
                box.setCurrentIndex(max(0, box.findData(text)))
        elif long:
            self.editor = area = QPlainTextEdit(text)
            area.setTabChangesFocus(True)
            area.setFixedHeight(theme.px(96))
            area.textChanged.connect(self._ready)
        else:
            self.editor = edit = QLineEdit(text)
            if secret:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.selectAll()
            edit.textChanged.connect(self._ready)
            edit.returnPressed.connect(self.give)
        column.addWidget(Field(theme, field, self.editor))
        row = QHBoxLayout()
        row.addStretch(1)
        self.leave_button = button(theme, words("Cancel"), pressed=self.reject)
        self.give_button = button(
            theme, deed or words("Save"), role="danger" if danger else "primary", pressed=self.give
        )
        row.addWidget(self.leave_button)
        row.addWidget(self.give_button)
        column.addLayout(row)
        self.setTabOrder(self.editor, self.leave_button)
        self.setTabOrder(self.leave_button, self.give_button)
        self._ready()
        self.editor.setFocus()

    @property
    def text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData())
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText().strip()
        return self.editor.text().strip()

    def give(self) -> None:
        if self._needed and not self.text:
            return
        answer = self.text
        self.accept()
        self._then(answer)

    def _ready(self) -> None:
        if hasattr(self, "give_button"):
            self.give_button.setEnabled(bool(self.text) or not self._needed)
