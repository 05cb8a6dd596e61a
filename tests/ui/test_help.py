"""Help without a network: a page for every screen, in both languages, and every key it names is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from auditapp.operations import head_office
from auditapp.ui import office_rooms
from auditapp.ui.about_page import PARTS, TEXTS, AboutPage, replacing_qt, version
from auditapp.ui.bridge import Bridge
from auditapp.ui.help_page import HelpPage
from auditapp.ui.help_texts import TOPICS, texts, topic_of
from auditapp.ui.mark_canvas import KEYS as DRAWING
from auditapp.ui.places import PAGES, Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.window import Window
from auditapp.words import resources, speak
from tests.inspector import Inspector
from tests.ui.person import name_of, type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]
FIELDS = {"Return", "Space", "Tab", "Shift+Tab", "Esc", "Ctrl+Return"}
"""Keys that fields, lists and buttons of Qt know by themselves, or that the editors share."""
OVER_ALL = ("home", "new", "settings", "care", "help", "about", "exchange", "enrol", "originals", *office_rooms.PAGES)


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_has_help_in_both_languages(page: str, language: str) -> None:
    assert topic_of(page) in TOPICS
    text = next(one for one in texts(speak(language)) if one.topic == topic_of(page))
    assert text.title
    assert len(text.markdown) > 100


def test_no_page_of_the_help_is_forgotten() -> None:
    for folder in ("en", "zh_CN"):
        assert {file.stem for file in (resources() / "help" / folder).iterdir()} == set(TOPICS)
    assert {topic_of(page) for page in PAGES} == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_the_same_things(topic: str) -> None:
    def shape(language: str) -> tuple[list[str], list[str]]:
        text = next(one for one in texts(speak(language)) if one.topic == topic).markdown
        marks = [line.split(" ")[0] for line in text.splitlines() if line.startswith("#")]
        return marks, sorted(re.findall(r"`([^`]+)`", text))

    assert shape("en") == shape("zh-CN")


def written(key: str) -> str:
    return QKeySequence(key.replace("Enter", "Return")).toString()


def test_every_key_that_the_help_names_is_a_key_of_the_program(window: Window, lin: Inspector, qtbot: Any) -> None:
    known = {written(key) for key in FIELDS} | {QKeySequence(key).toString() for key in DRAWING}
    head_office.act(window.bridge.desk, "顾清和")
    for page in PAGES:
        if page == "photo":
            known |= {
                "PgUp",
                "PgDown",
                "Z",
                "F2",
                "I",
                "Ctrl+Left",
                "Ctrl+Right",
                "Ctrl+Del",
                "M",
                "U",
            }  # there is no photo to open; see below
            continue
        window.go(Place(page, "" if page in OVER_ALL else lin.inspection))
        known |= {written(key) for one in window.commands() for key in one.keys}
    named = {written(key) for one in texts(speak("en")) for key in re.findall(r"`([^`\.]+)`", one.markdown)}
    assert named - known - {""} == set()
    assert len(named) > 40
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)


def test_the_keys_named_for_a_photo_are_those_of_its_page(bridge: Bridge, theme: Theme, lin: Inspector) -> None:
    from auditapp.ui.photo_viewer import PhotoPage

    page = PhotoPage(bridge, theme, lin.inspection)
    keys = {written(key) for one in page.commands() for key in one.keys}
    assert {"PgUp", "PgDown", "Z", "F2", "I", "Ctrl+Left", "Ctrl+Right", "Ctrl+Del", "M", "U"} <= keys
    page.deleteLater()


def test_f1_opens_the_help_of_the_page_and_escape_comes_back(window: Window, qtbot: Any) -> None:
    window.go(Place("settings"))
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    page = window.page
    assert isinstance(page, HelpPage)
    assert page.topic == "settings"
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.page is page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.place == Place("settings")


@pytest.fixture
def help_page(bridge: Bridge, theme: Theme, show: Show) -> HelpPage:
    page = HelpPage(bridge, theme)
    show(page, 1100, 700)
    return page


def test_the_search_leaves_the_pages_that_hold_every_word_and_marks_them(help_page: HelpPage) -> None:
    type_text(help_page.search, "stick backup")
    assert help_page.contents.count() == 1
    assert help_page.topic == "care"
    assert len(help_page.page.extraSelections()) > 3
    help_page.search.clear()
    assert help_page.contents.count() == len(TOPICS)
    type_text(help_page.search, "nowhere at all")
    assert help_page.contents.count() == 0
    assert help_page.nothing.isVisible()


def test_the_contents_are_walked_by_key_from_the_search(help_page: HelpPage, qtbot: Any) -> None:
    help_page.search.setFocus()
    qtbot.keyClick(help_page.search, Qt.Key.Key_Down)
    assert help_page.topic == TOPICS[1]
    qtbot.keyClick(help_page.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is help_page.page
    assert name_of(help_page.page) == texts(speak("en"))[1].title


def test_in_a_narrow_window_the_contents_are_a_box(help_page: HelpPage) -> None:
    help_page.fit(Width.NARROW)
    assert help_page.side.isHidden()
    assert help_page.topics.isVisible()
    help_page.topics.setCurrentIndex(3)
    help_page.topics.activated.emit(3)
    assert help_page.topic == TOPICS[3]


# -- about ----------------------------------------------------------------------------------------------------------


def test_every_licence_that_is_named_can_be_read(bridge: Bridge, theme: Theme, show: Show) -> None:
    page = AboutPage(bridge, theme)
    show(page, 1000, 700)
    for code in TEXTS:
        page.which.chip(code).click()
        assert len(page.text.toPlainText()) > 400, code
        assert name_of(page.text) == code
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (resources() / TEXTS["LGPL-3.0"]).read_text(encoding="utf-8")
    for language in ("en", "zh-CN"):
        assert "PySide6" in replacing_qt(speak(language)).read_text(encoding="utf-8")


def test_the_licence_shown_is_the_licence_of_the_house() -> None:
    shown = (resources() / TEXTS["Apache-2.0"]).read_bytes()
    assert shown == (Path(__file__).parents[2] / "LICENSE").read_bytes()


def test_every_part_with_a_version_tells_it() -> None:
    for part in PARTS:
        assert version(part) or not part.package, part.name
