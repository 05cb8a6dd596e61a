"""Filters above a list: one is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Theme

LOW: Final = 420
"""Pixels at 100 %: in a window lower than this a row of chips has one line."""


class Chip(QPushButton):
    """One choice; arrow keys walk among siblings (auto-exclusive, so it is announced as a radio button)."""

    def __init__(self, text: str, *, name: str = "", exclusive: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAutoExclusive(exclusive)
        self.setAutoDefault(False)
        self.setProperty("role", "chip")
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)


class ChipRow(QScrollArea):
    """Chips of which one is chosen; ``chosen(code)`` tells.

    They flow onto further lines when there is no room; where that would be more than *lines* (0: as many as it takes)
    they stand in one line that is scrolled sideways, by wheel or by the keys that walk them: the list below needs the
    room more.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, name: str = "", lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Chip] = {}
        self._lines, self._low = lines, theme.px(LOW)
        by_finger(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "strip")
        self._row = QWidget()
        self._row.setObjectName("canvas")
        self._flow = FlowLayout(self._row, spacing=theme.px(8))
        self.setWidget(self._row)
        self.setAccessibleName(name)

    def show_chips(self, chips: Iterable[tuple[str, str]], chosen: str) -> None:
        """(code, words) each. Keeps the chips that are there already, so the focus stays."""
        given = list(chips)
        if [code for code, _ in given] != list(self._chips):
            for old in self._chips.values():
                self._flow.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._chips = {}
            for code, words in given:
                chip = Chip(words, parent=self._row)
                chip.toggled.connect(lambda on, code=code: self._toggled(code, on))
                self._chips[code] = chip
                self._flow.addWidget(chip)
                chip.show()
        for code, words in given:
            chip = self._chips[code]
            chip.setText(words)
            chip.setAccessibleName(words)
            if (code == chosen) != chip.isChecked():
                blocked = chip.blockSignals(True)
                chip.setChecked(code == chosen)
                chip.blockSignals(blocked)
        self._fit()

    # -- laying out --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._flow.sizeHint().width(), self.height() if self._chips else 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._flow.minimumSize().width(), self._flow.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def event(self, event: QEvent) -> bool:
        """Chips get their sizes when the sheet reaches them, which may be after they were shown."""
        told = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Polish, QEvent.Type.Show):
            self._fit()
        return told

    def _fit(self) -> None:
        line = self._flow.sizeHint()
        width, high = self.width(), self._flow.heightForWidth(self.width())
        lines = min(self._lines, 1) if self.window().height() < self._low else self._lines
        if lines and high > (line.height() + self._flow.spacing()) * lines:
            width, high = line.width(), line.height()
        self._row.resize(width, high)
        if self.minimumHeight() != high or self.maximumHeight() != high:
            self.setFixedHeight(high)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        bar = self.horizontalScrollBar()
        if bar.maximum():
            bar.setValue(bar.value() - event.angleDelta().y() - event.angleDelta().x())
            event.accept()
        else:
            event.ignore()

    def _toggled(self, code: str, on: bool) -> None:
        if on:
            self.chosen.emit(code)

    def chip(self, code: str) -> Chip:
        return self._chips[code]
