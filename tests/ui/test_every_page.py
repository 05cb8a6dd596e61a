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
from tests.ui.person import eventually

LANGUAGES = ("en", "zh-CN")
SIZES = {
    100: ((960, 540), (1366, 768), (1440, 900), (2560, 1440)),
    150: ((960, 540), (1366, 768), (1440, 900)),
    200: ((960, 540), (1366, 768), (1440, 900), (2560, 1440)),
}
"""Text size in percent -> windows: a projector, common laptops, a large screen."""

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


@pytest.fixture(params=LANGUAGES)
def stage(request: pytest.FixtureRequest, desks: Desks, theme: Theme) -> Iterator[Stage]:
    """A window over the filled desk."""
    made = Stage(desks(request.param), theme)
    yield made
    made.close()
    theme.set_scale(100)


def test_every_page_there_is_is_looked_at() -> None:
    assert {one.page for one in SHOWN.values()} - {""} == set(PAGES)


@pytest.mark.parametrize("name", SHOWN)
def test_everything_has_its_name_and_role_and_is_reached_by_tab_as_one_reads(name: str, stage: Stage) -> None:
    stage.resize(1366, 768)
    root = stage.show(SHOWN[name])
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


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_pops_up_as_a_window_of_its_own(name: str, desks: Desks, theme: Theme) -> None:
    stage = Stage(desks("en"), theme)
    try:
        stage.resize(1366, 768)
        before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
        root = stage.show(SHOWN[name])
        strays = {one for one in QApplication.topLevelWidgets() if one.isVisible()} - before - {root}
        assert [type(one).__name__ for one in strays if not isinstance(one, QDialog | QMenu)] == []
    finally:
        stage.close()


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
@pytest.mark.parametrize("name", SHOWN)
def test_one_sees_where_the_focus_is(name: str, look: Look, desks: Desks, theme: Theme) -> None:
    theme.set_look(look)
    stage = Stage(desks("en"), theme)
    try:
        stage.resize(1366, 768)
        root = stage.show(SHOWN[name])
        root.window().activateWindow()
        QApplication.processEvents()
        assert heard.unseen_focus(root, heard.walked()) == []
    finally:
        stage.close()
        theme.set_look(Look.LIGHT)


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("name", SHOWN)
def test_no_word_is_cut_off_or_covered(name: str, scale: int, stage: Stage) -> None:
    stage.theme.set_scale(scale)
    for width, height in SIZES[scale]:
        stage.resize(width, height)
        root = stage.show(SHOWN[name])
        eventually(lambda root=root: not seen.cut(root))  # type: ignore[misc]
        told = [*seen.cut(root), *seen.overlapping(root), *seen.painted_cut(root), *seen.tabs_cut(root)]
        assert told == [], f"at {width} x {height}"


@pytest.mark.parametrize("name", ["inspection", "findings", "new", "sign-off-sign"])
def test_no_word_is_cut_off_where_fingers_need_room(name: str, stage: Stage) -> None:
    stage.theme.set_density(Density.TOUCH)
    try:
        stage.resize(1366, 768)
        root = stage.show(SHOWN[name])
        assert [*seen.cut(root), *seen.overlapping(root), *seen.painted_cut(root)] == []
    finally:
        stage.theme.set_density(Density.NORMAL)
