"""Who opens the desk: a passphrase is set, changed or taken away, and asked for at every start or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from auditapp.operations import ways_in
from auditapp.operations.ways_in import SHORTEST_PASSPHRASE, Ways
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.theme import Theme
from auditapp.ui.unlock_page import secret_line
from auditapp.words import Trouble, in_words


class WaysCard(TitledCard):
    """The fields are shown when they are wanted; what went wrong is said below them."""

    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(theme, w("Passphrase"))
        self._bridge, self._theme = bridge, theme
        self._ways: Ways | None = None
        self._deed = ""
        self.state = Paragraph(theme, w("Looking …"), role="secondary")
        self.body.addWidget(self.state)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.set_button = button(theme, w("Set a passphrase…"), icon="lock", pressed=lambda: self.ask("set"))
        self.change_button = button(theme, w("Change it…"), icon="lock", pressed=lambda: self.ask("set"))
        self.remove_button = button(theme, w("Take it away…"), icon="lock-open", pressed=lambda: self.ask("remove"))
        for one in (self.set_button, self.change_button, self.remove_button):
            flow.addWidget(one)
        self.body.addWidget(deeds)
        self.at_start = QCheckBox(w("Ask for it whenever the program starts"))
        self.at_start.toggled.connect(self._ask_at_start)
        self.body.addWidget(self.at_start)
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.current, self.new, self.again = secret_line(), secret_line(), secret_line()
        self.current_field = Field(theme, w("Present passphrase"), self.current)
        self.new_field = Field(
            theme,
            w("New passphrase"),
            self.new,
            hint=w("At least {n} characters; a few words that belong together only for you.", n=SHORTEST_PASSPHRASE),
        )
        self.again_field = Field(theme, w("Passphrase again"), self.again)
        for field in (self.current_field, self.new_field, self.again_field):
            field.setMaximumWidth(theme.px(420))
            column.addWidget(field)
        self.wrong = Paragraph(theme, "", tone="bad")
        column.addWidget(self.wrong)
        ends = QWidget()
        row = FlowLayout(ends, spacing=theme.px(8))
        self.give_button = button(theme, "", role="primary", pressed=self.give)
        row.addWidget(self.give_button)
        row.addWidget(button(theme, w("Cancel"), pressed=self.fold))
        column.addWidget(ends)
        self.body.addWidget(self.form)
        for box in (self.current, self.new, self.again):
            box.returnPressed.connect(self.give)
        self._show(None)
        self.look()

    def look(self) -> None:
        """Ask what opens the desk; looking for a keyring takes a moment."""
        desk = self._bridge.desk
        self._bridge.later(lambda _: ways_in.ways(desk), self._show)

    def _show(self, ways: Ways | None) -> None:
        w, self._ways = self._bridge.words, ways
        self.fold()
        known = ways is not None
        self.set_button.setVisible(known and ways is not None and not ways.passphrase)
        self.change_button.setVisible(ways is not None and ways.passphrase)
        self.remove_button.setVisible(ways is not None and ways.passphrase and ways.keyring)
        self.at_start.setVisible(ways is not None and ways.passphrase and ways.has_keyring)
        if ways is None:
            return
        blocked = self.at_start.blockSignals(True)
        self.at_start.setChecked(not ways.keyring)
        self.at_start.blockSignals(blocked)
        told = [
            w("The desk opens with your passphrase, and only with it.")
            if not ways.keyring
            else w("The desk opens with the account of this computer, without asking."),
        ]
        if ways.keyring and ways.passphrase:
            told.append(w("The passphrase opens it on another computer."))
        if ways.keyring and not ways.passphrase:
            told.append(w("If that account or this computer is lost, nobody can open it: set a passphrase too."))
        if ways.recovery:
            told.append(w("The company's recovery key opens it too."))
        self.state.set_text(("" if w.chinese else " ").join(told))

    # ------------------------------------------------------------------------------------ deeds

    def ask(self, deed: str) -> None:
        """Show the fields for *deed*: set or remove."""
        w, ways = self._bridge.words, self._ways
        if ways is None:
            return
        self._deed = deed
        self.current_field.setVisible(ways.passphrase)
        self.new_field.setVisible(deed == "set")
        self.again_field.setVisible(deed == "set")
        self.give_button.setText(w("Set the passphrase") if deed == "set" else w("Take the passphrase away"))
        self.give_button.setAccessibleName(self.give_button.text())
        self.wrong.setVisible(False)
        self.form.show()
        (self.current if ways.passphrase else self.new).setFocus()

    def fold(self) -> None:
        """Put the fields away, and what was typed with them."""
        for box in (self.current, self.new, self.again):
            box.clear()
        self.form.hide()

    def give(self) -> None:
        """Do what was asked for; what is wrong is said under the fields, which keep what was typed."""
        w, desk = self._bridge.words, self._bridge.desk
        current, new = self.current.text(), self.new.text()
        if self._deed == "set" and new != self.again.text():
            self._refuse(w("The two passphrases are not the same."))
            return
        if self._deed == "set":
            self._do(lambda: ways_in.set_passphrase(desk, new, current=current), w("The passphrase is set."))
        else:
            self._do(lambda: ways_in.remove_passphrase(desk, current), w("The passphrase is taken away."))

    def _ask_at_start(self, on: bool) -> None:
        w, desk = self._bridge.words, self._bridge.desk
        told = w("It is asked for at every start.") if on else w("It is not asked for on this computer any more.")
        self._do(lambda: ways_in.ask_at_start(desk, on), told)

    def _do(self, deed: Callable[[], None], told: str) -> None:
        """Off the window's thread: stretching a passphrase takes a moment."""
        self.give_button.setEnabled(False)

        def done(_found: Any) -> None:
            self.give_button.setEnabled(True)
            self.said.emit(told, "ok")
            self.look()

        def failed(trouble: Trouble) -> None:
            self.give_button.setEnabled(True)
            self._refuse(in_words(trouble, self._bridge.words))
            if self.form.isHidden():
                self._bridge.failed.emit(trouble)
                self._show(self._ways)

        self._bridge.later(lambda _: deed(), done, failed=failed)

    def _refuse(self, why: str) -> None:
        self.wrong.set_text(why)
        self.wrong.setVisible(True)
