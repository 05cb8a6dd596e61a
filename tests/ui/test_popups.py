"""A list, a calendar or a menu that hangs open goes with its page, whatever takes the page away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QDialog, QMenu, QWidget

from auditapp.app import Program
from auditapp.operations import begin, sites
from auditapp.ui.places import Place
from auditapp.ui.theme import Look
from auditapp.ui.window import HOME, Window


def _proposals(window: Window) -> None:
    window.go(Place("new"))
    page: Any = window.page
    window.activateWindow()
    page.unit.setFocus()
    QApplication.processEvents()
    QTest.keyClicks(page.unit, "Bin")


def _choices(window: Window) -> None:
    window.resize(1100, 700)  # narrow: the topics are a list to choose from
    window.go(Place("help"))
    QApplication.processEvents()
    page: Any = window.page
    box: QComboBox = page.topics
    box.show()
    box.showPopup()


def _calendar(window: Window) -> None:
    bridge = window.bridge
    row = bridge.ask(lambda desk: desk.store.journals.inspections())[0]
    window.go(Place("inspection", row.id))
    page: Any = window.page
    date = QDateEdit(page)  # the same field as the answers of kind date and the actions have
    date.setCalendarPopup(True)
    date.resize(160, 34)
    date.show()
    QTest.mouseClick(date, Qt.MouseButton.LeftButton, pos=date.rect().center() + _to_the_arrow(date))


def _to_the_arrow(date: QDateEdit) -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(date.width() // 2 - 8, 0)


def _menu(window: Window) -> None:
    row = window.bridge.ask(lambda desk: desk.store.journals.inspections())[0]
    window.go(Place("inspection", row.id))
    window.open_menus()


def _finder(window: Window) -> None:
    _menu(window)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    window._actions["find"].trigger()


OPENED: dict[str, Callable[[Window], None]] = {
    "proposals": _proposals,
    "choices": _choices,
    "calendar": _calendar,
    "menu": _menu,
    "finder": _finder,
}
TAKEN_AWAY: dict[str, Callable[[Program], object]] = {
    "another page": lambda program: _of(program).go(HOME),
    "the language": lambda program: program.set_language("zh-CN"),
    "the colours": lambda program: program.theme.set_look(Look.DARK),
    "the lock": lambda program: program.lock(),
    "closing": lambda program: _of(program).close(),
}


def _of(program: Program) -> Window:
    assert program.window is not None
    return program.window


def shown(window: Window, kind: type[Any]) -> list[Any]:
    page = window.page
    assert page is not None
    return [one for one in page.findChildren(kind) if one.isVisible() and not one.visibleRegion().isEmpty()]


@pytest.fixture
def begun(at_work: Program) -> Program:
    assert at_work.bridge is not None
    at_work.bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    sites.save_site(at_work.bridge.desk, "BH", "Binhai centre", unit="Binhai")
    return at_work


@pytest.mark.parametrize("how", TAKEN_AWAY)
@pytest.mark.parametrize("what", OPENED)
def test_what_hangs_open_goes_with_its_page(begun: Program, what: str, how: str) -> None:
    window = _of(begun)
    OPENED[what](window)
    QApplication.processEvents()
    popup: QWidget | None = QApplication.activePopupWidget()
    assert popup is not None
    TAKEN_AWAY[how](begun)
    assert QApplication.activePopupWidget() is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    window.grab()


def _press_at_once(key: Qt.Key) -> None:
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, key)


@pytest.mark.parametrize("what", ["the three dots", "a menu of the page", "a menu of a dialog"])
def test_a_menu_closed_before_the_screen_tells_of_it_gives_the_keys_back(begun: Program, what: str) -> None:
    """A timer comes before that word: the menu, gone by then, has the keys."""
    window = _of(begun)
    front: QWidget = window
    if what == "a menu of a dialog":
        front = QDialog(window)
        front.open()
    front.activateWindow()
    QApplication.processEvents()
    assert QApplication.activeWindow() is front
    menu = window.header._menu if what == "the three dots" else QMenu(front)
    closed: list[bool] = []
    menu.aboutToHide.connect(lambda: closed.append(True))
    menu.aboutToShow.connect(lambda: QTimer.singleShot(0, lambda: _press_at_once(Qt.Key.Key_Escape)))
    if what == "the three dots":
        QTest.mouseClick(window.header._more, Qt.MouseButton.LeftButton)
    else:
        menu.addAction("Flag")
        menu.popup(front.mapToGlobal(front.rect().center()))
    for _ in range(3):
        QApplication.processEvents()
    assert closed == [True]
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeWindow() is front
    assert QApplication.focusWindow() is front.windowHandle()
