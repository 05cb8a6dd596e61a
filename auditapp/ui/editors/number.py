"""Numbers: measured (several readings, instrument, place) or counted; judged while they are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.editing import Bench, Given, read
from auditapp.ui.editors import measured
from auditapp.ui.editors.further import FurtherNumbers
from auditapp.ui.editors.measured import HowMeasured
from auditapp.ui.editors.stopwatch import Stopwatch, in_unit, times
from auditapp.ui.editors.typed import TypedEditor
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.labels import label


class NumberEditor(TypedEditor):
    """A field with its unit, the limits below it, the verdict beside it. Enter gives and goes on."""

    begins = "0123456789.-"
    width_of_field = 84

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme, w, item = bench.theme, bench.words, line.item
        counted = item.kind is AnswerKind.COUNT
        self.field.setProperty("role", "number")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.less = self.more = None
        if counted:
            self.less = icon_button(theme, "minus", w("One less"), pressed=lambda: self._by(-1))
            self.row.addWidget(self.less)
        self.row.addWidget(self.field)
        if counted:
            self.more = icon_button(theme, "plus", w("One more"), pressed=lambda: self._by(1))
            self.row.addWidget(self.more)
        self.unit = label(spoken.unit(w, item), "secondary")
        self.row.addWidget(self.unit)
        self.unit.setVisible(bool(self.unit.text()))
        self.about_button = None
        if not counted:
            self.about_button = icon_button(theme, "ruler", w("Readings, instrument and place"), pressed=self._toggle)
            self.about_button.setCheckable(True)
            self.row.addWidget(self.about_button)
        self.watch: Stopwatch | None = None
        if times(item):
            self.watch = Stopwatch(theme, w, bench.watches)
            self.watch.stopped.connect(self._timed)
            self.row.addWidget(self.watch)
        self.words: AnswerKeys | None = None
        if item.options:
            said = tuple(Key(o.code, o.label.in_(w.language), spoken.TONES.get(str(o.verdict), "accent"))
                         for o in item.options)  # fmt: skip
            self.words = AnswerKeys(theme, said)
            self.words.chosen.connect(lambda codes: self.changed.emit(Given(codes[0])))
            self.column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignRight)
        self.limits = label("", "meta")
        self.how = label("", "meta")
        for one in (self.limits, self.how):
            one.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.column.addWidget(one)
        self.about: HowMeasured | None = None
        self.further: FurtherNumbers | None = None
        if item.inputs:
            self.further = FurtherNumbers(theme, w, item.inputs, item.id)
            self.further.given.connect(self._further)
            self.further.entered.connect(self.done.emit)
            self.further.resized.connect(lambda: self.asked.emit("sizes"))
            self.column.addWidget(self.further)
        self.finish()
        self.show_line(line)

    # -- contract ----------------------------------------------------------------------------------

    def show_line(self, line: Line) -> None:
        w, standing = self.bench.words, self._standing(line)
        word = bool(self.words is not None and standing and self.words.has("".join(standing.texts)))
        self.show_text(line, "" if standing is None or word else "".join(standing.texts))
        for tool in (self.less, self.more, self.about_button):
            if tool is not None:
                tool.setAccessibleName(f"{line.item.id} {tool.toolTip()}")  # one of many on the page
        if self.watch is not None:
            self.watch.show_place(line.place, line.item.id)
        if self.words is not None:
            self.words.rename(spoken.title(w, line))
            self.words.show_codes(standing.texts if word and standing else ())
        if self.further is not None:
            self.further.show_numbers(standing.inputs if standing else {})
        if self.about is not None:
            self.about.show_answer(standing, self.bench.instruments())
        known = self.bench.limits(line)
        for one, said in ((self.limits, spoken.limits(w, line.item, known.bounds, known.label)),
                          (self.how, measured.told(w, standing, self.bench.instruments()))):  # fmt: skip
            one.setText(said)
            one.setVisible(bool(said))
        self.show_outcome()

    def value(self) -> Given | None:
        if self.words is not None and self.words.codes and not self.field.text().strip():
            return Given(self.words.codes[0])
        return self.given()

    def given(self) -> Given | None:
        standing = self.standing
        text = self.field.text().strip()
        before = standing.readings if standing is not None else ()
        readings = self.about.texts if self.about is not None else before
        if readings == before and standing is not None and text not in ("", "".join(standing.texts)):
            readings = ()  # another number than their mean was typed
        instrument, position = (standing.instrument, standing.position) if standing is not None else ("", "")
        inputs = dict(standing.inputs) if standing is not None else {}
        if self.about is not None:
            instrument, position = self.about.code, self.about.place
        if self.further is not None:
            inputs = self.further.numbers
        if not text and not readings:
            return None
        return Given(text, readings=readings, instrument=instrument, position=position, inputs=inputs)

    def clear(self) -> None:
        super().clear()
        for one in (self.about, self.further):
            if one is not None:
                one.clear()
        if self.words is not None:
            self.words.show_codes(())

    # -- inside ------------------------------------------------------------------------------------

    def _by(self, step: int) -> None:
        raw, _ = read(self.field.text() or "0", self.item, self.bench.words)
        if isinstance(raw, str) and raw.isdecimal():
            self.field.setText(str(max(0, int(raw) + step)))
            self._typed(self.field.text())
            self.commit()

    def _timed(self, seconds: float) -> None:
        """The stopwatch was stopped: its time is the answer. What somebody typed meanwhile stays, beside it."""
        limits, w = self.item.limits, self.bench.words
        taken = in_unit(seconds, limits.unit.en if limits is not None else "")
        if self.dirty:
            self._fault(w("The stopwatch says {time} {unit}.", time=taken, unit=spoken.unit(w, self.item)))
            return
        self.field.setText(taken)
        self._typed(taken)
        self.commit()

    def _further(self) -> None:
        """A further number, reading, instrument or place was given. New readings make their own mean."""
        given, standing = self.given(), self.standing
        if given is None:
            return
        if given.readings and (standing is None or given.readings != standing.readings):
            given = Given("", readings=given.readings, instrument=given.instrument, position=given.position,
                          inputs=given.inputs)  # fmt: skip
        self.changed.emit(given)

    def take_instrument(self, code: str) -> None:
        """An instrument that was asked for here is known now."""
        if self.about is not None:
            self.about.show_answer(self.standing, self.bench.instruments())
            self.about.choose(code)

    def _toggle(self) -> None:
        self.open(show=self.about is None or self.about.isHidden())

    def open(self, *, show: bool) -> None:
        """Show or hide readings, instrument and place."""
        if self.about is None:
            if not show:
                return
            self.about = HowMeasured(self.bench.theme, self.bench.words, self.item)
            self.about.given.connect(self._further)
            self.about.another.connect(lambda: self.asked.emit("instrument"))
            self.about.resized.connect(lambda: self.asked.emit("sizes"))
            self.about.show_answer(self.standing, self.bench.instruments())
            self.column.insertWidget(self.column.indexOf(self.fault), self.about)
        self.about.setVisible(show)
        if self.about_button is not None:
            self.about_button.setChecked(show)
        self.asked.emit("sizes")
