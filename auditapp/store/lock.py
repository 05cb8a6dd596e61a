"""One writer per desk: a lock on a file, which the system gives back when its holder ends, however it ends.

The file stays where it is; only the lock on it comes and goes. (A file that is removed and made anew could be locked
twice.) filelock does the same and more, and took a tenth of the time till the first window.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

AGAIN: Final = 0.02
"""Seconds between two tries while another program holds it."""
_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


class Held(Exception):
    """Another program has it, and has not given it back in time."""


class Lock:
    """A lock that is held until `release`. Make one with `take`."""

    def __init__(self, file: int) -> None:
        self._file: int | None = file

    def release(self) -> None:
        """Give it back; twice is once."""
        file, self._file = self._file, None
        if file is not None:
            _unlock(file)
            os.close(file)


def take(path: Path, wait: float) -> Lock:
    """The lock on *path*, which is made when it is not there. Raises `Held` after *wait* seconds, `OSError` when the
    file cannot be made or its disk knows no locks."""
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + wait
        while not _lock(file):
            if time.monotonic() >= until:
                raise Held
            time.sleep(AGAIN)
    except BaseException:
        os.close(file)
        raise
    return Lock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
