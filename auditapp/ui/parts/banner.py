"""A strip under the header that stays until what it tells is mended: a sign, a sentence, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from auditapp.ui.theme import Theme

if TYPE_CHECKING:
    from auditapp.ui.parts.banner_inside import BannerInside


class Banner(QFrame):
    """Hidden, and made, until `tell`. Where there is little room it says the short form and puts its deeds below."""

    def __init__(
        self, theme: Theme, deeds: Iterable[tuple[str, Callable[[], object]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._deeds = theme, tuple(deeds)
        self._inside: BannerInside | None = None
        self._narrow = False
        self.setProperty("role", "banner")
        self.hide()

    def tell(self, text: str, short: str = "") -> None:
        """Show *text*; "" hides the strip."""
        if text and self._inside is None:
            from auditapp.ui.parts.banner_inside import BannerInside

            self._inside = BannerInside(self._theme, self._deeds, self)
            self._inside.fit(narrow=self._narrow)
        if self._inside is not None:
            self._inside.tell(text, short)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def fit(self, *, narrow: bool) -> None:
        self._narrow = narrow
        if self._inside is not None:
            self._inside.fit(narrow=narrow)
