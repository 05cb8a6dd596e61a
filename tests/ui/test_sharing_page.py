"""Sections shared out among inspectors: names below them, "mine" above the items, and nobody is kept from writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from auditapp.operations import about, assignments, begin
from auditapp.ui import filters
from auditapp.ui.bridge import Bridge
from auditapp.ui.places import Place
from auditapp.ui.section_pane import WHO
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from auditapp.words import speak
from tests.inspector import Inspector
from tests.ui.offices import Reached, belongs
from tests.ui.person import name_of, nameless, settled, type_text

Show = Callable[..., Any]
TEAM = (
    begin.Member("林若溪", "leader", "总部"),
    begin.Member("周慕云", "inspector", "总部"),
    begin.Member("赵启明", "site_manager", "江城中心"),
)


@pytest.fixture
def lin(tmp_path: Path, short_checklist: Path) -> Iterator[Inspector]:
    with Inspector(tmp_path / "lin", words=speak("en")) as inspector:
        yield inspector.begins(short_checklist, team=TEAM)


@pytest.fixture
def window(bridge: Bridge, theme: Theme, show: Show) -> Iterator[Window]:
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1366, 768)
    yield made
    made.rest()


def code_of(lin: Inspector, name: str) -> str:
    return next(one.code for one in lin.now.people.values() if one.name == name)


def choose(page: Any, section: str, person: str) -> None:
    """As a person picks an entry of the box."""
    box = page.boxes[section]
    at = box.findText(person)
    assert at >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(at)
    box.activated.emit(at)
    QApplication.processEvents()


def test_a_section_is_given_and_taken_back_with_undo(window: Window, lin: Inspector) -> None:
    window.go(Place("sharing", lin.inspection))
    page: Any = window.page
    first, second = list(page.boxes)[1:3]
    assert [page.boxes[first].itemText(n) for n in range(3)] == ["nobody in particular", "林若溪", "周慕云"]
    assert name_of(page.boxes[first])
    type_text(page.due, "2026-09-30")
    choose(page, first, "周慕云")
    given = lin.now.assignments[first]
    assert (given.person, given.due) == (code_of(lin, "周慕云"), "2026-09-30")
    choose(page, second, "林若溪")
    choose(page, first, "nobody in particular")
    assert first not in lin.now.assignments
    window._actions["undo"].trigger()
    assert lin.now.assignments[first].person == code_of(lin, "周慕云")
    assert page.boxes[first].currentText() == "周慕云"
    assert nameless(page) == []
    assert settled(page) == []


def test_a_dimension_counts_for_its_sections_that_are_given_to_nobody_else(window: Window, lin: Inspector) -> None:
    window.go(Place("sharing", lin.inspection))
    page: Any = window.page
    dimension = next(iter(page.boxes))
    choose(page, dimension, "周慕云")
    section = next(code for code in page.boxes if code.startswith(f"{dimension}-"))
    assert page.boxes[section].currentText() == "周慕云, as the whole"


def test_a_day_that_is_none_is_refused_and_what_stands_is_shown_again(window: Window, lin: Inspector) -> None:
    window.go(Place("sharing", lin.inspection))
    page: Any = window.page
    section = list(page.boxes)[1]
    type_text(page.due, "soon")
    choose(page, section, "周慕云")
    assert lin.now.assignments == {}
    assert page.boxes[section].currentText() == "nobody in particular"


def test_the_section_pane_says_who_and_mine_goes_on_only_through_one_s_own(window: Window, lin: Inspector) -> None:
    window.go(Place("inspection", lin.inspection))
    page: Any = window.page
    assert "mine" not in page.chips._chips, "nothing was shared out"
    sections = [one.id for one in page.walking.sections]
    own, other = sections[2], sections[0]
    window.bridge.do(assignments.assign, lin.inspection, other, person="周慕云")
    for one in sections[1:]:
        window.bridge.do(assignments.assign, lin.inspection, one, person="林若溪" if one == own else "周慕云")
    about.work_as(lin.desk, lin.inspection, "林若溪")
    window.bridge.forget()
    page._look_again()
    page._show_heads()
    QApplication.processEvents()
    model = page.sections.model
    row = model.index(model.row_of(other))
    assert row.data(WHO) == "周慕云"
    assert "looked at by 周慕云" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.sections.rows.sizeHint(None, row).height() > window.theme.px(46)
    page.show_section(other)
    page.set_filter(filters.MINE)
    assert not page._lines()
    assert page.empty.isVisibleTo(page)
    page.next_open()
    assert page.section == own
    assert page.filter == filters.MINE
    page.step_section(1)
    assert page.section == own, "no further section of one's own"
    page.show_section(other)
    page.set_filter(filters.ALL)
    page.press("1")
    assert lin.now.answers, "whoever sees something may write it"


def test_a_laptop_that_joined_without_the_role_only_looks(window: Window, lin: Inspector) -> None:
    belongs(lin.desk, Reached(), roles=("inspector",))
    window.go(Place("sharing", lin.inspection))
    page: Any = window.page
    assert not any(box.isEnabled() for box in page.boxes.values())
    assert "does not have that role" in page.told.accessibleName()
    assert page.due_field.isHidden()
