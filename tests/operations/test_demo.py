"""The demonstration is a whole inspection, told with the ordinary verbs, that ends in papers anybody can check."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from auditapp.inspection.state import Inspection
from auditapp.operations import documents, look, sign_off
from auditapp.operations.demo.tell import PASSPHRASE, Told, _free, tell
from auditapp.operations.desk import Desk, open_desk
from auditapp.report.examination import Verdict
from auditapp.words import Trouble, speak


@dataclass(frozen=True)
class Played:
    told: Told
    steps: list[str]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    steps: list[str] = []
    return Played(tell(tmp_path_factory.mktemp("demo") / "story", speak("zh-CN"), steps.append), steps)


@pytest.fixture(scope="module")
def desk(played: Played) -> Iterator[Desk]:
    with open_desk(played.told.desk, PASSPHRASE, keyring=False, create=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(desk: Desk) -> Inspection:
    return look.fold(desk, look.choose(desk))


def test_it_says_what_it_does_step_by_step(played: Played) -> None:
    assert len(played.steps) >= 8


def test_the_signed_report_verifies(played: Played) -> None:
    assert played.told.verdict.verdict is Verdict.VALID


def test_the_notice_and_the_fact_sheets_verify_too(played: Played) -> None:
    for paper in (played.told.notice, played.told.facts):
        assert documents.verify_pdf(paper).verdict is Verdict.VALID


def test_a_changed_byte_makes_the_report_invalid(played: Played, tmp_path: Path) -> None:
    raw = bytearray(played.told.report.read_bytes())
    raw[len(raw) // 3] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(raw)
    assert documents.verify_pdf(changed).verdict is Verdict.INVALID


def test_nothing_is_left_open_and_nothing_is_disputed(desk: Desk, found: Inspection) -> None:
    assert sign_off.gaps(desk, found.id) == ()
    assert found.disputes == ()
    assert found.locked


def test_two_desks_wrote_it_and_a_dispute_was_decided(desk: Desk, found: Inspection) -> None:
    assert len(found.desks) == 2
    decided = [e for e in desk.store.journals.read(found.id) if e.head.kind == "answer" and len(e.head.replaces) == 2]
    assert len(decided) == 1


def test_there_are_photos_of_many_shapes_and_findings_of_every_grade(found: Inspection) -> None:
    assert len(found.photos) >= 40
    assert len({(p.width > p.height, p.width / p.height > 2) for p in found.photos.values()}) >= 3
    grades = Counter(f.grade for f in found.findings)
    assert sum(grades.values()) - grades["good_practice"] >= 12
    assert set(grades) == {"critical", "major", "minor", "obs", "good_practice"}
    assert {f.at.partition("@")[0] for f in found.findings if f.repeat_of} == {"WP-2.9"}


def test_every_photo_was_looked_at_and_one_was_redacted(found: Inspection) -> None:
    states = Counter(p.clearance.state if p.clearance else "" for p in found.photos.values())
    assert states["redacted"] == 1 and not states[""]


def test_pictures_that_leave_carry_no_place_and_no_device(desk: Desk, found: Inspection, tmp_path: Path) -> None:
    for photo in found.photos.values():
        out = tmp_path / "outgoing"
        out.write_bytes(desk.store.photos.read(photo.outgoing))
        with Image.open(out) as picture:
            assert not picture.getexif()
        original = tmp_path / "original"
        original.write_bytes(desk.store.photos.read(photo.sha256))
        with Image.open(original) as picture:
            assert picture.getexif().get_ifd(0x8825), "the original is untouched"


def test_a_turned_photo_is_upright_on_paper(desk: Desk, found: Inspection, tmp_path: Path) -> None:
    turned = next(p for p in found.photos.values() if p.name.endswith("stairs-close.jpg"))
    out = tmp_path / "upright"
    out.write_bytes(desk.store.photos.read(turned.outgoing))
    with Image.open(out) as picture:
        assert picture.height > picture.width


def test_most_of_what_applies_was_answered_and_the_score_is_apart(desk: Desk, found: Inspection) -> None:
    opened = look.look(desk, found.id)
    assert opened.progress.coverage > 95
    assert opened.score.percent is not None and opened.score.grade == "C"
    assert len({line.item.id for line in opened.walk.lines}) == 302


def test_it_does_not_write_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Trouble) as refused:
        tell(tmp_path, speak("en"), lambda _: None)
    assert refused.value.code == 2
    assert json.dumps(sorted(p.name for p in tmp_path.iterdir())) == '["mine.txt"]'


def test_an_earlier_demonstration_stays_and_the_next_gets_a_number(played: Played) -> None:
    first = played.told.folder
    assert _free(first) == first.with_name(f"{first.name}-2")


@pytest.mark.long
def test_it_can_be_told_in_english(tmp_path: Path) -> None:
    told = tell(tmp_path / "story", speak("en"), lambda _: None)
    assert told.verdict.verdict is Verdict.VALID
