"""A verdict that finds what was altered, lost, forged, written twice or erased, and seals that hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditapp.journal.entry import Entry, NotCanonical
from auditapp.journal.living import emptied
from auditapp.journal.strand import StrandHead
from auditapp.journal.union import digest
from auditapp.journal.verify import Flaw, Seal, Soundness, Verdict, check, covered, sentence
from tests.journal.desks import Desk, key

OFFICE = frozenset({key("office").public.hex()})


@pytest.fixture
def desk() -> Desk:
    desk = Desk.named("north")
    for value in ("yes", "no", "n/a", "yes"):
        desk.answer("1.1", value)
    return desk


def entries_of(desk: Desk) -> list[Entry]:
    return list(desk.journal.values())


def flaws(entries: list[Entry]) -> set[tuple[Soundness, int]]:
    quick, thorough = check(entries, every_signature=False), check(entries)
    assert set(quick.flaws) <= set(thorough.flaws)
    return {(flaw.soundness, flaw.seq) for flaw in thorough.flaws}


def forged(entry: Entry, signer: str = "south", **fields: object) -> Entry:
    raw = replace(entry.head, **fields).to_bytes()  # type: ignore[arg-type]
    return Entry.from_stored(raw, key(signer).sign(raw), entry.value_bytes, entry.salt)


def test_a_sound_journal_says_so_in_one_sentence(desk: Desk) -> None:
    verdict = check(reversed(entries_of(desk)))
    assert verdict == Verdict({desk.key.desk: Soundness.SOUND}, ())
    assert verdict.trustworthy
    assert verdict.sentences == (sentence(Soundness.SOUND),)
    assert check([]).worst is Soundness.SOUND


def test_every_grade_has_a_sentence_of_its_own() -> None:
    assert len({sentence(grade) for grade in Soundness}) == len(Soundness)


def test_an_altered_value_is_found_where_it_is(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[2] = replace(entries[2], value_bytes=b'{"v":"yes"}')
    assert flaws(entries) == {(Soundness.ALTERED, 3)}
    assert not check(entries).trustworthy


def test_an_altered_signature_is_found_where_it_is(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[2] = replace(entries[2], signature=bytes(64))
    assert flaws(entries) == {(Soundness.ALTERED, 3)}
    entries[2] = replace(entries[2], signature=b"")
    assert flaws(entries) == {(Soundness.ALTERED, 3)}


def test_an_altered_head_breaks_its_signature_and_the_chain(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[2] = forged(entries[2], subject="1.2")
    assert flaws(entries) == {(Soundness.ALTERED, 3), (Soundness.ALTERED, 4)}


def test_an_altered_last_entry_is_found_by_the_quick_check_too(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[-1] = forged(entries[-1], subject="1.2")
    assert check(entries, every_signature=False).worst is Soundness.ALTERED


def test_an_entry_read_as_something_else_than_its_bytes_is_found(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[2] = replace(entries[2], head=replace(entries[2].head, subject="1.2"))
    assert flaws(entries) == {(Soundness.ALTERED, 3)}


def test_a_row_that_cannot_be_read_counts_as_altered(desk: Desk) -> None:
    verdict = check(entries_of(desk), unreadable=[(desk.key.desk, 9), ("elsewhere", 1)])
    assert verdict.strands == {desk.key.desk: Soundness.ALTERED, "elsewhere": Soundness.ALTERED}


def test_a_missing_entry_is_a_gap(desk: Desk) -> None:
    entries = entries_of(desk)
    assert flaws(entries[:2] + entries[3:]) == {(Soundness.GAP, 3)}


def test_a_gap_too_wide_to_list_is_told_at_its_edge(desk: Desk) -> None:
    far = forged(entries_of(desk)[-1], "north", seq=2_000_000_000)
    found = flaws([*entries_of(desk), far])
    assert (Soundness.GAP, 1_999_999_999) in found
    assert len(found) < 5


def test_a_strand_without_its_beginning_has_nobodys_key(desk: Desk) -> None:
    found = flaws(entries_of(desk)[1:])
    assert found == {(Soundness.FOREIGN_KEY, 1), (Soundness.GAP, 1)}
    assert check(entries_of(desk)[1:]).worst is Soundness.FOREIGN_KEY


def test_a_beginning_that_names_a_foreign_key_is_found(desk: Desk) -> None:
    first = entries_of(desk)[0]
    cheat = key("south")
    false = forged(first, subject=f"{cheat.public.hex()}.{cheat.incarnation.hex()}")
    assert (Soundness.FOREIGN_KEY, 1) in flaws([false, *entries_of(desk)[1:]])


def test_a_clone_is_a_fork_with_both_entries_named(desk: Desk) -> None:
    clone = desk.clone("clone")
    one, other = desk.answer("1.1", "no"), clone.answer("1.1", "yes")
    verdict = check([*entries_of(desk), other])
    assert {flaw.entry_id for flaw in verdict.flaws} == {one.id, other.id}
    assert verdict.worst is Soundness.FORK
    assert not verdict.trustworthy


def test_an_erasure_that_head_office_ordered_keeps_the_journal_trustworthy(desk: Desk) -> None:
    office = Desk.named("office", erasers=OFFICE)
    office.receive(desk.lines_for(office))
    office.erase(entries_of(desk)[2].id)
    verdict = check(office.journal.values(), erasers=OFFICE)
    assert verdict.flaws == (Flaw(Soundness.ERASED, desk.key.desk, 3, entries_of(desk)[2].id),)
    assert verdict.trustworthy
    assert check(office.journal.values()).worst is Soundness.VALUE_MISSING


def test_a_value_nobody_had_erased_is_missing(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[2] = emptied(entries[2])
    assert flaws(entries) == {(Soundness.VALUE_MISSING, 3)}


def test_a_newer_entry_is_told_and_trusted(desk: Desk) -> None:
    newer = forged(entries_of(desk)[-1], "north", v=2)
    verdict = check([*entries_of(desk)[:-1], newer])
    assert verdict.worst is Soundness.NEWER_VERSION
    assert verdict.trustworthy


def test_the_worst_is_said_first(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[1], entries[2] = emptied(entries[1]), replace(entries[2], value_bytes=b'{"v":"yes"}')
    assert check(entries).sentences == (sentence(Soundness.ALTERED), sentence(Soundness.VALUE_MISSING))


def test_one_desk_cannot_lead_one_strand_through_two_inspections(desk: Desk) -> None:
    entries = entries_of(desk)
    entries[-1] = forged(entries[-1], "north", inspection="f" * 32)
    assert (Soundness.ALTERED, 1) in flaws(entries)


def test_a_seal_covers_what_was_there_and_nothing_later(desk: Desk) -> None:
    seal = Seal.from_plain(Seal(digest(desk.journal.values())).plain())
    sealed = set(desk.journal)
    later = desk.answer("1.1", "no")
    found = covered(seal, desk.journal.values())
    assert (found.under, found.after, found.broken) == (sealed, {later.id}, ())
    assert found.whole


def test_a_seal_breaks_where_an_entry_under_it_is_missing_or_misnumbered(desk: Desk) -> None:
    seal = Seal(digest(desk.journal.values()))
    entries = entries_of(desk)
    assert covered(seal, entries[:2] + entries[3:]).broken == (desk.key.desk,)
    assert covered(seal, entries[:-1]).broken == (desk.key.desk,)
    assert not covered(Seal({desk.key.desk: StrandHead(4, entries[-1].id)}), entries).whole
    assert not covered(Seal({"elsewhere": StrandHead(5, entries[-1].id)}), entries).whole


@pytest.mark.parametrize(
    "value", [None, [], {1: [1, "a"]}, {"d": 1}, {"d": [1]}, {"d": ["1", "a"]}, {"d": [True, "a"]}]
)
def test_what_is_no_seal_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        Seal.from_plain(value)
