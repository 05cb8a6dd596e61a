"""A copy of a photo with arrows, boxes, words and covered places drawn into its pixels; the original is never touched.

Pure: bytes and marks go in, a picture comes out; Pillow draws, no screen is needed. What is covered is filled with
one colour, pixels and all, so nothing under it can be had back. Blurring is not offered: blurred words were read again.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from auditapp.operations import texts
from auditapp.operations.photos import Box
from auditapp.words import resources

if TYPE_CHECKING:
    from PIL import Image

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
