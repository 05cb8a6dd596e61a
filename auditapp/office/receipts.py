"""Receipts: an office's signed word for what it holds. They are read by the key one enrolled with, never by another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from auditapp.office.protocol import Digest, Receipt, files_hash, receipt_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def make(
    key: Ed25519PrivateKey,
    *,
    office: str,
    epoch: str,
    inspection: str,
    digest: Digest,
    needed: Iterable[str],
    held: Callable[[str], bool],
    time: str,
) -> Receipt:
    """A signed receipt. *needed* are the files the entries name and that somebody must hold (`inspection.files`)."""
    here: list[str] = []
    missing: list[str] = []
    for sha256 in needed:
        (here if held(sha256) else missing).append(sha256)
    receipt = Receipt(
        office=office,
        epoch=epoch,
        inspection=inspection,
        digest={desk: (int(seq), end) for desk, (seq, end) in digest.items()},
        files=files_hash(here),
        count=len(set(here)),
        missing=tuple(sorted(set(missing))),
        time=time,
    )
    return msgspec.structs.replace(receipt, signature=key.sign(receipt_bytes(receipt)).hex())


def valid(receipt: Receipt, key: str) -> bool:
    """Did the holder of *key* (hex) sign *receipt*? False for anything that is no key or no signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(receipt.signature), receipt_bytes(receipt))
    except (InvalidSignature, ValueError):
        return False
    return True


def covers(receipt: Receipt, digest: Digest, held_at: Callable[[str, int], str | None]) -> bool:
    """Does *receipt* speak of every entry of a journal with this *digest*? Of each desk it must name the very end, or
    a later one is for another receipt to say: what one does not hold oneself one cannot compare."""
    return not uncovered(receipt, digest, held_at)


def uncovered(receipt: Receipt | None, digest: Digest, held_at: Callable[[str, int], str | None]) -> Mapping[str, int]:
    """Desk -> number after which *receipt* does not speak of its entries; desks that are wholly covered are left out.
    An end that is not held here under that number covers nothing (a fork)."""
    found: dict[str, int] = {}
    for desk, (seq, end) in digest.items():
        said = receipt.digest.get(desk) if receipt is not None else None
        if said is not None and tuple(said) == (seq, end):
            continue
        fits = said is not None and said[0] <= seq and held_at(desk, said[0]) == said[1]
        found[desk] = int(said[0]) if said is not None and fits else 0
    return found


def to_bytes(receipt: Receipt) -> bytes:
    return msgspec.json.encode(receipt)


def from_bytes(raw: bytes) -> Receipt | None:
    """The receipt of kept bytes; None when they are none."""
    try:
        return msgspec.json.decode(raw, type=Receipt)
    except (msgspec.MsgspecError, ValueError):
        return None
