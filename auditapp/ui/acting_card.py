"""Does this desk speak for head office? Said by the hub where it is enrolled, else by the person, here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from auditapp.operations import head_office
from auditapp.ui.announced import told
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, what_happened


class ActingCard(TitledCard):
    """``changed`` when the pages of head office appear or go."""

    changed = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(theme, w("Head office"), gap=14)
        self.bridge = bridge
        self.told = Paragraph(theme, role="secondary")
        self.body.addWidget(self.told)
        self.choice = ChipRow(theme, name=w("This desk speaks for head office"), lines=0)
        self.choice_field = Field(
            theme,
            w("This desk speaks for head office"),
            self.choice,
            hint=w("It then reviews inspections, gives checklists out and sees all sites. It inspects as before."),
        )
        self.body.addWidget(self.choice_field)
        self.name = QLineEdit()
        self.name_field = Field(
            theme, w("In whose name"), self.name, hint=w("Stands with every remark and every word of head office.")
        )
        self.body.addWidget(self.name_field)
        self.choice.chosen.connect(self._choose)
        self.name.editingFinished.connect(self.keep)
        self.refresh()

    def refresh(self) -> None:
        w, stands = self.bridge.words, head_office.standing(self.bridge.desk)
        enrolled = stands.roles is not None
        self.told.set_text(
            w("The hub says what this desk may do; it speaks for head office.")
            if stands.reviews
            else w("The hub says what this desk may do; it does not speak for head office.")
        )
        self.told.setVisible(enrolled)
        self.choice_field.setVisible(not enrolled)
        self.name_field.setVisible(not enrolled and stands.acting)
        name = w("This desk speaks for head office")
        choices = (("no", w("no")), ("yes", w("yes")))
        self.choice.show_chips(choices, "yes" if stands.acting else "no")
        for code, words in choices:
            self.choice.chip(code).setAccessibleName(told(name, words))
        if not self.name.hasFocus():
            self.name.setText(stands.name or self.bridge.author)

    def _choose(self, code: str) -> None:
        desk, w = self.bridge.desk, self.bridge.words
        if code == "no":
            self.bridge.ask(head_office.act_no_more)
        elif not head_office.standing(desk).name and not self.bridge.author:
            self.name_field.setVisible(True)
            self.name_field.refuse(w("Who speaks for head office? It is kept with a name."))
            self.name.setFocus()
            return
        elif self.bridge.ask(head_office.act, head_office.standing(desk).name or self.bridge.author) is not None:
            self.said.emit(w("The pages of head office are in the menu now."), "ok")
        self.name_field.refuse("")
        self.refresh()
        self.changed.emit()

    def keep(self) -> None:
        """The name, when its field is left."""
        text = self.name.text().strip()
        if self.bridge.closed or self.name_field.isHidden() or not text:
            return
        stands = head_office.standing(self.bridge.desk)
        if stands.acting and text == stands.name:
            return
        try:
            head_office.act(self.bridge.desk, text)
        except Trouble as trouble:
            self.name_field.refuse(what_happened(trouble, self.bridge.words))
            return
        self.name_field.refuse("")
        before = stands.acting
        self.refresh()
        if not before:
            self.changed.emit()
