"""Bringing a desk back from a backup, and saving what can be saved from a damaged database.

The database that was there is put aside, never overwritten and never deleted. What it still holds beyond the
backup is read row by row and taken in like anything from elsewhere: hash, chain and signature must fit. The
desk then goes on under a new incarnation, because numbers it gave since the backup may be out in the world.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditapp.journal.entry import Entry, NotCanonical
from auditapp.store import backups, desk_folder, durable, identity, migrations, troubles
from auditapp.store.database import Database, copy_database, open_database
from auditapp.store.identity import Mark
from auditapp.store.journals import Journals
from auditapp.store.vault import Keys
from auditapp.words import Trouble


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``saved``: entries newer than the backup taken over from the old database;
    ``aside``: where that database lies now (None when there was none)."""

    backup: Path
    entries: int
    saved: int
    aside: Path | None
    desk: str


def restore(
    folder: Path,
    keys: Keys,
    *,
    backup: Path | None = None,
    wait: float = desk_folder.WAIT,
    marks: Path | None = None,
    clock: Callable[[], datetime] = desk_folder.utc_now,
) -> Restored:
    """Put *backup* (default: the newest that opens) in the database's place. The desk must not be open.

    Raises `Trouble`: no backup that opens, in use, disk full. Until the last rename the old database stands.
    """
    lock = desk_folder.take_lock(folder, wait)
    try:
        kept = backups.Backups(folder, keys, clock=clock)
        chosen = _chosen(kept, backup, folder)
        now = clock().astimezone(UTC)
        place = folder / desk_folder.DATABASE
        ready = folder / "desk.restoring.db"
        backups.forget_logs(ready)
        with open_database(chosen, keys.database, read_only=True) as source:
            copy_database(source, ready, keys.database)
        backups.forget_logs(chosen)
        with open_database(ready, keys.database) as db:
            migrations.migrate(db)
            mark = Mark(marks if marks is not None else desk_folder.marks_folder(), keys.vault)
            key = identity.new_incarnation(db, keys, mark, now=now.isoformat(timespec="seconds"), reason="restored")
            mark.close()
            saved = _save_from(place, keys, Journals(db, key))
            count = int(db.one("SELECT count(*) FROM entry"))
        aside = backups.put_aside(place, folder / "aside" / now.strftime("%Y%m%dT%H%M%S%fZ"))
        try:
            durable.replace(ready, place)
            durable.sync_folder(folder)
        except OSError as error:
            raise troubles.of_os(error, folder) from error
        return Restored(chosen, count, saved, aside, key.desk)
    finally:
        lock.release()


def salvage(path: Path, keys: Keys) -> dict[str, list[Entry]]:
    """Every entry that can still be read from a damaged database, by inspection. Raises nothing.

    After a bad page the connection stays in error, so it is opened anew; a row that cannot be read is left out.
    """
    found: dict[str, list[Entry]] = defaultdict(list)
    with suppress(Trouble):
        for inspection, desk, highest in _strands(path, keys):
            for entry in _strand(path, keys, inspection, desk, highest):
                found[inspection].append(entry)
    return dict(found)


def _strands(path: Path, keys: Keys) -> list[tuple[str, str, int]]:
    with open_database(path, keys.database, read_only=True) as db:
        return [
            (str(i), str(d), int(n))
            for i, d, n in db.rows("SELECT inspection, desk, max(seq) FROM entry GROUP BY inspection, desk")
        ]


def _strand(path: Path, keys: Keys, inspection: str, desk: str, highest: int) -> list[Entry]:
    """A strand's readable entries: in one go, and around a bad page number by number."""
    question = "SELECT head, signature, value, salt FROM entry WHERE inspection = ? AND desk = ?"
    with suppress(Trouble), open_database(path, keys.database, read_only=True) as db:
        return _entries(db.rows(question, (inspection, desk)))
    found: list[Entry] = []
    opened: Database | None = None
    for seq in range(1, highest + 1):
        try:
            if opened is None:
                opened = open_database(path, keys.database, read_only=True)
            found += _entries(opened.rows(question + " AND seq = ?", (inspection, desk, seq)))
        except Trouble:
            if opened is not None:
                opened.close()
            opened = None
    if opened is not None:
        opened.close()
    return found


def _entries(rows: list[Any]) -> list[Entry]:
    found = []
    for row in rows:
        with suppress(NotCanonical):
            found.append(Entry.from_stored(*row))
    return found


def _save_from(place: Path, keys: Keys, journals: Journals) -> int:
    saved = 0
    if place.exists():
        for inspection, entries in salvage(place, keys).items():
            accepted = journals.receive(inspection, entries)
            saved += len(accepted.new) + len(accepted.aside)
    return saved


def _chosen(kept: backups.Backups, wished: Path | None, folder: Path) -> Path:
    if wished is not None:
        kept.prove(wished)
        return wished
    for backup in kept.all():
        with suppress(Trouble):
            kept.prove(backup.path)
            return backup.path
    raise backups.no_backup(folder)
