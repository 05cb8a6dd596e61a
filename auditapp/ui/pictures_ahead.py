"""Large pictures decoded before somebody asks for them: the next photo is there when its key is pressed.

Decoding takes as long as everything else at a key together, so the neighbours of the photo that is looked at are
decoded beside the window, by Pillow, which lets the window's thread run meanwhile.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge

KEPT: Final = 4
"""Pictures kept decoded; 9 MB each."""


class PicturesAhead(QObject):
    """Of one page."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._kept: dict[str, QImage] = {}
        self._making: set[str] = set()

    def image(self, sha256: str) -> QImage:
        """The picture, decoded now where nobody did before. Raises `Trouble`."""
        found = self._kept.pop(sha256, None)
        if found is None:
            found = QImage.fromData(self.bridge.picture(sha256))
        self._keep(sha256, found)
        return found

    def prepare(self, wanted: Iterable[str]) -> None:
        """Somebody will probably look at these next."""
        files = self.bridge.desk.store.photos
        for sha256 in wanted:
            if sha256 in self._kept or sha256 in self._making:
                continue
            self._making.add(sha256)

            def job(_task: Task, sha256: str = sha256) -> QImage | None:
                try:
                    return _decoded(files.read(sha256))
                except (Trouble, OSError):  # told when somebody looks at it
                    return None

            self.bridge.later(job, partial(self._made, sha256), lane="pictures")

    def has(self, sha256: str) -> bool:
        """Is it decoded already?"""
        return sha256 in self._kept

    def _made(self, sha256: str, found: QImage | None) -> None:
        self._making.discard(sha256)
        if found is not None:
            self._keep(sha256, found)

    def _keep(self, sha256: str, image: QImage) -> None:
        self._kept[sha256] = image
        while len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)))


def _decoded(raw: bytes) -> QImage:
    from PIL import Image

    with Image.open(io.BytesIO(raw)) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    return QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
