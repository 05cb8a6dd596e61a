"""Line icons (Lucide), tinted with a colour of the theme and drawn at the size and sharpness asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

from auditapp.words import resources

STROKE = "1.75"
"""Width of the lines in the 24 x 24 drawing; Lucide's own 2 is heavy beside Chinese text."""


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    text = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, trail: int = 0) -> QPixmap:
    """The icon *name* (a file of resources/icons) in *colour*, *size* logical pixels wide and *trail* empty ones."""
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(QSize(round((size + trail) * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    svg = _drawing(name).replace("currentColor", colour.name())
    with QPainter(picture) as painter:
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: QColor, faded: QColor, size: int, trail: int = 0) -> QIcon:
    """An icon sharp on every screen there is; *faded* is its colour when it cannot be used."""
    made = QIcon()
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        made.addPixmap(pixmap(name, colour, size, ratio, trail), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faded, size, ratio, trail), QIcon.Mode.Disabled)
    return made
