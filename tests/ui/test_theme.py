"""Colours can be read, sizes follow one scale, and nothing in the sheet stays a template."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor

from auditapp.ui.theme import SCALES, TOKENS, Density, Look, Theme
from auditapp.words import resources

PAIRS = [
    ("text", "bg"), ("text", "surface"), ("text2", "surface"), ("text2", "bg"), ("text3", "surface"),
    ("accent_on", "accent"), ("accent", "accent_bg"), ("ok", "ok_bg"), ("warn", "warn_bg"), ("bad", "bad_bg"),
    ("bad_on", "bad"), ("na", "na_bg"), ("ok", "surface"), ("bad", "surface"), ("text2", "subtle"),
]  # fmt: skip


def _light(colour: QColor) -> float:
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK, Look.CONTRAST])
def test_every_pair_of_text_and_ground_can_be_read(theme: Theme, look: Look) -> None:
    theme.set_look(look)
    weak = {pair: contrast(theme.token(pair[0]), theme.token(pair[1])) for pair in PAIRS}
    assert {pair: c for pair, c in weak.items() if c < 4.5} == {}


def test_a_colour_made_fainter_by_one_page_is_not_fainter_on_the_next(theme: Theme) -> None:
    theme.token("accent").setAlpha(50)
    assert theme.token("accent").alpha() == 255


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK, Look.CONTRAST])
def test_the_sheet_is_filled_in_completely(theme: Theme, look: Look, scale: int) -> None:
    theme.set_look(look)
    theme.set_scale(scale)
    sheet = theme.sheet()
    assert "@" not in sheet
    assert not re.search(r"\d+[uv]\b", sheet)
    for file in re.findall(r"url\(([^)]+)\)", sheet):
        assert (resources() / "icons" / file.rsplit("/", 1)[-1]).is_file()


def test_text_grows_and_shrinks_between_90_and_200_percent(theme: Theme) -> None:
    for _ in range(20):
        theme.larger()
    assert (theme.scale, theme.px(10)) == (200, 20)
    for _ in range(20):
        theme.larger(-1)
    assert (theme.scale, theme.px(10)) == (90, 9)


def test_fingers_get_44_pixels(theme: Theme) -> None:
    theme.set_density(Density.TOUCH)
    assert theme.target == 44


def test_a_change_is_told_once_and_no_change_is_not_told(theme: Theme, qtbot: object) -> None:
    told: list[int] = []
    theme.changed.connect(lambda: told.append(1))
    theme.set_look(Look.DARK)
    theme.set_look(Look.DARK)
    theme.set_scale(100)
    assert len(told) == 1
    assert theme.dark


def test_an_icon_wears_the_colour_of_its_token(theme: Theme) -> None:
    image = theme.pixmap("square", token="bad", size=48, ratio=1.0).toImage()
    seen = {
        image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.token("bad").name() in seen


def test_all_tokens_are_colours(theme: Theme) -> None:
    for look in (Look.LIGHT, Look.DARK, Look.CONTRAST):
        theme.set_look(look)
        assert [name for name in TOKENS if not theme.token(name).isValid()] == []
