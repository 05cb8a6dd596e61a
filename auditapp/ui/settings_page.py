"""Settings: every change holds at once; there is nothing to save. Each says what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from auditapp.ui.acting_card import ActingCard
from auditapp.ui.announced import told
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.places import Place
from auditapp.ui.theme import SCALES, Density, Look, Theme

LOCK_AFTER = (0, 5, 10, 20, 60)


class SettingsPage(QWidget):
    """``language_chosen`` with the new language; the rest goes straight into theme and preferences."""

    asked_for = Signal(object)
    left = Signal()
    language_chosen = Signal(str)
    said = Signal(str, str)
    rooms_changed = Signal()
    """This desk speaks for head office now, or no more: the menus are others."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        self._remembered = bridge.remembered
        w = bridge.words
        _, column = scrolled_column(self, theme, w("Settings"), widest=760)

        card = self._card(column, w("Language"))
        self.language = self._segments(
            card,
            w("Language of the screen"),
            (("zh-CN", "中文"), ("en", "English")),
            w.language,
            hint=w("The window changes at once; what was typed stays."),
        )
        self.language.chosen.connect(self._choose_language)
        self.report_language = self._segments(
            card,
            w("Language of reports"),
            (("", w("same as the screen")), ("zh-CN", "中文"), ("en", "English")),
            self._remembered.settings.report_language,
            hint=w("A report can be in another language than the screen."),
        )
        self.report_language.chosen.connect(lambda code: self._set(report_language=code))

        card = self._card(column, w("Appearance"))
        self.look = self._segments(
            card,
            w("Colours"),
            (
                (Look.SYSTEM.value, w("same as the system")),
                (Look.LIGHT.value, w("light")),
                (Look.DARK.value, w("dark")),
                (Look.CONTRAST.value, w("high contrast")),
            ),
            theme.look.value,
        )
        self.look.chosen.connect(lambda code: self._later(lambda: theme.set_look(Look(code))))
        self.scale = self._segments(
            card,
            w("Text size"),
            tuple((str(n), f"{n}%") for n in SCALES),
            str(theme.scale),
            hint=w("Ctrl+plus and Ctrl+minus change it on every page."),
        )
        self.scale.chosen.connect(lambda code: self._later(lambda: theme.set_scale(int(code))))
        self.density = self._segments(
            card,
            w("Density"),
            (
                (Density.COMPACT.value, w("compact")),
                (Density.NORMAL.value, w("normal")),
                (Density.TOUCH.value, w("touch")),
            ),
            theme.density.value,
            hint=w("Touch: everything that is pressed is at least 44 pixels high."),
        )
        self.density.chosen.connect(lambda code: self._later(lambda: theme.set_density(Density(code))))

        card = self._card(column, w("Inspector"))
        self.author = QLineEdit(self._remembered.settings.author_name)
        card.body.addWidget(
            Field(
                theme,
                w("Who usually works at this laptop"),
                self.author,
                hint=w("Filled in as the first person of a new inspection; stands in the report."),
            )
        )
        self.author.editingFinished.connect(self.leaving)

        card = self._card(column, w("Lock"))
        self.lock = self._segments(
            card,
            w("Lock the window when nobody works"),
            tuple((str(n), w("never") if n == 0 else w.count("{n} minute", "{n} minutes", n)) for n in LOCK_AFTER),
            str(self._remembered.preferences.lock_after),
            hint=w("What was typed stays under the lock."),
        )
        self.lock.chosen.connect(lambda code: self._remembered.prefer(lock_after=int(code)))

        self.acting = ActingCard(bridge, theme)
        self.acting.said.connect(self.said)
        self.acting.changed.connect(self.rooms_changed)
        column.addWidget(self.acting)

        card = self._card(column, w("This desk"))
        where = Paragraph(theme, w("Desk: {folder}", folder=str(bridge.desk.store.folder)), role="secondary")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(where)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        for words, icon, page in (
            (w("Backups and health"), "shield-check", "care"),
            (w("About auditapp"), "info", "about"),
        ):
            flow.addWidget(button(theme, words, icon=icon, pressed=partial(self.asked_for.emit, Place(page))))
        card.body.addWidget(deeds)
        self.setFocusProxy(self.language.chip(w.language))

    @property
    def title(self) -> str:
        return self._bridge.words("Settings")

    @property
    def place(self) -> Place:
        return Place("settings")

    def leaving(self) -> None:
        """Names are written when their field or the page is left."""
        self.acting.keep()
        if self.author.text().strip() != self._remembered.settings.author_name:
            self._set(author_name=self.author.text().strip())

    def _card(self, column: QVBoxLayout, title: str) -> Card:
        card = TitledCard(self._theme, title, gap=14)
        column.addWidget(card)
        return card

    def _segments(
        self, card: Card, name: str, choices: tuple[tuple[str, str], ...], chosen: str, *, hint: str = ""
    ) -> ChipRow:
        """Choices that flow onto a second line when the text is large."""
        made = ChipRow(self._theme, name=name, lines=0)
        made.show_chips(choices, chosen)
        for code, words in choices:
            made.chip(code).setAccessibleName(told(name, words))
        card.body.addWidget(Field(self._theme, name, made, hint=hint))
        return made

    def _choose_language(self, code: str) -> None:
        self._set(language=code)
        self._later(lambda: self.language_chosen.emit(code))

    def _later(self, deed: Callable[[], object]) -> None:
        """After the click is over: the page that was clicked is built anew by it."""
        QTimer.singleShot(0, self._bridge, deed)

    def _set(self, **wish: str) -> None:
        try:
            self._remembered.set(**wish)
        except OSError:
            from auditapp.words import Trouble, say

            self._bridge.failed.emit(
                Trouble(
                    say("The settings were not kept"),
                    say("The disk refused to write them."),
                    say("They hold until the program is closed. Your inspections are not affected."),
                )
            )
