"""A file is judged by its content; what leaves is upright, small and tells no place; the original is untouched."""

from __future__ import annotations

import io
import random
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from auditapp.store import pictures, renditions, troubles
from auditapp.store.photos import Photos
from auditapp.store.renditions import take_in
from auditapp.store.vault import Keys
from auditapp.words import Trouble

KEYS = Keys("v", b"m" * 32, b"d" * 32, b"p" * 32, b"n" * 32, b"t" * 32, b"r" * 32)


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    return Photos(tmp_path / "photos", KEYS)


def scene(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Red on the left, blue on the right, some noise: enough to tell which way is up."""
    image = Image.effect_noise(size, 30).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 4, size[1]), fill="red")
    draw.rectangle((size[0] * 3 // 4, 0, *size), fill="blue")
    return image


def stored(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def opened(photos: Photos, sha256: str) -> Image.Image:
    return Image.open(io.BytesIO(photos.read(sha256)))


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("GIF", "image/gif"),
        ("AVIF", "image/avif"),
    ],
)
def test_every_form_is_taken_in_untouched(photos: Photos, form: str, media: str) -> None:
    raw = stored(scene(), form)
    taken = take_in(photos, raw, name=f"photo.{form.lower()}")
    assert (taken.media, taken.width, taken.height, taken.bytes) == (media, 400, 300, len(raw))
    assert photos.read(taken.sha256) == raw
    assert opened(photos, taken.rendition).size == (400, 300)
    assert taken.claimed == ""


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4032, 3024), (2016, 1512)),
        ((3024, 4032), (1512, 2016)),
        ((4000, 3000), (2000, 1500)),
        ((2600, 100), (2016, 78)),
        ((2016, 1512), (2016, 1512)),
        ((17, 5), (17, 5)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_rendition_is_at_most_2016_long(photos: Photos, size: tuple[int, int], expected: tuple[int, int]) -> None:
    taken = take_in(photos, stored(Image.new("RGB", size, "grey")), name="a.jpg")
    assert opened(photos, taken.rendition).size == expected
    thumbnail = Image.open(io.BytesIO(renditions.thumbnail(photos, taken.rendition)))
    assert max(thumbnail.size) == min(320, max(expected))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_camera_was_held_any_way_and_the_rendition_is_upright(photos: Photos, orientation: int, form: str) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = scene()
    held = image.transpose(undo[orientation]) if orientation in undo else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    taken = take_in(photos, stored(held, form, exif=exif), name="a")
    assert (taken.width, taken.height) == (400, 300)
    small = Image.open(io.BytesIO(renditions.thumbnail(photos, taken.rendition)))
    for picture in (opened(photos, taken.rendition), small):
        seen = picture.convert("RGB")
        left, right = seen.getpixel((10, seen.height // 2)), seen.getpixel((seen.width - 10, seen.height // 2))
        assert isinstance(left, tuple)
        assert isinstance(right, tuple)
        assert left[0] > 180 > 90 > left[2]
        assert right[2] > 180 > 90 > right[0]
        assert picture.getexif().get(0x0112, 1) == 1


def test_when_it_was_taken_is_read_and_place_and_camera_do_not_leave(photos: Photos) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCameraMaker"
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2026:11:20 14:03:07", "+08:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 26.0), 3: "E", 4: (116.0, 23.0, 29.0)})
    raw = stored(scene(), exif=exif)
    assert b"SecretCameraMaker" in raw
    taken = take_in(photos, raw, name="a.jpg")
    assert taken.taken == "2026-11-20T14:03:07+08:00"
    for content in (photos.read(taken.rendition), renditions.thumbnail(photos, taken.rendition)):
        assert b"SecretCameraMaker" not in content
        assert b"Exif" not in content
        assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize("stamp", ["0000:00:00 00:00:00", "yesterday", "2026:13:01 00:00:00", "", "2026:11:20"])
def test_a_senseless_date_is_no_date(photos: Photos, stamp: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = stamp
    assert take_in(photos, stored(scene(), exif=exif), name="a.jpg").taken == ""


def test_damaged_exif_keeps_no_photo_out(photos: Photos) -> None:
    chance = random.Random(3)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 14:03:07"
    whole = stored(scene((64, 48)), exif=exif)
    begin = whole.index(b"Exif")
    end = begin - 2 + int.from_bytes(whole[begin - 2 : begin], "big")
    for _ in range(200):
        raw = bytearray(whole)
        for _ in range(4):
            raw[chance.randrange(begin + 6, end)] = chance.randrange(256)
        assert take_in(photos, bytes(raw), name="a.jpg").media == "image/jpeg"


def test_a_mislabelled_photo_is_taken_in_and_says_what_it_claimed_to_be(photos: Photos) -> None:
    taken = take_in(photos, stored(scene(), "PNG"), name="IMG_0001.JPG")
    assert (taken.media, taken.claimed) == ("image/png", "JPEG")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_a_cut_photo_is_refused_in_one_sentence_and_nothing_is_kept(photos: Photos, form: str) -> None:
    raw = stored(scene(), form)
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(Trouble, match="cut or damaged"):
            take_in(photos, raw[: int(len(raw) * share)], name="a")
    assert photos.sizes() == (0, 0)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04" + bytes(40), "ZIP or office"),
        (b"<html><body>x</body></html>", "web page"),
        (b"hello, I am a text", "not of any kind of picture"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "a video"),
        (bytes(5000), "not of any kind"),
        (b"MZ" + bytes(100), "program"),
    ],
)
def test_what_is_no_picture_is_named(photos: Photos, raw: bytes, what: str) -> None:
    with pytest.raises(Trouble, match=what):
        take_in(photos, raw, name="photo.jpg")


def test_a_heic_of_a_phone_held_upright_is_turned_once_and_tells_no_place(photos: Photos) -> None:
    raw = (Path(__file__).parents[1] / "fixtures" / "phone.heic").read_bytes()
    taken = take_in(photos, raw, name="IMG_0042.HEIC")
    assert (taken.media, taken.width, taken.height) == ("image/heic", 96, 128)
    assert taken.taken == "2026-09-17T09:12:33+08:00"
    assert photos.read(taken.sha256) == raw
    leaves = opened(photos, taken.rendition)
    assert leaves.size == (96, 128)
    red, white = leaves.convert("RGB").getpixel((80, 20)), leaves.convert("RGB").getpixel((15, 110))
    assert isinstance(red, tuple) and red[0] > 150 > red[1]
    assert isinstance(white, tuple) and min(white) > 200
    assert not leaves.getexif()
    with pytest.raises(Trouble, match="cut or damaged"):
        take_in(photos, raw[: len(raw) * 2 // 3], name="cut.heic")


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x10\x00\x00\x00WEBP",
        b"II*\x00",
        b"\x00\x00\x00\x18ftypheic" + bytes(40),
        b"\x00\x00\x00\x18ftypavif" + bytes(40),
        b"GIF89a",
        b"BM" + bytes(30),
    ],
)
def test_a_picture_of_which_only_the_beginning_is_there_is_cut(photos: Photos, raw: bytes) -> None:
    with pytest.raises(Trouble, match="cut or damaged"):
        take_in(photos, raw, name="photo")


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims so many pixels in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 9_000), (1, 2**31 - 1)])
def test_a_bomb_of_pixels_is_refused_unopened(photos: Photos, size: tuple[int, int]) -> None:
    with pytest.raises(Trouble, match="too many pixels"):
        take_in(photos, png_of(*size), name="bomb.png")


def test_a_jpeg_of_108_megapixels_is_no_bomb_but_one_of_180_is() -> None:
    def claims(width: int, height: int) -> bytes:
        raw = bytearray(stored(Image.new("L", (8, 8))))
        begin = raw.index(b"\xff\xc0") + 5
        raw[begin : begin + 4] = struct.pack(">HH", height, width)
        return bytes(raw)

    assert pictures.look(claims(12_000, 9_000)).width == 12_000
    with pytest.raises(Trouble, match="at most 178 million"):
        pictures.look(claims(15_000, 12_000), "b.jpg")


def test_mutated_pictures_end_in_a_picture_or_one_sentence(photos: Photos) -> None:
    chance = random.Random(11)
    for form in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"):
        whole = stored(scene((60, 40)), form)
        for _ in range(40):
            raw = bytearray(whole)
            for _ in range(chance.randrange(1, 8)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            with suppress(Trouble):  # anything else fails the test
                take_in(photos, bytes(raw[: chance.choice([len(raw), chance.randrange(1, len(raw))])]), name="a")


def test_a_screenshot_stays_sharp_and_a_photo_saved_as_png_becomes_a_jpeg(photos: Photos) -> None:
    screen = Image.new("RGB", (900, 600), "white")
    ImageDraw.Draw(screen).text((10, 10), "Fire extinguisher 3.2", fill="black")
    taken = take_in(photos, stored(screen, "PNG"), name="screen.png")
    assert taken.rendition_media == "image/png"
    assert opened(photos, taken.rendition).convert("RGB").tobytes() == screen.tobytes()
    noise = Image.merge("RGB", [Image.effect_noise((400, 300), 60 + n) for n in range(3)])
    assert take_in(photos, stored(noise, "PNG"), name="photo.png").rendition_media == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "YCbCr"])
def test_every_kind_of_colour_is_shown(photos: Photos, mode: str) -> None:
    image = scene((80, 60)).convert("L") if mode in ("I;16", "F") else scene((80, 60))
    form = "JPEG" if mode in ("CMYK", "YCbCr") else "TIFF" if mode in ("I;16", "F") else "PNG"
    taken = take_in(photos, stored(image.convert(mode), form), name="a")
    assert opened(photos, taken.rendition).convert("RGB").size == (80, 60)


def test_what_shines_through_becomes_white(photos: Photos) -> None:
    taken = take_in(photos, stored(Image.new("RGBA", (10, 10), (255, 0, 0, 0)), "PNG"), name="a.png")
    assert opened(photos, taken.rendition).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_same_photo_twice_is_one_file(photos: Photos) -> None:
    raw = stored(scene())
    first, again = take_in(photos, raw, name="a.jpg"), take_in(photos, raw, name="b.jpg")
    assert (first.known, again.known) == (False, True)
    assert (first.sha256, first.rendition) == (again.sha256, again.rendition)
    assert photos.sizes()[0] == 3


def test_a_lost_thumbnail_is_made_again(photos: Photos) -> None:
    taken = take_in(photos, stored(scene()), name="a.jpg")
    before = renditions.thumbnail(photos, taken.rendition)
    for path in photos.sweep({taken.sha256, taken.rendition}, uses=()):
        path.unlink()
    assert (
        Image.open(io.BytesIO(renditions.thumbnail(photos, taken.rendition))).size
        == Image.open(io.BytesIO(before)).size
    )


def test_a_redacted_copy_is_another_photo(photos: Photos) -> None:
    taken = take_in(photos, stored(scene()), name="a.jpg")
    image = opened(photos, taken.rendition).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, 50, 50), fill="black")
    sha256, media = renditions.keep_rendition(photos, image)
    assert sha256 not in (taken.sha256, taken.rendition)
    assert media == "image/jpeg"


def test_many_photos_are_taken_in_by_processes_in_their_order(photos: Photos, tmp_path: Path) -> None:
    files = []
    for number in range(6):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(stored(scene((60 + number, 40))))
    files[2].write_bytes(files[2].read_bytes()[:200])
    files.append(tmp_path / "gone.jpg")
    told: list[tuple[int, int]] = []
    found = list(renditions.intake_many(photos, files, workers=2, progress=lambda done, of: told.append((done, of))))
    assert [path for path, _ in found] == files
    for number, (_, outcome) in enumerate(found):
        if number in (2, 6):
            assert isinstance(outcome, Trouble)
            assert outcome.sentence
        else:
            assert isinstance(outcome, renditions.Intake)
            assert outcome.width == 60 + number
            assert photos.read(outcome.sha256) == files[number].read_bytes()
    assert told == [(n, 7) for n in range(1, 8)]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_given_before_a_cancel_is_kept(photos: Photos, tmp_path: Path, workers: int) -> None:
    files = []
    for number in range(8):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(stored(scene((60 + number, 40))))
    given: list[renditions.Intake] = []
    for _, outcome in renditions.intake_many(photos, files, workers=workers, cancel=lambda: len(given) >= 2):
        assert isinstance(outcome, renditions.Intake)
        given.append(outcome)
    assert 2 <= len(given) < 8
    assert all(photos.check(intake.sha256) == "" for intake in given)


def test_where_no_processes_can_be_had_photos_are_taken_in_one_by_one(
    photos: Photos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withheld(workers: int) -> None:
        raise PermissionError("no semaphores here")

    monkeypatch.setattr(renditions, "_pool", withheld)
    files = [tmp_path / f"{number}.jpg" for number in range(6)]
    for number, file in enumerate(files):
        file.write_bytes(stored(scene((60 + number, 40))))
    found = list(renditions.intake_many(photos, files, workers=2))
    assert [path for path, _ in found] == files
    assert all(isinstance(outcome, renditions.Intake) for _, outcome in found)


def test_a_photo_that_cannot_be_read_says_so_and_blames_no_other_disk(photos: Photos, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read") as refused:
        take_in(photos, tmp_path / "pulled-out-card.jpg")
    assert not troubles.of_the_disk(refused.value)
