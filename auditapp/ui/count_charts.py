"""Counts as pictures: bars of what there is of each kind, columns of one month after the other. Each is walked by
arrows, says in words what it shows, and leads by Enter or a press to the list behind the figure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen

from auditapp.ui.announced import told
from auditapp.ui.charts import Chart
from auditapp.ui.theme import Theme


@dataclass(frozen=True)
class Count:
    """One figure: what it leads to, its name, how many, how that is said, and the tone and icon that go with it."""

    id: str
    title: str
    many: float
    said: str
    tone: str = "accent"
    icon: str = ""

    @property
    def spoken(self) -> str:
        return told(self.title, self.said)


class _Counts(Chart):
    """What both kinds share."""

    rows: tuple[Count, ...]

    def spoken(self, row: Count) -> str:
        return row.spoken

    @property
    def most(self) -> float:
        return max((row.many for row in self.rows), default=0) or 1


class CountBars(_Counts):
    """Name, bar and figure of each kind on a line of its own."""

    row_high = 32

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(280), self.step * max(1, len(self.rows)) + self.theme.px(4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(180), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(theme.font(13))
            metrics = p.fontMetrics()
            bold = QFontMetrics(theme.font(13, bold=True))
            indent = theme.px(8)
            side = theme.px(22) if any(row.icon for row in self.rows) else 0
            longest = max((metrics.horizontalAdvance(row.title) for row in self.rows), default=0)
            figure = max((bold.horizontalAdvance(row.said) for row in self.rows), default=0) + theme.px(10)
            words = min(longest + theme.px(14), round((self.width() - figure - side) * 0.55))
            start = indent + side + words
            room = max(1, self.width() - start - figure - indent)
            for n, row in enumerate(self.rows):
                top = n * self.step
                token = "bad" if row.tone == "loud" else row.tone or "text2"
                if row.icon:
                    picture = theme.pixmap(row.icon, token=token, size=15)
                    at = QRectF(indent, top + (self.step - theme.px(15)) / 2, theme.px(15), theme.px(15))
                    p.drawPixmap(at, picture, QRectF(picture.rect()))
                p.setFont(theme.font(13))
                p.setPen(theme.token("text"))
                place = QRectF(indent + side, top, words - theme.px(8), self.step)
                said = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, int(place.width()))
                p.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)
                p.setPen(Qt.PenStyle.NoPen)
                well = QRectF(start, top + (self.step - theme.px(12)) / 2, room, theme.px(12))
                p.setBrush(theme.token("na_bg"))
                p.drawRoundedRect(well, 3, 3)
                if row.many:
                    p.setBrush(theme.token(token))
                    wide = max(theme.px(3), room * row.many / self.most)
                    p.drawRoundedRect(QRectF(well.left(), well.top(), wide, well.height()), 3, 3)
                p.setFont(theme.font(13, bold=True))
                p.setPen(theme.token("text"))
                p.drawText(
                    QRectF(start + room, top, figure, self.step),
                    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                    row.said,
                )
            self.frame(p)


class Months(_Counts):
    """A column for each month, its figure above where there is room, its name below."""

    forward, backward = Qt.Key.Key_Right, Qt.Key.Key_Left

    def __init__(self, theme: Theme, name: str, *, most: float = 0, high: int = 190) -> None:
        super().__init__(theme, name)
        self._most, self._high = most, high

    @property
    def most(self) -> float:
        return self._most or super().most

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(300), self.theme.px(self._high))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(180), self.theme.px(self._high))

    @property
    def wide(self) -> float:
        return (self.width() - self.theme.px(8)) / max(1, len(self.rows))

    def row_at(self, point: QPointF) -> int:
        return int((point.x() - self.theme.px(4)) // self.wide)

    def box_of(self, n: int) -> QRect:
        return QRect(round(self.theme.px(4) + n * self.wide), 0, round(self.wide), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setFont(theme.font(12))
            metrics = p.fontMetrics()
            line = theme.px(20)
            bottom, top = self.height() - line - theme.px(4), line + theme.px(4)
            p.setPen(QPen(theme.token("border"), 1))
            p.drawLine(QPointF(theme.px(4), bottom), QPointF(self.width() - theme.px(4), bottom))
            widest = max((metrics.horizontalAdvance(row.title) for row in self.rows), default=0) + theme.px(6)
            every = max(1, -(-widest // max(1, int(self.wide))))  # a name under each, or under every second, third …
            for n, row in enumerate(self.rows):
                box = self.box_of(n)
                column = min(theme.px(36), self.wide * 0.64)
                high = (bottom - top) * min(1.0, row.many / self.most)
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(theme.token("bad" if row.tone == "loud" else row.tone))
                if row.many:
                    middle = box.left() + box.width() / 2
                    p.drawRoundedRect(QRectF(middle - column / 2, bottom - high, column, high), 3, 3)
                p.setPen(theme.token("text2"))
                if (len(self.rows) - 1 - n) % every == 0:
                    room = self.wide * every
                    under = QRectF(box.center().x() - room / 2, bottom + 2, room, line)
                    under.moveLeft(min(max(0.0, under.left()), max(0.0, self.width() - under.width())))
                    p.drawText(under, Qt.AlignmentFlag.AlignCenter, row.title)
                if metrics.horizontalAdvance(row.said) <= self.wide:
                    p.setPen(theme.token("text"))
                    above = QRectF(box.left(), bottom - high - line, box.width(), line)
                    p.drawText(above, Qt.AlignmentFlag.AlignCenter, row.said)
            self.frame(p)
