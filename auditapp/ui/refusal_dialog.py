"""拒签: somebody refuses to sign; the reason and the witnesses are printed in place of the signature."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.inspection.state import Person
from auditapp.operations import sign_off
from auditapp.ui import labelled
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme


class RefusalDialog(Asking):
    """The team are proposed as witnesses; anybody else is named."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, person: Person, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("{name} refuses to sign", name=person.name),
            w("The inspection can be signed and issued all the same; the refusal is printed in the box."),
            width=480,
        )
        self.bridge, self.inspection, self.person = bridge, inspection, person
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(80))
        self.body.addWidget(Field(theme, w("Reason (printed in the report)"), self.reason))
        self.team: list[QCheckBox] = []
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for one in labelled.team(bridge.opened(inspection).inspection):
            if one.code != person.code:
                tick = QCheckBox(w.bracketed(one.name, labelled.role(w, one.role)))
                tick.setProperty("person", one.name)
                tick.toggled.connect(lambda *_: self._ready())
                self.team.append(tick)
                column.addWidget(tick)
        if self.team:
            self.body.addWidget(Field(theme, w("Witnesses"), box))
        self.witnesses = QLineEdit()
        self.body.addWidget(Field(theme, w("Other witnesses"), self.witnesses, hint=w("Names, separated by commas.")))
        self.end(w("Record refusal"), role="danger")
        self.reason.textChanged.connect(self._ready)
        self.witnesses.textChanged.connect(lambda *_: self._ready())
        self._ready()
        self.reason.setFocus()

    def names(self) -> list[str]:
        text = self.witnesses.text()
        for mark in "，、；;":
            text = text.replace(mark, ",")
        ticked = [str(tick.property("person")) for tick in self.team if tick.isChecked()]
        return [*ticked, *(part.strip() for part in text.split(",") if part.strip())]

    def _ready(self) -> None:
        self.give_button.setEnabled(bool(self.reason.toPlainText().strip()) and bool(self.names()))

    def give(self) -> None:
        done = self.deed(
            self.bridge,
            sign_off.refuse,
            self.inspection,
            self.person.name,
            self.reason.toPlainText(),
            role=self.person.role or "other",
            witnesses=self.names(),
        )
        if done is not None:
            self.accept()
