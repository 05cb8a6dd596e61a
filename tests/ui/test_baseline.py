"""The pages look as the approved pictures do; see `tests.ui.baseline` for how to make those anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from auditapp.ui.theme import Look
from tests.ui import baseline
from tests.ui.desks import Desks
from tests.ui.pages import SHOWN, Stage

LARGEST = 40 * 1024
ALTOGETHER = 4 * 1024 * 1024


BOTH = [
    pytest.param(
        (language, look), marks=() if (language == "en") is (look is Look.LIGHT) else pytest.mark.long,
        id=f"{look.value}-{language}",
    )
    for language in baseline.LANGUAGES
    for look in baseline.LOOKS
]  # fmt: skip
"""Each language and each look once; all of them when there is time."""


@pytest.fixture(scope="module", params=BOTH)
def stage(desks: Desks, request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Stage]:
    language, look = request.param
    with baseline.bundled_font_only(qapp):
        made = baseline.stage_for(desks(language), look)
        yield made
        made.close()


@pytest.mark.parametrize("name", [name for name in SHOWN if name not in baseline.LEFT_OUT])
def test_a_page_looks_as_approved(name: str, stage: Stage, tmp_path: Path) -> None:
    file = baseline.HERE / baseline.name_of(name, stage.theme.look, stage.filled.language)
    now = baseline.drawn(stage, SHOWN[name])
    share = baseline.differing(now, Image.open(file).convert("RGB"))
    if share > baseline.ALLOWED:
        now.save(tmp_path / file.with_suffix(".png").name)
    assert share <= baseline.ALLOWED, (
        f"{share:.1%} of {file.name} differs; what is drawn now lies in {tmp_path}. "
        "If it is right: python -m tests.ui.baseline, look, commit."
    )


def test_every_picture_is_there_small_and_of_a_page_there_is() -> None:
    there = {one.name: one.stat().st_size for one in baseline.HERE.glob("*.webp")}
    assert sorted(there) == sorted(baseline.names())
    assert max(there.values()) <= LARGEST
    assert sum(there.values()) <= ALTOGETHER


def test_a_change_that_a_person_sees_is_seen(tmp_path: Path) -> None:
    file = baseline.HERE / baseline.name_of("home", Look.LIGHT, "en")
    before = Image.open(file).convert("RGB")
    assert baseline.differing(before, before) <= baseline.ALLOWED
    moved = before.copy()
    moved.paste(before.crop((0, 60, before.width, before.height)), (0, 66))
    assert baseline.differing(moved, before) > baseline.ALLOWED
