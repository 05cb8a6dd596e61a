"""Who this desk is: its signing key and incarnation, kept in the database, and the mark that tells a copy.

The **mark** lies outside the desk folder and names the last entry this desk wrote on this computer. A database
that lacks that entry is behind: it was restored or rolled back. A database without a mark was copied from
elsewhere. Either way it goes on under a new incarnation, as a new desk, so that no number is ever given twice
(architecture.md 4). A mark too many costs nothing but one more strand.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from auditapp.journal.desk_key import INCARNATION_BYTES, DeskKey
from auditapp.journal.entry import Entry
from auditapp.store.database import Database
from auditapp.store.vault import Keys

_NONCE: Final = 12
_WIDTH: Final = 256
"""Bytes of a mark: always the same number, so that one write replaces the whole of it."""


@dataclass(frozen=True, slots=True)
class Incarnation:
    """One life of this desk: its id, since when, and why it began ("created", "restored", "copied", "behind")."""

    desk: str
    made: str
    reason: str


class Mark:
    """The last entry written here. It is not synced: lagging behind is harmless, being ahead is what it finds."""

    def __init__(self, folder: Path, vault: str) -> None:
        self.path = folder / f"{vault}.mark"
        self._stream: IO[bytes] | None = None

    def read(self) -> dict[str, str] | None:
        """{"desk", "entry"} or None when there is none that can be read."""
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        if isinstance(found, dict) and all(isinstance(found.get(name), str) for name in ("desk", "entry")):
            return {"desk": found["desk"], "entry": found["entry"]}
        return None

    def write(self, desk: str, entry: str) -> bool:
        """Remember; False when it cannot be written, which keeps nobody from working."""
        raw = json.dumps({"desk": desk, "entry": entry}).encode().ljust(_WIDTH)
        try:
            if self._stream is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                self._stream = os.fdopen(descriptor, "r+b", buffering=0)
            self._stream.seek(0)
            self._stream.write(raw)
        except OSError:
            return False
        return True

    def close(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None


def current(db: Database, keys: Keys, mark: Mark, *, now: str) -> DeskKey:
    """The key this desk writes with; makes one for a new database, and a new incarnation for one that is
    behind its mark or has none. Call it inside no transaction."""
    row = db.row("SELECT id, incarnation, private FROM desk ORDER BY n DESC LIMIT 1")
    if row is None:
        return new_incarnation(db, keys, mark, now=now, reason="created")
    desk, incarnation, wrapped = str(row[0]), bytes(row[1]), bytes(row[2])
    if db.read_only:
        return DeskKey.from_private(_unwrap(keys, wrapped), incarnation)
    remembered = mark.read()
    if remembered is None or remembered["desk"] != desk:
        return new_incarnation(db, keys, mark, now=now, reason="copied")
    if remembered["entry"] and db.row("SELECT 1 FROM entry WHERE id = ?", (remembered["entry"],)) is None:
        return new_incarnation(db, keys, mark, now=now, reason="behind")
    return DeskKey.from_private(_unwrap(keys, wrapped), incarnation)


def new_incarnation(db: Database, keys: Keys, mark: Mark, *, now: str, reason: str) -> DeskKey:
    """Go on as a new desk with the same key pair (a new pair for a new database)."""
    row = db.row("SELECT private FROM desk ORDER BY n DESC LIMIT 1")
    if row is None:
        key = DeskKey.make()
    else:
        key = DeskKey.from_private(_unwrap(keys, bytes(row[0])), secrets.token_bytes(INCARNATION_BYTES))
    with db.atomic():
        db.run(
            "INSERT INTO desk (id, incarnation, private, made, reason) VALUES (?, ?, ?, ?, ?)",
            (key.desk, key.incarnation, _wrap(keys, key.private_bytes()), now, reason),
        )
    mark.write(key.desk, "")
    return key


def incarnations(db: Database) -> list[Incarnation]:
    """All lives of this desk, the first one first."""
    return [Incarnation(*row) for row in db.rows("SELECT id, made, reason FROM desk ORDER BY n")]


def remember(mark: Mark, entry: Entry) -> None:
    mark.write(entry.head.desk, entry.id)


def _wrap(keys: Keys, private: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(keys.private).encrypt(nonce, private, b"auditapp-desk-private-v1")


def _unwrap(keys: Keys, wrapped: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(keys.private).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"auditapp-desk-private-v1")
