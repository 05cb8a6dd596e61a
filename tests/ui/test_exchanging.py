"""Rounds beside the work: begun by hand or by themselves, never in the way, stopped, tried again, and told below."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.checklist.model import AnswerKind
from auditapp.operations import answer, bundles, exchange, look, rounds, sealing
from auditapp.operations.exchange import SafeState
from auditapp.ui.arriving import Arriving
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_page import ExchangePage
from auditapp.ui.exchanging import Exchanging, exchanging
from auditapp.ui.intake import Load, arrivals
from auditapp.ui.places import Place
from auditapp.ui.rounds_told import RoundsTold
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from auditapp.words import Trouble, speak
from tests.inspector import Inspector, photo
from tests.ui.offices import NAME, Reached, belongs, reached_by, revoked, unreachable
from tests.ui.person import settled, type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]
LONG = 30_000


@pytest.fixture
def lin(lin: Inspector) -> Inspector:
    return lin.answers("EM-1.1", "conform")


@pytest.fixture
def office(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> Reached:
    made = Reached()
    belongs(lin.desk, made)
    made.asked = 0
    reached_by(made, monkeypatch)
    return made


@pytest.fixture
def window(bridge: Bridge, office: Reached, theme: Theme, show: Show, qtbot: Any) -> Iterator[Window]:
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1366, 768)
    RoundsTold(made)
    exchanging(bridge).look()
    yield made
    office.gate.set()
    made.rest()
    exchanging(bridge).rest()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)


@pytest.fixture
def rounds_of(bridge: Bridge) -> Exchanging:
    return exchanging(bridge)


def footer(window: Window) -> str:
    return window.footer.office.accessibleName()


def over(rounds_of: Exchanging, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not rounds_of.under_way, timeout=LONG)


def a_team_mate_answers(lin: Inspector, office: Reached, folder: Path, answers: dict[str, str]) -> None:
    """Zhou takes part in the inspection of *lin* on a laptop of his own, and gives what he wrote to *office*."""
    with Inspector(folder / "zhou") as zhou:
        exchange.exchange(lin.desk, office)
        exchange.exchange(zhou.desk, office)
        zhou.inspection = lin.inspection
        zhou.works_as(next(iter(zhou.now.people)))
        for place, value in answers.items():
            zhou.answers(place, value)
        exchange.exchange(zhou.desk, office)


def toast(window: Window) -> str:
    return window._toast.accessibleName() if window._toast is not None else ""


# -- one round ----------------------------------------------------------------------------------------------------


def test_a_round_makes_everything_safe_and_the_footer_says_so_only_then(
    window: Window, rounds_of: Exchanging, lin: Inspector, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", photo(tmp_path))
    rounds_of.look()
    assert footer(window).startswith("1 answer and 1 photo not yet at head office")
    assert rounds_of.begin()
    assert footer(window).startswith("Exchanging with")
    over(rounds_of, qtbot)
    assert footer(window) == "Everything here is safe at head office"
    assert exchange.safe(lin.desk, lin.inspection).state is SafeState.SAFE
    assert NAME in toast(window)
    window.bridge.do(answer.answer, lin.inspection, "EM-1.2", "conform")
    assert footer(window) == "Everything here is safe at head office", "the figure follows when the keys are quiet"
    qtbot.waitUntil(lambda: footer(window).startswith("1 answer not yet at head office"), timeout=LONG)


def test_what_a_team_mate_wrote_is_on_the_page_without_leaving_it(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    a_team_mate_answers(lin, office, tmp_path, {"EM-1.2": "minor"})
    window.go(Place("inspection", lin.inspection, "EM-1.2"))
    page: Any = window.page
    assert page.walking.at("EM-1.2").answered is None
    rounds_of.begin()
    over(rounds_of, qtbot)
    assert page.walking.at("EM-1.2").answered.answer.texts == ("minor",)


def test_two_versions_are_told_and_lead_to_where_they_are_decided(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    a_team_mate_answers(lin, office, tmp_path, {"EM-1.2": "minor"})
    lin.answers("EM-1.2", "conform")
    rounds_of.begin(by_hand=False)
    over(rounds_of, qtbot)
    assert toast(window) == "1 answer differs between desks and has to be decided."
    window.go(Place("exchange"))
    page: Any = window.page
    notice = next(one for one in page.view.notices if one.code.startswith("disputed"))
    page.asked_for.emit(notice.place)
    there: Any = window.page
    assert window.place.page == "completeness"
    assert there.tree.currentIndex().data(Qt.ItemDataRole.UserRole).place == "EM-1.2"


def test_what_came_in_after_the_signature_is_told_and_leads_to_the_signatures(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    a_team_mate_answers(lin, office, tmp_path, {"EM-1.2": "minor"})
    lin.signs_off()
    window.bridge.forget()
    rounds_of.begin(by_hand=False)
    over(rounds_of, qtbot)
    assert toast(window) == "1 entry came in after the signature"
    window.go(Place("exchange"))
    page: Any = window.page
    notice = next(one for one in page.view.notices if one.code.startswith("late"))
    page.asked_for.emit(notice.place)
    there: Any = window.page
    assert "not every signature covers it" in there.missing.accessibleName()
    assert not there.documents.issue_button.isEnabled()
    assert not any(one.isEnabled() for one in there.sign_buttons.values())
    assert settled(there) == []
    lin.amends("it came in").signs_off()
    window.bridge.forget()
    there.refresh()
    assert "Signed and closed" in there.missing.accessibleName()


# -- typing goes on -----------------------------------------------------------------------------------------------


def test_typing_during_a_round_loses_nothing(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    """A team-mate's entries arrive in the very item one is writing a note at."""
    a_team_mate_answers(lin, office, tmp_path, {"EM-1.2": "minor", "EM-1.3": "conform"})
    lin.photographs("EM-1.1", photo(tmp_path))
    window.go(Place("inspection", lin.inspection, "EM-1.2"))
    page: Any = window.page
    page.show_details()
    note = page.detail.note
    office.gate.clear()
    rounds_of.begin()
    type_text(note, "便签的前一半")
    qtbot.waitUntil(office.put_begun.is_set, timeout=LONG)
    cursor = note.textCursor().position()
    type_text(note, "，后一半")
    office.gate.set()
    over(rounds_of, qtbot)
    QApplication.processEvents()
    assert note.toPlainText() == "便签的前一半，后一半"
    assert note.textCursor().position() > cursor
    assert note.hasFocus()
    window.leave()
    found = look.fold(lin.desk, lin.inspection)
    assert found.notes["EM-1.2"].text == "便签的前一半，后一半"
    assert found.answers["EM-1.2"].answer.texts == ("minor",)


def test_answers_by_key_during_a_round_are_all_there(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", *(photo(tmp_path, f"{n}.jpg", colour=20 * n) for n in range(6)))
    window.go(Place("inspection", lin.inspection))
    page: Any = window.page
    rounds_of.begin()
    given = []
    for _ in range(12):
        page.next_open()
        if page.walking.at(page.at).item.kind is AnswerKind.CONFORM:
            given.append(page.at)
            page.press("1")
        QTest.qWait(5)
    over(rounds_of, qtbot)
    found = look.fold(lin.desk, lin.inspection)
    assert given
    assert set(given) <= set(found.answers)
    rounds_of.begin()
    over(rounds_of, qtbot)
    assert exchange.safe(lin.desk, lin.inspection).state is SafeState.SAFE


# -- stopping -----------------------------------------------------------------------------------------------------


def test_a_round_that_is_stopped_leaves_what_arrived_and_goes_on_there(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", *(photo(tmp_path, f"{n}.jpg", colour=20 * n) for n in range(3)))
    office.gate.clear()
    rounds_of.begin()
    qtbot.waitUntil(office.put_begun.is_set, timeout=LONG)
    window.go(Place("exchange"))
    page: Any = window.page
    assert page.office.under_way.isVisible()
    page.office.under_way.cancelled.emit()
    assert not rounds_of.under_way
    assert page.office.under_way.isHidden()
    office.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=LONG)
    assert footer(window).startswith("1 answer and 3 photos not yet at head office"), "no receipt, so nothing is safe"
    assert office.journals[lin.inspection], "what arrived is there"
    rounds_of.begin()
    over(rounds_of, qtbot)
    assert footer(window) == "Everything here is safe at head office"


def test_who_begins_a_round_by_keyboard_can_stop_it_there_and_begin_again(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", photo(tmp_path))
    window.go(Place("exchange"))
    card: Any = window.page.office  # type: ignore[union-attr]
    window.activateWindow()
    card.now_button.setFocus()
    office.gate.clear()
    qtbot.keyClick(card.now_button, Qt.Key.Key_Space)
    qtbot.waitUntil(office.put_begun.is_set, timeout=LONG)
    qtbot.waitUntil(card.under_way.cancel_button.hasFocus, timeout=LONG)
    qtbot.keyClick(card.under_way.cancel_button, Qt.Key.Key_Space)
    qtbot.waitUntil(card.now_button.hasFocus, timeout=LONG)
    office.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=LONG)


def test_a_round_waits_while_photos_come_in(
    window: Window, rounds_of: Exchanging, lin: Inspector, office: Reached, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", photo(tmp_path))
    coming = arrivals(window.bridge)
    load = Load(lin.inspection, "EM-1.1", (), {}, 0)
    coming.loads.append(load)
    rounds_of.begin()
    qtbot.wait(200)
    assert rounds_of.under_way
    assert not office.put_begun.is_set()
    coming.loads.remove(load)
    over(rounds_of, qtbot)
    assert footer(window) == "Everything here is safe at head office"


# -- by itself ----------------------------------------------------------------------------------------------------


def test_it_begins_by_itself_and_again_after_trouble_without_any_edit(
    window: Window, rounds_of: Exchanging, office: Reached, lin: Inspector, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditapp.office import retry

    monkeypatch.setattr(retry.Retry, "wait", lambda self, chance=0.5: 0.05)
    office.trouble = unreachable()
    rounds_of.watch(first=10)
    qtbot.waitUntil(lambda: office.asked >= 3, timeout=LONG)
    assert footer(window).startswith("Offline, 1 answer not yet at head office, oldest")
    assert toast(window) == "", "nobody asked for it"
    office.trouble = None
    qtbot.waitUntil(lambda: footer(window) == "Everything here is safe at head office", timeout=LONG)
    assert rounds.rounds(lin.desk)[0].problem is None


def test_a_network_that_comes_back_is_no_reason_to_wait(
    window: Window, rounds_of: Exchanging, office: Reached, qtbot: Any
) -> None:
    from PySide6.QtNetwork import QNetworkInformation

    office.trouble = unreachable()
    rounds_of.watch(first=10)
    qtbot.waitUntil(lambda: office.asked == 1 and not rounds_of.under_way, timeout=LONG)
    office.trouble = None
    rounds_of._heard(QNetworkInformation.Reachability.Disconnected)
    qtbot.wait(50)
    assert office.asked == 1
    rounds_of._heard(QNetworkInformation.Reachability.Site)
    qtbot.waitUntil(lambda: footer(window) == "Everything here is safe at head office", timeout=LONG)


def test_it_does_not_where_somebody_wants_it_by_hand_only(
    window: Window, rounds_of: Exchanging, office: Reached, qtbot: Any
) -> None:
    rounds_of.set_by_itself(False)
    rounds_of.watch(first=10)
    qtbot.wait(300)
    assert office.asked == 0
    rounds_of.set_by_itself(True)
    rounds_of.hurry()
    qtbot.waitUntil(lambda: office.asked == 1, timeout=LONG)
    over(rounds_of, qtbot)


def test_not_while_photos_come_in(
    window: Window, rounds_of: Exchanging, office: Reached, lin: Inspector, qtbot: Any
) -> None:
    coming = arrivals(window.bridge)
    load = Load(lin.inspection, "EM-1.1", (), {}, 0)
    coming.loads.append(load)
    rounds_of.watch(first=10)
    qtbot.wait(300)
    assert office.asked == 0
    coming.loads.remove(load)


# -- trouble ------------------------------------------------------------------------------------------------------


def test_what_only_a_person_can_mend_stays_in_the_footer_and_says_what_to_do(
    window: Window, rounds_of: Exchanging, office: Reached, lin: Inspector, qtbot: Any
) -> None:
    office.trouble = revoked()
    rounds_of.begin(by_hand=False)
    over(rounds_of, qtbot)
    assert footer(window).startswith("Head office has revoked this desk, 1 answer not yet at head office")
    assert "revoked" in toast(window), "told once"
    window._drop_toast()
    rounds_of.begin(by_hand=False)
    over(rounds_of, qtbot)
    assert toast(window) == ""
    window.footer.office.click()
    page: Any = window.page
    assert isinstance(page, ExchangePage)
    problem = next(one for one in page.view.notices if one.code == "problem")
    assert "Ask head office why" in problem.sentence


def test_entries_that_were_put_aside_are_told_with_the_reason(
    window: Window, rounds_of: Exchanging, office: Reached, lin: Inspector, qtbot: Any
) -> None:
    office.admits = lambda entry: "not allowed" if entry.head.kind == "answer" else ""
    rounds_of.begin()
    over(rounds_of, qtbot)
    assert "put aside" in footer(window)
    window.go(Place("exchange"))
    page: Any = window.page
    notice = next(one for one in page.view.notices if one.code == "aside-not allowed")
    assert "role does not allow it" in notice.sentence
    assert "Ask head office for the role." in notice.sentence


def test_a_desk_that_exchanges_with_nobody_loads_nothing_for_it(tmp_path: Path) -> None:
    from auditapp.operations import folders
    from auditapp.ui import exchanging as room

    assert room.FOLDER == folders.FOLDER
    told = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)], capture_output=True, encoding="utf-8", check=False
    )
    assert (told.returncode, told.stdout.strip()) == (0, "[]"), told.stderr


ALONE = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
from auditapp.operations.desk import open_desk
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchanging import exchanging
app = QApplication([])
from pathlib import Path
desk = open_desk(Path(sys.argv[1]) / "desk", "correct horse battery", keyring=False)
bridge = Bridge(desk)
exchanging(bridge).watch(first=0)
exchanging(bridge).look()
for _ in range(20):
    app.processEvents()
print([name for name in ("httpx", "auditapp.office.exchange", "auditapp.operations.exchange") if name in sys.modules])
bridge.close()
desk.close()
"""


# -- by other roads -----------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_told_and_is_no_problem_of_head_office(
    window: Window, rounds_of: Exchanging, tmp_path: Path, qtbot: Any
) -> None:
    window.go(Place("exchange"))
    page: Any = window.page
    gone = tmp_path / "stick"
    gone.mkdir()
    page.roads.folder.show_path(gone)
    gone.rmdir()
    page.exchange_with_folder(gone, always=False)
    over(rounds_of, qtbot)
    assert "folder is not there" in toast(window)
    assert footer(window).startswith("1 answer not yet at head office"), "head office was not asked"


def test_two_windows_join_in_the_evening_over_a_stick_and_decide(
    window: Window, lin: Inspector, theme: Theme, show: Show, tmp_path: Path, qtbot: Any
) -> None:
    """No head office at all: sections shared out, a stick goes round, both wrote one item, both see it decided."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with Inspector(tmp_path / "zhou", words=speak("en")) as zhou:
        other = Bridge(zhou.desk, remembered=window.bridge.remembered)
        second = Window(other, theme)
        second.go(HOME)
        show(second, 1280, 720)
        RoundsTold(second)
        one, two = exchanging(window.bridge), exchanging(other)

        def round_of(frame: Window, rounds_: Exchanging) -> None:
            frame.go(Place("exchange"))
            page: Any = frame.page
            page.exchange_with_folder(stick, False)
            over(rounds_, qtbot)

        round_of(window, one)
        round_of(second, two)
        zhou.inspection = lin.inspection
        zhou.works_as(next(iter(zhou.now.people)))
        second.go(Place("inspection", lin.inspection, "EM-1.2"))
        second.bridge.do(answer.answer, lin.inspection, "EM-1.2", "minor")
        window.bridge.do(answer.answer, lin.inspection, "EM-1.2", "conform")
        round_of(second, two)
        round_of(window, one)
        assert toast(window) == "1 answer differs between desks and has to be decided."
        assert "safe" not in footer(window), "nobody signs for a stick"
        found = look.fold(lin.desk, lin.inspection)
        keep = found.disputes[0].stands[0].id
        window.bridge.do(answer.resolve, lin.inspection, "EM-1.2", keep=keep)
        round_of(window, one)
        round_of(second, two)
        assert look.fold(zhou.desk, lin.inspection) == look.fold(lin.desk, lin.inspection)
        assert not look.fold(zhou.desk, lin.inspection).disputes
        second.rest()
        other.close()


def test_a_sealed_file_goes_to_a_team_mate_and_is_taken_in_by_dropping_it(
    window: Window, lin: Inspector, theme: Theme, show: Show, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", photo(tmp_path))
    file = tmp_path / "for-zhou.auditpkg"
    with Inspector(tmp_path / "zhou", words=speak("en")) as zhou, Inspector(tmp_path / "chen") as chen:
        window.go(Place("exchange"))
        page: Any = window.page
        page.write_file()
        dialog: Any = QApplication.activeModalWidget()
        dialog.whom.setCurrentIndex(dialog.whom.findData("mate"))
        dialog.file.show_path(file)
        type_text(dialog.key, sealing.key_of(zhou.desk)[:-1] + "x")
        dialog.give()
        assert "not whole" in dialog.told.accessibleName(), "a slip is noticed"
        dialog.key.clear()
        type_text(dialog.key, sealing.key_of(zhou.desk))
        dialog.give()
        qtbot.waitUntil(lambda: file.exists() and not window.bridge.background.busy, timeout=LONG)
        assert "Written" in toast(window)
        assert "海棠".encode() not in file.read_bytes()
        with pytest.raises(Trouble):
            bundles.take_bundle(chen.desk, file)
        other = Bridge(zhou.desk, remembered=window.bridge.remembered)
        second = Window(other, theme)
        second.file_asked.connect(Arriving(second).take)
        second.go(HOME)
        show(second, 1280, 720)
        RoundsTold(second)
        second.open_file(file)
        over(exchanging(other), qtbot)
        assert second.place.page == "exchange"
        assert "received" in toast(second)
        zhou.inspection = lin.inspection
        assert zhou.now == lin.now
        assert all(zhou.desk.store.photos.has(one.sha256) for one in zhou.now.photos.values())
        second.rest()
        other.close()
