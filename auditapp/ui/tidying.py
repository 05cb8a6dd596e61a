"""What is put in order while nobody writes, so that no key pays for it: the log of the database, and Python's memory.

Left to themselves, SQLite moves its log into its file in the middle of some answer, and Python looks through all of its
hundred thousand objects for circles nobody holds (a tenth of a second) in the middle of some key.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QObject, QTimer

from auditapp.ui.bridge import Bridge
from auditapp.words import Trouble

QUIET: Final = 1_500
"""Milliseconds without a deed after which the log is looked at; and until room is made for it, once a session."""
NEXT: Final = 150
"""Milliseconds between two portions of room for the log."""
LEAST: Final = 16
"""Deeds in the log that are worth two more syncs."""


class Tidying(QObject):
    """Keeps the desk of a bridge quick."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._quiet, self._room = QTimer(self), QTimer(self)
        for timer, deed in ((self._quiet, self._settle), (self._room, self._make_room)):
            timer.setSingleShot(True)
            timer.timeout.connect(deed)
            timer.start(QUIET)
        bridge.saved.connect(lambda: self._quiet.start(QUIET))

    def rest(self) -> None:
        """Nobody is at the keys: all of it, whatever time it takes."""
        self._settle(least=1)
        sweep()

    def _settle(self, least: int = LEAST) -> None:
        with suppress(Trouble):  # what the disk refuses now, the next deed will tell
            self.bridge.desk.store.settle(least=least)

    def _make_room(self) -> None:
        with suppress(Trouble):
            if self.bridge.desk.store.make_room():
                self._room.start(NEXT)


def sweep(collect: Callable[[], object] = gc.collect) -> None:
    """Look through all of Python's memory once, and leave what is in use out of it from now on: a page that was
    dropped meanwhile goes at the next sweep."""
    gc.unfreeze()
    collect()
    gc.freeze()
