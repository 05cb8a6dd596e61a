"""Is everything well? What the doctor looked at, worst first, with what to do beside what is not well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditapp.operations import doctor
from auditapp.operations.doctor import Line, State
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.parts.underway import Underway
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, in_words

SIGNS = {State.OK: ("circle-check", "ok"), State.WARN: ("triangle-alert", "warn"), State.BAD: ("octagon-alert", "bad")}
QUIET = ("program", "fonts", "words")
"""Lines that say nothing to an inspector while all is well."""


class HealthCard(TitledCard):
    """`look` asks on another thread; one may go on working and may stop it."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(theme, w("Is everything well?"))
        self._bridge, self._theme = bridge, theme
        self._task: Task | None = None
        self.summary = Paragraph(theme, w("Looking …"), role="secondary")
        self.body.addWidget(self.summary)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.px(8))
        self.body.addLayout(self.lines)
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.stop)
        self.body.addWidget(self.under_way)
        self.look_button = button(theme, w("Check everything now"), icon="shield-check", pressed=self.look)
        row = QHBoxLayout()
        row.addWidget(self.look_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def look(self, *, thorough: bool = True) -> None:
        """Ask the doctor; *thorough*: every page, entry, photo and list."""
        self.stop()
        desk, folder = self._bridge.desk, self._bridge.desk.store.folder
        self.look_button.setEnabled(False)
        if thorough:
            self._tell(0, 0)

        def job(task: Task) -> list[Line]:
            with desk.apart() as twin:
                found = list(doctor.doctor(twin, thorough=thorough, progress=lambda n, of: task.progress(n, of)))
            return [*(doctor.without_desk(folder) if thorough else ()), *found]

        self._task = self._bridge.later(
            job,
            lambda found: self._found(found, thorough=thorough),
            failed=self._failed,
            progress=lambda n, of, _: self._tell(n, of) if thorough else None,
        )

    def stop(self) -> None:
        """Look no further; what was found before stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.under_way.hide()
        self.look_button.setEnabled(True)

    def _tell(self, done: int, of: int) -> None:
        self.under_way.tell(self._bridge.words("Checking every page, entry, photo and list"), done, of)

    def _failed(self, trouble: Trouble) -> None:
        self.stop()
        self._bridge.failed.emit(trouble)

    def _found(self, found: list[Line], *, thorough: bool) -> None:
        self._task = None
        self.stop()
        w = self._bridge.words
        worst = max((one.state for one in found), default=State.BAD)
        self.summary.set_text(
            {
                State.OK: w("Everything is well.") if thorough else w("Nothing is wrong at first sight."),
                State.WARN: w("It works; something should be seen to."),
                State.BAD: w("Something is not well. What to do stands beside it."),
            }[worst]
        )
        clear(self.lines)
        for one in sorted(found, key=lambda line: -line.state):
            if one.state is not State.OK or one.name not in QUIET:
                self.lines.addWidget(self._line(one))

    def _line(self, one: Line) -> QWidget:
        w, theme = self._bridge.words, self._theme
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        icon, tone = SIGNS[one.state]
        sign = QLabel()
        sign.setPixmap(theme.pixmap(icon, token=tone, size=16))
        sign.setContentsMargins(0, theme.px(3), 0, 0)
        sign.setAccessibleName(w(doctor.STATE_NAMES[one.state]))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        said = in_words(one.trouble, w) if one.trouble is not None else one.said(w)
        row.addWidget(Paragraph(theme, said, role="secondary"), 1)
        return line
