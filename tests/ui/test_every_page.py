"""Every page, dialog and form in both languages: heard right, reached by Tab as one reads, and with no word cut off.

What there is, is listed in `pages`; it is shown over the filled desk (`filled`), which is made once a language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from auditapp.ui.places import PAGES
from auditapp.ui.theme import Density, Look, Theme
from tests.ui import heard, seen
from tests.ui.filled import Filled
from tests.ui.pages import SHOWN, Stage

LANGUAGES = ("en", "zh-CN")
WINDOWS = (
    (100, 960, 540),
    (100, 1366, 768),
    (100, 1440, 900),
    (100, 2560, 1440),
    (150, 960, 540),
    (150, 1440, 900),
    (200, 1366, 768),
    (200, 1440, 900),
)
"""Text size in percent and window: a projector, common laptops, a large screen."""

Desks = Callable[[str], Filled]


@pytest.fixture(scope="session")
def desks(
    tmp_path_factory: pytest.TempPathFactory, checklist: Path, short_checklist: Path, fonts: None
) -> Iterator[Desks]:
    """The filled desk in a language, made when it is first asked for."""
    made: dict[str, Filled] = {}

    def desk(language: str) -> Filled:
        if language not in made:
            folder = tmp_path_factory.mktemp(f"filled-{language}")
            made[language] = Filled(folder, checklist, short_checklist, language)
        return made[language]

    yield desk
    for one in made.values():
        one.close()


@pytest.fixture(scope="module")
def stages(desks: Desks, qapp: QApplication) -> Iterator[Callable[..., Stage]]:
    """A window over the filled desk in a language; one after the other, so that no two look alike to the focus."""
    up: dict[str, Stage] = {}

    def stage(language: str, look: Look = Look.LIGHT, scale: int = 100) -> Stage:
        for other in [one for one in up if one != language]:
            up.pop(other).close()
        if language not in up:
            theme = Theme(look=look, scale=scale)
            theme.apply(qapp)
            up[language] = Stage(desks(language), theme)
        theme = up[language].theme
        if (theme.look, theme.scale) != (look, scale):
            up[language].drop()
            theme.set_look(look)
            theme.set_scale(scale)
        return up[language]

    yield stage
    for one in up.values():
        one.close()


Stages = Callable[..., Stage]


def test_every_page_there_is_is_looked_at() -> None:
    assert {one.page for one in SHOWN.values()} - {""} == set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_everything_has_its_name_and_role_and_is_reached_by_tab_as_one_reads(
    name: str, language: str, stages: Stages
) -> None:
    stage = stages(language)
    stage.resize(1366, 768)
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    root = stage.show(SHOWN[name])
    strays = {one for one in QApplication.topLevelWidgets() if one.isVisible()} - before - {root}
    assert [type(one).__name__ for one in strays if not isinstance(one, QDialog | QMenu)] == [], "a window of its own"
    if isinstance(root, QMenu):  # walked by its arrows, not by Tab
        assert heard.entries(root) == [one.text() for one in root.actions() if one.isEnabled() and one.text()]
        return
    root.window().activateWindow()
    QApplication.processEvents()
    assert heard.wrong_names(root) == []
    assert heard.wrong_roles(root) == []
    assert heard.silent_rows(root) == []
    back = heard.walked(back=True)
    lap = heard.walked()
    assert heard.unreached(root, heard.go_to_end(root, lap)) == []
    assert heard.jumps(root, lap) == []
    turn = heard.in_turn(root, lap)
    assert {turn[0], turn[-1]} <= set(back), "Shift+Tab does not go the whole way"


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_one_sees_where_the_focus_is(look: Look, stages: Stages) -> None:
    stage = stages("en", look)
    stage.resize(1366, 768)
    unseen = {}
    for name, one in SHOWN.items():
        root = stage.show(one)
        root.window().activateWindow()
        QApplication.processEvents()
        if found := heard.unseen_focus(root, heard.walked()):
            unseen[name] = found
    assert unseen == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("scale", "width", "height"), WINDOWS)
def test_no_word_is_cut_off_or_covered(scale: int, width: int, height: int, language: str, stages: Stages) -> None:
    stage = stages(language, scale=scale)
    stage.resize(width, height)
    assert faults(stage) == {}


def test_no_word_is_cut_off_where_fingers_need_room(stages: Stages) -> None:
    stage = stages("en")
    stage.theme.set_density(Density.TOUCH)
    try:
        stage.resize(1366, 768)
        assert faults(stage) == {}
    finally:
        stage.drop()
        stage.theme.set_density(Density.NORMAL)


def faults(stage: Stage) -> dict[str, list[str]]:
    """Page -> what a person would complain about."""
    found = {}
    for name, one in SHOWN.items():
        root = stage.show(one)
        told = [*seen.cut(root), *seen.overlapping(root), *seen.painted_cut(root), *seen.tabs_cut(root)]
        if told:
            found[name] = told
    return found
