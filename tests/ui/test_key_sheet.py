"""Every key on the key sheet does what it says, and gives way to the letters somebody types."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from auditapp.ui.commands import Command
from auditapp.ui.theme import Theme
from tests.ui.desks import Desks
from tests.ui.pages import SHOWN, Stage

PAGES = sorted({one.page: name for name, one in reversed(SHOWN.items()) if one.page == name}.values())


@pytest.fixture
def stage(desks: Desks, theme: Theme) -> Iterator[Stage]:
    made = Stage(desks("en"), theme)
    made.resize(1366, 768)
    yield made
    made.close()


def press(widget: QWidget, key: str) -> None:
    combination = QKeySequence(key)[0]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def on_the_page(stage: Stage) -> QWidget:
    """Where a key goes when no text is being typed: the list or card one is on, else the window."""
    now = QApplication.focusWidget()
    return stage.window if now is None or isinstance(now, QLineEdit | QPlainTextEdit) else now


@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_the_sheet_reaches_its_deed(name: str, stage: Stage) -> None:
    stage.show(SHOWN[name])
    stage.window.activateWindow()
    QApplication.processEvents()
    reached: list[str] = []
    missed: list[str] = []
    for command in stage.window.commands():
        action = stage.window._actions[command.id]
        action.triggered.disconnect()
        action.triggered.connect(lambda _=False, command=command: reached.append(command.id))
    if isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
        stage.window.setFocus()
    for command in stage.window.commands():
        if not command.possible():
            continue
        for key in command.keys:
            before = len(reached)
            press(on_the_page(stage), key)
            if reached[before:] != [command.id]:
                missed.append(f"{key} of {command.id} reached {reached[before:]}")
    assert missed == []


def letters(commands: list[Command]) -> list[str]:
    return [
        key
        for command in commands
        for key in command.keys
        if len(key) == 1 or (key.startswith("Shift+") and len(key) == 7)
    ]


@pytest.mark.parametrize("name", ["inspection-details", "inspection-finding", "findings", "meetings", "new", "photo"])
def test_single_letters_do_nothing_while_somebody_types(name: str, stage: Stage) -> None:
    stage.show(SHOWN[name])
    stage.window.activateWindow()
    QApplication.processEvents()
    field = next(
        one
        for one in stage.window.page.findChildren(QWidget)  # type: ignore[union-attr]
        if isinstance(one, QLineEdit | QPlainTextEdit)
        and one.isVisible()
        and one.isEnabled()
        and not one.isReadOnly()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    )
    field.setFocus()
    reached: list[str] = []
    for command in stage.window.commands():
        stage.window._actions[command.id].triggered.connect(lambda _=False, command=command: reached.append(command.id))
    typed = letters(stage.window.commands())
    where = stage.window.place
    for key in typed:
        press(field, key)
    said = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    field.clear()
    assert reached == []
    assert stage.window.place == where
    assert all(key[-1].lower() in said.lower() for key in typed)
