"""Many samples of a set side by side: a cell each with its name and its state. Arrows walk, Enter goes to the items.

A list view with a painted cell, so that five hundred workstations cost what a screenful costs, and screen readers
hear each cell as an item of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditapp.inspection.state import Sample
from auditapp.ui.ink import ink
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.sample_states import LOOKS, SampleState
from auditapp.ui.theme import Theme
from auditapp.words import Words

Index = QModelIndex | QPersistentModelIndex
ROWS: Final = 4
"""Rows shown at once; the rest is scrolled to."""
LEAST, MOST = 64, 150
"""Width of a cell, unscaled."""
HIGH: Final = 32
"""Height of a cell, unscaled, where fingers need no more."""
GAP: Final = 4


class _Cells(QAbstractListModel):
    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self.samples: tuple[Sample, ...] = ()
        self.states: dict[str, SampleState] = {}

    def show(self, samples: Sequence[Sample], states: Mapping[str, SampleState]) -> bool:
        """Tells whether the samples are others than before (states alone repaint their cells)."""
        given = tuple(samples)
        if given != self.samples:
            self.beginResetModel()
            self.samples, self.states = given, dict(states)
            self.endResetModel()
            return True
        before, self.states = self.states, dict(states)
        for row, sample in enumerate(given):
            if before.get(sample.code) != self.states.get(sample.code):
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        return False

    def state(self, row: int) -> SampleState:
        return self.states.get(self.samples[row].code, SampleState())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 Qt's own default
        return 0 if parent.isValid() else len(self.samples)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.samples):
            return None
        sample = self.samples[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return sample.label
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.words(
                    "{item}: {answer}", item=sample.label, answer=self.state(index.row()).said(self.words)
                )
            case _:
                return None


class _Cell(QStyledItemDelegate):
    """Icon and name on the ground of the state; the chosen one in the accent's frame."""

    def __init__(self, theme: Theme, cells: _Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.cells = theme, cells
        self.size = QSize(theme.px(LEAST), max(theme.px(HIGH), theme.target))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        px = theme.px
        shape: Any = option
        chosen = bool(shape.state & QStyle.StateFlag.State_Selected)
        held = bool(shape.state & QStyle.StateFlag.State_HasFocus)
        icon, tone = LOOKS[self.cells.state(index.row()).stage]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(shape.rect).adjusted(1, 1, -1 - px(GAP), -1 - px(GAP))
        ground = {"ok": "ok_bg", "bad": "bad_bg", "warn": "warn_bg", "accent": "accent_bg"}.get(tone, "surface")
        painter.setBrush(theme.token(ground))
        painter.setPen(QPen(theme.token("accent" if chosen else "border"), 2 if chosen else 1))
        painter.drawRoundedRect(box, px(6), px(6))
        if held:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.token("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(px(2), px(2), -px(2), -px(2)), px(4), px(4))
        side = px(14)
        inner = box.toRect().adjusted(px(6), 0, -px(4), 0)
        at = QRect(inner.left(), inner.top() + (inner.height() - side) // 2, side, side)
        painter.drawPixmap(at, ink(theme).icon(icon, tone, 14))
        painter.setFont(ink(theme).font(12, bold=chosen))
        painter.setPen(theme.token(tone if tone in ("bad", "warn") else "text"))
        room = inner.adjusted(side + px(4), 0, 0, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()


class SamplesGrid(QListView):
    """``chosen(code)`` when a person went to another cell; ``entered()`` on Enter: on to the items."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.cells = _Cells(words, self)
        by_finger(self)
        self.cell = _Cell(theme, self.cells, self)
        self.setModel(self.cells)
        self.setItemDelegate(self.cell)
        self.setAccessibleName(name)
        self.setProperty("role", "bare")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView::item { padding: 0; }")
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._least = self.cell.size
        self.clicked.connect(lambda _: self.entered.emit())

    def show_samples(self, samples: Sequence[Sample], states: Mapping[str, SampleState], code: str) -> None:
        """Show these, *code* chosen; tells nobody."""
        if self.cells.show(samples, states):
            font = QFontMetrics(ink(self.theme).font(12, bold=True))
            px = self.theme.px
            widest = max((font.horizontalAdvance(sample.label) for sample in samples), default=0)
            width = min(px(MOST), max(px(LEAST), widest + px(34)))
            self._least = QSize(width + px(GAP), max(px(HIGH), self.theme.target) + px(GAP))
            self._spread(self.width())
            self.updateGeometry()
        row = next((n for n, sample in enumerate(samples) if sample.code == code), -1)
        if row != self.currentIndex().row():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(self.cells.index(row, 0))
            self.blockSignals(blocked)

    @property
    def code(self) -> str:
        row = self.currentIndex().row()
        return self.cells.samples[row].code if 0 <= row < len(self.cells.samples) else ""

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if current.isValid() and not self.signalsBlocked():
            self.chosen.emit(self.cells.samples[current.row()].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are the page's keys."""

    # -- size --------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        _, rows = self._across(width)
        high = self._least.height()
        return min(rows, ROWS) * high + (high // 2 if rows > ROWS else 0) + 2

    def _across(self, width: int) -> tuple[int, int]:
        """(cells beside one another, rows) at a width; a scroll bar takes room too."""
        count, wide = len(self.cells.samples), self._least.width()
        across = max(1, (width - 2) // wide)
        if -(-count // across) > ROWS:
            across = max(1, (width - 2 - self.theme.px(12)) // wide)
        return across, -(-count // across)

    def _spread(self, width: int) -> None:
        """Cells share the width, so that rows end where the bar ends."""
        across, rows = self._across(width)
        room = width - 2 - (self.theme.px(12) if rows > ROWS else 0)
        wide = max(self._least.width(), min(room // across, self._least.width() * 3 // 2))
        self.cell.size = QSize(wide, self._least.height())
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if rows > ROWS else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._spread(event.size().width() + (self.theme.px(12) if self.verticalScrollBar().isVisible() else 0))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = max(self.width(), self._least.width() * 6)
        return QSize(self._least.width() * 6, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._least
