"""A list with filters on the left, the chosen one on the right; where there is no room for both they take turns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from auditapp.ui.announced import listen_for_choice
from auditapp.ui.finding_list import Row, RowList, row_view
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.places import Width
from auditapp.ui.theme import Theme

ALL = "all"
MOST = 16_777_215
"""Qt's own word for "no limit"."""


class TwoSides(QWidget):
    """The page says what there is (`show_rows`) and shows what is `current`; this decides which side is seen."""

    leaving_one = Signal()
    """Another one will be shown: keep what was typed."""
    chose = Signal(str)
    filtered = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        filters: str,
        chosen: QWidget,
        none: QWidget,
        above: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.filter, self.current = ALL, ""
        self._narrow, self._open = False, False
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.list_side = QWidget()
        column = QVBoxLayout(self.list_side)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        self.chips = ChipRow(theme, name=filters)
        self.chips.chosen.connect(self._filter)
        self.model = RowList(self)
        self.list = row_view(theme, self.model, name)
        self.list.selectionModel().currentChanged.connect(self._current)
        listen_for_choice(self.list)
        self.list.activated.connect(lambda *_: self.open())
        self.list.clicked.connect(lambda *_: self.open())
        if above is not None:
            column.addWidget(above)
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)
        self.chosen = chosen
        self.one_side = QWidget()
        self.stack = QStackedLayout(self.one_side)
        self.stack.addWidget(chosen)
        self.stack.addWidget(none)
        across.addWidget(self.list_side)
        across.addWidget(self.one_side, 1)
        self.setFocusProxy(self.list)
        self.fit(Width.WIDE)

    def show_rows(self, chips: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
        """What there is; the current one stays current, else the first is. The page then shows `current`."""
        self.chips.show_chips(chips, self.filter)
        self.chips.setVisible(len(chips) > 1)
        self.model.show_rows(tuple(rows))
        if self.current not in {row.id for row in rows}:
            self.current = rows[0].id if rows else ""
        index = self.model.index_of(self.current)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)  # `_current` knows it already and tells nobody
        self.stack.setCurrentIndex(0 if self.current else 1)
        self._turn()

    def go_to(self, id_: str) -> None:
        """Show this one whatever the filter was; the page fills in afterwards."""
        self.filter, self.current, self._open = ALL, id_, True

    def fit(self, width: Width) -> None:
        self._narrow = width is Width.NARROW
        self.list_side.setMaximumWidth(MOST if self._narrow else self.theme.px(400))
        self.list_side.setMinimumWidth(0 if self._narrow else self.theme.px(300 if width is Width.MIDDLE else 360))
        self._turn()

    def open(self) -> None:
        """Enter or a press on a row: where there is no room for both, it takes the page."""
        if self._narrow and self.current:
            self._open = True
            self._turn()
        self.chosen.setFocus()

    def step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def step_back(self) -> bool:
        """From the chosen one to the list, where they take turns."""
        if self._narrow and self._open:
            self.leaving_one.emit()
            self._open = False
            self._turn()
            self.list.setFocus()
            return True
        return False

    def _turn(self) -> None:
        empty = not self.model.rows and not self.current
        self.list_side.setVisible(not self._narrow or not (self._open or empty))
        self.one_side.setVisible(not self._narrow or self._open or empty)

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row) and row.id != self.current:
            self.leaving_one.emit()
            self.current = row.id
            self.chose.emit(row.id)

    def _filter(self, code: str) -> None:
        self.filter = code
        self.filtered.emit(code)
