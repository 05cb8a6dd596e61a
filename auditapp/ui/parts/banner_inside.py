"""What is in the strip under the header once there is something to tell: a sign, a sentence, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import flowing
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme


class BannerInside(QHBoxLayout):
    """Laid into the *strip*. Where there is little room it says the short form and puts its deeds below."""

    def __init__(self, theme: Theme, deeds: Iterable[tuple[str, Callable[[], object]]], strip: QFrame) -> None:
        super().__init__(strip)
        self._strip = strip
        self._told, self._short, self._narrow = "", "", False
        self.setContentsMargins(theme.px(20), theme.px(8), theme.px(16), theme.px(8))
        self.setSpacing(theme.px(12))
        sign = QLabel()
        sign.setPixmap(theme.pixmap("triangle-alert", token="bad", size=20))
        sign.setContentsMargins(0, theme.px(3), 0, 0)
        self.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.px(8))
        self.words = Paragraph(theme, "")
        self._row.addWidget(self.words, 3)
        self._deeds = [button(theme, words, pressed=deed) for words, deed in deeds]
        self._row.addWidget(flowing(theme, *self._deeds), 2)
        self.addLayout(self._row, 1)

    def tell(self, text: str, short: str) -> None:
        """*text* is heard too, when it is another one than before."""
        if text and text != self._told:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._strip, text))
        self._told, self._short = text, short or text
        self._say()
        self.words.setToolTip(text)

    def fit(self, *, narrow: bool) -> None:
        self._narrow = narrow
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else right)
        for one in self._deeds[2:]:  # one line of them, so that the page keeps some room
            one.setVisible(not narrow)
        self._say()

    def _say(self) -> None:
        self.words.set_text(self._short if self._narrow else self._told)
