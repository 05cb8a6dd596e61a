"""The completeness check: every gap is named with its place and a sentence, and a complete inspection has none."""

from __future__ import annotations

from typing import Any

import pytest

from auditapp.checklist.model import (
    AnswerKind,
    Band,
    Checklist,
    Drawing,
    Limits,
    Method,
    PhotoRule,
    SampleSet,
    Severity,
    Text,
)
from auditapp.inspection.progress import Gap, GapKind, gaps
from tests.inspection.centre import Book, checklist, item

WHAT = checklist(
    item("WP-1.1", photo=PhotoRule.REQUIRED),
    item("WP-1.2", photo=PhotoRule.EXPECTED),
    item("WP-2.1", set="workstation"),
    item("WP-2.2", AnswerKind.NUMBER, method=Method.MEASURE, limits=Limits(bands=(Band(fail_below="300"),))),
    item("WP-2.3", AnswerKind.COMPUTED, calc="share_passing('WP-2.1')", limits=Limits(bands=(Band(fail_below="60"),))),
    sets=(SampleSet("workstation", Text(), drawing=Drawing.RANDOM),),
)


def complete() -> Book:
    """An inspection in which nothing is missing."""
    book = Book()
    book.write("person", "P1", {"name": "Wang", "role": "leader"})
    book.write("instrument", "LUX", {"name": "Lux meter", "number": "7", "calibration_due": "2026-12-01"})
    book.answer("WP-1.1", "conform")
    book.write("photo.clearance", book.photo("WP-1.1"), {"state": "none-needed", "by": "P1"})
    book.answer("WP-1.2", "conform")
    book.write(
        "sample-plan",
        "workstation",
        {"population": 20, "size": 2, "seed": "s", "method": "random", "drawn": ["3", "8"]},
    )
    book.samples("workstation", 2)
    book.answer("WP-2.1@S1", "conform")
    book.answer("WP-2.1@S2", "conform")
    book.answer("WP-2.2", "320", instrument="LUX")
    for code in ("opening", "closing"):
        book.write("meeting.held", code, {"v": "2026-05-20T09:00:00+08:00"})
        book.write("attendance", code, {"name": "Li", "role": "site_manager"})
    book.write("meeting.consent", "opening", {"v": "agreed"})
    return book


def found(book: Book, what: Checklist = WHAT) -> tuple[Gap, ...]:
    return gaps(book.walk(what), book.inspection)


def only(book: Book, kind: GapKind, what: Checklist = WHAT) -> Gap:
    (gap,) = (g for g in found(book, what) if g.kind is kind)
    spoken = gap.sentence.format(**gap.values)
    assert "{" not in spoken and spoken.endswith(".")
    return gap


def again(book: Book, kind: str, subject: str, value: Any) -> None:
    """Write a slot anew: the old rows go."""
    book.rows = [row for row in book.rows if (row.kind, row.subject) != (kind, subject)]
    if value is not None:
        book.write(kind, subject, value)


def test_a_complete_inspection_has_no_gaps() -> None:
    assert found(complete()) == ()


def test_an_empty_inspection_lists_what_is_missing_in_checklist_order() -> None:
    kinds = [g.kind for g in found(Book())]
    assert kinds[:3] == [GapKind.UNANSWERED] * 3 and GapKind.SAMPLES in kinds and GapKind.TEAM in kinds
    assert kinds.count(GapKind.MEETING) == 5
    assert [g.place for g in found(Book())][:3] == ["WP-1.1", "WP-1.2", "WP-2.2"]


@pytest.mark.parametrize("status", ["na", "unchecked"])
def test_not_applicable_and_not_checked_need_a_reason(status: str) -> None:
    book = complete()
    again(book, "answer", "WP-1.2", {"status": status})
    assert only(book, GapKind.REASON).place == "WP-1.2"
    again(book, "answer", "WP-1.2", {"status": status, "reason": "the room is being rebuilt"})
    assert not found(book)


def test_a_grade_by_hand_needs_a_reason() -> None:
    book = complete()
    again(book, "answer", "WP-2.2", {"v": "320", "verdict": "obs", "instrument": "LUX"})
    assert only(book, GapKind.REASON).place == "WP-2.2"
    again(book, "answer", "WP-2.2", {"v": "320", "verdict": "conform", "instrument": "LUX"})
    assert not found(book)


def test_a_nonconformity_needs_a_finding_at_its_place_or_at_its_item() -> None:
    book = complete()
    again(book, "answer", "WP-2.1@S1", {"v": "minor"})
    assert [g.place for g in found(book) if g.kind is GapKind.FINDING_MISSING] == ["WP-2.1@S1", "WP-2.3"]
    again(book, "answer", "WP-2.1@S2", {"v": "minor"})
    book.finding("WP-2.1", "obs")
    assert not [g for g in found(book) if g.kind is GapKind.FINDING_MISSING], "the share WP-2.3 only sums it up"


def test_what_cannot_be_judged_yet_is_a_gap_and_context_is_not() -> None:
    what = checklist(
        item("WP-1.1", AnswerKind.NUMBER, limits=Limits(bands=(Band(fail_above="input('target')"),))),
        item("WP-1.2", AnswerKind.COMPUTED, calc="num('WP-9.9')"),
        item("WP-2.2", AnswerKind.COMPUTED, calc="num('WP-9.9')", severity=Severity.INFO, weight=0),
    )
    book = complete()
    again(book, "answer", "WP-1.1", {"v": "5"})
    again(book, "answer", "WP-1.2", None)
    again(book, "answer", "WP-2.2", None)
    assert [g.place for g in found(book, what) if g.kind is GapKind.JUDGEMENT] == ["WP-1.1", "WP-1.2"]


def test_photos_are_wanted_always_or_when_something_is_wrong() -> None:
    book = complete()
    book.rows = [row for row in book.rows if not row.kind.startswith("photo")]
    assert only(book, GapKind.PHOTO).place == "WP-1.1"
    again(book, "answer", "WP-1.2", {"v": "obs"})
    assert [g.place for g in found(book) if g.kind is GapKind.PHOTO] == ["WP-1.1", "WP-1.2"]


def test_a_photo_nobody_cleared_must_be_cleared_first() -> None:
    book = complete()
    book.photo("WP-1.2", "desk.jpg")
    gap = only(book, GapKind.PHOTO_CLEARANCE)
    assert gap.must and "desk.jpg" in gap.sentence.format(**gap.values)


def test_disputes_are_listed_and_the_disputed_place_not_twice() -> None:
    book = complete()
    book.answer("WP-1.2", "minor")
    assert [g.kind for g in found(book)] == [GapKind.DISPUTED]
    assert only(book, GapKind.DISPUTED).place == "WP-1.2"


def test_samples_must_be_drawn_as_planned() -> None:
    book = complete()
    book.write("sample-skip", "workstation/S2", {"reason": "taken"})
    gap = only(book, GapKind.SAMPLES)
    assert gap.sentence.format(**gap.values) == "The set “workstation” has 1 of 2 planned samples."
    again(book, "sample-plan", "workstation", None)
    assert only(book, GapKind.SAMPLE_PLAN).place == "workstation"


@pytest.mark.parametrize(
    "plan",
    [
        {"population": 0, "size": 2, "seed": "s", "method": "random"},
        {"population": 20, "size": 2, "method": "random"},
        {"population": 20, "size": 2},
    ],
)
def test_a_sampling_plan_needs_population_size_and_seed(plan: dict[str, object]) -> None:
    book = complete()
    again(book, "sample-plan", "workstation", plan)
    assert only(book, GapKind.SAMPLE_PLAN).place == "workstation"


def test_a_marked_sample_needs_no_seed_nor_does_looking_at_all() -> None:
    book = complete()
    again(book, "sample-plan", "workstation", {"population": 20, "size": 2, "method": "marked"})
    assert not found(book)
    again(book, "sample-plan", "workstation", {"population": 2, "size": 2, "method": "random"})
    assert not found(book)


def test_a_replaced_sample_needs_a_reason() -> None:
    book = complete()
    again(book, "sample", "workstation/S2", {"label": "9", "replaces": "S1", "reason": " "})
    assert only(book, GapKind.SAMPLE_REASON).place == "workstation/S2"


def test_a_set_of_which_nothing_is_shown_needs_no_samples() -> None:
    what = checklist(item("WP-1.1", set="door", when="1 > 2"))
    assert not [g for g in found(Book(), what) if g.kind in (GapKind.SAMPLES, GapKind.SAMPLE_PLAN)]


def test_a_set_the_checklist_does_not_describe_is_no_fault() -> None:
    book = complete()
    again(book, "sample-plan", "workstation", {"population": 20, "size": 2})
    what = checklist(*WHAT.items(), sets=(SampleSet("other", Text()),))
    assert not found(book, what)


# ------------------------------------------------------------------------------------------- findings

WHOLE = {
    "fact": "The door at the east stairs is locked.",
    "place": "3F east",
    "criterion": "R01 §28",
    "evidence": ["record 12"],
}


def with_finding(grade: str = "major", **fields: Any) -> Book:
    book = complete()
    again(book, "answer", "WP-1.2", {"v": "major"})
    book.write("photo.clearance", book.photo("WP-1.2"), {"state": "none-needed", "by": "P1"})
    finding = book.finding("WP-1.2", grade, "F01", **{**WHOLE, **fields})
    book.action(finding, requirement="Keep it open", due="2026-06-20")
    return book


def test_a_whole_finding_has_no_gap() -> None:
    assert not found(with_finding())


@pytest.mark.parametrize(
    ("field", "value"), [("grade", ""), ("fact", "Locked."), ("place", " "), ("criterion", ""), ("evidence", [])]
)
def test_a_finding_needs_grade_fact_place_criterion_and_evidence(field: str, value: object) -> None:
    book = with_finding(**{field: value}) if field != "grade" else with_finding(grade="")
    gap = only(book, GapKind.FINDING_INCOMPLETE)
    assert "F01" in gap.sentence.format(**gap.values)


def test_ten_chinese_characters_are_fact_enough() -> None:
    assert not found(with_finding(fact="东侧疏散楼梯门被上锁"))


def test_evidence_that_is_not_there_any_more_is_a_gap() -> None:
    assert only(with_finding(evidence=["f" * 64]), GapKind.FINDING_INCOMPLETE)
    assert not found(with_finding(evidence=["F" * 64]))  # text, not an id


def test_a_good_practice_needs_only_its_fact() -> None:
    book = complete()
    book.finding("WP-1.2", "good_practice", fact="The evacuation maps are clear.")
    assert not found(book)


def test_a_critical_finding_needs_interim_control_and_a_named_person_before_anything_else() -> None:
    assert only(with_finding("critical"), GapKind.INTERIM).must
    assert only(with_finding("critical", interim="guard posted"), GapKind.INTERIM)
    assert not found(with_finding("critical", interim="guard posted", person="Li Ming"))


def test_findings_from_minor_up_need_an_action_with_requirement_and_deadline() -> None:
    book = with_finding("minor")
    book.rows = [row for row in book.rows if not row.kind.startswith("action")]
    assert only(book, GapKind.ACTION)
    book.action(book.inspection.findings[0].id, requirement="Keep it open")
    assert only(book, GapKind.ACTION).values["action"] == "1"
    fixed = with_finding("minor", fixed="opened at 10:15")
    fixed.rows = [row for row in fixed.rows if not row.kind.startswith("action")]
    assert not found(fixed)
    observation = with_finding("obs")
    observation.rows = [row for row in observation.rows if not row.kind.startswith("action")]
    assert not found(observation)


# ------------------------------------------------------------------------------------------- the rest


def test_a_measured_value_needs_its_instrument() -> None:
    book = complete()
    again(book, "answer", "WP-2.2", {"v": "320"})
    assert only(book, GapKind.INSTRUMENT).place == "WP-2.2"
    again(book, "answer", "WP-2.2", {"v": "320", "instrument": "NEW"})
    gap = only(book, GapKind.INSTRUMENT)
    assert gap.values["code"] == "NEW"


def test_calibration_must_be_dated_and_not_run_out() -> None:
    book = complete()
    again(book, "instrument", "LUX", {"name": "Lux meter"})
    assert "no calibration date" in only(book, GapKind.CALIBRATION).sentence
    again(book, "instrument", "LUX", {"name": "Lux meter", "calibration_due": "2026-05-19"})
    gap = only(book, GapKind.CALIBRATION)
    assert gap.sentence.format(**gap.values) == (
        "The calibration of “Lux meter” ran out on 2026-05-19; its readings (1) are indicative only."
    )


def test_indicative_readings_need_no_finding() -> None:
    book = complete()
    again(book, "instrument", "LUX", {"name": "Lux meter", "calibration_due": "2026-05-19"})
    again(book, "answer", "WP-2.2", {"v": "20", "instrument": "LUX"})
    assert [g.kind for g in found(book)] == [GapKind.CALIBRATION]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("meeting.held", "opening"),
        ("meeting.held", "closing"),
        ("attendance", "opening"),
        ("attendance", "closing"),
        ("meeting.consent", "opening"),
    ],
)
def test_meetings_need_a_date_attendance_and_the_sites_consent(kind: str, code: str) -> None:
    book = complete()
    again(book, kind, code, None)
    assert only(book, GapKind.MEETING).place == code


def test_the_team_needs_a_leader() -> None:
    book = complete()
    again(book, "person", "P1", {"name": "Wang", "role": "inspector"})
    assert only(book, GapKind.TEAM)


def test_entries_of_a_newer_version_are_said() -> None:
    book = complete()
    book.write("weather", "", {"v": "rain"})
    assert only(book, GapKind.NEWER).values == {"n": 1}


def test_a_photo_answer_and_an_information_item_need_no_more() -> None:
    what = checklist(item("WP-1.1", AnswerKind.PHOTO), item("WP-1.2", severity=Severity.INFO, weight=0))
    book = complete()
    again(book, "answer", "WP-1.2", {"v": "conform"})
    assert not found(book, what)
