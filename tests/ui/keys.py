"""A pair of hands at the keyboard: what is pressed goes to whatever has the focus, and only the screen is read.

Nothing here calls a page, clicks, or moves the focus by itself. `where` reads what a screen reader would say; the way
to a field is the Tab key, pressed until its name is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QDeadlineTimer, QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QRadioButton, QWidget

from tests.ui.person import name_of

PATIENCE: Final = 30_000
"""Milliseconds a person looks at the screen before giving up."""
FAR: Final = 250
"""Presses of Tab before giving up."""


class Lost(AssertionError):
    """The hands do not find what they look for."""


class Hands:
    """Press keys; look at the screen between them."""

    def __init__(self) -> None:
        self.pressed: list[str] = []

    # -- looking ----------------------------------------------------------------------------------

    @property
    def at(self) -> QWidget:
        """What would get the next key."""
        menu = QApplication.activePopupWidget()
        if menu is not None:
            return menu.focusWidget() or menu
        found = QApplication.focusWidget() or QApplication.activeWindow()
        if found is None:
            raise Lost(f"nothing has the focus after {self.pressed[-8:]}")
        return found

    @property
    def where(self) -> str:
        """What is heard of it; nothing while a window is only just opening."""
        if QApplication.focusWidget() is None and QApplication.activePopupWidget() is None:
            return ""
        here = self.at
        if isinstance(here, QComboBox):
            return here.accessibleName()
        return name_of(here)

    def _window_manager(self) -> None:
        """Without a screen nobody brings a window to the front again when what lay over it has closed."""
        if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            seen = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
            dialogs = [one for one in seen if one.isModal()]
            for front in (dialogs or seen)[-1:]:
                front.activateWindow()
                QApplication.processEvents()

    def screen(self) -> str:
        """Every word in the window that is in front, and in what lies over it."""
        front = QApplication.activePopupWidget() or QApplication.activeWindow()
        if front is None:
            return ""
        labels = [one.accessibleName() or one.text() for one in front.findChildren(QLabel) if one.isVisible()]
        return "\n".join(labels)

    def chosen(self) -> list[str]:
        """What is chosen among the radio buttons on the screen."""
        front = QApplication.activeWindow()
        buttons = front.findChildren(QRadioButton) if front is not None else []
        return [name for one in buttons if one.isChecked() and one.isVisible() for name in name_of(one).split(" · ")]

    def rows(self) -> list[str]:
        """What is said of the rows of the list or tree one is on, those within as well."""
        view = self.at
        if not isinstance(view, QAbstractItemView):
            raise Lost(f"{self.where!r} is no list")
        return list(_rows(view.model(), QModelIndex()))

    @property
    def row(self) -> str:
        """What is said of the row one is on."""
        view = self.at
        return _said(view.currentIndex()) if isinstance(view, QAbstractItemView) else ""

    def until(self, seen: Callable[[], object], what: str) -> None:
        """Wait until something is seen."""
        patience = QDeadlineTimer(PATIENCE)
        while not seen():
            self._window_manager()
            if patience.hasExpired():
                raise Lost(
                    f"never saw {what}; at {self.where!r} after {self.pressed[-8:]}; on screen:\n{self.screen()}"
                )
            QTest.qWait(5)
        QApplication.processEvents()

    def sees(self, words: str) -> None:
        self.until(lambda: words in self.screen(), repr(words))

    # -- pressing ---------------------------------------------------------------------------------

    def press(self, *keys: str) -> Hands:
        """One key after the other, as they are written on the key sheet: ``press("J", "Ctrl+Z", "Return")``."""
        for key in keys:
            combination = QKeySequence(key)[0]
            self.pressed.append(key)
            QTest.keyClick(self.at, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()
            self._window_manager()
        return self

    def type(self, text: str) -> Hands:
        """Letters go as keys; what no key bears comes composed from the input method."""
        self.pressed.append(repr(text))
        if text.isascii():
            for letter in text:
                QTest.keyClick(self.at, letter)
        else:
            here = self.at
            QCoreApplication.sendEvent(here, QInputMethodEvent(text[:1], []))
            done = QInputMethodEvent()
            done.setCommitString(text)
            QCoreApplication.sendEvent(here, done)
        QApplication.processEvents()
        return self

    def replace(self, text: str) -> Hands:
        """Choose all that stands in a field and type over it."""
        return self.press("Ctrl+A").type(text)

    def tab_to(self, name: str, *, back: bool = False) -> Hands:
        """Tab until a name is heard that holds these words."""
        heard = []
        for _ in range(FAR):
            if name in self.where:
                return self
            heard.append(self.where)
            self.press("Shift+Tab" if back else "Tab")
        raise Lost(f"Tab never came to {name!r}, only to {list(dict.fromkeys(heard))}")

    def back_to(self, name: str) -> Hands:
        """Esc, until a name is heard that begins so: a message goes first, then what is open, then the page."""
        for _ in range(4):
            if self.where.startswith(name):
                return self
            self.press("Esc")
        raise Lost(f"Esc never came back to {name!r}; at {self.where!r}")

    def down_to(self, said: Callable[[], str], wanted: str, *, key: str = "Down", most: int = 80) -> Hands:
        """An arrow key until what is said begins with *wanted*."""
        heard = []
        for _ in range(most):
            if said().startswith(wanted):
                return self
            heard.append(said())
            self.press(key)
        raise Lost(f"{key} never came to {wanted!r}, only to {list(dict.fromkeys(heard))}")

    def choose(self, entry: str) -> Hands:
        """An entry of the box of choices one is on."""
        box = self.at
        if not isinstance(box, QComboBox):
            raise Lost(f"{self.where!r} is no box of choices")
        self.press("Home")
        return self.down_to(lambda: box.currentText(), entry)

    def menu(self, *entries: str) -> Hands:
        """Through a menu that is open, by its arrows: down to an entry, Enter (or right, into the menu below)."""
        from PySide6.QtWidgets import QMenu

        for entry in entries:
            opened = QApplication.activePopupWidget()
            if not isinstance(opened, QMenu):
                raise Lost(f"no menu is open for {entry!r}; at {self.where!r}")

            def said(menu: QMenu = opened) -> str:
                action = menu.activeAction()
                return action.text().replace("&", "") if action is not None else ""

            self.down_to(said, entry)
            self.press("Return")
        return self


def _said(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def _rows(model: QAbstractItemModel, above: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield _said(index)
        yield from _rows(model, index)
