"""A backup made while the hub works brings back what was acknowledged before it; a hub brought back says so, and
promises nothing that is not there."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditapp.hub import backups, company
from auditapp.hub.keeping import opening
from auditapp.hub.keeping.blobs import HELD
from auditapp.hub.keeping.opening import EPOCH, Keeping, Places
from auditapp.journal import union
from auditapp.store.vault import make_recovery_pair
from auditapp.words import Trouble
from tests.keeping.conftest import Somewhere
from tests.keeping.writing import INSPECTION, Writer, content


def filled(keeping: Keeping) -> Writer:
    """An inspection whose entries name three files; two of them are held."""
    desk = Writer()
    for n in range(3):
        sha256, made = content(3_000 + n, f"photo {n}")
        desk.says("photo", f"A-{n}", {"sha256": sha256})
        if n < 2:
            keeping.files.put(sha256, len(made), 0, made)
    desk.much(30)
    keeping.journals.append(INSPECTION, desk.entries, members=["U1"])
    keeping.register.settle(EPOCH, b"0123456789abcdef")
    return desk


def elsewhere(somewhere: Somewhere, folder: Path, postgres: Any) -> Somewhere:
    """Another machine: an empty folder with the key, an empty database; the same bucket."""
    folder.mkdir()
    if (somewhere.folder / "hub.key").exists():
        shutil.copy(somewhere.folder / "hub.key", folder / "hub.key")
    places = somewhere.places
    if places.database:
        places = replace(places, database=postgres.new_database())
    return Somewhere(folder, places)


@pytest.fixture
def server(somewhere: Somewhere, request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("postgres") if somewhere.places.database else None


def test_a_backup_brings_everything_back_on_another_machine(somewhere: Somewhere, tmp_path: Path, server: Any) -> None:
    keeping = somewhere.open()
    desk = filled(keeping)
    stop = threading.Event()
    busy = Writer(inspection="cd" * 16)

    def work() -> None:
        while not stop.is_set():
            busy.much(20)
            keeping.journals.append(busy.inspection, busy.entries[-21:])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = backups.backup(keeping, tmp_path / "stick")
    finally:
        stop.set()
        worker.join()
    assert made.files == 2
    assert (made.copied, made.elsewhere) == ((0, True) if somewhere.places.files else (2, False))
    assert (made.key is None) == bool(somewhere.places.database)
    assert made.inventory.read_text("ascii").count("\n") == 2
    new = elsewhere(somewhere, tmp_path / "other machine", server)
    with new.opened:
        back = backups.restore(new.folder, new.places, tmp_path / "stick")
        other = new.open()
        assert other.journals.digest(INSPECTION) == union.digest(desk.entries)
        assert list(other.journals.entries(INSPECTION, {desk.desk: 0})) == desk.entries
        digest = other.journals.digest(busy.inspection)
        assert digest in ({}, {busy.desk: (n := digest.get(busy.desk, (1, ""))[0], busy.entries[n - 1].id)})
        assert other.journals.members(INSPECTION) == {"U1"}
        assert len(other.files.named(INSPECTION).held) == 2
        assert b"".join(other.files.get(content(3_001, "photo 1")[0])) == content(3_001, "photo 1")[1]
        assert (back.files, back.lacking) == (2, ())
        epoch = other.register.setting(EPOCH)
        assert epoch == back.epoch.encode() != keeping.register.setting(EPOCH)
        assert backups.status(other, thorough=True).flaws == ()


def test_a_hub_rolled_back_gets_again_what_it_had_lost(somewhere: Somewhere, tmp_path: Path, server: Any) -> None:
    keeping = somewhere.open()
    desk = filled(keeping)
    backups.backup(keeping, tmp_path / "stick")
    desk.much(10)
    keeping.journals.append(INSPECTION, desk.entries)
    sha256, made = content(3_002, "photo 2")
    keeping.files.put(sha256, len(made), 0, made)
    keeping.close()
    back = backups.restore(somewhere.folder, somewhere.places, tmp_path / "stick")
    assert (back.aside is None) == bool(somewhere.places.database)
    again = somewhere.open()
    assert again.journals.digest(INSPECTION) != union.digest(desk.entries)
    assert len(again.files.named(INSPECTION).held) == 3, "the file that came later is still there and is known"
    assert again.journals.append(INSPECTION, desk.entries).digest == union.digest(desk.entries)


@pytest.mark.parametrize("somewhere", ["sqlite+folder", "postgresql+folder"], indirect=True)
def test_no_receipt_names_a_file_that_did_not_come_back(somewhere: Somewhere, tmp_path: Path, server: Any) -> None:
    keeping = somewhere.open()
    filled(keeping)
    backups.backup(keeping, tmp_path / "stick", files=False)
    new = elsewhere(somewhere, tmp_path / "other machine", server)
    with new.opened:
        back = backups.restore(new.folder, new.places, tmp_path / "stick")
        other = new.open()
        assert len(back.lacking) == 2
        assert other.files.named(INSPECTION).held == ()
        sha256, made = content(3_000, "photo 0")
        assert other.files.have([sha256]) == {sha256: 0}
        assert other.files.put(sha256, len(made), 0, made) == HELD


@pytest.mark.parametrize("somewhere", ["sqlite+folder"], indirect=True)
def test_with_the_recovery_key_a_hub_comes_back_on_an_empty_machine(somewhere: Somewhere, tmp_path: Path) -> None:
    pem, public = make_recovery_pair("in the safe")
    private, other = tmp_path / "safe.pem", tmp_path / "other.pem"
    private.write_bytes(pem)
    other.write_bytes(make_recovery_pair()[0])
    keeping = somewhere.open()
    desk = filled(keeping)
    keys = somewhere.folder / "keys"
    keys.mkdir()
    (keys / "recovery.pem").write_bytes(public)
    (keys / "hub.json").write_text('{"secret": "of the hub"}', encoding="utf-8")
    (somewhere.folder / "hub.toml").write_text('name = "海棠人寿"\n', encoding="utf-8")
    made = backups.backup(keeping, tmp_path / "stick")
    assert made.keys is not None
    for secret in (b"of the hub", (somewhere.folder / "hub.key").read_bytes().strip()):
        assert all(secret not in file.read_bytes() for file in (tmp_path / "stick").rglob("*") if file.is_file())
    new = tmp_path / "new machine"
    with pytest.raises(Trouble, match="recovery key does not open this"):
        backups.bring_keys(tmp_path / "stick", new, other)
    altered = bytearray(made.keys.read_bytes())
    altered[-5] ^= 1
    (tmp_path / "altered.keys").write_bytes(altered)
    with pytest.raises(Trouble, match="recovery key does not open this"):
        backups.bring_keys(tmp_path / "altered.keys", new, private, password="in the safe")
    assert not new.exists()
    brought = backups.bring_keys(tmp_path / "stick", new, private, password="in the safe")
    assert brought == ["hub.key", "hub.toml", "keys/hub.json", "keys/recovery.pem"]
    assert (new / "keys" / "hub.json").stat().st_mode & 0o777 == 0o600
    assert backups.restore(new, somewhere.places, tmp_path / "stick").entries == len(desk.entries)
    with pytest.raises(Trouble, match="a hub here already"):
        backups.bring_keys(tmp_path / "stick", new, private, password="in the safe")


@pytest.mark.parametrize("somewhere", ["sqlite+folder", "postgresql+folder"], indirect=True)
def test_a_serving_hub_is_not_brought_back(somewhere: Somewhere, tmp_path: Path) -> None:
    keeping = somewhere.open()
    desk = filled(keeping)
    backups.backup(keeping, tmp_path / "stick")
    with pytest.raises(Trouble, match="hub is serving"):
        backups.restore(somewhere.folder, somewhere.places, tmp_path / "stick")
    desk.much(3)
    assert len(keeping.journals.append(INSPECTION, desk.entries).new) == 3


@pytest.mark.parametrize("somewhere", ["sqlite+folder"], indirect=True)
def test_a_damaged_or_foreign_backup_changes_nothing(somewhere: Somewhere, tmp_path: Path) -> None:
    keeping = somewhere.open()
    desk = filled(keeping)
    made = backups.backup(keeping, tmp_path / "stick")
    keeping.close()
    spoilt = bytearray(made.database.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    made.database.write_bytes(spoilt)
    with pytest.raises(Trouble, match="damaged"):
        backups.restore(somewhere.folder, somewhere.places, tmp_path / "stick")
    with pytest.raises(Trouble, match="no backup"):
        backups.restore(somewhere.folder, somewhere.places, tmp_path)
    with pytest.raises(Trouble, match="key of the hub's database is missing"):
        backups.restore(tmp_path / "new", somewhere.places, made.database)
    assert somewhere.open().journals.digest(INSPECTION) == union.digest(desk.entries)


@pytest.mark.parametrize("somewhere", ["sqlite+folder"], indirect=True)
def test_a_database_that_is_spoilt_is_put_aside_with_its_log(somewhere: Somewhere, tmp_path: Path) -> None:
    keeping = somewhere.open()
    desk = filled(keeping)
    backups.backup(keeping, tmp_path / "stick")
    keeping.close()
    for end in ("", "-wal", "-shm"):
        (somewhere.folder / f"hub.db{end}").write_bytes(b"not a database" * 1000)
    back = backups.restore(somewhere.folder, somewhere.places, tmp_path / "stick")
    assert back.aside is not None and back.aside.read_bytes().startswith(b"not a database")
    assert somewhere.open().journals.digest(INSPECTION) == union.digest(desk.entries)


@pytest.mark.parametrize("somewhere", ["postgresql+folder"], indirect=True)
def test_without_the_servers_tools_the_operator_is_told(
    somewhere: Somewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = somewhere.open()
    filled(keeping)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="own tool is needed"):
        backups.backup(keeping, tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []
    assert backups.brought_back(keeping).lacking == ()


def test_the_status_tells_what_is_held_and_what_is_wrong(somewhere: Somewhere) -> None:
    keeping = somewhere.open()
    filled(keeping)
    status = backups.status(keeping, thorough=True)
    assert (status.form, status.missing, status.flaws, status.careless) == (2, 1, (), "")
    assert (status.counts["entries"], status.files["files"]) == (34, 2)
    assert status.database_bytes > 10_000 and status.free_bytes > 0
    assert status.epoch == "0123456789abcdef"
    with keeping.base.deed() as session:
        session.run("UPDATE file SET sha256 = ? WHERE bytes = 3001", ("f" * 64,))
        session.run("UPDATE entry SET value = ? WHERE seq = 9", (b'{"v":"altered"}',))
    found = backups.status(keeping, thorough=True).flaws
    assert any(flaw.startswith(f"inspection {INSPECTION}") for flaw in found)
    assert any(flaw.startswith("file ffff") for flaw in found)


def test_the_key_lies_apart_and_only_for_its_owner(tmp_path: Path) -> None:
    places = opening.Places(key=str(tmp_path / "safe" / "hub.key"))
    with opening.open_keeping(tmp_path / "hub", places) as keeping:
        filled(keeping)
    assert not (tmp_path / "hub" / "hub.key").exists()
    assert (tmp_path / "safe" / "hub.key").stat().st_mode & 0o777 == 0o600
    assert b"photo" not in (tmp_path / "hub" / "hub.db").read_bytes()
    (tmp_path / "safe" / "hub.key").unlink()
    with pytest.raises(Trouble, match="key of the hub's database is missing"):
        opening.open_keeping(tmp_path / "hub", places)


def test_the_environment_is_stronger_than_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(
        'address = "https://localhost:1"\ndatabase = "postgresql://db/hub"\nfiles = "s3://b"\n', encoding="utf-8"
    )
    settings = company.read_settings(file)
    told = Places(settings.database, settings.files, settings.key)
    assert opening.places(told, {"AUDITAPP_HUB_FILES": ""}) == Places(database="postgresql://db/hub")
    file.write_text("database = 7\n", encoding="utf-8")
    with pytest.raises(Trouble, match="setting of the hub is wrong"):
        company.read_settings(file)
    file.write_text("database =\n", encoding="utf-8")
    with pytest.raises(Trouble, match="setting of the hub is wrong"):
        company.read_settings(file)
