"""Panes side by side whose widths are remembered, for each size class of the window apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from auditapp.ui.places import Width
from auditapp.ui.preferences import Remembered


class Split(QSplitter):
    """*name* is the page's; `lay` gives the panes their widths of last time, or those of the drawing."""

    def __init__(self, remembered: Remembered, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._remembered, self._name, self._width = remembered, name, Width.WIDE
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(400)  # while the handle is dragged, not at every pixel
        self._soon.timeout.connect(self.keep)
        self.splitterMoved.connect(lambda *_: self._soon.start())
        self.setChildrenCollapsible(False)

    @property
    def _key(self) -> str:
        return f"{self._name}.{self._width.name.lower()}"

    def lay(self, width: Width, drawing: Sequence[int]) -> None:
        """Widths as last chosen in this size class; *drawing* where nobody chose, or with another number of panes."""
        if self._soon.isActive():
            self.keep()
        self._width = width
        kept = self._remembered.preferences.splitters.get(self._key, [])
        fits = len(kept) == len(drawing) and min(kept) > 0
        self.setSizes(kept if fits else list(drawing))

    def keep(self) -> None:
        """Remember the widths as they are."""
        self._soon.stop()
        splitters = {**self._remembered.preferences.splitters, self._key: self.sizes()}
        self._remembered.prefer(splitters=splitters)
