"""One line of a form: its name above, the editor, and below it what is meant or what is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme, tell


class Field(QWidget):
    """*goes_where* tells whether it goes into the report (every field says so)."""

    def __init__(
        self, theme: Theme, words: str, editor: QWidget, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.name = label(words, "heading", wrap=True)
        self.name.setBuddy(editor)
        column.addWidget(self.name)
        column.addWidget(editor)
        self._hint = hint
        self.below = label(hint, "meta", wrap=True)
        column.addWidget(self.below)
        self.below.setVisible(
            bool(hint)
        )  # not before it has a parent: it would flash up as a window and take the focus
        self.editor = editor
        if not editor.accessibleName():
            editor.setAccessibleName(words)
        if hint:
            editor.setAccessibleDescription(hint)

    def refuse(self, why: str) -> None:
        """Say what is wrong with it; "" when nothing is."""
        self.below.setText(why or self._hint)
        self.below.setVisible(bool(why or self._hint))
        tell(self.below, tone="bad" if why else "")
        tell(self.editor, tone="bad" if why else "")
        self.editor.setAccessibleDescription(why or self._hint)
