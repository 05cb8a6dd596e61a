"""A file arrives: dropped on the window, chosen, or opened from the file manager. A package is taken in.

Every byte is verified off the window's thread; then one photo is stored at a time, between two events, so that one
may go on working and may stop it. The entries come last and all at once: stopped before, nothing was taken in.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from auditapp.operations import package
from auditapp.ui.background import Task
from auditapp.ui.places import Place
from auditapp.ui.window import Window
from auditapp.words import Trouble, say

SUFFIX: Final = ".auditpkg"
PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".tif", ".tiff", ".bmp"})


def not_ours(file: Path) -> Trouble:
    """Why a file is not taken in, in one sentence, and where it belongs."""
    if file.suffix.lower() in PICTURES:
        return Trouble(
            say("A photo belongs to an item"),
            say("{file} is a picture."),
            say("Open an inspection and drop it on the photos of an item."),
            code=2,
            file=file.name,
        )
    return Trouble(
        say("This file cannot be opened here"),
        say("{file} is no package of an inspection."),
        say("Packages end in .auditpkg; they are made with Export on another desk."),
        code=2,
        file=file.name,
    )


class Arriving(QObject):
    """One package at a time, for one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._task: Task | None = None
        self._steps: Generator[tuple[int, int], None, package.Imported] | None = None
        self._file = Path()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        window.cancel_asked.connect(self.cancel)

    @property
    def under_way(self) -> bool:
        return self._task is not None or self._steps is not None

    def take(self, file: Path) -> None:
        """Take in *file*, or say in one sentence why not."""
        if self.under_way:
            self._window.say(self._window.words("One package at a time: this one is still being taken in."), "warn")
            return
        if file.suffix.lower() != SUFFIX:
            self._window.show_trouble(not_ours(file))
            return
        self._file = file
        self._tell(0, 0)
        self._task = self._bridge.later(
            lambda task: package.proven(file, progress=lambda n, of: task.progress(n, of)),
            self._proven,
            failed=self._failed,
            progress=lambda n, of, _: self._tell(n, 2 * of),
        )

    def cancel(self) -> None:
        """Nothing of it is taken in."""
        if not self.under_way:
            return
        self._end()
        self._window.say(self._window.words("Stopped. Nothing of {file} was taken in.", file=self._file.name), "warn")

    def _proven(self, found: package.Proven) -> None:
        self._task = None
        self._steps = package.taking_in(self._bridge.desk, self._file, found)
        self._timer.start()

    def _step(self) -> None:
        if self._steps is None:
            self._timer.stop()
            return
        try:
            number, of = next(self._steps)
        except StopIteration as end:
            self._end()
            self._done(end.value)
        except Trouble as trouble:
            self._failed(trouble)
        else:
            self._tell(of + number, 2 * of)

    def _done(self, found: package.Imported) -> None:
        self._bridge.forget()
        self._bridge.tell(found.changes)
        w, window = self._window.words, self._window
        told = (
            w.count("{n} new entry of {number} was taken in.", "{n} new entries of {number} were taken in.", found.new,
                    number=found.number)
            if found.new
            else w("Everything in {file} was here already.", file=self._file.name)
        )  # fmt: skip
        if found.disputes:
            told += ("" if w.chinese else " ") + w.count(
                "{n} answer differs between desks and has to be decided.",
                "{n} answers differ between desks and have to be decided.",
                found.disputes,
            )
        window.say(
            told,
            "warn" if found.disputes else "ok",
            (w("Open it"), lambda: window.go(Place("inspection", found.inspection))),
        )

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self._window.show_trouble(trouble)

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._steps is not None:
            self._steps.close()
            self._steps = None
        self._timer.stop()
        self._window.underway.hide()

    def _tell(self, done: int, of: int) -> None:
        self._window.underway.tell(self._window.words("Taking in {file}", file=self._file.name), done, of)
