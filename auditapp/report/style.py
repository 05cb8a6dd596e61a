"""The look of every document: one grid, one scale of sizes, one set of colours that also work in grey print."""

from __future__ import annotations

from dataclasses import dataclass, replace

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 20 * MM, 20 * MM, 24 * MM, 22 * MM
WIDTH = PAGE_WIDTH - LEFT - RIGHT
"""Width of the text block, points."""

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    return (int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255)


INK, QUIET, FAINT = _rgb("1B2130"), _rgb("525B6B"), _rgb("8A92A0")
ACCENT, ACCENT_GROUND = _rgb("2F57C9"), _rgb("EBF0FD")
RULE, STRONG_RULE, GROUND, WHITE = _rgb("D9DDE4"), _rgb("9AA3B2"), _rgb("F4F5F7"), _rgb("FFFFFF")
OK, OK_GROUND = _rgb("12704A"), _rgb("E3F3EA")
WARN, WARN_GROUND = _rgb("8A5200"), _rgb("FCF0DA")
BAD, BAD_GROUND = _rgb("B3261E"), _rgb("FBE8E6")
NIGHT = _rgb("1B2A4A")


@dataclass(frozen=True)
class Style:
    """How a paragraph looks. Sizes in points; ``before`` and ``after`` are space around it."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK
    before: float = 0
    after: float = 0

    def but(self, **changes: object) -> Style:
        return replace(self, **changes)  # type: ignore[arg-type]


BODY = Style(9.5, 15, after=5)
SMALL = Style(8, 12, colour=QUIET, after=3)
CELL = Style(8.2, 11.6)
CELL_SMALL = Style(7, 10.2, colour=QUIET)
TABLE_HEAD = Style(7.8, 11, bold=True, colour=QUIET)
CAPTION = Style(7.4, 10.4, colour=QUIET)
TITLE_1 = Style(17, 24, bold=True, before=20, after=9)
TITLE_2 = Style(12, 18, bold=True, before=11, after=5)
TITLE_3 = Style(10, 15, bold=True, before=6, after=3)
LEAD = Style(11, 18, colour=QUIET, after=6)
