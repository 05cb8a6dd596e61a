"""What two people wrote without seeing each other: every dispute of an inspection, in words, for people to decide.

`keep` decides one for a version, `answer.resolve` for another answer; all versions stay in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auditapp.inspection.state import Dispute
from auditapp.inspection.stood import Stood
from auditapp.operations import look
from auditapp.operations.answer import resolve
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.told import Told, Where, is_decided_by_keeping
from auditapp.words import Trouble, say


@dataclass(frozen=True)
class Version:
    """One of several writes that stand. ``entry``: its id, for `keep`; ``when``: that laptop's time, ISO;
    ``here``: written at this desk; ``desk``: the other desk's id otherwise."""

    entry: str
    said: str
    who: str
    when: str
    desk: str
    here: bool


@dataclass(frozen=True)
class Disputed:
    """A slot in which several versions stand. ``where`` tells which page shows it; ``field`` which field it is;
    ``decidable``: one of them can be kept."""

    kind: str
    subject: str
    where: Where
    field: str
    versions: tuple[Version, ...]
    decidable: bool


def disputes(desk: Desk, inspection: str) -> tuple[Disputed, ...]:
    """All disputes of an inspection, of whatever kind. Raises `Trouble`: no such inspection, its checklist is not
    here."""
    found = look.fold(desk, inspection)
    if not found.disputes:
        return ()
    told = Told(desk.words, look.checklist_of(desk, inspection), found)
    return tuple(in_words(desk, told, one) for one in found.disputes)


def keep(desk: Desk, inspection: str, entry: str, *, reason: str = "") -> Changes:
    """Decide the dispute that *entry* (its id or its beginning, from 4 characters on) is a version of: it holds. Raises
    `Trouble`: no version begins with that, signed."""
    found = look.fold(desk, inspection).disputes if desk.knows(inspection) else ()
    fits = [one for one in found if len(entry) >= 4 and any(stood.id.startswith(entry) for stood in one.stands)]
    if len(fits) != 1:
        raise Trouble(
            say("No such version"),
            say("None of the disputed versions begins with {entry}."),
            say("Nothing was changed. Look at the disputes again; somebody may have decided it."),
            code=2,
            entry=entry[:64],
        )
    return resolve(desk, inspection, fits[0].subject, keep=entry, kind=fits[0].kind, reason=reason)


def in_words(desk: Desk, told: Told, one: Dispute) -> Disputed:
    """One dispute in words."""
    return Disputed(
        one.kind,
        one.subject,
        told.where(one.kind, one.subject),
        told.field(one.kind, one.subject),
        tuple(_version(desk, told, one, stood) for stood in one.stands),
        is_decided_by_keeping(one.kind),
    )


def _version(desk: Desk, told: Told, one: Dispute, stood: Stood) -> Version:
    person = told.inspection.people.get(stood.writer)
    who = person.name if person is not None and person.name else told.words("desk {desk}", desk=stood.desk[:6])
    said = told.value(one.kind, one.subject, _value(stood))
    return Version(stood.id, said, who, stood.wall, stood.desk, stood.desk == desk.id)


def _value(stood: Stood) -> object:
    try:
        return msgspec.json.decode(stood.value) if stood.value else None
    except (ValueError, RecursionError):
        return None
