"""A file sealed for some people: only who holds one of their keys reads it, and nobody can alter it unseen.

    b"AUDITBN1" | length of the head (4 bytes) | head | piece 0 | piece 1 | …

The head is canonical JSON with one box a recipient: the content key, sealed by HPKE (X25519, HKDF-SHA256, AES-256-GCM)
for that recipient's public key. Pieces are AES-256-GCM over 64 KiB, bound to their place, to being the last or not, and
to the head. Who sealed it is not said here; inside lies a signed manifest.
"""

from __future__ import annotations

import base64
import hashlib
import io
import secrets
from collections.abc import Sequence
from typing import IO, Any, Final

from auditapp.journal.entry import NotCanonical, canonical, read_canonical
from auditapp.words import Trouble, say

MAGIC: Final = b"AUDITBN1"
PIECE: Final = 64 * 1024
TAG: Final = 16
_MOST_HEAD: Final = 64 * 1024
_MOST_RECIPIENTS: Final = 200
_INFO: Final = b"auditapp-bundle-key-v1\n"


def public_of(private: bytes) -> bytes:
    """The public half of an X25519 key, 32 bytes, to be given to whoever wants to seal something for its holder."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def name_of(public: bytes) -> str:
    """How a recipient is named in the head."""
    return hashlib.sha256(b"auditapp-bundle-to-v1\n" + public).hexdigest()[:32]


def is_sealed(beginning: bytes) -> bool:
    return beginning.startswith(MAGIC)


class Sealing(io.RawIOBase):
    """A stream that seals what is written into *out*; `close` seals the last piece."""

    def __init__(self, out: IO[bytes], recipients: Sequence[bytes]) -> None:
        super().__init__()
        self._out, self._rest, self._number, self._written = out, bytearray(), 0, 0
        key = secrets.token_bytes(32)
        boxes = [{"box": _box(key, public), "to": name_of(public)} for public in recipients]
        head = canonical({"boxes": boxes, "format": 1})
        self._cipher, self._bound = _cipher(key), hashlib.sha256(head).digest()
        out.write(MAGIC + len(head).to_bytes(4, "big") + head)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, some: Any, /) -> int:
        self._rest += some
        self._written += len(some)
        while len(self._rest) > PIECE:
            self._seal(bytes(self._rest[:PIECE]), last=False)
            del self._rest[:PIECE]
        return len(some)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._rest), last=True)
        super().close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), plain, self._bound))
        self._number += 1


class Opened(io.RawIOBase):
    """What was sealed, readable from anywhere in it by who holds *private*. Raises `Trouble` when it is sealed for
    others; a piece that was altered raises `ValueError`."""

    def __init__(self, stream: IO[bytes], private: bytes | None, name: str) -> None:
        super().__init__()
        if stream.read(len(MAGIC)) != MAGIC:
            raise ValueError("not sealed")
        length = int.from_bytes(stream.read(4), "big")
        if length > _MOST_HEAD:
            raise ValueError("no head")
        head = stream.read(length)
        self._stream, self._start = stream, len(MAGIC) + 4 + length
        self._cipher, self._bound = _cipher(_content_key(head, private, name)), hashlib.sha256(head).digest()
        sealed = stream.seek(0, io.SEEK_END) - self._start
        self._count = max(1, -(-sealed // (PIECE + TAG)))
        self._size = sealed - self._count * TAG
        self._at, self._kept, self._piece = 0, -1, b""
        if self._size < 0 or (self._size == 0 and self._count > 1):
            raise ValueError("cut off")
        self._open(self._count - 1)  # only the last piece says that it is the last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        number, offset = divmod(self._at, PIECE)
        if self._at >= self._size:
            return 0
        if self._kept != number:
            self._piece, self._kept = self._open(number), number
        some = self._piece[offset : offset + len(buffer)]
        buffer[: len(some)] = some
        self._at += len(some)
        return len(some)

    def _open(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        self._stream.seek(self._start + number * (PIECE + TAG))
        try:
            return bytes(
                self._cipher.decrypt(
                    _nonce(number, number == self._count - 1), self._stream.read(PIECE + TAG), self._bound
                )
            )
        except InvalidTag:
            raise ValueError("a piece was altered") from None


def _content_key(head: bytes, private: bytes | None, name: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        told = read_canonical(head)
        boxes = {str(one["to"]): str(one["box"]) for one in told["boxes"][:_MOST_RECIPIENTS]}
    except (NotCanonical, KeyError, TypeError, ValueError):
        raise ValueError("no head") from None
    mine = "" if private is None else boxes.get(name_of(public_of(private)), "")
    if private is None or not mine:
        raise Trouble(
            say("The package is sealed for somebody else"),
            say("{file} is encrypted, and not for this laptop."),
            say("Nothing was taken in. Give the sender this laptop's key for sealed files and ask again."),
            code=1,
            file=name,
        )
    try:
        opened = _suite().decrypt(
            base64.b64decode(mine, validate=True), X25519PrivateKey.from_private_bytes(private), _INFO
        )
    except (InvalidTag, ValueError):
        raise ValueError("the box was altered") from None
    if len(opened) != 32:
        raise ValueError("no key")
    return bytes(opened)


def _box(key: bytes, public: bytes) -> str:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return base64.b64encode(_suite().encrypt(key, X25519PublicKey.from_public_bytes(public), _INFO)).decode("ascii")


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
