"""What was told to be saved is saved: after kill -9 at any moment, and after every write, sync and rename that fails.

The harness must have teeth: `test_the_harness_notices_a_desk_that_does_not_save` runs the same count over a desk
that acknowledges before it has committed, and must find loss.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from auditapp.store import durable, health, migrations
from auditapp.store.database import LOG_ROOM
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import Draft
from auditapp.store.space import Limits
from auditapp.words import Trouble
from tests.store.conftest import CHEAP, PASSPHRASE
from tests.store.worker import INSPECTION

ROOT = Path(__file__).parents[2]


def command(tmp_path: Path, seed: int, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "tests.store.worker",
        str(tmp_path / "desk"),
        str(tmp_path / "marks"),
        PASSPHRASE,
        str(seed),
        *more,
    ]


def acknowledged_until_killed(worker: Sequence[str], after: int, delay: float) -> list[str]:
    """Lines told before the kill: *after* lines, then *delay* seconds more (busy, so that it hits anywhere)."""
    with subprocess.Popen(worker, stdout=subprocess.PIPE, cwd=ROOT) as running:
        if running.stdout is None:
            raise RuntimeError("no pipe")
        told = [running.stdout.readline().decode() for _ in range(after)]
        until = time.perf_counter() + delay
        while time.perf_counter() < until:
            pass
        running.send_signal(signal.SIGKILL)
        told += [line.decode() for line in running.stdout.read().splitlines(keepends=True)]
    return [line for line in told if line.endswith("\n")]


def lost(desk: DeskFolder, told: Sequence[str]) -> list[str]:
    """What was acknowledged and is not there, or not whole."""
    there = {entry.id for entry in desk.journals.read(INSPECTION)}
    missing = []
    for line in told:
        kind, *words = line.split()
        if kind in ("answer", "photo") and words[-1] not in there:
            missing.append(line)
        if kind == "photo":
            missing += [f"{sha256} {flaw}" for sha256 in words[:-1] if (flaw := desk.photos.check(sha256))]
    return missing


def killing(cycles: int, tmp_path: Path, open_desk: Callable[..., DeskFolder]) -> int:
    open_desk(cost=CHEAP).close(backup=False)
    chance = random.Random(cycles)
    told: list[str] = []
    for cycle in range(cycles):
        told += acknowledged_until_killed(command(tmp_path, cycle), chance.randrange(1, 12), chance.random() * 0.02)
        if cycle % 10 == 9 or cycle == cycles - 1:
            desk = open_desk(wait=5)
            assert lost(desk, told) == []
            assert desk.journals.standing_is_right(INSPECTION)
            desk.close(backup=False)
    desk = open_desk()
    assert [t.title for t in health.health(desk).troubles if t.title != "There is no backup yet"] == []
    openings = {line.split()[1] for line in told if line.startswith("open")}
    assert openings <= {"again"}, "a killed desk is still the same desk"
    assert not list(desk.folder.glob("*.part"))
    return sum(line.startswith(("answer", "photo")) for line in told)


def test_killed_twenty_times_nothing_acknowledged_is_lost(tmp_path: Path, open_desk: Callable[..., DeskFolder]) -> None:
    assert killing(20, tmp_path, open_desk) >= 60


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_killed_three_hundred_times_nothing_acknowledged_is_lost(
    tmp_path: Path, open_desk: Callable[..., DeskFolder]
) -> None:
    assert killing(300, tmp_path, open_desk) >= 1_500


def test_the_harness_notices_a_desk_that_does_not_save(tmp_path: Path, open_desk: Callable[..., DeskFolder]) -> None:
    """The same count, over a desk whose commits are held back: it must find loss, or it proves nothing."""
    desk = open_desk()
    desk.db.run("BEGIN")
    [entry] = desk.journals.append(INSPECTION, [Draft("answer", "A-1", {"v": "x"})], writer="P1", wall="w")
    desk.db.run("ROLLBACK")
    assert lost(desk, [f"answer {entry.id}\n"]) == [f"answer {entry.id}\n"]
    one, two = "0" * 64, "1" * 64
    assert lost(desk, [f"photo {one} {two} {entry.id}\n"])[1:] == [f"{one} missing", f"{two} missing"]


# -- one sync, and faults at every call (strace) ------------------------------------------------------------------

FSYNC = re.compile(r"\b(?:fsync|fdatasync)\(\d+\)\s+= 0")


@pytest.fixture
def traced(program: Callable[[str], Path], tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    strace = program("strace")

    def run(
        tmp: Path, calls: str, *wishes: str, deeds: int, seed: int = 1, photos: bool = False
    ) -> subprocess.CompletedProcess[str]:
        more = () if photos else ("nophotos",)
        return subprocess.run(
            [str(strace), "-f", "-qq", "-e", f"trace={calls}", *wishes, *command(tmp, seed, str(deeds), *more)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    done = run(tmp_path / "try", "fsync", deeds=1)
    if "answer" not in done.stdout:
        pytest.skip("strace may not trace here")
    return run


def test_an_answer_costs_exactly_one_sync(
    tmp_path: Path, open_desk: Callable[..., DeskFolder], traced: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    open_desk(cost=CHEAP).close(backup=False)
    counts = {}
    for deeds in (10, 60):  # the same start and end; a checkpoint comes only after some 200 answers
        done = traced(tmp_path, "fsync,fdatasync,msync,sync_file_range", deeds=deeds)
        assert done.stdout.count("answer") == deeds
        counts[deeds] = len(FSYNC.findall(done.stderr))
        shutil.rmtree(tmp_path / "desk" / "backups", ignore_errors=True)
    assert counts[60] - counts[10] == 50


def answered(desk: DeskFolder, value: str, places: int = 20) -> None:
    for n in range(places):
        stand = desk.journals.slot(INSPECTION, "answer", f"A-{n}")
        draft = Draft("answer", f"A-{n}", {"v": value}, tuple(one.id for one in stand))
        desk.journals.append(INSPECTION, [draft], writer="P1", wall="2026-11-23T10:00:00+08:00")


def log_of(desk: DeskFolder) -> Path:
    return desk.db.path.with_name(desk.db.path.name + "-wal")


def test_after_a_quiet_moment_answers_make_no_file_longer(desk: DeskFolder) -> None:
    answered(desk, "1")
    written = desk.db.path.stat().st_size
    assert desk.db.unsettled >= 20
    desk.settle()
    while desk.make_room():
        pass
    assert desk.db.unsettled == 0
    assert desk.db.path.stat().st_size > written
    assert log_of(desk).stat().st_size == LOG_ROOM
    for value in "23456":
        answered(desk, value)
        desk.settle()
    assert log_of(desk).stat().st_size == LOG_ROOM


def test_the_log_is_moved_only_when_it_is_worth_it(desk: DeskFolder) -> None:
    answered(desk, "1", places=3)
    before = desk.db.unsettled
    desk.settle(least=before + 1)
    assert desk.db.unsettled == before
    desk.settle(least=before)
    assert desk.db.unsettled == 0


@pytest.mark.parametrize("moment", ["never", "room", "settled and room", "room and more"])
def test_a_desk_that_ends_without_closing_has_everything_whatever_room_its_log_had(
    tmp_path: Path, open_desk: Callable[..., DeskFolder], moment: str
) -> None:
    desk = open_desk()
    answered(desk, "1")
    if moment == "settled and room":
        desk.settle()
    while moment in ("room", "settled and room") and desk.make_room():
        pass
    if moment == "room and more":
        desk.make_room()
        answered(desk, "2")
        desk.settle()
        desk.make_room()
        answered(desk, "3", places=7)
    last = {n: "3" if n < 7 else "2" for n in range(20)} if moment == "room and more" else dict.fromkeys(range(20), "1")
    shutil.copytree(desk.folder, tmp_path / "dead")  # what a power cut leaves: file and log as they lie
    (tmp_path / "dead" / "desk.db-shm").unlink()
    again = open_desk("dead")
    assert again.db.quick_check() == []
    assert again.journals.standing_is_right(INSPECTION)
    for n, value in last.items():
        [stood] = again.journals.slot(INSPECTION, "answer", f"A-{n}")
        assert stood.value == f'{{"v":"{value}"}}'.encode()
    answered(again, "9")
    assert again.db.quick_check() == []


def test_no_room_is_made_where_the_disk_is_short_of_it(open_desk: Callable[..., DeskFolder]) -> None:
    short = open_desk("short", limits=Limits(warn=2**62, photos=0, ballast=0))
    answered(short, "1")
    length = log_of(short).stat().st_size
    assert not short.make_room()
    assert log_of(short).stat().st_size == length


def test_a_disk_that_refuses_the_room_keeps_nobody_from_answering(
    desk: DeskFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "sync_file", refuses)
    answered(desk, "1")
    assert not desk.make_room()
    answered(desk, "2")
    assert desk.db.quick_check() == []


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO"])
def test_a_fault_at_every_write_sync_and_rename_loses_nothing_acknowledged(
    tmp_path: Path,
    open_desk: Callable[..., DeskFolder],
    traced: Callable[..., subprocess.CompletedProcess[str]],
    fault: str,
) -> None:
    runs = 0
    for calls, most in (("pwrite64", 60), ("fsync", 30), ("write", 60), ("ftruncate", 4), ("unlink", 6), ("rename", 8)):
        for when in range(1, most, 2 if most > 20 else 1):
            here = tmp_path / f"{calls}-{when}"
            desk = open_desk(f"{calls}-{when}/desk", cost=CHEAP)
            desk.close(backup=False)
            done = traced(here, calls, "-e", f"inject={calls}:error={fault}:when={when}", deeds=8, photos=True)
            assert "Traceback" not in done.stderr or "BrokenPipe" in done.stderr, (calls, when, done.stderr[-2000:])
            told = [line + "\n" for line in done.stdout.splitlines()]
            again = open_desk(f"{calls}-{when}/desk")
            assert lost(again, told) == [], (calls, when)
            assert again.db.quick_check() == []
            again.close(backup=False)
            shutil.rmtree(here)
            runs += 1
    assert runs == 90


# -- migrations ---------------------------------------------------------------------------------------------------


def step_two(db: object) -> None:
    connection = db.conn  # type: ignore[attr-defined]
    connection.execute("ALTER TABLE site ADD COLUMN region TEXT NOT NULL DEFAULT ''")
    connection.execute("CREATE TABLE many (n INTEGER PRIMARY KEY, v TEXT) STRICT")
    connection.executemany("INSERT INTO many (v) VALUES (?)", ((str(n),) for n in range(3_000)))


def step_three(db: object) -> None:
    db.conn.execute("UPDATE many SET v = v || '!'")  # type: ignore[attr-defined]


FORM = migrations.FORM
LATER = (*migrations.STEPS, ("second", step_two), ("third", step_three))


@pytest.mark.parametrize("cycles", [12, pytest.param(300, marks=[pytest.mark.long, pytest.mark.timeout(1200)])])
def test_a_killed_migration_leaves_the_old_form_or_the_new_one_and_can_be_taken_up_again(
    tmp_path: Path, open_desk: Callable[..., DeskFolder], cycles: int
) -> None:
    desk = open_desk()
    before = desk.journals.read(INSPECTION)
    key = desk.keys.database
    desk.close(backup=False)
    program = (
        "import sys; from pathlib import Path; from auditapp.store import migrations\n"
        "from auditapp.store.database import open_database\n"
        "from tests.store.test_durability import LATER\n"
        "db = open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])); print('go', flush=True)\n"
        "migrations.migrate(db, steps=LATER)\n"
    )
    chance, seen = random.Random(5), set()
    for _ in range(cycles):
        copy = tmp_path / "copy.db"
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"copy.db{end}").unlink(missing_ok=True)
        shutil.copy(tmp_path / "desk" / "desk.db", copy)
        acknowledged_until_killed([sys.executable, "-c", program, str(copy), key.hex()], 1, chance.random() * 0.12)
        from auditapp.store.database import open_database

        with open_database(copy, key) as db:
            form = migrations.form_of(db)
            seen.add(form)
            made = db.one("SELECT count(*) FROM sqlite_master WHERE name = 'many'")
            rows = made and db.one("SELECT count(*) FROM many")
            assert (form, rows) in {(FORM, 0), (FORM + 1, 3_000), (FORM + 2, 3_000)}
            migrations.migrate(db, steps=LATER)
            assert migrations.form_of(db) == FORM + 2
            assert db.one("SELECT count(*) FROM many WHERE v LIKE '%!'") == 3_000
            assert db.quick_check() == []
    assert len(seen) >= 2 or cycles < 100
    assert before == open_desk().journals.read(INSPECTION)


def test_a_failing_step_leaves_the_old_form(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()

    def fails(db: object) -> None:
        step_two(db)
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError):
        migrations.migrate(desk.db, steps=(*migrations.STEPS, ("second", fails)))
    assert migrations.form_of(desk.db) == FORM
    assert desk.db.one("SELECT count(*) FROM sqlite_master WHERE name = 'many'") == 0


def test_a_backup_is_made_before_an_existing_desk_is_changed(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    assert migrations.migrate(desk.db, before=desk.backups.make, steps=LATER)
    assert len(desk.backups.all()) == 1
    assert not migrations.migrate(desk.db, before=desk.backups.make, steps=LATER)
    desk.close(backup=False)
    with pytest.raises(Trouble, match="newer version"):
        open_desk()
