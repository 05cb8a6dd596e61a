"""Somebody who closes the window while it is busy, in a process of its own.

``python -m tests.ui.closer FOLDER SETTINGS BUSY``: *busy* is one of `BUSY`. Says CLOSED when it closes the window; the
process must end by itself after that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from auditapp.app import Program
from auditapp.operations import answer
from auditapp.ui.places import Place
from tests.ui.person import type_text


class Closer:
    def __init__(self, program: Program, folder: Path, busy: str) -> None:
        self.program, self.folder, self.busy = program, folder, busy
        self.timer = QTimer(interval=0)
        self.timer.timeout.connect(self.turn)
        self.timer.start()
        self.begun = False

    @property
    def window(self) -> Any:
        return self.program.window

    @property
    def inspection(self) -> str:
        return self.program.bridge.desk.store.journals.inspections()[0].id  # type: ignore[union-attr]

    def turn(self) -> None:
        if self.window is None or not self.window.isVisible():
            return
        if not self.begun:
            self.begun = True
            self.window.go(Place("inspection", self.inspection, "EM-1.1"))
            self.window.bridge.do(answer.answer, self.inspection, "EM-1.1", "conform")
            BUSY[self.busy](self)
        elif self.under_way():
            self.timer.stop()
            sys.stdout.write("CLOSED\n")
            sys.stdout.flush()
            self.window.close()

    def under_way(self) -> bool:
        """Whether it is really doing what it is to be closed at."""
        jobs = self.window.bridge.background.busy
        match self.busy:
            case "sample":
                return bool(self.program._sample.being_made)
            case "dialog":
                return QApplication.activeModalWidget() is not None
            case "finder" | "menu":
                return QApplication.activePopupWidget() is not None
            case "locked":
                return self.program.cover is not None
            case "note":
                return self.window.page.detail.note.toPlainText() == HALF
            case "nothing":
                return True
        return bool(jobs)

    # -- what it is busy with -----------------------------------------------------------------------

    def preview(self) -> None:
        self.window.go(Place("preview", self.inspection))

    def photos(self) -> None:
        self.window.page.detail.strip.take(sorted((self.folder / "camera").iterdir()))

    def package(self) -> None:
        self.window.open_file(self.folder / "zhou.auditpkg")

    def backup(self) -> None:
        from auditapp.operations import backup

        desk = self.window.bridge.desk
        order = backup.prepare(desk)
        self.window.bridge.later(lambda _: backup.make(order), lambda _: None)

    def exchange(self) -> None:
        """Rounds with a folder, one after the other: whenever it is closed, one is under way and wants to hop."""
        from auditapp.operations import roads
        from auditapp.ui.exchanging import exchanging

        stick = self.folder.parent / "stick"
        stick.mkdir()

        def rounds(desk: Any, *, on_desk: Any, progress: Any) -> None:
            while True:
                roads.exchange_with_folder(desk, on_desk=on_desk, progress=progress, folder=stick)

        exchanging(self.window.bridge).begin_with(rounds, name="stick")

    def sample(self) -> None:
        self.program.sample_asked("make")

    def dialog(self) -> None:
        self.window.show_keys()

    def finder(self) -> None:
        self.window._actions["find"].trigger()

    def menu(self) -> None:
        self.window.open_menus()

    def locked(self) -> None:
        self.program.lock()

    def note(self) -> None:
        self.window.page.show_details()
        type_text(self.window.page.detail.note, HALF)

    def nothing(self) -> None:
        pass


HALF = "half a note"
BUSY: dict[str, Callable[[Closer], None]] = {
    name: getattr(Closer, name)
    for name in (
        *("preview", "photos", "package", "backup", "exchange", "sample", "dialog", "finder", "menu", "locked", "note"),
        "nothing",
    )
}


def main(folder: str, settings: str, busy: str) -> int:
    app = QApplication(["auditapp"])
    program = Program(app, Path(folder), language="en", settings_folder=Path(settings))
    closer = Closer(program, Path(folder).parent, busy)
    found = program.run()
    closer.timer.stop()
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
