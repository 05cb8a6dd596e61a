"""A picture that came from a file, shown so that nobody takes the wrong one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from auditapp.operations.ink import unreadable
from auditapp.ui.bridge import Bridge


class FilePicture(QLabel):
    """Hidden until `show_picture`; *largest* is the room it may take."""

    def __init__(self, name: str, largest: QSize) -> None:
        super().__init__()
        self._largest = largest
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(name)
        self.hide()

    def show_picture(self, content: bytes) -> bool:
        """Show what these bytes are; False, and hidden, when they are no picture."""
        pixmap = QPixmap()
        found = bool(content) and pixmap.loadFromData(content)
        if found:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.setPixmap(pixmap.scaled(self._largest, keep, smooth))
        self.setVisible(found)
        return found


def content_of(path: Path, bridge: Bridge) -> bytes | None:
    """The bytes of a file; None when it cannot be read, which is told."""
    try:
        return path.read_bytes()
    except OSError as error:
        bridge.failed.emit(unreadable(path, error))
        return None
