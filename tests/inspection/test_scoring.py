"""The score: points, presets, caps and the grade of domain.md 3.5."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.model import AnswerKind, Band, Checklist, Limits, Severity, Verdict
from auditapp.inspection.scoring import PRESETS, CapKind, Score, grade_of, rounded, score
from auditapp.words import Trouble
from tests.inspection.centre import Book, checklist, item, major

WORDS = ("conform", "obs", "minor", "major")


def scored(book: Book, what: Checklist, preset: str = "") -> Score:
    return score(what, book.inspection, book.walk(what), preset)


def answered(*answers: str) -> tuple[Book, Checklist]:
    """As many items of weight 2 as answers, each in its own group."""
    book = Book()
    for n, v in enumerate(answers, 1):
        if v in ("na", "unchecked"):
            book.answer(f"WP-{n}.1", status=v, reason="x")
        elif v:
            book.answer(f"WP-{n}.1", v)
    return book, checklist(*(item(f"WP-{n}.1") for n in range(1, len(answers) + 1)))


@pytest.mark.parametrize(
    ("answer", "percent"), [("conform", "100.0"), ("obs", "90.0"), ("minor", "50.0"), ("major", "0.0")]
)
def test_points_of_an_answer_are_100_90_50_and_0(answer: str, percent: str) -> None:
    assert scored(*answered(answer)).percent == Decimal(percent)


@pytest.mark.parametrize(("number", "percent"), [("100", "100.0"), ("85", "70.0"), ("50", "0.0")])
def test_a_computed_item_scores_by_band(number: str, percent: str) -> None:
    what = checklist(
        item(
            "WP-1.1",
            AnswerKind.COMPUTED,
            calc="num('WP-1.2')",
            limits=Limits(bands=(Band(fail_below="80", warn_below="90"),)),
        ),
        item("WP-1.2", AnswerKind.NUMBER, severity=Severity.INFO, weight=0),
    )
    book = Book()
    book.answer("WP-1.2", number)
    assert scored(book, what).percent == Decimal(percent)


def test_what_is_not_applicable_leaves_points_and_total() -> None:
    assert scored(*answered("conform", "minor", "na")).percent == Decimal("75.0")
    assert scored(*answered("conform", "minor")).percent == Decimal("75.0")


def test_items_weigh_by_their_weight_and_context_weighs_nothing() -> None:
    what = checklist(
        item("WP-1.1", weight=5),
        item("WP-1.2", weight=1),
        item("WP-1.3", weight=0),
        item("WP-1.4", weight=5, severity=Severity.INFO),
    )
    book = Book()
    book.answer("WP-1.1", "conform")
    for n in (2, 3, 4):
        book.answer(f"WP-1.{n}", "major")
    found = scored(book, what)
    assert found.percent == Decimal("83.3")
    assert (found.dimensions[0].points, found.dimensions[0].of) == (Decimal("5.00"), Decimal(6))


def test_a_repeated_item_is_the_mean_of_its_samples_and_its_worst_sample_is_listed() -> None:
    what = checklist(item("WP-2.1", set="workstation", weight=3), item("WP-1.1"))
    book = Book()
    book.samples("workstation", 4)
    for sample, v in (("S1", "conform"), ("S2", "major"), ("S3", "minor")):
        book.answer(f"WP-2.1@{sample}", v)
    book.answer("WP-2.1@S4", status="na", reason="removed")
    book.answer("WP-1.1", "conform")
    found = scored(book, what)
    assert found.groups[0].percent == Decimal("50.0")
    (worst,) = found.worst_samples
    assert (worst.place, worst.verdict, worst.points, worst.samples, worst.mean) == (
        "WP-2.1@S2",
        Verdict.MAJOR,
        0,
        3,
        Decimal("50.0"),
    )
    assert [(d.place, d.lost) for d in found.deductions] == [
        ("WP-2.1@S2", Decimal("1.00")),
        ("WP-2.1@S3", Decimal("0.50")),
    ]


def test_the_worst_sample_is_listed_even_when_all_conform() -> None:
    what = checklist(item("WP-2.1", set="workstation"))
    book = Book()
    book.samples("workstation", 2)
    book.answer("WP-2.1@S1", "conform")
    book.answer("WP-2.1@S2", "conform")
    (worst,) = scored(book, what).worst_samples
    assert worst.place == "WP-2.1@S1" and worst.points == 100


def test_open_places_are_out_of_the_percent_and_in_what_they_could_cost() -> None:
    found = scored(*answered("conform", "", "unchecked", "conform"))
    assert found.percent == Decimal("100.0") and found.least == Decimal("50.0")
    assert found.coverage == Decimal("50.0") and found.grade is None and found.score_grade == "A"


def test_under_95_percent_coverage_there_is_no_grade() -> None:
    complete = scored(*answered(*["conform"] * 19, "unchecked"))
    assert (complete.coverage, complete.grade, complete.reason_no_grade) == (Decimal("95.0"), "A", "")
    short = scored(*answered(*["conform"] * 18, "unchecked"))
    assert short.coverage == Decimal("94.7") and short.grade is None and "not complete" in short.reason_no_grade


def test_where_nothing_scores_there_is_no_grade_and_no_percent() -> None:
    found = scored(*answered("na"))
    assert (found.percent, found.grade, found.least) == (None, None, None)
    assert "Nothing that scores" in found.reason_no_grade
    assert found.dimensions[0].percent is None and found.dimension("WP") is found.dimensions[0]
    assert found.dimension("ZZ") is None


@pytest.mark.parametrize(
    ("percent", "grade"),
    [
        ("100", "A"),
        ("90.0", "A"),
        ("89.9", "B"),
        ("80.0", "B"),
        ("79.9", "C"),
        ("70.0", "C"),
        ("69.9", "D"),
        ("0", "D"),
    ],
)
def test_grades_begin_at_90_80_and_70(percent: str, grade: str) -> None:
    assert grade_of(Decimal(percent)) == grade


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(8995, 100), "90.0"),
        (Fraction(89949, 1000), "89.9"),
        (Fraction(5, 100), "0.1"),
        (Fraction(200, 3), "66.7"),
        (Fraction(0), "0.0"),
        (Fraction(100), "100.0"),
        (Fraction(4995, 100), "50.0"),
    ],
)
def test_percent_is_rounded_half_up_to_one_decimal(exact: Fraction, shown: str) -> None:
    assert str(rounded(exact)) == shown


def test_the_printed_percent_decides_the_grade() -> None:
    # 199 of 200 weight points conform or so: 89.95 exactly is printed as 90.0, and 90.0 is an A
    what = checklist(*(item(f"WP-{n}.1", weight=1) for n in range(1, 201)))
    book = Book()
    for n in range(1, 201):
        book.answer(f"WP-{n}.1", "major" if n <= 20 else "obs" if n == 21 else "conform")
    found = scored(book, what)
    assert found.percent == Decimal("90.0") and found.score_grade == "A"


# ------------------------------------------------------------------------------------------- caps


def critical_centre() -> Checklist:
    return checklist(*(item(f"WP-1.{n}", weight=5) for n in range(1, 20)), major("WP-4.2", weight=1, critical=True))


def good(book: Book) -> Book:
    for n in range(1, 20):
        book.answer(f"WP-1.{n}", "conform")
    return book


def test_an_open_critical_failure_caps_the_grade_at_d() -> None:
    book = good(Book())
    book.answer("WP-4.2", "major")
    found = scored(book, critical_centre())
    assert found.percent == Decimal("99.0") and found.score_grade == "A" and found.grade == "D"
    (cap,) = found.caps
    assert (cap.kind, cap.grade, cap.places, found.criticals) == (CapKind.CRITICAL, "D", ("WP-4.2",), 1)
    assert cap.sentence.format(**cap.values) == "A critical item has failed: the grade is at most D."


@pytest.mark.parametrize("grade", ["critical", "minor"])
def test_a_critical_failure_stays_open_until_it_is_corrected_or_closed(grade: str) -> None:
    book = good(Book())
    book.answer("WP-4.2", "major")
    finding = book.finding("WP-4.2", grade)
    assert scored(book, critical_centre()).grade == "D"
    action = book.action(finding, state="submitted")
    assert scored(book, critical_centre()).grade == "D"
    book.rows = [row for row in book.rows if row.subject != action]
    book.write("action.state", action, {"v": "closed"})
    assert scored(book, critical_centre()).grade == "A"


def test_a_critical_failure_corrected_on_the_spot_does_not_cap() -> None:
    book = good(Book())
    book.answer("WP-4.2", "major")
    book.finding("WP-4.2", "critical", fixed="unlocked at 10:15")
    assert scored(book, critical_centre()).grade == "A"
    assert scored(book, critical_centre(), "C").grade == "D"  # preset C asks for any critical, open or not


def test_a_critical_finding_anywhere_caps() -> None:
    book = good(Book())
    book.answer("WP-4.2", "conform")
    book.finding("WP-1.1", "critical")
    assert scored(book, critical_centre()).grade == "D"


def test_three_majors_cap_the_grade_at_c_and_two_do_not() -> None:
    what = checklist(
        *(item(f"WP-{n}.1", weight=5) for n in range(1, 40)),
        item("EM-1.1", weight=1),
        item("EM-2.1", weight=1),
        item("EM-3.1", weight=1, set="door"),
    )
    book = Book()
    book.samples("door", 3)
    for n in range(1, 40):
        book.answer(f"WP-{n}.1", "conform")
    book.answer("EM-1.1", "major")
    for sample in ("S1", "S2", "S3"):
        book.answer(f"EM-3.1@{sample}", "major")
    book.answer("EM-2.1", "minor")
    assert (scored(book, what).grade, scored(book, what).majors) == ("A", 2)  # three samples are one item
    book.finding("EM-2.1", "major")
    found = scored(book, what)
    assert found.grade == "C" and found.caps[0].places == ("EM-2.1", "EM-1.1", "EM-3.1@S1")


def test_the_grade_of_a_finding_counts_before_the_verdict_of_its_item() -> None:
    book, what = answered(*["conform"] * 30, "major", "major", "major")
    book.finding("WP-31.1", "minor")
    found = scored(book, what)
    assert found.majors == 2 and found.grade == "A"


def test_the_final_grade_is_the_lower_of_score_and_conditions() -> None:
    book, what = answered("major", "major", "major", "major")
    found = scored(book, what)
    assert found.score_grade == "D" and found.grade == "D" and found.caps[0].grade == "C"


# ------------------------------------------------------------------------------------------- presets


def test_preset_b_weighs_the_dimensions() -> None:
    what = checklist(
        item("ST-1.1", weight=1),
        item("WP-1.1", weight=5),
        item("WP-1.2", weight=5),
        weights={"ST": 10, "WP": 30},
        preset="B",
    )
    book = Book()
    book.answer("ST-1.1", "major")
    book.answer("WP-1.1", "conform")
    book.answer("WP-1.2", "minor")
    found = scored(book, what)
    assert found.preset == "B" and found.percent == Decimal("56.3")  # (10*0 + 30*75) / 40 = 56.25
    assert [d.percent for d in found.dimensions] == [Decimal("0.0"), Decimal("75.0")]
    assert scored(book, what, "A").percent == Decimal("68.2")


def test_a_dimension_without_anything_judged_is_left_out_of_the_weights() -> None:
    what = checklist(item("ST-1.1"), item("WP-1.1"), weights={"ST": 10, "WP": 30}, preset="B")
    book = Book()
    book.answer("ST-1.1", status="na", reason="x")
    book.answer("WP-1.1", "minor")
    assert scored(book, what).percent == Decimal("50.0")


def test_without_weights_preset_b_is_preset_a() -> None:
    what = checklist(item("WP-1.1"), item("EM-1.1"), preset="B")
    book = Book()
    book.answer("WP-1.1", "conform")
    book.answer("EM-1.1", "minor")
    assert scored(book, what).percent == Decimal("75.0")


def test_preset_c_takes_5_off_a_major_and_2_off_a_minor_finding() -> None:
    book, what = answered("conform", "conform")
    for grade in ("major", "minor", "minor", "obs", "good_practice", ""):
        book.finding("WP-1.1", grade)
    assert scored(book, what, "C").percent == Decimal("91.0")
    for _ in range(30):
        book.finding("WP-1.1", "major")
    assert scored(book, what, "C").percent == Decimal("0.0")


def test_a_critical_finding_is_grade_d_in_preset_c() -> None:
    book, what = answered("conform", "conform")
    book.finding("WP-1.1", "critical")
    found = scored(book, what, "C")
    assert found.grade == "D" and found.percent == Decimal("95.0")


def test_the_preset_of_the_inspection_comes_before_the_checklists() -> None:
    book, what = answered("conform")
    assert scored(book, what).preset == "A"
    book.write("setting", "preset", {"v": "C"})
    assert scored(book, what).preset == "C" and scored(book, what, "B").preset == "B"


def test_an_unknown_preset_is_trouble_and_an_edited_one_is_taken() -> None:
    book, what = answered("minor")
    with pytest.raises(Trouble, match="no scoring preset"):
        scored(book, what, "Z")
    milder = replace(PRESETS["A"], code="mild", points={**PRESETS["A"].points, Verdict.MINOR: 250})
    assert score(what, book.inspection, book.walk(what), milder).percent == Decimal("100.0")
    harsher = replace(PRESETS["A"], points={**PRESETS["A"].points, Verdict.MINOR: -50})
    assert score(what, book.inspection, book.walk(what), harsher).percent == Decimal("0.0")


def test_indicative_readings_do_not_score() -> None:
    what = checklist(item("WP-2.2", AnswerKind.NUMBER, limits=Limits(bands=(Band(fail_below="300"),))), item("WP-1.1"))
    book = Book()
    book.write("instrument", "LUX", {"name": "Lux", "calibration_due": "2020-01-01"})
    book.answer("WP-2.2", "10", instrument="LUX")
    book.answer("WP-1.1", "conform")
    found = scored(book, what)
    assert found.percent == Decimal("100.0") and found.grade == "A" and not found.deductions


def test_a_dimension_counts_its_verdicts_and_its_coverage() -> None:
    found = scored(*answered("conform", "minor", "minor", "na", "unchecked", ""))
    dimension = found.dimensions[0]
    assert dimension.counts == {Verdict.CONFORM: 1, Verdict.MINOR: 2, Verdict.NOT_APPLICABLE: 1, Verdict.NOT_CHECKED: 1}
    assert dimension.coverage == Decimal("60.0") and dimension.progress is not None and dimension.progress.open == 1


# ------------------------------------------------------------------------------------------- properties


@given(st.lists(st.sampled_from([*WORDS, "na", "unchecked", ""]), min_size=1, max_size=12), st.sampled_from("AB"))
def test_a_worse_answer_never_raises_the_score(answers: list[str], preset: str) -> None:
    book, what = answered(*answers)
    before = scored(book, what, preset)
    for n, v in enumerate(answers):
        if v in WORDS[:3]:
            worse = [*answers]
            worse[n] = WORDS[WORDS.index(v) + 1]
            after = scored(answered(*worse)[0], what, preset)
            assert after.percent is not None and before.percent is not None and after.percent <= before.percent
            assert (after.grade or "") >= (before.grade or "")


@given(st.lists(st.sampled_from([*WORDS, "na", "unchecked", ""]), min_size=1, max_size=12))
def test_points_got_and_lost_make_the_total(answers: list[str]) -> None:
    found = scored(*answered(*answers))
    dimension = found.dimensions[0]
    assert dimension.points + sum(d.lost for d in found.deductions) == dimension.of
    if found.percent is not None and found.least is not None:
        assert Decimal(0) <= found.least <= found.percent <= Decimal(100)


@given(st.lists(st.sampled_from([*WORDS, "na", ""]), min_size=1, max_size=8))
def test_not_applicable_items_might_as_well_not_be_there(answers: list[str]) -> None:
    kept = [v for v in answers if v != "na"] or ["na"]
    assert scored(*answered(*answers)).percent == scored(*answered(*kept)).percent
