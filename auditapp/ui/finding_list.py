"""Findings and actions as lists: a model over what the inspection holds and a painter of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 66


@dataclass(frozen=True)
class Row:
    """One row: what it stands for, its lines, and the word, tone and icon of its state."""

    id: str
    head: str
    line: str
    foot: str
    state: str
    tone: str
    icon: str
    item: object = None

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.head, self.state, self.line, self.foot) if part)


class RowList(QAbstractListModel):
    """Rows, replaced as a whole; the view keeps its place by id."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.head} {row.line}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.head} · {row.state}\n{row.line}\n{row.foot}".strip()
            case _:
                return None

    def index_of(self, id_: str) -> QModelIndex:
        return next((self.index(n, 0) for n, row in enumerate(self.rows) if row.id == id_), QModelIndex())


class RowPainter(QStyledItemDelegate):
    """Number and state on the first line, the fact on the second, place and time on the third."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self.theme.px(200), self.theme.px(ROW + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        state: Any = option.state
        box = QRectF(option.rect).adjusted(2, theme.px(4), -2, -theme.px(4))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QPainterPath()
        card.addRoundedRect(box, theme.px(10), theme.px(10))
        painter.fillPath(card, theme.token("accent_bg" if chosen else "surface"))
        held = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.token("accent" if chosen else "border"), 2 if chosen and held else 1))
        painter.drawPath(card)
        inside = box.adjusted(theme.px(12), theme.px(7), -theme.px(12), -theme.px(6))
        high = inside.height() / 3
        first = QRectF(inside.x(), inside.y(), inside.width(), high)
        painter.setFont(theme.font(12, bold=True))
        tone = row.tone if row.tone != "loud" else "bad"
        wide = painter.fontMetrics().horizontalAdvance(row.state)
        side = theme.px(14)
        painter.setPen(theme.token(tone or "text2"))
        if row.icon:
            sign = theme.pixmap(row.icon, token=tone or "text2", size=14)
            painter.drawPixmap(
                QRectF(first.right() - wide - side - theme.px(5), first.y() + (high - side) / 2, side, side),
                sign,
                QRectF(sign.rect()),
            )
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.state)
        painter.setPen(theme.token("text"))
        painter.setFont(theme.font(13, bold=True))
        room = int(first.width() - wide - side - theme.px(14))
        painter.drawText(
            first,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(row.head, Qt.TextElideMode.ElideRight, room),
        )
        for n, (text, token, size) in enumerate(((row.line, "text", 13), (row.foot, "text3", 12)), 1):
            painter.setFont(theme.font(size))
            painter.setPen(theme.token(token))
            said = painter.fontMetrics().elidedText(
                text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(inside.width())
            )
            painter.drawText(first.translated(0, high * n), Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


def row_view(theme: Theme, model: RowList, name: str) -> QListView:
    """A list of `Row`s."""
    view = QListView()
    by_finger(view)
    view.setModel(model)
    view.setItemDelegate(RowPainter(theme, view))
    view.setAccessibleName(name)
    view.setUniformItemSizes(True)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setStyleSheet("QListView { background: transparent; border: none; }")
    return view
