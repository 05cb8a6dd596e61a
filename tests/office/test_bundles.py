"""Bundles: what goes in comes out for whom it is meant, and nothing that was altered is taken in."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditapp.office import bundle, sealed
from auditapp.operations import bundles, package, sealing
from auditapp.words import Trouble
from tests.bench.measure import peak
from tests.inspector import Inspector, photo
from tests.operations.test_package import mutated, remade


@dataclass
class Sent:
    """A bundle on its way, and what is in it."""

    file: Path
    ids: set[str]
    files: set[str]
    private: bytes | None


@pytest.fixture
def sent(lin: Inspector, zhou: Inspector, tmp_path: Path) -> Callable[..., Sent]:
    """Lin's inspection with two photos as a bundle, open or sealed for Zhou."""

    def make(*, for_zhou: bool) -> Sent:
        lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path, colour=1), photo(tmp_path, "b.jpg"))
        out = tmp_path / "sent.auditpkg"
        keys = [sealing.key_of(zhou.desk)] if for_zhou else []
        bundles.write_bundle(lin.desk, out, [lin.inspection], recipients=keys)
        private = sealing.sealing_key(zhou.desk) if for_zhou else None
        with bundle.reading(out, private) as reader:
            ids = {e.id for e in reader.entries(lin.inspection)}
            return Sent(out, ids, set(reader.files), private)

    return make


@pytest.mark.parametrize("for_zhou", [False, True], ids=["open", "sealed"])
@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_no_altered_bundle_is_taken_in(sent: Callable[..., Sent], tmp_path: Path, count: int, for_zhou: bool) -> None:
    """What is proven of a mutated bundle is what its desk sent, or it is refused in one sentence; memory is bounded."""
    given = sent(for_zhou=for_zhou)
    original = given.file.read_bytes()
    dice = random.Random(20261129)
    file = tmp_path / "mutated.auditpkg"
    unharmed, before = 0, peak()
    for _ in range(count):
        file.write_bytes(mutated(original, dice))
        try:
            with bundle.reading(file, given.private) as reader:
                found = reader.prove()
                names = set(reader.files)
        except Trouble:
            continue
        unharmed += 1
        assert {one for rows in found.values() for *_, one in rows} == given.ids
        assert names == given.files
    assert unharmed < count / 5
    assert peak() - before < 64


def test_a_bomb_is_refused_before_it_is_unpacked(sent: Callable[..., Sent], zhou: Inspector, tmp_path: Path) -> None:
    given, bomb = sent(for_zhou=False), tmp_path / "bomb.auditpkg"
    with zipfile.ZipFile(given.file) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            inside = one.filename.startswith(bundle.ENTRIES)
            new.writestr(one.filename, b"\n" * 80_000_000 if inside else old.read(one))
    assert bomb.stat().st_size < 1_000_000
    refused(zhou, bomb)


@pytest.mark.parametrize(
    "changes",
    [
        {"../../evil.txt": b"x"},
        {"files/../../x": b"x"},
        {"files/" + "0" * 64: b"x"},
        {"entries/" + "0" * 32 + ".ndjson": b""},
        {"manifest.sig": b"0" * 64},
        {"manifest.json": b"{}"},
        {"manifest.json": b"[" * 100_000},
        {"manifest.json": None},
    ],
    ids=str,
)
def test_a_bundle_with_other_files_is_refused(
    sent: Callable[..., Sent], zhou: Inspector, tmp_path: Path, changes: dict[str, bytes | None]
) -> None:
    refused(zhou, remade(sent(for_zhou=False).file, tmp_path / "bad.auditpkg", **changes))


@pytest.mark.parametrize("content", [b"", b"PK", b"AUDITBN1", b"AUDITBN1\0\0\0\x02{}", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_refused(zhou: Inspector, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.auditpkg"
    file.write_bytes(content)
    refused(zhou, file)


def test_a_sealed_bundle_is_read_by_each_of_its_recipients_and_by_nobody_else(
    lin: Inspector, zhou: Inspector, chen: Inspector, tmp_path: Path
) -> None:
    out = tmp_path / "sealed.auditpkg"
    keys = [sealing.key_of(zhou.desk), sealing.key_of(chen.desk)]
    done = bundles.write_bundle(lin.desk, out, [lin.inspection], recipients=keys)
    assert done.sealed and bundles.is_bundle(out)
    assert b"manifest" not in out.read_bytes()
    for reader in (zhou, chen):
        assert bundles.take_bundle(reader.desk, out).summary.taken == done.entries
    with pytest.raises(Trouble, match="sealed for somebody else"):
        bundles.take_bundle(lin.desk, out)


def test_a_key_comes_back_with_the_desk_and_is_copied_with_its_check_digits(zhou: Inspector) -> None:
    key = sealing.key_of(zhou.desk)
    assert sealing.read_key(f"  {key.upper()}\n") == sealed.public_of(sealing.sealing_key(zhou.desk))
    for wrong in (key[1:], key[:-1], key.replace(key[5], "0" if key[5] != "0" else "1"), "", "x" * 69):
        with pytest.raises(Trouble, match="no laptop's key"):
            sealing.read_key(wrong)


def test_a_package_of_the_first_form_is_no_bundle_and_is_read_as_ever(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    old = tmp_path / "old.auditpkg"
    package.export_package(lin.desk, lin.inspection, old)
    assert not bundles.is_bundle(old)
    assert package.import_package(zhou.desk, old).new


def test_several_inspections_go_into_one_file(lin: Inspector, zhou: Inspector, checklist: Path, tmp_path: Path) -> None:
    first = lin.inspection
    lin.begins(checklist)
    out = tmp_path / "both.auditpkg"
    assert bundles.write_bundle(lin.desk, out, [first, lin.inspection]).inspections == 2
    assert set(bundles.take_bundle(zhou.desk, out).touched) == {first, lin.inspection}


def test_a_photo_that_cannot_be_read_is_left_out_and_told(lin: Inspector, zhou: Inspector, tmp_path: Path) -> None:
    lin.photographs("ST-1.1", photo(tmp_path))
    [taken] = lin.now.photos.values()
    spoilt = lin.desk.store.photos.path(taken.sha256)
    raw = bytearray(spoilt.read_bytes())
    raw[-1] ^= 1
    spoilt.write_bytes(bytes(raw))
    out = tmp_path / "out.auditpkg"
    bundles.write_bundle(lin.desk, out, [lin.inspection])
    told = bundles.take_bundle(zhou.desk, out).summary
    assert told.missing == ((lin.inspection, taken.sha256),)


def test_a_cancelled_bundle_leaves_no_file(lin: Inspector, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int, words: str) -> None:
        if words == "Giving entries":
            raise Enough

    with pytest.raises(Enough):
        bundles.write_bundle(lin.desk, tmp_path / "x.auditpkg", [lin.inspection], progress=stop)
    assert list(tmp_path.glob("*auditpkg*")) == []


def test_sealing_hides_nothing_behind_the_last_piece(tmp_path: Path) -> None:
    """Every length around a piece comes out as it went in, and every cut is noticed."""
    private = bytes(range(32))
    for length in (0, 1, sealed.PIECE - 1, sealed.PIECE, sealed.PIECE + 1, 2 * sealed.PIECE, 3 * sealed.PIECE - 7):
        plain = random.Random(length).randbytes(length)
        file = tmp_path / "x"
        with file.open("wb") as stream, bundle.sealing(stream, [sealed.public_of(private)]) as inside:
            inside.write(plain)
        with file.open("rb") as stream:
            assert sealed.Opened(stream, private, "x").read() == plain
        whole = file.read_bytes()
        for cut in {1, sealed.TAG, sealed.PIECE + sealed.TAG}:
            if cut < len(whole) - 300:
                file.write_bytes(whole[:-cut])
                with file.open("rb") as stream, pytest.raises(ValueError, match=r"altered|cut off"):
                    sealed.Opened(stream, private, "x").read()


def refused(inspector: Inspector, file: Path) -> None:
    """One sentence, and nothing stored."""
    with pytest.raises(Trouble) as caught:
        bundles.take_bundle(inspector.desk, file)
    assert caught.value.code == 1
    assert not inspector.desk.store.journals.inspections()
    assert not list(inspector.desk.store.photos.folder.glob("??/*"))
