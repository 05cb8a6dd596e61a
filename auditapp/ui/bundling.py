"""One file is written for head office or a team-mate, beside the work; stopped, no file is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditapp.ui.file_line import remember_folder
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.operations.bundles import Written
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge


class Bundling(QObject):
    """``moved()``: it goes on or ended; ``written(Written)``: the file is there."""

    moved = Signal()
    written = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.file = Path()
        self.progress = (0, 0)
        self._task: Task | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None

    def write(self, out: Path, inspections: list[str], recipients: list[str]) -> None:
        """Write *inspections* into *out*, encrypted for *recipients* where there are any."""
        if self.under_way:
            return
        from auditapp.operations import bundles

        bridge, desk = self.bridge, self.bridge.desk
        remember_folder(bridge, out)

        def job(task: Task) -> Written:
            return bundles.write_bundle(
                desk, out, inspections, recipients=recipients, progress=task.progress, on_desk=bridge.on_desk
            )

        self.file, self.progress = out, (0, 0)
        self._task = bridge.later(job, self._done, failed=self._failed, progress=self._told, lane="exchange")
        self.moved.emit()

    def cancel(self) -> None:
        """No file is left."""
        if self._task is not None:
            self._task.cancel()
            self._end()

    def _told(self, done: int, of: int, _words: str) -> None:
        self.progress = (done, of)
        self.moved.emit()

    def _done(self, found: Written) -> None:
        self._end()
        self.written.emit(found)

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self.bridge.failed.emit(trouble)

    def _end(self) -> None:
        self._task = None
        self.moved.emit()


def bundling(bridge: Bridge) -> Bundling:
    """The one `Bundling` of this bridge."""
    found = bridge.findChild(Bundling)
    return found if found is not None else Bundling(bridge)
