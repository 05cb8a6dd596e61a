"""What an original tells about itself is shown; what leaves tells nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from auditapp.store import originals
from auditapp.store.originals import Told
from auditapp.store.photos import Photos
from auditapp.store.vault import Keys
from auditapp.words import Trouble

KEYS = Keys("v", b"m" * 32, b"d" * 32, b"p" * 32, b"n" * 32, b"t" * 32, b"r" * 32)


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    return Photos(tmp_path / "photos", KEYS)


def test_a_phones_photo_tells_when_with_what_and_where(photos: Photos) -> None:
    raw = (Path(__file__).parents[1] / "fixtures" / "phone.heic").read_bytes()
    told = originals.told(photos, photos.keep(raw).sha256)
    assert (told.taken, told.device) == ("2026-09-17T09:12:33+08:00", "Telefon T-1")
    assert told.place is not None
    assert (round(told.place[0], 3), round(told.place[1], 3)) == (30.584, 114.301)


def test_a_photo_that_tells_nothing_or_nonsense_is_as_good(photos: Photos) -> None:
    def kept(**exif: object) -> str:
        image, out = Image.new("RGB", (40, 30)), io.BytesIO()
        given = image.getexif()
        given[0x010F], given[0x0110] = "", exif.get("model", "")
        given.get_ifd(0x8825).update({2: exif.get("latitude", ()), 4: (0.0,)})
        image.save(out, "JPEG", exif=given)
        return photos.keep(out.getvalue()).sha256

    assert originals.told(photos, kept()) == Told()
    assert originals.told(photos, kept(model="X\0\0 1", latitude=(900.0, 0.0, 0.0))) == Told("", "X 1")


def test_an_original_that_is_not_there_is_said(photos: Photos) -> None:
    with pytest.raises(Trouble, match="not on this laptop"):
        originals.told(photos, "ab" * 32)
