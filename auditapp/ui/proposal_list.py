"""What is proposed at the item at hand, each with the button that accepts it; the key A accepts the first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.proposed import Proposed
from auditapp.ui.theme import Theme
from auditapp.words import Words


class ProposalList(QWidget):
    """``accepted(Proposed)``. Hidden while there are none."""

    accepted = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words = theme, words
        self.shown: tuple[Proposed, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))
        self.hide()

    def show_proposed(self, given: Sequence[Proposed]) -> None:
        if tuple(given) == self.shown:
            return
        self.shown = tuple(given)
        clear(self.column)
        for n, one in enumerate(self.shown):
            self.column.addWidget(self._card(one, first=n == 0))
        self.setVisible(bool(self.shown))

    def _card(self, one: Proposed, *, first: bool) -> Card:
        theme, w = self.theme, self.words
        card = Card(theme, tone="accent", across=True, name=w("Proposed: {what}", what=one.said))
        picture = label("")
        picture.setPixmap(theme.pixmap("sparkles", token="accent", size=16))
        card.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(6))
        column.addWidget(Paragraph(theme, one.said))
        accept = button(theme, w("{deed} (A)", deed=one.deed) if first else one.deed,
                        name=w("{deed}: {what}", deed=one.deed, what=one.said),
                        pressed=lambda: self.accepted.emit(one))  # fmt: skip
        column.addWidget(accept, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(column, 1)
        return card
