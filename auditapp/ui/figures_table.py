"""The figures of the charts as a table: what a picture tells at a glance, told number by number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from auditapp.inspection.scoring import DimensionScore
from auditapp.inspection.walk import JUDGED, NONCONFORMING
from auditapp.report import dates
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.theme import Theme
from auditapp.words import Words

NAME, CONFORMING, COVERED, JUDGED_COLUMN, FAILED = range(5)


class FiguresTable(QTableView):
    """A row per dimension, then per section. Enter or a double click goes to the first item there."""

    pressed_row = Signal(str)
    at_hand = Signal(QRect)
    """As `charts.Bars.at_hand`: the table is as long as it is, and the page scrolls."""

    def __init__(self, theme: Theme, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words = theme, words
        self.rows = QStandardItemModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        listen_for_choice(self)
        self.doubleClicked.connect(self._press)

    def show_scores(self, scores: Sequence[DimensionScore]) -> None:
        w = self.words
        self.rows.clear()
        self.rows.setHorizontalHeaderLabels(
            [w("Where"), w("Conforming"), w("Covered"), w("Judged"), w("Nonconforming")]
        )
        for one in scores:
            title = one.title.in_(w.language)
            judged = sum(one.counts.get(verdict, 0) for verdict in JUDGED)
            failed = sum(one.counts.get(verdict, 0) for verdict in NONCONFORMING)
            entries = [
                QStandardItem(f"{one.id}  {title}"),
                *(QStandardItem(said) for said in (dates.percent(one.percent), dates.percent(one.coverage))),
                *(QStandardItem(str(count)) for count in (judged, failed)),
            ]
            entries[NAME].setToolTip(title)
            entries[NAME].setData(one.id, Qt.ItemDataRole.UserRole)
            for entry in entries[CONFORMING:]:
                entry.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.rows.appendRow(entries)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(self.theme.px(72))
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rows.horizontalHeaderItem(NAME).setTextAlignment(Qt.AlignmentFlag.AlignLeft)
        high = self.theme.px(34)
        self.verticalHeader().setDefaultSectionSize(high)
        self.setFixedHeight(head.sizeHint().height() + self.rows.rowCount() * high + self.theme.px(6))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(0, 0))
        self._show_row()

    def currentChanged(  # noqa: N802
        self, now: QModelIndex | QPersistentModelIndex, before: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(now, before)
        if self.hasFocus():
            self._show_row()

    def _show_row(self) -> None:
        rect = self.visualRect(self.currentIndex())
        self.at_hand.emit(QRect(self.viewport().mapTo(self, rect.topLeft()), rect.size()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _press(self, index: QModelIndex) -> None:
        code = index.siblingAtColumn(NAME).data(Qt.ItemDataRole.UserRole)
        if isinstance(code, str):
            self.pressed_row.emit(code)
