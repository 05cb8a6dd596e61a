"""What was appended stands; what stands is what the journal says; nothing received harms what was here."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditapp.inspection import facts
from auditapp.journal import living, strand
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.store import standing
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import Draft, Journals
from auditapp.words import Trouble

INSPECTION = "ab" * 16
WALL = "2026-11-23T10:00:00+08:00"


def write(journals: Journals, *drafts: Draft, inspection: str = INSPECTION, **more: Any) -> list[Entry]:
    return journals.append(inspection, drafts, writer="P1", wall=WALL, **more)


def answer(place: str, value: str, *replaces: str) -> Draft:
    return Draft("answer", place, {"v": value}, replaces)


def second(desk: DeskFolder, **more: Any) -> Journals:
    """Another desk's key over the same program (its entries are handed over as lists)."""
    return Journals(desk.db, DeskKey.make(), **more)


def test_an_answer_is_there_after_the_desk_was_closed(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    [entry] = write(desk.journals, answer("A-1", "conform"))
    desk.close()
    again = open_desk()
    assert [e.id for e in again.journals.read(INSPECTION)][1:] == [entry.id]
    [stood] = again.journals.slot(INSPECTION, "answer", "A-1")
    assert (stood.id, stood.value, stood.writer, stood.wall) == (entry.id, b'{"v":"conform"}', "P1", WALL)


def test_the_first_entry_of_a_strand_names_the_desk(desk: DeskFolder) -> None:
    write(desk.journals, answer("A-1", "conform"))
    opening, first = desk.journals.read(INSPECTION)
    assert opening.head.kind == "desk"
    assert opening.value == {"program": "auditapp"}
    assert strand.public_of(opening) == desk.key.public
    assert first.head.prev == opening.id


def test_a_draft_may_name_an_earlier_one_of_the_same_deed(desk: DeskFolder) -> None:
    finding, fact = write(
        desk.journals, Draft("finding", "A-1", {"number": "F01"}), Draft("finding.fact", 0, {"v": "x"})
    )
    assert fact.head.subject == finding.id


def test_a_deed_is_written_whole_or_not_at_all(desk: DeskFolder) -> None:
    [before] = write(desk.journals, answer("A-1", "conform"))

    def fails(_: list[Entry]) -> dict[str, str | int]:
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError):
        write(desk.journals, answer("A-1", "major", before.id), Draft("note", "A-1", {"v": "n"}), project=fails)
    assert len(desk.journals.read(INSPECTION)) == 2
    assert [s.id for s in desk.journals.slot(INSPECTION, "answer", "A-1")] == [before.id]
    assert desk.mark.read() == {"desk": desk.key.desk, "entry": before.id}


def test_several_deeds_may_share_one_transaction(desk: DeskFolder) -> None:
    def deed() -> None:
        with desk.db.atomic():
            write(desk.journals, answer("A-1", "conform"))
            write(desk.journals, answer("A-2", "conform"))
            raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError):
        deed()
    assert desk.journals.read(INSPECTION) == []
    assert desk.journals.row(INSPECTION) is None


def test_the_row_is_filled_in_the_same_transaction(desk: DeskFolder) -> None:
    write(desk.journals, answer("A-1", "conform"), project=lambda entries: {"answered": len(entries), "title": "T"})
    row = desk.journals.row(INSPECTION)
    assert row is not None
    assert (row.answered, row.title, row.opened) == (1, "T", WALL)
    with pytest.raises(ValueError, match="has no colour"):
        desk.journals.set_row(INSPECTION, colour="red")


@pytest.mark.parametrize("value", ["x" * 70_000, 1.5, "\ud800", {"deep": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}])
def test_what_cannot_be_testified_is_one_sentence_and_writes_nothing(desk: DeskFolder, value: object) -> None:
    with pytest.raises(Trouble, match="cannot be saved"):
        write(desk.journals, Draft("note", "A-1", {"v": value}))
    assert desk.journals.read(INSPECTION) == []


def test_a_later_answer_takes_the_place_of_the_one_it_names(desk: DeskFolder) -> None:
    [first] = write(desk.journals, answer("A-1", "conform"))
    [later] = write(desk.journals, answer("A-1", "major", first.id))
    assert [s.id for s in desk.journals.slot(INSPECTION, "answer", "A-1")] == [later.id]
    write(desk.journals, Draft("withdraw", later.id, {"reason": "slip"}))
    assert [s.id for s in desk.journals.slot(INSPECTION, "answer", "A-1")] == [first.id]


def test_answers_that_did_not_see_each_other_both_stand(desk: DeskFolder, open_desk: Callable[..., DeskFolder]) -> None:
    other = open_desk("other")
    [ours] = write(desk.journals, answer("A-1", "conform"))
    [theirs] = write(other.journals, answer("A-1", "major"))
    accepted = desk.journals.receive(INSPECTION, other.journals.read(INSPECTION))
    assert len(accepted.new) == 2
    assert {s.id for s in desk.journals.slot(INSPECTION, "answer", "A-1")} == {ours.id, theirs.id}
    write(desk.journals, answer("A-1", "minor", ours.id, theirs.id))
    assert len(desk.journals.slot(INSPECTION, "answer", "A-1")) == 1


def test_receiving_twice_changes_nothing(desk: DeskFolder, open_desk: Callable[..., DeskFolder]) -> None:
    other = open_desk("other")
    write(other.journals, answer("A-1", "major"), Draft("withdraw", "0" * 64, {"reason": ""}))
    given = other.journals.read(INSPECTION)
    desk.journals.receive(INSPECTION, given)
    before = desk.journals.standing(INSPECTION)
    again = desk.journals.receive(INSPECTION, given)
    assert (len(again.new), len(again.already)) == (0, 3)
    assert desk.journals.standing(INSPECTION) == before
    assert desk.journals.digest(INSPECTION) == other.journals.digest(INSPECTION)


def test_an_entry_without_its_predecessor_is_told_and_not_kept(
    desk: DeskFolder, open_desk: Callable[..., DeskFolder]
) -> None:
    other = open_desk("other")
    write(other.journals, answer("A-1", "conform"), answer("A-2", "conform"))
    opening, first, last = other.journals.read(INSPECTION)
    accepted = desk.journals.receive(INSPECTION, [opening, last])
    assert [gap.entry_id for gap in accepted.gaps] == [last.id]
    assert [e.id for e in desk.journals.read(INSPECTION)] == [opening.id]
    desk.journals.receive(INSPECTION, [last, first])
    assert len(desk.journals.read(INSPECTION)) == 3


def test_an_altered_entry_goes_to_quarantine(desk: DeskFolder, open_desk: Callable[..., DeskFolder]) -> None:
    other = open_desk("other")
    write(other.journals, answer("A-1", "conform"))
    opening, entry = other.journals.read(INSPECTION)
    forged = Entry.from_stored(entry.head_bytes, entry.signature, b'{"v":"major"}', entry.salt)
    accepted = desk.journals.receive(INSPECTION, [opening, forged])
    assert [fault.entry_id for fault in accepted.refused] == [entry.id]
    assert [entry_id for entry_id, _ in desk.journals.quarantined(INSPECTION)] == [entry.id]
    assert len(desk.journals.read(INSPECTION)) == 1


def test_both_branches_of_a_fork_are_kept_and_stand(desk: DeskFolder, open_desk: Callable[..., DeskFolder]) -> None:
    twin = DeskKey.make()
    for name, value in (("one", "conform"), ("two", "major")):
        clone = open_desk(name)
        write(Journals(clone.db, twin), answer("A-1", value))
        accepted = desk.journals.receive(INSPECTION, clone.journals.read(INSPECTION))
        assert accepted.new or accepted.aside
    assert len(desk.journals.slot(INSPECTION, "answer", "A-1")) == 2
    assert len(desk.journals.read(INSPECTION)) == 4
    assert desk.journals.standing_is_right(INSPECTION)


def test_unknown_kinds_are_kept_byte_for_byte_and_listed(
    desk: DeskFolder, open_desk: Callable[..., DeskFolder]
) -> None:
    other = open_desk("other")
    [strange] = write(other.journals, Draft("hologram", "A-1", {"v": "?"}))
    desk.journals.receive(INSPECTION, other.journals.read(INSPECTION))
    kept = desk.journals.entry(strange.id)
    assert kept == strange
    assert "hologram" in {s.kind for s in desk.journals.standing(INSPECTION)}


def test_an_erased_value_is_gone_from_every_page_and_the_chain_still_holds(desk: DeskFolder) -> None:
    journals = Journals(desk.db, desk.key, erasers=[desk.key.public.hex()])
    secret = "Wang Xiaoming, 13800138000"
    [named] = write(journals, Draft("note", "A-1", {"v": secret}))
    salt = named.salt
    assert salt is not None
    write(journals, *(answer(f"A-{n}", "conform") for n in range(50)))
    desk.checkpoint()
    pages = _plain_pages(desk)
    assert secret.encode() in pages
    assert salt in pages
    write(journals, Draft("erase", named.id, {"reason": "asked by the person"}))
    desk.checkpoint()
    pages = _plain_pages(desk)
    assert secret.encode() not in pages
    assert salt not in pages
    again = journals.entry(named.id)
    assert again is not None
    assert again.erased
    assert [s.value for s in journals.slot(INSPECTION, "note", "A-1")] == [None]
    from auditapp.journal import verify

    assert verify.check(journals.read(INSPECTION), erasers=journals.erasers).trustworthy


def test_an_erasure_holds_whichever_of_the_two_arrives_first(open_desk: Callable[..., DeskFolder]) -> None:
    field, office = open_desk("field"), open_desk("office")
    [named] = write(field.journals, Draft("note", "A-1", {"v": "a name"}))
    boss = Journals(office.db, office.key, erasers=[office.key.public.hex()])
    boss.receive(INSPECTION, field.journals.read(INSPECTION))
    write(boss, Draft("erase", named.id, {"reason": "law"}))
    erasing = [e for e in boss.read(INSPECTION) if e.head.desk == office.key.desk]
    for name, order in (
        ("early", [*field.journals.read(INSPECTION), *erasing]),
        ("late", [*erasing, *field.journals.read(INSPECTION)]),
    ):
        third = open_desk(name, erasers=[office.key.public.hex()])
        for one in order:
            third.journals.receive(INSPECTION, [one])
        kept = third.journals.entry(named.id)
        assert kept is not None
        assert kept.erased, name
        third.journals.receive(INSPECTION, field.journals.read(INSPECTION))
        assert third.journals.standing_is_right(INSPECTION)
        again = third.journals.entry(named.id)
        assert again is not None
        assert again.erased, "a copy with the value brought it back"


def test_nobody_but_head_office_erases(desk: DeskFolder) -> None:
    [named] = write(desk.journals, Draft("note", "A-1", {"v": "a name"}))
    write(desk.journals, Draft("erase", named.id, {"reason": "I do not like it"}))
    kept = desk.journals.entry(named.id)
    assert kept is not None
    assert not kept.erased


def test_no_question_about_a_slot_or_an_entry_walks_the_inspection(desk: DeskFolder) -> None:
    """Undo at 40,000 entries took 3.9 s when SQLite chose its way itself."""
    write(desk.journals, answer("A-1", "conform"))
    asked: list[str] = []
    desk.db.connection.set_trace_callback(asked.append)
    [entry] = write(desk.journals, answer("A-1", "major"))
    write(desk.journals, Draft("withdraw", entry.id, {"reason": ""}))
    desk.journals.heads(INSPECTION)
    desk.journals.history(INSPECTION, "answer", "A-1")
    desk.journals.receive(INSPECTION, desk.journals.read(INSPECTION)[:1])
    desk.db.connection.set_trace_callback(None)
    ways = [
        way[3]
        for sql in asked
        if sql.startswith("SELECT") and "FROM entry" in sql
        for way in desk.db.rows(f"EXPLAIN QUERY PLAN {sql}")
    ]
    walked = [way for way in ways if way.endswith("PRIMARY KEY (inspection=?)") or way.startswith("SCAN")]
    assert len(walked) == 1, "only `read` itself walks it"
    assert len(ways) > 8


def _plain_pages(desk: DeskFolder) -> bytes:
    """Every page of the file decrypted as it lies there, free pages and slack included (SQLCipher 4 format)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    raw, size, reserve = desk.db.path.read_bytes(), 4096, 80
    assert not desk.db.path.with_name("desk.db-wal").stat().st_size
    plain = b""
    for start in range(0, len(raw), size):
        page = raw[start : start + size]
        begin = 16 if start == 0 else 0
        vector = page[size - reserve : size - reserve + 16]
        cipher = Cipher(algorithms.AES(desk.keys.database), modes.CBC(vector)).decryptor()
        plain += cipher.update(page[begin : size - reserve]) + cipher.finalize()
    return plain


KINDS = ("answer", "note", "photo", "finding", "hologram", "desk")


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_the_rows_are_what_the_journal_says_after_any_schedule(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Three desks write, replace, withdraw, withdraw withdrawals and exchange in any order; after every step the
    rows equal the rule applied to the whole set, and at the end all desks agree."""
    chance = random.Random(seed)
    desks = [_quick(tmp_path_factory) for _ in range(3)]
    try:
        for _ in range(24):
            me, other = chance.sample(desks, 2)
            if chance.random() < 0.3:
                given = other.read(INSPECTION)
                chance.shuffle(given)
                me.receive(INSPECTION, given[: chance.randrange(len(given) + 1)])
            else:
                _write_something(me, chance)
            assert standing.differs(me.db, INSPECTION) == ""
        for me in desks * 2:
            for other in desks:
                me.receive(INSPECTION, other.read(INSPECTION))
        views = [sorted(me.standing(INSPECTION)) for me in desks]
        assert views[0] == views[1] == views[2]
        before = desks[0].standing(INSPECTION)
        desks[0].rebuild(INSPECTION)
        assert sorted(desks[0].standing(INSPECTION)) == sorted(before)
        _compare_with_the_rule(desks[0])
    finally:
        for me in desks:
            me.db.close()


def _quick(factory: pytest.TempPathFactory) -> Journals:
    from auditapp.store import migrations
    from auditapp.store.database import open_database

    db = open_database(factory.mktemp("desk") / "desk.db", b"k" * 32)
    db.run("PRAGMA synchronous=OFF")
    migrations.migrate(db)
    return Journals(db, DeskKey.make())


def _write_something(me: Journals, chance: random.Random) -> None:
    known = me.read(INSPECTION)
    ids = [e.id for e in known] or ["0" * 64]
    kind = chance.choice(("answer", "answer", "note", "photo", "hologram", "withdraw", "withdraw"))
    if kind == "withdraw":
        draft = Draft("withdraw", chance.choice([*ids, "f" * 64]), {"reason": ""})
    else:
        subject = f"A-{chance.randrange(3)}"
        of_slot = [e.id for e in known if (e.head.kind, e.head.subject) == (kind, subject)]
        stand = tuple(s.id for s in me.slot(INSPECTION, kind, subject))
        replaces = chance.choice([stand, (), tuple(chance.sample(of_slot, min(2, len(of_slot)))), ("e" * 64,)])
        draft = Draft(kind, subject, {"v": chance.choice("ab")}, replaces if facts.is_slot(kind) else ())
    write(me, draft)


def _compare_with_the_rule(me: Journals) -> None:
    """Against `living` itself, without the store's own reading of it."""
    lives = living.living(me.read(INSPECTION), is_slot=facts.is_slot, is_pile=facts.is_pile)
    right = {name for names in lives.named.values() for name in names}
    right |= {e.id for heap in lives.piles.values() for e in heap} | {e.id for e in lives.unknown}
    assert {s.id for s in me.standing(INSPECTION)} == right
