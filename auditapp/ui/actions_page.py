"""Corrective actions of the whole inspection: what is due when, at whom, and how it goes on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Action, Finding, Inspection
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.action_editor import ICONS, ActionEditor
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.finding_list import Row
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import let_go
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.two_sides import ALL, TwoSides
from auditapp.ui.undoing import undo_and_redo

WIDEST = 940


class ActionsPage(QWidget):
    """Also after sign-off: actions go on when the inspection is closed."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.editor: ActionEditor | None = None
        w = bridge.words
        self.detail = Column(theme)
        self.detail.setMaximumWidth(theme.px(WIDEST))
        self.fact = Paragraph(theme, role="secondary")
        self.finding_link = button(
            theme, "", role="link", icon="arrow-up-right", name=w("Go to the finding"), pressed=self._to_finding
        )
        self.detail.body.addWidget(self.finding_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.detail.body.addWidget(self.fact)
        self.detail.body.addStretch(1)
        self.none = EmptyState(
            theme,
            icon="list-checks",
            title=w("No corrective action yet"),
            sentence=w("Actions belong to findings: what must be done, by whom, by when."),
            deeds=((w("To the findings"), "primary", "arrow-up-right", self._to_findings),),
        )
        self.sides = TwoSides(
            theme,
            name=w("Corrective actions"),
            filters=w("Which actions"),
            chosen=scroll(self.detail, name=w("Corrective action")),
            none=self.none,
        )
        self.list, self.model, self.chips = self.sides.list, self.sides.model, self.sides.chips
        self.sides.leaving_one.connect(self.leaving)
        self.sides.chose.connect(lambda *_: self._show())
        self.sides.filtered.connect(lambda *_: self.refresh())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.sides)
        self.setFocusProxy(self.sides)
        bridge.changed.connect(self._changed)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Corrective actions")

    @property
    def subtitle(self) -> str:
        open_ = sum(action.state != "closed" for _, action in self._every)
        return self.bridge.words.count("{n} open action", "{n} open actions", open_)

    @property
    def chosen_id(self) -> str:
        return self.sides.current

    @property
    def place(self) -> Place:
        return Place("actions", self.inspection, self.chosen_id)

    def show_place(self, place: Place) -> None:
        """An action by its id or number."""
        for _, action in self._every:
            if place.at in (action.id, action.number):
                self.sides.go_to(action.id)
                self.refresh()

    def take_focus(self) -> None:
        """One begins at the list."""
        self.list.setFocus()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Corrective actions")
        return [
            *undo_and_redo(self.bridge, self.inspection, keep=self.leaving, told=self.said.emit),
            Command("next-action", w("Next action"), lambda: self.sides.step(1), ("J",), group=group),
            Command("action-before", w("Previous action"), lambda: self.sides.step(-1), ("K",), group=group),
        ]

    def fit(self, width: Width) -> None:
        self.sides.fit(width)

    def step_back(self) -> bool:
        return self.sides.step_back()

    def leaving(self) -> None:
        if self.editor is not None:
            self.editor.keep()

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def _found(self) -> Inspection:
        return self.bridge.opened(self.inspection).inspection

    @property
    def _every(self) -> list[tuple[Finding, Action]]:
        return [(finding, action) for finding in self._found.findings for action in finding.actions]

    @property
    def _late(self) -> set[str]:
        today: date = self.bridge.desk.clock().date()
        return {number for _, number in rules.overdue(self._found, today)}

    def refresh(self) -> None:
        w, every, late, sides = self.bridge.words, self._every, self._late, self.sides
        kinds = {
            ALL: every,
            "late": [one for one in every if one[1].number in late],
            "open": [one for one in every if one[1].state != "closed"],
            "closed": [one for one in every if one[1].state == "closed"],
        }
        chips = [(ALL, w("All {n}", n=len(every))), ("open", w("Open {n}", n=len(kinds["open"])))]
        if late:
            chips.append(("late", w("Overdue {n}", n=len(kinds["late"]))))
        chips.append(("closed", w("Closed {n}", n=len(kinds["closed"]))))
        if sides.filter not in dict(chips):
            sides.filter = ALL
        shown = sorted(kinds[sides.filter], key=lambda one: (one[1].due or "9", one[1].number))
        sides.show_rows(
            chips if every else (), [self._row(finding, action, action.number in late) for finding, action in shown]
        )
        self._show()
        self.retitled.emit()

    def _row(self, finding: Finding, action: Action, late: bool) -> Row:
        w = self.bridge.words
        due = w("due {day}", day=labelled.day(w, action.due)) if action.due else ""
        state = labelled.action_state(w, "overdue" if late else action.state)
        tone = "bad" if late else labelled.ACTION_TONES.get(action.state, "")
        disputed = any(d.subject == action.id for d in self._found.disputes)
        foot = " · ".join(
            part
            for part in (
                w("disputed versions") if disputed else "",
                action.owner,
                due,
                labelled.short_grade(w, finding.grade),
            )
            if part
        )
        return Row(
            action.id,
            action.number,
            action.requirement,
            foot,
            state,
            tone,
            ICONS.get("overdue" if late else action.state, ""),
            action,
        )

    def _show(self) -> None:
        one = next(((f, a) for f, a in self._every if a.id == self.chosen_id), None)
        if one is None:
            return
        finding, action = one
        w = self.bridge.words
        self.finding_link.setText(w("Finding {number}", number=finding.number))
        self.finding_link.setAccessibleName(w("Go to finding {number}", number=finding.number))
        self.fact.set_text(finding.fact)
        if self.editor is None or self.editor.action_id != action.id:
            if self.editor is not None:
                self.detail.body.removeWidget(self.editor)
                let_go(self.editor)
            self.editor = ActionEditor(self.bridge, self.theme, self.inspection, action.id, disputes=True)
            self.detail.body.insertWidget(2, self.editor)
            self.editor.show()
        self.editor.refresh()
        self.retitled.emit()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    def _to_findings(self) -> None:
        self.asked_for.emit(Place("findings", self.inspection))

    def _to_finding(self) -> None:
        for finding, action in self._every:
            if action.id == self.chosen_id:
                self.asked_for.emit(Place("findings", self.inspection, finding.id))
                return
