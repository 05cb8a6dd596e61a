"""Sampling: the table of ISO 2859-1 with its arrows, suggested sizes, a drawing anyone can repeat, intervals."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.model import SampleSet, Text
from auditapp.inspection.sampling import (
    AQLS,
    TABLE,
    check_replacement,
    clopper_pearson,
    draw,
    draw_in_turn,
    iso2859,
    letter,
    suggest,
    wilson,
)
from auditapp.words import Trouble

#: domain.md 3.4 as it stands there.
PRINTED = """
2-8 A 2 ↓ ↓ ↓ ↓ ↓ 1 ↑
9-15 B 3 ↓ ↓ ↓ ↓ 1 ↑ ↓
16-25 C 5 ↓ ↓ ↓ 1 ↑ ↓ 2
26-50 D 8 ↓ ↓ 1 ↑ ↓ 2 3
51-90 E 13 ↓ 1 ↑ ↓ 2 3 4
91-150 F 20 1 ↑ ↓ 2 3 4 6
151-280 G 32 ↑ ↓ 2 3 4 6 8
281-500 H 50 ↓ 2 3 4 6 8 11
501-1200 J 80 2 3 4 6 8 11 15
1201-3200 K 125 3 4 6 8 11 15 22
"""
ROWS = [line.split() for line in PRINTED.strip().splitlines()]
CELLS = [(row[0], row[1], int(row[2]), aql, cell) for row in ROWS for aql, cell in zip(AQLS, row[3:], strict=True)]


@pytest.mark.parametrize(("lots", "code", "n", "aql", "cell"), CELLS)
def test_every_cell_of_the_table_is_the_printed_one(lots: str, code: str, n: int, aql: str, cell: str) -> None:
    assert TABLE[code][AQLS.index(aql)] == cell
    for lot in map(int, lots.split("-")):
        assert letter(lot) == code
        plan = iso2859(lot, aql=aql)
        rows = [r[1] for r in ROWS]
        if cell in "↓↑":
            step = -1 if cell == "↑" and code != "A" else 1
            at = rows.index(code) + step
            while ROWS[at][3 + AQLS.index(aql)] in "↓↑":
                at += step
            code_now, n_now, reject = rows[at], int(ROWS[at][2]), int(ROWS[at][3 + AQLS.index(aql)])
        else:
            code_now, n_now, reject = code, n, int(cell)
        assert (plan.letter, plan.reject, plan.accept) == (code_now, reject, reject - 1)
        assert plan.size == min(n_now, lot) and plan.everything == (n_now >= lot)


def test_the_cell_three_public_programs_get_wrong_is_an_arrow_to_e_with_13_and_0() -> None:
    plan = iso2859(120, aql="1.0")
    assert (plan.letter, plan.size, plan.accept, plan.reject) == ("E", 13, 0, 1)


def test_an_arrow_brings_its_own_sample_size() -> None:
    assert iso2859(60, aql="0.65").size == 20  # E ↓ F
    assert iso2859(200, aql="0.65").size == 20  # G ↑ F
    assert iso2859(400, aql="0.65").size == 80  # H ↓ J


def test_the_first_row_has_nothing_above_it_and_goes_down() -> None:
    plan = iso2859(8, aql="10")
    assert (plan.letter, plan.size, plan.reject) == ("C", 5, 2)


@pytest.mark.parametrize(
    ("lots", "code"),
    [
        ((2, 15), "A"),
        ((16, 25), "B"),
        ((26, 90), "C"),
        ((91, 150), "D"),
        ((151, 280), "E"),
        ((281, 500), "F"),
        ((501, 1200), "G"),
    ],
)
def test_level_i_has_its_own_letters(lots: tuple[int, int], code: str) -> None:
    assert [letter(lot, "I") for lot in lots] == [code, code]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lot": 1},
        {"lot": 3201},
        {"lot": 1201, "level": "I"},
        {"lot": 50, "level": "III"},
        {"lot": 50, "aql": "3"},
        {"lot": 0},
        {"lot": -5},
    ],
)
def test_lots_levels_and_limits_outside_the_table_are_trouble(wrong: dict[str, object]) -> None:
    with pytest.raises(Trouble):
        iso2859(**wrong)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------- suggestions


def set_of(**plan: str) -> SampleSet:
    return SampleSet("s", Text(), plan=plan)


@pytest.mark.parametrize(
    ("plan", "population", "size"),
    [
        ({"rule": "iso2859", "level": "I", "aql": "2.5", "min": "5", "max": "32"}, 120, 5),  # D ↑ C
        ({"rule": "iso2859", "level": "I", "aql": "2.5", "min": "5", "max": "32"}, 400, 20),
        ({"rule": "iso2859", "level": "I", "aql": "2.5", "min": "5", "max": "32"}, 5000, 32),
        ({"rule": "iso2859", "level": "I", "aql": "2.5", "min": "5", "max": "32"}, 1, 1),
        ({"rule": "iso2859", "level": "IV", "aql": "7"}, 400, 20),
        ({"rule": "share", "percent": "20", "min": "10"}, 60, 12),
        ({"rule": "share", "percent": "20", "min": "10"}, 61, 13),
        ({"rule": "share", "percent": "20", "min": "10"}, 30, 10),
        ({"rule": "share", "percent": "30", "min": "3"}, 2, 2),
        ({"rule": "fixed", "size": "20"}, 200, 20),
        ({"rule": "fixed", "size": "20"}, 7, 7),
        ({"rule": "all"}, 77, 77),
        ({"rule": "all", "up_to": "10", "then": "10"}, 8, 8),
        ({"rule": "all", "up_to": "10", "then": "10"}, 25, 10),
        ({"rule": "all", "up_to": "30"}, 40, 30),
        ({}, 12, 12),
        ({"rule": "share", "percent": "many"}, 12, 12),
        ({"rule": "share", "percent": "Infinity"}, 12, 12),
        ({"rule": "fixed", "size": "0"}, 12, 1),
        ({"rule": "fixed", "size": "5"}, 0, 0),
    ],
)
def test_suggested_sizes_follow_the_plan_of_the_set(plan: dict[str, str], population: int, size: int) -> None:
    assert suggest(set_of(**plan), population) == size


@given(
    st.integers(0, 10_000),
    st.sampled_from(["iso2859", "share", "fixed", "all", "?"]),
    st.dictionaries(
        st.sampled_from(["level", "aql", "min", "max", "percent", "size", "up_to", "then"]),
        st.one_of(st.integers(0, 200).map(str), st.text(max_size=3)),
    ),
)
def test_a_suggestion_is_never_more_than_there_are_nor_nothing_of_something(
    population: int, rule: str, plan: dict[str, str]
) -> None:
    size = suggest(set_of(rule=rule, **plan), population)
    assert (1 <= size <= population) if population else size == 0


# ------------------------------------------------------------------------------------------- drawing


def test_the_drawing_is_the_same_on_every_python_for_ever() -> None:
    assert draw(120, 8, "JC-NC-202605-01 workstation") == ("7", "39", "47", "60", "68", "98", "104", "111")
    assert draw([f"n-{n}" for n in range(1, 11)], 3, "7") == ("n-2", "n-4", "n-10")


def test_the_drawing_can_be_repeated_by_hand() -> None:
    tickets = sorted((hashlib.sha256(f"auditapp-draw-v1\nseed\n{n}".encode()).hexdigest(), n) for n in range(1, 31))
    by_hand = sorted(n for _, n in tickets[:6])
    assert draw(30, 6, "seed") == tuple(map(str, by_hand))


@given(st.integers(0, 300), st.text(max_size=20), st.data())
def test_a_draw_is_that_many_different_members_and_a_larger_one_only_adds(
    population: int, seed: str, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, population))
    drawn = draw(population, size, seed)
    assert len(drawn) == len(set(drawn)) == size
    assert set(drawn) <= {str(n) for n in range(1, population + 1)}
    assert list(drawn) == sorted(drawn, key=int)
    if size < population:
        assert set(drawn) < set(draw(population, size + 1, seed))
    assert set(draw_in_turn(population, seed)[:size]) == set(drawn)


@given(st.text(max_size=8), st.text(max_size=8))
def test_labels_do_not_decide_who_is_drawn(seed: str, prefix: str) -> None:
    labels = [f"{prefix}{n}" for n in range(1, 21)]
    assert [labels.index(label) + 1 for label in draw(labels, 5, seed)] == [int(n) for n in draw(20, 5, seed)]
    assert sorted(draw_in_turn(labels, seed)) == sorted(labels)


def test_every_member_has_about_the_same_chance() -> None:
    seen = [0] * 20
    for seed in range(2000):
        for n in draw(20, 5, str(seed)):
            seen[int(n) - 1] += 1
    assert all(430 <= times <= 570 for times in seen)  # 500 expected, 3.6 standard deviations


@pytest.mark.parametrize("size", [-1, 11])
def test_more_than_there_are_cannot_be_drawn(size: int) -> None:
    with pytest.raises(Trouble, match="cannot be drawn from 10"):
        draw(10, size, "s")


def test_replacing_a_drawn_sample_needs_a_reason() -> None:
    check_replacement("", "")
    check_replacement("S3", "desk was removed last week")
    with pytest.raises(Trouble, match="only with a reason"):
        check_replacement("S3", "  ")


# ------------------------------------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (18, 20, "69.9", "97.2"),
        (0, 20, "0.0", "16.1"),
        (20, 20, "83.9", "100.0"),
        (5, 10, "23.7", "76.3"),
        (1, 1, "20.7", "100.0"),
        (0, 1, "0.0", "79.3"),
        (81, 263, "25.5", "36.6"),
        (50, 100, "40.4", "59.6"),
    ],
)
def test_wilson_intervals_are_the_published_ones(k: int, n: int, low: str, high: str) -> None:
    assert wilson(k, n) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (18, 20, "68.3", "98.8"),
        (0, 20, "0.0", "16.8"),
        (20, 20, "83.2", "100.0"),
        (5, 10, "18.7", "81.3"),
        (1, 1, "2.5", "100.0"),
        (81, 263, "25.3", "36.8"),
        (50, 100, "39.8", "60.2"),
        (0, 1, "0.0", "97.5"),
    ],
)
def test_exact_intervals_are_the_published_ones(k: int, n: int, low: str, high: str) -> None:
    assert clopper_pearson(k, n) == (Decimal(low), Decimal(high))


@given(st.integers(1, 40), st.data())
def test_exact_bounds_leave_two_and_a_half_percent_on_each_side(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = clopper_pearson(k, n)

    def at_least(p: Fraction) -> Fraction:
        return sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1)), Fraction(0))

    def at_most(p: Fraction) -> Fraction:
        return sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)), Fraction(0))

    step, tail = Fraction(1, 1000), Fraction(25, 1000)
    if k:
        assert at_least(max(Fraction(low) / 100 - step, Fraction(0))) < tail < at_least(Fraction(low) / 100 + step)
    if k < n:
        assert at_most(Fraction(high) / 100 - step) > tail > at_most(min(Fraction(high) / 100 + step, Fraction(1)))


@given(st.integers(1, 3000), st.data())
def test_the_rate_lies_inside_its_intervals(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    rate = Decimal(100 * k) / n
    for low, high in (wilson(k, n), clopper_pearson(k, n)):
        assert 0 <= low <= rate + Decimal("0.05") and rate - Decimal("0.05") <= high <= 100


@pytest.mark.parametrize(("k", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_rate_is_trouble(k: int, n: int) -> None:
    with pytest.raises(Trouble, match="is not a rate"):
        wilson(k, n)
    with pytest.raises(Trouble, match="is not a rate"):
        clopper_pearson(k, n)


def test_other_confidences_are_possible() -> None:
    assert clopper_pearson(18, 20, Decimal("0.99"))[0] < Decimal("68.3") < clopper_pearson(18, 20, Decimal("0.90"))[0]
