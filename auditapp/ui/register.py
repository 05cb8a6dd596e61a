"""A register (台账): thousands of rows of one kind as a table that stays quick, and readable in any width.

Columns say how much room is enough for them. Where there is less, the least needed go first, and what they said stands
on a second line under the first column, so that nothing is ever cut off or scrolled to sideways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from auditapp.ui.announced import listen_for_choice
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Density, Theme

Index = QModelIndex | QPersistentModelIndex
ROW: Final = Qt.ItemDataRole.UserRole
PAD: Final = 10
"""Pixels on either side of the words of a cell."""


def no_sign(_: Any) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True)
class Column:
    """``said`` gives the words of a row, ``sign`` an icon and a tone beside them (colour never alone). ``wide``: pixels
    at 100 % that are enough; ``grows``: its share of what is left over; ``needed``: the column with the least goes
    first; ``below``: what it said stands on the second line then."""

    title: str
    said: Callable[[Any], str]
    wide: int = 90
    grows: int = 0
    sign: Callable[[Any], tuple[str, str]] = no_sign
    right: bool = False
    needed: int = 1
    below: bool = True
    named: bool = False
    """Does the second line say its title too?"""


More = Callable[[], Sequence[Any]]
"""Gives the rows after those that are read; none: that was the last."""


class Rows(QAbstractTableModel):
    """What the register shows: replaced as a whole, and read on as one scrolls."""

    def __init__(self, columns: Sequence[Column], spoken: Callable[[Any], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns, self._spoken = tuple(columns), spoken
        self.rows: list[Any] = []
        self._more: More | None = None

    def show_rows(self, rows: Sequence[Any], more: More | None = None) -> None:
        self.beginResetModel()
        self.rows, self._more = list(rows), more
        self.endResetModel()

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008, N802 Qt's own default
        return not parent.isValid() and self._more is not None and bool(self.rows)

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008, N802 Qt's own default
        if self._more is None or not self.rows:
            return
        further = self._more()
        if not further:
            self._more = None
            return
        at = len(self.rows)
        self.beginInsertRows(QModelIndex(), at, at + len(further) - 1)
        self.rows.extend(further)
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, at: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[at].title
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[at].right else Qt.AlignmentFlag.AlignLeft
            return int((side | Qt.AlignmentFlag.AlignVCenter).value)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self.columns[index.column()].said(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self._spoken(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row) if index.column() == 0 else self.columns[index.column()].said(row)
            case _:
                return None


class Register(QTableView):
    """``came(row)`` when another row is at hand, ``pressed(row)`` on Enter or a double click (*once*: on a click)."""

    came = Signal(object)
    pressed_row = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        *,
        spoken: Callable[[Any], str],
        key: Callable[[Any], object],
        once: bool = False,
    ) -> None:
        super().__init__()
        self.theme, self._key = theme, key
        self.columns = tuple(columns)
        self.shown: list[int] = list(range(len(columns)))
        self.rows = Rows(columns, spoken, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Cell(self))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(theme.px(20))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        listen_for_choice(self)
        by_finger(self)
        (self.clicked if once else self.doubleClicked).connect(self._press)
        self.lay()

    # -- what is shown ----------------------------------------------------------------------------
    def show_rows(self, rows: Sequence[Any], more: More | None = None, *, at: object = None) -> None:
        """Other rows; the one at hand stays at hand while it is among them (*at*: this one is, by its key). *more* is
        asked when one scrolls to the last."""
        here, row = self.at_hand, self.currentIndex().row()
        wanted = at if at is not None else self._key(here) if here is not None else None
        self.rows.show_rows(rows, more)
        found = next((n for n, one in enumerate(rows) if self._key(one) == wanted), -1) if wanted is not None else -1
        if found < 0 and rows:
            found = min(max(row, 0), len(rows) - 1)
        if found >= 0:
            self.setCurrentIndex(self.rows.index(found, 0))

    @property
    def at_hand(self) -> Any:
        """The row one is on; None when there is none."""
        return self.currentIndex().data(ROW)

    @property
    def loaded(self) -> int:
        """So many rows are read."""
        return len(self.rows.rows)

    def step(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < len(self.rows.rows):
            self.setCurrentIndex(self.rows.index(row, 0))

    def second_line(self, row: Any) -> str:
        """What the columns without room say."""
        gone = [one for n, one in enumerate(self.columns) if n not in self.shown and one.below]
        told = ((one, said) for one in gone if (said := one.said(row)))
        return " · ".join(f"{one.title} {said}" if one.named else said for one, said in told)

    # -- laying out -------------------------------------------------------------------------------
    def lay(self) -> None:
        """Give every column its room, and take away those for which there is none."""
        head = QFontMetrics(self.theme.font(12))
        room = self.viewport().width()
        least = [
            max(self.theme.px(one.wide), head.horizontalAdvance(one.title) + self.theme.px(2 * PAD + 8))
            for one in self.columns
        ]
        shown = list(range(len(self.columns)))
        for n in sorted(shown[1:], key=lambda n: (self.columns[n].needed, -n)):
            if sum(least[m] for m in shown) <= room:
                break
            shown.remove(n)
        self.shown = shown
        spare = max(0, room - sum(least[n] for n in shown))
        shares = sum(self.columns[n].grows for n in shown) or 1
        for n, one in enumerate(self.columns):
            self.setColumnHidden(n, n not in shown)
            if n in shown:
                grown = spare * one.grows // shares
                self.setColumnWidth(n, least[n] + grown if len(shown) > 1 else room)
        two = len(shown) < len(self.columns)
        high = 60 if two else 44 if self.theme.density is Density.TOUCH else 40
        self.verticalHeader().setDefaultSectionSize(self.theme.px(high))
        self.horizontalHeader().setVisible(len(shown) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.lay()

    # -- moving -----------------------------------------------------------------------------------
    def currentChanged(self, now: Index, before: Index) -> None:  # noqa: N802
        super().currentChanged(now, before)
        for row in {before.row(), now.row()} - {-1}:  # only these two are drawn anew
            for column in self.shown:
                self.update(self.rows.index(row, column))
        if now.row() != before.row() and now.isValid():
            self.came.emit(now.data(ROW))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.setCurrentIndex(self.rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._press(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows.rows:
            last = len(self.rows.rows) - 1
            self.setCurrentIndex(self.rows.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are keys of the page."""

    def _press(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.pressed_row.emit(row)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(400), self.theme.px(300))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(120), self.theme.px(80))


class _Cell(QStyledItemDelegate):
    """One cell: a sign, the words, and in the first column the second line."""

    def __init__(self, view: Register) -> None:
        super().__init__(view)
        self.view = view
        self._signs: dict[tuple[str, str], QPixmap] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, theme = self.view, self.view.theme
        shape: Any = option
        box = QRect(shape.rect)
        row = index.data(ROW)
        column = view.columns[index.column()]
        here = index.row() == view.currentIndex().row()
        over = bool(shape.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if here or over:
            painter.fillRect(box, theme.token("accent_bg" if here else "hover"))
        painter.setPen(QPen(theme.token("border"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if here and view.hasFocus() and index.column() == view.shown[0]:
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.token("accent"))
        inside = QRectF(box.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0))
        below = view.second_line(row) if index.column() == 0 else ""
        if below:
            half = theme.px(24)
            top = inside.top() + (inside.height() - 2 * half) / 2
            first = QRectF(inside.left(), top, inside.width(), half)
            self._say(painter, theme.font(12), "text3", below, first.translated(0, half))
            inside = first
        icon, tone = column.sign(row)
        token = "bad" if tone == "loud" else tone
        if icon:
            side = theme.px(15)
            at = QRectF(inside.left(), inside.center().y() - side / 2, side, side)
            key = (icon, token or "text2")
            if key not in self._signs:  # drawn from its lines once, not for every row
                self._signs[key] = theme.pixmap(icon, token=key[1], size=15)
            picture = self._signs[key]
            painter.drawPixmap(at, picture, QRectF(picture.rect()))
            inside = inside.adjusted(side + theme.px(6), 0, 0, 0)
        font = theme.font(13, bold=index.column() == 0)
        self._say(painter, font, token or "text", column.said(row), inside, right=column.right)
        painter.restore()

    def _say(self, painter: QPainter, font: QFont, token: str, text: str, room: QRectF, *, right: bool = False) -> None:
        painter.setFont(font)
        words, wide = " ".join(text.split()), max(0, int(room.width()))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, wide)
        painter.setPen(self.view.theme.token(token))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
