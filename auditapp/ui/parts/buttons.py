"""Buttons: with words (primary, plain, quiet, danger, link), or an icon alone with a name for those who listen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from auditapp.ui.theme import Theme


def button(
    theme: Theme,
    words: str,
    *,
    role: str = "",
    icon: str = "",
    name: str = "",
    pressed: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A button with words. *role*: primary, quiet, danger, link or "" for plain; *name* when listeners need more."""
    made = QPushButton(words, parent)
    made.setAutoDefault(False)
    made.setAccessibleName(name or words)
    if role:
        made.setProperty("role", role)
    if icon:
        token = {"primary": "accent_on", "danger": "bad", "link": "accent"}.get(role, "text2")
        trail = 4 if words else 0  # Qt leaves four pixels between icon and words, the drawing has eight
        made.setIcon(theme.icon(icon, token=token, size=16, trail=trail))
        made.setIconSize(QSize(theme.px(16) + theme.px(trail), theme.px(16)))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if pressed is not None:
        made.clicked.connect(lambda *_: pressed())
    return made


def icon_button(
    theme: Theme,
    icon: str,
    name: str,
    *,
    token: str = "text2",
    size: int = 18,
    pressed: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QToolButton:
    """An icon alone; *name* is told by tooltip and screen reader."""
    made = QToolButton(parent)
    made.setIcon(theme.icon(icon, token=token, size=size))
    made.setIconSize(QSize(theme.px(size), theme.px(size)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if pressed is not None:
        made.clicked.connect(lambda *_: pressed())
    return made
