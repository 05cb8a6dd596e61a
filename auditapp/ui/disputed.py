"""A dispute as a person reads it: what it is about, what each version says, who wrote it and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Dispute, Inspection, Stood
from auditapp.inspection.walk import Line
from auditapp.operations import look
from auditapp.operations.desk import Desk
from auditapp.ui import labelled, spoken
from auditapp.words import Words


@dataclass(frozen=True)
class Version:
    """One of several writes: its entry, what it says, whose it is, and that laptop's time."""

    entry: str
    said: str
    who: str
    when: str


@dataclass(frozen=True)
class Shown:
    """A disputed slot in words."""

    kind: str
    subject: str
    title: str
    versions: tuple[Version, ...]


def shown(desk: Desk, found: Inspection, one: Dispute) -> Shown:
    title = _title(desk.words, one.kind)
    return Shown(one.kind, one.subject, title, tuple(_version(desk, found, one, stood) for stood in one.stands))


def of_answer(w: Words, name_of: Callable[[str], str], line: Line) -> Shown | None:
    """The disputed answer of a line, without looking anything up; None when it is not disputed."""
    answered = line.answered
    if answered is None or not answered.disputed:
        return None
    versions = []
    for given, stood in (*answered.rivals, (answered.answer, answered.stood)):
        said = " · ".join(part for part in (spoken.answer(w, line.item, given), given.reason) if part)
        who = name_of(stood.writer) or w("desk {desk}", desk=stood.desk[:6])
        versions.append(Version(stood.id, said, who, labelled.moment(w, stood.wall)))
    return Shown("answer", line.place, _title(w, "answer"), tuple(versions))


def _title(w: Words, kind: str) -> str:
    return w("Two versions of: {what}", what=spoken.step(w, kind))


def _version(desk: Desk, found: Inspection, one: Dispute, stood: Stood) -> Version:
    w = desk.words
    item = look.checklist_of(desk, found.id).by_id.get(split_place(one.subject)[0])
    value = msgspec.json.decode(stood.value) if stood.value else None
    person = found.people.get(stood.writer)
    who = person.name if person is not None else w("desk {desk}", desk=stood.desk[:6])
    return Version(stood.id, spoken.value(w, item, one.kind, value), who, labelled.moment(w, stood.wall))
