"""One corrective action: what must be done, by whom, by when, and the steps it may take next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLabel, QWidget

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Action
from auditapp.operations import actions, findings
from auditapp.ui import extension_dialog as extension
from auditapp.ui import labelled
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.calendar import dress
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import Theme, tell

ICONS = {"issued": "upload", "under_way": "play", "submitted": "file-check", "closed": "circle-check",
         "returned": "undo-2", "extension_asked": "timer", "overdue": "triangle-alert", "disputed": "hand",
         "confirmed": "check", "draft": "pencil", "grant": "check", "refuse": "x"}  # fmt: skip

NO_DAY = QDate(2000, 1, 1)
"""Shown as "no deadline"; a date field cannot be empty."""


class ActionEditor(Card):
    """Every field and every possible step of an action. After sign-off only its steps and answers go on.
    *steps_first*: above the fields, for who follows up many."""

    gone = Signal()

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        inspection: str,
        action: str,
        *,
        disputes: bool = False,
        steps_first: bool = False,
    ) -> None:
        super().__init__(theme)
        self.bridge, self.theme, self.inspection, self.action_id = bridge, theme, inspection, action
        w = bridge.words
        self.disputes = DisputeStack(bridge, theme, inspection) if disputes else None
        if self.disputes is not None:
            self.body.addWidget(self.disputes)
        self.head: QLabel = label("", "strong")
        self.pill = Pill()
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addWidget(self.pill)
        top.addStretch(1)
        self.body.addLayout(top)
        self.requirement = KeptText(theme, w("What must be done"), lines=2)
        self.owner = KeptLine(w("Responsible"))
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        dress(self.due.calendarWidget(), theme)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setMinimumDate(NO_DAY)
        self.due.setSpecialValueText(w("no deadline"))
        self.due.setAccessibleName(w("Deadline"))
        self.reply = KeptText(theme, w("Answer of the site"), lines=2)
        self.verification = KeptText(theme, w("How it was checked"), lines=2)
        self.requirement.given.connect(lambda text: self._write("requirement", text))
        self.owner.given.connect(lambda text: self._write("owner", text))
        self.reply.given.connect(lambda text: self._write("reply", text))
        self.verification.given.connect(lambda text: self._write("verification", text))
        self.due.editingFinished.connect(self._keep_due)
        self.body.addWidget(Field(theme, w("What must be done"), self.requirement))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.due_field = Field(theme, w("Deadline"), self.due)
        row.addWidget(Field(theme, w("Responsible"), self.owner), 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.due_field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.reply_field = Field(theme, w("Answer of the site"), self.reply)
        self.verification_field = Field(theme, w("How it was checked"), self.verification)
        self.body.addWidget(self.reply_field)
        self.body.addWidget(self.verification_field)
        self.why = Paragraph(theme, role="secondary")
        self.body.insertWidget(2 if steps_first else self.body.count(), self.why)
        self.steps = QWidget()
        self.flow = FlowLayout(self.steps, spacing=theme.px(8))
        self.body.insertWidget(3 if steps_first else self.body.count(), self.steps)
        self._steps: tuple[str, ...] = ()
        self.refresh()

    @property
    def action(self) -> Action | None:
        found = self.bridge.opened(self.inspection).inspection
        return next((a for f in found.findings for a in f.actions if a.id == self.action_id), None)

    def refresh(self) -> None:
        one = self.action
        if one is None:
            return
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        locked = found.locked
        if self.disputes is not None:
            self.disputes.show_disputes([d for d in found.disputes if d.subject == one.id], known=found)
        self.setAccessibleName(w("Corrective action {number}", number=one.number))
        self.head.setText(one.number)
        self.pill.say(labelled.action_state(w, one.state), labelled.ACTION_TONES.get(one.state, ""))
        self.requirement.show_text(one.requirement)
        self.owner.show_text(one.owner)
        blocked = self.due.blockSignals(True)
        self.due.setDate(QDate.fromString(one.due[:10], Qt.DateFormat.ISODate) if one.due else NO_DAY)
        self.due.blockSignals(blocked)
        self._show_rules(one)
        self.reply.show_text(one.reply)
        self.verification.show_text(one.verification)
        for editor in (self.requirement, self.owner):
            editor.setReadOnly(locked)
        self.due.setEnabled(not locked)
        started = one.state not in ("draft", "confirmed")
        self.reply_field.setVisible(started)
        self.verification_field.setVisible(started)
        why = self._why(one)
        self.why.set_text(why)
        self.why.setVisible(bool(why))
        steps = rules.STEPS.get(one.state, ())
        if one.state == "extension_asked":
            steps = (extension.GRANT, extension.REFUSE, *(step for step in steps if step == "overdue"))
        if steps != self._steps:
            held = self.steps.focusWidget() is not None and self.steps.isAncestorOf(self.steps.focusWidget())
            while (item := self.flow.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
            for n, step in enumerate(steps):
                said, spoken = self._step(one, step)
                made = button(
                    self.theme, said, icon=ICONS.get(step, ""), name=spoken, pressed=partial(self.go_to, step)
                )
                self.flow.addWidget(made)
                made.show()
                if held and n == 0:
                    made.setFocus()
            self._steps = steps

    def _step(self, one: Action, step: str) -> tuple[str, str]:
        """The words of a step, and those of a listener who has several actions before him."""
        w, number = self.bridge.words, one.number
        if step == extension.GRANT:
            return w("Grant more time…"), w("{number}: grant more time", number=number)
        if step == extension.REFUSE:
            return w("Refuse more time…"), w("{number}: refuse more time", number=number)
        words = labelled.action_state(w, step)
        return w("Set to {state}", state=words), w("{number}: set to {state}", number=number, state=words)

    def _why(self, one: Action) -> str:
        """Why it is in this state, where somebody had to say so."""
        w = self.bridge.words
        if one.state == "extension_asked" and one.until:
            return extension.asked(w, one)
        return w("Said about it: {reason}", reason=one.reason) if one.reason else ""

    def _show_rules(self, one: Action) -> None:
        """What the rules say about the deadline and about how it may be checked."""
        w, opened = self.bridge.words, self.bridge.opened(self.inspection)
        finding = next((f for f in opened.inspection.findings if one in f.actions), None)
        if finding is None:
            return
        usual = findings.default_due(self.bridge.desk, opened.inspection, finding.grade)
        late = bool(usual and one.due and one.due[:10] > usual)
        grade = labelled.short_grade(w, finding.grade)
        said = w("{grade}: by {day} at the latest", grade=grade, day=labelled.day(w, usual)) if usual else ""
        self.due_field.below.setText(said)
        self.due_field.below.setVisible(bool(said))
        tell(self.due_field.below, tone="warn" if late else "")
        self.due.setAccessibleDescription(said)
        line = opened.walk.at(finding.at)
        kinds = rules.verification_kinds(line.item, finding.grade) if line is not None else ()
        said = w("Possible here: {ways}", ways=w.listed(*(labelled.verification(w, kind) for kind in kinds)))
        self.verification_field.below.setText(said)
        self.verification_field.below.setVisible(bool(kinds))

    def keep(self) -> None:
        for editor in (self.requirement, self.owner, self.reply, self.verification):
            editor.keep()

    def go_to(self, state: str) -> None:
        """Take a step; closing asks how it was checked when nobody has said so."""
        one, w = self.action, self.bridge.words
        if one is None:
            return
        self.keep()
        asks = {extension.GRANT: extension.GRANT, extension.REFUSE: extension.REFUSE, "extension_asked": extension.ASK}
        if state in asks:
            extension.ExtensionDialog(self.bridge, self.theme, self.inspection, one, asks[state], self).open()
            return
        if state == "closed" and not one.verification:
            Question(
                self.theme,
                w,
                self,
                title=w("Close {number}", number=one.number),
                long=True,
                sentence=w("Say how it was checked: document seen, before and after photo, seen on site."),
                field=w("How it was checked"),
                deed=w("Close action"),
                then=lambda text: self.bridge.do(
                    actions.set_state, self.inspection, one.id, "closed", verification=text
                ),
            ).open()
            return
        self.bridge.do(actions.set_state, self.inspection, one.id, state)

    def _write(self, field: str, text: str) -> None:
        kept: dict[str, KeptText | KeptLine] = {
            "requirement": self.requirement,
            "owner": self.owner,
            "reply": self.reply,
            "verification": self.verification,
        }
        if self.bridge.do(actions.edit, self.inspection, self.action_id, field, text) is None and field in kept:
            kept[field].hold()

    def _keep_due(self) -> None:
        one = self.action
        said = "" if self.due.date() == NO_DAY else self.due.date().toString(Qt.DateFormat.ISODate)
        if one is not None and one.due[:10] != said and self.due.isEnabled():
            self._write("due", said)
