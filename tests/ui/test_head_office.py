"""Head office in the window: from the inbox to the accepted inspection and the closed action, with keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from auditapp.operations import actions, head_office, look, overview, releases, review, sign_off
from auditapp.operations.changes import Changes
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.store import troubles
from auditapp.store.overview import ActionRow
from auditapp.ui import office_rooms
from auditapp.ui.all_actions_page import AllActionsPage
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.dashboard_page import DashboardPage
from auditapp.ui.exchanging import exchanging
from auditapp.ui.inbox_page import InboxPage, state_of
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.office_page import written
from auditapp.ui.places import Place
from auditapp.ui.preferences import Remembered
from auditapp.ui.releases_page import GiveOutDialog
from auditapp.ui.review_page import ReviewPage
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window, close_lists
from auditapp.words import speak
from tests.inspector import Inspector
from tests.ui.keys import Hands
from tests.ui.office import Office
from tests.ui.person import name_of, type_text

Show = Callable[..., Any]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Six inspections of six sites: one returned, one under review, one received, one not looked at, two under way."""
    made = Office(tmp_path, "en", visits=1)
    yield made
    made.close()


@pytest.fixture
def window(office: Office, theme: Theme, show: Show, qtbot: Any) -> Iterator[Window]:
    """The window of head office, at home."""
    bridge = Bridge(office.desk, remembered=Remembered(office.folder / "settings"))
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1366, 768)
    made.activateWindow()
    yield made
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=20_000)
    made.rest()
    bridge.close()


def page(window: Window, kind: type[Any]) -> Any:
    assert isinstance(window.page, kind), window.place
    return window.page


def settled(window: Window, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)
    QApplication.processEvents()


def now(office: Office, inspection: str) -> Any:
    return look.fold(office.desk, inspection)


# --------------------------------------------------------------------------------------------- the story


def test_an_inspection_is_reviewed_returned_put_right_accepted_and_its_action_closed_by_keys_alone(
    window: Window, office: Office, qtbot: Any
) -> None:
    hands = Hands()
    waiting = office.inspections[3]  # signed, and nobody has looked at it

    # from home into the inbox: what nobody has looked at comes first; Enter reads it
    hands.press("Ctrl+1")
    assert hands.where == "Inspections"
    assert hands.row.startswith("Songjiang service centre")
    assert "Not reviewed" in hands.row
    hands.press("Return")
    assert window.place.page == "review"
    assert window.place.inspection == waiting
    hands.press("T")
    assert now(office, waiting).reviewed.state == "under_review"

    # to the item that fails; a remark on it; no key changes an answer
    hands.until(lambda: hands.where.startswith("WP-1.1"), "the first item")
    hands.press("4", "9", "F")
    assert now(office, waiting).answers["WP-1.1"].answer.v == "conform"
    hands.press("J", "J", "J", "J")
    hands.until(lambda: hands.where.startswith("EM-1.1"), "the plan")
    hands.press("R")
    assert hands.where.startswith("What has to be put right")
    hands.type("请补充审批页照片").press("Ctrl+Return")
    assert [one.text for one in now(office, waiting).remarks_on("EM-1.1")] == ["请补充审批页照片"]
    hands.sees("请补充审批页照片")

    # returned with the reason
    hands.back_to("EM-1.1")
    hands.press("Ctrl+Shift+Return")
    assert hands.where == "What has to be put right"
    hands.type("审批证据不足").tab_to("Return").press("Space")
    hands.until(lambda: now(office, waiting).reviewed.state == "returned", "the word of head office")

    # the inspector reads the reason, goes to the remark, opens a new revision and replies
    window.go(Place("inspection", waiting))
    hands.sees("审批证据不足")
    hands.press("W")
    hands.until(lambda: hands.where.startswith("EM-1.1"), "the item with the remark")
    hands.press("Shift+W")
    hands.type("已补充，见附件").press("Ctrl+Return")
    assert now(office, waiting).remarks[0].reply == "已补充，见附件"
    hands.tab_to("Open a new revision").press("Space")
    assert hands.where == "Reason"
    dialog = window.findChild(Question)
    assert dialog is not None
    assert "审批证据不足" in dialog.text, "head office's words are carried over"
    hands.tab_to("Open revision").press("Space")
    hands.until(lambda: not now(office, waiting).locked, "the new revision")
    person = next(iter(now(office, waiting).people))
    window.bridge.do(sign_off.sign_off, waiting, person, despite_gaps="a spot check")

    # head office settles the remark and accepts
    window.go(HOME)
    hands.press("Ctrl+1")
    hands.until(lambda: hands.row.startswith("Songjiang"), "the new revision")
    hands.press("Return")
    hands.until(lambda: hands.where.startswith("WP-1.1"), "the first item")
    hands.press("Ctrl+Return")
    assert now(office, waiting).reviewed is None, "not while a remark is open"
    hands.press("W", "X")
    assert not now(office, waiting).open_remarks
    hands.press("Ctrl+Return")
    assert now(office, waiting).reviewed.state == "accepted"

    # a corrective action is verified and closed in the list of all sites
    hands.press("Ctrl+2")
    assert hands.where == "Corrective actions"
    acting = page(window, AllActionsPage)
    at = next(n for n, one in enumerate(acting.register.rows.rows) if one.row.state == "submitted")
    number = acting.register.rows.rows[at].row.number
    of = acting.register.rows.rows[at].row.inspection
    hands.press(*["J"] * at)
    settled(window, qtbot)
    hands.press("Return")
    hands.tab_to(f"{number}: set to Closed").press("Space")
    assert hands.where == "How it was checked"
    hands.type("现场复核").tab_to("Close action").press("Space")
    closed = next(a for f in now(office, of).findings for a in f.actions if a.number == number)
    assert (closed.state, closed.verification) == ("closed", "现场复核")
    assert all(one.row.number != number or one.row.inspection != of for one in acting.register.rows.rows)


# --------------------------------------------------------------------------------------------- who may


def test_the_pages_of_head_office_are_there_where_the_desk_speaks_for_it_and_nowhere_else(
    window: Window, office: Office
) -> None:
    assert {one.id for one in window.commands()} >= office_rooms.PAGES
    head_office.act_no_more(office.desk)
    window.go(Place("settings"))
    assert {one.id for one in window.commands()} & office_rooms.PAGES == set()
    window.go(Place("inbox"))
    inbox = page(window, InboxPage)
    assert inbox.nothing.heading.text() == "This desk does not speak for head office"


def test_in_the_settings_a_desk_begins_to_speak_for_head_office(empty_bridge: Bridge, theme: Theme, show: Show) -> None:
    window = Window(empty_bridge, theme)
    window.go(Place("settings"))
    show(window, 1280, 800)
    card = window.page.acting
    card.choice.chip("yes").click()
    assert not head_office.standing(empty_bridge.desk).reviews, "not without a name"
    type_text(card.name, "顾清和")
    card.name.editingFinished.emit()
    assert head_office.standing(empty_bridge.desk).name == "顾清和"
    assert "inbox" in {one.id for one in window.commands()}
    card.choice.chip("no").click()
    assert "inbox" not in {one.id for one in window.commands()}
    window.rest()


def test_a_disk_that_refuses_what_the_desk_is_to_be_is_told_and_nothing_seems_to_hold(
    empty_bridge: Bridge, theme: Theme, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_bridge.remembered.set(author_name="顾清和")
    window = Window(empty_bridge, theme)
    window.go(Place("settings"))
    show(window, 1280, 800)
    card = window.page.acting
    told: list[Any] = []
    empty_bridge.failed.connect(told.append)

    def refuses(*_: str) -> None:
        raise troubles.disk_full(empty_bridge.desk.store.folder)

    with monkeypatch.context() as full:
        full.setattr(empty_bridge.desk.store, "set_preference", refuses)
        card.choice.chip("yes").click()
        assert len(told) == 1
        assert not card.choice.chip("yes").isChecked()
        rounds = exchanging(empty_bridge)
        shown: list[bool] = []
        rounds.moved.connect(lambda: shown.append(rounds.by_itself))
        rounds.set_by_itself(False)
        assert len(told) == 2
        assert shown == [True]
    card.choice.chip("yes").click()
    assert head_office.standing(empty_bridge.desk).reviews
    window.rest()


# --------------------------------------------------------------------------------------------- remarks


def test_a_remark_stays_in_its_field_while_one_looks_at_another_item_and_when_it_is_refused(
    window: Window, office: Office
) -> None:
    window.go(Place("review", office.inspections[2], "WP-1.1"))
    reading = page(window, ReviewPage)
    reading._show_detail()
    stack = reading.detail.remarks
    type_text(stack.writing.field, "净宽不清")
    reading.step(1)
    reading._show_detail()
    assert stack.writing.text == ""
    reading.step(-1)
    reading._show_detail()
    assert stack.writing.text == "净宽不清"
    told: list[object] = []
    window.bridge.failed.connect(told.append)
    head_office.act_no_more(office.desk)
    stack.write()
    assert told
    assert stack.writing.text == "净宽不清"
    assert now(office, office.inspections[2]).remarks == ()


def test_a_reply_that_was_begun_waits_at_its_remark_whatever_is_drawn_anew_meanwhile(
    window: Window, office: Office
) -> None:
    returned = office.inspections[0]
    window.go(Place("inspection", returned, "WP-1.1"))
    here = page(window, InspectionPage)
    here.reply()
    stack = here.detail.remarks
    type_text(stack.cards[0].writing.field, "已补拍")
    review.remark(office.desk, returned, "WP-1.1", "the ceiling too")
    window.bridge.forget()
    window.bridge.tell_arrived([Changes(returned, "exchanged")])
    here._show_detail()
    assert len(stack.cards) == 2
    assert stack.cards[0].writing.text == "已补拍"
    assert stack.cards[0].writing.field.hasFocus()
    here.step(1)
    here._show_detail()
    assert stack.cards == []
    window.back()
    window.go(Place("inspection", returned, "WP-1.1"))
    here = page(window, InspectionPage)
    here._show_detail()
    first, other = here.detail.remarks.cards
    assert (first.writing.text, other.writing) == ("已补拍", None)
    type_text(first.writing.field, "，见附件")
    first.writing.give.click()
    here._show_detail()
    assert now(office, returned).remarks_on("WP-1.1")[0].reply == "已补拍，见附件"
    assert here.detail.remarks.cards[0].writing is None


def test_a_finding_has_remarks_of_its_own(window: Window, office: Office) -> None:
    at = office.inspections[2]
    finding = now(office, at).findings[0]
    review.remark(office.desk, at, finding.number, "which batch?")
    window.go(Place("review", at, finding.at))
    reading = page(window, ReviewPage)
    reading._show_detail()
    assert [card.one.text for card in reading.detail.of_findings[0].cards] == ["which batch?"]
    assert reading.detail.remarks.cards == []


def test_in_the_page_of_head_office_nothing_can_be_changed_even_before_it_is_signed(
    window: Window, office: Office
) -> None:
    under_way = office.inspections[5]
    window.go(Place("review", under_way, "WP-1.1"))
    reading = page(window, ReviewPage)
    before = now(office, under_way)
    reading.press("4")
    reading.toggle_flag()
    reading.paste_photo()
    reading._show_detail()
    assert reading.detail.note.isReadOnly()
    assert not reading.detail.raise_button.isVisibleTo(reading)
    assert now(office, under_way) == before
    assert {"undo", "sign", "finding", "note", "stopwatch"} & {one.id for one in reading.commands()} == set()
    keys = [key for one in reading.commands() for key in one.keys]
    assert sorted(set(keys)) == sorted(keys), "a key means one thing"


def test_the_inspector_sees_no_remark_field_and_hears_which_remark_he_answers(window: Window, office: Office) -> None:
    returned = office.inspections[0]
    window.go(Place("inspection", returned, "WP-1.1"))
    here = page(window, InspectionPage)
    here._show_detail()
    stack = here.detail.remarks
    assert not stack.writing.isVisibleTo(here)
    here.reply()
    assert name_of(stack.cards[0].writing.field).startswith("Reply to: The photo does not show")
    assert here.review.head.text().startswith("Returned")
    assert here.review.amend.isVisibleTo(here)


def test_a_word_of_head_office_that_is_not_known_here_is_shown_as_it_is(window: Window, office: Office) -> None:
    """A newer program at head office may have more words than these."""
    signed = office.inspections[3]
    draft = Draft("review.state", now(office, signed).revision, plain(v="archived", reason="", name="顾清和"))
    window.bridge.do(testify, signed, "reviewed", [draft])
    for name in ("inspection", "review"):
        window.go(Place(name, signed))
        assert page(window, InspectionPage).review.head.text().startswith("archived · 顾清和"), name
    assert window.page.state == ("archived", "na")
    window.go(Place("inbox", "", written(state="all")))
    row = next(row for row in page(window, InboxPage).register.rows.rows if row.id == signed)
    assert state_of(row, window.words) == ("archived", "circle-dashed", "na")


# --------------------------------------------------------------------------------------------- lists


def test_chips_filters_and_search_narrow_the_inbox_and_come_back_with_the_page(window: Window, office: Office) -> None:
    window.go(Place("inbox", "", written(state="all")))
    inbox = page(window, InboxPage)
    assert inbox.total == 6
    inbox.pick("site", "Binhai service centre")
    assert [row.site for row in inbox.register.rows.rows] == ["Binhai service centre"]
    assert [words for _, words in inbox.sifter._shown] == ["Site: Binhai service centre"]
    inbox.sifter.open_menu()
    menu: Any = inbox.sifter.findChild(QMenu)
    marked = [one.text() for inner in menu.actions() for one in inner.menu().actions() if one.isChecked()]
    assert marked == ["Binhai service centre"]
    close_lists()
    place = inbox.place
    inbox.show_all()
    assert inbox.total == 3, "what waits"
    window.go(place)
    assert page(window, InboxPage).total == 1
    inbox.show_all()
    inbox.sifter.search.setText("yunling")
    inbox.sifter._now()
    assert [row.site for row in inbox.register.rows.rows] == ["Yunling service centre"]
    inbox.sifter.search.setText("nowhere")
    inbox.sifter._now()
    assert inbox.stack.currentWidget() is inbox.no_match


def test_a_list_that_a_figure_leads_to_is_read_once(
    window: Window, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    actions_of = overview.actions

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(named["state"])
        return actions_of(*given, **named)

    monkeypatch.setattr(overview, "actions", counted)
    window.go(Place("all_actions", "", written(state="submitted")))
    assert page(window, AllActionsPage).total > 0
    assert asked == ["submitted"]
    window.back()
    window.go(Place("all_actions"))
    assert asked == ["submitted", "open"]


@pytest.mark.parametrize(("name", "draws"), [("home", "redraw"), ("inbox", "refresh")])
def test_a_page_of_all_inspections_is_drawn_once_for_all_that_arrived(
    window: Window, office: Office, name: str, draws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go(Place(name))
    there: Any = window.page
    drawn: list[str] = []
    draw = getattr(there, draws)
    monkeypatch.setattr(there, draws, lambda: (drawn.append(name), draw()))
    window.bridge.tell_arrived([Changes(one, "exchanged") for one in office.inspections])
    assert drawn == [name]
    window.bridge.tell_arrived([Changes(office.inspections[0], "exchanged")])
    assert drawn == [name, name]


def test_a_list_of_tens_of_thousands_is_read_a_page_at_a_time_and_stays_where_one_is(
    window: Window, office: Office, qtbot: Any
) -> None:
    one = office.inspections[0]
    overview.actions(office.desk)  # everything is counted
    kept = office.desk.store.overview.kept(one)
    row = kept.actions[0]
    many = [row._replace(id=f"{n:064x}", number=f"A{n}", due=f"2027-01-{n % 28 + 1:02}") for n in range(20_000)]
    with office.desk.store.db.atomic():
        office.desk.store.overview._insert_many("action_row", many)
    window.go(Place("all_actions"))
    acting = page(window, AllActionsPage)
    assert acting.total > 20_000
    assert acting.register.loaded < 1_000
    acting.register.setFocus()
    for _ in range(4):
        qtbot.keyClick(acting.register, Qt.Key.Key_End)
    loaded = acting.register.loaded
    assert loaded >= 1_200
    here = acting.register.at_hand
    acting.refresh()
    assert acting.register.loaded == loaded
    assert acting.register.at_hand == here


def test_what_is_late_says_so_in_words_and_by_a_sign(window: Window, office: Office) -> None:
    clock: Any = office.desk.clock
    clock.now = clock.now.replace(year=2027)
    window.go(Place("all_actions", "", written(state="late")))
    acting = page(window, AllActionsPage)
    assert acting.total > 0
    state = acting.register.columns[1]
    for row in acting.register.rows.rows:
        assert "overdue" in state.said(row)
        assert state.sign(row) == ("triangle-alert", "bad")


def more_time_asked_for(window: Window, office: Office, step: str) -> tuple[ActionRow, Any]:
    """An action for which more time is asked for, at hand in the list of those, and the dialog of a *step* about it."""
    found = overview.actions(office.desk, state="under_way").rows or overview.actions(office.desk, state="issued").rows
    row = found[0].row
    actions.ask_extension(office.desk, row.inspection, row.id, "2027-03-01", "the part is late")
    window.go(Place("all_actions", "", written(state="extension_asked")))
    acting = page(window, AllActionsPage)
    acting.open_row(acting.register.at_hand)
    next(one for one in acting.one.editor.steps.findChildren(QPushButton) if step in one.text()).click()
    return row, QApplication.activeModalWidget()


def test_more_time_is_granted_with_a_reason_beside_the_list(window: Window, office: Office, qtbot: Any) -> None:
    row, dialog = more_time_asked_for(window, office, "Grant")
    type_text(dialog.reason, "agreed with the site")
    dialog.give()
    after = next(a for f in now(office, row.inspection).findings for a in f.actions if a.id == row.id)
    assert (after.due, after.state, after.reason) == ("2027-03-01", "under_way", "agreed with the site")


def test_what_is_typed_over_an_action_stays_when_an_exchange_takes_its_row_away(
    window: Window, office: Office, qtbot: Any
) -> None:
    row, dialog = more_time_asked_for(window, office, "Refuse")
    acting = page(window, AllActionsPage)
    type_text(dialog.reason, "the part can be had at once")
    arrived = actions.set_state(office.desk, row.inspection, row.id, "under_way")
    window.bridge.tell_arrived([arrived])
    settled(window, qtbot)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert acting.register.at_hand is None or acting.register.at_hand.row.id != row.id
    assert dialog.isVisible()
    assert dialog.reason.toPlainText() == "the part can be had at once"
    beneath = dialog.parentWidget()
    gone: list[str] = []
    beneath.destroyed.connect(lambda: gone.append("with its dialog"))
    dialog.reject()
    qtbot.waitUntil(lambda: gone == ["with its dialog"])


# --------------------------------------------------------------------------------------------- figures


def test_every_figure_leads_to_its_list(window: Window, office: Office, qtbot: Any) -> None:
    window.go(Place("dashboard"))
    board = page(window, DashboardPage)
    settled(window, qtbot)
    figures = overview.figures(office.desk)
    assert board.tiles["inspections"].figure.text() == str(figures.all.inspections)
    assert board.tiles["late"].figure.text() == str(figures.actions.overdue)
    wanted = {
        "inspections": ("inbox", figures.all.inspections),
        "findings": ("all_findings", figures.all.findings),
        "repeats": ("all_findings", figures.all.repeats),
        "open": ("all_actions", figures.actions.open),
        "late": ("all_actions", figures.actions.overdue),
    }
    for code, (where, many) in wanted.items():
        window.go(Place("dashboard"))
        page(window, DashboardPage).tiles[code].pressed.emit()
        assert window.place.page == where
        assert window.page.total == many, code
    window.go(Place("dashboard"))
    settled(window, qtbot)
    board = page(window, DashboardPage)
    worst = board.worst.rows[0].id
    board.worst.setFocus()
    qtbot.keyClick(board.worst, Qt.Key.Key_Return)
    assert {one.row.item for one in window.page.register.rows.rows} <= {worst}


def test_charts_are_walked_by_arrows_and_say_what_they_show(window: Window, office: Office, qtbot: Any) -> None:
    window.go(Place("dashboard"))
    board = page(window, DashboardPage)
    settled(window, qtbot)
    board.reviews.setFocus()
    qtbot.keyClick(board.reviews, Qt.Key.Key_Down)
    assert board.reviews.rows[1].spoken in board.reviews.accessibleName()
    assert board.reviews.rows[0].spoken in board.reviews.accessibleDescription()
    board.by_month.setFocus()
    qtbot.keyClick(board.by_month, Qt.Key.Key_Right)
    assert board.by_month.rows[board.by_month.current].spoken in board.by_month.accessibleName()


def test_sites_and_visits_stand_side_by_side_and_the_largest_difference_comes_first(
    office: Office, window: Window, qtbot: Any
) -> None:
    sites = ["Jiangcheng service centre", "Binhai service centre"]
    window.go(Place("compare", "", written(sites="\n".join(sites), level="item")))
    settled(window, qtbot)
    assert [one.title for one in window.page.compared.columns] == sites
    window.page.turn_order()
    settled(window, qtbot)
    spreads = [line.spread for line in window.page.register.rows.rows if line.level == "item"]
    assert spreads[0] == "100.0%"
    window.page.pick("mode", "visits")
    settled(window, qtbot)
    assert window.page.stack.currentWidget() is window.page.nothing, "each site was visited once"
    window.page.pick("many", "4")
    window.page.pick("site", sites[1])
    settled(window, qtbot)
    said = [words for _, words in window.page.sifter._shown]
    assert said == ["Lines: items", "Visits: 4 visits", "Site: Binhai service centre"]


# --------------------------------------------------------------------------------------------- giving out


def test_a_checklist_is_given_out_and_taken_out_of_use_with_a_reason(
    window: Window, office: Office, qtbot: Any
) -> None:
    window.go(Place("releases"))
    window.page.give_out()
    dialog = next(one for one in window.findChildren(GiveOutDialog) if one.isVisible())
    settled(window, qtbot)
    dialog.note.setPlainText("a spot check of emergency plans")
    dialog.give()
    given = releases.released(office.desk)
    assert [(one.state, one.note) for one in given] == [("released", "a spot check of emergency plans")]
    window.page.withdraw()
    question = next(one for one in window.findChildren(Question) if one.isVisible())
    type_text(question.editor, "a newer one follows")
    question.give()
    assert releases.released(office.desk)[0].reason == "a newer one follows"
    assert window.page.card.reason.isVisibleTo(window)


def test_an_inspection_is_begun_for_somebody_else(window: Window, office: Office, qtbot: Any) -> None:
    window.go(Place("give_out"))
    giving = window.page
    settled(window, qtbot)
    giving.unit.setText("Haitang Life, Gulou")
    told: list[Any] = []
    window.bridge.failed.connect(told.append)
    giving.begin()
    assert told[0].title == "Nobody is named"
    giving.members[0].name.setText("周玥喆")
    giving.begin()
    given = overview.inspections(office.desk, assigned="周玥喆").rows
    assert [row.site for row in given] == ["Haitang Life, Gulou"]
    assert given[0].due == giving.due.date().toString(Qt.DateFormat.ISODate)
    assert office.desk.writer(given[0].id) == "", "nobody works in it here"
    assert window.place == HOME, "what was wrong before keeps nobody on a page that is done"
    assert window._toast is not None
    assert window._toast.accessibleName().startswith("Given to 周玥喆")


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl"])
def test_everything_is_exported_beside_the_work_and_nothing_is_overwritten(
    window: Window, office: Office, tmp_path: Path, form: str, qtbot: Any
) -> None:
    window.go(Place("extract"))
    page_: Any = window.page
    page_.form.button(form).click()
    out = tmp_path / ("all" if form == "csv" else f"all.{form}")
    page_.file.line.setText(str(out))
    page_.give()
    settled(window, qtbot)
    assert out.exists()
    assert "6 inspections" in page_.told.text()
    assert not page_.give_button.isEnabled(), "the file is there now"


def test_an_export_that_is_stopped_leaves_nothing_behind(
    window: Window, office: Office, tmp_path: Path, qtbot: Any
) -> None:
    window.go(Place("extract"))
    page_: Any = window.page
    page_.file.line.setText(str(tmp_path / "all.jsonl"))
    page_.form.show_choice("jsonl")
    page_.give()
    page_.stop()
    settled(window, qtbot)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("all")] == []
    assert page_.give_button.isEnabled()


# --------------------------------------------------------------------------------------------- everything else


def test_everything_people_wrote_is_found_and_leads_to_its_place(window: Window, office: Office, qtbot: Any) -> None:
    hands = Hands()
    hands.press("Ctrl+Shift+F")
    assert hands.where == "Search everything"
    hands.type("ruler").press("Return")
    assert window.page.subtitle == "1 hit"
    window.page.list.setFocus()
    hands.press("Return")
    assert window.place == Place("review", office.inspections[0], "WP-1.1")


def test_the_finder_finds_what_was_written_in_other_inspections(window: Window, office: Office) -> None:
    hands = Hands()
    hands.press("Ctrl+K").type("armrest")
    found = QApplication.activePopupWidget()
    assert found is not None
    kinds = {entry.kind for entry in found.hits}
    assert kinds == {"finding"}
    hands.press("Return")
    assert window.place.page == "review"


@pytest.mark.parametrize("name", sorted(office_rooms.PAGES))
def test_the_language_changes_on_the_spot_and_the_page_stays_as_it_was(
    window: Window, office: Office, name: str, qtbot: Any
) -> None:
    at = written(site="Binhai service centre") if name in ("inbox", "all_actions", "all_findings", "dashboard") else ""
    window.go(Place(name, "", at))
    settled(window, qtbot)
    place = window.place
    assert place.at == at
    window.bridge.desk.words = speak("zh-CN")
    window.rebuild()
    settled(window, qtbot)
    assert window.place == place
    assert any("\u4e00" <= letter <= "\u9fff" for letter in window.page.title)


def test_a_desk_without_inspections_says_what_belongs_here(
    empty_bridge: Bridge, theme: Theme, show: Show, qtbot: Any
) -> None:
    head_office.act(empty_bridge.desk, "顾清和")
    window = Window(empty_bridge, theme)
    window.go(HOME)
    show(window, 1280, 800)
    for name in sorted(office_rooms.PAGES - {"give_out", "extract"}):
        window.go(Place(name))
        qtbot.waitUntil(lambda: not empty_bridge.background.busy, timeout=20_000)
        QApplication.processEvents()
        assert window.page.stack.currentWidget() is window.page.nothing, name
        assert window.page.nothing.said.text()
    window.rest()


def test_inspections_that_arrived_are_counted_in_slices_and_then_shown(
    window: Window, office: Office, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    office.desk.store.overview.clear()
    monkeypatch.setattr(overview, "FEW", 0.0)
    window.go(Place("inbox", "", written(state="all")))
    inbox = page(window, InboxPage)
    qtbot.waitUntil(lambda: inbox.total == 6 and inbox.counting.isHidden(), timeout=20_000)


def test_a_desk_that_exchanges_hears_of_an_inspector(tmp_path: Path, office: Office) -> None:
    """What head office wrote goes along when the inspection is handed back, and the inspector's page shows it."""
    with Inspector(tmp_path / "lin", words=speak("en")) as lin:
        office.inspector.inspection = office.inspections[0]
        office.inspector.hands_over(lin)
        assert review.returned(lin.now) is not None
        assert lin.now.remarks[0].text.startswith("The photo does not show")
