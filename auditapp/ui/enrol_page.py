"""Joining head office: the invitation is read, one sees whom one joins and what that means, and only then joins.

Nothing leaves this laptop before **Join** is pressed. The line is a secret like a key and is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from auditapp.operations import joining
from auditapp.ui import exchange_view
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchanging import exchanging
from auditapp.ui.file_line import FileLine
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.parts.told_line import ToldLine
from auditapp.ui.parts.underway import Underway
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.unlock_page import secret_line
from auditapp.words import Trouble, without_title

if TYPE_CHECKING:
    from auditapp.operations.enrolment import Enrolled
    from auditapp.operations.joining import Invited
    from auditapp.ui.background import Task

SOON = 250
"""Milliseconds after the last letter until a typed line is read."""
ENDINGS = "*.json *.txt *.png *.jpg *.jpeg *.webp *.heic"


class EnrolPage(QWidget):
    """``show_place`` with a file in ``at`` reads that file (it was dropped onto the window)."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        self.invited: Invited | None = None
        self.enrolled: Enrolled | None = None
        self._task: Task | None = None
        self._area, column = scrolled_column(self, theme, self.title, widest=760)
        for card in (self._invitation(), self._whom(), self._joined()):
            column.addWidget(card)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._read_line)
        self.line.textChanged.connect(lambda *_: self._soon.start())
        self.line.returnPressed.connect(self._read_line)
        self.file.changed.connect(self._read_file)
        self.whom.hide()
        self.joined.hide()
        self.setFocusProxy(self.line)

    # -- building ----------------------------------------------------------------------------------

    def _invitation(self) -> QWidget:
        w, theme = self._bridge.words, self._theme
        self.given = TitledCard(
            theme,
            w("The invitation"),
            w("Head office gives you a line, a file, or a QR picture. It holds for one day and one laptop."),
        )
        self.line = secret_line()
        self.line_field = Field(
            theme, w("The line, pasted"), self.line, hint=w("It begins with {word}", word=joining.BEGINS)
        )
        self.file = FileLine(
            self._bridge,
            theme,
            w("Or the file or the picture"),
            endings=ENDINGS,
            kind=w("Invitations ({endings})", endings=ENDINGS),
            hint=w("It can be dropped onto the window too."),
        )
        self.given.body.addWidget(self.line_field)
        self.given.body.addWidget(self.file)
        self.wrong = Paragraph(theme, "", tone="bad")
        self.wrong.hide()
        self.given.body.addWidget(self.wrong)
        return self.given

    def _whom(self) -> QWidget:
        w, theme = self._bridge.words, self._theme
        self.whom = TitledCard(theme, w("Whom you join"))
        body = self.whom.body
        self.company = label("", "site", wrap=True)
        self.facts = Paragraph(theme, "")
        body.addWidget(self.company)
        body.addWidget(self.facts)
        body.addWidget(label(w("What head office will see"), "heading"))
        body.addWidget(
            ToldLine(
                theme,
                "",
                w("The inspections this laptop takes part in, with their photos, and what was written before. Nothing "
                  "else of this computer."),
                icon="eye",
            )
        )  # fmt: skip
        self.name = QLineEdit(self._bridge.author)
        self.name.setMaxLength(64)
        body.addWidget(
            Field(
                theme,
                w("What this laptop is called at head office"),
                self.name,
                hint=w("Such as your name; head office lists its laptops by it."),
            )
        )
        self.recovery = QCheckBox(w("The company's recovery key may open this laptop"))
        self.recovery.setChecked(True)
        body.addWidget(self.recovery)
        body.addWidget(
            Paragraph(
                theme,
                w("Then head office can bring the inspections back when your passphrase or this account is lost. "
                  "Without it nobody can."),
                role="secondary",
            )
        )  # fmt: skip
        self.signing = QCheckBox(w("Let the company certify my signature"))
        self.signing.toggled.connect(self._show_secret)
        body.addWidget(self.signing)
        self.secret = secret_line()
        self.secret_field = Field(
            theme,
            w("Passphrase of the signature"),
            self.secret,
            hint=w("Asked for whenever you sign; at least {n} characters.", n=joining.SHORTEST),
        )
        self.secret_field.setMaximumWidth(theme.px(420))
        self.secret_field.hide()
        body.addWidget(self.secret_field)
        self.refused = Paragraph(theme, "", tone="bad")
        self.refused.hide()
        body.addWidget(self.refused)
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.cancel)
        body.addWidget(self.under_way)
        row = QHBoxLayout()
        self.join_button = button(theme, w("Join"), role="primary", icon="building-2", pressed=self.join)
        row.addWidget(self.join_button)
        row.addStretch(1)
        body.addLayout(row)
        return self.whom

    def _joined(self) -> QWidget:
        w, theme = self._bridge.words, self._theme
        self.joined = TitledCard(theme, w("This laptop belongs to head office now"))
        self.result = Paragraph(theme, "")
        self.joined.body.addWidget(self.result)
        row = QHBoxLayout()
        self.go_button = button(theme, w("Exchange now"), role="primary", icon="refresh-cw", pressed=self._exchange)
        row.addWidget(self.go_button)
        row.addStretch(1)
        self.joined.body.addLayout(row)
        return self.joined

    # -- what the window asks ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self._bridge.words("Join head office")

    @property
    def place(self) -> Place:
        return Place("enrol")

    def show_place(self, place: Place) -> None:
        if place.at:
            self.file.show_path(Path(place.at))

    def rest(self) -> None:
        self._soon.stop()
        self.cancel()

    # -- reading the invitation --------------------------------------------------------------------

    def _read_line(self) -> None:
        self._soon.stop()
        text = self.line.text().strip()
        if text:
            self._read(text)
        elif self.file.path is None:
            self._forget("")

    def _read_file(self) -> None:
        if self.file.path is not None:
            self._read(self.file.path)

    def _read(self, given: str | Path) -> None:
        """Off the window's thread: looking for a code in a large photo takes a moment."""
        self._bridge.later(lambda _: joining.look_at(given), self._show_invited, failed=self._unread, lane="pictures")

    def _unread(self, trouble: Trouble) -> None:
        self._forget(without_title(trouble, self._bridge.words))

    def _forget(self, why: str) -> None:
        self.invited = None
        self.wrong.set_text(why)
        self.wrong.setVisible(bool(why))
        self.whom.hide()

    def _show_invited(self, invited: Invited) -> None:
        """Whom one would join; asked of nobody but the invitation."""
        w = self._bridge.words
        self.invited = invited
        self.wrong.hide()
        self.refused.hide()
        self.company.setText(invited.organisation or w("A company that the invitation does not name"))
        told = [w("Address: {address}", address=invited.address)]
        if invited.fingerprint:
            told.append(w("Fingerprint: {fingerprint}", fingerprint=invited.fingerprint))
            told.append(w("Compare the fingerprint with what head office tells you by another way."))
        self.facts.set_text("\n".join(told))
        self.whom.show()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.company, 0, self._theme.px(120)))

    def _show_secret(self, on: bool) -> None:
        self.secret_field.setVisible(on)
        if on:
            self.secret.setFocus()
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.join_button, 0, self._theme.px(20)))

    # -- joining -----------------------------------------------------------------------------------

    def join(self) -> None:
        """Over the network, beside the work."""
        if self.invited is None or self._task is not None:
            return
        from auditapp.operations import enrolment

        w, desk, bridge = self._bridge.words, self._bridge.desk, self._bridge
        invited, name, recovery = self.invited, self.name.text().strip(), self.recovery.isChecked()
        secret = self.secret.text() if self.signing.isChecked() else ""
        if self.signing.isChecked() and len(secret) < joining.SHORTEST:
            self._refuse(w("The passphrase of the signature is too short."))
            return
        self.refused.hide()
        self.join_button.setEnabled(False)
        self.under_way.tell(w("Joining {company}", company=invited.organisation or invited.address))

        def job(task: Task) -> Enrolled:
            def wanted(deed: Callable[[], Any]) -> Any:
                task.check()  # head office may answer when nobody waits for it any more
                return deed()

            return enrolment.enrol(
                desk,
                invited.line,
                person_name=name,
                passphrase=secret,
                recovery=recovery,
                on_desk=lambda deed: bridge.on_desk(lambda: wanted(deed)),
            )

        self._task = bridge.later(job, self._done, failed=self._failed, lane="exchange")

    def cancel(self) -> None:
        """What comes back is not waited for, and this laptop stays by itself; the same invitation may be used again."""
        if self._task is not None:
            self._task.cancel()
            self._end()

    def _end(self) -> None:
        self._task = None
        self.under_way.hide()
        self.join_button.setEnabled(True)

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self._refuse(without_title(trouble, self._bridge.words))

    def _refuse(self, why: str) -> None:
        self.refused.set_text(why)
        self.refused.show()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.join_button, 0, self._theme.px(20)))

    def _done(self, enrolled: Enrolled) -> None:
        """Who one is there now."""
        self._end()
        self.show_enrolled(enrolled)
        exchanging(self._bridge).look()
        self.go_button.setFocus()

    def show_enrolled(self, enrolled: Enrolled) -> None:
        w = self._bridge.words
        self.enrolled = enrolled
        for secret in (self.line, self.secret):
            secret.clear()
        self.given.hide()
        self.whom.hide()
        told = [*exchange_view.belonging(w, enrolled)]
        if enrolled.identity:
            told.append(w("The company certified your signature."))
        if enrolled.recovery:
            told.append(w("The company's recovery key may open this laptop."))
        told.append(w("What was written here before goes along with the first exchange."))
        self.result.set_text("\n".join(told))
        self.joined.show()

    def _exchange(self) -> None:
        exchanging(self._bridge).begin()
        self.asked_for.emit(Place("exchange"))
