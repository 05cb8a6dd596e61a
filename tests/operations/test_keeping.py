"""The desk itself: opening, wrong passphrases, full and read-only disks, backups, restore, doctor."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from auditapp.operations import answer, backup, doctor, look, sites, trail
from auditapp.operations.desk import open_desk
from auditapp.store import database
from auditapp.words import Trouble, speak
from tests.inspector import PASSPHRASE, Inspector


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    lin.desk.close()
    with pytest.raises(Trouble, match="does not open"):
        open_desk(lin.folder / "desk", "not the words at all", keyring=False, marks=lin.folder / "marks")
    with Inspector(lin.folder) as again:
        again.inspection = lin.inspection
        assert again.sees("ST-1.1") == "conform"


def test_a_desk_is_made_only_when_it_is_meant(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no desk"):
        open_desk(tmp_path / "nowhere", PASSPHRASE, create=False, keyring=False)
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(Trouble, match="passphrase"):
        open_desk(tmp_path / "fresh", keyring=False)


def test_a_second_program_is_told_that_the_desk_is_open(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="is working on"):
        open_desk(lin.folder / "desk", PASSPHRASE, keyring=False, wait=0.0, marks=lin.folder / "marks")


def test_a_full_disk_loses_nothing_that_was_acknowledged(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    lin.answers("ST-1.1", "conform")

    def full(self: object, sql: str, values: object = ()) -> object:
        if sql == "COMMIT":
            raise Trouble("The disk is full", "Nothing more can be written to {folder}.", folder="here")
        return whole(self, sql, values)

    whole = database.Database.run
    monkeypatch.setattr(database.Database, "run", full)
    with pytest.raises(Trouble, match="Nothing more can be written"):
        lin.answers("ST-1.1", "minor")
    monkeypatch.undo()
    assert lin.sees("ST-1.1") == "conform"
    assert lin.answers("ST-1.1", "major").sees("ST-1.1") == "major"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble, match="not write"):
        open_desk(tmp_path / "desk", PASSPHRASE, keyring=False)


def test_a_desk_of_a_newer_version_is_left_as_it_is(lin: Inspector) -> None:
    lin.desk.store.db.run("PRAGMA user_version=99")
    lin.desk.close()
    with pytest.raises(Trouble, match="has form 99"):
        open_desk(lin.folder / "desk", PASSPHRASE, keyring=False, marks=lin.folder / "marks")


def test_a_restored_desk_has_every_answer_and_another_name(lin: Inspector, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.backup(lin.desk, stick)
    lin.answers("ST-1.2", "minor")
    name = lin.desk.id
    with pytest.raises(Trouble, match="not overwritten"):
        backup.backup(lin.desk, made)
    lin.desk.close()
    done = backup.restore(lin.folder / "desk", PASSPHRASE, source=stick, keyring=False, marks=lin.folder / "marks")
    assert done.saved == 1
    with Inspector(lin.folder) as again:
        again.inspection = lin.inspection
        assert (again.sees("ST-1.1"), again.sees("ST-1.2")) == ("conform", "minor")
        assert again.desk.id != name
        assert again.answers("ST-1.2", "major").sees("ST-1.2") == "major"


def test_a_backup_is_made_on_another_thread_while_somebody_goes_on_answering(lin: Inspector, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform")
    order = backup.prepare(lin.desk, tmp_path / "stick.db")
    begun, go_on, seen = Event(), Event(), list[tuple[int, int]]()

    def progress(done: int, of: int) -> None:
        seen.append((done, of))
        begun.set()
        go_on.wait(60)

    with ThreadPoolExecutor(1) as elsewhere:
        making = elsewhere.submit(backup.make, order, progress=progress)
        assert begun.wait(60)
        lin.answers("ST-1.1", "minor")
        go_on.set()
        made = making.result()
    assert seen[-1][0] == seen[-1][1] > 0
    lin.desk.close()
    done = backup.restore(lin.folder / "desk", PASSPHRASE, source=made, keyring=False, marks=lin.folder / "marks")
    assert done.saved == 1, "what was answered meanwhile is not in the backup, and not lost either"


def test_a_backup_that_is_stopped_leaves_nothing(lin: Inspector, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def progress(done: int, of: int) -> None:
        raise Enough

    (tmp_path / "stick").mkdir()
    with pytest.raises(Enough):
        backup.make(backup.prepare(lin.desk, tmp_path / "stick"), progress=progress)
    assert list((tmp_path / "stick").iterdir()) == []


def test_what_takes_long_is_asked_on_another_thread_of_the_desk_as_it_stands(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")

    def look_closely() -> tuple[list[doctor.Line], bool]:
        with lin.desk.apart() as twin:
            lines = list(doctor.doctor(twin))
            with pytest.raises(Trouble):
                answer.answer(twin, lin.inspection, "ST-1.1", "minor")
            return lines, trail.check(twin, lin.inspection).sound

    with ThreadPoolExecutor(1) as elsewhere:
        lines, sound = elsewhere.submit(look_closely).result()
    assert sound and max(line.state for line in lines) < doctor.State.BAD
    assert lin.answers("ST-1.1", "major").sees("ST-1.1") == "major"


def test_a_backup_restores_on_a_new_computer(lin: Inspector, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform")
    stick = tmp_path / "stick"
    stick.mkdir()
    backup.backup(lin.desk, stick)
    new = tmp_path / "new computer"
    backup.restore(new, PASSPHRASE, source=stick, keyring=False, marks=tmp_path / "new marks")
    with open_desk(new, PASSPHRASE, keyring=False, marks=tmp_path / "new marks") as desk:
        assert look.fold(desk, lin.inspection).answers["ST-1.1"].answer.v == "conform"


def test_the_doctor_has_a_line_for_everything_and_finds_what_is_broken(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    names = {line.name for line in doctor.without_desk(lin.folder / "desk")}
    assert {"program", "fonts", "words", "keyring"} <= names
    assert all(line.state < doctor.State.BAD for line in doctor.doctor(lin.desk))
    for language in ("zh-CN", "en"):
        assert all(line.said(speak(language)) for line in doctor.doctor(lin.desk))
    lin.desk.store.db.run("UPDATE entry SET value = X'7B7D' WHERE kind = 'answer'")
    bad = [line for line in doctor.doctor(lin.desk) if line.state is doctor.State.BAD]
    assert bad


def test_sites_are_remembered_and_forgotten(lin: Inspector) -> None:
    sites.save_site(lin.desk, "jc01", "江城中心", address="云栖路18号")
    assert [s.name for s in sites.sites(lin.desk)] == ["江城中心"]
    sites.forget_site(lin.desk, "jc01")
    with pytest.raises(Trouble, match="no site"):
        sites.site(lin.desk, "jc01")


def test_people_are_remembered_by_name_and_unit_and_forgotten(lin: Inspector) -> None:
    sites.save_person(lin.desk, "周文博", role="inspector", unit="总部")
    sites.save_person(lin.desk, "周文博", role="leader", unit="总部")
    sites.save_person(lin.desk, "周文博", role="guide", unit="江城中心")
    known = {p.unit: p for p in sites.people(lin.desk)}
    assert (known["总部"].role, known["江城中心"].role, len(known)) == ("leader", "guide", 2)
    sites.forget_person(lin.desk, known["总部"].code)
    assert [p.unit for p in sites.people(lin.desk)] == ["江城中心"]
    with pytest.raises(Trouble, match="nobody"):
        sites.forget_person(lin.desk, known["总部"].code)
    with pytest.raises(Trouble):
        sites.save_person(lin.desk, "  ")


def test_the_doctor_tells_the_ways_to_open_a_desk_in_words_not_codes(lin: Inspector) -> None:
    said = next(line.said(speak("zh-CN")) for line in doctor.doctor(lin.desk, thorough=False) if line.name == "unlock")
    assert said == "打开工作台的方式：口令。"
