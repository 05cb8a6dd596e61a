"""Sign-off: from the last look to the signed PDF. Who signs, who refuses, what is amended, which keys are here."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.inspection.state import Inspection, Person, Refusal, SignOff
from auditapp.operations import documents
from auditapp.operations.changes import Changes
from auditapp.operations.documents import Signature
from auditapp.operations.late import late
from auditapp.ui import amending, labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.identities_card import IdentitiesCard
from auditapp.ui.issue_card import IssueCard
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place
from auditapp.ui.refusal_dialog import RefusalDialog
from auditapp.ui.sign_dialog import SignDialog
from auditapp.ui.theme import Theme, tell

WIDEST: Final = 1080
"""Pixels: lines that are longer are hard to follow from a name to its button."""


class SignOffPage(QWidget):
    """State and revisions, signatures, documents, identities: a card each."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)
    issued = Signal(object)
    """With the path of a signed PDF that was written."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=14)
        body.setMaximumWidth(theme.px(WIDEST))
        self.area = scroll(body, name=w("Sign-off"))
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self.area)
        body.body.addWidget(self._state_card())
        self.signers = Card(theme, name=w("Who signs"))
        head = QHBoxLayout()
        head.addWidget(label(w("Who signs"), "site"))
        head.addStretch(1)
        self.people_button = button(
            theme,
            w("People"),
            role="link",
            icon="arrow-up-right",
            pressed=lambda: self.asked_for.emit(Place("meetings", inspection, "team")),
        )
        head.addWidget(self.people_button)
        self.signers.body.addLayout(head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(6))
        self.signers.body.addLayout(self.rows)
        self.sign_buttons: dict[str, QWidget] = {}
        body.body.addWidget(self.signers)
        self.documents = IssueCard(bridge, theme, inspection)
        self.documents.said.connect(self.said)
        self.documents.issued.connect(self.issued)
        body.body.addWidget(self.documents)
        self.identities = IdentitiesCard(bridge, theme, inspection)
        self.identities.changed.connect(self.documents.refresh)
        body.body.addWidget(self.identities)
        body.body.addStretch(1)
        bridge.changed.connect(self._changed)
        self.refresh()

    def _state_card(self) -> Card:
        w, theme = self.bridge.words, self.theme
        card = Card(theme, name=w("State"))
        line = QHBoxLayout()
        self.revision = label("", "site")
        self.pill = Pill()
        line.addWidget(self.revision)
        line.addWidget(self.pill)
        line.addStretch(1)
        card.body.addLayout(line)
        self.missing = Paragraph(theme, role="secondary")
        card.body.addWidget(self.missing)
        self.history = Paragraph(theme, role="meta")
        card.body.addWidget(self.history)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.gaps_button = button(
            theme,
            w("See what is missing"),
            icon="list-checks",
            pressed=lambda: self.asked_for.emit(Place("completeness", self.inspection)),
        )
        self.amend_button = button(theme, w("Amend…"), icon="file-warning", pressed=self.amend)
        for one in (self.gaps_button, self.amend_button):
            flow.addWidget(one)
        card.body.addWidget(deeds)
        return card

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
                "completeness",
                w("Completeness check"),
                lambda: self.asked_for.emit(Place("completeness", self.inspection)),
                ("M",),
                "list-checks",
                w("Inspection"),
                "button",
            ),
            Command(
                "preview",
                w("Preview report"),
                lambda: self.asked_for.emit(Place("preview", self.inspection)),
                ("Ctrl+P",),
                "file-text",
                w("Inspection"),
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
                w("Issue PDF"),
                self.documents.issue_here,
                ("I",),
                "file-check",
                group,
                possible=self.documents.issue_button.isEnabled,
            ),
            Command("amend", w("Amend…"), self.amend, (), "file-warning", group, possible=lambda: self._found.locked),
        ]

    def leaving(self) -> None:
        self.documents.leaving()

    @property
    def _found(self) -> Inspection:
        return self.bridge.opened(self.inspection).inspection

    def _people(self) -> list[Person]:
        """Those who sign: the team, the site's manager, and whoever signed or refused besides."""
        found = self._found
        done = {s.by for s in found.sign_offs if s.revision == found.revision}
        return [p for p in labelled.team(found) if p.role in documents.SIGNERS or p.code in done]

    def _sign_off_of(self, person: Person) -> SignOff | None:
        return self.documents.sign_off_of(person)

    def _refusal_of(self, person: Person) -> Refusal | None:
        found = self._found
        return next((r for r in found.refusals if r.revision == found.revision and r.name == person.name), None)

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
        came = late(self.bridge.desk, self.inspection)
        tell(self.missing, tone="bad" if came else "")
        if came:
            said = w.count(
                "{n} entry came in from another laptop after the signature; not every signature covers it. Amend, look "
                "at it, and sign again: until then nothing is issued.",
                "{n} entries came in from another laptop after the signature; not every signature covers them. Amend, "
                "look at them, and sign again: until then nothing is issued.",
                len(came),
            )
        elif found.locked:
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
        self.history.set_text(
            "\n".join(
                w(
                    "Revision {n}, opened {time}: {reason}",
                    n=one.revision,
                    time=labelled.moment(w, one.stood.wall),
                    reason=one.reason,
                )
                for one in found.amendments
            )
        )
        self.history.setVisible(bool(found.amendments))
        self.gaps_button.setVisible(bool(missing))
        self.amend_button.setVisible(found.locked)
        self._show_signers(blocked=must > 0 or bool(came))
        self.documents.refresh()
        self.retitled.emit()

    def _show_signers(self, *, blocked: bool) -> None:
        w = self.bridge.words
        held = next((code for code, one in self.sign_buttons.items() if one.hasFocus()), "")
        clear(self.rows)
        self.sign_buttons = {}
        people = self._people()
        for person in people:
            self.rows.addWidget(self._signer(person, blocked=blocked))
        if not people:
            self.rows.addWidget(
                Paragraph(
                    self.theme,
                    w("Nobody who signs is named yet; add the people on the meetings page."),
                    role="secondary",
                )
            )
        if held in self.sign_buttons:
            self.sign_buttons[held].setFocus()

    def _signer(self, person: Person, *, blocked: bool) -> QWidget:
        """Name and role; what was signed or refused, or the buttons for either."""
        w, theme = self.bridge.words, self.theme
        signed, refused = self._sign_off_of(person), self._refusal_of(person)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, theme.px(2), 0, theme.px(2))
        line.setSpacing(theme.px(8))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidingLabel(person.name, role="strong"))
        names.addWidget(ElidingLabel(self._told(person, signed, refused), role="meta"))
        if signed is not None and signed.statement:
            names.addWidget(ElidingLabel(signed.statement.replace("\n", " "), role="meta"))
        line.addLayout(names, 1)
        if signed is not None:
            line.addWidget(Pill(w("Signed"), tone="ok"))
            return row
        if refused is not None:
            line.addWidget(Pill(w("Refused"), tone="warn"))
        else:
            line.addWidget(
                button(
                    theme,
                    w("Refuses…"),
                    role="quiet",
                    name=w("{name} refuses to sign", name=person.name),
                    pressed=partial(self.refuse, person),
                )
            )
        first = not self._found.locked and person.code == self._people()[0].code
        yes = button(
            theme,
            w("Sign…"),
            role="primary" if first else "",
            icon="signature",
            name=w("{name} signs", name=person.name),
            pressed=partial(self.sign, person),
        )
        yes.setEnabled(not blocked)
        line.addWidget(yes)
        self.sign_buttons[person.code] = yes
        return row

    def _told(self, person: Person, signed: SignOff | None, refused: Refusal | None) -> str:
        w = self.bridge.words
        parts = [labelled.role(w, person.role)]
        if signed is not None:
            parts += [labelled.level(w, signed.level), labelled.moment(w, signed.stood.wall)]
            if signed.certificate:
                parts.append(w("Certificate {print}…", print=signed.certificate[:16]))
        elif refused is not None:
            people = self._found.people
            parts += [
                w("refused: {reason}", reason=refused.reason),
                w(
                    "Witnesses: {names}",
                    names=w.listed(*(people[c].name if c in people else c for c in refused.witnesses)),
                ),
            ]
        return " · ".join(part for part in parts if part)

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def sign(self, person: Person) -> SignDialog:
        dialog = SignDialog(self.bridge, self.theme, self.inspection, person, self)
        dialog.signed.connect(self._signed)
        dialog.finished.connect(lambda *_: self.identities.refresh())
        dialog.open()
        return dialog

    def sign_next(self) -> None:
        if self._unsigned():
            self.sign(self._unsigned()[0])

    def _signed(self, person: str, signature: Signature | None) -> None:
        if signature is not None:
            self.documents.hands[person] = signature
        self.said.emit(self.bridge.words("Signed off."), "ok")
        self.refresh()
        rest = self._unsigned()
        (self.sign_buttons[rest[0].code] if rest else self.documents.out.line).setFocus()

    def refuse(self, person: Person) -> RefusalDialog:
        dialog = RefusalDialog(self.bridge, self.theme, self.inspection, person, self)
        dialog.open()
        return dialog

    def amend(self) -> None:
        amending.ask(self.bridge, self.theme, self, self.inspection)
