"""Findings: the list with its grades, and every field of the one that is chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Finding, Inspection
from auditapp.operations import findings
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.finding_editor import FindingEditor
from auditapp.ui.finding_list import Row
from auditapp.ui.new_finding import NewFinding
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.two_sides import ALL, TwoSides
from auditapp.ui.undoing import undo_and_redo

NEW: Final = "new:"
"""Before an item place: begin a finding there at once."""
MOST_PROPOSED: Final = 30
"""Lines of the menu of proposals; the gravest reasons come first."""


class FindingsPage(QWidget):
    """All findings of the inspection."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        top = QWidget()
        flow = FlowLayout(top, spacing=theme.px(8))
        self.new_button = button(theme, w("New finding"), role="primary", icon="plus", pressed=lambda: self.begin())
        self.proposals_button = button(theme, w("Proposals"), icon="sparkles", pressed=self.show_proposals)
        flow.addWidget(self.new_button)
        flow.addWidget(self.proposals_button)
        self.editor = FindingEditor(bridge, theme, inspection)
        self.editor.asked_for.connect(self.asked_for)
        self.editor.said.connect(self.said)
        self.none = EmptyState(
            theme,
            icon="clipboard-check",
            title=w("No finding yet"),
            sentence=w("A finding says what was found, where, against which criterion, and with which evidence."),
            deeds=((w("New finding"), "primary", "plus", lambda: self.begin()),),
        )
        self.sides = TwoSides(
            theme, name=w("Findings"), filters=w("Which findings"), chosen=self.editor, none=self.none, above=top
        )
        self.list, self.model, self.chips = self.sides.list, self.sides.model, self.sides.chips
        self.sides.leaving_one.connect(self.editor.keep)
        self.sides.chose.connect(self._chose)
        self.sides.filtered.connect(lambda *_: self.refresh())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.sides)
        self.setFocusProxy(self.sides)
        bridge.changed.connect(self._changed)
        self.refresh()

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Findings")

    @property
    def subtitle(self) -> str:
        return self.bridge.words.count("{n} finding", "{n} findings", len(self._found.findings))

    @property
    def chosen_id(self) -> str:
        return self.sides.current

    @property
    def place(self) -> Place:
        return Place("findings", self.inspection, self.chosen_id)

    def show_place(self, place: Place) -> None:
        """A finding by its id or number; with `NEW`, a new one at an item."""
        if place.at.startswith(NEW):
            self.begin(place.at.removeprefix(NEW))
            return
        found = self._found.finding(place.at)
        if found is not None:
            self.sides.go_to(found.id)
            self.refresh()

    def take_focus(self) -> None:
        """One begins at the list, or with the first finding."""
        (self.list if self.model.rows else self.new_button).setFocus()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Findings")
        return [
            *undo_and_redo(self.bridge, self.inspection, keep=self.leaving, told=self.said.emit),
            Command(
                "new-finding",
                w("New finding"),
                lambda: self.begin(),
                ("Ctrl+N",),
                "plus",
                group,
                possible=lambda: not self._locked,
            ),
            Command("next-finding", w("Next finding"), lambda: self.sides.step(1), ("J",), group=group),
            Command("finding-before", w("Previous finding"), lambda: self.sides.step(-1), ("K",), group=group),
            Command(
                "new-action",
                w("New corrective action"),
                self.editor.add_action,
                ("Ctrl+Shift+N",),
                group=group,
                possible=lambda: not self._locked and bool(self.chosen_id),
            ),
            Command(
                "proposals",
                w("Proposals"),
                self.show_proposals,
                ("Ctrl+Shift+P",),
                "sparkles",
                group,
                possible=lambda: bool(self.proposed()),
            ),
        ]

    def fit(self, width: Width) -> None:
        self.sides.fit(width)

    def step_back(self) -> bool:
        return self.sides.step_back()

    def leaving(self) -> None:
        self.editor.keep()

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def _found(self) -> Inspection:
        return self.bridge.opened(self.inspection).inspection

    @property
    def _locked(self) -> bool:
        return self._found.locked

    def proposed(self) -> tuple[rules.Proposal, ...]:
        opened = self.bridge.opened(self.inspection)
        return () if opened.inspection.locked else rules.proposals(opened.walk, opened.inspection)

    def refresh(self) -> None:
        w, every, sides = self.bridge.words, self._found.findings, self.sides
        grades = [grade for grade in findings.GRADES if any(f.grade == grade for f in every)]
        chips = [(ALL, w("All {n}", n=len(every)))] if every else []
        chips += [(g, f"{labelled.short_grade(w, g)} {sum(f.grade == g for f in every)}") for g in grades]
        if sides.filter not in dict(chips):
            sides.filter = ALL
        sides.show_rows(chips, [self._row(f) for f in every if sides.filter in (ALL, f.grade)])
        proposed = self.proposed()
        self.proposals_button.setText(w("Proposals {n}", n=len(proposed)))
        self.proposals_button.setAccessibleName(self.proposals_button.text())
        self.proposals_button.setVisible(bool(proposed))
        self.new_button.setEnabled(not self._locked)
        self.editor.show_finding(self.chosen_id)
        self.retitled.emit()

    def _row(self, one: Finding) -> Row:
        w = self.bridge.words
        open_ = sum(action.state != "closed" for action in one.actions)
        disputed = any(d.subject in (one.id, *(a.id for a in one.actions)) for d in self._found.disputes)
        foot = " · ".join(
            part
            for part in (
                w("disputed") if disputed else "",
                one.at,
                one.where,
                w("fixed on the spot") if one.fixed else "",
                w.count("{n} open action", "{n} open actions", open_) if open_ else "",
                w("repeat of {number}", number=one.repeat_of) if one.repeat_of else "",
            )
            if part
        )
        return Row(
            one.id,
            one.number,
            one.fact,
            foot,
            labelled.short_grade(w, one.grade),
            labelled.GRADE_TONES.get(one.grade, ""),
            labelled.GRADE_ICONS.get(one.grade, ""),
            one,
        )

    def _chose(self, id_: str) -> None:
        self.editor.show_finding(id_)
        self.retitled.emit()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def begin(self, place: str = "", *, grade: str = "", because: str = "") -> None:
        """Ask for the item and the fact; everything else has a default and can be changed after."""
        if not self._locked:
            dialog = NewFinding(self.bridge, self.theme, self.inspection, place, self, grade=grade, because=because)
            dialog.raised.connect(self._raised)
            dialog.open()

    def _raised(self, number: str) -> None:
        found = self._found.finding(number)
        if found is not None:
            self.sides.go_to(found.id)
            self.refresh()
            self.editor.texts["place"].setFocus()
            self.said.emit(self.bridge.words("Finding {number} is raised.", number=number), "ok")

    def show_proposals(self) -> None:
        """What the program would do and why; nothing is written before a person says so."""
        w = self.bridge.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self.proposed()[:MOST_PROPOSED]:
            words = w(one.sentence, **one.values)
            action = menu.addAction(self.theme.icon("sparkles"), f"{labelled.short_grade(w, one.grade)} · {words}")
            action.triggered.connect(lambda *_, one=one: self.follow(one))
        menu.popup(self.proposals_button.mapToGlobal(QPoint(0, self.proposals_button.height())))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    def follow(self, one: rules.Proposal) -> None:
        """Regrade the finding it is about, else begin one with the grade and the reason at hand."""
        if one.finding:
            self.bridge.do(findings.edit, self.inspection, one.finding, "grade", one.grade)
            self.sides.go_to(one.finding)
            self.refresh()
        else:
            self.begin(one.place, grade=one.grade, because=self.bridge.words(one.sentence, **one.values))
