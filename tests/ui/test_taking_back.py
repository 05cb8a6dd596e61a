"""Undo and redo are named before they are done, say what they did, and go to where it was."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication, QToolButton

from auditapp.operations import samples
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.window import Window
from tests.inspector import Inspector
from tests.ui.person import name_of


def words_of(window: Window, code: str) -> str:
    QApplication.processEvents()
    return window._actions[code].iconText()


def heard(page: InspectionPage) -> list[str]:
    said: list[str] = []
    page.said.connect(lambda text, _tone: said.append(text))
    return said


def test_undo_names_the_item_on_the_button_and_in_the_menu(window: Window, page: InspectionPage, qtbot: Any) -> None:
    assert words_of(window, "undo") == "Undo"
    page.press("3")
    qtbot.waitUntil(lambda: words_of(window, "undo").startswith("Undo: answer at ST-1.1 "), timeout=10_000)
    action = window._actions["undo"]
    assert action.text().replace("&", "") == action.iconText() and action.text().count("&") == 1
    assert "Ctrl+Z" in action.toolTip()
    names = {name_of(tool) for tool in window.header.findChildren(QToolButton)}
    assert action.iconText() in names


def test_redo_is_named_after_an_undo_and_ordinary_again_after_the_redo(
    window: Window, page: InspectionPage, qtbot: Any
) -> None:
    page.press("3")
    said = heard(page)
    page.undo()
    qtbot.waitUntil(lambda: words_of(window, "redo").startswith("Redo: answer at ST-1.1 "), timeout=10_000)
    assert said[-1].startswith("Undone: answer at ST-1.1 ")
    page.redo()
    assert said[-1].startswith("Redone: answer at ST-1.1 ")
    qtbot.waitUntil(lambda: words_of(window, "redo") == "Redo", timeout=10_000)


def test_undo_goes_to_what_it_changed_in_another_section(window: Window, page: InspectionPage, lin: Inspector) -> None:
    page.press("3")
    page.show_section("WP-1")
    page.undo()
    assert (page.section, page.at) == ("ST-1", "ST-1.1") and lin.sees("ST-1.1") is None


def test_undo_of_a_change_of_a_finding_goes_to_its_item(window: Window, page: InspectionPage, lin: Inspector) -> None:
    page.press("3")
    page.raise_finding("ST-1.1", "the charter on the wall is of another company", "minor", "", "")
    page.show_section("WP-1")
    said = heard(page)
    page.undo()
    assert not lin.now.findings and page.at == "ST-1.1"
    assert said[-1].startswith("Undone: finding at ST-1.1 ")


def test_a_sample_is_named_by_its_set_and_label(
    window: Window, page: InspectionPage, lin: Inspector, qtbot: Any
) -> None:
    lin.draws("workstation", of=40, size=3)
    page.bridge.do(samples.describe, lin.inspection, "workstation/S2", label="by the window")
    assert page.taking_back.look_again()
    qtbot.waitUntil(
        lambda: page.taking_back._now("undo") == "Undo: sample Sampled workstations by the window", timeout=10_000
    )
    page.undo()
    assert page.section == "WP-2" and page.at.endswith("@S2")


def test_what_is_typed_is_written_before_something_is_taken_back(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    page.press("3")
    page.step(-1)
    page.detail.note.setPlainText("typed and not left yet")
    page.undo()
    assert lin.sees("ST-1.1") == "minor" and "ST-1.1" not in lin.now.notes
    page.redo()
    assert lin.now.notes["ST-1.1"].text == "typed and not left yet"
