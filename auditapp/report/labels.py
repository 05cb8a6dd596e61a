"""Verdicts, grades, roles and states in the reader's words (`inspection.terms`), with the colours they are printed in;
answers as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.checklist.answers import with_unit
from auditapp.checklist.model import AnswerKind, Item
from auditapp.inspection.terms import action_state as action_state
from auditapp.inspection.terms import grade as grade
from auditapp.inspection.terms import level as level
from auditapp.inspection.terms import method as method
from auditapp.inspection.terms import role as role
from auditapp.inspection.terms import short_grade as short_grade
from auditapp.inspection.terms import verdict as verdict
from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.drawing import Drawing
from auditapp.report.style import Colour

if TYPE_CHECKING:
    from auditapp.inspection.state import Answer
    from auditapp.inspection.walk import Line

GRADES = ("critical", "major", "minor", "obs")
"""Grades of problems, the gravest first."""


def colour(code: str) -> Colour:
    match code:
        case "conform" | "good_practice":
            return look.OK
        case "obs":
            return look.WARN
        case "minor" | "major" | "critical":
            return look.BAD
        case _:
            return look.QUIET


def ground(code: str) -> Colour:
    match code:
        case "conform" | "good_practice":
            return look.OK_GROUND
        case "obs":
            return look.WARN_GROUND
        case "minor" | "major" | "critical":
            return look.BAD_GROUND
        case _:
            return look.GROUND


def value(drawing: Drawing, item: Item, answer: Answer | None) -> str:
    """An answer as people read it: words for codes, the unit after a number, dates written out."""
    w = drawing.w
    if answer is None:
        return ""
    if answer.status == "na":
        return w("Not applicable")
    if answer.status == "unchecked":
        return w("Not checked")
    texts = answer.texts
    match item.kind:
        case AnswerKind.CONFORM:
            shown = "".join(verdict(w, t) for t in texts)
        case AnswerKind.YESNO:
            shown = "".join({"yes": w("Yes"), "no": w("No")}.get(t, t) for t in texts)
        case AnswerKind.CHOICE | AnswerKind.MULTI:
            shown = drawing.apart(*(drawing.t(o.label) if (o := item.option(t)) else t for t in texts))
        case AnswerKind.DATE:
            shown = "".join(dates.day(t, w) for t in texts)
        case AnswerKind.NUMBER | AnswerKind.COUNT | AnswerKind.COMPUTED:
            shown = with_unit("".join(texts), unit(drawing, item))
        case _:
            shown = "".join(texts)
    inputs = [
        f"{drawing.t(i.label)} {with_unit(answer.inputs[i.code], drawing.t(i.unit))}"
        for i in item.inputs
        if i.code in answer.inputs
    ]
    return "\n".join(part for part in (shown, *inputs) if part)


def unit(drawing: Drawing, item: Item) -> str:
    return drawing.t(item.limits.unit) if item.limits else ""


def answered(drawing: Drawing, line: Line) -> str:
    """What stands at a line: the answer, the computed number, or the state in words."""
    w = drawing.w
    if line.disputed and line.answered:
        both = [value(drawing, line.item, a) for a, _ in line.answered.rivals]
        both.append(value(drawing, line.item, line.answered.answer))
        return w("Disputed: {values}", values=" / ".join(both))
    match str(line.state):
        case "unanswered":
            return w("Open")
        case "needs-samples":
            return w("No samples drawn")
        case "computed":
            number = line.judged.number
            return with_unit(f"{number:.{line.item.digits}f}", unit(drawing, line.item)) if number is not None else "—"
        case _:
            shown = value(drawing, line.item, line.answered.answer if line.answered else None)
            if not shown and line.photos:
                return w.count("{n} photo", "{n} photos", len(line.photos))
            return shown
