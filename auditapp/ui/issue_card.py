"""Documents leave: which one, in which language, signed by whom, to which file; drawn, signed and recorded, or not
there at all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from auditapp.inspection.state import Inspection, Person, SignOff, Stamped
from auditapp.operations import documents, identities, photos
from auditapp.operations.documents import Signature
from auditapp.operations.identities import IdentityCard
from auditapp.operations.late import late
from auditapp.report.papers import Document, Rendered
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.countersigning import Countersigning
from auditapp.ui.file_line import FileLine, remember_folder
from auditapp.ui.hand_dialog import HandDialog
from auditapp.ui.issued_view import IssuedView
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Trouble


class IssueCard(Card):
    """``issued(path)`` when a PDF is whole, signed and recorded."""

    issued = Signal(object)
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        w = bridge.words
        super().__init__(theme, name=w("Documents"))
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.hands: dict[str, Signature] = {}
        """What each person signed off with, kept until the page is left: the PDF is signed with the same."""
        self.task: Task | None = None
        self.order: documents.Order | None = None
        self.body.addWidget(label(w("Documents"), "site"))
        self.told = Paragraph(theme, role="secondary")
        self.body.addWidget(self.told)
        self.which = QComboBox()
        for document in (Document.REPORT, Document.NOTICE, Document.FACTS):
            self.which.addItem(labelled.document(w, document), document)
        self.language = QComboBox()
        for code, name in (("zh-CN", "中文"), ("en", "English")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(0 if w.chinese else 1)
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.px(8))
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(Field(theme, w("Document"), self.which), 2)
        across.addWidget(Field(theme, w("Language"), self.language), 1)
        call(self.language, w("Language of the document"))
        form.addLayout(across)
        self.signers = QWidget()
        self.ticks: dict[str, QCheckBox] = {}
        self.signers_flow = FlowLayout(self.signers, spacing=theme.px(16))
        self.signers_field = Field(
            theme,
            w("Signed now by"),
            self.signers,
            hint=w("Whoever is not here now countersigns the finished PDF later."),
        )
        form.addWidget(self.signers_field)
        self.out = FileLine(bridge, theme, w("Save to"), endings="*.pdf", kind="PDF (*.pdf)", saving=True)
        form.addWidget(self.out)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.issue_button = button(theme, w("Issue PDF"), role="primary", icon="file-check", pressed=self.issue_here)
        self.countersign_button = button(theme, w("Countersign a PDF…"), icon="signature", pressed=self.ask_countersign)
        flow.addWidget(self.issue_button)
        flow.addWidget(self.countersign_button)
        self.stamped_button = button(
            theme, w("Save the time-stamped document…"), icon="download", pressed=self._choose_stamped
        )
        flow.addWidget(self.stamped_button)
        form.addWidget(deeds)
        self.body.addWidget(self.form)
        self.countersigning = Countersigning(bridge, theme, inspection, self.hands)
        self.countersigning.signed.connect(self._countersigned)
        self.countersigning.said.connect(self.said)
        self.body.addWidget(self.countersigning)
        self._progress_row()
        self.view = IssuedView(bridge, theme)
        self.verdict = self.view.verdict
        self.body.addWidget(self.view)
        self.before = label(w("Issued so far"), "heading")
        self.body.addWidget(self.before)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(4))
        self.body.addLayout(self.rows)
        self._suggested = ""
        self.which.activated.connect(lambda *_: self.refresh())
        self.language.activated.connect(lambda *_: self.refresh())
        self.out.changed.connect(self._ready)
        self.out.entered.connect(self.issue_here)

    def _progress_row(self) -> None:
        w, theme = self.bridge.words, self.theme
        self.making = QWidget()
        column = QVBoxLayout(self.making)
        column.setContentsMargins(0, 0, 0, 0)
        self.step = label(w("The document is being drawn and signed…"), "secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(w("Making the document"))
        self.cancel_button = button(theme, w("Stop"), name=w("Stop making the document"), pressed=self.cancel)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        across.addWidget(self.bar, 1)
        across.addWidget(self.cancel_button)
        column.addWidget(self.step)
        column.addLayout(across)
        self.making.hide()
        self.body.addWidget(self.making)

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def found(self) -> Inspection:
        return self.bridge.opened(self.inspection).inspection

    @property
    def document(self) -> Document:
        return Document(self.which.currentData())

    def sign_off_of(self, person: Person) -> SignOff | None:
        found = self.found
        return next((s for s in found.sign_offs if s.by == person.code and s.revision == found.revision), None)

    def able(self) -> list[tuple[Person, str]]:
        """Who can sign the chosen document's PDF, and the code of the identity ("" = in a file of their own)."""
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        by_print = {card.fingerprint: card.code for card in cards}
        by_name = {card.name: card.code for card in cards}
        able = []
        for person in labelled.team(self.found):
            signed = self.sign_off_of(person)
            if signed is not None and signed.certificate:
                able.append((person, by_print.get(signed.certificate, "")))
            elif self.document is Document.FACTS and signed is None and person.name in by_name:
                able.append((person, by_name[person.name]))
        return able

    def refresh(self) -> None:
        w, found = self.bridge.words, self.found
        able = self.able()
        names = w.listed(*(person.name for person, _ in able))
        waiting, came = bool(photos.uncleared(found)), bool(late(self.bridge.desk, self.inspection))
        if not found.locked and self.document is not Document.FACTS:
            said = w("Documents are issued after sign-off; before it, the preview shows a draft.")
        elif came:
            said = w("Something came in after the signature: amend and sign again before anything is issued.")
        elif waiting:
            said = w("Some photos were not looked at yet; no photo leaves before somebody has.")
        elif able:
            said = w("The PDF is drawn once and signed by {names}.", names=names)
        else:
            said = w("Nobody signed with a key; the PDF will carry the drawn or empty boxes only.")
        self.told.set_text(said)
        self._may = (found.locked or self.document is Document.FACTS) and not (waiting or came)
        for part in (self.signers_field, self.out, self.issue_button):
            part.setEnabled(self._may)
        self._show_signers(able)
        self._suggest()
        self.countersign_button.setVisible(bool(found.issued))
        self.stamped_button.setVisible(bool(found.stamped))
        self.countersigning.refresh()
        self.view.known = tuple(s.certificate for s in found.sign_offs if s.certificate)
        self._show_issued()
        self._ready()

    _may = False

    def _show_signers(self, able: list[tuple[Person, str]]) -> None:
        if [person.code for person, _ in able] != list(self.ticks):
            before = {code: tick.isChecked() for code, tick in self.ticks.items()}
            clear(self.signers_flow)
            self.ticks = {}
            for person, _ in able:
                tick = QCheckBox(person.name)
                tick.setChecked(before.get(person.code, True))
                tick.setAccessibleName(self.bridge.words("{name} signs the PDF", name=person.name))
                self.ticks[person.code] = tick
                self.signers_flow.addWidget(tick)
                tick.show()
        self.signers_field.setVisible(bool(able))

    def _suggest(self) -> None:
        """A name of its own for every document, language and revision, until somebody types another."""
        found = self.found
        language = str(self.language.currentData()).partition("-")[0]
        name = f"{found.number or found.id[:8]}-{self.document}-r{found.revision}-{language}.pdf"
        if self.out.line.text() in ("", self._suggested):
            self.out.suggest(name)
            self._suggested = self.out.line.text()

    def _choose_stamped(self) -> None:
        name = f"{self.found.number or self.inspection[:8]}-stamped.pdf"
        title = self.bridge.words("Save the time-stamped document…")
        file, _ = QFileDialog.getSaveFileName(self, title, name, "PDF (*.pdf)")
        if file:
            self.save_stamped(Path(file))

    def save_stamped(self, out: Path) -> None:
        """As it was signed, with head office's time stamp behind it; shown and judged at once."""
        found = self.bridge.ask(documents.save_stamped, self.inspection, out)
        if found is not None:
            self.said.emit(self.bridge.words("Saved: {file}", file=str(out)), "ok")
            self.view.show_file(out, found.sha256)

    def _show_issued(self) -> None:
        w, found = self.bridge.words, self.found
        stamps = {one.report: one for one in found.stamped}
        clear(self.rows)
        self.before.setVisible(bool(found.issued))
        for one in reversed(found.issued):
            row = ElidingLabel(
                " · ".join(
                    (
                        labelled.document(w, one.document),
                        w("Revision {n}", n=one.revision),
                        labelled.moment(w, one.stood.wall),
                        f"SHA-256 {one.sha256[:16]}…",
                        *self._stamp(stamps.get(one.sha256)),
                    )
                ),
                role="secondary",
            )
            row.setToolTip(f"SHA-256 {one.sha256}")
            self.rows.addWidget(row)

    def _stamp(self, stamp: Stamped | None) -> tuple[str, ...]:
        if stamp is None:
            return ()
        w = self.bridge.words
        return (w("Time stamp of {authority}, {time}", authority=stamp.authority, time=labelled.moment(w, stamp.time)),)

    def _ready(self) -> None:
        self.issue_button.setEnabled(self._may and self.task is None and self.out.path is not None)

    # -- issuing ----------------------------------------------------------------------------------
    def issue_here(self) -> None:
        if self.out.path is not None and self.issue_button.isEnabled():
            self.issue(self.out.path)

    def issue(self, out: Path) -> None:
        """Ask for every passphrase that is not at hand, then make the document."""
        for person, identity in self.able():
            tick = self.ticks.get(person.code)
            if person.code not in self.hands and (tick is None or tick.isChecked()):
                HandDialog(self.bridge, self.theme, person, identity, self, lambda hand: self._opened(hand, out)).open()
                return
        hands = [self.hands[p.code] for p, _ in self.able() if p.code in self.hands and self._ticked(p.code)]
        try:
            self.order = documents.prepare(
                self.bridge.desk,
                self.inspection,
                out,
                document=self.document,
                language=str(self.language.currentData()),
                signatures=hands,
            )
        except Trouble as trouble:
            self.hands.clear()
            self.bridge.failed.emit(trouble)
            return
        self.job = _Making(self.order)
        self.bar.setRange(0, 0)
        self.view.cancel()
        self.view.hide()
        self.task = self.bridge.later(self.job, self._made, failed=self._failed, progress=self._progress)
        self.making.show()
        self.cancel_button.setFocus()
        self._ready()

    def _ticked(self, code: str) -> bool:
        tick = self.ticks.get(code)
        return tick is None or tick.isChecked()

    def _opened(self, hand: Signature, out: Path) -> None:
        self.hands[hand.person] = hand
        self.issue(out)

    def cancel(self) -> None:
        """Stop; nothing half is left."""
        if self.task is not None:
            self.task.cancel()
            self.task.ended.connect(self.job.take_away)
            self._over()
            self.said.emit(self.bridge.words("Stopped; nothing was issued."), "warn")

    def _progress(self, done: int, of: int, _: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _made(self, rendered: Rendered) -> None:
        order = self.order
        self._over()
        if order is None or self.bridge.do(documents.record, order) is None:
            return
        remember_folder(self.bridge, order.out)
        self.said.emit(self.bridge.words("Issued: {file}", file=str(order.out)), "ok")
        if not self.bridge.ask(documents.is_kept, self.found.issued[-1].sha256):
            self.said.emit(
                self.bridge.words(
                    "The desk keeps no copy of it, so head office does not get it from here: hand it on yourself."
                ),
                "warn",
            )
        self.view.show_file(order.out, self.found.issued[-1].sha256)
        self._suggested = self.out.line.text()
        self.view.open_button.setFocus()
        self.issued.emit(order.out)

    def _failed(self, trouble: Trouble) -> None:
        self._over()
        self.hands.clear()
        self.bridge.failed.emit(trouble)

    def _over(self) -> None:
        self.task, self.order = None, None
        self.making.hide()
        self.refresh()

    # -- countersigning ---------------------------------------------------------------------------
    def ask_countersign(self) -> None:
        self.countersigning.begin()

    def _countersigned(self, pdf: Path) -> None:
        self.view.show_file(pdf, self.found.issued[-1].sha256)
        self.refresh()

    def leaving(self) -> None:
        """Passphrases are not kept behind a page nobody sees."""
        if self.task is None:
            self.hands.clear()


class _Making:
    """The job off the window's thread. What was stopped at the last moment is taken away again: it was never
    recorded."""

    def __init__(self, order: documents.Order) -> None:
        self.order, self.whole = order, False

    def __call__(self, task: Task) -> Rendered:
        rendered = documents.make(self.order, progress=task.progress, apart=True)
        self.whole = True
        return rendered

    def take_away(self) -> None:
        if self.whole:
            self.order.out.unlink(missing_ok=True)
