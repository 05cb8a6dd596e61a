"""Locked, nothing of the desk is seen or reached, and whatever was under way goes on beneath."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from auditapp.app import Program
from auditapp.operations import answer, begin
from auditapp.operations.demo.tell import PASSPHRASE as DEMO
from auditapp.operations.desk import open_desk
from auditapp.ui.key_sheet import KeySheet
from auditapp.ui.places import Place
from auditapp.ui.theme import Look
from auditapp.ui.window import Window
from tests.inspector import CHEAP
from tests.ui.keys import Hands


@pytest.fixture
def window(at_work: Program) -> Window:
    assert at_work.window is not None and at_work.bridge is not None
    changes = at_work.bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    at_work.window.go(Place("inspection", changes.inspection))
    return at_work.window


def every_key(window: Window) -> None:
    """Press everything the key sheet has."""
    before = window.place
    for command in window.commands():
        for key in command.keys:
            Hands().press(key)
    assert window.place == before
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None


def test_no_key_reaches_what_lies_under_the_lock(at_work: Program, window: Window) -> None:
    at_work.lock()
    every_key(window)


@pytest.mark.parametrize("what", ["a deed", "dark", "light and dark again"])
def test_whatever_happens_beneath_the_lock_it_stays_locked(at_work: Program, window: Window, what: str) -> None:
    at_work.lock()
    if what == "a deed":  # a photo or a package that arrives
        window.bridge.do(answer.note, window.place.inspection, "EM-1.1", "from another desk")
    else:
        at_work.theme.set_look(Look.DARK)
        if what != "dark":
            at_work.theme.set_look(Look.LIGHT)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert at_work.cover is not None
    assert at_work.cover.isAncestorOf(QApplication.focusWidget())
    assert not window._inside.isEnabled()
    beneath = window.childAt(window.rect().center())
    assert beneath is at_work.cover or at_work.cover.isAncestorOf(beneath)
    every_key(window)
    at_work.unlock()
    assert window._inside.isEnabled()
    assert window.page is not None and window.page.isAncestorOf(QApplication.focusWidget())


def test_a_dialog_is_put_away_while_it_is_locked(at_work: Program, window: Window) -> None:
    window.show_keys()
    sheet = window.findChild(KeySheet)
    assert sheet is not None and sheet.isVisible()
    at_work.lock()
    assert not sheet.isVisible()
    assert QApplication.activeModalWidget() is None
    at_work.unlock()
    assert sheet.isVisible()
    assert QApplication.activeModalWidget() is sheet
    sheet.close()


def test_the_sample_closed_while_locked_leaves_the_desk_locked(at_work: Program, tmp_path: Any) -> None:
    own = at_work.window
    with open_desk(at_work._sample.desk, DEMO, keyring=False, marks=tmp_path / "marks", cost=CHEAP) as desk:
        begin.begin(desk, "emergency", title="Sample", unit="Sample centre")
    at_work.sample_asked("open")
    at_work.lock()
    assert at_work.window is not None and at_work.window is not own
    at_work.window.close()
    assert at_work.window is own
    assert own is not None and not own._inside.isEnabled()
    assert at_work.cover is not None and own.isAncestorOf(at_work.cover)
