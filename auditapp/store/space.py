"""Room on the disk: warn early, stop photos in time, and keep a ballast so that the last answers always fit.

Figures: proof.md B.4. All of them can be set, for tests and for small machines.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditapp.store import durable, troubles
from auditapp.words import Trouble, say

MB: Final = 1024 * 1024
BALLAST: Final = "ballast"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes free below which something happens, and the ballast's size (0: none)."""

    warn: int = 2_000 * MB
    photos: int = 500 * MB
    ballast: int = 64 * MB


def too_little(free: int, folder: Path) -> Trouble:
    """No more photos, so that answers still fit."""
    return Trouble(
        say("Too little room for photos"),
        say("Only {free} MB are left on the disk of {folder}."),
        say("Answers can still be saved. Free some space, then add the photo again."),
        free=free // MB,
        folder=str(folder),
    )


class Space:
    """The room around one desk folder."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder, self.limits = folder, limits or Limits()
        self.spent = False
        """The ballast was given up in this session: say so to the person."""

    def free(self) -> int:
        """Bytes this person may still write here."""
        try:
            return shutil.disk_usage(self.folder).free
        except OSError as error:
            raise troubles.of_os(error, self.folder) from error

    def room_for_photo(self, size: int) -> None:
        """Raises `Trouble` when a photo of *size* bytes would leave too little for answers."""
        if self.free() - size < self.limits.photos:
            raise too_little(self.free(), self.folder)

    def warning(self) -> Trouble | None:
        """What to tell the person about the disk, if anything. (It is told, not raised.)"""
        free = self.free()
        if self.spent or (self.limits.ballast and not self._ballast.exists() and free < self.limits.warn):
            return Trouble(
                say("The disk is almost full"),
                say("The reserve was used up so that your work could be saved."),
                say("Free some space now: {free} MB are left."),
                free=free // MB,
            )
        if free < self.limits.warn:
            return Trouble(
                say("The disk is getting full"),
                say("{free} MB are left on the disk of {folder}."),
                say("Free some space before the next inspection."),
                free=free // MB,
                folder=str(self.folder),
            )
        return None

    def lay_ballast(self) -> bool:
        """Put the ballast there when there is plenty of room; False when there is none. Never raises."""
        size = self.limits.ballast
        try:
            if size <= 0 or (self._ballast.exists() and self._ballast.stat().st_size == size):
                return size > 0
            if shutil.disk_usage(self.folder).free < self.limits.warn:
                return False
            with durable.whole_file(self._ballast) as stream:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(stream.fileno(), 0, size)
                else:
                    for _ in range(0, size, MB):
                        stream.write(bytes(MB))
        except (OSError, Trouble):
            return False
        return True

    def spend_ballast(self) -> bool:
        """Give the ballast up; True when that made room."""
        with suppress(OSError):
            self._ballast.unlink()
            self.spent = True
            return True
        return False

    @property
    def _ballast(self) -> Path:
        return self.folder / BALLAST
