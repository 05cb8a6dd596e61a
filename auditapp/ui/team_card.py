"""Who takes part: the team and the inspected unit's people."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditapp.operations import about
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack, of_kinds
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import Theme


class TeamCard(Card):
    """Who takes part: the team and the inspected unit's people."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__(theme, name=bridge.words("People"))
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        self.body.addWidget(label(w("People"), "site"))
        self.disputes = DisputeStack(bridge, theme, inspection)
        self.body.addWidget(self.disputes)
        self.people = QVBoxLayout()
        self.people.setSpacing(theme.px(6))
        self.body.addLayout(self.people)
        self.name, self.unit = QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(w("Name"))
        self.name.setAccessibleName(w("Name of the person"))
        self.unit.setPlaceholderText(w("Unit"))
        self.unit.setAccessibleName(w("Unit of the person"))
        self.role = QComboBox()
        call(self.role, w("Role of the person"))
        for code in about.ROLES:
            self.role.addItem(labelled.role(w, code), code)
        self.add_button = button(theme, w("Add"), icon="plus", name=w("Add the person"), pressed=self.add)
        for one in (self.name, self.unit):
            one.returnPressed.connect(self.add)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.name, 2)
        line.addWidget(self.role, 1)
        line.addWidget(self.unit, 2)
        line.addWidget(self.add_button)
        self.body.addLayout(line)
        self.refresh()

    def refresh(self) -> None:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        clear(self.people)
        working = labelled.working(self.bridge.desk, found)
        self.disputes.show_disputes(of_kinds(found, "person"), known=found)
        for person in labelled.team(found):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            said = " · ".join(part for part in (person.name, labelled.role(w, person.role), person.unit) if part)
            line.addWidget(ElidingLabel(said), 1)
            if person.code == working:
                line.addWidget(Pill(w("Works at this laptop"), tone="accent"))
            self.people.addWidget(row)
        for one in (self.name, self.role, self.unit, self.add_button):
            one.setEnabled(not found.locked)

    def add(self) -> None:
        name = self.name.text().strip()
        if name and (
            self.bridge.do(
                about.person, self.inspection, name, role=str(self.role.currentData()), unit=self.unit.text()
            )
            is not None
        ):
            self.name.clear()
            self.unit.clear()
            self.name.setFocus()
