"""PostgreSQL as the hub's base: for several hub processes on several machines.

Everything lies in one schema, ``auditapp``, of the database that the setting names, so that ``pg_dump -n auditapp`` is
all of it. Connections are borrowed for a deed at a time; one that broke is thrown away, and a deed begins anew on a
fresh one as long as nothing of it was done. Many rows go in by COPY.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from auditapp.hub.keeping import troubles
from auditapp.hub.keeping.base import Session
from auditapp.words import Trouble

if TYPE_CHECKING:
    import psycopg

SCHEMA: Final = "auditapp"
APPLICATION: Final = "auditapp"
"""What a hub's connections call themselves."""
MOST_CONNECTIONS: Final = 12
"""Of one process; a server takes a hundred unless it is told otherwise."""
PATIENCE: Final = 30
"""Seconds to wait for a connection or for another writer of the same inspection."""
_LADDER: Final = 0x41554449
"""The advisory lock of whoever makes or changes the tables."""


class PostgresBase:
    """See `base.Base`. *address* is a ``postgresql://`` address or whatever else libpq understands."""

    name = "postgresql"

    def __init__(self, address: str, *, patience: int = PATIENCE) -> None:
        self._address, self._patience = _with_limits(address), patience
        self.place = _without_password(address)
        self._idle: list[psycopg.Connection[Any]] = []
        self._places = threading.Semaphore(MOST_CONNECTIONS)
        self._closed = False
        with self._connection("BEGIN") as connection:
            if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone() is None:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LADDER,))
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")

    @contextmanager
    def deed(self, *, durable: bool = True) -> Iterator[Session]:
        begin = f"BEGIN; SET LOCAL search_path TO {SCHEMA}; SET LOCAL lock_timeout TO '{self._patience}s'"
        with self._connection(begin if durable else f"{begin}; SET LOCAL synchronous_commit TO off") as connection:
            yield PostgresSession(connection)

    @contextmanager
    def look(self) -> Iterator[Session]:
        begin = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path TO {SCHEMA}"
        with self._connection(begin) as connection:
            yield PostgresSession(connection)

    def bytes(self) -> int:
        with self.look() as session:
            return int(
                session.one(
                    "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c"
                    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind = 'r'",
                    (SCHEMA,),
                )
            )

    def others(self) -> int:
        """How many other connections of hubs this database has."""
        with self.look() as session:
            return int(
                session.one(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND application_name = ? AND pid <> pg_backend_pid()",
                    (APPLICATION,),
                )
            )

    def careless(self) -> str:
        """The server's setting by which an acknowledged deed may be lost, "" when there is none."""
        with self.look() as session:
            return next(
                (f"{name} = off" for name in ("fsync", "full_page_writes") if session.one(f"SHOW {name}") == "off"), ""
            )

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    # -- inside -----------------------------------------------------------------------------------

    @contextmanager
    def _connection(self, begin: str) -> Iterator[psycopg.Connection[Any]]:
        """A transaction of its own on a connection of its own. What goes wrong is `Trouble` and undone."""
        import psycopg

        if not self._places.acquire(timeout=self._patience):
            raise troubles.busy(self.place)
        connection = None
        try:
            connection = self._begun(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            if connection is not None:
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")
                if connection.closed or connection.broken:
                    connection = None
            if isinstance(error, psycopg.Error):
                raise (self._told(error) or error) from error
            raise
        finally:
            if connection is not None and not self._closed:
                self._idle.append(connection)
            elif connection is not None:
                connection.close()
            self._places.release()

    def _begun(self, begin: str) -> psycopg.Connection[Any]:
        """A connection on which the transaction has begun. One that lay idle while the server was started anew
        notices it here, before anything was done."""
        import psycopg

        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                break
            try:
                connection.execute(begin)
            except psycopg.Error:
                connection.close()
            else:
                return connection
        connection = psycopg.connect(self._address, autocommit=True)
        try:
            commit = connection.execute("SHOW synchronous_commit").fetchone()
            if commit == ("off",):  # the operator's own choice of anything stronger stands
                connection.execute("SET synchronous_commit TO on")
            connection.execute(begin)
        except BaseException:
            connection.close()
            raise
        return connection

    def _told(self, error: psycopg.Error) -> Trouble | None:
        """The trouble behind an error, or None when it is a fault of ours and must stay loud."""
        from psycopg import errors

        match error:
            case errors.DiskFull() | errors.OutOfMemory():
                return troubles.database_full(self.place)
            case errors.LockNotAvailable() | errors.DeadlockDetected() | errors.SerializationFailure():
                return troubles.busy(self.place)
            case errors.OperationalError() | errors.InterfaceError() | errors.InsufficientPrivilege():
                return troubles.no_database(self.place, _first_line(error))
            case errors.ReadOnlySqlTransaction():  # a standby took over, or the disk did
                return troubles.no_database(self.place, _first_line(error))
            case _:
                return None


class PostgresSession:
    """See `base.Session`."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._cursor = connection.cursor(binary=True)

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        return self._cursor.execute(_spelled(sql), values or None).rowcount

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._cursor.execute(_spelled(sql), values or None).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._cursor.execute(_spelled(sql), values or None).fetchone()
        return found

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        found = self.row(sql, values)
        return None if found is None else found[0]

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        with self._cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def among(self, column: str, values: Collection[str]) -> tuple[str, Any]:
        return f"{column} = ANY(?)", list(values)

    def alone(self, inspection: str = "") -> None:
        if inspection:
            self.run("SELECT 1 FROM inspection WHERE id = ? FOR UPDATE", (inspection,))
        else:
            self.run("SELECT pg_advisory_xact_lock(?)", (_LADDER,))


@lru_cache(maxsize=256)
def _spelled(sql: str) -> str:
    return sql.replace("?", "%s")


def _with_limits(address: str) -> str:
    """The address with limits to waiting, where it names none of its own."""
    given = _told_by(address)
    limits = {"connect_timeout": "10", "tcp_user_timeout": "30000", "application_name": APPLICATION}
    from psycopg.conninfo import make_conninfo

    return make_conninfo(address, **{name: value for name, value in limits.items() if name not in given})


def _without_password(address: str) -> str:
    given = _told_by(address)
    user = f"{given['user']}@" if given.get("user") else ""
    port = f":{given['port']}" if given.get("port") else ""
    return f"postgresql://{user}{given.get('host', '')}{port}/{given.get('dbname', '')}"


def connection_for_tools(address: str) -> tuple[str, str]:
    """(the address without its password, the password): a command line is seen by everybody on the machine."""
    from psycopg.conninfo import make_conninfo

    given = _told_by(address)
    password = str(given.pop("password", "") or "")
    return make_conninfo(**given), password


def _told_by(address: str) -> dict[str, Any]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        return dict(conninfo_to_dict(address))
    except psycopg.ProgrammingError:
        raise troubles.wrong_place("database", "…") from None  # it may hold a password


def _first_line(error: Exception) -> str:
    told = str(error).strip().splitlines()
    return told[0] if told else type(error).__name__
