"""Backups: whole copies made while the desk is open, proven by opening them, kept ten and one a day.

A copy is made by SQLite's backup interface under the same key, never as a file. The key file goes along, so
that a backup and the passphrase are enough. Photos need no second copy here: they are written once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from auditapp.store import durable, troubles, vault
from auditapp.store.database import Database, copy_database, open_database
from auditapp.store.vault import Keys
from auditapp.words import Trouble, say

FOLDER: Final = "backups"
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
NEWEST: Final = 10
DAYS: Final = 14
DUE: Final = timedelta(minutes=15)
Progress: TypeAlias = Callable[[int, int], object]
"""Called with (pages copied, pages in all)."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: where, when it was made (UTC), how many bytes."""

    path: Path
    made: datetime
    bytes: int


class Backups:
    """The backups of one desk folder. ``db`` is set once the database is open."""

    def __init__(self, folder: Path, keys: Keys, *, clock: Callable[[], datetime]) -> None:
        self.folder, self.desk_folder = folder / FOLDER, folder
        self._keys, self._clock = keys, clock
        self.db: Database | None = None

    def all(self) -> list[Backup]:
        """Every backup, newest first. Raises `Trouble` when the folder cannot be read."""
        try:
            paths = list(self.folder.glob("desk-*.db"))
        except OSError as error:
            raise troubles.of_os(error, self.folder) from error
        found = []
        for path in paths:
            try:
                made = datetime.strptime(path.stem.removeprefix("desk-"), _STAMP).replace(tzinfo=UTC)
                found.append(Backup(path, made, path.stat().st_size))
            except (ValueError, OSError):
                continue  # not one of ours, or just gone
        return sorted(found, key=lambda backup: backup.made, reverse=True)

    def make(self, target: Path | None = None, *, progress: Progress | None = None) -> Path:
        """A proven copy of the database as it is now; *target* for one elsewhere (a stick). Raises `Trouble`, and
        whatever *progress* raises; then nothing is left behind."""
        if self.db is None:
            raise RuntimeError("no database is open")
        if target is None:
            durable.make_folder(self.folder)
            stamp = self._clock().astimezone(UTC).strftime(_STAMP)
            target = self.folder / f"desk-{stamp}.db"
        self._refuse_foreign_vault(target.parent)
        copy_database(self.db, target, self._keys.database, progress=progress)
        self.prove(target)
        self.keep_vault(target.parent)
        if target.parent == self.folder:
            self.thin()
        return target

    def make_when_due(self) -> Path | None:
        """A backup when the newest is older than a quarter of an hour (or the clock went back)."""
        newest = next(iter(self.all()), None)
        now = self._clock().astimezone(UTC)
        if newest is not None and timedelta(0) <= now - newest.made < DUE:
            return None
        return self.make()

    def prove(self, path: Path) -> int:
        """Open a backup and check every page; the number of its entries. Raises `Trouble` for a bad one."""
        with proven(path, self._keys.database) as copy:
            found = copy.one("SELECT count(*) FROM sqlite_master WHERE name = 'entry'")
            return int(copy.one("SELECT count(*) FROM entry")) if found else 0

    def thin(self) -> list[Path]:
        """Delete backups beyond the newest ten and the newest of each of the last fourteen days."""
        every = self.all()
        kept = {backup.path for backup in every[:NEWEST]}
        days: dict[object, Path] = {}
        for backup in every:
            days.setdefault(backup.made.date(), backup.path)
        kept |= set(list(days.values())[:DAYS])
        gone = [backup.path for backup in every if backup.path not in kept]
        for path in gone:
            path.unlink(missing_ok=True)
        return gone

    def _refuse_foreign_vault(self, folder: Path) -> None:
        """Another desk's key file must never be written over: without it that desk's backups are lost."""
        if (folder / vault.FILE).exists() and vault.name_of(folder) != self._keys.vault:
            raise Trouble(
                say("Another desk's backup lies here"),
                say("{folder} holds the key file of another desk."),
                say("Nothing was written. Choose an empty folder for this desk's backup."),
                code=2,
                folder=str(folder),
            )

    def keep_vault(self, folder: Path) -> None:
        """Lay the desk's key file beside the backups in *folder*: the passphrase opens them too."""
        try:
            content = (self.desk_folder / vault.FILE).read_bytes()
        except OSError as error:
            raise troubles.of_os(error, self.desk_folder / vault.FILE) from error
        durable.write_whole(folder / vault.FILE, content)


@contextmanager
def proven(path: Path, key: bytes) -> Iterator[Database]:
    """A copy whose every page was checked. Raises `Trouble` for a bad one."""
    with open_database(path, key, read_only=True) as copy:
        if copy.quick_check():
            raise troubles.damaged(path)
        yield copy
    forget_logs(path)


def forget_logs(path: Path) -> None:
    """Take away what reading a database left beside it, or what would spoil the next one of its name."""
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def put_aside(place: Path, target: Path) -> Path | None:
    """Put the database at *place* into the folder *target*; where it lies now, None when there was none. Database and
    log belong together, so both go."""
    if not place.exists():
        return None
    durable.make_folder(target)
    try:
        for end in ("", "-wal", "-shm"):
            part = place.with_name(place.name + end)
            if part.exists():
                durable.replace(part, target / part.name)
        durable.sync_folder(target)
    except OSError as error:
        raise troubles.of_os(error, target) from error
    return target / place.name


def no_backup(folder: Path) -> Trouble:
    return Trouble(
        say("There is no backup"),
        say("{folder} holds no backup that can be opened."),
        say("Nothing was changed."),
        folder=str(folder),
    )
