"""Opening and closing meeting: when and where, who was there with a drawn signature, the consent; and the team."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.state import Attendance, Meeting
from auditapp.operations import about, meetings, withdraw
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.ink_field import InkField, ink_file
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Trouble


class SignIn(QDialog):
    """Somebody signs in at a meeting: name, role, unit, and a drawn signature."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, meeting: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.inspection, self.meeting = bridge, inspection, meeting
        w = bridge.words
        self.setWindowTitle(w("Sign in"))
        self.setAccessibleName(w("Sign in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(theme.px(500))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(10))
        column.addWidget(label(w("Sign in at the {meeting}", meeting=named(bridge, meeting)), "site", wrap=True))
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
        self.role = QComboBox()
        for code in about.ROLES:
            self.role.addItem(labelled.role(w, code), code)
        self.unit = QLineEdit()
        column.addWidget(Field(theme, w("Name"), self.name))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Field(theme, w("Role"), self.role), 1)
        row.addWidget(Field(theme, w("Unit"), self.unit), 1)
        column.addLayout(row)
        self.ink = InkField(bridge, theme)
        column.addWidget(self.ink)
        column.addWidget(
            Paragraph(
                theme,
                w("This is a picture of a handwritten signature on the sign-in sheet, not an electronic signature."),
                role="meta",
            )
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.give_button = button(theme, w("Sign in"), role="primary", icon="check", pressed=self.give)
        buttons.addWidget(button(theme, w("Cancel"), pressed=self.reject))
        buttons.addWidget(self.give_button)
        column.addLayout(buttons)
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
        with ink_file(self.ink.picture()) as ink:
            done = self.bridge.do(
                meetings.attend,
                self.inspection,
                self.meeting,
                self.name.currentText().strip(),
                role=str(self.role.currentData() or ""),
                unit=self.unit.text(),
                ink=ink,
            )
        if done is not None:
            self.accept()


def named(bridge: Bridge, meeting: str) -> str:
    w = bridge.words
    return w("Opening meeting") if meeting == "opening" else w("Closing meeting")


class MeetingCard(Card):
    """One meeting with everything about it."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, code: str) -> None:
        super().__init__(theme, name=named(bridge, code))
        self.bridge, self.theme, self.inspection, self.code = bridge, theme, inspection, code
        w = bridge.words
        head = QHBoxLayout()
        head.addWidget(label(named(bridge, code), "site"))
        self.pill = Pill()
        head.addWidget(self.pill)
        head.addStretch(1)
        self.body.addLayout(head)
        self.held = KeptLine(w("{meeting}: held", meeting=named(bridge, code)))
        self.held.setPlaceholderText("2026-09-18 09:00")
        self.held.given.connect(lambda text: self._hold(held=text))
        self.now_button = button(
            theme,
            w("Now"),
            icon="clock",
            name=w("{meeting} is held now", meeting=named(bridge, code)),
            pressed=lambda: self._hold(),
        )
        self.where = KeptLine(w("{meeting}: where", meeting=named(bridge, code)))
        self.where.given.connect(lambda text: self._hold(where=text))
        self.note = KeptText(theme, w("{meeting}: what was agreed", meeting=named(bridge, code)), lines=3)
        self.note.given.connect(lambda text: self._hold(note=text))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(Field(theme, w("Held (date and time)"), self.held), 1)
        row.addWidget(self.now_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self.body.addWidget(Field(theme, w("Place of the meeting"), self.where))
        self.body.addWidget(Field(theme, w("What was agreed"), self.note))
        self.consent_heading = label(w("Consent to electronic records"), "heading")
        self.consent_text = Paragraph(theme)
        self.consent_button = button(theme, w("Both sides agree"), role="primary", icon="handshake", pressed=self.agree)
        self.own_words_button = button(theme, w("In other words…"), role="quiet", pressed=self.agree_otherwise)
        agreeing = QWidget()  # the closing meeting has it too, unseen: without a place its buttons would be windows
        consent = QVBoxLayout(agreeing)
        consent.setContentsMargins(0, 0, 0, 0)
        consent.setSpacing(self.body.spacing())
        consent.addWidget(self.consent_heading)
        consent.addWidget(self.consent_text)
        line = QHBoxLayout()
        line.addWidget(self.consent_button)
        line.addWidget(self.own_words_button)
        line.addStretch(1)
        consent.addLayout(line)
        self.body.addWidget(agreeing)
        agreeing.setVisible(code == "opening")
        self.body.addWidget(label(w("Present"), "heading"))
        self.people = QVBoxLayout()
        self.people.setSpacing(theme.px(6))
        self.body.addLayout(self.people)
        self.rows: list[QWidget] = []
        self._shown: tuple[Attendance, ...] | None = None
        self.sign_in_button = button(
            theme,
            w("Sign in…"),
            icon="signature",
            name=w("Sign in at the {meeting}", meeting=named(bridge, code)),
            pressed=self.sign_in,
        )
        self.body.addWidget(self.sign_in_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

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
        self.consent_text.set_text(one.consent or w(meetings.CONSENT))
        self.consent_text.setProperty("role", "" if one.consent else "secondary")
        self.consent_heading.setText(
            w("Consent to electronic records: given") if one.consent else w("Consent to electronic records: not yet")
        )
        for button_ in (self.consent_button, self.own_words_button):
            button_.setVisible(not one.consent)
        self.consent_button.setEnabled(not locked)
        self.own_words_button.setEnabled(not locked)
        self.sign_in_button.setEnabled(not locked)
        if one.attendance != self._shown:
            self._shown = one.attendance
            for old in self.rows:
                self.people.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = [self._person(a, locked=locked) for a in one.attendance]
            if not self.rows:
                self.rows = [label(w("Nobody has signed in yet."), "secondary")]
            for row in self.rows:
                self.people.addWidget(row)

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

    def _hold(self, *, held: str = "", where: str = "", note: str = "") -> None:
        """Write one thing about the meeting; it stays held when it was."""
        one = self.meeting
        self.bridge.do(
            meetings.hold,
            self.inspection,
            self.code,
            held=held or one.held if (where or note) else held,
            where=where,
            note=note,
        )

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


class TeamCard(Card):
    """Who takes part: the team and the inspected unit's people."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__(theme, name=bridge.words("People"))
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        self.body.addWidget(label(w("People"), "site"))
        self.people = QVBoxLayout()
        self.body.addLayout(self.people)
        self.rows: list[QWidget] = []
        self.name = QLineEdit()
        self.name.setPlaceholderText(w("Name"))
        self.name.setAccessibleName(w("Name of the person"))
        self.role = QComboBox()
        call(self.role, w("Role of the person"))
        for code in about.ROLES:
            self.role.addItem(labelled.role(w, code), code)
        self.add_button = button(theme, w("Add"), icon="plus", name=w("Add the person"), pressed=self.add)
        self.name.returnPressed.connect(self.add)
        line = QHBoxLayout()
        line.addWidget(self.name, 2)
        line.addWidget(self.role, 1)
        line.addWidget(self.add_button)
        self.body.addLayout(line)
        self.refresh()

    def refresh(self) -> None:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        for old in self.rows:
            self.people.removeWidget(old)
            old.hide()
            old.deleteLater()
        working = labelled.working(self.bridge.desk, found)
        self.rows = []
        for person in labelled.team(found):
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            said = " · ".join(part for part in (person.name, labelled.role(w, person.role), person.unit) if part)
            line.addWidget(ElidingLabel(said), 1)
            if person.code == working:
                line.addWidget(Pill(w("Works at this laptop"), tone="accent"))
            self.people.addWidget(row)
            self.rows.append(row)
        for one in (self.name, self.role, self.add_button):
            one.setEnabled(not found.locked)

    def add(self) -> None:
        if (
            self.name.text().strip()
            and self.bridge.do(about.person, self.inspection, self.name.text(), role=str(self.role.currentData()))
            is not None
        ):
            self.name.clear()


class MeetingsPage(QWidget):
    """Both meetings side by side where there is room, and the people."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self._at = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=14)
        self.area = scroll(body, name=bridge.words("Meetings"))
        outer.addWidget(self.area)
        self.cards = {code: MeetingCard(bridge, theme, inspection, code) for code in meetings.MEETINGS}
        self.team = TeamCard(bridge, theme, inspection)
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.across.setSpacing(theme.px(14))
        for card in self.cards.values():
            self.across.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        body.body.addLayout(self.across)
        body.body.addWidget(self.team)
        body.body.addStretch(1)
        bridge.changed.connect(self._changed)

    @property
    def title(self) -> str:
        return self.bridge.words("Meetings")

    @property
    def place(self) -> Place:
        return Place("meetings", self.inspection, self._at)

    def show_place(self, place: Place) -> None:
        self._at = place.at
        card = self.cards.get(place.at)
        if card is not None:
            one = card.meeting
            target: QWidget = (
                card.held
                if not one.held
                else (card.consent_button if place.at == "opening" and not one.consent else card.sign_in_button)
            )
            target.setFocus()
            self.area.ensureWidgetVisible(target)
        elif place.at == "team":
            self.team.name.setFocus()
            self.area.ensureWidgetVisible(self.team)

    def fit(self, width: Width) -> None:
        wide = width is not Width.NARROW
        self.across.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def leaving(self) -> None:
        for card in self.cards.values():
            card.keep()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            for card in self.cards.values():
                card.refresh()
            self.team.refresh()
