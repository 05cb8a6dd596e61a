"""The inspection page: keys walk it, answers are on the drive at once, and only what they move is painted again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import LineState
from auditapp.ui import filters, finder
from auditapp.ui.bridge import Bridge
from auditapp.ui.card_list import SOON
from auditapp.ui.editing import Given
from auditapp.ui.history_view import HistoryPage
from auditapp.ui.inspection_page import QUIET, RUN, InspectionPage
from auditapp.ui.pinyin import initials
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.typed import typed_in
from auditapp.ui.window import Window
from tests.inspector import Inspector
from tests.ui.person import name_of, type_text


def again(page: InspectionPage) -> None:
    """Somebody wrote behind the page's back."""
    page.bridge.forget()
    page._look_again()


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def test_keys_alone_answer_a_section_and_go_on(window: Window, page: InspectionPage, lin: Inspector) -> None:
    assert page.section == "ST-1" and page.at == "ST-1.1"
    press(window, Qt.Key.Key_1)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        press(window, key)
        press(window, Qt.Key.Key_Escape)  # no finding now
        press(window, Qt.Key.Key_J)
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_0)
    card: Any = page.cards.card("ST-1.6")
    assert card.asking and QApplication.focusWidget() is card._reason
    type_text(card._reason, "no such duty here")
    press(window, Qt.Key.Key_Return)
    assert [lin.sees(f"ST-1.{n}") for n in range(1, 6)] == ["conform", "obs", "minor", "major", "conform"]
    assert lin.now.answers["ST-1.6"].answer.status == "na"
    assert (page.section, page.at) == ("ST-2", "ST-2.1")


def test_in_a_run_of_keys_the_details_wait_for_its_end(window: Window, page: InspectionPage, qtbot: Any) -> None:
    def shown() -> str:
        return page.detail.line.place if page.detail.line is not None else ""

    qtbot.waitUntil(lambda: page.quiet and page._since.hasExpired(RUN))
    press(window, Qt.Key.Key_1)
    assert page._quiet.interval() == QUIET
    for n in (3, 4, 5):
        qtbot.waitUntil(lambda: page._since.hasExpired(SOON + 1))
        press(window, Qt.Key.Key_1)
        assert page.at == f"ST-1.{n}"
        assert page._quiet.interval() == RUN
    qtbot.waitUntil(lambda: page.quiet)
    assert shown() == page.at
    qtbot.waitUntil(lambda: page._since.hasExpired(RUN))
    press(window, Qt.Key.Key_J)
    assert page._quiet.interval() == QUIET


def test_j_and_k_move_and_do_nothing_else(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_J)
    press(window, Qt.Key.Key_J)
    press(window, Qt.Key.Key_K)
    assert page.at == "ST-1.2" and not lin.now.answers


def test_single_keys_stay_in_a_text_field(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_N)
    assert QApplication.focusWidget() is page.detail.note
    QTest.keyClicks(page.detail.note, "1jk3")
    assert page.detail.note.toPlainText() == "1jk3" and not lin.now.answers and page.at == "ST-1.1"


def test_a_note_is_one_entry_when_the_field_is_left(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_N)
    type_text(page.detail.note, "便签密码一处，")
    type_text(page.detail.note, "已当场移除")
    page._focus_card()
    assert lin.now.notes["ST-1.1"].text == "便签密码一处，已当场移除"
    assert len(lin.desk.store.journals.history(lin.inspection, "note", "ST-1.1")) == 1


def test_a_note_goes_to_the_item_it_was_typed_for(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_N)
    type_text(page.detail.note, "belongs to the first")
    page.step(1)
    page._show_detail()
    assert set(lin.now.notes) == {"ST-1.1"} and page.detail.note.toPlainText() == ""


def test_a_note_stays_at_its_item_when_the_page_is_built_anew_right_after_one_moved_on(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_N)
    type_text(page.detail.note, "belongs to the first")
    page._focus_card()
    page.step(1)  # the details follow later, and still show the first
    window.leave()
    assert typed_in(page) == [], "it is written: nothing of it is to be laid into another page"
    window.rebuild()
    again: InspectionPage = window.page  # type: ignore[assignment]
    assert again.at == "ST-1.2"
    again._show_detail()
    again.detail.commit()
    assert set(lin.now.notes) == {"ST-1.1"} and again.detail.note.toPlainText() == ""


def test_the_flag_is_set_and_taken_off(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_F)
    assert lin.now.flags == {"ST-1.1"}
    press(window, Qt.Key.Key_F)
    assert not lin.now.flags


def test_undo_and_redo_come_back_to_the_item(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lin.sees("ST-1.1") is None and page.at == "ST-1.1"
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert lin.sees("ST-1.1") == "minor"


def test_a_conditional_item_appears_in_place_and_goes_again(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    lin.answers("WP-6.1", "dual")
    again(page)
    line = page.walking.at("WP-6.1")
    assert line is not None and page.walking.at("WP-6.11").state is LineState.HIDDEN  # type: ignore[union-attr]
    page.go_to(line)
    before = page.cards.places
    card = page.cards.card("WP-6.1")
    page.write_answer("WP-6.1", Given("genset"))
    after = page.cards.places
    assert "WP-6.11" not in before and [place for place in after if place != "WP-6.11"] == before
    assert after.index("WP-6.11") == after.index("WP-6.10") + 1
    assert page.at == "WP-6.1" and page.cards.card("WP-6.1") is card
    lin.answers("WP-6.11", "conform")
    again(page)
    page.write_answer("WP-6.1", Given("single"))
    assert page.cards.places == before and lin.sees("WP-6.11") == "conform"
    page.write_answer("WP-6.1", Given("genset"))
    assert page.walking.at("WP-6.11").state is LineState.ANSWERED  # type: ignore[union-attr]


def test_brackets_step_through_the_samples(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=120, size=3)
    page.show_section("WP-2")
    again(page)
    assert page.sample_deeds.skip("workstation/S2", "the room was locked") == ""
    page.choose_sample("workstation", "S1")
    press(window, Qt.Key.Key_BracketRight)
    assert page.chosen["workstation"] == "S3"
    press(window, Qt.Key.Key_BracketLeft)
    assert page.chosen["workstation"] == "S1"


def test_every_sample_has_its_own_answer(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=2)
    again(page)
    place = next(line.place for line in page.walking.lines.values()
                 if line.item.set == "workstation" and line.item.kind is AnswerKind.CONFORM)  # fmt: skip
    line = page.walking.at(place)
    assert line is not None
    page.go_to(line)
    page.press("3")
    other = place.replace("@S1", "@S2")
    page.choose_sample("workstation", "S2")
    assert lin.sees(place) == "minor" and lin.sees(other) is None
    assert other in page.cards.places and place not in page.cards.places


def test_filters_show_what_they_count(window: Window, page: InspectionPage, lin: Inspector) -> None:
    for key in "132":
        page.press(key)
        if key != "1":  # its finding is asked for
            page.step_back()
            page.step(1)
    page.go_to(page.walking.at("ST-1.2"))  # type: ignore[arg-type]
    page.toggle_flag()
    shown = {}
    for code in filters.TESTS:
        page.set_filter(code)
        shown[code] = len(page.cards.places)
    assert shown == {
        "all": 6,
        "unanswered": 3,
        "nonconforming": 1,
        "photos": 0,
        "flagged": 1,
        "disputed": 0,
        "remarked": 0,
        "mine": 6,  # nothing is shared out: all of it is everybody's
    }


def test_a_filter_that_nothing_passes_says_so(window: Window, page: InspectionPage) -> None:
    page.set_filter("photos")
    assert page.empty.isVisible() and not page.area.isVisible()


def test_a_dispute_is_shown_and_decided(
    bridge: Bridge, theme: Theme, lin: Inspector, tmp_path: Any, show: Callable[..., Any], request: Any
) -> None:
    with Inspector(tmp_path / "zhou") as zhou:
        lin.hands_over(zhou)
        lin.answers("ST-1.1", "conform")
        zhou.answers("ST-1.1", "major")
        zhou.hands_over(lin)
    bridge.forget()
    page: InspectionPage = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    request.addfinalizer(page.rest)
    line = page.walking.at("ST-1.1")
    assert line is not None and line.disputed
    page.press("1")
    assert lin.now.disputes
    assert line.answered is not None
    page.decide("ST-1.1", line.answered.rivals[0][1].id)
    assert not lin.now.disputes and not page.walking.at("ST-1.1").disputed  # type: ignore[union-attr]


def test_a_finding_is_raised_beside_the_item(window: Window, page: InspectionPage, lin: Inspector) -> None:
    page.press("3")
    page.step(-1)
    press(window, Qt.Key.Key_R)
    form = page.detail.form
    assert form is not None and form.grade.currentData() == "minor"
    type_text(form.fact, "座席区三处显示器贴有写着密码的便签")
    form.give()
    (finding,) = lin.now.findings
    assert finding.at == "ST-1.1" and finding.grade == "minor"
    assert page.detail.form is None


def test_a_fact_that_is_too_short_is_told_in_the_form(window: Window, page: InspectionPage, lin: Inspector) -> None:
    page.ask_finding()
    form = page.detail.form
    assert form is not None
    type_text(form.fact, "short")
    form.give()
    assert form.fact_field.below.text() and not lin.now.findings


def test_the_history_tells_who_from_and_to(window: Window, page: InspectionPage, lin: Inspector) -> None:
    page.press("1")
    page.step(-1)
    page.press("3")
    window.go(Place("history", lin.inspection, "ST-1.1"))
    view = window.page
    assert isinstance(view, HistoryPage)
    newest, oldest = view.told
    assert newest[0] == "Answer: from Conforms to Minor nonconformity" and "林若溪" in newest[1]
    assert oldest[0] == "Answer: Conforms"


def test_the_finder_finds_words_numbers_and_initials(page: InspectionPage, lin: Inspector) -> None:
    from auditapp.words import speak

    lin.notes("ST-1.2", "主管口头承诺下周补签")
    again(page)
    known = list(finder.entries(speak("zh-CN"), page.walking))
    assert finder.matching("WP-2.2", known)[0].place.at.startswith("WP-2.2")
    assert any(one.place.at.startswith("WP-2.2") for one in finder.matching("zmzd", known))
    assert finder.matching("口头承诺", known)[0].kind == "note"
    assert finder.matching("zgkt", known)[0].kind == "note"
    assert finder.matching("没有这样的词语", known) == []


def test_initials_are_first_letters() -> None:
    assert initials("显示器、桌面及白板上无明文密码") == "xsqzmjbbswmwmm"
    assert initials("ISO 9001 认证") == "iso9001rz"


def test_ctrl_k_opens_the_finder_and_enter_goes_there(window: Window, page: InspectionPage) -> None:
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_text(page.finder.field, "WP-6.1")
    QTest.keyClick(page.finder.field, Qt.Key.Key_Return)
    assert page.section == "WP-6" and page.at.startswith("WP-6.1")


def test_cards_are_named_with_question_and_answer(window: Window, page: InspectionPage) -> None:
    page.press("1")
    card = page.cards.card("ST-1.1")
    assert card is not None
    assert name_of(card).startswith("ST-1.1 ") and name_of(card).endswith(": Conforms")


@pytest.mark.parametrize("section", ["ST-2", "WP-1", "WP-3", "EM-1"])
@pytest.mark.parametrize("width", [1440, 1280, 960])
def test_everything_has_a_name_and_nothing_is_cut(
    window: Window,
    page: InspectionPage,
    lin: Inspector,
    gate: Callable[[QWidget], None],
    qtbot: Any,
    section: str,
    width: int,
) -> None:
    lin.draws("zone", of=4, size=4, method="list")
    again(page)
    window.resize(width, 800)
    page.show_section(section)
    qtbot.waitUntil(lambda: page.cards.ready and page.quiet)
    gate(page)


def test_a_narrow_window_has_a_rail_and_pushes_the_details(window: Window, page: InspectionPage) -> None:
    page.fit(Width.NARROW)
    assert page.sections.rows.rail
    page.show_details()
    assert page.pages.currentWidget() is page.detail
    assert page.step_back() and page.pages.currentWidget() is page.split
    assert not page.step_back()


def test_leaving_writes_what_was_typed(window: Window, page: InspectionPage, lin: Inspector) -> None:
    line = page.walking.at("WP-1.7")
    assert line is not None
    page.go_to(line)
    editor: Any = page.cards.card("WP-1.7").editor  # type: ignore[union-attr]
    type_text(editor.field, "812")
    type_text(page.detail.note, "measured from the plan")
    page.leaving()
    assert lin.sees("WP-1.7") == "812" and lin.now.notes["WP-1.7"].text == "measured from the plan"


def test_after_sign_off_nothing_is_written(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Callable[..., Any], request: Any
) -> None:
    lin.answers("ST-1.1", "conform").signs_off()
    page: InspectionPage = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    request.addfinalizer(page.rest)
    page.press("3")
    assert lin.sees("ST-1.1") == "conform" and page.state[1] == "ok"
    assert page.detail.note.isReadOnly()


def test_the_section_one_is_in_stays_in_sight_in_a_rail(window: Window, page: InspectionPage, qtbot: Any) -> None:
    window.resize(960, 540)
    QApplication.processEvents()
    rows, model = page.sections.list, page.sections.model
    assert page.sections.rows.rail

    def seen(section: str) -> bool:
        return rows.viewport().rect().contains(rows.visualRect(model.index(model.row_of(section))))

    last, first = page.walking.sections[-1].id, page.walking.sections[0].id
    page.show_section(last)
    qtbot.waitUntil(lambda: seen(last) and not seen(first))
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: not page.sections.rows.rail and seen(last))
    window.resize(960, 500)
    qtbot.waitUntil(lambda: page.sections.rows.rail and seen(last))
    page.show_section(first)
    qtbot.waitUntil(lambda: seen(first) and not seen(last))
