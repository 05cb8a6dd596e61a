"""The cover, the contents page, and the lines at the head and foot of every page."""

from __future__ import annotations

from collections.abc import Callable

from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.book import Late
from auditapp.report.drawing import Drawing
from auditapp.report.style import Style
from auditapp.report.text import lines


def cover(drawing: Drawing, title: str, subtitle: str) -> None:
    """Title, unit, period, number, version, what it replaces, and the secrecy mark. No emblem, no seal."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    book.begin(framed=False)
    top = look.PAGE_HEIGHT
    book.box(0, top - 250, look.PAGE_WIDTH, 250, fill=look.NIGHT)
    book.box(look.LEFT, top - 250, 64, 3.5, fill=look.ACCENT)
    faint = (0.72, 0.78, 0.9)
    book.label(look.LEFT, top - 62, drawing.t(drawing.papers.checklist.title), Style(9.5, 14, colour=faint))
    mark = book.printable(w("Internal"))
    wide = book.bold.width(mark, 10) + 20
    book.box(look.PAGE_WIDTH - look.RIGHT - wide, top - 68, wide, 20, edge=faint, line=0.8)
    book.label(
        look.PAGE_WIDTH - look.RIGHT - wide / 2, top - 62, mark, Style(10, 14, bold=True, colour=look.WHITE), "c"
    )
    book.label(look.LEFT, top - 150, title, Style(34, 40, bold=True, colour=look.WHITE))
    y = top - 180
    for line in lines(book.printable(subtitle), book.plain, 12.5, look.WIDTH)[:3]:
        book.put(look.LEFT, y, line, Style(12.5, 19, colour=(0.87, 0.9, 0.96)))
        y -= 19
    book.y = top - 300
    unit = Style(19, 28, bold=True)
    for line in lines(book.printable(drawing.unit), book.bold, unit.size, look.WIDTH)[:4]:
        book.y -= unit.leading
        book.put(look.LEFT, book.y, line, unit)
    book.space(6)
    if drawing.about("site.address"):
        book.text(drawing.about("site.address"), look.LEAD)
    book.space(16)
    leaders = [p for p in inspection.people.values() if p.role in ("leader", "inspector")]
    book.pairs(
        [
            (w("Period"), drawing.period),
            (w("Report number"), inspection.number),
            (w("Version"), _version(drawing)),
            (w("Inspection team"), drawing.listed(*(p.name for p in leaders))),
            (w("Dated"), dates.day(drawing.made, w)),
        ],
        share=0.22,
    )
    if drawing.papers.draft:
        book.space(8)
        book.callout(
            w("This is a draft. It is not signed and may still change."),
            lead=w("DRAFT"),
            tone=look.WARN,
            ground=look.WARN_GROUND,
        )
    claim = drawing.t(drawing.papers.checklist.claim)
    style = look.SMALL.but(size=7.6, leading=11.4)
    broken = lines(book.printable(claim), book.plain, style.size, look.WIDTH)
    y = max(46.0, 46 + 11.4 * (len(broken) - 1))
    book.line(look.LEFT, y + 18, look.LEFT + look.WIDTH, y + 18)
    for line in broken:
        book.put(look.LEFT, y, line, style)
        y -= style.leading


def _version(drawing: Drawing) -> str:
    w, inspection = drawing.w, drawing.inspection
    amended = next((a for a in inspection.amendments if a.revision == inspection.revision), None)
    if amended is None:
        return inspection.revision
    return w(
        "{revision}, replaces version {old}. Reason: {reason}",
        revision=inspection.revision,
        old=amended.of,
        reason=amended.reason,
    )


def contents(drawing: Drawing) -> Callable[[], None]:
    """Put a page aside for the contents; the function that draws it once all pages are known."""
    late = drawing.book.late()
    book, w = drawing.book, drawing.w

    def draw(page: Late) -> None:
        book.y -= 24
        book.label(look.LEFT, book.y + 6, w("Contents"), look.TITLE_1)
        book.box(look.LEFT, book.y - 4, 26, 2.2, fill=look.ACCENT)
        book.y -= 26
        entries = [e for e in book.contents if e.level == 1]
        step = min(21.0, (book.y - look.BOTTOM) / max(1, len(entries)))
        style = Style(10, step)
        for entry in entries:
            book.y -= step
            shown = lines(entry.text, book.plain, style.size, look.WIDTH - 40)[0]
            book.put(look.LEFT, book.y + 5, shown, style)
            book.label(look.LEFT + look.WIDTH, book.y + 5, str(entry.page), style.but(colour=look.QUIET), "r")
            book.line(look.LEFT, book.y, look.LEFT + look.WIDTH, book.y)
            book.link(page, look.LEFT, book.y, look.WIDTH, step, entry)

    return lambda: book.draw_late(late, draw)


def frame(drawing: Drawing, title: str) -> Callable[[int, int], None]:
    """The head and foot of a page: title and unit, number, version, what it replaces, page x of y."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    style = Style(7.4, 10, colour=look.QUIET)
    amended = next((a for a in inspection.amendments if a.revision == inspection.revision), None)
    known = [inspection.number, w("Version {n}", n=inspection.revision)]
    if amended:
        known.append(w("replaces version {n}", n=amended.of))
    known.append(w("Internal"))
    if drawing.papers.draft:
        known.append(w("DRAFT"))
    foot = book.printable("  ·  ".join(k for k in known if k))
    head = book.printable(f"{title}  ·  {inspection.title}" if inspection.title else title)
    unit = book.printable(drawing.unit)
    room = look.WIDTH * 0.48

    def draw(page: int, pages: int) -> None:
        y = look.PAGE_HEIGHT - 40
        book.put(look.LEFT, y, lines(head, book.plain, style.size, room)[0], style)
        book.label(look.LEFT + look.WIDTH, y, lines(unit, book.plain, style.size, room)[0], style, "r")
        book.line(look.LEFT, y - 7, look.LEFT + look.WIDTH, y - 7)
        book.line(look.LEFT, 44, look.LEFT + look.WIDTH, 44)
        book.put(look.LEFT, 31, lines(foot, book.plain, style.size, look.WIDTH - 90)[0], style)
        book.label(look.LEFT + look.WIDTH, 31, w("Page {page} of {pages}", page=page, pages=pages), style, "r")

    return draw
