"""A new inspection for somebody else: as a new one of one's own, and whom it is given to, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit

from auditapp.operations import assignments, head_office
from auditapp.operations.begin import Member
from auditapp.operations.changes import Changes
from auditapp.ui.commands import Command
from auditapp.ui.new_page import NewPage
from auditapp.ui.parts.calendar import dress
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.words import Trouble, say

SOON = 30
"""Days from today that are proposed."""


class GiveOutPage(NewPage):
    """The first person of the team is the one it is given to; nobody works in it at this desk."""

    page_name = "give_out"

    def _who_is_first(self) -> str:
        return self._bridge.words("The inspection is given to the first person. Names stand in the report.")

    def _first_person(self) -> tuple[str, str, str]:
        return "", "leader", ""

    def _team(self, kept: dict[str, Any]) -> Card:
        w, theme = self._bridge.words, self._theme
        card = super()._team(kept)
        today = self._bridge.desk.clock().date()
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        dress(self.due.calendarWidget(), theme)
        self.due.setDisplayFormat("yyyy-MM-dd")
        proposed = QDate(today.year, today.month, today.day).addDays(SOON)
        written = QDate.fromString(kept.get("due", ""), Qt.DateFormat.ISODate)
        self.due.setDate(written if written.isValid() else proposed)
        self.users = QLineEdit(kept.get("users", ""))
        self.users.setMinimumWidth(60)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Field(theme, w("To be done by"), self.due), 1, Qt.AlignmentFlag.AlignTop)
        self.users_field = Field(
            theme, w("Users at the hub"), self.users, hint=w("Their codes, with commas between; their desks get it.")
        )
        row.addWidget(self.users_field, 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        self.users_field.setVisible(head_office.standing(self._bridge.desk).roles is not None)
        return card

    @property
    def title(self) -> str:
        return self._bridge.words("New inspection for somebody")

    def commands(self) -> list[Command]:
        w = self._bridge.words
        group = w("New inspection")
        return [
            Command("begin", w("Give it out"), self.begin, ("Ctrl+Return",), "user", group, "primary", menu="office"),
            Command(
                "add-person",
                w("Add a person"),
                lambda: self.add_person(focus=True),
                ("Ctrl+Shift+P",),
                "plus",
                group,
                menu="office",
            ),
        ]

    def leaving(self) -> None:
        super().leaving()
        if not self.begun:
            self._bridge.kept[self.page_name] |= {
                "due": self.due.date().toString(Qt.DateFormat.ISODate),
                "users": self.users.text(),
            }

    def _verb(self, wish: str, **given: Any) -> Changes:
        team: list[Member] = given.pop("team")
        if not team:
            raise Trouble(
                say("Nobody is named"),
                say("An inspection is given to somebody."),
                say("Nothing was begun. Name the first person of the team."),
                code=2,
            )
        users = [user.strip() for user in self.users.text().replace("，", ",").split(",")]
        return assignments.give_out(
            self._bridge.desk,
            wish,
            users=[user for user in users if user],
            person=team[0],
            due=self.due.date().toString(Qt.DateFormat.ISODate),
            team=team[1:],
            **given,
        )

    def _go_on(self, changes: Changes, team: Sequence[Member]) -> None:
        w = self._bridge.words
        self.left.emit()
        self.said.emit(w("Given to {name}. It leaves with the next exchange.", name=team[0].name), "ok")
