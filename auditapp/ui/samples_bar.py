"""The samples of a set above the items asked for each of them: which one the cards below are about, how far each is,
and drawing, adding, describing, replacing, skipping. A dozen are tabs; more are a grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditapp.checklist.model import SampleSet
from auditapp.inspection.state import Sample, SamplePlan
from auditapp.inspection.walk import Line
from auditapp.ui import sample_form
from auditapp.ui.announced import told
from auditapp.ui.ink import ink
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.sample_deeds import SampleDeeds
from auditapp.ui.sample_form import SampleForm
from auditapp.ui.sample_states import LOOKS, SampleState, Tally
from auditapp.ui.samples_grid import SamplesGrid
from auditapp.ui.theme import Theme
from auditapp.words import Words

TABS: Final = 12
"""Samples shown as tabs; more become a grid."""
WIDEST: Final = 180
"""Width of a tab's words, unscaled; longer names end in an ellipsis."""
SKIPPED: Final = 3
"""Skipped samples listed with their reasons; further ones are counted."""


class _Tab(QPushButton):
    """One sample. Enter and Down go on to the items."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.modifiers():
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SamplesBar(QFrame):
    """``chosen(set, code)``: a person went to another sample; ``entered()``: on to its items."""

    chosen = Signal(str, str)
    entered = Signal()
    resized = Signal()

    def __init__(
        self, theme: Theme, words: Words, asked: SampleSet, deeds: SampleDeeds, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme, self.words, self.asked, self.deeds = theme, words, asked, deeds
        self.name = asked.title.in_(words.language)
        self.setProperty("role", "well")
        self.setAccessibleName(self.name)
        self.code = ""
        self.form: SampleForm | None = None
        self.tabs: dict[str, _Tab] = {}
        self.grid: SamplesGrid | None = None
        self._samples: tuple[Sample, ...] = ()
        self._plan: SamplePlan | None = None
        self._states: dict[str, SampleState] = {}
        self._tally = Tally()
        self._skipped: tuple[Sample, ...] = ()
        self._writable = True
        column = self.column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(6))
        self._head(column)
        self.row = QWidget()
        self.flow = FlowLayout(self.row, spacing=theme.px(6))
        column.addWidget(self.row)
        self.about = label("", "meta", wrap=True)
        column.addWidget(self.about)
        self.skips = QVBoxLayout()
        self.skips.setSpacing(theme.px(2))
        column.addLayout(self.skips)

    def _head(self, column: QVBoxLayout) -> None:
        theme, w = self.theme, self.words
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        self.title = ElidingLabel(self.name, role="heading")
        head.addWidget(self.title, 1)
        self.next_button = icon_button(theme, "circle-dashed", w("Next sample that is not finished (Shift+U)"),
                                       pressed=self.go_to_open)  # fmt: skip
        self.describe_button = icon_button(theme, "pencil", w("Describe the chosen sample"), pressed=self.ask_describe)
        self.replace_button = icon_button(theme, "refresh-cw", w("Another one instead of the chosen sample"),
                                          pressed=self.ask_replace)  # fmt: skip
        self.skip_button = icon_button(theme, "ban", w("Skip the chosen sample"), pressed=self.ask_skip)
        for one in (self.describe_button, self.replace_button, self.skip_button):
            one.setAccessibleName(told(self.name, one.toolTip()))  # a section may hold several sets
        self.add_button = button(theme, w("Add…"), role="quiet", icon="plus", pressed=self.ask_add,
                                 name=w("Add a sample to {set}", set=self.name))  # fmt: skip
        self.draw_button = button(theme, w("Draw…"), icon="dices", pressed=self.ask_draw,
                                  name=w("Draw samples of {set}", set=self.name))  # fmt: skip
        for tool in (self.next_button, self.describe_button, self.replace_button, self.skip_button):
            head.addWidget(tool)
        for plain in (self.add_button, self.draw_button):
            head.addWidget(plain)
        column.addLayout(head)

    # -- showing -----------------------------------------------------------------------------------

    def show_samples(
        self, samples: Sequence[Sample], plan: SamplePlan | None, code: str, lines: Iterable[Line], *, writable: bool
    ) -> None:
        """Show the samples, which one is looked at, and how far each is in the *lines* of this section."""
        looked = tuple(sample for sample in samples if not sample.skipped)
        self._states = self._tally.of(lines)
        self._samples, self._plan, self.code, self._writable = looked, plan, code, writable
        if len(looked) > TABS:
            self._show_grid(looked)
        else:
            self._show_tabs(looked)
        self.row.setVisible(bool(looked) and self.grid is None)
        self._show_words()
        self._show_skipped(tuple(sample for sample in samples if sample.skipped), writable)
        self.draw_button.setVisible(plan is None and writable)
        self.add_button.setVisible(writable)
        for one in (self.describe_button, self.replace_button, self.skip_button):
            one.setVisible(bool(code) and writable)
        self.next_button.setVisible(len(looked) > 1)
        self.next_button.setEnabled(bool(self.next_open()))

    def _show_grid(self, looked: tuple[Sample, ...]) -> None:
        if self.grid is None:
            clear(self.flow)
            self.tabs = {}
            self.grid = SamplesGrid(self.theme, self.words, self.name)
            self.grid.chosen.connect(self._went)
            self.grid.entered.connect(self.entered.emit)
            self.column.insertWidget(2, self.grid)
        self.grid.show_samples(looked, self._states, self.code)

    def _show_tabs(self, looked: tuple[Sample, ...]) -> None:
        if self.grid is not None:
            self.grid.hide()
            self.grid.deleteLater()
            self.grid = None
        if [sample.code for sample in looked] != list(self.tabs):
            clear(self.flow)
            self.tabs = {}
            for sample in looked:
                tab = _Tab()
                tab.setCheckable(True)
                tab.setAutoExclusive(True)
                tab.setAutoDefault(False)
                tab.setProperty("role", "chip")
                tab.setIconSize(QSize(self.theme.px(18), self.theme.px(14)))
                tab.toggled.connect(lambda on, code=sample.code: self._went(code) if on else None)
                tab.entered.connect(self.entered.emit)
                self.flow.addWidget(tab)
                tab.ensurePolished()
                self.tabs[sample.code] = tab
                tab.show()
        metrics = QFontMetrics(ink(self.theme).font(13))
        for sample in looked:
            tab, state = self.tabs[sample.code], self._states.get(sample.code, SampleState())
            icon, tone = LOOKS[state.stage]
            tab.setIcon(self.theme.icon(icon, token=tone, size=14, trail=4))
            tab.setText(metrics.elidedText(sample.label, Qt.TextElideMode.ElideMiddle, self.theme.px(WIDEST)))
            said = self.words("{item}: {answer}", item=sample.label, answer=state.said(self.words))
            tab.setToolTip(said)
            tab.setAccessibleName(f"{self.name} {said}")
            blocked = tab.blockSignals(True)
            tab.setAutoExclusive(False)
            tab.setChecked(sample.code == self.code)
            tab.setAutoExclusive(True)
            tab.blockSignals(blocked)

    def _show_words(self) -> None:
        """How many are finished; what is known of the chosen one; how they were drawn."""
        w, plan = self.words, self._plan
        done = sum(state.finished for state in self._states.values())
        n = len(self._samples)
        self.title.setText(w("{set} · {n} of {of} finished", set=self.name, n=done, of=n) if n else self.name)
        parts = []
        if (sample := self.sample) is not None:
            known = [f"{words} {value}" for words, value in self._attributes(sample)]
            if sample.replaces:
                known.append(
                    w("instead of {sample}: {reason}", sample=self._label(sample.replaces), reason=sample.reason)
                )
            elif sample.reason:
                known.append(sample.reason)
            if known:
                parts.append(w("{item}: {answer}", item=sample.label, answer=w.listed(*known)))
        if plan is not None:
            how = sample_form.method(w, plan.method)
            parts.append(w("{n} of {population} drawn, {how}", n=plan.size, population=plan.population, how=how))
            if plan.population_from:
                parts.append(w("population from {source}", source=plan.population_from))
            if plan.seed:
                parts.append(w("seed {seed}", seed=plan.seed))
        else:
            parts.append(self.asked.advice.in_(w.language))
        self.about.setText(" · ".join(part for part in parts if part))
        self.about.setVisible(bool(self.about.text()))

    def _attributes(self, sample: Sample) -> list[tuple[str, str]]:
        w, found = self.words, []
        for attribute in self.asked.attributes:
            value = sample.attributes.get(attribute.code)
            given = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)] if value else []
            said = [next((c.label.in_(w.language) for c in attribute.choices if c.code == one), one) for one in given]
            if said:
                found.append((attribute.label.in_(w.language), w.listed(*said)))
        return found

    def _label(self, code: str) -> str:
        every = (*self._samples, *self._skipped)
        return next((sample.label for sample in every if sample.code == code), code)

    def _show_skipped(self, skipped: tuple[Sample, ...], writable: bool) -> None:
        if skipped == self._skipped and self.skips.count():
            return
        self._skipped = skipped
        clear(self.skips)
        w, theme = self.words, self.theme
        for sample in skipped[:SKIPPED]:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.px(6))
            picture = label("")
            picture.setPixmap(theme.pixmap("ban", token="na", size=14))
            line.addWidget(picture)
            why = w("{sample} not looked at: {reason}", sample=sample.label, reason=sample.skipped)
            line.addWidget(ElidingLabel(why, role="meta"), 1)
            if writable:
                line.addWidget(self._after_all(sample))
            self.skips.addWidget(row)
        if len(skipped) > SKIPPED:
            rest = len(skipped) - SKIPPED
            self.skips.addWidget(label(w.count("and {n} more skipped", "and {n} more skipped", rest), "meta"))

    def _after_all(self, sample: Sample) -> QPushButton:
        w = self.words
        return button(self.theme, w("Look at it after all"), role="foot",
                      name=w("Look at {sample} after all", sample=sample.label),
                      pressed=lambda: self.deeds.skip(sample.subject, ""))  # fmt: skip

    # -- moving ------------------------------------------------------------------------------------

    @property
    def sample(self) -> Sample | None:
        """The chosen one."""
        return next((sample for sample in self._samples if sample.code == self.code), None)

    @property
    def states(self) -> Mapping[str, SampleState]:
        return self._states

    def step(self, by: int) -> str:
        """The code of the next sample (-1: the one before), "" at the end."""
        codes = [sample.code for sample in self._samples]
        at = (codes.index(self.code) if self.code in codes else 0) + by
        return codes[at] if 0 <= at < len(codes) else ""

    def next_open(self) -> str:
        """The code of the next sample that is not finished, coming round; "" when all are."""
        codes = [sample.code for sample in self._samples]
        at = codes.index(self.code) + 1 if self.code in codes else 0
        around = (*codes[at:], *codes[: max(0, at - 1)])
        return next((code for code in around if not self._states.get(code, SampleState()).finished), "")

    def go_to_open(self) -> None:
        if code := self.next_open():
            self._went(code)

    def begin(self) -> None:
        """Put the focus on the chosen sample, or on drawing where there is none."""
        if self.grid is not None:
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.code in self.tabs:
            self.tabs[self.code].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            (self.draw_button if self._plan is None else self.add_button).setFocus()

    @property
    def held(self) -> bool:
        """Has it the focus? Then it stays here while a person walks among the samples."""
        focus: QWidget | None = self.window().focusWidget()
        return self.isAncestorOf(focus) if focus is not None else False

    def _went(self, code: str) -> None:
        self.chosen.emit(self.asked.code, code)

    # -- forms -------------------------------------------------------------------------------------

    def ask_draw(self) -> None:
        self._open(sample_form.DrawForm(self.theme, self.words, self.asked, self.deeds.draw))

    def ask_add(self) -> None:
        self._open(sample_form.DescribeForm(self.theme, self.words, self.asked, self.deeds.add))

    def ask_describe(self) -> None:
        if (sample := self.sample) is not None:
            self._open(sample_form.DescribeForm(self.theme, self.words, self.asked, self.deeds.describe, sample))

    def ask_replace(self) -> None:
        if (sample := self.sample) is not None:
            self._open(sample_form.ReplaceForm(self.theme, self.words, self.asked, self.deeds.replace, sample,
                                               self._plan))  # fmt: skip

    def ask_skip(self) -> None:
        if (sample := self.sample) is not None:
            self._open(sample_form.SkipForm(self.theme, self.words, self.deeds.skip, sample))

    def _open(self, form: SampleForm) -> None:
        if not self._writable:
            form.deleteLater()
            return
        self.close_form()
        self.form = form
        form.closed.connect(self.leave_form)
        form.finished.connect(self._done)
        self.column.addWidget(form)
        form.show()
        form.begin()

    def leave_form(self) -> None:
        """Nothing was done: back to the samples."""
        self.close_form()
        self.begin()

    def _done(self) -> None:
        self.close_form()
        self.entered.emit()

    def close_form(self) -> bool:
        """Esc; False when none was open."""
        if self.form is None:
            return False
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        return True

    # -- size --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Something inside wants other room, and Qt has told every layout between: now it can be measured."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.resized.emit()
        return done

    def height_for(self, width: int) -> int:
        return max(self.column.totalHeightForWidth(width), self.column.totalMinimumHeightForWidth(width))
