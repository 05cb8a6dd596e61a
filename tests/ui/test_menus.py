"""The menu bar: every deed once, with its words, key and letter; quiet where there is no room for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from auditapp.ui.menus import TITLES
from auditapp.ui.places import Place
from auditapp.ui.theme import Look
from auditapp.ui.window import Window
from auditapp.words import speak
from tests.inspector import Inspector
from tests.ui.person import type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]


def deeds(menu: QMenu) -> list[QAction]:
    """Every deed in a menu and in the menus inside it."""
    found = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += deeds(inner)
        elif not action.isSeparator():
            found.append(action)
    return found


def all_deeds(window: Window) -> list[QAction]:
    return [deed for menu in window._inner_menus for deed in deeds(menu)]


def letters(menu: QMenu) -> list[str]:
    return [
        text[text.index("&") + 1].upper()
        for action in menu.actions()
        if "&" in (text := action.text().replace("&&", ""))
    ]


@pytest.mark.parametrize("page", ["home", "new", "inspection", "findings", "sign_off", "preview", "help"])
def test_every_deed_of_a_page_stands_in_the_menus_once(window: Window, lin: Inspector, page: str, qtbot: Any) -> None:
    window.go(Place(page, lin.inspection if page not in ("home", "new", "help") else ""))
    stand = all_deeds(window)
    ids = {id(window._actions[one.id]) for one in window.commands() if one.menu}
    assert len(stand) == len({id(one) for one in stand}) == len(ids)
    assert {id(one) for one in stand} == ids
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)


def test_the_menus_are_file_edit_inspection_view_and_help(window: Window, lin: Inspector) -> None:
    window.go(Place("inspection", lin.inspection))
    assert [menu.title() for menu in window._inner_menus] == ["&File", "&Edit", "&Inspection", "&View", "&Help"]
    window.bridge.desk.words = speak("zh-CN")
    window.rebuild()
    titles = [menu.title() for menu in window._inner_menus]
    letters = [letter for code, (_, letter) in TITLES.items() if code != "office"]
    assert [title[-4:] for title in titles] == [f"(&{letter})" for letter in letters]
    assert titles[0] == "文件(&F)"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_two_deeds_of_a_menu_have_the_same_letter(window: Window, lin: Inspector, language: str) -> None:
    window.bridge.desk.words = speak(language)
    window.rebuild()
    window.go(Place("inspection", lin.inspection))
    for menu in window._inner_menus:
        for one in [menu, *(inner for a in menu.actions() if isinstance(inner := a.menu(), QMenu))]:
            found = letters(one)
            assert len(found) == len(set(found)), one.title()
            assert found, one.title()


def test_a_menu_does_what_the_header_does(window: Window) -> None:
    deed = next(one for one in all_deeds(window) if one.text().replace("&", "") == "New inspection")
    assert deed.shortcut().toString() == "Ctrl+N"
    deed.trigger()
    assert window.place == Place("new")


def test_looks_sizes_and_languages_are_chosen_in_the_view_menu_and_marked(window: Window, qtbot: Any) -> None:
    dark = window._actions["look-dark"]
    assert dark.isCheckable() and not dark.isChecked()
    dark.trigger()
    assert window.theme.look is Look.DARK
    assert window._actions["look-dark"].isChecked()
    with qtbot.waitSignal(window.language_chosen) as told:
        window._actions["language-zh-CN"].trigger()
    assert told.args == ["zh-CN"]


def test_a_page_keeps_its_own_keys(window: Window, lin: Inspector) -> None:
    window.go(Place("findings", lin.inspection))
    taken = [one.id for one in window.commands() if "Ctrl+N" in one.keys]
    assert taken == ["new-finding"]
    keys = [key for one in window.commands() for key in one.keys]
    assert len(keys) == len(set(keys))


def test_cut_and_copy_act_on_the_field_at_hand(window: Window) -> None:
    search: Any = window.page.search  # type: ignore[union-attr]
    window.activateWindow()
    search.setFocus()
    QApplication.processEvents()
    type_text(search, "浦东")
    window.refresh()
    window._actions["all"].trigger()
    window._actions["cut"].trigger()
    assert search.text() == ""
    assert QApplication.clipboard().text() == "浦东"
    window._actions["paste"].trigger()
    assert search.text() == "浦东"


def test_on_a_low_window_the_menus_stand_behind_the_three_dots(window: Window, qtbot: Any) -> None:
    assert window.menuBar().isVisible()
    window.resize(960, 540)
    QApplication.processEvents()
    assert not window.menuBar().isVisible()
    shown = [action.text().replace("&", "") for action in window.header._menu.actions() if action.menu() is not None]
    assert shown == ["File", "Edit", "View", "Help"]
    window.resize(1280, 800)
    QApplication.processEvents()
    assert window.menuBar().isVisible()
    assert [a for a in window.header._menu.actions() if a.menu() is not None] == []


def test_f10_opens_the_first_menu(window: Window, qtbot: Any) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F10)
    assert window.menuBar().activeAction() is window.menuBar().actions()[0]
