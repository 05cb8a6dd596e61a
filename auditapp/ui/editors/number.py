"""Numbers: measured (several readings, instrument, place) or counted; judged while they are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.editing import Bench, Editor, Given, read
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import tell


class NumberEditor(Editor):
    """A field with its unit, the limits below it, the verdict beside it. Enter gives and goes on."""

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme, w, item = bench.theme, bench.words, line.item
        self._last = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        column.addLayout(row)
        row.addStretch(1)
        self.verdict = Pill()
        self.verdict.hide()
        row.addWidget(self.verdict)
        self.less = self.more = None
        if item.kind is AnswerKind.COUNT:
            self.less = icon_button(theme, "minus", w("One less"), pressed=lambda: self._by(-1))
            row.addWidget(self.less)
        self.field = QLineEdit()
        self.field.setProperty("role", "number")
        self.field.setFixedWidth(theme.px(84))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self.commit)
        self.field.returnPressed.connect(self._entered)
        row.addWidget(self.field)
        if item.kind is AnswerKind.COUNT:
            self.more = icon_button(theme, "plus", w("One more"), pressed=lambda: self._by(1))
            row.addWidget(self.more)
        self.unit = label(spoken.unit(w, item), "secondary")
        row.addWidget(self.unit)
        self.unit.setVisible(bool(self.unit.text()))
        self.more_about = icon_button(theme, "ruler", w("Readings, instrument and place"), pressed=self._open)
        self.more_about.setCheckable(True)
        row.addWidget(self.more_about)
        self.more_about.setVisible(item.kind is AnswerKind.NUMBER)
        for one in (self.less, self.more, self.more_about):
            if one is not None:
                one.setAccessibleName(f"{item.id} {one.toolTip()}")  # one of many on the page
        self.words: AnswerKeys | None = None
        if item.options:
            said = tuple(Key(o.code, o.label.in_(w.language), spoken.TONES.get(str(o.verdict), "accent"))
                         for o in item.options)  # fmt: skip
            self.words = AnswerKeys(theme, said)
            self.words.chosen.connect(lambda codes: self.changed.emit(Given(codes[0])))
            column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignRight)
        self.limits = label("", "meta")
        self.limits.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.limits)
        self.how = label("", "meta")
        self.how.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.how)
        self.fault = label("", "meta", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.about: QWidget | None = None
        self.readings: QLineEdit | None = None
        self.instrument: QComboBox | None = None
        self.position: QLineEdit | None = None
        self.inputs: dict[str, QLineEdit] = {}
        for one in item.inputs:
            self.inputs[one.code] = self._input(
                column, one.label.in_(w.language), one.unit.in_(w.language), one.default
            )
        self.show_line(line)

    # -- contract ----------------------------------------------------------------------------------

    def show_line(self, line: Line) -> None:
        same = line.place == self.line.place
        self.line = line
        w = self.bench.words
        title = spoken.title(w, line)
        self.field.setAccessibleName(title)
        standing = self.standing
        word = bool(self.words is not None and standing and self.words.has("".join(standing.texts)))
        text = "" if standing is None or word else "".join(standing.texts)
        if not (same and self.field.hasFocus() and self.field.text() != self._last):
            self._put(text)
        if self.words is not None:
            self.words.rename(title)
            self.words.show_codes(standing.texts if word and standing else ())
        for code, box in self.inputs.items():
            if not box.hasFocus():
                box.setText(standing.inputs.get(code, "") if standing else "")
        if self.about is not None and self.readings is not None and self.position is not None:
            self.readings.setText(" ".join(standing.readings) if standing else "")
            self.position.setText(standing.position if standing else "")
            self._list_instruments(standing.instrument if standing else "")
        known = self.bench.limits(line)
        self.limits.setText(spoken.limits(w, line.item, known.bounds, known.label))
        self.limits.setVisible(bool(self.limits.text()))
        self.how.setText(self._how())
        self.how.setVisible(bool(self.how.text()))
        self._say(*spoken.outcome(w, line))

    def value(self) -> Given | None:
        if self.words is not None and self.words.codes and not self.field.text().strip():
            return Given(self.words.codes[0])
        standing = self.standing
        text = self.field.text().strip()
        same = standing is not None and text == "".join(standing.texts)
        readings = standing.readings if standing is not None and same else ()
        if self.readings is not None:
            readings = tuple(self.readings.text().replace(";", " ").replace("；", " ").split())
        if not text and not readings:
            return None
        instrument = standing.instrument if standing is not None else ""
        position = standing.position if standing is not None else ""
        return Given(
            text,
            readings=readings,
            instrument=str(self.instrument.currentData() or "") if self.instrument else instrument,
            position=self.position.text().strip() if self.position else position,
            inputs={code: box.text().strip() for code, box in self.inputs.items() if box.text().strip()},
        )

    def clear(self) -> None:
        self._put("")
        for box in (self.readings, self.position, *self.inputs.values()):
            if box is not None:
                box.clear()
        if self.words is not None:
            self.words.show_codes(())
        self._say("", "")

    def press(self, key: str) -> bool:
        """A digit begins the number; the key goes into the field."""
        if key in "0123456789.-" and key:
            self.begin()
            self.field.setText(key)
            self._typed(key)
            return True
        return False

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def commit(self) -> None:
        """Give what was typed, when it is a number; else say why it is none and keep it."""
        if self.field.text() == self._last:
            return
        text = self.field.text().strip()
        if not text:
            self._last = ""
            if self.standing is not None:
                self.asked.emit("clear")
            return
        raw, why = read(text, self.item, self.bench.words)
        self._fault(why)
        given = self.value()
        if raw is not None and given is not None:
            self._last = self.field.text()
            self.changed.emit(given)

    # -- inside ------------------------------------------------------------------------------------

    def _put(self, text: str) -> None:
        self.field.setText(text)
        self._last = text
        self._fault("")

    def _how(self) -> str:
        """Readings, instrument and place in a line, while they are folded away."""
        standing, w = self.standing, self.bench.words
        if standing is None:
            return ""
        named = {one.code: f"{one.name} {one.number}".strip() for one in self.bench.instruments()}
        readings = w("mean of {readings}", readings=" ".join(standing.readings)) if standing.readings else ""
        return " · ".join(
            filter(None, (readings, named.get(standing.instrument, standing.instrument), standing.position))
        )

    def _entered(self) -> None:
        self.commit()
        if self.field.text() == self._last:
            self.done.emit()

    def _typed(self, text: str) -> None:
        """Judge while typing; a half-typed number is no fault."""
        raw, _ = read(text, self.item, self.bench.words) if text.strip() else (None, "")
        found = self.bench.judge(self.line, raw) if raw is not None else None
        self._say(*(spoken.judged(self.bench.words, self.item, found) if found else ("", "")))
        self._fault("")

    def _by(self, step: int) -> None:
        raw, _ = read(self.field.text() or "0", self.item, self.bench.words)
        if isinstance(raw, str) and raw.isdecimal():
            self.field.setText(str(max(0, int(raw) + step)))
            self._typed(self.field.text())
            self.commit()

    def _say(self, words: str, tone: str) -> None:
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))

    def _fault(self, why: str) -> None:
        if (self.fault.text() == why) and self.fault.isHidden() is not bool(why):
            return
        self.fault.setText(why)
        self.fault.setVisible(bool(why))
        self.field.setAccessibleDescription(why)
        tell(self.field, tone="bad" if why else "")
        self.asked.emit("sizes")

    def _input(self, column: QVBoxLayout, words: str, unit: str, default: str) -> QLineEdit:
        row = QHBoxLayout()
        row.setSpacing(self.bench.theme.px(6))
        row.addStretch(1)
        row.addWidget(label(words, "secondary"))
        box = QLineEdit()
        box.setProperty("role", "number")
        box.setFixedWidth(self.bench.theme.px(72))
        box.setPlaceholderText(default)
        box.setAccessibleName(words)
        box.editingFinished.connect(self._further)
        row.addWidget(box)
        if unit:
            row.addWidget(label(unit, "secondary"))
        column.addLayout(row)
        return box

    def _further(self) -> None:
        """A further number, reading, instrument or place was given."""
        given = self.value()
        standing = self.standing
        if given is None:
            return
        before = (
            (standing.readings, standing.instrument, standing.position, dict(standing.inputs)) if standing else None
        )
        if (given.readings, given.instrument, given.position, dict(given.inputs)) == (before or ((), "", "", {})):
            return
        if given.readings and (standing is None or given.readings != standing.readings):
            given = Given("", readings=given.readings, instrument=given.instrument, position=given.position,
                          inputs=given.inputs)  # fmt: skip
        self.changed.emit(given)

    def _open(self, *, show: bool | None = None) -> None:
        """Show or hide readings, instrument and place."""
        wish = self.more_about.isChecked() if show is None else show
        if self.about is None:
            self._make_about()
        if self.about is not None and self.about.isHidden() is wish:
            self.about.setVisible(wish)
            self.more_about.setChecked(wish)
            self.asked.emit("sizes")

    def _make_about(self) -> None:
        theme, w = self.bench.theme, self.bench.words
        self.about = QWidget()
        column = QVBoxLayout(self.about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))

        def line_of(words: str, box: QWidget, width: int) -> None:
            row = QHBoxLayout()
            row.setSpacing(theme.px(6))
            row.addStretch(1)
            name = QLabel(words)
            name.setProperty("role", "secondary")
            row.addWidget(name)
            box.setFixedWidth(theme.px(width))
            box.setAccessibleName(words)
            row.addWidget(box)
            column.addLayout(row)

        self.readings = QLineEdit()
        self.readings.setPlaceholderText(w("several, with blanks between"))
        self.readings.editingFinished.connect(self._further)
        line_of(w("Readings"), self.readings, 200)
        self.instrument = QComboBox()
        self.instrument.activated.connect(self._picked)
        line_of(w("Instrument"), self.instrument, 200)
        self.position = QLineEdit()
        self.position.editingFinished.connect(self._further)
        line_of(w("Where it was measured"), self.position, 200)
        self.about.hide()
        self._list_instruments("")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.about)

    def _picked(self) -> None:
        if self.instrument is not None and self.instrument.currentData() == "+":
            standing = self.standing
            self._list_instruments(standing.instrument if standing else "")
            self.asked.emit("instrument")
        else:
            self._further()

    def _list_instruments(self, chosen: str) -> None:
        if self.instrument is None:
            return
        w = self.bench.words
        self.instrument.blockSignals(True)
        self.instrument.clear()
        self.instrument.addItem(w("None given"), "")
        for one in self.bench.instruments():
            self.instrument.addItem(f"{one.name} {one.number}".strip(), one.code)
        self.instrument.addItem(w("Another instrument…"), "+")
        self.instrument.setCurrentIndex(max(0, self.instrument.findData(chosen)))
        self.instrument.blockSignals(False)
