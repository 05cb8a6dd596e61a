"""Opening and closing meeting, what the inspected unit says about the whole, and the people."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from auditapp.operations import meetings
from auditapp.operations.changes import Changes
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.meeting_card import MeetingCard
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.says_card import SaysCard
from auditapp.ui.team_card import TeamCard
from auditapp.ui.theme import Theme
from auditapp.ui.undoing import undo_and_redo


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
        self.says = SaysCard(bridge, theme, inspection, bridge.words("What the inspected unit says about the whole"))
        self.says.show_finding("")
        body.body.addWidget(self.says)
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

    def commands(self) -> list[Command]:
        return undo_and_redo(self.bridge, self.inspection, keep=self.leaving, told=self.said.emit)

    def fit(self, width: Width) -> None:
        wide = width is not Width.NARROW
        self.across.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def leaving(self) -> None:
        for card in self.cards.values():
            card.keep()
        self.says.keep()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            for card in self.cards.values():
                card.refresh()
            self.says.show_finding("")
            self.team.refresh()
