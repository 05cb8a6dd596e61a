"""The deeds that are possible on every page: going about, looks, languages, help. The window puts them into menus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.ui.commands import Command
from auditapp.ui.office_rooms import office_rooms
from auditapp.ui.places import Place
from auditapp.ui.rooms import rooms
from auditapp.ui.theme import Density, Look

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from auditapp.ui.bridge import Bridge
    from auditapp.ui.theme import Theme
    from auditapp.words import Words

CTRL = Qt.KeyboardModifier.ControlModifier


class Frame(Protocol):
    """What these deeds need of the window."""

    theme: Theme
    bridge: Bridge
    lock_asked: SignalInstance
    hand_over_asked: SignalInstance

    @property
    def words(self) -> Words: ...
    @property
    def place(self) -> Place: ...
    def go(self, place: Place, /) -> None: ...
    def back(self) -> None: ...
    def close(self) -> bool: ...
    def window(self) -> QWidget: ...
    def choose_file(self) -> None: ...
    def choose_language(self, code: str, /) -> None: ...
    def isFullScreen(self) -> bool: ...  # noqa: N802
    def toggle_full(self) -> None: ...
    def open_menus(self) -> None: ...
    def open_logs(self) -> None: ...
    def show_help(self) -> None: ...
    def show_keys(self) -> None: ...


def everywhere(window: Frame) -> list[Command]:
    """Those of the window itself. A page that has one of the same id, or uses its key, goes before."""
    w, theme = window.words, window.theme
    frame, file, edit = w("Window"), w("File"), w("Edit")
    sizes, colours, room, language = w("Text size"), w("Colours"), w("Density"), w("Language")

    def go(page: str) -> Callable[[], None]:
        return lambda: window.go(Place(page))

    def chosen(code: str, words: str, within: str, do: Callable[[], None], is_it: Callable[[], bool]) -> Command:
        return Command(code, words, do, group=frame, menu="view", within=within, checked=is_it)

    def look(code: Look, words: str) -> Command:
        return chosen(f"look-{code}", words, colours, lambda: theme.set_look(code), lambda: theme.look is code)

    def density(code: Density, words: str) -> Command:
        return chosen(f"room-{code}", words, room, lambda: theme.set_density(code), lambda: theme.density is code)

    def spoken(code: str, words: str) -> Command:
        return chosen(
            f"language-{code}", words, language, lambda: window.choose_language(code), lambda: w.language == code
        )

    def scissors(code: str, words: str, key: Qt.Key) -> Command:
        return Command(code, words, lambda: _press(key), group=edit, menu="edit", possible=_typing)

    here = window.place.inspection
    return [
        *(rooms(w, window.go, here) if here else ()),
        *office_rooms(w, window.bridge.desk, window.go),
        Command("new", w("New inspection"), go("new"), ("Ctrl+N",), "plus", file, menu="file"),
        Command("import", w("Open a package"), window.choose_file, ("Ctrl+O",), "package", file, menu="file"),
        Command(
            "hand-over",
            w("Hand over this inspection…"),
            lambda: window.hand_over_asked.emit(here),
            ("Ctrl+Shift+E",),
            "upload",
            file,
            menu="file",
            possible=lambda: bool(here),
        ),
        Command(
            "exchange",
            w("Exchange with head office"),
            go("exchange"),
            ("Ctrl+E",),
            "refresh-cw",
            w("Desk"),
            shown="menu",
            menu="file",
        ),
        Command("care", w("Backups and health"), go("care"), (), "shield-check", w("Desk"), menu="file"),
        Command(
            "settings", w("Settings"), go("settings"), ("Ctrl+,",), "settings", w("Desk"), shown="menu", menu="file"
        ),
        Command(
            "lock", w("Lock now"), window.lock_asked.emit, ("Ctrl+L",), "lock", w("Desk"), shown="menu", menu="file"
        ),
        Command("quit", w("Quit"), window.close, ("Ctrl+Q",), "log-out", w("Desk"), menu="file"),
        scissors("cut", w("Cut"), Qt.Key.Key_X),
        scissors("copy", w("Copy"), Qt.Key.Key_C),
        scissors("paste", w("Paste"), Qt.Key.Key_V),
        scissors("all", w("Select all"), Qt.Key.Key_A),
        Command("find", w("Find"), lambda: _find(window), ("Ctrl+K",), "search", edit, menu="edit"),
        Command("back", w("Back"), window.back, ("Esc", "Alt+Left"), "arrow-left", frame, menu="view"),
        Command("home", w("Inspections"), go("home"), ("Alt+Home",), "house", frame, menu="view"),
        Command("larger", w("Larger text"), theme.larger, ("Ctrl++", "Ctrl+="), group=frame, menu="view", within=sizes),
        Command(
            "smaller",
            w("Smaller text"),
            lambda: theme.larger(-1),
            ("Ctrl+-",),
            group=frame,
            menu="view",
            within=sizes,
        ),
        Command(
            "plain-size",
            w("Text at 100%"),
            lambda: theme.set_scale(100),
            ("Ctrl+0",),
            group=frame,
            menu="view",
            within=sizes,
        ),
        look(Look.SYSTEM, w("same as the system")),
        look(Look.LIGHT, w("light")),
        look(Look.DARK, w("dark")),
        look(Look.CONTRAST, w("high contrast")),
        density(Density.COMPACT, w("compact")),
        density(Density.NORMAL, w("normal")),
        density(Density.TOUCH, w("touch")),
        spoken("zh-CN", "中文"),
        spoken("en", "English"),
        Command(
            "full",
            w("Full screen"),
            window.toggle_full,
            ("F11",),
            "maximize",
            frame,
            menu="view",
            checked=window.isFullScreen,
        ),
        Command("menus", w("Menus"), window.open_menus, ("F10",), group=frame, menu=""),
        Command("help", w("Help for this page"), window.show_help, ("F1",), "circle-help", w("Help"), menu="help"),
        Command("keys", w("All keys"), window.show_keys, ("?", "Ctrl+/"), "keyboard", w("Help"), menu="help"),
        Command(
            "log", w("Open log folder"), window.open_logs, (), "folder-open", w("When something is wrong"), menu="help"
        ),
        Command(
            "support",
            w("Collect a support file"),
            lambda: window.go(Place("care", "", "support")),
            (),
            "archive",
            w("When something is wrong"),
            menu="help",
        ),
        Command("about", w("About auditapp"), go("about"), (), "info", w("Help"), menu="help"),
    ]


def _typing() -> bool:
    """Is there a text at hand that can be cut and copied?"""
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

    return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QTextEdit)


def _press(key: Qt.Key) -> None:
    """The same as its key in the field at hand, which knows how to do it."""
    at = QApplication.focusWidget()
    if at is not None:
        QCoreApplication.sendEvent(at, QKeyEvent(QEvent.Type.KeyPress, key, CTRL))


def _find(window: Frame) -> None:
    """The finder over whatever page is open: of its inspection where it is about one, else of the desk."""
    from auditapp.ui import finder  # when it is first asked for: the window opens sooner

    over = window.window()
    finder.ask(window.bridge, window.theme, over, window.place.inspection, window.go)
