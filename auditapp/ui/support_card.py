"""What helpers need when something is wrong: the log folder, and a file whose contents are shown before it is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from auditapp.operations import support
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.parts.underway import Underway
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

KB = 1024


class SupportCard(TitledCard):
    """``log_asked()``: the window opens the folder."""

    said = Signal(str, str)
    log_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w("When something is wrong"),
            w("The log holds what the program did, never an answer, a note or a name."),
        )
        self._bridge, self._theme = bridge, theme
        self._task: Task | None = None
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        flow.addWidget(button(theme, w("Open log folder"), icon="folder-open", pressed=self.log_asked.emit))
        self.show_button = button(theme, w("Collect a support file…"), icon="archive", pressed=self.show_contents)
        flow.addWidget(self.show_button)
        self.body.addWidget(deeds)
        self.inside = QWidget()
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(label(w("This goes in, and nothing else"), "heading"))
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        column.addLayout(self.list)
        column.addWidget(
            Paragraph(
                theme, w("It is not sent anywhere. Read it before you pass it on: it is plain text."), role="meta"
            )
        )
        self.save_button = button(theme, w("Save it…"), role="primary", icon="download", pressed=self._choose)
        ends = QWidget()
        FlowLayout(ends).addWidget(self.save_button)
        column.addWidget(ends)
        self.inside.hide()
        self.body.addWidget(self.inside)
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.stop)
        self.body.addWidget(self.under_way)

    def show_contents(self) -> None:
        """What would go in, to look at first."""
        w = self._bridge.words
        clear(self.list)
        for part in self._bridge.ask(support.contents) or ():
            size = w("{n} kB", n=-(-part.bytes // KB)) if part.bytes else ""
            said = w("{name}: {what}", name=part.name, what=w(part.what))
            self.list.addWidget(ElidingLabel(w.bracketed(said, size) if size else said, role="secondary"))
        self.inside.show()
        self.save_button.setFocus()

    def _choose(self) -> None:
        w = self._bridge.words
        name = f"auditapp-support-{self._bridge.desk.clock():%Y%m%d-%H%M}.zip"
        file, _ = QFileDialog.getSaveFileName(self, w("Collect a support file…"), name, "ZIP (*.zip)")
        if file:
            self.collect(Path(file))

    def collect(self, out: Path) -> None:
        """Write it beside the work; the checks take a second for 5,000 entries."""
        desk = self._bridge.desk
        self.stop()

        def job(task: Task) -> Path:
            with desk.apart() as twin:
                return support.collect(twin, out, progress=lambda n, of: task.progress(n, of))

        self.save_button.setEnabled(False)
        self._tell(0, 0)
        self._task = self._bridge.later(
            job, self._done, failed=self._failed, progress=lambda n, of, _: self._tell(n, of)
        )

    def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.under_way.hide()
        self.save_button.setEnabled(True)

    def _tell(self, done: int, of: int) -> None:
        self.under_way.tell(self._bridge.words("Collecting"), done, of)

    def _done(self, out: Path) -> None:
        self._task = None
        self.stop()
        self.inside.hide()
        self.said.emit(self._bridge.words("The support file is {file}.", file=str(out)), "ok")

    def _failed(self, trouble: Trouble) -> None:
        self.stop()
        self._bridge.failed.emit(trouble)
