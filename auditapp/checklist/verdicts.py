"""What an answer amounts to: limits, options, good answers, computed numbers, escalations and reliefs.

Rules (domain.md 2.1, 2.3): below ``fail_below`` or above ``fail_above`` fails with the item's severity;
between a fail bound and its warn bound is an observation; otherwise it conforms. A failed critical item
is always major. An item of severity *info* is context and never judged. Where the band that counts is
not known yet, the answer is judged only if every band that may count says the same; else it is pending.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from auditapp.checklist.expressions import Expression, ExpressionFault, date_of, decimal_of, parse, years_between
from auditapp.checklist.lookup import Facts, Raw
from auditapp.checklist.model import AnswerKind, Band, Escalation, Item, Measured, Relief, Severity, Text, Verdict

FAILURE: Final[Mapping[Severity, Verdict]] = {
    Severity.CRITICAL: Verdict.MAJOR,
    Severity.MAJOR: Verdict.MAJOR,
    Severity.MINOR: Verdict.MINOR,
    Severity.OBSERVATION: Verdict.OBSERVATION,
    Severity.INFO: Verdict.INFO,
}
#: From best to worst, for "at least" and "at most".
RANK: Final[Mapping[Verdict, int]] = {Verdict.CONFORM: 0, Verdict.OBSERVATION: 1, Verdict.MINOR: 2, Verdict.MAJOR: 3}

MOST_DIGITS: Final = 6


@dataclass(frozen=True)
class Judged:
    """A verdict and what led to it.

    ``number`` is what was compared with the limits (a date's age in days for dates; the result of a
    computed item); ``band`` the limits that counted and ``label`` their name; ``escalated`` and
    ``relieved`` the rules that changed the grade. ``bounds`` are the four bounds as numbers
    (fail below, warn below, warn above, fail above) after their expressions were worked out.
    """

    verdict: Verdict
    number: Decimal | None = None
    band: Band | None = None
    label: Text = field(default_factory=Text)
    escalated: Escalation | None = None
    relieved: Relief | None = None
    bounds: tuple[Decimal | None, ...] = ()


PENDING: Final = Judged(Verdict.PENDING)


def shown(item: Item, facts: Facts, sample: str = "") -> bool:
    """Whether the item is asked at this place. A condition that is not known yet shows the item."""
    expression = _expression(item.when)
    return expression is None or expression.holds(facts, item, sample) is not False


def compute(item: Item, facts: Facts, sample: str = "") -> Decimal | None:
    """The number of a computed item, exact; None while a part of it is missing."""
    expression = _expression(item.calc)
    return expression.number(facts, item, sample) if expression else None


def as_text(number: Decimal, digits: int, bounds: Sequence[Decimal | None] = ()) -> str:
    """A computed number as it is shown: rounded half up to *digits* decimals.

    Verdicts look at the exact number. So that 5.996 below a limit of 6 is not shown as 6.00, more decimals
    are given where rounding would step onto or over one of *bounds* (GB/T 8170: full values are compared).
    """
    text = ""
    for places in range(digits, max(digits, MOST_DIGITS) + 1):
        rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = format(rounded, "f")
        if all(number.compare(bound) == rounded.compare(bound) for bound in bounds if bound is not None):
            break
    return text


def figure(item: Item, judged: Judged) -> str:
    """The number of a computed item's verdict as it is shown; "" when there is none."""
    return "" if judged.number is None else as_text(judged.number, item.digits, judged.bounds)


def judge(item: Item, facts: Facts, sample: str = "") -> Judged:
    """The verdict on the item's standing answer; pending when there is none."""
    return verdict(item, None if item.kind is AnswerKind.COMPUTED else facts.answer_at(item.id, sample), facts, sample)


def verdict(item: Item, raw: Raw | None, facts: Facts, sample: str = "") -> Judged:
    """The verdict on *raw* as the answer of *item* at *sample*. Computed items ignore *raw*."""
    number: Decimal | None = None
    if item.kind is AnswerKind.COMPUTED:
        number = compute(item, facts, sample)
        if number is None:
            return PENDING
        judged = _limits(item, number, facts, sample)
    elif raw is None:
        return PENDING
    elif isinstance(raw, str) and item.kind in (AnswerKind.NUMBER, AnswerKind.COUNT, AnswerKind.DATE):
        option = item.option(raw)
        number = None if option else measured(item, raw, facts)
        if option is not None:
            judged = Judged(option.verdict or Verdict.INFO)
        elif number is None:
            return PENDING
        else:
            judged = _limits(item, number, facts, sample)
    else:
        judged = Judged(_spoken(item, raw))
    if item.severity is Severity.INFO:
        return Judged(Verdict.INFO, judged.number, judged.band, judged.label, bounds=judged.bounds)
    if item.critical and judged.verdict is Verdict.MINOR:
        judged = _with(judged, Verdict.MAJOR)
    return _regraded(item, judged, facts, sample)


def measured(item: Item, raw: str, facts: Facts) -> Decimal | None:
    """The number the limits look at. A date that must lie behind us but does not has none."""
    if item.kind is not AnswerKind.DATE:
        return decimal_of(raw)
    day = date_of(raw)
    if day is None:
        return None
    match item.limits.measured if item.limits else Measured.VALUE:
        case Measured.AGE_DAYS:
            age = Decimal((facts.day - day).days)
            return age if age >= 0 else None
        case Measured.AGE_YEARS:
            years = years_between(day, facts.day)
            return years if years >= 0 else None
        case Measured.DAYS_LEFT:
            return Decimal((day - facts.day).days)
        case _:
            return Decimal(0)


def band_for(item: Item, facts: Facts, sample: str = "") -> Band | None:
    """The band that counts at this place, for showing limits before there is an answer; None if not known."""
    candidates = _candidates(item, facts, sample)
    return candidates[0] if len(candidates) == 1 else None


def bounds_of(band: Band, item: Item, facts: Facts, sample: str = "") -> tuple[Decimal | None, ...] | None:
    """(fail below, warn below, warn above, fail above) as numbers; None if one is not known yet."""
    found: list[Decimal | None] = []
    for text in (band.fail_below, band.warn_below, band.warn_above, band.fail_above):
        if not text:
            found.append(None)
            continue
        number = decimal_of(text)
        if number is None:
            expression = _expression(text)
            number = expression.number(facts, item, sample) if expression else None
        if number is None:
            return None
        found.append(number)
    return tuple(found)


def _spoken(item: Item, raw: Raw) -> Verdict:
    """The verdict of answers that are words: conform, yes/no, choices, texts, photos."""
    failure = FAILURE[item.severity]
    match item.kind:
        case AnswerKind.CONFORM:
            try:
                return Verdict(raw) if isinstance(raw, str) else Verdict.PENDING
            except ValueError:
                return Verdict.PENDING
        case AnswerKind.YESNO:
            if not item.good:
                return Verdict.INFO
            return Verdict.CONFORM if raw == item.good else failure
        case AnswerKind.CHOICE:
            option = item.option(raw) if isinstance(raw, str) else None
            return Verdict.PENDING if option is None else option.verdict or Verdict.INFO
        case AnswerKind.MULTI:
            judged = [o.verdict for code in raw if (o := item.option(code)) and o.verdict]
            if judged:
                return max(judged, key=lambda v: RANK.get(v, -1))
            return Verdict.CONFORM if raw else failure
        case AnswerKind.PHOTO:
            return Verdict.CONFORM if raw not in ("", "0") else failure
        case _:
            return Verdict.CONFORM if raw else Verdict.PENDING


def _candidates(item: Item, facts: Facts, sample: str) -> list[Band]:
    """The bands that may count: those not ruled out, up to the first that surely holds."""
    found: list[Band] = []
    for band in item.limits.bands if item.limits else ():
        expression = _expression(band.when)
        holds = True if expression is None else expression.holds(facts, item, sample)
        if holds is not False:
            found.append(band)
        if holds is True:
            break
    return found


def _limits(item: Item, number: Decimal, facts: Facts, sample: str) -> Judged:
    if not item.limits or not item.limits.bands:
        return Judged(Verdict.CONFORM, number)
    candidates = _candidates(item, facts, sample)
    if not candidates:
        return Judged(Verdict.PENDING, number)
    judged = [_in_band(item, band, number, facts, sample) for band in candidates]
    if all(j.verdict is judged[0].verdict for j in judged):
        return judged[-1]
    return Judged(Verdict.PENDING, number)


def _in_band(item: Item, band: Band, number: Decimal, facts: Facts, sample: str) -> Judged:
    bounds = bounds_of(band, item, facts, sample)
    if bounds is None:
        return Judged(Verdict.PENDING, number, band, band.label)
    fail_below, warn_below, warn_above, fail_above = bounds
    reached = band.reached_fails
    if (fail_below is not None and (number < fail_below or (reached and number == fail_below))) or (
        fail_above is not None and (number > fail_above or (reached and number == fail_above))
    ):
        found = FAILURE[item.severity]
    elif (warn_below is not None and number < warn_below) or (warn_above is not None and number > warn_above):
        found = Verdict.OBSERVATION
    else:
        found = Verdict.CONFORM
    return Judged(found, number, band, band.label, bounds=bounds)


def _with(
    judged: Judged, verdict: Verdict, escalated: Escalation | None = None, relieved: Relief | None = None
) -> Judged:
    return Judged(
        verdict,
        judged.number,
        judged.band,
        judged.label,
        escalated or judged.escalated,
        relieved or judged.relieved,
        judged.bounds,
    )


def _regraded(item: Item, judged: Judged, facts: Facts, sample: str) -> Judged:
    """Reliefs lower a failure, then escalations raise it."""
    if judged.verdict not in RANK:
        return judged
    for relief in item.reliefs:
        milder = FAILURE[relief.grade]
        if RANK[judged.verdict] > RANK.get(milder, 0) and _holds(relief.when, item, facts, sample, judged):
            judged = _with(judged, milder, relieved=relief)
    for escalation in item.escalations:
        if _holds(escalation.when, item, facts, sample, judged):
            graver = FAILURE[escalation.grade]
            worse = RANK.get(graver, 0) > RANK[judged.verdict]
            if worse or judged.escalated is None:
                judged = _with(judged, graver if worse else judged.verdict, escalated=escalation)
    return judged


def _holds(text: str, item: Item, facts: Facts, sample: str, judged: Judged) -> bool:
    expression = _expression(text)
    return expression is not None and expression.holds(facts, item, sample, judged.number) is True


def _expression(text: str) -> Expression | None:
    """The expression, None for "". One that cannot be read (a checked checklist has none) is unknown."""
    if not text:
        return None
    try:
        return parse(text)
    except ExpressionFault:
        return parse("result")
