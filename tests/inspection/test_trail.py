"""The trail: who wrote what, when, from what to what, and what was taken back."""

from __future__ import annotations

import dataclasses

from auditapp.inspection.trail import Fate, slot_trail, trail
from auditapp.journal.entry import Entry
from tests.journal.desks import Desk


def answered(desk: Desk, place: str, v: str, *replaces: Entry) -> Entry:
    return desk.say("answer", place, {"status": "answered", "v": v}, [e.id for e in replaces])


def test_a_changed_answer_shows_from_what_to_what() -> None:
    desk = Desk.named("a")
    first = answered(desk, "WP-1.1", "conform")
    answered(desk, "WP-1.1", "minor", first)
    one, two = trail(desk.journal.values(), "WP-1.1")
    assert one.before == () and one.after["v"] == "conform" and one.fate is Fate.REPLACED
    assert two.before[0]["v"] == "conform" and two.after["v"] == "minor" and two.fate is Fate.STANDS
    assert two.writer == "P00000001" and two.when.startswith("2026-11-23") and two.desk == first.head.desk


def test_a_withdrawn_answer_and_its_withdrawal_are_both_there_with_the_reason() -> None:
    desk = Desk.named("a")
    first = answered(desk, "WP-1.1", "conform")
    second = answered(desk, "WP-1.1", "minor", first)
    taken = desk.say("withdraw", second.id, {"reason": "wrong item"})
    one, two, three = trail(desk.journal.values(), "WP-1.1")
    assert one.fate is Fate.STANDS
    assert (two.fate, two.withdrawn_by, two.reason) == (Fate.WITHDRAWN, taken.id, "wrong item")
    assert (three.kind, three.of, three.reason, three.fate) == ("withdraw", second.id, "wrong item", Fate.STANDS)
    desk.say("withdraw", taken.id, {"reason": "no, it was right"})
    steps = trail(desk.journal.values(), "WP-1.1")
    assert [s.fate for s in steps] == [Fate.REPLACED, Fate.STANDS, Fate.WITHDRAWN, Fate.STANDS]


def test_a_decided_dispute_shows_both_values_it_replaced() -> None:
    one, other = Desk.named("a"), Desk.named("b")
    mine, theirs = answered(one, "WP-1.1", "conform"), answered(other, "WP-1.1", "minor")
    one.receive(other.lines_for(one))
    answered(one, "WP-1.1", "minor", mine, theirs)
    last = trail(one.journal.values(), "WP-1.1")[-1]
    assert [v["v"] for v in last.before] == ["conform", "minor"]


def test_a_place_has_its_photos_findings_and_what_was_written_about_them() -> None:
    desk = Desk.named("a")
    photo = desk.say("photo", "WP-1.1", {"name": "a.jpg"})
    desk.say("photo.caption", photo.id, {"v": "door"})
    finding = desk.say("finding", "WP-1.1@S1", {"number": "F01"})
    desk.say("finding.grade", finding.id, {"v": "minor"})
    action = desk.say("action", finding.id, {"number": "1"})
    desk.say("action.due", action.id, {"v": "2026-06-01"})
    desk.say("note", "WP-1.10", {"v": "another item"})
    answered(desk, "WP-1.1@S1", "minor")
    kinds = [s.kind for s in trail(desk.journal.values(), "WP-1.1")]
    assert kinds == ["photo", "photo.caption", "finding", "finding.grade", "action", "action.due", "answer"]
    assert [s.kind for s in trail(desk.journal.values(), "WP-1.1@S1")] == kinds[2:]
    some = trail(desk.journal.values(), "WP-1.1", kinds={"answer", "finding"})
    assert [s.kind for s in some] == ["finding", "answer"]
    assert [s.kind for s in slot_trail(desk.journal.values(), "finding.grade", finding.id)] == ["finding.grade"]


def test_without_a_place_the_trail_is_the_whole_journal() -> None:
    desk = Desk.named("a")
    answered(desk, "WP-1.1", "conform")
    assert [s.kind for s in trail(desk.journal.values())] == ["desk", "answer"]


def test_an_erased_value_is_gone_and_the_step_says_so() -> None:
    office = Desk.named("office")
    desk = Desk.named("a", erasers=frozenset({office.key.public.hex()}))
    first = answered(desk, "WP-1.1", "Mr Li told us")
    answered(desk, "WP-1.1", "conform", first)
    office.receive(desk.lines_for(office))
    office.erase(first.id)
    known_here = trail(office.journal.values(), "WP-1.1", erasers={office.key.public.hex()})
    desk.receive(office.lines_for(desk))
    assert desk.journal[first.id].erased
    for steps in (known_here, trail(desk.journal.values(), "WP-1.1")):
        erased, second = (s for s in steps if s.kind == "answer")
        (erase,) = (s for s in steps if s.kind == "erase")
        assert erased.fate is Fate.ERASED and erased.after is None and second.before == (None,)
        assert erase.of == first.id


def test_what_is_not_here_yet_or_cannot_be_read_is_none() -> None:
    desk = Desk.named("a")
    desk.say("answer", "WP-1.1", {"v": "x"}, ["f" * 64])
    assert trail(desk.journal.values(), "WP-1.1")[0].before == (None,)
    entry = next(e for e in desk.journal.values() if e.head.kind == "answer")
    odd = dataclasses.replace(entry, value_bytes=b"\xff{")
    assert trail([odd], "WP-1.1")[0].after is None
    desk.say("withdraw", entry.id, [1])
    assert trail(desk.journal.values(), "WP-1.1")[-1].reason == ""
