"""Whoever gets the program gets the licences with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_the_licence_of_the_house_is_whole() -> None:
    text = (HOUSE / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_fonts_bring_theirs() -> None:
    fonts = HOUSE / "resources" / "fonts"
    assert list(fonts.glob("*.ttf"))
    text = (fonts / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "DISCLAIMER" in text


def test_the_wheel_carries_every_licence() -> None:
    config = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    carried = set(config["project"]["license-files"])
    texts = [p for name in ("OFL*.txt", "LICENSE*") for p in (HOUSE / "resources").rglob(name)]
    here = {"LICENSE", *(p.relative_to(HOUSE).as_posix() for p in texts)}
    assert carried == here
