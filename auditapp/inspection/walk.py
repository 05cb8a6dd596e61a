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
from typing import Final, NamedTuple, TypeVar

from auditapp.checklist.expressions import ExpressionFault, parse
from auditapp.checklist.model import AnswerKind, Checklist, Dimension, Group, Item, Verdict
from auditapp.checklist.verdicts import PENDING, Judged
from auditapp.inspection.dependents import Dependent, Dependents
from auditapp.inspection.facts import place as place_of
from auditapp.inspection.facts import split_place
from auditapp.inspection.site import Site, disputed_settings, raw_of
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
    return Walker(checklist, inspection, day).walk()


class Followed(NamedTuple):
    """Places whose lines have to be judged again. ``near``: what changed, and what depends on it at the same sample or
    is asked once; ``far``: at other samples, which can wait until nobody is typing."""

    near: tuple[str, ...]
    far: tuple[str, ...]


class Walker:
    """A walk kept up to date: after an answer only its own line is judged again, and what depends on it.

    ``follow`` says which places that are, `at` judges one; so it costs the same in an inspection of 300 items and in
    one of 2,000. What comes out is what `walk` gives from scratch. Not frozen: whoever keeps one keeps it alone.
    """

    def __init__(
        self,
        checklist: Checklist,
        inspection: Inspection,
        day: date,
        *,
        site: Site | None = None,
        dependents: Dependents | None = None,
    ) -> None:
        self.checklist, self.inspection, self.day = checklist, inspection, day
        self.site = site if site is not None else Site(checklist, inspection, day)
        self._dependents = dependents
        self._photos = _gather((photo.place, photo) for photo in inspection.photos.values())
        self._findings = _gather((finding.at, finding) for finding in inspection.findings)
        self._samples = {code: inspection.samples_in(code) for code in inspection.samples}

    @classmethod
    def of(cls, walk: Walk, inspection: Inspection, dependents: Dependents | None = None) -> Walker:
        """Go on from a *walk* of *inspection*, with what was worked out for it; *walk* itself stays as it is.

        *dependents* of the same checklist, where they are at hand, need not be worked out again."""
        site = walk.site.copy() if walk.site is not None else None
        return cls(walk.checklist, inspection, walk.day, site=site, dependents=dependents)

    @cached_property
    def dependents(self) -> Dependents:
        return self._dependents if self._dependents is not None else Dependents(self.checklist)

    def walk(self) -> Walk:
        lines = tuple(self._lines())
        places = {line.place for line in lines}
        elsewhere = tuple(a for p, a in sorted(self.inspection.answers.items()) if p not in places)
        return Walk(self.checklist, self.day, lines, elsewhere, self.site)

    # -- after a deed -------------------------------------------------------------------------------
    def follow(self, inspection: Inspection, places: Iterable[str]) -> Followed | None:
        """*inspection* is what stands now; since the last time answers and notes changed at *places* only (photos and
        findings may have changed anywhere). Which places have to be judged again; None when it is another walk
        (samples, settings, instruments): begin again with a new one."""
        before = self.inspection
        if not _same_walk(before, inspection):
            return None
        changed = dict.fromkeys(places)
        if inspection.photos is not before.photos:
            photos = _gather((photo.place, photo) for photo in inspection.photos.values())
            changed |= _different(self._photos, photos)
            self._photos = photos
        if inspection.findings is not before.findings:
            findings = _gather((finding.at, finding) for finding in inspection.findings)
            changed |= _different(self._findings, findings)
            self._findings = findings
        touched = [place for place in changed if self._known(place)]
        near, far = dict.fromkeys(touched), dict[str, None]()
        for place in touched:
            for dependent in self.dependents.of(split_place(place)[0]):
                for where in self._places(dependent, sample_of(place)):
                    (near if sample_of(where) in ("", sample_of(place)) else far)[where] = None
        self.inspection = inspection
        self.site.follow(inspection, (*near, *far))
        return Followed(tuple(near), tuple(place for place in far if place not in near))

    def at(self, place: str) -> Line | None:
        """The line of an item place, judged now; None where nothing is walked."""
        if not self._known(place):
            return None
        item, code = split_place(place)
        dimension, group, asked = self._where[item]
        return self._line(dimension, group, asked, self._sample(asked.set, code))

    # -- inside -------------------------------------------------------------------------------------
    @cached_property
    def _where(self) -> Mapping[str, tuple[Dimension, Group, Item]]:
        return {i.id: (d, g, i) for d in self.checklist.dimensions for g in d.groups for i in g.items}

    @cached_property
    def _by_code(self) -> Mapping[tuple[str, str], Sample]:
        return {(code, sample.code): sample for code, found in self._samples.items() for sample in found}

    def _sample(self, set_: str, code: str) -> Sample | None:
        return self._by_code.get((set_, code))

    def _places(self, dependent: Dependent, code: str) -> Iterator[str]:
        """Where a dependent of something at sample *code* stands."""
        set_ = self.checklist.by_id[dependent.item].set
        if not set_ or not self._samples.get(set_):
            yield dependent.item
        elif dependent.everywhere:
            yield from (place_of(dependent.item, sample.code) for sample in self._samples[set_])
        elif self._sample(set_, code):
            yield place_of(dependent.item, code)

    def _known(self, place: str) -> bool:
        """Is there a line at this place?"""
        item, code = split_place(place)
        if item not in self._where:
            return False
        set_ = self._where[item][2].set
        return self._sample(set_, code) is not None if set_ and self._samples.get(set_) else not code

    def _lines(self) -> Iterator[Line]:
        for dimension in self.checklist.dimensions:
            for group in dimension.groups:
                for item in group.items:
                    for sample in (self._samples.get(item.set) or (None,)) if item.set else (None,):
                        yield self._line(dimension, group, item, sample)

    def _line(self, dimension: Dimension, group: Group, item: Item, sample: Sample | None) -> Line:
        code = sample.code if sample else ""
        place = place_of(item.id, code)
        answered = self.inspection.answers.get(place)
        photos = self._photos.get(place, ())
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
            self._findings.get(place, ()),
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


def _same_walk(before: Inspection, after: Inspection) -> bool:
    """Are the same lines asked, with the same look-ups besides answers, photos, notes and findings?"""
    if after is before:
        return True
    if (after.id, after.checklist, after.opened) != (before.id, before.checklist, before.opened):
        return False
    looked_up = (
        (after.samples, before.samples),
        (after.settings, before.settings),
        (after.instruments, before.instruments),
        (after.meetings, before.meetings),  # the opening meeting tells the day
    )
    if any(now is not then and now != then for now, then in looked_up):
        return False
    return disputed_settings(after) == disputed_settings(before)


def _different(before: Mapping[str, T], after: Mapping[str, T]) -> dict[str, None]:
    """The places at which something else is found now."""
    return {place: None for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


def _gather(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def sample_of(place: str) -> str:
    """The sample's code of an item place ("" for an item asked once)."""
    return split_place(place)[1]
