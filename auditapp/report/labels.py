"""Verdicts, grades, roles and states in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.checklist.answers import with_unit
from auditapp.checklist.model import AnswerKind, Item, Method
from auditapp.report import dates
from auditapp.report import style as look
from auditapp.report.drawing import Drawing
from auditapp.report.style import Colour
from auditapp.words import Words

if TYPE_CHECKING:
    from auditapp.inspection.state import Answer
    from auditapp.inspection.walk import Line

GRADES = ("critical", "major", "minor", "obs")
"""Grades of problems, the gravest first."""


def grade(w: Words, code: str) -> str:
    match code:
        case "critical":
            return w("Critical (veto)")
        case "major":
            return w("Major nonconformity")
        case "minor":
            return w("Minor nonconformity")
        case "obs":
            return w("Observation")
        case "good_practice":
            return w("Good practice")
        case "":
            return w("Not graded yet")
        case _:
            return code


def short_grade(w: Words, code: str) -> str:
    match code:
        case "critical":
            return w("Critical")
        case "major":
            return w("Major")
        case "minor":
            return w("Minor")
        case "obs":
            return w("Obs.")
        case _:
            return grade(w, code)


def verdict(w: Words, code: str) -> str:
    match code:
        case "conform":
            return w("Conforms")
        case "obs":
            return w("Observation")
        case "minor":
            return w("Minor")
        case "major":
            return w("Major")
        case "info":
            return w("Context")
        case "pending":
            return w("Not judged")
        case "na":
            return w("Not applicable")
        case "unchecked":
            return w("Not checked")
        case _:
            return code


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


def role(w: Words, code: str) -> str:
    match code:
        case "leader":
            return w("Team leader")
        case "inspector":
            return w("Inspector")
        case "reviewer":
            return w("Reviewer")
        case "approver":
            return w("Approver")
        case "issuer":
            return w("Issuer")
        case "site_manager":
            return w("Site manager")
        case "guide":
            return w("Guide")
        case "witness":
            return w("Witness")
        case "head_office":
            return w("Head office")
        case _:
            return code


def level(w: Words, code: str) -> str:
    """The kind of a signature, each worded apart (domain.md 4.2)."""
    match code:
        case "L0":
            return w("Picture of a handwritten signature")
        case "L1":
            return w("Electronic signature (self-issued certificate; identity confirmed by the unit)")
        case "unit":
            return w("Electronic signature (certificate of the unit's own authority; identity confirmed by the unit)")
        case "L2":
            return w("Electronic signature (certificate of a certification authority)")
        case "L3":
            return w("Electronic signature with trusted time stamp")
        case "paper":
            return w("Signed on paper, scan attached")
        case _:
            return code


def action_state(w: Words, code: str) -> str:
    match code:
        case "draft":
            return w("Draft")
        case "open":
            return w("Not closed yet")
        case "confirmed":
            return w("Facts confirmed")
        case "issued":
            return w("Issued")
        case "under_way":
            return w("Under way")
        case "submitted":
            return w("Submitted")
        case "closed":
            return w("Closed")
        case "returned":
            return w("Returned")
        case "extension_asked":
            return w("Extension asked for")
        case "overdue":
            return w("Overdue")
        case "disputed":
            return w("Disputed")
        case _:
            return code


def method(w: Words, code: Method) -> str:
    match code:
        case Method.OBSERVE:
            return w("Observe")
        case Method.MEASURE:
            return w("Measure")
        case Method.INTERVIEW:
            return w("Interview")
        case Method.DOCUMENT:
            return w("Read records")
        case Method.TEST:
            return w("Test")


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
