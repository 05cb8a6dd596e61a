"""What is shown of a long list: one chip of a few, words to search for, and filters from a menu, each of which can be
taken off again. In a narrow window the search waits behind its button, as on the first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.theme import Theme
from auditapp.words import Words

PAUSE = 180
"""Milliseconds without a letter after which one searches."""
LONGEST = 260
"""Pixels at 100 % of what a filter is called."""


@dataclass(frozen=True)
class Choice:
    """One filter of the menu: its code, its title, and what may be chosen, each with its words."""

    code: str
    title: str
    options: tuple[tuple[str, str], ...]


class Sifter(QWidget):
    """``chosen(code)`` a chip, ``searched(words)``, ``picked(code, option)`` ("" takes the filter off). *chips* or
    *search* "": there are none."""

    chosen = Signal(str)
    searched = Signal(str)
    picked = Signal(str, str)

    def __init__(
        self, theme: Theme, words: Words, *, chips: str, search: str, choices: Callable[[], Sequence[Choice]]
    ) -> None:
        super().__init__()
        self.theme, self.words, self._choices = theme, words, choices
        self._searches, self._has_chips = bool(search), bool(chips)
        self._narrow = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self.chips = ChipRow(theme, name=chips, parent=self)
        self.chips.chosen.connect(self.chosen)
        left = QVBoxLayout()
        left.setContentsMargins(0, theme.px(4), 0, 0)
        left.addWidget(self.chips)
        left.addStretch(1)
        if chips:
            row.addLayout(left, 3)
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(words("Search"))
        self.search.setAccessibleName(search)
        self.search.setToolTip(search)
        self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(theme.px(160))
        self.search.setMaximumWidth(theme.px(280))
        self.search.installEventFilter(self)
        row.addWidget(self.search, 2, Qt.AlignmentFlag.AlignTop)
        self.search_button = icon_button(theme, "search", search, pressed=self.begin)
        self.search_button.hide()
        row.addWidget(self.search_button, 0, Qt.AlignmentFlag.AlignTop)
        self.filter_button = icon_button(theme, "list-filter", words("Filter…"), pressed=self.open_menu)
        row.addWidget(self.filter_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.active = QWidget()
        self._flow = FlowLayout(self.active, spacing=theme.px(6))
        self.active.hide()
        column.addWidget(self.active)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._held: set[tuple[str, str]] = set()
        self._turn(searching=False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda *_: self._pause.start())
        self.search.returnPressed.connect(self._now)

    def show_chips(self, chips: Sequence[tuple[str, str]], chosen: str) -> None:
        self.chips.show_chips(chips, chosen)

    def show_active(self, active: Sequence[tuple[str, str, str]]) -> None:
        """Filters that hold now, as (code, option, words); a press takes one off."""
        self._held = {(code, option) for code, option, _ in active}
        shown = tuple((code, words) for code, _, words in active)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._flow)
        metrics = QFontMetrics(self.theme.font(13))
        for code, words in shown:
            said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.theme.px(LONGEST))
            made = button(
                self.theme,
                said,
                role="chip",
                icon="x",
                name=self.words("Take the filter off: {filter}", filter=words),
                pressed=partial(self.picked.emit, code, ""),
            )
            made.setToolTip(words)
            self._flow.addWidget(made)
            made.show()
        self.active.setVisible(bool(shown))

    def show_search(self, text: str) -> None:
        """What is searched for already (a figure led here)."""
        if self.search.text().strip() != text:
            blocked = self.search.blockSignals(True)
            self.search.setText(text)
            self.search.blockSignals(blocked)
        self._turn(searching=bool(text))

    def fit(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self._turn(searching=bool(self.search.text()) or self.search.hasFocus())

    def begin(self) -> None:
        """Into the search."""
        self._turn(searching=True)
        self.search.setFocus()
        self.search.selectAll()

    def open_menu(self) -> None:
        """Every filter as a menu of its own, the option that holds marked."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._choices():
            inner = menu.addMenu(one.title.replace("&", "&&"))
            for option, words in one.options:
                action = inner.addAction(words.replace("&", "&&"), partial(self.picked.emit, one.code, option))
                action.setCheckable((one.code, option) in self._held)
                action.setChecked(action.isCheckable())
            inner.setEnabled(bool(one.options))
        menu.popup(self.filter_button.mapToGlobal(QPoint(0, self.filter_button.height())))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def _now(self) -> None:
        self._pause.stop()
        self.searched.emit(self.search.text().strip())

    def _turn(self, *, searching: bool) -> None:
        if not self._searches:
            self.search.hide()
            self.search_button.hide()
            return
        self.search.setVisible(searching or not self._narrow)
        whole = self._narrow or not self._has_chips
        self.search.setMaximumWidth(16_777_215 if whole else self.theme.px(280))
        self.chips.setVisible(self._has_chips and not (searching and self._narrow))
        self.search_button.setVisible(self._narrow and not searching)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.search and event.type() == QEvent.Type.FocusOut and not self.search.text():
            self._turn(searching=False)
        return False
