"""A stopwatch beside a number of seconds or minutes: started, it runs on while one walks elsewhere; stopped, its time
is the answer. What is timed (a drill, an answered call) is watched with one's own eyes, so nothing is timed by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from auditapp.checklist.model import AnswerKind, Item
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.theme import Theme
from auditapp.words import Words

SHOWN_EVERY: Final = 200
"""Milliseconds between two looks at the time that runs."""
LONGEST: Final = " 888:88"
UNITS: Final = {"s": (Decimal(1), Decimal(1)), "min": (Decimal(60), Decimal("0.1"))}
"""Unit -> its seconds, and how exactly it is told."""


def times(item: Item) -> bool:
    """Is the item's answer a time that a stopwatch can take?"""
    return item.kind is AnswerKind.NUMBER and item.limits is not None and item.limits.unit.en in UNITS


def now() -> float:
    """Seconds of a clock that nobody sets, and that runs on while the laptop sleeps where the system has one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def in_unit(seconds: float, unit: str) -> str:
    """Seconds in a unit of `UNITS`, as they are written into the field."""
    whole, exact = UNITS[unit]
    told = (Decimal(str(seconds)) / whole).quantize(exact, ROUND_HALF_UP)
    return f"{told:f}"


def shown(seconds: float) -> str:
    """As a stopwatch shows it: 0:07, 12:34."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Stopwatch(QWidget):
    """``stopped(seconds)`` when a person stopped it. *running*: place -> when it was started, kept by the page, so that
    it outlives the card. It takes the same room, running or not."""

    stopped = Signal(float)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        running: dict[str, float],
        *,
        clock: Callable[[], float] = now,
    ) -> None:
        super().__init__()
        self._theme, self._words, self._running, self._clock = theme, words, running, clock
        self._place, self._item = "", ""
        self.button: QToolButton = icon_button(theme, "timer", words("Start the stopwatch (T)"), pressed=self.press)
        self.button.setParent(self)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setText(LONGEST)
        self.button.setFixedWidth(self.button.sizeHint().width() + theme.px(4))
        self.setFixedSize(self.button.minimumWidth(), theme.target)
        self._ticking = QTimer(self)
        self._ticking.setInterval(SHOWN_EVERY)
        self._ticking.timeout.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """How high it is its style says, which it has when it is shown."""
        super().showEvent(event)
        high = max(self._theme.target, self.button.sizeHint().height())
        if self.height() != high:
            self.button.setFixedHeight(high)
            self.setFixedHeight(high)

    def show_place(self, place: str, item: str) -> None:
        """The watch of this place; it may be running already."""
        self._place, self._item = place, item
        self._turn()

    @property
    def seconds(self) -> float | None:
        """How long it has been running; None while it stands."""
        began = self._running.get(self._place)
        return None if began is None else max(0.0, self._clock() - began)

    def press(self) -> None:
        """Start it; running, stop it."""
        taken = self.seconds
        if taken is None:
            self._running[self._place] = self._clock()
        else:
            del self._running[self._place]
        self._turn()
        if taken is not None:
            self.stopped.emit(taken)

    def _turn(self) -> None:
        runs, w = self._place in self._running, self._words
        told = w("Stop the stopwatch (T)") if runs else w("Start the stopwatch (T)")
        self.button.setIcon(self._theme.icon("square" if runs else "timer", token="accent" if runs else "text2"))
        self.button.setChecked(runs)
        self.button.setToolTip(told)
        self.button.setAccessibleName(f"{self._item} {told}")  # one of many on the page
        if runs:
            self._ticking.start()
        else:
            self._ticking.stop()
        self._show()

    def _show(self) -> None:
        self.button.setText(f" {shown(self.seconds or 0.0)}")
