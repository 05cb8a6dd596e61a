"""Take back: undo and redo of one's own last deeds, and withdrawal of any own entry with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from auditapp.inspection import facts
from auditapp.journal import living
from auditapp.journal.entry import Entry
from auditapp.operations import texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, no_such_inspection, refuse_locked, testify
from auditapp.words import Trouble, say

_FENCES: Final = frozenset({"inspection", "sign-off", "amendment", "refusal", "report", "review.state", "stamped"})
"""Deeds that end the way back: what lies before them is not undone. Head office's word on a revision is one: whoever
changes it says the next one."""
UNDO: Final = "undo"
REDO: Final = "redo"
"""Reasons that mark a withdrawal as undo or redo; a person's reason is a sentence of theirs."""

_SENTENCES: Final[Mapping[str, str]] = {
    "answer": say("answer at {subject}"),
    "note": say("note at {subject}"),
    "flag": say("mark at {subject}"),
    "about": say("description {subject}"),
    "setting": say("setting {subject}"),
    "person": say("person {subject}"),
    "sample-plan": say("drawing of samples {subject}"),
    "sample": say("sample {subject}"),
    "sample-skip": say("skipping of sample {subject}"),
    "instrument": say("instrument {subject}"),
    "photo": say("photo at {subject}"),
    "photo.caption": say("caption of a photo"),
    "photo.place": say("moving of a photo"),
    "photo.clearance": say("clearance of a photo"),
    "finding": say("finding at {subject}"),
    "action": say("corrective action"),
    "attendance": say("attendance at the {subject} meeting"),
    "comment": say("comment of the unit"),
    "previous": say("last visit"),
    "assignment": say("assignment"),
    "remark": say("remark of head office"),
    "remark.reply": say("reply to a remark"),
    "remark.state": say("settling of a remark"),
}
_TAKEN_AWAY: Final[Mapping[str, str]] = {
    "photo": say("removal of a photo"),
    "finding": say("taking back of a finding"),
    "action": say("taking back of a corrective action"),
    "answer": say("taking back of the answer at {subject}"),
    "note": say("taking back of the note at {subject}"),
}
_FAMILIES: Final[Mapping[str, str]] = {
    "finding": say("change of a finding"),
    "action": say("change of a corrective action"),
    "meeting": say("record of the {subject} meeting"),
}


@dataclass(frozen=True)
class Undoable:
    """A deed that would be taken back (or put back): its entries, and its words (``sentence`` with ``values``)."""

    ids: tuple[str, ...]
    kind: str
    subject: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    places: frozenset[str] = frozenset()


def undoable(desk: Desk, inspection: str) -> Undoable | None:
    """What `undo` would take back now; None when there is nothing since the beginning or the last sign-off."""
    for deed in _deeds_back(desk, inspection):
        if _is_step(deed):
            continue
        gone = _withdrawn(desk, inspection, deed)
        alive = [entry for entry in deed if entry.id not in gone]
        if alive:
            return _named_through(desk, inspection, alive)
    return None


def redoable(desk: Desk, inspection: str) -> Undoable | None:
    """What `redo` would put back now; None when the last deed was neither an undo nor a redo."""
    for deed in _deeds_back(desk, inspection):
        if not _is_step(deed):
            return None
        if deed[0].value == {"reason": REDO}:
            continue
        gone = _withdrawn(desk, inspection, deed)
        alive = [entry for entry in deed if entry.id not in gone]
        if alive:
            targets = [found for entry in alive if (found := _entry(desk, inspection, entry.head.subject))]
            named = _named_through(desk, inspection, targets or alive)
            return replace(named, ids=tuple(entry.id for entry in alive))
    return None


def undo(desk: Desk, inspection: str) -> Changes:
    """Withdraw the last own living deed since the last sign-off, whole; a photo or finding that was taken away comes
    back. Raises `Trouble` when there is none."""
    refuse_locked(desk, inspection)
    deed = undoable(desk, inspection)
    if deed is None:
        raise Trouble(
            say("Nothing to undo"),
            say("Nothing was written at this desk that could be taken back."),
            say("Nothing was changed."),
            code=2,
        )
    return _take_back(desk, inspection, deed.ids, UNDO, "undone", deed.places)


def redo(desk: Desk, inspection: str) -> Changes:
    """Withdraw the withdrawals of the last undo. Raises `Trouble` when there is none."""
    refuse_locked(desk, inspection)
    deed = redoable(desk, inspection)
    if deed is None:
        raise Trouble(
            say("Nothing to redo"),
            say("The last deed at this desk was not an undo."),
            say("Nothing was changed."),
            code=2,
        )
    return _take_back(desk, inspection, deed.ids, REDO, "redone", deed.places)


def withdraw(desk: Desk, inspection: str, entry: str, reason: str) -> Changes:
    """Withdraw any entry of this desk (id or its beginning) with a reason: photo taken by mistake, finding dropped.
    What hangs on it (a finding's fields, its actions) goes with it."""
    reason = texts.needed(texts.line(reason), say("the reason"))
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    target = _one_of(desk, inspection, entry)
    if target.head.desk != desk.id:
        raise Trouble(
            say("Not written at this desk"),
            say("That entry was written at another desk; only that desk withdraws it."),
            say("Write your own answer or note instead; both stay."),
            code=2,
        )
    if target.head.kind in _FENCES or target.head.kind in ("desk", facts.ERASE):
        raise Trouble(
            say("That cannot be withdrawn"),
            say("An entry of kind {kind} stays."),
            say("Nothing was changed."),
            code=2,
            kind=target.head.kind,
        )
    if target.id in _withdrawn(desk, inspection, [target]):
        raise Trouble(
            say("Withdrawn already"),
            say("That entry was withdrawn before."),
            say("Nothing was changed."),
            code=2,
        )
    hanging = _hanging(desk, inspection, target)
    gone = _withdrawn(desk, inspection, hanging)
    ids = [one.id for one in hanging if one.id not in gone]
    return _take_back(desk, inspection, ids, reason, "withdrawn", _named([target]).places)


def _one_of(desk: Desk, inspection: str, key: str) -> Entry:
    """The entry of an id or the beginning of one (6 characters at least). Raises `Trouble`."""
    exact = _entry(desk, inspection, key)
    if exact is not None:
        return exact
    fits = desk.store.journals.beginning_with(inspection, key) if len(key) >= 6 else []
    if len(fits) != 1:
        raise Trouble(
            say("No such entry"),
            say("No entry, or more than one, begins with {entry}."),
            say("Nothing was changed."),
            code=2,
            entry=key[:64],
        )
    return fits[0]


def _hanging(desk: Desk, inspection: str, target: Entry) -> list[Entry]:
    """*target* and what this desk wrote about it, about that, and so on: a finding, its fields, its actions, theirs;
    in the order in which they were written."""
    found = {target.id: target}
    waiting = [target.id]
    while waiting:
        for other in desk.store.journals.about(inspection, waiting.pop()):
            if other.head.desk == desk.id and other.head.kind != facts.WITHDRAW and other.id not in found:
                found[other.id] = other
                waiting.append(other.id)
    return sorted(found.values(), key=lambda entry: entry.head.seq)


def _take_back(
    desk: Desk, inspection: str, ids: Iterable[str], reason: str, kind: str, places: Iterable[str]
) -> Changes:
    drafts = [Draft(facts.WITHDRAW, entry_id, {"reason": reason}) for entry_id in reversed(list(ids))]
    return testify(desk, inspection, kind, drafts, places=places)


def _entry(desk: Desk, inspection: str, entry_id: str) -> Entry | None:
    found = desk.store.journals.entry(entry_id)
    return found if found is not None and found.head.inspection == inspection else None


def _withdrawn(desk: Desk, inspection: str, entries: Iterable[Entry]) -> set[str]:
    """The ids that are taken back, of these *entries* (and of what takes them back)."""
    return set(living.effective(desk.store.journals.takers(inspection, [entry.id for entry in entries])))


def _deeds_back(desk: Desk, inspection: str) -> Iterator[list[Entry]]:
    """This desk's deeds, the newest first, back to the last fence. A deed's entries bear one moment (`testimony`).
    No more of the journal is read than somebody asks for."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    own = (entry for entry in desk.store.journals.backwards(inspection) if entry.head.kind != "desk")
    for _, group in groupby(own, key=lambda entry: entry.head.wall):
        deed = list(group)[::-1]
        if any(entry.head.kind in _FENCES for entry in deed):
            return
        yield deed


def _is_step(deed: list[Entry]) -> bool:
    """Is it an undo or a redo: a step on the way back and forth, not a deed that lies on it?"""
    return deed[0].head.kind == facts.WITHDRAW and deed[0].value in ({"reason": UNDO}, {"reason": REDO})


def _named_through(desk: Desk, inspection: str, deed: list[Entry]) -> Undoable:
    """The deed by name; one that took something away with a reason by what it took away."""
    if deed[0].head.kind != facts.WITHDRAW:
        return _named(deed)
    targets = [found for entry in deed if (found := _entry(desk, inspection, entry.head.subject))]
    if not targets:
        return _named(deed)
    ids = {found.id for found in targets}
    taken = _named([found for found in targets if found.head.subject not in ids])  # what the others hung on
    sentence = _TAKEN_AWAY.get(taken.kind, say("taking back of an entry"))
    return replace(taken, ids=tuple(entry.id for entry in deed), sentence=sentence)


def _named(deed: list[Entry]) -> Undoable:
    head = deed[0].head
    sentence = _SENTENCES.get(head.kind) or _FAMILIES.get(head.kind.partition(".")[0]) or say("entry of kind {kind}")
    return Undoable(
        tuple(entry.id for entry in deed),
        head.kind,
        head.subject,
        sentence,
        {"subject": head.subject, "kind": head.kind},
        frozenset({head.subject} if not head.kind.startswith(("photo.", "finding.", "action.")) else ()),
    )
