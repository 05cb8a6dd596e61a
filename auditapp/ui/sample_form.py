"""Forms about samples, opened in place: draw, add, describe, replace, skip. Wrong input is said beside its field and
stays; a form closes only when its deed is on the drive, or by Esc."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from auditapp.checklist.model import Attribute, SampleSet
from auditapp.inspection import sampling
from auditapp.inspection.state import Sample, SamplePlan
from auditapp.operations.samples import METHODS, MOST_DRAWN
from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Words

Deed = Callable[..., str]
"""Does it; "" when it is done, else the sentence that says why not."""

NARROW: Final = 210
"""Width of a field for a number, unscaled."""


def method(w: Words, code: str) -> str:
    """How samples are chosen, in words."""
    match code:
        case "random":
            return w("at random, by a seed")
        case "list":
            return w("the first of the list")
        case "marked":
            return w("marked on the plan")
        case _:
            return code


def rule(w: Words, asked: SampleSet) -> str:
    """The rule behind the size that the set suggests."""
    plan = asked.plan
    match plan.get("rule", ""):
        case "iso2859":
            return w("ISO 2859-1, level {level}, AQL {aql}", level=plan.get("level", "I"), aql=plan.get("aql", "2.5"))
        case "share":
            return w("{n}% of them", n=plan.get("percent", "100"))
        case "fixed":
            return w("a fixed number")
        case _:
            return w("all of them, as far as the checklist asks")


class SampleForm(QWidget):
    """What the forms have in common: fields below one another, what is wrong beside them, two buttons."""

    closed = Signal()
    """Left without doing anything."""
    finished = Signal()
    """The deed is on the drive."""

    def __init__(self, theme: Theme, words: Words, title: str, deed: str, advice: str = "") -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(4), 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(label(title, "strong", wrap=True))
        if advice:
            self._column.addWidget(Paragraph(theme, advice, role="secondary"))
        self._row: FlowLayout | None = None
        self.refusal = label("", "meta", "bad", wrap=True)
        self.refusal.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = button(theme, words("Cancel"), role="quiet", pressed=self.closed.emit)
        self.give_button = button(theme, deed, role="primary", pressed=self.give)
        row.addWidget(self.cancel)
        row.addWidget(self.give_button)
        self._foot = row
        self._fields: list[QWidget] = []

    def finish(self) -> None:
        """All fields are there: the buttons come below them."""
        self._column.addWidget(self.refusal)
        self._column.addLayout(self._foot)

    def begin(self) -> None:
        if self._fields:
            self._fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def line(self, words: str, text: str = "", *, hint: str = "", narrow: bool = False) -> Field:
        box = QLineEdit(text)
        box.installEventFilter(self)
        box.returnPressed.connect(self.give)
        if narrow:
            box.setFixedWidth(self.theme.px(NARROW))
        return self.field(words, box, hint=hint, narrow=narrow)

    def field(self, words: str, box: QWidget, *, hint: str = "", narrow: bool = False) -> Field:
        made = Field(self.theme, words, box, hint=hint)
        self._fields.append(box)
        if narrow:
            if self._row is None:
                beside = QWidget()
                self._row = FlowLayout(beside, spacing=self.theme.px(12))
                self._column.addWidget(beside)
            self._row.addWidget(made)
        else:
            self._row = None
            self._column.addWidget(made)
        return made

    def give(self) -> None:
        """Do it, or say why not."""
        raise NotImplementedError

    def done(self, why: str) -> None:
        """What the deed said: close, or tell."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        if not why:
            self.finished.emit()

    def refuse(self, field: Field, why: str) -> None:
        """Say at a field what is wrong with it, and go there."""
        field.refuse(why)
        if why:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def needed(self, field: Field) -> str:
        """The text of a field that must not be empty; "" after saying that it is."""
        text = text_of(field)
        self.refuse(field, "" if text else self.words("This is needed."))
        return text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        return self._escaped(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self._escaped(event):
            super().keyPressEvent(event)

    def _escaped(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self.closed.emit()
            return True
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return False


def text_of(field: Field) -> str:
    box = field.editor
    if isinstance(box, QPlainTextEdit):
        return box.toPlainText().strip()
    if isinstance(box, QComboBox):
        return str(box.currentData() or "")
    return box.text().strip() if isinstance(box, QLineEdit) else ""


class DrawForm(SampleForm):
    """Population, size, source and names, before anything is looked at. The suggested size follows the population."""

    def __init__(self, theme: Theme, words: Words, asked: SampleSet, deed: Deed) -> None:
        w, language = words, words.language
        super().__init__(theme, w, w("Draw samples: {set}", set=asked.title.in_(language)), w("Draw"))
        self.asked, self._deed = asked, deed
        self.population = self.line(w("How many there are"), narrow=True)
        self.many = self.line(w("How many are looked at"), hint=rule(w, asked), narrow=True)
        self.source = self.line(w("Where that number is from"), asked.population_from.in_(language))
        ways = QComboBox()
        for code in METHODS:
            ways.addItem(method(w, code), code)
        ways.setCurrentIndex(max(0, ways.findData(str(asked.drawing))))
        self.way = self.field(w("How they are chosen"), ways)
        names = QPlainTextEdit()
        names.setTabChangesFocus(True)
        names.setFixedHeight(theme.px(64))
        names.installEventFilter(self)
        self.names = self.field(w("Names of all of them, one a line (else they are numbered)"), names)
        self.finish()
        box = self.population.editor
        if isinstance(box, QLineEdit):
            box.textChanged.connect(self._suggest)
        names.textChanged.connect(self._counted)
        self._suggest()

    def _labels(self) -> list[str]:
        return [line.strip() for line in text_of(self.names).splitlines() if line.strip()]

    def _counted(self) -> None:
        """Names tell how many there are."""
        labels, box = self._labels(), self.population.editor
        if labels and isinstance(box, QLineEdit):
            box.setText(str(len(labels)))

    def _suggest(self) -> None:
        population, box = _whole(text_of(self.population)), self.many.editor
        if isinstance(box, QLineEdit):
            suggested = min(sampling.suggest(self.asked, population), MOST_DRAWN) if population else 0
            box.setPlaceholderText(self.words("{n} suggested", n=suggested) if suggested else "")

    def give(self) -> None:
        w = self.words
        population, size = _whole(text_of(self.population)), text_of(self.many)
        if not population:
            self.refuse(self.population, w("A whole number from 1."))
            return
        self.refuse(self.population, "")
        most = min(population, MOST_DRAWN)
        if size and not 0 < _whole(size) <= most:
            self.refuse(self.many, w("A whole number from 1 to {most}.", most=most))
            return
        self.refuse(self.many, "")
        self.done(self._deed(self.asked.code, population=population, size=_whole(size) or None,
                             method=text_of(self.way), population_from=text_of(self.source),
                             labels=self._labels()))  # fmt: skip


class DescribeForm(SampleForm):
    """Name and attributes of a sample; of a new one with the reason why just this one."""

    def __init__(self, theme: Theme, words: Words, asked: SampleSet, deed: Deed, sample: Sample | None = None) -> None:
        w = words
        name = asked.title.in_(w.language)
        title = w("Describe {sample}", sample=sample.label) if sample else w("Add a sample: {set}", set=name)
        super().__init__(theme, w, title, w("Save") if sample else w("Add"))
        self.asked, self.sample, self._deed = asked, sample, deed
        self.name = self.line(w("Name or number on site"), sample.label if sample else "")
        known: Mapping[str, object] = sample.attributes if sample else {}
        self.attributes: dict[str, Callable[[], str | list[str]]] = {}
        for attribute in asked.attributes:
            self.attributes[attribute.code] = self._asked_for(attribute, known.get(attribute.code))
        self.why = None if sample else self.line(w("Why this one"), hint=w("Goes into the report."))
        self.finish()

    def _asked_for(self, attribute: Attribute, known: object) -> Callable[[], str | list[str]]:
        w = self.words
        words = attribute.label.in_(w.language)
        chosen = [str(one) for one in known] if isinstance(known, list | tuple) else [str(known)] if known else []
        if attribute.many and attribute.choices:
            keys = AnswerKeys(self.theme, [Key(c.code, c.label.in_(w.language)) for c in attribute.choices], many=True,
                              name=words)  # fmt: skip
            keys.show_codes(chosen)
            self.field(words, keys)
            return lambda: list(keys.codes)
        if attribute.choices:
            box = QComboBox()
            box.addItem(w("Not known"), "")
            for choice in attribute.choices:
                box.addItem(choice.label.in_(w.language), choice.code)
            box.setCurrentIndex(max(0, box.findData("".join(chosen[:1]))))
            self.field(words, box)
            return lambda: str(box.currentData() or "")
        field = self.line(words, w.listed(*chosen))
        return lambda: text_of(field)

    def give(self) -> None:
        name = self.needed(self.name)
        if not name:
            return
        given = {code: value() for code, value in self.attributes.items()}
        before: Mapping[str, object] = self.sample.attributes if self.sample else {}
        attributes = {code: value for code, value in given.items() if value or before.get(code)}
        if self.sample is not None:
            self.done(self._deed(self.sample.subject, label=name, attributes=attributes))
        else:
            reason = text_of(self.why) if self.why is not None else ""
            self.done(self._deed(self.asked.code, name, attributes=attributes, reason=reason))


class ReplaceForm(SampleForm):
    """Another sample in place of a drawn one: why, and which one where the draw does not know the next."""

    def __init__(
        self, theme: Theme, words: Words, asked: SampleSet, deed: Deed, sample: Sample, plan: SamplePlan | None
    ) -> None:
        w = words
        super().__init__(theme, w, w("Another one instead of {sample}", sample=sample.label), w("Replace"),
                         w("The drawn one stays listed as not looked at, with the reason."))  # fmt: skip
        self.sample, self._deed = sample, deed
        self.why = self.line(w("Why it could not be looked at"))
        self.in_turn = bool(plan and plan.seed and all(one.isdecimal() for one in plan.drawn))
        self.which = self.line(w("Which one instead"),
                               hint=w("Empty: the next of the draw.") if self.in_turn else "")  # fmt: skip
        self.finish()

    def give(self) -> None:
        reason = self.needed(self.why)
        if not reason or not (self.in_turn or self.needed(self.which)):
            return
        self.done(self._deed(self.sample.subject, reason, label=text_of(self.which)))


class SkipForm(SampleForm):
    """A drawn sample could not be looked at: why."""

    def __init__(self, theme: Theme, words: Words, deed: Deed, sample: Sample) -> None:
        w = words
        super().__init__(theme, w, w("Skip {sample}", sample=sample.label), w("Skip"),
                         w("Its answers stay in the journal and count nowhere."))  # fmt: skip
        self.sample, self._deed = sample, deed
        self.why = self.line(w("Why it could not be looked at"))
        self.finish()

    def give(self) -> None:
        if reason := self.needed(self.why):
            self.done(self._deed(self.sample.subject, reason))


def _whole(text: str) -> int:
    """A whole number that somebody typed, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
