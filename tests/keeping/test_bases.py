"""The two databases behave alike: deeds are whole, readers see one moment, waiting ends, faults are said."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from auditapp.hub.keeping import opening
from auditapp.hub.keeping.base import Base
from auditapp.hub.keeping.opening import Keeping, Places
from auditapp.hub.keeping.sqlite_base import SqliteBase
from auditapp.words import Trouble
from tests.keeping.conftest import Somewhere
from tests.keeping.writing import INSPECTION, Writer

BOTH = pytest.mark.parametrize("somewhere", ["sqlite+folder", "postgresql+folder"], indirect=True)


def impatient(somewhere: Somewhere, base: Base) -> Base:
    """Another process that waits one second at most."""
    if somewhere.places.database:
        from auditapp.hub.keeping.postgres_base import PostgresBase

        other: Base = PostgresBase(somewhere.places.database, patience=1)
    else:
        assert isinstance(base, SqliteBase)
        other = SqliteBase(base.path, base.key, patience=0.2)
    somewhere.opened.callback(other.close)
    return other


@BOTH
def test_a_deed_that_fails_did_nothing(somewhere: Somewhere) -> None:
    base = somewhere.open().base

    def half_way() -> None:
        with base.deed() as session:
            session.run("INSERT INTO setting (name, value) VALUES (?, ?)", ("half", b"done"))
            raise KeyError("half way")

    with pytest.raises(KeyError):
        half_way()
    with base.look() as session:
        assert session.one("SELECT count(*) FROM setting WHERE name = 'half'") == 0


@BOTH
def test_a_fault_of_ours_stays_loud(somewhere: Somewhere) -> None:
    with pytest.raises(Exception, match="no_such_table") as told, somewhere.open().base.deed() as session:
        session.run("SELECT * FROM no_such_table")
    assert not isinstance(told.value, Trouble)


@BOTH
def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(somewhere: Somewhere) -> None:
    base = somewhere.open().base
    with base.look() as session:
        before = session.one("SELECT count(*) FROM setting")
        with base.deed() as writing:
            writing.run("INSERT INTO setting (name, value) VALUES (?, ?)", ("new", b""))
        assert session.one("SELECT count(*) FROM setting") == before
    with base.look() as session:
        assert session.one("SELECT count(*) FROM setting") == before + 1


@BOTH
def test_who_waits_too_long_for_another_writer_is_told(somewhere: Somewhere) -> None:
    keeping = somewhere.open()
    keeping.journals.append(INSPECTION, Writer().entries)
    other = impatient(somewhere, keeping.base)
    with keeping.base.deed() as session:
        session.alone(INSPECTION)
        with pytest.raises(Trouble, match="is busy"), other.deed() as second:
            second.alone(INSPECTION)
    with other.deed() as session:
        session.alone(INSPECTION)


@pytest.mark.parametrize("somewhere", ["postgresql+folder"], indirect=True)
def test_inspections_do_not_wait_for_each_other(somewhere: Somewhere) -> None:
    keeping = somewhere.open()
    keeping.journals.append(INSPECTION, Writer().entries)
    other = impatient(somewhere, keeping.base)
    with keeping.base.deed() as session:
        session.alone(INSPECTION)
        with other.deed() as second:
            second.run("INSERT INTO inspection (id, arrived, changed) VALUES (?, '', '')", ("cd" * 16,))
            second.alone("cd" * 16)


@pytest.mark.parametrize("somewhere", ["postgresql+folder"], indirect=True)
def test_a_server_without_space_or_rights_is_told(somewhere: Somewhere) -> None:
    from psycopg import errors

    base = somewhere.open().base
    for error, title in (
        (errors.DiskFull, "no space left"),
        (errors.InsufficientPrivilege, "cannot be reached"),
        (errors.ReadOnlySqlTransaction, "cannot be reached"),
        (errors.AdminShutdown, "cannot be reached"),
        (errors.DeadlockDetected, "is busy"),
    ):
        with pytest.raises(Trouble, match=title), base.deed():
            raise error("from the server")


def test_a_server_that_does_not_sync_is_found_out(tmp_path: Any, program: Callable[[str], Any]) -> None:
    from tests.keeping import servers

    program("pg_ctlcluster")
    with (
        servers.postgres("fsync=off") as server,
        opening.open_keeping(tmp_path / "hub", Places(database=server.new_database())) as keeping,
    ):
        assert keeping.base.careless() == "fsync = off"


@BOTH
def test_giving_out_a_large_inspection_takes_little_memory_and_keeps_nobody_waiting(somewhere: Somewhere) -> None:
    keeping = somewhere.open()
    desk = Writer()
    for n in range(4_000):
        desk.says(subject=f"A-{n}", value={"v": "x" * 4_000})
    for at in range(0, len(desk.entries), 500):
        keeping.journals.append(INSPECTION, desk.entries[at : at + 500])
    whole = sum(len(entry.value_bytes or b"") for entry in desk.entries)
    last = desk.entries[-1].id
    other = impatient(somewhere, keeping.base)
    del desk
    tracemalloc.start()
    try:
        count, seen = 0, ""
        for entry in keeping.journals.entries(INSPECTION, dict.fromkeys(keeping.journals.digest(INSPECTION), 0)):
            count, seen = count + 1, entry.id
            if count == 1_000:
                with other.deed() as session:
                    session.alone(INSPECTION)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, seen) == (4_001, last)
    assert most < whole / 4, f"{most:,} bytes for {whole:,}"


@BOTH
def test_many_readers_and_writers_share_few_connections(somewhere: Somewhere) -> None:
    keeping: Keeping = somewhere.open()
    desks = [Writer(inspection=f"{n:032x}") for n in range(24)]
    faults: list[BaseException] = []

    def work(desk: Writer) -> None:
        try:
            for _ in range(3):
                desk.says()
                keeping.journals.append(desk.inspection, desk.entries)
                assert keeping.journals.digest(desk.inspection)[desk.desk].seq == len(desk.entries)
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert keeping.journals.counts()["entries"] == 24 * 4
