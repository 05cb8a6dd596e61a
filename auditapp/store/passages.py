"""Parts of a journal, read without walking the whole of it: the end of a strand, what is about one thing, what takes
entries back. An inspection may have 40,000 entries, and a key press must not read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from auditapp.inspection import facts
from auditapp.journal.entry import Entry
from auditapp.store.database import Database

BY_SLOT: Final = "entry INDEXED BY entry_of_slot"
"""Left to itself SQLite walks the whole inspection instead: 0.2 s a question at 40,000 entries."""
_COLUMNS: Final = "head, signature, value, salt"
_FIRST_PORTION: Final = 8
_LARGEST_PORTION: Final = 256
"""Entries read at once when going back: few, for the last deed is mostly what is asked for; then ever more."""
_AT_ONCE: Final = 500


def backwards(db: Database, inspection: str, desk: str) -> Iterator[Entry]:
    """The entries of a desk's strand, the newest first, read in portions while somebody goes on asking."""
    end = int(db.one("SELECT max(seq) FROM entry WHERE inspection = ? AND desk = ?", (inspection, desk)) or 0) + 1
    portion = _FIRST_PORTION
    while end > 1:
        start = max(1, end - portion)
        yield from _read(
            db,
            f"SELECT {_COLUMNS} FROM entry WHERE inspection = ? AND desk = ? AND seq >= ? AND seq < ?"
            " ORDER BY seq DESC, aside",
            (inspection, desk, start, end),
        )
        end, portion = start, min(2 * portion, _LARGEST_PORTION)


def after(db: Database, inspection: str, desk: str, seq: int, most: int = 0) -> list[Entry]:
    """The entries of a desk's strand with one of the *most* numbers after *seq* (0: all), all branches of a fork."""
    limit = "" if not most else " AND seq <= ?"
    return _read(
        db,
        f"SELECT {_COLUMNS} FROM entry WHERE inspection = ? AND desk = ? AND seq > ?{limit} ORDER BY seq, aside",
        (inspection, desk, seq, *((seq + most,) if most else ())),
    )


def portions(db: Database, inspection: str) -> Iterator[list[Entry]]:
    """All entries, those lying aside included, strand by strand, a few hundred at once."""
    for desk, end in db.rows("SELECT desk, max(seq) FROM entry WHERE inspection = ? GROUP BY desk", (inspection,)):
        for start in range(1, int(end) + 1, _LARGEST_PORTION):
            yield _read(
                db,
                f"SELECT {_COLUMNS} FROM entry WHERE inspection = ? AND desk = ? AND seq >= ? AND seq < ?"
                " ORDER BY seq, aside",
                (inspection, str(desk), start, start + _LARGEST_PORTION),
            )


def beginning_with(db: Database, inspection: str, key: str, most: int = 2) -> list[Entry]:
    """The first *most* entries whose id begins with *key* (hex digits)."""
    return _read(
        db,
        f"SELECT {_COLUMNS} FROM entry WHERE id >= ? AND id < ? AND +inspection = ? ORDER BY id LIMIT ?",
        (key, key + "g", inspection, most),
    )


def of_slot(db: Database, inspection: str, kind: str, subject: str) -> list[Entry]:
    """All entries of one slot or pile, withdrawn and replaced ones included, strand by strand."""
    return _read(
        db,
        f"SELECT {_COLUMNS} FROM {BY_SLOT} WHERE inspection = ? AND kind = ? AND subject = ? ORDER BY desk, seq, aside",
        (inspection, kind, subject),
    )


def about(db: Database, inspection: str, subject: str) -> list[Entry]:
    """The entries of whatever kind that name *subject*, withdrawn and replaced ones included, strand by strand."""
    return _of_kinds(db, inspection, "subject = ?", (subject,))


def at_samples(db: Database, inspection: str, item: str) -> list[Entry]:
    """The entries at the places of an item's samples (``WP-2.2@S1`` …), strand by strand."""
    return _of_kinds(db, inspection, "subject > ? AND subject < ?", (f"{item}@", f"{item}A"))


def takers(db: Database, inspection: str, ids: Iterable[str], kinds: Sequence[str] = (facts.WITHDRAW,)) -> list[Entry]:
    """The withdrawals that name one of *ids*, those that name these, and so on."""
    found: dict[str, Entry] = {}
    names = list(ids)
    while names:
        name = names.pop()
        for kind in kinds:
            for entry in of_slot(db, inspection, kind, name):
                if entry.id not in found:
                    found[entry.id] = entry
                    names.append(entry.id)
    return list(found.values())


def _of_kinds(db: Database, inspection: str, where: str, values: tuple[str, ...]) -> list[Entry]:
    found: list[Entry] = []
    every = _kinds(db, inspection)
    for start in range(0, len(every), _AT_ONCE):
        kinds = every[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(kinds))
        found += _read(
            db,
            f"SELECT {_COLUMNS} FROM {BY_SLOT} WHERE inspection = ? AND kind IN ({marks}) AND {where}",
            (inspection, *kinds, *values),
        )
    return sorted(found, key=lambda entry: (entry.head.desk, entry.head.seq, entry.id))


def _kinds(db: Database, inspection: str) -> list[str]:
    """The kinds that occur, stepping from one to the next: as many steps as there are kinds."""
    return [
        str(kind)
        for (kind,) in db.rows(
            "WITH RECURSIVE step(kind) AS ("
            f" SELECT min(kind) FROM {BY_SLOT} WHERE inspection = ?"
            f" UNION ALL SELECT (SELECT min(kind) FROM {BY_SLOT} WHERE inspection = ? AND kind > step.kind)"
            " FROM step WHERE step.kind IS NOT NULL"
            ") SELECT kind FROM step WHERE kind IS NOT NULL",
            (inspection, inspection),
        )
    ]


def _read(db: Database, sql: str, values: Sequence[Any]) -> list[Entry]:
    return [Entry.from_stored(*row, trusted=True) for row in db.rows(sql, values)]
