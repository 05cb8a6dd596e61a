"""A dispute as a person reads it: what it is about, what each version says, who wrote it and when."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Dispute, Inspection, Stood
from auditapp.operations import look
from auditapp.operations.desk import Desk
from auditapp.ui import labelled, spoken


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
    w = desk.words
    what = w("Two versions of: {what}", what=spoken.step(w, one.kind))
    return Shown(one.kind, one.subject, what, tuple(_version(desk, found, one, stood) for stood in one.stands))


def _version(desk: Desk, found: Inspection, one: Dispute, stood: Stood) -> Version:
    w = desk.words
    item = look.checklist_of(desk, found.id).by_id.get(split_place(one.subject)[0])
    value = msgspec.json.decode(stood.value) if stood.value else None
    person = found.people.get(stood.writer)
    who = person.name if person is not None else w("desk {desk}", desk=stood.desk[:6])
    return Version(stood.id, spoken.value(w, item, one.kind, value), who, labelled.moment(w, stood.wall))
