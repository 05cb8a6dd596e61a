"""The history of one place: who wrote what, when, from what to what, and what was taken back.

Only the entries about that place are read, so that it costs the same in a journal of 40,000 entries; `trail.trail` is
the whole journal, entry by entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest

from auditapp.inspection import facts, trail
from auditapp.inspection.trail import Fate, Step
from auditapp.journal.entry import Entry
from auditapp.journal.living import display_order
from auditapp.operations import look
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import no_such_inspection
from auditapp.operations.told import Told, Where
from auditapp.operations.withdraw import UNDO


@dataclass(frozen=True)
class TakenBack:
    """By whom and when an entry was taken back; ``undone``: by undo, without a reason of one's own."""

    who: str
    when: str
    undone: bool
    reason: str


@dataclass(frozen=True)
class Past:
    """One thing that was written: the ``field`` of what (``where``), ``before`` and ``after`` in words (``before``:
    several when it decided a dispute, none when it was the first), by ``who``, ``when`` by that laptop's clock (ISO),
    at which ``desk`` (``here``: this one), and what became of it (``fate``, ``taken_back``)."""

    entry: str
    kind: str
    subject: str
    where: Where
    field: str
    before: tuple[str, ...]
    after: str
    who: str
    when: str
    desk: str
    here: bool
    fate: Fate
    taken_back: TakenBack | None = None


def of_place(desk: Desk, inspection: str, place: str, *, deep: bool = True) -> tuple[Past, ...]:
    """Everything that was written at an item place, the newest first: its answers, notes and flags, its photos and
    findings with what was written about them. An item's own place ("WP-2.2") has its samples' history too. Also the
    id of a finding, an action or a photo, or "opening" and "closing". Without *deep* only what was written at the place
    itself, without the fields of its findings and photos. Raises `Trouble`: no such inspection."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    entries = _about(desk, inspection, place, deep)
    return _told(desk, inspection, entries, {entry.id for entry in entries})


def latest(desk: Desk, inspection: str, most: int = 200) -> tuple[Past, ...]:
    """The last *most* things that were written anywhere in the inspection, as the clocks say, the newest first."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    journals = desk.store.journals
    ends = [entry for strand in journals.heads(inspection) for entry in journals.ending(inspection, strand, most)]
    shown = nlargest(most, ends, key=display_order)
    slots = {(entry.head.kind, entry.head.subject) for entry in shown if not _takes(entry)}
    known = {entry.id: entry for kind, subject in slots for entry in journals.history(inspection, kind, subject)}
    return _told(desk, inspection, list(known.values()), {entry.id for entry in shown})


def _about(desk: Desk, inspection: str, place: str, deep: bool) -> list[Entry]:
    """What is written at *place*, and what hangs on that: the fields of its findings, its photos' captions …"""
    journals = desk.store.journals
    waiting, found = [place], dict[str, Entry]()
    while waiting:
        subject = waiting.pop()
        for entry in journals.about(inspection, subject, samples=subject == place and "@" not in place):
            if entry.id not in found:
                found[entry.id] = entry
                if deep and facts.is_pile(entry.head.kind):
                    waiting.append(entry.id)
    return list(found.values())


def _told(desk: Desk, inspection: str, entries: list[Entry], wanted: set[str]) -> tuple[Past, ...]:
    takers = desk.store.journals.takers(inspection, [entry.id for entry in entries], erasures=True)
    steps = trail.trail([*entries, *takers])
    by_id = {step.id: step for step in steps}
    told = Told(desk.words, look.checklist_of(desk, inspection), look.fold(desk, inspection))
    shown = [step for step in steps if step.id in wanted and not step.of and step.kind not in ("desk", facts.ERASE)]
    return tuple(_past(desk, told, step, by_id.get(step.withdrawn_by)) for step in reversed(shown))


def _past(desk: Desk, told: Told, step: Step, taker: Step | None) -> Past:
    def said(value: object) -> str:
        return told.value(step.kind, step.subject, value)

    back = TakenBack(_who(told, taker), taker.when, taker.reason == UNDO, taker.reason) if taker is not None else None
    return Past(
        entry=step.id,
        kind=step.kind,
        subject=step.subject,
        where=told.where(step.kind, step.subject),
        field=told.field(step.kind, step.subject),
        before=tuple(said(one) for one in step.before),
        after=said(step.after),
        who=_who(told, step),
        when=step.when,
        desk=step.desk,
        here=step.desk == desk.id,
        fate=step.fate,
        taken_back=back,
    )


def _who(told: Told, step: Step) -> str:
    person = told.inspection.people.get(step.writer)
    return person.name if person is not None and person.name else told.words("desk {desk}", desk=step.desk[:6])


def _takes(entry: Entry) -> bool:
    return entry.head.kind in (facts.WITHDRAW, facts.ERASE)
