"""The cards of one section below one another, with the samples of a set above the items asked for each of them.

Cards are kept by place: what is shown already is not made again, so an item that appears by its condition appears in
place, and a text that is being typed stays. A long section is made in slices after its first screen is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from auditapp.inspection.walk import Line
from auditapp.ui.editing import Bench
from auditapp.ui.item_card import ItemCard
from auditapp.ui.samples_bar import SamplesBar

AT_ONCE: Final = 24
"""Cards made before the section is shown; the others follow in slices."""
SLICE: Final = 0.006
"""Seconds of one slice."""


class CardList(QWidget):
    """``made(card)`` once for every new card, so that whoever owns the list listens to it."""

    made = Signal(object)
    completed = Signal()
    laid = Signal()
    """Something was put elsewhere: what should be in view may be out of it."""

    def __init__(self, bench: Bench, bar_of: Callable[[str], SamplesBar], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self.setObjectName("canvas")
        self._bar_of = bar_of
        self.cards: dict[str, ItemCard] = {}
        self._rows: list[tuple[str, Line | str]] = []
        self._bars: dict[str, SamplesBar] = {}
        self._waiting: list[Line] = []
        self._flags: frozenset[str] = frozenset()
        self._busy = False
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
        return [what.place for kind, what in self._rows if isinstance(what, Line)]

    def show_lines(self, lines: Sequence[Line], flags: frozenset[str], *, first: str = "") -> None:
        """Show these lines; cards near *first* are made at once, the others when there is time."""
        self._flags = flags
        wanted = {line.place: line for line in lines}
        for place in [place for place in self.cards if place not in wanted]:
            card = self.cards.pop(place)
            card.hide()
            card.deleteLater()
        self._rows = []
        sets: list[str] = []
        before = ""
        for line in lines:
            if line.item.set and line.item.set != before and line.item.set not in sets:
                self._rows.append(("samples", line.item.set))
                sets.append(line.item.set)
            before = line.item.set
            self._rows.append(("card", line))
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
        order = [line.place for line in lines]
        at = order.index(first) if first in order else 0
        near = set(order[max(0, at - 4) : at + AT_ONCE])
        self._waiting = []
        for line in lines:
            card = self.cards.get(line.place)
            if card is not None:
                if card.line != line or card.flagged != (line.place in flags):
                    card.show_line(line, flagged=line.place in flags)
            elif line.place in near:
                self._make(line)
            else:
                self._waiting.append(line)
        self.lay()
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
            self._chain()
            self.completed.emit()

    def bar(self, set_code: str) -> SamplesBar | None:
        return self._bars.get(set_code)

    @property
    def bars(self) -> dict[str, SamplesBar]:
        return dict(self._bars)

    def card(self, place: str) -> ItemCard | None:
        """The card of a place, made now when it was still waiting; None when the place is not shown."""
        if place not in self.cards:
            for line in self._waiting:
                if line.place == place:
                    self._waiting.remove(line)
                    self._make(line)
                    self.lay()
                    break
        return self.cards.get(place)

    def refresh(self, line: Line, flags: frozenset[str]) -> None:
        """One line is another now."""
        card = self.cards.get(line.place)
        if card is not None:
            card.show_line(line, flagged=line.place in flags)
        else:
            self._waiting = [line if one.place == line.place else one for one in self._waiting]
        self._flags = flags
        self._rows = [(kind, line if isinstance(what, Line) and what.place == line.place else what)
                      for kind, what in self._rows]  # fmt: skip

    def _make(self, line: Line) -> None:
        card = ItemCard(self.bench, line, flagged=line.place in self._flags, parent=self)
        card.resized.connect(self._again.start)
        self.cards[line.place] = card
        self.made.emit(card)
        card.show()

    def _slice(self) -> None:
        until = perf_counter() + SLICE
        while self._waiting and perf_counter() < until:
            self._make(self._waiting.pop(0))
        self.lay()
        if not self._waiting:
            self._timer.stop()
            self._chain()
            self.completed.emit()

    def _chain(self) -> None:
        """Tab goes down the page."""
        last: QWidget | None = None
        for _kind, what in self._rows:
            widget = self.cards.get(what.place) if isinstance(what, Line) else self._bars.get(what)
            if widget is None:
                continue
            stops = [
                one
                for one in (widget, *widget.findChildren(QWidget))
                if one.focusPolicy() and one.window() is self.window()
            ]
            for stop in stops:
                if last is not None:
                    QWidget.setTabOrder(last, stop)
                last = stop

    # -- laying out --------------------------------------------------------------------------------

    def lay(self) -> None:
        """Put everything below one another; what waits keeps the room of an ordinary card."""
        if self._busy:
            return
        self._busy = True
        px = self.bench.theme.px
        width, y, gap = self.width(), 0, px(10)
        for _, what in self._rows:
            if isinstance(what, str):
                bar = self._bars[what]
                high = bar.height_for(width)
                bar.setGeometry(0, y, width, high)
            else:
                card = self.cards.get(what.place)
                high = card.height_for(width) if card is not None else px(64)
                if card is not None:
                    where = QRect(0, y, width, high)
                    if card.geometry() == where:
                        card.lay()
                    else:
                        card.setGeometry(where)
            y += high + gap
        self.setMinimumHeight(y + px(20))
        self._busy = False
        self.laid.emit()

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        self.lay()
