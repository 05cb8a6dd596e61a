"""Search over everything people wrote, in all inspections: a word of any length, in Chinese from one character on."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from auditapp.operations import search
from auditapp.operations.search import Hit
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.finder import ICONS, place_of_hit
from auditapp.ui.finding_list import Row, RowList, row_view
from auditapp.ui.office_page import OfficePage, not_here, read
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.places import Place, Width
from auditapp.ui.sifter import Sifter
from auditapp.ui.theme import Theme

MOST: Final = 200
"""Hits read at once; who sees that many types one more letter."""


class EverythingPage(OfficePage):
    """What was written last comes first."""

    page_name = "everything"

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(bridge, theme)
        w = bridge.words
        self._told = ""
        self.sifter = Sifter(theme, w, chips="", search=w("Search everything"), choices=tuple)
        self.sifter.filter_button.hide()
        self.sifter.searched.connect(self.look_for)
        self.column.addWidget(self.sifter)
        self.model = RowList(self)
        self.list = row_view(theme, self.model, w("Found"))
        listen_for_choice(self.list)
        self.list.activated.connect(lambda index: self._open(index.data(Qt.ItemDataRole.UserRole)))
        self.list.clicked.connect(lambda index: self._open(index.data(Qt.ItemDataRole.UserRole)))
        closed = not_here(bridge, theme, self.asked_for.emit)
        self._open_here = closed is None
        self.nothing = closed or EmptyState(theme, icon="search", title="", sentence="")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.nothing)
        self.column.addWidget(self.stack, 1)
        self.column.addSpacing(theme.px(8))
        self.fit(Width.WIDE)

    @property
    def subtitle(self) -> str:
        return self._told

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.chosen.get("text", "")

    def show_place(self, place: Place) -> None:
        self.sifter.show_search(read(place.at).get("text", ""))
        super().show_place(place)

    def take_focus(self) -> None:
        self.sifter.search.setFocus()

    def fit(self, width: Width) -> None:
        super().fit(width)
        self.sifter.fit(narrow=False)

    def commands(self) -> list[Command]:
        w, group = self.bridge.words, self.title
        return [
            Command("search", w("Search"), self.sifter.begin, ("Ctrl+F", "/"), "search", group, menu="edit"),
            *self.row_steps(self._step),
        ]

    def step_back(self) -> bool:
        """From the hits to the words, then out."""
        if self.list.hasFocus():
            self.sifter.begin()
            return True
        return False

    def look_for(self, text: str) -> None:
        if text != self.text:
            self.pick("text", text)

    def refresh(self) -> None:
        w = self.bridge.words
        found = self.bridge.ask(search.search, self.text, most=MOST) if self.text else None
        hits = found.hits if found is not None else ()
        self.model.show_rows(tuple(self._row(n, hit) for n, hit in enumerate(hits)))
        if found is None:
            self._told = ""
        elif found.many:
            self._told = w("more than {n} hits", n=f"{found.total - 1:,}")
        else:
            self._told = w.count("{n} hit", "{n} hits", found.total)
        if hits:
            self.list.setCurrentIndex(self.model.index(0, 0))
        elif self._open_here:
            title, sentence = (
                (w("No row fits"), w("Nothing anybody wrote holds these words."))
                if self.text
                else (
                    w("What are you looking for?"),
                    w("Facts, notes, remarks, comments, actions, sites and numbers of all inspections are searched."),
                )
            )
            self.nothing.say(title, sentence)
        self.stack.setCurrentWidget(self.list if hits else self.nothing)
        self.retitled.emit()
        if found is not None:
            self.count_on(found.behind)

    def _row(self, n: int, hit: Hit) -> Row:
        id_ = f"{n}:{hit.inspection}:{hit.at}"
        kind = self.bridge.words(search.KINDS.get(hit.kind, hit.kind))
        return Row(id_, hit.site, hit.line, hit.number, kind, "", ICONS.get(hit.kind, ""), hit)

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _open(self, row: Any) -> None:
        if isinstance(row, Row) and isinstance(row.item, Hit):
            self.asked_for.emit(place_of_hit(row.item, "review"))
