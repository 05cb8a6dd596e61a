"""No photo leaves unless somebody looked: every photo nobody has cleared, large enough to see, cleared one by one or
many at once, or opened to be covered.
"""

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
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.state import Photo
from auditapp.operations import photos
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.tiles import covering
from auditapp.words import Trouble

CELL: Final = QSize(248, 214)
KEPT: Final = 400
"""Pictures kept decoded; more would be memory for what nobody sees."""

Index = QModelIndex | QPersistentModelIndex


class PhotoList(QAbstractListModel):
    """Photos as a list; pictures are read when they are first seen."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.photos: tuple[Photo, ...] = ()
        self._pictures: dict[str, QPixmap] = {}

    def show_photos(self, shown: tuple[Photo, ...]) -> None:
        self.beginResetModel()
        self.photos = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
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

    def picture(self, photo: Photo) -> QPixmap:
        if photo.outgoing not in self._pictures:
            pixmap = QPixmap()
            try:
                pixmap.loadFromData(self.bridge.thumbnail(photo))
            except Trouble:
                pixmap = QPixmap()  # shown as a grey field; the photo page tells what is wrong
            while len(self._pictures) >= KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[photo.outgoing] = pixmap
        return self._pictures[photo.outgoing]


class Cell(QStyledItemDelegate):
    """One photo in the grid: picture, place and caption, its state with icon and word."""

    def __init__(self, model: PhotoList, theme: Theme) -> None:
        super().__init__(model)
        self.model, self.theme = model, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(self.theme.px(CELL.width()), self.theme.px(CELL.height()))

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
        pixmap = self.model.picture(photo)
        if pixmap.isNull():
            painter.fillRect(picture, theme.token("na_bg"))
        else:
            painter.drawPixmap(picture, pixmap, covering(pixmap, picture.size().toSize()))
        if chosen:
            painter.fillRect(picture, QColor(47, 87, 201, 60))
        painter.setPen(theme.token("text"))
        painter.setFont(theme.font(13, bold=True))
        line = QRectF(box.x() + theme.px(10), picture.bottom() + theme.px(4), box.width() - theme.px(20), theme.px(22))
        said = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, said)
        words, tone, icon = labelled.clearance(self.model.bridge.words, photo)
        sign = theme.pixmap(icon, token=tone, size=14)
        second = line.translated(0, theme.px(20))
        side = theme.px(14)
        painter.drawPixmap(QRectF(second.x(), second.y() + theme.px(4), side, side), sign, QRectF(sign.rect()))
        painter.setPen(theme.token(tone))
        painter.setFont(theme.font(12))
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
        self.setModel(model)
        self.setItemDelegate(Cell(model, theme))
        by_finger(self)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Qt.ItemDataRole.UserRole)))

    @property
    def chosen(self) -> list[Photo]:
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [index.data(Qt.ItemDataRole.UserRole) for index in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle)
        else:
            super().keyPressEvent(event)


class ClearancePage(QWidget):
    """The gate: photos on one side of it, reports on the other."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.filter = "waiting"
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(
            Paragraph(
                theme,
                w(
                    "No photo enters a report before somebody looked at it. Look for customer data "
                    "on screens and paper, names, "
                    "faces, badges, door codes and reflections; cover them, or confirm that there is nothing to cover."
                ),
                role="secondary",
            )
        )
        self.chips = ChipRow(theme, name=w("Which photos"))
        self.chips.chosen.connect(self._filter)
        column.addWidget(self.chips)
        self.model = PhotoList(bridge, self)
        self.grid = Grid(self.model, theme, w("Photos"))
        self.grid.opened.connect(self.open)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._ready())
        self.done = EmptyState(
            theme,
            icon="shield-check",
            title=w("Every photo was looked at"),
            sentence=w("Nothing keeps the photos from the report any more."),
            deeds=(
                (
                    w("Completeness check"),
                    "primary",
                    "list-checks",
                    lambda: self.asked_for.emit(Place("completeness", inspection)),
                ),
            ),
        )
        holder = QWidget()
        self.stack = QStackedLayout(holder)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.done)
        column.addWidget(holder, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.by = QComboBox()
        call(self.by, w("Confirmed by"))
        self.by.setMinimumContentsLength(8)
        row.addWidget(label(w("Confirmed by"), "secondary"))
        row.addWidget(self.by)
        row.addStretch(1)
        self.cover_button = button(
            theme, w("Cover…"), icon="eye-off", name=w("Mark or cover this photo"), pressed=self.cover
        )
        self.clear_button = button(theme, w("Nothing to cover"), role="primary", icon="check", pressed=self.clear)
        row.addWidget(self.cover_button)
        row.addWidget(self.clear_button)
        column.addLayout(row)
        bridge.changed.connect(self._changed)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Clear the photos")

    @property
    def subtitle(self) -> str:
        n = len(photos.uncleared(self._found))
        return self.bridge.words.count("{n} photo not looked at yet", "{n} photos not looked at yet", n)

    @property
    def place(self) -> Place:
        return Place("clearance", self.inspection)

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Photo")
        return [
            Command(
                "clear-photos",
                w("Nothing to cover"),
                self.clear,
                ("U",),
                "check",
                group,
                possible=lambda: self.clear_button.isEnabled(),
            ),
            Command(
                "cover-photo",
                w("Mark or cover this photo"),
                self.cover,
                ("M",),
                "eye-off",
                group,
                possible=lambda: self.cover_button.isEnabled(),
            ),
            Command("all-photos", w("Choose all"), self.grid.selectAll, ("Ctrl+A",), "", group),
        ]

    @property
    def _found(self) -> Any:
        return self.bridge.opened(self.inspection).inspection

    def refresh(self) -> None:
        w, found = self.bridge.words, self._found
        every = tuple(found.photos.values())
        waiting = photos.uncleared(found)
        self.chips.show_chips(
            [("waiting", w("Not looked at yet {n}", n=len(waiting))), ("all", w("All {n}", n=len(every)))], self.filter
        )
        shown = waiting if self.filter == "waiting" else every
        row = max(0, self.grid.currentIndex().row())
        if shown != self.model.photos:
            self.model.show_photos(shown)
            if shown:
                self.grid.setCurrentIndex(self.model.index(min(row, len(shown) - 1), 0))
        self.stack.setCurrentIndex(0 if shown else 1)
        chosen = self.by.currentData() or labelled.working(self.bridge.desk, found)
        self.by.clear()
        for person in labelled.team(found):
            self.by.addItem(w("{name} ({role})", name=person.name, role=labelled.role(w, person.role)), person.code)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen)))
        self._ready()
        self.retitled.emit()

    def _ready(self) -> None:
        w = self.bridge.words
        chosen = self.grid.chosen
        many = sum(photo.clearance is None for photo in chosen)
        may = not self._found.locked
        self.clear_button.setEnabled(may and many > 0 and self.by.count() > 0)
        self.clear_button.setText(w("Nothing to cover in {n}", n=many) if many > 1 else w("Nothing to cover"))
        self.cover_button.setEnabled(may and len(chosen) == 1)

    def clear(self) -> None:
        """Whoever is named confirms that the chosen photos need nothing covered."""
        ids = [photo.id for photo in self.grid.chosen if photo.clearance is None]
        if ids and self.bridge.do(photos.clear, self.inspection, ids, str(self.by.currentData())) is not None:
            w = self.bridge.words
            self.said.emit(w.count("{n} photo cleared", "{n} photos cleared", len(ids)), "ok")

    def cover(self) -> None:
        if len(self.grid.chosen) == 1:
            self.asked_for.emit(Place("photo", self.inspection, f"{self.grid.chosen[0].id}#mark"))

    def open(self, photo: Photo) -> None:
        self.asked_for.emit(Place("photo", self.inspection, photo.id))

    def _filter(self, code: str) -> None:
        self.filter = code
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()
