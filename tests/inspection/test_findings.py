"""Findings: what the program proposes, default deadlines, and the steps of a corrective action."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.model import AnswerKind, Band, Checklist, Limits, Method, Verdict
from auditapp.inspection.findings import (
    STEPS,
    Proposal,
    ProposalKind,
    check_step,
    default_due,
    default_grade,
    gravest,
    is_workday,
    one_higher,
    overdue,
    proposals,
    repeat_of,
    verification_kinds,
)
from auditapp.words import Trouble
from tests.inspection.centre import Book, checklist, item, major

DAY = date(2026, 5, 20)  # a Wednesday


def proposed(book: Book, what: Checklist, kind: ProposalKind) -> list[Proposal]:
    found = [p for p in proposals(book.walk(what), book.inspection) if p.kind is kind]
    assert all("{" not in p.sentence.format(**p.values) for p in found)
    return found


# ------------------------------------------------------------------------------------------- proposals


def test_a_nonconformity_without_a_finding_proposes_one_with_its_grade() -> None:
    what = checklist(item("WP-1.1"), major("WP-4.2", critical=True), item("WP-1.3"))
    book = Book()
    book.answer("WP-1.1", "minor")
    book.answer("WP-4.2", "major")
    book.answer("WP-1.3", "obs")
    assert [(p.place, p.grade) for p in proposed(book, what, ProposalKind.FINDING)] == [
        ("WP-1.1", "minor"),
        ("WP-4.2", "critical"),
    ]
    book.finding("WP-1.1", "minor")
    assert [p.place for p in proposed(book, what, ProposalKind.FINDING)] == ["WP-4.2"]


@pytest.mark.parametrize(("v", "grade"), [("obs", "obs"), ("minor", "minor"), ("major", "major"), ("conform", "obs")])
def test_a_finding_starts_with_the_grade_of_the_verdict(v: str, grade: str) -> None:
    book = Book()
    book.answer("WP-1.1", v)
    assert default_grade(book.walk(checklist(item("WP-1.1"))).lines[0]) == grade


def group_of(n: int) -> Checklist:
    return checklist(*(item(f"WP-1.{k}") for k in range(1, n + 1)), item("WP-2.1"))


def test_three_minors_in_one_group_propose_one_major() -> None:
    book = Book()
    for place in ("WP-1.1", "WP-1.2", "WP-2.1"):
        book.answer(place, "minor")
    assert not proposed(book, group_of(3), ProposalKind.GROUP)
    book.answer("WP-1.3", "minor")
    (found,) = proposed(book, group_of(3), ProposalKind.GROUP)
    assert (found.place, found.grade, found.places) == ("WP-1.1", "major", ("WP-1.1", "WP-1.2", "WP-1.3"))


def test_the_grades_of_findings_decide_what_counts_as_a_minor() -> None:
    book = Book()
    for place in ("WP-1.1", "WP-1.2", "WP-1.3"):
        book.answer(place, "minor")
    book.finding("WP-1.3", "obs")
    assert not proposed(book, group_of(3), ProposalKind.GROUP)
    book = Book()
    for place, v in (("WP-1.1", "major"), ("WP-1.2", "minor"), ("WP-1.3", "minor")):
        book.answer(place, v)
    assert not proposed(book, group_of(3), ProposalKind.GROUP)
    book.finding("WP-1.1", "minor")
    assert proposed(book, group_of(3), ProposalKind.GROUP)
    book.finding("WP-1.1", "major")  # the three have become one major
    assert not proposed(book, group_of(3), ProposalKind.GROUP)


@pytest.mark.parametrize(
    ("failing", "samples", "expected"), [(1, 5, True), (1, 6, False), (2, 10, True), (4, 21, False)]
)
def test_a_fifth_of_the_samples_failing_one_requirement_proposes_one_major(
    failing: int, samples: int, expected: bool
) -> None:
    what = checklist(item("WP-2.1", set="workstation"))
    book = Book()
    book.samples("workstation", samples)
    for n in range(1, samples + 1):
        book.answer(f"WP-2.1@S{n}", "minor" if n <= failing else "conform")
    found = proposed(book, what, ProposalKind.SAMPLES)
    assert bool(found) is expected
    if found:
        assert (found[0].place, found[0].grade, len(found[0].places)) == ("WP-2.1", "major", failing)
        book.finding("WP-2.1", "major")
        assert not proposed(book, what, ProposalKind.SAMPLES)


def test_samples_not_applicable_or_read_with_an_expired_instrument_are_no_part_of_the_fifth() -> None:
    what = checklist(item("WP-2.1", AnswerKind.NUMBER, set="zone", limits=Limits(bands=(Band(fail_below="10"),))))
    book = Book()
    book.samples("zone", 6)
    book.write("instrument", "OLD", {"name": "Old", "calibration_due": "2020-01-01"})
    for n in range(1, 5):
        book.answer(f"WP-2.1@S{n}", "20")
    book.answer("WP-2.1@S5", "5", instrument="OLD")
    book.answer("WP-2.1@S6", status="na", reason="x")
    assert not proposed(book, what, ProposalKind.SAMPLES)


def visited_before(*items: tuple[str, str]) -> Book:
    book = Book()
    book.write(
        "previous",
        "",
        {
            "number": "JC-0",
            "date": "2025-05-01",
            "findings": [{"number": f"F{n:02}", "item": at, "grade": grade} for n, (at, grade) in enumerate(items, 1)],
        },
    )
    return book


def test_an_item_that_failed_at_the_last_visit_too_is_proposed_one_grade_higher() -> None:
    book = visited_before(("WP-1.1@S4", "obs"), ("WP-1.1", "minor"), ("WP-1.2", "good_practice"), ("WP-1.3", "obs"))
    what = group_of(3)
    for place in ("WP-1.1", "WP-1.2", "WP-1.3"):
        book.answer(place, "minor")
        book.finding(place, "minor", f"N-{place}")
    (found,) = proposed(book, what, ProposalKind.REPEAT)
    assert (found.place, found.grade, found.repeat_of) == ("WP-1.1", "major", "F02")
    before = repeat_of(book.inspection, "WP-1.1")
    assert before is not None and before.number == "F02" and repeat_of(book.inspection, "WP-1.2") is None
    assert repeat_of(Book().inspection, "WP-1.1") is None


def test_a_repeat_already_graded_higher_is_not_proposed_again() -> None:
    book = visited_before(("WP-1.1", "minor"))
    book.answer("WP-1.1", "minor")
    book.finding("WP-1.1", "major")
    assert not proposed(book, group_of(3), ProposalKind.REPEAT)


def test_a_repeat_without_a_failed_answer_is_proposed_until_it_is_marked() -> None:
    book = visited_before(("WP-1.1", "major"))
    book.finding("WP-1.1", "minor")
    assert [p.grade for p in proposed(book, group_of(3), ProposalKind.REPEAT)] == ["major"]
    book = visited_before(("WP-1.1", "major"))
    finding = book.write("finding", "WP-1.1", {"number": "F01", "repeat_of": "F01"})
    book.write("finding.grade", finding, {"v": "minor"})
    assert not proposed(book, group_of(3), ProposalKind.REPEAT)


def test_grades_rise_one_by_one_and_stop_at_critical() -> None:
    assert [one_higher(g) for g in ("obs", "minor", "major", "critical", "good_practice", "")] == [
        "minor",
        "major",
        "critical",
        "critical",
        "good_practice",
        "",
    ]
    assert gravest(["obs", "major", "minor", "odd"]) == "major" and gravest(["odd"]) == ""


# ------------------------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("grade", "due"),
    [
        ("critical", date(2026, 5, 21)),
        ("major", date(2026, 6, 19)),
        ("minor", date(2026, 7, 19)),
        ("obs", None),
        ("good_practice", None),
        ("", None),
    ],
)
def test_default_deadlines_follow_the_grade(grade: str, due: date | None) -> None:
    assert default_due(grade, DAY) == due


def test_the_soonest_deadline_is_the_other_end_of_the_range() -> None:
    assert [default_due(g, DAY, soonest=True) for g in ("critical", "major", "minor")] == [
        DAY,
        DAY + timedelta(days=15),
        DAY + timedelta(days=30),
    ]


def test_working_days_leave_out_weekends_and_holidays_and_count_make_up_days() -> None:
    friday = date(2026, 5, 22)
    assert default_due("critical", friday, working_days=True) == date(2026, 5, 25)
    assert default_due("critical", friday, working_days=True, holidays=[date(2026, 5, 25)]) == date(2026, 5, 26)
    assert default_due("critical", friday, working_days=True, workdays=[date(2026, 5, 23)]) == date(2026, 5, 23)
    assert default_due("major", DAY, working_days=True) == date(2026, 7, 1)
    assert default_due("critical", friday, working_days=True, soonest=True) == friday


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["critical", "major", "minor"]),
    st.sets(st.dates(date(2020, 1, 1), date(2030, 12, 31)), max_size=20),
)
def test_a_deadline_in_working_days_is_a_working_day_and_never_earlier(
    start: date, grade: str, holidays: set[date]
) -> None:
    due = default_due(grade, start, working_days=True, holidays=holidays)
    calendar = default_due(grade, start)
    assert due is not None and calendar is not None and due >= calendar and is_workday(due, holidays)


# ------------------------------------------------------------------------------------------- actions


def test_an_action_goes_from_draft_to_closure_and_back_when_returned() -> None:
    way = [
        "draft",
        "confirmed",
        "issued",
        "under_way",
        "submitted",
        "returned",
        "under_way",
        "extension_asked",
        "under_way",
        "overdue",
        "submitted",
        "closed",
    ]
    for state, following in pairwise(way):
        check_step(state, following)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        ("draft", "closed"),
        ("draft", "issued"),
        ("closed", "under_way"),
        ("issued", "closed"),
        ("submitted", "draft"),
        ("nonsense", "closed"),
        ("draft", "draft"),
    ],
)
def test_other_steps_are_refused_with_the_possible_ones(state: str, following: str) -> None:
    with pytest.raises(Trouble, match="cannot become"):
        check_step(state, following)


def test_every_state_can_be_reached_and_only_closure_is_final() -> None:
    reached = {"draft"}
    while more := {after for state in reached for after in STEPS[state]} - reached:
        reached |= more
    assert reached == set(STEPS)
    assert [state for state, after in STEPS.items() if not after] == ["closed"]


def test_critical_and_measured_items_are_verified_on_site_or_by_measuring_again() -> None:
    measured = item("WP-2.2", AnswerKind.NUMBER, method=Method.MEASURE)
    assert verification_kinds(item("WP-1.1"), "critical") == ("on_site",)
    assert verification_kinds(item("WP-1.1", critical=True), "minor") == ("on_site",)
    assert verification_kinds(measured, "minor") == ("on_site", "measurement")
    assert verification_kinds(item("WP-1.1"), "minor") == ("document", "photo_before_after", "on_site")


def test_actions_past_their_deadline_are_overdue_until_submitted() -> None:
    book = Book()
    finding = book.finding("WP-1.1", "minor", "F01")
    for due, state in (
        ("2026-05-19", "issued"),
        ("2026-05-20", "issued"),
        ("2026-05-01", "closed"),
        ("", "issued"),
        ("soon", "issued"),
        ("2026-05-01", "submitted"),
    ):
        book.action(finding, due=due, state=state)
    assert len(overdue(book.inspection, DAY)) == 1
    assert len(overdue(book.inspection, DAY + timedelta(days=1))) == 2


def test_verdicts_and_grades_use_the_same_words() -> None:
    assert {str(Verdict.OBSERVATION), str(Verdict.MINOR), str(Verdict.MAJOR)} == {"obs", "minor", "major"}


def test_what_concerns_one_item_is_proposed_from_its_group_alone() -> None:
    what = checklist(*(item(f"WP-1.{k}") for k in range(1, 4)), item("WP-2.1"))
    book = Book()
    for place in ("WP-1.1", "WP-1.2", "WP-1.3", "WP-2.1"):
        book.answer(place, "minor")
    every = proposals(book.walk(what), book.inspection)
    for line in book.walk(what).lines:
        mine = proposals(book.walk(what), book.inspection, item=line.item.id)
        group = line.item.id.rpartition(".")[0]
        assert mine == tuple(
            one
            for one in every
            if one.place == line.place or (one.kind is ProposalKind.GROUP and one.values["group"] == group)
        )
