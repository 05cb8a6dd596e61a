"""Locks the window when nobody works: lays a cover over everything, under which what was typed stays as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

MOMENT = 20_000
"""Milliseconds."""
SOON = 300
"""Milliseconds after which it watches: the window is seen by then, and Qt has told the first things to hundreds."""
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.InputMethod,
        QEvent.Type.TabletPress,
    }
)


class Idle(QObject):
    """``idle()`` after so many minutes without a key or a touch; 0 minutes: never."""

    idle = Signal()
    resting = Signal()
    """Nobody has touched anything for a moment (`MOMENT`): time for what must not disturb."""

    def __init__(self, app: QApplication, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(MOMENT)
        self._moment.timeout.connect(self.resting)
        self._app: QApplication | None = app
        QTimer.singleShot(SOON, self, self.watch)
        self.alive()

    def watch(self) -> None:
        """Hear of every key and touch from now on."""
        if self._app is not None:
            self._app.installEventFilter(self)

    def end(self) -> None:
        """Nobody needs to be here any more."""
        app, self._app = self._app, None
        if app is not None:
            app.removeEventFilter(self)

    def alive(self) -> None:
        """Somebody is here."""
        self._moment.start()
        minutes = self._minutes()
        if minutes > 0:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in _SIGNS_OF_LIFE:
            self.alive()
        return False
