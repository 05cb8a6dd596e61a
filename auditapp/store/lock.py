"""One writer per desk: a lock on a file, which the system gives back when its holder ends, however it ends.

On Windows filelock keeps it: files that are being deleted, scanned or shared have their own ways there, and it knows
them. Elsewhere it is one call of the system, where filelock would take 12 ms of the time till the first window. (The
file stays where it is then: one that is removed and made anew could be locked twice.)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


class Held(Exception):
    """Another program has it, and has not given it back in time."""


class Lock:
    """A lock that is held until `release`. Make one with `take`."""

    def __init__(self, give_back: Callable[[], object]) -> None:
        self._give_back: Callable[[], object] | None = give_back

    def release(self) -> None:
        """Give it back; twice is once."""
        give_back, self._give_back = self._give_back, None
        if give_back is not None:
            give_back()


def take(path: Path, wait: float) -> Lock:
    """The lock on *path*, which is made when it is not there. Raises `Held` after *wait* seconds, `OSError` when the
    file cannot be made or its disk knows no locks."""
    return Lock(_take(path, wait))


if sys.platform == "win32":

    def _take(path: Path, wait: float) -> Callable[[], object]:
        from filelock import FileLock, Timeout

        path.parent.stat()  # a folder that is not there is an error; filelock would make it
        lock = FileLock(str(path), timeout=wait, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise Held from None
        return lock.release

else:
    import errno
    import fcntl
    import os
    import time
    from functools import partial

    _AGAIN = 0.02
    """Seconds between two tries while another program holds it."""
    _HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})

    def _take(path: Path, wait: float) -> Callable[[], object]:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            until = time.monotonic() + wait
            while not _lock(file):
                if time.monotonic() >= until:
                    raise Held
                time.sleep(_AGAIN)
        except BaseException:
            os.close(file)
            raise
        return partial(_unlock, file)

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
        os.close(file)
