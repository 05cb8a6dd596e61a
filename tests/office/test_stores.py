"""The same properties with real desks, their databases and their photo stores, over roads that break."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from auditapp.office.memory import MemoryOffice
from auditapp.office.protocol import Office
from auditapp.operations import exchange, folders
from auditapp.words import Trouble
from tests.inspector import Inspector, photo
from tests.office.flaky import Flaky
from tests.office.roads import STORED_ELSEWHERE, HttpRoad
from tests.office.test_scenarios import entries, join

Reach = Callable[[Inspector], Office]


def rounds(inspector: Inspector, reach: Reach, chance: random.Random | None) -> bool:
    """One round over a bad road (*chance*) or a good one; whether it came to its end and moved something."""
    with closing(reach(inspector)) as office:
        road = office if chance is None else Flaky(office, chance, cuts=0.2, lies=0.02)
        try:
            return exchange.exchange(inspector.desk, road).summary.changed
        except Trouble:
            return True


@pytest.fixture(params=["memory", "folder", "http", STORED_ELSEWHERE])
def reach(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reach]:
    match request.param:
        case "memory":
            office = MemoryOffice()
            yield lambda inspector: office
        case "folder":
            (tmp_path / "share").mkdir()
            yield lambda inspector: folders.folder_office(inspector.desk, tmp_path / "share")
        case _:
            elsewhere = request.getfixturevalue("elsewhere") if request.param == STORED_ELSEWHERE else {}
            road = HttpRoad(tmp_path, **elsewhere)
            yield road.office_for
            road.close()


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(n, marks=pytest.mark.long) for n in range(2, 30))])
def test_laptops_with_real_stores_come_to_one_truth_over_a_road_that_breaks(
    lin: Inspector, zhou: Inspector, chen: Inspector, tmp_path: Path, seed: int, reach: Reach
) -> None:
    chance = random.Random(seed)
    team = [lin, zhou, chen]
    for inspector in (lin, zhou, chen):
        rounds(inspector, reach, None)
        join(inspector, lin.inspection)
    for step in range(24):
        inspector = chance.choice(team)
        if chance.random() < 0.4:
            rounds(inspector, reach, chance)
        elif chance.random() < 0.2:
            inspector.photographs("ST-1.1", photo(tmp_path, f"{step}.jpg", colour=step * 9))
        else:
            place = chance.choice(("ST-1.1", "ST-1.2", "ST-1.3"))
            try:
                inspector.answers(place, chance.choice(("conform", "minor", "obs")))
            except Trouble as trouble:
                assert "disputed" in trouble.sentence or "disputed" in trouble.title  # noqa: PT017
    for _ in range(6):
        moved = [rounds(inspector, reach, None) for inspector in team]
        if not any(moved):
            break
    else:
        raise AssertionError("the laptops never came to rest")
    ids = [entries(inspector, lin.inspection) for inspector in team]
    assert ids[0] == ids[1] == ids[2]
    assert lin.now == zhou.now == chen.now
    for inspector in team:
        journals = inspector.desk.store.journals
        assert journals.standing_is_right(lin.inspection)
        for taken in inspector.now.photos.values():
            for sha256 in (taken.sha256, taken.rendition):
                assert inspector.desk.store.photos.check(sha256) == ""
        [row] = exchange.look.inspections(inspector.desk)
        assert (row.photos, row.disputes) == (len(lin.now.photos), len(lin.now.disputes))


def test_a_copied_laptop_is_told_as_a_fork_and_both_branches_reach_head_office(
    lin: Inspector, tmp_path: Path, opened: ExitStack
) -> None:
    """Two desks with one key: the clone came with the first one's mark, so nothing noticed it."""
    office = MemoryOffice()
    lin.answers("ST-1.1", "conform")
    exchange.exchange(lin.desk, office)
    lin.desk.close()
    shutil.copytree(lin.folder, tmp_path / "clone")
    clone = join(opened.enter_context(Inspector(tmp_path / "clone")), lin.inspection)
    clone.answers("ST-1.2", "minor")
    exchange.exchange(clone.desk, office)
    again = join(opened.enter_context(Inspector(lin.folder)), lin.inspection)
    again.answers("ST-1.2", "major").answers("ST-1.3", "conform")
    told = exchange.exchange(again.desk, office).summary
    assert {desk for _, desk in told.forks} == {lin.desk.id}
    exchange.exchange(clone.desk, office)
    assert entries(again, lin.inspection) == entries(clone, lin.inspection) == set(office.journals[lin.inspection])
    assert again.now == clone.now
    assert not exchange.exchange(again.desk, office).summary.changed


def test_an_office_brought_back_from_a_backup_gets_everything_again(lin: Inspector, tmp_path: Path) -> None:
    office = MemoryOffice()
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    exchange.exchange(lin.desk, office)
    old = office.image()
    lin.answers("ST-1.2", "minor").photographs("ST-1.2", photo(tmp_path, "b.jpg", colour=9))
    exchange.exchange(lin.desk, office)
    whole = office.image()
    office.back_to(old)
    told = exchange.exchange(lin.desk, office).summary
    assert told.restored and told.files_given
    assert (office.journals, office.files) == (whole.journals, whole.files)


class Enough(Exception):
    pass


def test_a_round_that_is_cancelled_anywhere_leaves_all_whole_and_the_next_goes_on(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    office = MemoryOffice()
    for number in range(4):
        lin.photographs("ST-1.1", photo(tmp_path, f"{number}.jpg", colour=number * 50))
    for inspector in (lin, zhou):
        allowed = 0
        while True:
            told = 0

            def stop(done: int, of: int, words: str) -> None:
                nonlocal told
                told += 1
                if told > allowed:  # noqa: B023
                    raise Enough

            try:
                exchange.exchange(inspector.desk, office, progress=stop)
                break
            except Enough:
                allowed += 3
            for inspection in inspector.desk.store.journals.digests():
                assert inspector.desk.store.journals.standing_is_right(inspection)
    assert allowed > 5
    join(zhou, lin.inspection)
    assert zhou.now == lin.now
    assert all(zhou.desk.store.photos.check(p.sha256) == "" for p in zhou.now.photos.values())


def test_a_download_that_was_cut_goes_on_where_it_stopped(lin: Inspector, zhou: Inspector, tmp_path: Path) -> None:
    office, large = MemoryOffice(), photo(tmp_path)
    large.write_bytes(large.read_bytes() + random.Random(1).randbytes(300_000))
    lin.photographs("ST-1.1", large)
    exchange.exchange(lin.desk, office)
    [taken] = lin.now.photos.values()
    raw = office.files[taken.sha256]
    assert len(raw) > 2 * 64 * 1024, "more than two pieces"
    offsets: list[int] = []

    class Cutting(MemoryOffice):
        def get(self, sha256: str, *, offset: int = 0):  # type: ignore[no-untyped-def]
            if sha256 == taken.sha256:
                offsets.append(offset)
                yield raw[offset : offset + 70_000]
                if offset + 70_000 < len(raw):
                    from auditapp.office.protocol import Cut

                    raise Cut
            else:
                yield from super().get(sha256, offset=offset)

    cutting = Cutting(journals=office.journals, files=office.files)
    exchange.exchange(zhou.desk, cutting)
    assert offsets == [n * 65_536 for n in range(len(offsets))]
    assert len(offsets) > 2
    assert zhou.desk.store.photos.read(taken.sha256) == raw
    assert not list(zhou.desk.store.photos.folder.glob("??/*.arriving"))


def test_the_round_runs_beside_the_work_and_only_its_hops_touch_the_database(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    """What the window does: SQLite itself refuses any other thread, so a hop that is missing fails here."""
    import queue
    from concurrent.futures import Future, ThreadPoolExecutor

    office = MemoryOffice()
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    exchange.exchange(lin.desk, office)
    asked: queue.Queue[tuple[Callable[[], object], Future[object]] | None] = queue.Queue()

    def on_desk(deed: Callable[[], object]) -> object:
        answer: Future[object] = Future()
        asked.put((deed, answer))
        return answer.result(30)

    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(exchange.exchange, zhou.desk, office, on_desk=on_desk)
        running.add_done_callback(lambda _: asked.put(None))
        while (hop := asked.get(timeout=60)) is not None:
            deed, answer = hop
            try:
                answer.set_result(deed())
            except Exception as fault:  # noqa: BLE001 goes back to who asked
                answer.set_exception(fault)
    assert running.result().summary.taken
    join(zhou, lin.inspection)
    assert zhou.now == lin.now
