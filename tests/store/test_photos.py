"""A photo is on the drive before it is named, reads back byte for byte, and cannot be altered without notice."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from auditapp.store import durable
from auditapp.store.photos import PIECE, Photos
from auditapp.store.vault import Keys
from auditapp.words import Trouble

KEYS = Keys("v", b"m" * 32, b"d" * 32, b"p" * 32, b"n" * 32, b"t" * 32, b"r" * 32)


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    return Photos(tmp_path / "photos", KEYS)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 1_000_003])
def test_a_photo_reads_back_byte_for_byte(photos: Photos, size: int) -> None:
    plain = os.urandom(size)
    kept = photos.keep(plain)
    assert (kept.sha256, kept.bytes, kept.known) == (hashlib.sha256(plain).hexdigest(), size, False)
    assert photos.read(kept.sha256) == plain == b"".join(photos.pieces(kept.sha256))
    assert photos.open_photo(kept.sha256).read() == plain
    assert photos.keep(plain).known
    assert photos.check(kept.sha256) == ""


def test_the_files_name_does_not_tell_the_photo(photos: Photos) -> None:
    kept = photos.keep(b"a photo a thief knows")
    assert kept.sha256 not in str(photos.path(kept.sha256))
    other = Photos(photos.folder, Keys("v", b"m" * 32, b"d" * 32, b"p" * 32, b"N" * 32, b"t" * 32, b"r" * 32))
    assert other.path(kept.sha256) != photos.path(kept.sha256)


def test_every_altered_byte_and_every_cut_is_noticed(photos: Photos) -> None:
    kept = photos.keep(os.urandom(2 * PIECE + 100))
    path = photos.path(kept.sha256)
    whole = path.read_bytes()
    for spot in [*range(40), *range(40, len(whole), 4_999), len(whole) - 1]:
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 1]) + whole[spot + 1 :])
        with pytest.raises(Trouble, match="damaged"):
            photos.read(kept.sha256)
    piece = PIECE + 16
    for altered in (
        whole[:-1],
        whole[: 24 + piece],
        whole[:24],
        b"",
        whole + b"x",
        whole[:24] + whole[24 + piece : 24 + 2 * piece] + whole[24 : 24 + piece] + whole[24 + 2 * piece :],
    ):
        path.write_bytes(altered)
        with pytest.raises(Trouble, match="damaged"):
            photos.read(kept.sha256)
    assert photos.check(kept.sha256) == "damaged"


def test_one_photos_file_does_not_pass_for_another(photos: Photos) -> None:
    one, two = photos.keep(b"one" * 1000), photos.keep(b"two" * 1000)
    photos.path(one.sha256).write_bytes(photos.path(two.sha256).read_bytes())
    with pytest.raises(Trouble, match="damaged"):
        photos.read(one.sha256)


def test_a_damaged_photo_is_mended_by_taking_it_in_again(photos: Photos) -> None:
    kept = photos.keep(b"the same photo")
    photos.path(kept.sha256).write_bytes(b"rubbish")
    assert not photos.keep(b"the same photo").known
    assert photos.read(kept.sha256) == b"the same photo"


def test_a_missing_photo_is_one_sentence(photos: Photos) -> None:
    with pytest.raises(Trouble, match="missing"):
        photos.read("0" * 64)
    assert photos.check("0" * 64) == "missing"


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="too large"):
        Photos(tmp_path, KEYS, largest=10).keep(b"eleven bytes")


def test_the_sweep_names_files_nobody_knows_and_deletes_none(photos: Photos) -> None:
    known, orphan = photos.keep(b"known"), photos.keep(b"orphan")
    photos.keep_derived(known.sha256, "thumbnail", b"small")
    half = photos.path(known.sha256).with_name("half.part")
    half.write_bytes(b"")
    found = photos.sweep({known.sha256})
    assert set(found) == {photos.path(orphan.sha256), half}
    assert all(path.exists() for path in found)


def test_what_is_derived_can_be_lost_without_harm(photos: Photos) -> None:
    kept = photos.keep(b"photo")
    assert photos.derived(kept.sha256, "thumbnail") is None
    photos.keep_derived(kept.sha256, "thumbnail", b"small")
    assert photos.derived(kept.sha256, "thumbnail") == b"small"
    [thumbnail] = photos.sweep({kept.sha256}, uses=())
    thumbnail.write_bytes(b"")
    assert photos.derived(kept.sha256, "thumbnail") is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("deed", ["sync_file", "replace", "sync_folder"])
def test_a_disk_that_fails_at_any_step_says_so_and_leaves_no_half_file(
    photos: Photos, monkeypatch: pytest.MonkeyPatch, number: int, deed: str
) -> None:
    photos.keep(b"before")

    def fails(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(durable, deed, fails)
    with pytest.raises(Trouble):
        photos.keep(b"after")
    monkeypatch.undo()
    assert not list(photos.folder.rglob("*.part"))
    kept = photos.keep(b"after")
    assert photos.read(kept.sha256) == b"after"


def test_a_write_is_synced_before_it_is_renamed_and_the_folder_after(
    photos: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos.keep(b"lay out the folders")
    done: list[str] = []
    for deed in ("sync_file", "replace", "sync_folder"):
        real = getattr(durable, deed)
        monkeypatch.setattr(durable, deed, lambda *given, _deed=deed, _real=real: (done.append(_deed), _real(*given)))
    photos.keep(b"photo")
    assert done == ["sync_file", "replace", "sync_folder"]
