"""Exchange: whom with, what waits and what is safe, what needs a person, and every road there is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.ui import exchange_view
from auditapp.ui.announced import told
from auditapp.ui.asking import Question
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.bundle_dialog import BundleDialog
from auditapp.ui.bundling import bundling
from auditapp.ui.commands import Command
from auditapp.ui.exchange_view import Notice, View
from auditapp.ui.exchanging import exchanging
from auditapp.ui.office_card import OfficeCard
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import clear, flowing
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.parts.told_line import ToldLine
from auditapp.ui.places import Place
from auditapp.ui.roads_card import RoadsCard
from auditapp.ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from auditapp.operations.bundles import Written

LATER = 120
"""Milliseconds after something moved until the lists follow: while a round goes on only its strip does."""


class ExchangePage(QWidget):
    """Drawn from a `View`; asked for anew when something moved."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)
    choose_file_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        self.exchanging, self.bundling = exchanging(bridge), bundling(bridge)
        self.view = View()
        w = bridge.words
        _, column = scrolled_column(self, theme, self.title)
        self.office = OfficeCard(bridge, theme, self.exchanging)
        self.office.join_asked.connect(lambda: self.asked_for.emit(Place("enrol")))
        self.office.leave_asked.connect(self.leave_office)
        self.office.certify_asked.connect(self.certify)
        column.addWidget(self.office)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(theme.px(10))
        column.addLayout(self.notices)
        self.waiting = TitledCard(theme, w("Inspections"), w("What is waiting here, and what is safe."), gap=10)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.px(10))
        self.waiting.body.addLayout(self.lines)
        column.addWidget(self.waiting)
        self.roads = RoadsCard(bridge, theme)
        self.roads.folder_given.connect(self.exchange_with_folder)
        self.roads.folder_left.connect(self.use_no_folder)
        self.roads.file_asked.connect(self.write_file)
        self.roads.open_asked.connect(self.choose_file_asked)
        self.roads.cancelled.connect(self.bundling.cancel)
        self.bundling.moved.connect(self._file_moved)
        self.bundling.written.connect(self._written)
        column.addWidget(self.roads)
        self.room = self._room()
        column.addWidget(self.room)
        self.last = TitledCard(theme, w("Last rounds"), gap=10)
        self.rounds = QVBoxLayout()
        self.rounds.setSpacing(theme.px(8))
        self.last.body.addLayout(self.rounds)
        column.addWidget(self.last)
        self._looking: Task | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self.refresh)
        self.exchanging.look()
        self.refresh()
        self.exchanging.moved.connect(self._moved)

    def _room(self) -> TitledCard:
        w, theme = self._bridge.words, self._theme
        made = TitledCard(theme, w("Room on this laptop"))
        self.room_said = Paragraph(theme, "", role="secondary")
        made.body.addWidget(self.room_said)
        self.room_button = button(
            theme,
            w("Look at what may go…"),
            icon="archive",
            pressed=lambda: self.asked_for.emit(Place("originals")),
        )
        row = QHBoxLayout()
        row.addWidget(self.room_button)
        row.addStretch(1)
        made.body.addLayout(row)
        return made

    # -- what the window asks ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._bridge.words("Exchange with head office")

    @property
    def place(self) -> Place:
        return Place("exchange")

    def commands(self) -> list[Command]:
        w = self._bridge.words
        group = w("Exchange")

        def may() -> bool:
            return bool(self.view.road) and not self.exchanging.under_way

        return [
            Command("exchange-now", w("Exchange now"), self.exchanging.begin, ("Ctrl+R", "F5"), "refresh-cw", group,
                    possible=may, menu="file"),
            Command("exchange-stop", w("Stop exchanging"), self.exchanging.cancel, ("Ctrl+.",), "x", group,
                    possible=lambda: self.exchanging.under_way, menu="file"),
        ]  # fmt: skip

    def rest(self) -> None:
        """The desk is about to be closed, or the page goes."""
        self._later.stop()
        if self._looking is not None:
            self._looking.cancel()

    def take_focus(self) -> None:
        first = self.office.now_button if self.view.road else self.office.join_button
        first.setFocus()

    # -- showing -----------------------------------------------------------------------------------

    def _moved(self) -> None:
        self.office.show_standing(self.exchanging.standing)
        self.roads.busy(self.exchanging.under_way)
        if not self.exchanging.under_way and not self._later.isActive():
            self._later.start()
        self.retitled.emit()

    def refresh(self) -> None:
        """Ask the desk anew; one that is closed is asked nothing."""
        if self._bridge.closed:
            return
        done = self.exchanging.exchanged
        found = self._bridge.ask(
            exchange_view.look,
            self.exchanging.standing,
            done.summary if done is not None else None,
            self.exchanging.problem,
        )
        if found is not None:
            self.show_view(replace(found, removable=self.view.removable))
            if found.road == "hub":
                self._look_for_room()

    def _look_for_room(self) -> None:
        """All closed inspections are looked through: on another thread, and the page says so meanwhile."""
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._bridge.ask_apart(exchange_view.removable, self._show_room)

    def show_view(self, view: View) -> None:
        """Draw it; lists that are the same stay, with the focus in them."""
        before, self.view = self.view, view
        self.office.show_view(view)
        self.roads.show_view(view)
        self.roads.busy(self.exchanging.under_way)
        if before.notices != view.notices or not self.notices.count():
            clear(self.notices)
            for one in view.notices:
                self.notices.addWidget(self._notice(one))
        self.waiting.setVisible(bool(view.road))
        if (before.lines, before.more) != (view.lines, view.more) or not self.lines.count():
            self._show_lines(view)
        self.last.setVisible(bool(view.rounds))
        if before.rounds != view.rounds:
            self._show_rounds(view)
        self.room.setVisible(view.road == "hub")
        self._show_room(view.removable)
        self.retitled.emit()

    def _show_room(self, removable: int | None) -> None:
        w = self._bridge.words
        self.view = replace(self.view, removable=removable)
        if removable is None:
            self.room_said.set_text(w("Looking which originals may go…"))
            self.room_button.hide()
            return
        self.room_said.set_text(
            w.count(
                "The original photos of {n} closed inspection are safe at head office and may be removed from this "
                "laptop, if a person wishes it.",
                "The original photos of {n} closed inspections are safe at head office and may be removed from this "
                "laptop, if a person wishes it.",
                removable,
            )
            if removable
            else w("Nothing may go yet: only originals of closed inspections, 30 days after head office signed for "
                   "them. Nothing is ever removed by itself.")
        )  # fmt: skip
        self.room_button.setVisible(bool(removable))

    def _notice(self, one: Notice) -> QWidget:
        theme = self._theme
        card = Card(theme, tone=one.tone, across=True, name=one.title)
        sign = label("")
        sign.setPixmap(theme.pixmap(one.icon, token=one.tone, size=18))
        sign.setContentsMargins(0, theme.px(2), 0, 0)
        card.body.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        texts.addWidget(label(one.title, "strong", one.tone, wrap=True))
        texts.addWidget(Paragraph(theme, one.sentence))
        if one.place is not None:
            go = partial(self.asked_for.emit, one.place)
            texts.addWidget(flowing(theme, button(theme, one.deed, name=told(one.deed, one.title), pressed=go)))
        if isinstance(card.body, QHBoxLayout):
            card.body.addLayout(texts, 1)
        return card

    def _show_lines(self, view: View) -> None:
        w, theme = self._bridge.words, self._theme
        _fill(self.lines, [ToldLine(theme, one.name, one.said, icon=one.icon, tone=one.tone) for one in view.lines])
        if view.more:
            said = w.count("and {n} more that waits for nothing", "and {n} more that wait for nothing", view.more)
            self.lines.addWidget(label(said, "secondary", wrap=True))
        if not view.lines:
            self.lines.addWidget(label(w("There is no inspection on this desk yet."), "secondary", wrap=True))

    def _show_rounds(self, view: View) -> None:
        theme = self._theme
        _fill(self.rounds, [ToldLine(theme, one.when, one.said, icon=one.icon, tone=one.tone) for one in view.rounds])

    # -- deeds -------------------------------------------------------------------------------------

    def exchange_with_folder(self, folder: Path, always: bool) -> None:
        """One round with it; *always*: from now on by itself."""
        from auditapp.operations import roads

        if always and self._bridge.ask(_used, folder) is None:
            return
        if always:
            self.exchanging.begin()
        else:
            self.exchanging.begin_with(partial(roads.exchange_with_folder, folder=folder), name=folder.name)

    def use_no_folder(self) -> None:
        from auditapp.operations import folders

        self._bridge.ask(folders.use_folder, None)
        self.roads.folder.clear()
        self.exchanging.look()

    def write_file(self) -> None:
        BundleDialog(self._bridge, self._theme, self.window(), self.bundling.write).open()

    def _file_moved(self) -> None:
        one = self.bundling
        if one.under_way:
            self.roads.tell(self._bridge.words("Writing {file}", file=one.file.name), *one.progress)
        else:
            self.roads.tell("")

    def _written(self, found: Written) -> None:
        w = self._bridge.words
        told = [w("Written: {file}", file=str(found.path))]
        if found.missing:
            told.append(
                w.count(
                    "{n} file is not on this laptop and did not go along.",
                    "{n} files are not on this laptop and did not go along.",
                    len(found.missing),
                )
            )
        self.said.emit(w.run_on(*told), "warn" if found.missing else "ok")

    def certify(self) -> None:
        """A signature that the company vouches for, under a passphrase of its own."""
        w = self._bridge.words
        Question(
            self._theme,
            w,
            self.window(),
            title=w("Let the company certify my signature"),
            sentence=w(
                "A new signing identity is made on this laptop and certified by {office} over the network. What was "
                "signed before stays as it is.",
                office=self.view.office or w("head office"),
            ),
            field=w("Passphrase of the signature"),
            then=self._certify,
            deed=w("Certify"),
            secret=True,
        ).open()

    def _certify(self, passphrase: str) -> None:
        from auditapp.operations import enrolment

        w, desk, on_desk = self._bridge.words, self._bridge.desk, self._bridge.on_desk

        def certified(_: object) -> None:
            self.said.emit(w("The company certified your signature."), "ok")
            self.refresh()

        self._bridge.later(lambda _: enrolment.certify(desk, passphrase, on_desk=on_desk), certified, lane="exchange")

    def leave_office(self) -> None:
        """Ask first, by name of the office: it is not done by a slip."""
        w = self._bridge.words
        Question(
            self._theme,
            w,
            self.window(),
            title=w("Leave {office}", office=self.view.office or w("head office")),
            sentence=w(
                "This laptop exchanges with it no more. Everything that is here stays here, and what is there stays "
                "there; with a new invitation it goes on where it stopped. What is waiting is not at head office."
            ),
            field=w("Type {word} to leave", word=w("leave")),
            then=self._left,
            deed=w("Leave"),
            danger=True,
        ).open()

    def _left(self, given: str) -> None:
        w = self._bridge.words
        if given.casefold() != w("leave").casefold():
            self.said.emit(w("Nothing was changed: the word was another one."), "warn")
            return
        from auditapp.operations import enrolment

        self.exchanging.cancel()
        if self._bridge.ask(enrolment.leave) is not None:
            self.said.emit(w("This laptop works by itself again."), "ok")
        self.exchanging.look()


def _used(desk: Any, folder: Path) -> bool:
    from auditapp.operations import folders

    folders.use_folder(desk, folder)
    return True


def _fill(layout: QLayout, widgets: list[ToldLine]) -> None:
    clear(layout)
    for one in widgets:
        layout.addWidget(one)
