"""A person who answers by keys in the real program, in a process of its own that somebody is going to kill.

``python -m tests.ui.walker FOLDER SETTINGS SEED``. It says on standard output, a line each and at once:

    AT place           where the window was when it came up
    GO place           the item at hand, before a key is pressed
    OK place status    what the footer has just called saved; nothing behind the place: it was taken back
    NOTE place text    the same of a note
    PHOTO id place     the same of a photo
    UNDO               what was done last is about to be taken back
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from auditapp.app import Program
from auditapp.inspection.state import Inspection
from auditapp.ui.places import Place
from tests.inspector import photo

KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


def tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def saved(found: Inspection) -> dict[tuple[str, str], str]:
    """(what, of which) -> as it is told."""
    return {
        **{("OK", at): " ".join((one.answer.status, *one.answer.texts)) for at, one in found.answers.items()},
        **{("NOTE", at): note.text for at, note in found.notes.items()},
        **{("PHOTO", id_): one.place for id_, one in found.photos.items()},
    }


class Walker:
    """As fast as the window takes it: what one turn of the event loop has brought is there before the next key."""

    def __init__(self, program: Program, seed: int, camera: Path) -> None:
        self.camera = camera
        self.known: dict[tuple[str, str], str] = {}
        self.program, self.dice, self.turns = program, random.Random(seed), 0
        self.timer = QTimer()
        self.timer.setSingleShot(True)
        self.timer.setInterval(0)
        self.timer.timeout.connect(self.turn)
        self.timer.timeout.connect(self.timer.start)
        self.timer.start()

    @property
    def page(self) -> Any:
        return self.program.window.page if self.program.window is not None else None

    def turn(self) -> None:
        window = self.program.window
        if window is None or not window.isVisible():
            return
        if self.turns == 0:
            tell("AT", window.place.at or window.place.page)
            if window.place.page != "inspection":
                row = self.program.bridge.desk.store.journals.inspections()[0]  # type: ignore[union-attr]
                window.go(Place("inspection", row.id))
            self.known = saved(self.program.bridge.opened(self.page.inspection).inspection)  # type: ignore[union-attr]
            self.program.bridge.changed.connect(self.saved)  # type: ignore[union-attr]
        self.turns += 1
        self.leave_field()
        tell("GO", self.page.at)
        match self.dice.choices(("answer", "note", "photo", "undo", "language"), (60, 15, 8, 12, 2))[0]:
            case "note":
                self.press(Qt.Key.Key_N)
                self.type(f"第{self.turns}条")
                QApplication.processEvents()
                self.type("备注")
            case "photo":
                self.page.detail.strip.take([self.shot()])
            case "undo":
                self.press(self.dice.choice(KEYS))
                self.leave_field()
                tell("UNDO")
                self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
                if self.dice.random() < 0.5:
                    self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
            case "language":
                self.program.window.choose_language(self.dice.choice(("en", "zh-CN")))  # type: ignore[union-attr]
                return
            case _:
                self.press(self.dice.choice(KEYS))
        self.leave_field()  # an answer that does not conform has opened its finding
        before = self.page.at
        self.press(Qt.Key.Key_J)
        if self.page.at == before:  # the last item: begin again at the first section
            for _ in range(30):
                self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)

    def saved(self, changes: Any) -> None:
        """The footer has just said so; tell what the card shows."""
        footer = self.program.window.footer.saved.text()  # type: ignore[union-attr]
        if not footer.startswith(("Saved on this laptop", "已保存到本机")):
            tell("NOT", footer)
        found = saved(self.program.bridge.opened(changes.inspection).inspection)  # type: ignore[union-attr]
        for kind, subject in sorted(found.keys() | self.known.keys()):
            now = found.get((kind, subject), "")
            if now != self.known.get((kind, subject), "") or subject in changes.places:
                tell(kind, subject, now)
        self.known = found

    def shot(self) -> Path:
        """A new photo on the camera's card."""
        colour = tuple(self.dice.randrange(256) for _ in range(3))
        return photo(self.camera, f"{self.dice.randrange(10**9)}.jpg", colour=colour[0])

    def leave_field(self) -> None:
        """Esc until no letter would be typed any more."""
        for _ in range(3):
            if isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
                self.press(Qt.Key.Key_Escape)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.program.window, key, modifier)

    def type(self, text: str) -> None:
        at = QApplication.focusWidget()
        if at is not None:
            finished = QInputMethodEvent()
            finished.setCommitString(text)
            QCoreApplication.sendEvent(at, finished)


def main(folder: str, settings: str, seed: str) -> int:
    app = QApplication(["auditapp"])
    program = Program(app, Path(folder), language="en", settings_folder=Path(settings))
    walker = Walker(program, int(seed), Path(folder).parent / "camera")
    try:
        return program.run()
    finally:
        walker.timer.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
