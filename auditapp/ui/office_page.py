"""What the pages of head office share: the doors to the others, asking off the thread of the window, and drawing anew
when something changed, at once or when the page is seen again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.operations import look, overview
from auditapp.operations.desk import Desk
from auditapp.operations.overview import Scope
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.office_rooms import ROOMS, Doors, may
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.underway import Underway
from auditapp.ui.places import Place, Width
from auditapp.ui.sifter import Choice
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words

BETWEEN: Final = "\t"
"""Between the filters in the place of a page: nobody types one."""
SLICE: Final = 0.04
"""Seconds of one step of counting what is behind: the window stays live."""
MONTHS_BACK: Final = 18
"""Months that are offered."""
SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMES = {page: words for page, words, _, _ in ROOMS}


class OfficePage(QWidget):
    """A page over all inspections. Those that derive from it put their things into ``column`` and give `refresh`."""

    page_name = ""
    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.bridge, self.theme = bridge, theme
        self.at = ""
        """What of the page is shown (`written`), so that one comes back to it."""
        self.chosen: dict[str, str] = {}
        """Filters that hold, on pages that have some."""
        self._behind = True
        """Is it to be drawn anew once it is seen? At first there is nothing on it."""
        self._task: Task | None = None
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.setInterval(0)
        self._catching_up.timeout.connect(self._catch_up)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), 0)
        outer.setSpacing(theme.px(12))
        self.doors = Doors(theme, bridge.words, self.page_name, self.asked_for.emit)
        outer.addWidget(self.doors)
        self.counting = Underway(theme, bridge.words)
        self.counting.cancelled.connect(self._stop_counting)
        outer.addWidget(self.counting)
        self.column = outer
        self._were_behind = 0
        self.width_class = Width.WIDE
        bridge.changed.connect(self._changed)

    # -- what the window asks ---------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words(NAMES[self.page_name])

    @property
    def place(self) -> Place:
        return Place(self.page_name, "", self.at)

    def fit(self, width: Width) -> None:
        """Where there is little room the doors give way: menu and keys lead to the others."""
        self.width_class = width
        self.doors.setVisible(width is not Width.NARROW)
        narrow = width is Width.NARROW
        self.column.setContentsMargins(*(self.theme.px(m) for m in ((12, 8, 12, 0) if narrow else (20, 12, 20, 0))))
        self.column.setSpacing(self.theme.px(8 if narrow else 12))

    def rest(self) -> None:
        """Nothing more is asked: the desk is about to be closed."""
        self._catching_up.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def show_place(self, place: Place) -> None:
        """The filters of *place* hold."""
        self.chosen, self.at = read(place.at), place.at
        self._changed()

    # -- choosing ---------------------------------------------------------------------------------
    def pick(self, code: str, value: str) -> None:
        """A filter, "" to take it off."""
        chosen = {**self.chosen, code: value}
        self.chosen = {name: one for name, one in chosen.items() if one}
        self.at = written(**self.chosen)
        self.refresh()

    def row_steps(self, step: Callable[[int], object]) -> list[Command]:
        """From row to row."""
        w, group = self.bridge.words, self.title
        return [
            Command("next-row", w("Next row"), lambda: step(1), ("J",), group=group, menu="office"),
            Command("row-before", w("Previous row"), lambda: step(-1), ("K",), group=group, menu="office"),
        ]

    # -- asking -----------------------------------------------------------------------------------
    def refresh(self) -> None:
        raise NotImplementedError

    def ask(self, question: Callable[[Desk], Any], done: Callable[[Any], object]) -> None:
        """Ask the desk on another thread, as it stands now; only the last answer comes back."""
        if self._task is not None:
            self._task.cancel()
        self._task = self.bridge.ask_apart(question, done)

    # -- what is behind ---------------------------------------------------------------------------
    def count_on(self, behind: int) -> None:
        """So many inspections are not counted yet (they arrived, or the program is newer than they are): count them a
        little at a time, and draw anew at the end. The work that is left stays if one goes elsewhere."""
        self._were_behind = max(self._were_behind, behind)
        if behind > 0 and not self._catching_up.isActive():
            self._catching_up.start()

    def _catch_up(self) -> None:
        try:
            left = look.catch_up(self.bridge.desk, seconds=SLICE)
        except Trouble as trouble:
            self.bridge.failed.emit(trouble)
            return
        if left:
            w = self.bridge.words
            self.counting.tell(w("Reading what arrived"), self._were_behind - left, self._were_behind)
            self._catching_up.start()
            return
        self._stop_counting()
        self.refresh()

    def _stop_counting(self) -> None:
        self._catching_up.stop()
        self._were_behind = 0
        self.counting.hide()

    def _changed(self, _changes: object = None) -> None:
        """Something is to be shown now that was not."""
        if not self.isVisible():
            self._behind = True
        elif not self.bridge.to_follow:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._behind:
            self._behind = False
            self.refresh()


def written(**chosen: str) -> str:
    """Filters as the place of a page: ``written(review="returned", site="…")``."""
    return BETWEEN.join(f"{name}={value.replace(BETWEEN, ' ')}" for name, value in chosen.items() if value)


def read(at: str) -> dict[str, str]:
    """Filters from the place of a page."""
    parts = (part.partition("=") for part in at.split(BETWEEN))
    return {name: value for name, _, value in parts if value}


def not_here(bridge: Bridge, theme: Theme, go: Callable[[Place], object]) -> EmptyState | None:
    """What a page of head office shows at a desk that does not speak for it; None at one that does, where the page says
    itself why it is empty."""
    if may(bridge.desk):
        return None
    w = bridge.words
    return EmptyState(
        theme,
        icon="building-2",
        title=w("This desk does not speak for head office"),
        sentence=w("The hub gives the role; where there is no hub, the settings say so."),
        deeds=((w("Settings"), "", "settings", lambda: go(Place("settings"))),),
    )


def scope_of(chosen: dict[str, str]) -> Scope:
    """Which inspections are meant by filters: one site, one month or some, one checklist."""
    month = chosen.get("month", "")
    return Scope(
        site=chosen.get("site", ""),
        since=month or chosen.get("since", ""),
        until=month or chosen.get("until", ""),
        profile=chosen.get("profile", ""),
    )


def scope_choices(bridge: Bridge) -> tuple[Choice, ...]:
    """Filters that every list over all inspections has."""
    w, desk = bridge.words, bridge.desk
    sites = bridge.ask(overview.sites) or []
    profiles = bridge.ask(overview.profiles) or []
    return (
        Choice("site", w("Site"), tuple((site, site) for site in sites)),
        Choice("month", w("Month"), tuple((month, month_words(w, month)) for month in months(desk))),
        Choice("profile", w("Checklist"), tuple((code, code) for code in profiles)),
    )


def filter_said(w: Words, code: str, value: str, **names: str) -> str:
    """A filter as it is called while it holds; *names* of those that only some lists have. The desk is not asked: this
    is said whenever a list is drawn."""
    known = {"site": w("Site"), "month": w("Month"), "profile": w("Checklist"), **names}
    said = month_words(w, value) if code == "month" else value
    return w("{filter}: {value}", filter=known[code], value=said) if code in known else value


def months(desk: Desk, back: int = MONTHS_BACK) -> list[str]:
    """The last months, this one first: 2026-09, 2026-08 …"""
    today = desk.clock().date()
    count = today.year * 12 + today.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(count, count - back, -1)]


def month_words(w: Words, month: str) -> str:
    """A month as people write it: Sep 2026, 2026年9月; the code where it is none."""
    year, _, number = month.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        return month
    if w.chinese:
        return f"{year}年{int(number)}月"
    return f"{SHORT_MONTHS[int(number) - 1]} {year}"
