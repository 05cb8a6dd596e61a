"""The only place where everything meets: arguments, one program per desk, the door, the window, its end.

``auditapp`` without a verb comes here. Nothing slow is imported before the first window is seen.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditapp.settings import data_folder
from auditapp.words import Trouble, Words, in_words, say, speak

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from auditapp.operations.desk import Desk
    from auditapp.ui.bridge import Bridge
    from auditapp.ui.handing_over import HandingOver
    from auditapp.ui.places import Place
    from auditapp.ui.restoring import Restore
    from auditapp.ui.window import Window

NEEDS_PASSPHRASE = "A passphrase is needed"
SOON = 100
"""Milliseconds after which what can wait is done: the window is seen by then."""
MOST_TRIES = 2
"""So often the program comes back by itself to a place where it ended badly."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the window until it is closed. 0 fine, 2 used wrongly, 3 no screen or the desk cannot be reached."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        file, data, language = _read(given)
    except Trouble as trouble:
        print(in_words(trouble, speak("en")), file=sys.stderr)  # noqa: T201
        return trouble.code
    from auditapp import settings

    words = speak(settings.read(settings.settings_file()).spoken(language) or "en")
    if not has_screen(os.environ):
        print(in_words(no_screen(), words), file=sys.stderr)  # noqa: T201
        return 3
    gc.disable()  # nothing dies before the window is seen, and looking for it takes a tenth of the time till then
    try:
        prepare(os.environ)
        bring()
        from auditapp.ui import bindings

        bindings.bring()
        from PySide6.QtWidgets import QApplication
    except ImportError as missing:
        print(in_words(no_qt(missing), words), file=sys.stderr)  # noqa: T201
        return 3

    from PySide6.QtCore import QTimer

    from auditapp.ui.theme import STYLE

    app = QApplication(["auditapp", "-style", STYLE])
    app.setProperty("style", STYLE)
    program = Program(app, data_folder(data), file=file, language=language)
    QTimer.singleShot(0, app, settle)
    return program.run()


def bring() -> None:
    """Import what the first window needs of the core; without it nothing of Qt is worth waiting for."""
    from auditapp.operations import desk, saving  # noqa: F401
    from auditapp.store import desk_folder  # noqa: F401


def settle() -> None:
    """The first window is seen: what was made for it stays for good, and the rest is looked after again."""
    gc.freeze()
    gc.enable()


def _read(given: list[str]) -> tuple[str, str, str]:
    """(file, data folder, language) from the arguments; few enough to need no parser. Raises `Trouble`."""
    file, found = "", {"--data": "", "--lang": ""}
    rest = iter(given)
    for one in rest:
        name, equals, value = one.partition("=")
        if name in found:
            found[name] = value if equals else next(rest, "")
        elif one.startswith("-") or file:
            raise Trouble(
                say("Used wrongly"),
                say("{word} means nothing here."),
                say("The window takes a file, --data DIR and --lang zh-CN or en."),
                code=2,
                word=one[:60],
            )
        else:
            file = one
    return file, found["--data"], found["--lang"]


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether there is a screen; Qt would abort with a sentence about a library that is not missing."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def no_screen() -> Trouble:
    return Trouble(
        say("There is no screen"),
        say("Neither DISPLAY nor WAYLAND_DISPLAY says where the window should appear."),
        say("Start it on a desktop, or work without a window: auditapp --help"),
    )


def no_qt(missing: ImportError) -> Trouble:
    return Trouble(
        say("The window cannot be opened"),
        say("Its library Qt (PySide6) does not load: {why}."),
        say("Install what is missing, or work without a window: auditapp --help"),
        why=str(missing).rstrip("."),
    )


def prepare(environ: dict[str, str] | os._Environ[str]) -> None:
    """What Qt reads from the surroundings before it starts."""
    environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
    # PySide6 brings no fcitx plugin, but fcitx5 speaks ibus: without this nobody types Chinese.
    if sys.platform.startswith("linux") and environ.get("QT_IM_MODULE", "").lower() in ("fcitx", "fcitx5"):
        import PySide6

        plugins = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforminputcontexts"
        if not any(plugins.glob("*fcitx*")):
            environ["QT_IM_MODULE"] = "ibus"


class Program:
    """The running program: what lives longer than a window."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        file: str = "",
        language: str = "",
        settings_folder: Path | None = None,
    ) -> None:
        from auditapp.ui.preferences import Remembered
        from auditapp.ui.theme import Density, Look, Theme, load_fonts

        self.app, self.folder, self.file = app, folder, file
        self.remembered = Remembered(settings_folder)
        self.language = self.remembered.settings.spoken(language) or "en"
        app.setApplicationName("auditapp")
        app.setDesktopFileName("auditapp")
        app.setQuitOnLastWindowClosed(True)
        load_fonts()
        chosen = self.remembered.preferences
        self.theme = Theme(
            look=Look(chosen.look) if chosen.look in set(Look) else Look.SYSTEM,
            scale=min(200, max(90, chosen.scale)),
            density=Density(chosen.density) if chosen.density in set(Density) else Density.NORMAL,
            parent=app,
        )
        self.theme.apply(app)
        app.styleHints().colorSchemeChanged.connect(lambda _: self.theme.system_changed())
        self.theme.changed.connect(self._keep_look)
        self._speak_qt()
        self.window: Window | None = None
        self.bridge: Bridge | None = None
        self.door: QWidget | None = None
        self.cover: QWidget | None = None
        self._own: tuple[Window, Bridge] | None = None
        self._sample: Any = None
        self._marker: Any = None
        self._idle: Any = None
        self._last: Place | None = None
        self._has_secret = False
        self._logs: Path | None = None
        self._keeps_log = self._announces = False

    @property
    def words(self) -> Words:
        return speak(self.language)

    def run(self) -> int:
        """Until the last window is closed."""
        from PySide6.QtCore import QTimer

        from auditapp.ui.alone import Alone
        from auditapp.ui.watch import Watch

        alone = Alone(self.folder)
        if not alone.begin():
            return 0 if alone.pass_on(str(Path(self.file).resolve()) if self.file else "") else self._in_use()
        alone.asked.connect(self.asked)
        watch = Watch(self.tell_fault, self.keep_log)
        watch.begin()
        try:
            self.begin()
            QTimer.singleShot(SOON, alone, alone.listen)
            QTimer.singleShot(SOON, alone, self.settle)
            return self.app.exec()
        finally:
            self.end()
            watch.end()
            alone.end()

    def settle(self) -> None:
        """The window was seen a moment ago: make ready what it could do without."""
        self.announce()
        self.keep_log()

    def announce(self) -> None:
        """Tell screen readers what is painted by hand; before the first page that paints so."""
        from auditapp.ui.announced import announce

        if not self._announces:
            self._announces = True
            announce()

    def keep_log(self) -> None:
        """Write down what goes wrong from now on."""
        from auditapp.ui.watch import keep_log

        if not self._keeps_log:
            self._keeps_log = True
            self._logs = keep_log(self.folder / "logs")
            for window in self._windows():
                window.logs = self._logs

    # ------------------------------------------------------------------------------------ the door

    def begin(self) -> None:
        """Open the desk where that needs no word from anyone; else show the door."""
        try:
            desk = self.open_desk("")
        except Trouble as trouble:
            if trouble.title == NEEDS_PASSPHRASE:
                self.show_door()
            else:
                self.tell_trouble(trouble)
            return
        self.show_window(desk)

    def open_desk(self, passphrase: str) -> Desk:
        """Raises `Trouble`."""
        from auditapp.operations.desk import open_desk

        given = passphrase or os.environ.get("AUDITAPP_PASSPHRASE", "")
        self._has_secret = bool(given)
        return open_desk(self.folder, given or None, words=self.words)

    def show_door(self, trouble: Trouble | None = None) -> None:
        """Ask for the passphrase; *trouble*: what went wrong before."""
        from auditapp.operations.desk import is_there
        from auditapp.ui.unlock_page import UnlockPage

        door = UnlockPage(self.theme, self.words, self.folder, self.open_desk, new=not is_there(self.folder))
        door.setWindowTitle("auditapp")
        door.resize(960, 640)
        door.opened.connect(self._through_door)
        door.restore_asked.connect(self.restore)
        self.door = door
        door.show()
        door.setFocus()
        if trouble is not None:
            door.refuse(trouble)

    def _through_door(self, desk: Desk) -> None:
        door, self.door = self.door, None
        self.show_window(desk)
        if door is not None:
            door.close()
            door.deleteLater()

    # ------------------------------------------------------------------------------------ the window

    def show_window(self, desk: Desk) -> None:
        """The window at home, or where one was when the program ended badly."""
        from PySide6.QtCore import QTimer

        from auditapp.ui.idle import Idle
        from auditapp.ui.marker import Marker
        from auditapp.ui.sample import Sample
        from auditapp.ui.window import HOME

        self._marker = Marker(self.folder)
        before: Place | None = self._marker.found()
        self._sample = Sample(self.folder, self.language, self.app)
        for signal in (self._sample.made, self._sample.removed):
            signal.connect(self._show_sample_state)
        self._sample.told.connect(self._sample_told)
        self._sample.failed.connect(self._sample_failed)
        self.window, self.bridge = self._frame(desk)
        self._own = (self.window, self.bridge)
        if before is None:
            self._marker.at(HOME)
        else:
            self._marker.back_at(before)
        self.window.go(HOME)
        self._show_where_it_was(self.window)
        self._follow(self.window, self.bridge)
        if self._idle is not None:
            self._idle.end()
            self._idle.deleteLater()
        self._idle = Idle(self.app, lambda: self.remembered.preferences.lock_after, self.app)
        self._idle.idle.connect(self.lock)
        self._idle.resting.connect(self.window.tidying.rest)
        self._idle.resting.connect(self._back_up)
        self.remembered.on_change = self._idle.alive
        if before is not None:
            self.announce()
            self._come_back(before)
        file, self.file = self.file, ""
        if file:
            QTimer.singleShot(0, self.window, lambda: self.asked(file))

    def _back_up(self) -> None:
        """Nobody is at the keys: a backup when it is time for one, beside the window. One that fails is tried again
        the next time; the page that looks after the desk tells when there is none."""
        if self._own is None:
            return
        from auditapp.operations import backup

        bridge = self._own[1]
        if bridge.saved_at is not None and not bridge.background.busy:
            desk = bridge.desk
            bridge.later(lambda _: backup.when_due(desk), lambda _: None, failed=lambda _: None)

    def _show_where_it_was(self, window: Window) -> None:
        """Size and place of last time; the first time 1440 x 900, or the whole of a screen that is not larger."""
        from PySide6.QtCore import QByteArray

        geometry = self.remembered.preferences.geometry
        screen = window.screen().availableGeometry()
        if geometry and window.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
            window.show()
        elif screen.width() < 1500 or screen.height() < 960:
            window.showMaximized()
        else:
            window.show()

    def _frame(self, desk: Desk) -> tuple[Window, Bridge]:
        from PySide6.QtCore import QTimer

        from auditapp.ui.arriving import Arriving
        from auditapp.ui.bridge import Bridge
        from auditapp.ui.window import Window

        bridge = Bridge(desk, remembered=self.remembered)
        window = Window(bridge, self.theme)
        window.language_chosen.connect(self.set_language)
        window.sample_asked.connect(self.sample_asked)
        window.lock_asked.connect(self.lock)
        window.came_home.connect(self._show_sample_state)
        window.closed.connect(lambda: self._keep_geometry(window))
        window.logs = self._logs
        window.file_asked.connect(Arriving(window).take)
        handing: list[HandingOver] = []

        def hand_over(inspection: str) -> None:
            from auditapp.ui.handing_over import HandingOver

            handing[:] = handing or [
                HandingOver(window)
            ]  # it loads what packs, which the first window need not wait for
            handing[0].ask(inspection)

        window.hand_over_asked.connect(hand_over)
        window.restore_asked.connect(self.restore)
        QTimer.singleShot(SOON, window, lambda: self._exchange(window))
        return window, bridge

    @staticmethod
    def _exchange(window: Window) -> None:
        """Exchange with head office by itself from now on, where there is one, and tell how it stands."""
        from auditapp.ui.exchanging import exchanging
        from auditapp.ui.rounds_told import RoundsTold

        RoundsTold(window)
        exchanging(window.bridge).watch()

    def _follow(self, window: Window, bridge: Bridge) -> None:
        """Remember where one is: after every deed, every move of the focus and every page, once Qt has drawn it."""
        from PySide6.QtCore import QTimer

        soon = QTimer(window)
        soon.setSingleShot(True)
        soon.setInterval(0)
        soon.timeout.connect(lambda: self._at(window.place))

        def remember() -> None:
            if not soon.isActive():  # begun anew at every key, it would never ring while one works fast
                soon.start()

        window.went.connect(remember)
        bridge.saved.connect(self._marker.well)
        bridge.saved.connect(remember)
        self.app.focusChanged.connect(remember)
        window.destroyed.connect(lambda: self.app.focusChanged.disconnect(remember))

    def _at(self, place: Place) -> None:
        """Here one is: for the marker now, for the next start at the end."""
        from auditapp.ui.places import Place

        beside = not place.inspection and place.page not in ("home", "new")  # help, settings: over an inspection
        below = self.window.inspection_below if beside and self.window is not None else ""
        back = self._last if self._last is not None and self._last.inspection == below else Place("inspection", below)
        self._marker.at(back if below else place)
        if place.page == "inspection":
            self._last = place
        elif place.page == "home":
            self._keep_last()

    def _keep_last(self) -> None:
        last = {"inspection": self._last.inspection, "at": self._last.at} if self._last is not None else {}
        if last and last != self.remembered.preferences.last:
            self.remembered.prefer(last=last)

    def _come_back(self, before: Place) -> None:
        """The last time ended badly: go on at the same item. A place that did it twice is only offered."""
        w, window = self.words, self.window
        if window is None:
            return
        where = before if before.inspection and self.bridge and self.bridge.desk.knows(before.inspection) else None
        told = w("Last time the program ended unexpectedly. What was shown as saved is saved.")
        if where is not None and self._marker.tries <= MOST_TRIES:
            window.go(where)
            window.say(told, "warn")
        else:
            offer = (w("Go on where I was"), lambda: window.go(where)) if where is not None else None
            window.say(told, "warn", offer)

    def set_language(self, language: str) -> None:
        """Speak another language from now on; the window is built anew where it is."""
        self.language = language
        self._speak_qt()
        for window in self._windows():
            window.bridge.desk.words = self.words
            window.rebuild()
        if self._sample is not None:
            self._sample.speak(language)

    def _windows(self) -> list[Window]:
        own = [self._own[0]] if self._own is not None else []
        return own if self.window in own or self.window is None else [*own, self.window]

    def _keep_look(self) -> None:
        self.remembered.prefer(look=self.theme.look.value, scale=self.theme.scale, density=self.theme.density.value)

    def _keep_geometry(self, window: Window) -> None:
        self.remembered.prefer(geometry=window.saveGeometry().toBase64().toStdString())

    def _speak_qt(self) -> None:
        """Qt's own words (Save, Cancel, calendars) and the way dates are written."""
        from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

        chinese = self.words.chinese
        QLocale.setDefault(QLocale(QLocale.Language.Chinese if chinese else QLocale.Language.English))
        before = getattr(self, "_translator", None)
        if before is not None:
            self.app.removeTranslator(before)
        self._translator = QTranslator(self.app)
        if chinese:
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self._translator.load("qtbase_zh_CN", folder):
                self.app.installTranslator(self._translator)

    # ------------------------------------------------------------------------------------ the sample

    def sample_asked(self, wish: str) -> None:
        match wish:
            case "make":
                self._sample.make()
            case "cancel":
                self._sample.cancel()
            case "open":
                self._open_sample()
            case "close":
                self._close_sample()
            case "remove":
                self._close_sample()
                self._sample.remove()
        self._show_sample_state()

    def _open_sample(self) -> None:
        from auditapp.operations.demo.tell import PASSPHRASE
        from auditapp.operations.desk import open_desk
        from auditapp.ui.window import HOME

        if self._own is None or self.window is not self._own[0]:
            return
        try:
            desk = open_desk(self._sample.desk, PASSPHRASE, words=self.words, create=False, keyring=False)
        except Trouble as trouble:
            self.window.show_trouble(trouble)
            return
        own = self.window
        self.window, self.bridge = self._frame(desk)
        self.window.setWindowTitle(self.words("auditapp: sample"))
        self.window.setGeometry(own.geometry())
        self.window.go(HOME)
        self.window.closed.connect(self._close_sample)
        self.window.show()
        own.hide()

    def _close_sample(self) -> None:
        if self._own is None or self.window is self._own[0]:
            return
        window, bridge = self.window, self.bridge
        self.window, self.bridge = self._own
        locked, self.cover = self.cover is not None, None
        self.window.show()
        if locked:  # its cover goes with the sample's window; what it hid stays hidden
            self.lock()
        if window is not None and bridge is not None:
            window.rest()
            window.hide()
            bridge.close()
            bridge.desk.close()
            window.deleteLater()
        self._show_sample_state()

    def _show_sample_state(self) -> None:
        if self.window is None or self._sample is None:
            return
        if self._own is not None and self.window is not self._own[0]:
            state = "shown"
        elif self._sample.being_made:
            state = "making"
        elif self._sample.here:
            state = "ready"
        else:
            state = "offered" if self._is_empty() else "hidden"
        self._sample_card("show_state", state)

    def _is_empty(self) -> bool:
        return self.bridge is not None and not self.bridge.desk.store.journals.inspections()

    def _sample_told(self, told: str, percent: int) -> None:
        self._sample_card("show_state", "making", told, percent)

    def _sample_failed(self, _why: str) -> None:
        self._show_sample_state()
        if self.window is not None:
            self.window.say(self.words("The sample could not be made. Nothing of it was left behind."), "bad")

    def _sample_card(self, deed: str, *given: object) -> None:
        card = getattr(self.window.home, "sample_card", None) if self.window is not None else None
        if card is not None:
            getattr(card, deed)(*given)

    # ------------------------------------------------------------------------------------ the lock

    def lock(self) -> None:
        """Cover the window until the passphrase is given again; what was typed stays in its fields beneath."""
        from auditapp.ui.unlock_page import UnlockPage

        if self.window is None or self.cover is not None:
            return
        for window in self._windows():
            window.leave()
        cover = UnlockPage(self.theme, self.words, self.folder, self._proves, cover=True, secret=self._has_secret)
        self.cover = cover
        self.window.lay_cover(cover)
        cover.opened.connect(lambda _: self.unlock())

    def unlock(self) -> None:
        if self.window is not None:
            self.window.lift_cover()
        self.cover = None
        file, self.file = self.file, ""
        if file and self.window is not None:
            self.window.open_file(Path(file))

    def _proves(self, passphrase: str) -> bool:
        """Whether it is the desk's passphrase. Raises `Trouble` when it is not."""
        if self._has_secret:
            from auditapp.store import vault

            vault.unlock(self.folder, passphrase)
        return True

    # ------------------------------------------------------------------------------------ told from outside

    def asked(self, file: str) -> None:
        """The program was started again, perhaps with a file."""
        front = self.window or self.door
        if front is None:
            self.file = file or self.file
            return
        front.showNormal() if front.isMinimized() else front.show()
        front.raise_()
        front.activateWindow()
        if file and self.window is not None and self.cover is None:
            self.window.open_file(Path(file))
        elif file:
            self.file = file

    def tell_fault(self, fault: BaseException) -> None:
        from auditapp.ui.faults import fault_dialog

        fault_dialog(self.theme, self.words, fault, self._logs, self.window or self.door).open()

    def tell_trouble(self, trouble: Trouble) -> None:
        """Trouble before there is a window: a dialog of its own, then the end."""
        from auditapp.ui.faults import trouble_dialog
        from auditapp.ui.restoring import DAMAGED, Restore

        mend = (self.words("Bring back the newest backup"), lambda: self.restore(Restore()))
        deed = mend if trouble.title in DAMAGED else None
        dialog = trouble_dialog(self.theme, self.words, trouble, None, deed=deed)
        self.door = dialog
        dialog.show()

    def _in_use(self) -> int:
        print(self.words("The program is running already but did not answer."), file=sys.stderr)  # noqa: T201
        return 3

    def end(self) -> None:
        """Close what is open, in the order in which it was opened backwards."""
        if self._sample is not None:
            self._sample.cancel()
        self._close_sample()
        if self._close_own():
            self._marker.clear()

    def _close_own(self) -> bool:
        """Close window and desk; True when there was one."""
        if self._own is None:
            return False
        window, bridge = self._own
        window.rest()
        self._keep_last()
        bridge.close()
        bridge.desk.close()
        self._own = None
        return True

    # ------------------------------------------------------------------------------------ bringing a desk back

    def restore(self, wish: Restore) -> None:
        """Put a backup in the place of the desk's database, and open the desk again."""
        from auditapp.operations import backup

        self._close_sample()  # a backup is always the own desk's
        before, door = self.window, self.door
        self._close_own()
        w = self.words
        try:
            done = backup.restore(self.folder, wish.passphrase or None, source=wish.source)
            told = w(
                "Restored from {file}: {entries} entries, {saved} of them saved from the old database.",
                file=done.backup.name,
                entries=done.entries,
                saved=done.saved,
            )
            trouble = None
        except Trouble as found:
            told, trouble = "", found
        self.window = self.bridge = self.door = None
        try:
            self.show_window(self.open_desk(wish.passphrase if trouble is None else ""))
        except Trouble as found:
            if found.title == NEEDS_PASSPHRASE:
                self.show_door(trouble)
            else:
                self.tell_trouble(trouble or found)
        for old in (before, door):
            if old is not None:
                old.hide()
                old.deleteLater()
        self._say_restored(told, trouble)

    def _say_restored(self, told: str, trouble: Trouble | None) -> None:
        if self.window is None:
            return
        if trouble is not None:
            self.window.show_trouble(trouble)
        else:
            self.window.say(told)


if __name__ == "__main__":
    sys.exit(main())
