"""Which checklists head office has given out to all desks: give one out, take one out of use with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from auditapp.inspection import terms
from auditapp.operations import checklists, releases
from auditapp.operations.checklists import SUFFIXES
from auditapp.operations.overview import Page
from auditapp.operations.releases import Released
from auditapp.ui import labelled
from auditapp.ui.asking import Asking, Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.file_line import FileLine
from auditapp.ui.new_page import Profile, profiles
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column as Lane
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.register import Column
from auditapp.ui.register_page import ALL, CHIP, TEXT, RegisterPage
from auditapp.ui.theme import Theme

SIGNS: Final = {"released": ("circle-check", "ok"), "withdrawn": ("ban", "warn")}


class ReleasesPage(RegisterPage):
    """The newest of each checklist is what desks begin with; what was begun keeps its own."""

    page_name = "releases"
    _every: tuple[Released, ...] = ()
    """All that was given out, as it was when the rows were read."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        self.card = _ReleaseCard(bridge, theme)
        super().__init__(
            bridge,
            theme,
            columns=(
                Column(w("Checklist"), lambda one: one.title, 200, grows=3),
                Column(w("Version"), lambda one: one.version, 80, needed=4),
                Column(
                    w("State"),
                    lambda one: terms.release(w, one.state),
                    170,
                    sign=lambda one: SIGNS.get(one.state, ("", "")),
                    needed=5,
                ),
                Column(w("Code"), lambda one: one.code, 130, needed=2),
                Column(w("Given out"), lambda one: one.when[:10], 110, needed=3),
            ),
            name=w("Checklists given out"),
            chips=w("Which checklists"),
            search=w("Search checklists"),
            spoken=lambda one: ", ".join(
                (one.title, one.version, terms.release(w, one.state), labelled.day(w, one.when[:10]))
            ),
            key=lambda one: one.digest,
            nothing=EmptyState(
                theme,
                icon="layout-list",
                title=w("No checklist given out yet"),
                sentence=w("What head office gives out is offered at every desk when an inspection is begun."),
                deeds=((w("Give a checklist out"), "primary", "upload", self.give_out),),
            ),
            beside=self.card,
        )
        self.card.withdraw.clicked.connect(self.withdraw)

    @property
    def subtitle(self) -> str:
        now = sum(one.state == "released" for one in self._every)
        return self.bridge.words.count("{n} in use", "{n} in use", now)

    def commands(self) -> list[Command]:
        w = self.bridge.words
        return [
            Command(
                "give-out-checklist",
                w("Give a checklist out"),
                self.give_out,
                ("Ctrl+N",),
                "upload",
                self.title,
                "primary",
                menu="office",
            ),
            Command(
                "withdraw-checklist",
                w("Take out of use…"),
                self.withdraw,
                ("Ctrl+Del",),
                "ban",
                self.title,
                possible=lambda: self._chosen_is("released"),
                menu="office",
            ),
            *super().commands(),
        ]

    def refresh(self) -> None:
        self._every = self.bridge.ask(releases.released) or ()
        super().refresh()

    def page_of(self, after: str, most: int) -> Page[Released]:
        chip, words = self.chosen.get(CHIP, ALL), self.chosen.get(TEXT, "").casefold().split()
        rows = tuple(
            one
            for one in self._every
            if chip in (ALL, one.state)
            and all(word in f"{one.title} {one.code} {one.version}".casefold() for word in words)
        )
        return Page(rows, "", len(rows), 0)

    def chips_now(self) -> Sequence[tuple[str, str]]:
        w, every = self.bridge.words, self._every
        given = sum(one.state == "released" for one in every)
        return [
            (ALL, w("All {n}", n=len(every))),
            ("released", w("In use {n}", n=given)),
            ("withdrawn", w("Out of use {n}", n=len(every) - given)),
        ]

    def show_one(self, row: Any) -> None:
        if row is not None:
            self.card.show_release(row)

    def open_row(self, row: Any) -> None:
        self.turn_to_one()
        self.card.withdraw.setFocus()

    def _chosen_is(self, state: str) -> bool:
        here = self.register.at_hand
        return here is not None and here.state == state

    # -- deeds ------------------------------------------------------------------------------------
    def give_out(self) -> None:
        dialog = GiveOutDialog(self.bridge, self.theme, self)
        dialog.accepted.connect(
            lambda: self.said.emit(self.bridge.words("Given out. It leaves with the next exchange."), "ok")
        )
        dialog.open()

    def withdraw(self) -> None:
        """Nothing new is begun with it from now on."""
        w, here = self.bridge.words, self.register.at_hand
        if here is None or here.state != "released":
            return
        Question(
            self.theme,
            w,
            self,
            title=w("Take {title} {version} out of use", title=here.title, version=here.version),
            long=True,
            danger=True,
            sentence=w("Nothing new is begun with it. What was begun with it goes on."),
            field=w("Reason"),
            deed=w("Take out of use"),
            then=lambda why: self.bridge.do(releases.withdraw, here.digest, why),
        ).open()


class _ReleaseCard(QWidget):
    """All about one checklist that was given out."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        w = bridge.words
        self.bridge = bridge
        lane = Lane(theme, margin=0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scroll(lane, name=w("Checklist given out")))
        card = Card(theme, name=w("Checklist given out"))
        head = QHBoxLayout()
        self.title = label("", "site", wrap=True)
        self.state = Pill()
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self.about = Paragraph(theme, role="secondary")
        self.note = Paragraph(theme)
        self.reason = Paragraph(theme, tone="warn")
        for one in (self.about, self.note, self.reason):
            card.body.addWidget(one)
        self.withdraw = button(theme, w("Take out of use…"), icon="ban")
        card.body.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        lane.body.addWidget(card)
        lane.body.addStretch(1)

    def show_release(self, one: Released) -> None:
        w = self.bridge.words
        self.title.setText(one.title)
        self.state.say(terms.release(w, one.state), SIGNS.get(one.state, ("", ""))[1])
        about = [
            w("Version {version}", version=one.version),
            one.code,
            w("given out {when}", when=labelled.moment(w, one.when)),
        ]
        if not one.here:
            about.append(w("not on this desk yet"))
        self.about.set_text(" · ".join(about))
        self.note.set_text(one.note)
        self.note.setVisible(bool(one.note))
        self.reason.set_text(w("Out of use: {reason}", reason=one.reason) if one.reason else "")
        self.reason.setVisible(bool(one.reason))
        self.withdraw.setVisible(one.state == "released")


class GiveOutDialog(Asking):
    """Which checklist, and what the desks should know about it."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("Give a checklist out"),
            w("Every desk is offered it with the next exchange. What is under way keeps the one it was begun with."),
        )
        self.bridge = bridge
        self._wishes: list[str] = []
        self.which = ChoiceBox(12)
        self.body.addWidget(Field(theme, w("Checklist"), self.which))
        endings = " ".join(f"*{ending}" for ending in SUFFIXES)
        self.file = FileLine(
            bridge,
            theme,
            w("Or a checklist from a file"),
            endings=endings,
            kind=w("Checklists ({endings})", endings=endings),
        )
        self.file.changed.connect(self._ready)
        self.body.addWidget(self.file)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(84))
        self.body.addWidget(Field(theme, w("What is new"), self.note))
        self.end(w("Give out"), icon="upload")
        self.which.setFocus()
        self._ready()
        bridge.later(partial(profiles, own=bridge.ask(checklists.own) or ()), self._have)

    def _have(self, found: list[Profile]) -> None:
        language = self.words.language
        for one in found:
            self.which.addItem(f"{one.checklist.title.in_(language)} {one.checklist.version}")
            self._wishes.append(one.wish)
        self._ready()

    def _ready(self) -> None:
        self.give_button.setEnabled(bool(self._wishes) or self.file.path is not None)

    def give(self) -> None:
        wish: Any = self.file.path if self.file.path is not None else self._wishes[self.which.currentIndex()]
        if self.deed(self.bridge, releases.release, wish, note=self.note.toPlainText().strip()) is not None:
            self.accept()
