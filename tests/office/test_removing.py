"""Originals leave a laptop only when head office has signed for all of the inspection, 30 days ago, and a person wishes
it; nothing else is ever deleted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from auditapp.office.memory import MemoryOffice
from auditapp.operations import exchange, trail
from auditapp.words import Trouble
from tests.inspector import Inspector, photo
from tests.office.test_scenarios import enrol


class Later:
    """A clock for head office that follows the laptop's."""

    def __init__(self, inspector: Inspector) -> None:
        self.inspector, self.ahead = inspector, timedelta(0)

    def __call__(self) -> Any:
        clock: Any = self.inspector.desk.clock
        return clock.now + self.ahead

    def pass_days(self, days: int) -> None:
        clock: Any = self.inspector.desk.clock
        clock.now += timedelta(days=days)


@pytest.fixture
def closed(lin: Inspector, tmp_path: Path) -> tuple[Inspector, MemoryOffice, Later, str]:
    """A signed inspection with one photo, signed for by head office today."""
    later = Later(lin)
    office = MemoryOffice(clock=later)
    enrol(lin, office)
    large = photo(tmp_path)
    large.write_bytes(large.read_bytes() + b"what only the original has")
    lin.photographs("ST-1.1", large)
    [taken] = lin.now.photos.values()
    lin.clears_photos().signs_off()
    exchange.exchange(lin.desk, office)
    return lin, office, later, taken.sha256


def test_after_thirty_days_and_a_fresh_look_the_original_may_go_and_only_it(
    closed: tuple[Inspector, MemoryOffice, Later, str],
) -> None:
    lin, office, later, original = closed
    assert exchange.removable(lin.desk) == []
    later.pass_days(31)
    assert exchange.removable(lin.desk) == [], "head office was not asked since"
    exchange.exchange(lin.desk, office)
    [found] = exchange.removable(lin.desk)
    assert found.files == (original,)
    with pytest.raises(Trouble, match="in the name of a person"):
        exchange.remove_files(lin.desk, lin.inspection, " ")
    exchange.remove_files(lin.desk, lin.inspection, "林若溪")
    assert not lin.desk.store.photos.has(original)
    [taken] = lin.now.photos.values()
    assert lin.desk.store.photos.check(taken.rendition) == ""
    assert lin.desk.store.offices.removed()[original].by == "林若溪"
    assert exchange.removable(lin.desk) == []
    assert trail.check(lin.desk, lin.inspection).sound, "what a person removed is not missing"
    told = exchange.exchange(lin.desk, office).summary
    assert not told.files_taken, "it is not fetched again"
    assert exchange.safe(lin.desk, lin.inspection).state == "safe"


def test_what_another_inspection_names_too_stays_and_each_is_looked_through_once(
    closed: tuple[Inspector, MemoryOffice, Later, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are closed: head office's own laptop has ten thousand."""
    lin, office, later, original = closed
    first, checklist = lin.inspection, lin.now.checklist
    [taken] = (one for one in tmp_path.glob("*.jpg"))
    other = photo(tmp_path, "desk.jpg", colour=30)
    other.write_bytes(other.read_bytes() + b"what only the original has")
    lin.begins(checklist).photographs("ST-1.1", taken, other).clears_photos().signs_off()
    second, own = lin.inspection, next(one.sha256 for one in lin.now.photos.values() if one.sha256 != original)
    exchange.exchange(lin.desk, office)
    later.pass_days(31)
    exchange.exchange(lin.desk, office)
    looked: list[str] = []
    named = exchange._named

    def counted(desk: Any, inspection: str) -> Any:
        looked.append(inspection)
        return named(desk, inspection)

    monkeypatch.setattr(exchange, "_named", counted)
    [found] = exchange.removable(lin.desk)
    assert (found.inspection, found.files) == (second, (own,)), "the other photo is in both"
    assert sorted(looked) == sorted([first, second] * 2)


def test_a_laptop_whose_clock_jumps_a_year_ahead_makes_nothing_old(
    closed: tuple[Inspector, MemoryOffice, Later, str],
) -> None:
    lin, office, later, _ = closed
    later.pass_days(400)
    later.ahead = timedelta(days=-399)
    exchange.exchange(lin.desk, office)
    assert exchange.removable(lin.desk) == []


def test_an_office_that_came_back_from_a_backup_must_sign_anew(
    closed: tuple[Inspector, MemoryOffice, Later, str],
) -> None:
    lin, office, later, _ = closed
    later.pass_days(31)
    office.back_to(office.image())
    exchange.exchange(lin.desk, office)
    assert exchange.removable(lin.desk) == [], "the new receipt is of today"


def test_what_is_not_signed_off_or_not_signed_for_stays(lin: Inspector, tmp_path: Path) -> None:
    later = Later(lin)
    office = MemoryOffice(clock=later)
    enrol(lin, office)
    lin.photographs("ST-1.1", photo(tmp_path))
    exchange.exchange(lin.desk, office)
    later.pass_days(60)
    exchange.exchange(lin.desk, office)
    assert exchange.removable(lin.desk) == []
    with pytest.raises(Trouble, match="stay here"):
        exchange.remove_files(lin.desk, lin.inspection, "林若溪")


def test_head_office_s_own_laptop_may_leave_originals_there_and_bring_one_when_it_is_asked_for(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    office, large = MemoryOffice(), photo(tmp_path)
    large.write_bytes(large.read_bytes() + b"what only the original has")
    lin.photographs("ST-1.1", large)
    exchange.exchange(lin.desk, office)
    exchange.leave_originals(zhou.desk, True)
    told = exchange.exchange(zhou.desk, office).summary
    assert not told.missing
    [taken] = lin.now.photos.values()
    assert (zhou.desk.store.photos.has(taken.rendition), zhou.desk.store.photos.has(taken.sha256)) == (True, False)
    assert exchange.fetch_original(zhou.desk, office, taken.sha256)
    assert zhou.desk.store.photos.read(taken.sha256) == large.read_bytes()
    assert not exchange.fetch_original(zhou.desk, office, "0" * 64)


def test_a_laptop_of_head_office_that_may_erase_is_believed_from_the_next_round_on(lin: Inspector) -> None:
    office = MemoryOffice()
    enrol(lin, office)
    exchange.exchange(lin.desk, office)
    assert not lin.desk.store.journals.erasers
    office.erasers = ("ab" * 32,)
    exchange.exchange(lin.desk, office)
    assert lin.desk.store.journals.erasers == {"ab" * 32}
