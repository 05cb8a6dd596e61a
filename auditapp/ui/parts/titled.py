"""A card with a title, as pages of settings and care are made of, and the column such cards stand in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from auditapp.ui.parts.card import Card
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.theme import Theme


class TitledCard(Card):
    """Title and, under it, a sentence; ``body`` goes on below."""

    def __init__(self, theme: Theme, title: str, sentence: str = "", *, gap: int = 12) -> None:
        super().__init__(theme, name=title)
        self.body.setContentsMargins(*(theme.px(18),) * 4)
        self.body.setSpacing(theme.px(gap))
        self.body.addWidget(label(title, "subtitle", wrap=True))
        if sentence:
            self.body.addWidget(Paragraph(theme, sentence, role="secondary"))


def middle_column(theme: Theme, inside: Column, *, widest: int) -> QVBoxLayout:
    """A layout in the middle of *inside*, not wider than lines can be read."""
    middle = QWidget()
    middle.setMaximumWidth(theme.px(widest))
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(16))
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(middle, 100)
    row.addStretch(1)
    inside.body.addLayout(row)
    inside.body.addStretch(1)
    return column


def scrolled_column(page: QWidget, theme: Theme, name: str, *, widest: int = 860) -> tuple[QScrollArea, QVBoxLayout]:
    """All of *page* as one thing to scroll, called *name*, with a `middle_column` in it."""
    inside = Column(theme, margin=20, gap=16)
    column = middle_column(theme, inside, widest=widest)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    area = scroll(inside, name=name)
    outer.addWidget(area)
    return area, column
