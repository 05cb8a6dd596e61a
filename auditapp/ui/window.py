"""The window: header, footer, a stack of pages, commands. It delegates everything else.

The stack is the way one came: `go` pushes, `back` pops. A switch of language or look builds the whole anew at the
same place (`rebuild`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from auditapp.ui import commands as command_room
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.footing import Footer
from auditapp.ui.parts.heading import Header
from auditapp.ui.parts.toast import Toast
from auditapp.ui.places import Place, Width, make_page, width_class
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, in_words

HOME = Place("home")
TINY = 720
"""Pixels at 100 %, below which plain buttons of the header show their icon only."""


class Window(QMainWindow):
    """The frame. ``went(Place)`` tells where one is now (the crash marker remembers it)."""

    went = Signal(object)
    language_chosen = Signal(str)
    sample_asked = Signal(str)
    came_home = Signal()
    closed = Signal()
    lock_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.theme = bridge, theme
        self._places: list[Place] = []
        self._pages: list[QWidget] = []
        self._actions: dict[str, QAction] = {}
        self._commands: list[Command] = []
        self._width = (Width.WIDE, False)
        self._toast: Toast | None = None
        self._cover: QWidget | None = None
        self._focus_before: QWidget | None = None
        self.setWindowTitle("auditapp")
        self.setMinimumSize(720, 480)
        self.resize(1440, 900)
        self._build()
        bridge.saved.connect(self._show_saved)
        bridge.changed.connect(lambda _: self._later_refresh())
        bridge.failed.connect(self.show_trouble)
        theme.changed.connect(self.rebuild)

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

    def _build(self) -> None:
        frame = self._inside = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = Header(self.theme, self.words)
        self.stack = QStackedWidget()
        self.footer = Footer(self.theme, self.words)
        self.header.back.connect(self.back)
        self.footer.keys_asked.connect(self.show_keys)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(frame)
        self._show_saved()

    def rebuild(self) -> None:
        """Language, colours or sizes are others: the same places, built anew."""
        self.leave()
        places = [*self._places[:-1], self.place] if self._places else []
        self._places, self._pages = [], []
        self._drop_toast()
        self._build()
        for place in places:
            self._push(place, quiet=True)
        self._show_page()

    # ------------------------------------------------------------------------------------ going

    def go(self, place: Place) -> None:
        """Go to *place*: down the stack when its page is open there, else on top of it."""
        self.leave()
        for depth, open_place in enumerate(self._places):
            if (open_place.page, open_place.inspection) == (place.page, place.inspection):
                self._drop(len(self._places) - depth - 1)
                self._places[-1] = place
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
        step = getattr(self.page, "step_back", None)
        if callable(step) and step():
            return
        if len(self._pages) > 1:
            self.leave()
            self._drop(1)
            self._show_page()

    def leave(self) -> None:
        """Let every open page commit what was typed into it."""
        for page in self._pages:
            leaving = getattr(page, "leaving", None)
            if callable(leaving):
                leaving()

    def _push(self, place: Place, *, quiet: bool = False) -> bool:
        try:
            page = make_page(place, self.bridge, self.theme)
        except Trouble as trouble:
            self.show_trouble(trouble)
            return False
        if page is None:
            if not quiet:
                self.say(self.words("This page is not in this version of the program."), "warn")
            return False
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for signal, slot in (
            ("asked_for", self.go),
            ("left", self.back),
            ("retitled", self._later_refresh),
            ("said", self.say),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)
        for signal, slot in (
            ("language_chosen", self.language_chosen.emit),
            ("sample_asked", self.sample_asked.emit),
        ):
            if hasattr(page, signal):
                getattr(page, signal).connect(slot)
        self._places.append(place)
        self._pages.append(page)
        self.stack.addWidget(page)
        if place.at:
            self._show_at(place)
        return True

    def _show_at(self, place: Place) -> None:
        show = getattr(self.page, "show_place", None)
        if callable(show):
            show(place)

    def _drop(self, many: int) -> None:
        for _ in range(many):
            self._places.pop()
            page = self._pages.pop()
            self.stack.removeWidget(page)
            page.deleteLater()

    def _show_page(self) -> None:
        page = self.page
        if page is None:
            return
        self.stack.setCurrentWidget(page)
        for action in self._actions.values():
            self.removeAction(action)
            action.deleteLater()
        asked = getattr(page, "commands", None)
        own: list[Command] = list(asked()) if callable(asked) else []
        self._commands = [*own, *self._frame_commands({one.id for one in own})]
        self._actions = command_room.actions(self._commands, self.theme, self.words, self)
        self.addActions(list(self._actions.values()))
        self.header.show_commands(self._commands, self._actions)
        self.footer.show_keys(getattr(page, "keys_shown", ""))
        self._fit(force=True)
        self.refresh()
        within = self.focusWidget()
        if within not in page.findChildren(QWidget):
            page.setFocus()
        self.went.emit(self.place)
        if len(self._pages) == 1:
            self.came_home.emit()

    # ------------------------------------------------------------------------------------ commands

    def _frame_commands(self, taken: set[str]) -> list[Command]:
        w = self.words
        group = w("Window")
        own = [
            Command("back", w("Back"), self.back, ("Esc", "Alt+Left"), group=group),
            Command("keys", w("All keys"), self.show_keys, ("?", "Ctrl+/"), group=group),
            Command(
                "settings", w("Settings"), lambda: self.go(Place("settings")), ("Ctrl+,",), "settings", group, "menu"
            ),
            Command("lock", w("Lock now"), self.lock_asked.emit, ("Ctrl+L",), "lock", group, "menu"),
            Command("larger", w("Larger text"), lambda: self.theme.larger(), ("Ctrl++", "Ctrl+="), group=group),
            Command("smaller", w("Smaller text"), lambda: self.theme.larger(-1), ("Ctrl+-",), group=group),
            Command("plain-size", w("Text at 100 %"), lambda: self.theme.set_scale(100), ("Ctrl+0",), group=group),
        ]
        return [one for one in own if one.id not in taken]

    def commands(self) -> list[Command]:
        """Everything a person can ask for here."""
        return list(self._commands)

    def refresh(self) -> None:
        """Title, state and what is possible, as the page says now."""
        page = self.page
        if page is None:
            return
        self.header.show_title(
            getattr(page, "title", ""),
            getattr(page, "subtitle", ""),
            getattr(page, "state", None),
            back=len(self._pages) > 1,
        )
        command_room.refresh(self._commands, self._actions)
        self.header.refresh()

    def _later_refresh(self) -> None:
        QTimer.singleShot(0, self, self.refresh)

    # ------------------------------------------------------------------------------------ telling

    def say(self, text: str, tone: str = "ok", deed: tuple[str, Callable[[], object]] | None = None) -> None:
        """A toast."""
        self._drop_toast()
        self._toast = Toast(self.theme, self._inside, text, tone=tone, close_name=self.words("Close"), deed=deed)
        self._toast.destroyed.connect(self._forget_toast)

    def show_trouble(self, trouble: Trouble) -> None:
        """What went wrong in the world, in the reader's words, with what to do and details to copy."""
        self.footer.show_unsaved()
        self.say(in_words(trouble, self.words), "bad", (self.words("Details"), lambda: self._show_details(trouble)))

    def _show_details(self, trouble: Trouble) -> None:
        from auditapp.ui.faults import trouble_dialog

        trouble_dialog(self.theme, self.words, trouble, self).open()

    def open_file(self, file: Path) -> None:
        """A file that was handed to the program: home knows what to do with it."""
        self.go(HOME)
        take_in = getattr(self.home, "import_file", None)
        if callable(take_in):
            take_in(file)

    # ------------------------------------------------------------------------------------ lock

    def lay_cover(self, cover: QWidget) -> None:
        """Hide everything under *cover*; nothing beneath can be seen, typed into or listened to."""
        self._drop_toast()
        self._focus_before = self.focusWidget()
        self._inside.setEnabled(False)
        for action in self._actions.values():
            action.setEnabled(False)
        cover.setParent(self)
        cover.setGeometry(self.rect())
        cover.show()
        cover.raise_()
        cover.setFocus()
        self._cover = cover

    def lift_cover(self) -> None:
        cover, self._cover = self._cover, None
        if cover is None:
            return
        cover.hide()
        cover.deleteLater()
        self._inside.setEnabled(True)
        self.refresh()
        if self._focus_before is not None:
            self._focus_before.setFocus()

    def show_keys(self) -> None:
        from auditapp.ui.key_sheet import KeySheet

        KeySheet(self.theme, self.words, self._commands, self).open()

    def _show_saved(self) -> None:
        self.footer.show_saved(self.bridge.saved_at)

    def _drop_toast(self) -> None:
        if self._toast is not None:
            self._toast.close()
            self._toast = None

    def _forget_toast(self) -> None:
        self._toast = None

    # ------------------------------------------------------------------------------------ size

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._cover is not None:
            self._cover.setGeometry(self.rect())
        self._fit()

    def _fit(self, *, force: bool = False) -> None:
        room = self.width() * 100 / self.theme.scale
        now, tiny = width_class(room), room < TINY
        if (now, tiny) == self._width and not force:
            return
        before, self._width = self._width[0], (now, tiny)
        self.header.fit(now, tiny=tiny)
        if now is before and not force:
            return
        fit = getattr(self.page, "fit", None)
        if callable(fit):
            fit(now)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.leave()
        self.closed.emit()
        event.accept()
