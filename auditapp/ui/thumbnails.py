"""Small pictures of photos, decoded when somebody first sees them, and never so many at once that the window waits.

A widget asks while it paints. What does not fit into this turn of the event loop comes in the next ones; a thumbnail
that is not on the drive any more is made again beside the window. So a thousand photos cost what one screen shows.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from auditapp.store.renditions import THUMBNAIL_USE
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.inspection.state import Photo
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge

KEPT: Final = 300
"""Pictures kept decoded, about 0.2 MB each; more would be memory for what nobody sees."""
SECONDS: Final = 0.012
"""Of one turn of the event loop may be spent decoding."""


class Thumbnails(QObject):
    """``arrived``: pictures asked for in vain are there now; ask again."""

    arrived = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.lost: dict[str, Trouble] = {}
        """Photos whose picture cannot be had, by SHA-256, and why."""
        self._kept: dict[str, QPixmap] = {}
        self._making: set[str] = set()
        self._spent = 0.0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next_turn)
        self._postponed = False

    def of(self, photo: Photo) -> QPixmap | None:
        """The picture; None while it is not there yet (`arrived` follows) or for ever (`lost` says why)."""
        sha256 = photo.outgoing
        if sha256 in self._kept:
            pixmap = self._kept.pop(sha256)
            self._kept[sha256] = pixmap  # used last
            return pixmap
        if sha256 in self.lost or sha256 in self._making:
            return None
        if not self._turn.isActive():
            self._turn.start()
        if self._spent > SECONDS:
            self._postponed = True
            return None
        began = perf_counter()
        raw = self.bridge.desk.store.photos.derived(sha256, THUMBNAIL_USE)
        pixmap = QPixmap()
        if raw is not None and pixmap.loadFromData(raw):
            self._keep(sha256, pixmap)
        else:
            self._make(photo)
        self._spent += perf_counter() - began
        return self._kept.get(sha256)

    @property
    def many(self) -> int:
        """How many are kept decoded."""
        return len(self._kept)

    def _keep(self, sha256: str, pixmap: QPixmap) -> None:
        while len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[sha256] = pixmap

    def _make(self, photo: Photo) -> None:
        """Draw it from the picture again, beside the window."""
        self._making.add(photo.outgoing)
        files = self.bridge.desk.store.photos

        def job(_task: Task) -> QImage | Trouble:
            from auditapp.store import renditions

            try:
                return QImage.fromData(renditions.thumbnail(files, photo.outgoing))
            except Trouble as trouble:
                return trouble

        self.bridge.later(job, lambda found: self._made(photo.outgoing, found), lane="pictures")

    def _made(self, sha256: str, found: QImage | Trouble) -> None:
        self._making.discard(sha256)
        if isinstance(found, Trouble):
            self.lost[sha256] = found
        else:
            self._keep(sha256, QPixmap.fromImage(found))
        self.arrived.emit()

    def _next_turn(self) -> None:
        self._spent = 0.0
        if self._postponed:
            self._postponed = False
            self.arrived.emit()


def thumbnails(bridge: Bridge) -> Thumbnails:
    """The one `Thumbnails` of this bridge."""
    found = bridge.findChild(Thumbnails)
    return found if found is not None else Thumbnails(bridge)
