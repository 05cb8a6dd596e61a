"""SQLite as the hub's base: one encrypted file in the hub's folder, several connections, several processes.

Readers never wait. Writers queue: in this process at a lock, which is fair, and between processes at SQLite's own,
which asks again and again. The key lies in a file apart from the database, so that a copy of the database alone tells
nothing.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from auditapp.hub.keeping import troubles
from auditapp.hub.keeping.base import Session
from auditapp.store import durable, whereabouts
from auditapp.store import troubles as disk
from auditapp.store.database import Database, open_database
from auditapp.words import Trouble

KEY_BYTES: Final = 32
PATIENCE: Final = 30.0
"""Seconds a writer waits for its turn before the request is refused."""
_IDLE: Final = 8
"""Connections kept open between requests."""


class SqliteBase:
    """See `base.Base`. Close it when no other thread uses it any more."""

    name = "sqlite"

    def __init__(self, path: Path, key: bytes, *, patience: float = PATIENCE) -> None:
        self.path, self.place = path, str(path)
        self.key, self._patience = key, patience
        self._writer = threading.Lock()
        self._idle: list[Database] = []
        self._closed = False
        self._put_back(self._taken())  # a wrong key or a full disk is told now

    @contextmanager
    def deed(self, *, durable: bool = True) -> Iterator[Session]:
        if not self._writer.acquire(timeout=self._patience):
            raise troubles.busy(self.place)
        try:
            with self._connection() as db:
                if not durable:
                    db.run("PRAGMA synchronous=NORMAL")
                try:
                    with db.atomic():
                        yield SqliteSession(db)
                finally:
                    if not durable:
                        db.run("PRAGMA synchronous=FULL")
        except Trouble as trouble:
            if trouble.title == disk.in_use(self.path).title:
                raise troubles.busy(self.place) from trouble
            raise
        finally:
            self._writer.release()

    @contextmanager
    def look(self) -> Iterator[Session]:
        with self._connection() as db, db.at_one_moment():
            yield SqliteSession(db)

    def bytes(self) -> int:
        found = 0
        for end in ("", "-wal"):
            with suppress(FileNotFoundError):
                found += self.path.with_name(self.path.name + end).stat().st_size
        return found

    def careless(self) -> str:
        return "a network drive" if whereabouts.on_network(self.path.absolute()) else ""

    @contextmanager
    def apart(self) -> Iterator[Database]:
        """The database to be read by itself: for copies and for looking at every page."""
        with open_database(self.path, self.key, read_only=True) as db:
            yield db

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[Database]:
        """A connection that nobody else has. After an error it is closed: after a bad page it would stay in error."""
        db = self._taken()
        try:
            yield db
        except BaseException:
            db.close()
            raise
        self._put_back(db)

    def _taken(self) -> Database:
        try:
            return self._idle.pop()
        except IndexError:
            return open_database(self.path, self.key, any_thread=True, patience=self._patience)

    def _put_back(self, db: Database) -> None:
        if self._closed or len(self._idle) >= _IDLE:
            db.close()
        else:
            self._idle.append(db)


class SqliteSession:
    """See `base.Session`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        return int(self._db.run(sql, values).rowcount)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._db.rows(sql, values)

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        return self._db.row(sql, values)

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        return self._db.one(sql, values)

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        places = ", ".join("?" * len(columns))
        self._db.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def among(self, column: str, values: Collection[str]) -> tuple[str, Any]:
        return f"{column} IN (SELECT value FROM json_each(?))", json.dumps(list(values))

    def alone(self, inspection: str = "") -> None:
        """Whoever writes at all is alone with the file."""


def key_of(file: Path, database: Path) -> bytes:
    """The key in *file*; drawn and written, for its owner alone, when there is no database yet. Raises `Trouble`."""
    if not file.exists() and not database.exists():
        durable.make_folder(file.parent)
        drawn = file.with_name(f"{file.name}.{secrets.token_hex(4)}{durable.TEMPORARY}")
        durable.write_whole(drawn, secrets.token_bytes(KEY_BYTES).hex().encode() + b"\n")
        try:
            with suppress(FileExistsError):  # another hub was first
                os.link(drawn, file)
            drawn.unlink()
            durable.sync_folder(file.parent)
        except OSError as error:
            raise disk.of_os(error, file) from error
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (FileNotFoundError, ValueError):
        raise troubles.no_key(str(file)) from None
    except OSError as error:
        raise disk.of_os(error, file) from error
    if len(key) != KEY_BYTES:
        raise troubles.no_key(str(file))
    return key
