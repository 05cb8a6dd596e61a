"""Handing over: what goes in comes out, twice is once, and nothing that was altered is taken in."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditapp.journal.line import from_line
from auditapp.operations import look, package, photos
from auditapp.operations.desk import Desk
from auditapp.words import Trouble
from tests.inspector import Inspector, photo


@pytest.fixture
def handed(lin: Inspector, tmp_path: Path) -> Path:
    """A package with answers, a finding and two photos."""
    lin.answers("ST-1.1", "conform").notes("ST-1.1", "seen").finds("ST-1.2")
    lin.photographs("ST-1.1", photo(tmp_path, "a.jpg", colour=1), photo(tmp_path, "b.jpg", colour=200))
    out = tmp_path / "handed.auditpkg"
    package.export_package(lin.desk, lin.inspection, out)
    return out


def test_what_is_handed_over_arrives_whole(lin: Inspector, zhou: Inspector, handed: Path) -> None:
    taken = package.import_package(zhou.desk, handed)
    zhou.inspection = taken.inspection
    assert zhou.now == lin.now
    assert {e.id for e in zhou.desk.store.journals.read(taken.inspection)} == {
        e.id for e in lin.desk.store.journals.read(lin.inspection)
    }
    for one in lin.now.photos.values():
        for sha256 in (one.sha256, one.rendition):
            assert hashlib.sha256(photos.picture(zhou.desk, sha256)).hexdigest() == sha256
    assert look.look(zhou.desk, taken.inspection).checklist.by_id


def test_taking_a_package_in_again_changes_nothing(zhou: Inspector, handed: Path) -> None:
    first = package.import_package(zhou.desk, handed)
    again = package.import_package(zhou.desk, handed)
    assert (again.new, again.photos, again.already) == (0, 0, first.new)


def test_photos_are_stored_and_not_packed_again(handed: Path) -> None:
    with zipfile.ZipFile(handed) as archive:
        kinds = {one.filename.partition("/")[0]: one.compress_type for one in archive.infolist()}
    assert kinds["photos"] == zipfile.ZIP_STORED
    assert kinds["entries.ndjson"] == zipfile.ZIP_DEFLATED


def test_originals_can_be_left_out(lin: Inspector, zhou: Inspector, handed: Path, tmp_path: Path) -> None:
    light = tmp_path / "light.auditpkg"
    done = package.export_package(lin.desk, lin.inspection, light, renditions_only=True)
    assert len(done.missing) == 2
    taken = package.import_package(zhou.desk, light)
    assert set(taken.missing) == set(done.missing)
    assert package.import_package(zhou.desk, handed).missing == ()


def test_a_copied_laptop_is_found_out_and_both_branches_are_kept(
    lin: Inspector, zhou: Inspector, tmp_path: Path, checklist: Path
) -> None:
    """Two desks with one key: the second opens a clone of the first one's folder with the first one's mark."""
    import shutil

    lin.answers("ST-1.1", "conform")
    lin.desk.close()
    shutil.copytree(lin.folder, tmp_path / "clone")
    with Inspector(tmp_path / "clone") as clone:
        clone.inspection = lin.inspection
        clone.answers("ST-1.2", "minor").hands_over(zhou)
    with Inspector(lin.folder) as again:
        again.inspection = lin.inspection
        taken = again.answers("ST-1.2", "major").hands_over(zhou)
    assert len(taken.forks) == 1
    assert {s.value for d in zhou.now.disputes for s in d.stands} != set()


def remade(source: Path, out: Path, **changes: bytes | None) -> Path:
    """The package with some files replaced (None: left out), its manifest untouched."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            if changes.get(one.filename, b"") is not None:
                new.writestr(one.filename, changes.get(one.filename, old.read(one)))
        for name, content in changes.items():
            if name not in old.namelist() and content is not None:
                new.writestr(name, content)
    return out


@pytest.mark.parametrize(
    "changes",
    [
        {"../../evil.txt": b"x"},
        {"/etc/passwd": b"x"},
        {"photos/../../x": b"x"},
        {"photos/" + "0" * 64: b"x"},
        {"manifest.sig": b"0" * 64},
        {"manifest.sig": b""},
        {"manifest.json": b"{}"},
        {"manifest.json": b"[" * 100_000},
        {"manifest.json": b'{"format":1e999}'},
        {"entries.ndjson": b""},
        {"entries.ndjson": b"{}\n"},
        {"entries.ndjson": None},
        {"checklist.json": b"{}"},
        {"checklist.json": None},
        {"manifest.json": None},
    ],
    ids=str,
)
def test_a_package_with_other_files_is_refused(
    zhou: Inspector, handed: Path, tmp_path: Path, changes: dict[str, bytes | None]
) -> None:
    assert_refused(zhou.desk, remade(handed, tmp_path / "bad.auditpkg", **changes))


def test_a_bomb_is_refused_before_it_is_unpacked(zhou: Inspector, handed: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.auditpkg"
    with zipfile.ZipFile(handed) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(one.filename, old.read(one) if one.filename != "entries.ndjson" else b"\n" * 80_000_000)
    assert bomb.stat().st_size < 1_000_000
    assert_refused(zhou.desk, bomb)


def test_a_name_that_comes_twice_is_refused(zhou: Inspector, handed: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(handed, "a") as archive:
        archive.writestr("entries.ndjson", b"")
    assert_refused(zhou.desk, handed)


def test_a_rewritten_manifest_without_the_desks_key_is_refused(zhou: Inspector, handed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(handed) as archive:
        told = json.loads(archive.read("manifest.json"))
        lines = archive.read("entries.ndjson").splitlines(keepends=True)
    told["files"][0]["sha256"] = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    told["files"][0]["bytes"] = len(b"".join(lines[:-1]))
    forged = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    changes = {"manifest.json": forged, "entries.ndjson": b"".join(lines[:-1])}
    assert_refused(zhou.desk, remade(handed, tmp_path / "bad.auditpkg", **changes))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a package", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_refused(zhou: Inspector, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.auditpkg"
    file.write_bytes(content)
    assert_refused(zhou.desk, file)
    with pytest.raises(Trouble):
        package.import_package(zhou.desk, tmp_path / "not there")


def mutated(original: bytes, dice: random.Random) -> bytes:
    """The package with a few bytes changed, cut out, doubled or cut off."""
    raw = bytearray(original)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        at = dice.randrange(len(raw))
        match dice.randrange(5):
            case 0 | 1:
                raw[at] ^= 1 << dice.randrange(8)
            case 2:
                del raw[at : at + dice.randrange(1, 200)]
            case 3:
                raw[at:at] = raw[max(0, at - dice.randrange(1, 100)) : at]
            case _:
                raw = raw[: max(1, at)]
    return bytes(raw)


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_no_altered_package_is_taken_in(zhou: Inspector, handed: Path, tmp_path: Path, count: int) -> None:
    """What is proven of a mutated package is what its desk exported, or it is refused in one sentence."""
    original = handed.read_bytes()
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        ids = {from_line(line).id for line in archive.read("entries.ndjson").splitlines(keepends=True)}
    dice = random.Random(20260917)
    file = tmp_path / "mutated.auditpkg"
    unharmed = 0
    for _ in range(count):
        file.write_bytes(mutated(original, dice))
        try:
            with package.opened(file) as archive:
                proven = package.prove(archive, file)
        except Trouble:
            continue
        unharmed += 1
        assert {entry.id for entry in proven.entries} == ids
    assert unharmed < count / 5


def assert_refused(desk: Desk, file: Path) -> None:
    """One sentence, and nothing stored."""
    with pytest.raises(Trouble) as caught:
        package.import_package(desk, file)
    assert caught.value.code == 1
    assert not desk.store.journals.inspections()
    assert not list(desk.store.photos.folder.glob("??/*"))


def test_a_package_is_proven_and_its_photos_kept_on_another_thread(
    lin: Inspector, zhou: Inspector, handed: Path
) -> None:
    """What a window does: only the entries are taken in on the desk's thread, all at once."""
    seen: list[tuple[str, int, int]] = []

    def slow_half() -> tuple[package.Proven, int]:
        found = package.proven(handed, progress=lambda n, of: seen.append(("proven", n, of)))
        kept = package.keep_photos(
            zhou.desk.store.photos, handed, found, progress=lambda n, of: seen.append(("kept", n, of))
        )
        return found, kept

    with ThreadPoolExecutor(1) as elsewhere:
        found, fresh = elsewhere.submit(slow_half).result()
    assert fresh == len(found.photos) == 4
    assert seen == [(half, n, 4) for half in ("proven", "kept") for n in (1, 2, 3, 4)]
    assert not zhou.desk.store.journals.inspections(), "nothing is taken in before the end"
    taken = package.take_in(zhou.desk, found, fresh=fresh)
    zhou.inspection = taken.inspection
    assert (taken.photos, taken.missing) == (4, ())
    assert zhou.now == lin.now


def test_stopped_while_photos_are_kept_no_entry_is_taken_in(zhou: Inspector, handed: Path) -> None:
    class Enough(Exception):
        pass

    def stop(n: int, of: int) -> None:
        if n == 2:
            raise Enough

    with pytest.raises(Enough):
        package.keep_photos(zhou.desk.store.photos, handed, package.proven(handed), progress=stop)
    assert not zhou.desk.store.journals.inspections()
    assert package.import_package(zhou.desk, handed).photos == 3, "what was kept is known now"


def test_a_file_changed_after_it_was_proven_is_not_taken_in(zhou: Inspector, handed: Path, tmp_path: Path) -> None:
    found = package.proven(handed)
    raw = bytearray(handed.read_bytes())
    with zipfile.ZipFile(handed) as archive:
        at = next(one for one in archive.infolist() if one.filename.startswith("photos/"))
    raw[at.header_offset + 200] ^= 1
    handed.write_bytes(bytes(raw))
    with pytest.raises(Trouble):
        package.keep_photos(zhou.desk.store.photos, handed, found)
    assert not zhou.desk.store.journals.inspections()


def test_a_package_is_written_on_another_thread_and_stopping_leaves_no_file(lin: Inspector, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(n: int, of: int) -> None:
        raise Enough

    def elsewhere(name: str, stopping: bool) -> package.Exported:
        with lin.desk.apart() as twin:
            out = tmp_path / name
            return package.export_package(twin, lin.inspection, out, progress=stop if stopping else None)

    lin.photographs("ST-1.1", photo(tmp_path)).answers("ST-1.1", "conform")
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(elsewhere, "whole.auditpkg", False).result()
        with pytest.raises(Enough):
            pool.submit(elsewhere, "stopped.auditpkg", True).result()
    assert len(package.proven(whole.path).entries) == whole.entries
    assert not (tmp_path / "stopped.auditpkg").exists()
