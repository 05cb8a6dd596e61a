"""The door: a passphrase before anything is seen. Also the cover that is laid over the window when nobody works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.restoring import DAMAGED, Restore
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, in_words


class UnlockPage(QWidget):
    """Asks for the passphrase and calls *opens* with it; ``opened(object)`` carries what that returned.

    *new*: a desk is made, the passphrase is chosen and typed twice. *cover*: nothing but to uncover; *secret* False:
    the desk opens with the computer's own account, so there is nothing to ask.
    """

    opened = Signal(object)
    restore_asked = Signal(object)
    """With `Restore`: the database is damaged, and the newest backup is wanted."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        folder: Path,
        opens: Callable[[str], object],
        *,
        new: bool = False,
        cover: bool = False,
        secret: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._words, self._opens, self._new = theme, words, opens, new
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        w = words
        inside = Column(theme, margin=16)
        outer = inside.body
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(scroll(inside, name=w("Unlock")))
        outer.addStretch(1)
        card = Card(theme)
        card.setFixedWidth(min(theme.px(440), 640))  # the narrowest window holds it at any text size
        card.body.setContentsMargins(*(theme.px(28),) * 4)
        card.body.setSpacing(theme.px(14))
        self._card, self._picture = card, QLabel()
        self._picture.setPixmap(theme.pixmap("lock", token="accent", size=32))
        card.body.addWidget(self._picture)
        if new:
            title = w("Choose a passphrase")
            sentence = w(
                "Everything you record is encrypted on this laptop. Nobody can open it without this "
                "passphrase, not even we, so keep it safe."
            )
        elif cover:
            title = w("Locked")
            sentence = w("Nobody worked here for a while. What was typed is still there.")
        else:
            title = w("Unlock the desk")
            sentence = w("The inspections on this laptop are encrypted.")
        card.body.addWidget(label(title, "title", wrap=True))
        card.body.addWidget(Paragraph(theme, sentence, role="secondary"))
        self.typed = secret_line()
        self.again = secret_line()
        self._fields = []
        if secret:
            self._fields.append(
                Field(
                    theme,
                    w("Passphrase"),
                    self.typed,
                    hint=w("At least {n} characters; a few words that belong together only for you.", n=8)
                    if new
                    else "",
                )
            )
        if new:
            self._fields.append(Field(theme, w("Passphrase again"), self.again))
        for one in self._fields:
            card.body.addWidget(one)
        self.wrong = Paragraph(theme, "", tone="bad")
        self.wrong.setVisible(False)
        card.body.addWidget(self.wrong)
        self.rescue = button(
            theme,
            w("Bring back the newest backup"),
            icon="history",
            pressed=lambda: self.restore_asked.emit(Restore(passphrase=self.typed.text())),
        )
        self.rescue.setVisible(False)
        card.body.addWidget(self.rescue)
        self.go = button(
            theme,
            w("Continue") if not secret else w("Set passphrase") if new else w("Unlock"),
            role="primary",
            icon="lock-open",
            pressed=self.try_it,
        )
        card.body.addWidget(self.go)
        where = label(str(folder), "meta", wrap=True)
        where.setVisible(not cover)
        card.body.addWidget(where)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)
        for box in (self.typed, self.again):
            box.returnPressed.connect(self.try_it)
        self.setFocusProxy(self.typed if secret else self.go)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is little room, it goes to what is asked."""
        super().resizeEvent(event)
        low = event.size().height() < self._theme.px(420)
        self._picture.setVisible(not low)
        self._card.body.setContentsMargins(*(self._theme.px(14 if low else 28),) * 4)
        self._card.body.setSpacing(self._theme.px(8 if low else 14))

    def try_it(self) -> None:
        """Open with what was typed; say what is wrong otherwise."""
        w = self._words
        if self._new and self.typed.text() != self.again.text():
            self._refuse(w("The two passphrases are not the same."))
            return
        self.go.setEnabled(False)
        self.go.setText(w("Opening …"))
        QTimer.singleShot(0, self, self._try)  # the word is drawn before the key is stretched

    def _try(self) -> None:
        w = self._words
        try:
            found = self._opens(self.typed.text())
        except Trouble as trouble:
            self.refuse(trouble)
            return
        finally:
            self.go.setEnabled(True)
            self.go.setText(w("Set passphrase") if self._new else w("Unlock"))
        self.typed.clear()
        self.again.clear()
        self.opened.emit(found)

    def refuse(self, trouble: Trouble) -> None:
        """What went wrong; a damaged database may be brought back from its backup at once."""
        self._refuse(in_words(trouble, self._words))
        self.rescue.setVisible(trouble.title in DAMAGED)

    def _refuse(self, why: str) -> None:
        self.wrong.set_text(why)
        self.wrong.setVisible(True)
        self.typed.selectAll()
        self.typed.setFocus()


def secret_line() -> QLineEdit:
    """A line whose letters nobody reads over one's shoulder, and no input method remembers."""
    box = QLineEdit()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    box.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    return box
