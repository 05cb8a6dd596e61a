"""A file arrives: dropped on the window, chosen, or opened from the file manager. A package is taken in, a bundle is
taken as a round of exchange, an invitation leads to where one joins head office.

Every byte is verified and every photo stored off the window's thread, so that one may go on working and may stop it.
The entries come last and all at once: stopped before, nothing was taken in.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditapp.ui.background import Task
from auditapp.ui.one_package import OnePackage
from auditapp.ui.places import Place
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


class Arriving(OnePackage):
    """A package is verified and taken in; stopped, nothing of it was taken in."""

    def doing(self) -> str:
        return self._window.words("Taking in {file}", file=self._file.name)

    def stopped(self) -> str:
        return self._window.words("Stopped. Nothing of {file} was taken in.", file=self._file.name)

    def take(self, file: Path) -> None:
        """Take in *file*, or say in one sentence why not."""
        if self.under_way:
            self._window.say(self._window.words("One package at a time: this one is still being taken in."), "warn")
            return
        if self._invites(file):
            self._window.go(Place("enrol", "", str(file)))
            return
        if file.suffix.lower() != SUFFIX:
            self._window.show_trouble(not_ours(file))
            return
        if self._is_bundle(file):
            return
        photos = self._bridge.desk.store.photos

        from auditapp.operations import package

        def job(task: Task) -> tuple[package.Proven, int]:
            found = package.proven(file, progress=lambda n, of: task.progress(n, 2 * of))
            fresh = package.keep_photos(photos, file, found, progress=lambda n, of: task.progress(of + n, 2 * of))
            return found, fresh

        self._begin(file, job, self._kept)

    def _invites(self, file: Path) -> bool:
        """An invitation by its content; a picture only where one is about to join."""
        from auditapp.operations import joining

        picture = file.suffix.lower() in PICTURES
        return self._window.place.page == "enrol" if picture else joining.is_invitation(file)

    def _is_bundle(self, file: Path) -> bool:
        """Is it a bundle (or cannot be read at all)? Then it is dealt with."""
        from auditapp.operations import bundles, roads
        from auditapp.ui.exchanging import exchanging

        try:
            if not bundles.is_bundle(file):
                return False
        except Trouble as trouble:
            self._window.show_trouble(trouble)
            return True
        w = self._window.words
        if exchanging(self._bridge).begin_with(partial(roads.take_file, file=file), name=file.name):
            self._window.go(Place("exchange"))
        else:
            self._window.say(w("Something else is still under way. Wait for its end, or stop it."), "warn")
        return True

    def _kept(self, found: tuple[package.Proven, int]) -> None:
        """Its photos are stored: now the entries, in steps, behind a dialog when they are many."""
        from auditapp.operations import package
        from auditapp.ui.taking_in import TakingIn

        proven, fresh = found
        self._end()
        steps = package.taking_in(self._bridge.desk, proven, fresh=fresh)
        entering = TakingIn(self._window, steps, of=package.steps_of(proven), told=self.doing())
        entering.taken.connect(self._done)
        entering.refused.connect(self._window.show_trouble)
        entering.left.connect(lambda: self._window.say(self.stopped(), "warn"))
        entering.begin()

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
