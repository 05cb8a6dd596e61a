"""A picture to look at closely: fitted, zoomed about the pointer or between two fingers, dragged, all by keys too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from auditapp.ui.theme import Theme

STEP: Final = 1.25
MOST: Final = 8.0
"""Screen pixels per pixel of the picture."""


class PictureView(QWidget):
    """Shows one picture. ``zoom`` 0 means fitted; `zoomed` tells the share of true size in percent."""

    announced_as = QAccessible.Role.Graphic
    zoomed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.pixmap = QPixmap()
        self.zoom = 0.0
        self.middle = QPointF(0.5, 0.5)
        """What part of the picture lies in the middle, as shares of its width and height."""
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(160), theme.px(120))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Little: it takes all the room there is, and pushes nothing out of a low window."""
        return self.minimumSize()

    def show_picture(self, raw: bytes, *, keep_zoom: bool = False) -> bool:
        """Show the picture in *raw*; False (and an empty view) when it is none."""
        image = QImage.fromData(raw)
        self.show_image(image, keep_zoom=keep_zoom)
        return not image.isNull()

    def show_image(self, image: QImage, *, keep_zoom: bool = False) -> None:
        """Show a picture that is decoded already."""
        self.pixmap = QPixmap.fromImage(image)
        if not keep_zoom:
            self.zoom, self.middle = 0.0, QPointF(0.5, 0.5)
        self._told()

    # -- where things are -------------------------------------------------------------------------
    @property
    def fitted(self) -> float:
        """The zoom at which the whole picture is seen, never more than true size."""
        if self.pixmap.isNull():
            return 1.0
        room = QSize(max(1, self.width() - self.theme.px(16)), max(1, self.height() - self.theme.px(16)))
        return min(room.width() / self.pixmap.width(), room.height() / self.pixmap.height(), 1.0)

    @property
    def scale(self) -> float:
        return self.zoom or self.fitted

    @property
    def target(self) -> QRectF:
        """Where on the widget the picture lies."""
        w, h = self.pixmap.width() * self.scale, self.pixmap.height() * self.scale
        x = self.width() / 2 - w * self.middle.x()
        y = self.height() / 2 - h * self.middle.y()
        return QRectF(x, y, w, h)

    def to_picture(self, at: QPointF) -> QPointF:
        """A point of the widget in pixels of the picture, kept inside it."""
        target, s = self.target, self.scale
        x = min(max((at.x() - target.x()) / s, 0.0), float(self.pixmap.width()))
        y = min(max((at.y() - target.y()) / s, 0.0), float(self.pixmap.height()))
        return QPointF(x, y)

    def to_widget(self, at: QPointF) -> QPointF:
        return QPointF(self.target.x() + at.x() * self.scale, self.target.y() + at.y() * self.scale)

    # -- zooming and moving -----------------------------------------------------------------------
    def fit(self) -> None:
        self.zoom, self.middle = 0.0, QPointF(0.5, 0.5)
        self._told()

    def true_size(self) -> None:
        self.zoom_to(1.0)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        self.zoom_to(self.scale * factor, about)

    def zoom_to(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom so that the point *about* (of the widget; its middle when None) stays where it is."""
        if self.pixmap.isNull():
            return
        point = about if about is not None else QPointF(self.width() / 2, self.height() / 2)
        spot = self.to_picture(point)
        self.zoom = min(max(zoom, self.fitted), MOST)
        if self.zoom <= self.fitted:
            self.zoom, self.middle = 0.0, QPointF(0.5, 0.5)
        else:
            x = (spot.x() - (point.x() - self.width() / 2) / self.zoom) / self.pixmap.width()
            y = (spot.y() - (point.y() - self.height() / 2) / self.zoom) / self.pixmap.height()
            self._look_at(x, y)
        self._told()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by so many pixels of the widget."""
        if self.zoom and not self.pixmap.isNull():
            self._look_at(
                self.middle.x() - dx / (self.pixmap.width() * self.zoom),
                self.middle.y() - dy / (self.pixmap.height() * self.zoom),
            )
            self.update()

    def _look_at(self, x: float, y: float) -> None:
        """Nothing but the picture is ever looked at: its edge stops at the widget's."""
        shares = []
        for share, extent, room in (
            (x, self.pixmap.width() * self.zoom, self.width()),
            (y, self.pixmap.height() * self.zoom, self.height()),
        ):
            half = min(0.5, room / 2 / extent)
            shares.append(min(max(share, half), 1 - half))
        self.middle = QPointF(*shares)

    def _told(self) -> None:
        self.update()
        self.zoomed.emit(round(self.scale * 100))

    # -- events -----------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Two fingers on a screen (a pinch) or on a touch pad (a native gesture)."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                middle = QPointF(self.mapFromGlobal(pinch.hotSpot() if pinch.hasHotSpot() else pinch.centerPoint()))
                self.pinch(pinch.scaleFactor(), middle)
                event.accept(pinch)
                return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.pinch(1 + event.value(), event.position())
            return True
        return super().event(event)

    def pinch(self, factor: float, about: QPointF) -> None:
        """Two fingers came *factor* times as far apart; what lies between them stays there."""
        if factor > 0:
            self._grip = None
            self.zoom_by(factor, about)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._told()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turns = event.angleDelta().y() / 120
        if turns:
            self.zoom_by(STEP**turns, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grip = event.position()
            if self.zoom:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grip is not None:
            moved = event.position() - self._grip
            self._grip = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.zoom:
            self.fit()
        else:
            self.zoom_to(1.0 if self.fitted < 1 else 2.0, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        far = self.theme.px(60)
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(STEP)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / STEP)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_1:
                self.true_size()
            case Qt.Key.Key_Left if self.zoom:
                self.pan(far, 0)
            case Qt.Key.Key_Right if self.zoom:
                self.pan(-far, 0)
            case Qt.Key.Key_Up if self.zoom:
                self.pan(0, far)
            case Qt.Key.Key_Down if self.zoom:
                self.pan(0, -far)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            self.paint_picture(p)
            if self.hasFocus():
                p.setPen(self.theme.token("accent"))
                p.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def paint_picture(self, p: QPainter) -> None:
        p.fillRect(self.rect(), self.theme.token("subtle"))
        p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 3)
        if not self.pixmap.isNull():
            p.drawPixmap(self.target, self.pixmap, QRectF(self.pixmap.rect()))
