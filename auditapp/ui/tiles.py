"""What lies in a strip of photos: a photo, one on its way in, more of them, and where files are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from auditapp.inspection.state import Photo
from auditapp.ui import labelled
from auditapp.ui.announced import told
from auditapp.ui.ink import ink
from auditapp.ui.theme import Theme
from auditapp.ui.thumbnails import Thumbnails
from auditapp.words import Trouble, Words, in_words

TILE: Final = QSize(104, 80)
LEAST: Final = 92
"""Width of a tile at least; as many stand side by side as have room, and share it."""
DRAGGED: Final = "application/x-auditapp-photo"
"""What a photo of a strip is while it is dragged: its id. Nothing of it leaves the program this way."""


class Tile(QAbstractButton):
    """What lies in the strip: round corners, a ring when it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.ink = theme, ink(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(TILE.width()), self.theme.px(TILE.height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme.px(8), self.theme.px(8))
        return path

    def ring(self, p: QPainter) -> None:
        if self.hasFocus():
            p.setClipping(False)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(self.theme.token("accent"), 2))
            p.drawPath(self.shape())

    def sign(self, p: QPainter, icon: str, token: str, size: int, top: float) -> None:
        """An icon in the middle, *top* pixels down."""
        picture, side = self.ink.icon(icon, token, size), self.theme.px(size)
        p.drawPixmap(QRectF((self.width() - side) / 2, top, side, side), picture, QRectF(picture.rect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space presses; every other key is the strip's (Qt's buttons would walk on at arrow keys)."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()


class Thumb(Tile):
    """One photo: its picture, place and time along the bottom, and whether it may leave in the corner.

    Its picture is read when it is first painted. It can be dragged to another place of its row.
    """

    menu_asked = Signal(object)

    def __init__(self, words: Words, theme: Theme, pictures: Thumbnails, photo: Photo) -> None:
        super().__init__(theme)
        self.words, self.pictures = words, pictures
        self.photo = photo
        self.movable = False
        self._pressed_at: QPoint | None = None
        self._shown: tuple[Photo, int, int, Trouble | None] | None = None

    def show_photo(self, photo: Photo, number: int, of: int) -> None:
        """What has not changed is left alone: at each photo that arrives all of them are shown again."""
        w = self.words
        now = (photo, number, of, self.pictures.lost.get(photo.outgoing))
        if now == self._shown:
            return
        other = self._shown is None or (photo, now[3]) != (self._shown[0], self._shown[3])
        self._shown = now
        self.photo = photo
        state, self.tone, self.icon_name = labelled.clearance(w, photo)
        name = labelled.name_of_photo(w, photo)
        self.setAccessibleName(w("Photo {n} of {of}: {name}, {state}", n=number, of=of, name=name, state=state))
        if other:
            self.line = " · ".join(part for part in (photo.caption, labelled.clock(photo.taken)) if part)
            lost = now[3]
            self.setToolTip(in_words(lost, w) if lost is not None else f"{name}\n{state}")
            self.setAccessibleDescription(in_words(lost, w) if lost is not None else "")
            self.update()

    @property
    def pixmap(self) -> QPixmap:
        """Its picture; null while it is not there."""
        return self.pictures.of(self.photo) or QPixmap()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.setFocus()
        self.menu_asked.emit(event.globalPos())

    # -- dragging ---------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        far = QGuiApplication.styleHints().startDragDistance()
        if (
            self.movable
            and self._pressed_at is not None
            and (event.position().toPoint() - self._pressed_at).manhattanLength() >= far
        ):
            self._pressed_at = None
            self.setDown(False)
            self.drag().exec(Qt.DropAction.MoveAction)
            return
        super().mouseMoveEvent(event)

    def drag(self) -> QDrag:
        """The photo as it hangs at the pointer."""
        drag = QDrag(self)
        drag.setMimeData(dragged(self.photo.id))
        small = self.grab().scaledToWidth(self.width() * 3 // 4, Qt.TransformationMode.SmoothTransformation)
        drag.setPixmap(small)
        drag.setHotSpot(QPoint(small.width() // 2, small.height() // 2))
        return drag

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        pixmap = self.pictures.of(self.photo)
        with QPainter(self) as p:
            p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            p.setClipPath(self.shape())
            p.fillRect(self.rect(), theme.token("subtle"))
            if pixmap is None:
                self.sign(p, "image", "text3", 24, self.height() / 2 - theme.px(12))
            else:
                p.drawPixmap(QRectF(self.rect()), pixmap, covering(pixmap, self.size()))
            if self.line:
                band = QRectF(0, self.height() - theme.px(20), self.width(), theme.px(20))
                p.fillRect(band, QColor(0, 0, 0, 150))
                p.setPen(QColor("white"))
                p.setFont(self.ink.font(12, bold=True))
                room = band.adjusted(theme.px(7), 0, -theme.px(7), 0)
                said = p.fontMetrics().elidedText(self.line, Qt.TextElideMode.ElideMiddle, int(room.width()))
                p.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
            side = theme.px(20)
            corner = QRectF(self.width() - side - theme.px(4), theme.px(4), side, side)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.token("surface"))
            p.drawEllipse(corner)
            sign = self.ink.icon(self.icon_name, self.tone, 14)
            inset = (side - theme.px(14)) / 2
            p.drawPixmap(corner.adjusted(inset, inset, -inset, -inset), sign, QRectF(sign.rect()))
            self.ring(p)


class Waiting(Tile):
    """A photo on its way in: its name, until the picture is safe on the drive."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.name = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_name(self, name: str, said: str) -> None:
        self.name = name
        self.setAccessibleName(told(name, said))
        self.setToolTip(f"{name}\n{said}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setClipPath(self.shape())
            p.fillRect(self.rect(), theme.token("na_bg"))
            self.sign(p, "clock", "text3", 20, theme.px(18))
            p.setPen(theme.token("text2"))
            p.setFont(self.ink.font(12))
            room = QRectF(theme.px(6), theme.px(46), self.width() - theme.px(12), theme.px(20))
            said = p.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, int(room.width()))
            p.drawText(room, Qt.AlignmentFlag.AlignCenter, said)


class MoreTile(Tile):
    """Stands for the photos that are not shown yet; pressed, it shows more of them."""

    said = ""

    def show_many(self, words: Words, many: int) -> None:
        self.said = f"+{many}"
        self.setAccessibleName(words.count("Show {n} more photo", "Show {n} more photos", many))
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.fillPath(self.shape(), theme.token("hover" if self.underMouse() else "subtle"))
            p.setPen(theme.token("text"))
            p.setFont(self.ink.font(16, bold=True))
            p.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.said)
            self.ring(p)


class DropTile(Tile):
    """Where files are dropped; pressed, it asks for files."""

    def __init__(self, theme: Theme, said: str, name: str) -> None:
        super().__init__(theme)
        self.said, self.hot = said, False
        self.setAccessibleName(name)
        self.setToolTip(name)

    def heat(self, hot: bool) -> None:
        """Something that can be dropped is above the strip."""
        if self.hot != hot:
            self.hot = hot
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        hot = self.hot or self.underMouse()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setBrush(theme.token("accent_bg" if self.hot else "surface"))
            p.setPen(QPen(theme.token("accent" if hot else "strong"), 1.5, Qt.PenStyle.DashLine))
            p.drawPath(self.shape())
            self.sign(p, "image-plus", "accent" if hot else "text2", 20, theme.px(16))
            p.setPen(theme.token("accent" if self.hot else "text2"))
            p.setFont(self.ink.font(12))
            room = QRectF(theme.px(4), theme.px(42), self.width() - theme.px(8), theme.px(26))
            said = p.fontMetrics().elidedText(self.said, Qt.TextElideMode.ElideRight, int(room.width()))
            p.drawText(room, Qt.AlignmentFlag.AlignCenter, said)
            self.ring(p)


def dragged(photo: str) -> QMimeData:
    """What a dragged photo carries."""
    mime = QMimeData()
    mime.setData(DRAGGED, QByteArray(photo.encode()))
    return mime


def carried(mime: QMimeData) -> str:
    """The id of the photo that is dragged, "" when it is none."""
    return bytes(mime.data(DRAGGED).data()).decode("ascii", "replace") if mime.hasFormat(DRAGGED) else ""


def slot_at(tiles: list[Tile], at: QPointF) -> int:
    """Before which of *tiles* (laid out in lines) something dropped there stands; their number: behind the last."""
    for n, tile in enumerate(tiles):
        box = tile.geometry()
        if at.y() < box.top() or (at.y() <= box.bottom() and at.x() < box.center().x()):
            return n
    return len(tiles)


class TileRow(QWidget):
    """Tiles of one size in lines that they fill. (No layout: a hundred photos arrive, and each would have all the
    others asked how large they would like to be.)"""

    def __init__(self, theme: Theme, gap: int) -> None:
        super().__init__()
        self.theme, self.gap = theme, theme.px(gap)
        self.tiles: list[Tile] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def arrange(self, tiles: Sequence[Tile]) -> None:
        """Show these, in this order; hidden ones take no room."""
        self.tiles = list(tiles)
        for tile in self.tiles:
            if tile.parent() is not self:
                tile.setParent(self)
                tile.show()
        self._lay()

    @property
    def in_a_line(self) -> int:
        """How many stand side by side."""
        return max(1, (self.width() + self.gap) // (self.theme.px(LEAST) + self.gap))

    def _lay(self) -> None:
        many, high = self.in_a_line, self.theme.px(TILE.height())
        wide = (self.width() - self.gap * (many - 1)) // many if many > 1 else self.theme.px(TILE.width())
        shown = [tile for tile in self.tiles if not tile.isHidden()]
        for n, tile in enumerate(shown):
            line, at = divmod(n, many)
            tile.setGeometry(at * (wide + self.gap), line * (high + self.gap), wide, high)
        lines = -(-len(shown) // many)
        height = lines * high + max(0, lines - 1) * self.gap
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()


def covering(pixmap: QPixmap, size: QSize) -> QRectF:
    """The part of *pixmap* that fills *size* without bending it: cut at the sides that stand over."""
    share = size.width() / max(1, size.height())
    w, h = float(pixmap.width()), float(pixmap.height())
    if w / max(1.0, h) > share:
        return QRectF((w - h * share) / 2, 0, h * share, h)
    return QRectF(0, (h - w / share) / 2, w, w / share)
