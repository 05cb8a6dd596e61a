"""The log on disk: a few files that are turned over, the oldest one going."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

LOG_BYTES: Final = 1_000_000
LOG_FILES: Final = 5


class LogFile(logging.Handler):
    """Writes to a file from the first line on. What turns the files over is loaded then: most starts say nothing."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._written: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._written is None:
            from logging.handlers import RotatingFileHandler

            self._written = RotatingFileHandler(
                self._file, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True
            )
            self._written.setFormatter(self.formatter)
        self._written.emit(record)

    def close(self) -> None:
        if self._written is not None:
            self._written.close()
        super().close()
