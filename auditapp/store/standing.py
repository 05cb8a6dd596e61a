"""The projection of entries that stand: one row each, kept in the entries' own transaction.

`journal.living` holds the rule; this file only saves reading the whole journal. The rows can be dropped and
rebuilt at any time, and a test compares them with the rule after every step of random schedules. Unknown
kinds have a row while they are live, so that they can be shown as made with a newer version.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Final

from auditapp.inspection import facts
from auditapp.inspection.stood import Stood
from auditapp.journal import living
from auditapp.journal.entry import FORMAT, Entry
from auditapp.journal.steps import at_once
from auditapp.journal.strand import DESK
from auditapp.store import passages
from auditapp.store.database import Database

_STOOD: Final = "id, kind, subject, desk, seq, wall, writer, value"
_REBUILD_FROM: Final = 400
"""So many entries at once are cheaper to rebuild from than to work in one by one."""


def read(db: Database, inspection: str) -> list[Stood]:
    return list(map(Stood._make, db.rows(f"SELECT {_STOOD} FROM standing WHERE inspection = ?", (inspection,))))


def read_slot(db: Database, inspection: str, kind: str, subject: str) -> list[Stood]:
    return list(
        map(
            Stood._make,
            db.rows(
                f"SELECT {_STOOD} FROM standing WHERE inspection = ? AND kind = ? AND subject = ?",
                (inspection, kind, subject),
            ),
        )
    )


def add(db: Database, entry: Entry) -> None:
    """Work in one entry that this desk has just written (its id is new, so nothing names it yet)."""
    head = entry.head
    if facts.is_slot(head.kind):
        stand = {
            str(i)
            for (i,) in db.rows(
                "SELECT id FROM standing WHERE inspection = ? AND kind = ? AND subject = ?",
                (head.inspection, head.kind, head.subject),
            )
        }
        if not stand.issuperset(head.replaces):
            restand(db, head.inspection, {(head.kind, head.subject)})
            return
        # All it replaces are standing, and no standing write has another for an ancestor: so only they go.
        for replaced in head.replaces:
            db.run(
                "DELETE FROM standing WHERE inspection = ? AND kind = ? AND subject = ? AND id = ?",
                (head.inspection, head.kind, head.subject, replaced),
            )
        _insert(db, entry)
    elif head.kind == facts.WITHDRAW:
        restand(db, head.inspection, touched(db, head.inspection, [entry]))
    elif head.kind != facts.ERASE:
        _insert(db, entry)


def updating(db: Database, inspection: str, entries: Iterable[Entry]) -> Generator[None, None, None]:
    """Work in entries that came from elsewhere, in any order; in steps."""
    given = list(entries)
    if len(given) >= _REBUILD_FROM:
        yield from rebuilding(db, inspection)
        return
    for slot in touched(db, inspection, given):
        restand(db, inspection, (slot,))
        yield


def rebuild(db: Database, inspection: str) -> None:
    """Drop the rows of *inspection* and make them anew from its entries."""
    at_once(rebuilding(db, inspection))


def rebuilding(db: Database, inspection: str) -> Generator[None, None, None]:
    """`rebuild` in steps. (Only the rule itself takes one that grows with the journal: 0.1 s at 40,000 entries.)"""
    db.run("DELETE FROM standing WHERE inspection = ?", (inspection,))
    every: list[Entry] = []
    for portion in passages.portions(db, inspection):
        every += portion
        yield
    stand = of(every)
    yield
    for entry in stand:
        _insert(db, entry)
        yield


def differs(db: Database, inspection: str) -> str:
    """The id of an entry whose row is missing, too many or other than the rule says; "" when all are right."""
    right = {row.id: row for row in map(row_of, of(_entries(db, "inspection = ?", (inspection,))))}
    kept = {row.id: row for row in read(db, inspection)}
    return next((one for one in sorted(right.keys() | kept.keys()) if right.get(one) != kept.get(one)), "")


def row_of(entry: Entry) -> Stood:
    """The row of an entry that stands."""
    head = entry.head
    return Stood(
        entry.id, shown_kind(entry), head.subject, head.desk, head.seq, head.wall, head.writer, entry.value_bytes
    )


def of(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that have a row, of a whole journal: every standing write (equal ones too, for the next
    write replaces them all), the live entries of piles, and what this version does not know."""
    every = list(entries)
    lives = living.living(every, is_slot=facts.is_slot, is_pile=facts.is_pile)
    by_id = {entry.id: entry for entry in every}
    return [
        *(by_id[name] for names in lives.named.values() for name in names),
        *(entry for heap in lives.piles.values() for entry in heap),
        *lives.unknown,
    ]


def shown_kind(entry: Entry) -> str:
    """The row's kind. An entry of a later version has one that no program knows, so that it is listed as newer
    and never read as if it were ours."""
    return entry.head.kind if entry.head.v == FORMAT else f"v{entry.head.v} {entry.head.kind}"


def touched(db: Database, inspection: str, entries: Iterable[Entry]) -> set[living.Slot]:
    """The slots and piles whose standing *entries* may change; a withdrawal touches what it takes back."""
    found: set[living.Slot] = set()
    for entry in entries:
        kind, subject, version = entry.head.kind, entry.head.subject, entry.head.v
        followed: set[str] = set()
        while kind == facts.WITHDRAW and version == FORMAT and subject not in followed:
            followed.add(subject)
            target = _entries(db, "id = ? AND inspection = ?", (subject, inspection))
            if not target:
                break  # not here yet; when it comes, its own slot is touched
            kind, subject, version = target[0].head.kind, target[0].head.subject, target[0].head.v
        found.add((kind, subject))
    return found


def restand(db: Database, inspection: str, slots: Iterable[living.Slot]) -> None:
    """Compute the rows of these slots and piles anew."""
    for kind, subject in slots:
        entries = passages.of_slot(db, inspection, kind, subject)
        known = [entry for entry in entries if entry.head.v == FORMAT]
        for entry in entries:
            if entry.head.v != FORMAT:
                _insert(db, entry)
        if kind in (facts.WITHDRAW, facts.ERASE):
            continue
        if facts.is_slot(kind):
            stand: Iterable[Entry] = living.slot_writes(
                known, passages.takers(db, inspection, [entry.id for entry in known])
            )
        elif facts.is_pile(kind) and kind != DESK:
            taken_back = living.effective(passages.takers(db, inspection, [entry.id for entry in known]))
            stand = [entry for entry in known if entry.id not in taken_back]
        else:
            stand = known
        db.run("DELETE FROM standing WHERE inspection = ? AND kind = ? AND subject = ?", (inspection, kind, subject))
        for entry in stand:
            _insert(db, entry)


def _insert(db: Database, entry: Entry) -> None:
    db.run(
        f"INSERT OR REPLACE INTO standing (inspection, {_STOOD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (entry.head.inspection, *row_of(entry)),
    )


def _entries(db: Database, where: str, values: tuple[str, ...]) -> list[Entry]:
    return [
        Entry.from_stored(*row, trusted=True)
        for row in db.rows(f"SELECT head, signature, value, salt FROM entry WHERE {where}", values)
    ]
