"""Photos side by side, large enough to see what is on them; only what is in sight is decoded."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditapp.inspection.state import Photo
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.ink import ink
from auditapp.ui.theme import Theme
from auditapp.ui.thumbnails import thumbnails
from auditapp.ui.tiles import covering

CELL: Final = QSize(248, 214)

Index = QModelIndex | QPersistentModelIndex


class PhotoList(QAbstractListModel):
    """Photos as a list, with their words; pictures come from `thumbnails` when they are painted."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.pictures = thumbnails(bridge)
        self.photos: tuple[Photo, ...] = ()

    def show_photos(self, shown: tuple[Photo, ...]) -> None:
        self.beginResetModel()
        self.photos = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.photos):
            return None
        photo = self.photos[index.row()]
        w = self.bridge.words
        match role:
            case Qt.ItemDataRole.UserRole:
                return photo
            case Qt.ItemDataRole.DisplayRole:
                return f"{photo.place}  {labelled.name_of_photo(w, photo)}".strip()
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                state, _, _ = labelled.clearance(w, photo)
                return w(
                    "{place}: {name}, {state}",
                    place=photo.place or w("The whole inspection"),
                    name=labelled.name_of_photo(w, photo),
                    state=state,
                )
            case _:
                return None


class Cell(QStyledItemDelegate):
    """One photo in the grid: picture, place and caption, its state with icon and word."""

    def __init__(self, model: PhotoList, theme: Theme) -> None:
        super().__init__(model)
        self.model, self.theme, self.ink = model, theme, ink(theme)
        self.wide = theme.px(CELL.width())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self.wide, self.theme.px(CELL.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        photo: Photo = index.data(Qt.ItemDataRole.UserRole)
        state: Any = option.state
        box = QRectF(option.rect).adjusted(theme.px(5), theme.px(5), -theme.px(5), -theme.px(5))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        held = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        card = QPainterPath()
        card.addRoundedRect(box, theme.px(10), theme.px(10))
        painter.fillPath(card, theme.token("accent_bg" if chosen else "surface"))
        painter.setClipPath(card)
        picture = QRectF(box.x(), box.y(), box.width(), box.height() - theme.px(50))
        pixmap = self.model.pictures.of(photo)
        if pixmap is None:
            painter.fillRect(picture, theme.token("na_bg"))
        else:
            painter.drawPixmap(picture, pixmap, covering(pixmap, picture.size().toSize()))
        if chosen:
            tint = QColor(theme.token("accent"))
            tint.setAlpha(60)
            painter.fillRect(picture, tint)
        painter.setPen(theme.token("text"))
        painter.setFont(self.ink.font(13, bold=True))
        line = QRectF(box.x() + theme.px(10), picture.bottom() + theme.px(4), box.width() - theme.px(20), theme.px(22))
        said = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, said)
        words, tone, icon = labelled.clearance(self.model.bridge.words, photo)
        sign = self.ink.icon(icon, tone, 14)
        second = line.translated(0, theme.px(20))
        side = theme.px(14)
        painter.drawPixmap(QRectF(second.x(), second.y() + theme.px(4), side, side), sign, QRectF(sign.rect()))
        painter.setPen(theme.token(tone))
        painter.setFont(self.ink.font(12))
        room = second.adjusted(side + theme.px(5), 0, 0, 0)
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width())),
        )
        painter.setClipping(False)
        painter.setPen(QPen(theme.token("accent" if chosen or held else "border"), 2 if held else 1))
        painter.drawPath(card)
        painter.restore()


class Grid(QListView):
    """Photos side by side. Enter opens one, Space chooses it, Ctrl+A chooses all."""

    opened = Signal(object)

    def __init__(self, model: PhotoList, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.setModel(model)
        self.cell = Cell(model, theme)
        self.setItemDelegate(self.cell)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would break the lines anew
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Qt.ItemDataRole.UserRole)))
        model.pictures.arrived.connect(self.viewport().update)

    @property
    def chosen(self) -> list[Photo]:
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [index.data(Qt.ItemDataRole.UserRole) for index in rows]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many beside one another as fit, sharing the room: no ragged edge."""
        room = self.viewport().width() - self.theme.px(4)
        many = max(1, room // self.theme.px(CELL.width()))
        self.cell.wide = max(self.theme.px(120), room // many)
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle)
        else:
            super().keyPressEvent(event)
