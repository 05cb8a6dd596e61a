"""Findings: the list, and every field of the one that is chosen, kept as it is left; its actions below it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Finding
from auditapp.inspection.walk import LineState
from auditapp.operations import actions, comments, findings, withdraw
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.action_editor import ActionEditor
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.finding_list import Row, RowList, row_view
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, by_finger, scroll
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

NEW: Final = "new:"
"""Before an item place: begin a finding there at once."""


class FindingsPage(QWidget):
    """All findings of the inspection. Below 1000 pixels the list and the chosen one take turns."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.filter, self.chosen_id, self._narrow, self._open = "all", "", False, False
        w = bridge.words
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.left_side = QWidget()
        column = QVBoxLayout(self.left_side)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        top = QHBoxLayout()
        self.new_button = button(theme, w("New finding"), role="primary", icon="plus", pressed=lambda: self.begin())
        self.proposals_button = button(theme, w("Proposals"), icon="sparkles", pressed=self.show_proposals)
        top.addWidget(self.new_button)
        top.addWidget(self.proposals_button)
        top.addStretch(1)
        self.chips = ChipRow(theme, name=w("Which findings"))
        self.chips.chosen.connect(self._filter)
        self.model = RowList(self)
        self.list = row_view(theme, self.model, w("Findings"))
        self.list.selectionModel().currentChanged.connect(self._current)
        listen_for_choice(self.list)
        self.list.activated.connect(lambda *_: self.open_chosen())
        self.list.clicked.connect(lambda *_: self.open_chosen())
        column.addLayout(top)
        column.addWidget(self.chips)
        column.addWidget(self.list, 1)
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
        self.right_side = QWidget()
        self.stack = QStackedLayout(self.right_side)
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self.none)
        across.addWidget(self.left_side)
        across.addWidget(self.right_side, 1)
        bridge.changed.connect(self._changed)
        self.fit(Width.WIDE)
        self.refresh()

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Findings")

    @property
    def subtitle(self) -> str:
        found = self.bridge.opened(self.inspection).inspection.findings
        return self.bridge.words.count("{n} finding", "{n} findings", len(found))

    @property
    def place(self) -> Place:
        return Place("findings", self.inspection, self.chosen_id)

    def show_place(self, place: Place) -> None:
        if place.at.startswith(NEW):
            self.begin(place.at.removeprefix(NEW))
            return
        found = self.bridge.opened(self.inspection).inspection.finding(place.at)
        if found is not None:
            self.filter = "all"
            self.chosen_id, self._open = found.id, True
            self.refresh()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Findings")
        return [
            Command(
                "new-finding",
                w("New finding"),
                lambda: self.begin(),
                ("Ctrl+N",),
                "plus",
                group,
                possible=lambda: not self._locked,
            ),
            Command("next-finding", w("Next finding"), lambda: self.step(1), ("J",), group=group),
            Command("finding-before", w("Previous finding"), lambda: self.step(-1), ("K",), group=group),
            Command(
                "new-action",
                w("New corrective action"),
                self.editor.add_action,
                ("Ctrl+Shift+N",),
                group=group,
                possible=lambda: not self._locked and bool(self.chosen_id),
            ),
            Command(
                "all-actions",
                w("All corrective actions"),
                lambda: self.asked_for.emit(Place("actions", self.inspection)),
                (),
                "list-checks",
                group,
                "menu",
            ),
        ]

    def fit(self, width: Width) -> None:
        self._narrow = width is Width.NARROW
        self.left_side.setMaximumWidth(16_777_215 if self._narrow else self.theme.px(400))
        self.left_side.setMinimumWidth(0 if self._narrow else self.theme.px(300 if width is Width.MIDDLE else 360))
        self._turn()

    def step_back(self) -> bool:
        if self._narrow and self._open:
            self.editor.keep()
            self._open = False
            self._turn()
            self.list.setFocus()
            return True
        return False

    def leaving(self) -> None:
        self.editor.keep()

    def _turn(self) -> None:
        """Both sides where there is room, else the one at hand."""
        self.left_side.setVisible(not self._narrow or not self._open)
        self.right_side.setVisible(not self._narrow or self._open)

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def _locked(self) -> bool:
        return self.bridge.opened(self.inspection).inspection.locked

    def refresh(self) -> None:
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        every = opened.inspection.findings
        grades = [grade for grade in findings.GRADES if any(f.grade == grade for f in every)]
        chips = [("all", w("All {n}", n=len(every)))]
        chips += [(g, f"{labelled.short_grade(w, g)} {sum(f.grade == g for f in every)}") for g in grades]
        if self.filter not in dict(chips):
            self.filter = "all"
        self.chips.show_chips(chips, self.filter)
        shown = [f for f in every if self.filter in ("all", f.grade)]
        self.model.show_rows(tuple(self._row(one) for one in shown))
        if self.chosen_id not in {one.id for one in shown}:
            self.chosen_id = shown[0].id if shown else ""
        index = self.model.index_of(self.chosen_id)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)
        proposed = rules.proposals(opened.walk, opened.inspection) if not opened.inspection.locked else ()
        self.proposals_button.setText(w("Proposals {n}", n=len(proposed)))
        self.proposals_button.setVisible(bool(proposed))
        self.new_button.setEnabled(not opened.inspection.locked)
        self.editor.show_finding(self.chosen_id)
        self.stack.setCurrentIndex(0 if self.chosen_id else 1)
        self.chips.setVisible(bool(every))
        self._turn()
        self.retitled.emit()

    def _row(self, one: Finding) -> Row:
        w = self.bridge.words
        open_ = sum(action.state != "closed" for action in one.actions)
        foot = " · ".join(
            part
            for part in (
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

    def _current(self, now: QModelIndex, before: QModelIndex) -> None:
        row = now.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row) and row.id != self.chosen_id:
            self.editor.keep()
            self.chosen_id = row.id
            self.editor.show_finding(row.id)
            self.retitled.emit()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    def _filter(self, code: str) -> None:
        self.filter = code
        self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def open_chosen(self) -> None:
        """Enter or a press on a row: where there is no room for both, the finding takes the page."""
        if self._narrow:
            self._open = True
            self._turn()
            self.editor.setFocus()

    def step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(row, 0))

    def begin(self, place: str = "", *, grade: str = "", repeat_of: str = "") -> None:
        """Ask for the item and the fact; everything else has a default and can be changed after."""
        if not self._locked:
            dialog = NewFinding(self.bridge, self.theme, self.inspection, place, self, grade=grade)
            dialog.raised.connect(self._raised)
            dialog.open()

    def _raised(self, number: str) -> None:
        found = self.bridge.opened(self.inspection).inspection.finding(number)
        if found is not None:
            self.filter, self.chosen_id, self._open = "all", found.id, True
            self.refresh()
            self.said.emit(self.bridge.words("Finding {number} is raised.", number=number), "ok")

    def show_proposals(self) -> None:
        """What the program would do; nothing is written before a person says so."""
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in rules.proposals(opened.walk, opened.inspection)[:30]:
            action = menu.addAction(self.theme.icon("sparkles"), w(one.sentence, **one.values))
            action.triggered.connect(lambda *_, one=one: self.follow(one))
        menu.popup(self.proposals_button.mapToGlobal(self.proposals_button.rect().bottomLeft()))

    def follow(self, one: rules.Proposal) -> None:
        if one.finding:
            self.bridge.do(findings.edit, self.inspection, one.finding, "grade", one.grade)
        else:
            self.begin(one.place, grade=one.grade)


class NewFinding(QDialog):
    """The two things nobody but the inspector knows: at which item, and the fact."""

    raised = Signal(str)

    def __init__(
        self, bridge: Bridge, theme: Theme, inspection: str, place: str, parent: QWidget, *, grade: str = ""
    ) -> None:
        super().__init__(parent)
        self.bridge, self.inspection = bridge, inspection
        w = bridge.words
        self.setWindowTitle(w("New finding"))
        self.setAccessibleName(w("New finding"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(theme.px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(label(w("New finding"), "site"))
        self.at = QComboBox()
        self.at.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.at.setMinimumContentsLength(24)
        first = -1
        for line in bridge.opened(inspection).walk.lines:
            if line.state is not LineState.HIDDEN:
                self.at.addItem(f"{line.place}  {line.item.text.in_(w.language)}", line.place)
                if first < 0 and line.nonconforming and not line.findings:
                    first = self.at.count() - 1
        self.at.setCurrentIndex(self.at.findData(place) if place else max(0, first))
        column.addWidget(Field(theme, w("Item"), self.at))
        self.fact = QPlainTextEdit()
        self.fact.setTabChangesFocus(True)
        self.fact.setFixedHeight(theme.px(110))
        self.fact_field = Field(
            theme,
            w("Fact (printed in the report)"),
            self.fact,
            hint=w(
                "What, where and how much; not what should have been. At least {n} characters.", n=findings.LEAST_FACT
            ),
        )
        column.addWidget(self.fact_field)
        self.grade = QComboBox()
        self.grade.addItem(w("As the answer proposes"), "")
        for code in findings.GRADES:
            self.grade.addItem(labelled.grade(w, code), code)
        self.grade.setCurrentIndex(max(0, self.grade.findData(grade)))
        column.addWidget(Field(theme, w("Grade"), self.grade))
        row = QHBoxLayout()
        row.addStretch(1)
        self.give_button = button(theme, w("Raise finding"), role="primary", pressed=self.give)
        row.addWidget(button(theme, w("Cancel"), pressed=self.reject))
        row.addWidget(self.give_button)
        column.addLayout(row)
        self.fact.textChanged.connect(self._ready)
        self._ready()
        self.fact.setFocus()

    def _ready(self) -> None:
        self.give_button.setEnabled(len(self.fact.toPlainText().strip()) >= findings.LEAST_FACT)

    def give(self) -> None:
        done = self.bridge.do(
            findings.raise_finding,
            self.inspection,
            str(self.at.currentData()),
            self.fact.toPlainText(),
            grade=str(self.grade.currentData()),
        )
        if done is not None:
            self.accept()
            self.raised.emit(done.code)


class FindingEditor(QWidget):
    """Every field of one finding."""

    asked_for = Signal(object)
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.finding_id = ""
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=12)
        outer.addWidget(scroll(body, name=w("Finding")))
        self.head = label("", "subtitle")
        self.item_link = button(
            theme, "", role="link", icon="arrow-up-right", name=w("Go to the item"), pressed=self._to_item
        )
        self.repeat = Paragraph(theme, role="meta", tone="warn")
        self.grade = Segments(
            theme,
            [
                Segment(
                    g,
                    labelled.short_grade(w, g),
                    {"loud": "bad"}.get(tone := labelled.GRADE_TONES[g], tone),
                    labelled.GRADE_ICONS[g],
                )
                for g in findings.GRADES
            ],
            name=w("Grade"),
            least=56,
        )
        self.grade.chosen.connect(lambda code: self._write("grade", code))
        self.texts: dict[str, KeptLine | KeptText] = {}
        body.body.addWidget(self.head)
        body.body.addWidget(self.item_link, 0, Qt.AlignmentFlag.AlignLeft)
        body.body.addWidget(self.repeat)
        body.body.addWidget(Field(theme, w("Grade"), self.grade))
        for field, words, hint, lines in (
            ("fact", w("Fact"), w("What, where and how much. Printed in the report."), 4),
            ("place", w("Place on site"), "", 1),
            ("criterion", w("Criterion"), w("What it is judged by: clause and words. Printed in the report."), 3),
            ("fixed", w("Corrected on the spot"), w("What was put right while you watched; the finding stays."), 2),
            ("interim", w("Interim control"), w("Keeps people safe until it is mended; critical findings need it."), 2),
            ("person", w("Person on site"), w("Who answers for it there."), 1),
            ("confirmed", w("Facts confirmed by"), w("The site confirms the facts, not the grade."), 1),
        ):
            made: KeptLine | KeptText = KeptLine(words) if lines == 1 else KeptText(theme, words, lines=lines)
            made.given.connect(lambda text, field=field: self._write(field, text))
            self.texts[field] = made
            body.body.addWidget(Field(theme, words, made, hint=hint))
            if field == "criterion":
                body.body.addWidget(self._evidence())
        body.body.addWidget(self._say_of_site())
        body.body.addWidget(label(w("Corrective actions"), "heading"))
        self.action_box = QWidget()
        self.actions_column = QVBoxLayout(self.action_box)
        self.actions_column.setContentsMargins(0, 0, 0, 0)
        self.actions_column.setSpacing(theme.px(10))
        body.body.addWidget(self.action_box)
        self.editors: list[ActionEditor] = []
        row = QHBoxLayout()
        self.action_button = button(theme, w("New corrective action"), icon="plus", pressed=self.add_action)
        self.withdraw_button = button(
            theme, w("Withdraw finding…"), role="danger", icon="trash-2", pressed=self.withdraw
        )
        row.addWidget(self.action_button)
        row.addStretch(1)
        row.addWidget(self.withdraw_button)
        body.body.addLayout(row)
        body.body.addStretch(1)

    def _evidence(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        self.evidence = QListWidget()
        by_finger(self.evidence)
        self.evidence.setIconSize(QSize(theme.px(64), theme.px(48)))
        self.evidence.setAccessibleName(w("Evidence: photos and records"))
        self.evidence.setMinimumHeight(theme.px(96))
        self.evidence.itemChanged.connect(lambda *_: self._keep_evidence())
        self.record = KeptLine(w("Record seen"))
        self.record.setPlaceholderText(w("Record seen: title, number, date, page; then Enter"))
        self.record.returnPressed.connect(self._add_record)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(
            Field(
                theme,
                w("Evidence"),
                self.evidence,
                hint=w("Photos of the item; ticked ones are evidence of this finding."),
            )
        )
        column.addWidget(self.record)
        return holder

    def _say_of_site(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        card = Card(theme, name=w("What the inspected unit says"))
        card.body.addWidget(label(w("What the inspected unit says"), "heading"))
        self.stance = Segments(
            theme,
            [
                Segment("comment", w("Comment"), "accent", "message-circle"),
                Segment("objection", w("Objection"), "warn", "hand"),
            ],
            name=w("Stance"),
        )
        self.stance.show_choice("comment")
        self.stance.chosen.connect(lambda *_: self._keep_comment())
        self.comment = KeptText(theme, w("What the inspected unit says"), lines=2)
        self.comment.given.connect(lambda *_: self._keep_comment())
        self.comment_by = KeptLine(w("Said by"))
        self.comment_by.setPlaceholderText(w("Said by (name)"))
        self.comment_by.given.connect(lambda *_: self._keep_comment())
        card.body.addWidget(self.stance)
        card.body.addWidget(self.comment)
        card.body.addWidget(self.comment_by)
        return card

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def finding(self) -> Finding | None:
        return self.bridge.opened(self.inspection).inspection.finding(self.finding_id) if self.finding_id else None

    def show_finding(self, id_: str) -> None:
        other = id_ != self.finding_id
        self.finding_id = id_
        one = self.finding
        if one is None:
            return
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        locked = opened.inspection.locked
        self.head.setText(w("Finding {number}", number=one.number))
        line = opened.walk.at(one.at)
        text = line.item.text.in_(w.language) if line else ""
        said = f"{one.at}  {text}".strip()
        self.item_link.setText(
            self.item_link.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, self.theme.px(420))
        )
        self.item_link.setToolTip(said)
        self.item_link.setAccessibleName(w("Go to the item {item}", item=said))
        self.repeat.set_text(w("Found before: repeat of {number}", number=one.repeat_of) if one.repeat_of else "")
        self.repeat.setVisible(bool(one.repeat_of))
        self.grade.show_choice(one.grade)
        self.grade.setEnabled(not locked)
        shown = {
            "fact": one.fact,
            "place": one.where,
            "criterion": one.criterion,
            "fixed": one.fixed,
            "interim": one.interim,
            "person": one.person,
            "confirmed": one.confirmed,
        }
        for field, editor in self.texts.items():
            if other:
                editor.clearFocus()
            editor.show_text(shown[field])
            editor.setReadOnly(locked)
        self._show_evidence(one, locked=locked)
        said_of = next((c for c in one.comments), None)
        self.stance.show_choice(said_of.stance if said_of else "comment")
        self.stance.setEnabled(not locked)
        manager = next((p.name for p in labelled.team(opened.inspection) if p.role == "site_manager"), "")
        self.comment.show_text(said_of.text if said_of else "")
        self.comment_by.show_text(said_of.name if said_of else manager)
        self.comment.setReadOnly(locked)
        self.comment_by.setReadOnly(locked)
        self._show_actions(one)
        self.action_button.setEnabled(not locked)
        self.withdraw_button.setEnabled(not locked)

    def _show_evidence(self, one: Finding, *, locked: bool) -> None:
        w = self.bridge.words
        blocked = self.evidence.blockSignals(True)
        row = self.evidence.currentRow()
        self.evidence.clear()
        inspection = self.bridge.opened(self.inspection).inspection
        shown = [p for p in inspection.photos.values() if p.place == one.at or p.id in one.evidence]
        for photo in shown:
            entry = QListWidgetItem(labelled.name_of_photo(w, photo))
            entry.setData(Qt.ItemDataRole.UserRole, photo.id)
            pixmap = QPixmap()
            try:
                pixmap.loadFromData(self.bridge.thumbnail(photo))
            except Trouble:
                pixmap = QPixmap()
            entry.setIcon(QIcon(pixmap))
            entry.setCheckState(Qt.CheckState.Checked if photo.id in one.evidence else Qt.CheckState.Unchecked)
            self.evidence.addItem(entry)
        for record in (e for e in one.evidence if e not in inspection.photos and len(e) != 64):
            entry = QListWidgetItem(self.theme.icon("file-text"), record)
            entry.setData(Qt.ItemDataRole.UserRole, record)
            entry.setCheckState(Qt.CheckState.Checked)
            self.evidence.addItem(entry)
        high = min(4, max(1, self.evidence.count())) * self.theme.px(62) + self.theme.px(10)
        self.evidence.setFixedHeight(high)
        self.evidence.setEnabled(not locked)
        self.record.setReadOnly(locked)
        self.evidence.setCurrentRow(max(0, row))
        self.evidence.blockSignals(blocked)

    def _show_actions(self, one: Finding) -> None:
        if [e.action_id for e in self.editors] != [a.id for a in one.actions]:
            for old in self.editors:
                self.actions_column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.editors = [ActionEditor(self.bridge, self.theme, self.inspection, a.id) for a in one.actions]
            for made in self.editors:
                self.actions_column.addWidget(made)
        for editor in self.editors:
            editor.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Keep what was typed."""
        for editor in (*self.texts.values(), self.comment):
            editor.keep()
        for action in self.editors:
            action.keep()

    def _write(self, field: str, text: str) -> None:
        if self.finding is None:
            return
        self.bridge.do(findings.edit, self.inspection, self.finding_id, field, text)

    def _keep_evidence(self) -> None:
        """What is ticked is evidence; a record that was unticked goes."""
        kept = [
            str(entry.data(Qt.ItemDataRole.UserRole))
            for entry in map(self.evidence.item, range(self.evidence.count()))
            if entry.checkState() is Qt.CheckState.Checked
        ]
        self.bridge.do(findings.set_evidence, self.inspection, self.finding_id, kept)

    def _add_record(self) -> None:
        text = self.record.text().strip()
        if text and self.bridge.do(findings.add_record, self.inspection, self.finding_id, text) is not None:
            self.record.clear()

    def _keep_comment(self) -> None:
        one, text, by = self.finding, self.comment.toPlainText().strip(), self.comment_by.text().strip()
        if one is None or not by or (not text and not one.comments):
            return
        self.bridge.do(
            comments.comment, self.inspection, text, name=by, finding=one.number, stance=self.stance.choice or "comment"
        )

    def add_action(self) -> None:
        w, one = self.bridge.words, self.finding
        if one is None:
            return
        Question(
            self.theme,
            w,
            self,
            title=w("Corrective action for {number}", number=one.number),
            long=True,
            sentence=w("The deadline follows from the grade; it can be changed after."),
            field=w("What must be done"),
            deed=w("Add"),
            then=lambda text: self.bridge.do(actions.add, self.inspection, one.id, text, owner=one.person),
        ).open()

    def withdraw(self) -> None:
        w, one = self.bridge.words, self.finding
        if one is None:
            return
        Question(
            self.theme,
            w,
            self,
            title=w("Withdraw finding {number}?", number=one.number),
            danger=True,
            sentence=w("It leaves the report with its actions. Its number is not given again; the journal keeps it."),
            field=w("Reason"),
            deed=w("Withdraw"),
            then=lambda why: self.bridge.do(withdraw.withdraw, self.inspection, one.id, why),
        ).open()

    def _to_item(self) -> None:
        if self.finding is not None:
            self.asked_for.emit(Place("inspection", self.inspection, self.finding.at))
