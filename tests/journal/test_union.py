"""What have I, what do you lack, accept what you give: cut, repeated, reordered, forked or false."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditapp.journal.entry import Entry
from auditapp.journal.living import emptied
from auditapp.journal.strand import BadSignature, StrandHead, WrongInspection, open_strand
from auditapp.journal.union import Accepted, accept, accept_into, digest, end_of, lacking, main_strands, send_after
from tests.journal.desks import INSPECTION, WALL, Desk, key


@pytest.fixture
def north() -> Desk:
    desk = Desk.named("north")
    for value in ("yes", "no", "n/a", "yes"):
        desk.answer("1.1", value)
    return desk


def offered(taker: Desk, entries: list[Entry]) -> Accepted:
    return accept_into(taker.journal, entries, inspection=INSPECTION)


def test_a_desk_is_given_what_it_lacks_and_nothing_else(north: Desk) -> None:
    south = Desk.named("south")
    theirs = digest(south.journal.values())
    sent = lacking(north.journal.values(), theirs)
    assert sent == list(north.journal.values())
    told = south.receive(north.lines_for(south))
    assert list(told.new) == sent
    assert told.heads[north.key.desk] == north.end
    assert told.publics[north.key.desk] == north.key.public
    assert north.lines_for(south) == []
    later = north.answer("1.1", "no")
    assert lacking([*north.journal.values(), later], digest(south.journal.values())) == [later]


def test_the_same_message_again_changes_nothing(north: Desk) -> None:
    south = Desk.named("south")
    lines = north.lines_for(south)
    south.receive(lines + lines)
    told = south.receive(lines)
    assert (told.new, told.aside, told.filled, told.forks, told.gaps, told.refused) == ((), (), (), (), (), ())
    assert len(told.already) == len(lines)


def test_a_message_may_arrive_backwards(north: Desk) -> None:
    assert len(Desk.named("south").receive(north.lines_for(Desk.named("south"))[::-1]).new) == 5


def test_what_comes_before_its_predecessor_is_a_gap_and_is_sent_again(north: Desk) -> None:
    south = Desk.named("south")
    told = south.receive(north.lines_for(south)[2:])
    assert [gap.seq for gap in told.gaps] == [3, 4, 5]
    assert not told.new
    assert len(north.lines_for(south)) == 5


def test_an_altered_entry_is_refused_and_stops_its_strand(north: Desk) -> None:
    entries = list(north.journal.values())
    entries[2] = replace(entries[2], value_bytes=b'{"v":"yes"}')
    told = offered(Desk.named("south"), entries)
    assert [entry.head.seq for entry in told.new] == [1, 2]
    assert [(type(fault), fault.seq) for fault in told.refused] == [(BadSignature, 3)]
    assert [gap.seq for gap in told.gaps] == [4, 5]


def test_a_held_entry_offered_with_another_value_is_refused(north: Desk) -> None:
    first = next(iter(north.journal.values()))
    told = offered(north, [replace(first, value_bytes=b'{"program":"other"}')])
    assert [fault.entry_id for fault in told.refused] == [first.id]


def test_an_entry_of_another_inspection_is_refused(north: Desk) -> None:
    other = open_strand(key("south"), "f" * 32, "P1", WALL, "tests")
    told = offered(north, [other])
    assert [type(fault) for fault in told.refused] == [WrongInspection]


def test_an_entry_whose_strand_names_no_key_is_refused(north: Desk) -> None:
    held = {entry.id: entry for entry in north.journal.values()}
    later = north.answer("1.1", "no")
    told = accept({}, [later], inspection=INSPECTION, publics={}, held=held.get)
    assert [type(fault) for fault in told.refused] == [BadSignature]


def test_a_value_that_was_lost_on_the_way_can_be_filled_in_later(north: Desk) -> None:
    entries = list(north.journal.values())
    south = Desk.named("south")
    south.journal |= {entry.id: emptied(entry) for entry in entries}
    assert offered(south, entries).filled == tuple(entries)
    assert offered(north, [emptied(entry) for entry in entries]).already == tuple(emptied(entry) for entry in entries)


def test_a_cloned_laptop_is_told_and_both_branches_are_kept(north: Desk) -> None:
    clone, south = north.clone("clone"), Desk.named("south")
    mine, theirs = north.answer("1.1", "no"), [clone.answer("1.1", "n/a"), clone.answer("1.1", "yes")]
    south.receive(north.lines_for(south))
    told = south.receive(clone.lines_for(south))
    assert told.aside == tuple(theirs)
    assert [fork.entry_id for fork in told.forks] == [entry.id for entry in theirs]
    assert told.heads[north.key.desk] == StrandHead(mine.head.seq, mine.id)
    assert south.fold().disputed == (("answer", "1.1"),)
    assert not south.receive(clone.lines_for(south)).aside


def test_a_clone_of_equal_length_is_seen_by_its_head_alone(north: Desk) -> None:
    clone = north.clone("clone")
    north.answer("1.1", "no"), clone.answer("1.1", "n/a")
    assert north.end is not None
    assert clone.end is not None
    assert north.end.seq == clone.end.seq
    assert len(north.lines_for(clone)) == len(north.journal)


def test_a_branch_without_its_beginning_is_told_as_fork_and_as_gap(north: Desk) -> None:
    clone = north.clone("clone")
    north.answer("1.1", "no")
    clone.answer("1.1", "n/a")
    later = clone.answer("1.1", "yes")
    north.answer("1.1", "no")
    told = offered(north, [later])
    assert [fork.entry_id for fork in told.forks] == [gap.entry_id for gap in told.gaps] == [later.id]
    assert not told.aside


def forged(entry: Entry, **head: object) -> Entry:
    """What the holder of the desk's own key could make of its entry."""
    raw = replace(entry.head, **head).to_bytes()  # type: ignore[arg-type]
    return Entry.from_stored(raw, key("north").sign(raw), entry.value_bytes, entry.salt)


def test_a_predecessor_with_another_number_or_of_another_desk_is_none(north: Desk) -> None:
    south = Desk.named("south")
    theirs = [south.answer("1.1", value) for value in ("a", "b", "c", "d")]
    north.receive(south.lines_for(north))
    assert north.end is not None
    last = north.journal[north.end.id]
    told = offered(north, [forged(last, seq=7, prev=last.id), forged(last, seq=6, prev=theirs[-1].id)])
    assert [gap.seq for gap in told.gaps] == [6, 7]
    assert (told.new, told.aside) == ((), ())


def test_a_strand_opened_twice_forks_at_its_first_entry(north: Desk) -> None:
    again = open_strand(north.key, INSPECTION, "P2", WALL, "tests")
    assert offered(north, [again]).aside == (again,)
    heads, _ = main_strands([*north.journal.values(), again])
    assert heads[north.key.desk] == north.end


def test_a_strand_without_its_first_entry_has_no_key(north: Desk) -> None:
    assert main_strands(list(north.journal.values())[1:]) == ({}, {})


def test_nothing_is_sent_to_a_desk_that_is_ahead(north: Desk) -> None:
    ahead = Desk.named("south")
    ahead.receive(north.lines_for(ahead))
    behind = {entry.id: entry for entry in list(north.journal.values())[:3]}
    assert lacking(behind.values(), digest(ahead.journal.values())) == []


def test_several_ends_make_one_digest_that_order_does_not_change() -> None:
    one, other = StrandHead(2, "a" * 64), StrandHead(3, "b" * 64)
    assert end_of([one]) == one
    assert end_of([one, other]) == end_of([other, one, one])
    assert end_of([one, other]).seq == 3
    assert end_of([one, other]).id not in (one.id, other.id)


def test_where_strands_do_not_fit_all_is_sent() -> None:
    ids = {("d", 1): "a", ("d", 2): "b"}

    def after(theirs: tuple[int, str] | None, mine: tuple[int, str] = (2, "b")) -> dict[str, int]:
        held = ids | {("d", 2): "b"} if mine[1] == "b" else {("d", 1): "a"}
        return send_after({"d": mine}, {} if theirs is None else {"d": theirs}, lambda desk, seq: held.get((desk, seq)))

    assert after(None) == {"d": 0}
    assert after((2, "b")) == {}
    assert after((1, "a")) == {"d": 1}
    assert after((1, "x")) == {"d": 0}
    assert after((2, "x")) == {"d": 0}
    assert after((3, "x")) == {}
    assert after((3, "x"), mine=(2, "forked")) == {"d": 0}
