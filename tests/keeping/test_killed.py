"""What a hub acknowledged is there, however often and whenever its processes, or its database, are killed.

Two hub processes work at once, on one inspection and on one of their own, and send the same files; each is killed at
any moment. The harness has teeth: the last test runs it over a hub that acknowledges before it is done.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from auditapp.hub.keeping.opening import Keeping, Places, open_keeping
from auditapp.journal.verify import check
from auditapp.words import Trouble
from tests.keeping.conftest import Somewhere
from tests.keeping.writing import INSPECTION, Writer, content

ROOT = Path(__file__).parents[2]
GONE = 60.0


def start(somewhere: Somewhere, seed: int, deeds: int, *more: str, before: tuple[str, ...] = ()) -> Any:
    return subprocess.Popen(
        [*before, sys.executable, "-m", "tests.keeping.worker", str(somewhere.folder), str(seed), str(deeds), *more],
        cwd=ROOT,
        env={
            **os.environ,
            "AUDITAPP_HUB_DATABASE": somewhere.places.database,
            "AUDITAPP_HUB_FILES": somewhere.places.files,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(running: Any, after: int, delay: float) -> list[list[str]]:
    """What it told until it was killed: after so many lines and then *delay* seconds more. By lines, because a busy
    machine gets nowhere in a time."""
    told = "".join(running.stdout.readline() for _ in range(after))
    with suppress(subprocess.TimeoutExpired):
        running.wait(timeout=delay)
    running.kill()
    rest, complaint = running.communicate(timeout=GONE)
    assert "Traceback" not in complaint, complaint
    return [line.split() for line in (told + rest).splitlines()]


def broken(keeping: Keeping, promises: list[list[str]]) -> list[str]:
    """Which promises are not kept: an entry that is not there, a file that is not whole."""
    found = []
    for kind, *words in promises:
        if kind == "entry":
            inspection, desk, seq, name = words
            entry = keeping.journals.entry(name)
            if entry is None or (entry.head.inspection, entry.head.desk, entry.head.seq) != (
                inspection,
                desk,
                int(seq),
            ):
                found.append(" ".join(words))
        elif kind == "file":
            sha256, size = words
            whole = b""
            with suppress(Trouble):
                whole = b"".join(keeping.files.get(sha256))
            if hashlib.sha256(whole).hexdigest() != sha256 or keeping.files.have([sha256]) != {sha256: -1}:
                found.append(f"{sha256} of {size} bytes")
    return found


def unsound(keeping: Keeping) -> list[str]:
    """Strands that are not whole from their first entry on, digests that are not what the entries amount to, files
    that are not what they are called."""
    from auditapp.journal import union

    found = []
    for inspection, digest in keeping.journals.digests().items():
        entries = list(keeping.journals.entries(inspection, dict.fromkeys(digest, 0)))
        if union.digest(entries) != digest or not check(entries).trustworthy:
            found.append(inspection)
    for sha256, _ in keeping.files.blobs.all():
        if hashlib.sha256(b"".join(keeping.files.get(sha256))).hexdigest() != sha256:
            found.append(sha256)
    return found


def kill(somewhere: Somewhere, cycles: int, seed: int) -> list[list[str]]:
    chance = random.Random(seed)
    promises: list[list[str]] = []
    for n in range(cycles):
        running = [start(somewhere, 1000 * seed + 2 * n + each, 500) for each in range(2)]
        lines, delays = [chance.randrange(12) for _ in running], [chance.uniform(0, 0.1) for _ in running]
        with ThreadPoolExecutor(2) as both:
            for told in both.map(killed, running, lines, delays):
                promises += told
    keeping = somewhere.open()
    assert broken(keeping, promises) == []
    assert unsound(keeping) == []
    keeping.journals.append(INSPECTION, Writer().entries)  # and it works on
    return promises


def test_killed_at_any_moment_everything_acknowledged_is_there(somewhere: Somewhere) -> None:
    told = kill(somewhere, 4, seed=7)
    assert sum(kind == "entry" for kind, *_ in told) >= 8


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_a_hundred_times_everything_acknowledged_is_there(somewhere: Somewhere) -> None:
    told = kill(somewhere, 50, seed=8)
    assert sum(kind == "entry" for kind, *_ in told) >= 200
    assert sum(kind == "file" for kind, *_ in told) >= 200


@pytest.mark.parametrize("somewhere", ["sqlite+folder"], indirect=True)
def test_the_harness_finds_a_hub_that_acknowledges_before_it_is_done(somewhere: Somewhere) -> None:
    for n in range(8):
        running = start(somewhere, n, 500, "hasty")
        assert running.stdout.readline() == "open\n"
        line = next(line for line in running.stdout if line.startswith("entry"))
        running.kill()
        running.communicate(timeout=GONE)
        keeping = somewhere.open()
        if broken(keeping, [line.split()]):
            return
    pytest.fail("eight kills and no acknowledged entry was missed: the harness sees nothing")


def test_a_database_killed_under_the_hub_is_told_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    from tests.keeping import servers

    desk = Writer()
    desk.much(20)
    with servers.postgres() as server:  # of its own: with the databases of all tests it would be minutes in coming back
        place = Somewhere(tmp_path / "hub", Places(database=server.new_database()))
        with place.opened:
            keeping = place.open()
            acknowledged = keeping.journals.append(INSPECTION, desk.entries).digest
            server.kill()
            desk.much(5)
            with pytest.raises(Trouble, match="cannot be reached"):
                keeping.journals.append(INSPECTION, desk.entries)
            with pytest.raises(Trouble, match="cannot be reached"):
                keeping.journals.digest(INSPECTION)
            server.start()
            assert keeping.journals.digest(INSPECTION) == acknowledged
            assert len(keeping.journals.append(INSPECTION, desk.entries).new) == 5


@pytest.mark.parametrize("somewhere", ["postgresql+folder"], indirect=True)
def test_connections_that_the_server_ended_are_replaced(somewhere: Somewhere, postgres: Any) -> None:
    import psycopg

    keeping = somewhere.open()
    desk = Writer()
    keeping.journals.append(INSPECTION, desk.entries)
    with psycopg.connect(postgres.address(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    desk.much(2)
    assert len(keeping.journals.append(INSPECTION, desk.entries).new) == 2


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://hub:hunter2@/hub?host={tmp_path}"
    with pytest.raises(Trouble) as told:
        open_keeping(tmp_path / "hub", Places(database=address))
    assert "cannot be reached" in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("somewhere", ["sqlite+s3"], indirect=True)
def test_storage_that_goes_away_is_told_and_comes_back(somewhere: Somewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.keeping import servers

    sha256, made = content(90_000)
    with servers.bucket() as server:
        place = Somewhere(somewhere.folder, Places(files=server.new_bucket()))
        with place.opened:
            keeping = place.open()
            keeping.files.put(sha256, len(made), 0, made[:40_000])
            server.stop()
            with pytest.raises(Trouble, match="storage cannot be reached"):
                keeping.files.put(sha256, len(made), 40_000, made[40_000:])
            assert keeping.files.counts()["files"] == 0


@pytest.mark.parametrize("somewhere", ["sqlite+s3"], indirect=True)
def test_a_bucket_that_is_not_there_is_told_at_the_start(somewhere: Somewhere, bucket: Any) -> None:
    place = f"s3://no-such-bucket?endpoint={bucket.endpoint}&region=us-east-1"
    with pytest.raises(Trouble, match="storage refuses"):
        open_keeping(somewhere.folder, Places(files=place))


@pytest.mark.parametrize(
    "files",
    [
        "s3://",
        "ftp://x/y",
        "s3://b?endpoint=http://storage.example.org",
        "s3://b?unknown=1",
        "s3://b?secret_access_key",
    ],
)
def test_a_wrong_address_of_the_storage_is_told_and_not_repeated(tmp_path: Path, files: str) -> None:
    with pytest.raises(Trouble) as told:
        open_keeping(tmp_path, Places(files=files))
    assert told.value.code == 2 and "example.org" not in str(told.value)


CALLS = {"pwrite64": "pwrite64", "fsync": "fsync,fdatasync", "write": "write", "rename": "rename,renameat,renameat2"}


@pytest.mark.parametrize("somewhere", ["sqlite+folder"], indirect=True)
@pytest.mark.parametrize("call", CALLS)
def test_a_disk_that_is_full_from_any_call_on_takes_nothing_that_was_acknowledged(
    somewhere: Somewhere, call: str, program: Callable[[str], Path]
) -> None:
    strace = program("strace")
    if subprocess.run([strace, "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    somewhere.open().close()
    names, troubled = CALLS[call], 0
    for n, when in enumerate((1, 2, 3, 5, 9, 17, 30)):
        inject = ("-e", f"trace={names}", "-e", f"inject={names}:error=ENOSPC:when={when}+", "-o", "/dev/null")
        running = start(somewhere, 100 + n, 6, before=(str(strace), "-f", "-qq", "--seccomp-bpf", *inject))
        out, complaint = running.communicate(timeout=GONE)
        assert "Traceback" not in complaint, complaint
        promises = [line.split() for line in out.splitlines()]
        if running.returncode:
            troubled += 1
            assert re.search("disk is full|disk reports", complaint) or call == "write", complaint  # its words too
        with open_keeping(somewhere.folder) as keeping:
            assert broken(keeping, promises) == []
            assert unsound(keeping) == []
            keeping.journals.append(INSPECTION, Writer().entries)
    assert troubled >= 3
