"""Looking after the desk: is everything well, backups and bringing one back, the passphrase, what helpers need."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from auditapp.operations import backup, doctor
from auditapp.operations.doctor import State
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.home_page import day_said
from auditapp.ui.in_window import here
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place
from auditapp.ui.restoring import Restore
from auditapp.ui.theme import Theme
from auditapp.words import in_words

SIGNS = {State.OK: ("circle-check", "ok"), State.WARN: ("triangle-alert", "warn"), State.BAD: ("octagon-alert", "bad")}
QUIET = ("program", "fonts", "words")
"""Lines that say nothing to an inspector while all is well."""
SHOWN = 5
"""So many backups are listed; older ones are chosen as files."""
MB = 1024 * 1024


def care_card(theme: Theme, title: str) -> Card:
    """One of the cards of this page."""
    card = Card(theme, name=title)
    card.body.setContentsMargins(*(theme.px(18),) * 4)
    card.body.setSpacing(theme.px(12))
    card.body.addWidget(label(title, "subtitle", wrap=True))
    return card


class CarePage(QWidget):
    """``restore_asked(Restore)`` goes to the program, which closes the desk for it."""

    left = Signal()
    said = Signal(str, str)
    restore_asked = Signal(object)
    log_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        w = bridge.words
        inside = Column(theme, margin=20, gap=16)
        middle = QWidget()
        middle.setMaximumWidth(theme.px(860))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        inside.body.addLayout(row)
        inside.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea = scroll(inside, name=w("Backups and health"))
        outer.addWidget(self._area)
        self._cards: dict[str, QWidget] = {"health": self._health(), "backups": self._backups()}
        self._cards["support"] = self._support()
        for card in self._cards.values():
            column.addWidget(card)
        self.setFocusProxy(self.look_button)
        self._quick = QTimer(self)
        self._quick.setSingleShot(True)
        self._quick.timeout.connect(lambda: self.look(thorough=False))
        self._quick.start(0)

    # ------------------------------------------------------------------------------------ the window asks

    @property
    def title(self) -> str:
        return self._bridge.words("Backups and health")

    @property
    def place(self) -> Place:
        return Place("care")

    def rest(self) -> None:
        self._quick.stop()

    def show_place(self, place: Place) -> None:
        """Bring the card of this name into sight (health, backups, support)."""
        card = self._cards.get(place.at)
        if card is not None:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(card, 0, self._theme.px(20)))
            first = next((one for one in card.findChildren(QWidget) if one.focusPolicy()), None)
            if first is not None:
                first.setFocus()

    # ------------------------------------------------------------------------------------ health

    def _health(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = care_card(theme, w("Is everything well?"))
        self.summary = Paragraph(theme, w("Looking …"), role="secondary")
        card.body.addWidget(self.summary)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.px(8))
        card.body.addLayout(self.lines)
        self.look_button = button(theme, w("Check everything now"), icon="shield-check", pressed=self._look_soon)
        row = QHBoxLayout()
        row.addWidget(self.look_button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _look_soon(self) -> None:
        """The word is drawn before the window is busy with looking."""
        self.look_button.setEnabled(False)
        self.summary.set_text(self._bridge.words("Checking every page, entry, photo and list …"))
        QTimer.singleShot(30, self, self.look)

    def look(self, *, thorough: bool = True) -> None:
        """Ask the doctor and show every line."""
        w = self._bridge.words
        clear(self.lines)
        found = self._bridge.ask(lambda desk: list(doctor.doctor(desk, thorough=thorough)))
        found = [*(doctor.without_desk(self._bridge.desk.store.folder) if thorough else ()), *(found or ())]
        worst = max((one.state for one in found), default=State.BAD)
        self.summary.set_text(
            {
                State.OK: w("Everything is well.") if thorough else w("Nothing is wrong at first sight."),
                State.WARN: w("It works; something should be seen to."),
                State.BAD: w("Something is not well. What to do stands beside it."),
            }[worst]
        )
        for one in sorted(found, key=lambda line: -line.state):
            if one.state is State.OK and one.name in QUIET:
                continue
            self.lines.addWidget(self._line(one))
        self.look_button.setEnabled(True)

    def _line(self, one: doctor.Line) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(10))
        icon, tone = SIGNS[one.state]
        sign = QLabel()
        sign.setPixmap(self._theme.pixmap(icon, token=tone, size=16))
        sign.setAlignment(sign.alignment().AlignTop)
        sign.setContentsMargins(0, self._theme.px(3), 0, 0)
        sign.setAccessibleName(self._bridge.words(doctor.STATE_NAMES[one.state]))
        row.addWidget(sign)
        row.addWidget(Paragraph(self._theme, self._said(one), role="secondary"), 1)
        return line

    def _said(self, one: doctor.Line) -> str:
        w = self._bridge.words
        return in_words(here(one.trouble), w) if one.trouble is not None else one.said(w)

    # ------------------------------------------------------------------------------------ backups

    def _backups(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = care_card(theme, w("Backups"))
        card.body.addWidget(
            Paragraph(
                theme,
                w(
                    "Made by itself while you work and when the program is closed; each one is proven by opening it. "
                    "They lie on this laptop: put one on a stick too."
                ),
                role="secondary",
            )
        )
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.make_button = button(theme, w("Back up now"), role="primary", icon="save", pressed=self.make)
        flow.addWidget(self.make_button)
        flow.addWidget(button(theme, w("Back up to a stick…"), icon="download", pressed=self._make_elsewhere))
        flow.addWidget(button(theme, w("Bring back from a file…"), icon="history", pressed=self._choose_backup))
        card.body.addWidget(deeds)
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        card.body.addLayout(self.list)
        self._show_backups()
        return card

    def _show_backups(self) -> None:
        w, theme = self._bridge.words, self._theme
        clear(self.list)
        found = self._bridge.ask(backup.backups) or []
        for one in found[:SHOWN]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px(10))
            made = one.made.astimezone(self._bridge.desk.clock().tzinfo)
            when = f"{day_said(made.date(), w)} {made:%H:%M}"
            row.addWidget(ElidingLabel(w("{when} · {mb} MB", when=when, mb=-(-one.bytes // MB))), 1)
            row.addWidget(
                button(
                    theme,
                    w("Bring back"),
                    role="quiet",
                    name=w("Bring back the backup of {when}", when=when),
                    pressed=partial(self.bring_back, one.path),
                )
            )
            self.list.addWidget(line)
        if not found:
            self.list.addWidget(label(w("There is no backup yet."), "secondary"))

    def make(self, target: Path | None = None) -> None:
        """A backup now, beside the desk or in the folder *target*."""
        made = self._bridge.ask(backup.backup, target)
        if made is not None:
            self.said.emit(
                self._bridge.words("Backed up: {file}", file=made.name if target is None else str(made)), "ok"
            )
            self._show_backups()

    def _make_elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._bridge.words("Folder for the backup"))
        if chosen:
            self.make(Path(chosen))

    def _choose_backup(self) -> None:
        w = self._bridge.words
        name, _ = QFileDialog.getOpenFileName(self, w("Bring back from a file…"), "", w("Backups") + " (*.db)")
        if name:
            self.bring_back(Path(name))

    def bring_back(self, source: Path) -> None:
        """Ask for the passphrase where it is needed, then let the program do it."""
        w = self._bridge.words
        if not self._bridge.ask(backup.needs_passphrase):
            self.restore_asked.emit(Restore(source))
            return
        Question(
            self._theme,
            w,
            self,
            title=w("Bring back this backup"),
            sentence=w(
                "The database is put aside, not deleted; what it holds beyond the backup is saved if it can be read."
            ),
            field=w("Passphrase"),
            then=lambda given: self.restore_asked.emit(Restore(source, given)),
            deed=w("Bring back"),
            secret=True,
        ).open()

    # ------------------------------------------------------------------------------------ for those who help

    def _support(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = care_card(theme, w("When something is wrong"))
        card.body.addWidget(
            Paragraph(
                theme,
                w("The log holds what the program did, never an answer, a note or a name."),
                role="secondary",
            )
        )
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        flow.addWidget(button(theme, w("Open log folder"), icon="folder-open", pressed=self.log_asked.emit))
        card.body.addWidget(deeds)
        return card
