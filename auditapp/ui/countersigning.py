"""Another signature on a PDF that left already: which file, whose key; the file is signed where it lies."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from auditapp.inspection.state import Person
from auditapp.operations import documents, identities
from auditapp.operations.documents import Signature
from auditapp.operations.identities import IdentityCard
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine, usual_folder
from auditapp.ui.hand_dialog import HandDialog
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Trouble


class Countersigning(Card):
    """Hidden until asked for. ``signed(path)`` when the signature is in the file and the journal knows it."""

    signed = Signal(object)
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, hands: dict[str, Signature]) -> None:
        w = bridge.words
        super().__init__(theme, name=w("Countersign a PDF"))
        self.bridge, self.theme, self.inspection, self.hands = bridge, theme, inspection, hands
        self.body.addWidget(label(w("Countersign a PDF"), "heading"))
        self.body.addWidget(
            Paragraph(
                theme,
                w("Whoever signed off with a key and is not in the PDF yet adds the signature to the very file."),
                role="secondary",
            )
        )
        self.file = FileLine(bridge, theme, w("Issued PDF"), endings="*.pdf", kind="PDF (*.pdf)")
        self.who = QComboBox()
        self.body.addWidget(self.file)
        self.body.addWidget(Field(theme, w("Who countersigns?"), self.who))
        row = FlowLayout(spacing=theme.px(8))
        self.sign_button = button(theme, w("Countersign"), icon="signature", pressed=self.sign)
        row.addWidget(self.sign_button)
        row.addWidget(button(theme, w("Cancel"), role="quiet", pressed=self.hide))
        self.body.addLayout(row)
        self.order: documents.Countersigning | None = None
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.sign)
        self.hide()

    def begin(self) -> None:
        self.refresh()
        self.show()
        if not self.file.line.text():
            self.file.show_path(usual_folder(self.bridge))
        self.file.line.setFocus()
        self.file.line.selectAll()

    def refresh(self) -> None:
        """Those who signed this revision off with a key."""
        found = self.bridge.opened(self.inspection).inspection
        keyed = {s.by: s.certificate for s in found.sign_offs if s.revision == found.revision and s.certificate}
        chosen = self.who.currentData()
        self.who.clear()
        for person in labelled.team(found):
            if person.code in keyed:
                self.who.addItem(person.name, person.code)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self._ready()

    def _ready(self) -> None:
        self.sign_button.setEnabled(self.file.path is not None and self.who.count() > 0)

    def sign(self) -> None:
        pdf, code = self.file.path, str(self.who.currentData() or "")
        if pdf is None or not code:
            return
        found = self.bridge.opened(self.inspection).inspection
        person = found.people[code]
        if code not in self.hands:
            HandDialog(
                self.bridge, self.theme, person, self._identity(person), self, partial(self._opened, code)
            ).open()
            return
        self._sign(pdf, self.hands[code])

    def _opened(self, code: str, hand: Signature) -> None:
        self.hands[code] = hand
        self.sign()

    def _identity(self, person: Person) -> str:
        found = self.bridge.opened(self.inspection).inspection
        signed = next(s for s in found.sign_offs if s.by == person.code and s.revision == found.revision)
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        return next((card.code for card in cards if card.fingerprint == signed.certificate), "")

    def _sign(self, pdf: Path, hand: Signature) -> None:
        """The signature is made off the window's thread; it takes a moment, and there is nothing to stop half-way."""
        order = self.bridge.ask(documents.prepare_countersign, self.inspection, pdf, hand)
        if order is None:
            self.hands.pop(hand.person, None)
            return
        self.order = order
        self.sign_button.setEnabled(False)
        self.bridge.later(lambda _: documents.add_signature(order), self._made, failed=self._failed)

    def _made(self, _: None) -> None:
        order, self.order = self.order, None
        self._ready()
        if order is not None and self.bridge.do(documents.record, order) is not None:
            self.hide()
            self.said.emit(self.bridge.words("Countersigned: {file}", file=order.out.name), "ok")
            self.signed.emit(order.out)

    def _failed(self, trouble: Trouble) -> None:
        self.order = None
        self.hands.clear()
        self._ready()
        self.bridge.failed.emit(trouble)
