"""Fonts and icons for painting, made once for a theme and a look: sixty cards ask for them a thousand times."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont, QPixmap

from auditapp.ui.theme import Theme


class Ink:
    """Of one theme; it forgets when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._icons: dict[tuple[str, str, int], QPixmap] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        self._fonts.clear()
        self._icons.clear()

    def font(self, size: int, *, bold: bool = False) -> QFont:
        if (size, bold) not in self._fonts:
            self._fonts[size, bold] = self._theme.font(size, bold=bold)
        return self._fonts[size, bold]

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
