"""Bars and a radar, painted from the report's own figures; each says in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from auditapp.inspection.scoring import DimensionScore
from auditapp.report import dates
from auditapp.ui.theme import Theme
from auditapp.words import Words


@dataclass(frozen=True)
class Bar:
    """One dimension or section: score and coverage in percent, None where nothing was judged."""

    id: str
    title: str
    percent: Decimal | None
    coverage: Decimal


def bars_of(scores: Sequence[DimensionScore], words: Words) -> tuple[Bar, ...]:
    return tuple(Bar(one.id, one.title.in_(words.language), one.percent, one.coverage) for one in scores)


def tone(percent: Decimal | None) -> str:
    """The colour of a percent by the grades' thresholds: A and B, C, D."""
    if percent is None:
        return "na"
    return "ok" if percent >= 80 else "warn" if percent >= 70 else "bad"


def sentence(words: Words, row: Bar) -> str:
    if row.percent is None:
        return words(
            "{title}: nothing judged, {coverage} covered", title=row.title, coverage=dates.percent(row.coverage)
        )
    return words(
        "{title}: {percent} conforming, {coverage} covered",
        title=row.title,
        percent=dates.percent(row.percent),
        coverage=dates.percent(row.coverage),
    )


class Chart(QWidget):
    """Rows as a picture, each with an ``id``: walked by arrows, told in words, pressed by Enter, Space or a click."""

    announced_as = QAccessible.Role.Chart
    pressed = Signal(str)
    at_hand = Signal(QRect)
    """Where the row at hand lies, so that whoever scrolls can show it."""
    forward, backward = Qt.Key.Key_Down, Qt.Key.Key_Up
    row_high = 38
    """Pixels of a row, unscaled."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.theme, self.name = theme, name
        self.rows: tuple[Any, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.rows = tuple(rows)
        self.current = min(self.current, max(0, len(self.rows) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def spoken(self, row: Any) -> str:
        """What a row shows, in words."""
        raise NotImplementedError

    @property
    def step(self) -> int:
        return self.theme.px(self.row_high)

    def row_at(self, point: QPointF) -> int:
        return int(point.y() // self.step)

    def box_of(self, n: int) -> QRect:
        return QRect(0, n * self.step, self.width(), self.step)

    def _say(self) -> None:
        self.setAccessibleDescription("\n".join(self.spoken(row) for row in self.rows))
        here = self.spoken(self.rows[self.current]) if self.rows and self.hasFocus() else ""
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

    def frame(self, p: QPainter) -> None:
        """Around all of it and around the row at hand: that one may be scrolled away."""
        if self.hasFocus() and self.rows:
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(self.theme.token("accent"), 1))
            p.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 6, 6)
            p.setPen(QPen(self.theme.token("accent"), 2))
            p.drawRoundedRect(QRectF(self.box_of(self.current)).adjusted(1, 1, -1, -1), 6, 6)


class Bars(Chart):
    """Horizontal bars with a thinner one for coverage."""

    rows: tuple[Bar, ...]

    def __init__(self, theme: Theme, words: Words, name: str) -> None:
        super().__init__(theme, name)
        self.words = words

    def spoken(self, row: Bar) -> str:
        return sentence(self.words, row)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(320), self.step * max(1, len(self.rows)) + self.theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = self.width()
            indent = theme.px(8)
            p.setFont(theme.font(13))
            longest = max((p.fontMetrics().horizontalAdvance(row.title) for row in self.rows), default=0)
            words = indent + min(longest + theme.px(16), round(width * 0.4))
            figure = theme.px(58)
            start, room = words, max(1, width - words - figure)
            bottom = self.step * len(self.rows)
            p.setFont(theme.font(12))
            for tick in (0, 50, 70, 80, 90, 100):
                x = start + room * tick / 100
                p.setPen(QPen(theme.token("border"), 1))
                p.drawLine(QPointF(x, 0), QPointF(x, bottom))
                if tick != 90 or room > theme.px(220):
                    p.setPen(theme.token("text3"))
                    p.drawText(QRectF(x - 20, bottom + 2, 40, theme.px(18)), Qt.AlignmentFlag.AlignHCenter, str(tick))
            for n, row in enumerate(self.rows):
                top = n * self.step
                p.setFont(theme.font(13))
                p.setPen(theme.token("text"))
                place = QRectF(indent, top, words - indent - theme.px(10), self.step - theme.px(4))
                said = p.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, int(place.width()))
                p.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)
                p.setPen(Qt.PenStyle.NoPen)
                well = QRectF(start, top + theme.px(7), room, theme.px(14))
                p.setBrush(theme.token("na_bg"))
                p.drawRoundedRect(well, 3, 3)
                if row.percent is not None:
                    p.setBrush(theme.token(tone(row.percent)))
                    p.drawRoundedRect(
                        QRectF(well.topLeft(), QSize(round(room * float(row.percent) / 100), theme.px(14)).toSizeF()),
                        3,
                        3,
                    )
                p.setBrush(theme.token("accent"))
                p.drawRect(QRectF(start, top + theme.px(24), room * float(row.coverage) / 100, theme.px(3)))
                p.setFont(theme.font(13, bold=True))
                p.setPen(theme.token(tone(row.percent)))
                p.drawText(
                    QRectF(start + room + theme.px(6), top, figure, self.step - theme.px(4)),
                    Qt.AlignmentFlag.AlignVCenter,
                    dates.percent(row.percent),
                )
            self.frame(p)


class Radar(QWidget):
    """The dimensions on axes; needs three. The figures stand in words beside the axes' ends."""

    announced_as = QAccessible.Role.Chart

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self.rows: tuple[Bar, ...] = ()
        self.setAccessibleName(words("Radar of the dimensions"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: tuple[Bar, ...]) -> None:
        self.rows = rows
        self.setAccessibleDescription("\n".join(sentence(self.words, row) for row in rows))
        self.setVisible(len(rows) >= 3)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(360), self.theme.px(300))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(240), self.theme.px(240))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, count = self.theme, len(self.rows)
        if count < 3:
            return
        middle = QPointF(self.width() / 2, self.height() / 2)
        radius = max(20.0, min(self.width() / 2 - theme.px(84), self.height() / 2 - theme.px(50)))

        # longer names have room beside the shape
        spare = max(0, min(theme.px(90), round(self.width() / 2 - radius * math.cos(math.pi / 6) - theme.px(100))))

        def at(n: int, share: float) -> QPointF:
            angle = -math.pi / 2 + 2 * math.pi * n / count
            return middle + QPointF(math.cos(angle), math.sin(angle)) * radius * share

        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for ring in (0.25, 0.5, 0.75, 1.0):
                p.setPen(QPen(theme.token("strong" if ring == 1 else "border"), 1))
                p.drawPolygon(QPolygonF([at(n, ring) for n in range(count)]))
            p.setPen(QPen(theme.token("border"), 1))
            for n in range(count):
                p.drawLine(middle, at(n, 1))
            shape = [at(n, float(row.percent or 0) / 100) for n, row in enumerate(self.rows)]
            fill = theme.token("accent")
            fill.setAlpha(50)
            p.setBrush(fill)
            p.setPen(QPen(theme.token("accent"), 2))
            p.drawPolygon(QPolygonF(shape))
            p.setBrush(theme.token("accent"))
            p.setPen(Qt.PenStyle.NoPen)
            for point in shape:
                p.drawEllipse(point, theme.px(3), theme.px(3))
            for n, row in enumerate(self.rows):
                end = at(n, 1.0) + (at(n, 1.0) - middle) / radius * theme.px(10)
                wide, high = theme.px(84) + spare, theme.px(36)
                side = end.x() - middle.x()
                x = end.x() - wide / 2 if abs(side) < theme.px(12) else end.x() if side > 0 else end.x() - wide
                y = (
                    end.y() - high
                    if end.y() < middle.y() - theme.px(12)
                    else end.y()
                    if (end.y() > middle.y() + theme.px(12))
                    else end.y() - high / 2
                )
                x = min(max(x, 0.0), float(self.width() - wide))
                align = (
                    Qt.AlignmentFlag.AlignHCenter
                    if abs(side) < theme.px(12)
                    else (Qt.AlignmentFlag.AlignLeft if side > 0 else Qt.AlignmentFlag.AlignRight)
                )
                p.setFont(theme.font(12))
                p.setPen(theme.token("text2"))
                upper = QRectF(x, y, wide, high / 2)
                p.drawText(
                    upper,
                    align | Qt.AlignmentFlag.AlignVCenter,
                    p.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, wide),
                )
                p.setFont(theme.font(12, bold=True))
                p.setPen(theme.token(tone(row.percent)))
                p.drawText(
                    upper.translated(0, high / 2), align | Qt.AlignmentFlag.AlignVCenter, dates.percent(row.percent)
                )
