"""Marks on a photo: a copy with arrows, boxes, words and covered places in its pixels; the original is never touched.

What is covered is filled with one colour, pixels and all, so nothing under it can be had back. Blurring is not
offered: blurred words were read again. Pillow draws; no screen is needed.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from auditapp.operations import about, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.photos import Box, covered, photo_of
from auditapp.operations.testimony import Draft, refuse_locked, testify
from auditapp.words import Trouble, resources, say

if TYPE_CHECKING:
    from PIL import Image

    from auditapp.inspection.state import Photo
    from auditapp.store.photos import Photos

INK: Final = (211, 47, 47)
"""Red of arrows, boxes and words: seen on white paper, grey floors and blue screens alike."""
HALO: Final = (255, 255, 255)
COVER: Final = (0, 0, 0)
MOST_WORDS: Final = 200
"""Characters of one piece of text in a picture."""


class Tool(StrEnum):
    """What is drawn. The value is its name in key sheets and tests."""

    COVER = "cover"
    ARROW = "arrow"
    BOX = "box"
    TEXT = "text"


@dataclass(frozen=True)
class Mark:
    """One thing drawn, from (x1, y1) to (x2, y2) in pixels of the rendition. An arrow points at its second end;
    ``text`` stands at the first corner."""

    tool: Tool
    x1: int
    y1: int
    x2: int
    y2: int
    text: str = ""

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom, whichever way it was drawn; right and bottom are the first pixels outside."""
        return min(self.x1, self.x2), min(self.y1, self.y2), max(self.x1, self.x2), max(self.y1, self.y2)

    @property
    def box(self) -> Box:
        left, top, right, bottom = self.corners
        return Box(left, top, right - left, bottom - top)

    @property
    def visible(self) -> bool:
        """Is there anything to see? (A click without a drag draws nothing; text needs words.)"""
        if self.tool is Tool.TEXT:
            return bool(self.text.strip())
        if self.tool is Tool.ARROW:
            return math.dist((self.x1, self.y1), (self.x2, self.y2)) >= 4
        left, top, right, bottom = self.corners
        return right - left >= 2 and bottom - top >= 2


@dataclass(frozen=True)
class Copy:
    """A copy of a photo, drawn and kept, of which nothing is testified yet."""

    photo: Photo
    rendition: str
    """SHA-256 of its bytes."""
    covers: bool
    """Something was covered, now or on the copy it began with."""


def mark(desk: Desk, inspection: str, photo: str, marks: Sequence[Mark], by: str, *, afresh: bool = False) -> Changes:
    """Let a copy with *marks* leave in the photo's place; *by* says with it that nothing else has to be covered.

    *afresh*: drawn on the photo as it was taken in, not on the copy that was made before. Raises `Trouble`: nothing
    to draw, no such photo or person, signed.
    """
    to_draw(marks)
    known = photo_of(desk, inspection, photo)
    about.whom(desk, inspection, by)
    refuse_locked(desk, inspection)
    return let_leave(desk, inspection, copied(desk.store.photos, known, marks, afresh=afresh), by)


def to_draw(marks: Sequence[Mark]) -> list[Mark]:
    """Those of *marks* that can be seen, as they will stand. Raises `Trouble` when there is none."""
    kept = [written(one) for one in marks if one.visible]
    if not kept:
        raise Trouble(
            say("Nothing was drawn"),
            say("There is no arrow, box, text or cover on the photo."),
            say("Nothing was changed. Draw one first."),
            code=2,
        )
    return kept


def copied(photos: Photos, photo: Photo, marks: Sequence[Mark], *, afresh: bool = False) -> Copy:
    """Draw *marks* on a copy and keep it. It touches no database, so it may be done beside the work; nothing is changed
    before `let_leave`. Raises `Trouble`: nothing to draw, the picture is missing."""
    kept = to_draw(marks)
    covers = [one for one in kept if one.tool is Tool.COVER]
    if len(covers) == len(kept) and (not afresh or photo.outgoing == photo.rendition):
        return Copy(photo, covered(photos, photo, [one.box for one in kept]), covers=True)
    from auditapp.store import renditions

    raw = photos.read(photo.rendition if afresh else photo.outgoing)
    copy, _ = renditions.keep_rendition(photos, draw(raw, kept), drawn=raw.startswith(b"\x89PNG"))
    before = photo.clearance is not None and photo.clearance.state == "redacted" and not afresh
    return Copy(photo, copy, covers=bool(covers) or before)


def let_leave(desk: Desk, inspection: str, copy: Copy, by: str) -> Changes:
    """Let *copy* leave in the photo's place; *by* says with it that nothing else has to be covered. Raises `Trouble`:
    no such person, signed meanwhile."""
    person = about.whom(desk, inspection, by)
    refuse_locked(desk, inspection)
    known = copy.photo
    value = {"state": "redacted" if copy.covers else "none-needed", "rendition": copy.rendition, "by": person.code}
    return testify(
        desk,
        inspection,
        "redacted" if copy.covers else "marked",
        [Draft("photo.clearance", known.id, value)],
        places=(known.place,),
        codes=(known.id,),
    )


def stroke(width: int, height: int) -> int:
    """Thickness of a line in a picture of this size, in pixels."""
    return max(3, round(max(width, height) / 300))


def letters(width: int, height: int) -> int:
    """Height of letters in a picture of this size, in pixels."""
    return max(16, round(max(width, height) / 40))


def head(mark: Mark, line: int) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """The three corners of an arrow's head, the tip first."""
    angle = math.atan2(mark.y2 - mark.y1, mark.x2 - mark.x1)
    length = min(line * 5.0, max(line * 2.0, math.dist((mark.x1, mark.y1), (mark.x2, mark.y2)) * 0.6))
    left, right = angle + math.pi * 0.85, angle - math.pi * 0.85
    tip = (float(mark.x2), float(mark.y2))
    return (
        tip,
        (tip[0] + length * math.cos(left), tip[1] + length * math.sin(left)),
        (tip[0] + length * math.cos(right), tip[1] + length * math.sin(right)),
    )


def draw(raw: bytes, marks: Sequence[Mark]) -> Image.Image:
    """The picture of *raw* with *marks* in its pixels. Covers come last, so no arrow shows through one."""
    from PIL import Image, ImageDraw, ImageFont

    with Image.open(io.BytesIO(raw)) as opened:
        image = opened.convert("RGB")
    image.info.clear()
    pen = ImageDraw.Draw(image)
    line = stroke(*image.size)
    for mark in sorted(marks, key=lambda one: one.tool is Tool.COVER):
        left, top, right, bottom = mark.corners
        match mark.tool:
            case Tool.COVER:
                pen.rectangle((left, top, right - 1, bottom - 1), fill=COVER)
            case Tool.BOX:
                pen.rectangle((left - 1, top - 1, right, bottom), outline=HALO, width=line + 2)
                pen.rectangle((left, top, right - 1, bottom - 1), outline=INK, width=line)
            case Tool.ARROW:
                tip, one, other = head(mark, line)
                for colour, more in ((HALO, 2), (INK, 0)):
                    back = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
                    pen.line((mark.x1, mark.y1, *back), fill=colour, width=line + more)
                    pen.polygon((tip, one, other), fill=colour, outline=colour, width=1 + more)
            case Tool.TEXT:
                size = letters(*image.size)
                font = ImageFont.truetype(str(resources() / "fonts" / "NotoSansSC-Bold.ttf"), size)
                pen.text(
                    (mark.x1, mark.y1),
                    mark.text,
                    font=font,
                    fill=INK,
                    stroke_width=max(2, size // 10),
                    stroke_fill=HALO,
                )
    return image


def written(mark: Mark) -> Mark:
    """The mark with its words as they will stand: one line, not too long. Raises `Trouble`."""
    return replace(mark, text=texts.line(mark.text, most=MOST_WORDS)) if mark.tool is Tool.TEXT else mark
