"""The inspection being walked, kept up to date line by line: what the inspection page shows, without Qt.

After an answer only the place itself is judged at once, with what depends on it (conditions, computed items);
depending places of other samples follow in slices when the window is idle. So a key press costs the same in an
inspection of 300 items and in one of 2,000. Every rule is the core's: lines come from `inspection.walk`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter
from typing import Final, TypeVar

from auditapp.checklist.model import Checklist, Dimension, Group, Verdict
from auditapp.inspection.dependents import Dependents
from auditapp.inspection.facts import WITHDRAW
from auditapp.inspection.site import Site
from auditapp.inspection.state import Inspection, fold
from auditapp.inspection.walk import Line, LineState, Walker
from auditapp.operations import look
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.look import Opened
from auditapp.operations.testimony import standing

LIGHT: Final = {"answered": "answer", "noted": "note", "flagged": "flag"}
"""Deeds after which one slot is read again, and which one."""
TAKEN_BACK: Final = frozenset({"undone", "redone", "withdrawn"})
"""Deeds whose entries withdraw others: what those wrote to is read again. Any other deed asks for a fresh look."""

OF_PHOTOS: Final = frozenset({"photographed", "captioned", "moved", "cleared", "redacted", "marked"})
"""Deeds on photos: they come by the hundred while somebody answers."""

T = TypeVar("T")


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

    def __sub__(self, other: Counts) -> Counts:
        return Counts(*(mine - theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

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
        self._dependents: Dependents | None = None
        self.take(opened)

    def take(self, opened: Opened) -> None:
        """Begin again from a fresh look."""
        if self.__dict__.get("checklist") is not opened.checklist:
            self._dependents = Dependents(opened.checklist)
            self.__dict__.pop("sections", None)
        self.checklist: Checklist = opened.checklist
        self._walker = Walker.of(opened.walk, opened.inspection, self._dependents)
        self.lines: dict[str, Line] = {line.place: line for line in opened.walk.lines}
        self._of_item: dict[str, list[str]] = {}
        self._of_group: dict[str, list[str]] = {}
        for line in opened.walk.lines:
            self._of_item.setdefault(line.item.id, []).append(line.place)
            self._of_group.setdefault(line.group.id, []).append(line.place)
        self._counts = {section.id: counted(self.of_group(section.id)) for section in self.sections}
        self._total = sum(self._counts.values(), Counts())
        self._pending.clear()

    @property
    def inspection(self) -> Inspection:
        """What stands now."""
        return self._walker.inspection

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
        codes: dict[str, str] = {}
        for line in self.of_group(group):
            if line.state is LineState.HIDDEN:
                continue
            if line.sample is not None:
                if line.item.set not in codes:
                    codes[line.item.set] = self.sample_chosen(line.item.set, chosen)
                if line.sample.code != codes[line.item.set]:
                    continue
            found.append(line)
        return found

    def sample_chosen(self, set_code: str, chosen: Mapping[str, str]) -> str:
        """The code of the sample that is looked at: the chosen one while it exists, else the first; "" = none."""
        codes = [sample.code for sample in self.inspection.samples_in(set_code)]
        wish = chosen.get(set_code, "")
        return wish if wish in codes else codes[0] if codes else ""

    def counts(self, group: str) -> Counts:
        return self._counts.get(group, _NOTHING)

    @property
    def total(self) -> Counts:
        return self._total

    @property
    def facts(self) -> Site:
        """The look-ups, for judging what is typed and for hints."""
        return self._walker.site

    # -- after a deed ------------------------------------------------------------------------------

    def follow(self, changes: Changes) -> frozenset[str] | None:
        """Bring up to date what a deed touched at once; the places whose lines are others now. None: the deed asks
        for a fresh look (samples, findings, disputes …)."""
        if changes.inspection != self.inspection.id:
            return None
        found: Inspection | None = self.inspection
        slots: list[tuple[str, str]] | None = []
        if changes.kind in OF_PHOTOS:
            found = look.fold(self.desk, self.inspection.id)  # reads what changed, and the walker sees which photos
        else:
            slots = self._slots(changes)
            for kind, place in slots or ():
                found = self._read(found, kind, place) if found is not None else None
        if slots is None or found is None:
            return None
        followed = self._walker.follow(found, [place for _, place in slots])
        if followed is None:
            return None
        touched = self._judge(followed.near)
        known = set(self._pending)
        self._pending.extend(place for place in followed.far if place not in known)
        return frozenset(touched | {place for kind, place in slots if kind == "flag"})

    @property
    def behind(self) -> bool:
        """Are there depending lines not judged again yet?"""
        return bool(self._pending)

    def catch_up(self, seconds: float) -> frozenset[str]:
        """Judge pending lines again for about so long; the places whose lines are others now."""
        until = perf_counter() + seconds
        touched: set[str] = set()
        while self._pending and perf_counter() < until:
            touched |= self._judge([self._pending.popleft() for _ in range(min(8, len(self._pending)))])
        return frozenset(touched)

    def _slots(self, changes: Changes) -> list[tuple[str, str]] | None:
        """(kind, place) of every slot a deed wrote to; None when it wrote something else as well."""
        kind = LIGHT.get(changes.kind)
        if kind is not None:
            slots = [(kind, place) for place in changes.places]
        elif changes.kind in TAKEN_BACK:
            slots = [self._written(entry) for entry in changes.ids]
        else:
            return None
        disputed = {(one.kind, one.subject) for one in self.inspection.disputes}
        light = all(kind in LIGHT.values() and place in self.lines for kind, place in slots)
        return slots if light and disputed.isdisjoint(slots) else None

    def _written(self, entry: str) -> tuple[str, str]:
        """(kind, subject) of what an entry wrote, or of what it withdrew (an undone undo withdraws a withdrawal)."""
        for _ in range(1_000):
            found = self.desk.store.journals.entry(entry)
            if found is None:
                break
            if found.head.kind != WITHDRAW:
                return found.head.kind, found.head.subject
            entry = found.head.subject
        return "", ""

    def _read(self, found: Inspection, kind: str, place: str) -> Inspection | None:
        """*found* with one slot as it stands; None when it is disputed or was erased."""
        one = fold(found.id, standing(self.desk, found.id, kind, place))
        if one.disputes or one.unread:
            return None
        match kind:
            case "answer":
                return replace(found, answers=_with(found.answers, place, one.answers.get(place)))
            case "note":
                return replace(found, notes=_with(found.notes, place, one.notes.get(place)))
            case _:
                return replace(found, flags=(found.flags - {place}) | one.flags)

    def _judge(self, places: Iterable[str]) -> set[str]:
        changed = set()
        for place in places:
            old, new = self.lines.get(place), self._walker.at(place)
            if old is None or new is None or new == old:
                continue
            self.lines[place] = new
            was, now = count_of(old), count_of(new)
            if was is not now:
                self._counts[old.group.id] = self._counts[old.group.id] - was + now
                self._total = self._total - was + now
            changed.add(place)
        return changed


_NOTHING: Final = Counts()
_OPEN: Final = Counts(asked=1)
_DISPUTED: Final = Counts(asked=1, disputed=1)
_NONCONFORMING: Final = Counts(asked=1, settled=1, nonconforming=1)
_WITHOUT: Final = Counts(asked=1, settled=1, without=1)
_SETTLED: Final[Mapping[Verdict, Counts]] = {
    Verdict.CONFORM: Counts(asked=1, settled=1, conform=1),
    Verdict.OBSERVATION: Counts(asked=1, settled=1, observation=1),
}


def count_of(line: Line) -> Counts:
    """What one line adds to the counts."""
    if not line.asked:
        return _NOTHING
    if line.disputed:
        return _DISPUTED
    if line.state not in (LineState.ANSWERED, LineState.NOT_APPLICABLE, LineState.NOT_CHECKED):
        return _OPEN
    return _NONCONFORMING if line.nonconforming else _SETTLED.get(line.verdict, _WITHOUT)


def counted(lines: Iterable[Line]) -> Counts:
    """Count lines for a ring, a bar or a badge."""
    sums = [0] * len(_NOTHING.parts)
    for line in lines:
        for n, part in enumerate(count_of(line).parts):
            sums[n] += part
    return Counts(*sums)


def _with(known: Mapping[str, T], place: str, value: T | None) -> dict[str, T]:
    kept = dict(known)
    if value is None:
        kept.pop(place, None)
    else:
        kept[place] = value
    return kept
