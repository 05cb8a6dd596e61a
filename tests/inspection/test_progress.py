"""Progress: how much is answered, which says nothing about how well the site does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.progress import Progress, progress
from tests.inspection.centre import Book, checklist, item


def centre() -> tuple[Book, Progress]:
    what = checklist(
        *(item(f"WP-1.{n}") for n in range(1, 8)),
        item("WP-1.8", when="1 > 2"),
        item("WP-1.9", AnswerKind.COMPUTED, calc="1 + 1"),
        item("WP-2.1", set="door"),
    )
    book = Book()
    book.answer("WP-1.1", "conform")
    book.answer("WP-1.2", "major")
    book.answer("WP-1.3", status="na", reason="x")
    book.answer("WP-1.4", status="unchecked", reason="x")
    book.answer("WP-1.5", "conform")
    book.answer("WP-1.5", "minor")
    return book, progress(book.walk(what))


def test_every_asked_place_is_in_exactly_one_count() -> None:
    _, found = centre()
    assert (found.asked, found.answered, found.disputed, found.not_checked, found.not_applicable) == (8, 2, 1, 1, 1)
    assert (found.open, found.hidden, found.needs_samples, found.settled) == (3, 1, 1, 4)


def test_not_checked_stays_in_the_denominator_of_coverage_and_not_applicable_does_not() -> None:
    _, found = centre()
    assert found.applicable == 7 and found.coverage == Decimal("28.5")


def test_a_nonconforming_answer_is_progress_like_any_other() -> None:
    what = checklist(item("WP-1.1"), item("WP-1.2"))
    book = Book()
    book.answer("WP-1.1", "major")
    assert progress(book.walk(what)).coverage == Decimal("50.0")


def test_progress_of_some_lines_is_the_progress_of_their_section() -> None:
    what = checklist(item("WP-1.1"), item("EM-1.1"))
    book = Book()
    book.answer("EM-1.1", "conform")
    walked = book.walk(what)
    assert progress(walked.of_dimension("EM")).coverage == Decimal("100.0")
    assert progress(walked.of_dimension("WP")).coverage == Decimal("0.0")


def test_where_nothing_applies_everything_is_covered() -> None:
    assert Progress(asked=2, answered=0, not_checked=0, not_applicable=2, hidden=0, disputed=0).coverage == 100
    assert Progress(asked=0, answered=0, not_checked=0, not_applicable=0, hidden=5, disputed=0).complete


def test_coverage_never_rounds_up_to_what_is_not_reached() -> None:
    nearly = Progress(asked=2000, answered=1899, not_checked=101, not_applicable=0, hidden=0, disputed=0)
    assert nearly.coverage == Decimal("94.9") and not nearly.complete
    assert Progress(asked=20, answered=19, not_checked=1, not_applicable=0, hidden=0, disputed=0).complete


@given(st.lists(st.sampled_from(["conform", "major", "na", "unchecked", "dispute", ""]), max_size=15))
def test_the_counts_always_add_up(answers: list[str]) -> None:
    book = Book()
    for n, v in enumerate(answers):
        place = f"WP-1.{n}"
        if v in ("na", "unchecked"):
            book.answer(place, status=v)
        elif v == "dispute":
            book.answer(place, "conform")
            book.answer(place, "minor")
        elif v:
            book.answer(place, v)
    found = progress(book.walk(checklist(*(item(f"WP-1.{n}") for n in range(len(answers))))))
    assert found.asked == len(answers)
    assert found.open == answers.count("") and found.disputed == answers.count("dispute")
    assert 0 <= found.coverage <= 100
