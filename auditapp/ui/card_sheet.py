"""The cards of one section below one another, with the samples of a set above the items asked for each of them.

Cards are kept by place: what is shown already is not made again, so an item that appears by its condition appears in
place, and a text that is being typed stays. A card whose line is no longer wanted shows another one where it can, for
making a card takes twenty times as long. A long section is made in slices after its first screen is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_
from time import perf_counter
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from auditapp.inspection.walk import Line
from auditapp.ui.editing import Bench
from auditapp.ui.item_card import ItemCard
from auditapp.ui.samples_bar import SamplesBar

NEAR: Final = 14
"""Cards on each side of the one at hand that are made and shown at once; the others follow in slices."""
SPARE: Final = 60
"""Cards kept hidden for lines to come."""
SLICE: Final = 0.002
"""Seconds of one slice: a key that is pressed meanwhile waits no longer."""
SEEN: Final = 0.005
"""The same while somebody looks at the sheet and waits for it."""


class CardSheet(QWidget):
    """``made(card)`` once for every new card, so that whoever owns the sheet listens to it."""

    made = Signal(object)
    completed = Signal()
    laid = Signal()
    """Something was put elsewhere: what should be in view may be out of it."""

    def __init__(self, bench: Bench, bar_of: Callable[[str], SamplesBar], parent: QWidget) -> None:
        super().__init__(parent)
        self.bench = bench
        self._bar_of = bar_of
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or all that lies below is painted with each card
        self.cards: dict[str, ItemCard] = {}
        self._rows: list[Line | str] = []
        """Lines of cards, and codes of sets whose bar stands there."""
        self._bars: dict[str, SamplesBar] = {}
        self._spare: list[ItemCard] = []
        self._unseen: list[ItemCard] = []
        """Cards of the section that are made and not shown yet."""
        self._waiting: list[Line] = []
        self._near: list[str] = []
        """Places around the one at hand when the lines were given."""
        self._lines: list[Line] = []
        """What was shown last, as it was given."""
        self._flags: frozenset[str] = frozenset()
        self._busy = self._writing = self._behind = False
        self._width = -1
        """The width it was laid out for."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self.lay)

    @property
    def places(self) -> list[str]:
        """Places in the order of the cards."""
        return [what.place for what in self._rows if isinstance(what, Line)]

    @property
    def ready(self) -> bool:
        """Are all cards made, and shown unless the sheet is put by?"""
        return not self._waiting and (not self._unseen or self.isHidden())

    @property
    def held(self) -> int:
        """Cards there are, hidden ones included."""
        return len(self.cards) + len(self._spare)

    @property
    def bars(self) -> dict[str, SamplesBar]:
        return dict(self._bars)

    def show_lines(self, lines: Sequence[Line], flags: frozenset[str], *, first: str = "", later: bool = False) -> None:
        """Show these lines; cards near *first* are made at once, the others (*later*: all) when there is time."""
        order = [line.place for line in lines]
        at = order.index(first) if first in order else 0
        self._near = order[max(0, at - NEAR) : at + NEAR]
        writing = self.bench.writable()
        if self._as_before(lines, flags, writing=writing):
            self._uncover()
        else:
            self._take(lines, flags, set() if later else set(self._near), writing=writing)
            self._lines = list(lines)
        if self._behind or self._width != self.width():
            self.lay()
        if self.ready and not self._unseen:
            self._complete()
        else:
            self._timer.start()

    def _as_before(self, lines: Sequence[Line], flags: frozenset[str], *, writing: bool) -> bool:
        """Is all that is to be shown made and as it should be? So it is in a section that was made ready."""
        known = len(lines) == len(self._lines) and not self._waiting
        return known and flags == self._flags and writing == self._writing and all(map(is_, lines, self._lines))

    def _take(self, lines: Sequence[Line], flags: frozenset[str], near: set[str], *, writing: bool) -> None:
        """Show these lines on cards, those *near* at once."""
        self._flags = flags
        wanted = {line.place for line in lines}
        for place in [place for place in self.cards if place not in wanted]:
            self._spare.append(self.cards.pop(place))
        self._arrange(lines)
        hidden = not self.isVisible()
        self._waiting, self._unseen = [], []
        before, self._writing = self._writing, writing
        for line in lines:
            card = self.cards.get(line.place)
            if card is not None:
                flagged = line.place in flags
                if card.line is not line and card.line != line or card.flagged != flagged:
                    card.show_line(line, flagged=flagged)
                if writing != before:
                    card.allow(writing)
                if not hidden or line.place in near:
                    card.show()
                else:
                    card.hide()
                    self._unseen.append(card)
            elif line.place in near:
                self._make(line)
            else:
                self._waiting.append(line)
        self._put_by()
        self._behind = True

    def _uncover(self) -> None:
        """Show those of the cards made that one sees first."""
        for place in self._near:
            card = self.cards.get(place)
            if card in self._unseen:
                self._unseen.remove(card)
                card.show()

    def card(self, place: str) -> ItemCard | None:
        """The card of a place, made now when it was still waiting; None when the place is not shown."""
        if place not in self.cards:
            for line in self._waiting:
                if line.place == place:
                    self._waiting.remove(line)
                    self._make(line)
                    self.lay()
                    break
        card = self.cards.get(place)
        if card in self._unseen:
            if self._behind:
                self.lay()
            self._unseen.remove(card)
            card.show()
        return card

    def refresh(self, line: Line, flags: frozenset[str]) -> None:
        """One line is another now."""
        self._flags, self._lines = flags, []
        card = self.cards.get(line.place)
        if card is not None:
            card.show_line(line, flagged=line.place in flags)
        else:
            self._waiting = [line if one.place == line.place else one for one in self._waiting]

    # -- making ------------------------------------------------------------------------------------

    def _arrange(self, lines: Sequence[Line]) -> None:
        """What stands below what; bars of sets come and go."""
        self._rows = []
        sets: list[str] = []
        before = ""
        for line in lines:
            if line.item.set and line.item.set != before and line.item.set not in sets:
                self._rows.append(line.item.set)
                sets.append(line.item.set)
            before = line.item.set
            self._rows.append(line)
        for code in [code for code in self._bars if code not in sets]:
            bar = self._bars.pop(code)
            bar.hide()
            bar.deleteLater()
        for code in sets:
            if code not in self._bars:
                self._bars[code] = bar = self._bar_of(code)
                bar.setParent(self)
                bar.resized.connect(self._again.start)
                bar.show()

    def _make(self, line: Line, *, seen: bool = True) -> None:
        flagged = line.place in self._flags
        card = next((one for one in self._spare if one.takes(line)), None)
        if card is not None:
            self._spare.remove(card)
            card.become(line, flagged=flagged)
        else:
            card = ItemCard(self.bench, line, flagged=flagged, parent=self)
            card.resized.connect(self._again.start)
            card.ensurePolished()  # now, and not all at once when the sheet is shown
            self.made.emit(card)
        card.allow(self.bench.writable())
        self.cards[line.place] = card
        card.setVisible(seen)
        if not seen:
            self._unseen.append(card)

    def _put_by(self) -> None:
        """Keep cards that are not wanted now for lines to come, as many as may be."""
        kept = [card for card in self._spare if card.lasting][:SPARE]
        for card in self._spare:
            card.hide()
            if card not in kept:
                card.deleteLater()
        self._spare = kept

    def _slice(self) -> None:
        until = perf_counter() + (SEEN if self.isVisible() else SLICE)
        while self._waiting and perf_counter() < until:
            self._make(self._waiting.pop(0), seen=False)
            self._behind = True
        if self._waiting:
            return
        if self._behind:  # once, and not after every slice
            self.lay()
        if self.isHidden():  # showing it is quick while it has few to show
            self._uncover()
        while self._unseen and not self.isHidden() and perf_counter() < until:
            self._unseen.pop(0).show()
        if self.ready:
            self._complete()

    def _complete(self) -> None:
        self._timer.stop()
        self.completed.emit()

    # -- laying out --------------------------------------------------------------------------------

    def lay(self) -> None:
        """Put everything below one another; what waits keeps the room of the tallest."""
        if self._busy:
            return
        self._busy, self._behind = True, False
        px = self.bench.theme.px
        width, y, gap = self.width(), 0, px(10)
        self._width = width
        highs = {place: card.height_for(width) for place, card in self.cards.items()}
        guess = max(highs.values(), default=px(64))
        for what in self._rows:
            if isinstance(what, str):
                bar = self._bars[what]
                high = bar.height_for(width)
                bar.setGeometry(0, y, width, high)
            else:
                card = self.cards.get(what.place)
                high = highs.get(what.place, guess)
                if card is not None:
                    where = QRect(0, y, width, high)
                    if card.geometry() != where:
                        card.setGeometry(where)
            y += high + gap
        if not self._waiting or y + px(20) > self.high:  # a sheet that grows and shrinks is painted anew every time
            self.high = y + px(20)
        self._busy = False
        self.laid.emit()

    high = 0
    """Pixels from the top of the first to below the last."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self.bench.theme.token("bg"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        if self._width != event.size().width():
            self.lay()
