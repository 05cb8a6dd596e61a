"""Home and the new inspection: what is here, found at once, and a new one begun on one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from auditapp.operations import look, sites
from auditapp.ui.bridge import Bridge
from auditapp.ui.home_page import HomePage, sentence
from auditapp.ui.new_page import NewPage
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.person import nameless, settled, type_text

Show = Callable[..., Any]
SHORT_ROUND = Path(__file__).parent / "short-round.yaml"


@pytest.fixture
def home(bridge: Bridge, lin: Inspector, theme: Theme, show: Show) -> HomePage:
    lin.begins("emergency", title="应急专项检查", unit="浦东中心")
    lin.signs_off()
    page = HomePage(bridge, theme)
    show(page, 1200, 700)
    return page


def titles(home: HomePage) -> list[str]:
    return [home.model.row(n).title for n in range(home.model.rowCount())]


def test_an_empty_desk_offers_one_way_on(empty_bridge: Bridge, theme: Theme, show: Show, qtbot: Any) -> None:
    page = HomePage(empty_bridge, theme)
    show(page, 1000, 700)
    assert page.stack.currentWidget() is page.nothing
    assert page.tools.isHidden()
    assert nameless(page) == []
    assert settled(page) == []


def test_the_inspection_worked_on_last_comes_first(home: HomePage) -> None:
    assert titles(home) == ["应急专项检查", "Q3"]


def test_chips_count_and_sift_by_state(home: HomePage) -> None:
    assert home.chips.chip("signed").text() == "Signed 1"
    home.chips.chip("signed").click()
    assert titles(home) == ["应急专项检查"]
    home.chips.chip("open").click()
    assert titles(home) == ["Q3"]


def test_the_search_finds_title_site_number_and_date(home: HomePage) -> None:
    for words, found in (("应急", 1), ("浦东", 1), ("202609", 2), ("2026-09-17", 2), ("q3 海棠", 1), ("nothing", 0)):
        home.search.clear()
        type_text(home.search, words)
        assert home.model.rowCount() == found, words
    assert home.stack.currentWidget() is home.no_match
    assert settled(home) == []
    home._show_all()
    assert home.model.rowCount() == 2


def test_an_inspection_is_opened_by_key_and_by_mouse(home: HomePage, qtbot: Any) -> None:
    told: list[Place] = []
    home.asked_for.connect(told.append)
    home.list.setFocus()
    qtbot.keyClick(home.list, Qt.Key.Key_J)
    qtbot.keyClick(home.list, Qt.Key.Key_Return)
    box = home.list.visualRect(home.model.index(0))
    qtbot.mouseClick(home.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert [one.page for one in told] == ["inspection", "inspection"]
    assert told[0].inspection == home.model.row(1).id
    assert told[1].inspection == home.model.row(0).id


def test_a_row_says_itself_in_one_sentence(home: HomePage) -> None:
    said = home.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == sentence(home.model.row(0), home._bridge.words)
    assert "应急专项检查" in said
    assert "Signed" in said


def test_home_hears_of_every_change(home: HomePage, lin: Inspector, bridge: Bridge) -> None:
    from auditapp.operations import begin

    bridge.do(begin.begin, "emergency", title="Third", unit="x")
    assert home.model.rowCount() == 3


@pytest.mark.parametrize("rows", [2000])
def test_two_thousand_inspections_are_sifted_at_once(home: HomePage, rows: int) -> None:
    import time

    home.model.show_rows([home.model.row(0)._replace(id=str(n), title=f"Visit {n}") for n in range(rows)])
    start = time.perf_counter()
    home.model.search("visit 199")
    QApplication.processEvents()
    assert home.model.rowCount() == 12
    assert time.perf_counter() - start < 0.5


# -- a new one ----------------------------------------------------------------------------------------------------


@pytest.fixture
def new(bridge: Bridge, theme: Theme, show: Show, qtbot: Any) -> NewPage:
    page = NewPage(bridge, theme)
    show(page, 1200, 800)
    qtbot.waitUntil(lambda: page.profile is not None, timeout=20_000)
    return page


def test_an_inspection_is_begun_from_one_page(new: NewPage, bridge: Bridge, qtbot: Any) -> None:
    told: list[Place] = []
    new.asked_for.connect(told.append)
    type_text(new.unit, "浦东中心")
    type_text(new.code, "PD")
    type_text(new.members[0].name, "林若溪")
    new.add_person("赵启明", "site_manager", "浦东中心")
    new.switches["season"].setCurrentIndex(new.switches["season"].findData("heating"))
    new.begin()
    assert len(told) == 1
    found = look.fold(bridge.desk, told[0].inspection)
    assert found.title == "On-site inspection of 浦东中心"
    assert found.number.startswith("JC-PD-")
    assert {p.name for p in found.people.values()} == {"林若溪", "赵启明"}
    assert found.settings["season"] == "heating"
    assert [one.unit for one in sites.sites(bridge.desk)] == ["浦东中心"]


def test_who_was_there_before_is_offered_and_brings_role_and_unit(
    new: NewPage, bridge: Bridge, theme: Theme, show: Show
) -> None:
    new.add_person("赵启明", "site_manager", "浦东中心")
    type_text(new.unit, "浦东中心")
    new.begin()
    again = NewPage(bridge, theme)
    show(again, 1200, 800)
    row = again.members[0]
    row.name.clear()
    row.name.setFocus()
    type_text(row.name, "启")
    offer = row.name.completer()
    assert offer.completionCount() == 1 and offer.popup().isVisible()
    assert offer.popup().sizeHintForColumn(0) <= offer.popup().viewport().width(), "nothing of it is cut"
    QTest.keyClick(offer.popup(), Qt.Key.Key_Down)
    QTest.keyClick(offer.popup(), Qt.Key.Key_Return)
    assert row.values() == ("赵启明", "site_manager", "浦东中心")


def test_what_is_missing_is_said_at_its_field(new: NewPage, bridge: Bridge) -> None:
    before = len(look.inspections(bridge.desk))
    new.begin()
    assert new.unit_field.below.text() == "Name the inspected unit."
    assert new.unit.accessibleDescription() == "Name the inspected unit."
    assert len(look.inspections(bridge.desk)) == before
    type_text(new.unit, "x")
    assert new.unit_field.below.text() == "In the report"


def test_the_title_follows_the_unit_until_somebody_changes_it(new: NewPage) -> None:
    type_text(new.unit, "A")
    assert new.heading.text() == "On-site inspection of A"
    new.heading.clear()
    type_text(new.heading, "Mine")
    type_text(new.unit, "B")
    assert new.heading.text() == "Mine"


def test_switches_follow_the_checklist_and_keep_what_was_chosen(new: NewPage) -> None:
    new.switches["building_type"].setCurrentIndex(new.switches["building_type"].findData("highrise"))
    assert "season" in new.switches
    emergency = next(n for n, one in enumerate(new._profiles) if one.wish == "emergency")
    new._choices.button(emergency).setChecked(True)
    assert "season" not in new.switches
    assert new.switches["building_type"].currentData() == "highrise"


def test_a_checklist_of_ones_own_is_taken_from_its_file_and_offered_from_then_on(
    new: NewPage, bridge: Bridge, theme: Theme, show: Show, qtbot: Any
) -> None:
    assert all(one.checklist.id != "short-round" for one in new._profiles)
    type_text(new.file.line, str(SHORT_ROUND))
    qtbot.waitUntil(lambda: new.profile is not None and new.profile.checklist.id == "short-round", timeout=20_000)
    type_text(new.unit, "浦东中心")
    new.begin()
    begun = look.inspections(bridge.desk)[0]
    assert len(look.look(bridge.desk, begun.id).checklist.by_id) == 8
    again = NewPage(bridge, theme)
    show(again, 1200, 800)
    qtbot.waitUntil(lambda: again.profile is not None, timeout=20_000)
    assert [one.checklist.id for one in again._profiles].count("short-round") == 1


def test_a_checklist_file_with_a_fault_is_refused_at_its_field(new: NewPage, qtbot: Any, tmp_path: Path) -> None:
    chosen = new.profile
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: broken\n", "utf-8")
    type_text(new.file.line, str(broken))
    qtbot.waitUntil(lambda: "The checklist has no dimensions." in new.file.below.text(), timeout=20_000)
    assert "auditapp checklist" not in new.file.below.text()
    assert new.profile is chosen


@pytest.mark.parametrize("width", [Width.WIDE, Width.NARROW])
def test_the_page_passes_the_gate_in_one_column_and_in_two(new: NewPage, width: Width) -> None:
    new.fit(width)
    new.resize(1200 if width is Width.WIDE else 720, 700)
    new.add_person("x")
    QApplication.processEvents()
    assert nameless(new) == []
    assert settled(new) == []


def test_what_the_core_refuses_is_said_at_its_field(new: NewPage, bridge: Bridge, lin: Inspector) -> None:
    type_text(new.unit, "浦东中心")
    new.heading.clear()
    new.begin()
    assert new.heading_field.below.text() == "Give it a title."
    type_text(new.heading, "Q4")
    type_text(new.number, lin.now.number)
    before = len(look.inspections(bridge.desk))
    new.begin()
    assert "The number is taken" in new.number_field.below.text()
    assert new.number.text() == lin.now.number
    assert len(look.inspections(bridge.desk)) == before
    assert settled(new) == []


def test_a_unit_visited_before_is_filled_in_at_a_press(
    bridge: Bridge, lin: Inspector, theme: Theme, show: Show, qtbot: Any
) -> None:
    sites.save_site(bridge.desk, "JC01", "江城职场", address="大道 1 号", unit="海棠人寿")
    page = NewPage(bridge, theme)
    show(page, 1200, 800)
    chip = next(one for one in page.findChildren(QPushButton) if one.accessibleName() == "Visited before: 海棠人寿")
    chip.click()
    assert (page.unit.text(), page.code.text(), page.site.text()) == ("海棠人寿", "JC01", "江城职场")
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=20_000)


# -- narrow windows, and the last one -------------------------------------------------------------------------------


def test_in_a_narrow_window_the_search_takes_the_line_of_the_chips_while_it_is_used(home: HomePage) -> None:
    home.fit(Width.NARROW)
    home.resize(480, 600)
    QApplication.processEvents()
    assert home.search.isHidden()
    assert home.chips.isVisible()
    home.search_button.click()
    QApplication.processEvents()
    assert home.search.isVisible()
    assert home.chips.isHidden()
    type_text(home.search, "应急")
    assert home.model.rowCount() == 1
    home.list.setFocus()
    QApplication.processEvents()
    assert home.search.isVisible()
    home.search.clear()
    home.search.setFocus()
    home.list.setFocus()
    QApplication.processEvents()
    assert home.search.isHidden()
    assert settled(home) == []


def test_one_goes_on_where_one_was(home: HomePage, bridge: Bridge, lin: Inspector) -> None:
    command = next(one for one in home.commands() if one.id == "last")
    assert not command.possible()
    bridge.remembered.prefer(last={"inspection": lin.inspection, "at": "WP-1.2"})
    assert command.possible()
    told: list[Place] = []
    home.asked_for.connect(told.append)
    command.do()
    assert told == [Place("inspection", lin.inspection, "WP-1.2")]
    bridge.remembered.prefer(last={"inspection": "0" * 32, "at": ""})
    assert not command.possible()
