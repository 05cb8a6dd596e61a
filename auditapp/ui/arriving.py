"""A file arrives: dropped on the window, chosen, or opened from the file manager. A package is taken in.

Every byte is verified and every photo stored off the window's thread, so that one may go on working and may stop it.
The entries come last and all at once: stopped before, nothing was taken in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from auditapp.ui.background import Task
from auditapp.ui.places import Place
from auditapp.ui.window import Window
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.operations import package

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
        say("Packages end in .auditpkg; another desk makes them with: Hand over this inspection."),
        code=2,
        file=file.name,
    )


class Arriving(QObject):
    """One package at a time, for one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._task: Task | None = None
        self._file = Path()
        window.cancel_asked.connect(self.cancel)

    @property
    def under_way(self) -> bool:
        return self._task is not None

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
        photos = self._bridge.desk.store.photos

        from auditapp.operations import package

        def job(task: Task) -> tuple[package.Proven, int]:
            found = package.proven(file, progress=lambda n, of: task.progress(n, 2 * of))
            fresh = package.keep_photos(photos, file, found, progress=lambda n, of: task.progress(of + n, 2 * of))
            return found, fresh

        self._task = self._bridge.later(
            job, self._kept, failed=self._failed, progress=lambda n, of, _: self._tell(n, of)
        )

    def cancel(self) -> None:
        """Nothing of it is taken in."""
        if not self.under_way:
            return
        self._end()
        self._window.say(self._window.words("Stopped. Nothing of {file} was taken in.", file=self._file.name), "warn")

    def _kept(self, found: tuple[package.Proven, int]) -> None:
        from auditapp.operations import package

        proven, fresh = found
        self._end()
        try:
            taken = package.take_in(self._bridge.desk, proven, fresh=fresh)
        except Trouble as trouble:
            self._window.show_trouble(trouble)
        else:
            self._done(taken)

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
        self._window.underway.hide()

    def _tell(self, done: int, of: int) -> None:
        self._window.underway.tell(self._window.words("Taking in {file}", file=self._file.name), done, of)
