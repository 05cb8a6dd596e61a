"""Who wrote what at an item, when, from what to what: a short list in the detail pane, and a page of all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from auditapp.inspection.facts import split_place
from auditapp.operations import history
from auditapp.operations.history import Past
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words

MOST: Final = 200
"""So many steps of the whole inspection are shown; those of one item are all shown."""


def sentence(w: Words, past: Past) -> tuple[str, str]:
    """(what happened, who and when) of a step."""
    before = " / ".join(past.before)
    said = w("{step}: {after}", step=past.field, after=past.after)
    if before and before != past.after:
        said = w("{step}: from {before} to {after}", step=past.field, before=before, after=past.after)
    if past.taken_back is not None:
        said = w("{step} (taken back)", step=said)
    who = f"{labelled.moment(w, past.when)} · {past.who}"
    back = past.taken_back
    if back is None or (back.undone and back.who == past.who):
        return said, who
    taken = w("taken back by {who}, {when}", who=back.who, when=labelled.moment(w, back.when))
    return said, " · ".join(part for part in (who, taken, "" if back.undone else back.reason) if part)


class HistoryList(QWidget):
    """Steps below one another, the newest first; at most *most* of them."""

    def __init__(self, theme: Theme, words: Words, *, most: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words, self.most = theme, words, most
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))
        self._rows: list[tuple[QWidget, Paragraph, QLabel]] = []
        self._more = label("", "meta")
        self.column.addWidget(self._more)
        self._more.hide()

    def show_steps(self, said: Sequence[tuple[str, str]]) -> None:
        """Rows that are there already show other words: making them takes much longer."""
        shown = list(said)[: self.most or None]
        while len(self._rows) < len(shown):
            self._rows.append(self._row())
        for n, (row, what, who) in enumerate(self._rows):
            if n < len(shown):
                what.set_text(shown[n][0])
                who.setText(shown[n][1])
            row.setVisible(n < len(shown))
        rest = len(said) - len(shown)
        self._more.setText(self.words.count("and {n} earlier step", "and {n} earlier steps", rest) if rest else "")
        self._more.setVisible(rest > 0)

    def _row(self) -> tuple[QWidget, Paragraph, QLabel]:
        row, what, who = QWidget(self), Paragraph(self.theme), label("", "meta", wrap=True)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(what)
        column.addWidget(who)
        self.column.insertWidget(len(self._rows), row)
        return row, what, who


class HistoryPage(QWidget):
    """Everything that was written at one item, or in the whole inspection."""

    left = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, place: str = "") -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection, self.at = bridge, theme, inspection, place
        self.told: list[tuple[str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.inside = Column(theme)
        self.list = HistoryList(theme, bridge.words)
        self.empty = EmptyState(
            theme,
            icon="history",
            title=bridge.words("Nothing was written here yet"),
            sentence=bridge.words("Answers, notes and photos appear here with name and time."),
        )
        self.inside.body.addWidget(self.list)
        self.inside.body.addWidget(self.empty)
        self.inside.body.addStretch(1)
        column.addWidget(scroll(self.inside, name=bridge.words("History")))
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("History")

    @property
    def subtitle(self) -> str:
        item = self.bridge.opened(self.inspection).checklist.by_id.get(split_place(self.at)[0])
        return f"{self.at} {item.text.in_(self.bridge.words.language)}" if item else ""

    @property
    def place(self) -> Place:
        return Place("history", self.inspection, self.at)

    def show_place(self, place: Place) -> None:
        self.at = place.at
        self.refresh()

    def refresh(self) -> None:
        w, desk = self.bridge.words, self.bridge.desk
        found = (
            history.of_place(desk, self.inspection, self.at) if self.at else history.latest(desk, self.inspection, MOST)
        )
        self.told = []
        for past in found:
            what, who = sentence(w, past)
            self.told.append((what, who if past.where.at == self.at else f"{past.where.said} · {who}"))
        self.list.show_steps(self.told)
        self.list.setVisible(bool(self.told))
        self.empty.setVisible(not self.told)
