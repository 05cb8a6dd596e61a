"""Marks on a photo: a copy that leaves in its place; the original and what was covered stay where they are."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from auditapp.inspection.state import Photo
from auditapp.operations import findings, photos
from auditapp.operations.marking import MOST_WORDS, Mark, Tool, draw, mark
from auditapp.store import renditions
from auditapp.words import Trouble
from tests.inspector import Inspector, photo

ARROW = Mark(Tool.ARROW, 10, 10, 200, 150)
WORDS = Mark(Tool.TEXT, 40, 300, 40, 300, "灭火器")
COVER = Mark(Tool.COVER, 320, 120, 100, 40)


def taken(lin: Inspector, tmp_path: Path) -> Photo:
    return lin.photographs("ST-1.1", photo(tmp_path)).now.photos[lin.last.code]


def pixels(lin: Inspector, sha256: str) -> Image.Image:
    return Image.open(io.BytesIO(photos.picture(lin.desk, sha256))).convert("RGB")


def test_arrows_and_words_stand_in_the_copy_and_somebody_stands_for_the_rest(lin: Inspector, tmp_path: Path) -> None:
    known = taken(lin, tmp_path)
    mark(lin.desk, lin.inspection, known.id, [ARROW, WORDS], "林若溪")
    after = lin.now.photos[known.id]
    assert after.clearance is not None and after.clearance.state == "none-needed"
    assert (after.sha256, after.rendition) == (known.sha256, known.rendition)
    assert pixels(lin, after.outgoing).getpixel((100, 78)) != pixels(lin, after.rendition).getpixel((100, 78))


def test_a_cover_drawn_from_any_corner_redacts(lin: Inspector, tmp_path: Path) -> None:
    known = taken(lin, tmp_path)
    mark(lin.desk, lin.inspection, known.id, [COVER, ARROW], "林若溪")
    after = lin.now.photos[known.id]
    assert after.clearance is not None and after.clearance.state == "redacted"
    assert max(high for _, high in pixels(lin, after.outgoing).crop((110, 50, 310, 110)).getextrema()) <= 8


def test_what_was_covered_once_stays_covered_until_somebody_begins_afresh(lin: Inspector, tmp_path: Path) -> None:
    known = taken(lin, tmp_path)
    mark(lin.desk, lin.inspection, known.id, [COVER], "林若溪")
    mark(lin.desk, lin.inspection, known.id, [ARROW], "林若溪")
    both = lin.now.photos[known.id]
    assert both.clearance is not None and both.clearance.state == "redacted"
    assert pixels(lin, both.outgoing).getpixel((200, 100)) <= (8, 8, 8)
    mark(lin.desk, lin.inspection, known.id, [ARROW], "林若溪", afresh=True)
    again = lin.now.photos[known.id]
    assert again.clearance is not None and again.clearance.state == "none-needed"
    assert pixels(lin, again.outgoing).getpixel((200, 100)) > (40, 40, 40)


@pytest.mark.parametrize("nothing", [(), (Mark(Tool.BOX, 5, 5, 5, 5),), (Mark(Tool.TEXT, 9, 9, 9, 9, "  "),)])
def test_a_click_without_a_drag_is_no_mark(lin: Inspector, tmp_path: Path, nothing: tuple[Mark, ...]) -> None:
    known = taken(lin, tmp_path)
    with pytest.raises(Trouble, match="no arrow"):
        mark(lin.desk, lin.inspection, known.id, nothing, "林若溪")
    assert lin.now.photos[known.id].clearance is None


def test_a_novel_does_not_go_onto_a_photo(lin: Inspector, tmp_path: Path) -> None:
    known = taken(lin, tmp_path)
    with pytest.raises(Trouble):
        mark(lin.desk, lin.inspection, known.id, [Mark(Tool.TEXT, 9, 9, 9, 9, "x" * (MOST_WORDS + 1))], "林若溪")


def test_an_arrow_never_shows_through_a_cover() -> None:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, "PNG")
    image = draw(out.getvalue(), [Mark(Tool.COVER, 50, 50, 150, 150), Mark(Tool.ARROW, 0, 0, 190, 190)])
    assert image.crop((50, 50, 150, 150)).getcolors() == [(100 * 100, (0, 0, 0))]


# -- the two halves of taking photos in, and their order --------------------------------------------


def test_a_photo_taken_in_elsewhere_is_written_down_when_it_is_on_the_drive(lin: Inspector, tmp_path: Path) -> None:
    known = photos.known_at(lin.desk, lin.inspection, "ST-1.1")
    assert known == ({}, 0)
    intake = renditions.take_in(lin.desk.store.photos, photo(tmp_path))
    written = photos.write_down(lin.desk, lin.inspection, "ST-1.1", intake, caption="The chair")
    assert lin.now.photos[written.code].caption == "The chair"
    assert photos.known_at(lin.desk, lin.inspection, "ST-1.1") == ({intake.sha256: written.code}, 1)


def test_nothing_is_taken_in_at_a_place_that_does_not_exist_or_after_sign_off(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="no item"):
        photos.known_at(lin.desk, lin.inspection, "ZZ-9.9")
    lin.signs_off()
    with pytest.raises(Trouble, match="signed"):
        photos.known_at(lin.desk, lin.inspection, "ST-1.1")


def test_a_row_of_photos_is_put_in_order_as_one_deed(lin: Inspector, tmp_path: Path) -> None:
    ids = [lin.photographs("ST-1.1", photo(tmp_path, f"{n}.jpg", colour=n)).last.code for n in (10, 20, 30)]
    wanted = [ids[2], ids[0], ids[1]]
    photos.arrange(lin.desk, lin.inspection, "ST-1.1", wanted)
    assert [p.id for p in lin.now.photos_at("ST-1.1")] == wanted
    assert photos.arrange(lin.desk, lin.inspection, "ST-1.1", wanted).ids == ()
    last = lin.photographs("ST-1.1", photo(tmp_path, "4.jpg", colour=40)).last.code
    assert [p.id for p in lin.now.photos_at("ST-1.1")] == [*wanted, last]
    lin.undoes().undoes()
    assert [p.id for p in lin.now.photos_at("ST-1.1")] == ids


def test_evidence_of_a_finding_keeps_the_records_that_were_seen(lin: Inspector, tmp_path: Path) -> None:
    first = lin.photographs("ST-1.1", photo(tmp_path)).last.code
    second = lin.photographs("ST-1.1", photo(tmp_path, "b.jpg", colour=9)).last.code
    lin.finds("ST-1.1")
    findings.add_record(lin.desk, lin.inspection, "F01", "Maintenance log 2026, page 12")
    findings.edit(lin.desk, lin.inspection, "F01", "evidence", second[:12])
    assert lin.now.findings[0].evidence == (second, "Maintenance log 2026, page 12")
    findings.set_evidence(lin.desk, lin.inspection, "F01", ["Said by the guide", first, first])
    assert lin.now.findings[0].evidence == ("Said by the guide", first)
    assert findings.set_evidence(lin.desk, lin.inspection, "F01", ["Said by the guide", first]).ids == ()
