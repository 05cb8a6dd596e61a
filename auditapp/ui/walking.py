"""The inspection being walked, kept up to date line by line: what the inspection page shows, without Qt.

After an answer only the place itself is judged at once, with what depends on it (conditions, computed items);
depending places of other samples follow in slices when the window is idle. So a key press costs the same in an
inspection of 300 items and in one of 2,000. Every rule is the core's: lines come from `inspection.walk`.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter
from typing import Final

from auditapp.checklist.expressions import ExpressionFault, referred
from auditapp.checklist.model import Checklist, Dimension, Group, Item, Verdict
from auditapp.inspection import walk as walking
from auditapp.inspection.facts import split_place
from auditapp.inspection.site import Site
from auditapp.inspection.state import Inspection, fold
from auditapp.inspection.walk import Line, LineState
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.look import Opened
from auditapp.operations.testimony import standing

LIGHT: Final = {"answered": "answer", "noted": "note", "flagged": "flag"}
"""Deeds after which one slot is read again, and which one; any other deed asks for a fresh look."""


@dataclass(frozen=True)
class Counts:
    """How far some lines are and how they came out; what rings, bars and badges show."""

    asked: int = 0
    settled: int = 0
    disputed: int = 0
    conform: int = 0
    observation: int = 0
    nonconforming: int = 0
    without: int = 0
    """Not applicable, not checked, or not judged: settled, and of no colour."""

    @property
    def open(self) -> int:
        return self.asked - self.settled - self.disputed

    @property
    def percent(self) -> int:
        """Settled of asked, rounded down: 100 means that nothing is open."""
        return 100 * self.settled // self.asked if self.asked else 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, ...]:
        return (
            self.asked,
            self.settled,
            self.disputed,
            self.conform,
            self.observation,
            self.nonconforming,
            self.without,
        )


@dataclass(frozen=True)
class Section:
    """One group of the checklist, as the left pane lists it."""

    group: Group
    dimension: Dimension
    number: int

    @property
    def id(self) -> str:
        return self.group.id


class Walking:
    """What was opened, with single lines brought up to date. Makes no entries; reads what stands."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        self.desk = desk
        self._pending: deque[str] = deque()
        self.take(opened)

    def take(self, opened: Opened) -> None:
        """Begin again from a fresh look."""
        self.inspection: Inspection = opened.inspection
        self.checklist: Checklist = opened.checklist
        self.day = opened.walk.day
        self.lines: dict[str, Line] = {line.place: line for line in opened.walk.lines}
        self._of_item: dict[str, list[str]] = {}
        self._of_group: dict[str, list[str]] = {}
        for line in opened.walk.lines:
            self._of_item.setdefault(line.item.id, []).append(line.place)
            self._of_group.setdefault(line.group.id, []).append(line.place)
        self._counts: dict[str, Counts] = {}
        self._pending.clear()
        self._walker: walking.Walker | None = None
        if self.__dict__.get("_known") is not self.checklist:
            self._known = self.checklist
            self.__dict__.pop("sections", None)
            self.__dict__.pop("dependents", None)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(
            Section(group, dimension, number)
            for number, (dimension, group) in enumerate(
                ((d, g) for d in self.checklist.dimensions for g in d.groups), start=1
            )
        )

    def section(self, group: str) -> Section | None:
        return next((section for section in self.sections if section.id == group), None)

    def at(self, place: str) -> Line | None:
        return self.lines.get(place)

    def of_group(self, group: str) -> Iterator[Line]:
        return (self.lines[place] for place in self._of_group.get(group, ()))

    def of_item(self, item: str) -> tuple[Line, ...]:
        return tuple(self.lines[place] for place in self._of_item.get(item, ()))

    def shown(self, group: str, chosen: Mapping[str, str]) -> list[Line]:
        """The lines of a section as cards: what is asked, of each sample set the *chosen* sample's (else the first)."""
        found = []
        for line in self.of_group(group):
            if line.state is LineState.HIDDEN:
                continue
            if line.sample is not None and line.sample.code != self.sample_chosen(line.item.set, chosen):
                continue
            found.append(line)
        return found

    def sample_chosen(self, set_code: str, chosen: Mapping[str, str]) -> str:
        """The code of the sample that is looked at: the chosen one while it exists, else the first; "" = none."""
        codes = [sample.code for sample in self.inspection.samples_in(set_code)]
        wish = chosen.get(set_code, "")
        return wish if wish in codes else codes[0] if codes else ""

    def sample_counts(self, group: str, set_code: str, code: str) -> Counts:
        """How far one sample is within a section."""
        return counted(
            line
            for line in self.of_group(group)
            if line.item.set == set_code and line.sample is not None and line.sample.code == code
        )

    def counts(self, group: str) -> Counts:
        if group not in self._counts:
            self._counts[group] = counted(self.of_group(group))
        return self._counts[group]

    @property
    def total(self) -> Counts:
        return sum((self.counts(section.id) for section in self.sections), Counts())

    @property
    def facts(self) -> Site:
        """The look-ups, for judging what is typed and for hints."""
        if self._walker is None:
            self._walker = walking.Walker(self.checklist, self.inspection, self.day)
        return self._walker.site

    # -- after a deed ------------------------------------------------------------------------------

    def follow(self, changes: Changes) -> frozenset[str] | None:
        """Bring up to date what a deed touched at once; the places whose lines are others now. None: the deed asks
        for a fresh look (samples, photos, findings, undo …)."""
        kind = LIGHT.get(changes.kind)
        if kind is None or changes.inspection != self.inspection.id:
            return None
        if not all(place in self.lines for place in changes.places):
            return None
        for place in changes.places:
            self._read(kind, place)
        self._walker = None
        touched = self._again(changes.places)
        if kind == "answer":
            for place in changes.places:
                near, far = self._depending(place)
                touched |= self._again(near)
                self._pending.extend(far)
        return frozenset(touched)

    @property
    def behind(self) -> bool:
        """Are there depending lines not judged again yet?"""
        return bool(self._pending)

    def catch_up(self, seconds: float) -> frozenset[str]:
        """Judge pending lines again for about so long; the places whose lines are others now."""
        until = perf_counter() + seconds
        touched: set[str] = set()
        while self._pending and perf_counter() < until:
            touched |= self._again([self._pending.popleft() for _ in range(min(8, len(self._pending)))])
        return frozenset(touched)

    @cached_property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """Item -> items whose condition, limits or number look at it, through as many others as it takes."""
        direct: dict[str, set[str]] = {}
        of_set: dict[str, list[str]] = {}
        for item in self.checklist.items():
            of_set.setdefault(item.set, []).append(item.id)
        asked_by = {setting.code: setting.item for setting in self.checklist.settings if setting.item}
        for item in self.checklist.items():
            for name in _looked_at(item, of_set, asked_by):
                direct.setdefault(name, set()).add(item.id)
        return {item: frozenset(_reached(item, direct)) for item in direct}

    def _depending(self, place: str) -> tuple[list[str], list[str]]:
        """Places that depend on *place*: those of the same sample or of none at once, the others later."""
        item, sample = split_place(place)
        near: list[str] = []
        far: list[str] = []
        order = {one: n for n, one in enumerate(self.dependents.get(item, ()))}
        for name in order:
            for where in self._of_item.get(name, ()):
                (near if split_place(where)[1] in ("", sample) else far).append(where)
        return (near, far) if len(near) <= 60 else (near[:60], near[60:] + far)

    def _read(self, kind: str, place: str) -> None:
        """Read one slot again and put it into the inspection."""
        found = fold(self.inspection.id, standing(self.desk, self.inspection.id, kind, place))
        match kind:
            case "answer":
                answers = _with(self.inspection.answers, place, found.answers.get(place))
                self.inspection = replace(self.inspection, answers=answers)
            case "note":
                self.inspection = replace(
                    self.inspection, notes=_with(self.inspection.notes, place, found.notes.get(place))
                )
            case _:
                flags = (self.inspection.flags - {place}) | found.flags
                self.inspection = replace(self.inspection, flags=flags)

    def _again(self, places: Iterable[str]) -> set[str]:
        site = self.facts
        walker = self._walker or walking.Walker(self.checklist, self.inspection, site.day)
        changed = set()
        for place in places:
            old = self.lines[place]
            new = walker.at(place)
            if new is not None and new != old:
                self.lines[place] = new
                self._counts.pop(old.group.id, None)
                changed.add(place)
        return changed


def counted(lines: Iterable[Line]) -> Counts:
    """Count lines for a ring, a bar or a badge."""
    states: Counter[str] = Counter()
    for line in lines:
        if not line.asked:
            continue
        states["asked"] += 1
        if line.disputed:
            states["disputed"] += 1
        elif line.state in (LineState.ANSWERED, LineState.NOT_APPLICABLE, LineState.NOT_CHECKED):
            states["settled"] += 1
            states[_colour(line)] += 1
    return Counts(
        states["asked"],
        states["settled"],
        states["disputed"],
        states["conform"],
        states["observation"],
        states["nonconforming"],
        states["without"],
    )


def _colour(line: Line) -> str:
    if line.nonconforming:
        return "nonconforming"
    return {Verdict.CONFORM: "conform", Verdict.OBSERVATION: "observation"}.get(line.verdict, "without")


def _with(known: Mapping[str, object], place: str, value: object | None) -> dict[str, object]:
    kept = dict(known)
    if value is None:
        kept.pop(place, None)
    else:
        kept[place] = value
    return kept


def _looked_at(item: Item, of_set: Mapping[str, list[str]], asked_by: Mapping[str, str]) -> Iterator[str]:
    try:
        names = referred(item)
    except ExpressionFault:  # a checked checklist has none
        return
    yield from names.items
    yield from (asked_by[code] for code in names.settings if code in asked_by)
    for set_code in names.sets:
        yield from of_set.get(set_code, ())


def _reached(item: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [item]
    while waiting:
        for name in direct.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found - {item}
