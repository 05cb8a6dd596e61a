"""The last visit beside the item: what was answered and found then, read-only; it never counts as an answer of today.

Samples are drawn anew at every visit, so the last visit's S1 is another place than today's: of an item asked for each
sample it is told how many samples had which answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.checklist.model import AnswerKind, Item
from auditapp.inspection.facts import split_place
from auditapp.inspection.findings import repeat_of
from auditapp.inspection.state import Answer, Inspection, Previous
from auditapp.inspection.walk import Line
from auditapp.report import dates
from auditapp.ui import spoken
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Words

MOST: Final = 5
"""Different answers of samples that are told apart; the rest is counted."""
ICONS: Final = {"ok": "check", "warn": "circle-dot-dashed", "bad": "x", "na": "minus", "": "history"}


@dataclass(frozen=True)
class Told:
    """A line about the last visit, with its tone."""

    said: str
    below: str = ""
    tone: str = ""


def told(w: Words, line: Line, found: Inspection) -> tuple[Told, ...]:
    """What the last visit says about an item; () when there was none or it says nothing."""
    before = found.previous
    if before is None:
        return ()
    lines = []
    answered = _answers(w, line.item, before)
    if answered:
        lines.append(answered)
    for one in before.findings:
        if split_place(one.item)[0] == line.item.id:
            state = w("put right since") if one.state == "closed" else w("not closed then")
            said = w("{number} {grade}: {fact}", number=one.number, grade=spoken.grade(w, one.grade), fact=one.fact)
            lines.append(Told(said, state, spoken.TONES.get(one.grade, "bad")))
    again = repeat_of(found, line.item.id)
    if again is not None and line.nonconforming:
        lines.append(Told(w("Failed at the last visit too: a repeated finding."), "", "bad"))
    return tuple(lines)


def visit(w: Words, before: Previous) -> str:
    """Which visit it was."""
    return w("{number} · {date} · not an answer of today", number=before.number, date=dates.day(before.date, w))


def _answers(w: Words, item: Item, before: Previous) -> Told | None:
    if not item.set:
        given = _read(before.answers.get(item.id))
        return Told(_said(w, item, given), "", _tone(item, given)) if given is not None else None
    every = [one for place, raw in before.answers.items() if split_place(place)[0] == item.id
             and (one := _read(raw)) is not None]  # fmt: skip
    if not every:
        return None
    counted = Counter((_said(w, item, one), _tone(item, one)) for one in every).most_common()
    shown = [w("{answer} × {n}", answer=said, n=n) for (said, _), n in counted[:MOST]]
    if len(counted) > MOST:
        shown.append(w.count("{n} other answer", "{n} other answers", len(counted) - MOST))
    tones = {tone for (_, tone), _ in counted}
    worst = next((tone for tone in ("bad", "warn") if tone in tones), "ok" if tones == {"ok"} else "")
    return Told(w.listed(*shown), w.count("{n} sample then", "{n} samples then", len(every)), worst)


def _read(given: Any) -> Answer | None:
    """An answer of the last visit: as it was testified, or a bare value from elsewhere."""
    if isinstance(given, str) and given:
        return Answer(v=given)
    try:
        return msgspec.convert(given, Answer) if isinstance(given, dict) else None
    except msgspec.ValidationError:
        return Answer(v=str(given["v"])) if isinstance(given, dict) and given.get("v") else None


def _said(w: Words, item: Item, given: Answer) -> str:
    return spoken.answer(w, item, given) or w("(empty)")


def _tone(item: Item, given: Answer) -> str:
    """Of answers that tell their verdict by themselves; numbers are judged by today's limits, not here."""
    if given.status in ("na", "unchecked"):
        return "na"
    match item.kind:
        case AnswerKind.CONFORM:
            return spoken.TONES.get("".join(given.texts), "")
        case AnswerKind.YESNO if item.good:
            return "ok" if "".join(given.texts) == item.good else "bad"
        case _:
            return ""


class LastVisit(QWidget):
    """An icon and the words of each line; the visit below. Hidden while there is nothing to tell."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.words = theme, words
        self.lines: tuple[Told, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(label(words("Last visit"), "heading"))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(theme.px(6))
        column.addLayout(self.rows)
        self.about = label("", "meta", wrap=True)
        column.addWidget(self.about)
        self.hide()

    def show_line(self, line: Line, found: Inspection) -> None:
        given = told(self.words, line, found)
        if given != self.lines:
            self.lines = given
            clear(self.rows)
            for one in given:
                self.rows.addWidget(self._row(one))
        if found.previous is not None:
            self.about.setText(visit(self.words, found.previous))
        self.setVisible(bool(given))

    def _row(self, one: Told) -> QWidget:
        theme = self.theme
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        picture = label("")
        picture.setPixmap(theme.pixmap(ICONS[one.tone], token=one.tone or "text3", size=16))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Paragraph(theme, one.said))
        if one.below:
            words.addWidget(label(one.below, "meta", wrap=True))
        row.addLayout(words, 1)
        return made
