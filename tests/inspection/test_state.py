"""The fold: standing entries become one frozen inspection, whatever their order and whatever is in them."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.inspection import facts
from auditapp.inspection.state import Answer, fold
from auditapp.inspection.stood import Stood
from tests.inspection.centre import Book


@pytest.fixture
def book() -> Book:
    return Book()


def full_book() -> Book:
    """One entry of every kind, some several."""
    book = Book()
    book.write("desk", f"{'ab' * 32}.{'cd' * 16}", {"program": "0.1.0"})
    book.write("inspection", "", {"number": "JC-NC-202605-01", "title": "Spring visit", "checklist": "c" * 64})
    book.write("about", "site.name", {"v": "南昌中心"})
    book.write("setting", "season", {"v": "cooling"})
    book.write("person", "P1", {"name": "王芳", "role": "leader", "unit": "HO"})
    book.answer("WP-1.1", "conform")
    book.answer("WP-2.2@S1", "312", readings=["310", "314"], instrument="LUX", position="desk", inputs={"a": "1"})
    book.answer("WP-9.9", ["a", "b"])
    book.write("note", "WP-1.1", {"v": "see the plan", "report": False})
    book.write("note", "WP-1.2", {"v": ""})
    book.write("flag", "WP-1.1", {"v": True})
    book.write("flag", "WP-1.2", {"v": False})
    book.write(
        "sample-plan",
        "workstation",
        {
            "population": 120,
            "population_from": "WP-1.5",
            "rule": "iso2859",
            "size": 2,
            "seed": "s",
            "drawn": ["7", "9"],
            "method": "random",
        },
    )
    for n in (10, 2, 1):
        book.write("sample", f"workstation/S{n}", {"label": f"No {n}", "attributes": {"shift": "night"}})
    book.write("sample", "workstation/S2-k7f", {"label": "x", "attributes": 3, "replaces": "S2", "reason": "locked"})
    book.write("sample-skip", "workstation/S10", {"reason": "behind a locked door"})
    book.write(
        "instrument",
        "LUX",
        {"name": "Lux meter", "number": "L-1", "calibration_due": "2026-12-01", "uncertainty": "3 %"},
    )
    photo = book.photo("WP-1.1", "a.jpg")
    book.write("photo.caption", photo, {"v": "entrance"})
    book.write("photo.place", photo, {"v": "WP-1.2", "order": 2})
    book.write("photo.clearance", photo, {"state": "redacted", "rendition": "r" * 64, "by": "P1"})
    bare = book.write("photo", "WP-1.1", {"sha256": "f" * 64, "rendition": "9" * 64})
    finding = book.finding(
        "WP-1.1@S1",
        "major",
        "F10",
        fact="the door is locked",
        place="3F",
        criterion="R01",
        evidence=[photo],
        fixed="unlocked",
        interim="guard",
        person="Li",
        confirmed="yes",
    )
    book.finding("WP-1.2", "minor", "F2")
    action = book.action(
        finding, requirement="unlock", owner="Li", due="2026-06-01", state="issued", reply="ok", verification="seen"
    )
    book.action(finding)
    book.write("meeting.held", "opening", {"v": "2026-05-20T09:00:00+08:00"})
    book.write("meeting.place", "opening", {"v": "Room 1"})
    book.write("meeting.consent", "opening", {"v": "agreed"})
    book.write("meeting.note", "opening", {"v": "–"})
    book.write("attendance", "opening", {"name": "Li", "role": "site_manager", "unit": "NC", "ink": "i" * 64})
    book.write("comment", finding, {"v": "we mended it", "stance": "objection", "name": "Li", "role": "manager"})
    book.write("comment", "", {"v": "fair"})
    book.write("comment", "f" * 64, {"v": ""})
    book.write(
        "previous",
        "",
        {
            "number": "JC-0",
            "date": "2025-05-01",
            "grade": "B",
            "score": "84.0",
            "findings": [{"number": "F01", "item": "WP-1.1", "grade": "minor", "fact": "x"}, 3],
            "answers": {"WP-1.1": {"v": "minor"}},
        },
    )
    book.write(
        "sign-off",
        "1",
        {
            "heads": {"d" * 32: [9, "a" * 64], "e" * 32: 3},
            "by": "P1",
            "role": "leader",
            "level": "L1",
            "certificate": "c",
            "statement": "s",
            "ink": "i",
        },
    )
    book.write("refusal", "1", {"name": "Li", "role": "manager", "reason": "no time", "witnesses": ["P1", "P2", 3]})
    book.write("report", "1", {"sha256": "b" * 64, "document": "REPORT", "language": "zh-CN", "bytes": 12})
    book.write("amendment", "2", {"reason": "typing error", "of": "1"})
    assert action and bare
    return book


def test_every_kind_of_entry_has_its_place_in_the_inspection() -> None:
    found = full_book().inspection
    assert (found.number, found.title, found.checklist) == ("JC-NC-202605-01", "Spring visit", "c" * 64)
    assert found.about == {"site.name": "南昌中心"}
    assert found.settings == {"season": "cooling"}
    assert found.people["P1"].name == "王芳"
    assert found.answers["WP-1.1"].answer.v == "conform"
    assert found.answers["WP-2.2@S1"].answer == Answer(
        v="312", readings=("310", "314"), instrument="LUX", position="desk", inputs={"a": "1"}
    )
    assert found.answers["WP-9.9"].answer.texts == ("a", "b")
    assert found.notes["WP-1.1"].report is False and "WP-1.2" not in found.notes
    assert found.flags == {"WP-1.1"}
    assert found.plans["workstation"].drawn == ("7", "9")
    assert found.instruments["LUX"].calibration_due == "2026-12-01"
    assert found.meetings["opening"].attendance[0].name == "Li"
    assert found.meetings["closing"].held == ""
    assert [c.text for c in found.comments] == ["fair"]
    assert found.previous is not None and found.previous.findings[0].item == "WP-1.1"
    assert found.sign_offs[0].heads == {"d" * 32: (9, "a" * 64)}
    assert found.refusals[0].witnesses == ("P1", "P2")
    assert found.issued[0].bytes == 12
    assert found.revision == "2" and not found.locked
    assert found.desks == {"d" * 32: "0.1.0"} and found.opener == "d" * 32
    assert found.opened.startswith("2026-05-20")
    assert not found.unread and not found.newer and not found.disputes


def test_a_finding_carries_its_fields_its_actions_and_the_sites_comments() -> None:
    found = full_book().inspection
    finding = found.finding("F10")
    assert finding is not None and found.finding(finding.id) is finding and found.finding("F99") is None
    assert (finding.grade, finding.where, finding.item, finding.fixed) == ("major", "3F", "WP-1.1", "unlocked")
    assert [a.state for a in finding.actions] == ["issued", "draft"]
    assert finding.comments[0].stance == "objection"
    assert [f.number for f in found.findings] == ["F2", "F10"]


def test_samples_come_in_the_order_of_their_codes_and_skipped_ones_are_not_looked_at() -> None:
    found = full_book().inspection
    assert [s.code for s in found.samples["workstation"]] == ["S1", "S2", "S2-k7f", "S10"]
    assert [s.code for s in found.samples_in("workstation")] == ["S1", "S2", "S2-k7f"]
    assert found.samples["workstation"][0].subject == "workstation/S1"
    assert found.samples_in("zone") == ()


def test_a_moved_photo_is_at_its_new_place_and_leaves_as_its_redacted_copy() -> None:
    found = full_book().inspection
    (moved,) = found.photos_at("WP-1.2")
    assert (moved.caption, moved.order, moved.outgoing) == ("entrance", 2, "r" * 64)
    (bare,) = found.photos_at("WP-1.1")
    assert bare.clearance is None and bare.outgoing == "9" * 64


def test_the_answer_is_testified_without_its_empty_fields() -> None:
    assert Answer(v="yes").plain() == {"status": "answered", "v": "yes"}
    assert Answer(status="na", reason="no kitchen").plain() == {"status": "na", "reason": "no kitchen"}
    assert Answer().texts == () and Answer(v="x").texts == ("x",)


def test_an_inspection_is_locked_once_its_current_revision_is_signed(book: Book) -> None:
    assert book.inspection.revision == "1" and not book.inspection.locked
    book.write("sign-off", "1", {"by": "P1"})
    assert book.inspection.locked and book.inspection.sign_offs[0].heads == {}
    book.write("amendment", "2", {"of": "1", "reason": "a word"})
    assert not book.inspection.locked
    book.write("amendment", "10", {"of": "2", "reason": "another"})
    book.write("amendment", "x" * 9, {"of": "10", "reason": "odd"})
    assert book.inspection.revision == "10"


def test_two_answers_that_do_not_know_each_other_are_a_dispute_and_the_clock_only_sorts_them(book: Book) -> None:
    book.answer("WP-1.1", "conform")
    book.answer("WP-1.1", "minor")
    found = book.inspection
    answered = found.answers["WP-1.1"]
    assert answered.disputed and answered.answer.v == "minor" and answered.rivals[0][0].v == "conform"
    (dispute,) = found.disputes
    assert (dispute.kind, dispute.subject, len(dispute.stands)) == ("answer", "WP-1.1", 2)


def test_two_equal_answers_are_no_dispute(book: Book) -> None:
    book.answer("WP-1.1", "conform")
    book.write("answer", "WP-1.1", {"status": "answered", "v": "conform"}, desk="e" * 32)
    book.write("setting", "season", {"v": "cooling"})
    book.write("setting", "season", {"v": "cooling"})
    assert not book.inspection.disputes and not book.inspection.answers["WP-1.1"].disputed


def test_a_disputed_setting_is_listed(book: Book) -> None:
    book.write("setting", "season", {"v": "cooling"})
    book.write("setting", "season", {"v": "heating"})
    assert [d.kind for d in book.inspection.disputes] == ["setting"]
    assert book.inspection.settings == {"season": "heating"}


def test_moments_and_not_their_spelling_sort_the_display(book: Book) -> None:
    rows = [
        Stood(n * 64, "setting", "season", DESK_OF[n], 1, wall, "P", json.dumps({"v": n}).encode())
        for n, wall in (("a", "2026-05-20T09:00:00+08:00"), ("b", "2026-05-20T02:00:00+00:00"))
    ]
    assert fold("i", rows).settings == {"season": "b"}
    rows.append(Stood("c" * 64, "setting", "season", "c", 1, "no clock at all", "P", b'{"v":"c"}'))
    rows.append(Stood("d" * 64, "setting", "season", "d", 1, "2026-05-20T09:00:00", "P", b'{"v":"d"}'))
    assert fold("i", rows).settings == {"season": "c"}


DESK_OF = {"a": "e" * 32, "b": "f" * 32}


def test_an_erased_version_is_no_version_to_choose(book: Book) -> None:
    book.write("setting", "season", {"v": "cooling"})
    book.write("setting", "season", None)
    found = book.inspection
    assert found.settings == {"season": "cooling"} and not found.disputes and len(found.unread) == 1
    book.write("setting", "norm", None)
    book.write("setting", "norm", None)
    assert book.inspection.settings["norm"] == ""


def test_no_clock_chooses_between_two_beginnings(book: Book) -> None:
    assert book.inspection.opened == ""
    rows = [
        Stood("a" * 64, "inspection", "", "d", 9, "2020-01-01", "P", b'{"number":"late"}'),
        Stood("b" * 64, "inspection", "", "d", 2, "2026-01-01", "P", b'{"number":"first"}'),
    ]
    found = fold("i", rows)
    assert found.number == "first" and [d.kind for d in found.disputes] == ["inspection"]
    assert not fold("i", rows[:1]).disputes


def test_what_is_unknown_is_kept_as_newer_and_what_cannot_be_read_as_unread(book: Book) -> None:
    book.write("weather", "", {"v": "rain"})
    book.write("finding.colour", "f" * 64, {"v": "red"})
    book.write("answer", "WP-1.1", None)
    book.write("answer", "WP-1.2", {"v": 5})
    book.write("answer", "WP-1.3", b'"\xff"')
    book.write("about", "unit", b"[" * 100_000)
    book.write("setting", "season", b"[]")
    book.write("withdraw", "f" * 64, {"reason": "typing"})
    found = book.inspection
    assert {s.kind for s in found.newer} == {"weather", "finding.colour"}
    assert len(found.unread) == 5 and not found.answers and found.settings == {"season": ""}


def test_codes_and_revisions_with_thousands_of_digits_do_no_harm(book: Book) -> None:
    for code in ("S²", "S" + "9" * 5000, "S1", "", "S٣"):
        book.write("sample", f"door/{code}", {"label": code})
    book.write("amendment", "9" * 5000, {"of": "1"})
    book.finding("WP-1.1", "minor", "F" + "7" * 5000)
    book.finding("WP-1.1", "minor", "F007")
    found = book.inspection
    assert [s.code for s in found.samples["door"]][-1] == "S" + "9" * 5000
    assert found.revision == "9" * 5000 and found.findings[0].number == "F007"


def test_values_of_another_shape_are_read_as_far_as_they_go(book: Book) -> None:
    book.write("sample-plan", "door", {"population": True, "size": "many", "drawn": "7", "seed": 3})
    book.write("previous", "", {"findings": "none", "answers": []})
    finding = book.finding("WP-1.1", "minor", evidence="a photo")
    book.write("photo", "WP-1.1", b"null")
    found = book.inspection
    assert found.plans["door"].population == 0 and found.plans["door"].drawn == ()
    assert found.previous is not None and found.previous.findings == () and found.previous.answers == {}
    assert found.finding(finding) is not None and found.findings[0].evidence == ()
    assert next(iter(found.photos.values())).sha256 == ""


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(chance: random.Random) -> None:
    book = full_book()
    book.answer("WP-1.1", "minor")
    book.write("setting", "season", {"v": "heating"})
    book.write("weather", "", {"v": 1})
    book.write("climate", "", {"v": 1})
    book.write("note", "WP-1.5", None)
    expected = book.inspection
    chance.shuffle(book.rows)
    found = book.inspection
    assert found == expected
    assert list(found.answers) == list(expected.answers) and list(found.photos) == list(expected.photos)


KINDS = sorted(facts.SLOTS | facts.PILES | facts.FIELDS | {"withdraw", "erase", "weather", "finding.colour"})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "v",
                    "status",
                    "heads",
                    "findings",
                    "answers",
                    "number",
                    "order",
                    "drawn",
                    "attributes",
                    "reason",
                    "readings",
                    "inputs",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.sampled_from(["", "WP-1.1", "WP-1.1@S1", "door/S1", "x" * 64]),
            st.one_of(st.none(), st.binary(max_size=8), JSON.map(lambda v: json.dumps(v).encode())),
        )
    )
)
def test_the_fold_raises_nothing_whatever_the_entries_hold(rows: list[tuple[str, str, bytes | None]]) -> None:
    stood = [
        Stood(f"{n:064x}", kind, subject, "d" * 32, n + 1, "", "P", value)
        for n, (kind, subject, value) in enumerate(rows)
    ]
    found = fold("i", stood)
    assert {s.id for s in found.newer} <= {s.id for s in stood}
    assert found.revision


def test_while_people_disagree_the_graver_version_counts_and_no_clock_decides() -> None:
    for order in (1, -1):
        book = Book()
        finding = book.finding("WP-4.2", "", "F01")
        action = book.action(finding)
        photo = book.photo("WP-4.2")
        versions = (
            ("minor", "opened at once", "closed", {"state": "none-needed", "by": "P1"}),
            ("critical", "", "submitted", {"state": "redacted", "rendition": "r" * 64}),
            ("odd", "x", "closed", None),
        )
        for grade, fixed, state, clearance in versions[::order]:
            book.rows = [r for r in book.rows if (r.kind, r.value) != ("finding.grade", b'{"v": ""}')]
            book.write("finding.grade", finding, {"v": grade})
            book.write("finding.fixed", finding, {"v": fixed})
            book.write("action.state", action, {"v": state})
            book.write("photo.clearance", photo, clearance)
        found = book.inspection
        assert (found.findings[0].grade, found.findings[0].fixed) == ("critical", "")
        assert found.findings[0].actions[0].state == "submitted"
        assert found.photos[photo].outgoing == "r" * 64
        assert {"finding.grade", "action.state", "photo.clearance"} <= {d.kind for d in found.disputes}
