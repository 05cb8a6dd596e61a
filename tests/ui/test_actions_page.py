# ruff: noqa: F811 fixtures are taken by name
"""Corrective actions go on step by step, each possible one a button; closing asks how it was checked."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QPushButton

from auditapp.ui import labelled
from auditapp.ui.actions_page import ActionsPage
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.found import begun, lin  # noqa: F401 fixtures
from tests.ui.person import type_text


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any) -> ActionsPage:
    made: ActionsPage = show(ActionsPage(bridge, theme, begun.inspection), 1366, 768)
    return made


def step(page: ActionsPage, state: str) -> None:
    """Press the button that sets this state."""
    editor = page.editor
    assert editor is not None
    words = labelled.action_state(page.bridge.words, state)
    found = [one for one in editor.steps.findChildren(QPushButton) if words in one.text() and one.isVisibleTo(editor)]
    assert found, f"no way to {words}"
    found[0].click()


def test_an_action_goes_step_by_step_and_closing_asks_how_it_was_checked(page: ActionsPage, begun: Inspector) -> None:
    for state in ("confirmed", "issued", "under_way", "submitted", "closed"):
        step(page, state)
    dialog = page.editor.findChild(Question)
    type_text(dialog.editor, "现场复核")
    dialog.give()
    action = begun.now.findings[0].actions[0]
    assert (action.state, action.verification) == ("closed", "现场复核")
    assert not any(one.isVisibleTo(page) for one in page.editor.steps.findChildren(QPushButton)), "closed is final"


def test_the_rules_deadline_stands_below_the_date_and_a_later_one_is_warned_of(
    page: ActionsPage, begun: Inspector
) -> None:
    editor = page.editor
    assert editor is not None
    assert "2026" in editor.due_field.below.text()
    assert editor.due_field.below.property("tone") == ""
    editor.due.setDate(QDate(2027, 1, 31))
    editor.due.editingFinished.emit()
    assert begun.now.findings[0].actions[0].due == "2027-01-31"
    assert editor.due_field.below.property("tone") == "warn"


def test_after_sign_off_steps_go_on_and_the_rest_stays(page: ActionsPage, begun: Inspector, bridge: Bridge) -> None:
    begun.signs_off()
    bridge.forget()
    page.refresh()
    assert page.editor is not None
    assert page.editor.requirement.isReadOnly()
    step(page, "confirmed")
    assert begun.now.findings[0].actions[0].state == "confirmed"


def test_an_action_is_shown_by_its_number_and_leads_to_its_finding(
    page: ActionsPage, begun: Inspector, qtbot: Any
) -> None:
    page.show_place(Place("actions", begun.inspection, "F01-A1"))
    with qtbot.waitSignal(page.asked_for) as asked:
        page.finding_link.click()
    assert asked.args[0] == Place("findings", begun.inspection, begun.now.findings[0].id)
