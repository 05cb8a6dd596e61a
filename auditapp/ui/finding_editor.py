"""Every field of one finding, kept as it is left: grade with its reasons, fact, criterion, evidence, what is done
meanwhile, what the unit says; its disputes above, its corrective actions below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from auditapp.inspection import findings as rules
from auditapp.inspection.state import Finding
from auditapp.operations import actions, findings, withdraw
from auditapp.ui import labelled
from auditapp.ui.action_editor import ActionEditor
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack, at_finding
from auditapp.ui.evidence_list import EvidenceList
from auditapp.ui.kept_text import KeptLine, KeptText
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.places import Place
from auditapp.ui.remarks import RemarkStack
from auditapp.ui.says_card import SaysCard
from auditapp.ui.theme import Theme

WIDEST = 940
"""Pixels: a line of the fact stays readable."""


class FindingEditor(QWidget):
    asked_for = Signal(object)
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.finding_id = ""
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column(theme, gap=12)
        column.setMaximumWidth(theme.px(WIDEST))
        self.area = scroll(column, name=w("Finding"))
        outer.addWidget(self.area)
        self.body = column.body
        self.texts: dict[str, KeptLine | KeptText] = {}
        self.fields: dict[str, Field] = {}
        self.head = label("", "subtitle")
        self.item_link = button(
            theme, "", role="link", icon="arrow-up-right", name=w("Go to the item"), pressed=self._to_item
        )
        self.disputes = DisputeStack(bridge, theme, inspection)
        self.remarks = RemarkStack(bridge, theme, inspection)
        self.repeat = Paragraph(theme, role="meta", tone="warn")
        self.body.addWidget(self.head)
        self.body.addWidget(self.item_link)
        self.body.addWidget(self.disputes)
        self.body.addWidget(self.remarks)
        self.body.addWidget(self.repeat)
        self._grade()
        self._text("fact", w("Fact"), w("What, where and how much. Printed in the report."), 4)
        self._pair(("place", w("Place on site"), ""), ("person", w("Person on site"), w("Who answers for it there.")))
        self._text("criterion", w("Criterion"), w("What it is judged by: clause and words. Printed in the report."), 2)
        self.cited = QWidget()
        self.cited_flow = FlowLayout(self.cited, spacing=theme.px(8))
        self.body.addWidget(self.cited)
        self.evidence = EvidenceList(bridge, theme, inspection)
        self.body.addWidget(self.evidence)
        self._text(
            "interim", w("Interim control"), w("Keeps people safe until it is mended; critical findings need it."), 2
        )
        self._text(
            "fixed", w("Corrected on the spot"), w("What was put right while you watched; the finding stays."), 2
        )
        self._text("confirmed", w("Facts confirmed by"), w("The site confirms the facts, not the grade."), 1)
        self.says = SaysCard(bridge, theme, inspection, w("What the inspected unit says"))
        self.body.addWidget(self.says)
        self._actions()
        self.body.addStretch(1)

    # -- its parts --------------------------------------------------------------------------------
    def _grade(self) -> None:
        w, theme = self.bridge.words, self.theme
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
        self.grade_field = Field(theme, w("Grade"), self.grade, hint=" ")
        self.body.addWidget(self.grade_field)
        self.proposals = QWidget()
        self.proposed = QVBoxLayout(self.proposals)
        self.proposed.setContentsMargins(0, 0, 0, 0)
        self.proposed.setSpacing(theme.px(8))
        self.body.addWidget(self.proposals)

    def _text(self, field: str, words: str, hint: str, lines: int) -> None:
        self.body.addWidget(self._made(field, words, hint, lines))

    def _made(self, field: str, words: str, hint: str, lines: int) -> Field:
        made: KeptLine | KeptText = KeptLine(words) if lines == 1 else KeptText(self.theme, words, lines=lines)
        made.given.connect(lambda text: self._write(field, text))
        self.texts[field] = made
        self.fields[field] = Field(self.theme, words, made, hint=hint)
        return self.fields[field]

    def _pair(self, *fields: tuple[str, str, str]) -> None:
        """Short ones side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px(12))
        for n, (field, words, hint) in enumerate(fields):
            grid.addWidget(self._made(field, words, hint, 1), 0, n, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(n, 1)
        self.body.addLayout(grid)

    def _actions(self) -> None:
        w, theme = self.bridge.words, self.theme
        self.body.addWidget(label(w("Corrective actions"), "heading"))
        self.action_box = QWidget()
        self.actions_column = QVBoxLayout(self.action_box)
        self.actions_column.setContentsMargins(0, 0, 0, 0)
        self.actions_column.setSpacing(theme.px(10))
        self.body.addWidget(self.action_box)
        self.editors: list[ActionEditor] = []
        deeds = QWidget()
        row = FlowLayout(deeds, spacing=theme.px(8))
        self.action_button = button(theme, w("New corrective action"), icon="plus", pressed=self.add_action)
        self.withdraw_button = button(
            theme, w("Withdraw finding…"), role="danger", icon="trash-2", pressed=self.withdraw
        )
        row.addWidget(self.action_button)
        row.addWidget(self.withdraw_button)
        self.body.addWidget(deeds)

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def finding(self) -> Finding | None:
        return self.bridge.opened(self.inspection).inspection.finding(self.finding_id) if self.finding_id else None

    def show_finding(self, id_: str) -> None:
        if id_ != self.finding_id:
            for editor in self.texts.values():
                editor.begin_anew()
            for one_field in self.fields.values():
                one_field.refuse("")
            self.area.verticalScrollBar().setValue(0)
        self.finding_id = id_
        one = self.finding
        if one is None:
            return
        w, opened = self.bridge.words, self.bridge.opened(self.inspection)
        found, line = opened.inspection, opened.walk.at(one.at)
        self.head.setText(w("Finding {number}", number=one.number))
        said = f"{one.at}  {line.item.text.in_(w.language) if line else ''}".strip()
        self._to(said)
        self.disputes.show_disputes(at_finding(found, one), known=found)
        self.remarks.show_remarks(found, one.id)
        self.repeat.set_text(w("Found before: repeat of {number}", number=one.repeat_of) if one.repeat_of else "")
        self.repeat.setVisible(bool(one.repeat_of))
        self._show_grade(one)
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
            editor.show_text(shown[field])
            editor.setReadOnly(found.locked)
        for field in ("interim", "person"):
            wanted = one.grade == "critical" and not shown[field].strip() and not self.texts[field].held
            self.fields[field].refuse(w("A critical finding needs this before signing.") if wanted else "")
        self._show_cited(one, locked=found.locked)
        self.evidence.show_finding(one, locked=found.locked)
        self.says.show_finding(one.number)
        self._show_actions(one)
        self.action_button.setEnabled(not found.locked)
        self.withdraw_button.setEnabled(not found.locked)

    def _to(self, said: str) -> None:
        room = max(self.theme.px(240), min(self.width(), self.theme.px(WIDEST)) - self.theme.px(90))
        elided = self.item_link.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        self.item_link.setText(elided)
        self.item_link.setToolTip(said)
        self.item_link.setAccessibleName(self.bridge.words("Go to the item {item}", item=said))

    def _show_grade(self, one: Finding) -> None:
        """The grade, what the answer proposes, and what the rules propose besides, with their reasons."""
        w, opened = self.bridge.words, self.bridge.opened(self.inspection)
        locked = opened.inspection.locked
        line = opened.walk.at(one.at)
        self.grade.show_choice(one.grade)
        self.grade.setEnabled(not locked)
        reason = labelled.why_graded(w, line)
        self.grade_field.below.setText(reason)
        self.grade_field.below.setVisible(bool(reason))
        clear(self.proposed)
        if not locked:
            for proposal in rules.proposals(opened.walk, opened.inspection):
                about = proposal.finding == one.id or (not proposal.finding and one.at in proposal.places)
                if about and proposal.grade != one.grade and proposal.kind is not rules.ProposalKind.FINDING:
                    self.proposed.addWidget(self._proposal(proposal))
        self.proposals.setVisible(self.proposed.count() > 0)

    def _proposal(self, one: rules.Proposal) -> QWidget:
        w, theme = self.bridge.words, self.theme
        card = Card(theme, tone="accent")
        card.body.addWidget(Paragraph(theme, w(one.sentence, **one.values)))
        row = QHBoxLayout()
        grade = labelled.grade(w, one.grade)
        row.addWidget(
            button(
                theme,
                w("Grade as {grade}", grade=grade),
                icon="sparkles",
                pressed=partial(self._write, "grade", one.grade),
            )
        )
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _show_cited(self, one: Finding, *, locked: bool) -> None:
        """The citations of the item that the criterion does not quote yet."""
        w = self.bridge.words
        line = self.bridge.opened(self.inspection).walk.at(one.at)
        quotes = [findings.cited(c, w) for c in line.item.citations] if line is not None else []
        lacking = [quote for quote in dict.fromkeys(quotes) if quote and quote not in one.criterion]
        clear(self.cited_flow)
        for quote in () if locked else lacking:
            self.cited_flow.addWidget(
                button(
                    self.theme,
                    self.fontMetrics().elidedText(quote, Qt.TextElideMode.ElideRight, self.theme.px(300)),
                    role="quiet",
                    icon="plus",
                    name=w("Quote {what} as criterion", what=quote),
                    pressed=partial(self._quote, quote),
                )
            )
        self.cited.setVisible(self.cited_flow.count() > 0)

    def _show_actions(self, one: Finding) -> None:
        if [e.action_id for e in self.editors] != [a.id for a in one.actions]:
            clear(self.actions_column)
            self.editors = [ActionEditor(self.bridge, self.theme, self.inspection, a.id) for a in one.actions]
            for made in self.editors:
                self.actions_column.addWidget(made)
        for editor in self.editors:
            editor.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def keep(self) -> None:
        """Keep what was typed."""
        if not self.finding_id:
            return
        for editor in self.texts.values():
            editor.keep()
        self.evidence.add_record()
        self.says.keep()
        for action in self.editors:
            action.keep()

    def _write(self, field: str, text: str) -> None:
        """What is refused stays in its field with the reason below it."""
        w = self.bridge.words
        if self.finding is None:
            return
        if field == "fact" and len(text) < findings.LEAST_FACT:
            self.fields[field].refuse(w.count("At least {n} character", "At least {n} characters", findings.LEAST_FACT))
            self.texts[field].hold()
            return
        if field in self.fields:
            self.fields[field].refuse("")
        if self.bridge.do(findings.edit, self.inspection, self.finding_id, field, text) is None and field in self.texts:
            self.texts[field].hold()

    def _quote(self, quote: str) -> None:
        one = self.finding
        if one is not None:
            between = "；" if self.bridge.words.chinese else "; "
            self._write("criterion", between.join(part for part in (one.criterion, quote) if part))
            self.texts["criterion"].setFocus()

    def add_action(self) -> None:
        w, one = self.bridge.words, self.finding
        if one is None:
            return
        due = findings.default_due(self.bridge.desk, self.bridge.opened(self.inspection).inspection, one.grade)
        Question(
            self.theme,
            w,
            self,
            title=w("Corrective action for {number}", number=one.number),
            long=True,
            sentence=w("By its grade it is due on {day}; that can be changed after.", day=labelled.day(w, due))
            if due
            else w("Its grade sets no deadline; one can be given after."),
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
