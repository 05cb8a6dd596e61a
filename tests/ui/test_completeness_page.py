# ruff: noqa: F811 fixtures are taken by name
"""The completeness check lists every gap, leads to each, and one comes back to the same place in the list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditapp.inspection.gaps import GapKind
from auditapp.operations import findings, meetings, sign_off
from auditapp.ui.bridge import Bridge
from auditapp.ui.completeness_view import CompletenessPage
from auditapp.ui.gap_places import key_of, place_of, sentence
from auditapp.ui.places import PAGES, Place
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from auditapp.words import speak
from tests.inspector import Inspector, photo
from tests.ui.found import AT, begun, lin  # noqa: F401 fixtures


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path) -> CompletenessPage:
    begun.photographs(AT, photo(tmp_path))
    bridge.forget()
    made: CompletenessPage = show(CompletenessPage(bridge, theme, begun.inspection), 1366, 768)
    return made


def test_every_gap_is_listed_in_its_group_and_leads_to_its_place(
    page: CompletenessPage, begun: Inspector, qtbot: Any
) -> None:
    listed = [row.data(Qt.ItemDataRole.UserRole) for row in page._rows()]
    assert sorted(map(key_of, listed)) == sorted(map(key_of, sign_off.gaps(begun.desk, begun.inspection)))
    for gap in listed:
        assert place_of(gap, page.bridge.opened(begun.inspection)).page in PAGES
    with qtbot.waitSignal(page.asked_for) as asked:
        QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert asked.args[0].page == "photo", "what must be closed comes first"


def test_an_unanswered_item_is_named_by_its_own_words(page: CompletenessPage) -> None:
    rows = {row.data(Qt.ItemDataRole.UserRole).place: row for row in page._rows()}
    row = rows["WP-1.4"]
    assert "Chairs can be adjusted" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    page.resize(600, 500)
    assert page.tree.isColumnHidden(1)
    assert "Chairs can be adjusted" in row.toolTip()


def test_counts_stand_on_the_filters_and_choose(page: CompletenessPage) -> None:
    total = len(page.gaps)
    assert str(total) in page.chips.chip("all").text()
    page.chips.chip("meetings").click()
    assert {row.data(Qt.ItemDataRole.UserRole).kind for row in page._rows()} <= {GapKind.MEETING, GapKind.TEAM}
    assert 0 < len(page._rows()) < total


def test_one_comes_back_with_escape_to_the_same_gap_and_goes_on_from_there(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any
) -> None:
    window = Window(bridge, theme)
    window.go(HOME)
    window.go(Place("completeness", begun.inspection))
    show(window, 1366, 768)
    page = window.page
    assert isinstance(page, CompletenessPage)
    page.step(1)
    page.step(1)
    gap = page.tree.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert gap.kind is GapKind.UNANSWERED
    page.tree.setFocus()
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert window.place == Place("inspection", begun.inspection, gap.place)
    bridge.tell(begun.answers(gap.place, "100" if gap.place in ("WP-1.2", "WP-1.3") else "conform").last)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is page
    assert window.focusWidget() is page.tree
    after = page.tree.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert after is not None
    assert after.place != gap.place, "it is closed; the one that took its place is at hand"
    here = page.place
    window.rebuild()
    assert window.place == here, "and it is found again when the window is built anew"
    window.close()


def test_from_an_item_of_an_inspection_that_is_open_below_one_comes_back_to_the_list_too(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any
) -> None:
    window = Window(bridge, theme)
    window.go(HOME)
    window.go(Place("inspection", begun.inspection))
    window.go(Place("completeness", begun.inspection))
    show(window, 1366, 768)
    page: Any = window.page
    page.step(1)
    page.step(1)
    gap = page.tree.currentIndex().data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    assert window.place == Place("inspection", begun.inspection, gap.place)
    window.rebuild()
    window.back()
    assert window.place == Place("completeness", begun.inspection, key_of(gap)), "not home"
    page = window.page
    QTest.keyClick(page.tree, Qt.Key.Key_Return)
    bridge.tell(begun.answers(gap.place, "100" if gap.place in ("WP-1.2", "WP-1.3") else "conform").last)
    window.back()
    page = window.page
    assert isinstance(page, CompletenessPage)
    after = page.tree.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert after.kind is gap.kind and after.place != gap.place, "it is closed; the next of its kind is at hand"
    window.back()
    assert window.place.page == "inspection"
    window.back()
    assert window.place == HOME, "one goes round once, not for ever"
    window.close()


def test_two_versions_of_a_finding_lead_to_the_finding(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path
) -> None:
    with Inspector(tmp_path / "zhou", words=speak("en")) as zhou:
        begun.hands_over(zhou)
        findings.edit(zhou.desk, zhou.inspection, "F01", "interim", "派人看守")
        findings.edit(begun.desk, begun.inspection, "F01", "interim", "已清空")
        zhou.hands_over(begun)
    bridge.forget()
    page = show(CompletenessPage(bridge, theme, begun.inspection), 1366, 768)
    gap = next(one for one in page.gaps if one.kind is GapKind.DISPUTED)
    assert place_of(gap, bridge.opened(begun.inspection)) == Place(
        "findings", begun.inspection, begun.now.findings[0].id
    )
    assert sentence(bridge.words, gap) == "Two versions of: Interim control"


def test_when_nothing_is_missing_the_way_leads_to_the_signatures(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any
) -> None:
    page = show(CompletenessPage(bridge, theme, begun.inspection), 1366, 768)
    round_ = {"WP-1.2": "80", "WP-1.3": "400", "EM-1.1": "yes", "EM-1.2": "2026-08-01"}
    for gap in page.gaps:
        if gap.kind is GapKind.UNANSWERED and gap.place in round_:
            begun.answers(gap.place, round_[gap.place])
        elif gap.kind is GapKind.UNANSWERED:
            begun.answers(gap.place, "na", reason="演练")
    for meeting in meetings.MEETINGS:
        begun.meets(meeting)
    meetings.consent(begun.desk, begun.inspection)
    findings.edit(begun.desk, begun.inspection, "F01", "place", "东侧楼梯")
    findings.add_record(begun.desk, begun.inspection, "F01", "巡查记录")
    bridge.forget()
    page.refresh()
    left = [sentence(bridge.words, gap) for gap in page.gaps]
    assert left == []
    assert page.stack.currentWidget() is page.whole
