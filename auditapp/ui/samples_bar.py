"""The samples of a set as tabs: which one the cards below are about, and adding, drawing, skipping, naming them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from auditapp.checklist.model import SampleSet
from auditapp.inspection.state import Sample, SamplePlan
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.theme import Theme, tell
from auditapp.ui.walking import Counts
from auditapp.words import Words

TABS_AT_ONCE = 60
"""Tabs made as widgets; of larger sets those around the chosen one are shown, the rest is reached by [ and ]."""


class SamplesBar(QFrame):
    """Tells ``chosen(set, code)``, ``add(set, label)``, ``draw(set, population, size)``, ``skip(set/code, reason)``."""

    chosen = Signal(str, str)
    add = Signal(str, str)
    draw = Signal(str, int, int)
    skip = Signal(str, str)
    resized = Signal()

    def __init__(self, theme: Theme, words: Words, asked: SampleSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words, self.asked = theme, words, asked
        self.setProperty("role", "well")
        self.code = ""
        self._samples: tuple[Sample, ...] = ()
        self._tabs: dict[str, QPushButton] = {}
        self._form: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self.title = ElidingLabel(asked.title.in_(words.language), role="heading")
        head.addWidget(self.title, 1)
        self.draw_button = button(theme, words("Draw…"), role="quiet", icon="dices", pressed=self.ask_draw,
                                  name=words("Draw samples of {set}", set=self.title.text()))  # fmt: skip
        self.add_button = button(theme, words("Add…"), role="quiet", icon="plus", pressed=self.ask_add,
                                 name=words("Add a sample to {set}", set=self.title.text()))  # fmt: skip
        self.skip_button = button(theme, words("Skip…"), role="quiet", icon="ban", pressed=self.ask_skip,
                                  name=words("Skip the chosen sample of {set}", set=self.title.text()))  # fmt: skip
        for one in (self.draw_button, self.add_button, self.skip_button):
            head.addWidget(one)
        column.addLayout(head)
        self.row = QWidget()
        self.flow = FlowLayout(self.row, spacing=theme.px(6))
        column.addWidget(self.row)

    def show_samples(
        self, samples: Sequence[Sample], plan: SamplePlan | None, code: str, counts: dict[str, Counts]
    ) -> None:
        """Show the samples, which one is looked at, and how far each is."""
        looked = tuple(sample for sample in samples if not sample.skipped)
        self._samples, self.code = tuple(samples), code
        w = self.words
        title = self.asked.title.in_(w.language)
        if plan is not None and plan.population:
            title = w("{set} · {n} of {population} drawn", set=title, n=plan.size, population=plan.population)
        self.title.setText(title)
        self.draw_button.setVisible(plan is None)
        self.skip_button.setVisible(bool(code))
        codes = [sample.code for sample in looked]
        at = codes.index(code) if code in codes else 0
        first = max(0, min(at - TABS_AT_ONCE // 2, len(codes) - TABS_AT_ONCE))
        shown = looked[first : first + TABS_AT_ONCE]
        if [sample.code for sample in shown] != list(self._tabs):
            for tab in self._tabs.values():
                self.flow.removeWidget(tab)
                tab.hide()
                tab.deleteLater()
            self._tabs = {}
            for sample in shown:
                tab = QPushButton()
                tab.setCheckable(True)
                tab.setAutoExclusive(True)
                tab.setAutoDefault(False)
                tab.setProperty("role", "chip")
                tab.toggled.connect(lambda on, code=sample.code: self._toggled(code, on))
                self.flow.addWidget(tab)
                tab.ensurePolished()
                self._tabs[sample.code] = tab
                tab.show()
        for sample in shown:
            tab, count = self._tabs[sample.code], counts.get(sample.code, Counts())
            tab.setText(
                f"{sample.label or sample.code} ✓" if count.asked and not count.open else sample.label or sample.code
            )
            tab.setToolTip(w("{sample}: {n} of {of} answered", sample=sample.label, n=count.settled, of=count.asked))
            tab.setAccessibleName(
                w("{set} {sample}: {n} of {of} answered", set=self.asked.title.in_(w.language), sample=sample.label,
                  n=count.settled, of=count.asked))  # fmt: skip
            blocked = tab.blockSignals(True)
            tab.setAutoExclusive(False)
            tab.setChecked(sample.code == code)
            tab.setAutoExclusive(True)
            tab.blockSignals(blocked)
        self.row.setVisible(bool(shown))
        self.resized.emit()

    def height_for(self, width: int) -> int:
        layout = self.layout()
        return max(self.sizeHint().height(), layout.heightForWidth(width) if layout else 0)

    def step(self, by: int) -> str:
        """The code of the next sample (-1: the one before), "" at the end."""
        codes = [sample.code for sample in self._samples if not sample.skipped]
        at = (codes.index(self.code) if self.code in codes else 0) + by
        return codes[at] if 0 <= at < len(codes) else ""

    def _toggled(self, code: str, on: bool) -> None:
        if on:
            self.chosen.emit(self.asked.code, code)

    # -- forms -------------------------------------------------------------------------------------

    def ask_draw(self) -> None:
        """Population and size, before looking; size empty: what the set suggests."""
        w = self.words
        advice = self.asked.advice.in_(w.language)
        self._ask(
            [(w("How many are there"), ""), (w("How many are drawn (empty: as suggested)"), "")],
            w("Draw"), self._drawn, advice)  # fmt: skip

    def ask_add(self) -> None:
        self._ask([(self.words("Name or number of the sample"), "")], self.words("Add"), self._added)

    def ask_skip(self) -> None:
        self._ask([(self.words("Why it could not be looked at"), "")], self.words("Skip"), self._skipped)

    def _drawn(self, texts: list[str]) -> bool:
        if not texts[0].isdecimal() or not (texts[1].isdecimal() or not texts[1]):
            return False
        self.draw.emit(self.asked.code, int(texts[0]), int(texts[1] or 0))
        return True

    def _added(self, texts: list[str]) -> bool:
        if texts[0]:
            self.add.emit(self.asked.code, texts[0])
        return bool(texts[0])

    def _skipped(self, texts: list[str]) -> bool:
        if texts[0] and self.code:
            self.skip.emit(f"{self.asked.code}/{self.code}", texts[0])
        return bool(texts[0])

    def _ask(self, fields: list[tuple[str, str]], deed: str, then: object, advice: str = "") -> None:
        self.close_form()
        theme = self.theme
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        if advice:
            column.addWidget(label(advice, "meta", wrap=True))
        boxes: list[QLineEdit] = []
        for words, text in fields:
            box = QLineEdit(text)
            box.setPlaceholderText(words)
            box.setAccessibleName(words)
            box.installEventFilter(self)
            column.addWidget(box)
            boxes.append(box)

        def give() -> None:
            if then([box.text().strip() for box in boxes]):  # type: ignore[operator]
                self.close_form()
            else:
                for box in boxes[:1]:
                    tell(box, tone="bad")
                    box.setFocus()

        for box in boxes:
            box.returnPressed.connect(give)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(theme, self.words("Cancel"), role="quiet", pressed=self.close_form))
        row.addWidget(button(theme, deed, role="primary", pressed=give))
        column.addLayout(row)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(self._form)
        self.resized.emit()
        boxes[0].setFocus()

    def close_form(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self.resized.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.close_form()
                self.setFocus()
                return True
            event.accept()
        return False
