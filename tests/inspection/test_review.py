"""Assignments, head office's word, its remarks and its releases, as the standing entries amount to."""

from __future__ import annotations

from auditapp.inspection.gaps import GapKind, gaps
from tests.inspection.centre import DESK, Book, checklist, item

HUB = "b" * 32


def test_an_inspection_nobody_reviewed_has_none_of_it() -> None:
    found = Book().inspection
    assert (found.assignments, found.review, found.remarks, found.stamped, found.releases) == ({}, {}, (), (), {})
    assert found.reviewed is None and not found.open_remarks


def test_a_section_is_given_to_people_and_taken_back() -> None:
    book = Book()
    book.write("assignment", "WP-3", {"users": ["lin", 7], "person": "Pa", "due": "2026-10-01"})
    book.write("assignment", "EM", {})
    given = book.inspection.assignments
    assert list(given) == ["WP-3"]
    assert (given["WP-3"].users, given["WP-3"].person, given["WP-3"].due) == (("lin",), "Pa", "2026-10-01")


def test_head_offices_word_is_kept_revision_by_revision() -> None:
    book = Book()
    book.write("review.state", "1", {"v": "returned", "reason": "no photo of the exit", "name": "Mei"})
    book.write("amendment", "2", {"of": "1", "reason": "photo"})
    found = book.inspection
    assert found.reviewed is None
    assert (found.review["1"].state, found.review["1"].reason, found.review["1"].name) == (
        "returned",
        "no photo of the exit",
        "Mei",
    )
    assert not found.newer and not found.unread and not found.disputes


def test_while_two_of_head_office_disagree_nothing_counts_as_accepted_and_it_is_a_dispute() -> None:
    book = Book()
    book.write("review.state", "1", {"v": "returned", "reason": "the exit"}, desk=HUB)
    book.write("review.state", "1", {"v": "accepted"}, desk=DESK)
    found = book.inspection
    assert (found.review["1"].state, found.review["1"].reason) == ("returned", "the exit")
    assert [(one.kind, one.subject, len(one.stands)) for one in found.disputes] == [("review.state", "1", 2)]


def test_a_remark_has_one_reply_and_is_open_until_everybody_says_it_is_settled() -> None:
    book = Book()
    first = book.write("remark", "WP-1.1", {"v": "which chair?", "name": "Mei", "role": "head_office"})
    second = book.write("remark", "", {"v": "well done", "name": "Mei"})
    book.write("remark.reply", first, {"v": "C-03", "name": "Lin"})
    book.write("remark.state", second, {"v": "settled"})
    found = book.inspection
    assert [(r.text, r.reply, r.replied_by, r.state) for r in found.remarks] == [
        ("which chair?", "C-03", "Lin", "open"),
        ("well done", "", "", "settled"),
    ]
    assert found.open_remarks == found.remarks_on("WP-1.1") == (found.remarks[0],)
    book.write("remark.state", second, {"v": "open"}, desk=HUB)
    assert len(book.inspection.open_remarks) == 2


def test_a_remark_nobody_answered_is_a_gap_and_one_that_was_answered_is_none() -> None:
    what = checklist(item("WP-1.1"))
    book = Book()
    remark = book.write("remark", "WP-1.1", {"v": "which chair?" * 20})
    [gap] = [gap for gap in gaps(book.walk(what), book.inspection) if gap.kind is GapKind.REMARK]
    assert gap.place == "WP-1.1" and not gap.must and len(str(gap.values["text"])) == 80
    book.write("remark.reply", remark, {"v": "C-03"})
    assert GapKind.REMARK not in {gap.kind for gap in gaps(book.walk(what), book.inspection)}


def test_a_time_stamp_names_the_report_it_was_made_of() -> None:
    book = Book()
    book.write("stamped", "a" * 64, {"sha256": "c" * 64, "bytes": 9, "time": "2026-05-21T08:00:00Z", "authority": "T"})
    [one] = book.inspection.stamped
    assert (one.report, one.sha256, one.bytes, one.authority) == ("a" * 64, "c" * 64, 9, "T")


def test_a_release_counts_until_anybody_of_head_office_takes_it_back() -> None:
    book = Book()
    book.write("release", "a" * 64, {"id": "round", "version": "2", "title": "Round", "note": "from May on"})
    book.write("release.state", "a" * 64, {"v": "released"})
    [one] = book.inspection.releases.values()
    assert (one.code, one.version, one.state, one.reason) == ("round", "2", "released", "")
    book.write("release.state", "a" * 64, {"v": "withdrawn", "reason": "a fault in WP-2"}, desk=HUB)
    [one] = book.inspection.releases.values()
    assert (one.state, one.reason) == ("withdrawn", "a fault in WP-2")
    assert [d.kind for d in book.inspection.disputes] == ["release.state"]


def test_an_action_keeps_the_day_asked_for_and_why() -> None:
    book = Book()
    action = book.action(book.finding("WP-1.1", "major"), due="2026-06-01")
    book.write("action.state", action, {"v": "extension_asked", "until": "2026-07-01", "reason": "parts are late"})
    [one] = book.inspection.findings[0].actions
    assert (one.state, one.due, one.until, one.reason) == (
        "extension_asked",
        "2026-06-01",
        "2026-07-01",
        "parts are late",
    )


def test_garbage_in_the_new_kinds_is_listed_and_breaks_nothing() -> None:
    book = Book()
    for kind in ("assignment", "review.state", "remark", "stamped", "release", "release.state"):
        book.write(kind, "x", b"[]")
    found = book.inspection
    assert len(found.unread) == 6
    assert found.remarks[0].text == "" and found.releases["x"].state == "released" and not found.assignments
