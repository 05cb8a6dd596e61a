"""What the command line told as saved is saved, however often and whenever it is killed.

Answers through ``auditapp answer -`` and photos through ``auditapp photo add``, each acknowledged on a line of its
own; kill -9 while it works, at any moment from its start, and while it closes. Then every acknowledged answer and
photo must be there byte for byte, the database whole and every strand sound. The harness has teeth: the last tests
run it over a program that acknowledges before it commits.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.proof.laptop import Killing, Laptop, Promise, broken, killed, told_answers, told_photos, typed, unsound


def kill(cycles: int, folder: Path, seed: int) -> Killing:
    """So many cycles; the promises of each few are looked for before the next, those of all at the end."""
    killing = Killing(Laptop(folder), random.Random(seed))
    killing.measure()
    fresh: list[Promise] = []
    started = time.perf_counter()
    for n in range(cycles):
        fresh += killing.cycle(n)
        if n % 10 == 9 or n == cycles - 1:
            with killing.laptop.desk() as desk:
                assert broken(desk, killing.laptop.inspection, fresh) == []
                assert unsound(desk, killing.laptop.inspection) == []
            fresh = []
    with killing.laptop.desk() as desk:
        assert broken(desk, killing.laptop.inspection, killing.told) == []
    counts = {kind: sum(one.kind == kind for one in killing.told) for kind in ("answer", "photo")}
    print(f"{cycles} kills in {time.perf_counter() - started:.0f} s, acknowledged and found: {counts}")
    doctor = killing.laptop.run("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    return killing


def test_killed_twenty_five_times_everything_acknowledged_is_there(tmp_path: Path) -> None:
    told = kill(25, tmp_path, seed=25).told
    assert sum(one.kind == "answer" for one in told) >= 60
    assert sum(one.kind == "photo" for one in told) >= 8


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_a_hundred_times_everything_acknowledged_is_there(tmp_path: Path, seed: int) -> None:
    told = kill(100, tmp_path, seed).told
    assert sum(one.kind == "answer" for one in told) >= 300
    assert sum(one.kind == "photo" for one in told) >= 40


def test_the_harness_finds_a_program_that_says_saved_before_it_commits(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, program="tests.proof.hasty")
    chance = random.Random(1)
    for n in range(5):
        lines = laptop.answers(f"c{n}", 200, chance)
        told = told_answers(
            killed(laptop.start("answer", "-", "--json"), typed(lines).encode(), after=10, delay=0), lines
        )
        assert len(told) >= 10
        with laptop.desk() as desk:
            if broken(desk, laptop.inspection, told):
                return
    pytest.fail("five kills and no acknowledged answer was missed: the harness sees nothing")


def test_the_harness_finds_a_program_that_says_saved_before_a_photo_is_written(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, program="tests.proof.hasty")
    chance, place = random.Random(1), laptop.places[0]
    for n in range(5):
        files = laptop.card(f"c{n}", 3, chance)
        running = laptop.start("photo", "add", place, *map(str, files))
        told = told_photos(killed(running, b"", after=1, delay=0), place, files)
        assert told
        with laptop.desk() as desk:
            if broken(desk, laptop.inspection, told):
                return
    pytest.fail("five kills and no acknowledged photo was missed: the harness sees nothing")
