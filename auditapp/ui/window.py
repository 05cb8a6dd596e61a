"""The window: header, footer, a stack of pages, commands. It delegates everything else.

The stack is the way one came: `go` pushes, `back` pops. Whoever goes from a list down to an item of an open page comes
back to that list (`_trails`). A switch of language or look builds the whole anew at the
same place (`rebuild`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from auditapp.operations import saving
from auditapp.ui import commands as command_room
from auditapp.ui import everywhere, menus, reading_order
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.banner import Banner
from auditapp.ui.parts.footing import Footer
from auditapp.ui.parts.heading import Header
from auditapp.ui.parts.underway import Underway
from auditapp.ui.places import Place, Width, make_page, width_class
from auditapp.ui.theme import Theme
from auditapp.ui.tidying import Tidying
from auditapp.words import Trouble, Words, in_words, told_apart

if TYPE_CHECKING:
    from auditapp.ui.parts.toast import Toast
    from auditapp.ui.standing import Told

HOME = Place("home")
TINY = 720
"""Pixels at 100 %, below which plain buttons of the header show their icon only."""
MOST_LISTS = 8
"""Menus within menus that may hang open at once."""
LOW = 600
"""Pixels at 100 %, below which the menu bar leaves its line to the page; its menus stand behind the three dots."""


class Window(QMainWindow):
    """The frame. ``went(Place)`` tells where one is now (the crash marker remembers it)."""

    went = Signal(object)
    language_chosen = Signal(str)
    sample_asked = Signal(str)
    came_home = Signal()
    closed = Signal()
    lock_asked = Signal()
    file_asked = Signal(object)
    """A file was chosen, dropped or handed over: take it in."""
    hand_over_asked = Signal(str)
    """This inspection is to go to another desk, as a file."""
    cancel_asked = Signal()
    """The slow work that the strip under the header tells about is wanted no more."""
    restore_asked = Signal(object)
    """Bring back this backup in the place of the desk's database."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.theme = bridge, theme
        self._places: list[Place] = []
        self._pages: list[QWidget] = []
        self._trails: list[tuple[Place, ...]] = []
        """Of each open page the pages one came down from to look at something in it: `back` leads up to them again."""
        self._actions: dict[str, QAction] = {}
        self._commands: list[Command] = []
        self._width = (Width.WIDE, False)
        self._toast: Toast | None = None
        self._cover: QWidget | None = None
        self._focus_before: QWidget | None = None
        self._put_away: list[QDialog] = []
        """Dialogs that were open when the window was locked; they come back with it."""
        self._waits_for: QDialog | None = None
        self._may_close = self._resting = False
        self.setWindowTitle("auditapp")
        self.setMinimumSize(720, 480)
        self.setAcceptDrops(True)
        self.logs: Path | None = None
        """Where the program writes what went wrong."""
        self.standing: Callable[[], Told] | None = None
        """What the footer says of head office; None while nobody looks after it."""
        self._inner_menus: list[QMenu] = []
        self._low = False
        self.resize(1440, 900)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self.tidying = Tidying(bridge, self)
        self._build()
        bridge.saved.connect(self._show_saved)
        bridge.changed.connect(lambda _: self._later_refresh())
        bridge.failed.connect(self._refused)
        bridge.held.connect(self._show_held)
        theme.changed.connect(self.rebuild)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._give_keys_back)

    # ------------------------------------------------------------------------------------ frame

    @property
    def words(self) -> Words:
        return self.bridge.words

    @property
    def page(self) -> QWidget | None:
        """The page on top."""
        return self._pages[-1] if self._pages else None

    @property
    def home(self) -> QWidget | None:
        """The first page."""
        return self._pages[0] if self._pages else None

    @property
    def place(self) -> Place:
        """Where one is now: what the page says, else where one was sent."""
        here = getattr(self.page, "place", None)
        return here if isinstance(here, Place) else (self._places[-1] if self._places else HOME)

    @property
    def inspection_below(self) -> str:
        """The inspection that is open under a page which is about none; "" when none is."""
        return next((one.inspection for one in reversed(self._places) if one.inspection), "")

    def _build(self) -> None:
        frame = self._inside = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = Header(self.theme, self.words)
        self.stack = QStackedWidget()
        self.footer = Footer(self.theme, self.words)
        self.header.back.connect(self.leave_page)
        self.footer.keys_asked.connect(self.show_keys)
        self.footer.exchange_asked.connect(lambda: self.go(Place("exchange")))
        w = self.words
        self.banner = Banner(
            self.theme,
            (
                (w("Try again"), self._try_again),
                (w("Save a copy elsewhere"), self._copy_elsewhere),
                (w("Show what is not saved"), self._show_unsaved_texts),
            ),
        )
        column.addWidget(self.header)
        column.addWidget(self.banner)
        self.underway = Underway(self.theme, w)
        self.underway.cancelled.connect(self.cancel_asked.emit)
        column.addWidget(self.underway)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(frame)
        self._show_saved()
        self._show_held()
        self.show_standing()

    def rebuild(self) -> None:
        """Language, colours or sizes are others: the same places, built anew, with what was typed.

        While a dialog is open (the system went dark by itself), it waits until that is answered.
        """
        modal = QApplication.activeModalWidget() or next((one for one in self._put_away if isValid(one)), None)
        if isinstance(modal, QDialog):
            if modal is not self._waits_for:
                self._waits_for = modal
                modal.finished.connect(self._rebuild_later)
            return
        from auditapp.ui.typed import put_back, typed_in

        close_lists()
        self.leave()
        typed = [(self._asked(page, "unfinished"), typed_in(page)) for page in self._pages]
        places = [*self._places[:-1], self.place] if self._places else []
        for page in self._pages:
            self._asked(page, "rest")
        trails = self._trails
        self._places, self._pages, self._trails = [], [], []
        self._drop_toast()
        self._build()
        for place, trail, (form, words) in zip(places, trails, typed, strict=True):
            if self._push(place, quiet=True) and self.page is not None:
                self._trails[-1] = trail
                if form is not None:
                    self._asked(self.page, "go_on", form)
                put_back(self.page, words)
        self._show_page()
        if self._cover is not None:  # the system went dark by itself meanwhile
            self._hide_beneath(self._cover)

    def _rebuild_later(self) -> None:
        self._waits_for = None
        QTimer.singleShot(0, self, self.rebuild)

    # ------------------------------------------------------------------------------------ going

    def go(self, place: Place) -> None:
        """Go to *place*: down the stack when its page is open there, else on top of it."""
        self.leave()
        for depth, open_place in enumerate(self._places):
            if (open_place.page, open_place.inspection) == (place.page, place.inspection):
                above = (*self._places[depth + 1 : -1], self.place) if depth + 1 < len(self._places) else ()
                self._drop(len(self._places) - depth - 1)
                self._places[-1] = place
                if above or not place.at:
                    self._trails[-1] = above if place.at and depth else ()
                self._show_at(place)
                self._show_page()
                return
        if self._push(place):
            self._show_page()

    def back(self) -> None:
        """What lies on top goes first: a message, what is open inside the page, the page; the first page stays."""
        if self._toast is not None:
            self._drop_toast()
            return
        self.leave_page()

    def leave_page(self) -> None:
        """Out of what is open inside the page, or back to the page before; a message goes with it."""
        self._drop_toast()
        if self._asked(self.page, "step_back"):
            return
        if len(self._pages) > 1:
            self.leave()
            trail, self._trails[-1] = self._trails[-1], ()
            led = [self._push(place, quiet=True) for place in trail]
            if True not in led:
                self._drop(1)
            self._show_page()

    def leave(self) -> None:
        """Let every open page commit what was typed into it."""
        for page in self._pages:
            self._asked(page, "leaving")

    def rest(self) -> None:
        """The desk is about to be closed: nothing is looked up or written any more."""
        self.leave()
        for page in self._pages:
            self._asked(page, "rest")
        self._resting = True

    @staticmethod
    def _asked(page: QWidget | None, name: str, *given: object, instead: Any = None) -> Any:
        """What *page* says to *name*. A fault of a page is loud, and keeps nobody from leaving that page."""
        try:
            found = getattr(page, name, instead)
            return found(*given) if callable(found) else found
        except Exception as fault:  # noqa: BLE001 told by the excepthook, as if nobody had asked from here
            sys.excepthook(type(fault), fault, fault.__traceback__)
            return instead

    def _push(self, place: Place, *, quiet: bool = False) -> bool:
        try:
            page = make_page(place, self.bridge, self.theme)
        except Trouble as trouble:
            self.show_trouble(trouble)
            return False
        except Exception as fault:  # noqa: BLE001 a fault of one page is loud and leaves the others as they are
            sys.excepthook(type(fault), fault, fault.__traceback__)
            return False
        if page is None:
            if not quiet:
                self.say(self.words("This page is not in this version of the program."), "warn")
            return False
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for signal, slot in (
            ("asked_for", self.go),
            ("left", self.leave_page),
            ("retitled", self._later_refresh),
            ("said", self.say),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)
        for signal, slot in (
            ("language_chosen", self.language_chosen.emit),
            ("sample_asked", self.sample_asked.emit),
            ("restore_asked", self.restore_asked.emit),
            ("log_asked", self.open_logs),
            ("file_asked", self.file_asked.emit),
            ("choose_file_asked", self.choose_file),
            ("rooms_changed", self._show_page),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)
        self._places.append(place)
        self._pages.append(page)
        self._trails = [tuple(one for one in trail if one.page != place.page) for trail in self._trails]
        self._trails.append(())
        self.stack.addWidget(page)
        if place.at:
            self._show_at(place)
        return True

    def _show_at(self, place: Place) -> None:
        self._asked(self.page, "show_place", place)

    def _drop(self, many: int) -> None:
        close_lists()
        for _ in range(many):
            self._places.pop()
            self._trails.pop()
            page = self._pages.pop()
            self.stack.removeWidget(page)
            self._asked(page, "rest")  # the desk may be closed before Qt has taken it away
            page.deleteLater()

    def _show_page(self) -> None:
        page = self.page
        if page is None:
            return
        kept: QWidget | None = page.focusWidget()
        self.stack.setCurrentWidget(page)
        for action in self._actions.values():
            self.removeAction(action)
            action.deleteLater()
        own: list[Command] = list(self._asked(page, "commands", instead=()) or ())
        self._commands = [*own, *self._frame_commands(own)]
        self._actions = command_room.actions(self._commands, self)
        self.addActions(list(self._actions.values()))
        self._inner_menus = menus.fill(self.menuBar(), self._commands, self._actions, self.words, self.theme)
        self.header.show_commands(self._commands, self._actions)
        self.footer.show_keys(self._asked(page, "keys_shown", instead=""))
        self._fit(force=True)
        self.refresh()
        within = self.focusWidget()
        if kept is not None:
            kept.setFocus()  # where the person was when here last
        elif hasattr(page, "take_focus"):
            self._asked(page, "take_focus")
        elif not page.isAncestorOf(within):
            page.setFocus()
        self.went.emit(self.place)
        if len(self._pages) == 1:
            self.came_home.emit()

    # ------------------------------------------------------------------------------------ commands

    def _frame_commands(self, own: list[Command]) -> list[Command]:
        """Those of every page, without what the page at hand does itself and without the keys it uses."""
        ids, keys = {one.id for one in own}, {key for one in own for key in one.keys}
        return [
            replace(one, keys=tuple(key for key in one.keys if key not in keys))
            for one in everywhere.everywhere(self)
            if one.id not in ids
        ]

    def commands(self) -> list[Command]:
        """Everything a person can ask for here."""
        return list(self._commands)

    def refresh(self) -> None:
        """Title, state and what is possible, as the page says now."""
        page = self.page
        if page is None or self._resting or self._cover is not None:
            return
        self.header.show_title(
            self._asked(page, "title", instead=""),
            self._asked(page, "subtitle", instead=""),
            self._asked(page, "state"),
            back=len(self._pages) > 1,
        )
        command_room.refresh(self._commands, self._actions)
        self.header.refresh()

    def _later_refresh(self) -> None:
        """When what changed is painted, and once for all that changed by then."""
        self._soon.start()

    # ------------------------------------------------------------------------------------ telling

    def say(self, text: str, tone: str = "ok", deed: tuple[str, Callable[[], object]] | None = None) -> None:
        """A toast."""
        from auditapp.ui.parts.toast import Toast

        self._drop_toast()
        toast = Toast(self.theme, self._inside, text, tone=tone, close_name=self.words("Close"), deed=deed)
        toast.destroyed.connect(lambda *_: self._forget_toast(toast))
        self._toast = toast

    def _refused(self, trouble: Trouble) -> None:
        """A deed was not done; the footer says so until the next one is."""
        self.footer.show_unsaved()
        self.show_trouble(trouble)

    def show_trouble(self, trouble: Trouble) -> None:
        """What went wrong in the world, in the reader's words, with what to do and details to copy."""
        if saving.disk_refuses(trouble) and self.bridge.unsaved:
            self._show_held()  # the banner tells it, and stays until all is written
            return
        self.say(in_words(trouble, self.words), "bad", (self.words("Details"), lambda: self._show_details(trouble)))

    def _show_details(self, trouble: Trouble) -> None:
        from auditapp.ui.faults import trouble_dialog

        trouble_dialog(self.theme, self.words, trouble, self).open()

    def open_file(self, file: Path) -> None:
        """A file that was handed to the program."""
        self.file_asked.emit(file)

    def choose_file(self) -> None:
        """Ask for a package to take in."""
        from PySide6.QtWidgets import QFileDialog

        w = self.words
        name, _ = QFileDialog.getOpenFileName(self, w("Open a package"), "", w("Inspections") + " (*.auditpkg)")
        if name:
            self.file_asked.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if _file_of(event.mimeData()) is not None and self._cover is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        file = _file_of(event.mimeData())
        if file is not None and self._cover is None:
            event.acceptProposedAction()
            self.activateWindow()
            QTimer.singleShot(0, self, lambda: self.file_asked.emit(file))  # the other program waits for the drop's end

    # ------------------------------------------------------------------------------------ a disk that refuses

    def _show_held(self) -> None:
        """What the disk refused, until it is on the drive."""
        unsaved, why, w = self.bridge.unsaved, self.bridge.refusal, self.words
        if not unsaved or why is None:
            self.banner.tell("")
            self._show_saved()
            return
        self.footer.show_unsaved()
        told = w.count(
            "{n} entry is not saved yet. It stays here and is written as soon as the disk takes it.",
            "{n} entries are not saved yet. They stay here and are written as soon as the disk takes them.",
            len(unsaved),
        )
        between = "" if w.chinese else " "
        title, *_ = told_apart(why, w)
        short = w.count("{title}: {n} entry is not saved yet.", "{title}: {n} entries are not saved yet.", len(unsaved),
                        title=title)  # fmt: skip
        self.banner.tell(in_words(why, w) + between + told, short)

    def _try_again(self) -> None:
        if self.bridge.try_again():
            self.say(self.words("Everything is saved now."))

    def _copy_elsewhere(self) -> None:
        from auditapp.ui.rescue import copy_elsewhere

        copy_elsewhere(self, self.bridge, self.say)

    def _show_unsaved_texts(self) -> None:
        from auditapp.ui.rescue import UnsavedTexts

        UnsavedTexts(self.theme, self.words, self.bridge, self).open()

    # ------------------------------------------------------------------------------------ lock

    def lay_cover(self, cover: QWidget) -> None:
        """Hide everything under *cover*; nothing beneath can be seen, typed into or listened to."""
        close_lists()
        self._drop_toast()
        self._focus_before = self.focusWidget()
        self._put_away = [one for one in self.findChildren(QDialog) if one.isWindow() and one.isVisible()]
        for one in self._put_away:
            one.hide()
        cover.setParent(self)
        cover.setGeometry(self.rect())
        cover.show()
        self._cover = cover
        self._hide_beneath(cover)

    def _hide_beneath(self, cover: QWidget) -> None:
        self._inside.setEnabled(False)
        self.menuBar().setEnabled(False)
        for action in self._actions.values():
            action.setEnabled(False)
        cover.raise_()
        cover.setFocus()

    def lift_cover(self) -> None:
        cover, self._cover = self._cover, None
        if cover is None:
            return
        cover.hide()
        cover.deleteLater()
        self._inside.setEnabled(True)
        self.menuBar().setEnabled(True)
        self.refresh()
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before) and self.isAncestorOf(before):
            before.setFocus()
        elif self.page is not None:  # the page was built anew meanwhile
            (getattr(self.page, "take_focus", None) or self.page.setFocus)()
        dialogs, self._put_away = self._put_away, []
        for one in dialogs:
            if isValid(one):
                QDialog.open(one)

    # ------------------------------------------------------------------------------------ menus and help

    def _give_keys_back(self, at: QWindow | None) -> None:
        """A screen that gives menus the keys may tell so when the menu is closed again, and Qt sends them to it for
        ever: they go back to the window from which it was opened."""
        gone = at is not None and not at.isVisible()
        while at is not None and not at.isVisible():
            at = at.transientParent()
        if gone and at is not None:
            at.requestActivate()

    def open_menus(self) -> None:
        """The menu bar by key; where it is hidden, the three dots, which hold its menus."""
        if self._low:
            self.header.open_menu()
            return
        first = next(iter(self.menuBar().actions()), None)
        if first is not None:
            self.menuBar().setFocus(Qt.FocusReason.MenuBarFocusReason)
            self.menuBar().setActiveAction(first)

    def toggle_full(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def choose_language(self, code: str) -> None:
        """Speak another language from now on and the next time."""
        with suppress(OSError):  # it holds until the end of the program at least
            self.bridge.remembered.set(language=code)
        QTimer.singleShot(0, self, lambda: self.language_chosen.emit(code))

    def open_logs(self) -> None:
        """The folder in which the program writes what went wrong."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        logs = self.logs
        if logs is None or not logs.is_dir():
            self.say(self.words("Nothing was written to a log yet."), "warn")
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs)))

    def show_help(self) -> None:
        """What this page is for and how it is worked with."""
        from auditapp.ui.help_texts import topic_of

        if self.place.page != "help":
            self.go(Place("help", "", topic_of(self.place.page)))

    def show_keys(self) -> None:
        from auditapp.ui.key_sheet import KeySheet

        KeySheet(self.theme, self.words, self._commands, self).open()

    def show_standing(self) -> None:
        """What is at head office and what is not."""
        if self.standing is not None:
            told = self.standing()
            self.footer.show_office(told.forms, told.icon, told.token)

    def _show_saved(self) -> None:
        self.footer.show_saved(self.bridge.saved_at)

    def _drop_toast(self) -> None:
        if self._toast is not None:
            self._toast.close()
            self._toast = None

    def _forget_toast(self, gone: Toast) -> None:
        """An earlier one goes when the next has come already: that one is still to be dropped."""
        if self._toast is gone:
            self._toast = None

    # ------------------------------------------------------------------------------------ size

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())
        self._fit()

    def _fit(self, *, force: bool = False) -> None:
        self._show_menu_bar()
        room = self.width() * 100 / self.theme.scale
        now, tiny = width_class(room), room < TINY
        if (now, tiny) == self._width and not force:
            return
        before, self._width = self._width[0], (now, tiny)
        self.header.fit(now, tiny=tiny)
        self.banner.fit(narrow=now is Width.NARROW)
        if now is before and not force:
            return
        self._asked(self.page, "fit", now)

    def _show_menu_bar(self) -> None:
        bar = self.menuBar()
        self._low = self.height() * 100 / self.theme.scale < LOW and not bar.isNativeMenuBar()
        bar.setVisible(not self._low)
        self.header.show_menus(self._inner_menus if self._low else [])

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab and Shift+Tab go as one reads; under the cover they stay on it."""
        return reading_order.step(self._cover or self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        close_lists()
        self.leave()
        if self.bridge.unsaved and not self.bridge.try_again() and not self._may_close:
            self._may_close = True
            self.say(
                self.words("What the banner tells is not saved and would be lost. Save a copy elsewhere first."),
                "bad",
                (self.words("Close and lose it"), self.close),
            )
            event.ignore()
            return
        self.closed.emit()
        event.accept()


def close_lists() -> None:
    """Close menus, calendars and lists of proposals that hang open: their page goes, and Qt would still draw them."""
    for _ in range(MOST_LISTS):
        popup = QApplication.activePopupWidget()
        if popup is None:
            break
        popup.close()


def _file_of(given: QMimeData) -> Path | None:
    """The one file that is dragged, None for anything else."""
    urls = given.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
