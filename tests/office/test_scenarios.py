"""What every road to head office promises, told as stories: the same over all of them (`tests.office.roads`)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from auditapp.office.memory import MemoryOffice
from auditapp.operations import disputes, exchange, look, photos
from auditapp.store.offices import KnownOffice
from tests.inspector import Inspector, photo
from tests.office.roads import HttpRoad, MemoryRoad, Road


def entries(inspector: Inspector, inspection: str) -> set[str]:
    return {entry.id for entry in inspector.desk.store.journals.read(inspection)}


def join(other: Inspector, inspection: str) -> Inspector:
    other.inspection = inspection
    return other


def test_what_one_laptop_gives_another_takes_whole(lin: Inspector, zhou: Inspector, road: Road, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform").notes("ST-1.1", "seen").finds("ST-1.2")
    lin.photographs("ST-1.1", photo(tmp_path, "a.jpg", colour=1), photo(tmp_path, "b.jpg", colour=200))
    road.exchange(lin)
    told = road.exchange(zhou)
    join(zhou, lin.inspection)
    assert zhou.now == lin.now
    assert entries(zhou, lin.inspection) == entries(lin, lin.inspection)
    assert look.look(zhou.desk, lin.inspection).checklist.by_id, "the checklist came along and is installed"
    for one in lin.now.photos.values():
        for sha256 in (one.sha256, one.rendition):
            assert hashlib.sha256(photos.picture(zhou.desk, sha256)).hexdigest() == sha256
    assert (told.summary.differs, told.summary.missing, told.summary.damaged) == ((), (), ())
    [row] = zhou.desk.store.journals.inspections()
    assert (row.number, row.answered, row.findings, row.photos) == (lin.now.number, 1, 1, 2)


def test_a_second_round_moves_nothing(lin: Inspector, zhou: Inspector, road: Road, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    for inspector in (lin, zhou, lin):
        road.exchange(inspector)
    for inspector in (lin, zhou):
        assert not road.exchange(inspector).summary.changed


def test_two_laptops_answer_one_item_and_both_answers_stand_until_somebody_decides(
    lin: Inspector, zhou: Inspector, road: Road
) -> None:
    road.exchange(lin)
    road.exchange(zhou)
    join(zhou, lin.inspection)
    lin.answers("ST-1.1", "conform").answers("ST-1.3", "conform")
    zhou.answers("ST-1.1", "minor").answers("ST-1.2", "obs")
    for inspector in (lin, zhou, lin):
        told = road.exchange(inspector)
    assert told.disputes == {lin.inspection: 1}
    assert lin.now == zhou.now
    [dispute] = lin.now.disputes
    both = {stood.id for stood in dispute.stands}
    assert len(both) == 2
    decided = next(stood for stood in dispute.stands if b"minor" in (stood.value or b""))
    disputes.keep(lin.desk, lin.inspection, decided.id)
    for inspector in (lin, zhou):
        road.exchange(inspector)
    assert (zhou.sees("ST-1.1"), zhou.sees("ST-1.2"), zhou.sees("ST-1.3")) == ("minor", "obs", "conform")
    assert not zhou.now.disputes
    assert both <= entries(zhou, lin.inspection), "both versions are kept"


def test_three_laptops_come_to_one_journal_in_any_order(
    lin: Inspector, zhou: Inspector, chen: Inspector, road: Road
) -> None:
    road.exchange(lin)
    for number, inspector in enumerate((zhou, chen), 2):
        road.exchange(inspector)
        join(inspector, lin.inspection).answers(f"ST-1.{number}", "conform").notes("ST-1.1", f"note {number}")
    lin.answers("ST-1.1", "major")
    for inspector in (chen, lin, zhou, chen, lin, zhou):
        road.exchange(inspector)
    assert entries(lin, lin.inspection) == entries(zhou, lin.inspection) == entries(chen, lin.inspection)
    assert lin.now == zhou.now == chen.now


def test_what_is_safe_is_said_only_with_a_receipt(lin: Inspector, road: Road, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    assert exchange.safe(lin.desk, lin.inspection).state == "nowhere"
    told = road.exchange(lin)
    assert (lin.inspection in told.summary.receipts) == road.signs
    assert exchange.safe(lin.desk, lin.inspection).state == ("safe" if isinstance(road, HttpRoad) else "nowhere"), (
        "who is not enrolled claims nothing"
    )


def test_pending_counts_what_no_receipt_speaks_of_and_safe_needs_all_of_it(lin: Inspector, tmp_path: Path) -> None:
    road = MemoryRoad(tmp_path)
    enrol(lin, road.office)
    lin.answers("ST-1.1", "conform").answers("ST-1.2", "minor").photographs("ST-1.1", photo(tmp_path))
    before = exchange.pending(lin.desk)
    assert (before.answers, before.photos, before.inspections, before.last) == (2, 1, 1, "")
    assert before.entries == len(entries(lin, lin.inspection))
    assert before.oldest == min(e.head.wall for e in lin.desk.store.journals.read(lin.inspection))
    road.exchange(lin)
    assert exchange.pending(lin.desk).nothing
    assert exchange.pending(lin.desk).last
    assert exchange.safe(lin.desk, lin.inspection).state == "safe"
    lin.answers("ST-1.3", "conform")
    after = exchange.pending(lin.desk)
    assert (after.answers, after.photos, after.entries) == (1, 0, 1)
    assert after.oldest == lin.desk.last_moment(lin.inspection)
    assert exchange.safe(lin.desk, lin.inspection).state == "entries"
    lin.answers("ST-1.4", "conform")
    assert exchange.pending(lin.desk).entries == 2


def test_files_that_head_office_lacks_keep_an_inspection_from_being_safe(lin: Inspector, tmp_path: Path) -> None:
    road = MemoryRoad(tmp_path)
    enrol(lin, road.office)
    lin.photographs("ST-1.1", photo(tmp_path))
    [taken] = lin.now.photos.values()
    original = lin.desk.store.photos.path(taken.sha256)
    kept = original.read_bytes()
    original.unlink()
    told = road.exchange(lin).summary
    assert told.missing == ((lin.inspection, taken.sha256),)
    assert exchange.safe(lin.desk, lin.inspection).state == "files"
    assert exchange.pending(lin.desk).photos == 1
    original.write_bytes(kept)
    road.exchange(lin)
    assert exchange.safe(lin.desk, lin.inspection).state == "safe"


def enrol(inspector: Inspector, office: MemoryOffice) -> None:
    inspector.desk.store.offices.save(KnownOffice(office.id, "memory:", b"{}", "2026-09-17T09:00:00+08:00"))
