"""One encrypted SQLite file: how it is opened, written in transactions, checked and copied.

SQLite comes from `sqlcipher3`, never from the system (proof.md: the WAL reset bug of 3.7.0-3.51.2), and
sqlite-utils is made to use it by the ``pysqlite3`` alias below (exchange.md C). One connection writes, in
one thread, in one process: see `desk_folder` for the lock. Statements on the hot path are plain SQL, because
importing sqlite-utils costs more than a hundred answers. (Head office's hub opens several connections, in several
processes; it hands them from thread to thread and never has two threads at one.)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlcipher3 import dbapi2 as sqlite

from auditapp.store import durable, troubles

# Before anybody imports sqlite_utils: it takes "pysqlite3" when there is one. Without this it would use
# the system's SQLite for its error classes, and the two libraries must never meet on one file.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlite)

MINIMUM_SQLITE: Final = (3, 51, 3)
BUSY_MILLISECONDS: Final = 5_000
CACHE_KIB: Final = 16 * 1024
PAGES_AT_ONCE: Final = 2_000
"""Pages (4 KiB) copied between two words about how far it is."""
LOG_PAGES: Final = 2_000
"""Pages in the log after which a commit moves them into the file itself, however long that takes: some 200 answers
without a quiet moment (see `Database.settle`)."""
LOG_ROOM: Final = 32 + LOG_PAGES * (24 + 4096)
"""Bytes of a log with so many pages."""
_ROOM_AT_ONCE: Final = 256 * 1024


class Database:
    """An open database. Make one with `open_database`; close it, or use it in a ``with`` block."""

    def __init__(self, path: Path, connection: Any, *, read_only: bool) -> None:
        self.path, self.read_only = path, read_only
        self._connection = connection
        self._savepoints = 0
        self._afterwards: list[Callable[[], None]] = []
        self.unsettled = 0
        """Transactions since the log was moved into the file at a quiet moment."""
        self.on_full: Callable[[], object] | None = None
        """Called when the disk was full, after the transaction is gone: gives up the ballast."""

    @property
    def connection(self) -> Any:
        """The bare connection, for sqlite-utils and for copies; nothing outside `store` may ask for it."""
        return self._connection

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """One statement. Raises `Trouble` for the world's faults and SQLite's own error for ours."""
        try:
            return self._connection.execute(sql, values)
        except sqlite.Error as error:
            raise self._told(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each of *rows*."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite.Error as error:
            raise self._told(error) from error

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows, as tuples."""
        try:
            return list(self._connection.execute(sql, values).fetchall())
        except sqlite.Error as error:
            raise self._told(error) from error

    def row(self, sql: str, values: Sequence[Any] = ()) -> Any | None:
        """The first row, or None."""
        try:
            return self._connection.execute(sql, values).fetchone()
        except sqlite.Error as error:
            raise self._told(error) from error

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All statements of the block or none. On leaving it they are on the drive (one sync).

        Blocks may be nested: an inner one that fails takes back only its own statements.
        """
        if self._connection.in_transaction:
            self._savepoints += 1
            name = f"inner_{self._savepoints}"
            self.run(f"SAVEPOINT {name}")
            try:
                yield
            except BaseException:
                if self._connection.in_transaction:
                    self.run(f"ROLLBACK TO {name}")
                    self.run(f"RELEASE {name}")
                raise
            finally:
                self._savepoints -= 1
            self.run(f"RELEASE {name}")
            return
        self._afterwards.clear()
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException as error:
            # A full disk has already rolled back; asking again would hide the real error (proof.md B.3).
            if self._connection.in_transaction:
                with suppress(sqlite.Error):
                    self._connection.execute("ROLLBACK")
            self._afterwards.clear()
            if self.on_full is not None and troubles.is_full(error):
                self.on_full()
            raise
        self.unsettled += 1
        for deed in self._afterwards:
            deed()
        self._afterwards.clear()

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Within the block everything is read as it stands at its beginning, whatever another connection writes."""
        self.run("BEGIN")
        try:
            self.one("SELECT count(*) FROM sqlite_master")  # a transaction begins with its first look
            yield
        finally:
            self.run("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)

    @property
    def changed(self) -> bool:
        """Was anything written through this connection?"""
        return bool(self._connection.total_changes)

    def afterwards(self, deed: Callable[[], None]) -> None:
        """Do *deed* when the running transaction is on the drive; never when it is taken back."""
        self._afterwards.append(deed)

    def quick_check(self) -> list[str]:
        """What is wrong with the file's pages; an empty list when nothing is."""
        try:
            found = [str(row[0]) for row in self._connection.execute("PRAGMA quick_check(20)").fetchall()]
            broken = [str(row[0]) for row in self._connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        except sqlite.Error as error:
            if troubles.of_sqlite(error, self.path) is None:
                raise
            return [str(error)]
        return [line for line in found if line != "ok"] + broken[:20]

    def checkpoint(self) -> None:
        """Move the log into the file and leave it empty."""
        if not self.read_only:
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")
            self.unsettled = 0

    def settle(self) -> None:
        """Move the log into the file, so that no commit has to. The log keeps its length and is written over from its
        beginning: a commit that makes a file longer waits for the file system's own journal as well, and so for
        whatever else is being written (photos), which doubles the slow ones."""
        if not self.read_only:
            self.run("PRAGMA wal_checkpoint(PASSIVE)")
            self.unsettled = 0

    def make_room(self) -> bool:
        """Make the log longer by one portion, up to `LOG_ROOM`; True when that is not reached yet. SQLite leaves
        what lies behind the log's last commit alone until it writes there, and zeros are never taken for a commit:
        they bear neither a page's number nor the log's salt. Only this thread writes, so nothing is written over.
        """
        log = self.path.with_name(self.path.name + "-wal")
        if self.read_only or self.in_transaction or not log.is_file():
            return False
        with suppress(OSError), log.open("rb+") as stream:  # a full disk does not keep anyone from answering
            length = stream.seek(0, os.SEEK_END)
            if length < LOG_ROOM:
                stream.write(bytes(min(_ROOM_AT_ONCE, LOG_ROOM - length)))
                stream.flush()
                durable.sync_file(stream.fileno())
                return length + _ROOM_AT_ONCE < LOG_ROOM
        return False

    def close(self) -> None:
        """Checkpoint and close. A checkpoint that cannot be made loses nothing: the log stays beside the file."""
        if not self.read_only:
            with suppress(sqlite.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _told(self, error: Exception) -> Exception:
        return troubles.of_sqlite(error, self.path) or error


def open_database(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    any_thread: bool = False,
    patience: float = BUSY_MILLISECONDS / 1000,
) -> Database:
    """Open or create the encrypted database at *path* with the raw 32-byte *key*.

    *any_thread*: it may be handed to another thread, by somebody who sees to it that only one has it at a time.
    *patience*: seconds to wait for another connection's transaction to end.

    Raises `Trouble`: SQLite too old, wrong key or not a database, damaged, disk full, read-only, in use.
    """
    if sqlite.sqlite_version_info < MINIMUM_SQLITE:
        raise troubles.old_sqlite(sqlite.sqlite_version, ".".join(map(str, MINIMUM_SQLITE)))
    if len(key) != 32:
        raise ValueError("a database key has 32 bytes")
    try:
        connection = _read_only(path, key) if read_only else _read_write(path, key, any_thread, patience)
    except sqlite.Error as error:
        told = troubles.of_sqlite(error, path)
        if told is None:
            raise
        raise told from error
    return Database(path, connection, read_only=read_only)


def _read_write(path: Path, key: bytes, any_thread: bool, patience: float) -> Any:
    connection = sqlite.connect(str(path), isolation_level=None, timeout=patience, check_same_thread=not any_thread)
    try:
        _unlock(connection, key)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync=ON")
            connection.execute("PRAGMA checkpoint_fullfsync=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _read_only(path: Path, key: bytes) -> Any:
    """A second reader. On a drive that cannot be written the log's index cannot be made, so the file is then
    read as it lies, which is right only when there is no log beside it."""
    uri = path.absolute().as_uri()
    log = path.with_name(path.name + "-wal")
    ways = ["?mode=ro"] if log.exists() and log.stat().st_size else ["?mode=ro", "?mode=ro&immutable=1"]
    for way in ways:
        connection = sqlite.connect(uri + way, uri=True, isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
        try:
            _unlock(connection, key)
            return connection
        except sqlite.Error as error:
            connection.close()
            if way == ways[-1] or getattr(error, "sqlite_errorcode", 0) & 0xFF not in (8, 14):
                raise
        except BaseException:
            connection.close()
            raise
    raise AssertionError("unreachable")


def _unlock(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to stderr
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA temp_store=MEMORY")  # nothing in the clear beside the database
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")  # decrypting a page costs more than keeping it
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first page must open with this key


def copy_database(
    source: Database, target: Path, key: bytes, *, progress: Callable[[int, int], object] | None = None
) -> None:
    """A copy of the database as it is now, under the same *key*, while it may be written (never a file copy).

    *progress* is called with (pages copied, pages in all); what it raises ends the copying and leaves nothing."""

    def told(_: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
    except OSError as error:
        raise troubles.of_os(error, target.parent) from error
    copy = sqlite.connect(str(part), isolation_level=None)
    try:
        copy.execute("PRAGMA cipher_log_level=NONE")
        copy.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        source.connection.backup(copy, pages=-1 if progress is None else PAGES_AT_ONCE, progress=told)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, which can be read from a stick that is read-only
    except sqlite.Error as error:
        copy.close()
        part.unlink(missing_ok=True)
        raise (troubles.of_sqlite(error, target) or error) from error
    except BaseException:
        copy.close()
        part.unlink(missing_ok=True)
        raise
    copy.close()
    try:
        with part.open("rb+") as stream:
            durable.sync_file(stream.fileno())
        durable.replace(part, target)
        durable.sync_folder(target.parent)
    except OSError as error:
        raise troubles.of_os(error, target.parent) from error
