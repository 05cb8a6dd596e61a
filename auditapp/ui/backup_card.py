"""Backups: made now, put on a stick, brought back. The slow part runs beside the work."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditapp.operations import backup, ways_in
from auditapp.ui.asking import Question
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.home_page import day_said
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.parts.underway import Underway
from auditapp.ui.restoring import Restore
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

SHOWN = 5
"""So many backups are listed; older ones are chosen as files."""
MB = 1024 * 1024


class BackupCard(TitledCard):
    """``restore_asked(Restore)`` goes to the program, which closes the desk for it."""

    said = Signal(str, str)
    restore_asked = Signal(object)

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w("Backups"),
            w(
                "Made by itself while you work and when the program is closed; each one is proven by opening it. "
                "They lie on this laptop: put one on a stick too."
            ),
        )
        self._bridge, self._theme = bridge, theme
        self._task: Task | None = None
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.make_button = button(theme, w("Back up now"), role="primary", icon="save", pressed=self.make)
        self.stick_button = button(theme, w("Back up to a stick…"), icon="download", pressed=self._make_elsewhere)
        self.file_button = button(theme, w("Bring back from a file…"), icon="history", pressed=self._choose)
        for one in (self.make_button, self.stick_button, self.file_button):
            flow.addWidget(one)
        self.body.addWidget(deeds)
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.stop)
        self.body.addWidget(self.under_way)
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        self.body.addLayout(self.list)
        self.show_backups()

    def show_backups(self) -> None:
        """The newest ones, each with the way back to it."""
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
            name = w("Bring back the backup of {when}", when=when)
            row.addWidget(
                button(theme, w("Bring back"), role="quiet", name=name, pressed=partial(self.bring_back, one.path))
            )
            self.list.addWidget(line)
        if not found:
            self.list.addWidget(label(w("There is no backup yet."), "secondary"))

    def make(self, target: Path | None = None) -> None:
        """A backup now, beside the desk or in the folder *target*."""
        order = self._bridge.ask(backup.prepare, target)
        if order is None:
            return
        self.stop()
        self._busy(True)
        self._tell(0, 0)
        self._task = self._bridge.later(
            lambda task: backup.make(order, progress=lambda n, of: task.progress(n, of)),
            lambda made: self._made(made, elsewhere=target is not None),
            failed=self._failed,
            progress=lambda n, of, _: self._tell(n, of),
        )

    def stop(self) -> None:
        """Nothing half made stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.under_way.hide()
        self._busy(False)

    def _busy(self, on: bool) -> None:
        for one in (self.make_button, self.stick_button):
            one.setEnabled(not on)

    def _tell(self, done: int, of: int) -> None:
        self.under_way.tell(self._bridge.words("Backing up"), done, of)

    def _made(self, made: Path, *, elsewhere: bool) -> None:
        self._task = None
        self.stop()
        self.said.emit(self._bridge.words("Backed up: {file}", file=str(made) if elsewhere else made.name), "ok")
        self.show_backups()

    def _failed(self, trouble: Trouble) -> None:
        self.stop()
        self._bridge.failed.emit(trouble)

    def _make_elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._bridge.words("Folder for the backup"))
        if chosen:
            self.make(Path(chosen))

    def _choose(self) -> None:
        w = self._bridge.words
        name, _ = QFileDialog.getOpenFileName(self, w("Bring back from a file…"), "", w("Backups") + " (*.db)")
        if name:
            self.bring_back(Path(name))

    def bring_back(self, source: Path) -> None:
        """Ask for the passphrase where it is needed, then let the program do it."""
        desk = self._bridge.desk
        self._bridge.later(lambda _: ways_in.ways(desk), lambda ways: self._bring_back(source, ways))

    def _bring_back(self, source: Path, ways: ways_in.Ways) -> None:
        w = self._bridge.words
        if ways.keyring:
            self.restore_asked.emit(Restore(source))
            return
        Question(
            self._theme,
            w,
            self.window(),
            title=w("Bring back this backup"),
            sentence=w(
                "The database is put aside, not deleted; what it holds beyond the backup is saved if it can be read."
            ),
            field=w("Passphrase"),
            then=lambda given: self.restore_asked.emit(Restore(source, given)),
            deed=w("Bring back"),
            secret=True,
        ).open()
