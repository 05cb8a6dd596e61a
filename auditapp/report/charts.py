"""The two charts of the score, drawn as lines and areas: bars by dimension, and the same as a radar.

Every figure stands beside its bar or axis, so the chart reads the same in grey and to whoever sees no colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.book import Book
from auditapp.report.style import Style
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
    start, room = x + label, width - label - figure
    bottom = top - step * len(rows) - 4
    for tick in (0, 25, 50, 70, 80, 90, 100):
        at = start + room * tick / 100
        book.line(at, top, at, bottom, look.RULE, 0.4 if tick not in (0, 100) else 0.8)
        book.label(at, bottom - 8, str(tick), _AXIS, "c")
    for n, row in enumerate(rows):
        y = top - step * (n + 1) + 6
        for k, line in enumerate(titles := lines(book.printable(row.title), book.plain, _LABEL.size, label - 6)[:2]):
            book.put(x, y + (5 if len(titles) == 1 else 9) - k * 9.5, line, _LABEL)
        if row.percent is None:
            book.label(start + 4, y + 5, unjudged, _LABEL.but(colour=look.QUIET))
        else:
            book.box(start, y + 3, room * float(row.percent) / 100, 10, fill=look.ACCENT)
            book.label(start + room + 5, y + 5, dates.percent(row.percent), _FIGURE)
        book.box(start, y - 1.5, room * float(row.coverage) / 100, 2.6, fill=look.STRONG_RULE)
    book.label(start, bottom - 20, caption, _AXIS)
    return top - bottom + 26


def radar(book: Book, x: float, top: float, size: float, rows: Sequence[Bar]) -> float:
    """A radar of the same figures, one axis a dimension; the height used. Needs three dimensions."""
    middle, centre, radius = x + size / 2, top - size / 2, size / 2 - 36
    count = len(rows)

    def at(n: int, share: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * n / count
        return middle + math.cos(angle) * radius * share, centre + math.sin(angle) * radius * share

    for ring in (0.25, 0.5, 0.75, 1.0):
        book.path([at(n, ring) for n in range(count)], edge=look.RULE, line=0.5 if ring < 1 else 0.9)
    for n, row in enumerate(rows):
        book.path([(middle, centre), at(n, 1)], edge=look.RULE, line=0.4, closed=False)
        a, b = at(n, 1.1)
        align = "c" if abs(a - middle) < 8 else "l" if a > middle else "r"
        lift = 4 if b > centre + 8 else -8 if b < centre - 8 else -2
        for line in lines(book.printable(row.title), book.plain, _AXIS.size, 46):
            book.label(a, b + lift, line, _AXIS.but(colour=look.QUIET), align)
            lift -= 8
    shape = [at(n, float(row.percent or 0) / 100) for n, row in enumerate(rows)]
    book.path(shape, fill=look.ACCENT_GROUND)
    for n in range(count):
        book.path([(middle, centre), at(n, 1)], edge=look.RULE, line=0.3, closed=False)
    book.path(shape, edge=look.ACCENT, line=1.4)
    for point in shape:
        book.ring(*point, 1.8, fill=look.ACCENT)
    return size
