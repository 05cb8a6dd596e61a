"""What the inspected unit says, about one finding or about the whole: a comment or an objection, and whose it is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from auditapp.inspection.state import Comment, Inspection
from auditapp.operations import comments
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.theme import Theme


class SaysCard(Card):
    """There is one say per subject; a new one takes the place of the old, which stays in the journal."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, words: str) -> None:
        super().__init__(theme, name=words)
        self.bridge, self.inspection = bridge, inspection
        self.finding = ""
        w = bridge.words
        self.body.addWidget(label(words, "heading"))
        self.stance = Segments(
            theme,
            [
                Segment("comment", w("Comment"), "accent", "message-circle"),
                Segment("objection", w("Objection"), "warn", "hand"),
            ],
            name=w("Stance"),
        )
        self.stance.show_choice("comment")
        self.stance.chosen.connect(lambda *_: self.keep_now())
        self.text = KeptText(theme, words, lines=2)
        self.text.given.connect(lambda *_: self.keep_now())
        self.by = KeptLine(w("Said by"))
        self.by.given.connect(lambda *_: self.keep_now())
        self.by_field = Field(theme, w("Said by (name)"), self.by)
        inner = QVBoxLayout()
        inner.setSpacing(theme.px(8))
        for part in (self.stance, self.text, self.by_field):
            inner.addWidget(part)
        self.body.addLayout(inner)

    @property
    def said(self) -> Comment | None:
        found = self._found
        if not self.finding:
            return next((c for c in found.comments if not c.subject), None)
        about = found.finding(self.finding)
        return next(iter(about.comments), None) if about is not None else None

    @property
    def _found(self) -> Inspection:
        return self.bridge.opened(self.inspection).inspection

    def show_finding(self, number: str) -> None:
        """The say about this finding ("" = about the whole)."""
        if number != self.finding:
            self.finding = number
            for one in (self.text, self.by):
                one.begin_anew()
            self.by_field.refuse("")
        said, found = self.said, self._found
        if not self.text.held:
            self.stance.show_choice(said.stance if said else "comment")
        self.stance.setEnabled(not found.locked)
        manager = next((p.name for p in labelled.team(found) if p.role == "site_manager"), "")
        self.text.show_text(said.text if said else "")
        self.by.show_text(said.name if said else manager)
        for one in (self.text, self.by):
            one.setReadOnly(found.locked)

    def keep(self) -> None:
        self.text.keep()
        self.by.keep()

    def keep_now(self) -> None:
        """Nothing is said by nobody: the name is asked for, and the words stay until it is there."""
        text, by = self.text.toPlainText().strip(), self.by.text().strip()
        if not text and self.said is None:
            return
        if not by:
            for one in (self.text, self.by):
                one.hold()
            self.by_field.refuse(self.bridge.words("Who says so? It is kept with a name."))
            return
        self.by_field.refuse("")
        for one in (self.text, self.by):
            one.begin_anew()
        done = self.bridge.do(
            comments.comment,
            self.inspection,
            text,
            name=by,
            finding=self.finding,
            stance=self.stance.choice or "comment",
        )
        if done is None:
            self.text.hold()
