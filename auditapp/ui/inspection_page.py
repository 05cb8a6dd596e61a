"""The inspection page: sections, the cards of one section, and all about the item at hand.

The page decides nothing: it calls verbs and redraws from what they return. An answer is written on this thread and
its card is painted at once; what else it moves (other samples, bars, details) follows when the keys are quiet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from auditapp.checklist import verdicts
from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import AnswerKind, Verdict
from auditapp.checklist.verdicts import Judged
from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Instrument
from auditapp.inspection.walk import Line, LineState
from auditapp.operations import answer, findings, instruments
from auditapp.operations.changes import Changes
from auditapp.ui import amending, filters, finder, proposed, spoken
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.card_list import SOON, CardList
from auditapp.ui.commands import Command
from auditapp.ui.detail_pane import DetailPane
from auditapp.ui.editing import Bench, Given, Limits
from auditapp.ui.editors.stopwatch import Stopwatch
from auditapp.ui.filters import Marked
from auditapp.ui.finding_form import ASKED_FOR
from auditapp.ui.item_card import ItemCard
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.parts.split import Split
from auditapp.ui.places import Place, Width
from auditapp.ui.proposed import Proposed
from auditapp.ui.review_card import ReviewCard, WholeRemarks
from auditapp.ui.rooms import rooms
from auditapp.ui.sample_deeds import SampleDeeds
from auditapp.ui.samples_bar import SamplesBar
from auditapp.ui.section_pane import SectionPane
from auditapp.ui.shared_out import Shared, shared
from auditapp.ui.taking_back import TakingBack
from auditapp.ui.theme import Theme
from auditapp.ui.walking import Walking
from auditapp.words import Trouble, what_happened

QUIET = 60
"""Milliseconds after a deed until the details and the bars are brought up to date."""
RUN = 280
"""Milliseconds between deeds that follow one another in a run: until it ends nobody reads the details, and bringing
them up to date would stand in the way of the next key."""
LONG = 250
"""Milliseconds after all that until the history of the item is shown."""
AHEAD = 300
"""Milliseconds after a section was shown until the cards of the next one are made."""
SLICE = 0.003
"""Seconds of one step of what follows when the keys are quiet."""


class InspectionPage(QWidget):
    reading = False
    """Is it only looked at (by head office)? Then nothing in it can be changed, signed or not."""
    page_name = "inspection"
    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.walking = Walking(bridge.desk, bridge.opened(inspection))
        self.section = ""
        self.at = ""
        self.filter = filters.ALL
        self.shared = Shared()
        self.chosen: dict[str, str] = {}
        self._width = Width.WIDE
        self._resting = False
        self.taking_back = TakingBack(
            bridge,
            inspection,
            self.said.emit,
            self._writable,
            go=self._gone_back,
            known=lambda: self.walking.inspection,
            do=self._do,
            before=self.leaving,
        )
        w = bridge.words
        kept = bridge.kept.setdefault(f"typed:{inspection}", {})
        self.bench = Bench(
            theme,
            w,
            self._judge,
            self._limits,
            self._instruments,
            self._name_of,
            self._writable,
            proposed=self._proposed,
            kept=kept,
            watches=bridge.kept.setdefault(f"watches:{inspection}", {}),
        )
        bridge.changed.connect(self._changed)  # before the strip listens: it draws what the page knows
        self._build()
        self._quiet = self._timer(QUIET, self._catch_up)
        self._idle = self._timer(0, self._next_step)
        self._soon = self._timer(SOON, self._show_heads)
        self._ahead = self._timer(AHEAD, self._prepare)
        self._long = self._timer(LONG, self._show_history)
        self._steps: Iterator[None] = iter(())
        self._since = QElapsedTimer()
        """The last deed or step of this page."""
        self._show_sections()
        self._show_review()
        self.show_section(self._first_open())
        self._show_detail()

    # -- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        theme, w = self.theme, self.bridge.words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sections = SectionPane(theme, w)
        self.sections.chosen.connect(self._section_chosen)
        self.middle = QWidget()
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(10), 0)
        column.setSpacing(theme.px(10))
        self.review = ReviewCard(self.bridge, theme, reading=self.reading)
        self.review.amend_asked.connect(self.amend)
        self.review.next_asked.connect(self.next_remark)
        self.review.whole_asked.connect(self.show_whole)
        column.addWidget(self.review)
        head = QHBoxLayout()
        self.heading = ElidingLabel("", role="title")
        self.count = label("", "secondary")
        head.addWidget(self.heading, 1)
        head.addWidget(self.count)
        column.addLayout(head)
        self.chips = ChipRow(theme, name=w("Which items are shown"))
        self.chips.chosen.connect(self.set_filter)
        column.addWidget(self.chips)
        self.sample_deeds = SampleDeeds(self.bridge, self.inspection, self.choose_sample)
        self.cards = CardList(self.bench, self._make_bar)
        self.cards.made.connect(self._listen)
        self.area: QScrollArea = scroll(self.cards, name=w("Items of the section"))
        self._watched = ""
        self.area.verticalScrollBar().actionTriggered.connect(lambda _: self._watch(""))  # a person scrolls
        self.cards.laid.connect(self._keep_in_view)
        self.empty = EmptyState(
            theme,
            icon="list-filter",
            title="",
            sentence="",
            deeds=((w("Show all items"), "", "", lambda: self.set_filter(filters.ALL)),),
        )
        self.empty.hide()
        column.addWidget(self.area, 1)
        column.addWidget(self.empty, 1)
        self.detail = DetailPane(
            self.bridge,
            theme,
            self.inspection,
            self._limits,
            lambda: self.walking.inspection,
            reading=self.reading,
        )
        self.detail.noted.connect(self.write_note)
        self.detail.flagged.connect(self.set_flag)
        self.detail.raised.connect(self.raise_finding)
        self.detail.left_form.connect(self._after_finding)
        self.detail.accepted.connect(self.accept)
        self.detail.menu_asked.connect(self.show_menu)
        self.detail.finding_asked.connect(
            lambda number: self.asked_for.emit(Place("findings", self.inspection, number))
        )
        self.detail.photo_asked.connect(self.asked_for.emit)
        self.detail.history_asked.connect(lambda at: self.asked_for.emit(Place("history", self.inspection, at)))
        self.detail.entered.connect(self._show_detail)
        self.detail.left.connect(self.step_back)
        self.detail.said.connect(self.said.emit)
        self.split = Split(self.bridge.remembered, "inspection")
        self.split.setHandleWidth(1)
        for widget in (self.sections, self.middle, self.detail):
            self.split.addWidget(widget)
        self.split.setStretchFactor(1, 1)
        self.middle.setMinimumWidth(theme.px(380))
        self.detail.setMinimumWidth(theme.px(300))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.split)
        row.addWidget(self.pages)
        self.fit(Width.WIDE)

    def _timer(self, after: int, deed: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after)
        made.timeout.connect(deed)
        return made

    def _make_bar(self, set_code: str) -> SamplesBar:
        asked = self.walking.checklist.sets_by_code[set_code]
        bar = SamplesBar(self.theme, self.bridge.words, asked, self.sample_deeds)
        bar.chosen.connect(self.choose_sample)
        bar.entered.connect(self._into_view)
        return bar

    def _listen(self, card: ItemCard) -> None:
        card.given.connect(self.write_answer)
        card.picked.connect(self._picked)
        card.done.connect(lambda _: self.step(1))
        card.decided.connect(self.decide)
        card.stepped.connect(self.step)
        card.asked.connect(self._asked)

    def fit(self, width: Width) -> None:
        """Three panes, a rail and two, or a rail and one (the details come as a page)."""
        self._width = width
        px = self.theme.px
        rail = width is not Width.WIDE
        self.sections.set_rail(rail)
        self.review.fit(narrow=width is Width.NARROW)
        narrow = width is Width.NARROW
        if narrow and self.detail.parentWidget() is not self.pages:
            self.pages.addWidget(self.detail)
        elif not narrow and self.pages.indexOf(self.detail) >= 0:
            self.pages.removeWidget(self.detail)
            self.split.addWidget(self.detail)
            self.detail.show()
        self.detail.back.setVisible(narrow)
        self.pages.setCurrentWidget(self.split)
        whole = max(self.width(), int(width) or 960)
        left = px(76) if rail else px(272)
        right = px(380)
        self.split.lay(width, [left, whole - left] if narrow else [left, whole - left - right, right])

    # -- what the window asks ----------------------------------------------------------------------

    @property
    def title(self) -> str:
        about = self.walking.inspection.about
        return about.get("site.name", "") or about.get("unit", "") or self.walking.inspection.title

    @property
    def subtitle(self) -> str:
        found = self.walking.inspection
        writer = found.people.get(self.bridge.desk.writer(self.inspection))
        parts = (found.title, writer.name if writer else "", found.about.get("period", ""))
        return " · ".join(part for part in parts if part)

    @property
    def state(self) -> tuple[str, str]:
        w = self.bridge.words
        return (w("Signed"), "ok") if self.walking.inspection.locked else (w("In progress"), "accent")

    @property
    def place(self) -> Place:
        return Place(self.page_name, self.inspection, self.at or f"section:{self.section}")

    @property
    def keys_shown(self) -> str:
        w = self.bridge.words
        return w("1 conforms  2 observation  3 minor  4 major  0 not applicable    J / K move    P photo    N note")

    def show_place(self, place: Place) -> None:
        """An item place, a section ("section:WP-2"), or the item of a finding or a remark."""
        if place.at.startswith("section:"):
            self.show_section(place.at.removeprefix("section:"))
            return
        line = self.walking.at(place.at)
        if line is None:
            lines = self.walking.of_item(split_place(place.at)[0])
            line = lines[0] if lines else None
        if line is None:
            remark = next((one for one in self.walking.inspection.remarks if one.id == place.at), None)
            about = remark.subject if remark is not None else place.at
            finding = self.walking.inspection.finding(about)
            line = self.walking.at(finding.at if finding is not None else about)
        if line is not None:
            self.go_to(line)

    def leaving(self) -> None:
        """Write what was typed."""
        self.detail.commit()
        for card in list(self.cards.cards.values()):
            card.commit()

    def unfinished(self) -> str | None:
        """The grade of a finding that is being written, None when none is; its words are in its fields."""
        form = self.detail.form
        return str(form.grade.currentData()) if form is not None else None

    def go_on(self, grade: str) -> None:
        """Open that form again, on the page built anew."""
        self.ask_finding(grade)

    def rest(self) -> None:
        """Nothing more is looked up or written: the desk is about to be closed."""
        self._resting = True
        for timer in (self._quiet, self._idle, self._soon, self._ahead, self._long):
            timer.stop()
        self.detail.rest()

    def step_back(self) -> bool:
        """Esc: an open form, a reason, the pushed details; then the window."""
        card = self.cards.cards.get(self.at)
        if self.detail.close_inner():
            return True
        for bar in self.cards.bars.values():
            if bar.form is not None:
                bar.leave_form()
                return True
        if card is not None and card.asking:
            card.forget_reason()
            return True
        if self.pages.currentWidget() is self.detail:
            self.detail.commit()
            self.pages.setCurrentWidget(self.split)
            self._focus_card()
            return True
        if _typing():
            self._focus_card()
            return True
        return False

    def commands(self) -> list[Command]:
        w = self.bridge.words
        answers, moves, item = w("Answer"), w("Move"), w("Item")

        def key(press: str, words: str) -> Command:
            return Command(
                f"answer-{press}", words, lambda: self.press(press), (press,), group=answers, possible=self._writable
            )

        return [
            key("1", w("Conforms (or the first choice)")),
            key("2", w("Observation (or the second choice)")),
            key("3", w("Minor (or the third choice)")),
            key("4", w("Major (or the fourth choice)")),
            *(key(press, w("Choice {n}", n=press)) for press in "5678"),
            key("0", w("Not applicable, with a reason")),
            key("9", w("Not checked, with a reason")),
            Command(
                "na",
                w("Not applicable, with a reason"),
                lambda: self.give_state("na"),
                ("Alt+0",),
                group=answers,
                possible=self._writable,
            ),
            Command(
                "unchecked",
                w("Not checked, with a reason"),
                lambda: self.give_state("unchecked"),
                ("Alt+9",),
                group=answers,
                possible=self._writable,
            ),
            Command(
                "clear",
                w("Take the answer back"),
                self.clear_answer,
                ("Ctrl+Backspace",),
                group=answers,
                possible=self._writable,
            ),
            Command("enter", w("Into the answer (Enter)"), self.enter, ("E",), group=answers),
            Command(
                "stopwatch",
                w("Start or stop the stopwatch"),
                self.press_watch,
                ("T",),
                "timer",
                answers,
                possible=self._writable,
            ),
            Command("next", w("Next item"), lambda: self.step(1), ("J",), group=moves),
            Command("previous", w("Previous item"), lambda: self.step(-1), ("K",), group=moves),
            Command("next-open", w("Next open item"), self.next_open, ("U",), group=moves),
            Command(
                "next-section", w("Next section"), lambda: self.step_section(1), ("Ctrl+PgDown", "Shift+J"), group=moves
            ),
            Command(
                "previous-section",
                w("Previous section"),
                lambda: self.step_section(-1),
                ("Ctrl+PgUp", "Shift+K"),
                group=moves,
            ),
            Command("next-sample", w("Next sample"), lambda: self.step_sample(1), ("]",), group=moves),
            Command("previous-sample", w("Previous sample"), lambda: self.step_sample(-1), ("[",), group=moves),
            *self._sample_commands(),
            Command(
                "find",
                w("Find items, notes, findings"),
                self.look_for,
                ("Ctrl+K", "/"),
                "search",
                moves,
                "search",
                menu="edit",
            ),
            *self.taking_back.commands(),
            Command(
                "accept", w("Accept what is proposed"), self.accept, ("A",), "sparkles", item, possible=self._writable
            ),
            Command("note", w("Note"), self.edit_note, ("N",), "message-square-text", item),
            Command("photo", w("Photo by camera"), self.take_photo, ("P",), "camera", item),
            Command("files", w("Photos from files"), self.add_files, ("Shift+P",), "image-plus", item),
            Command(
                "paste-photo",
                w("Paste a photo"),
                self.paste_photo,
                ("Ctrl+V",),
                "clipboard-paste",
                item,
                possible=self._writable,
            ),
            Command("flag", w("Flag"), self.toggle_flag, ("F",), "flag", item, possible=self._writable),
            Command(
                "finding",
                w("Raise a finding"),
                self.ask_finding,
                ("R",),
                "triangle-alert",
                item,
                possible=self._writable,
            ),
            Command(
                "next-remark",
                w("Next open remark"),
                self.next_remark,
                ("W",),
                "message-square-text",
                item,
                possible=lambda: bool(self.walking.inspection.open_remarks),
            ),
            Command(
                "reply",
                w("Reply to the remark"),
                self.reply,
                ("Shift+W",),
                "message-circle",
                item,
                possible=lambda: bool(self.walking.inspection.open_remarks),
            ),
            Command("details", w("Details"), self.show_details, ("D",), "panel-right", item),
            Command("history", w("History of this item"), self.show_history, ("H",), "history", item),
            Command(
                "menu-item", w("More about this item"), lambda: self.show_menu(self.at), ("Shift+F10",), group=item
            ),
            *rooms(w, self.asked_for.emit, self.inspection, shown=True),
        ]

    def _writable(self) -> bool:
        return not (self.reading or self.walking.inspection.locked)

    # -- showing -----------------------------------------------------------------------------------

    def _show_sections(self) -> None:
        self.sections.show_checklist(self.walking.checklist, self.walking.sections)
        self._show_shared()
        self._show_counts()

    def _show_shared(self) -> None:
        """Who looks at which section."""
        self.shared = shared(self.bridge.desk, self.walking.inspection, self.walking.checklist)
        self.sections.show_shared(self.shared.names)
        if self.shared.mine is None and self.filter == filters.MINE:
            self.filter = filters.ALL

    @property
    def _marked(self) -> Marked:
        return Marked.of(self.walking.inspection, self.shared.mine)

    def _goes_on_to(self, section: str) -> bool:
        """Does one who goes on come through this section? With "mine" chosen, only through one's own."""
        return self.filter != filters.MINE or self.shared.mine is None or section in self.shared.mine

    def _show_review(self) -> None:
        """What head office says of it."""
        self.review.show_review(self.walking.inspection)

    def _show_counts(self) -> None:
        for section in self.walking.sections:
            self.sections.show_counts(section.id, self.walking.counts(section.id))
        self.sections.show_total(self.walking.total)

    def show_section(self, group: str, at: str = "") -> None:
        """Show a section; *at* an item place of it, else where one was open."""
        section = self.walking.section(group)
        if section is None:
            return
        other = group != self.section
        if other:
            self._commit_cards()
        self.section = group
        self.heading.setText(f"{section.id} {section.group.title.in_(self.bridge.words.language)}")
        if not self.isVisible():
            self.sections.show_current(group)
        lines = self._lines()
        places = [line.place for line in lines]
        if at not in places:
            waiting = (line.place for line in lines if line.state is LineState.UNANSWERED and not self.reading)
            at = self.at if self.at in places else next(waiting, places[0] if places else "")
        self._set_current(at)
        self._show_cards(first=at)
        if other:
            self.area.verticalScrollBar().setValue(0)
            self._ahead.start()
        self._focus_card()

    def _lines(self) -> list[Line]:
        """The lines shown now. One that was just answered stays until the filter is chosen again."""
        lines = self.walking.shown(self.section, self.chosen)
        if self.filter == filters.ALL:
            return lines
        passing = {line.place for line in filters.passing(self.filter, lines, self._marked)}
        return [line for line in lines if line.place in passing]

    def _show_cards(self, *, first: str = "", lines: list[Line] | None = None) -> None:
        lines = self._lines() if lines is None else lines
        self.cards.show_lines(self.section, lines, self.walking.inspection.flags, first=first or self.at)
        self.area.setVisible(bool(lines))
        if not lines:
            self.empty.say(*filters.nothing(self.bridge.words, self.filter))
        self.empty.setVisible(not lines)
        self._show_bars()
        self._later_heads()
        card = self.cards.card(self.at) if self.at else None
        if card is not None:
            card.set_current(True)

    def _later_heads(self) -> None:
        """Chips, counts, ring and sections, when the cards are painted; also between the strokes of a held key."""
        if not self._soon.isActive():
            self._soon.start()

    def _show_heads(self) -> None:
        w = self.bridge.words
        self.sections.show_current(self.section)
        self._show_counts()
        shown = self.walking.shown(self.section, self.chosen)
        counts = self.walking.counts(self.section)
        self.count.setText(w("{n} of {of} answered", n=counts.settled, of=counts.asked))
        self.chips.show_chips(filters.chips(w, shown, self._marked), self.filter)

    def _show_bars(self) -> None:
        found = self.walking.inspection
        for code, bar in self.cards.bars.items():
            lines = (line for line in self.walking.of_group(self.section) if line.item.set == code)
            chosen = self.walking.sample_chosen(code, self.chosen)
            known, plan = found.samples.get(code, ()), found.plans.get(code)
            bar.show_samples(known, plan, chosen, lines, writable=self._writable())
        if self.cards.bars:
            self.cards.lay()  # a bar may be taller now, and what follows scrolls to a card

    def set_filter(self, code: str) -> None:
        self.filter = code
        lines = self._lines()
        if self.at not in [line.place for line in lines]:
            self._set_current(lines[0].place if lines else "")
        self._show_cards()

    def choose_sample(self, set_code: str, code: str) -> None:
        """Another sample of a set: the same item at it stays at hand."""
        self._commit_cards()
        self.chosen[set_code] = code
        line = self.walking.at(self.at)
        if line is not None and line.item.set == set_code:
            twin = next(
                (one for one in self.walking.of_item(line.item.id) if one.sample and one.sample.code == code), None
            )
            if twin is not None:
                self._set_current(twin.place)
        self._show_cards()
        bar = self.cards.bar(set_code)
        if bar is None or not bar.held:
            self._into_view()

    def _set_current(self, place: str) -> None:
        if place == self.at:
            return
        before = self.cards.cards.get(self.at)
        if before is not None:
            before.set_current(False)
        if self.at:
            self.detail.commit()
        self.at = place
        if self._resting:
            return
        now = self.cards.cards.get(place)
        if now is not None:
            now.set_current(True)
        self._later()

    def _show_detail(self) -> None:
        if self._resting:
            return
        line = self.walking.at(self.at)
        if line is not None:
            self.detail.show_line(line, self.walking)

    def _picked(self, place: str) -> None:
        if place in self.walking.lines:
            self._set_current(place)

    def _section_chosen(self, group: str) -> None:
        self.show_section(group)

    def _first_open(self) -> str:
        """The first section that is not finished, one's own where they were shared out."""
        mine = self.shared.mine or frozenset()
        for section in sorted(self.walking.sections, key=lambda one: bool(mine) and one.id not in mine):
            if self.walking.counts(section.id).open:
                return section.id
        return self.walking.sections[0].id if self.walking.sections else ""

    # -- moving ------------------------------------------------------------------------------------

    def go_to(self, line: Line) -> None:
        """Show a line wherever it is."""
        if line.sample is not None:
            self.chosen[line.item.set] = line.sample.code
        if self.filter != filters.ALL and not (self.filter == filters.MINE and self._goes_on_to(line.group.id)):
            self.filter = filters.ALL
        self.show_section(line.group.id, line.place)
        self._set_current(line.place)
        self._into_view()

    def step(self, by: int) -> None:
        """The next item of the section; behind the last one the next section."""
        places = self.cards.places
        if self.at in places:
            at = places.index(self.at) + by
            if 0 <= at < len(places):
                self._set_current(places[at])
                self._into_view()
                return
        if by > 0:
            self.step_section(1)
        else:
            self.step_section(-1, last=True)

    def step_section(self, by: int, *, last: bool = False) -> None:
        ids = [section.id for section in self.walking.sections]
        at = (ids.index(self.section) if self.section in ids else 0) + by
        while 0 <= at < len(ids) and not self._goes_on_to(ids[at]):
            at += by
        if not 0 <= at < len(ids):
            self.said.emit(
                self.bridge.words("This is the last item.") if by > 0 else self.bridge.words("This is the first item."),
                "ok",
            )
            return
        if self.filter != filters.MINE:
            self.filter = filters.ALL
        lines = self.walking.shown(ids[at], self.chosen)
        edge = lines[-1 if last else 0].place if lines else ""
        self.show_section(ids[at], edge)
        self._into_view()

    def step_sample(self, by: int) -> None:
        bar = self._bar_at_hand()
        if bar is not None and (code := bar.step(by)):
            self.choose_sample(bar.asked.code, code)

    def _sample_commands(self) -> list[Command]:
        w = self.bridge.words
        group, can = w("Samples"), self._writable

        def on(deed: str) -> Callable[[], object]:
            return lambda: self._at_samples(deed)

        return [
            Command("samples", w("To the samples"), on("begin"), ("S",), group=group),
            Command("next-open-sample", w("Next sample that is not finished"), on("go_to_open"), ("Shift+U",),
                    group=group),
            Command("draw-samples", w("Draw samples…"), on("ask_draw"), ("Shift+D",), group=group, possible=can),
            Command("add-sample", w("Add a sample"), on("ask_add"), ("Shift+A",), group=group, possible=can),
            Command("describe-sample", w("Describe the chosen sample"), on("ask_describe"), ("Shift+E",),
                    group=group, possible=can),
            Command("replace-sample", w("Another one instead of the chosen sample"), on("ask_replace"), ("Shift+R",),
                    group=group, possible=can),
            Command("skip-sample", w("Skip the chosen sample"), on("ask_skip"), ("Shift+S",), group=group,
                    possible=can),
        ]  # fmt: skip

    def _at_samples(self, deed: str) -> None:
        bar = self._bar_at_hand()
        if bar is None:
            self.said.emit(self.bridge.words("No samples are looked at in this section."), "ok")
        else:
            getattr(bar, deed)()

    def _bar_at_hand(self) -> SamplesBar | None:
        """The samples of the item at hand, else the first of the section."""
        line = self.walking.at(self.at)
        own = self.cards.bar(line.item.set) if line is not None and line.item.set else None
        bar = own or next(iter(self.cards.bars.values()), None)
        if bar is not None:
            self.area.ensureWidgetVisible(bar, 0, self.theme.px(20))
        return bar

    def next_open(self) -> None:
        """The next place nobody has said anything about, through all sections and samples."""
        waiting = (
            line
            for line in self._lines_ahead()
            if line.state is LineState.UNANSWERED and self._goes_on_to(line.group.id)
        )
        line = next(waiting, None)
        if line is None:
            self.said.emit(self.bridge.words("Every item has been dealt with."), "ok")
        else:
            self.go_to(line)

    def _lines_ahead(self) -> list[Line]:
        """Every line of the inspection from the one behind that at hand; behind the last the first again."""
        every = [line for section in self.walking.sections for line in self.walking.of_group(section.id)]
        places = [line.place for line in every]
        at = places.index(self.at) + 1 if self.at in places else 0
        return [*every[at:], *every[:at]]

    def next_remark(self) -> None:
        """The next place with an open remark of head office, on itself or on a finding there; behind the last the first
        again."""
        waiting = filters.remarked(self.walking.inspection, open_only=True)
        line = next((line for line in self._lines_ahead() if line.place in waiting), None)
        if line is not None:
            self.go_to(line)
        elif self.walking.inspection.remarks_on(""):
            self.show_whole()

    def reply(self) -> None:
        """Into the reply to the open remark at hand."""
        self._show_detail()
        if self._width is Width.NARROW:
            self.pages.setCurrentWidget(self.detail)
        self.detail.reply()

    def show_whole(self) -> None:
        """The remarks about the whole, over the page."""
        dialog = WholeRemarks(self.bridge, self.theme, self.inspection, self, writes=self.reading)
        dialog.open()

    def amend(self) -> None:
        """Open the next revision, with head office's reason at hand."""
        amending.ask(self.bridge, self.theme, self, self.inspection)

    def take_focus(self) -> None:
        """One begins on the item at hand, so that the first key answers it."""
        self._focus_card()

    def _focus_card(self) -> None:
        card = self.cards.card(self.at) if self.at else None
        if card is not None and not card.asking:
            card.setFocus()

    def _into_view(self) -> None:
        card = self.cards.card(self.at) if self.at else None
        if card is not None:
            self._watch(self.at)
            self._scroll_to(card)
            if not card.asking:
                card.setFocus()

    def _watch(self, place: str) -> None:
        """Keep this card in view until a person scrolls: bars and cards above it may yet grow."""
        self._watched = place

    def _keep_in_view(self) -> None:
        samples = next((one for one in self.cards.bars.values() if one.held), None)
        if samples is not None:  # somebody is at the samples, or in a form about them
            self.area.ensureWidgetVisible(samples.form or samples, 0, self.theme.px(12))
            self._typed_into_view(samples)
            return
        card = self.cards.cards.get(self.at) if self.at else None
        if card is not None and (self.at == self._watched or card.asking):
            content = self.cards.minimumHeight()
            bar = self.area.verticalScrollBar()
            bar.setMaximum(max(bar.maximum(), content - self.area.viewport().height()))  # Qt comes to it later
            self._scroll_to(card)

    def _scroll_to(self, card: ItemCard) -> None:
        """Bring a card into view; a screenful at a time, so that most keys scroll nothing."""
        bar, room, margin = self.area.verticalScrollBar(), self.area.viewport().height(), self.theme.px(12)
        top, bottom = card.y() - margin, card.geometry().bottom() + margin
        if top < bar.value():
            bar.setValue(max(0, bottom - room * 3 // 4) if bottom > room * 3 // 4 else 0)
            bar.setValue(min(bar.value(), max(0, top)))
        elif bottom > bar.value() + room:
            bar.setValue(max(0, top - room // 5))
        if card.asking and card.height() > room:
            bar.setValue(bottom - room)  # the reason is typed at the end of the card
            self._typed_into_view(card)

    def _typed_into_view(self, form: QWidget) -> None:
        """Of what is taller than its room, the field one is in, with its label above it."""
        focus: QWidget | None = form.window().focusWidget()
        if focus is not None and form.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus, 0, self.theme.px(34))

    def enter(self) -> None:
        card = self.cards.card(self.at)
        if card is not None:
            card.begin()

    def press_watch(self) -> None:
        """Start the stopwatch of the item at hand, or stop it: its time is the answer then."""
        card = self.cards.card(self.at)
        watch: Stopwatch | None = getattr(card.editor, "watch", None) if card is not None else None
        if watch is not None:
            watch.press()
        else:
            self.said.emit(self.bridge.words("This item asks for no seconds or minutes."), "warn")

    def show_details(self) -> None:
        """Narrow: the details as a page. Else: into them."""
        self._show_detail()
        if self._width is Width.NARROW:
            self.pages.setCurrentWidget(self.detail)
        self.detail.edit_note()

    def show_history(self) -> None:
        if self.at:
            self.asked_for.emit(Place("history", self.inspection, self.at))

    # -- answering ---------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """A single key: the answer of the current card; then on to the next, unless a reason is asked."""
        card = self.cards.card(self.at)
        if card is None or not self._writable():
            return
        if not card.press(key):
            if key in ("0", "9"):
                self.give_state("na" if key == "0" else "unchecked")
            return
        typing = card.editor is not None and card.line.item.kind in (
            AnswerKind.NUMBER,
            AnswerKind.COUNT,
            AnswerKind.DATE,
        )
        if not card.asking and not typing and card.line.item.kind is not AnswerKind.MULTI and self.detail.form is None:
            self.step(1)

    def give_state(self, state: str) -> None:
        """Not applicable or not checked, of any kind of item."""
        card = self.cards.card(self.at)
        line = self.walking.at(self.at)
        if card is not None and line is not None and line.state is not LineState.NEEDS_SAMPLES and not line.disputed:
            card.ask_reason(Given(state))

    def write_answer(self, place: str, given: Given) -> None:
        """On the drive before it is painted as saved."""
        why = self._refusal(answer.answer, place, given.value, **given.named)
        card = self.cards.cards.get(place)
        if why and card is not None and card.editor is not None:
            card.editor.refused(why)
        elif not why:
            self._open_finding(place)

    def _after_finding(self) -> None:
        """Back to the item it was about, so that the next key walks on."""
        self.pages.setCurrentWidget(self.split)
        self._focus_card()

    def _open_finding(self, place: str) -> None:
        """An answer that does not conform asks for its finding at once, beside the item (domain.md, answer kinds)."""
        line = self.walking.at(place)
        if line is None or line.item.kind is not AnswerKind.CONFORM or line.findings:
            return
        if line.verdict in ASKED_FOR:
            self._set_current(place)
            self.ask_finding()

    def clear_answer(self) -> None:
        line = self.walking.at(self.at)
        if line is not None and line.answered is not None and not line.disputed:
            self._do(answer.clear, self.at)

    def decide(self, place: str, entry: str) -> None:
        self._do(answer.resolve, place, keep=entry)

    def write_note(self, place: str, text: str, report: bool) -> None:
        self._do(answer.note, place, text, report=report)

    def set_flag(self, place: str, on: bool) -> None:
        self._do(answer.flag, place, on)

    def toggle_flag(self) -> None:
        if self.at:
            self.set_flag(self.at, self.at not in self.walking.inspection.flags)

    def raise_finding(self, place: str, fact: str, grade: str, where: str, interim: str) -> None:
        changes = self._do(findings.raise_finding, place, fact, grade=grade, where=where, interim=interim)
        if changes is not None:
            self.detail.forget_begun(place)
            self.said.emit(self.bridge.words("Finding {number} raised", number=changes.code), "ok")
            self._after_finding()
        elif place == self.at:
            self.ask_finding()  # refused: the words are still there

    def accept(self, one: Proposed | None = None) -> None:
        """What is proposed at the item at hand, the first of it: an answer, a graver grade, or a finding. Where a
        note already says the fact, the finding is raised at once; else the form asks for it."""
        line = self.walking.at(self.at)
        given = (one,) if one is not None else proposed.at(self.bridge.words, self.walking, line) if line else ()
        if not given:
            self.said.emit(self.bridge.words("Nothing is proposed here."), "ok")
            return
        first = given[0]
        if first.value:
            self.write_answer(first.place, Given(first.value))
        elif first.finding:
            self._do(findings.edit, first.finding, "grade", first.grade)
        elif line is not None and line.note is not None and len(line.note.text) >= findings.LEAST_FACT:
            self.raise_finding(line.place, line.note.text, first.grade, "", "")
        else:
            self.ask_finding(first.grade)

    def own_grade(self, code: str) -> None:
        """A grade of the inspector's own in place of the computed one; asks why."""
        card, line = self.cards.card(self.at), self.walking.at(self.at)
        if card is None or line is None or card.editor is None:
            return
        given = card.editor.value()
        if given is not None:
            value = given.value or ", ".join(line.answered.answer.texts if line.answered else ())
            card.ask_reason(Given(value, code, "", given.readings, given.instrument, given.position, given.inputs))

    def undo(self) -> None:
        self.taking_back.undo()

    def redo(self) -> None:
        self.taking_back.redo()

    def _gone_back(self, place: Place) -> None:
        """Something was taken back or put back: show it, on whatever page it is."""
        if place.page == "inspection":
            self.show_place(place)
        else:
            self.asked_for.emit(place)

    def _do(self, verb: Callable[..., Any], *given: object, **named: object) -> Changes | None:
        """A deed of this page: written, then only what it moved is painted again."""
        if self._resting or self.reading:
            return None
        changes = self.bridge.do(verb, self.inspection, *given, by=self, **named)
        if not isinstance(changes, Changes):
            return None
        touched = self.walking.follow(changes)
        if touched is None:
            self._look_again()
        else:
            self._repaint(touched)
            self._later()
        return changes

    def _repaint(self, touched: frozenset[str]) -> None:
        """Only the cards that are others now, and a little later the counts they move; an item that appears or goes
        takes a new list."""
        shown, flags = set(self.cards.places), self.walking.inspection.flags
        moved = False
        for place in touched:
            line = self.walking.lines[place]
            if line.group.id != self.section:
                continue
            if place in shown:
                self.cards.refresh(line, flags)
            moved = moved or (place in shown) != self._asked_here(line)
        if moved and self.filter == filters.ALL:
            self._show_cards()
        self._later_heads()

    def _asked_here(self, line: Line) -> bool:
        """Does a line of this section have a card, when all of them are shown?"""
        here = line.sample is None or line.sample.code == self.walking.sample_chosen(line.item.set, self.chosen)
        return here and line.state is not LineState.HIDDEN

    def _refusal(self, verb: Callable[..., Any], *given: object, **named: object) -> str:
        """Do it; "" when it is done, else what was wrong, to be said where it was typed."""
        told: list[Trouble] = []
        listening = self.bridge.failed.connect(told.append)
        try:
            done = self._do(verb, *given, **named)
        finally:
            self.bridge.failed.disconnect(listening)
        if done is not None:
            return ""
        return what_happened(told[-1], self.bridge.words) if told else self.bridge.words("Not saved")

    def _look_again(self) -> None:
        """Samples, photos, findings, undo, remarks: everything is looked at anew."""
        self._steps = iter(())  # they would show what stood before
        self.walking.take(self.bridge.opened(self.inspection))
        self._show_shared()
        if self.at not in self.walking.lines:
            self.at = ""
        lines = self._lines()
        if self.at not in [line.place for line in lines]:
            self._set_current(lines[0].place if lines else "")
        self._show_cards(lines=lines)
        self._show_counts()
        self._show_review()
        self._show_detail()
        self.retitled.emit()

    def _changed(self, changes: Changes) -> None:
        """Somebody else's deed (the photo strip, another page)."""
        if changes.inspection != self.inspection or self.bridge.initiator is self:
            return
        touched = self.walking.follow(changes)
        if touched is None:
            self._look_again()
        else:
            self._repaint(touched)
            self._later()

    def _catch_up(self) -> None:
        """The keys are quiet: depending lines, bars, chips, details follow, a little at a time."""
        self._steps = self._following()
        self._idle.start()

    def _next_step(self) -> None:
        """One step; a key that comes meanwhile waits for no more than it, and what was left begins again after it."""
        if not self._resting and not self._quiet.isActive() and next(self._steps, self) is None:
            self._idle.start()

    @property
    def quiet(self) -> bool:
        """Is everything shown that a deed moved?"""
        timers = (self._quiet, self._idle, self._soon, self._long)
        return not self.walking.behind and not any(timer.isActive() for timer in timers)

    def _following(self) -> Iterator[None]:
        while self.walking.behind:
            touched = self.walking.catch_up(SLICE)
            if touched:
                self._repaint(touched)
            yield
        self._show_bars()
        yield
        line = self.walking.at(self.at)
        if line is not None:
            yield from self.detail.show_in_steps(line, self.walking)
            self._long.start()
        yield
        if self.taking_back.look_again():
            self.retitled.emit()

    def _later(self) -> None:
        """What follows a key, when no other comes."""
        self._long.stop()
        if not self._quiet.isActive() or self._since.elapsed() > SOON:  # a key is a deed and a step in one
            in_a_run = self._since.isValid() and self._since.elapsed() < RUN
            self._quiet.setInterval(RUN if in_a_run else QUIET)
        self._since.start()
        self._quiet.start()

    def _show_history(self) -> None:
        if not self._resting:
            self.detail.show_history()

    def _prepare(self) -> None:
        """Make the cards of the section that comes next."""
        ids = [section.id for section in self.walking.sections]
        after = ids.index(self.section) + 1 if self.section in ids else len(ids)
        if after < len(ids) and not self._resting:
            lines = self.walking.shown(ids[after], self.chosen)
            self.cards.prepare(ids[after], lines, self.walking.inspection.flags)

    # -- asking ------------------------------------------------------------------------------------

    def look_for(self) -> None:
        """Ctrl+K."""
        self.finder = finder.ask(self.bridge, self.theme, self, self.inspection, self._found, asked=self.walking)

    def _found(self, place: Place) -> None:
        if place.page == "inspection" and place.inspection == self.inspection:
            self.show_place(place)
        else:
            self.asked_for.emit(place)

    def edit_note(self) -> None:
        self.show_details()

    def take_photo(self) -> None:
        self._show_detail()
        self.detail.take_photo()

    def add_files(self) -> None:
        self._show_detail()
        self.detail.add_files()

    def paste_photo(self) -> None:
        """What the clipboard holds, to the item at hand."""
        self._show_detail()
        self.detail.paste()

    def ask_finding(self, grade: str = "") -> None:
        self._show_detail()
        if self._width is Width.NARROW:
            self.pages.setCurrentWidget(self.detail)
        self.detail.ask_finding(grade)

    def _asked(self, place: str, what: str) -> None:
        self._set_current(place)
        line = self.walking.at(place)
        match what:
            case "menu":
                self.show_menu(place)
            case "clear":
                self.clear_answer()
            case "photo":
                self.add_files()
            case "instrument":
                self.ask_instrument()
            case "draw" if line is not None:
                bar = self.cards.bar(line.item.set)
                if bar is not None:
                    self.area.ensureWidgetVisible(bar, 0, self.theme.px(20))
                    bar.ask_draw()

    def ask_instrument(self) -> None:
        """Another instrument: name, number and calibration in one line."""
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Another instrument"),
            sentence=w("Name, number and the last day of its calibration, with commas between."),
            field=w("Such as: lux meter, LX-1, 2027-03-31"),
            then=self.add_instrument,
            deed=w("Add"),
        ).open()

    def add_instrument(self, text: str) -> None:
        name, number, due, *_ = (part.strip() for part in [*text.replace("，", ",").split(","), "", ""])
        code = f"I{len(self.walking.inspection.instruments) + 1}-{self.bridge.desk.tag}"
        if self._do(instruments.instrument, code, name, number=number, calibration_due=due) is None:
            return
        card = self.cards.card(self.at)
        take = getattr(card.editor if card is not None else None, "take_instrument", None)
        if callable(take):
            take(code)  # it was asked for here

    def show_menu(self, place: str) -> None:
        """What is rarer: not applicable, own grade, take back, history."""
        line = self.walking.at(place)
        if line is None:
            return
        w = self.bridge.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        writable = self._writable() and line.state not in (LineState.NEEDS_SAMPLES, LineState.HIDDEN)
        menu.addAction(w("Not applicable, with a reason"), lambda: self.give_state("na")).setEnabled(writable)
        menu.addAction(w("Not checked, with a reason"), lambda: self.give_state("unchecked")).setEnabled(writable)
        own = menu.addMenu(w("Own verdict, with a reason"))
        own.setEnabled(
            writable
            and line.judged.verdict not in (Verdict.PENDING, Verdict.INFO)
            and line.item.kind not in (AnswerKind.CONFORM, AnswerKind.TEXT)
        )
        for code in answer.VERDICTS:
            own.addAction(spoken.verdict(w, code), partial(self.own_grade, code))
        menu.addAction(w("Take the answer back"), self.clear_answer).setEnabled(writable and line.answered is not None)
        menu.addSeparator()
        menu.addAction(w("Raise a finding"), lambda: self.ask_finding()).setEnabled(writable)
        flagged = place in self.walking.inspection.flags
        menu.addAction(w("Take the flag off") if flagged else w("Flag"), self.toggle_flag).setEnabled(writable)
        menu.addAction(w("History of this item"), self.show_history)
        card = self.cards.cards.get(place)
        at = (
            card.mapToGlobal(QPoint(self.theme.px(60), card.height()))
            if card is not None
            else self.mapToGlobal(QPoint())
        )
        menu.popup(at)

    # -- what editors ask --------------------------------------------------------------------------

    def _judge(self, line: Line, raw: Raw) -> Judged:
        return verdicts.verdict(line.item, raw, self.walking.facts, line.sample.code if line.sample else "")

    def _limits(self, line: Line) -> Limits:
        sample = line.sample.code if line.sample else ""
        if line.item.limits is None:
            return Limits()
        band = verdicts.band_for(line.item, self.walking.facts, sample)
        if band is None:
            return Limits()
        bounds = verdicts.bounds_of(band, line.item, self.walking.facts, sample)
        return Limits(bounds or (), band.label.in_(self.bridge.words.language))

    def _proposed(self, line: Line) -> str:
        one = proposed.answer_at(self.bridge.words, self.walking, line)
        return self.bridge.words("Proposed: {what}", what=f"{one.words} (A)") if one is not None else ""

    def _instruments(self) -> list[Instrument]:
        return list(self.walking.inspection.instruments.values())

    def _name_of(self, code: str) -> str:
        person = self.walking.inspection.people.get(code)
        return person.name if person is not None else ""

    def _commit_cards(self) -> None:
        for card in list(self.cards.cards.values()):
            card.commit()


def _typing() -> bool:
    """Has a field the focus that keeps letters for itself?"""
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

    return isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit | QComboBox)
