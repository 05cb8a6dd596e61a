"""The key a desk signs with, and the desk's id made from it.

The id is a hash of the public key and of a random *incarnation*, which is drawn anew whenever a database
is created or restored: a cloned disk or a restored backup that goes on writing is another desk, not a
second history under one name (exchange.md A.2-3).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_BYTES: Final = 32
PRIVATE_BYTES: Final = 32
INCARNATION_BYTES: Final = 16
_DESK_DOMAIN: Final = b"auditapp-desk-v1\n"
_ENTRY_DOMAIN: Final = b"auditapp-entry-v1\n"
"""Put before what is signed, so that a signature of an entry can never pass for one of anything else."""
_REQUEST_BEGINS: Final = b'"@method": '
"""How a request's signature base begins; no entry, receipt or bundle does."""


def desk_id(public: bytes, incarnation: bytes) -> str:
    """The desk's name: 32 hex digits."""
    return hashlib.sha256(_DESK_DOMAIN + public + incarnation).hexdigest()[:32]


@dataclass(frozen=True)
class DeskKey:
    """A desk's key pair and incarnation. Make it with `make` or `from_private`; print it without fear."""

    public: bytes
    incarnation: bytes
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def make(cls, randomness: Callable[[int], bytes] = os.urandom) -> DeskKey:
        """A new desk. *randomness* gives so many unguessable bytes."""
        return cls.from_private(randomness(PRIVATE_BYTES), randomness(INCARNATION_BYTES))

    @classmethod
    def from_private(cls, private: bytes, incarnation: bytes) -> DeskKey:
        """The desk whose private key was kept. Raises `ValueError` when a length is wrong."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if len(private) != PRIVATE_BYTES or len(incarnation) != INCARNATION_BYTES:
            raise ValueError("a desk's private key has 32 bytes and its incarnation 16")
        key = Ed25519PrivateKey.from_private_bytes(private)
        return cls(key.public_key().public_bytes_raw(), incarnation, key)

    @property
    def desk(self) -> str:
        return desk_id(self.public, self.incarnation)

    def private_bytes(self) -> bytes:
        """The secret, to be wrapped and stored by whoever keeps secrets (never written in clear)."""
        return self._private.private_bytes_raw()

    def sign(self, head_bytes: bytes) -> bytes:
        """64 bytes: this desk stands by the entry with this head."""
        return self._private.sign(_ENTRY_DOMAIN + head_bytes)

    def sign_request(self, base: bytes) -> bytes:
        """64 bytes: this desk asks this of an office (RFC 9421: the base itself is signed, nothing before it)."""
        if not base.startswith(_REQUEST_BEGINS):
            raise ValueError("not the base of a request's signature")
        return self._private.sign(base)


def verify(public: bytes, head_bytes: bytes, signature: bytes) -> bool:
    """Did the holder of *public* sign the entry with this head? False for anything that is no key at all."""
    return _verified(public, _ENTRY_DOMAIN + head_bytes, signature)


def verify_request(public: bytes, base: bytes, signature: bytes) -> bool:
    """Did the holder of *public* sign this request? See `DeskKey.sign_request`."""
    return base.startswith(_REQUEST_BEGINS) and _verified(public, base, signature)


def _verified(public: bytes, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    if len(public) != PUBLIC_BYTES:
        return False
    try:
        _loaded(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=256)
def _loaded(public: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)
