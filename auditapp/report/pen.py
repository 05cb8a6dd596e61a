"""Bytes on their way to disk, written and hashed beside whoever draws: nothing of a document stays in memory."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_LARGE = 1 << 18
"""Bytes that are worth handing over to the writing thread."""


class Pen:
    """Writes to *out*: one photo goes to disk while the next page is drawn. ``length`` counts all bytes.

    A disk that fails is noticed at the next large piece or at the end, as the `OSError` it was.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0
        self._worker: ThreadPoolExecutor | None = None
        self._running: Future[None] | None = None
        self.length = 0

    def write(self, data: bytes) -> None:
        self._pieces.append(data)
        self._size += len(data)
        self.length += len(data)
        if self._size >= _LARGE:
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the waiting pieces to the thread, once it is done with the ones before: few photos in memory."""
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            self._worker = ThreadPoolExecutor(1, "auditapp-pen")
        self._wait()
        self._running = self._worker.submit(self._put, self._pieces)
        self._pieces, self._size = [], 0

    def _put(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._out.write(piece)
            self._hash.update(piece)

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def so_far(self) -> str:
        """The SHA-256 of everything up to here, all of it written."""
        self._wait()
        self._put(self._pieces)
        self._pieces, self._size = [], 0
        return self._hash.hexdigest()

    def close(self) -> None:
        """Let the writing thread go."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.shutdown()
