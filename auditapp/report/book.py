"""Pages being laid out: a cursor that walks down the page, breaks it, and draws headings, texts and tables.

Pages are written as soon as they are full. Page x of y, and the contents page, are known only at the end: each
page names a second content object, its frame, which `Book.close` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from auditapp.report import style as look
from auditapp.report.pdf import Pdf, number, references, text_string
from auditapp.report.style import Colour, Style
from auditapp.report.text import Printable, lines
from auditapp.report.typeface import Typeface

FLOOR = look.BOTTOM
CEILING = look.PAGE_HEIGHT - look.TOP
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


@dataclass
class _Page:
    number: int
    frame: int
    framed: bool


@dataclass(frozen=True)
class Entry:
    """A line of the contents: heading, its level, page (counted from 1) and height on it."""

    level: int
    text: str
    page: int
    y: float


@dataclass
class Late:
    """A page whose content is written at the end (the contents)."""

    page: int
    content: int
    links: int


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


@dataclass
class Canvas:
    """What is being drawn on one page: operators and the pictures they use."""

    ops: list[str] = field(default_factory=list)
    pictures: dict[int, None] = field(default_factory=dict)
    notes: list[int] = field(default_factory=list)


_colours: dict[Colour, str] = {}


def _colour(colour: Colour) -> str:
    shown = _colours.get(colour)
    if shown is None:
        shown = _colours[colour] = " ".join(f"{part:.3f}".rstrip("0").rstrip(".") or "0" for part in colour)
    return shown


class Book:
    """The pages of one document. ``on_page`` is called after each page with the number of pages so far."""

    def __init__(self, pdf: Pdf, plain: Typeface, bold: Typeface, printable: Printable,
                 on_page: Callable[[int], None]) -> None:
        self.pdf, self.plain, self.bold, self.printable = pdf, plain, bold, printable
        self._on_page = on_page
        self.fonts = {plain.label: pdf.reserve(), bold.label: pdf.reserve()}
        self.tree = pdf.reserve()
        self.pages: list[_Page] = []
        self.contents: list[Entry] = []
        self.canvas = Canvas()
        self.y = 0.0
        self._waiting: list[_Heading] = []
        self._open = False
        self._framed = True
        self.left, self.width = look.LEFT, look.WIDTH

    # -- pages ------------------------------------------------------------------------------------
    @property
    def page(self) -> int:
        """Number of the page being drawn, from 1."""
        return len(self.pages) + 1

    def begin(self, *, framed: bool = True) -> None:
        """Begin a new page, ending the one before. ``framed``: with header and footer lines."""
        self.end()
        self._open, self._framed = True, framed
        self.canvas = Canvas()
        self.y = CEILING

    def end(self) -> None:
        if not self._open:
            return
        self._draw_waiting()
        content = self.pdf.stream({}, "\n".join(self.canvas.ops).encode("ascii"))
        self._write_page(content, self.canvas, "")
        self._open = False

    def _write_page(self, content: int, canvas: Canvas, notes: str) -> None:
        frame, page = self.pdf.reserve(), self.pdf.reserve()
        pictures = "".join(f"/I{n} {n} 0 R" for n in canvas.pictures)
        if canvas.notes:
            notes = f"/Annots{references(canvas.notes)}"
        self.pdf.put(
            f"<</Type/Page/Parent {self.tree} 0 R/MediaBox[0 0 {look.PAGE_WIDTH} {look.PAGE_HEIGHT}]"
            f"/Resources<</Font<<{self._fonts()}>>"
            + (f"/XObject<<{pictures}>>" if pictures else "")
            + f">>/Contents[{content} 0 R {frame} 0 R]{notes}>>", page)
        self.pages.append(_Page(page, frame, self._framed))
        self._on_page(len(self.pages))

    def _fonts(self) -> str:
        return "".join(f"/{label} {n} 0 R" for label, n in self.fonts.items())

    def late(self) -> Late:
        """A page that is drawn at the end with `draw_late`."""
        self.end()
        content, links = self.pdf.reserve(), self.pdf.reserve()
        self._framed = True
        self._write_page(content, Canvas(), f"/Annots {links} 0 R")
        return Late(len(self.pages), content, links)

    def draw_late(self, late: Late, draw: Callable[[], None]) -> None:
        """Draw a page that was put aside; *draw* uses the book as on any page but may not break it."""
        self.end()
        self.canvas, self.y = Canvas(), CEILING
        draw()
        self.pdf.stream({}, "\n".join(self.canvas.ops).encode("ascii"), late.content)
        self.pdf.put(references(self.canvas.notes), late.links)

    def close(self, frame: Callable[[int, int], None]) -> None:
        """Draw every page's frame with ``frame(page, pages)`` and write the page tree."""
        self.end()
        for at, page in enumerate(self.pages, 1):
            self.canvas = Canvas()
            if page.framed:
                frame(at, len(self.pages))
            self.pdf.stream({}, "\n".join(self.canvas.ops).encode("ascii"), page.frame, compress=False)
        self.pdf.put(f"<</Type/Pages/Count {len(self.pages)}/Kids{references(p.number for p in self.pages)}>>",
                     self.tree)

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
            face = self.bold if style.bold else self.plain
            self.canvas.ops.append(f"BT {_colour(style.colour)} rg /{face.label} {number(style.size)} Tf "
                                   f"{number(x)} {number(y)} Td <{face.hex(text)}> Tj ET")

    def label(self, x: float, y: float, text: str, style: Style, align: str = "l") -> None:
        """Any text on one line at a place, aligned to *x* at its left, right or middle."""
        text = self.printable(text).replace("\n", " ")
        if align != "l":
            width = self.face(style.bold).width(text, style.size)
            x -= width if align == "r" else width / 2
        self.put(x, y, text, style)

    def box(self, x: float, y: float, width: float, height: float, *, fill: Colour | None = None,
            edge: Colour | None = None, line: float = 0.6, dash: str = "") -> None:
        """A rectangle with its lower left corner at (x, y)."""
        shape = f"{number(x)} {number(y)} {number(width)} {number(height)} re"
        if fill:
            self.canvas.ops.append(f"{_colour(fill)} rg {shape} f")
        if edge:
            self.canvas.ops.append(f"q {_colour(edge)} RG {number(line)} w {dash} {shape} S Q")

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: Colour = look.RULE, width: float = 0.5) -> None:
        self.path([(x1, y1), (x2, y2)], edge=colour, line=width, closed=False)

    def path(self, points: Sequence[tuple[float, float]], *, fill: Colour | None = None, edge: Colour | None = None,
             line: float = 1, closed: bool = True, dash: str = "") -> None:
        (x, y), *others = points
        shape = f"{number(x)} {number(y)} m " + " ".join(f"{number(a)} {number(b)} l" for a, b in others)
        shape += " h" if closed else ""
        if fill:
            self.canvas.ops.append(f"{_colour(fill)} rg {shape} f")
        if edge:
            self.canvas.ops.append(f"q {_colour(edge)} RG {number(line)} w 1 J 1 j {dash} {shape} S Q")

    def ring(self, x: float, y: float, radius: float, *, fill: Colour | None = None, edge: Colour | None = None,
             line: float = 1) -> None:
        k = radius * 0.5523
        n = number
        shape = (f"{n(x + radius)} {n(y)} m {n(x + radius)} {n(y + k)} {n(x + k)} {n(y + radius)} {n(x)} "
                 f"{n(y + radius)} c {n(x - k)} {n(y + radius)} {n(x - radius)} {n(y + k)} {n(x - radius)} {n(y)} c "
                 f"{n(x - radius)} {n(y - k)} {n(x - k)} {n(y - radius)} {n(x)} {n(y - radius)} c {n(x + k)} "
                 f"{n(y - radius)} {n(x + radius)} {n(y - k)} {n(x + radius)} {n(y)} c h")
        if fill:
            self.canvas.ops.append(f"{_colour(fill)} rg {shape} f")
        if edge:
            self.canvas.ops.append(f"q {_colour(edge)} RG {number(line)} w {shape} S Q")

    def picture(self, image: int, x: float, y: float, width: float, height: float) -> None:
        self.canvas.pictures[image] = None
        self.canvas.ops.append(f"q {number(width)} 0 0 {number(height)} {number(x)} {number(y)} cm /I{image} Do Q")

    def mark(self, kind: str, x: float, y: float, size: float) -> None:
        """The sign of a verdict or grade, so that colour never stands alone; (x, y) is its lower left corner."""
        s, mid = size, size / 2
        match kind:
            case "conform" | "good_practice":
                self.path([(x, y + mid), (x + 0.38 * s, y + 0.1 * s), (x + s, y + 0.9 * s)], edge=look.OK, line=1.3,
                          closed=False)
            case "obs":
                self.ring(x + mid, y + mid, 0.42 * s, edge=look.WARN, line=1.2)
            case "minor":
                self.path([(x, y + 0.06 * s), (x + s, y + 0.06 * s), (x + mid, y + 0.94 * s)], edge=look.BAD, line=1.1)
            case "major":
                self.path([(x + 0.08 * s, y + 0.08 * s), (x + 0.92 * s, y + 0.92 * s)], edge=look.BAD, line=1.5,
                          closed=False)
                self.path([(x + 0.08 * s, y + 0.92 * s), (x + 0.92 * s, y + 0.08 * s)], edge=look.BAD, line=1.5,
                          closed=False)
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
        return style.before + style.after + style.leading * len(
            lines(heading.text, self.bold, style.size, self.width)) + (5 if heading.level == 1 else 0)

    def _draw_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for heading in waiting:
            style = heading.style
            if self.y < CEILING:
                self.y -= style.before
            if heading.listed:
                self.contents.append(Entry(heading.level, heading.text.replace("\n", " "), self.page, self.y))
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

    def height_of(self, text: str, style: Style, width: float = 0) -> float:
        """How high a text will be."""
        return len(lines(self.printable(text), self.face(style.bold), style.size, width or self.width)) * style.leading

    def bullet(self, text: str, style: Style = look.BODY) -> None:
        self.need(style.leading)
        self.ring(self.left + 3, self.y - style.leading * 0.5, 1.3, fill=look.ACCENT)
        with self.column(self.left + 12, self.width - 12):
            self.text(text, style.but(after=2.5))

    def callout(self, text: str, *, lead: str = "", tone: Colour = look.ACCENT,
                ground: Colour = look.ACCENT_GROUND) -> None:
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

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str] | Span], *,
              head: bool = True, size: Style = look.CELL, keep: bool = True) -> None:
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

    def table_height(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell | str] | Span], *,
                     head: bool = True, size: Style = look.CELL) -> float:
        """How high a table will be when nothing breaks it."""
        total = sum(c.share for c in columns)
        widths = [c.share / total * self.width for c in columns]
        return (24 if head else 0) + sum(
            max(sum(line.style.leading for line in self._cell(cell, width - 8, size))
                for cell, width in zip(row, widths, strict=True)) + 5 for row in rows if not isinstance(row, Span))

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
            found += [_Line(t, self.plain, look.CELL_SMALL)
                      for t in lines(self.printable(cell.small), self.plain, look.CELL_SMALL.size, width)]
        return found

    def _head(self, columns: Sequence[Column], widths: Sequence[float], head: bool) -> None:
        if not head:
            self.line(self.left, self.y, self.left + self.width, self.y)
            return
        style = look.TABLE_HEAD
        laid = [lines(self.printable(c.title), self.bold, style.size, w - 8)
                for c, w in zip(columns, widths, strict=True)]
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
                self._aligned(x + shift, y + line.style.leading * 0.28, width - shift, line.text, line.style,
                              column.align)
            lowest = min(lowest, y - 2.5)
            x += width
        self.y = lowest
        self.line(self.left, self.y, self.left + self.width, self.y)

    def _part(self, columns: Sequence[Column], widths: Sequence[float],
              laid: Sequence[list[_Line]]) -> list[list[_Line]]:
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

    # -- the list of headings, for readers' side panes ---------------------------------------------
    def outline(self) -> int:
        """Write the bookmarks; the object of their root."""
        top = [e for e in self.contents if e.level == 1]
        root = self.pdf.reserve()
        numbers = [self.pdf.reserve() for _ in top]
        for at, (entry, own) in enumerate(zip(top, numbers, strict=True)):
            before = f"/Prev {numbers[at - 1]} 0 R" if at else ""
            after = f"/Next {numbers[at + 1]} 0 R" if at + 1 < len(numbers) else ""
            self.pdf.put(f"<</Title{text_string(entry.text)}/Parent {root} 0 R{before}{after}"
                         f"/Dest{self.destination(entry)}>>", own)
        ends = f"/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R" if numbers else ""
        return self.pdf.put(f"<</Type/Outlines/Count {len(numbers)}{ends}>>", root)

    def destination(self, entry: Entry) -> str:
        return f"[{self.pages[entry.page - 1].number} 0 R/XYZ 0 {number(entry.y + 12)} 0]"

    def link(self, x: float, y: float, width: float, height: float, entry: Entry) -> None:
        """A place on this page that leads to a heading."""
        self.canvas.notes.append(self.pdf.put(
            f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{number(x)} {number(y)} {number(x + width)} "
            f"{number(y + height)}]/Dest{self.destination(entry)}>>"))
