"""One meeting: when and where, what was agreed, the consent to electronic records, who was there."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditapp.inspection.state import Attendance, Meeting
from auditapp.operations import meetings, withdraw
from auditapp.ui import labelled
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack, of_kinds
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.sign_in import SignIn
from auditapp.ui.theme import Theme, tell
from auditapp.words import Trouble

EXAMPLE = "2026-09-18 09:00"


class MeetingCard(Card):
    """One meeting with everything about it."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, code: str) -> None:
        super().__init__(theme, name=labelled.meeting(bridge.words, code))
        self.bridge, self.theme, self.inspection, self.code = bridge, theme, inspection, code
        w, named = bridge.words, labelled.meeting(bridge.words, code)
        head = QWidget()
        flow = FlowLayout(head, spacing=theme.px(8))
        flow.addWidget(label(named, "site"))
        self.pill = Pill()
        flow.addWidget(self.pill)
        self.body.addWidget(head)
        self.disputes = DisputeStack(bridge, theme, inspection)
        self.body.addWidget(self.disputes)
        self.held = KeptLine(w("{meeting}: held", meeting=named))
        self.held.setPlaceholderText(EXAMPLE)
        self.held.given.connect(lambda text: self._hold(self.held, held=text))
        self.held_field = Field(theme, w("Held (date and time)"), self.held)
        self.now_button = button(
            theme,
            w("Now"),
            icon="clock",
            name=w("{meeting} is held now", meeting=named),
            pressed=lambda: self._hold(self.held, held="now"),
        )
        self.where = KeptLine(w("{meeting}: where", meeting=named))
        self.where.given.connect(lambda text: self._hold(self.where, where=text))
        self.note = KeptText(theme, w("{meeting}: what was agreed", meeting=named), lines=3)
        self.note.given.connect(lambda text: self._hold(self.note, note=text))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.held_field, 1, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(theme.px(4))
        beside.addWidget(label(" ", "heading"))  # as high as the name of the field beside it
        beside.addWidget(self.now_button)
        beside.addStretch(1)
        row.addLayout(beside)
        self.body.addLayout(row)
        self.body.addWidget(Field(theme, w("Place of the meeting"), self.where))
        self.body.addWidget(Field(theme, w("What was agreed"), self.note))
        self.consent = self._consent()
        self.body.addWidget(self.consent)
        self.consent.setVisible(code == "opening")
        self.body.addWidget(label(w("Present"), "heading"))
        self.people = QVBoxLayout()
        self.people.setSpacing(theme.px(6))
        self.body.addLayout(self.people)
        self._shown: tuple[tuple[Attendance, ...], bool] | None = None
        self.sign_in_button = button(
            theme,
            w("Sign in…"),
            icon="signature",
            name=w("Sign in at the {meeting}", meeting=named),
            pressed=self.sign_in,
        )
        self.body.addWidget(self.sign_in_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def _consent(self) -> QWidget:
        """The agreement to electronic records; the opening meeting's."""
        w, theme = self.bridge.words, self.theme
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.consent_heading = label(w("Consent to electronic records"), "heading", wrap=True)
        self.consent_text = Paragraph(theme)
        self.consent_button = button(theme, w("Both sides agree"), role="primary", icon="handshake", pressed=self.agree)
        self.own_words_button = button(theme, w("In other words…"), role="quiet", pressed=self.agree_otherwise)
        column.addWidget(self.consent_heading)
        column.addWidget(self.consent_text)
        self.agreeing = QWidget()
        flow = FlowLayout(self.agreeing, spacing=theme.px(8))
        flow.addWidget(self.consent_button)
        flow.addWidget(self.own_words_button)
        column.addWidget(self.agreeing)
        return box

    @property
    def meeting(self) -> Meeting:
        return self.bridge.opened(self.inspection).inspection.meetings.get(self.code, Meeting(self.code))

    def refresh(self) -> None:
        w, one = self.bridge.words, self.meeting
        locked = self.bridge.opened(self.inspection).inspection.locked
        self.pill.say(labelled.moment(w, one.held) if one.held else w("Not held yet"), "ok" if one.held else "warn")
        self.held.show_text(one.held[:16].replace("T", " "))
        self.where.show_text(one.place)
        self.note.show_text(one.note)
        for editor in (self.held, self.where, self.note):
            editor.setReadOnly(locked)
        self.now_button.setEnabled(not locked)
        found = self.bridge.opened(self.inspection).inspection
        self.disputes.show_disputes(of_kinds(found, "meeting.", subject=self.code), known=found)
        self.consent_text.set_text(one.consent or w(meetings.CONSENT))
        tell(self.consent_text, role="" if one.consent else "secondary")
        self.consent_heading.setText(
            w("Consent to electronic records: given") if one.consent else w("Consent to electronic records: not yet")
        )
        self.agreeing.setVisible(not one.consent)
        self.agreeing.setEnabled(not locked)
        self.sign_in_button.setEnabled(not locked)
        if (one.attendance, locked) != self._shown:
            self._shown = (one.attendance, locked)
            clear(self.people)
            for attendance in one.attendance:
                self.people.addWidget(self._person(attendance, locked=locked))
            if not one.attendance:
                self.people.addWidget(label(w("Nobody has signed in yet."), "secondary", wrap=True))

    def _person(self, one: Attendance, *, locked: bool) -> QWidget:
        w, theme = self.bridge.words, self.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        said = " · ".join(part for part in (one.name, labelled.role(w, one.role), one.unit) if part)
        line.addWidget(ElidingLabel(said), 1)
        ink = QLabel()
        if one.ink:
            pixmap = QPixmap()
            try:
                pixmap.loadFromData(self.bridge.picture(one.ink))
            except Trouble as trouble:
                self.bridge.failed.emit(trouble)
            if not pixmap.isNull():
                ink.setPixmap(
                    pixmap.scaled(
                        theme.px(96),
                        theme.px(30),
                        Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
            ink.setAccessibleName(w("Handwritten signature of {name}", name=one.name))
        line.addWidget(ink)
        away = icon_button(
            theme, "trash-2", w("Take {name} off the list", name=one.name), pressed=lambda: self._take_off(one)
        )
        away.setEnabled(not locked)
        line.addWidget(away)
        return row

    def keep(self) -> None:
        for editor in (self.held, self.where, self.note):
            editor.keep()

    def _hold(self, editor: KeptLine | KeptText, *, held: str = "", where: str = "", note: str = "") -> None:
        """Write one thing about the meeting; the others stay. What was emptied is shown again: it can be written
        anew, and undone, but not be nothing."""
        w = self.bridge.words
        self.held_field.refuse("")
        if not (held or where or note):
            self.refresh()
            return
        if editor is self.held and held != "now" and not readable(held):
            self.held_field.refuse(w("Write date and time like {example}.", example=EXAMPLE))
            editor.hold()
            return
        editor.begin_anew()
        if self.bridge.do(meetings.hold, self.inspection, self.code, held=held, where=where, note=note) is None:
            editor.hold()

    def agree(self) -> None:
        self.bridge.do(meetings.consent, self.inspection, meeting=self.code)

    def agree_otherwise(self) -> None:
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Consent to electronic records"),
            field=w("Words of the agreement"),
            text=w(meetings.CONSENT),
            long=True,
            deed=w("Both sides agree"),
            then=lambda text: self.bridge.do(meetings.consent, self.inspection, text, meeting=self.code),
        ).open()

    def sign_in(self) -> None:
        SignIn(self.bridge, self.theme, self.inspection, self.code, self).open()

    def _take_off(self, one: Attendance) -> None:
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Take {name} off the list?", name=one.name),
            field=w("Reason"),
            deed=w("Take off"),
            danger=True,
            then=lambda why: self.bridge.do(withdraw.withdraw, self.inspection, one.id, why),
        ).open()


def readable(text: str) -> bool:
    """Is it a date and time as the verb reads it?"""
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True
