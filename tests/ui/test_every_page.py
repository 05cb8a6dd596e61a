"""Every page, dialog and form in both languages: heard right, reached by Tab as one reads, and with no word cut off.

What there is, is listed in `pages`; it is shown over the filled desk (`desks`), which is made once a language. A page
is brought up once for all that is asked of it in a text size, and the window then made larger or smaller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from auditapp.ui.places import PAGES
from auditapp.ui.theme import Density, Look, Theme
from tests.ui import heard, seen
from tests.ui.desks import LANGUAGES, Desks
from tests.ui.pages import SHOWN, Stage

USUAL = (1366, 768)
LOW = (960, 540)
"""A projector, or a window beside another."""
LARGE = (1440, 900)
ALL = (LOW, USUAL, LARGE, (2560, 1440))

Shown = tuple[Stage, str, QWidget]
Stages = Callable[..., Stage]
EVERY = [(language, name) for language in LANGUAGES for name in SHOWN]


def _id(one: tuple[str, str]) -> str:
    return f"{one[1]}-{one[0]}"


@pytest.fixture(scope="module")
def stages(desks: Desks, qapp: QApplication) -> Iterator[Stages]:
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


@pytest.fixture(scope="module", params=EVERY, ids=_id)
def shown(stages: Stages, request: pytest.FixtureRequest) -> Shown:
    """Something to look at at 100 %, brought up in a low window."""
    return brought_up(stages, *request.param, scale=100, size=LOW)


@pytest.fixture(scope="module", params=EVERY, ids=_id)
def shown_large(stages: Stages, request: pytest.FixtureRequest) -> Shown:
    """The same with the letters twice as large, on a common laptop."""
    return brought_up(stages, *request.param, scale=200, size=USUAL)


def brought_up(stages: Stages, language: str, name: str, *, scale: int, size: tuple[int, int]) -> Shown:
    stage = stages(language, scale=scale)
    stage.resize(*size)
    return stage, name, stage.show(SHOWN[name])


def test_every_page_there_is_is_looked_at() -> None:
    assert {one.page for one in SHOWN.values()} - {""} == set(PAGES)


def test_no_word_is_cut_off_or_covered_in_a_low_window(shown: Shown) -> None:
    assert faults(*shown[::2]) == []
    assert seen.typed_out_of_sight(shown[2]) == []


def test_nor_on_a_common_laptop(shown: Shown) -> None:
    assert faults(*resized(shown, USUAL)) == []


def test_everything_has_its_name_and_role_and_is_reached_by_tab_as_one_reads(shown: Shown) -> None:
    stage, name, _ = shown
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
    if stage.filled.language == "en":
        assert heard.unseen_focus(root, lap) == [], "one does not see where the focus is"


def test_no_word_is_cut_off_where_the_letters_are_large(shown_large: Shown) -> None:
    assert faults(*shown_large[::2]) == []
    assert seen.typed_out_of_sight(shown_large[2]) == []


@pytest.mark.long
def test_nor_where_they_are_large_and_the_window_low(shown_large: Shown) -> None:
    for size in (LOW, LARGE):
        assert faults(*resized(shown_large, size)) == [], size


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("size", ALL, ids=lambda one: f"{one[0]}x{one[1]}")
def test_no_word_is_cut_off_wherever_it_is_opened(
    scale: int, size: tuple[int, int], language: str, stages: Stages
) -> None:
    stage = stages(language, scale=scale)
    stage.resize(*size)
    assert everywhere(stage, faults) == {}


@pytest.mark.long
def test_one_sees_in_the_dark_where_the_focus_is(stages: Stages) -> None:
    stage = stages("en", Look.DARK)
    stage.resize(*USUAL)

    def unseen(_: Stage, root: QWidget) -> list[str]:
        root.window().activateWindow()
        QApplication.processEvents()
        return heard.unseen_focus(root, heard.walked())

    assert everywhere(stage, unseen) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_fingers_hit_everything_and_no_word_is_cut_off_for_it(language: str, stages: Stages) -> None:
    stage = stages(language)
    stage.theme.set_density(Density.TOUCH)
    try:
        stage.resize(*USUAL)
        assert everywhere(stage, lambda on, root: [*faults(on, root), *seen.too_small_for_fingers(root)]) == {}
    finally:
        stage.drop()
        stage.theme.set_density(Density.NORMAL)


def resized(shown: Shown, size: tuple[int, int]) -> tuple[Stage, QWidget]:
    """The same in another window; what lies over the window took its size from it, so it is opened again."""
    stage, name, root = shown
    stage.resize(*size)
    return stage, root if root is stage.window else stage.show(SHOWN[name])


def everywhere(stage: Stage, look: Callable[[Stage, QWidget], list[str]]) -> dict[str, list[str]]:
    """Page -> what a person would complain about."""
    found = {}
    for name, one in SHOWN.items():
        if told := look(stage, stage.show(one)):
            found[name] = told
    return found


def faults(_: Stage, root: QWidget) -> list[str]:
    """Words that are cut, covered or painted into too small a room."""
    return [*seen.cut(root), *seen.overlapping(root), *seen.painted_cut(root), *seen.tabs_cut(root)]
