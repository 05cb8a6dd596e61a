"""Originals on their way back from head office, beside the work; what came stays when it is stopped."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge


class Fetching(QObject):
    """``moved()``: it goes on; ``ended(int)``: so many came (0 where it was stopped or refused)."""

    moved = Signal()
    ended = Signal(int)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.progress = (0, 0)
        self._task: Task | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None

    def fetch(self, files: Collection[str]) -> None:
        """Bring *files* (SHA-256) back."""
        if self.under_way:
            return
        from auditapp.operations import originals, roads

        bridge, desk, wanted = self.bridge, self.bridge.desk, list(files)

        def job(task: Task) -> int:
            with roads.usual(desk, on_desk=bridge.on_desk) as office:
                if office is None:
                    raise nobody()
                return originals.bring_back(
                    desk, office, wanted, on_desk=bridge.on_desk, progress=lambda n, of: task.progress(n, of)
                )

        self.progress = (0, len(wanted))
        self._task = bridge.later(job, self._came, failed=self._failed, progress=self._told, lane="exchange")
        self.moved.emit()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._end(0)

    def _told(self, done: int, of: int, _words: str) -> None:
        self.progress = (done, of)
        self.moved.emit()

    def _came(self, many: int) -> None:
        self._end(many)

    def _failed(self, trouble: Trouble) -> None:
        self._end(0)
        self.bridge.failed.emit(trouble)

    def _end(self, many: int) -> None:
        self._task = None
        self.bridge.forget()
        self.moved.emit()
        self.ended.emit(many)


def nobody() -> Trouble:
    return Trouble(
        say("There is nobody to fetch it from"),
        say("This laptop exchanges with no head office and no folder now."),
        say("Nothing was changed. Join head office again, then fetch it."),
        code=2,
    )


def fetching(bridge: Bridge) -> Fetching:
    """The one `Fetching` of this bridge."""
    found = bridge.findChild(Fetching)
    return found if found is not None else Fetching(bridge)
