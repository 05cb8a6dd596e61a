"""Counts as pictures: bars of what there is of each kind, columns of one month after the other. Each is walked by
arrows, says in words what it shows, and leads by Enter or a press to the list behind the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditapp.ui.announced import told
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


class _Chart(QWidget):
    """What both kinds share: rows, the one at hand, what is heard, and where it leads."""

    announced_as = QAccessible.Role.Chart
    pressed = Signal(str)
    at_hand = Signal(QRect)
    """Where the row at hand lies, so that whoever scrolls can show it."""
    forward, backward = Qt.Key.Key_Down, Qt.Key.Key_Up

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme, self.name = theme, name
        self.rows: tuple[Count, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def show_rows(self, rows: Sequence[Count]) -> None:
        self.rows = tuple(rows)
        self.current = min(self.current, max(0, len(self.rows) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    @property
    def most(self) -> float:
        return max((row.many for row in self.rows), default=0) or 1

    def row_at(self, point: QPointF) -> int:
        raise NotImplementedError

    def box_of(self, n: int) -> QRect:
        raise NotImplementedError

    def _say(self) -> None:
        self.setAccessibleDescription("\n".join(row.spoken for row in self.rows))
        here = self.rows[self.current].spoken if self.rows and self.hasFocus() else ""
        self.setAccessibleName(f"{self.name}. {here}" if here else self.name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        row = self.row_at(event.position())
        if 0 <= row < len(self.rows):
            self.current = row
            self.pressed.emit(self.rows[row].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == self.forward and self.current + 1 < len(self.rows):
            self.current += 1
        elif event.key() == self.backward and self.current > 0:
            self.current -= 1
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.rows:
            self.pressed.emit(self.rows[self.current].id)
        else:
            super().keyPressEvent(event)
        self._say()
        self.at_hand.emit(self.box_of(self.current))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._say()
        self.at_hand.emit(self.box_of(self.current))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._say()
        self.update()

    def _frame(self, p: QPainter) -> None:
        """Around all of it and around the row at hand: that one may be scrolled away."""
        if self.hasFocus() and self.rows:
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(self.theme.token("accent"), 1))
            p.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 6, 6)
            p.setPen(QPen(self.theme.token("accent"), 2))
            p.drawRoundedRect(QRectF(self.box_of(self.current)).adjusted(1, 1, -1, -1), 6, 6)


class CountBars(_Chart):
    """Name, bar and figure of each kind on a line of its own."""

    @property
    def step(self) -> int:
        return self.theme.px(32)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(280), self.step * max(1, len(self.rows)) + self.theme.px(4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(180), self.sizeHint().height())

    def row_at(self, point: QPointF) -> int:
        return int(point.y() // self.step)

    def box_of(self, n: int) -> QRect:
        return QRect(0, n * self.step, self.width(), self.step)

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
            self._frame(p)


class Months(_Chart):
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
            self._frame(p)
