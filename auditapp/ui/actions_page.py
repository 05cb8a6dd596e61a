"""Corrective actions of the whole inspection: what is due when, at whom, and how it goes on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Action, Finding
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.action_editor import ICONS, ActionEditor
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.finding_list import Row, RowList, row_view
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme


class ActionsPage(QWidget):
    """Also after sign-off: actions go on when the inspection is closed."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.filter, self.chosen_id, self._narrow, self._open = "all", "", False, False
        self.editor: ActionEditor | None = None
        w = bridge.words
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.left_side = QWidget()
        column = QVBoxLayout(self.left_side)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        self.chips = ChipRow(theme, name=w("Which actions"))
        self.chips.chosen.connect(self._filter)
        self.model = RowList(self)
        self.list = row_view(theme, self.model, w("Corrective actions"))
        self.list.selectionModel().currentChanged.connect(self._current)
        listen_for_choice(self.list)
        self.list.activated.connect(lambda *_: self.open_chosen())
        self.list.clicked.connect(lambda *_: self.open_chosen())
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)
        self.detail = Column(theme)
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
            deeds=(
                (
                    w("To the findings"),
                    "primary",
                    "arrow-up-right",
                    lambda: self.asked_for.emit(Place("findings", inspection)),
                ),
            ),
        )
        self.right_side = QWidget()
        self.stack = QStackedLayout(self.right_side)
        self.stack.addWidget(scroll(self.detail))
        self.stack.addWidget(self.none)
        across.addWidget(self.left_side)
        across.addWidget(self.right_side, 1)
        bridge.changed.connect(self._changed)
        self.fit(Width.WIDE)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Corrective actions")

    @property
    def subtitle(self) -> str:
        open_ = sum(action.state != "closed" for _, action in self._every)
        return self.bridge.words.count("{n} open action", "{n} open actions", open_)

    @property
    def place(self) -> Place:
        return Place("actions", self.inspection, self.chosen_id)

    def show_place(self, place: Place) -> None:
        for _, action in self._every:
            if place.at in (action.id, action.number):
                self.filter, self.chosen_id, self._open = "all", action.id, True
                self.refresh()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Corrective actions")
        return [
            Command("next-action", w("Next action"), lambda: self.step(1), ("J",), group=group),
            Command("action-before", w("Previous action"), lambda: self.step(-1), ("K",), group=group),
        ]

    def fit(self, width: Width) -> None:
        self._narrow = width is Width.NARROW
        self.left_side.setMaximumWidth(16_777_215 if self._narrow else self.theme.px(400))
        self.left_side.setMinimumWidth(0 if self._narrow else self.theme.px(300 if width is Width.MIDDLE else 360))
        self._turn()

    def step_back(self) -> bool:
        if self._narrow and self._open:
            self.leaving()
            self._open = False
            self._turn()
            self.list.setFocus()
            return True
        return False

    def leaving(self) -> None:
        if self.editor is not None:
            self.editor.keep()

    def _turn(self) -> None:
        self.left_side.setVisible(bool(self.model.rows) and (not self._narrow or not self._open))
        self.right_side.setVisible(not self._narrow or self._open or not self.model.rows)

    @property
    def _every(self) -> list[tuple[Finding, Action]]:
        found = self.bridge.opened(self.inspection).inspection.findings
        return [(finding, action) for finding in found for action in finding.actions]

    @property
    def _late(self) -> set[str]:
        today: date = self.bridge.desk.clock().date()
        found = self.bridge.opened(self.inspection).inspection
        return {number for _, number in rules.overdue(found, today)}

    def refresh(self) -> None:
        w, every, late = self.bridge.words, self._every, self._late
        kinds = {
            "all": every,
            "late": [one for one in every if one[1].number in late],
            "open": [one for one in every if one[1].state != "closed"],
            "closed": [one for one in every if one[1].state == "closed"],
        }
        chips = [("all", w("All {n}", n=len(every))), ("open", w("Open {n}", n=len(kinds["open"])))]
        if late:
            chips.append(("late", w("Overdue {n}", n=len(kinds["late"]))))
        chips.append(("closed", w("Closed {n}", n=len(kinds["closed"]))))
        if self.filter not in dict(chips):
            self.filter = "all"
        self.chips.show_chips(chips, self.filter)
        shown = sorted(kinds[self.filter], key=lambda one: (one[1].due or "9", one[1].number))
        self.model.show_rows(tuple(self._row(finding, action, action.number in late) for finding, action in shown))
        if self.chosen_id not in {action.id for _, action in shown}:
            self.chosen_id = shown[0][1].id if shown else ""
        index = self.model.index_of(self.chosen_id)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)
        self._show()
        self.stack.setCurrentIndex(0 if self.chosen_id else 1)
        self._turn()
        self.retitled.emit()

    def _row(self, finding: Finding, action: Action, late: bool) -> Row:
        w = self.bridge.words
        due = w("due {day}", day=labelled.day(w, action.due)) if action.due else ""
        state = labelled.action_state(w, "overdue" if late else action.state)
        tone = "bad" if late else labelled.ACTION_TONES.get(action.state, "")
        foot = " · ".join(part for part in (action.owner, due, labelled.short_grade(w, finding.grade)) if part)
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
                self.editor.hide()
                self.editor.deleteLater()
            self.editor = ActionEditor(self.bridge, self.theme, self.inspection, action.id)
            self.detail.body.insertWidget(2, self.editor)
            self.editor.show()
        self.editor.refresh()

    def _current(self, now: QModelIndex, before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row) and row.id != self.chosen_id:
            self.leaving()
            self.chosen_id = row.id
            self._show()

    def open_chosen(self) -> None:
        if self._narrow:
            self._open = True
            self._turn()

    def step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def _filter(self, code: str) -> None:
        self.filter = code
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    def _to_finding(self) -> None:
        for finding, action in self._every:
            if action.id == self.chosen_id:
                self.asked_for.emit(Place("findings", self.inspection, finding.id))
                return
