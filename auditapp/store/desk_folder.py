"""A desk's folder: what lies where, how it is made on first use, opened by one program at a time, and closed.

vault.json     the wrapped key (`vault`)         desk.db, -wal, -shm   the database (`database`)
photos/ab/…    encrypted photos (`photos`)       backups/              encrypted copies (`backups`)
desk.lock      who may write                     ballast               given up when the disk is full
aside/         databases put away by a restore: never deleted by the program
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditapp.journal.desk_key import DeskKey
from auditapp.store import durable, identity, lock, migrations, troubles, vault
from auditapp.store.database import Database, open_database
from auditapp.store.identity import Mark
from auditapp.store.journals import Journals
from auditapp.store.lock import Lock
from auditapp.store.space import Limits, Space
from auditapp.store.vault import Cost, Keys, Ring
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.store.backups import Backups
    from auditapp.store.library import Library
    from auditapp.store.offices import Offices
    from auditapp.store.overview import Overview
    from auditapp.store.people import People
    from auditapp.store.photos import Photos

DATABASE: Final = "desk.db"
LOCK: Final = "desk.lock"
ERASERS: Final = "office.erasers"
"""Preference: the public keys of the company's desks whose erasures are honoured."""
_ERASERS: Final = f"SELECT value FROM preference WHERE name = '{ERASERS}'"
WAIT: Final = 10.0
"""Seconds a second program waits for the first before it says that the desk is open."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class DeskFolder:
    """An open desk folder. Make one with `open_folder`; close it, or use it in a ``with`` block.

    Its rooms are opened when somebody enters them: a list of inspections needs the journals alone.
    """

    folder: Path
    keys: Keys
    db: Database
    key: DeskKey
    journals: Journals
    space: Space
    mark: Mark
    clock: Callable[[], datetime]
    created: bool
    """This folder was made just now."""
    incarnation: str
    """Why this desk has the id it has: "" as before, else created, copied, behind (see `identity`)."""
    closed: bool = False
    _lock: Lock | None = None

    @cached_property
    def photos(self) -> Photos:
        from auditapp.store.photos import Photos

        return Photos(self.folder / "photos", self.keys, room=self.space.room_for_photo)

    @cached_property
    def library(self) -> Library:
        from auditapp.store.library import Library

        return Library(self.db)

    @cached_property
    def people(self) -> People:
        from auditapp.store.people import People

        return People(self.db)

    @cached_property
    def offices(self) -> Offices:
        from auditapp.store.offices import Offices

        return Offices(self.db)

    @cached_property
    def overview(self) -> Overview:
        from auditapp.store.overview import Overview

        return Overview(self.db)

    @cached_property
    def backups(self) -> Backups:
        return _backups(self.folder, self.keys, self.db, self.clock)

    def preference(self, name: str) -> str:
        """What this desk remembers under *name*, "" when nothing."""
        from auditapp.store import people

        return people.preference(self.db, name)

    def set_preference(self, name: str, value: str) -> None:
        from auditapp.store import people

        people.set_preference(self.db, name, value)

    def set_erasers(self, keys: Collection[str]) -> None:
        """Whose erasures are honoured (public keys, hex), from now on and of those that arrived before."""
        self.set_preference(ERASERS, " ".join(sorted(keys)))
        self.journals.erasers = frozenset(keys)
        self.journals.honour_erasures()

    @contextmanager
    def apart(self) -> Iterator[DeskFolder]:
        """The same desk to be read on another thread, through a connection of its own and as it stands now; nothing
        can be written through it. This one stays open longer than that one."""
        with open_database(self.db.path, self.keys.database, read_only=True) as db, db.at_one_moment():
            journals = Journals(db, self.key, program=self.journals.program, erasers=self.journals.erasers)
            yield replace(self, db=db, journals=journals, _lock=None)

    def checkpoint(self) -> None:
        """Move the log into the database and leave it empty."""
        self.db.checkpoint()

    def settle(self, *, least: int = 1) -> None:
        """At a quiet moment: the log goes into the database when *least* deeds stand in it, so that none of the next
        ones has to move it."""
        if not self.closed and not self.db.in_transaction and self.db.unsettled >= least:
            self.db.settle()

    def make_room(self) -> bool:
        """Give the log a portion of the room that it will need, unless the disk is short of it. True: there is more
        to do."""
        return not self.closed and self.space.free() > self.space.limits.warn and self.db.make_room()

    def close(self, *, backup: bool = True) -> None:
        """Back up when it is time to, checkpoint, give the lock back. A failed backup is never in the way.
        Closing twice is closing once."""
        if self.closed:
            return
        self.closed = True
        try:
            if backup and not self.db.read_only and self.db.changed:
                with suppress(Trouble):
                    self.backups.make_when_due()
        finally:
            self.db.close()
            self.mark.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> DeskFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def exists(folder: Path) -> bool:
    """Is there a desk in *folder*?"""
    return vault.exists(folder) or (folder / DATABASE).exists()


def open_folder(
    folder: Path,
    passphrase: str | None = None,
    *,
    ring: Ring | None = None,
    recovery: bytes | None = None,
    recovery_key: bytes | None = None,
    recovery_password: str | None = None,
    read_only: bool = False,
    wait: float = WAIT,
    program: str = "auditapp",
    erasers: Collection[str] = frozenset(),
    limits: Limits | None = None,
    marks: Path | None = None,
    cost: Cost | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> DeskFolder:
    """Open the desk in *folder*; make it when there is none, without asking anything.

    *ring* is the system's keyring (`vault.system_ring()`) or None; *recovery* the company's public key for a
    new desk; *recovery_key* its private key to open a lost one. ``read_only`` takes no lock and changes nothing.
    *marks* is where marks are kept (default: the system's folder for a program's state). Raises `Trouble`:
    passphrase needed or wrong, already open, newer version, damaged, read-only, full.
    """
    created = not exists(folder)
    if created and read_only:
        raise troubles.not_reachable(folder)
    durable.make_folder(folder)
    held = None if read_only else take_lock(folder, wait)
    try:
        if created:
            keys = vault.create(folder, passphrase, ring=ring, recovery=recovery, cost=cost)
        else:
            keys = vault.unlock(
                folder, passphrase, ring=ring, recovery_key=recovery_key, recovery_password=recovery_password
            )
        return _opened(
            folder,
            keys,
            held,
            read_only=read_only,
            program=program,
            erasers=erasers,
            limits=limits,
            marks=marks,
            clock=clock,
        )
    except BaseException:
        if held is not None:
            held.release()
        raise


def _opened(
    folder: Path,
    keys: Keys,
    held: Lock | None,
    *,
    read_only: bool,
    program: str,
    erasers: Collection[str],
    limits: Limits | None,
    marks: Path | None,
    clock: Callable[[], datetime],
) -> DeskFolder:
    path = folder / DATABASE
    if not path.exists():
        _refuse_lost_database(folder)
    space = Space(folder, limits)
    db = _database_with_room(path, keys, space, read_only=read_only)
    try:
        db.on_full = space.spend_ballast
        migrations.migrate(db, before=lambda: _backups(folder, keys, db, clock).make())
        mark = Mark(marks if marks is not None else marks_folder(), keys.vault)
        lives = len(identity.incarnations(db))
        key = identity.current(db, keys, mark, now=clock().isoformat(timespec="seconds"))
        known = identity.incarnations(db)
        journals = Journals(
            db,
            key,
            program=program,
            erasers=erasers or frozenset(str(db.one(_ERASERS) or "").split()),
            written=lambda entry: identity.remember(mark, entry),
        )
        if not read_only:
            space.lay_ballast()
    except BaseException:
        db.close()
        raise
    return DeskFolder(
        folder=folder,
        keys=keys,
        db=db,
        key=key,
        journals=journals,
        space=space,
        mark=mark,
        clock=clock,
        created=lives == 0,
        incarnation=known[-1].reason if len(known) > lives else "",
        _lock=held,
    )


def _backups(folder: Path, keys: Keys, db: Database, clock: Callable[[], datetime]) -> Backups:
    from auditapp.store.backups import Backups

    made = Backups(folder, keys, clock=clock)
    made.db = db
    return made


def _database_with_room(path: Path, keys: Keys, space: Space, *, read_only: bool) -> Database:
    """Open it; on a full disk not even the log's index can be made, so the ballast goes first."""
    try:
        return open_database(path, keys.database, read_only=read_only)
    except Trouble as trouble:
        if read_only or not troubles.is_full(trouble) or not space.spend_ballast():
            raise
        return open_database(path, keys.database)


def take_lock(folder: Path, wait: float = WAIT) -> Lock:
    """The one-writer lock of *folder*; freed by the system when its holder dies. Raises `Trouble`."""
    try:
        return lock.take(folder / LOCK, wait)
    except lock.Held:
        raise troubles.in_use(folder) from None
    except OSError as error:
        raise troubles.of_os(error, folder) from error


def marks_folder() -> Path:
    """Where this computer keeps its marks: local state, outside every desk folder."""
    import platformdirs

    return Path(platformdirs.user_state_dir("auditapp", appauthor=False)) / "marks"


def _refuse_lost_database(folder: Path) -> None:
    """A folder with photos or backups but no database has lost it: never begin a new one over that."""
    for trace in ("photos", "backups"):
        if any((folder / trace).glob("*")):
            raise Trouble(
                say("The database is missing"),
                say("{folder} holds photos or backups but no database."),
                say("Nothing was changed. Restore the newest backup."),
                folder=str(folder),
            )
