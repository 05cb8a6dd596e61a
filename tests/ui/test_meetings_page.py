# ruff: noqa: F811 fixtures are taken by name
"""Meetings: held, agreed, signed in; what the unit says; one field written leaves the others alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from auditapp.operations import meetings
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.meetings_page import MeetingsPage
from auditapp.ui.places import Place, Width
from auditapp.ui.sign_in import SignIn
from auditapp.ui.theme import Theme
from auditapp.words import speak
from tests.inspector import Inspector
from tests.ui.found import begun, lin, write  # noqa: F401 fixtures
from tests.ui.person import type_text


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any) -> MeetingsPage:
    made: MeetingsPage = show(MeetingsPage(bridge, theme, begun.inspection), 1366, 768)
    return made


def test_a_meeting_is_held_agreed_and_signed_in(page: MeetingsPage, begun: Inspector, bridge: Bridge) -> None:
    card = page.cards["opening"]
    card.now_button.click()
    card.consent_button.click()
    card.sign_in_button.click()
    dialog = card.findChild(SignIn)
    write(dialog.ink.pad)
    dialog.give()
    meeting = begun.now.meetings["opening"]
    assert meeting.held
    assert meeting.consent
    assert [a.name for a in meeting.attendance] == ["林若溪"]
    assert bridge.picture(meeting.attendance[0].ink)


def test_a_typed_time_is_kept_and_one_that_is_none_stays_with_the_reason(page: MeetingsPage, begun: Inspector) -> None:
    card = page.cards["closing"]
    type_text(card.held, "tomorrow at nine")
    page.leaving()
    assert not begun.now.meetings["closing"].held
    assert "2026-09-18 09:00" in card.held_field.below.text()
    type_text(card.where, "三楼会议室")
    page.leaving()
    assert card.held.text() == "tomorrow at nine"
    card.held.selectAll()
    type_text(card.held, "2026-09-18 16:30")
    page.leaving()
    assert begun.now.meetings["closing"].held.startswith("2026-09-18T16:30")


def test_one_field_leaves_the_others_alone(page: MeetingsPage, begun: Inspector) -> None:
    card = page.cards["opening"]
    type_text(card.where, "三楼会议室")
    page.leaving()
    assert not begun.now.meetings["opening"].held, "naming the room does not hold the meeting"
    type_text(card.note, "每日17时碰头")
    page.leaving()
    meeting = begun.now.meetings["opening"]
    assert (meeting.place, meeting.note) == ("三楼会议室", "每日17时碰头")
    card.where.clear()
    page.leaving()
    assert card.where.text() == "三楼会议室"


def test_the_consent_may_be_in_words_of_ones_own(page: MeetingsPage, begun: Inspector) -> None:
    card = page.cards["opening"]
    card.own_words_button.click()
    question = card.findChild(Question)
    question.editor.selectAll()
    type_text(question.editor, "双方同意使用电子签名")
    question.give()
    assert begun.now.meetings["opening"].consent == "双方同意使用电子签名"
    assert card.agreeing.isHidden()


def test_somebody_is_taken_off_the_list_with_a_reason(page: MeetingsPage, begun: Inspector, bridge: Bridge) -> None:
    begun.meets("opening")
    bridge.forget()
    page.cards["opening"].refresh()
    away = next(one for one in page.cards["opening"].findChildren(QToolButton) if "林若溪" in one.accessibleName())
    away.click()
    question = page.cards["opening"].findChild(Question)
    type_text(question.editor, "误签")
    question.give()
    assert begun.now.meetings["opening"].attendance == ()


def test_the_unit_speaks_about_the_whole(page: MeetingsPage, begun: Inspector) -> None:
    type_text(page.says.text, "对检查结果无异议")
    page.leaving()
    said = next(one for one in begun.now.comments if not one.subject)
    assert (said.text, said.name) == ("对检查结果无异议", "赵启明")


def test_two_times_of_one_meeting_are_decided_on_its_card(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path
) -> None:
    with Inspector(tmp_path / "zhou", words=speak("en")) as zhou:
        begun.hands_over(zhou)
        meetings.hold(zhou.desk, zhou.inspection, "opening", held="2026-09-17T09:00")
        meetings.hold(begun.desk, begun.inspection, "opening", held="2026-09-17T09:30")
        zhou.hands_over(begun)
    bridge.forget()
    page = show(MeetingsPage(bridge, theme, begun.inspection), 1366, 768)
    assert page.cards["closing"].disputes.isHidden()
    page.cards["opening"].disputes.cards[0].keeps[0].click()
    assert begun.now.disputes == ()


def test_people_are_added_where_the_check_leads(page: MeetingsPage, begun: Inspector) -> None:
    page.show_place(Place("meetings", begun.inspection, "team"))
    assert page.team.name.hasFocus()
    type_text(page.team.name, "周以宁")
    page.team.role.setCurrentIndex(page.team.role.findData("reviewer"))
    page.team.add_button.click()
    assert ("周以宁", "reviewer") in {(p.name, p.role) for p in begun.now.people.values()}


def test_after_sign_off_nothing_can_be_changed(page: MeetingsPage, begun: Inspector, bridge: Bridge) -> None:
    begun.signs_off()
    bridge.forget()
    page._changed(begun.last)
    for card in page.cards.values():
        assert card.held.isReadOnly()
        assert not any(one.isEnabled() for one in card.findChildren(QPushButton) if one.isVisibleTo(card))
    page.fit(Width.NARROW)
