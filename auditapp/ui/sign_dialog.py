"""One person signs the revision: in which way, with which key, hand or scan, with what statement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.inspection.state import Person
from auditapp.operations import identities, sign_off
from auditapp.operations.documents import Signature
from auditapp.operations.identities import IdentityCard
from auditapp.report.papers import Document
from auditapp.ui import labelled
from auditapp.ui.asking import Asking, refusal
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine
from auditapp.ui.identity_dialogs import CERTIFICATES, KeepIdentity, NewIdentity
from auditapp.ui.ink_field import InkField
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.scan_field import ScanField
from auditapp.ui.theme import Theme
from auditapp.ui.ways_of_signing import WAYS, no_time_stamp, way
from auditapp.words import Trouble


class SignDialog(Asking):
    """``signed(person, Signature | None)``: with what the PDF can be signed."""

    signed = Signal(str, object)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, person: Person, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("{name} signs", name=person.name),
            w(
                "{role}. The signature covers every entry there is now; after it only an amendment changes anything.",
                role=labelled.role(w, person.role),
            ),
            width=640,
        )
        self.bridge, self.inspection, self.person = bridge, inspection, person
        opened = bridge.opened(inspection)
        self.gaps = gaps_of(opened.walk, opened.inspection) if not opened.inspection.locked else ()
        self.cards: dict[str, IdentityCard] = {}
        self.ways = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        self.boxes: dict[str, Card] = {}
        self.means: dict[str, QWidget] = {}
        self.with_ink = QCheckBox(w("Print the handwriting in the box as well"))
        self.with_ink.toggled.connect(lambda *_: self._choose())
        self.ink = InkField(bridge, theme)
        needs = {"L1": self._by_key, "L2": self._by_file, "L0": self._by_hand, "paper": self._on_paper}
        for code in WAYS:
            self.body.addWidget(self._way(code, needs[code]()))
        self.body.addWidget(Paragraph(theme, no_time_stamp(w), role="meta"))
        self.statement = _area(theme)
        self.body.addWidget(Field(theme, w("Statement (printed in the box; may stay empty)"), self.statement))
        self.despite = _area(theme)
        self.despite_field = Field(
            theme,
            w.count(
                "Reason for signing although {n} thing is missing",
                "Reason for signing although {n} things are missing",
                len(self.gaps),
            ),
            self.despite,
            hint=w("Printed with the signature."),
        )
        self.despite_field.setVisible(bool(self.gaps))
        self.body.addWidget(self.despite_field)
        self.body.addStretch(1)
        self.end(w("Sign"), icon="signature")
        self.sign_button = self.give_button
        self.list_identities()
        self.ink.changed.connect(self._ready)
        self.scan.changed.connect(self._ready)
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.file_passphrase.setFocus)
        for one in (self.passphrase, self.file_passphrase):
            one.textChanged.connect(lambda *_: self._ready())
            one.returnPressed.connect(self.give)
        self.despite.textChanged.connect(self._ready)
        self.radios["L1"].setChecked(True)
        self._choose()
        self.radios["L1"].setFocus()

    # -- the four ways ----------------------------------------------------------------------------
    def _way(self, code: str, needs: Sequence[QWidget]) -> Card:
        """Name, what it proves, what it does not; below them, when chosen, what it needs."""
        w, said = self.words, way(self.words, code)
        card = Card(self.theme)
        radio = QRadioButton()
        radio.setAccessibleName(said.name)
        radio.setAccessibleDescription(f"{said.proves} {said.lacks}")
        radio.toggled.connect(lambda *_: self._choose())
        self.ways.addButton(radio)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(self.theme.px(26), 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        column.addWidget(Paragraph(self.theme, w("Proves: {what}", what=said.proves), role="meta"))
        column.addWidget(Paragraph(self.theme, w("Mind: {what}", what=said.lacks), role="meta"))
        title = QHBoxLayout()
        title.setSpacing(self.theme.px(4))
        title.addWidget(radio, 0, Qt.AlignmentFlag.AlignTop)
        title.addWidget(_Name(said.name, radio), 1)
        card.body.addLayout(title)
        card.body.addWidget(below)
        means = QWidget()
        inner = QVBoxLayout(means)
        inner.setContentsMargins(self.theme.px(26), self.theme.px(4), 0, self.theme.px(4))
        inner.setSpacing(self.theme.px(8))
        for part in needs:
            inner.addWidget(part)
        card.body.addWidget(means)
        self.radios[code], self.boxes[code], self.means[code] = radio, card, means
        return card

    def _by_key(self) -> Sequence[QWidget]:
        w, theme = self.words, self.theme
        self.identity = ChoiceBox()
        self.identity.currentIndexChanged.connect(lambda *_: self._ready())
        self.identity_field = Field(theme, w("Signing identity on this laptop"), self.identity)
        self.new_button = button(theme, w("New identity…"), icon="plus", pressed=self.new_identity)
        self.import_button = button(theme, w("Keep a .p12 here…"), icon="download", pressed=self.keep_identity)
        row = QWidget()
        flow = FlowLayout(row, spacing=theme.px(8))
        flow.addWidget(self.new_button)
        flow.addWidget(self.import_button)
        self.licensed = QCheckBox(w("It was issued by a licensed certification authority"))
        self.licensed.setToolTip(w("Otherwise it counts as one of the unit's own authority."))
        self.licensed.setAccessibleDescription(self.licensed.toolTip())
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase_field = Field(theme, w("Passphrase"), self.passphrase)
        self.shared = Paragraph(
            theme,
            w(
                "The site manager signs on the inspector's laptop: nobody but the signer may know this passphrase. If "
                "that cannot be kept, sign on paper or draw the signature."
            ),
            role="meta",
            tone="warn",
        )
        self.shared.setVisible(self.person.role == "site_manager")
        meeting = self.bridge.opened(self.inspection).inspection.meetings.get("opening")
        self.unagreed = Paragraph(
            theme,
            w("Both sides have not agreed to electronic signatures yet (opening meeting)."),
            role="meta",
            tone="warn",
        )
        self.unagreed.setVisible(meeting is None or not meeting.consent)
        return (self.identity_field, row, self.licensed, self.passphrase_field, self.shared, self.unagreed)

    def _by_file(self) -> Sequence[QWidget]:
        w, theme = self.words, self.theme
        self.file = FileLine(
            self.bridge,
            theme,
            w("The signer's own certificate file"),
            endings=CERTIFICATES,
            kind=w("PKCS#12 files ({endings})", endings=CERTIFICATES),
        )
        self.file_passphrase = QLineEdit()
        self.file_passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.file_passphrase_field = Field(theme, w("Passphrase of the file"), self.file_passphrase)
        return (self.file, self.file_passphrase_field)

    def _by_hand(self) -> Sequence[QWidget]:
        w = self.words
        typed = Paragraph(
            self.theme,
            w("A typed name is no handwriting. By keyboard alone: sign with a key, or name a picture file below."),
            role="meta",
        )
        return (typed, self.with_ink, self.ink)

    def _on_paper(self) -> Sequence[QWidget]:
        w = self.words
        self.scan = ScanField(self.bridge, self.theme)
        self.printed = ChoiceBox()
        found = self.bridge.opened(self.inspection).inspection
        for one in reversed(found.issued):
            if one.revision == found.revision and one.document in set(Document):
                self.printed.addItem(
                    w(
                        "{document}, issued {time}, SHA-256 {sha256}…",
                        document=labelled.document(w, one.document),
                        time=labelled.moment(w, one.stood.wall),
                        sha256=one.sha256[:12],
                    ),
                    one.sha256,
                )
        self.printed.addItem(w("A print of the draft, or of something else"), "")
        return (self.scan, Field(self.theme, w("What was printed and signed"), self.printed))

    # -- identities -------------------------------------------------------------------------------
    @property
    def level(self) -> str:
        return next((code for code, radio in self.radios.items() if radio.isChecked()), "L1")

    def list_identities(self, chosen: str = "") -> None:
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        self.cards = {card.code: card for card in cards}
        self.identity.clear()
        w = self.words
        for card in cards:
            self.identity.addItem(w("{name}, until {day}", name=card.name, day=card.not_after), card.code)
        mine = chosen or next((card.code for card in cards if card.name == self.person.name), "")
        self.identity.setCurrentIndex(max(0, self.identity.findData(mine)))
        self.identity_field.refuse("" if cards else w("There is none yet; make one."))
        self._ready()

    def new_identity(self) -> None:
        dialog = NewIdentity(self.bridge, self.theme, self.person.name, self.person.unit, self)
        dialog.made.connect(self._made)
        dialog.open()

    def keep_identity(self) -> None:
        dialog = KeepIdentity(self.bridge, self.theme, self)
        dialog.made.connect(self._made)
        dialog.open()

    def _made(self, card: IdentityCard, passphrase: str) -> None:
        self.list_identities(card.code)
        self.passphrase.setText(passphrase)
        self.sign_button.setFocus()

    # -- signing ----------------------------------------------------------------------------------
    def _choose(self) -> None:
        if not hasattr(self, "sign_button"):
            return
        level, w = self.level, self.words
        for code, card in self.boxes.items():
            card.set_tone("selected" if code == level else "")
            self.means[code].setVisible(code == level)
        found = self.bridge.opened(self.inspection).inspection
        witness = found.people.get(labelled.working(self.bridge.desk, found))
        presence = w(
            "Drawn on the inspection team's laptop in the presence of {name}.", name=witness.name if witness else "–"
        )
        keyed, place = level in ("L1", "L2"), self.means[level].layout()
        if place is not None and level != "paper":  # the pad is one, and lies with the way that is chosen
            place.addWidget(self.with_ink)
            place.addWidget(self.ink)
        self.with_ink.setVisible(keyed)
        self.ink.setVisible(level == "L0" or (keyed and self.with_ink.isChecked()))
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.boxes[self.level]))
        site = self.person.role == "site_manager"
        said = self.statement.toPlainText().strip()
        if level == "L0" and site and not said:
            self.statement.setPlainText(presence)
        elif level != "L0" and said == presence:
            self.statement.clear()
        self._ready()

    def _ready(self) -> None:
        if not hasattr(self, "sign_button"):
            return
        match self.level:
            case "L1":
                may = self.identity.count() > 0 and bool(self.passphrase.text())
            case "L2":
                may = self.file.path is not None and bool(self.file_passphrase.text())
            case "L0":
                may = bool(self.ink.picture())
            case _:
                may = bool(self.scan.picture())
        card = self.cards.get(str(self.identity.currentData()))
        self.licensed.setVisible(card is not None and card.level == "unit")
        self.sign_button.setEnabled(may and (not self.gaps or bool(self.despite.toPlainText().strip())))

    def give(self) -> None:
        """The key is opened before anything is written: a wrong passphrase signs nothing."""
        if not self.sign_button.isEnabled():
            return
        level, certificate = self.level, ""
        signature = self._signature()
        if signature is not None:
            hand = self._unlock(signature)
            if hand is None:
                return
            certificate, level = hand
        picture = self.scan.picture() if self.level == "paper" else b""
        if self.level == "L0" or (signature is not None and self.with_ink.isChecked()):
            picture = self.ink.picture()
        done = self.deed(
            self.bridge,
            sign_off.sign_off,
            self.inspection,
            self.person.code,
            level=level,
            certificate=certificate,
            statement=self.statement.toPlainText(),
            ink=picture or None,
            despite_gaps=self.despite.toPlainText().strip(),
            printed=str(self.printed.currentData() or "") if level == "paper" else "",
        )
        if done is not None:
            self.accept()
            self.signed.emit(self.person.code, signature)

    def _signature(self) -> Signature | None:
        match self.level:
            case "L1":
                return Signature(self.person.code, str(self.identity.currentData()), self.passphrase.text())
            case "L2":
                return Signature(self.person.code, pkcs12=self.file.path, passphrase=self.file_passphrase.text())
            case _:
                return None

    def _unlock(self, signature: Signature) -> tuple[str, str] | None:
        """(fingerprint, level): what the certificate is worth by itself and by what the signer knows of it."""
        field, line = (
            (self.file_passphrase_field, self.file_passphrase)
            if signature.pkcs12
            else (self.passphrase_field, self.passphrase)
        )
        try:
            hand = (
                identities.from_file(signature.pkcs12, signature.passphrase)
                if signature.pkcs12
                else identities.unlock(self.bridge.desk, signature.identity, signature.passphrase)
            )
        except Trouble as trouble:
            field.refuse(refusal(self.words, trouble))
            line.setFocus()
            line.selectAll()
            return None
        field.refuse("")
        if hand.self_made:
            return hand.fingerprint, "L1"
        return hand.fingerprint, "L2" if signature.pkcs12 or self.licensed.isChecked() else "unit"


class _Name(QLabel):
    """The words of a choice, wrapped where a radio button's own would be cut; a press on them chooses."""

    def __init__(self, words: str, radio: QRadioButton) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "strong")
        self.setBuddy(radio)
        self._radio = radio

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._radio.setFocus()
        self._radio.setChecked(True)


def _area(theme: Theme) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.px(64))
    return made
