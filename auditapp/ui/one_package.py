"""Slow work with one file, told in the strip under the header: it goes on beside the window and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from auditapp.ui.background import Task
from auditapp.ui.window import Window
from auditapp.words import Trouble


class OnePackage(QObject):
    """One at a time, for one window. Who is one says what it does with the file, and what it tells when stopped."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._task: Task | None = None
        self._file = Path()
        window.cancel_asked.connect(self.cancel)

    @property
    def under_way(self) -> bool:
        return self._task is not None

    def doing(self) -> str:
        """What is done, with the name of the file."""
        raise NotImplementedError

    def stopped(self) -> str:
        """What was done of it when it was stopped."""
        raise NotImplementedError

    def cancel(self) -> None:
        """It is wanted no more."""
        if self.under_way:
            self._end()
            self._window.say(self.stopped(), "warn")

    def _begin(self, file: Path, job: Callable[[Task], Any], done: Callable[[Any], object]) -> None:
        self._file = file
        self._tell(0, 0)
        self._task = self._bridge.later(job, done, failed=self._failed, progress=lambda n, of, _: self._tell(n, of))

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self._window.show_trouble(trouble)

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._window.underway.hide()

    def _tell(self, done: int, of: int) -> None:
        self._window.underway.tell(self.doing(), done, of)
