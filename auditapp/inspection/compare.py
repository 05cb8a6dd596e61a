"""This visit beside the last one: grade, score, item by item, and what became of the last findings.

The last visit is carried along read-only (`Previous`). A copied answer never counts as answered; here it is
only laid beside the new one. Samples are drawn anew each time, so items are compared, not single samples:
a repeated item by its worst verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from auditapp.checklist.model import AnswerKind, Item, Verdict
from auditapp.checklist.verdicts import RANK, verdict
from auditapp.inspection.facts import split_place
from auditapp.inspection.findings import repeat_of
from auditapp.inspection.scoring import GRADES, Score
from auditapp.inspection.site import Site
from auditapp.inspection.state import Inspection, PreviousFinding
from auditapp.inspection.walk import NONCONFORMING, Walk


class Trend(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ItemChange:
    """An item judged at either visit; None where it was not judged."""

    item: Item
    before: Verdict | None
    now: Verdict | None
    trend: Trend


class Followed(StrEnum):
    """What became of a finding of the last visit."""

    MENDED = "mended"
    REPEATED = "repeated"
    NOT_SEEN = "not-seen"


@dataclass(frozen=True)
class FindingFollowed:
    finding: PreviousFinding
    outcome: Followed
    now: tuple[str, ...] = ()
    """Numbers of this visit's findings at the same item."""


@dataclass(frozen=True)
class Comparison:
    """``change`` is this visit's percent less the last one's; None where either is missing."""

    number: str
    date: str
    grade_before: str
    grade_now: str | None
    grade_trend: Trend
    score_before: Decimal | None
    score_now: Decimal | None
    change: Decimal | None
    items: tuple[ItemChange, ...]
    findings: tuple[FindingFollowed, ...]

    def of(self, trend: Trend) -> tuple[ItemChange, ...]:
        return tuple(i for i in self.items if i.trend is trend)


def compare(inspection: Inspection, walk: Walk, score: Score) -> Comparison | None:
    """The comparison with the last visit; None when none is carried along."""
    previous = inspection.previous
    if previous is None:
        return None
    before = _percent(previous.score)
    ranks = {grade: -n for n, grade in enumerate(GRADES)}
    return Comparison(
        number=previous.number,
        date=previous.date,
        grade_before=previous.grade,
        grade_now=score.grade,
        grade_trend=_trend(ranks.get(previous.grade), ranks.get(score.grade or "")),
        score_before=before,
        score_now=score.percent,
        change=None if before is None or score.percent is None else score.percent - before,
        items=_items(previous.answers, walk),
        findings=tuple(_followed(inspection, walk)),
    )


def verdict_before(answer: Any, item: Item | None = None, site: Site | None = None) -> Verdict | None:
    """The verdict carried along with an answer: its ``verdict``, else a conform answer's own word, else what the
    option or the yes and no amount to. A number's is not known: its limits then may have been others."""
    if not isinstance(answer, dict):
        return None
    v = answer.get("v")
    for word in (answer.get("verdict"), v):
        if isinstance(word, str) and word in _WORDS:
            return _WORDS[word]
    if item is None or site is None or item.kind not in _BY_WORDS or not isinstance(v, str | list):
        return None
    found = verdict(item, v if isinstance(v, str) else tuple(str(code) for code in v), site).verdict
    return found if found in RANK else None


_BY_WORDS = (AnswerKind.YESNO, AnswerKind.CHOICE, AnswerKind.MULTI)


_WORDS: Mapping[str, Verdict] = {str(v): v for v in RANK}


def _items(answers: Mapping[str, Any], walk: Walk) -> tuple[ItemChange, ...]:
    before: dict[str, list[Verdict]] = {}
    for place, answer in answers.items():
        id_ = split_place(place)[0]
        then = verdict_before(answer, walk.checklist.by_id.get(id_), walk.site)
        if then is not None:
            before.setdefault(id_, []).append(then)
    found = []
    for item in walk.checklist.items():
        was = _worst(before.get(item.id, ()))
        now = _worst(line.verdict for line in walk.of_item(item.id) if not line.indicative)
        if was is not None or now is not None:
            found.append(
                ItemChange(
                    item, was, now, _trend(None if was is None else -RANK[was], None if now is None else -RANK[now])
                )
            )
    return tuple(found)


def _followed(inspection: Inspection, walk: Walk) -> Iterable[FindingFollowed]:
    previous = inspection.previous
    for finding in previous.findings if previous else ():
        item = split_place(finding.item)[0]
        now = tuple(f.number for f in inspection.findings if f.item == item and f.grade != "good_practice")
        worst = _worst(line.verdict for line in walk.of_item(item) if not line.indicative)
        if worst in NONCONFORMING or (now and repeat_of(inspection, item) is not None):
            outcome = Followed.REPEATED
        else:
            outcome = Followed.NOT_SEEN if worst is None else Followed.MENDED
        yield FindingFollowed(finding, outcome, now)


def _worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    return max((v for v in verdicts if v in RANK), key=lambda v: RANK[v], default=None)


def _trend(before: int | None, now: int | None) -> Trend:
    if before is None or now is None:
        return Trend.UNKNOWN
    return Trend.SAME if before == now else Trend.BETTER if now > before else Trend.WORSE


def _percent(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
