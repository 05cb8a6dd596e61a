"""A desk signs, a strand grows by one, and what does not fit is named."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from auditapp.journal.desk_key import DeskKey, desk_id, verify
from auditapp.journal.entry import Entry, NotCanonical
from auditapp.journal.strand import (
    BadSignature,
    Fork,
    Gap,
    StrandFault,
    StrandHead,
    check_next,
    check_signed,
    open_strand,
    public_of,
    write,
)
from tests.journal.desks import INSPECTION, WALL, Desk, key, salt


def head_of(entry: Entry) -> StrandHead:
    return StrandHead(entry.head.seq, entry.id)


def re_signed(entry: Entry, signer: DeskKey, **fields: object) -> Entry:
    """What a cheat with *signer*'s key could make of *entry*."""
    raw = replace(entry.head, **fields).to_bytes()  # type: ignore[arg-type]
    return Entry.from_stored(raw, signer.sign(raw), entry.value_bytes, entry.salt)


def test_a_key_made_from_randomness_signs_and_comes_back() -> None:
    numbers = count()
    made = DeskKey.make(lambda n: bytes([next(numbers)]) * n)
    again = DeskKey.from_private(made.private_bytes(), made.incarnation)
    assert made == again
    assert made.desk == desk_id(made.public, made.incarnation) == again.desk
    assert len(made.desk) == 32
    assert verify(made.public, b"head", again.sign(b"head"))
    assert made.private_bytes().hex() not in repr(made)
    assert made.public.hex() != DeskKey.make().public.hex()


def test_another_incarnation_of_one_key_is_another_desk() -> None:
    made = key("north")
    assert DeskKey.from_private(made.private_bytes(), b"0" * 16).desk != made.desk


@pytest.mark.parametrize(("private", "incarnation"), [(b"short", b"i" * 16), (b"p" * 32, b"short")])
def test_a_key_of_another_length_is_refused(private: bytes, incarnation: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        DeskKey.from_private(private, incarnation)


@pytest.mark.parametrize(
    ("public", "head", "signature"),
    [
        (key("north").public, b"other", key("north").sign(b"head")),
        (key("south").public, b"head", key("north").sign(b"head")),
        (key("north").public, b"head", b""),
        (b"no key", b"head", key("north").sign(b"head")),
        (b"\xff" * 32, b"head", key("north").sign(b"head")),
    ],
)
def test_what_a_desk_did_not_sign_does_not_verify(public: bytes, head: bytes, signature: bytes) -> None:
    assert not verify(public, head, signature)


def test_a_signature_is_only_good_for_an_entry() -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(key("north").public).verify(key("north").sign(b"head"), b"head")


def test_a_strand_opens_with_its_key_and_grows_by_one() -> None:
    desk = key("north")
    first = open_strand(desk, INSPECTION, "P1", WALL, "auditapp 1")
    second = write(
        desk,
        inspection=INSPECTION,
        after=head_of(first),
        kind="note",
        subject="e\u0301",
        value={"v": "e\u0301"},
        replaces=("b" * 64, "a" * 64, "a" * 64),
        writer="P1",
        wall=WALL,
    )
    assert public_of(first) == desk.public
    assert (first.head.seq, first.head.prev, first.value) == (1, "", {"program": "auditapp 1"})
    assert (second.head.seq, second.head.prev) == (2, first.id)
    assert second.head.subject == second.value["v"] == "é"
    assert second.head.replaces == ("a" * 64, "b" * 64)
    assert check_next(first, None) == check_next(second, head_of(first), desk.public) == desk.public
    assert Entry.from_stored(second.head_bytes, second.signature, second.value_bytes, second.salt) == second
    assert second.salt != first.salt


def test_only_the_first_entry_opens_a_strand() -> None:
    desk = key("north")
    first = open_strand(desk, INSPECTION, "P1", WALL, "auditapp 1")
    for after, kind in ((None, "note"), (head_of(first), "desk")):
        with pytest.raises(ValueError, match="first entry"):
            write(desk, inspection=INSPECTION, after=after, kind=kind, subject="", value=None, writer="P1", wall=WALL)


def test_what_cannot_be_testified_is_not_written() -> None:
    desk, after = key("north"), StrandHead(1, "a" * 64)
    for value in (1.5, "a" * 70_000):
        with pytest.raises(NotCanonical):
            write(desk, inspection=INSPECTION, after=after, kind="note", subject="", value=value, writer="P", wall=WALL)
    with pytest.raises(NotCanonical, match="32 hex"):
        write(desk, inspection="a name", after=after, kind="note", subject="", value=1, writer="P1", wall=WALL)
    with pytest.raises(ValueError, match="salt"):
        write(
            desk, inspection=INSPECTION, after=after, kind="note", subject="", value=1, writer="P", wall=WALL, salt=b""
        )


def test_an_entry_out_of_turn_is_a_gap_or_a_fork() -> None:
    desk = Desk.named("north")
    first, second, third = *desk.journal.values(), desk.answer("1.1", "yes"), desk.answer("1.1", "no")
    public = desk.key.public
    with pytest.raises(Gap, match="number 2 is missing"):
        check_next(third, head_of(first), public)
    with pytest.raises(Gap):
        check_next(second, None)
    with pytest.raises(Fork, match="taken"):
        check_next(second, head_of(second), public)
    with pytest.raises(Fork, match="predecessor") as told:
        check_next(third, StrandHead(2, "a" * 64), public)
    assert (told.value.entry_id, told.value.desk, told.value.seq) == (third.id, desk.key.desk, 3)
    assert isinstance(told.value, StrandFault)


def test_altered_or_foreign_entries_do_not_pass() -> None:
    desk, cheat = Desk.named("north"), key("south")
    first, second = *desk.journal.values(), desk.answer("1.1", "yes")
    public = desk.key.public
    with pytest.raises(BadSignature, match="signature"):
        check_signed(re_signed(second, cheat), public)
    with pytest.raises(BadSignature, match="value"):
        check_signed(replace(second, value_bytes=b'{"v":"no"}'), public)
    with pytest.raises(BadSignature, match="whose key"):
        check_signed(second, None)
    with pytest.raises(BadSignature, match="inside a strand"):
        check_signed(re_signed(second, desk.key, kind="desk"), public)
    with pytest.raises(BadSignature, match="whose key"):
        check_signed(re_signed(first, cheat, subject=f"{cheat.public.hex()}.{cheat.incarnation.hex()}"), public)
    with pytest.raises(BadSignature, match="signature"):
        check_signed(re_signed(first, cheat), None)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "zz.zz",
        "aa.bb",
        "00" * 32 + "." + "00" * 16,
        key("north").public.hex().upper() + "." + key("north").incarnation.hex(),
        key("north").public.hex() + "." + key("north").incarnation.hex() + " ",
    ],
)
def test_a_first_entry_that_does_not_make_the_desks_id_names_no_key(subject: str) -> None:
    first = open_strand(key("north"), INSPECTION, "P1", WALL, "auditapp 1")
    assert public_of(re_signed(first, key("north"), subject=subject)) is None


def test_only_a_first_entry_of_kind_desk_names_a_key() -> None:
    desk = Desk.named("north")
    first, second = *desk.journal.values(), desk.answer("1.1", "yes")
    assert public_of(second) is None
    assert public_of(re_signed(first, desk.key, kind="note")) is None
    assert public_of(re_signed(second, desk.key, kind="desk", subject=first.head.subject)) is None


def test_the_same_words_at_the_same_place_make_the_same_bytes() -> None:
    one, other = (
        write(
            key("north"),
            inspection=INSPECTION,
            after=StrandHead(1, "a" * 64),
            kind="note",
            subject="1",
            value={"v": "x"},
            writer="P1",
            wall=WALL,
            salt=salt("x"),
        )
        for _ in range(2)
    )
    assert one == other
