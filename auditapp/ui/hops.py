"""The desk belongs to one thread. A job on another that has to write hops over to it, and waits there until it is done.

A hop never comes between two strokes of a key: while somebody answers, it waits for a moment without a deed.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from auditapp.ui.background import Cancelled

QUIET: Final = 120
"""Milliseconds after a deed of a person during which nothing hops."""
PATIENCE: Final = 1_500
"""Milliseconds after which a hop waits no longer: somebody who never stops must not keep a round from its end."""


class _Hop:
    def __init__(self, deed: Callable[[], Any]) -> None:
        self.deed = deed
        self.done = threading.Event()
        self.waited = QElapsedTimer()
        self.waited.start()
        self.found: Any = None
        self.fault: BaseException | None = None


class Hops(QObject):
    """Made on the desk's thread. `do` is called on any; on the desk's own it simply does it."""

    _asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own = threading.get_ident()
        self._lock = threading.Lock()
        self._waiting: deque[_Hop] = deque()
        self._closed = False
        self._since = QElapsedTimer()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._next)
        self._asked.connect(self._look)

    def do(self, deed: Callable[[], Any]) -> Any:
        """What *deed* returns, or raises. Raises `Cancelled` when the desk is being closed."""
        if threading.get_ident() == self._own:
            return deed()
        hop = _Hop(deed)
        with self._lock:
            if self._closed:
                raise Cancelled
            self._waiting.append(hop)
        self._asked.emit()
        hop.done.wait()
        if hop.fault is not None:
            raise hop.fault
        return hop.found

    def wait_a_moment(self) -> None:
        """Somebody did something just now."""
        self._since.restart()

    def close(self) -> None:
        """Nothing hops any more; whoever waits is told so, for the desk's thread will wait for them."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = list(self._waiting), deque()
        self._soon.stop()
        for hop in waiting:
            hop.fault = Cancelled()
            hop.done.set()

    def _look(self) -> None:
        if not self._soon.isActive():
            self._soon.start(0)

    def _next(self) -> None:
        """One at a time, each in a turn of its own, so that a key that came meanwhile goes before the next one."""
        with self._lock:
            hop = self._waiting[0] if self._waiting else None
        if hop is None:
            return
        busy = self._since.isValid() and self._since.elapsed() < QUIET
        if busy and hop.waited.elapsed() < PATIENCE:
            self._soon.start(QUIET)
            return
        with self._lock:
            if not self._waiting or self._waiting[0] is not hop:
                return
            self._waiting.popleft()
        try:
            hop.found = hop.deed()
        except BaseException as fault:  # noqa: BLE001 it belongs to whoever asked
            hop.fault = fault
        hop.done.set()
        with self._lock:
            more = bool(self._waiting)
        if more:
            self._soon.start(0)
