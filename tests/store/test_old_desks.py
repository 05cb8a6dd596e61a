"""A desk of every form there ever was opens, says the same as on the day it was made, and can be worked on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.journal import verify
from auditapp.store import health, migrations
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import Draft
from tests.store.make_old_desk import INSPECTION, PASSPHRASE, WALL

OLD = Path(__file__).parent / "old_desks"


@pytest.mark.parametrize("name", sorted(path.name for path in OLD.iterdir() if path.is_dir()))
def test_a_desk_of_every_form_opens_for_ever(name: str, tmp_path: Path, open_desk: Callable[..., DeskFolder]) -> None:
    shutil.copytree(OLD / name, tmp_path / name)
    desk = open_desk(name, passphrase=PASSPHRASE)
    assert migrations.form_of(desk.db) == migrations.FORM
    entries = desk.journals.read(INSPECTION)
    assert len(entries) == 9
    assert verify.check(entries).trustworthy
    assert desk.journals.standing_is_right(INSPECTION)
    stands = {(s.kind, s.value) for s in desk.journals.standing(INSPECTION)}
    assert ("answer", b'{"status":"answered","v":"conform"}') in stands
    assert ("finding.fact", '{"v":"灭火器压力不足"}'.encode()) in stands
    assert "from-the-future" in {kind for kind, _ in stands}
    row = desk.journals.row(INSPECTION)
    assert row is not None
    assert (row.number, row.title, row.answered) == ("2026-001", "供电营业厅检查", 1)
    [photo] = [e for e in entries if e.head.kind == "photo"]
    assert desk.photos.read(photo.value["sha256"]) == b"not really a photo, but kept like one"
    assert desk.library.newest("full") is not None
    assert [p.name for p in desk.people.persons()] == ["李"]
    assert desk.preference("language") == "zh-CN"
    desk.journals.append(INSPECTION, [Draft("answer", "WP-2.3", {"v": "conform"})], writer="P1", wall=WALL)
    backed_up = name != f"form-{migrations.FORM}"  # an older form is copied before it is changed
    assert [t.title for t in health.health(desk).troubles] == ([] if backed_up else ["There is no backup yet"])


def test_there_is_a_desk_of_this_form() -> None:
    assert (OLD / f"form-{migrations.FORM}").is_dir()
