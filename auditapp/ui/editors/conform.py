"""Conforms, observation, minor, major; and that it is not applicable or was not checked."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.words import Words


def keys(w: Words) -> tuple[Key, ...]:
    return (
        Key("conform", w("Conforms"), "ok", "1"),
        Key("obs", w("Observation"), "warn", "2"),
        Key("minor", w("Minor"), "bad", "3"),
        Key("major", w("Major"), "bad", "4", "octagon-alert"),
        Key("na", w("N/A"), "na", "0"),
        Key("unchecked", w("Not checked"), "na", "9", "circle-dashed"),
    )


class ConformEditor(Editor):
    """1 2 3 4 0 9; the last two ask for a reason."""

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        self.keys = AnswerKeys(bench.theme, keys(bench.words), parent=self)
        self.keys.chosen.connect(lambda codes: self.changed.emit(Given(codes[0])))
        self.show_line(line)

    def takes(self, line: Line) -> bool:
        return line.item.kind is AnswerKind.CONFORM

    def show_line(self, line: Line) -> None:
        self.line = line
        self.setAccessibleName(line.item.id)
        self.keys.rename(spoken.title(self.bench.words, line))
        answered = line.answered
        if answered is None or answered.disputed:
            self.keys.show_codes(())
        elif answered.answer.status != "answered":
            self.keys.show_codes((answered.answer.status,))
        else:
            self.keys.show_codes(answered.answer.texts)

    def value(self) -> Given | None:
        codes = self.keys.codes
        return Given(codes[0]) if codes else None

    def clear(self) -> None:
        self.keys.show_codes(())

    def press(self, key: str) -> bool:
        code = self.keys.by_press(key)
        if not code:
            return False
        self.keys.show_codes((code,))
        self.changed.emit(Given(code))
        return True

    def begin(self) -> None:
        self.keys.button(self.keys.codes[0] if self.keys.codes else "conform").setFocus()

    def room(self, most: int) -> QSize:
        width = min(most, self.keys.sizeHint().width())
        return QSize(width, self.keys.heightForWidth(width))

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        self.keys.setGeometry(self.rect())
