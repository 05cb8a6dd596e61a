"""A walk kept up to date is the walk from scratch, and only what depends on an answer is judged again."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from auditapp.checklist.model import (
    AnswerKind,
    Band,
    Checklist,
    Choice,
    Escalation,
    Limits,
    SampleSet,
    Setting,
    Severity,
    Text,
)
from auditapp.inspection.dependents import Dependent, Dependents
from auditapp.inspection.state import fold
from auditapp.inspection.walk import Line, Walker, walk
from tests.inspection.centre import DAY, Book, checklist, item
from tests.inspection.shipped import good_centre, six_dimensions

NUMBER, COMPUTED, YESNO = AnswerKind.NUMBER, AnswerKind.COMPUTED, AnswerKind.YESNO
OTHER = "e" * 32
VALUES = ("conform", "minor", "major", "yes", "no", "1", "15", "30", "400", "hot", "2026-03-01")


def over(limit: str, **more: str) -> Limits:
    return Limits(bands=(Band(fail_above=limit, **more),))


HALL = checklist(
    item("WP-1.1", NUMBER, limits=over("20"), set="desk"),
    item("WP-1.2", when="num('WP-1.1') > 10", set="desk"),
    item("WP-1.3", COMPUTED, calc="mean('WP-1.1')", limits=over("25")),
    item("WP-1.4", NUMBER, limits=Limits(bands=(Band(fail_above="mean('WP-1.1')"),)), set="desk"),
    item("WP-1.5", COMPUTED, calc="share_conforming('desk')", limits=over("90")),
    item("WP-1.6", when="answer('WP-2.1') == 'yes'", set="zone"),
    item("WP-2.1", YESNO, good="yes", severity=Severity.MAJOR),
    item("WP-2.2", when="answer('WP-2.1') == 'no'"),
    item("WP-2.3", COMPUTED, calc="num('WP-1.3') * 2", limits=over("40")),
    item("WP-2.4", AnswerKind.CHOICE, options=(Choice("hot", Text("热", "hot")), Choice("1", Text("一", "one")))),
    item("WP-2.5", NUMBER, limits=over("100", when="setting('season') == 'hot'"), set="zone"),
    item("WP-2.6", AnswerKind.PHOTO, severity=Severity.MAJOR),
    item("WP-2.7", COMPUTED, calc="num('WP-2.6') + 1", limits=over("2")),
    item("WP-2.8", escalations=(Escalation("share_failing('WP-1.1') > 40", Severity.MAJOR, Text()),)),
    item("WP-2.9", set="desk", escalations=(Escalation("share_failing('WP-1.2') > 0", Severity.MAJOR, Text()),)),
    settings=(Setting("season", Text("季", "season"), item="WP-2.4"),),
    sets=(SampleSet("desk", Text("工位", "desk")), SampleSet("zone", Text("区", "zone"))),
)  # fmt: skip


class Kept:
    """Lines kept up to date by `Walker`, beside the book they come from."""

    def __init__(self, what: Checklist, book: Book) -> None:
        self.what, self.book = what, book
        first = walk(what, book.inspection, DAY)
        self.walker = Walker.of(first, book.inspection)
        self.lines: dict[str, Line] = {line.place: line for line in first.lines}

    def follow(self, *places: str) -> tuple[str, ...]:
        found = self.walker.follow(self.book.inspection, places)
        assert found is not None
        for place in (*found.near, *found.far):
            line = self.walker.at(place)
            assert line is not None
            self.lines[place] = line
        return (*found.near, *found.far)

    def assert_like_new(self) -> None:
        fresh = walk(self.what, self.book.inspection, DAY)
        assert [p.place for p in fresh.lines if self.lines[p.place] != p] == []
        assert len(fresh.lines) == len(self.lines)


def some_deed(dice: random.Random, kept: Kept) -> None:
    """Somebody answers, answers over, disagrees, takes back, notes, photographs or raises a finding somewhere."""
    book, line = kept.book, dice.choice(list(kept.lines.values()))
    place = line.place
    values = tuple(option.code for option in line.item.options) or VALUES
    match dice.randrange(10):
        case 0:
            book.rows = [row for row in book.rows if (row.kind, row.subject) != ("answer", place)]
        case 1:
            book.answer(place, dice.choice(values), desk=OTHER)
        case 2:
            book.rows = [row for row in book.rows if (row.kind, row.subject) != ("note", place)]
            book.write("note", place, {"v": "look again"})
        case 3:
            book.photo(place)
        case 4:
            book.finding(place, "minor")
        case doing:
            book.rows = [row for row in book.rows if (row.kind, row.subject) != ("answer", place)]
            more = {5: {"status": "na"}, 6: {"status": "unchecked"}, 7: {"instrument": "I1"}}.get(doing, {})
            book.answer(place, dice.choice(values), **more)
    kept.follow(place)


def with_instruments(book: Book) -> Book:
    book.write("instrument", "I1", {"name": "meter", "calibration_due": "2020-01-01"})
    return book


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_the_lines_are_those_of_a_new_walk(seed: int) -> None:
    dice = random.Random(seed)
    book = with_instruments(Book())
    book.samples("desk", 4)
    if seed % 2:
        book.samples("zone", 3)
    kept = Kept(HALL, book)
    for _ in range(40):
        some_deed(dice, kept)
        kept.assert_like_new()


def test_so_it_is_with_the_checklist_that_comes_with_the_program() -> None:
    dice = random.Random(11)
    book = good_centre()
    with_instruments(book)
    kept = Kept(six_dimensions(), book)
    for n in range(60):
        some_deed(dice, kept)
        if n % 20 == 19:
            kept.assert_like_new()


def test_several_answers_may_be_followed_at_once() -> None:
    book = Book()
    book.samples("desk", 3)
    kept = Kept(HALL, book)
    for n, place in enumerate(("WP-1.1@S1", "WP-1.1@S2", "WP-2.1"), 1):
        book.answer(place, "yes" if place == "WP-2.1" else str(30 * n))
    kept.follow("WP-1.1@S1", "WP-1.1@S2", "WP-2.1")
    kept.assert_like_new()


@pytest.mark.parametrize(
    ("kind", "subject", "value"),
    [
        ("sample", "desk/S9", {"label": "late"}),
        ("sample-skip", "desk/S1", {"reason": "bricked up"}),
        ("setting", "season", {"v": "cold"}),
        ("instrument", "I1", {"name": "meter", "calibration_due": "2020-01-01"}),
        ("meeting.held", "opening", {"v": "2026-06-01T09:00:00+08:00"}),
    ],
)
def test_where_other_lines_are_asked_or_looked_up_the_walk_begins_again(kind: str, subject: str, value: object) -> None:
    book = Book()
    book.samples("desk", 2)
    kept = Kept(HALL, book)
    book.write(kind, subject, value)
    assert kept.walker.follow(book.inspection, ()) is None


def test_a_setting_in_dispute_begins_the_walk_again() -> None:
    book = Book()
    book.write("setting", "season", {"v": "cold"})
    kept = Kept(HALL, book)
    book.rows.insert(
        0, book.rows[0]._replace(id="f" * 64, desk=OTHER, wall="2026-05-19T09:00:00+08:00", value=b'{"v":"hot"}')
    )
    now = fold("a" * 32, book.rows)
    assert now.settings == kept.walker.inspection.settings
    assert kept.walker.follow(now, ()) is None


def test_the_walk_one_goes_on_from_stays_as_it_is() -> None:
    book = Book()
    book.samples("desk", 2)
    first = walk(HALL, book.inspection, DAY)
    walker = Walker.of(first, book.inspection)
    book.answer("WP-1.1@S1", "400")
    walker.follow(book.inspection, ("WP-1.1@S1",))
    assert first.site is not None and first.site.answer_at("WP-1.3") is None
    assert walker.site.answer_at("WP-1.3") == "400"


def test_an_answer_touches_its_own_sample_unless_somebody_looks_at_all_of_them() -> None:
    looking = Dependents(HALL)
    assert Dependent("WP-1.2", everywhere=False) in looking.of("WP-1.1")
    assert Dependent("WP-1.3", everywhere=True) in looking.of("WP-1.1")
    assert Dependent("WP-1.4", everywhere=True) in looking.of("WP-1.1")
    assert "WP-2.3" in {found.item for found in looking.of("WP-1.1")}  # through the computed mean
    assert "WP-2.2" not in {found.item for found in looking.of("WP-1.1")}
    assert {found.item for found in looking.of("WP-2.4")} >= {"WP-2.5"}  # by way of the setting it answers
    assert looking.of("WP-2.2") == () and looking.of("nothing") == ()


def test_how_much_is_judged_again_does_not_depend_on_how_long_the_checklist_is() -> None:
    few = [item(f"WP-{n // 9}.{n % 9}") for n in range(20)]
    many = [item(f"WP-{n // 9}.{n % 9}") for n in range(2000)]
    for items in (few, many):
        items[1] = replace(items[1], when="answer('WP-0.0') == 'conform'")
    judged = []
    for items in (few, many):
        kept = Kept(checklist(*items), Book())
        kept.book.answer("WP-0.0", "conform")
        judged.append(kept.follow("WP-0.0"))
    assert judged[0] == judged[1] == ("WP-0.0", "WP-0.1")
