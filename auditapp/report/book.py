"""Pages being laid out: a cursor that walks down the page, breaks it, and draws headings, texts and tables.

Everything is drawn with reportlab's canvas (`press.Sheet`), and a page goes to disk as soon as it is full. Page x of
y, and the contents page, are known only at the end: each page shows a form, its frame, which `Book.close` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditapp.report import style as look
from auditapp.report.press import Sheet
from auditapp.report.style import Colour, Style
from auditapp.report.text import Printable, lines
from auditapp.report.typeface import Typeface

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

FLOOR = look.BOTTOM
CEILING = look.PAGE_HEIGHT - look.TOP
Dash = tuple[float, ...]
"""Points on and off, in turns; empty for a whole line."""
_SHORT = 9
"""Rows of a table that is kept on one page."""


@dataclass(frozen=True)
class Cell:
    """One table cell: a text, perhaps with a mark before it, and a smaller text below it."""

    text: str
    bold: bool = False
    colour: Colour = look.INK
    mark: str = ""
    small: str = ""


@dataclass(frozen=True)
class Span:
    """A table row that is one text over all columns but the first; a long one runs over pages."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """A table column. ``share`` of the width, in any unit; ``align`` is "l", "r" or "c"."""

    title: str
    share: float
    align: str = "l"


@dataclass(frozen=True)
class Entry:
    """A line of the contents: heading, its level, and page (counted from 1)."""

    level: int
    text: str
    page: int
    key: str
    """The bookmark that leads to it."""


@dataclass(frozen=True)
class Late:
    """A page whose content is drawn at the end (the contents), as a form of this name."""

    page: int
    name: str


@dataclass(frozen=True)
class _Line:
    text: str
    face: Typeface
    style: Style
    mark: str = ""


@dataclass(frozen=True)
class _Heading:
    level: int
    text: str
    listed: bool

    @property
    def style(self) -> Style:
        return (look.TITLE_1, look.TITLE_2, look.TITLE_3)[self.level - 1]


class Book:
    """The pages of one document. ``on_page`` is called after each page with the number of pages so far."""

    def __init__(
        self, sheet: Sheet, plain: Typeface, bold: Typeface, printable: Printable, on_page: Callable[[int], None]
    ) -> None:
        self.sheet, self.plain, self.bold, self.printable = sheet, plain, bold, printable
        self._on_page = on_page
        self._framed: list[bool] = []
        """Of every finished page: has it a head and a foot."""
        self.contents: list[Entry] = []
        self.y = 0.0
        self._waiting: list[_Heading] = []
        self._open, self._frame = False, True
        self._ink: Colour | None = None
        self._edge: tuple[Colour, float, Dash, bool] | None = None
        self._links = 0
        self.left, self.width = look.LEFT, look.WIDTH

    # -- pages ------------------------------------------------------------------------------------
    @property
    def pages(self) -> int:
        """How many pages are finished."""
        return len(self._framed)

    @property
    def page(self) -> int:
        """Number of the page being drawn, from 1."""
        return self.pages + 1

    def begin(self, *, framed: bool = True) -> None:
        """Begin a new page, ending the one before. ``framed``: with header and footer lines."""
        self.end()
        self._open, self._frame = True, framed
        self._afresh()

    def _afresh(self) -> None:
        """Begin to draw where no colour and no line is known to be set."""
        self._ink = self._edge = None
        self.y = CEILING

    def end(self) -> None:
        if self._open:
            self._draw_waiting()
            self._finish_page()
            self._open = False

    def _finish_page(self) -> None:
        if self._frame:
            self.sheet.doForm(_frame(self.page))
        self.sheet.showPage()
        self._framed.append(self._frame)
        self._on_page(self.pages)

    def late(self) -> Late:
        """A page that is drawn at the end with `draw_late`."""
        self.end()
        late = Late(self.page, f"late-{self.page}")
        self.sheet.doForm(late.name)
        self._frame = True
        self._finish_page()
        return late

    def draw_late(self, late: Late, draw: Callable[[Late], None]) -> None:
        """Draw a page that was put aside; *draw* uses the book as on any page but may not break it."""
        self.end()
        self._afresh()
        self.sheet.form(late.name, lambda: draw(late))

    def close(self, frame: Callable[[int, int], None]) -> None:
        """Draw every page's frame with ``frame(page, pages)``, and list the headings for readers' side panes."""
        self.end()
        for at, framed in enumerate(self._framed, 1):
            if framed:
                self._afresh()
                self.sheet.form(_frame(at), lambda page=at: frame(page, self.pages))  # type: ignore[misc]
        for entry in self.contents:
            if entry.level == 1:
                self.sheet.addOutlineEntry(entry.text, entry.key)

    def need(self, height: float) -> None:
        """Go to a new page unless *height* points are left on this one."""
        tall = sum(self._tall(heading) for heading in self._waiting)
        if self.y - tall - height < FLOOR and self.y < CEILING:
            waiting, self._waiting = self._waiting, []
            self.begin()
            self._waiting = waiting
        self._draw_waiting()

    def space(self, height: float) -> None:
        self.y -= height

    @contextmanager
    def column(self, left: float, width: float) -> Iterator[None]:
        """Draw into a narrower block."""
        before = self.left, self.width
        self.left, self.width = left, width
        yield
        self.left, self.width = before

    # -- drawing at a place -----------------------------------------------------------------------
    def face(self, bold: bool) -> Typeface:
        return self.bold if bold else self.plain

    def put(self, x: float, y: float, text: str, style: Style) -> None:
        """A line of printable text with its baseline at (x, y)."""
        if text:
            self._fill(style.colour)
            self.sheet.setFont(self.face(style.bold).fontName, style.size)
            line = self.sheet.beginText(round(x, 2), round(y, 2))  # drawString would measure it once more
            line.textLine(text)
            self.sheet.drawText(line)

    def _fill(self, colour: Colour) -> None:
        if colour != self._ink:
            self.sheet.setFillColorRGB(*colour)
            self._ink = colour

    def _stroke(self, colour: Colour, width: float, dash: Dash, rounded: bool) -> None:
        edge = colour, width, dash, rounded
        if edge != self._edge:
            self.sheet.setStrokeColorRGB(*colour)
            self.sheet.setLineWidth(width)
            self.sheet.setDash(dash)
            self.sheet.setLineCap(1 if rounded else 0)
            self.sheet.setLineJoin(1 if rounded else 0)
            self._edge = edge

    def label(self, x: float, y: float, text: str, style: Style, align: str = "l") -> None:
        """Any text on one line at a place, aligned to *x* at its left, right or middle."""
        text = self.printable(text).replace("\n", " ")
        if align != "l":
            width = self.face(style.bold).width(text, style.size)
            x -= width if align == "r" else width / 2
        self.put(x, y, text, style)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        line: float = 0.6,
        dash: Dash = (),
    ) -> None:
        """A rectangle with its lower left corner at (x, y)."""
        if fill:
            self._fill(fill)
        if edge:
            self._stroke(edge, line, dash, False)
        self.sheet.rect(round(x, 2), round(y, 2), round(width, 2), round(height, 2), stroke=bool(edge), fill=bool(fill))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: Colour = look.RULE, width: float = 0.5) -> None:
        self._stroke(colour, width, (), True)
        self.sheet.line(round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2))

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        line: float = 1,
        closed: bool = True,
        dash: Dash = (),
    ) -> None:
        if fill:
            self._fill(fill)
        if edge:
            self._stroke(edge, line, dash, True)
        path = self.sheet.beginPath()
        (x, y), *others = points
        path.moveTo(round(x, 2), round(y, 2))
        for x, y in others:
            path.lineTo(round(x, 2), round(y, 2))
        if closed:
            path.close()
        self.sheet.drawPath(path, stroke=bool(edge), fill=bool(fill))

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        line: float = 1,
    ) -> None:
        if fill:
            self._fill(fill)
        if edge:
            self._stroke(edge, line, (), False)
        self.sheet.circle(x, y, radius, stroke=bool(edge), fill=bool(fill))

    def picture(self, image: str, x: float, y: float, width: float, height: float) -> None:
        """A picture that was kept as *image*."""
        self.sheet.picture(image, round(x, 2), round(y, 2), round(width, 2), round(height, 2))

    def drawing(self, drawing: Drawing, x: float, y: float) -> None:
        """A chart, with its lower left corner at (x, y)."""
        from reportlab.graphics import renderPDF

        renderPDF.draw(drawing, self.sheet, x, y)

    def mark(self, kind: str, x: float, y: float, size: float) -> None:
        """The sign of a verdict or grade, so that colour never stands alone; (x, y) is its lower left corner."""
        s, mid = size, size / 2
        match kind:
            case "conform" | "good_practice":
                self.path(
                    [(x, y + mid), (x + 0.38 * s, y + 0.1 * s), (x + s, y + 0.9 * s)],
                    edge=look.OK,
                    line=1.3,
                    closed=False,
                )
            case "obs":
                self.ring(x + mid, y + mid, 0.42 * s, edge=look.WARN, line=1.2)
            case "minor":
                self.path([(x, y + 0.06 * s), (x + s, y + 0.06 * s), (x + mid, y + 0.94 * s)], edge=look.BAD, line=1.1)
            case "major":
                self.path(
                    [(x + 0.08 * s, y + 0.08 * s), (x + 0.92 * s, y + 0.92 * s)], edge=look.BAD, line=1.5, closed=False
                )
                self.path(
                    [(x + 0.08 * s, y + 0.92 * s), (x + 0.92 * s, y + 0.08 * s)], edge=look.BAD, line=1.5, closed=False
                )
            case "critical":
                self.path([(x + mid, y), (x + s, y + mid), (x + mid, y + s), (x, y + mid)], fill=look.BAD)
            case "box":
                self.box(x, y, s, s, edge=look.QUIET, line=0.8)
            case "none":
                pass
            case _:  # not judged, not applicable, not checked
                self.path([(x + 0.1 * s, y + mid), (x + 0.9 * s, y + mid)], edge=look.FAINT, line=1.1, closed=False)

    # -- flowing ----------------------------------------------------------------------------------
    def heading(self, level: int, text: str, *, listed: bool = True) -> None:
        """A heading. It is drawn with what follows it, so that it never stands alone at the end of a page."""
        self._waiting.append(_Heading(level, self.printable(text), listed))

    def _tall(self, heading: _Heading) -> float:
        style = heading.style
        return (
            style.before
            + style.after
            + style.leading * len(lines(heading.text, self.bold, style.size, self.width))
            + (5 if heading.level == 1 else 0)
        )

    def _draw_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for heading in waiting:
            style = heading.style
            if self.y < CEILING:
                self.y -= style.before
            if heading.listed:
                key = f"heading-{len(self.contents) + 1}"
                self.contents.append(Entry(heading.level, heading.text.replace("\n", " "), self.page, key))
                self.sheet.bookmarkPage(key, fit="XYZ", left=0, top=round(self.y + 12, 2), zoom=0)
            for line in lines(heading.text, self.bold, style.size, self.width):
                self.y -= style.leading
                self.put(self.left, self.y + style.leading * 0.28, line, style)
            if heading.level == 1:
                self.box(self.left, self.y - 3, 26, 2.2, fill=look.ACCENT)
                self.y -= 5
            self.y -= style.after

    def text(self, text: str, style: Style = look.BODY, *, lead: str = "") -> None:
        """A paragraph, whole, over as many pages as it takes. ``lead`` is printed bold before it."""
        text, lead = self.printable(text), self.printable(lead).replace("\n", " ")
        gap = self.bold.width(lead, style.size) + style.size * 0.6 if lead else 0
        if gap > self.width * 0.7:
            text, lead, gap = f"{lead}  {text}", "", 0
        broken = lines(text, self.face(style.bold), style.size, self.width, gap)
        self.y -= style.before
        self.need(min(len(broken), 2) * style.leading)
        for at, line in enumerate(broken):
            if self.y - style.leading < FLOOR:
                self.begin()
            self.y -= style.leading
            baseline = self.y + style.leading * 0.28
            if at == 0 and lead:
                self.put(self.left, baseline, lead, style.but(bold=True, colour=look.INK))
                self.put(self.left + gap, baseline, line, style)
            else:
                self.put(self.left, baseline, line, style)
        self.y -= style.after

    def bullet(self, text: str, style: Style = look.BODY) -> None:
        self.need(style.leading)
        self.ring(self.left + 3, self.y - style.leading * 0.5, 1.3, fill=look.ACCENT)
        with self.column(self.left + 12, self.width - 12):
            self.text(text, style.but(after=2.5))

    def callout(
        self, text: str, *, lead: str = "", tone: Colour = look.ACCENT, ground: Colour = look.ACCENT_GROUND
    ) -> None:
        """A paragraph on a tinted ground with a bar at its left; long ones run on without the ground."""
        style = look.BODY.but(size=9, leading=14, after=0)
        whole = self.printable(text)
        shown_lead = self.printable(lead)
        gap = self.bold.width(shown_lead, style.size) + 6 if lead else 0
        height = len(lines(whole, self.plain, style.size, self.width - 24, min(gap, self.width * 0.7))) * 14 + 12
        if height < (CEILING - FLOOR) * 0.8:
            self.need(height + 4)
            self.box(self.left, self.y - height, self.width, height, fill=ground)
            self.box(self.left, self.y - height, 2.4, height, fill=tone)
        else:
            self.need(40)
        self.y -= 6
        with self.column(self.left + 12, self.width - 24):
            self.text(text, style, lead=lead)
        self.y -= 12

    def pairs(self, rows: Iterable[tuple[str, str]], *, share: float = 0.24, keep: bool = True) -> None:
        """Names and values in two columns with thin rules; empty values are left out."""
        kept = [(Cell(label, colour=look.QUIET), Cell(value)) for label, value in rows if value]
        self.table([Column("", share), Column("", 1 - share)], kept, head=False, keep=keep)

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell | str] | Span],
        *,
        head: bool = True,
        size: Style = look.CELL,
        keep: bool = True,
    ) -> None:
        """A table over as many pages as it takes, its head repeated; a row higher than a page is split.

        Short tables stay on one page unless *keep* is false.
        """
        total = sum(c.share for c in columns)
        widths = [c.share / total * self.width for c in columns]
        begun = False
        if keep and isinstance(rows, list) and len(rows) <= _SHORT:
            height = self.table_height(columns, rows, head=head, size=size)
            if height < (CEILING - FLOOR) * 0.4:
                self.need(height)
        for row in rows:
            if isinstance(row, Span):
                with self.column(self.left + widths[0] + 4, self.width - widths[0] - 8):
                    self.text(row.text, look.CELL_SMALL.but(size=7.6, leading=11, before=3, after=4), lead=row.lead)
                self.line(self.left, self.y, self.left + self.width, self.y)
                continue
            laid = [self._cell(cell, width - 8, size) for cell, width in zip(row, widths, strict=True)]
            height = max(sum(line.style.leading for line in cell) for cell in laid) + 5
            if not begun:
                self.need((24 if head else 0) + min(height, 120))
                self._head(columns, widths, head)
                begun = True
            elif self.y - min(height, 150) < FLOOR:
                self.begin()
                self._head(columns, widths, head)
            while self.y - height < FLOOR:
                laid = self._part(columns, widths, laid)
                self.begin()
                self._head(columns, widths, head)
                height = max((sum(line.style.leading for line in cell) for cell in laid), default=0) + 5
            self._row(columns, widths, laid)
        if begun:
            self.y -= 8

    def table_height(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell | str] | Span],
        *,
        head: bool = True,
        size: Style = look.CELL,
    ) -> float:
        """How high a table will be when nothing breaks it."""
        total = sum(c.share for c in columns)
        widths = [c.share / total * self.width for c in columns]
        return (24 if head else 0) + sum(
            max(
                sum(line.style.leading for line in self._cell(cell, width - 8, size))
                for cell, width in zip(row, widths, strict=True)
            )
            + 5
            for row in rows
            if not isinstance(row, Span)
        )

    def _cell(self, cell: Cell | str, width: float, size: Style) -> list[_Line]:
        if isinstance(cell, str):
            cell = Cell(cell)
        face = self.bold if cell.bold else self.plain
        style = size.but(bold=cell.bold, colour=cell.colour) if cell.bold or cell.colour != look.INK else size
        room = width - (11 if cell.mark else 0)
        found = [_Line(t, face, style) for t in lines(self.printable(cell.text), face, style.size, room)]
        if cell.mark:
            found[0] = _Line(found[0].text, face, style, cell.mark)
            found[1:] = [_Line(line.text, face, style, "none") for line in found[1:]]
        if cell.small:
            found += [
                _Line(t, self.plain, look.CELL_SMALL)
                for t in lines(self.printable(cell.small), self.plain, look.CELL_SMALL.size, width)
            ]
        return found

    def _head(self, columns: Sequence[Column], widths: Sequence[float], head: bool) -> None:
        if not head:
            self.line(self.left, self.y, self.left + self.width, self.y)
            return
        style = look.TABLE_HEAD
        laid = [
            lines(self.printable(c.title), self.bold, style.size, w - 8) for c, w in zip(columns, widths, strict=True)
        ]
        height = max(len(t) for t in laid) * style.leading + 6
        self.box(self.left, self.y - height, self.width, height, fill=look.GROUND)
        self.line(self.left, self.y - height, self.left + self.width, self.y - height, look.STRONG_RULE, 0.7)
        x = self.left
        for titles, column, width in zip(laid, columns, widths, strict=True):
            for at, title in enumerate(titles):
                self._aligned(x, self.y - 3 - (at + 0.72) * style.leading, width, title, style, column.align)
            x += width
        self.y -= height

    def _aligned(self, x: float, y: float, width: float, text: str, style: Style, align: str) -> None:
        if align == "l":
            self.put(x + 4, y, text, style)
        else:
            own = self.face(style.bold).width(text, style.size)
            self.put(x + width - 4 - own if align == "r" else x + (width - own) / 2, y, text, style)

    def _row(self, columns: Sequence[Column], widths: Sequence[float], laid: Sequence[Sequence[_Line]]) -> None:
        x, lowest = self.left, self.y - 5
        for cell, column, width in zip(laid, columns, widths, strict=True):
            y = self.y - 2.5
            for line in cell:
                y -= line.style.leading
                shift = 0
                if line.mark:
                    shift = 11
                    self.mark(line.mark, x + 4, y + 2.6, 6.4)
                self._aligned(
                    x + shift, y + line.style.leading * 0.28, width - shift, line.text, line.style, column.align
                )
            lowest = min(lowest, y - 2.5)
            x += width
        self.y = lowest
        self.line(self.left, self.y, self.left + self.width, self.y)

    def _part(
        self, columns: Sequence[Column], widths: Sequence[float], laid: Sequence[list[_Line]]
    ) -> list[list[_Line]]:
        """Draw what fits of a row that does not fit; the rest of it."""
        room = self.y - FLOOR - 5
        now, rest = [], []
        for cell in laid:
            used, take = 0.0, 0
            for line in cell:
                if used + line.style.leading > room:
                    break
                used += line.style.leading
                take += 1
            now.append(cell[:take])
            rest.append(cell[take:])
        if any(now):
            self._row(columns, widths, now)
        return rest

    def link(self, late: Late, x: float, y: float, width: float, height: float, entry: Entry) -> None:
        """A place on a page put aside that leads to a heading."""
        self._links += 1
        self.sheet.link(
            late.page,
            f"link-{self._links}",
            entry.key,
            (round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2)),
            entry.text,
        )


def _frame(page: int) -> str:
    """The name of a page's frame among the forms."""
    return f"frame-{page}"
