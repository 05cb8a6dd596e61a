"""Photos: the original untouched, the same one once, nothing leaves that nobody looked at."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from auditapp.operations import documents, photos
from auditapp.operations.photos import Box, Refused
from auditapp.report.papers import Document
from auditapp.words import Trouble
from tests.inspector import Inspector, photo


def test_the_original_is_kept_byte_for_byte(lin: Inspector, tmp_path: Path) -> None:
    file = photo(tmp_path)
    lin.photographs("ST-1.1", file, caption="The chair")
    kept = lin.now.photos[lin.last.code]
    assert photos.picture(lin.desk, kept.sha256) == file.read_bytes()
    assert (kept.place, kept.caption, kept.name, (kept.width, kept.height)) == (
        "ST-1.1",
        "The chair",
        "chair.jpg",
        (640, 480),
    )


def test_the_same_picture_is_taken_once_at_a_place_and_linked_at_another(lin: Inspector, tmp_path: Path) -> None:
    file = photo(tmp_path)
    first = lin.photographs("ST-1.1", file).last.code
    assert lin.photographs("ST-1.1", file).last.code == first
    assert lin.photographs("ST-1.2", file).last.code != first
    assert len(lin.now.photos) == 2
    assert len({p.sha256 for p in lin.now.photos.values()}) == 1


def test_a_folder_gives_its_pictures_and_a_bad_one_does_not_keep_the_others_out(lin: Inspector, tmp_path: Path) -> None:
    card = tmp_path / "card"
    for name, colour in (("b.jpg", 10), ("a.jpg", 20)):
        photo(card / "DCIM", name, colour=colour)
    (card / "DCIM" / "cut.jpg").write_bytes(photo(tmp_path, "x.jpg").read_bytes()[:300])
    (card / "notes.txt").write_text("no picture", encoding="utf-8")
    refused: list[Refused] = []
    lin.photographs("ST-1.1", card, refused=refused.append)
    assert [p.name for p in lin.now.photos.values()] == ["a.jpg", "b.jpg"]
    assert [one.file.name for one in refused] == ["cut.jpg"]
    with pytest.raises(Trouble, match="ends too early"):
        lin.photographs("ST-1.2", card)
    assert len(lin.now.photos_at("ST-1.2")) == 2


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_refused_with_a_sentence(lin: Inspector, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.jpg"
    file.write_bytes(content)
    with pytest.raises(Trouble):
        lin.photographs("ST-1.1", file)
    assert not lin.now.photos
    with pytest.raises(Trouble, match="no file"):
        lin.photographs("ST-1.1", tmp_path / "nothing.jpg")


def test_a_photo_is_captioned_moved_and_taken_out(lin: Inspector, tmp_path: Path) -> None:
    key = lin.photographs("ST-1.1", photo(tmp_path)).last.code
    photos.caption(lin.desk, lin.inspection, key[:8], "left side")
    photos.move(lin.desk, lin.inspection, key[:8], "ST-1.2")
    assert (lin.now.photos[key].caption, lin.now.photos[key].place) == ("left side", "ST-1.2")
    with pytest.raises(Trouble, match="no item"):
        photos.move(lin.desk, lin.inspection, key, "ZZ-1")
    lin.undoes().undoes().undoes()
    assert not lin.now.photos


def test_no_document_holds_a_photo_that_nobody_looked_at(lin: Inspector, tmp_path: Path) -> None:
    lin.photographs("ST-1.1", photo(tmp_path))
    for document in (Document.REPORT, Document.NOTICE, Document.FACTS):
        with pytest.raises(Trouble, match="not looked at"):
            documents.render(lin.desk, lin.inspection, tmp_path / "x.pdf", document=document)
    assert not (tmp_path / "x.pdf").exists()
    documents.render(lin.desk, lin.inspection, tmp_path / "blank.pdf", document=Document.BLANK)
    lin.clears_photos()
    assert documents.render(lin.desk, lin.inspection, tmp_path / "x.pdf").pages > 3
    with pytest.raises(Trouble, match="cleared already"):
        lin.clears_photos()


def test_what_was_covered_is_gone_from_the_copy_and_the_original_stays(lin: Inspector, tmp_path: Path) -> None:
    file = photo(tmp_path, size=(200, 100))
    key = lin.photographs("ST-1.1", file).last.code
    photos.redact(lin.desk, lin.inspection, key, [Box(20, 10, 100, 50)], "林若溪")
    kept = lin.now.photos[key]
    assert kept.outgoing != kept.rendition
    assert photos.picture(lin.desk, kept.sha256) == file.read_bytes()
    with Image.open(io.BytesIO(photos.picture(lin.desk, kept.outgoing))) as copy:
        assert max(copy.convert("RGB").getpixel((70, 35))) < 12  # type: ignore[arg-type]
        assert min(copy.convert("RGB").getpixel((180, 90))) > 40  # type: ignore[arg-type]
    photos.redact(lin.desk, lin.inspection, key, [Box(150, 80, 20, 10)], "林若溪")
    with Image.open(io.BytesIO(photos.picture(lin.desk, lin.now.photos[key].outgoing))) as copy:
        assert max(copy.convert("RGB").getpixel((70, 35))) < 12  # type: ignore[arg-type]


@pytest.mark.parametrize("box", [Box(900, 0, 10, 10), Box(0, 0, 0, 5), Box(-50, 0, 10, 10)])
def test_a_box_beside_the_picture_covers_nothing_and_is_refused(lin: Inspector, tmp_path: Path, box: Box) -> None:
    key = lin.photographs("ST-1.1", photo(tmp_path)).last.code
    with pytest.raises(Trouble, match="covers none"):
        photos.redact(lin.desk, lin.inspection, key, [box], "林若溪")


def test_the_report_carries_the_covered_copy_and_neither_original_nor_rendition(lin: Inspector, tmp_path: Path) -> None:
    key = lin.photographs("ST-1.1", photo(tmp_path)).last.code
    photos.redact(lin.desk, lin.inspection, key, [Box(20, 10, 100, 50)], "林若溪")
    out = tmp_path / "draft.pdf"
    documents.render(lin.desk, lin.inspection, out)
    raw, kept = out.read_bytes(), lin.now.photos[key]
    assert photos.picture(lin.desk, kept.outgoing) in raw
    assert photos.picture(lin.desk, kept.rendition) not in raw
    assert photos.picture(lin.desk, kept.sha256) not in raw
    assert hashlib.sha256(raw).hexdigest()
