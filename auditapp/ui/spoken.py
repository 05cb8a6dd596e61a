"""Answers, verdicts, limits and moments in the reader's words, with the tone and the icon that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from auditapp.checklist import answers
from auditapp.checklist.model import AnswerKind, Item, Measured, Verdict
from auditapp.checklist.verdicts import Judged, figure
from auditapp.inspection import terms
from auditapp.inspection.site import raw_of
from auditapp.inspection.state import Answer, Finding
from auditapp.inspection.terms import method as method
from auditapp.inspection.terms import verdict as verdict
from auditapp.inspection.walk import Line, LineState
from auditapp.operations.told import FIELDS
from auditapp.words import Words

TONES: Final = {"conform": "ok", "obs": "warn", "minor": "bad", "major": "bad", "critical": "bad",
                "good_practice": "ok", "na": "na", "unchecked": "na", "info": "na", "pending": "na"}  # fmt: skip
"""Verdict or grade -> tone."""
ICONS: Final = {"ok": "check", "warn": "circle-dot-dashed", "bad": "x", "na": "minus"}


def grade(w: Words, code: str) -> str:
    """A grade beside others of its kind: "Minor", not "Minor nonconformity"; the veto is named."""
    return verdict(w, code) if code in ("obs", "minor", "major") else terms.grade(w, code)


def unit(w: Words, item: Item) -> str:
    """The unit of an item's limits, as it stands after the figure."""
    return item.limits.unit.in_(w.language) if item.limits else ""


def answer(w: Words, item: Item, given: Answer) -> str:
    """An answer in words: what was chosen, the number with its unit, or that it is not applicable."""
    if given.status in ("na", "unchecked"):
        return verdict(w, given.status)
    return answers.display(raw_of(given), item, w)


def line(w: Words, at: Line) -> str:
    """What stands at a line, in words; never empty."""
    if at.disputed and at.answered is not None:
        both = [*(one for one, _ in at.answered.rivals), at.answered.answer]
        return w("Disputed: {values}", values=" / ".join(answer(w, at.item, one) for one in both))
    match at.state:
        case LineState.NEEDS_SAMPLES:
            return w("No samples drawn")
        case LineState.COMPUTED:
            return computed(w, at) or w("Not known yet")
        case LineState.UNANSWERED:
            return w("Open")
    given = at.answered.answer if at.answered else None
    if (
        at.item.kind is AnswerKind.PHOTO
        and at.photos
        and (given is None or (given.status == "answered" and not given.v))
    ):
        return w.count("{n} photo", "{n} photos", len(at.photos))
    return answer(w, at.item, at.answered.answer) if at.answered else w("Open")


def computed(w: Words, at: Line) -> str:
    """The number of a computed item with its unit; "" while it is not known."""
    number = figure(at.item, at.judged)
    return answers.with_unit(number, unit(w, at.item)) if number else ""


def outcome(w: Words, at: Line) -> tuple[str, str]:
    """(words, tone) of what a line amounts to, for pills; ("", "") when there is nothing to tell."""
    if at.disputed:
        return w("Disputed"), "warn"
    if at.verdict in (Verdict.PENDING, Verdict.INFO):
        return "", ""
    words = verdict(w, str(at.verdict))
    if at.indicative:
        return w("{verdict} (indicative)", verdict=words), "na"
    return words, TONES.get(str(at.verdict), "na")


def judged(w: Words, item: Item, found: Judged) -> tuple[str, str]:
    """(words, tone) of a verdict before it is saved: what is typed, judged live."""
    if found.verdict in (Verdict.PENDING, Verdict.INFO):
        return "", ""
    words = verdict(w, str(found.verdict))
    if item.kind is AnswerKind.DATE and found.number is not None:
        words = w("{figure} · {verdict}", figure=_age(w, item, found.number), verdict=words)
    return words, TONES.get(str(found.verdict), "na")


def _age(w: Words, item: Item, number: Decimal) -> str:
    measured = item.limits.measured if item.limits else Measured.VALUE
    n = int(number)
    match measured:
        case Measured.AGE_YEARS:
            return w.count("{n} year", "{n} years", n)
        case Measured.DAYS_LEFT:
            return w.count("{n} day left", "{n} days left", n)
        case _:
            return w.count("{n} day", "{n} days", n)


def limits(w: Words, item: Item, bounds: Sequence[Decimal | None], label: str = "") -> str:
    """The limits that count, in a line: "at least 1.1 m (1.2 m wished), at most …"."""
    if len(bounds) != 4 or not any(bound is not None for bound in bounds):
        return ""
    fail_below, warn_below, warn_above, fail_above = (None if b is None else format(b, "f") for b in bounds)
    parts = []
    if fail_below is not None and fail_above is not None:
        parts.append(w("{low} to {high}", low=fail_below, high=fail_above))
    elif fail_below is not None:
        parts.append(w("at least {low}", low=fail_below))
    elif fail_above is not None:
        parts.append(w("at most {high}", high=fail_above))
    if warn_below is not None and warn_above is not None:
        parts.append(w("better {low} to {high}", low=warn_below, high=warn_above))
    elif warn_below is not None:
        parts.append(w("better at least {low}", low=warn_below))
    elif warn_above is not None:
        parts.append(w("better at most {high}", high=warn_above))
    text = answers.with_unit(("，" if w.chinese else ", ").join(parts), unit(w, item))
    return w("{label}: {limits}", label=label, limits=text) if label else text


def place(at: Line) -> str:
    """ "WP-2.3 · workstation 51": the item's number with the sample's name where there is one."""
    return f"{at.item.id} · {at.sample.label}" if at.sample is not None else at.item.id


def title(w: Words, at: Line) -> str:
    """ "3.5 No passwords on monitors", with the sample where there is one."""
    text = f"{at.item.id} {at.item.text.in_(w.language)}"
    return f"{text} · {at.sample.label}" if at.sample is not None else text


def name(w: Words, at: Line) -> str:
    """The full accessible name of a card: "3.5 No passwords on monitors: conforms"."""
    said = w("{item}: {answer}", item=title(w, at), answer=line(w, at))
    words, _ = outcome(w, at)
    if words and words not in said:
        said = w("{item}, {verdict}", item=said, verdict=words)
    return said


def finding(w: Words, one: Finding) -> str:
    return w("Finding {number}", number=one.number)


def step(w: Words, kind: str) -> str:
    """What sort of entry it is: "Answer", "Due", "Place on site"."""
    return w(FIELDS[kind]) if kind in FIELDS else kind
