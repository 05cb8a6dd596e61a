"""Head office's remarks where they hang: at an item, at a finding, at the whole; with their replies, and what may be
done about each.

For every page that shows something that can be remarked on. A page puts a `RemarkStack` where its subject is shown and
tells it what to show::

    self.remarks = RemarkStack(bridge, theme, inspection_id)
    …
    self.remarks.show_remarks(found, "WP-4.8")

The stack hides itself while there is nothing to show. Whoever speaks for head office writes a new remark (where
*writes* is set) and settles; the others reply. Everything goes through the bridge, and the page hears ``changed``.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from auditapp.inspection.state import Inspection, Remark
from auditapp.operations import head_office, review
from auditapp.ui import labelled
from auditapp.ui.announced import told
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import Theme

SHORT = 40
"""Characters of a remark by which a listener tells its buttons from those of another."""


class Writing(QWidget):
    """A few lines and the button that keeps them; Ctrl+Enter keeps them too. What was written is not lost when it is
    refused, and waits in *aside* (what it is about -> text) while something else is shown, and for the next page."""

    def __init__(self, theme: Theme, name: str, deed: str, aside: dict[str, str], *, icon: str, lines: int = 2) -> None:
        super().__init__()
        self._aside, self._about = aside, ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(name)
        self.field.setFixedHeight(round(theme.px(22) * lines + theme.px(18)))
        self.field.installEventFilter(self)
        self.give = button(theme, deed, icon=icon, name=told(deed, name))
        self.give.setEnabled(False)
        self.field.textChanged.connect(self._keep)
        column.addWidget(self.field)
        column.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def text(self) -> str:
        return self.field.toPlainText().strip()

    def turn_to(self, about: str) -> None:
        """What is written from now on is about this; what was begun about it goes on."""
        self._about = about
        self.field.setPlainText(self._aside.get(about, ""))
        self.field.moveCursor(QTextCursor.MoveOperation.End)

    def clear(self) -> None:
        self.field.clear()

    def _keep(self) -> None:
        self.field.document().setModified(False)  # it waits at what it is about, and nowhere else (`typed`)
        self.give.setEnabled(bool(self.text))
        if self.text:
            self._aside[self._about] = self.field.toPlainText()
        else:
            self._aside.pop(self._about, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ctrl+Enter is this field's while one is in it: on the page it says that all is well."""
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.give.click()
            return True
        return False


class RemarkCard(Card):
    """One remark: who, when, open or settled; the reply; and what may be done."""

    def __init__(
        self, bridge: Bridge, theme: Theme, inspection: str, one: Remark, aside: dict[str, str], *, reviews: bool
    ) -> None:
        w = bridge.words
        short = one.text if len(one.text) <= SHORT else one.text[: SHORT - 1] + "…"
        super().__init__(theme, tone="warn" if one.open else "", name=w("Remark: {text}", text=short))
        self.bridge, self.theme, self.inspection, self.one, self.short = bridge, theme, inspection, one, short
        self._aside = aside
        self.writing: Writing | None = None
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        sign = label("")
        tone = "warn" if one.open else "text2"
        sign.setPixmap(theme.pixmap("message-square-text", token=tone, size=16))
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        who = w("{who}, {when}", who=one.name or w("Head office"), when=labelled.moment(w, one.stood.wall))
        head.addWidget(label(who, "meta", wrap=True), 1)
        head.addWidget(
            Pill(w("Not settled"), tone="warn") if one.open else Pill(w("Settled"), tone="ok"),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        self.body.addLayout(head)
        self.body.addWidget(Paragraph(theme, one.text))
        if one.reply:
            said = w("Reply of {who}: {text}", who=one.replied_by or w("the inspector"), text=one.reply)
            self.body.addWidget(Paragraph(theme, said, role="secondary"))
        self.deeds = QWidget()
        flow = FlowLayout(self.deeds, spacing=theme.px(8))
        if one.open:
            words = w("Reply again…") if one.reply else w("Reply…")
            flow.addWidget(button(theme, words, icon="message-circle", name=f"{words} {short}", pressed=self.ask_reply))
        if reviews:
            words = w("Settle") if one.open else w("Open again")
            flow.addWidget(
                button(
                    theme,
                    words,
                    icon="check" if one.open else "undo-2",
                    name=told(words, short),
                    pressed=partial(bridge.do, review.settle, inspection, one.id, open_again=not one.open),
                )
            )
        self.body.addWidget(self.deeds)
        self.deeds.setVisible(one.open or reviews)  # once it has a parent: it would flash up as a window
        if one.open and one.id in aside:
            self._make_room()

    def begin(self) -> None:
        """To the reply that was begun, else to the first thing that may be done about it."""
        self.show()
        first = self.writing.field if self.writing is not None else self.deeds.findChild(QPushButton)
        if first is not None:
            first.setFocus()

    def ask_reply(self) -> None:
        """Room for the reply, here."""
        (self.writing or self._make_room()).field.setFocus()

    def _make_room(self) -> Writing:
        w = self.bridge.words
        self.writing = made = Writing(
            self.theme, w("Reply to: {text}", text=self.short), w("Reply"), self._aside, icon="message-circle"
        )
        made.turn_to(self.one.id)
        made.give.clicked.connect(self._reply)
        self.body.addWidget(made)
        self.deeds.hide()
        return made

    def _reply(self) -> None:
        text = self.writing.text if self.writing is not None else ""
        if not text:
            return
        begun = self._aside.pop(self.one.id, text)  # a card that is made anew meanwhile asks for it
        if self.bridge.do(review.reply, self.inspection, self.one.id, text) is None:
            self._aside[self.one.id] = begun


class RemarkStack(QWidget):
    """The remarks on one subject; *writes*: room for a new one is at hand at a desk of head office."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, *, writes: bool = False, about: str = "") -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection, self._writes = bridge, theme, inspection, writes
        self.subject = ""
        self.cards: list[RemarkCard] = []
        self._shown: tuple[object, ...] | None = None
        self._aside: dict[str, str] = bridge.kept.setdefault(f"remarks:{inspection}", {})
        """Words not given yet wait at what they are about: the subject of a remark, the remark of a reply."""
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        words = w("Remarks on finding {number}", number=about) if about else w("Remarks of head office")
        self.heading = label(words, "heading", wrap=True)
        column.addWidget(self.heading)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(8))
        column.addLayout(self._column)
        asked = (
            w("What has to be put right or explained about finding {number}?", number=about)
            if about
            else w("What has to be put right or explained?")
        )
        aside = self._aside if writes else {}
        self.writing = Writing(theme, asked, w("Write the remark"), aside, icon="message-square-text")
        self.writing.give.clicked.connect(self.write)
        column.addWidget(self.writing)
        self.hide()

    def show_remarks(self, found: Inspection, subject: str) -> None:
        """Those on an item place, a finding (its id) or the whole ("")."""
        remarks = found.remarks_on(subject)
        if not remarks and not self._writes and not self.cards:
            self.subject = subject
            return
        reviews = head_office.standing(self.bridge.desk).reviews
        writes = self._writes and reviews
        now = (subject, remarks, reviews)
        if now == self._shown:
            return
        if subject != self.subject or self._shown is None:
            self.writing.turn_to(subject)
        self._shown, self.subject = now, subject
        held = next((card.one.id for card in self.cards if card.isAncestorOf(card.window().focusWidget())), "")
        clear(self._column)
        self.cards = [
            RemarkCard(self.bridge, self.theme, self.inspection, one, self._aside, reviews=reviews) for one in remarks
        ]
        for card in self.cards:
            self._column.addWidget(card)
        self.writing.setVisible(writes)
        self.setVisible(bool(remarks) or writes)
        for card in self.cards:
            if held and card.one.id == held:  # what was pressed is gone; its place is not
                card.begin()

    def begin(self) -> bool:
        """To the new remark; where none can be written, to the reply to the first that is open. False: neither."""
        if self.writing.isVisibleTo(self):
            self.writing.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        card = next((one for one in self.cards if one.one.open), None)
        if card is not None:
            card.ask_reply()
        return card is not None

    def write(self) -> None:
        """Write the new remark; the words stay when it is refused."""
        text = self.writing.text
        if text and self.bridge.do(review.remark, self.inspection, self.subject, text) is not None:
            self.writing.clear()
