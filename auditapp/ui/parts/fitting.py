"""A button that says as much as there is room for: the longest of several forms of one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from auditapp.ui.theme import Theme


class FittingButton(QPushButton):
    """`say` the forms from long to short. Whoever listens, or rests the mouse on it, is told the first in full."""

    def __init__(self, theme: Theme, *, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._forms: tuple[str, ...] = ("",)
        self._sign = ("", "")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)

    def say(self, forms: Sequence[str], *, icon: str, token: str, size: int = 15) -> None:
        """The same words from long to short, with their sign."""
        if tuple(forms) != self._forms:
            self._forms = tuple(forms)
            self.setAccessibleName(self._forms[0])
            self._choose()
            self.updateGeometry()
        if (icon, token) != self._sign:
            self._sign = (icon, token)
            self.setIcon(self._theme.icon(icon, token=token, size=size, trail=2))
            self.setIconSize(QSize(self._theme.px(size) + self._theme.px(2), self._theme.px(size)))

    @property
    def forms(self) -> tuple[str, ...]:
        return self._forms

    @property
    def room(self) -> int:
        """Pixels that the words it shows now need."""
        return self._wide(self.text())

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._wide(self._forms[0]), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._wide(self._forms[-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._choose()

    def _wide(self, text: str) -> int:
        """As Qt measures it: what it adds around the words is the same for all of them."""
        around = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        return around + self.fontMetrics().horizontalAdvance(text)

    def _choose(self) -> None:
        fits = next((one for one in self._forms if self._wide(one) <= self.width()), self._forms[-1])
        if fits != self.text():
            self.setText(fits)
        self.setToolTip(self._forms[0] if fits != self._forms[0] else "")
