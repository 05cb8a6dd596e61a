"""Rows of photos with their evidence numbers and captions."""

from __future__ import annotations

from collections.abc import Sequence

from auditapp.inspection.state import Photo
from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.drawing import Drawing
from auditapp.report.pictures import Placed, justify
from auditapp.report.text import lines

GAP = 8
LONG_CAPTION = 8
"""Lines of a caption under a picture; a longer one is printed below its row, whole."""
_NUMBER = look.CAPTION.but(bold=True, colour=look.INK)


def plates(drawing: Drawing, photos: Sequence[Photo], *, height: float = 122) -> None:
    """Photos in justified rows, whatever their shapes. A photo nobody cleared shows as an empty frame."""
    placed = [_placed(drawing, photo) for photo in photos]
    aspects = [p.aspect if p else 1.3 for p in placed]
    at = 0
    for row in justify(aspects, drawing.book.width, height=height, gap=GAP):
        count = len(row.widths)
        _row(drawing, photos[at : at + count], placed[at : at + count], row.widths, row.height)
        at += count


def _placed(drawing: Drawing, photo: Photo) -> Placed | None:
    return drawing.gallery.place(photo.outgoing) if photo.clearance else None


def caption(drawing: Drawing, photo: Photo) -> str:
    """Caption, place and time of a photo."""
    return "\n".join(
        part
        for part in (photo.caption, drawing.place(photo.place), dates.moment(photo.taken, drawing.w, zone=False))
        if part
    )


def _row(
    drawing: Drawing, photos: Sequence[Photo], placed: Sequence[Placed | None], widths: Sequence[float], height: float
) -> None:
    book, style = drawing.book, look.CAPTION
    captions, long_ones = [], []
    for photo, width in zip(photos, widths, strict=True):
        text = book.printable(caption(drawing, photo))
        broken = lines(text, book.plain, style.size, width)
        if len(broken) > LONG_CAPTION:
            long_ones.append((drawing.evidence[photo.id], text))
            broken = [book.printable(drawing.w("Caption below"))]
        captions.append(broken)
    tall = height + 4 + (1 + max(len(c) for c in captions)) * style.leading
    book.need(tall)
    x, top = book.left, book.y
    for photo, picture, width, broken in zip(photos, placed, widths, captions, strict=True):
        _picture(drawing, photo, picture, x, top - height, width, height)
        y = top - height - 3 - style.leading * 0.72
        book.put(x, y, book.printable(drawing.evidence[photo.id]), _NUMBER)
        for line in broken:
            y -= style.leading
            book.put(x, y, line, style)
        x += width + GAP
    book.y = top - tall - 7
    for number, text in long_ones:
        book.text(text, style.but(after=5), lead=number)


def _picture(
    drawing: Drawing, photo: Photo, picture: Placed | None, x: float, y: float, width: float, height: float
) -> None:
    book, w = drawing.book, drawing.w
    if picture is None:
        book.box(x, y, width, height, fill=look.GROUND, edge=look.STRONG_RULE, dash=(3, 2))
        said = w("Not cleared for release") if photo.uncleared else w("Picture not available")
        for at, line in enumerate(lines(book.printable(said), book.plain, 7.4, width - 10)):
            book.put(x + 5, y + height / 2 - at * 10, line, look.CAPTION)
        return
    scale = min(width / picture.width, height / picture.height)
    wide, tall = picture.width * scale, picture.height * scale
    book.picture(picture.image, x, y + height - tall, wide, tall)
