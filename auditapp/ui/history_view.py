"""Who wrote what at an item, when, from what to what: a short list in the detail pane, and a page of all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.inspection import trail
from auditapp.inspection.facts import split_place
from auditapp.inspection.trail import Fate, Step
from auditapp.operations.desk import Desk
from auditapp.ui import labelled, spoken
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words

SLOTS: Final = ("answer", "note", "flag")
"""What a person writes at an item itself; read slot by slot, so that the length of the journal does not matter."""


def steps(desk: Desk, inspection: str, place: str) -> list[Step]:
    """The steps at one item place, the newest first."""
    found: list[Step] = []
    for kind in SLOTS:
        found.extend(trail.trail(desk.store.journals.history(inspection, kind, place), place))
    return sorted(found, key=lambda step: step.when, reverse=True)


def sentence(w: Words, desk: Desk, inspection_people: dict[str, str], item: object, step: Step) -> tuple[str, str]:
    """(what happened, who and when) of a step."""
    from auditapp.checklist.model import Item

    asked = item if isinstance(item, Item) else None
    after = spoken.value(w, asked, step.kind, step.after)
    before = " / ".join(spoken.value(w, asked, step.kind, one) for one in step.before)
    said = w("{step}: {after}", step=spoken.step(w, step.kind), after=after)
    if before and before != after:
        said = w("{step}: from {before} to {after}", step=spoken.step(w, step.kind), before=before, after=after)
    if step.fate is Fate.WITHDRAWN:
        said = w("{step} (taken back)", step=said)
    who = inspection_people.get(step.writer, "") or w("desk {desk}", desk=step.desk[:6])
    return said, f"{labelled.moment(w, step.when)} · {who}"


class HistoryList(QWidget):
    """Steps below one another, the newest first; at most *most* of them."""

    def __init__(self, theme: Theme, words: Words, *, most: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words, self.most = theme, words, most
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))

    def show_steps(self, said: Sequence[tuple[str, str]]) -> None:
        while self.column.count():
            item = self.column.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        for what, who in list(said)[: self.most or None]:
            row = QWidget()
            column = QVBoxLayout(row)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(Paragraph(self.theme, what))
            column.addWidget(label(who, "meta", wrap=True))
            self.column.addWidget(row)
        rest = len(said) - self.most if self.most else 0
        if rest > 0:
            self.column.addWidget(
                label(self.words.count("and {n} earlier step", "and {n} earlier steps", rest), "meta")
            )


class HistoryPage(QWidget):
    """Everything that was written at one item, or in the whole inspection."""

    left = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, place: str = "") -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection, self.at = bridge, theme, inspection, place
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
        opened = self.bridge.opened(self.inspection)
        people = {p.code: p.name for p in opened.inspection.people.values()}
        by_id = opened.checklist.by_id
        if self.at:
            found = steps(self.bridge.desk, self.inspection, self.at)
        else:
            found = list(trail.trail(self.bridge.desk.store.journals.read(self.inspection)))[::-1][:500]
        said = []
        for step in found:
            item = by_id.get(split_place(step.subject)[0])
            what, who = sentence(self.bridge.words, self.bridge.desk, people, item, step)
            said.append((what, who if self.at else f"{step.subject[:20]} · {who}"))
        self.list.show_steps(said)
        self.list.setVisible(bool(said))
        self.empty.setVisible(not said)
