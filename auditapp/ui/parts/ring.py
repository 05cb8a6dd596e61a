"""A ring of shares: how far one is, in the colours of the answers, with the figure in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditapp.ui.ink import ink
from auditapp.ui.theme import Theme


@dataclass(frozen=True)
class Share:
    """A part of the ring: how many, and the token of its colour."""

    many: float
    token: str


class Ring(QWidget):
    """Draws shares of *of*; *words* is the figure in the middle, the accessible name says all of it.

    It lies on a surface."""

    def __init__(self, theme: Theme, *, size: int = 70, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size = theme, size
        self._shares: tuple[Share, ...] = ()
        self._of, self._words = 0.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # or the whole pane is painted with every answer

    def show_shares(self, shares: Sequence[Share], of: float, words: str, name: str) -> None:
        self._shares, self._of, self._words = tuple(shares), of, words
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        thick = self._theme.px(self._size) / 10
        box = QRectF(self.rect()).adjusted(thick / 2 + 1, thick / 2 + 1, -thick / 2 - 1, -thick / 2 - 1)
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._theme.token("surface"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(self._theme.token("na_bg"), thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawEllipse(box)
            start = 90.0 * 16
            for share in self._shares:
                if self._of <= 0 or share.many <= 0:
                    continue
                span = -360.0 * 16 * share.many / self._of
                pen.setColor(self._theme.token(share.token))
                painter.setPen(pen)
                painter.drawArc(box, round(start), round(span))
                start += span
            painter.setPen(self._theme.token("text"))
            painter.setFont(ink(self._theme).font(18 if self._size >= 60 else 12, bold=True))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
