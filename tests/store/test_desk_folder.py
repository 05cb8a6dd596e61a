"""A desk is made without questions, opened by one program at a time, and says what is wrong in one sentence."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditapp.store import database, health, identity, migrations, restoring, vault, whereabouts
from auditapp.store.backups import Backups
from auditapp.store.database import open_database
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import Draft
from auditapp.store.people import KnownPerson, Signer, Site
from auditapp.store.space import MB, Limits, Space
from auditapp.words import Trouble
from tests.store.conftest import PASSPHRASE

INSPECTION = "cd" * 16
WALL = "2026-11-23T10:00:00+08:00"


def answer(desk: DeskFolder, value: str = "conform", place: str = "A-1") -> str:
    [entry] = desk.journals.append(INSPECTION, [Draft("answer", place, {"v": value})], writer="P1", wall=WALL)
    return entry.id


def test_a_desk_is_made_on_first_use_and_found_again(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    assert (desk.created, desk.incarnation) == (True, "created")
    desk.close()
    again = open_desk()
    assert (again.created, again.incarnation, again.key.desk) == (False, "", desk.key.desk)
    assert {p.name for p in again.folder.iterdir()} >= {"vault.json", "desk.db", "desk.lock"}


def test_the_database_is_opened_as_durability_demands(desk: DeskFolder) -> None:
    told = {
        name: desk.db.one(f"PRAGMA {name}")
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "trusted_schema",
            "cell_size_check",
            "secure_delete",
            "temp_store",
            "busy_timeout",
        )
    }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
    }


def test_an_sqlite_that_can_corrupt_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(Trouble, match="too old"):
        open_database(tmp_path / "desk.db", b"k" * 32)
    assert not (tmp_path / "desk.db").exists()


def test_sqlite_utils_uses_the_same_sqlite(desk: DeskFolder) -> None:
    import sqlite_utils.utils

    assert "sqlcipher3" in sqlite_utils.utils.sqlite3.__name__
    assert desk.db.one("SELECT sqlite_version()") == database.sqlite.sqlite_version


def test_a_wrong_key_is_one_sentence(desk: DeskFolder) -> None:
    desk.close()
    with pytest.raises(Trouble, match="cannot be opened"):
        open_database(desk.folder / "desk.db", b"x" * 32)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(4080), b"not a database" * 400])
def test_a_file_that_is_no_desk_is_told_or_made_new(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "desk.db").write_bytes(content)
    if content:
        with pytest.raises(Trouble, match="cannot be opened"):
            open_database(tmp_path / "desk.db", b"k" * 32)
        assert (tmp_path / "desk.db").read_bytes() == content
    else:
        open_database(tmp_path / "desk.db", b"k" * 32).close()


def test_every_flipped_bit_is_noticed(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    for number in range(40):
        answer(desk, place=f"A-{number}")
    desk.close(backup=False)
    path, keys, chance = desk.folder / "desk.db", desk.keys, random.Random(7)
    whole = path.read_bytes()
    for _ in range(40):
        spot = chance.randrange(len(whole))
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 1 << chance.randrange(8)]) + whole[spot + 1 :])
        try:
            with open_database(path, keys.database, read_only=True) as db:
                noticed = bool(db.quick_check())
        except Trouble:
            noticed = True
        assert noticed, spot
        path.with_name("desk.db-wal").unlink(missing_ok=True)
    path.write_bytes(whole[: len(whole) // 2])

    def read_all() -> None:
        with open_database(path, keys.database) as db:
            db.rows("SELECT head FROM entry")

    with pytest.raises(Trouble, match="damaged"):
        read_all()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    answer(desk)
    desk.db.run(f"PRAGMA user_version={migrations.FORM + 1}")
    desk.close(backup=False)
    before = (desk.folder / "desk.db").read_bytes()
    with pytest.raises(Trouble, match="newer version"):
        open_desk()
    assert (desk.folder / "desk.db").read_bytes() == before


def test_a_second_program_waits_a_little_and_then_says_so(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    with pytest.raises(Trouble, match="already open"):
        open_desk(wait=0.1)
    desk.close()
    assert open_desk().key.desk == desk.key.desk


def test_reading_needs_no_turn(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    entry = answer(desk)
    reader = open_desk(read_only=True)
    assert [s.id for s in reader.journals.slot(INSPECTION, "answer", "A-1")] == [entry]
    with pytest.raises(Trouble, match="cannot be written to"):
        answer(reader)
    assert desk.journals.row(INSPECTION) is not None


def test_the_lock_of_a_killed_program_is_free(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    open_desk().close()
    program = (
        "import sys; from pathlib import Path; from auditapp.store.desk_folder import take_lock;"
        "lock = take_lock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "desk")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Trouble, match="already open"):
            open_desk(wait=0.1)
        holder.kill()
    assert not open_desk().created


def test_of_many_racing_starts_each_gets_its_turn(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    open_desk().close()
    program = (
        "import sys; from pathlib import Path\n"
        "from auditapp.store.desk_folder import open_folder\n"
        "from auditapp.store.journals import Draft\n"
        "from auditapp.store.space import Limits\n"
        "with open_folder(Path(sys.argv[1]), sys.argv[2], marks=Path(sys.argv[3]), wait=60,\n"
        "                 limits=Limits(0, 0, 0)) as desk:\n"
        "    desk.journals.append('cd' * 16, [Draft('answer', 'A-' + sys.argv[4], {'v': 'x'})], writer='P',"
        " wall='w')\n"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "desk"), PASSPHRASE, str(tmp_path / "marks"), str(number)]
        )
        for number in range(4)
    ]
    assert [racer.wait(60) for racer in racers] == [0] * 4
    desk = open_desk()
    assert desk.incarnation == ""
    assert [e.head.seq for e in desk.journals.read(INSPECTION)] == [1, 2, 3, 4, 5]


def test_a_database_that_was_rolled_back_goes_on_as_another_desk(
    open_desk: Callable[..., DeskFolder], tmp_path: Path
) -> None:
    desk = open_desk()
    answer(desk)
    desk.close(backup=False)
    shutil.copytree(tmp_path / "desk", tmp_path / "before")
    desk = open_desk()
    answer(desk, "major")
    desk.close(backup=False)
    shutil.rmtree(tmp_path / "desk")
    (tmp_path / "before").rename(tmp_path / "desk")
    again = open_desk()
    assert again.incarnation == "behind"
    assert again.key.desk != desk.key.desk
    assert again.key.public == desk.key.public
    again.close(backup=False)
    assert open_desk().key.desk == again.key.desk


def test_a_copied_desk_goes_on_as_another_desk(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    desk = open_desk()
    answer(desk)
    desk.close(backup=False)
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    copy = open_desk("copy", marks=tmp_path / "marks of another computer")
    assert copy.incarnation == "copied"
    assert [life.reason for life in identity.incarnations(copy.db)] == ["created", "copied"]


def test_work_goes_on_where_no_mark_can_be_kept(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    desk = open_desk(marks=tmp_path / "a file" / "marks")
    answer(desk)
    desk.close(backup=False)
    assert not open_desk(marks=tmp_path / "a file" / "marks").created


def test_nothing_lies_in_the_clear(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    marker = "柜台前的红灯-MARKER-7731"
    desk = open_desk()
    desk.journals.append(
        INSPECTION, [Draft("note", "A-1", {"v": marker})], writer=marker, wall=WALL, project=lambda _: {"title": marker}
    )
    desk.people.save_person(KnownPerson("P1", marker))
    desk.people.save_site(Site("S1", marker))
    desk.people.save_signer(Signer("I1", marker, b"p12 " + marker.encode(), b"", WALL))
    desk.library.install(marker.encode(), code="c", version="1", title=marker, installed=WALL)
    desk.set_preference("seen", marker)
    kept = desk.photos.keep(marker.encode() * 9_000)
    desk.photos.keep_derived(kept.sha256, "thumbnail", marker.encode())
    desk.backups.make()
    while_open = _everything(tmp_path)
    desk.close()
    for name, raw in {**while_open, **_everything(tmp_path)}.items():
        for secret in (
            marker.encode(),
            b"MARKER-7731",
            PASSPHRASE.encode(),
            desk.keys.master,
            desk.keys.database,
            desk.key.private_bytes(),
            kept.sha256.encode(),
            bytes.fromhex(kept.sha256),
        ):
            assert secret not in raw, name
    assert any(name.endswith("-wal") and raw for name, raw in while_open.items())


def _everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_people_sites_signers_checklists_and_preferences_are_kept(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    person, site = KnownPerson("P1", "Li", "lead", "HQ"), Site("S1", "North", "Road 1", "Unit")
    signer = Signer("I1", "Li", b"p12", b"der", WALL)
    desk.people.save_person(person)
    desk.people.save_site(site)
    desk.people.save_signer(signer)
    digest = desk.library.install(b"{}", code="full", version="1", title="Full", installed=WALL)
    desk.set_preference("language", "zh-CN")
    desk.close()
    again = open_desk()
    assert again.people.persons() == [person] == [again.people.person("P1")]
    assert again.people.sites() == [site] == [again.people.site("S1")]
    assert again.people.signers() == [signer] == [again.people.signer("I1")]
    assert again.library.document(digest) == b"{}"
    newest = again.library.newest("full")
    assert newest is not None
    assert newest.digest == digest
    assert again.preference("language") == "zh-CN"
    again.set_preference("language", "")
    assert again.preference("language") == ""
    assert (
        again.people.remove_person("P1"),
        again.people.remove_site("S1"),
        again.people.remove_signer("I1"),
        again.library.remove(digest),
    ) == (True, True, True, True)
    with pytest.raises(Trouble, match="not here"):
        again.library.document(digest)


# -- room ---------------------------------------------------------------------------------------------------------


def test_the_ballast_is_laid_once_and_spent_when_the_disk_is_full(tmp_path: Path) -> None:
    space = Space(tmp_path, Limits(warn=0, photos=0, ballast=MB))
    assert space.lay_ballast()
    assert (tmp_path / "ballast").stat().st_size == MB
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= MB
    assert space.warning() is None
    assert space.spend_ballast()
    assert not (tmp_path / "ballast").exists()
    told = space.warning()
    assert told is not None
    assert "almost full" in str(told)
    assert not space.spend_ballast()


def test_little_room_stops_photos_but_not_answers(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk(limits=Limits(warn=1 << 60, photos=1 << 60, ballast=0))
    with pytest.raises(Trouble, match="Too little room for photos"):
        desk.photos.keep(b"x" * 1000)
    assert answer(desk)
    told = desk.space.warning()
    assert told is not None
    assert "getting full" in str(told)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB (tmpfs); needs the right to mount."""
    place = tmp_path / "small"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
    ).returncode:
        pytest.skip("this machine may not mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_on_a_full_disk_the_ballast_saves_the_last_answers(
    open_desk: Callable[..., DeskFolder], small_disk: Path
) -> None:
    desk = open_desk("small/desk", limits=Limits(warn=0, photos=0, ballast=MB))
    answer(desk)
    _fill(small_disk / "filler")
    acknowledged = [answer(desk, place=f"B-{n}") for n in range(30)]
    assert desk.space.spent
    assert not (desk.folder / "ballast").exists()
    assert {e.id for e in desk.journals.read(INSPECTION)} >= set(acknowledged)


def test_on_a_full_disk_nothing_acknowledged_is_lost_and_work_goes_on_after_room_was_made(
    open_desk: Callable[..., DeskFolder], small_disk: Path
) -> None:
    desk = open_desk("small/desk")
    acknowledged = [answer(desk)]
    _fill(small_disk / "filler")

    def until_full() -> None:
        for number in range(2_000):
            acknowledged.append(answer(desk, "x" * 400, f"B-{number}"))

    with pytest.raises(Trouble, match="The disk is full") as told:
        until_full()
    assert told.value.code == 3
    with pytest.raises(Trouble, match="full"):
        desk.photos.keep(os.urandom(3 * MB))
    assert not list((desk.folder / "photos").rglob("*.part"))
    assert [e.id for e in desk.journals.read(INSPECTION)][1:] == acknowledged
    (small_disk / "filler").unlink()
    acknowledged.append(answer(desk, place="C-1"))
    desk.close(backup=False)
    again = open_desk("small/desk")
    assert {e.id for e in again.journals.read(INSPECTION)} >= set(acknowledged)
    assert again.db.quick_check() == []


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError:
            return


def test_a_read_only_disk_is_told_for_writing_and_still_read(
    open_desk: Callable[..., DeskFolder], small_disk: Path
) -> None:
    desk = open_desk("small/desk")
    entry = answer(desk)
    desk.close(backup=False)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(Trouble, match="cannot be written to"):
        open_desk("small/desk")
    with pytest.raises(Trouble, match="cannot be written to"):
        open_desk("small/new desk")
    reader = open_desk("small/desk", read_only=True)
    assert [s.id for s in reader.journals.slot(INSPECTION, "answer", "A-1")] == [entry]


def test_a_place_that_is_a_file_is_told(open_desk: Callable[..., DeskFolder], tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("", encoding="utf-8")
    with pytest.raises(Trouble, match="cannot be opened"):
        open_desk()


def test_network_drives_and_synchronised_folders_are_told() -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\n//nas/x /mnt/my\\040share cifs rw 0 0\n"
    assert whereabouts.on_network(Path("/mnt/my share/desk"), mounts)
    assert not whereabouts.on_network(Path("/data/li/desk"), mounts)
    assert whereabouts.synchronised(Path("/data/li/OneDrive - Company/desk"), {})
    assert whereabouts.synchronised(Path("/data/li/坚果云/desk"), {})
    assert whereabouts.synchronised(Path("/cloud/desk"), {"OneDrive": "/cloud"})
    assert not whereabouts.synchronised(Path("/data/li/auditapp"), {})
    assert [t.title for t in whereabouts.warnings(Path("/mnt/my share/Dropbox"), {}, mounts)] == [
        "The desk lies on a network drive",
        "The desk lies in a synchronised folder",
    ]


# -- backups ------------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_backup_is_made_at_the_end_and_not_again_within_a_quarter_hour(open_desk: Callable[..., DeskFolder]) -> None:
    clock = Clock()
    for minutes, expected in ((0, 1), (5, 1), (11, 2)):
        clock.now += timedelta(minutes=minutes)
        desk = open_desk(clock=clock)
        answer(desk)
        desk.close()
        assert len(desk.backups.all()) == expected
    desk = open_desk(clock=clock)
    clock.now += timedelta(days=1)
    desk.close()
    assert len(desk.backups.all()) == 2, "nothing was written, so nothing needs a backup"


def test_ten_backups_and_one_a_day_for_fourteen_days_are_kept(desk: DeskFolder) -> None:
    folder = desk.folder / "backups"
    folder.mkdir()
    start = datetime(2026, 11, 1, 0, tzinfo=UTC)
    for hour in range(0, 24 * 30, 3):
        made = start + timedelta(hours=hour)
        (folder / f"desk-{made:%Y%m%dT%H%M%S%fZ}.db").write_bytes(b"")
    backups = Backups(desk.folder, desk.keys, clock=Clock())
    backups.thin()
    days = {backup.made.date() for backup in backups.all()}
    assert len(backups.all()) == 10 + 14 - 2
    assert len(days) == 14


def test_a_backup_holds_what_the_desk_holds_while_it_is_open(desk: DeskFolder) -> None:
    entry = answer(desk)
    path = desk.backups.make()
    assert desk.backups.prove(path) == 2
    with open_database(path, desk.keys.database, read_only=True) as copy:
        assert copy.one("SELECT id FROM entry WHERE seq = 2") == entry
    assert {p.name for p in path.parent.iterdir()} == {path.name, "vault.json"}


def test_a_backup_never_writes_over_another_desks_key_file(
    open_desk: Callable[..., DeskFolder], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    open_desk("one").backups.make(stick / "one.db")
    before = _everything(stick)
    with pytest.raises(Trouble, match="Another desk's backup"):
        open_desk("two").backups.make(stick / "two.db")
    assert _everything(stick) == before


def test_a_restore_loses_nothing_that_can_still_be_read_and_goes_on_as_another_desk(
    open_desk: Callable[..., DeskFolder], tmp_path: Path
) -> None:
    desk = open_desk()
    early = answer(desk)
    desk.backups.make()
    late = answer(desk, place="A-2")
    desk.close(backup=False)
    done = restoring.restore(desk.folder, desk.keys, marks=tmp_path / "marks")
    assert done.saved == 1
    assert done.aside is not None
    assert done.aside.exists()
    again = open_desk()
    assert again.incarnation == ""
    assert again.key.desk == done.desk != desk.key.desk
    assert {early, late} <= {e.id for e in again.journals.read(INSPECTION)}
    assert identity.incarnations(again.db)[-1].reason == "restored"
    answer(again, place="A-3")
    assert len(again.journals.heads(INSPECTION)) == 2
    assert again.journals.standing_is_right(INSPECTION)


def test_a_damaged_database_is_restored_around_its_bad_page(
    open_desk: Callable[..., DeskFolder], tmp_path: Path
) -> None:
    desk = open_desk()
    answer(desk)
    desk.backups.make()
    late = [answer(desk, "x" * 600, f"B-{n}") for n in range(60)]
    desk.close(backup=False)
    path = desk.folder / "desk.db"
    raw = bytearray(path.read_bytes())
    page = len(raw) // 4096 - 4
    raw[page * 4096 + 100] ^= 1
    path.write_bytes(raw)
    done = restoring.restore(desk.folder, desk.keys, marks=tmp_path / "marks")
    again = open_desk()
    there = {e.id for e in again.journals.read(INSPECTION)}
    assert done.saved == len(there & set(late)) > 0
    assert again.db.quick_check() == []


def test_a_folder_that_lost_its_database_never_begins_a_new_one(
    open_desk: Callable[..., DeskFolder], tmp_path: Path
) -> None:
    desk = open_desk()
    entry = answer(desk)
    desk.close()
    (desk.folder / "desk.db").unlink()
    with pytest.raises(Trouble, match="database is missing"):
        open_desk()
    restoring.restore(desk.folder, desk.keys, marks=tmp_path / "marks")
    assert entry in {e.id for e in open_desk().journals.read(INSPECTION)}


def test_without_a_good_backup_a_restore_changes_nothing(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    desk.close(backup=False)
    (desk.folder / "backups").mkdir()
    (desk.folder / "backups" / "desk-20261101T000000000000Z.db").write_bytes(b"rubbish" * 1000)
    with pytest.raises(Trouble, match="no backup"):
        restoring.restore(desk.folder, desk.keys)
    assert not open_desk().created


# -- health -------------------------------------------------------------------------------------------------------


def test_a_healthy_desk_says_so(desk: DeskFolder) -> None:
    answer(desk)
    desk.backups.make()
    found = health.health(desk)
    assert found.troubles == ()
    assert (found.inspections, found.entries, len(found.backups)) == (1, 2, 1)
    assert found.versions["sqlcipher"].startswith("4.")
    assert found.ways_in == {"keyring": False, "passphrase": True, "recovery": False}


def test_health_finds_altered_values_wrong_rows_missing_photos_and_a_missing_backup(desk: DeskFolder) -> None:
    answer(desk)
    photo = Draft("photo", "A-1", {"sha256": "0" * 64, "rendition": ""})
    desk.journals.append(INSPECTION, [photo], writer="P1", wall=WALL)
    desk.db.run("UPDATE standing SET value = ? WHERE kind = 'answer'", (b'{"v":"major"}',))
    titles = {trouble.title for trouble in health.health(desk).troubles}
    assert titles == {"There is no backup yet", "A list does not agree with the journal", "Photos are missing"}
    desk.journals.rebuild(INSPECTION)
    desk.db.run("UPDATE entry SET value = ? WHERE kind = 'answer'", (b'{"v":"major"}',))
    titles = {trouble.title for trouble in health.health(desk).troubles}
    assert "An inspection's journal is not whole" in titles


def test_a_desk_that_only_the_keyring_opens_is_warned(open_desk: Callable[..., DeskFolder]) -> None:
    from tests.store.test_vault import RingInMemory

    ring = RingInMemory()
    desk = open_desk(passphrase=None, ring=ring)
    assert "Only this computer's keyring opens the desk" in {t.title for t in health.health(desk, ring=ring).troubles}
    vault.change_passphrase(desk.folder, desk.keys, PASSPHRASE)
    assert health.health(desk, ring=ring).troubles == ()
