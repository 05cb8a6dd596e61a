"""A strand: the entries one desk wrote in one inspection, numbered from 1, each naming its predecessor.

The first entry has the kind ``desk`` and names the public key and incarnation the desk's id is made of, so
a strand certifies itself: nothing else is needed to check who wrote it.
"""

from __future__ import annotations

import os
from typing import Any, Final, NamedTuple

from auditapp.journal.desk_key import INCARNATION_BYTES, PUBLIC_BYTES, DeskKey, desk_id, verify
from auditapp.journal.entry import (
    FORMAT,
    MAX_ENTRY_BYTES,
    SALT_BYTES,
    Entry,
    Head,
    NotCanonical,
    canonical,
    check_form,
    entry_id,
    tidy,
    value_hash,
)

DESK: Final = "desk"
"""Kind of every strand's first entry; never withdrawn, never erased."""


class StrandHead(NamedTuple):
    """The last entry of a strand: its number and its id. (Also how far a desk's entries are held.)"""

    seq: int
    id: str


class StrandFault(Exception):
    """An entry that does not continue the strand it claims to belong to."""

    def __init__(self, entry: Entry, why: str) -> None:
        super().__init__(f"entry {entry.id[:12]} (desk {entry.head.desk}, number {entry.head.seq}): {why}")
        self.entry, self.why = entry, why
        self.entry_id, self.desk, self.seq = entry.id, entry.head.desk, entry.head.seq


class Fork(StrandFault):
    """Another entry has this number already: a cloned or restored desk went on writing under one name."""


class Gap(StrandFault):
    """The entry before this one is not here yet."""


class BadSignature(StrandFault):
    """Head or value is not what the desk's key signed, or the key is not the desk's."""


class WrongInspection(StrandFault):
    """The entry belongs to another inspection."""


def open_strand(
    key: DeskKey, inspection: str, writer: str, wall: str, program: str, *, salt: bytes | None = None
) -> Entry:
    """The first entry of *key*'s desk in *inspection*; *program* names the program and its version."""
    subject = f"{key.public.hex()}.{key.incarnation.hex()}"
    return write(
        key,
        inspection=inspection,
        after=None,
        kind=DESK,
        subject=subject,
        value={"program": program},
        writer=writer,
        wall=wall,
        salt=salt,
    )


def write(
    key: DeskKey,
    *,
    inspection: str,
    after: StrandHead | None,
    kind: str,
    subject: str,
    value: object,
    replaces: tuple[str, ...] = (),
    writer: str,
    wall: str,
    salt: bytes | None = None,
) -> Entry:
    """The next signed entry of *key*'s strand, after *after* (None: the strand's first, of kind "desk").

    Texts become NFC. *wall* is the laptop's clock as people read it, ISO 8601 with offset. *salt* is 16
    random bytes, drawn here when None. Raises `NotCanonical` for a value that cannot be testified (a float,
    half a character, too deep, over 64 KiB) and `ValueError` when the strand's opening is not a "desk" entry.
    """
    if (after is None) != (kind == DESK):
        raise ValueError("a strand's first entry, and only that, has the kind 'desk'")
    salt = os.urandom(SALT_BYTES) if salt is None else salt
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 16 bytes")
    value_bytes = canonical(value)
    head = Head(
        inspection=inspection,
        desk=key.desk,
        seq=after.seq + 1 if after else 1,
        prev=after.id if after else "",
        kind=_line(kind),
        subject=_line(subject),
        replaces=tuple(sorted(set(replaces))),
        writer=_line(writer),
        wall=_line(wall),
        vh=value_hash(salt, value_bytes),
    )
    check_form(head)
    head_bytes = head.to_bytes()
    if len(head_bytes) + len(value_bytes) > MAX_ENTRY_BYTES:
        raise NotCanonical("larger than an entry may be")
    return Entry(entry_id(head_bytes), head, head_bytes, key.sign(head_bytes), value_bytes, salt)


def _line(text: str) -> str:
    tidied: Any = tidy(text)
    return str(tidied)


def public_of(opening: Entry) -> bytes | None:
    """The public key a strand's first entry names, or None when it does not make the desk's id."""
    if opening.head.kind != DESK or opening.head.seq != 1:
        return None
    public_hex, _, incarnation_hex = opening.head.subject.partition(".")
    try:
        public, incarnation = bytes.fromhex(public_hex), bytes.fromhex(incarnation_hex)
    except ValueError:
        return None
    if len(public) != PUBLIC_BYTES or len(incarnation) != INCARNATION_BYTES:
        return None
    if opening.head.subject != f"{public.hex()}.{incarnation.hex()}":
        return None
    return public if desk_id(public, incarnation) == opening.head.desk else None


def check_next(entry: Entry, after: StrandHead | None, public: bytes | None = None) -> bytes:
    """May *entry* follow *after* in its strand? Returns the public key that signed it.

    *public* is the strand's key, from its first entry; it may be None only when *entry* is that first entry.
    Raises `Gap` (its predecessor is missing), `Fork` (its number is taken, or its predecessor is another
    entry with that number) or `BadSignature` (head or value altered, a foreign key, no key).
    """
    seq = after.seq if after else 0
    if entry.head.seq > seq + 1:
        raise Gap(entry, f"number {seq + 1} is missing")
    if entry.head.seq <= seq:
        raise Fork(entry, "its number is taken by another entry")
    if after and entry.head.prev != after.id:
        raise Fork(entry, "its predecessor is another entry than the one held")
    return check_signed(entry, public)


def check_signed(entry: Entry, public: bytes | None, *, proven: bool = False) -> bytes:
    """Is *entry* what its desk signed, the value included? Returns the key; raises `BadSignature`.

    *proven*: its signature was checked before in this program, which is most of the work; the rest is looked at."""
    if entry.head.seq == 1:
        public = public_of(entry)
    elif entry.head.kind == DESK and entry.head.v == FORMAT:
        raise BadSignature(entry, "a 'desk' entry inside a strand")
    if public is None:
        raise BadSignature(entry, "the strand does not say whose key this is")
    if not proven and not verify(public, entry.head_bytes, entry.signature):
        raise BadSignature(entry, "the signature does not fit the head")
    if not entry.value_fits():
        raise BadSignature(entry, "the value is not the one that was signed")
    return public
