"""Nothing is here yet: a sentence that says what belongs here, and one button that begins it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.theme import Theme


class EmptyState(QWidget):
    """*deeds*: (words, role, icon, callable) for one or two buttons."""

    def __init__(
        self,
        theme: Theme,
        *,
        icon: str,
        title: str,
        sentence: str,
        deeds: tuple[tuple[str, str, str, Callable[[], object]], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        inside = Column(theme, margin=24)
        column = inside.body
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inside))
        column.addStretch(1)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, token="text3", size=40))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(picture)
        self.heading = label(title, "subtitle", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.heading)
        self.said = said = Paragraph(theme, sentence, role="secondary")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said.setMaximumWidth(theme.px(460))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(said, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        for words, role, name, deed in deeds:
            column.addWidget(button(theme, words, role=role, icon=name, pressed=deed), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def say(self, title: str, sentence: str) -> None:
        """Other words, where one place is empty for several reasons."""
        self.heading.setText(title)
        self.said.set_text(sentence)
