"""Small questions that stop nothing: a dialog that calls back; Esc is always "leave it"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, without_title

WIDTH: Final = 440
EDGE: Final = 40
"""Pixels of the screen that a dialog leaves free at least."""


def refusal(words: Words, trouble: Trouble) -> str:
    """Why something was not done and what to do, without the title: the dialog it stands in is title enough."""
    return without_title(trouble, words)


class Asking(QDialog):
    """A heading, perhaps a sentence, what is asked (put it into ``body``), and at last `end` with the two buttons.

    It is as high as what is in it, or scrolls where the screen is lower. What the world refuses is told in it, for a
    message behind it could be neither read to the end nor closed.
    """

    def __init__(
        self, theme: Theme, words: Words, parent: QWidget, title: str, sentence: str = "", *, width: int = WIDTH
    ) -> None:
        super().__init__(parent)
        self.theme, self.words = theme, words
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        screen = self.screen().availableGeometry()
        self._room = screen.height() - EDGE
        self.setMinimumWidth(min(theme.px(width), screen.width() - EDGE))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.inside = Column(theme, gap=12)
        self.body = self.inside.body
        self.area = scroll(self.inside, name=title)
        outer.addWidget(self.area, 1)
        self.area.verticalScrollBar().rangeChanged.connect(lambda *_: self._focus_into_view())
        self.body.addWidget(label(title, "site", wrap=True))
        if sentence:
            self.body.addWidget(Paragraph(theme, sentence, role="secondary"))
        self.told = Paragraph(theme, tone="bad")
        self.told.hide()
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(16))
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.told)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        foot.addLayout(self.buttons)
        self.foot = foot
        outer.addLayout(foot)

    def end(self, deed: str, *, role: str = "primary", icon: str = "") -> None:
        """The buttons, last in the order of the tab key."""
        self.leave_button = button(self.theme, self.words("Cancel"), pressed=self.reject)
        self.give_button = button(self.theme, deed, role=role, icon=icon, pressed=self.give)
        self.buttons.addWidget(self.leave_button)
        self.buttons.addWidget(self.give_button)

    def give(self) -> None:
        raise NotImplementedError

    def deed(self, bridge: Bridge, verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Do it as `Bridge.do` does, but tell trouble here; None when there was some."""
        try:
            found = verb(bridge.desk, *given, **named)
        except Trouble as trouble:
            self.tell(refusal(self.words, trouble))
            return None
        bridge.tell(found)
        return found

    def tell(self, why: str) -> None:
        """What is wrong; "" when nothing is."""
        self.told.set_text(why)
        self.told.setVisible(bool(why))

    def _focus_into_view(self) -> None:
        """The field one is in, with its label, when it took its place only now."""
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and self.inside.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus, 0, self.theme.px(34))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        self.fit()
        super().showEvent(event)
        QTimer.singleShot(0, self, self.fit)  # fonts and sizes of the style are known only now

    def fit(self) -> None:
        """As high as everything in it, as far as the screen goes."""
        width = max(self.width(), self.minimumWidth())
        inside = self.inside.layout()
        high = inside.totalHeightForWidth(width) if inside is not None and inside.hasHeightForWidth() else 0
        high = max(high, self.inside.sizeHint().height()) if high <= 0 else high
        self.resize(width, min(self._room, high + self.foot.sizeHint().height() + self.theme.px(4)))


class Question(Asking):
    """One editor. *then* gets the answer when it is given (stripped)."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        parent: QWidget,
        *,
        title: str,
        sentence: str = "",
        field: str,
        then: Callable[[str], object],
        text: str = "",
        choices: Sequence[tuple[str, str]] = (),
        long: bool = False,
        deed: str = "",
        danger: bool = False,
        secret: bool = False,
        needed: bool = True,
    ) -> None:
        super().__init__(theme, words, parent, title, sentence)
        self._then, self._needed = then, needed
        self.editor: QComboBox | QLineEdit | QPlainTextEdit
        if choices:
            self.editor = box = QComboBox()
            for code, said in choices:
                box.addItem(said, code)
            if text:
                box.setCurrentIndex(max(0, box.findData(text)))
        elif long:
            self.editor = area = QPlainTextEdit(text)
            area.setTabChangesFocus(True)
            area.setFixedHeight(theme.px(96))
            area.textChanged.connect(self._ready)
        else:
            self.editor = edit = QLineEdit(text)
            if secret:
                edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.selectAll()
            edit.textChanged.connect(self._ready)
            edit.returnPressed.connect(self.give)
        self.body.addWidget(Field(theme, field, self.editor))
        self.end(deed or words("Save"), role="danger" if danger else "primary")
        self._ready()
        self.editor.setFocus()

    @property
    def text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData())
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText().strip()
        return self.editor.text().strip()

    def give(self) -> None:
        if self._needed and not self.text:
            return
        answer = self.text
        self.accept()
        self._then(answer)

    def _ready(self) -> None:
        if hasattr(self, "give_button"):
            self.give_button.setEnabled(bool(self.text) or not self._needed)
