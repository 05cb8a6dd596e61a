"""Cameras for tests: one that serves files, and a computer that has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from auditapp.ui.camera import NoCamera
from auditapp.ui.offered import Pasted


class FileCamera:
    """Sees one file after the other, as if somebody walked about with it. ``fails`` says a sentence instead."""

    def __init__(self, *files: Path, names: tuple[str, ...] = ("one",), fails: str = "") -> None:
        self.files, self.names, self.fails = list(files), names, fails
        self.filming: int | None = None
        self._seen: Callable[[QImage], object] = lambda image: None

    def __call__(self, parent: object) -> FileCamera:
        return self

    def start(self, which: int, seen: Callable[[QImage], object], failed: Callable[[str], object]) -> None:
        if self.fails:
            failed(self.fails)
            return
        self.filming, self._seen = which, seen
        self._look()

    def shoot(self, taken: Callable[[Pasted], object]) -> None:
        if self.files:
            taken(Pasted("", self.files.pop(0).read_bytes()))
            self._look()

    def stop(self) -> None:
        self.filming = None

    def _look(self) -> None:
        if self.files:
            self._seen(QImage(str(self.files[0])))


def none(parent: object) -> Any:
    raise NoCamera("No camera was found on this computer.")
