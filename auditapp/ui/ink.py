"""Fonts, icons and pictures for painting, made once for a theme and a look: sixty cards ask for them all the time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont, QFontMetrics, QPixmap

from auditapp.ui.theme import Theme

T = TypeVar("T")


class Kept(dict[Hashable, T]):
    """What was made, the newest *most* of it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, look: Hashable, made: T) -> None:
        super().__setitem__(look, made)
        while len(self) > self._most:
            del self[next(iter(self))]


class Ink:
    """Of one theme; it forgets when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._highs: dict[int, int] = {}
        self._icons: dict[tuple[str, str, int], QPixmap] = {}
        self.pictures = Kept[QPixmap](256)
        """Whole pictures, by all that makes them look as they do."""
        self.grounds = Kept[QPixmap](16)
        """Grounds of cards, each as large as its card."""
        self.shortened = Kept[str](512)
        """Texts that end in an ellipsis where they must, by text and room."""
        self.rooms = Kept[tuple[int, ...]](256)
        """Widths, by the words that need them."""
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        self._fonts.clear()
        self._icons.clear()
        self.pictures.clear()
        self.grounds.clear()
        self.shortened.clear()
        self.rooms.clear()
        self._highs.clear()

    def font(self, size: int, *, bold: bool = False) -> QFont:
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = self._theme.font(size, bold=bold)
        return self._fonts[size, bold]

    def high(self, size: int) -> int:
        """Pixels from the top of a line of bold text to its bottom."""
        if size not in self._highs:
            self._highs[size] = QFontMetrics(self.font(size, bold=True)).height()
        return self._highs[size]

    def icon(self, name: str, token: str, size: int) -> QPixmap:
        key = (name, token, size)
        if key not in self._icons:
            self._icons[key] = self._theme.pixmap(name, token=token, size=size)
        return self._icons[key]


_INKS: WeakKeyDictionary[Theme, Ink] = WeakKeyDictionary()


def ink(theme: Theme) -> Ink:
    """The ink of a theme."""
    found = _INKS.get(theme)
    if found is None:
        found = _INKS[theme] = Ink(theme)
    return found
