"""A new inspection on one page: site, checklist, scope, team, settings of the site. Nothing is asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from auditapp.checklist.model import AnswerKind, Checklist
from auditapp.operations import begin, checklists, look, sites
from auditapp.operations.begin import Member
from auditapp.operations.changes import Changes
from auditapp.operations.checklists import SUFFIXES
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.file_line import FileLine
from auditapp.ui.member_row import MemberRow
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, in_words, what_happened

if TYPE_CHECKING:
    from auditapp.store.people import KnownPerson, Site

KEPT = "new"
NUMBER_TAKEN = "The number is taken"
VISITED = 4
"""So many units visited before are offered at a press; the others while one types."""


@dataclass(frozen=True)
class Profile:
    """A checklist one can begin with, read already."""

    wish: str
    checklist: Checklist


def profiles(task: Task, own: Sequence[tuple[str, bytes]] = ()) -> list[Profile]:
    """The shipped checklists, then the desk's *own* (digest, document); read off the window's thread."""
    from auditapp.checklist import read, shelf, write

    found = []
    for path in shelf.shipped():
        task.check()
        reading = read.read_unchecked(path)
        if reading.checklist is not None:
            found.append(Profile(path.stem, reading.checklist))
    found.sort(key=lambda one: -len(one.checklist.by_id))
    return found + [Profile(digest, write.decode(document)) for digest, document in own]


def brought(task: Task, file: Path) -> Profile:
    """The checklist in a file. Raises `Trouble` with its first fault."""
    from auditapp.checklist import read

    task.check()
    return Profile(str(file), read.load(file))


class NewPage(QWidget):
    """``asked_for`` the inspection once it is begun. What was typed survives a switch of language or look."""

    page_name = KEPT

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        w = bridge.words
        self._profiles: list[Profile] = []
        self._sites: dict[str, Site] = {one.unit or one.name: one for one in bridge.ask(sites.sites) or []}
        kept: dict[str, Any] = bridge.kept.pop(self.page_name, {})
        self._kept_settings: dict[str, str] = kept.get("settings", {})
        self._kept_profile: str = kept.get("profile", "six-dimensions")
        self._title_is_ours = kept.get("title_is_ours", True)
        self.begun = self._narrow = False

        inside = Column(theme, margin=20, gap=16)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(16))
        inside.body.addLayout(self._grid)
        inside.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll(inside, name=w("New inspection")))

        self._cards = [self._site(kept), self._checklist(), self._scope(kept), self._team(kept), self._settings()]
        for card in self._cards:
            card.body.addStretch(1)
        self._lay(two=True)
        bridge.later(partial(profiles, own=bridge.ask(checklists.own) or ()), self._have_profiles)
        self.unit.setFocus()
        self.setFocusProxy(self.unit)

    # ------------------------------------------------------------------------------------ the five cards

    def _site(self, kept: dict[str, Any]) -> Card:
        w, theme = self._bridge.words, self._theme
        card = _card(theme, w("Site"), "1")
        self.unit = _line(kept.get("unit", ""))
        self.unit.setPlaceholderText(w("Name of the inspected unit"))
        completer = QCompleter(sorted(self._sites), self.unit)
        completer.setCaseSensitivity(completer.caseSensitivity().CaseInsensitive)
        completer.setFilterMode(completer.filterMode().MatchContains)
        self.unit.setCompleter(completer)
        self.site = _line(kept.get("site", ""))
        self.code = _line(kept.get("code", ""))
        self.address = _line(kept.get("address", ""))
        self.unit_field = Field(theme, w("Inspected unit"), self.unit, hint=w("In the report"))
        card.body.addWidget(self.unit_field)
        card.body.addWidget(self._visited())
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Field(theme, w("Name of the site"), self.site, hint=w("In the report")), 2)
        row.addWidget(Field(theme, w("Short code"), self.code, hint=w("For the number")), 1)
        card.body.addLayout(row)
        card.body.addWidget(Field(theme, w("Address"), self.address, hint=w("In the report")))
        self.last_visit = Paragraph(theme, "", role="secondary")
        self.last_visit.setVisible(False)
        card.body.addWidget(self.last_visit)
        self.unit.textChanged.connect(self._unit_typed)
        completer.activated.connect(self._known_site)
        return card

    def _visited(self) -> QWidget:
        """The units visited last: one press fills in what is known of them."""
        w, theme = self._bridge.words, self._theme
        rows = self._bridge.ask(look.inspections) or []
        units = list(dict.fromkeys(row.site for row in rows if row.site))[:VISITED]
        known = QWidget()
        known.setAccessibleName(w("Visited before"))
        flow = FlowLayout(known, spacing=theme.px(6))
        for unit in units:
            chip = QPushButton(
                QFontMetrics(theme.font(13)).elidedText(unit, Qt.TextElideMode.ElideRight, theme.px(200))
            )
            chip.setProperty("role", "chip")
            chip.setAutoDefault(False)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.setAccessibleName(w("Visited before: {unit}", unit=unit))
            chip.setToolTip(unit)
            chip.clicked.connect(partial(self._visit_again, unit))
            flow.addWidget(chip)
        known.setVisible(bool(units))
        return known

    def _visit_again(self, unit: str, _on: bool = False) -> None:
        self.unit.setText(unit)
        self._known_site(unit)

    def _checklist(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = _card(theme, w("Checklist"), "2")
        self._choices = QButtonGroup(self)
        self._profile_rows = QVBoxLayout()
        self._profile_rows.setSpacing(theme.px(6))
        self.reading = label(w("Reading the checklists …"), "secondary")
        card.body.addWidget(self.reading)
        card.body.addLayout(self._profile_rows)
        self.file = FileLine(
            self._bridge,
            theme,
            w("Checklist from a file"),
            endings=" ".join(f"*{ending}" for ending in SUFFIXES),
            kind=w("Checklists ({endings})", endings=" ".join(f"*{ending}" for ending in SUFFIXES)),
            hint=w("One of your own, as YAML, JSON, Excel or CSV."),
        )
        self.file.changed.connect(self._read_file)
        card.body.addWidget(self.file)
        return card

    def _scope(self, kept: dict[str, Any]) -> Card:
        w, theme = self._bridge.words, self._theme
        card = _card(theme, w("Scope"), "3")
        self.heading = _line(kept.get("title", w("On-site inspection")))
        self.heading.textEdited.connect(self._title_typed)
        self.period = _line(kept.get("period", self._bridge.desk.clock().date().isoformat()))
        self.number = _line(kept.get("number", ""))
        self.number.setPlaceholderText(w("assigned automatically"))
        self.purpose = QPlainTextEdit(kept.get("purpose", ""))
        self.purpose.setTabChangesFocus(True)
        self.purpose.setFixedHeight(theme.px(76))
        self.heading_field = Field(theme, w("Title"), self.heading, hint=w("In the report"))
        card.body.addWidget(self.heading_field)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(Field(theme, w("Period"), self.period, hint=w("In the report")), 1)
        self.number_field = Field(theme, w("Number"), self.number, hint=w("In the report"))
        row.addWidget(self.number_field, 1)
        card.body.addLayout(row)
        card.body.addWidget(Field(theme, w("Purpose and scope"), self.purpose, hint=w("In the report")))
        return card

    def _team(self, kept: dict[str, Any]) -> Card:
        w, theme = self._bridge.words, self._theme
        card = _card(theme, w("Team and site"), "4")
        card.body.addWidget(Paragraph(theme, self._who_is_first(), role="secondary"))
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.px(8))
        self.members: list[MemberRow] = []
        self._known: list[KnownPerson] = self._bridge.ask(sites.people) or []
        card.body.addLayout(self._people)
        people = kept.get("people") or [self._first_person()]
        for name, role, unit in people:
            self.add_person(name, role, unit)
        self.add = button(
            theme, w("Add a person"), role="quiet", icon="plus", pressed=lambda: self.add_person(focus=True)
        )
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _who_is_first(self) -> str:
        return self._bridge.words("The first person works at this laptop. Names stand in the report.")

    def _first_person(self) -> tuple[str, str, str]:
        return self._bridge.author or "", self._bridge.author_role or "leader", ""

    def _settings(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = _card(theme, w("Site settings"), "5")
        card.body.addWidget(
            Paragraph(
                theme,
                w("They decide which items are asked and which limits hold. What is not known yet is answered later."),
                role="secondary",
            )
        )
        self._settings_rows = QGridLayout()
        self._settings_rows.setHorizontalSpacing(theme.px(12))
        self._settings_rows.setVerticalSpacing(theme.px(8))
        card.body.addLayout(self._settings_rows)
        self.switches: dict[str, QComboBox] = {}
        return card

    def _lay(self, *, two: bool) -> None:
        for card in self._cards:
            self._grid.removeWidget(card)
        if two:
            site, checklist, scope, team, switches = self._cards
            for n, card in enumerate((site, scope, team)):
                self._grid.addWidget(card, n, 0)
            self._grid.addWidget(checklist, 0, 1)
            self._grid.addWidget(switches, 1, 1, 3, 1)
            self._grid.setRowStretch(3, 1)
        else:
            for n, card in enumerate(self._cards):
                self._grid.addWidget(card, n, 0, 1, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if two else 0)

    # ------------------------------------------------------------------------------------ the window asks

    @property
    def title(self) -> str:
        return self._bridge.words("New inspection")

    @property
    def place(self) -> Place:
        return Place(self.page_name)

    def commands(self) -> list[Command]:
        w = self._bridge.words
        return [
            Command(
                "begin", w("Begin the inspection"), self.begin, ("Ctrl+Return",), "play", w("New inspection"), "primary"
            ),
            Command(
                "add-person",
                w("Add a person"),
                lambda: self.add_person(focus=True),
                ("Ctrl+Shift+P",),
                "plus",
                w("New inspection"),
            ),
        ]

    def fit(self, width: Width) -> None:
        self._narrow = width is Width.NARROW
        self._lay(two=not self._narrow)
        for row in self.members:
            row.fit(narrow=self._narrow)

    def leaving(self) -> None:
        """Keep what was typed until the page is seen again."""
        if self.begun:
            self._bridge.kept.pop(self.page_name, None)
            return
        self._bridge.kept[self.page_name] = {
            "unit": self.unit.text(),
            "site": self.site.text(),
            "code": self.code.text(),
            "address": self.address.text(),
            "title": self.heading.text(),
            "title_is_ours": self._title_is_ours,
            "period": self.period.text(),
            "number": self.number.text(),
            "purpose": self.purpose.toPlainText(),
            "people": [row.values() for row in self.members],
            "profile": self.profile.wish if self.profile else self._kept_profile,
            "settings": self._chosen_settings(),
        }

    # ------------------------------------------------------------------------------------ filling in

    @property
    def profile(self) -> Profile | None:
        at = self._choices.checkedId()
        return self._profiles[at] if 0 <= at < len(self._profiles) else None

    def _have_profiles(self, found: list[Profile]) -> None:
        self.reading.setVisible(False)
        for one in found:
            self._offer(one)
        wanted = next((n for n, one in enumerate(found) if one.wish == self._kept_profile), 0)
        if found:
            self._choices.button(wanted).setChecked(True)
        if wanted == 0 and Path(self._kept_profile).suffix in SUFFIXES:
            self.file.show_path(Path(self._kept_profile))
        self.retitled.emit()

    def _offer(self, one: Profile) -> None:
        w = self._bridge.words
        asked, at = one.checklist, len(self._profiles)
        self._profiles.append(one)
        words = w.count(
            "{title} · {n} item", "{title} · {n} items", len(asked.by_id), title=asked.title.in_(w.language)
        )
        choice = QRadioButton()
        choice.setAccessibleName(words)
        choice.setToolTip(asked.claim.in_(w.language))
        self._choices.addButton(choice, at)
        self._profile_rows.addWidget(_Spoken(choice, words))
        choice.toggled.connect(lambda on, one=one: self._chosen(one, on))

    def _read_file(self) -> None:
        """Offer the checklist of the file that was named, and choose it."""
        file = self.file.path
        if file is None or file.suffix.lower() not in SUFFIXES:
            return
        known = next((n for n, one in enumerate(self._profiles) if one.wish == str(file)), None)
        if known is not None:
            self._choices.button(known).setChecked(True)
            return
        self._bridge.later(partial(brought, file=file), self._file_read, failed=self._file_refused)

    def _file_read(self, one: Profile) -> None:
        if self.file.path is None or str(self.file.path) != one.wish:
            return  # another one was named meanwhile
        if all(known.wish != one.wish for known in self._profiles):
            self._offer(one)
        at = next(n for n, known in enumerate(self._profiles) if known.wish == one.wish)
        self._choices.button(at).setChecked(True)

    def _file_refused(self, trouble: Trouble) -> None:
        self.file.refuse(what_happened(trouble, self._bridge.words))

    def _chosen(self, profile: Profile, on: bool) -> None:
        if on:
            self._show_settings(profile.checklist)

    def _show_settings(self, asked: Checklist) -> None:
        w = self._bridge.words
        chosen = {**self._kept_settings, **self._chosen_settings()}
        clear(self._settings_rows)
        self.switches = {}
        for n, setting in enumerate(asked.settings):
            title = setting.title.in_(w.language)
            box = ChoiceBox(6)
            box.setAccessibleName(title)
            box.setAccessibleDescription(setting.guidance.in_(w.language))
            box.setToolTip(setting.guidance.in_(w.language))
            box.addItem(w("not known yet"), "")
            if setting.kind is AnswerKind.YESNO:
                box.addItem(w("yes"), "yes")
                box.addItem(w("no"), "no")
            for choice in setting.choices:
                box.addItem(choice.label.in_(w.language), choice.code)
            box.setCurrentIndex(max(0, box.findData(chosen.get(setting.code, ""))))
            name = label(title, "secondary", wrap=True)
            name.setToolTip(setting.guidance.in_(w.language))
            name.setBuddy(box)
            self._settings_rows.addWidget(name, n, 0)
            self._settings_rows.addWidget(box, n, 1)
            self.switches[setting.code] = box
        self._settings_rows.setColumnStretch(0, 1)
        self._settings_rows.setColumnStretch(1, 1)

    def _chosen_settings(self) -> dict[str, str]:
        return {code: str(box.currentData()) for code, box in self.switches.items() if box.currentData()}

    def _unit_typed(self, text: str) -> None:
        w = self._bridge.words
        if self._title_is_ours:
            self.heading.setText(
                w("On-site inspection of {unit}", unit=text) if text.strip() else w("On-site inspection")
            )
        self.unit_field.refuse("")
        self._show_last_visit(text.strip())

    def _title_typed(self, _text: str) -> None:
        self._title_is_ours = False
        self.heading_field.refuse("")

    def _known_site(self, unit: str) -> None:
        site = self._sites.get(unit)
        if site is not None:
            self.site.setText(site.name)
            self.code.setText(site.code)
            self.address.setText(site.address)

    def _show_last_visit(self, unit: str) -> None:
        w = self._bridge.words
        rows = [r for r in self._bridge.ask(look.inspections) or [] if r.state == "signed" and unit and r.site == unit]
        self.last_visit.setVisible(bool(rows))
        if rows:
            last = max(rows, key=lambda r: r.opened)
            self.last_visit.set_text(
                w("The last visit {number} of {date} is carried along.", number=last.number, date=last.opened[:10])
            )

    def add_person(self, name: str = "", role: str = "inspector", unit: str = "", *, focus: bool = False) -> None:
        """One more line in the team."""
        row = MemberRow(self._theme, self._bridge.words, name, role, unit, len(self.members) + 1, self._known)
        row.removed.connect(lambda: self._remove_person(row))
        row.fit(narrow=self._narrow)
        self.members.append(row)
        self._people.addWidget(row)
        if focus:
            QTimer.singleShot(0, row.name, row.name.setFocus)

    def _remove_person(self, row: MemberRow) -> None:
        self.members.remove(row)
        self._people.removeWidget(row)
        row.deleteLater()
        self.add.setFocus()

    # ------------------------------------------------------------------------------------ the deed

    def begin(self) -> None:
        """Begin; what is wrong is said at its field."""
        w = self._bridge.words
        unit = self.unit.text().strip()
        for field in (self.unit_field, self.heading_field, self.number_field):
            field.refuse("")
        if not unit:
            self._refuse(self.unit_field, w("Name the inspected unit."))
            return
        if not self.heading.text().strip():
            self._refuse(self.heading_field, w("Give it a title."))
            return
        if self.profile is None:
            self.said.emit(w("The checklists are still being read. Try again in a moment."), "warn")
            return
        team = [begin.Member(*values) for row in self.members if (values := row.values())[0].strip()]
        purpose = self.purpose.toPlainText().strip()
        try:
            changes = self._verb(
                self.profile.wish,
                title=self.heading.text(),
                unit=unit,
                unit_code=self.code.text(),
                site=self.site.text(),
                address=self.address.text(),
                period=self.period.text(),
                team=team,
                settings=self._chosen_settings(),
                about={"purpose": purpose} if purpose else {},
                number=self.number.text().strip(),
            )
        except Trouble as trouble:
            if trouble.title == NUMBER_TAKEN:
                self._refuse(self.number_field, in_words(trouble, w))
            else:
                self._bridge.failed.emit(trouble)
            return
        self._bridge.tell(changes)
        self.begun = True
        self._remember_site(unit)
        for member in team:
            self._bridge.ask(sites.save_person, member.name, role=member.role, unit=member.unit)
        self._go_on(changes, team)

    def _verb(self, wish: str, **given: Any) -> Changes:
        return begin.begin(self._bridge.desk, wish, **given)

    def _go_on(self, changes: Changes, _team: Sequence[Member]) -> None:
        """Into the inspection that was begun."""
        self.left.emit()
        self.asked_for.emit(Place("inspection", changes.inspection))

    @staticmethod
    def _refuse(field: Field, why: str) -> None:
        field.refuse(why)
        field.editor.setFocus()

    def _remember_site(self, unit: str) -> None:
        code = self.code.text().strip()
        if not code:
            return
        try:
            sites.save_site(
                self._bridge.desk, code, self.site.text().strip() or unit, address=self.address.text(), unit=unit
            )
        except Trouble:  # a code that cannot be remembered is no reason to stop; the inspection is begun
            return


class _Spoken(QWidget):
    """A radio button whose words wrap (Qt's own are cut off); a press on the words is a press on the button."""

    def __init__(self, choice: QRadioButton, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        said = label(words, wrap=True)
        row.addWidget(said, 1)
        self._choice = choice

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._choice.setFocus()
        self._choice.setChecked(True)
        event.accept()


def _line(text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setCursorPosition(0)
    made.setMinimumWidth(60)
    return made


def _card(theme: Theme, title: str, number: str) -> Card:
    card = Card(theme, name=title)
    card.body.setContentsMargins(*(theme.px(18),) * 4)
    card.body.setSpacing(theme.px(12))
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(label(number, "subtitle", "accent"))
    row.addWidget(label(title, "subtitle"), 1)
    card.body.addLayout(row)
    return card
