"""The frame: one goes somewhere and comes back, languages and looks change live, keys are told, nothing is lost."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from auditapp.operations import answer
from auditapp.ui import places
from auditapp.ui import tidying as tidying_room
from auditapp.ui.home_page import HomePage
from auditapp.ui.key_sheet import KeySheet
from auditapp.ui.new_page import NewPage
from auditapp.ui.parts.toast import Toast
from auditapp.ui.places import PAGES, Place, Width, width_class
from auditapp.ui.settings_page import SettingsPage
from auditapp.ui.theme import Density, Look
from auditapp.ui.window import HOME, Window
from auditapp.words import Trouble, speak
from tests.inspector import Inspector
from tests.ui.person import clipped, name_of, nameless, settled, tab_order, type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]


def test_the_window_begins_at_home_and_comes_back_to_it(window: Window) -> None:
    assert isinstance(window.page, HomePage)
    window.go(Place("settings"))
    assert isinstance(window.page, SettingsPage)
    assert window.header.back_button.isVisible()
    window.back()
    assert window.place == HOME
    assert not window.header.back_button.isVisible()
    window.back()
    assert window.place == HOME


def test_escape_goes_back(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.place == HOME


def test_escape_puts_a_message_away_first_and_the_button_goes_back_at_once(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    window.say("Saved")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert (window.place.page, window._toast) == ("settings", None)
    window.say("Saved")
    window.header.back_button.click()
    assert (window.place, window._toast) == (HOME, None)


def test_a_page_that_is_missing_is_said_and_keeps_nobody_from_the_rest(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(places.PAGES, "hub", ("auditapp.ui.no_such_page", "HubPage"))
    window.go(Place("hub"))
    assert window.place == HOME
    assert window._toast is not None


def test_a_page_that_is_open_already_is_gone_back_to(window: Window) -> None:
    window.go(Place("new"))
    window.go(Place("settings"))
    window.go(HOME)
    assert len(window._pages) == 1


@pytest.mark.parametrize("page", ["home", "new", "settings"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(("width", "height", "scale"), [(1440, 900, 100), (960, 540, 100), (1440, 900, 150)])
def test_every_page_of_the_frame_passes_the_gate(
    window: Window, page: str, language: str, width: int, height: int, scale: int, qtbot: Any
) -> None:
    window.bridge.desk.words = speak(language)
    window.theme.set_scale(scale)
    window.resize(width, height)
    window.rebuild()
    window.go(Place(page))
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)
    assert settled(window) == []
    assert nameless(window) == []


def test_the_tab_key_reaches_every_deed_of_home(window: Window) -> None:
    reached = {name_of(one) for one in tab_order(window)}
    assert {"New inspection", "Open a package", "Search inspections", "Inspections", "? All keys"} <= reached


def test_switching_the_language_changes_every_word_at_once(window: Window) -> None:
    window.go(Place("settings"))
    window.bridge.desk.words = speak("zh-CN")
    window.rebuild()
    assert window.place == Place("settings")
    assert len(window._pages) == 2
    window.bridge.desk.words = speak("en")
    window.rebuild()
    assert window.header.title.text() == "Settings"


def test_choosing_a_language_on_the_page_is_told_to_the_program(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    page = window.page
    assert isinstance(page, SettingsPage)
    with qtbot.waitSignal(window.language_chosen) as told:
        page.language.chip("zh-CN").click()
    assert told.args == ["zh-CN"]
    assert window.bridge.remembered.settings.language == "zh-CN"


def test_switching_the_look_repaints_at_once_and_stays_where_one_is(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    page = window.page
    assert isinstance(page, SettingsPage)
    before = window.grab().toImage().pixelColor(720, 880)
    page.look.chip("dark").click()
    qtbot.waitUntil(lambda: window.theme.look is Look.DARK)
    QApplication.processEvents()
    after = window.grab().toImage().pixelColor(720, 880)
    assert before.lightness() > 200 > 100 > after.lightness()
    assert window.place == Place("settings")


def test_text_size_and_room_change_at_once(window: Window, qtbot: Any) -> None:
    high = window.header.height()
    window.theme.set_scale(150)
    assert window.header.height() == round(high * 1.5)
    window.theme.set_density(Density.TOUCH)
    button = next(b for b in window.findChildren(QPushButton) if name_of(b) == "New inspection")
    assert button.sizeHint().height() >= 66


def test_what_was_typed_survives_a_change_of_language_and_look(window: Window, qtbot: Any) -> None:
    window.go(Place("new"))
    page = window.page
    assert isinstance(page, NewPage)
    type_text(page.unit, "海棠人寿")
    page.add_person("Zhao", "guide", "site")
    window.theme.set_look(Look.DARK)
    again = window.page
    assert isinstance(again, NewPage)
    assert again is not page
    assert again.unit.text() == "海棠人寿"
    assert again.members[-1].values() == ("Zhao", "guide", "site")
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)


def test_large_text_takes_the_narrow_form_in_time() -> None:
    assert [width_class(w) for w in (1440, 1240, 1239, 1000, 999)] == [
        Width.WIDE, Width.WIDE, Width.MIDDLE, Width.MIDDLE, Width.NARROW,
    ]  # fmt: skip


def test_the_page_hears_of_every_breakpoint(window: Window) -> None:
    heard: list[Width] = []
    window.page.fit = heard.append  # type: ignore[union-attr, attr-defined]
    for width in (1440, 1100, 960, 1300):
        window.resize(width, 700)
        QApplication.processEvents()
    assert heard == [Width.MIDDLE, Width.NARROW, Width.WIDE]


def test_the_key_sheet_lists_every_key_of_the_page(window: Window, qtbot: Any) -> None:
    sheet = KeySheet(window.theme, window.words, window.commands(), window)
    qtbot.addWidget(sheet)
    sheet.show()
    told = {one.text() for one in sheet.findChildren(type(window.header.title))}
    assert {one.words for one in window.commands() if one.keys} <= told
    assert nameless(sheet) == []


def test_a_question_mark_shows_the_key_sheet_but_not_while_one_types(window: Window, qtbot: Any) -> None:
    page = window.page
    assert isinstance(page, HomePage)
    page.search.setFocus()
    qtbot.keyClicks(page.search, "?")
    assert page.search.text() == "?"
    assert QApplication.activeModalWidget() is None
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Question)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeySheet)
    sheet.close()


def test_no_two_commands_of_a_page_share_a_key(window: Window) -> None:
    for page in ("home", "new", "settings"):
        window.go(Place(page))
        keys = [key for one in window.commands() for key in one.keys]
        assert len(keys) == len(set(keys)), page


def test_the_footer_says_when_something_was_saved(window: Window, lin: Inspector) -> None:
    assert window.footer.saved.text() == "Everything is saved on this laptop"
    place = next(line.place for line in window.bridge.opened(lin.inspection).walk.lines if "@" not in line.place)
    window.bridge.do(answer.note, lin.inspection, place, "seen")
    said = window.bridge.saved_at
    assert said is not None
    assert window.footer.saved.text() == f"Saved on this laptop {said:%H:%M}"


def test_a_refused_deed_says_so_and_saves_nothing(window: Window, lin: Inspector, qtbot: Any) -> None:
    with qtbot.waitSignal(window.bridge.failed):
        assert window.bridge.do(answer.answer, lin.inspection, "NO-9.9", "conform") is None
    assert "Not saved" in window.footer.saved.text()
    toast = window._toast
    assert toast is not None
    assert "No such item" in toast.accessibleName()
    assert clipped(toast) == []


def test_details_of_trouble_can_be_copied(window: Window, qtbot: Any) -> None:
    from auditapp.ui.faults import FaultDialog

    window._show_details(
        Trouble("The disk is full", "Nothing more can be written to {folder}.", "Free some.", folder="/x")
    )
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FaultDialog)
    dialog.copy()
    assert "The disk is full" in QApplication.clipboard().text()
    assert nameless(dialog) == []
    dialog.close()


def test_under_the_cover_nothing_is_reached_and_what_was_typed_stays(window: Window, qtbot: Any) -> None:
    from auditapp.ui.unlock_page import UnlockPage

    window.go(Place("new"))
    page = window.page
    assert isinstance(page, NewPage)
    type_text(page.unit, "海棠人寿")
    cover = UnlockPage(window.theme, window.words, window.bridge.desk.store.folder, lambda _: True, cover=True)
    window.lay_cover(cover)
    assert [one for one in tab_order(window) if not cover.isAncestorOf(one)] == []
    assert not any(action.isEnabled() for action in window.actions())
    window.lift_cover()
    assert window.page is page
    assert page.unit.text() == "海棠人寿"
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)


def test_nobody_at_the_keys_for_some_minutes_is_noticed(qapp: QApplication, qtbot: Any) -> None:
    from auditapp.ui.idle import Idle

    idle = Idle(qapp, lambda: 10)
    try:
        assert idle._timer.interval() == timedelta(minutes=10) / timedelta(milliseconds=1)
        idle._timer.stop()
        idle.watch()
        QApplication.sendEvent(qapp, QEvent(QEvent.Type.MouseButtonPress))
        assert idle._timer.isActive()
        with qtbot.waitSignal(idle.idle):
            idle._timer.start(1)
    finally:
        idle.end()
    never = Idle(qapp, lambda: 0)
    assert not never._timer.isActive()
    never.end()


def test_a_moment_after_the_last_deed_the_log_is_put_in_order(window: Window, lin: Inspector, qtbot: Any) -> None:
    store, tidying = window.bridge.desk.store, window.tidying
    for n in range(tidying_room.LEAST):
        window.bridge.do(answer.note, lin.inspection, "", f"note {n}")
    assert store.db.unsettled >= tidying_room.LEAST
    assert tidying._quiet.isActive() and tidying._quiet.interval() == tidying_room.QUIET
    tidying._quiet.start(1)
    qtbot.waitUntil(lambda: store.db.unsettled == 0)


def test_soon_after_its_start_the_log_gets_its_room_whatever_is_done(window: Window, qtbot: Any) -> None:
    log = window.bridge.desk.store.db.path.with_name("desk.db-wal")
    for _ in range(2):
        before = log.stat().st_size
        window.tidying._room.start(1)
        qtbot.waitUntil(lambda before=before: log.stat().st_size > before)
        assert window.tidying._room.isActive()


def test_a_closed_desk_is_not_tidied(window: Window) -> None:
    window.bridge.desk.close()
    window.tidying._settle(least=0)
    window.tidying._make_room()
    assert window.tidying._room.interval() == tidying_room.QUIET


def test_what_is_in_use_is_not_looked_through_again_and_what_was_dropped_goes() -> None:
    import gc

    class Page:
        me: Page

    page = Page()
    page.me = page
    gone = weakref.ref(page)
    try:
        tidying_room.sweep()
        assert gc.get_freeze_count() > 0
        del page
        gc.collect()
        assert gone() is not None
        tidying_room.sweep()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_every_page_that_is_named_is_a_class_or_missing_as_a_whole() -> None:
    from importlib import import_module
    from importlib.util import find_spec

    for module, name in PAGES.values():
        if find_spec(module) is not None:
            assert hasattr(import_module(module), name), (module, name)


def test_escape_closes_a_message_before_it_goes_back(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    window.say("Something was done.")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window._toast is None
    assert window.place == Place("settings")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.place == HOME


def test_on_a_narrow_window_the_keys_give_way_and_not_what_is_saved(window: Window) -> None:
    window.footer.show_keys(
        "1 conforms  2 observation  3 minor  4 major  0 not applicable  J / K move  P photo  N note"
    )
    window.resize(800, 600)
    QApplication.processEvents()
    assert not window.footer.saved.elided
    assert window.footer.office.text() == "Works offline"
    assert window.footer.keys.elided


def test_of_messages_only_the_last_one_stays(window: Window, qtbot: Any) -> None:
    for text in ("first", "second", "third"):
        window.say(text)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [one.accessibleName() for one in window.findChildren(Toast) if one.isVisible()] == ["third"]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not [one for one in window.findChildren(Toast) if one.isVisible()]
