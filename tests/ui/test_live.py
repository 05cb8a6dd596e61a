"""Languages, looks and sizes change while one works: the same place, the same words, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from auditapp.ui import office_rooms
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.places import PAGES, Place
from auditapp.ui.theme import Density, Look, Theme
from auditapp.ui.typed import put_back, typed_in
from auditapp.ui.window import HOME, Window
from auditapp.words import speak
from tests.inspector import Inspector, photo
from tests.ui.person import type_text

Show = Callable[..., Any]
OVER_ALL = ("home", "new", "settings", "care", "help", "about", "exchange", "enrol", "originals", *office_rooms.PAGES)
WORDS = "便签 12 处"


@pytest.fixture
def lin(tmp_path: Path, short_checklist: Path) -> Iterator[Inspector]:
    with Inspector(tmp_path / "lin", words=speak("en")) as inspector:
        begun = inspector.begins(short_checklist)
        begun.photographs("WP-1.1", photo(tmp_path)).finds("WP-1.1")
        yield begun


@pytest.fixture
def window(bridge: Bridge, theme: Theme, show: Show, qtbot: Any) -> Iterator[Window]:
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1366, 768)
    yield made
    made.rest()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=20_000)


def switch(window: Window, what: str) -> None:
    match what:
        case "language":
            window.bridge.desk.words = speak("zh-CN")
            window.rebuild()
        case "look":
            window.theme.set_look(Look.DARK)
        case "size":
            window.theme.set_scale(150)
        case "room":
            window.theme.set_density(Density.TOUCH)


def place_of(page: str, lin: Inspector) -> Place:
    return Place(page, "" if page in OVER_ALL else lin.inspection)


def writable(page: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Fields one may type into that are seen, but for secrets and those of spin boxes."""
    fields: list[Any] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    return [
        one
        for one in fields
        if one.isVisibleTo(page)
        and one.isEnabled()
        and not one.isReadOnly()
        and not one.objectName().startswith("qt_")
        and not (isinstance(one, QLineEdit) and (one.inputMask() or one.echoMode() is not QLineEdit.EchoMode.Normal))
    ]


def texts(page: QWidget) -> set[str]:
    """What stands in the fields of a page, in those of a pane that is folded away too."""
    return {one.text() for one in page.findChildren(QLineEdit)} | {
        one.toPlainText() for one in page.findChildren(QPlainTextEdit)
    }


@pytest.mark.parametrize("what", ["language", "look"])
@pytest.mark.parametrize("page", sorted(set(PAGES) - {"photo"}))
def test_every_page_survives_a_switch_at_its_place(
    window: Window, lin: Inspector, page: str, what: str, qtbot: Any
) -> None:
    window.go(place_of(page, lin))
    before, depth = window.page, len(window._pages)
    place = window.place
    switch(window, what)
    assert window.page is not before
    assert type(window.page) is type(before)
    assert (window.place, len(window._pages)) == (place, depth)


@pytest.mark.parametrize("page", ["home", "help", "new", "findings", "meetings", "inspection", "settings"])
def test_what_is_typed_into_a_page_outlives_every_switch(window: Window, lin: Inspector, page: str, qtbot: Any) -> None:
    window.go(place_of(page, lin))
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)
    assert window.page is not None
    fields = writable(window.page)
    field = fields[-1] if page == "inspection" else fields[0]
    field.clear()
    type_text(field, WORDS)
    for what in ("language", "look", "size", "room"):
        switch(window, what)
        QApplication.processEvents()
        assert window.page is not None
        assert WORDS in texts(window.page), what


def test_a_half_written_finding_outlives_a_switch(window: Window, lin: Inspector, qtbot: Any) -> None:
    window.go(place_of("inspection", lin))
    page: Any = window.page
    page.ask_finding()
    QApplication.processEvents()
    typed = [one for one in writable(page) if isinstance(one, QPlainTextEdit) and one is not page.detail.note]
    type_text(typed[0], WORDS)
    switch(window, "language")
    QApplication.processEvents()
    assert window.page is not None
    assert WORDS in texts(window.page)


def test_while_a_dialog_is_open_the_pages_wait(window: Window, lin: Inspector, qtbot: Any) -> None:
    window.go(place_of("settings", lin))
    before = window.page
    given: list[str] = []
    question = Question(window.theme, window.words, window, title="Why?", field="Reason", then=given.append)
    question.open()
    type_text(question.editor, WORDS)
    window.theme.set_look(Look.DARK)
    window.theme.set_scale(125)
    assert window.page is before
    question.give()
    assert given == [WORDS]
    qtbot.waitUntil(lambda: window.page is not before)
    assert window.place == Place("settings")


def test_what_is_kept_already_is_not_carried_over_and_what_was_refused_is(theme: Theme, qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    for kept in (KeptLine("Responsible"), KeptText(theme, "Fact")):
        kept.setParent(page)
        type_text(kept, WORDS)
        assert [one.text for one in typed_in(page)] == [WORDS]
        kept.keep()
        assert typed_in(page) == [], "it stands: beside something else it would be wrong"
        kept.given.connect(lambda _, field=kept: field.hold())
        type_text(kept, "!")
        kept.keep()
        assert len(typed_in(page)) == 1, "refused: it stands nowhere yet"
        kept.setParent(None)


def test_secrets_are_never_carried_over(qtbot: Any) -> None:
    page, again = QWidget(), QWidget()
    for one in (page, again):
        qtbot.addWidget(one)
        secret, plain = QLineEdit(one), QLineEdit(one)
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        if one is page:
            type_text(secret, "secret words")
            type_text(plain, WORDS)
    put_back(again, typed_in(page))
    assert [one.text() for one in again.findChildren(QLineEdit)] == ["", WORDS]
