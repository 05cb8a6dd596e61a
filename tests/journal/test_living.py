"""Which entries stand: withdrawals, replacements, disputes, erasures, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditapp.journal.entry import Entry
from auditapp.journal.living import Living, display_order, effective, honoured_erasures, slot_standing, slot_writes
from tests.journal.desks import Desk, fold, key

SLOT = ("answer", "1.1")
OFFICE = frozenset({key("office").public.hex()})


@pytest.fixture
def desk() -> Desk:
    return Desk.named("north")


def shown(found: Living) -> list[str]:
    return [entry.value["v"] for entry in found.standing.get(SLOT, ())]


def faked(entry: Entry, name: str, **head: object) -> Entry:
    """An entry no honest hash allows."""
    return replace(entry, id=name, head=replace(entry.head, **head))  # type: ignore[arg-type]


def test_the_last_of_a_line_of_writes_stands(desk: Desk) -> None:
    first, second, third = (desk.answer("1.1", value) for value in ("a", "b", "c"))
    found = desk.fold()
    assert found.standing[SLOT] == (third,)
    assert found.named[SLOT] == (third.id,)
    assert found.replaced == {first.id, second.id}
    assert found.disputed == ()


def test_undoing_a_middle_edit_leaves_what_would_be_there_without_it(desk: Desk) -> None:
    _, second, third = (desk.answer("1.1", value) for value in ("a", "b", "c"))
    undo = desk.withdraw(second.id)
    assert shown(desk.fold()) == ["c"]
    desk.withdraw(third.id)
    assert shown(desk.fold()) == ["a"]
    desk.withdraw(undo.id)
    assert shown(desk.fold()) == ["b"]


def test_a_slot_whose_every_write_was_withdrawn_is_empty(desk: Desk) -> None:
    only = desk.answer("1.1", "a")
    undo = desk.withdraw(only.id)
    found = desk.fold()
    assert SLOT not in found.standing
    assert SLOT not in found.named
    assert found.withdrawn == {only.id: undo}


def test_two_who_did_not_see_each_other_dispute_until_one_replaces_both(desk: Desk) -> None:
    other = Desk.named("south")
    first, second = desk.answer("1.1", "yes"), other.answer("1.1", "no")
    desk.receive(other.lines_for(desk))
    found = desk.fold()
    assert found.disputed == (SLOT,)
    assert set(found.named[SLOT]) == {first.id, second.id}
    desk.answer("1.1", "no, both agreed")
    assert shown(desk.fold()) == ["no, both agreed"]


def test_two_who_say_the_same_do_not_dispute_and_the_next_write_replaces_both(desk: Desk) -> None:
    other = Desk.named("south")
    first, second = desk.answer("1.1", "yes"), other.answer("1.1", "yes")
    desk.receive(other.lines_for(desk))
    found = desk.fold()
    assert len(found.standing[SLOT]) == 1
    assert set(found.named[SLOT]) == {first.id, second.id}
    assert slot_writes(desk.journal.values(), []) != found.standing[SLOT]
    assert set(desk.answer("1.1", "no").head.replaces) == {first.id, second.id}


def test_of_several_withdrawals_of_one_entry_one_is_enough_and_the_first_is_named(desk: Desk) -> None:
    only = desk.answer("1.1", "a")
    early, late = desk.withdraw(only.id), desk.withdraw(only.id)
    assert effective([late, early]) == effective([early, late]) == {only.id: early}
    desk.withdraw(early.id)
    assert desk.fold().withdrawn[only.id] == late
    desk.withdraw(late.id)
    assert shown(desk.fold()) == ["a"]


def test_a_withdrawal_withdrawn_twice_is_void_once(desk: Desk) -> None:
    only = desk.answer("1.1", "a")
    undo = desk.withdraw(only.id)
    desk.withdraw(undo.id)
    desk.withdraw(undo.id)
    assert shown(desk.fold()) == ["a"]


def test_a_withdrawal_with_a_void_and_a_good_rival_stays_void(desk: Desk) -> None:
    only = desk.answer("1.1", "a")
    undo = desk.withdraw(only.id)
    redo, again = desk.withdraw(undo.id), desk.withdraw(undo.id)
    desk.withdraw(redo.id)
    assert shown(desk.fold()) == ["a"]
    desk.withdraw(again.id)
    assert shown(desk.fold()) == []


def test_withdrawals_in_a_circle_have_no_effect(desk: Desk) -> None:
    some = desk.withdraw("e" * 64)
    circle = [faked(some, "a", subject="b"), faked(some, "b", subject="a"), faked(some, "c", subject="b")]
    assert set(effective(circle[:2])) == set()
    assert set(effective(circle)) == {
        "b",
    }


def test_writes_in_a_circle_cannot_hang_the_fold(desk: Desk) -> None:
    some = desk.answer("1.1", "a")
    circle = [faked(some, "a", replaces=("b",)), faked(some, "b", replaces=("a",))]
    assert fold(circle).standing == {}


def test_a_strands_opening_and_an_erasure_cannot_be_taken_back(desk: Desk) -> None:
    opening = next(iter(desk.journal.values()))
    erasure = desk.erase(desk.say("photo", "1.1", {}).id)
    desk.withdraw(opening.id)
    desk.withdraw(erasure.id)
    found = desk.fold()
    assert found.withdrawn == {}
    assert found.piles["desk", opening.head.subject] == (opening,)


def test_a_pile_keeps_what_was_not_taken_back(desk: Desk) -> None:
    first, second, third = (desk.say("photo", "1.1", {"n": n}) for n in range(3))
    desk.withdraw(second.id)
    assert desk.fold().piles["photo", "1.1"] == (first, third)
    desk.withdraw(first.id)
    desk.withdraw(third.id)
    assert ("photo", "1.1") not in desk.fold().piles


def test_unknown_kinds_and_newer_versions_are_listed_and_do_nothing(desk: Desk) -> None:
    standing = desk.answer("1.1", "a")
    strange = desk.say("hologram", "1.1", {})
    newer = faked(standing, "newer", v=2, replaces=(standing.id,))
    newer_undo = faked(standing, "newer undo", v=2, kind="withdraw", subject=standing.id)
    entries = [*desk.journal.values(), newer, newer_undo]
    found = fold(entries)
    assert set(found.unknown) == {strange, newer, newer_undo}
    assert found.standing[SLOT] == slot_standing([standing, newer], [newer_undo]) == (standing,)


def test_a_write_that_replaces_something_not_here_yet_stands(desk: Desk) -> None:
    entry = desk.say("answer", "1.1", {"v": "a"}, ["f" * 64])
    assert desk.fold().standing[SLOT] == (entry,)
    desk.say("answer", "1.1", {"v": "b"}, [entry.id])
    assert shown(desk.fold()) == ["b"]


def test_a_write_cannot_replace_one_of_another_slot(desk: Desk) -> None:
    entry = desk.answer("1.1", "a")
    desk.say("answer", "1.2", {"v": "b"}, [entry.id])
    assert shown(desk.fold()) == ["a"]


def test_only_head_office_erases_and_what_it_erased_stands_empty(desk: Desk) -> None:
    office = Desk.named("office")
    secret = desk.answer("1.1", "a name")
    photo, strange = desk.say("photo", "1.1", {"name": "a face"}), desk.say("hologram", "", {"name": "?"})
    desk.erase(secret.id)
    assert honoured_erasures(desk.journal.values(), OFFICE) == {}
    office.receive(desk.lines_for(office))
    late = [
        office.erase(name)
        for name in (
            secret.id,
            secret.id,
            photo.id,
            strange.id,
            "e" * 64,
            next(iter(office.journal)),
            next(iter(desk.journal)),
        )
    ]
    late.append(office.erase(late[0].id))
    found = fold(office.journal.values(), OFFICE)
    assert found.erased == {secret.id: late[0], photo.id: late[2], strange.id: late[3]}
    assert honoured_erasures(reversed(list(office.journal.values())), OFFICE) == found.erased
    for entry in (*found.standing[SLOT], *found.piles["photo", "1.1"], *found.unknown):
        assert entry.value is None
        assert entry.salt is None
    assert found == fold(office.journal.values(), OFFICE)
    writes = [secret]
    assert slot_standing(writes, [], erased=found.erased) == found.standing[SLOT]


def test_two_erased_values_stay_a_dispute_since_nobody_can_compare_them(desk: Desk) -> None:
    other = Desk.named("south")
    desk.answer("1.1", "x"), other.answer("1.1", "x")
    entries = [replace(entry, value_bytes=None, salt=None) for one in (desk, other) for entry in one.journal.values()]
    assert fold(entries).disputed == (SLOT,)


def test_an_entry_given_with_and_without_its_value_has_it(desk: Desk) -> None:
    entry = desk.answer("1.1", "a")
    bare = replace(entry, value_bytes=None, salt=None)
    assert slot_standing([bare, entry], []) == slot_standing([entry, bare], []) == (entry,)


def test_display_follows_the_moment_where_the_clock_can_be_read(desk: Desk) -> None:
    entry = desk.answer("1.1", "a")

    def moment(wall: str) -> str:
        return display_order(faked(entry, "x", wall=wall))[0]

    assert moment("2026-11-23T09:30:00+08:00") == moment("2026-11-23T01:30:00+00:00")
    assert moment("2026-11-23T09:30:00+08:00") < moment("2026-11-23T09:30:00+00:00")
    assert moment("2026-11-23T09:30:00") == "2026-11-23T09:30:00"
    assert moment("noon") == "noon"
    assert moment("0001-01-01T00:00:00+14:00") == "0001-01-01T00:00:00+14:00"
