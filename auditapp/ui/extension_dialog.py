"""More time for a corrective action: asked for with a day and a reason, granted or refused with a reason."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QPlainTextEdit, QWidget

from auditapp.inspection.state import Action
from auditapp.operations import actions
from auditapp.ui import labelled
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.calendar import dress
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme
from auditapp.words import Words

LONGER = 14
"""Days after the deadline that are proposed."""
ASK, GRANT, REFUSE = "ask", "grant", "refuse"


def asked(w: Words, action: Action) -> str:
    """Until when more time was asked for, and why."""
    return w("Until {day} was asked for: {reason}", day=labelled.day(w, action.until), reason=action.reason)


class ExtensionDialog(Asking):
    """*what*: `ASK`, `GRANT` (the day asked for, or another) or `REFUSE`."""

    def __init__(
        self, bridge: Bridge, theme: Theme, inspection: str, action: Action, what: str, parent: QWidget
    ) -> None:
        w = bridge.words
        title = {
            ASK: w("More time for {number}", number=action.number),
            GRANT: w("Grant more time for {number}", number=action.number),
            REFUSE: w("Refuse more time for {number}", number=action.number),
        }[what]
        due = w("It is due on {day}.", day=labelled.day(w, action.due)) if action.due else ""
        until = asked(w, action) if action.until and what != ASK else ""
        super().__init__(theme, w, parent, title, w.run_on(due, until))
        self.bridge, self.inspection, self.action, self.what = bridge, inspection, action, what
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        dress(self.day.calendarWidget(), theme)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(w("New deadline"))
        self.day.setDate(self._proposed())
        if what != REFUSE:
            self.body.addWidget(Field(theme, w("New deadline"), self.day))
        else:
            self.day.hide()
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(84))
        self.reason.textChanged.connect(self._ready)
        self.body.addWidget(Field(theme, w("Reason"), self.reason))
        self.end({ASK: w("Ask for it"), GRANT: w("Grant"), REFUSE: w("Refuse")}[what])
        self._ready()
        (self.reason if what != ASK else self.day).setFocus()

    def _proposed(self) -> QDate:
        if self.action.until:
            return QDate.fromString(self.action.until[:10], Qt.DateFormat.ISODate)
        due = QDate.fromString(self.action.due[:10], Qt.DateFormat.ISODate)
        today = self.bridge.desk.clock().date()
        start = due if due.isValid() else QDate(today.year, today.month, today.day)
        return start.addDays(LONGER)

    def _ready(self) -> None:
        self.give_button.setEnabled(bool(self.reason.toPlainText().strip()))

    def give(self) -> None:
        day, why = self.day.date().toString(Qt.DateFormat.ISODate), self.reason.toPlainText().strip()
        match self.what:
            case "ask":
                done = self.deed(self.bridge, actions.ask_extension, self.inspection, self.action.id, day, why)
            case "grant":
                done = self.deed(self.bridge, actions.grant_extension, self.inspection, self.action.id, why, until=day)
            case _:
                done = self.deed(self.bridge, actions.refuse_extension, self.inspection, self.action.id, why)
        if done is not None:
            self.accept()
