"""Sign-off: who signs and how, worded apart by what each way proves; refusal, amendment, the documents that leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.inspection.state import Person, SignOff
from auditapp.operations import documents, identities, sign_off
from auditapp.operations.changes import Changes
from auditapp.operations.documents import Signature
from auditapp.operations.identities import IdentityCard
from auditapp.report.papers import Document, Rendered
from auditapp.ui import issuing, labelled
from auditapp.ui.asking import Question
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.meetings_page import InkField, ink_file
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place
from auditapp.ui.preview_page import document_name
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words

WAYS: Final = ("L1", "L2", "L0", "paper")
"""Ways of signing offered, in their order; L3 comes with a time stamp service (issue 4)."""


def way(w: Words, code: str) -> tuple[str, str]:
    """(name, what it proves) of a way of signing (domain.md 4.2)."""
    match code:
        case "L1":
            return (
                w("Electronic signature (self-issued certificate; identity confirmed by the unit)"),
                w(
                    "The PDF is signed with a key on this laptop that only the signer's "
                    "passphrase opens. Who it belongs "
                    "to rests on the agreement at the opening meeting."
                ),
            )
        case "L2":
            return (
                w("Electronic signature (certificate of a certification authority)"),
                w("The PDF is signed with the signer's own PKCS#12 certificate. Nothing of it stays here."),
            )
        case "L0":
            return (
                w("Picture of a handwritten signature"),
                w("Drawn on the pad and printed in the box. By itself it is no electronic signature."),
            )
        case _:
            return (
                w("Signed on paper, scan attached"),
                w("The report is printed and signed by hand; the scan is kept with it."),
            )


class NewIdentity(QDialog):
    """Make an identity on this desk: name, unit, a passphrase typed twice."""

    made = Signal(object)

    def __init__(self, bridge: Bridge, theme: Theme, name: str, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        w = bridge.words
        self.setWindowTitle(w("New signing identity"))
        self.setAccessibleName(w("New signing identity"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(theme.px(460))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(10))
        column.addWidget(label(w("New signing identity"), "site"))
        column.addWidget(
            Paragraph(
                theme,
                w(
                    "A key is made on this laptop and kept encrypted. "
                    "Only the signer should know its passphrase; it cannot be "
                    "recovered."
                ),
                role="secondary",
            )
        )
        self.name, self.unit = QLineEdit(name), QLineEdit(unit)
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for one in (self.passphrase, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Password)
        column.addWidget(Field(theme, w("Name"), self.name))
        column.addWidget(Field(theme, w("Unit"), self.unit))
        column.addWidget(
            Field(
                theme,
                w("Passphrase of the key"),
                self.passphrase,
                hint=w(
                    "At least {n} characters; a few words that belong together only for you.", n=identities.SHORTEST
                ),
            )
        )
        self.again_field = Field(theme, w("Passphrase again"), self.again)
        column.addWidget(self.again_field)
        row = QHBoxLayout()
        row.addStretch(1)
        self.make_button = button(theme, w("Make identity"), role="primary", pressed=self.make)
        row.addWidget(button(theme, w("Cancel"), pressed=self.reject))
        row.addWidget(self.make_button)
        column.addLayout(row)
        for one in (self.name, self.passphrase, self.again):
            one.textChanged.connect(lambda *_: self._ready())
            one.returnPressed.connect(self.make)
        self._ready()
        (self.passphrase if name else self.name).setFocus()

    def _ready(self) -> None:
        w = self.bridge.words
        same = self.passphrase.text() == self.again.text()
        self.again_field.refuse("" if same or not self.again.text() else w("The two passphrases are not the same."))
        self.make_button.setEnabled(
            same and len(self.passphrase.text()) >= identities.SHORTEST and bool(self.name.text().strip())
        )

    def make(self) -> None:
        if not self.make_button.isEnabled():
            return
        card = self.bridge.do(
            identities.make, self.name.text(), unit=self.unit.text(), passphrase=self.passphrase.text()
        )
        if card is not None:
            self.accept()
            self.made.emit(card)


class SignDialog(QDialog):
    """One person signs the revision. ``signed(person, Signature | None)``: with what the PDF can be signed."""

    signed = Signal(str, object)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, person: Person, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.theme, self.inspection, self.person = bridge, theme, inspection, person
        w = bridge.words
        self.setWindowTitle(w("Sign"))
        self.setAccessibleName(w("{name} signs", name=person.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        opened = bridge.opened(inspection)
        self.gaps = gaps_of(opened.walk, opened.inspection) if not opened.inspection.locked else ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=12)
        area = scroll(body)
        outer.addWidget(area, 1)
        screen = self.screen().availableGeometry()
        self.resize(min(theme.px(640), screen.width() - 40), min(theme.px(760), screen.height() - 60))
        body.body.addWidget(label(w("{name} signs", name=person.name), "site", wrap=True))
        body.body.addWidget(
            Paragraph(
                theme,
                w(
                    "{role}. The signature covers every entry there "
                    "is now; after it only an amendment changes anything.",
                    role=labelled.role(w, person.role),
                ),
                role="secondary",
            )
        )
        self.ways = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        for code in WAYS:
            name, proves = way(w, code)
            radio = QRadioButton(name)
            radio.setAccessibleName(name)
            radio.setAccessibleDescription(proves)
            radio.toggled.connect(lambda *_: self._choose())
            self.ways.addButton(radio)
            self.radios[code] = radio
            body.body.addWidget(radio)
            below = Paragraph(theme, proves, role="meta")
            below.setContentsMargins(theme.px(26), 0, 0, theme.px(4))
            body.body.addWidget(below)
        self.key_box = QWidget()
        keys = QVBoxLayout(self.key_box)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(theme.px(8))
        self.identity = QComboBox()
        self.new_button = button(theme, w("New identity…"), icon="plus", pressed=self.new_identity)
        self.import_button = button(theme, w("Keep a .p12 here…"), icon="download", pressed=self.import_identity)
        self.identity_field = Field(theme, w("Signing identity on this laptop"), self.identity)
        keys.addWidget(self.identity_field)
        self.identity_row = QWidget()
        line = FlowLayout(self.identity_row, spacing=theme.px(8))
        line.addWidget(self.new_button)
        line.addWidget(self.import_button)
        keys.addWidget(self.identity_row)
        self.file = QLineEdit()
        self.file.setReadOnly(True)
        self.file_button = button(theme, w("Choose .p12 or .pfx…"), icon="folder-open", pressed=self.choose_file)
        self.file_field = Field(theme, w("The signer's own certificate file"), self.file)
        keys.addWidget(self.file_field)
        keys.addWidget(self.file_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase_field = Field(theme, w("Passphrase"), self.passphrase)
        keys.addWidget(self.passphrase_field)
        self.shared = Paragraph(
            theme,
            w(
                "The site manager signs on the inspector's laptop: nobody but the signer may know this passphrase. If "
                "that cannot be kept, sign on paper or draw the signature."
            ),
            role="meta",
            tone="warn",
        )
        self.shared.setVisible(person.role == "site_manager")
        keys.addWidget(self.shared)
        body.body.addWidget(self.key_box)
        self.ink = InkField(bridge, theme)
        self.ink_field = Field(theme, w("Drawn signature"), self.ink)
        body.body.addWidget(self.ink_field)
        self.statement = QPlainTextEdit()
        self.statement.setTabChangesFocus(True)
        self.statement.setFixedHeight(theme.px(64))
        body.body.addWidget(Field(theme, w("Statement (printed in the box; may stay empty)"), self.statement))
        self.despite = QPlainTextEdit()
        self.despite.setTabChangesFocus(True)
        self.despite.setFixedHeight(theme.px(64))
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
        body.body.addWidget(self.despite_field)
        body.body.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(*(theme.px(20), theme.px(10)) * 2)
        foot.addStretch(1)
        self.sign_button = button(theme, w("Sign"), role="primary", icon="signature", pressed=self.sign)
        foot.addWidget(button(theme, w("Cancel"), pressed=self.reject))
        foot.addWidget(self.sign_button)
        outer.addLayout(foot)
        self.list_identities()
        self.ink.changed.connect(self._ready)
        for one in (self.passphrase, self.file):
            one.textChanged.connect(lambda *_: self._ready())
        self.passphrase.returnPressed.connect(self.sign)
        self.despite.textChanged.connect(self._ready)
        self.radios["L1"].setChecked(True)
        self._choose()
        self.radios["L1"].setFocus()

    @property
    def level(self) -> str:
        return next((code for code, radio in self.radios.items() if radio.isChecked()), "L1")

    def list_identities(self, chosen: str = "") -> None:
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        self.cards = {card.code: card for card in cards}
        self.identity.clear()
        w = self.bridge.words
        for card in cards:
            self.identity.addItem(w("{name}, until {day}", name=card.name, day=card.not_after), card.code)
        mine = chosen or next((card.code for card in cards if card.name == self.person.name), "")
        self.identity.setCurrentIndex(max(0, self.identity.findData(mine)))
        self.identity_field.refuse("" if cards else w("There is none yet; make one."))
        self._ready()

    def new_identity(self) -> None:
        dialog = NewIdentity(self.bridge, self.theme, self.person.name, self.person.unit, self)
        dialog.made.connect(lambda card: self._made(card, dialog.passphrase.text()))
        dialog.open()

    def _made(self, card: IdentityCard, passphrase: str) -> None:
        self.list_identities(card.code)
        self.passphrase.setText(passphrase)
        self.sign_button.setFocus()

    def import_identity(self) -> None:
        self._ask_file(self.import_file)

    def import_file(self, file: Path) -> None:
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Keep {file} on this laptop", file=file.name),
            secret=True,
            sentence=w("It is kept encrypted under the same passphrase."),
            field=w("Passphrase of the file"),
            deed=w("Keep"),
            then=lambda password: self._import(file, password),
        ).open()

    def _import(self, file: Path, password: str) -> None:
        card = self.bridge.do(identities.import_pkcs12, file, password=password)
        if card is not None:
            self._made(card, password)

    def choose_file(self) -> None:
        self._ask_file(lambda file: self.file.setText(str(file)))

    def _ask_file(self, then: Callable[[Path], object]) -> None:
        w = self.bridge.words
        dialog = QFileDialog(self, w("Certificate file"))
        dialog.setNameFilters([w("PKCS#12 files ({endings})", endings="*.p12 *.pfx"), w("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _choose(self) -> None:
        level = self.level
        self.key_box.setVisible(level in ("L1", "L2"))
        self.identity_field.setVisible(level == "L1")
        self.identity_row.setVisible(level == "L1")
        self.file_field.setVisible(level == "L2")
        self.file_button.setVisible(level == "L2")
        self.ink_field.setVisible(level != "paper")
        self._ready()

    def _ready(self) -> None:
        match self.level:
            case "L1":
                may = self.identity.count() > 0 and bool(self.passphrase.text())
            case "L2":
                may = bool(self.file.text() and self.passphrase.text())
            case "L0":
                may = bool(self.ink.picture())
            case _:
                may = True
        self.sign_button.setEnabled(may and (not self.gaps or bool(self.despite.toPlainText().strip())))

    def sign(self) -> None:
        """The key is opened before anything is written: a wrong passphrase signs nothing."""
        if not self.sign_button.isEnabled():
            return
        level, certificate = self.level, ""
        signature: Signature | None = None
        if level == "L1":
            signature = Signature(self.person.code, str(self.identity.currentData()), self.passphrase.text())
        elif level == "L2":
            signature = Signature(self.person.code, pkcs12=Path(self.file.text()), passphrase=self.passphrase.text())
        if signature is not None:
            hand = self._unlock(signature)
            if hand is None:
                return
            certificate, level = hand
        with ink_file(self.ink.picture() if level != "paper" else b"") as ink:
            done = self.bridge.do(
                sign_off.sign_off,
                self.inspection,
                self.person.code,
                level=level,
                certificate=certificate,
                statement=self.statement.toPlainText(),
                ink=ink,
                despite_gaps=self.despite.toPlainText().strip(),
            )
        if done is not None:
            self.accept()
            self.signed.emit(self.person.code, signature)

    def _unlock(self, signature: Signature) -> tuple[str, str] | None:
        w = self.bridge.words
        try:
            hand = (
                identities.from_file(signature.pkcs12, signature.passphrase)
                if signature.pkcs12
                else identities.unlock(self.bridge.desk, signature.identity, signature.passphrase)
            )
        except Trouble as trouble:
            self.passphrase_field.refuse(
                " ".join(w(part).format(**trouble.values) for part in (trouble.sentence, trouble.todo) if part)
            )
            self.passphrase.setFocus()
            self.passphrase.selectAll()
            return None
        self.passphrase_field.refuse("")
        return hand.fingerprint, "L1" if hand.self_made or signature.identity and (
            self.cards[signature.identity].level == "L1"
        ) else "L2"


class RefusalDialog(QDialog):
    """拒签: reason and witnesses are printed in place of the signature."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, person: Person, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.inspection, self.person = bridge, inspection, person
        w = bridge.words
        self.setWindowTitle(w("Refuses to sign"))
        self.setAccessibleName(w("{name} refuses to sign", name=person.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(theme.px(460))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(10))
        column.addWidget(label(w("{name} refuses to sign", name=person.name), "site", wrap=True))
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(80))
        column.addWidget(Field(theme, w("Reason (printed in the report)"), self.reason))
        self.witnesses = QLineEdit()
        column.addWidget(Field(theme, w("Witnesses"), self.witnesses, hint=w("Names, separated by commas.")))
        row = QHBoxLayout()
        row.addStretch(1)
        self.give_button = button(theme, w("Record refusal"), role="danger", pressed=self.give)
        row.addWidget(button(theme, w("Cancel"), pressed=self.reject))
        row.addWidget(self.give_button)
        column.addLayout(row)
        self.reason.textChanged.connect(self._ready)
        self.witnesses.textChanged.connect(lambda *_: self._ready())
        self._ready()
        self.reason.setFocus()

    def _names(self) -> list[str]:
        text = self.witnesses.text()
        for mark in "，、；;":
            text = text.replace(mark, ",")
        return [part.strip() for part in text.split(",") if part.strip()]

    def _ready(self) -> None:
        self.give_button.setEnabled(bool(self.reason.toPlainText().strip()) and bool(self._names()))

    def give(self) -> None:
        if (
            self.bridge.do(
                sign_off.refuse,
                self.inspection,
                self.person.name,
                self.reason.toPlainText(),
                role=self.person.role or "other",
                witnesses=self._names(),
            )
            is not None
        ):
            self.accept()


class SignOffPage(QWidget):
    """Everything from the last look to the signed PDF."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)
    issued = Signal(object)
    """With the path of a signed PDF that was written."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.hands: dict[str, Signature] = {}
        """What each person signed off with, kept until the page is left: the PDF is signed with the same."""
        self.task: Task | None = None
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=14)
        outer.addWidget(scroll(body, name=w("Sign-off")))
        state = Card(theme, name=w("State"))
        line = QHBoxLayout()
        self.revision = label("", "site")
        self.pill = Pill()
        line.addWidget(self.revision)
        line.addWidget(self.pill)
        line.addStretch(1)
        state.body.addLayout(line)
        self.missing = Paragraph(theme, role="secondary")
        state.body.addWidget(self.missing)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.gaps_button = button(
            theme,
            w("Completeness check"),
            icon="list-checks",
            pressed=lambda: self.asked_for.emit(Place("completeness", inspection)),
        )
        self.preview_button = button(
            theme, w("Preview"), icon="file-text", pressed=lambda: self.asked_for.emit(Place("preview", inspection))
        )
        self.amend_button = button(theme, w("Amend…"), icon="file-warning", pressed=self.amend)
        for one in (self.gaps_button, self.preview_button, self.amend_button):
            flow.addWidget(one)
        state.body.addWidget(deeds)
        body.body.addWidget(state)
        self.signers = Card(theme, name=w("Who signs"))
        self.signers.body.addWidget(label(w("Who signs"), "site"))
        self.signer_rows: list[QWidget] = []
        self.sign_buttons: dict[str, QWidget] = {}
        body.body.addWidget(self.signers)
        issue = Card(theme, name=w("Documents"))
        issue.body.addWidget(label(w("Documents"), "site"))
        self.issue_told = Paragraph(theme, role="secondary")
        issue.body.addWidget(self.issue_told)
        choose = QWidget()
        flow = FlowLayout(choose, spacing=theme.px(8))
        self.which = QComboBox()
        self.which.setAccessibleName(w("Document"))
        for document in (Document.REPORT, Document.NOTICE, Document.FACTS):
            self.which.addItem(document_name(w, document), document)
        self.language = QComboBox()
        self.language.setAccessibleName(w("Language of the document"))
        for code, name in (("zh-CN", "中文"), ("en", "English")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(0 if w.chinese else 1)
        self.issue_button = button(theme, w("Issue PDF…"), role="primary", icon="file-check", pressed=self.choose_out)
        self.countersign_button = button(
            theme, w("Countersign a PDF…"), icon="signature", pressed=self.choose_countersign
        )
        for part in (self.which, self.language, self.issue_button, self.countersign_button):
            flow.addWidget(part)
        issue.body.addWidget(choose)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(w("Making the document"))
        self.cancel_button = button(theme, w("Stop"), name=w("Stop making the document"), pressed=self.cancel)
        self.making = QWidget()
        across = QHBoxLayout(self.making)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.bar, 1)
        across.addWidget(self.cancel_button)
        self.making.hide()
        issue.body.addWidget(self.making)
        self.verdict = Paragraph(theme)
        self.verdict.hide()
        issue.body.addWidget(self.verdict)
        self.issued_column = QVBoxLayout()
        self.issued_rows: list[QWidget] = []
        issue.body.addLayout(self.issued_column)
        body.body.addWidget(issue)
        body.body.addStretch(1)
        bridge.changed.connect(self._changed)
        self.refresh()

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Sign and finish")

    @property
    def subtitle(self) -> str:
        return self.bridge.words("Revision {n}", n=self._found.revision)

    @property
    def state(self) -> tuple[str, str]:
        w = self.bridge.words
        return (w("Signed"), "ok") if self._found.locked else (w("Not signed"), "accent")

    @property
    def place(self) -> Place:
        return Place("sign_off", self.inspection)

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Sign-off")
        return [
            Command(
                "gaps",
                w("Completeness check"),
                lambda: self.asked_for.emit(Place("completeness", self.inspection)),
                ("G",),
                "list-checks",
                group,
                "button",
            ),
            Command(
                "preview",
                w("Preview"),
                lambda: self.asked_for.emit(Place("preview", self.inspection)),
                ("V",),
                "file-text",
                group,
                "button",
            ),
            Command(
                "sign-next",
                w("Sign: the next person"),
                self.sign_next,
                ("S",),
                "signature",
                group,
                possible=lambda: bool(self._unsigned()),
            ),
            Command(
                "issue",
                w("Issue PDF…"),
                self.choose_out,
                ("I",),
                "file-check",
                group,
                possible=self.issue_button.isEnabled,
            ),
        ]

    def leaving(self) -> None:
        """Passphrases are not kept behind a page nobody sees."""
        if self.task is None:
            self.hands.clear()

    @property
    def _found(self):  # type: ignore[no-untyped-def]
        return self.bridge.opened(self.inspection).inspection

    def _people(self) -> list[Person]:
        """Those who sign: the team, the site's manager, and whoever signed or refused besides."""
        found = self._found
        done = {s.by for s in found.sign_offs if s.revision == found.revision}
        return [p for p in labelled.team(found) if p.role in documents.SIGNERS or p.code in done]

    def _sign_off_of(self, person: Person) -> SignOff | None:
        found = self._found
        return next((s for s in found.sign_offs if s.by == person.code and s.revision == found.revision), None)

    def _unsigned(self) -> list[Person]:
        return [p for p in self._people() if self._sign_off_of(p) is None]

    # -- what is shown ----------------------------------------------------------------------------
    def refresh(self) -> None:
        w, found = self.bridge.words, self._found
        opened = self.bridge.opened(self.inspection)
        missing = gaps_of(opened.walk, found) if not found.locked else ()
        must = sum(gap.must for gap in missing)
        self.revision.setText(w("Revision {n}", n=found.revision))
        self.pill.say(*self.state)
        if found.locked:
            said = w("Signed and closed. Corrective actions go on; everything else is changed by an amendment.")
        elif must:
            said = w.count(
                "{n} thing has to be closed before signing.", "{n} things have to be closed before signing.", must
            )
        elif missing:
            said = w.count(
                "{n} thing is still missing; signing then needs a reason, which is printed.",
                "{n} things are still missing; signing then needs a reason, which is printed.",
                len(missing),
            )
        else:
            said = w("Nothing is missing.")
        self.missing.set_text(said)
        self.gaps_button.setVisible(not found.locked)
        self.amend_button.setVisible(found.locked)
        self._show_signers(blocked=must > 0)
        self._show_issued()
        able = [p for p in self._people() if (s := self._sign_off_of(p)) is not None and s.certificate]
        waiting = any(p.clearance is None for p in found.photos.values())
        self.issue_button.setEnabled(self.task is None and found.locked and not waiting)
        self.countersign_button.setVisible(bool(found.issued))
        self.issue_told.set_text(
            w(
                "The PDF is drawn once and signed by {names}.",
                names="、".join(p.name for p in able) if w.chinese else ", ".join(p.name for p in able),
            )
            if able
            else w("Documents are issued after sign-off; before it, the preview shows a draft.")
            if not found.locked
            else w("Nobody signed with a key; the PDF will carry the drawn or empty boxes only.")
        )
        self.retitled.emit()

    def _show_signers(self, *, blocked: bool) -> None:
        w, theme, found = self.bridge.words, self.theme, self._found
        for old in self.signer_rows:
            self.signers.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.signer_rows, self.sign_buttons = [], {}
        for person in self._people():
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, theme.px(2), 0, theme.px(2))
            line.setSpacing(theme.px(8))
            names = QVBoxLayout()
            names.setSpacing(0)
            names.addWidget(ElidingLabel(person.name, role="strong"))
            signed = self._sign_off_of(person)
            refused = next((r for r in found.refusals if r.revision == found.revision and r.name == person.name), None)
            names.addWidget(
                ElidingLabel(
                    " · ".join(
                        part
                        for part in (
                            labelled.role(w, person.role),
                            labelled.level(w, signed.level) if signed else "",
                            labelled.moment(w, signed.stood.wall) if signed else "",
                            w("refused: {reason}", reason=refused.reason) if refused and not signed else "",
                        )
                        if part
                    ),
                    role="meta",
                )
            )
            line.addLayout(names, 1)
            if signed is not None:
                line.addWidget(Pill(w("Signed"), tone="ok"))
            else:
                if refused is not None:
                    line.addWidget(Pill(w("Refused"), tone="warn"))
                else:
                    no = button(
                        theme,
                        w("Refuses…"),
                        role="quiet",
                        name=w("{name} refuses to sign", name=person.name),
                        pressed=partial(self.refuse, person),
                    )
                    line.addWidget(no)
                yes = button(
                    theme,
                    w("Sign…"),
                    role="" if found.locked else "primary",
                    icon="signature",
                    name=w("{name} signs", name=person.name),
                    pressed=partial(self.sign, person),
                )
                yes.setEnabled(not blocked)
                line.addWidget(yes)
                self.sign_buttons[person.code] = yes
            self.signers.body.addWidget(row)
            self.signer_rows.append(row)
        if not self._people():
            empty = Paragraph(
                theme, w("Nobody who signs is named yet; add the people on the meetings page."), role="secondary"
            )
            self.signers.body.addWidget(empty)
            self.signer_rows.append(empty)

    def _show_issued(self) -> None:
        w, found = self.bridge.words, self._found
        for old in self.issued_rows:
            self.issued_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.issued_rows = []
        for one in found.issued:
            try:
                name = document_name(w, Document(one.document))
            except ValueError:  # a document of a newer version
                name = one.document
            row = ElidingLabel(
                " · ".join(
                    (
                        name,
                        w("Revision {n}", n=one.revision),
                        labelled.moment(w, one.stood.wall),
                        f"SHA-256 {one.sha256[:16]}…",
                    )
                ),
                role="secondary",
            )
            self.issued_column.addWidget(row)
            self.issued_rows.append(row)

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    # -- signing ----------------------------------------------------------------------------------
    def sign(self, person: Person) -> SignDialog:
        dialog = SignDialog(self.bridge, self.theme, self.inspection, person, self)
        dialog.signed.connect(self._signed)
        dialog.open()
        return dialog

    def sign_next(self) -> None:
        if self._unsigned():
            self.sign(self._unsigned()[0])

    def _signed(self, person: str, signature: Signature | None) -> None:
        if signature is not None:
            self.hands[person] = signature
        self.said.emit(self.bridge.words("Signed off."), "ok")
        self.refresh()

    def refuse(self, person: Person) -> RefusalDialog:
        dialog = RefusalDialog(self.bridge, self.theme, self.inspection, person, self)
        dialog.open()
        return dialog

    def amend(self) -> None:
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Amend the signed inspection"),
            long=True,
            field=w("Reason"),
            sentence=w("A new revision is opened; the signed one stays as it is. The reason is printed."),
            deed=w("Open revision"),
            then=lambda why: self.bridge.do(sign_off.amend, self.inspection, why),
        ).open()

    # -- issuing ----------------------------------------------------------------------------------
    def choose_out(self) -> None:
        w, found = self.bridge.words, self._found
        dialog = QFileDialog(self, w("Issue PDF"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)"])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{found.number or found.id[:8]}-{Document(self.which.currentData())}-r{found.revision}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.issue(Path(name)))
        dialog.open()

    def issue(self, out: Path) -> None:
        """Ask for every passphrase that is not at hand, then make the document."""
        document = Document(self.which.currentData())
        signers = [p for p in self._people() if (s := self._sign_off_of(p)) is not None and s.certificate]
        lacking = next((p for p in signers if p.code not in self.hands), None)
        if document is not Document.FACTS and lacking is not None:
            self._ask_hand(lacking, lambda: self.issue(out))
            return
        hands = [self.hands[p.code] for p in signers if p.code in self.hands]
        try:
            order = issuing.prepare(
                self.bridge.desk, self.inspection, document, out, str(self.language.currentData()), hands
            )
        except Trouble as trouble:
            self.hands.clear()
            self.bridge.failed.emit(trouble)
            return
        self.making.show()
        self.bar.setRange(0, 0)
        self.verdict.hide()
        self.task = self.bridge.later(
            lambda task: issuing.make(order, lambda done, of: task.progress(done, of)),
            lambda rendered: self._made(order, rendered),
            failed=self._failed,
            progress=self._progress,
        )
        self.refresh()

    def _ask_hand(self, person: Person, then: Callable[[], object]) -> None:
        """The passphrase of whoever signed with a key, typed by them."""
        w = self.bridge.words
        signed = self._sign_off_of(person)
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        card = next((c for c in cards if signed and c.fingerprint == signed.certificate), None)
        if card is None:
            dialog = QFileDialog(self, w("Certificate file of {name}", name=person.name))
            dialog.setNameFilters([w("PKCS#12 files ({endings})", endings="*.p12 *.pfx")])
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(lambda name: self._ask_passphrase(person, "", Path(name), then))
            dialog.open()
        else:
            self._ask_passphrase(person, card.code, None, then)

    def _ask_passphrase(self, person: Person, identity: str, file: Path | None, then: Callable[[], object]) -> None:
        w = self.bridge.words

        def given(passphrase: str) -> None:
            self.hands[person.code] = Signature(person.code, identity, passphrase, file)
            then()

        Question(
            self.theme,
            w,
            self,
            title=w("{name} signs the PDF", name=person.name),
            secret=True,
            field=w("Passphrase"),
            deed=w("Sign"),
            then=given,
        ).open()

    def cancel(self) -> None:
        """Stop; nothing half is left."""
        if self.task is not None:
            self.task.cancel()
            self._over()

    def _progress(self, done: int, of: int, _: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _made(self, order: issuing.Order, rendered: Rendered) -> None:
        self._over()
        if self.bridge.do(issuing.record, order, rendered.pages) is not None:
            w = self.bridge.words
            self.said.emit(w("Issued: {file}", file=str(order.out)), "ok")
            self.issued.emit(order.out)
            self.verify(order.out)

    def _failed(self, trouble: Trouble) -> None:
        self._over()
        self.hands.clear()
        self.bridge.failed.emit(trouble)

    def _over(self) -> None:
        self.task = None
        self.making.hide()
        self.refresh()

    def verify(self, pdf: Path) -> None:
        """Judge the file as any reader would, and say the verdict."""
        known = [s.certificate for s in self._found.sign_offs if s.certificate]
        self.bridge.later(lambda _: documents.verify_pdf(pdf, known=known), self._judged)

    def _judged(self, found: object) -> None:
        from auditapp.report.examination import Examination, Verdict

        if not isinstance(found, Examination):
            return
        w = self.bridge.words
        said = [w(found.sentence)]
        said += [answer.said(w) for answer in found.answers if answer.verdict is not Verdict.VALID]
        self.verdict.set_text(w("{file}: {verdict}", file=found.path.name, verdict=" ".join(said)))
        self.verdict.show()

    def choose_countersign(self) -> None:
        w = self.bridge.words
        dialog = QFileDialog(self, w("Issued PDF"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["PDF (*.pdf)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.countersign(Path(name)))
        dialog.open()

    def countersign(self, pdf: Path) -> None:
        """Whoever signed off with a key and is not in the PDF yet adds the signature."""
        w = self.bridge.words
        signers = [p for p in self._people() if (s := self._sign_off_of(p)) is not None and s.certificate]
        if not signers:
            self.said.emit(w("Nobody has signed off with a key."), "warn")
            return

        def chosen(code: str) -> None:
            person = next(p for p in signers if p.code == code)
            if code not in self.hands:
                self._ask_hand(person, lambda: chosen(code))
                return
            done = self.bridge.ask(documents.countersign, self.inspection, pdf, self.hands[code])
            if done is not None:
                self.bridge.tell(done.changes)
                self.said.emit(w("Countersigned: {file}", file=pdf.name), "ok")
                self.verify(pdf)

        Question(
            self.theme,
            w,
            self,
            title=w("Who countersigns?"),
            field=w("Person"),
            deed=w("Countersign"),
            choices=[(p.code, p.name) for p in signers],
            then=chosen,
        ).open()

    def show_file(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
