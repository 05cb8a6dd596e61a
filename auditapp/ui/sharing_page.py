"""Sharing out: who looks at which section of an inspection. It tells people where to go and keeps nobody from writing.

A dimension given to somebody counts for all of its sections that are given to nobody else.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from auditapp.checklist.model import Dimension, Group
from auditapp.inspection.state import Assignment
from auditapp.operations import assignments, head_office
from auditapp.operations.changes import Changes
from auditapp.ui import labelled, shared_out
from auditapp.ui.announced import call
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.undoing import undo_and_redo

TEAM = ("leader", "inspector", "reviewer")
"""Roles of people who look at items."""
NOBODY = ""
OTHERS = "*"
"""Given to users of head office's who are not in this inspection's team: shown, and left as it is."""


class SharingPage(QWidget):
    """A line per section with whoever looks at it; every change holds at once."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        _, column = scrolled_column(self, theme, self.title)
        top = TitledCard(theme, w("Who looks at what"))
        self.told = Paragraph(theme, "", role="secondary")
        top.body.addWidget(self.told)
        self.due = QLineEdit()
        self.due.setPlaceholderText(w("such as 2026-09-30"))
        self.due.setMaximumWidth(theme.px(240))
        self.due_field = Field(
            theme,
            w("Until when (may stay empty)"),
            self.due,
            hint=w("Goes with what is given from now on; it does not go into the report."),
        )
        top.body.addWidget(self.due_field)
        column.addWidget(top)
        self.boxes: dict[str, QComboBox] = {}
        self._grids: list[QGridLayout] = []
        self._narrow = False
        opened = bridge.opened(inspection)
        for dimension in opened.checklist.dimensions:
            column.addWidget(self._card(dimension))
        bridge.changed.connect(self._changed)
        self.refresh()
        self.setFocusProxy(next(iter(self.boxes.values()), self.due))

    # -- building ----------------------------------------------------------------------------------

    def _card(self, dimension: Dimension) -> QWidget:
        w = self.bridge.words
        card = TitledCard(self.theme, f"{dimension.id}  {dimension.title.in_(w.language)}", gap=10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px(16))
        grid.setVerticalSpacing(self.theme.px(8))
        self._grids.append(grid)
        self._line(grid, 0, dimension.id, w("The whole dimension"))
        for n, group in enumerate(dimension.groups, 1):
            self._line(grid, n, group.id, _title(group, w.language))
        card.body.addLayout(grid)
        return card

    def _line(self, grid: QGridLayout, row: int, code: str, title: str) -> None:
        box = ChoiceBox(12)
        name = self.bridge.words("{code}: who looks at it", code=f"{code} {title}" if title != code else code)
        call(box, name)
        box.activated.connect(partial(self._chosen, code))
        said = label(title, "strong" if row == 0 else "", wrap=True)
        grid.addWidget(said, row, 0)
        grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignTop)
        self.boxes[code] = box

    # -- what the window asks ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        return self.bridge.words("Share out the sections")

    @property
    def subtitle(self) -> str:
        return self.bridge.opened(self.inspection).inspection.title

    @property
    def place(self) -> Place:
        return Place("sharing", self.inspection)

    def fit(self, width: Width) -> None:
        """Narrow: who looks at it below what it is."""
        narrow = width is Width.NARROW
        for grid in self._grids:
            grid.setColumnStretch(0, 1 if narrow else 3)
            grid.setColumnStretch(1, 1 if narrow else 2)
            grid.setColumnMinimumWidth(1, self.theme.px(130 if narrow else 220))

    def take_focus(self) -> None:
        """One begins at the first section."""
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus()

    def commands(self) -> list[Command]:
        return undo_and_redo(self.bridge, self.inspection, keep=lambda: None, told=self.said.emit)

    # -- showing -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        may = head_office.standing(self.bridge.desk).leads
        self.told.set_text(
            w.run_on(
                w("The section pane shows the names; the chip Mine above the items shows one's own."),
                w("Everybody may still write everywhere; what two people write at one place is kept and decided."),
            )
            if may
            else w("The team leader shares out the sections; this desk does not have that role at head office.")
        )
        self.due_field.setVisible(may)
        people = [p for p in labelled.team(found) if p.role in TEAM]
        for code, box in self.boxes.items():
            given = found.assignments.get(code)
            blocked = box.blockSignals(True)
            box.clear()
            box.addItem(self._nobody(code), NOBODY)
            for person in people:
                box.addItem(person.name, person.code)
            self._show_given(box, given)
            box.setEnabled(may)
            box.blockSignals(blocked)

    def _nobody(self, code: str) -> str:
        """What holds where a section itself is given to nobody."""
        w, opened = self.bridge.words, self.bridge.opened(self.inspection)
        found = opened.inspection
        dimension = next((d.id for d in opened.checklist.dimensions if any(g.id == code for g in d.groups)), "")
        above = found.assignments.get(dimension) if dimension else None
        above = above or (found.assignments.get("") if code else None)
        if above is not None:
            return w("{name}, as the whole", name=shared_out.who(w, found, above))
        return w("nobody in particular")

    def _show_given(self, box: QComboBox, given: Assignment | None) -> None:
        if given is None:
            return
        found = self.bridge.opened(self.inspection).inspection
        at = box.findData(given.person) if given.person and not given.users else -1
        if at < 0:
            box.addItem(shared_out.who(self.bridge.words, found, given), OTHERS)
            at = box.count() - 1
        box.setCurrentIndex(at)
        w = self.bridge.words
        box.setToolTip(w("until {day}", day=labelled.day(w, given.due)) if given.due else "")

    # -- deeds -------------------------------------------------------------------------------------

    def _chosen(self, section: str, at: int) -> None:
        person = str(self.boxes[section].itemData(at))
        before = self.bridge.opened(self.inspection).inspection.assignments.get(section)
        if person == OTHERS or (person == NOBODY and before is None) or (before and before.person == person != ""):
            return
        if person == NOBODY:
            done = self.bridge.do(assignments.take_back, self.inspection, section)
        else:
            done = self.bridge.do(
                assignments.assign, self.inspection, section, person=person, due=self.due.text().strip()
            )
        if done is None:
            self.refresh()  # refused: what stands is shown again

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()


def _title(group: Group, language: str) -> str:
    return f"{group.id}  {group.title.in_(language)}"
