"""The walk: every item place of the checklist, in order, with what stands there and what it amounts to.

A walk is what an inspector sees: which items are asked (conditions), at which samples, what was answered,
what the computed items come to, and how each is judged. It is pure: the checklist, the folded inspection
and the day go in; nothing else is looked at.

Rules
    * An item whose condition does not hold is hidden (one that is not known yet shows it); an answer given
      before it was hidden is kept in the journal and seen by nobody, expressions included.
    * A disputed answer is no answer until people have decided: expressions do not see it, it is not judged.
      The same goes for a disputed setting.
    * A reading of an instrument whose calibration had run out on the day is *indicative* (参考值): it is
      judged and printed, and does not score (domain.md 2.3). A number computed from it is indicative too.
    * The inspector's own verdict counts before the computed one; both stay visible.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeVar

from auditapp.checklist.expressions import ExpressionFault, parse
from auditapp.checklist.model import AnswerKind, Checklist, Dimension, Group, Item, Verdict
from auditapp.checklist.verdicts import PENDING, Judged
from auditapp.inspection.facts import place as place_of
from auditapp.inspection.facts import split_place
from auditapp.inspection.site import Site, raw_of
from auditapp.inspection.state import Answered, Finding, Inspection, Note, Photo, Sample

NONCONFORMING: Final = frozenset({Verdict.MINOR, Verdict.MAJOR})
JUDGED: Final = frozenset({Verdict.CONFORM, Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR})

T = TypeVar("T")


class LineState(StrEnum):
    """Where a line stands. ``HIDDEN``: its condition does not hold. ``NEEDS_SAMPLES``: none drawn yet."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "na"
    NOT_CHECKED = "unchecked"
    HIDDEN = "hidden"
    COMPUTED = "computed"
    NEEDS_SAMPLES = "needs-samples"


@dataclass(frozen=True, slots=True)
class Line:
    """One item place. ``judged`` is as computed; ``verdict`` is what counts (the inspector's own comes first).

    ``indicative``: a reading (or a number made from one) of an instrument out of calibration, 参考值.
    """

    item: Item
    group: Group
    dimension: Dimension
    sample: Sample | None
    place: str
    state: LineState
    answered: Answered | None
    judged: Judged
    verdict: Verdict
    indicative: bool = False
    photos: tuple[Photo, ...] = ()
    note: Note | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def disputed(self) -> bool:
        return self.answered is not None and self.answered.disputed

    @property
    def overridden(self) -> bool:
        """Did the inspector grade otherwise than computed?"""
        return self.verdict is not self.judged.verdict

    @property
    def nonconforming(self) -> bool:
        """Failed, and the reading (if any) is good enough to say so."""
        return self.verdict in NONCONFORMING and not self.indicative

    @property
    def scores(self) -> bool:
        """Does it count in the score? Judged, weighed, and not merely indicative."""
        return self.item.scored and self.verdict in JUDGED and not self.indicative

    @property
    def asked(self) -> bool:
        """Is somebody asked for it? (Hidden and computed lines are not.)"""
        return self.state not in (LineState.HIDDEN, LineState.COMPUTED)


@dataclass(frozen=True)
class Walk:
    """All lines in checklist order. ``elsewhere``: answers at places that are not walked (a skipped sample,
    an item this checklist does not know): kept and listed, they count nowhere."""

    checklist: Checklist
    day: date
    lines: tuple[Line, ...]
    elsewhere: tuple[Answered, ...] = ()
    site: Site | None = field(default=None, repr=False, compare=False)
    """The look-ups, for whoever evaluates hints and proposals."""

    @cached_property
    def _by_place(self) -> Mapping[str, Line]:
        return {line.place: line for line in self.lines}

    @cached_property
    def _by_item(self) -> Mapping[str, tuple[Line, ...]]:
        return _gather((line.item.id, line) for line in self.lines)

    @cached_property
    def _by_group(self) -> Mapping[str, tuple[Line, ...]]:
        return _gather((line.group.id, line) for line in self.lines)

    @cached_property
    def _by_dimension(self) -> Mapping[str, tuple[Line, ...]]:
        return _gather((line.dimension.id, line) for line in self.lines)

    def at(self, place: str) -> Line | None:
        """The line of an item place; None where nothing is walked."""
        return self._by_place.get(place)

    def of_item(self, item: str) -> tuple[Line, ...]:
        return self._by_item.get(item, ())

    def of_group(self, group: str) -> tuple[Line, ...]:
        return self._by_group.get(group, ())

    def of_dimension(self, dimension: str) -> tuple[Line, ...]:
        return self._by_dimension.get(dimension, ())

    def follows_from(self, line: Line, items: Container[str]) -> bool:
        """Is *line* computed from one of *items*? What failed there is then already told by their findings:
        nobody has to write the same fact twice, once for the item and once for the share that sums it up."""
        if line.state is not LineState.COMPUTED:
            return False
        try:
            names = parse(line.item.calc).names()
        except ExpressionFault:
            return False
        return any(item in items for item in names.items) or any(
            item.set in names.sets and item.id in items for item in self.checklist.items()
        )

    @property
    def visible(self) -> Iterator[Line]:
        return (line for line in self.lines if line.state is not LineState.HIDDEN)


def walk(checklist: Checklist, inspection: Inspection, day: date) -> Walk:
    """Walk the whole checklist. *day* is the day of the inspection: ages and calibration count to it."""
    return _Walker(checklist, inspection, day).result()


class _Walker:
    def __init__(self, checklist: Checklist, inspection: Inspection, day: date) -> None:
        self.checklist, self.inspection, self.day = checklist, inspection, day
        self.site = Site(checklist, inspection, day)
        self.photos = _gather((photo.place, photo) for photo in inspection.photos.values())
        self.findings = _gather((finding.at, finding) for finding in inspection.findings)
        self.samples = {code: inspection.samples_in(code) for code in inspection.samples}

    def result(self) -> Walk:
        lines = tuple(self.lines())
        places = {line.place for line in lines}
        elsewhere = tuple(a for p, a in sorted(self.inspection.answers.items()) if p not in places)
        return Walk(self.checklist, self.day, lines, elsewhere, self.site)

    def lines(self) -> Iterator[Line]:
        for dimension in self.checklist.dimensions:
            for group in dimension.groups:
                for item in group.items:
                    for sample in (self.samples.get(item.set) or (None,)) if item.set else (None,):
                        yield self.line(dimension, group, item, sample)

    def line(self, dimension: Dimension, group: Group, item: Item, sample: Sample | None) -> Line:
        code = sample.code if sample else ""
        place = place_of(item.id, code)
        answered = self.inspection.answers.get(place)
        photos = self.photos.get(place, ())
        state, judged, verdict, indicative = LineState.HIDDEN, PENDING, Verdict.PENDING, False
        if self.site.applies(item, code):
            if item.set and sample is None:
                state = LineState.NEEDS_SAMPLES
            else:
                state = _state(item, answered, photos)
                seen = self.site.seen(item, code)
                judged, verdict, indicative = seen.judged, seen.verdict, seen.indicative
        return Line(
            item,
            group,
            dimension,
            sample,
            place,
            state,
            answered,
            judged,
            verdict,
            indicative,
            photos,
            self.inspection.notes.get(place),
            self.findings.get(place, ()),
        )


def _state(item: Item, answered: Answered | None, photos: tuple[Photo, ...]) -> LineState:
    answer = answered.answer if answered else None
    if answered is not None and answered.disputed:
        return LineState.ANSWERED
    if answer is not None and answer.status == "na":
        return LineState.NOT_APPLICABLE
    if answer is not None and answer.status == "unchecked":
        return LineState.NOT_CHECKED
    if item.kind is AnswerKind.COMPUTED:
        return LineState.COMPUTED
    if item.kind is AnswerKind.PHOTO and photos:
        return LineState.ANSWERED
    return LineState.ANSWERED if answer is not None and raw_of(answer) is not None else LineState.UNANSWERED


def _gather(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def sample_of(place: str) -> str:
    """The sample's code of an item place ("" for an item asked once)."""
    return split_place(place)[1]
