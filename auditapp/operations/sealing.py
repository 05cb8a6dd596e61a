"""The key that others seal for this desk with, as people pass it on: by mail, on paper, read out."""

from __future__ import annotations

from typing import Final

from auditapp.office import sealed
from auditapp.operations.desk import Desk
from auditapp.words import Trouble, say

_CHECK: Final = 4
"""Digits at the end of a key as people copy it, so that a slip is noticed."""


def key_of(desk: Desk) -> str:
    """This desk's public key as people pass it on: 64 hex digits and four more to check them."""
    return spelled(sealed.public_of(sealing_key(desk)))


def read_key(text: str) -> bytes:
    """The public key somebody passed on. Raises `Trouble` when it was not copied whole."""
    digits = "".join(text.split()).replace("-", "").lower()
    try:
        public = bytes.fromhex(digits[:64])
    except ValueError:
        public = b""
    if len(public) != 32 or digits != spelled(public).replace("-", ""):
        raise Trouble(
            say("This is no laptop's key"),
            say("The key is not whole, or a digit in it is wrong."),
            say("Nothing was written. Copy it again as the other laptop shows it."),
            code=2,
        )
    return public


def sealing_key(desk: Desk) -> bytes:
    """The private half. It never leaves this program."""
    from auditapp.store import vault

    return vault.sealing_key(desk.store.keys)


def spelled(public: bytes) -> str:
    """A public key as people pass it on."""
    return f"{public.hex()}-{sealed.name_of(public)[:_CHECK]}"
