"""The fold kept up to date: after a deed only the slots it wrote to are read again.

`fold` reads everything that stands; in a long inspection that takes far longer than a key press may. `refold` gives
exactly what `fold` would, from the inspection as it was and from the few rows that a deed can have changed. Deeds that
reach further (samples, sign-off, amendments, a withdrawn finding …) are left to `fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias, TypeVar

from auditapp.inspection import facts
from auditapp.inspection.state import (
    Finding,
    Inspection,
    Photo,
    Remark,
    finding_order,
    fold,
    photo_order,
    remark_order,
)
from auditapp.inspection.stood import Stood

Slot: TypeAlias = tuple[str, str]
"""(kind, subject) of a slot or a pile."""
Standing: TypeAlias = Callable[[str, str], Iterable[Stood]]
"""What stands in the slot or pile of this kind and subject now."""

_MAPS: Final = {
    "answer": "answers",
    "note": "notes",
    "about": "about",
    "setting": "settings",
    "person": "people",
    "instrument": "instruments",
    "assignment": "assignments",
    "review.state": "review",
}
"""Kinds whose slots each fill one place of one map of the inspection, and which map."""
_OF_PHOTO: Final = ("photo.caption", "photo.place", "photo.clearance")
_OF_FINDING: Final = tuple(sorted(kind for kind in facts.FIELDS if kind.startswith("finding.")))
_OF_ACTION: Final = tuple(sorted(kind for kind in facts.FIELDS if kind.startswith("action.")))
_OF_REMARK: Final = tuple(sorted(kind for kind in facts.FIELDS if kind.startswith("remark.")))
_OF_MEETING: Final = tuple(sorted(kind for kind in facts.FIELDS if kind.startswith("meeting.")))

T = TypeVar("T")


class _TooFar(Exception):
    """The deed reaches further than single slots."""


def refold(before: Inspection, slots: Iterable[Slot], standing: Standing) -> Inspection | None:
    """*before* with these *slots* as they stand now; None when the whole has to be folded again."""
    reading = _Reading(before, standing)
    try:
        for kind, subject in sorted(set(slots)):
            reading.slot(kind, subject)
        return reading.result()
    except _TooFar:
        return None


@dataclass
class _Reading:
    before: Inspection
    standing: Standing
    rows: dict[str, Stood] = field(default_factory=dict)
    read: set[Slot] = field(default_factory=set)
    """The slots (and piles) that were read whole, and those of what stands no longer."""
    entries: set[str] = field(default_factory=set)
    """Single entries of piles that were read, and those that stand no longer."""
    maps: set[Slot] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    photos: dict[str, Stood] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    findings: dict[str, Stood] = field(default_factory=dict)
    actions: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    """Actions whose finding was not known when a field of theirs came."""
    meetings: set[str] = field(default_factory=set)
    remarks: dict[str, Stood] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    """Remarks that stand no longer."""

    # -- which rows -------------------------------------------------------------------------------
    def slot(self, kind: str, subject: str) -> None:
        """Note what a slot belongs to, and read it."""
        if kind in _MAPS or kind == "flag":
            self.take(kind, subject)
            (self.maps.add((kind, subject)) if kind in _MAPS else self.flags.add(subject))
        elif kind == "photo" or kind in _OF_PHOTO:
            self.photo_slot(kind, subject)
        elif kind in ("finding", "action", "comment") or kind in _OF_FINDING or kind in _OF_ACTION:
            self.finding_slot(kind, subject)
        elif kind == "remark" or kind in _OF_REMARK:
            self.remark_slot(kind, subject)
        elif (kind == "attendance" or kind in _OF_MEETING) and subject in ("opening", "closing"):
            self.meetings.add(subject)
        else:
            raise _TooFar

    def photo_slot(self, kind: str, subject: str) -> None:
        if kind != "photo":
            if subject in self.before.photos:
                self.photos[subject] = self.before.photos[subject].stood
            return
        now = {stood.id: stood for stood in self.standing("photo", subject)}
        for photo in self.before.photos.values():
            if photo.stood.subject == subject and photo.id not in now:
                self.gone.add(photo.id)
        self.photos |= {i: stood for i, stood in now.items() if i not in self.before.photos}

    def finding_slot(self, kind: str, subject: str) -> None:
        known = {finding.id: finding for finding in self.before.findings}
        if kind == "finding":
            now = {stood.id: stood for stood in self.standing("finding", subject)}
            if any(finding.at == subject and finding.id not in now for finding in known.values()):
                raise _TooFar  # its actions and comments hang in the air
            self.findings |= {i: stood for i, stood in now.items() if i not in known}
        elif kind in _OF_ACTION:
            owner = next((f for f in known.values() if any(a.id == subject for a in f.actions)), None)
            if owner is None:
                self.waiting.add(subject)
            else:
                self.findings[owner.id] = owner.stood
        elif subject in known:
            self.findings[subject] = known[subject].stood
        elif kind in ("action", "comment") and subject not in self.findings:
            raise _TooFar

    def remark_slot(self, kind: str, subject: str) -> None:
        known = {remark.id: remark for remark in self.before.remarks}
        if kind != "remark":
            if subject in known:
                self.remarks[subject] = known[subject].stood
            return
        now = {stood.id: stood for stood in self.standing("remark", subject)}
        self.dropped |= {i for i, remark in known.items() if remark.subject == subject and i not in now}
        self.remarks |= {i: stood for i, stood in now.items() if i not in known}

    def take(self, kind: str, subject: str) -> list[Stood]:
        found = list(self.standing(kind, subject))
        self.rows |= {stood.id: stood for stood in found}
        self.read.add((kind, subject))
        return found

    def entry(self, stood: Stood) -> None:
        self.rows[stood.id] = stood
        self.entries.add(stood.id)

    # -- what they come to ------------------------------------------------------------------------
    def result(self) -> Inspection:
        for photo in self.photos.keys() - self.gone:
            self.entry(self.photos[photo])
            for kind in _OF_PHOTO:
                self.take(kind, photo)
        for photo in self.gone:
            self.entries.add(photo)
            self.read |= {(kind, photo) for kind in _OF_PHOTO}
        for remark in self.remarks.keys() - self.dropped:
            self.entry(self.remarks[remark])
            for kind in _OF_REMARK:
                self.take(kind, remark)
        for remark in self.dropped:
            self.entries.add(remark)
            self.read |= {(kind, remark) for kind in _OF_REMARK}
        for finding, stood in self.findings.items():
            self.entry(stood)
            for kind in (*_OF_FINDING, "comment"):
                self.take(kind, finding)
            self.actions_of(finding)
        if self.waiting - self.actions:
            raise _TooFar
        for meeting in self.meetings:
            for kind in (*_OF_MEETING, "attendance"):
                self.take(kind, meeting)
        return self.put_in(fold(self.before.id, self.rows.values()))

    def actions_of(self, finding: str) -> None:
        found = list(self.standing("action", finding))
        known = next((one.actions for one in self.before.findings if one.id == finding), ())
        if {action.id for action in known} - {stood.id for stood in found}:
            raise _TooFar
        for stood in found:
            self.entry(stood)
            self.actions.add(stood.id)
            for kind in _OF_ACTION:
                self.take(kind, stood.id)

    def put_in(self, now: Inspection) -> Inspection:
        """*before* with what was read in its places."""
        before = self.before
        parts: dict[str, Any] = {}
        for kind, subject in sorted(self.maps):
            name = _MAPS[kind]
            parts[name] = _put(parts.get(name, getattr(before, name)), subject, getattr(now, name).get(subject))
        if self.flags:
            parts["flags"] = (before.flags - self.flags) | now.flags
        if self.photos or self.gone:
            parts["photos"] = self.photos_with(now)
        if self.remarks or self.dropped:
            staying = [r for r in before.remarks if r.id not in self.remarks and r.id not in self.dropped]
            remarks: list[Remark] = sorted((*staying, *now.remarks), key=remark_order)
            parts["remarks"] = tuple(remarks)
        if self.findings:
            kept = [finding for finding in before.findings if finding.id not in self.findings]
            found: list[Finding] = sorted((*kept, *now.findings), key=finding_order)
            parts["findings"] = tuple(found)
        if self.meetings:
            parts["meetings"] = {c: now.meetings[c] if c in self.meetings else m for c, m in before.meetings.items()}
        disputes = [one for one in before.disputes if (one.kind, one.subject) not in self.read]
        if now.disputes or len(disputes) < len(before.disputes):
            parts["disputes"] = tuple(sorted((*disputes, *now.disputes), key=lambda d: (d.kind, d.subject)))
        unread = [s for s in before.unread if (s.kind, s.subject) not in self.read and s.id not in self.entries]
        if now.unread or len(unread) < len(before.unread):
            parts["unread"] = tuple(sorted((*unread, *now.unread), key=lambda stood: stood.id))
        return replace(before, **parts) if parts else before

    def photos_with(self, now: Inspection) -> dict[str, Photo]:
        kept = [p for p in self.before.photos.values() if p.id not in self.photos and p.id not in self.gone]
        found: list[Photo] = sorted((*kept, *now.photos.values()), key=photo_order)
        return {photo.id: photo for photo in found}


def _put(known: Mapping[str, T], subject: str, value: T | None) -> dict[str, T]:
    """*known* with one place filled or emptied, its subjects still in order."""
    kept = dict(known)
    if value is None:
        kept.pop(subject, None)
    elif subject in kept or not kept or subject > next(reversed(kept)):
        kept[subject] = value
    else:
        kept[subject] = value
        kept = dict(sorted(kept.items(), key=lambda pair: pair[0]))
    return kept
