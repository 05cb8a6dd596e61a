"""Whom this desk exchanges with and how it stands: now, by itself or not, joining, renewing and leaving."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel

from auditapp.ui import standing
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_view import View
from auditapp.ui.exchanging import Exchanging
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import flowing
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.parts.underway import Underway
from auditapp.ui.theme import Theme


class OfficeCard(TitledCard):
    """``join_asked()``, ``leave_asked()``, ``certify_asked()``: the page does it, for it asks first."""

    join_asked = Signal()
    leave_asked = Signal()
    certify_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, exchanging: Exchanging) -> None:
        w = bridge.words
        super().__init__(theme, w("Head office"))
        self._bridge, self._theme, self._exchanging = bridge, theme, exchanging
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self.sign = QLabel()
        self.sign.setContentsMargins(0, theme.px(2), 0, 0)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self.said = Paragraph(theme, "")
        head.addWidget(self.said, 1)
        self.body.addLayout(head)
        self.now_button = button(
            theme, w("Exchange now"), role="primary", icon="refresh-cw", pressed=lambda: exchanging.begin()
        )
        self.join_button = button(
            theme, w("Join head office…"), role="primary", icon="building-2", pressed=self.join_asked.emit
        )
        self.body.addWidget(flowing(theme, self.now_button, self.join_button))
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(exchanging.cancel)
        self.body.addWidget(self.under_way)
        self.itself = QCheckBox(w("Exchange by itself when a network is there"))
        self.itself.toggled.connect(exchanging.set_by_itself)
        self.body.addWidget(self.itself)
        self.facts = Paragraph(theme, "", role="secondary")
        self.body.addWidget(self.facts)
        self.certify_button = button(
            theme, w("Certify my signature…"), icon="badge-check", pressed=self.certify_asked.emit
        )
        self.leave_button = button(
            theme, w("Leave…"), role="quiet", icon="log-out", name=w("Leave head office"), pressed=self.leave_asked.emit
        )
        self.belongs = flowing(theme, self.certify_button, self.leave_button)
        self.body.addWidget(self.belongs)

    def show_view(self, view: View) -> None:
        hub, somebody = view.road == "hub", bool(view.road)
        self.facts.set_text("\n".join(view.facts) if view.facts else self._nobody(view))
        self.facts.setVisible(bool(self.facts.accessibleName()))
        self.join_button.setVisible(not hub)
        self.belongs.setVisible(hub)
        self.now_button.setVisible(somebody)
        self.itself.setVisible(somebody)
        blocked = self.itself.blockSignals(True)
        self.itself.setChecked(self._exchanging.by_itself)
        self.itself.blockSignals(blocked)
        self.show_standing(self._exchanging.standing)

    def _nobody(self, view: View) -> str:
        w = self._bridge.words
        if view.road == "folder":
            return w.run_on(
                w("This laptop exchanges with the folder {folder}.", folder=view.folder),
                w("Nobody signs for what lies there, so it is never shown as safe at head office."),
            )
        return w.run_on(
            w("This laptop works by itself. What is written stays here until it is handed over."),
            w("Head office gives you an invitation: a line, a file or a QR picture."),
        )

    def show_standing(self, one: standing.Standing) -> None:
        """The sentence of the footer, and how far a round is."""
        w = self._bridge.words
        told = standing.told(w, one, self._bridge.desk.clock())
        self.said.set_text(told.whole)
        self.sign.setPixmap(self._theme.pixmap(told.icon, token=told.token, size=20))
        if one.under_way:
            begun_here = self.now_button.hasFocus()
            self.under_way.tell(self._exchanging.said, one.done, one.of)
            if begun_here:  # a button that is disabled would hand the focus to whatever comes next
                self.under_way.cancel_button.setFocus()
            self.now_button.setEnabled(False)
        else:
            self.now_button.setEnabled(True)
            if self.under_way.cancel_button.hasFocus():
                self.now_button.setFocus()
            self.under_way.hide()
