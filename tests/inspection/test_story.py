"""A visit to a made-up centre over the shipped six-dimension checklist, from a perfect floor to a locked exit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditapp.checklist.model import AnswerKind, Verdict
from auditapp.inspection.findings import ProposalKind, proposals
from auditapp.inspection.progress import GapKind, gaps, progress
from auditapp.inspection.scoring import Score, rounded, score
from auditapp.inspection.walk import LineState
from tests.inspection.centre import Book
from tests.inspection.shipped import good_centre, six_dimensions

WHAT = six_dimensions()


@pytest.fixture
def book() -> Book:
    return good_centre()


def again(book: Book, kind: str, subject: str, value: object) -> None:
    """Write a slot anew."""
    book.rows = [row for row in book.rows if (row.kind, row.subject) != (kind, subject)]
    book.write(kind, subject, value)


def now(book: Book, preset: str = "") -> Score:
    return score(WHAT, book.inspection, book.walk(WHAT), preset)


def weight_of(dimension: str) -> int:
    """Weight of everything that scores in a dimension of the good centre."""
    walked = good_centre().walk(WHAT)
    return sum({line.item.id: line.item.weight for line in walked.of_dimension(dimension) if line.scores}.values())


def test_all_302_items_are_walked_with_their_samples(book: Book) -> None:
    walked = book.walk(WHAT)
    assert len({line.item.id for line in walked.lines}) == 302
    assert len(walked.lines) > 900 and not walked.elsewhere
    assert not book.inspection.unread and not book.inspection.newer and not book.inspection.disputes


def test_a_centre_where_everything_conforms_has_100_percent_and_grade_a(book: Book) -> None:
    walked = book.walk(WHAT)
    assert {line.verdict for line in walked.lines} == {Verdict.CONFORM, Verdict.INFO, Verdict.PENDING}
    assert {line.place for line in walked.lines if line.verdict is Verdict.PENDING} == {"WP-6.11", "SY-3.8", "EM-5.8"}
    for preset in "ABC":
        found = now(book, preset)
        assert (found.percent, found.grade, found.least, found.caps) == (Decimal("100.0"), "A", Decimal("100.0"), ())
    assert progress(walked).coverage == 100
    assert not proposals(walked, book.inspection)
    assert {g.kind for g in gaps(walked, book.inspection)} == {GapKind.PHOTO, GapKind.MEETING}


def test_nothing_answered_means_no_grade_and_every_computed_item_waits() -> None:
    walked = Book().walk(WHAT)
    found = score(WHAT, Book().inspection, walked)
    assert found.grade is None and found.percent is None and found.coverage == 0
    assert all(line.verdict is Verdict.PENDING for line in walked.lines if line.item.kind is AnswerKind.COMPUTED)


def test_one_locked_exit_of_four_costs_a_quarter_of_its_item_and_the_grade_until_it_is_opened(book: Book) -> None:
    again(book, "answer", "WP-4.2@S2", {"status": "answered", "v": "major"})
    found = now(book, "B")
    lost = Fraction(WHAT.by_id["WP-4.2"].weight, 4)
    assert found.percent == rounded(100 - 25 * lost / weight_of("WP"))
    assert found.score_grade == "A" and found.grade == "D" and found.caps[0].places == ("WP-4.2@S2",)
    (worst,) = (w for w in found.worst_samples if w.item.id == "WP-4.2")
    assert worst.place == "WP-4.2@S2" and worst.mean == Decimal("75.0")
    walked = book.walk(WHAT)
    kinds = {p.kind: p for p in proposals(walked, book.inspection)}
    assert kinds[ProposalKind.FINDING].grade == "critical" and kinds[ProposalKind.SAMPLES].place == "WP-4.2"
    book.finding("WP-4.2@S2", "critical", "F01", fact="东侧疏散门被上锁,钥匙不在场", fixed="当场打开")
    assert now(book, "B").grade == "A" and now(book, "B").percent == found.percent


def test_readings_of_an_expired_meter_leave_the_score_and_the_numbers_made_of_them_too(book: Book) -> None:
    again(book, "instrument", "M1", {"name": "Multimeter", "number": "7", "calibration_due": "2026-05-19"})
    walked = book.walk(WHAT)
    indicative = {line.item.id for line in walked.lines if line.indicative}
    assert {"WP-2.2", "WP-2.14", "WP-2.15", "WP-2.16", "WP-3.16"} <= indicative
    assert all(WHAT.by_id[i].uses_instrument or WHAT.by_id[i].kind is AnswerKind.COMPUTED for i in indicative)
    found = now(book)
    assert found.percent == Decimal("100.0")
    assert found.dimensions[1].of < weight_of("WP")
    assert GapKind.CALIBRATION in {g.kind for g in gaps(walked, book.inspection)}


def test_the_season_moves_the_limits_of_the_zones(book: Book) -> None:
    warm = {line.place: line.verdict for line in book.walk(WHAT).of_item("WP-3.2")}
    for place in warm:
        again(book, "answer", place, {"status": "answered", "v": "27", "instrument": "M1"})
    again(book, "answer", "WP-3.1", {"status": "answered", "v": "cooling"})
    assert {line.verdict for line in book.walk(WHAT).of_item("WP-3.2")} == {Verdict.CONFORM}
    again(book, "answer", "WP-3.1", {"status": "answered", "v": "heating"})
    assert {line.verdict for line in book.walk(WHAT).of_item("WP-3.2")} == {Verdict.MINOR}
    again(book, "setting", "season", {"v": "cooling"})  # as set for this inspection, before the item's answer
    assert {line.verdict for line in book.walk(WHAT).of_item("WP-3.2")} == {Verdict.CONFORM}


def test_without_any_alternate_site_its_items_are_hidden_and_the_lack_is_major(book: Book) -> None:
    again(
        book,
        "answer",
        "EM-5.1",
        {"status": "answered", "v": ["none"] if WHAT.by_id["EM-5.1"].kind is AnswerKind.MULTI else "none"},
    )
    walked = book.walk(WHAT)
    assert walked.of_item("EM-5.1")[0].verdict is Verdict.MAJOR
    hidden = {line.item.id for line in walked.lines if line.state is LineState.HIDDEN}
    assert {f"EM-5.{n}" for n in range(2, 9)} <= hidden


def test_one_workstation_in_five_with_a_nonconformity_shows_in_the_share_of_good_ones(book: Book) -> None:
    conform = next(i for i in WHAT.items() if i.set == "workstation" and i.kind is AnswerKind.CONFORM)
    again(book, "answer", f"{conform.id}@S3", {"status": "answered", "v": "minor"})
    (share,) = book.walk(WHAT).of_item("WP-2.16")
    assert share.judged.number == 80 and share.verdict is Verdict.OBSERVATION
    lost = {d.place: d.lost for d in now(book).deductions}
    assert lost[f"{conform.id}@S3"] == Decimal(conform.weight * 50) / 500
    assert lost["WP-2.16"] == Decimal(share.item.weight * 30) / 100


def test_six_percent_not_checked_is_an_unfinished_inspection_and_no_lower_score(book: Book) -> None:
    walked = book.walk(WHAT)
    skipped = [line.place for line in walked.lines if line.asked][::16]
    for place in skipped:
        again(book, "answer", place, {"status": "unchecked", "reason": "no time"})
    found = now(book)
    assert found.grade is None and found.reason_no_grade and found.coverage < 95
    assert found.percent is not None and found.least is not None and found.least < found.percent
    assert progress(book.walk(WHAT)).not_checked == len(skipped)


def test_three_majors_cap_at_c(book: Book) -> None:
    majors = [
        i.id for i in WHAT.items() if i.kind is AnswerKind.CONFORM and not i.set and not i.critical and not i.when
    ]
    for place in majors[:3]:
        again(book, "answer", place, {"status": "answered", "v": "major"})
    found = now(book)
    assert found.score_grade == "A" and found.grade == "C" and found.majors == 3


ANY_TEXT = st.one_of(
    st.sampled_from(
        [
            "conform",
            "minor",
            "yes",
            "12",
            "1e400",
            "-0",
            "NaN",
            "2026-13-40",
            "0001-01-01",
            "9999-12-31",
            "none",
            "",
            "٣",
            "9" * 400,
        ]
    ),
    st.text(max_size=6),
)
ANY_ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["answered", "na", "unchecked", "odd"]),
        "v": st.one_of(ANY_TEXT, st.lists(ANY_TEXT)),
        "verdict": ANY_TEXT,
        "reason": ANY_TEXT,
        "instrument": st.sampled_from(["M1", "OLD", ""]),
        "inputs": st.dictionaries(st.sampled_from(["norm", "target", "x"]), ANY_TEXT, max_size=2),
    },
)
PLACES = sorted(line.place for line in good_centre().walk(WHAT).lines)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PLACES), ANY_ANSWER, max_size=60),
    st.dictionaries(st.sampled_from([s.code for s in WHAT.settings]), ANY_TEXT, max_size=5),
    st.sampled_from("ABC"),
)
def test_whatever_is_answered_the_walk_the_score_and_the_check_raise_nothing(
    answers: dict[str, dict[str, object]], chosen: dict[str, str], preset: str
) -> None:
    book = good_centre()
    book.write("instrument", "OLD", {"name": "Old", "calibration_due": "2020-01-01"})
    for place, value in answers.items():
        again(book, "answer", place, value)
    for code, text in chosen.items():
        again(book, "setting", code, {"v": text})
    inspection, walked = book.inspection, book.walk(WHAT)
    found = score(WHAT, inspection, walked, preset)
    assert found.percent is None or 0 <= found.percent <= 100
    assert found.least is None or found.percent is None or found.least <= found.percent
    assert all("{" not in g.sentence.format(**g.values) for g in gaps(walked, inspection) if "{" not in g.place)
    assert proposals(walked, inspection) is not None
    assert walked.lines == book.walk(WHAT).lines
