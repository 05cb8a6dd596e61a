"""The cards of the section at hand, and of a few other sections behind them: the one that comes next is made ready
while nobody types, so that the key that leads into it shows it as fast as any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from auditapp.inspection.walk import Line
from auditapp.ui.card_sheet import CardSheet
from auditapp.ui.editing import Bench
from auditapp.ui.item_card import ItemCard
from auditapp.ui.samples_bar import SamplesBar

SHEETS: Final = 3
"""Sections whose cards are kept: the one at hand, the one before and the one to come."""


SOON: Final = 20
"""Milliseconds after which what need not be done before a key is painted is done."""


class CardList(QWidget):
    """Shows one `CardSheet`. ``made(card)`` once for every new card, ``completed()`` when all that is shown is made."""

    made = Signal(object)
    completed = Signal()
    laid = Signal()
    """Something was put elsewhere: what should be in view may be out of it."""

    def __init__(self, bench: Bench, bar_of: Callable[[str], SamplesBar], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.setObjectName("canvas")
        self._bar_of = bar_of
        self._sheets: dict[str, CardSheet] = {}
        """Section -> its sheet, the longest unused first."""
        self._bury = QTimer(self)
        self._bury.setSingleShot(True)
        self._bury.setInterval(SOON)
        self._bury.timeout.connect(self._hide_others)
        self._sheet = self._sheets[""] = self._new()
        self._sheet.show()

    @property
    def cards(self) -> dict[str, ItemCard]:
        return self._sheet.cards

    @property
    def places(self) -> list[str]:
        """Places in the order of the cards."""
        return self._sheet.places

    @property
    def ready(self) -> bool:
        """Are all cards of the section at hand made?"""
        return self._sheet.ready

    @property
    def held(self) -> int:
        """Cards there are, of all sections."""
        return sum(sheet.held for sheet in self._sheets.values())

    @property
    def bars(self) -> dict[str, SamplesBar]:
        return self._sheet.bars

    def bar(self, set_code: str) -> SamplesBar | None:
        return self._sheet.bars.get(set_code)

    def card(self, place: str) -> ItemCard | None:
        """The card of a place, made now when it was still waiting; None when the place is not shown."""
        return self._sheet.card(place)

    def show_lines(self, section: str, lines: Sequence[Line], flags: frozenset[str], *, first: str = "") -> None:
        """Show these lines of a section; cards near *first* are made at once, the others when there is time."""
        before, sheet = self._sheet, self._of(section)
        sheet.resize(self.width(), sheet.height())
        self._sheet = sheet
        sheet.show_lines(lines, flags, first=first)
        self._fit(sheet)
        if sheet is not before:
            sheet.raise_()
            sheet.show()
            self._move_focus(before, first)
            self._bury.start()  # it is covered; hiding hundreds of widgets can wait until this is painted

    def prepare(self, section: str, lines: Sequence[Line], flags: frozenset[str]) -> None:
        """Make the cards of a section that will be shown soon, when there is time."""
        if section not in self._sheets:
            sheet = self._of(section)
            sheet.resize(self.width(), self.height())
            sheet.show_lines(lines, flags, later=True)

    def refresh(self, line: Line, flags: frozenset[str]) -> None:
        """One line is another now."""
        self._sheet.refresh(line, flags)

    def lay(self) -> None:
        self._sheet.lay()

    # -- inside ------------------------------------------------------------------------------------

    def _move_focus(self, before: CardSheet, place: str) -> None:
        """Where the focus is in what will be hidden, Qt would look for another place all over the window."""
        now, card = before.window().focusWidget(), self.cards.get(place)
        if card is not None and before.isAncestorOf(now):
            card.setFocus()

    def _hide_others(self) -> None:
        for sheet in self._sheets.values():
            sheet.setVisible(sheet is self._sheet)

    def _of(self, section: str) -> CardSheet:
        """The sheet of a section: its own, a new one, or the one that was longest out of use."""
        sheet = self._sheets.pop(section, None)
        if sheet is None and len(self._sheets) >= SHEETS:
            longest = next(one for one, sheet in self._sheets.items() if sheet is not self._sheet)
            sheet = self._sheets.pop(longest)
            sheet.hide()
        if sheet is None:
            sheet = self._new()
        self._sheets[section] = sheet
        return sheet

    def _new(self) -> CardSheet:
        sheet = CardSheet(self.bench, self._bar_of, self)
        sheet.hide()
        sheet.setGeometry(0, 0, self.width(), self.height())
        sheet.made.connect(self.made)
        sheet.laid.connect(lambda: self._laid(sheet))
        sheet.completed.connect(lambda: self._completed(sheet))
        return sheet

    def _laid(self, sheet: CardSheet) -> None:
        if sheet is self._sheet:
            self._fit(sheet)
            self.laid.emit()

    def _completed(self, sheet: CardSheet) -> None:
        if sheet is self._sheet:
            self.completed.emit()

    def _fit(self, sheet: CardSheet) -> None:
        if self.minimumHeight() != sheet.high:
            self.setMinimumHeight(sheet.high)
        sheet.setGeometry(0, 0, self.width(), max(self.height(), sheet.high))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._fit(self._sheet)
