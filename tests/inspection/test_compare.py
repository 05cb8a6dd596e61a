"""This visit beside the last one."""

from __future__ import annotations

from decimal import Decimal

from auditapp.checklist.model import AnswerKind, Verdict
from auditapp.inspection.compare import Comparison, Followed, Trend, compare, verdict_before
from auditapp.inspection.scoring import score
from tests.inspection.centre import Book, checklist, item

WHAT = checklist(*(item(f"WP-1.{n}") for n in range(1, 6)), item("WP-2.1", set="door"))


def visit(**previous: object) -> Book:
    book = Book()
    book.write("previous", "", {"number": "JC-0", "date": "2025-05-01", "grade": "B", "score": "84.0", **previous})
    return book


def compared(book: Book) -> Comparison:
    walked = book.walk(WHAT)
    found = compare(book.inspection, walked, score(WHAT, book.inspection, walked))
    assert found is not None
    return found


def test_without_a_last_visit_there_is_nothing_to_compare() -> None:
    book = Book()
    walked = book.walk(WHAT)
    assert compare(book.inspection, walked, score(WHAT, book.inspection, walked)) is None


def test_grade_and_score_are_laid_side_by_side() -> None:
    book = visit()
    for n in range(1, 6):
        book.answer(f"WP-1.{n}", "conform")
    book.samples("door", 1)
    book.answer("WP-2.1@S1", "minor")
    found = compared(book)
    assert (found.grade_before, found.grade_now, found.grade_trend) == ("B", "A", Trend.BETTER)
    assert (found.score_before, found.score_now, found.change) == (Decimal("84.0"), Decimal("91.7"), Decimal("7.7"))


def test_what_cannot_be_compared_is_unknown() -> None:
    found = compared(visit(grade="excellent", score="NaN"))
    assert found.grade_trend is Trend.UNKNOWN and found.score_before is None and found.change is None
    assert compared(visit(score="very good")).score_before is None


def test_items_are_compared_by_their_worst_verdict() -> None:
    book = visit(
        answers={
            "WP-1.1": {"v": "minor"},
            "WP-1.2": {"v": "42", "verdict": "conform"},
            "WP-1.3": {"v": "conform"},
            "WP-1.4": {"v": "42"},
            "WP-1.5": "conform",
            "WP-2.1@S1": {"v": "conform"},
            "WP-2.1@S2": {"v": "major"},
        }
    )
    book.samples("door", 2)
    for place, v in (
        ("WP-1.1", "conform"),
        ("WP-1.2", "minor"),
        ("WP-1.3", "conform"),
        ("WP-2.1@S1", "minor"),
        ("WP-2.1@S2", "conform"),
    ):
        book.answer(place, v)
    found = compared(book)
    assert {c.item.id: c.trend for c in found.items} == {
        "WP-1.1": Trend.BETTER,
        "WP-1.2": Trend.WORSE,
        "WP-1.3": Trend.SAME,
        "WP-2.1": Trend.BETTER,
    }
    assert [c.item.id for c in found.of(Trend.WORSE)] == ["WP-1.2"]


def test_an_item_judged_at_one_visit_only_has_no_trend() -> None:
    book = visit(answers={"WP-1.1": {"v": "minor"}})
    book.answer("WP-1.2", "conform")
    found = compared(book)
    assert [(c.before, c.now, c.trend) for c in found.items] == [
        (Verdict.MINOR, None, Trend.UNKNOWN),
        (None, Verdict.CONFORM, Trend.UNKNOWN),
    ]


def test_the_verdict_carried_along_counts_before_the_answers_word() -> None:
    assert verdict_before({"v": "minor", "verdict": "obs"}) is Verdict.OBSERVATION
    assert verdict_before({"v": ["a"]}) is None and verdict_before(None) is None


def test_yes_and_no_of_the_last_visit_are_judged_and_numbers_are_not() -> None:
    what = checklist(
        item("WP-1.1", AnswerKind.YESNO, good="yes"),
        item("WP-1.2", AnswerKind.NUMBER),
        item("WP-1.3", AnswerKind.YESNO),
    )
    book = visit(answers={f"WP-1.{n}": {"v": v} for n, v in ((1, "no"), (2, "5"), (3, "yes"), (9, "no"))})
    for n, v in ((1, "yes"), (2, "5"), (3, "no")):
        book.answer(f"WP-1.{n}", v)
    walked = book.walk(what)
    found = compare(book.inspection, walked, score(what, book.inspection, walked))
    assert found is not None
    assert {c.item.id: c.before for c in found.items} == {"WP-1.1": Verdict.MINOR, "WP-1.2": None}
    assert verdict_before({"v": 5}, what.by_id["WP-1.1"], walked.site) is None


def test_findings_of_the_last_visit_are_followed() -> None:
    book = visit(
        findings=[{"number": f"F0{n}", "item": f"WP-1.{n}", "grade": "minor"} for n in range(1, 5)]
        + [{"number": "F05", "item": "WP-1.5", "grade": "good_practice"}]
    )
    book.answer("WP-1.1", "conform")
    book.answer("WP-1.2", "minor")
    book.answer("WP-1.3", "conform")
    book.finding("WP-1.3", "obs", "F01")
    book.finding("WP-1.3", "good_practice", "F02")
    found = compared(book).findings
    assert [f.outcome for f in found] == [
        Followed.MENDED,
        Followed.REPEATED,
        Followed.REPEATED,
        Followed.NOT_SEEN,
        Followed.NOT_SEEN,
    ]
    assert found[2].now == ("F01",)
