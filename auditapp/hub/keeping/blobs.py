"""What the hub asks of the place its files lie in. A folder and a bucket give it (`folder_blobs`, `bucket_blobs`).

A file is named by its SHA-256 and comes in pieces, each at the offset where the last one ended. It is *held* only when
all of it was hashed and is on the drive; then it never changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final, Protocol

from auditapp.inspection.files import is_hash
from auditapp.office.protocol import HELD as HELD

PORTION: Final = 256 * 1024
"""Bytes handed on at once when a file is read."""


class OtherOffset(Exception):
    """A piece does not begin where the last one ended; ``held`` bytes are there (`HELD`: all of it)."""

    def __init__(self, held: int) -> None:
        super().__init__(f"{held} bytes are there")
        self.held = held


class OtherFile(Exception):
    """The bytes are not those of the name, or more than were said. What was there of the file is dropped."""


class Blobs(Protocol):
    """Raises `Trouble` when the place is full, refuses or cannot be reached."""

    place: str
    """Where it is, for people: never with a key."""

    def waiting(self, hashes: Collection[str]) -> dict[str, int]:
        """Of those that are not recorded as held: `HELD`, or how many bytes are there (absent: none)."""
        ...

    def put(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        """Add a piece of a file of *size* bytes. How many bytes are there now; `HELD` when it is whole, has the hash
        it is named by, and is on the drive. Raises `OtherOffset` and `OtherFile`."""
        ...

    def size(self, sha256: str) -> int | None:
        """How large a held file is; None when it is not held."""
        ...

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a held file from *offset* on, in portions. Raises `Trouble` when it is not held."""
        ...

    def all(self) -> Iterator[tuple[str, int]]:
        """Every held file: its SHA-256 and size. Reads lists, not files."""
        ...

    def tidy(self, before: datetime) -> int:
        """Drop pieces that came before *before*, or whose file is whole; how many. Their sender begins again."""
        ...

    def close(self) -> None: ...


def check_piece(sha256: str, size: int, offset: int, piece: bytes) -> None:
    """Raises `ValueError` for what no caller may ask and `OtherFile` for a piece that goes beyond the file's end."""
    if not is_hash(sha256) or size < 0 or offset < 0:
        raise ValueError("a file is named by 64 hex digits, and neither size nor offset is negative")
    if offset + len(piece) > size:
        raise OtherFile(f"a piece that ends at {offset + len(piece)} of {size} bytes")


def fits(sha256: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == sha256
