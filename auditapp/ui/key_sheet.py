"""All keys of this page on one sheet, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.theme import Theme
from auditapp.words import Words


class KeySheet(QDialog):
    """Groups in the order in which the page names them; closed by Esc, ? or the button."""

    def __init__(self, theme: Theme, words: Words, commands: Iterable[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words("All keys"))
        self.setAccessibleName(words("All keys"))
        groups: dict[str, list[Command]] = {}
        for command in commands:
            if command.keys:
                groups.setdefault(command.group or words("This page"), []).append(command)
        room = parent.size() if parent is not None else None
        width, height = theme.px(760), theme.px(560)
        if room is not None:
            width, height = min(width, room.width() - 40), min(height, room.height() - 60)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(12), theme.px(8), theme.px(12))
        heading = label(words("All keys"), "title")
        heading.setContentsMargins(theme.px(20), 0, 0, 0)
        column.addWidget(heading)
        inside = Column(theme, margin=20, gap=16)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(32))
        halves = [QVBoxLayout() for _ in range(2 if width >= theme.px(620) else 1)]
        for half in halves:
            half.setSpacing(theme.px(16))
            sides.addLayout(half, 1)
        filled = [0 for _ in halves]
        for group, members in groups.items():
            at = filled.index(min(filled))
            filled[at] += len(members) + 2
            halves[at].addLayout(_group(theme, group, members))
        for half in halves:
            half.addStretch(1)
        inside.body.addLayout(sides)
        column.addWidget(scroll(inside, name=words("All keys")), 1)
        end = QHBoxLayout()
        end.addStretch(1)
        self.close_button = button(theme, words("Close"), role="primary", pressed=self.close)
        end.addWidget(self.close_button)
        end.addSpacing(theme.px(12))
        column.addLayout(end)
        for key in ("?", "Ctrl+/"):
            from PySide6.QtGui import QShortcut

            QShortcut(QKeySequence(key), self, self.close)
        self.resize(width, height)
        self.close_button.setFocus()


def _group(theme: Theme, title: str, members: list[Command]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(6))
    column.addWidget(label(title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(6))
    native = QKeySequence.SequenceFormat.NativeText
    for row, command in enumerate(members):
        caps = QHBoxLayout()
        caps.setSpacing(theme.px(4))
        for key in command.keys[:2]:
            cap = QLabel(QKeySequence(key).toString(native))
            cap.setProperty("role", "key")
            caps.addWidget(cap)
        caps.addStretch(1)
        grid.addLayout(caps, row, 0)
        grid.addWidget(ElidingLabel(command.words), row, 1)
    grid.setColumnMinimumWidth(0, theme.px(96))
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    return column
