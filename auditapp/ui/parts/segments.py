"""Answers side by side in a well, one of them chosen. They never move: widths come from the longest words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from auditapp.ui.announced import told
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.theme import Theme

ICONS = {"ok": "check", "warn": "circle-dot-dashed", "bad": "x", "na": "minus", "accent": "circle-dashed"}
"""Colour never alone: the icon a chosen segment of a tone bears."""


@dataclass(frozen=True)
class Segment:
    """One answer: its code, its words, its tone (ok, warn, bad, na, accent) and perhaps an icon of its own."""

    code: str
    words: str
    tone: str = "accent"
    icon: str = ""
    tip: str = ""


class Segments(QFrame):
    """Segments side by side, on further lines where there is no room.

    ``chosen(code)`` when a person chose, never when `show_choice` did.
    *name* is what is asked ("3.5 No passwords"); each segment is announced as "name: words".
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, segments: Sequence[Segment], *, name: str, least: int = 62, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "segments")
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        row = FlowLayout(spacing=theme.px(2))
        column.addLayout(row)
        bold = QFontMetrics(theme.font(13, bold=True))
        self._segments = {one.code: one for one in segments}
        self._buttons: dict[str, QPushButton] = {}
        for one in segments:
            button = QPushButton(one.words, self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            button.setProperty("tone", one.tone)
            button.setToolTip(one.tip)
            button.setIconSize(QSize(theme.px(15) + theme.px(3), theme.px(15)))
            button.setFixedWidth(max(theme.px(least), bold.horizontalAdvance(one.words) + theme.px(15 + 9 + 22)))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.toggled.connect(lambda on, code=one.code: self._toggled(code, on))
            self._buttons[one.code] = button
            row.addWidget(button)
        self.rename(name)

    def rename(self, name: str) -> None:
        self.setAccessibleName(name)
        for code, button in self._buttons.items():
            words = self._segments[code].words
            button.setAccessibleName(told(name, words) if name else words)

    @property
    def choice(self) -> str:
        """The code chosen, "" when none is."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def show_choice(self, code: str) -> None:
        """Show *code* as chosen ("" for none) without telling anyone."""
        for one, button in self._buttons.items():
            blocked = button.blockSignals(True)
            button.setAutoExclusive(False)
            button.setChecked(one == code)
            button.setAutoExclusive(True)
            button.blockSignals(blocked)
            self._dress(one)

    def button(self, code: str) -> QPushButton:
        return self._buttons[code]

    def codes(self) -> tuple[str, ...]:
        return tuple(self._buttons)

    def _toggled(self, code: str, on: bool) -> None:
        self._dress(code)
        if on:
            self.chosen.emit(code)

    def _dress(self, code: str) -> None:
        one, button = self._segments[code], self._buttons[code]
        icon = one.icon or ICONS.get(one.tone, "")
        if button.isChecked() and icon:
            token = one.tone if one.tone in ("ok", "warn", "bad", "accent") else "text2"
            button.setIcon(self._theme.icon(icon, token=token, size=15, trail=3))
        else:
            button.setIcon(type(button.icon())())
