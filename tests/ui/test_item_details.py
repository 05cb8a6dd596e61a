"""Beside the item: what is proposed and accepted by one key, what the last visit found, notes kept after a pause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from auditapp.operations import about, answer, look
from auditapp.ui import filters, finder, last_visit
from auditapp.ui.bridge import Bridge
from auditapp.ui.filters import Marked
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.window import Window
from auditapp.words import speak
from tests.inspector import Inspector
from tests.ui.person import eventually, type_text

FACT = "三处显示器贴有写着密码的便签"


def again(page: InspectionPage) -> None:
    page.bridge.forget()
    page._look_again()


def at(page: InspectionPage, place: str) -> None:
    line = page.walking.at(place)
    assert line is not None
    page.go_to(line)
    page._show_detail()


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)
    QApplication.processEvents()


def said(page: InspectionPage) -> list[str]:
    return [one.said for one in page.detail.proposals.shown]


# ------------------------------------------------------------------------------------------- proposals


def test_a_proposed_finding_opens_the_form_with_its_grade_by_one_key(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    page.press("4")
    at(page, "ST-1.1")
    assert said(page) == ["ST-1.1 does not conform: raise a finding?"]
    press(window, Qt.Key.Key_A)
    form = page.detail.form
    assert form is not None and form.grade.currentData() == "major" and not lin.now.findings
    type_text(form.fact, FACT)
    form.give()
    at(page, "ST-1.1")
    assert lin.now.findings[0].fact == FACT and page.detail.proposals.shown == ()


def test_a_note_that_says_the_fact_makes_the_proposed_finding_at_once(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    page.press("3")
    lin.notes("ST-1.1", FACT)
    again(page)
    at(page, "ST-1.1")
    press(window, Qt.Key.Key_A)
    (finding,) = lin.now.findings
    assert (finding.fact, finding.grade, finding.at) == (FACT, "minor", "ST-1.1")


def test_an_answer_that_follows_from_the_settings_is_accepted_by_one_key(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    at(page, "WP-4.15")
    assert page.detail.proposals.shown == ()
    lin.answers("WP-1.1", "highrise")
    again(page)
    at(page, "WP-4.15")
    (one,) = page.detail.proposals.shown
    assert one.value == "serious"
    press(window, Qt.Key.Key_A)
    assert lin.sees("WP-4.15") == "serious"
    page._show_detail()
    assert page.detail.proposals.shown == ()


def test_three_minors_of_a_group_are_told_at_each_of_them(page: InspectionPage, lin: Inspector) -> None:
    for n in (1, 2, 3):
        lin.answers(f"ST-1.{n}", "minor").finds(f"ST-1.{n}")
    again(page)
    for n in (1, 2, 3):
        at(page, f"ST-1.{n}")
        assert [one for one in said(page) if one.startswith("3 minor nonconformities in group ST-1")]
    at(page, "ST-1.4")
    page.accept()
    assert not [one for one in lin.now.findings if one.grade == "major"]


def test_nothing_is_proposed_after_sign_off(page: InspectionPage, lin: Inspector) -> None:
    lin.answers("ST-1.1", "minor").signs_off()
    again(page)
    at(page, "ST-1.1")
    assert page.detail.proposals.shown == ()


# ------------------------------------------------------------------------------------------ last visit


@pytest.fixture
def second_visit(lin: Inspector) -> Inspector:
    """What the first visit left:  the charter was a minor, two of three workstations had glare."""
    about.about(lin.desk, lin.inspection, "site.name", "江城中心")
    lin.draws("workstation", of=40, size=3)
    lin.answers("ST-1.1", "minor").finds("ST-1.1", "no charter on the wall of the entrance")
    lin.answers("ST-1.2", "conform").answers("WP-1.7", "640")
    for code, value in (("S1", "minor"), ("S2", "minor"), ("S3", "conform")):
        lin.answers(f"WP-2.3@{code}", value)
    return lin.signs_off()


def test_the_last_visits_answer_and_finding_stand_beside_the_item_and_answer_nothing(
    second_visit: Inspector, checklist: Path, theme: Theme, show: Callable[..., Any], request: Any
) -> None:
    lin = second_visit
    lin.begins(checklist, previous=lin.now.number)
    bridge = Bridge(lin.desk)
    page: InspectionPage = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    request.addfinalizer(page.rest)
    at(page, "ST-1.1")
    lines = page.detail.previous.lines
    assert [one.said for one in lines] == ["Minor nonconformity", "F01 Minor: no charter on the wall of the entrance"]
    assert [one.tone for one in lines] == ["bad", "bad"]
    assert "not an answer of today" in page.detail.previous.about.text()
    assert not lin.now.answers and page.walking.total.settled == 0
    at(page, "ST-1.2")
    assert [one.said for one in page.detail.previous.lines] == ["Conforms"]
    at(page, "WP-1.7")
    assert [one.said for one in page.detail.previous.lines] == ["640 m²"]
    at(page, "ST-1.3")
    assert not page.detail.previous.isVisible()
    # it fails again: a repeated finding, told at the item and in the finding
    at(page, "ST-1.1")
    page.press("3")
    page.raise_finding("ST-1.1", "still no charter on the wall of the entrance", "minor", "", "")
    at(page, "ST-1.1")
    assert page.detail.previous.lines[-1].said == "Failed at the last visit too: a repeated finding."
    assert lin.now.findings[0].repeat_of == "F01"
    shown = [one.text() for one in page.detail.findings.itemAt(0).widget().findChildren(QLabel)]  # type: ignore[union-attr]
    assert "Found before as F01" in shown
    bridge.close()


def test_samples_of_the_last_visit_are_counted_not_put_beside_todays(second_visit: Inspector, checklist: Path) -> None:
    lin = second_visit
    lin.begins(checklist, previous=lin.now.number).draws("workstation", of=40, size=2)
    line = look.look(lin.desk, lin.inspection).walk.at("WP-2.3@S1")
    assert line is not None
    (told,) = last_visit.told(speak("en"), line, lin.now)
    assert (told.said, told.below, told.tone) == ("Minor nonconformity × 2, Conforms × 1", "3 samples then", "bad")


# ---------------------------------------------------------------------------------------- notes, filters


def test_a_note_is_written_after_a_pause_without_leaving_it(
    window: Window, page: InspectionPage, lin: Inspector, qtbot: Any
) -> None:
    press(window, Qt.Key.Key_N)
    type_text(page.detail.note, "便签密码一处")
    assert not lin.now.notes
    qtbot.waitUntil(lambda: "ST-1.1" in lin.now.notes, timeout=10_000)
    assert lin.now.notes["ST-1.1"].text == "便签密码一处"
    assert QApplication.focusWidget() is page.detail.note


def test_a_note_may_be_kept_out_of_the_report(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_N)
    type_text(page.detail.note, "only for us")
    page.detail.report.click()
    assert lin.now.notes["ST-1.1"].text == "only for us" and not lin.now.notes["ST-1.1"].report


def test_a_dispute_over_a_note_alone_is_found_by_the_filter(
    page: InspectionPage, lin: Inspector, tmp_path: Path
) -> None:
    with Inspector(tmp_path / "zhou") as zhou:
        lin.hands_over(zhou)
        lin.notes("ST-1.2", "seen at nine")
        zhou.notes("ST-1.2", "seen at ten")
        zhou.hands_over(lin)
    again(page)
    page.set_filter("disputed")
    assert page.cards.places == ["ST-1.2"]
    at(page, "ST-1.2")
    (card,) = page.detail.disputes.cards
    card.keep(2)
    assert not lin.now.disputes and page.detail.disputes.isHidden()


@pytest.mark.parametrize("code", sorted(set(filters.TESTS) - {filters.ALL, filters.MINE, "unanswered"}))
def test_an_empty_filter_says_what_would_stand_there(page: InspectionPage, code: str) -> None:
    page.set_filter(code)
    title, sentence = filters.nothing(page.bridge.words, code)
    assert (
        page.empty.isVisible() and page.empty.heading.text() == title and page.empty.said.accessibleName() == sentence
    )


def test_chips_count_what_they_show(page: InspectionPage, lin: Inspector) -> None:
    answer.flag(lin.desk, lin.inspection, "ST-1.3")
    again(page)
    lines = page.walking.shown("ST-1", {})
    words = dict(filters.chips(speak("en"), lines, Marked.of(page.walking.inspection)))
    assert words["flagged"] == "Flagged 1" and words["all"] == "All 6"


# ----------------------------------------------------------------------------------------------- finder


def test_the_finder_opens_on_any_page_and_goes_to_the_item(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    window.go(Place("findings", lin.inspection))
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = next(one for one in window.findChildren(finder.Finder) if one.isVisible())
    type_text(box.field, "WP-6.1")
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert eventually(lambda: isinstance(window.page, InspectionPage))
    assert page.at.startswith("WP-6.1")


def test_actions_samples_captions_and_sections_are_found(page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=2)
    lin.answers("ST-1.1", "minor").finds("ST-1.1").asks(
        "F01", "hang the charter up", owner="设施主管", due="2026-11-01"
    )
    again(page)
    known = list(finder.entries(speak("en"), page.walking))

    def first(wanted: str, kind: str) -> Place:
        return next(one.place for one in finder.matching(wanted, known) if one.kind == kind)

    assert first("hang charter", "action").page == "actions"
    assert first("workstations", "section").at == "section:WP-2"
    label = lin.now.samples_in("workstation")[1].label
    assert first(f"{label} sampled", "sample").at.endswith("@S2")
    assert {one.kind for one in finder.matching("", known)} == {"section"}


def test_a_proposed_answer_is_told_on_the_card_too(page: InspectionPage, lin: Inspector) -> None:
    lin.answers("WP-1.1", "highrise")
    again(page)
    at(page, "WP-4.15")
    card = page.cards.card("WP-4.15")
    assert card is not None and ("sparkles", "Proposed: Serious (A)", "accent") in card._meta
    page.accept()
    assert not [words for icon, words, _ in page.cards.card("WP-4.15")._meta if icon == "sparkles"]  # type: ignore[union-attr]


def test_a_disputed_answer_is_decided_on_its_card_by_keys(
    window: Window, page: InspectionPage, lin: Inspector, tmp_path: Path
) -> None:
    with Inspector(tmp_path / "zhou") as zhou:
        lin.hands_over(zhou)
        lin.answers("ST-1.1", "conform")
        zhou.answers("ST-1.1", "major")
        zhou.hands_over(lin)
    again(page)
    at(page, "ST-1.1")
    card: Any = page.cards.card("ST-1.1")
    assert page.detail.disputes.isHidden() and not card.editor.isEnabled()
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    assert not lin.now.disputes and lin.sees("ST-1.1") in ("conform", "major")
    line = page.walking.at("ST-1.1")
    assert line is not None and not line.disputed and page.cards.card("ST-1.1").editor.isEnabled()  # type: ignore[union-attr]
