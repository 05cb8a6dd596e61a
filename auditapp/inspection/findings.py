"""What the program proposes about findings, and the rules of corrective actions (domain.md 3.5, 3.7).

Proposals never write anything: the inspector decides, with a note.

    * a nonconformity without a finding: raise one, with the grade of its verdict (★ items: critical);
    * three minors in one group, or a fifth of the samples failing one requirement: one major;
    * the same item failed at the last visit too: one grade higher, 屡查屡犯.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from auditapp.checklist.model import Item, Severity, Verdict
from auditapp.inspection.facts import GRADES, split_place
from auditapp.inspection.state import Finding, Inspection, PreviousFinding
from auditapp.inspection.walk import JUDGED, NONCONFORMING, Line, Walk
from auditapp.words import Coded, Sentence, Trouble, say

_FAILURES: Final = GRADES[:3]
MINORS_OF_A_GROUP: Final = 3
FAILING_SHARE: Final = Fraction(1, 5)


class ProposalKind(StrEnum):
    FINDING = "finding"
    GROUP = "group"
    SAMPLES = "samples"
    REPEAT = "repeat"


@dataclass(frozen=True)
class Proposal:
    """Something the inspector may want to do. ``place``: where a finding would stand; ``grade``: which one.

    ``places`` are the failures behind it, ``finding`` the finding to regrade ("" = a new one), ``repeat_of``
    the last visit's number. ``sentence`` is English, to be spoken with ``values``.
    """

    kind: ProposalKind
    place: str
    grade: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    finding: str = ""
    repeat_of: str = ""


def proposals(walk: Walk, inspection: Inspection, *, item: str = "") -> tuple[Proposal, ...]:
    """Everything worth proposing: missing findings, accumulations, repeats. *item*: only what concerns that one
    (it and its group have to be in the *walk*; the rest may be left out)."""
    return (
        *_missing(walk, inspection, item),
        *_groups(walk, inspection, item),
        *_samples(walk, inspection, item),
        *_repeats(walk, inspection, item),
    )


def default_grade(line: Line) -> str:
    """The grade a finding at this line starts with: a failed ★ item is critical, else as the verdict."""
    if line.item.critical and line.verdict in NONCONFORMING:
        return "critical"
    return str(line.verdict) if line.verdict in JUDGED and line.verdict is not Verdict.CONFORM else "obs"


def one_higher(grade: str) -> str:
    """obs -> minor -> major -> critical; anything else stays as it is."""
    return GRADES[GRADES.index(grade) - 1] if grade in GRADES[1:4] else grade


def gravest(grades: Collection[str]) -> str:
    """The gravest of some grades ("" of none that is known)."""
    return min((g for g in grades if g in GRADES), key=GRADES.index, default="")


def repeat_of(inspection: Inspection, item: str) -> PreviousFinding | None:
    """The last visit's gravest nonconformity of the same item, if there was one: then it is 屡查屡犯."""
    found = [
        f
        for f in (inspection.previous.findings if inspection.previous else ())
        if split_place(f.item)[0] == item and f.grade in _FAILURES
    ]
    return min(found, key=lambda f: GRADES.index(f.grade), default=None)


# ------------------------------------------------------------------------------------------- proposals


def _missing(walk: Walk, inspection: Inspection, only: str) -> Iterator[Proposal]:
    at = {f.at for f in inspection.findings}
    for line in walk.of_item(only) if only else walk.lines:
        if line.nonconforming and not (line.place in at or line.item.id in at):
            yield Proposal(
                ProposalKind.FINDING,
                line.place,
                default_grade(line),
                say("{place} does not conform: raise a finding?"),
                {"place": line.place},
                (line.place,),
            )


def _graded(inspection: Inspection, item: str) -> str:
    return gravest([f.grade for f in inspection.findings if f.item == item])


def _groups(walk: Walk, inspection: Inspection, only: str) -> Iterator[Proposal]:
    """An item counts as one minor, by its finding where there is one, however many samples failed."""
    for group in walk.checklist.groups():
        if only and all(item.id != only for item in group.items):
            continue
        minors: list[str] = []
        for item in group.items:
            graded = _graded(inspection, item.id)
            lines = [line for line in walk.of_item(item.id) if line.nonconforming]
            if graded in ("critical", "major"):
                continue
            if graded == "minor" or (not graded and lines and all(x.verdict is Verdict.MINOR for x in lines)):
                minors.append(item.id)
        if len(minors) >= MINORS_OF_A_GROUP:
            yield Proposal(
                ProposalKind.GROUP,
                minors[0],
                "major",
                say("{n} minor nonconformities in group {group}: if they have one cause, grade them as one major?"),
                {"n": len(minors), "group": group.id},
                tuple(minors),
            )


def _samples(walk: Walk, inspection: Inspection, only: str) -> Iterator[Proposal]:
    for item in walk.checklist.items():
        if only not in ("", item.id) or not item.set or _graded(inspection, item.id) in ("critical", "major"):
            continue
        judged = [line for line in walk.of_item(item.id) if line.verdict in JUDGED and not line.indicative]
        failed = [line for line in judged if line.nonconforming]
        if failed and Fraction(len(failed), len(judged)) >= FAILING_SHARE:
            yield Proposal(
                ProposalKind.SAMPLES,
                item.id,
                "major",
                say("{k} of {n} samples fail {item}: grade it as one major?"),
                {"k": len(failed), "n": len(judged), "item": item.id},
                tuple(x.place for x in failed),
            )


def _repeats(walk: Walk, inspection: Inspection, only: str) -> Iterator[Proposal]:
    for finding in inspection.findings:
        if only not in ("", finding.item):
            continue
        before = repeat_of(inspection, finding.item)
        if before is None or finding.grade not in _FAILURES[1:]:
            continue
        line = walk.at(finding.at)
        plain = default_grade(line) if line is not None and line.nonconforming else finding.grade
        raised = one_higher(plain)
        already = bool(finding.repeat_of) and (line is None or not line.nonconforming)
        if not already and GRADES.index(raised) < GRADES.index(finding.grade):
            yield Proposal(
                ProposalKind.REPEAT,
                finding.at,
                raised,
                say("{item} failed at the last visit too ({before}): grade finding {number} one higher?"),
                {"item": finding.item, "before": before.number, "number": finding.number},
                (finding.at,),
                finding.id,
                before.number,
            )


# ------------------------------------------------------------------------------------------- deadlines

DEADLINES: Final[Mapping[str, tuple[int, int]]] = {"critical": (0, 1), "major": (15, 30), "minor": (30, 60)}
"""Grade -> (soonest, latest) default deadline in days. Critical: at once, interim control within 24 hours.
Observations and good practices have none: by the next inspection."""


def default_due(
    grade: str,
    start: date,
    *,
    working_days: bool = False,
    holidays: Collection[date] = (),
    workdays: Collection[date] = (),
    soonest: bool = False,
) -> date | None:
    """The default deadline of a grade, counted from *start*; None where there is none.

    Calendar days, or working days when the setting says so: Monday to Friday without *holidays*, with the
    make-up *workdays* (调休) of the table the user supplies each year.
    """
    days = DEADLINES.get(grade)
    if days is None:
        return None
    wanted = days[0] if soonest else days[1]
    if not working_days:
        return start + timedelta(days=wanted)
    day = start
    while wanted:
        day += timedelta(days=1)
        wanted -= is_workday(day, holidays, workdays)
    return day


def is_workday(day: date, holidays: Collection[date] = (), workdays: Collection[date] = ()) -> bool:
    return day in workdays or (day.weekday() < 5 and day not in holidays)


# ------------------------------------------------------------------------------------------- actions

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("confirmed", "disputed"),
    "confirmed": ("issued", "disputed", "draft"),
    "issued": ("under_way", "submitted", "extension_asked", "overdue", "disputed"),
    "under_way": ("submitted", "extension_asked", "overdue", "disputed"),
    "submitted": ("closed", "returned"),
    "returned": ("under_way", "submitted", "overdue", "extension_asked"),
    "extension_asked": ("under_way", "issued", "overdue"),
    "overdue": ("under_way", "submitted", "extension_asked", "disputed"),
    "disputed": ("draft", "confirmed", "issued", "under_way", "closed"),
    "closed": (),
}
"""State of a corrective action -> the states that may follow. An extension granted or refused leads back to
``under_way`` (granted: with a new deadline). ``closed`` (销号) is final; what was closed by mistake is
withdrawn, what fails again is a new finding with ``repeat_of``."""

STATES: Final[Mapping[str, Sentence]] = {
    "draft": say("draft"),
    "confirmed": say("facts confirmed"),
    "issued": say("issued"),
    "under_way": say("under way"),
    "submitted": say("submitted"),
    "closed": say("closed"),
    "returned": say("returned"),
    "extension_asked": say("extension asked for"),
    "overdue": say("overdue"),
    "disputed": say("disputed"),
}
"""The word for each state."""


def check_step(state: str, next_state: str) -> None:
    """May an action go from *state* to *next_state*? Raises `Trouble` if not."""
    if next_state not in STEPS.get(state, ()):
        raise Trouble(
            say("Not the next step"),
            say("An action that is “{state}” cannot become “{next}”."),
            say("Possible now: {possible}."),
            code=2,
            state=STATES.get(state, state),
            next=STATES.get(next_state, next_state),
            possible=tuple(Coded(STATES[step], step) for step in STEPS.get(state, ())) or "–",
        )


def verification_kinds(item: Item, grade: str) -> tuple[str, ...]:
    """How a correction may be verified: critical and measured items need somebody on site, or a new measurement."""
    if grade == Severity.CRITICAL or item.critical:
        return ("on_site",)
    if item.uses_instrument:
        return ("on_site", "measurement")
    return ("document", "photo_before_after", "on_site")


def overdue(inspection: Inspection, day: date) -> tuple[tuple[Finding, str], ...]:
    """(finding, action number) of every action past its deadline on *day* and not yet submitted or closed."""
    found = []
    for finding in inspection.findings:
        for action in finding.actions:
            if action.state in ("submitted", "closed", "disputed") or not action.due:
                continue
            try:
                late = date.fromisoformat(action.due) < day
            except ValueError:
                continue
            if late:
                found.append((finding, action.number))
    return tuple(found)
