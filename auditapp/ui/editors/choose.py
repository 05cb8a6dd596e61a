"""Yes or no, one of several, several of several: keys 1 to 8, with not applicable and not checked beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from auditapp.checklist.model import AnswerKind, Item, Verdict
from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.words import Words

_STATES = ("na", "unchecked")


def options(w: Words, item: Item) -> tuple[Key, ...]:
    """What may be chosen, in the checklist's order."""
    if item.kind is AnswerKind.YESNO:
        fails = spoken.TONES.get(str(item.severity), "bad")

        def tone(code: str) -> str:
            return "accent" if not item.good else "ok" if code == item.good else fails

        return Key("yes", w("Yes"), tone("yes"), "1"), Key("no", w("No"), tone("no"), "2")
    found = []
    for n, one in enumerate(item.options, start=1):
        judged = one.verdict if one.verdict not in (None, Verdict.INFO) else None
        tone_ = spoken.TONES.get(str(judged), "accent") if judged else "accent"
        found.append(Key(one.code, one.label.in_(w.language), tone_, str(n) if n <= 8 else ""))
    return tuple(found)


def states(w: Words) -> tuple[Key, ...]:
    return (Key("na", w("N/A"), "na", "0"), Key("unchecked", w("Not checked"), "na", "9", "circle-dashed"))


class ChooseEditor(Editor):
    """Yes/no and choice: one is chosen."""

    many = False

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        w = bench.words
        choices = options(w, line.item)
        self.wide = self.many or len(choices) > 4 or sum(len(key.words) for key in choices) > (28 if w.chinese else 60)
        self.keys = AnswerKeys(
            bench.theme, choices if self.many else (*choices, *states(w)), many=self.many, parent=self
        )
        self.states = AnswerKeys(bench.theme, states(w), parent=self) if self.many else None
        self.keys.chosen.connect(self._chosen)
        if self.states is not None:
            self.states.chosen.connect(lambda codes: self.changed.emit(Given(codes[0])))
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        title = spoken.title(self.bench.words, line)
        self.keys.rename(title)
        standing = self.standing
        answered = line.answered
        state = (answered.answer.status,) if answered and not answered.disputed and standing is None else ()
        if self.states is not None:
            self.states.rename(title)
            self.states.show_codes(state)
            self.keys.show_codes(standing.texts if standing else ())
        else:
            self.keys.show_codes(standing.texts if standing else state)

    def value(self) -> Given | None:
        codes = self.keys.codes
        return Given(", ".join(codes)) if codes else None

    def clear(self) -> None:
        self.keys.show_codes(())
        if self.states is not None:
            self.states.show_codes(())

    def press(self, key: str) -> bool:
        if self.states is not None and (state := self.states.by_press(key)):
            self.states.show_codes((state,))
            self.changed.emit(Given(state))
            return True
        code = self.keys.by_press(key)
        if not code:
            return False
        if self.many:
            self.keys.button(code).click()
        else:
            self.keys.show_codes((code,))
            self.changed.emit(Given(code))
        return True

    def begin(self) -> None:
        keys = self.keys.codes or tuple(key.code for key in options(self.bench.words, self.item))
        self.keys.button(keys[0]).setFocus()

    def _chosen(self, codes: tuple[str, ...]) -> None:
        if self.states is not None:
            self.states.show_codes(())
        if codes:
            self.changed.emit(Given(", ".join(codes)))
        else:
            self.asked.emit("clear")

    def room(self, most: int) -> QSize:
        width = min(most, self.keys.sizeHint().width())
        height = self.keys.heightForWidth(width)
        if self.states is None:
            return QSize(width, height)
        beside = self.states.sizeHint()
        return QSize(max(width, min(most, beside.width())), height + self.bench.theme.px(6) + beside.height())

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        width = self.width()
        height = self.keys.heightForWidth(width)
        self.keys.setGeometry(0, 0, width, height)
        if self.states is not None:
            beside = self.states.sizeHint()
            self.states.setGeometry(0, height + self.bench.theme.px(6), min(width, beside.width()), beside.height())


class MultiEditor(ChooseEditor):
    """Several are chosen; every tick is written at once, so it can be undone one by one."""

    many = True
