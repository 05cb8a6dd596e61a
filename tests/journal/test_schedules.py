"""A thousand random stories of two and three desks end with one journal and nothing lost (the issue's bar, I1-I8)."""

from __future__ import annotations

import random

import pytest

from auditapp.journal.living import slot_standing
from auditapp.journal.verify import Soundness, check
from tests.journal.desks import Desk, Schedule, fold, key, last_writer_wins, lost

OFFICE = frozenset({key("office").public.hex()})


def assert_one_truth(desks: list[Desk]) -> None:
    first = desks[0]
    for desk in desks[1:]:
        assert desk.journal == first.journal
        assert desk.fold() == first.fold()
    for entry in first.journal.values():
        assert not entry.head.prev or entry.head.prev in first.journal


@pytest.mark.parametrize("thousandth", range(10))
def test_a_hundred_schedules_converge_and_lose_nothing(thousandth: int) -> None:
    for seed in range(thousandth * 100, thousandth * 100 + 100):
        desks = Schedule(seed).play()
        assert_one_truth(desks)
        assert not lost(desks), f"seed {seed}"


def test_a_hundred_schedules_with_cloned_laptops_converge_and_every_fork_is_told() -> None:
    forked = 0
    for seed in range(100):
        desks = Schedule(seed, clones=True).play()
        assert_one_truth(desks)
        assert not lost(desks), f"seed {seed}"
        entries = list(desks[0].journal.values())
        numbers = [(entry.head.desk, entry.head.seq) for entry in entries]
        told = any(flaw.soundness is Soundness.FORK for flaw in check(entries, every_signature=False).flaws)
        assert told == (len(set(numbers)) < len(numbers)), f"seed {seed}"
        forked += told
    assert forked > 20, "the schedules have become too tame to fork"


def test_the_same_check_catches_a_last_writer_who_wins() -> None:
    """Teeth: the rule this house refuses must fail here, in many schedules."""
    failed = sum(bool(lost(Schedule(seed).play(), last_writer_wins)) for seed in range(40))
    assert failed >= 10


def test_the_same_check_catches_an_entry_that_never_arrives() -> None:
    desks = Schedule(7).play()
    entry = desks[0].acknowledged[-1]
    del desks[1].journal[entry.id]
    assert lost(desks) == [entry.id]


def test_wrong_clocks_change_nothing_about_what_stands() -> None:
    def standing(straight: bool, seed: int) -> object:
        desks = Schedule(seed, straight_clocks=straight).play()
        places = {entry.id: (entry.head.desk, entry.head.seq) for entry in desks[0].journal.values()}
        found = desks[0].fold()
        return (
            {slot: sorted(places[name] for name in ids) for slot, ids in found.named.items()},
            sorted(places[name] for name in found.withdrawn),
            sorted(places[name] for name in found.erased),
        )

    for seed in range(40):
        assert standing(True, seed) == standing(False, seed), f"seed {seed}"


def test_what_stands_depends_on_the_set_alone_and_slot_by_slot_it_is_the_same() -> None:
    for seed in range(60):
        entries = list(Schedule(seed, clones=True).play()[0].journal.values())
        whole = fold(entries, OFFICE)
        shuffled = entries + random.Random(seed).sample(entries, 5)
        random.Random(seed).shuffle(shuffled)
        assert fold(shuffled, OFFICE) == whole
        withdraws = [entry for entry in shuffled if entry.head.kind == "withdraw"]
        slots = {(entry.head.kind, entry.head.subject) for entry in entries if entry.head.kind in ("answer", "note")}
        for slot in slots:
            of_slot = [entry for entry in shuffled if (entry.head.kind, entry.head.subject) == slot]
            assert slot_standing(of_slot, withdraws, erased=whole.erased) == whole.standing.get(slot, ())


def test_what_head_office_erased_is_readable_on_no_desk_and_the_chain_verifies() -> None:
    erased = 0
    for seed in range(60):
        for desk in Schedule(seed).play():
            found = desk.fold()
            erased += len(found.erased)
            assert all(desk.journal[name].erased for name in found.erased)
            assert check(desk.journal.values(), erasers=OFFICE, every_signature=False).worst <= Soundness.ERASED
    assert erased, "no schedule erased anything"
