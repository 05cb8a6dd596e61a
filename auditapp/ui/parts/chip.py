"""Filters above a list: one is chosen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.theme import Theme


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


class ChipRow(QWidget):
    """Chips of which one is chosen; ``chosen(code)`` tells. They flow onto a second line when there is no room."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Chip] = {}
        self._flow = FlowLayout(self, spacing=theme.px(8))
        self.setAccessibleName(name)

    def show_chips(self, chips: Iterable[tuple[str, str]], chosen: str) -> None:
        """(code, words) each. Keeps the chips that are there already, so the focus stays."""
        given = list(chips)
        if [code for code, _ in given] != list(self._chips):
            for old in self._chips.values():
                self._flow.removeWidget(old)
                old.deleteLater()
            self._chips = {}
            for code, words in given:
                chip = Chip(words, parent=self)
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

    def _toggled(self, code: str, on: bool) -> None:
        if on:
            self.chosen.emit(code)

    def chip(self, code: str) -> Chip:
        return self._chips[code]
