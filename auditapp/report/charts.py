"""The two charts of the score, as drawings of reportlab.graphics: bars by dimension, and the same as a radar.

Every figure stands beside its bar or axis, so the chart reads the same in grey and to whoever sees no colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import Color

from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.book import Book
from auditapp.report.style import Colour, Style
from auditapp.report.text import lines

_LABEL = Style(8.2, 11)
_FIGURE = Style(8.6, 11, bold=True)
_AXIS = Style(6.8, 9, colour=look.FAINT)


@dataclass(frozen=True)
class Bar:
    """One dimension: score and coverage in percent, None where nothing was judged."""

    title: str
    percent: Decimal | None
    coverage: Decimal


def bars(book: Book, x: float, top: float, width: float, rows: Sequence[Bar], caption: str, unjudged: str) -> float:
    """Horizontal bars with a thinner one for coverage; the height used."""
    label, figure, step = min(96.0, width * 0.34), 40, 27
    start, room, bottom = label, width - label - figure, 22
    height = step * len(rows) + 4 + bottom
    chart = _drawing(book, width, height)
    for tick in (0, 25, 50, 70, 80, 90, 100):
        at = start + room * tick / 100
        chart.add(_line((at, height), (at, bottom), 0.4 if tick not in (0, 100) else 0.8))
        chart.add(_label(book, at, bottom - 8, str(tick), _AXIS, "middle"))
    for n, row in enumerate(rows):
        y = height - step * (n + 1) + 6
        for k, line in enumerate(titles := lines(book.printable(row.title), book.plain, _LABEL.size, label - 6)[:2]):
            chart.add(_label(book, 0, y + (5 if len(titles) == 1 else 9) - k * 9.5, line, _LABEL))
        if row.percent is None:
            chart.add(_label(book, start + 4, y + 5, unjudged, _LABEL.but(colour=look.QUIET)))
        else:
            chart.add(_bar(start, y + 3, room * float(row.percent) / 100, 10, look.ACCENT))
            chart.add(_label(book, start + room + 5, y + 5, dates.percent(row.percent), _FIGURE))
        chart.add(_bar(start, y - 1.5, room * float(row.coverage) / 100, 2.6, look.STRONG_RULE))
    chart.add(_label(book, start, bottom - 20, caption, _AXIS))
    book.drawing(chart, x, top - height)
    return height + 4


def radar(book: Book, x: float, top: float, size: float, rows: Sequence[Bar]) -> float:
    """A radar of the same figures, one axis a dimension; the height used. Needs three dimensions."""
    middle, radius, count = size / 2, size / 2 - 36, len(rows)
    chart = _drawing(book, size, size)

    def at(n: int, share: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * n / count
        return middle + math.cos(angle) * radius * share, middle + math.sin(angle) * radius * share

    for ring in (0.25, 0.5, 0.75, 1.0):
        chart.add(_area([at(n, ring) for n in range(count)], edge=look.RULE, width=0.5 if ring < 1 else 0.9))
    for n, row in enumerate(rows):
        chart.add(_line((middle, middle), at(n, 1), 0.4))
        a, b = at(n, 1.1)
        anchor = "middle" if abs(a - middle) < 8 else "start" if a > middle else "end"
        lift = 4 if b > middle + 8 else -8 if b < middle - 8 else -2
        for line in lines(book.printable(row.title), book.plain, _AXIS.size, 46):
            chart.add(_label(book, a, b + lift, line, _AXIS.but(colour=look.QUIET), anchor))
            lift -= 8
    shape = [at(n, float(row.percent or 0) / 100) for n, row in enumerate(rows)]
    chart.add(_area(shape, fill=look.ACCENT_GROUND))
    for n in range(count):
        chart.add(_line((middle, middle), at(n, 1), 0.3))
    chart.add(_area(shape, edge=look.ACCENT, width=1.4))
    for point in shape:
        chart.add(Circle(*point, 1.8, fillColor=Color(*look.ACCENT), strokeColor=None))
    book.drawing(chart, x, top - size)
    return size


def _drawing(book: Book, width: float, height: float) -> Drawing:
    """An empty chart; its first font must be ours, for reportlab's own is one that is not embedded."""
    return Drawing(width, height, initialFontName=book.plain.fontName)


def _label(book: Book, x: float, y: float, text: str, style: Style, anchor: str = "start") -> String:
    return String(
        x,
        y,
        book.printable(text),
        fontName=book.face(style.bold).fontName,
        fontSize=style.size,
        fillColor=Color(*style.colour),
        textAnchor=anchor,
    )


def _line(start: tuple[float, float], end: tuple[float, float], width: float) -> Line:
    return Line(*start, *end, strokeColor=Color(*look.RULE), strokeWidth=width, strokeLineCap=1)


def _bar(x: float, y: float, width: float, height: float, fill: Colour) -> Rect:
    return Rect(x, y, width, height, fillColor=Color(*fill), strokeColor=None)


def _area(
    points: Sequence[tuple[float, float]], *, fill: Colour | None = None, edge: Colour | None = None, width: float = 1
) -> Polygon:
    return Polygon(
        [v for point in points for v in point],
        fillColor=Color(*fill) if fill else None,
        strokeColor=Color(*edge) if edge else None,
        strokeWidth=width,
        strokeLineJoin=1,
    )
