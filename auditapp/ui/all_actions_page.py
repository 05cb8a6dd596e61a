"""Corrective actions of all sites: what is due when, at whom, what is late, and all its steps beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from auditapp.operations import overview
from auditapp.operations.overview import ActionAt, Page
from auditapp.ui import labelled
from auditapp.ui.action_editor import ICONS, ActionEditor
from auditapp.ui.bridge import Bridge
from auditapp.ui.office_page import filter_said, scope_choices, scope_of
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import let_go
from auditapp.ui.parts.labels import ElidingLabel, Paragraph
from auditapp.ui.parts.scroll import Column as Lane
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.places import Place
from auditapp.ui.register import Column
from auditapp.ui.register_page import ALL, CHIP, TEXT, RegisterPage
from auditapp.ui.sifter import Choice
from auditapp.ui.theme import Theme
from auditapp.words import Words

OPEN, LATE = "open", "late"
CHIPS: Final = (OPEN, LATE, "submitted", "extension_asked", "closed", ALL)


class AllActionsPage(RegisterPage):
    """The first due first. What is done to an action is written where it belongs, in its inspection."""

    page_name = "all_actions"
    first_chip = OPEN

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        self.one = _Beside(bridge, theme, self)
        super().__init__(
            bridge,
            theme,
            columns=(
                Column(w("What must be done"), lambda one: one.row.requirement, 180, grows=4),
                Column(w("State"), lambda one: state(one, w), 190, sign=state_sign, needed=9),
                Column(w("Due"), lambda one: one.row.due or "—", 100, needed=8),
                Column(w("Responsible"), lambda one: one.row.owner or "—", 120, grows=1, needed=7),
                Column(w("Site"), lambda one: one.row.site, 140, grows=1, needed=6),
                Column(
                    w("Grade"),
                    lambda one: labelled.short_grade(w, one.row.grade),
                    110,
                    sign=lambda one: labelled.grade_sign(one.row.grade),
                    needed=5,
                ),
                Column(w("Number"), lambda one: f"{one.inspection} {one.row.number}", 200, needed=2),
            ),
            name=w("Corrective actions"),
            chips=w("Which actions"),
            search=w("Search actions"),
            spoken=lambda one: spoken(one, w),
            key=lambda one: (one.row.inspection, one.row.id),
            nothing=EmptyState(
                theme,
                icon="list-checks",
                title=w("No open action at any site"),
                sentence=w("What sites have to mend is listed here, the first due first."),
                deeds=((w("Show all actions"), "", "", lambda: self.pick(CHIP, ALL)),),
            ),
            beside=self.one,
        )

    @property
    def subtitle(self) -> str:
        return self.bridge.words.count("{n} action", "{n} actions", self.total)

    # -- rows -------------------------------------------------------------------------------------
    def page_of(self, after: str, most: int) -> Page[ActionAt]:
        chip = self.chosen.get(CHIP, OPEN)
        return overview.actions(
            self.bridge.desk,
            scope_of(self.chosen),
            state={ALL: "", LATE: OPEN}.get(chip, chip),
            overdue=chip == LATE,
            owner=self.chosen.get("owner", ""),
            due_by=self.chosen.get("due", ""),
            text=self.chosen.get(TEXT, ""),
            after=after,
            most=most,
        )

    def chips_now(self) -> Sequence[tuple[str, str]]:
        w, many = self.bridge.words, {}
        here = self.chosen.get(CHIP, OPEN)
        chips = CHIPS if here in CHIPS else (*CHIPS, here)
        if self.countable:
            known = overview.action_figures(self.bridge.desk, scope_of(self.chosen))
            many = {**dict.fromkeys(chips, 0), **known.states}
            many |= {OPEN: known.open, LATE: known.overdue, ALL: sum(known.states.values())}
        words = {
            OPEN: w("Not closed"),
            LATE: w("Overdue"),
            "submitted": w("To be verified"),
            "extension_asked": w("Extension asked for"),
            ALL: w("All"),
        }
        return [
            (chip, self.counted(words.get(chip) or labelled.action_state(w, chip), chip, many.get(chip)))
            for chip in chips
        ]

    def choices(self) -> Sequence[Choice]:
        w = self.bridge.words
        owners = dict.fromkeys(one.row.owner for one in self.register.rows.rows if one.row.owner)
        return (*scope_choices(self.bridge), Choice("owner", w("Responsible"), tuple((name, name) for name in owners)))

    def filter_words(self, code: str, value: str) -> str:
        w = self.bridge.words
        if code == "due":
            return w("Due by {day}", day=value)
        return filter_said(w, code, value, owner=w("Responsible"))

    # -- one --------------------------------------------------------------------------------------
    def show_one(self, row: Any) -> None:
        self.one.show_action(row)

    def open_row(self, row: Any) -> None:
        self.turn_to_one()
        self.one.begin()

    def leaving(self) -> None:
        self.one.keep()


class _Beside(QWidget):
    """One action with the finding it belongs to; its steps are done here."""

    def __init__(self, bridge: Bridge, theme: Theme, page: AllActionsPage) -> None:
        super().__init__()
        self.bridge, self.theme, self.page = bridge, theme, page
        self.editor: ActionEditor | None = None
        self._at: ActionAt | None = None
        w = bridge.words
        self.lane = Lane(theme, margin=0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scroll(self.lane, name=w("Corrective action")))
        self.site = ElidingLabel("", role="site")
        self.about = Paragraph(theme, role="secondary")
        self.link = button(
            theme, "", role="link", icon="arrow-up-right", name=w("Go to the finding"), pressed=self._to_finding
        )
        self.lane.body.addWidget(self.site)
        self.lane.body.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.lane.body.addWidget(self.about)
        self.lane.body.addStretch(1)

    def show_action(self, one: ActionAt | None) -> None:
        """All about this one; an inspection that cannot be opened tells why, and the list stays."""
        before, self._at = self._at, one
        if one is None:
            self._drop()
            return
        w = self.bridge.words
        opened = self.bridge.ask(lambda _: self.bridge.opened(one.row.inspection))
        if opened is None:
            self._drop()
            return
        finding = opened.inspection.finding(one.row.finding)
        self.site.setText(one.row.site)
        self.link.setText(w("Finding {number} of {inspection}", number=one.row.finding, inspection=one.inspection))
        self.link.setAccessibleName(self.link.text())
        self.about.set_text(finding.fact if finding is not None else "")
        if self.editor is None or before is None or before.row[:2] != one.row[:2]:
            self._drop()
            self.editor = ActionEditor(
                self.bridge, self.theme, one.row.inspection, one.row.id, disputes=True, steps_first=True
            )
            self.lane.body.insertWidget(3, self.editor)
            self.editor.show()
        else:
            self.editor.refresh()

    def begin(self) -> None:
        """To the first step that is possible."""
        if self.editor is not None:
            first = self.editor.flow.itemAt(0)
            widget = first.widget() if first is not None else None
            (widget or self.editor.reply).setFocus()

    def keep(self) -> None:
        if self.editor is not None:
            self.editor.keep()

    def _drop(self) -> None:
        if self.editor is not None:
            self.editor.keep()
            self.lane.body.removeWidget(self.editor)
            let_go(self.editor)
            self.editor = None

    def _to_finding(self) -> None:
        if self._at is not None:
            row = self._at.row
            self.page.asked_for.emit(Place("review", row.inspection, row.at or row.finding))


def state(one: ActionAt, w: Words) -> str:
    """What is late is called so, whatever its state; the state stands behind it."""
    said = labelled.action_state(w, one.row.state)
    return w("overdue, {state}", state=said) if one.overdue and one.row.state != "overdue" else said


def state_sign(one: ActionAt) -> tuple[str, str]:
    code = "overdue" if one.overdue else one.row.state
    return ICONS.get(code, ""), labelled.ACTION_TONES.get(code, "")


def spoken(one: ActionAt, w: Words) -> str:
    row = one.row
    parts = (
        row.number,
        state(one, w),
        row.requirement,
        row.owner,
        w("due {day}", day=labelled.day(w, row.due)) if row.due else "",
        row.site,
        labelled.short_grade(w, row.grade),
        one.inspection,
    )
    return ", ".join(part for part in parts if part)
