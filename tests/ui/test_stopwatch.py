"""A stopwatch takes the time of a drill: by key and button, while one walks elsewhere, and overwrites nothing typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.checklist.read import load
from auditapp.ui.editors import stopwatch
from auditapp.ui.editors.number import NumberEditor
from auditapp.ui.editors.stopwatch import Stopwatch, in_unit, shown, times
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.window import Window
from auditapp.words import shipped_checklists
from tests.inspector import Inspector
from tests.ui.person import name_of, type_text

TIMED = "EM-4.7"
"""Minutes until emergency voice is online, as measured."""


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(stopwatch, "now", made)
    monkeypatch.setitem(Stopwatch.__init__.__kwdefaults__, "clock", made)
    return made


def editor_at(page: InspectionPage, place: str) -> NumberEditor:
    line = page.walking.at(place)
    assert line is not None
    page.go_to(line)
    card = page.cards.card(place)
    assert card is not None and isinstance(card.editor, NumberEditor)
    return card.editor


def press(window: Window) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_T)
    QApplication.processEvents()


def test_the_key_starts_and_stops_it_and_its_time_is_the_answer(
    window: Window, page: InspectionPage, lin: Inspector, clock: Clock
) -> None:
    editor = editor_at(page, TIMED)
    assert editor.watch is not None
    press(window)
    assert name_of(editor.watch.button) == f"{TIMED} Stop the stopwatch (T)"
    clock.at += 251
    editor.watch._show()
    assert editor.watch.button.text().strip() == "4:11"
    press(window)
    assert name_of(editor.watch.button) == f"{TIMED} Start the stopwatch (T)"
    assert editor.watch.button.text().strip() == "0:00"
    assert lin.now.answers[TIMED].answer.v == "4.2"


def test_it_runs_on_while_one_walks_elsewhere(
    window: Window, page: InspectionPage, lin: Inspector, clock: Clock
) -> None:
    first = editor_at(page, TIMED).watch
    assert first is not None
    first.button.click()
    window.rebuild()
    page = window.page  # type: ignore[assignment]
    elsewhere = page.walking.at("ST-1.1")
    assert elsewhere is not None
    page.go_to(elsewhere)
    clock.at += 90
    watch = editor_at(page, TIMED).watch
    assert watch is not None
    assert watch.seconds == 90
    watch.button.click()
    assert lin.now.answers[TIMED].answer.v == "1.5"


def test_what_was_typed_meanwhile_stays_and_the_time_is_told_below(
    page: InspectionPage, lin: Inspector, clock: Clock
) -> None:
    editor = editor_at(page, TIMED)
    assert editor.watch is not None
    editor.watch.button.click()
    type_text(editor.field, "7")
    clock.at += 300
    editor.watch.button.click()
    assert editor.field.text() == "7"
    assert editor.fault.text() == "The stopwatch says 5.0 min."
    assert TIMED not in lin.now.answers


def test_an_item_without_a_time_says_so(window: Window, page: InspectionPage) -> None:
    told: list[str] = []
    page.said.connect(lambda text, _tone: told.append(text))
    page.take_focus()
    press(window)
    assert told == ["This item asks for no seconds or minutes."]


def test_only_numbers_of_seconds_and_minutes_have_one() -> None:
    items = {item.id: item for item in load(shipped_checklists() / "six-dimensions.yaml").items()}
    assert {one for one in ("EM-2.7", "EM-4.7", "OP-1.8") if times(items[one])} == {"EM-2.7", "EM-4.7", "OP-1.8"}
    assert not times(items["WP-1.7"])
    assert not times(items["EM-4.5"]), "what is computed is measured nowhere"


@pytest.mark.parametrize(
    ("seconds", "unit", "told"), [(41.6, "s", "42"), (0.2, "s", "0"), (90.0, "min", "1.5"), (3600.0, "min", "60.0")]
)
def test_a_time_is_told_in_the_unit_of_the_item(seconds: float, unit: str, told: str) -> None:
    assert in_unit(seconds, unit) == told


def test_it_shows_minutes_and_seconds() -> None:
    assert [shown(one) for one in (0, 7.9, 65, 3725)] == ["0:00", "0:07", "1:05", "62:05"]
