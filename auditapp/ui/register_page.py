"""A page of head office that is one long register: chips, search and filters above it, what is at hand beside it.

Which filters hold is the page's place, so that a figure can lead here and one comes back to the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditapp.operations.overview import Page
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.office_page import OfficePage, filter_said, not_here, read
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.places import Place, Width
from auditapp.ui.register import Column, Register
from auditapp.ui.sifter import Choice, Sifter
from auditapp.ui.theme import Theme

PAGE: Final = 300
"""Rows read at once; the next ones are read when one scrolls to them."""
ALL: Final = "all"
CHIP, TEXT = "state", "text"
"""Names, in the place of the page, of the chip and of what is searched for."""
SETTLE: Final = 140
"""Milliseconds on a row until all about it is shown: an inspection is not opened while one holds an arrow down."""


class RegisterPage(OfficePage):
    """Derived pages say what the rows are (`page_of`), what may be chosen, and what is shown beside them."""

    first_chip = ALL
    """The chip that holds where nobody chose one."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        *,
        columns: Sequence[Column],
        name: str,
        chips: str,
        search: str,
        spoken: Callable[[Any], str],
        key: Callable[[Any], object],
        nothing: EmptyState,
        once: bool = False,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(bridge, theme)
        w = bridge.words
        self.total, self._next = 0, ""
        self._opened = False
        """In a narrow window: is the one at hand seen, and not the list?"""
        self.sifter = Sifter(theme, w, chips=chips, search=search, choices=self.choices)
        self.sifter.chosen.connect(self._choose)
        self.sifter.searched.connect(self._search)
        self.sifter.picked.connect(self.pick)
        self.register = Register(theme, name, columns, spoken=spoken, key=key, once=once)
        self.register.pressed_row.connect(self.open_row)
        self.no_match = EmptyState(
            theme,
            icon="search",
            title=w("No row fits"),
            sentence=w("Nothing here fits what you typed and chose."),
            deeds=((w("Show all"), "", "", self.show_all),),
        )
        closed = not_here(bridge, theme, self.asked_for.emit)
        self._open_here = closed is None
        self.nothing = closed or nothing
        self.stack = QStackedWidget()
        for one in (self.register, self.nothing, self.no_match):
            self.stack.addWidget(one)
        self.list_side = QWidget()
        left = QVBoxLayout(self.list_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(10))
        left.addWidget(self.sifter)
        left.addWidget(self.stack, 1)
        self.beside = beside
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.list_side, 1)
        if beside is not None:
            across.addWidget(beside)
        self.column.addLayout(across, 1)
        self.column.addSpacing(theme.px(8))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE)
        self._soon.timeout.connect(lambda: self.show_one(self.register.at_hand))
        self.register.came.connect(lambda *_: self._soon.start())
        self.setFocusProxy(self.register)

    # -- what derived pages give ------------------------------------------------------------------
    def page_of(self, after: str, most: int) -> Page[Any]:
        """Rows that fit `chosen`, after a part of the list ("": from the first)."""
        raise NotImplementedError

    def chips_now(self) -> Sequence[tuple[str, str]]:
        return ()

    @property
    def countable(self) -> bool:
        """Are the chips counted? Not while one searches or chooses more narrowly than figures are kept for: then only
        the chip that holds is."""
        return set(self.chosen) <= {CHIP, "site", "month", "since", "until", "profile"}

    def counted(self, words: str, chip: str, many: int | None) -> str:
        """The words of a chip with its number, where one is known."""
        known = self.total if chip == self.chosen.get(CHIP, self.first_chip) else many
        return words if known is None else self.bridge.words("{chip} {n}", chip=words, n=known)

    def choices(self) -> Sequence[Choice]:
        return ()

    def filter_words(self, code: str, value: str) -> str:
        """A filter as it is called while it holds."""
        return filter_said(self.bridge.words, code, value)

    def open_row(self, row: Any) -> None:
        """Enter, or a press."""

    def show_one(self, row: Any) -> None:
        """Show all about the row at hand, beside the list; None: there is none."""

    # -- the page ---------------------------------------------------------------------------------
    def show_place(self, place: Place) -> None:
        self.sifter.show_search(read(place.at).get(TEXT, ""))
        super().show_place(place)

    def take_focus(self) -> None:
        """One begins at the list."""
        if self.stack.currentWidget() is self.register:
            self.register.setFocus()
        else:
            self.setFocus()

    def fit(self, width: Width) -> None:
        super().fit(width)
        self.sifter.fit(narrow=width is Width.NARROW)
        if self.beside is not None:
            self.beside.setMinimumWidth(0 if width is Width.NARROW else self.theme.px(380))
            self.beside.setMaximumWidth(16_777_215 if width is Width.NARROW else self.theme.px(420))
        self._turn()

    def step_back(self) -> bool:
        """From the one at hand to the list, where they take turns."""
        if self._opened and self.width_class is Width.NARROW and self.beside is not None:
            self._opened = False
            self.leaving()
            self._turn()
            self.register.setFocus()
            return True
        return False

    def leaving(self) -> None:
        """Keep what was typed."""

    def rest(self) -> None:
        super().rest()
        self._soon.stop()

    def commands(self) -> list[Command]:
        w, group = self.bridge.words, self.title
        return [
            Command("search", w("Search"), self.sifter.begin, ("Ctrl+F", "/"), "search", group, menu="edit"),
            Command(
                "filter", w("Filter…"), self.sifter.open_menu, ("Ctrl+Shift+L",), "list-filter", group, menu="office"
            ),
            Command(
                "show-all",
                w("Show all"),
                self.show_all,
                ("Ctrl+Shift+A",),
                "",
                group,
                possible=lambda: bool(self.chosen),
                menu="office",
            ),
            *self.row_steps(self.register.step),
        ]

    # -- what is shown ----------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the rows anew, as many as are read already; the one at hand stays."""
        found = self.bridge.ask(lambda _: self.page_of("", max(PAGE, self.register.loaded)))
        rows = found.rows if found is not None else ()
        self.total, self._next = (found.total, found.next) if found is not None else (0, "")
        self.register.show_rows(rows, self._further)
        self.sifter.show_chips(self.chips_now(), self.chosen.get(CHIP, self.first_chip))
        active = [(code, value) for code, value in self.chosen.items() if code not in (CHIP, TEXT)]
        self.sifter.show_active([(code, value, self.filter_words(code, value)) for code, value in active])
        some = bool(rows)
        self.stack.setCurrentWidget(self.register if some else self.no_match if self.chosen else self.nothing)
        self.sifter.setVisible(self._open_here)
        self._turn()
        self._soon.stop()
        self.show_one(self.register.at_hand)
        self.retitled.emit()
        if found is not None:
            self.count_on(found.behind)

    def _further(self) -> Sequence[Any]:
        """The next rows, as one scrolls to the end of those that are read."""
        if not self._next:
            return ()
        after = self._next
        found = self.bridge.ask(lambda _: self.page_of(after, PAGE))
        self._next = found.next if found is not None else ""
        return found.rows if found is not None else ()

    def _turn(self) -> None:
        """Both sides, or one of them."""
        if self.beside is None:
            return
        narrow, some = self.width_class is Width.NARROW, self.stack.currentWidget() is self.register
        self.list_side.setVisible(not (narrow and self._opened and some))
        self.beside.setVisible(some and (not narrow or self._opened))

    def turn_to_one(self) -> None:
        """To the one at hand; in a narrow window it takes the page."""
        self._opened = True
        self._soon.stop()
        self.show_one(self.register.at_hand)
        self._turn()

    # -- choosing ---------------------------------------------------------------------------------
    def show_all(self) -> None:
        self.chosen, self.at = {}, ""
        self.sifter.show_search("")
        self.refresh()
        self.take_focus()

    def _choose(self, chip: str) -> None:
        self.pick(CHIP, "" if chip == self.first_chip else chip)

    def _search(self, text: str) -> None:
        if text != self.chosen.get(TEXT, ""):
            self.pick(TEXT, text)
