"""The checklist to walk with on paper: tick boxes, limits, guidance, room for notes and for samples."""

from __future__ import annotations

from auditapp.checklist.answers import with_unit
from auditapp.checklist.model import AnswerKind, Band, Item
from auditapp.report import labels
from auditapp.report import style as look
from auditapp.report.drawing import Drawing
from auditapp.report.parts import cover
from auditapp.report.style import Style
from auditapp.report.text import lines

_ITEM = Style(8.8, 12.6)
_SMALL = Style(7.2, 10, colour=look.QUIET)
_TICK = Style(7.6, 11)
_SAMPLES = 8
"""Columns to write samples in."""


def blank(drawing: Drawing, title: str) -> None:
    book, w, checklist = drawing.book, drawing.w, drawing.papers.checklist
    cover.cover(drawing, title, drawing.t(checklist.title))
    contents = cover.contents(drawing)
    for dimension in checklist.dimensions:
        for at, group in enumerate(dimension.groups):
            if at == 0:
                book.begin()
                book.heading(1, f"{dimension.id}  {drawing.t(dimension.title)}")
                book.text(
                    w(
                        "★ critical item. P! a photo is required, P a photo is expected when it does not conform. "
                        "Write the reason beside “not applicable” and “not checked”."
                    ),
                    look.SMALL,
                )
            book.heading(2, f"{group.id}  {drawing.t(group.title)}")
            for item in group.items:
                _item(drawing, item)
    contents()


def _item(drawing: Drawing, item: Item) -> None:
    book, w = drawing.book, drawing.w
    left, width = book.left + 48, book.width - 48
    text = book.printable(drawing.t(item.text) + (" ★" if item.critical else ""))
    photo = {"required": w("P!"), "expected": w("P")}.get(str(item.photo), "")
    asked = lines(text, book.plain, _ITEM.size, width - 24)
    small = []
    guidance = drawing.t(item.guidance)
    if guidance:
        small += lines(book.printable(guidance), book.plain, _SMALL.size, width)
    limits = _limits(drawing, item)
    when = drawing.t(item.when_text)
    beside = drawing.apart(
        labels.method(w, item.method),
        limits,
        w("only if: {condition}", condition=when) if when else "",
        drawing.criteria(item).replace("\n", " "),
    )
    small += lines(book.printable(beside), book.plain, _SMALL.size, width)
    rows = _tick_rows(drawing, item, width)
    samples = 22.0 if item.set else 0.0
    height = len(asked) * _ITEM.leading + len(small) * _SMALL.leading + len(rows) * 14 + samples + 24
    book.need(min(height, 400))
    y = book.y - 4
    book.put(book.left, y - 9, book.printable(item.id), _ITEM.but(bold=True))
    if photo:
        book.label(book.left + book.width, y - 9, photo, _ITEM.but(bold=True), "r")
    for line in asked:
        y -= _ITEM.leading
        book.put(left, y + 3.4, line, _ITEM)
    for line in small:
        y -= _SMALL.leading
        book.put(left, y + 2.6, line, _SMALL)
    for row in rows:
        y -= 14
        x = left
        for said, wide in row:
            if said:
                book.mark("box", x, y + 2.6, 7.4)
                book.put(x + 11, y + 3.4, said, _TICK)
            else:
                book.line(x, y + 2, x + wide - 8, y + 2, look.STRONG_RULE)
            x += wide
    if samples:
        y -= samples
        _sample_cells(drawing, item, left, y + 2, width)
    y -= 15
    book.label(left, y + 3, w("Notes"), _SMALL)
    book.line(left + 26, y + 1, book.left + book.width, y + 1, look.RULE)
    book.y = y - 5
    book.line(book.left, book.y, book.left + book.width, book.y, look.RULE)


def _tick_rows(drawing: Drawing, item: Item, width: float) -> list[list[tuple[str, float]]]:
    """Rows of (text to tick, width); an empty text is a line to write on."""
    book, w = drawing.book, drawing.w
    match item.kind:
        case AnswerKind.CONFORM:
            said = [labels.verdict(w, v) for v in ("conform", "obs", "minor", "major")]
        case AnswerKind.YESNO:
            said = [w("Yes"), w("No")]
        case AnswerKind.CHOICE | AnswerKind.MULTI:
            said = [drawing.t(o.label) for o in item.options]
        case AnswerKind.COMPUTED:
            return []
        case AnswerKind.PHOTO:
            said = [w("Photo taken")]
        case _:
            said = [""]
    said += [w("Not applicable"), w("Not checked")]
    rows: list[list[tuple[str, float]]] = [[]]
    used = 0.0
    for one in said:
        text = lines(book.printable(one), book.plain, _TICK.size, width - 24)[0] if one else ""
        wide = book.plain.width(text, _TICK.size) + 24 if text else width * 0.45
        if used + wide > width and rows[-1]:
            rows.append([])
            used = 0
        rows[-1].append((text, wide))
        used += wide
    return rows


def _sample_cells(drawing: Drawing, item: Item, x: float, y: float, width: float) -> None:
    """Small boxes, one a sample, to write its code and answer in."""
    book = drawing.book
    known = [s.code for s in drawing.inspection.samples_in(item.set)][:_SAMPLES]
    each = width / _SAMPLES
    for n in range(_SAMPLES):
        book.box(x + n * each, y, each - 4, 17, edge=look.STRONG_RULE, line=0.5)
        book.label(x + n * each + 3, y + 10.5, known[n] if n < len(known) else str(n + 1), _SMALL.but(size=5.6))


def _limits(drawing: Drawing, item: Item) -> str:
    """Every band of limits, with the switch it hangs on."""
    if item.limits is None:
        return ""
    return drawing.apart(*(_band(drawing, band, drawing.t(item.limits.unit)) for band in item.limits.bands))


def _band(drawing: Drawing, band: Band, unit: str) -> str:
    w, said = drawing.w, []
    if band.fail_below:
        said.append(f"≥ {band.fail_below}")
    if band.fail_above:
        said.append(f"≤ {band.fail_above}")
    if band.warn_below and band.warn_below != band.fail_below:
        said.append(w("observation below {value}", value=band.warn_below))
    if band.warn_above and band.warn_above != band.fail_above:
        said.append(w("observation above {value}", value=band.warn_above))
    if not said:
        return ""
    label = drawing.t(band.label)
    limits = with_unit(drawing.listed(*said), unit)
    return w("{name}: {limits}", name=label, limits=limits) if label else limits
