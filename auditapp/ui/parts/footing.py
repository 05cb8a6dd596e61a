"""The footer of the window: what is saved here, what is at head office, and the keys of this page (32 px)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.fitting import FittingButton
from auditapp.ui.parts.labels import ElidingLabel
from auditapp.ui.theme import Density, Theme
from auditapp.words import Words


class Footer(QFrame):
    """Left: "Saved on this laptop 14:32", and what of it is at head office; pressing that leads there. Right: the
    page's keys, and the way to all of them."""

    keys_asked = Signal()
    exchange_asked = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.setProperty("role", "footer")
        self.setFixedHeight(theme.target if theme.density is Density.TOUCH else theme.px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        row.setSpacing(theme.px(6))
        self._saved_icon, self._shown = QLabel(), ""
        self.saved = ElidingLabel("")
        row.addWidget(self._saved_icon)
        row.addWidget(self.saved)
        row.addSpacing(theme.px(7))
        self.office = FittingButton(theme, role="foot")
        self.office.clicked.connect(lambda *_: self.exchange_asked.emit())
        row.addWidget(self.office)
        self.saved.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.keys = ElidingLabel("")  # on a narrow window the keys give way, not what is saved
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.keys, 1)
        self.all_keys = button(theme, words("? All keys"), role="foot", pressed=self.keys_asked.emit)
        row.addWidget(self.all_keys)
        self.show_saved(None)
        self.show_office((words("Works offline"),), "cloud-off", "text2")

    def show_office(self, forms: Sequence[str], icon: str, token: str) -> None:
        """What is at head office and what is not, from long to short."""
        self.office.say(forms, icon=icon, token=token)

    def show_saved(self, at: datetime | None) -> None:
        """When something was last written; None: nothing was changed since the program was started."""
        w = self._words
        self._sign("circle-check", "ok")
        if at is None:
            self._tell(w("Everything is saved on this laptop"))
        else:
            self._tell(w("Saved on this laptop {time}", time=at.strftime("%H:%M")))

    def show_unsaved(self) -> None:
        """A deed was refused: say so here too, until something is saved."""
        self._sign("triangle-alert", "bad")
        self._tell(self._words("Not saved, see the message"))

    def _sign(self, icon: str, token: str) -> None:
        """Drawn only when it is another one: this is told after every answer."""
        if self._shown != icon:
            self._shown = icon
            self._saved_icon.setPixmap(self._theme.pixmap(icon, token=token, size=15))

    def _tell(self, text: str) -> None:
        if self.saved.text() != text:
            self.saved.setText(text)

    def show_keys(self, keys: str) -> None:
        self.keys.setText(keys)
