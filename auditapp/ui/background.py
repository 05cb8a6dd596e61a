"""Slow work off the thread of the window: one call goes out, one call comes back. Nothing else makes threads.

The desk's database belongs to the thread of the window, so a job must not touch it: decode a picture, draw a PDF from
its papers, check a signed file. Whatever it found is written by a verb when it comes back; a job that has to write on
its way (a round of exchange) hops over by `Bridge.on_desk`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from auditapp.words import Trouble

HAND_OVER: Final = 0.001
"""Seconds after which a thread that runs Python lets another one run. Painting a page calls Python a hundred times, and
each call would wait for Python's ordinary 5 milliseconds while a job is busy."""
LANES: Final = {"work": 1, "photos": 1, "pictures": 2, "figures": 1, "exchange": 1}
"""Lane -> how many jobs of it run at once: a report or a backup under way keeps no photo waiting, a
round of exchange no report, and a machine with two cores must stay quick under the fingers."""


class Cancelled(Exception):
    """The person does not want it any more; raised inside the job by `Task.check`."""


class Task(QObject):
    """A job under way. Inside the job: ``progress(done, of, words)`` and ``check()``; outside: ``cancel()``."""

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    """With a `Trouble`; anything else is a fault of ours and goes to the excepthook."""
    ended = Signal()
    """After done, failed, cancelled or a fault: always, once."""
    _fault = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cancelled = False
        self._fault.connect(self._raise)

    def progress(self, done: int, of: int = 0, words: str = "") -> None:
        """Tell how far it is; also the moment to stop when nobody wants it any more."""
        self.check()
        self.progressed.emit(done, of, words)

    def check(self) -> None:
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Nothing comes back; the job ends at its next `check`."""
        self.cancelled = True

    def _raise(self, fault: BaseException) -> None:
        raise fault  # on the window's thread, where the excepthook shows it


class _Run(QRunnable):
    def __init__(self, job: Callable[[Task], object], task: Task) -> None:
        super().__init__()
        self._job, self._task = job, task

    def run(self) -> None:
        task = self._task
        try:
            task.check()
            found = self._job(task)
            task.check()
            task.done.emit(found)
        except Cancelled:
            pass
        except Trouble as trouble:
            task.failed.emit(trouble)
        except Exception as fault:  # noqa: BLE001 handed to the window's thread, where it is loud
            task._fault.emit(fault)
        finally:
            task.ended.emit()


class Background(QObject):
    """The lanes. ``busy`` tells how many tasks are under way, for those who wait for the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(HAND_OVER)
        self._pools: dict[str, QThreadPool] = {}
        self._tasks: set[Task] = set()

    def run(
        self,
        job: Callable[[Task], Any],
        done: Callable[[Any], object],
        *,
        failed: Callable[[Trouble], object] | None = None,
        progressed: Callable[[int, int, str], object] | None = None,
        lane: str = "work",
    ) -> Task:
        """Run *job(task)* off this thread; *done(found)* comes back on it. A cancelled job brings nothing back, and
        nothing comes back to a widget that is gone (its page was left meanwhile)."""
        task = Task(self)

        def heard(listener: Callable[..., object]) -> bool:
            return not (task.cancelled or _gone(listener))

        task.done.connect(lambda found: done(found) if heard(done) else None)
        if failed is not None:
            task.failed.connect(lambda trouble: failed(trouble) if heard(failed) else None)
        if progressed is not None:
            task.progressed.connect(lambda n, of, words: progressed(n, of, words) if heard(progressed) else None)
        self._tasks.add(task)
        task.ended.connect(lambda: self._end(task))
        self._pool(lane).start(_Run(job, task))
        return task

    @property
    def busy(self) -> int:
        return len(self._tasks)

    def close(self) -> None:
        """Cancel everything and wait for what cannot be cancelled."""
        for task in self._tasks:
            task.cancel()
        for pool in self._pools.values():
            pool.clear()
            pool.waitForDone()

    def _pool(self, lane: str) -> QThreadPool:
        if lane not in self._pools:
            pool = QThreadPool(self)
            pool.setMaxThreadCount(LANES[lane])
            self._pools[lane] = pool
        return self._pools[lane]

    def _end(self, task: Task) -> None:
        self._tasks.discard(task)
        task.deleteLater()


def _gone(listener: Callable[..., object]) -> bool:
    """Does it belong to a widget that is gone, as its method or as a function that was made in it and uses it?"""
    if isinstance(listener, partial):
        return _gone(listener.func)
    used = (cell.cell_contents for cell in getattr(listener, "__closure__", None) or ())
    return any(isinstance(one, QObject) and not isValid(one) for one in (getattr(listener, "__self__", None), *used))
