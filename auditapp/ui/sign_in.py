"""The sign-in sheet of a meeting: who was there, in which role, with a drawn signature where there is a pen."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from auditapp.operations import about, meetings
from auditapp.ui import labelled
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.ink_field import InkField
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme


class SignIn(Asking):
    """Somebody signs in at a meeting: name, role, unit, and perhaps a drawn signature."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, meeting: str, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("Sign in at the {meeting}", meeting=labelled.meeting(w, meeting)),
            w("This is a picture of a handwritten signature on the sign-in sheet, not an electronic signature."),
            width=520,
        )
        self.bridge, self.inspection, self.meeting = bridge, inspection, meeting
        found = bridge.opened(inspection).inspection
        there = {a.name for a in found.meetings[meeting].attendance} if meeting in found.meetings else set()
        self.people = [p for p in labelled.team(found) if p.name not in there]
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for person in self.people:
            self.name.addItem(person.name, person.code)
        line = self.name.lineEdit()
        if line is not None:
            line.setAccessibleName(w("Name"))
            line.setPlaceholderText(w("Name"))
            line.returnPressed.connect(self.give)
        self.role = QComboBox()
        for code in about.ROLES:
            self.role.addItem(labelled.role(w, code), code)
        self.unit = QLineEdit()
        self.body.addWidget(Field(theme, w("Name"), self.name))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Field(theme, w("Role"), self.role), 1)
        row.addWidget(Field(theme, w("Unit"), self.unit), 1)
        self.body.addLayout(row)
        self.ink = InkField(bridge, theme)
        self.body.addWidget(Field(theme, w("Drawn signature (may stay empty)"), self.ink))
        self.body.addWidget(
            Paragraph(
                theme, w("Without a pen the name alone is put on the sheet; it can be signed on paper."), role="meta"
            )
        )
        self.end(w("Sign in"), icon="check")
        self.name.currentIndexChanged.connect(self._fill)
        self.name.editTextChanged.connect(lambda *_: self._ready())
        self._fill()
        self._ready()
        self.name.setFocus()

    def _fill(self) -> None:
        person = next((p for p in self.people if p.code == self.name.currentData()), None)
        if person is not None:
            self.role.setCurrentIndex(max(0, self.role.findData(person.role)))
            self.unit.setText(person.unit)

    def _ready(self) -> None:
        self.give_button.setEnabled(bool(self.name.currentText().strip()))

    def give(self) -> None:
        if not self.give_button.isEnabled():
            return
        done = self.deed(
            self.bridge,
            meetings.attend,
            self.inspection,
            self.meeting,
            self.name.currentText().strip(),
            role=str(self.role.currentData() or ""),
            unit=self.unit.text(),
            ink=self.ink.picture() or None,
        )
        if done is not None:
            self.accept()
