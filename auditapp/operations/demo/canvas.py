"""A drawing board for scenes: soft light, perspective rooms, labels, and the grain of a small camera."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from auditapp.words import resources

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]


@cache
def typeface(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    name = "NotoSansSC-Bold.ttf" if bold else "NotoSansSC-Regular.ttf"
    return ImageFont.truetype(resources() / "fonts" / name, size)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour *share* of the way from *a* to *b*."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


class Board:
    """One picture being drawn. Positions are shares of width and height, 0..1 from the top left."""

    def __init__(self, width: int, height: int, light: Colour = (232, 234, 230)) -> None:
        from PIL import Image, ImageDraw

        self.width, self.height = width, height
        self.image: Image.Image = Image.new("RGB", (width, height), light)
        self.draw: ImageDraw.ImageDraw = ImageDraw.Draw(self.image)

    @property
    def unit(self) -> float:
        return min(self.width, self.height)

    def at(self, x: float, y: float) -> Point:
        return (x * self.width, y * self.height)

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: Colour,
        *,
        round_: float = 0.0,
        edge: Colour | None = None,
        edge_width: float = 0.003,
    ) -> None:
        area = [*self.at(x, y), *self.at(x + w, y + h)]
        self.draw.rounded_rectangle(
            area, round_ * self.unit, fill, edge, max(1, round(edge_width * self.unit)) if edge else 0
        )

    def shape(self, corners: Sequence[Point], fill: Colour, edge: Colour | None = None) -> None:
        self.draw.polygon([self.at(*c) for c in corners], fill, edge)

    def disc(
        self, x: float, y: float, radius: float, fill: Colour, edge: Colour | None = None, edge_width: float = 0.004
    ) -> None:
        """A circle; *radius* is a share of the shorter side."""
        cx, cy = self.at(x, y)
        r = radius * self.unit
        self.draw.ellipse([cx - r, cy - r, cx + r, cy + r], fill, edge, max(1, round(edge_width * self.unit)))

    def line(self, points: Sequence[Point], fill: Colour, width: float = 0.006) -> None:
        self.draw.line([self.at(*p) for p in points], fill, max(1, round(width * self.unit)), joint="curve")

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 0.05,
        fill: Colour = (40, 44, 52),
        *,
        bold: bool = False,
        anchor: str = "mm",
    ) -> None:
        self.draw.text(self.at(x, y), text, fill, typeface(max(8, round(size * self.unit)), bold), anchor=anchor)

    def shade(self, top: Colour, bottom: Colour, y0: float = 0.0, y1: float = 1.0) -> None:
        """A vertical fall of light between two heights."""
        first, last = round(y0 * self.height), round(y1 * self.height)
        for row in range(first, last):
            self.draw.line([(0, row), (self.width, row)], mix(top, bottom, (row - first) / max(1, last - first)))

    def room(self, wall: Colour = (214, 219, 222), floor: Colour = (150, 153, 158), horizon: float = 0.58) -> None:
        """Wall, skirting, floor and two ceiling lights."""
        self.shade(mix(wall, (255, 255, 255), 0.45), wall, 0, horizon)
        self.shade(mix(floor, (0, 0, 0), 0.12), mix(floor, (255, 255, 255), 0.18), horizon, 1)
        self.box(0, horizon - 0.012, 1, 0.014, mix(wall, (60, 60, 60), 0.35))
        for x in (0.18, 0.62):
            self.shape([(x, 0.03), (x + 0.2, 0.03), (x + 0.16, 0.09), (x + 0.04, 0.09)], (252, 252, 244))

    def finish(self, seed: int) -> Image.Image:
        """Grain, a little blur and darker corners: the look of a hand-held camera indoors."""
        import random

        from PIL import Image, ImageChops, ImageFilter

        dice = random.Random(seed)
        tile = Image.frombytes("L", (256, 256), bytes(118 + dice.randrange(21) for _ in range(65536)))
        grain = Image.new("L", self.image.size)
        for left in range(0, self.width, 256):
            for top in range(0, self.height, 256):
                grain.paste(tile, (left, top))
        softened = self.image.filter(ImageFilter.GaussianBlur(max(0.4, self.unit / 1600)))
        grained = ImageChops.overlay(softened, Image.merge("RGB", (grain, grain, grain)))
        corners = Image.radial_gradient("L").resize(self.image.size).point(lambda v: 255 - max(0, v - 120) // 3)
        return ImageChops.multiply(grained, Image.merge("RGB", (corners, corners, corners)))
