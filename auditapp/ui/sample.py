"""The sample: a finished inspection to look at and to play with, on a desk of its own, gone with one click.

It is made by ``auditapp demo`` in a process of its own (it draws photos and signs PDFs for some seconds), so its
testimony never stands among the person's.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

FOLDER: Final = "sample"
STEPS: Final = 16
"""About as many lines as the demonstration tells; only for the bar."""


class Sample(QObject):
    """The sample beside the desk in *data*. ``made()``, ``failed()``, ``removed()`` tell what became of it."""

    told = Signal(str, int)
    """A step in words, and percent."""
    made = Signal()
    failed = Signal(str)
    removed = Signal()

    def __init__(self, data: Path, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = data / FOLDER
        self._half = data / f"{FOLDER}-being-made"
        self._language = language
        self._process: QProcess | None = None
        self._lines = 0
        self.command: Callable[[Path], list[str]] = self._command

    @property
    def here(self) -> bool:
        return (self.folder / "desk").is_dir()

    @property
    def being_made(self) -> bool:
        return self._process is not None

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    def speak(self, language: str) -> None:
        """The language in which the next one is made."""
        self._language = language

    def make(self) -> None:
        """Begin to make it; nothing when it is here or under way."""
        if self.here or self.being_made:
            return
        from PySide6.QtCore import QProcess, QProcessEnvironment

        shutil.rmtree(self._half, ignore_errors=True)
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        surroundings = QProcessEnvironment.systemEnvironment()
        surroundings.insert("PYTHONUNBUFFERED", "1")
        surroundings.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(surroundings)
        process.readyReadStandardOutput.connect(self._heard)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._not_started)
        self._process, self._lines = process, 0
        program, *rest = self.command(self._half)
        process.start(program, rest)

    def cancel(self) -> None:
        """Nothing half made stays."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._not_started)
            process.kill()
            process.waitForFinished(5_000)
            process.deleteLater()
        shutil.rmtree(self._half, ignore_errors=True)

    def remove(self) -> None:
        """Take it away at one click: first out of sight, then off the disk."""
        gone = self.folder.with_name(f"{FOLDER}-removed")
        shutil.rmtree(gone, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        self.removed.emit()

    def _command(self, folder: Path) -> list[str]:
        words = ["demo", str(folder), "--lang", self._language]
        return [sys.executable, *words] if getattr(sys, "frozen", False) else [sys.executable, "-m", "auditapp", *words]

    def _heard(self) -> None:
        if self._process is None:
            return
        for line in bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace").splitlines():
            if line.strip():
                self._lines += 1
                self.told.emit(line.strip(), min(95, self._lines * 100 // STEPS))

    def _finished(self, code: int, _status: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        if code == 0 and (self._half / "desk").is_dir():
            self._half.rename(self.folder)
            self.made.emit()
        else:
            shutil.rmtree(self._half, ignore_errors=True)
            self.failed.emit("")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        from PySide6.QtCore import QProcess

        if error is QProcess.ProcessError.FailedToStart:
            self._finished(1, None)
