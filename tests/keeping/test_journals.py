"""What the hub was given stands, is compared and given out as it came, and nothing else gets in."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from auditapp.hub.keeping.opening import Keeping
from auditapp.journal import union
from auditapp.journal.entry import Entry
from auditapp.journal.line import to_line
from tests.keeping.writing import INSPECTION, Writer, altered, emptied


def all_entries(keeping: Keeping, inspection: str = INSPECTION) -> list[Entry]:
    return list(keeping.journals.entries(inspection, dict.fromkeys(keeping.journals.digest(inspection), 0)))


def test_entries_come_out_as_they_went_in_from_every_process(open_keeping: Callable[[], Keeping]) -> None:
    desk = Writer()
    desk.much(700)
    kept = open_keeping().journals.append(INSPECTION, desk.entries)
    assert (len(kept.new), kept.already, kept.quarantined, kept.forks, kept.gaps) == (701, 0, (), (), ())
    other = open_keeping()
    assert [to_line(entry) for entry in all_entries(other)] == [to_line(entry) for entry in desk.entries]
    assert other.journals.digest(INSPECTION) == union.digest(desk.entries) == kept.digest


def test_only_what_is_lacking_is_given_out(keeping: Keeping) -> None:
    first, second = Writer(), Writer()
    first.much(5), second.much(3)
    keeping.journals.append(INSPECTION, [*first.entries, *second.entries])
    given = list(keeping.journals.entries(INSPECTION, {first.desk: 3, second.desk: 0}))
    assert {e.id for e in given} == {e.id for e in (*first.entries[3:], *second.entries)}


def test_the_same_message_twice_changes_nothing(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(10)
    first = keeping.journals.append(INSPECTION, desk.entries)
    again = keeping.journals.append(INSPECTION, [*desk.entries, *desk.entries])
    assert (again.new, again.already, again.digest) == ((), 22, first.digest)
    assert keeping.journals.counts()["entries"] == 11


def test_any_order_of_any_portions_gives_the_same_journal(keeping: Keeping) -> None:
    chance = random.Random(5)
    desks = [Writer(), Writer()]
    for desk in desks:
        desk.much(30)
    clone = desks[0].clone()
    clone.much(4), desks[0].much(6)
    every = list({entry.id: entry for desk in (*desks, clone) for entry in desk.entries}.values())
    while len(keeping.journals.digest(INSPECTION)) < 2 or len(all_entries(keeping)) < len(every):
        keeping.journals.append(INSPECTION, chance.sample(every, 17))
    assert {e.id for e in all_entries(keeping)} == {e.id for e in every}
    assert keeping.journals.digest(INSPECTION) == union.digest(every)


def test_a_clone_that_went_on_is_a_fork_and_both_branches_are_kept(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(3)
    clone, third = desk.clone(), desk.clone()
    desk.much(4), clone.much(2), third.much(1)
    keeping.journals.append(INSPECTION, desk.entries)
    kept = keeping.journals.append(INSPECTION, [*clone.entries, *third.entries])
    assert kept.forks == (desk.desk,)
    assert len(kept.new) == 3
    every = {e.id: e for w in (desk, clone, third) for e in w.entries}
    assert {e.id for e in all_entries(keeping)} == set(every)
    assert kept.digest == keeping.journals.digest(INSPECTION) == union.digest(every.values())
    desk.says()
    clone.says()
    keeping.journals.append(INSPECTION, [clone.entries[-1], desk.entries[-1]])
    every |= {e.id: e for w in (desk, clone) for e in w.entries}
    assert keeping.journals.digest(INSPECTION) == union.digest(every.values())
    assert keeping.journals.counts()["forked"] == 1


def test_what_lacks_its_predecessor_is_told_and_not_kept(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(4)
    kept = keeping.journals.append(INSPECTION, [*desk.entries[:2], desk.entries[4]])
    assert kept.gaps == (desk.entries[4].id,)
    assert kept.digest == {desk.desk: (2, desk.entries[1].id)}
    assert keeping.journals.append(INSPECTION, desk.entries).digest == union.digest(desk.entries)


def test_an_altered_entry_is_quarantined_and_does_not_take_the_true_ones_place(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(2)
    kept = keeping.journals.append(INSPECTION, [*desk.entries[:2], altered(desk.entries[2])])
    assert [(q.id, q.why) for q in kept.quarantined] == [(desk.entries[2].id, "altered")]
    keeping.journals.quarantine(INSPECTION, [(desk.entries[2], "unknown desk")])
    held = keeping.journals.quarantined(inspection=INSPECTION)
    assert {(one.entry.signature, one.why) for one in held} == {
        (bytes(64), "altered"),
        (desk.entries[2].signature, "unknown desk"),
    }
    kept = keeping.journals.release(INSPECTION, [one.mark for one in held])
    assert [e.id for e in kept.new] == [desk.entries[2].id]
    assert [one.why for one in keeping.journals.quarantined()] == ["altered"]


def test_a_foreign_desk_cannot_continue_a_strand_or_bring_another_inspections_entries(keeping: Keeping) -> None:
    desk, elsewhere = Writer(), Writer(inspection="cd" * 16)
    kept = keeping.journals.append(INSPECTION, [*desk.entries, *elsewhere.entries])
    assert [q.id for q in kept.quarantined] == [elsewhere.entries[0].id]
    assert set(kept.digest) == {desk.desk}


def test_released_entries_come_in_and_leave_quarantine_and_the_rest_stays(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(5)
    keeping.journals.quarantine(INSPECTION, [(entry, "unknown desk") for entry in desk.entries[1:]])
    held = keeping.journals.quarantined(desk=desk.desk)
    assert [one.entry.id for one in held] == [entry.id for entry in desk.entries[1:]]
    kept = keeping.journals.release(INSPECTION, [one.mark for one in held])
    assert (kept.new, len(kept.gaps)) == ((), 5)
    assert len(keeping.journals.quarantined()) == 5
    keeping.journals.append(INSPECTION, desk.entries[:1])
    kept = keeping.journals.release(INSPECTION, [one.mark for one in held[:3]], members=["U7"])
    assert [entry.id for entry in kept.new] == [entry.id for entry in desk.entries[1:4]]
    assert [one.entry.id for one in keeping.journals.quarantined()] == [entry.id for entry in desk.entries[4:]]
    assert keeping.journals.members(INSPECTION) == {"U7"}


def test_an_inspection_that_holds_enough_takes_no_more_and_nothing_is_dropped(keeping: Keeping) -> None:
    desk = Writer()
    desk.much(12)
    assert keeping.journals.append(INSPECTION, desk.entries[:8], most=10).quarantined == ()
    kept = keeping.journals.append(INSPECTION, desk.entries[8:], most=10)
    assert {q.why for q in kept.quarantined} == {"too much"}
    assert [one.entry.id for one in keeping.journals.quarantined()] == [e.id for e in desk.entries[8:]]
    assert kept.digest == union.digest(desk.entries[:8])


@pytest.mark.parametrize("erasure_first", [True, False])
def test_an_erasure_of_head_office_empties_the_value_whichever_came_first(
    keeping: Keeping, erasure_first: bool
) -> None:
    desk, office = Writer(), Writer()
    named = desk.says(value={"v": "a name nobody may read"})
    office.says("erase", named.id, {"reason": "asked"})
    erasers = {office.key.public.hex()}
    for entries in (office.entries, desk.entries) if erasure_first else (desk.entries, office.entries):
        keeping.journals.append(INSPECTION, entries, erasers=erasers)
    for _ in range(2):
        found = keeping.journals.entry(named.id)
        assert found is not None and found.erased and found.head_bytes == named.head_bytes
        keeping.journals.append(INSPECTION, desk.entries, erasers=erasers)  # offered again, with its value


def test_an_erasure_by_anybody_else_empties_nothing(keeping: Keeping) -> None:
    desk, other = Writer(), Writer()
    named = desk.says(value={"v": "stays"})
    other.says("erase", named.id, {"reason": "no right"})
    keeping.journals.append(INSPECTION, [*desk.entries, *other.entries])
    found = keeping.journals.entry(named.id)
    assert found is not None and found.value == {"v": "stays"}


def test_a_value_that_was_lacking_is_put_back(keeping: Keeping) -> None:
    desk = Writer()
    keeping.journals.append(INSPECTION, [desk.entries[0], emptied(desk.says())])
    keeping.journals.append(INSPECTION, desk.entries)
    assert [to_line(e) for e in all_entries(keeping)] == [to_line(e) for e in desk.entries]


def test_members_see_their_inspections_and_no_others(keeping: Keeping) -> None:
    mine, other = Writer(), Writer(inspection="cd" * 16)
    keeping.journals.append(mine.inspection, mine.entries, members=["U1", "U2"])
    keeping.journals.append(other.inspection, other.entries, members=["U2"])
    assert set(keeping.journals.digests(person="U1")) == {mine.inspection}
    assert set(keeping.journals.digests()) == {mine.inspection, other.inspection}
    assert set(keeping.journals.digests(person="U2")) == {mine.inspection, other.inspection}
    assert keeping.journals.sees("U1", mine.inspection) and not keeping.journals.sees("U1", other.inspection)
    keeping.journals.set_members(other.inspection, add=["U1"], remove=["U2"])
    assert keeping.journals.members(other.inspection) == {"U1"}


def test_a_refused_first_message_leaves_no_inspection(keeping: Keeping) -> None:
    desk = Writer()
    keeping.journals.append(INSPECTION, [altered(desk.entries[0])])
    assert keeping.journals.counts()["inspections"] == 0 and keeping.journals.digests() == {}


def test_reports_are_found_by_their_kind(keeping: Keeping) -> None:
    desk = Writer()
    report = desk.says("report", "1", {"sha256": "0" * 64})
    desk.says("kind\0of a newer version", "\0", {"v": "\0"})
    keeping.journals.append(INSPECTION, desk.entries)
    assert [entry.id for entry in keeping.journals.of_kind("report")] == [report.id]
    assert [to_line(e) for e in all_entries(keeping)] == [to_line(e) for e in desk.entries]


def test_several_writers_at_once_lose_nothing(open_keeping: Callable[[], Keeping]) -> None:
    desks = [Writer() for _ in range(4)]
    clone = desks[0].clone()
    for desk in (*desks, clone):
        desk.much(40)
    doors = [open_keeping(), open_keeping()]
    faults: list[BaseException] = []

    def work(n: int, desk: Writer) -> None:
        try:
            for at in range(0, len(desk.entries), 7):
                doors[n % 2].journals.append(INSPECTION, desk.entries[at : at + 7], members=[f"U{n}"])
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(n, desk)) for n, desk in enumerate((*desks, clone))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    every = {e.id: e for desk in (*desks, clone) for e in desk.entries}
    assert {e.id for e in all_entries(doors[0])} == set(every)
    assert doors[1].journals.digest(INSPECTION) == union.digest(every.values())
    assert doors[0].journals.members(INSPECTION) == {f"U{n}" for n in range(5)}
