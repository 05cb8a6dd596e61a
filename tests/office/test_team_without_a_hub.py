"""A team without any server: two or three laptops and a stick that goes from hand to hand."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from auditapp.operations import about, assignments, disputes, exchange, folders, sealing
from auditapp.operations.exchange import Exchanged
from tests.inspector import Inspector, photo
from tests.office.test_scenarios import entries, join


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def exchanges(inspector: Inspector, stick: Path, **named: object) -> Exchanged:
    with closing(folders.folder_office(inspector.desk, stick, **named)) as office:  # type: ignore[arg-type]
        return exchange.exchange(inspector.desk, office)


def test_a_team_splits_the_sections_and_joins_its_work_by_a_stick_with_disputes_decided_afterwards(
    lin: Inspector, zhou: Inspector, chen: Inspector, stick: Path, tmp_path: Path
) -> None:
    # In the morning Lin hands the inspection out, and each takes a part of it.
    for member in ("周慕云", "陈一凡"):
        about.person(lin.desk, lin.inspection, member, role="inspector")
    assignments.assign(lin.desk, lin.inspection, "ST-1", person="周慕云")
    exchanges(lin, stick)
    for inspector, name in ((zhou, "周慕云"), (chen, "陈一凡")):
        exchanges(inspector, stick)
        join(inspector, lin.inspection)
        inspector.works_as(next(p.code for p in inspector.now.people.values() if p.name == name))
    assert [a.person for a in zhou.now.assignments.values()] == [zhou.desk.writer(lin.inspection)]
    lin.answers("ST-1.1", "conform").answers("ST-1.2", "conform")
    zhou.answers("ST-1.3", "minor").photographs("ST-1.3", photo(tmp_path, "z.jpg", colour=7)).finds("ST-1.3")
    chen.answers("ST-1.1", "major").notes("ST-1.1", "the cabinet is locked")
    # The stick goes round once and a half.
    for inspector in (zhou, chen, lin, zhou):
        told = exchanges(inspector, stick)
    chen_told = exchanges(chen, stick)
    assert told.summary.differs == chen_told.summary.differs == ()
    assert lin.now == zhou.now == chen.now
    assert entries(lin, lin.inspection) == entries(chen, lin.inspection)
    # Two saw one item differently. Both versions are there, with who said what; the leader decides, both stay.
    [dispute] = disputes.disputes(lin.desk, lin.inspection)
    assert {version.who for version in dispute.versions} == {"林若溪", "陈一凡"}
    held = next(version for version in dispute.versions if version.who == "陈一凡")
    disputes.keep(lin.desk, lin.inspection, held.entry, reason="the cabinet was locked, we looked again")
    for inspector in (lin, zhou, chen):
        exchanges(inspector, stick)
    for inspector in (lin, zhou, chen):
        assert not inspector.now.disputes
        assert inspector.sees("ST-1.1") == "major"
        assert {version.entry for version in dispute.versions} <= entries(inspector, lin.inspection)
    assert all(chen.desk.store.photos.check(p.sha256) == "" for p in chen.now.photos.values())


def test_half_copied_and_twice_copied_bundles_do_no_harm(
    lin: Inspector, zhou: Inspector, stick: Path, tmp_path: Path
) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    exchanges(lin, stick)
    arriving = tmp_path / "arriving"
    arriving.mkdir()
    names = sorted(path.name for path in stick.iterdir())
    for name in names:
        raw = (stick / name).read_bytes()
        (arriving / name).write_bytes(raw[: len(raw) // 2])
    (arriving / "preallocated.auditpkg").write_bytes(bytes(5_000))
    (arriving / ".sync.tmp").write_bytes(b"not ours")
    (arriving / "holiday.jpg").write_bytes(b"not ours")
    assert not exchanges(zhou, arriving).summary.changed
    for name in names:
        shutil.copy(stick / name, arriving / name)
        shutil.copy(stick / name, arriving / name.replace(".auditpkg", " (林若溪's conflicted copy).auditpkg"))
    told = exchanges(zhou, arriving).summary
    assert (told.differs, told.missing) == ((), ())
    assert join(zhou, lin.inspection).now == lin.now
    assert not exchanges(zhou, arriving).summary.changed


def test_a_bundle_that_was_removed_or_spoilt_is_written_again_by_whoever_has_its_contents(
    lin: Inspector, zhou: Inspector, chen: Inspector, stick: Path, tmp_path: Path
) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    exchanges(lin, stick)
    exchanges(zhou, stick)
    chance = random.Random(2)
    for path in sorted(stick.iterdir()):
        raw = bytearray(path.read_bytes())
        if chance.random() < 0.5:
            path.unlink()
        else:
            raw[len(raw) // 2 : len(raw) // 2 + 40] = bytes(40)
            path.write_bytes(bytes(raw[:-3]))
    exchanges(zhou, stick)
    exchanges(chen, stick)
    assert join(chen, lin.inspection).now == lin.now
    assert all(chen.desk.store.photos.check(p.rendition) == "" for p in chen.now.photos.values())


def test_a_stick_that_is_lost_tells_a_finder_nothing_when_its_bundles_are_sealed(
    lin: Inspector, zhou: Inspector, chen: Inspector, stick: Path, tmp_path: Path
) -> None:
    keys = [sealing.key_of(zhou.desk)]
    lin.answers("ST-1.1", "conform").notes("ST-1.1", "海棠").photographs("ST-1.1", photo(tmp_path))
    exchanges(lin, stick, recipients=keys)
    assert all(b"manifest" not in path.read_bytes() for path in stick.iterdir())
    exchanges(chen, stick)
    assert not chen.desk.store.journals.inspections(), "it was not sealed for Chen"
    exchanges(zhou, stick, recipients=[sealing.key_of(lin.desk)])
    assert join(zhou, lin.inspection).now == lin.now
    zhou.answers("ST-1.2", "minor")
    exchanges(zhou, stick, recipients=[sealing.key_of(lin.desk)])
    exchanges(lin, stick, recipients=keys)
    assert lin.sees("ST-1.2") == "minor"


def test_what_was_read_once_is_not_read_again(lin: Inspector, zhou: Inspector, stick: Path, tmp_path: Path) -> None:
    """Reading a whole share in every round would take minutes."""
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    exchanges(lin, stick)
    exchanges(zhou, stick)
    for path in stick.iterdir():
        path.write_bytes(bytes(path.stat().st_size))  # whoever reads now finds nothing
    assert not exchanges(zhou, stick).summary.changed
