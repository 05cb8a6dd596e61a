# ruff: noqa: F811 fixtures are taken by name
"""Findings: every field is kept as it is left, grades come with their reasons, nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from auditapp.operations import actions
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.findings_page import FindingsPage
from auditapp.ui.new_finding import NewFinding
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import speak
from tests.inspector import Inspector, photo
from tests.ui.found import AT, OTHER, begun, lin  # noqa: F401 fixtures
from tests.ui.person import eventually, type_text


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any) -> FindingsPage:
    made: FindingsPage = show(FindingsPage(bridge, theme, begun.inspection), 1366, 768)
    return made


def command(page: Any, code: str) -> None:
    next(one for one in page.commands() if one.id == code).do()


def test_a_field_of_a_finding_is_kept_when_it_is_left(page: FindingsPage, begun: Inspector) -> None:
    editor = page.editor.texts["interim"]
    editor.selectAll()
    type_text(editor, "安排专人巡查")
    page.editor.texts["person"].setFocus()
    page.leaving()
    assert begun.now.findings[0].interim == "安排专人巡查"
    page.editor.grade.button("critical").click()
    assert begun.now.findings[0].grade == "critical"


def test_what_is_being_typed_survives_a_change_elsewhere(page: FindingsPage, begun: Inspector) -> None:
    editor = page.editor.texts["fixed"]
    type_text(editor, "已当场")
    page.editor.grade.button("minor").click()
    assert editor.toPlainText() == "已当场"
    page.leaving()
    assert begun.now.findings[0].fixed == "已当场"


def test_a_fact_that_is_too_short_stays_in_sight_with_the_reason(page: FindingsPage, begun: Inspector) -> None:
    before = begun.now.findings[0].fact
    editor = page.editor.texts["fact"]
    editor.selectAll()
    type_text(editor, "太短")
    editor.clearFocus()
    page.leaving()
    assert begun.now.findings[0].fact == before
    assert page.editor.fields["fact"].below.text()
    page.editor.grade.button("minor").click()
    assert editor.toPlainText() == "太短", "a change elsewhere does not wipe it"


def test_what_is_kept_is_undone_and_redone_by_name(page: FindingsPage, begun: Inspector, qtbot: Any) -> None:
    page.editor.grade.button("minor").click()
    with qtbot.waitSignal(page.said) as said:
        command(page, "undo")
    assert begun.now.findings[0].grade == "major"
    assert "finding" in said.args[0]
    command(page, "redo")
    assert begun.now.findings[0].grade == "minor"


def test_photos_and_records_are_evidence_together(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path
) -> None:
    begun.photographs(AT, photo(tmp_path))
    bridge.forget()
    page = show(FindingsPage(bridge, theme, begun.inspection), 1440, 836)
    type_text(page.editor.evidence.record, "巡查记录 2026-08")
    QTest.keyClick(page.editor.evidence.record, Qt.Key.Key_Return)
    page.editor.evidence.list.item(0).setCheckState(Qt.CheckState.Checked)
    ids = list(begun.now.photos)
    assert set(begun.now.findings[0].evidence) == {ids[0], "巡查记录 2026-08"}
    page.editor.evidence.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert begun.now.findings[0].evidence == ("巡查记录 2026-08",)
    type_text(page.editor.evidence.record, "值班记录")
    page.leaving()
    assert begun.now.findings[0].evidence == ("巡查记录 2026-08", "值班记录"), (
        "a record that was typed and left is kept"
    )


def test_a_new_finding_needs_its_fact(page: FindingsPage, begun: Inspector) -> None:
    page.show_place(Place("findings", begun.inspection, f"new:{OTHER}"))
    dialog = page.findChild(NewFinding)
    type_text(dialog.fact, "太短")
    assert not dialog.give_button.isEnabled()
    type_text(dialog.fact, "，应急照明灯两盏不亮，已拍照")
    dialog.give()
    assert [f.number for f in begun.now.findings] == ["F01", "F02"]
    assert page.chosen_id == begun.now.findings[1].id


def test_a_proposal_says_why_and_is_followed_by_its_grade(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any
) -> None:
    begun.answers(OTHER, "minor")
    bridge.forget()
    page = show(FindingsPage(bridge, theme, begun.inspection), 1366, 768)
    assert [one.place for one in page.proposed()] == [OTHER]
    page.proposals_button.click()
    menu = page.findChild(QMenu)
    assert OTHER in menu.actions()[0].text()
    menu.actions()[0].trigger()
    menu.close()
    dialog = page.findChild(NewFinding)
    assert dialog.at.currentData() == OTHER
    assert dialog.grade.currentData() == "minor"


def test_the_answer_at_the_item_gives_the_reason_of_the_grade(page: FindingsPage) -> None:
    assert "Major" in page.editor.grade_field.below.text() or "major" in page.editor.grade_field.below.text()


def test_a_citation_of_the_item_is_quoted_by_a_press(page: FindingsPage, begun: Inspector) -> None:
    editor = page.editor.texts["criterion"]
    editor.selectAll()
    type_text(editor, "公司制度第三条")
    page.leaving()
    page.editor.cited.findChild(QPushButton).click()
    assert begun.now.findings[0].criterion == "公司制度第三条; 消防法§28"
    assert page.editor.cited.isHidden()


def test_a_critical_finding_asks_for_control_and_person(page: FindingsPage, begun: Inspector) -> None:
    page.editor.texts["interim"].selectAll()
    type_text(page.editor.texts["interim"], " ")
    page.leaving()
    page.editor.grade.button("critical").click()
    assert page.editor.fields["interim"].below.text() == "A critical finding needs this before signing."
    type_text(page.editor.texts["interim"], "专人看护")
    page.leaving()
    assert page.editor.fields["interim"].below.text() != "A critical finding needs this before signing."


def test_what_the_unit_says_is_kept_with_a_name_and_never_lost_for_want_of_one(
    page: FindingsPage, begun: Inspector
) -> None:
    says = page.editor.says
    assert says.by.text() == "赵启明", "the site's manager is proposed"
    says.by.clear()
    type_text(says.text, "门禁为物业管理范围")
    page.leaving()
    assert begun.now.findings[0].comments == ()
    page.editor.grade.button("minor").click()
    assert says.text.toPlainText() == "门禁为物业管理范围"
    type_text(says.by, "赵启明")
    page.leaving()
    says.stance.button("objection").click()
    said = begun.now.findings[0].comments[0]
    assert (said.text, said.stance, said.name) == ("门禁为物业管理范围", "objection", "赵启明")


def test_an_action_is_due_by_the_rules_of_the_grade(page: FindingsPage, begun: Inspector) -> None:
    page.editor.action_button.click()
    question = page.editor.findChild(Question)
    type_text(question.editor, "加装限位")
    question.give()
    action = begun.now.findings[0].actions[1]
    assert action.due == "2026-10-17", "thirty days for a major one"
    assert eventually(lambda: len(page.editor.editors) == 2)


def test_a_finding_that_two_people_graded_is_decided_where_it_stands(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path
) -> None:
    with Inspector(tmp_path / "zhou", words=speak("en")) as zhou:
        begun.hands_over(zhou)
        actions.edit(zhou.desk, zhou.inspection, "F01-A1", "owner", "钱书瑶")
        actions.edit(begun.desk, begun.inspection, "F01-A1", "owner", "孙一苇")
        zhou.hands_over(begun)
    bridge.forget()
    page = show(FindingsPage(bridge, theme, begun.inspection), 1366, 768)
    assert "disputed" in page.model.rows[0].foot
    card = page.editor.disputes.cards[0]
    card.keeps[0].click()
    assert begun.now.disputes == ()
    assert page.editor.disputes.isHidden()


def test_a_finding_is_withdrawn_with_a_reason(page: FindingsPage, begun: Inspector) -> None:
    page.editor.withdraw_button.click()
    question = page.editor.findChild(Question)
    assert not question.give_button.isEnabled()
    type_text(question.editor, "重复")
    question.give()
    assert begun.now.findings == ()
    assert page.sides.stack.currentWidget() is page.none


def test_where_there_is_no_room_list_and_finding_take_turns(page: FindingsPage) -> None:
    page.fit(Width.NARROW)
    assert page.list.isVisible()
    assert not page.editor.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.editor.isVisible()
    assert page.step_back(), "Esc goes back to the list first"
    assert page.list.isVisible()
    assert not page.step_back()
