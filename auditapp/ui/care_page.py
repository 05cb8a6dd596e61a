"""Looking after the desk: is everything well, backups and bringing one back, the passphrase, what helpers need."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from auditapp.ui.backup_card import BackupCard
from auditapp.ui.bridge import Bridge
from auditapp.ui.health_card import HealthCard
from auditapp.ui.parts.titled import scrolled_column
from auditapp.ui.places import Place
from auditapp.ui.support_card import SupportCard
from auditapp.ui.theme import Theme
from auditapp.ui.ways_card import WaysCard


class CarePage(QWidget):
    """``restore_asked(Restore)`` goes to the program, which closes the desk for it."""

    left = Signal()
    said = Signal(str, str)
    restore_asked = Signal(object)
    log_asked = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        self._area, column = scrolled_column(self, theme, self.title)
        self.health, self.backups = HealthCard(bridge, theme), BackupCard(bridge, theme)
        self.ways, self.support = WaysCard(bridge, theme), SupportCard(bridge, theme)
        self.backups.restore_asked.connect(self.restore_asked)
        self.support.log_asked.connect(self.log_asked)
        for card in (self.backups, self.ways, self.support):
            card.said.connect(self.said)
        self._cards: dict[str, QWidget] = {
            "health": self.health,
            "backups": self.backups,
            "passphrase": self.ways,
            "support": self.support,
        }
        for one in self._cards.values():
            column.addWidget(one)
        self.setFocusProxy(self.health.look_button)
        self.health.look(thorough=False)

    @property
    def title(self) -> str:
        return self._bridge.words("Backups and health")

    @property
    def place(self) -> Place:
        return Place("care")

    def rest(self) -> None:
        """The desk is about to be closed."""
        for card in (self.health, self.backups, self.support):
            card.stop()

    def show_place(self, place: Place) -> None:
        """Bring the card of this name into sight (health, backups, passphrase, support)."""
        card = self._cards.get(place.at)
        if card is None:
            return
        if card is self.support:
            self.support.show_contents()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(card, 0, self._theme.px(20)))
