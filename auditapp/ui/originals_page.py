"""Room on this laptop: originals of closed inspections that head office holds go by a person's word, and come back.

Nothing else is ever removed: what may leave of the photos, every entry and every report stay here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.operations import exchange, listing, originals
from auditapp.ui import labelled
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_view import name_of
from auditapp.ui.fetching import fetching
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.parts.underway import Underway
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme

if TYPE_CHECKING:
    from auditapp.operations.exchange import Removable

MB = 1024 * 1024


class OriginalsPage(QWidget):
    """What may go with its receipt and age, and what went, with the way back."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        self._fetching = fetching(bridge)
        w = bridge.words
        _, column = scrolled_column(self, theme, self.title)
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self._fetching.cancel)
        column.addWidget(self.under_way)
        self.may_go = TitledCard(
            theme,
            w("What may go"),
            w("Originals of closed inspections that head office signed for at least 30 days ago. The copies that "
              "reports are made from stay here, and the originals can be fetched again from head office."),
        )  # fmt: skip
        self.offers = QVBoxLayout()
        self.offers.setSpacing(theme.px(10))
        self.may_go.body.addLayout(self.offers)
        column.addWidget(self.may_go)
        self.gone = TitledCard(theme, w("At head office only"))
        self.returns = QVBoxLayout()
        self.returns.setSpacing(theme.px(10))
        self.gone.body.addLayout(self.returns)
        column.addWidget(self.gone)
        self.nothing = EmptyState(
            theme,
            icon="archive",
            title=w("Nothing may go yet"),
            sentence=w(
                "An inspection must be signed, its actions closed, and head office must have held all of it for "
                "30 days."
            ),
            deeds=((w("To the exchange"), "", "refresh-cw", lambda: self.asked_for.emit(Place("exchange"))),),
        )
        self.nothing.setMinimumHeight(theme.px(300))
        column.addWidget(self.nothing)
        self.offered: list[Removable] = []
        self._fetching.moved.connect(self._moved)
        self._fetching.ended.connect(self._came)
        self.refresh()

    # -- what the window asks ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._bridge.words("Room on this laptop")

    @property
    def place(self) -> Place:
        return Place("originals")

    # -- showing -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the desk anew."""
        self.show_offers(self._bridge.ask(exchange.removable) or [])
        self._show_gone()

    def show_offers(self, found: list[Removable]) -> None:
        """What may go, an inspection a line."""
        self.offered = found
        clear(self.offers)
        for one in found:
            self.offers.addWidget(self._offer(one))
        self.may_go.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _offer(self, one: Removable) -> QWidget:
        w, theme = self._bridge.words, self._theme
        name = " · ".join(part for part in (one.number, one.site) if part)
        card = Card(theme, across=True, name=name)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        texts.addWidget(label(name, "strong", wrap=True))
        texts.addWidget(
            Paragraph(
                theme,
                w.run_on(
                    w.count("{n} original photo, {mb} MB.", "{n} original photos, {mb} MB.", len(one.files),
                            mb=_mb(one.bytes)),
                    w("Safe at head office since {day}.", day=labelled.day(w, one.since[:10])),
                ),
                role="secondary",
            )
        )  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(
            button(
                theme,
                w("Remove the originals…"),
                role="danger",
                icon="trash-2",
                name=w("Remove the originals of {inspection}", inspection=name),
                pressed=partial(self.ask, one, name),
            )
        )
        row.addStretch(1)
        texts.addLayout(row)
        if isinstance(card.body, QHBoxLayout):
            card.body.addLayout(texts, 1)
        return card

    def _show_gone(self) -> None:
        w, theme = self._bridge.words, self._theme
        gone: dict[str, list[str]] = {}
        for sha256, one in (self._bridge.ask(originals.removed) or {}).items():
            gone.setdefault(one.inspection, []).append(sha256)
        rows = {row.id: row for row in self._bridge.ask(listing.inspections) or []}
        clear(self.returns)
        for inspection, files in gone.items():
            row = rows.get(inspection)
            name = name_of(row) if row is not None else inspection[:8]
            line = QWidget()
            across = QHBoxLayout(line)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(theme.px(10))
            said = w.count("{name}: {n} original", "{name}: {n} originals", len(files), name=name)
            across.addWidget(Paragraph(theme, said), 1)
            across.addWidget(
                button(
                    theme,
                    w("Bring back"),
                    icon="download",
                    name=w("Bring back the originals of {inspection}", inspection=name),
                    pressed=partial(self._fetching.fetch, files),
                ),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
            self.returns.addWidget(line)
        self.gone.setVisible(bool(gone))
        if gone:
            self.nothing.hide()

    def _moved(self) -> None:
        if self._fetching.under_way:
            self.under_way.tell(self._bridge.words("Fetching originals"), *self._fetching.progress)
        else:
            self.under_way.hide()

    def _came(self, _many: int) -> None:
        self.refresh()

    # -- deeds -------------------------------------------------------------------------------------

    def ask(self, one: Removable, name: str) -> None:
        """Whose word it is: files go only in the name of a person."""
        w = self._bridge.words
        Question(
            self._theme,
            w,
            self.window(),
            title=w("Remove the originals of {inspection}", inspection=name),
            sentence=w.count(
                "{n} file of {mb} MB leaves this laptop. Head office holds it and signed for it; it can be fetched "
                "again while head office can be reached.",
                "{n} files of {mb} MB leave this laptop. Head office holds them and signed for them; they can be "
                "fetched again while head office can be reached.",
                len(one.files),
                mb=_mb(one.bytes),
            ),
            field=w("Your name"),
            text="",
            then=partial(self.remove, one.inspection),
            deed=w("Remove"),
            danger=True,
        ).open()

    def remove(self, inspection: str, by: str) -> None:
        found = self._bridge.ask(exchange.remove_files, inspection, by)
        if found is not None:
            w = self._bridge.words
            self.said.emit(
                w.count("{n} original was removed, {mb} MB.", "{n} originals were removed, {mb} MB.", len(found.files),
                        mb=_mb(found.bytes)),
                "ok",
            )  # fmt: skip
            self._bridge.forget()
        self.refresh()


def _mb(size: int) -> int:
    return -(-size // MB)
