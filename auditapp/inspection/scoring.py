"""How well the site does: points, percent, caps and the grade (domain.md 3.5).

The rules
    * Points of an item: 符合 100 %, 观察 90, 一般不符合 50, 严重不符合 0, times its weight; a computed item by band
      100 / 70 / 0; a repeated item the mean of its samples, and its worst sample is listed.
    * What is not applicable, hidden, not judged (context) or merely indicative is removed from points and total.
    * What nobody has judged yet (open, not checked, disputed) is in neither: it is missing from *coverage*.
      ``least`` is the percent if all of it failed, so a reader sees how much the open places could cost.
    * Preset A: points / total. B: dimensions weighed, inside a dimension as A; dimensions without any judged
      item are left out and the other weights stretched. C: 100 less 5 per major and 2 per minor finding.
    * Percent is rounded half up to one decimal, and the printed figure decides the grade: 90 / 80 / 70.
    * Any open critical failure: at most D. Three majors: at most C. The final grade is the lower one.
    * Coverage under 95 %: 检查未完成, no grade.

All arithmetic is exact (`Fraction`) until the one rounding at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from auditapp.checklist.model import AnswerKind, Checklist, Dimension, Item, Severity, Text, Verdict
from auditapp.inspection.progress import Progress, progress
from auditapp.inspection.state import Finding, Inspection
from auditapp.inspection.walk import Line, LineState, Walk
from auditapp.words import Trouble, say

GRADES: Final = ("A", "B", "C", "D")
"""From best to worst."""


class Rule(StrEnum):
    """How a percent is made."""

    POINTS = "points"
    DIMENSIONS = "dimensions"
    FINDINGS = "findings"


@dataclass(frozen=True)
class Preset:
    """A scoring rule with its figures, all of them editable."""

    code: str
    rule: Rule
    title: Text
    points: Mapping[Verdict, int]
    bands: Mapping[Verdict, int]
    costs: Mapping[str, int]
    """Finding grade -> points off (rule ``findings``)."""
    thresholds: tuple[tuple[int, str], ...] = ((90, "A"), (80, "B"), (70, "C"))
    majors_cap: int = 3
    """So many majors cap the grade at C."""


_POINTS: Final[Mapping[Verdict, int]] = {
    Verdict.CONFORM: 100,
    Verdict.OBSERVATION: 90,
    Verdict.MINOR: 50,
    Verdict.MAJOR: 0,
}
_BANDS: Final[Mapping[Verdict, int]] = {
    Verdict.CONFORM: 100,
    Verdict.OBSERVATION: 70,
    Verdict.MINOR: 0,
    Verdict.MAJOR: 0,
}
_COSTS: Final[Mapping[str, int]] = {"critical": 5, "major": 5, "minor": 2, "obs": 0}

PRESETS: Final[Mapping[str, Preset]] = {
    "A": Preset(
        "A",
        Rule.POINTS,
        Text("百分制(剔除不适用项)", "Percent with not-applicable items removed"),
        _POINTS,
        _BANDS,
        _COSTS,
    ),
    "B": Preset("B", Rule.DIMENSIONS, Text("按维度加权", "Weighted dimensions"), _POINTS, _BANDS, _COSTS),
    "C": Preset("C", Rule.FINDINGS, Text("按问题扣分", "Points off per finding"), _POINTS, _BANDS, _COSTS),
}


class CapKind(StrEnum):
    CRITICAL = "critical"
    MAJORS = "majors"


@dataclass(frozen=True)
class Cap:
    """A condition that holds the grade down: at most ``grade``. ``places``: where the failures are."""

    kind: CapKind
    grade: str
    sentence: str
    places: tuple[str, ...]

    @property
    def values(self) -> Mapping[str, object]:
        """The values of the sentence's places."""
        return {"n": len(self.places), "grade": self.grade}


@dataclass(frozen=True)
class DimensionScore:
    """A dimension's (or group's) figures. ``percent`` None: nothing judged. ``points`` of ``of`` are weight points.

    ``counts``: verdict -> item places; what is asked and not answered is not in it.
    """

    id: str
    title: Text
    percent: Decimal | None
    points: Decimal
    of: Decimal
    coverage: Decimal
    counts: Mapping[Verdict, int]
    weight: int = 0
    progress: Progress | None = None


@dataclass(frozen=True)
class Deduction:
    """Weight points an item place costs: for a sample its share of the item's weight."""

    place: str
    item: Item
    verdict: Verdict
    lost: Decimal


@dataclass(frozen=True)
class WorstSample:
    """The worst sample of a repeated item, with how many samples there were and their mean in percent."""

    item: Item
    place: str
    verdict: Verdict
    points: int
    samples: int
    mean: Decimal


@dataclass(frozen=True)
class Score:
    """The whole score. ``grade`` is final; ``score_grade`` is from the percent alone, before the caps.

    ``reason_no_grade`` is a sentence (English, to be spoken) when ``grade`` is None, "" otherwise.
    """

    preset: str
    percent: Decimal | None
    grade: str | None
    reason_no_grade: str
    caps: tuple[Cap, ...]
    dimensions: tuple[DimensionScore, ...]
    groups: tuple[DimensionScore, ...]
    deductions: tuple[Deduction, ...]
    worst_samples: tuple[WorstSample, ...]
    score_grade: str | None = None
    least: Decimal | None = None
    coverage: Decimal = Decimal("100.0")
    majors: int = 0
    criticals: int = 0

    def dimension(self, id_: str) -> DimensionScore | None:
        return next((d for d in self.dimensions if d.id == id_), None)


def score(checklist: Checklist, inspection: Inspection, walk: Walk, preset: str | Preset = "") -> Score:
    """The score of a walk. *preset*: "A", "B", "C", one of your own, or "" for the inspection's or checklist's.

    Raises `Trouble` for a preset that does not exist.
    """
    rule = (
        preset
        if isinstance(preset, Preset)
        else _preset(preset or inspection.settings.get("preset", "") or checklist.preset)
    )
    tally = _Tally(rule, walk)
    dimensions = tuple(tally.of(d.id, d.title, walk.of_dimension(d.id), d.weight) for d in checklist.dimensions)
    groups = tuple(tally.of(g.id, g.title, walk.of_group(g.id)) for g in checklist.groups())
    percent, least = _percent(rule, checklist, inspection, walk, tally)
    reached = progress(walk)
    caps = (*_critical_cap(rule, inspection, walk), *_majors_cap(rule, inspection, walk))
    shown = None if percent is None else rounded(percent)
    score_grade = None if shown is None else grade_of(shown, rule)
    grade: str | None = None
    reason = ""
    if not reached.complete:
        reason = say("The inspection is not complete: less than 95% of what applies was answered.")
    elif score_grade is None:
        reason = say("Nothing that scores was judged.")
    else:
        grade = max([score_grade, *(cap.grade for cap in caps)], key=GRADES.index)
    return Score(
        preset=rule.code,
        percent=shown,
        grade=grade,
        reason_no_grade=reason,
        caps=caps,
        dimensions=dimensions,
        groups=groups,
        deductions=tally.deductions(),
        worst_samples=tally.worst(),
        score_grade=score_grade,
        least=None if least is None else rounded(least),
        coverage=reached.coverage,
        majors=len(majors_of(inspection, walk)),
        criticals=len(open_criticals(inspection, walk)),
    )


def _preset(code: str) -> Preset:
    try:
        return PRESETS[code]
    except KeyError:
        raise Trouble(
            say("Unknown scoring preset"),
            say("There is no scoring preset “{preset}”."),
            say("Use one of {known}."),
            code=2,
            preset=code,
            known=tuple(PRESETS),
        ) from None


def rounded(percent: Fraction) -> Decimal:
    """One decimal, half up: 89.95 -> 90.0."""
    tenths = (percent * 10 + Fraction(1, 2)).__floor__()
    return Decimal(tenths).scaleb(-1)


def _exact(points: Fraction) -> Decimal:
    """Weight points with two decimals, half up."""
    return Decimal((points * 100 + Fraction(1, 2)).__floor__()).scaleb(-2)


def grade_of(percent: Decimal, preset: Preset = PRESETS["A"]) -> str:
    """The grade of a printed percent, before the caps."""
    return next((grade for least, grade in preset.thresholds if percent >= least), GRADES[-1])


class _Tally:
    """The points of every scoring line, and sums of them."""

    def __init__(self, preset: Preset, walk: Walk) -> None:
        self.preset, self.walk = preset, walk
        self.counted: dict[str, list[tuple[Line, int]]] = {}
        """Item id -> its scoring lines with their points (0 to 100)."""
        self.open: dict[str, int] = {}
        """Item id -> how many of its places are asked, scored, and not judged."""
        for line in walk.lines:
            if not line.item.scored:
                continue
            if line.scores:
                self.counted.setdefault(line.item.id, []).append((line, self.points(line)))
            elif line.asked and (line.verdict in (Verdict.PENDING, Verdict.NOT_CHECKED)):
                self.open[line.item.id] = self.open.get(line.item.id, 0) + 1
        self.sums_of_item = {i: (sum(p for _, p in found), len(found)) for i, found in self.counted.items()}
        """Item id -> (points of all its scoring places, how many there are)."""

    def points(self, line: Line) -> int:
        table = self.preset.bands if line.item.kind is AnswerKind.COMPUTED else self.preset.points
        return max(0, min(100, table[line.verdict]))

    def sums(self, items: Iterable[Item], *, open_fails: bool = False) -> tuple[Fraction, int]:
        """(points got, total) in weight points."""
        got: Counter[int] = Counter()  # denominator -> sum of numerators: few fractions, many whole numbers
        total = 0
        for item in items:
            points, seen = self.sums_of_item.get(item.id, (0, 0))
            places = seen + (self.open.get(item.id, 0) if open_fails else 0)
            if places:
                total += item.weight
                got[100 * places] += item.weight * points
        return sum((Fraction(sum_, under) for under, sum_ in got.items()), Fraction(0)), total

    def share(self, lines: Iterable[Line], *, open_fails: bool = False) -> Fraction | None:
        """Percent, exact; None when nothing counts."""
        got, total = self.sums(_items(lines), open_fails=open_fails)
        return 100 * got / total if total else None

    def of(self, id_: str, title: Text, lines: tuple[Line, ...], weight: int = 0) -> DimensionScore:
        got, total = self.sums(_items(lines))
        reached = progress(lines)
        counts: Counter[Verdict] = Counter(
            line.verdict for line in lines if line.state is not LineState.HIDDEN and line.verdict is not Verdict.PENDING
        )
        return DimensionScore(
            id_,
            title,
            rounded(100 * got / total) if total else None,
            _exact(got),
            Decimal(total),
            reached.coverage,
            dict(counts),
            weight,
            reached,
        )

    def deductions(self) -> tuple[Deduction, ...]:
        """What costs points, in checklist order."""
        return tuple(
            Deduction(
                line.place,
                line.item,
                line.verdict,
                _exact(Fraction(line.item.weight * (100 - points), 100 * len(found))),
            )
            for found in self.counted.values()
            for line, points in found
            if points < 100
        )

    def worst(self) -> tuple[WorstSample, ...]:
        """The worst sample of every repeated item; of equally bad ones the first."""
        found = []
        for item, lines in self.counted.items():
            if not lines[0][0].item.set:
                continue
            line, points = min(lines, key=lambda pair: pair[1])
            found.append(
                WorstSample(
                    line.item, line.place, line.verdict, points, len(lines), rounded(Fraction(*self.sums_of_item[item]))
                )
            )
        return tuple(found)


def _percent(
    rule: Preset, checklist: Checklist, inspection: Inspection, walk: Walk, tally: _Tally
) -> tuple[Fraction | None, Fraction | None]:
    """(percent, least), exact."""
    match rule.rule:
        case Rule.FINDINGS:
            percent = _by_findings(rule, inspection.findings)
            return percent, percent
        case Rule.DIMENSIONS:
            return _weighed(checklist.dimensions, tally, walk)
        case Rule.POINTS:
            return tally.share(walk.lines), tally.share(walk.lines, open_fails=True)


def _items(lines: Iterable[Line]) -> Iterable[Item]:
    """Each item once, in order."""
    return {line.item.id: line.item for line in lines}.values()


def _weighed(dimensions: Iterable[Dimension], tally: _Tally, walk: Walk) -> tuple[Fraction | None, Fraction | None]:
    """(percent, least) by weighted dimensions; without any weight every dimension weighs its items' points."""
    figures: list[Fraction | None] = []
    for open_fails in (False, True):
        got, total = Fraction(0), 0
        for dimension in dimensions:
            share = tally.share(walk.of_dimension(dimension.id), open_fails=open_fails)
            if share is not None:
                got, total = got + dimension.weight * share, total + dimension.weight
        figures.append(got / total if total else tally.share(walk.lines, open_fails=open_fails))
    return figures[0], figures[1]


def _by_findings(preset: Preset, findings: Iterable[Finding]) -> Fraction:
    return Fraction(max(0, 100 - sum(preset.costs.get(f.grade, 0) for f in findings)))


# ------------------------------------------------------------------------------------------- conditions


def is_open(finding: Finding) -> bool:
    """Not corrected on the spot, and not (all its actions) closed."""
    if finding.fixed:
        return False
    return not finding.actions or any(a.state != "closed" for a in finding.actions)


def open_criticals(inspection: Inspection, walk: Walk) -> tuple[str, ...]:
    """Places with an open critical failure: a finding graded critical, or a failed critical (★) item.

    A failed ★ item is open until there is a finding at its place and all of them are corrected or closed,
    whatever grade they were given.
    """
    places = {f.at: None for f in inspection.findings if f.grade == Severity.CRITICAL and is_open(f)}
    for line in walk.lines:
        if (
            line.item.critical
            and line.nonconforming
            and not (line.findings and not any(is_open(f) for f in line.findings))
        ):
            places[line.place] = None
    return tuple(places)


def majors_of(inspection: Inspection, walk: Walk) -> tuple[str, ...]:
    """Where the majors are, one place each: findings graded major or critical, and items judged major that
    have no finding yet (an item counts once, however many samples failed; a share that only sums up what
    findings tell already does not count again)."""
    places = [f.at for f in inspection.findings if f.grade in (Severity.MAJOR, Severity.CRITICAL)]
    told = {f.item for f in inspection.findings}
    found = set(told)
    for line in walk.lines:
        if (
            line.verdict is Verdict.MAJOR
            and line.nonconforming
            and line.item.id not in found
            and not walk.follows_from(line, told)
        ):
            found.add(line.item.id)
            places.append(line.place)
    return tuple(places)


def _critical_cap(preset: Preset, inspection: Inspection, walk: Walk) -> tuple[Cap, ...]:
    places = open_criticals(inspection, walk)
    if preset.rule is Rule.FINDINGS:  # preset C: any critical finding, open or not
        places = tuple(dict.fromkeys((*places, *(f.at for f in inspection.findings if f.grade == Severity.CRITICAL))))
    sentence = say("A critical item has failed: the grade is at most {grade}.")
    return (Cap(CapKind.CRITICAL, "D", sentence, places),) if places else ()


def _majors_cap(preset: Preset, inspection: Inspection, walk: Walk) -> tuple[Cap, ...]:
    places = majors_of(inspection, walk)
    sentence = say("There are {n} major nonconformities: the grade is at most {grade}.")
    return (Cap(CapKind.MAJORS, "C", sentence, places),) if len(places) >= preset.majors_cap else ()
