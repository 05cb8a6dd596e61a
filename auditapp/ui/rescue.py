"""When the disk refuses: what was typed is shown, copied and carried elsewhere, so that no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.operations import backup, saving
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, in_words


def as_text(bridge: Bridge) -> str:
    """What is not on the disk yet, a paragraph each: which item or field, and the words."""
    return "\n\n".join("\n".join(one.texts()) for one in bridge.unsaved) + "\n"


def copy_elsewhere(
    window: QWidget, bridge: Bridge, say: Callable[[str, str], object], folder: Path | None = None
) -> None:
    """A whole copy of the desk and, as a text beside it, what could not be saved: onto a stick or another drive."""
    w = bridge.words
    if folder is None:
        chosen = QFileDialog.getExistingDirectory(window, w("Folder for the copy"))
        if not chosen:
            return
        folder = Path(chosen)
    try:
        stamp = f"{bridge.desk.clock():%Y%m%d-%H%M%S}"
        saving.save_new(folder / f"auditapp-unsaved-{stamp}.txt", as_text(bridge).encode())
        made = backup.backup(bridge.desk, folder)
    except Trouble as trouble:
        say(in_words(trouble, w), "bad")
        return
    say(w("A copy of the desk and what was not saved are in {folder}.", folder=str(made.parent)), "ok")


class UnsavedTexts(QDialog):
    """The words themselves, to read and to copy."""

    def __init__(self, theme: Theme, words: Words, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = words("What is not saved")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(24),) * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(label(title, "subtitle", wrap=True))
        column.addWidget(
            Paragraph(theme, words("Copy it into another program if you like; it also stays here."), role="secondary")
        )
        self.box = QPlainTextEdit(as_text(bridge))
        self.box.setReadOnly(True)
        self.box.setAccessibleName(title)
        column.addWidget(self.box, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(theme, words("Copy"), icon="copy", pressed=self.copy))
        close = button(theme, words("Close"), role="primary", pressed=self.close)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(theme.px(520), theme.px(360))
        close.setFocus()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.box.toPlainText())
