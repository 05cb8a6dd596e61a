"""The entries of a package are written: all or none, in steps, so that the window is painted and one can still stop it.

It is one transaction, so nobody may write anything else meanwhile: many entries are written behind a dialog, few at
once. What somebody wrote all the same (a photo that was on its way) is held by the bridge and written right after.
"""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from auditapp.ui.asking import Asking
from auditapp.ui.parts.buttons import button
from auditapp.ui.window import Window
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.operations.package import Imported

FEW: Final = 600
"""Steps that are taken at once: about the twentieth of a second."""
TURN: Final = 0.012
"""Seconds of steps between two looks at what the person does."""


class TakingIn(Asking):
    """``taken(Imported)``, ``refused(Trouble)`` or ``left()``: one of them, once."""

    taken = Signal(object)
    refused = Signal(object)
    left = Signal()

    def __init__(self, window: Window, steps: Generator[None, None, Imported], *, of: int, told: str) -> None:
        w = window.words
        super().__init__(
            window.theme, w, window, told, w("What arrived is written now. Stopped before the end, none of it is.")
        )
        self._window, self._of, self._done = window, of, 0
        self._steps: Generator[None, None, Imported] | None = steps
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximum(of)
        self.bar.setAccessibleName(w("How far it is"))
        self.body.addWidget(self.bar)
        self.leave_button = button(window.theme, w("Cancel"), pressed=self.reject)
        self.buttons.addWidget(self.leave_button)
        self.rejected.connect(self._stop)
        window.closed.connect(self.reject)

    def begin(self) -> None:
        self._window.leave()  # what was typed is saved before
        if self._of > FEW:
            self.open()
            QTimer.singleShot(0, self, self._go)
        else:
            self._go(at_once=True)

    def _go(self, *, at_once: bool = False) -> None:
        if self._steps is None:
            return
        until = perf_counter() + TURN
        try:
            while True:
                next(self._steps)
                self._done += 1
                if not at_once and perf_counter() >= until:
                    break
        except StopIteration as end:
            self._end()
            self.taken.emit(end.value)
            return
        except Trouble as trouble:
            self._end()
            self.refused.emit(trouble)
            return
        self.bar.setValue(min(self._done, self._of))
        QTimer.singleShot(0, self, self._go)

    def _stop(self) -> None:
        if self._steps is not None:
            self._steps.close()
            self._end()
            self.left.emit()

    def _end(self) -> None:
        """What waited for the end is written now."""
        self._steps = None
        self._window.closed.disconnect(self.reject)
        self.close()
        self.deleteLater()
        if self._window.bridge.unsaved:
            QTimer.singleShot(0, self._window.bridge, self._window.bridge.try_again)
