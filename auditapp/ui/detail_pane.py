"""All about one item, beside the cards: guidance, criterion, photos, note, finding, last visit, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.checklist.expressions import ExpressionFault, parse
from auditapp.inspection.state import Finding, Inspection
from auditapp.inspection.walk import Line, LineState
from auditapp.operations import history
from auditapp.ui import criteria, dispute_card, history_view, proposed, spoken
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack
from auditapp.ui.editing import Limits
from auditapp.ui.finding_form import ASKED_FOR, Begun, FindingForm
from auditapp.ui.last_visit import LastVisit
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card, PressCard
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.proposal_list import ProposalList
from auditapp.ui.remarks import RemarkStack
from auditapp.ui.theme import Theme
from auditapp.ui.walking import Walking

if TYPE_CHECKING:
    from auditapp.ui.evidence_strip import EvidenceStrip


PAUSE = 900
"""Milliseconds without typing after which a note is written."""


class DetailPane(QFrame):
    """Shows a line; tells what a person wants done with it."""

    noted = Signal(str, str, bool)
    """(place, text, goes into the report)"""
    flagged = Signal(str, bool)
    accepted = Signal(object)
    """A `proposed.Proposed` that a person accepts."""
    raised = Signal(str, str, str, str, str)
    """A finding: (place, fact, grade, where, interim)"""
    left_form = Signal()
    """The form of a finding was closed, raised or not."""
    menu_asked = Signal(str)
    finding_asked = Signal(str)
    photo_asked = Signal(object)
    history_asked = Signal(str)
    entered = Signal()
    left = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, limits: Callable[[Line], Limits],
                 known: Callable[[], Inspection], *, reading: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._known = known
        self.reading = reading
        self.bridge, self.theme, self.inspection, self._limits = bridge, theme, inspection, limits
        self.line: Line | None = None
        self.strip: EvidenceStrip | None = None
        self.form: FindingForm | None = None
        self._aside: dict[str, Begun] = {}
        self._last = ("", True)
        self._cited: list[tuple[str, str]] | None = None
        self._findings: tuple[Finding, ...] | None = None
        self.of_findings: list[RemarkStack] = []
        """Head office's remarks on the findings raised here, each under its finding."""
        w = bridge.words
        self.setProperty("role", "pane")
        self.setProperty("side", "right")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        area = scroll(inside, name=w("Details"))
        area.verticalScrollBar().rangeChanged.connect(lambda *_: self._form_into_view())  # it took its room only now
        outer.addWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.px(20), theme.px(16), theme.px(20), theme.px(20)))
        column.setSpacing(theme.px(10))
        self._column = column
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.back = icon_button(theme, "arrow-left", w("Back to the items"), pressed=self.left.emit)
        self.back.hide()
        self.number = label("", "strong", "accent")
        self.critical = Pill(w("Critical item"))
        self.outcome = Pill()
        self.flag = icon_button(theme, "flag", w("Flag to come back to (never in the report)"), pressed=self._flag)
        self.flag.setCheckable(True)
        self.more = icon_button(theme, "ellipsis", w("More about this item"), pressed=self._more)
        for one in (self.back, self.number, self.critical, self.outcome):
            head.addWidget(one)
        head.addStretch(1)
        head.addWidget(self.flag)
        head.addWidget(self.more)
        column.addLayout(head)
        self.title = Paragraph(theme, role="subtitle")
        column.addWidget(self.title)
        self.disputes = DisputeStack(bridge, theme, inspection, reading=reading)
        column.addWidget(self.disputes)
        self.remarks = RemarkStack(bridge, theme, inspection, writes=reading)
        if not reading:  # what has to be put right comes first for who puts it right
            column.addWidget(self.remarks)
        self.guide = Card(theme, tone="accent", across=True, name=w("Guidance"))
        picture = label("")
        picture.setPixmap(theme.pixmap("book-open", token="accent", size=18))
        self.guidance = Paragraph(theme)
        self.guide.body.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self.guide.body.addWidget(self.guidance, 1)
        column.addWidget(self.guide)
        self.about = Paragraph(theme, role="secondary")
        column.addWidget(self.about)
        self.criterion_head = label(w("Criterion"), "heading")
        self.criteria = QVBoxLayout()
        self.criteria.setSpacing(theme.px(4))
        column.addWidget(self.criterion_head)
        column.addLayout(self.criteria)
        self.photos = QVBoxLayout()
        column.addLayout(self.photos)
        note_head = QHBoxLayout()
        self.note_head = label(w("Note"), "heading")
        note_head.addWidget(self.note_head)
        note_head.addStretch(1)
        self.report = QCheckBox(w("in the report"))
        self.report.setChecked(True)
        self.report.toggled.connect(lambda _: self.commit())
        note_head.addWidget(self.report)
        column.addLayout(note_head)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(84))
        self.note.setPlaceholderText(w("What you saw; saved by itself"))
        self.note.installEventFilter(self)
        self.note.textChanged.connect(self._typed)
        column.addWidget(self.note)
        self.proposals = ProposalList(theme, w)
        self.proposals.accepted.connect(self.accepted.emit)
        column.addWidget(self.proposals)
        self.findings = QVBoxLayout()
        self.findings.setSpacing(theme.px(8))
        column.addLayout(self.findings)
        if reading:
            column.addWidget(self.remarks)
        self._form_room = QVBoxLayout()  # its own: the findings above are made anew whenever they change
        column.addLayout(self._form_room)
        self.raise_button = button(theme, w("Raise a finding"), icon="triangle-alert", pressed=self.ask_finding)
        column.addWidget(self.raise_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.previous = LastVisit(theme, w)
        column.addWidget(self.previous)
        history_head = QHBoxLayout()
        self.history_head = label(w("History"), "heading")
        history_head.addWidget(self.history_head)
        history_head.addStretch(1)
        self.all_history = button(
            theme, w("All"), role="link", name=w("All history of this item"), pressed=self._all_history
        )
        history_head.addWidget(self.all_history)
        column.addLayout(history_head)
        self.history = history_view.HistoryList(theme, w, most=4)
        column.addWidget(self.history)
        column.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.commit)
        self._make_strip()

    # -- showing -----------------------------------------------------------------------------------

    def show_line(self, line: Line, walking: Walking) -> None:
        """Show a line, or the same line as it is now."""
        for _ in self.show_in_steps(line, walking):
            pass
        self.show_history()

    def show_in_steps(self, line: Line, walking: Walking) -> Iterator[None]:
        """The same but the history, a few milliseconds at a time, so that a key pressed meanwhile need not wait for
        all of it."""
        found = walking.inspection
        other = self.line is None or line.place != self.line.place
        if other:
            self.commit()
            self._lay_form_aside()
        elif self.form is not None and not self.form.written and self._taken_back(line):
            self._close_form()
        self.line = line
        self._show_head(line, found)
        self._show_note(line, other=other)
        writable = not (found.locked or self.reading)
        self.note.setReadOnly(not writable)
        asked = line.state not in (LineState.NEEDS_SAMPLES, LineState.HIDDEN)
        self.raise_button.setVisible(writable and self.form is None and asked)
        self.report.setEnabled(writable)
        self.flag.setEnabled(writable and asked)
        if self.reading:
            self._show_only_what_is_there()
        yield
        self._show_asked(line, walking)
        yield
        w = self.bridge.words
        others = [one for one in dispute_card.at_place(found, line.place) if one.kind != "answer"]
        self.disputes.show_disputes(others, known=found)  # the answer's is decided on its card
        self.remarks.show_remarks(found, line.place)
        self.proposals.show_proposed(() if self.reading else proposed.at(w, walking, line))
        self.previous.show_line(line, found)
        if other or self._findings != line.findings:
            self._show_findings(line)
        for stack, one in zip(self.of_findings, line.findings, strict=True):
            stack.show_remarks(found, one.id)
        yield
        if self.strip is not None and self.strip.at != line.place:
            self.strip.show_at(line.place)

    def _show_only_what_is_there(self) -> None:
        """Who only reads has no use for an empty field."""
        written = bool(self.note.toPlainText().strip())
        for one in (self.note_head, self.note, self.report):
            one.setVisible(written)
        self.flag.hide()
        if self.strip is not None:
            self.strip.setVisible(bool(self._known().photos_at(self.line.place if self.line is not None else "")))

    def _show_head(self, line: Line, found: Inspection) -> None:
        item = line.item
        self.number.setText(item.id)
        self.critical.setVisible(item.critical)
        words, tone = spoken.outcome(self.bridge.words, line)
        self.outcome.say(words, tone)
        self.outcome.setVisible(bool(words))
        self.flag.setChecked(line.place in found.flags)
        self.flag.setIcon(self.theme.icon("flag", token="accent" if line.place in found.flags else "text2"))
        title = item.text.in_(self.bridge.words.language)
        self.title.set_text(f"{title} · {line.sample.label}" if line.sample is not None else title)

    def _show_asked(self, line: Line, walking: Walking) -> None:
        """Guidance with the hints that hold now, how to look, and what the item goes by."""
        item, language = line.item, self.bridge.words.language
        guidance = "\n".join(filter(None, (item.guidance.in_(language), *self._hints(line, walking))))
        self.guidance.set_text(guidance)
        self.guide.setVisible(bool(guidance))
        self._show_about(line)
        self._show_criteria(line, walking)

    def _hints(self, line: Line, walking: Walking) -> list[str]:
        said = []
        for hint in line.item.hints:
            try:
                holds = parse(hint.when).holds(walking.facts, line.item, line.sample.code if line.sample else "")
            except ExpressionFault:
                continue
            if holds is not False:
                said.append(hint.text.in_(self.bridge.words.language))
        return said

    def _show_about(self, line: Line) -> None:
        w, item = self.bridge.words, line.item
        known = self._limits(line)
        parts = [w("How: {method}", method=spoken.method(w, item.method))]
        if limits := spoken.limits(w, item, known.bounds, known.label):
            parts.append(w("Limits: {limits}", limits=limits))
        if formula := item.calc_text.in_(w.language):
            parts.append(w("Formula: {formula}", formula=formula))
        if condition := item.when_text.in_(w.language):
            parts.append(w("Asked when: {condition}", condition=condition))
        for rule in (line.judged.escalated, line.judged.relieved):
            if rule is not None:
                parts.append(rule.text.in_(w.language))
        self.about.set_text("\n".join(parts))

    def _show_criteria(self, line: Line, walking: Walking) -> None:
        cited = criteria.cited(self.bridge.words, walking.checklist, line.item)
        if cited == self._cited:
            return
        self._cited = cited
        clear(self.criteria)
        for rule, document in cited:
            self.criteria.addWidget(Paragraph(self.theme, rule, role="secondary"))
            if document:
                self.criteria.addWidget(label(document, "meta", wrap=True))
        self.criterion_head.setVisible(bool(cited))

    def _show_note(self, line: Line, *, other: bool) -> None:
        text, report = (line.note.text, line.note.report) if line.note is not None else ("", True)
        self.note.setAccessibleName(self.bridge.words("Note on {item}", item=spoken.title(self.bridge.words, line)))
        self.report.setAccessibleName(self.bridge.words("This note goes into the report"))
        if not other and (self.dirty or self.note.toPlainText().strip() == text):
            return
        for box in (self.note, self.report):
            box.blockSignals(True)
        self.note.setPlainText(text)
        self.report.setChecked(report)
        for box in (self.note, self.report):
            box.blockSignals(False)
        self._last = (text, report)

    def _show_findings(self, line: Line) -> None:
        self._findings = line.findings
        clear(self.findings)
        self.of_findings = []
        w, theme = self.bridge.words, self.theme
        for one in line.findings:
            tone = "bad" if spoken.TONES.get(one.grade) == "bad" else spoken.TONES.get(one.grade, "")
            card = PressCard(theme, name=w("{finding}: {fact}", finding=spoken.finding(w, one), fact=one.fact))
            card.set_tone(tone if tone in ("bad", "warn", "ok") else "")
            head = QHBoxLayout()
            head.addWidget(label(spoken.finding(w, one), "strong", tone))
            head.addStretch(1)
            head.addWidget(
                Pill(spoken.grade(w, one.grade), tone="loud" if one.grade in ("critical", "major") else tone)
            )
            card.body.addLayout(head)
            card.body.addWidget(Paragraph(theme, one.fact))
            if one.repeat_of:
                card.body.addWidget(label(w("Found before as {number}", number=one.repeat_of), "secondary", tone))
            due = next((action for action in one.actions), None)
            if due is not None:
                card.body.addWidget(
                    label(w("{owner} · until {due}", owner=due.owner, due=due.due), "secondary", wrap=True)
                )
            card.pressed.connect(lambda number=one.number: self.finding_asked.emit(number))
            self.findings.addWidget(card)
            stack = RemarkStack(self.bridge, theme, self.inspection, writes=self.reading, about=one.number)
            self.findings.addWidget(stack)
            self.of_findings.append(stack)

    def show_history(self) -> None:
        """Who wrote what here: the last thing that somebody looks at who goes from item to item."""
        line, w = self.line, self.bridge.words
        if line is None:
            return
        past = history.of_place(self.bridge.desk, self.inspection, line.place, deep=False)
        said = [history_view.sentence(w, one) for one in past]
        self.history.show_steps(said)
        for one in (self.history_head, self.history, self.all_history):
            one.setVisible(bool(said))

    # -- note --------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Was something typed that is not written yet?"""
        return (self.note.toPlainText().strip(), self.report.isChecked()) != self._last

    def commit(self) -> None:
        """Write the note, as one entry, when it is another than the one that stands."""
        self._pause.stop()
        if self.line is None or self.note.isReadOnly():
            return
        now = (self.note.toPlainText().strip(), self.report.isChecked())
        self.note.document().setModified(False)  # no half-typed word: a page built anew lays none beside another item
        if now == self._last or (not now[0] and not self._last[0]):
            return
        self._last = now
        self.noted.emit(self.line.place, *now)

    def rest(self) -> None:
        self._pause.stop()
        self.line = None

    def edit_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self) -> None:
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.commit()
        elif watched is self.note and event.type() == QEvent.Type.FocusIn:
            self.entered.emit()  # the note must be that of the item at hand before a letter arrives
        return False

    # -- finding -----------------------------------------------------------------------------------

    def ask_finding(self, grade: str = "") -> None:
        """Open the form, with the note as a first wording of the fact; *grade*: the one that was proposed."""
        if self.line is None or self.note.isReadOnly():
            return
        begun = self._aside.pop(self.line.place, None)
        self._close_form()
        self.form = FindingForm(self.theme, self.bridge.words, self.line, self.note.toPlainText().strip())
        if begun is not None:
            self.form.go_on(begun)
        if grade:
            self.form.grade.setCurrentIndex(max(0, self.form.grade.findData(grade)))
        self.form.closed.connect(self._leave_form)
        self.form.raised.connect(self._raise)
        self._form_room.addWidget(self.form)
        self.raise_button.hide()
        self.form.fact.setFocus()
        QTimer.singleShot(0, self.form, self._form_into_view)

    def _form_into_view(self) -> None:
        here: QWidget | None = self.focusWidget()
        if self.form is not None and here is not None and self.form.isAncestorOf(here):
            self._into_view(self.form)
            self._into_view(here)
        elif self.note.hasFocus():
            self._into_view(self.note)

    def _into_view(self, widget: QWidget) -> None:
        from PySide6.QtWidgets import QScrollArea

        for area in self.findChildren(QScrollArea):
            area.ensureWidgetVisible(widget, 0, self.theme.px(20))

    def _raise(self, fact: str, grade: str, where: str, interim: str) -> None:
        if self.line is not None:
            place = self.line.place
            self._lay_form_aside()
            self.raised.emit(place, fact, grade, where, interim)

    def forget_begun(self, place: str) -> None:
        """The finding is on the drive; its words need not wait here any more."""
        self._aside.pop(place, None)

    def _taken_back(self, line: Line) -> bool:
        """Whether the answer that opened the form is another now, one that asks for no finding."""
        return self.line is not None and self.line.verdict in ASKED_FOR and line.verdict not in ASKED_FOR

    def _lay_form_aside(self) -> None:
        """Somebody goes to another item while writing: the words wait here until the form is opened again."""
        if self.form is not None and self.form.written and self.line is not None:
            self._aside[self.line.place] = self.form.begun()
        self._close_form()

    def _leave_form(self) -> None:
        """Cancelled, or Esc: back to the item."""
        self._lay_form_aside()
        self.left_form.emit()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self.raise_button.show()

    def close_inner(self) -> bool:
        """Esc: the form first; False when nothing was open."""
        if self.form is not None:
            self._leave_form()
            return True
        return False

    def reply(self) -> None:
        """Into the reply to the first open remark, here or on a finding of the item; head office writes a new one."""
        for stack in (self.remarks, *self.of_findings):
            if stack.begin():
                self._into_view(stack)
                return

    # -- the rest ----------------------------------------------------------------------------------

    def _flag(self) -> None:
        if self.line is not None:
            self.flagged.emit(self.line.place, self.flag.isChecked())

    def _all_history(self) -> None:
        if self.line is not None:
            self.history_asked.emit(self.line.place)

    def _more(self) -> None:
        if self.line is not None:
            self.menu_asked.emit(self.line.place)

    def _make_strip(self) -> None:
        from auditapp.ui.evidence_strip import EvidenceStrip

        self.strip = EvidenceStrip(self.bridge, self.theme, self.inspection, known=self._known, reading=self.reading)
        self.strip.asked_for.connect(self.photo_asked.emit)
        self.strip.said.connect(self.said.emit)
        self.strip.take_drops_on(self)
        self.photos.addWidget(self.strip)

    def take_photo(self) -> None:
        if self.strip is not None:
            self.strip.take_photo()

    def add_files(self) -> None:
        if self.strip is not None:
            self.strip.choose_files()

    def paste(self) -> None:
        paste = getattr(self.strip, "paste", None)
        if callable(paste):
            paste()
