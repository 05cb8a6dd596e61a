"""Hear every fault that nobody caught, and write it down. The log holds the code's lines and never an answer, a note
or a name.

What a log is written with is loaded when the window is seen, or when there is something to write before.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

NAME: Final = "auditapp.window"


def nobody() -> None:
    """There is no log."""


def keep_log(folder: Path) -> Path | None:
    """Write the log to *folder* (5 files of 1 MB); None when the disk refuses, which keeps nobody from working."""
    import logging

    from auditapp.ui.log_file import LogFile

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    written = LogFile(folder / "window.log")
    written.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(written)
    return folder


class Watch:
    """Hears every fault that nobody caught, on any thread, and hands it to *tell* once per kind and place."""

    def __init__(self, tell: Callable[[BaseException], object], keep: Callable[[], object] = nobody) -> None:
        """*keep* makes ready what writes the log; it is called before the first line."""
        self._tell, self._keep = tell, keep
        self._told: set[tuple[str, int, str]] = set()
        self._before = (sys.excepthook, threading.excepthook)
        self._telling = False

    def begin(self) -> None:
        sys.excepthook = self._heard
        threading.excepthook = lambda args: self._heard(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(_qt_said)

    def end(self) -> None:
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _heard(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, fault, trace)
            return
        import logging

        from auditapp.ui.faults import details_of

        fault = fault.with_traceback(trace)
        self._keep()
        logging.getLogger(NAME).error("fault\n%s", details_of(fault))
        import traceback

        last = traceback.extract_tb(trace)[-1:] if trace is not None else []
        seen = (last[0].filename, last[0].lineno or 0, kind.__name__) if last else ("", 0, kind.__name__)
        if seen in self._told or self._telling:
            return
        self._told.add(seen)
        self._telling = True
        try:
            self._tell(fault)
        finally:
            self._telling = False


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    import logging

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.DEBUG,
        QtMsgType.QtWarningMsg: logging.INFO,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger(NAME).log(levels.get(kind, logging.INFO), "qt %s", message)
