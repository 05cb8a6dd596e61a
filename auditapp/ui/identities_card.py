"""The signing identities kept on this laptop: what a signature with each is worth, until when, and their deeds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.operations import identities
from auditapp.operations.identities import IdentityCard
from auditapp.ui import labelled
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.identity_dialogs import KeepIdentity, NewIdentity
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.theme import Theme


class IdentitiesCard(Card):
    """``changed()`` when one came or went."""

    changed = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        w = bridge.words
        super().__init__(theme, name=w("Signing identities on this laptop"))
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.body.addWidget(label(w("Signing identities on this laptop"), "site"))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(6))
        self.body.addLayout(self.rows)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.new_button = button(theme, w("New identity…"), icon="plus", pressed=self.new)
        self.keep_button = button(theme, w("Keep a .p12 here…"), icon="download", pressed=self.keep)
        flow.addWidget(self.new_button)
        flow.addWidget(self.keep_button)
        self.body.addWidget(deeds)
        self.refresh()

    def refresh(self) -> None:
        w, theme = self.bridge.words, self.theme
        cards: list[IdentityCard] = self.bridge.ask(identities.identities) or []
        clear(self.rows)
        for card in cards:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.px(8))
            names = QVBoxLayout()
            names.setSpacing(0)
            names.addWidget(ElidingLabel(card.subject, role="strong"))
            told = ElidingLabel(
                " · ".join(
                    (
                        w(card.worth),
                        w("until {day}", day=labelled.day(w, card.not_after)),
                        w("Certificate {print}…", print=card.fingerprint[:16]),
                    )
                ),
                role="meta",
            )
            names.addWidget(told)
            line.addLayout(names, 1)
            line.addWidget(
                icon_button(
                    theme,
                    "trash-2",
                    w("Take the identity of {name} off this laptop", name=card.name),
                    pressed=partial(self.remove, card),
                )
            )
            self.rows.addWidget(row)
        if not cards:
            self.rows.addWidget(
                Paragraph(
                    theme, w("None yet. Whoever signs with a key makes one here, or brings a file."), role="secondary"
                )
            )

    def new(self) -> None:
        found = self.bridge.opened(self.inspection).inspection
        person = found.people.get(labelled.working(self.bridge.desk, found))
        dialog = NewIdentity(
            self.bridge, self.theme, person.name if person else "", person.unit if person else "", self
        )
        dialog.made.connect(lambda *_: self._other())
        dialog.open()

    def keep(self) -> None:
        dialog = KeepIdentity(self.bridge, self.theme, self)
        dialog.made.connect(lambda *_: self._other())
        dialog.open()

    def remove(self, card: IdentityCard) -> None:
        """There is no way back for a key, so this is asked: its name has to be typed."""
        w = self.bridge.words

        def gone(typed: str) -> None:
            if typed == card.name:
                self.bridge.do(identities.remove, card.code)
                self._other()

        Question(
            self.theme,
            w,
            self,
            title=w("Take the identity of {name} off this laptop", name=card.name),
            sentence=w("The key is gone for good; what it signed stays signed. Type the name to say that you mean it."),
            field=w("Name"),
            deed=w("Take off"),
            danger=True,
            then=gone,
        ).open()

    def _other(self) -> None:
        self.refresh()
        self.changed.emit()
