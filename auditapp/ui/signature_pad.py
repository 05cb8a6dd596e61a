"""A pad to write one's name on: smooth ink under mouse, pen or finger, kept as strokes and handed on as a picture.

What comes out is the picture of a handwritten signature (手写签名图样) and is never called an electronic signature.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from auditapp.ui.theme import Theme
from auditapp.words import Words

SCALE: Final = 3
"""Pixels of the picture per pixel of the pad: it is printed at 300 dots an inch and looked at closely."""
PEN: Final = 2.4
"""Width of the ink in pixels of the pad."""
MARGIN: Final = 8
"""White around the ink in the picture, in pixels of the pad."""


class SignaturePad(QWidget):
    """Write here. `changed` tells when ink came or went; `picture` is the PNG, "" of bytes while it is empty."""

    announced_as = QAccessible.Role.Canvas
    changed = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.theme = words, theme
        self.strokes: list[list[QPointF]] = []
        self._writing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(theme.px(280), theme.px(110))
        self.setAccessibleName(words("Signature pad"))
        self.setAccessibleDescription(
            words("Write with mouse, pen or finger. Backspace takes the last stroke away, Delete all of them.")
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(440), self.theme.px(150))

    @property
    def empty(self) -> bool:
        return not any(self.strokes)

    def clear(self) -> None:
        self.strokes.clear()
        self._writing = False
        self.update()
        self.changed.emit()

    def take_back(self) -> None:
        """Take the last stroke away."""
        if self.strokes:
            self.strokes.pop()
            self.update()
            self.changed.emit()

    def picture(self) -> bytes:
        """The ink on white as PNG, cut to what was written; b"" while the pad is empty."""
        if self.empty:
            return b""
        path = QPainterPath()
        for stroke in self.strokes:
            path.addPath(smooth(stroke))
        bounds = path.boundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        size = (bounds.size() * SCALE).toSize().expandedTo(QSize(32, 32))
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        with QPainter(image) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.scale(SCALE, SCALE)
            p.translate(-bounds.topLeft())
            self._ink(p, QColor("black"))
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, which Qt refuses
        return bytes(content.data())

    # -- writing ----------------------------------------------------------------------------------
    def begin(self, at: QPointF) -> None:
        self.strokes.append([at])
        self._writing = True
        self.update()

    def go_on(self, at: QPointF) -> None:
        if self._writing and self.strokes:
            self.strokes[-1].append(at)
            self.update()

    def end(self) -> None:
        if self._writing:
            self._writing = False
            self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and not self._writing:
            self.begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.end()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        match event.type():
            case QEvent.Type.TabletPress:
                self.begin(event.position())
            case QEvent.Type.TabletMove:
                self.go_on(event.position())
            case QEvent.Type.TabletRelease:
                self.end()
            case _:
                return
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Backspace:
                self.take_back()
            case Qt.Key.Key_Delete:
                self.clear()
            case _:
                super().keyPressEvent(event)

    # -- showing ----------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.fillRect(self.rect(), theme.token("surface"))
            frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            edge = QPen(theme.token("accent" if self.hasFocus() else "strong"), 2 if self.hasFocus() else 1)
            p.setPen(edge)
            p.setBrush(QColor("white"))
            p.drawRoundedRect(frame, theme.px(8), theme.px(8))
            base = self.height() * 0.74
            p.setPen(QPen(QColor("#C8CDD5"), 1))
            p.drawLine(QPointF(theme.px(24), base), QPointF(self.width() - theme.px(24), base))
            if self.empty:
                p.setPen(QColor("#656D7D"))
                p.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words("Write your name here"))
            self._ink(p, QColor("#101828"))

    def _ink(self, p: QPainter, colour: QColor) -> None:
        pen = QPen(colour, PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        p.setPen(pen)
        p.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            if len(stroke) == 1:
                p.drawPoint(stroke[0])
            else:
                p.drawPath(smooth(stroke))


def smooth(points: list[QPointF]) -> QPainterPath:
    """A curve through the middles between *points*, each of them a control point: no corners where the mouse is slow
    to tell, and nothing that overshoots what was written."""
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.addEllipse(points[0], PEN / 2, PEN / 2)
        return path
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1])
    return path
