"""The checklists installed on this desk: immutable documents, named by their content.

An inspection pins one digest, so a document that is here is never replaced: another version is another row.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from auditapp.store.database import Database
from auditapp.store.rows import BEHIND, COMPANY
from auditapp.words import Trouble, say


@dataclass(frozen=True, slots=True)
class Installed:
    """A checklist of this desk as lists show it. ``code`` is its id, ``installed`` when it came (ISO, with offset)."""

    digest: str
    code: str
    version: str
    title: str
    installed: str


class Library:
    """The checklist documents in one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def install(self, document: bytes, *, code: str, version: str, title: str, installed: str) -> str:
        """Keep a checklist's canonical bytes; the digest. Installing it again changes nothing."""
        digest = hashlib.sha256(document).hexdigest()
        with self._db.atomic():
            done = self._db.run(
                "INSERT OR IGNORE INTO checklist (digest, code, version, title, document, installed)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (digest, code, version, title, document, installed),
            )
            if done.rowcount:  # inspections that came before their checklist can be walked now
                self._db.run(
                    "UPDATE inspection SET state = ? WHERE checklist = ? AND profile = '' AND state NOT IN (?, ?)",
                    (BEHIND, digest, BEHIND, COMPANY),
                )
        return digest

    def document(self, digest: str) -> bytes:
        """The canonical bytes, proven to be those of *digest*. Raises `Trouble`: not here, or damaged."""
        raw = self._db.one("SELECT document FROM checklist WHERE digest = ?", (digest,))
        if raw is None:
            raise Trouble(
                say("The checklist is not here"),
                say("This desk does not have the checklist {digest}."),
                say("Install it, or take in the package it came with."),
                digest=digest[:12],
            )
        if hashlib.sha256(raw).hexdigest() != digest:
            raise Trouble(
                say("A checklist is damaged"),
                say("The checklist {digest} is not what was installed."),
                say("The answers are not touched. Install the checklist again from its file."),
                digest=digest[:12],
            )
        return bytes(raw)

    def has(self, digest: str) -> bool:
        return self._db.row("SELECT 1 FROM checklist WHERE digest = ?", (digest,)) is not None

    def all(self) -> list[Installed]:
        """Every checklist, by its id, the one installed last first."""
        return [
            Installed(*row)
            for row in self._db.rows(
                "SELECT digest, code, version, title, installed FROM checklist ORDER BY code, installed DESC, digest"
            )
        ]

    def newest(self, code: str) -> Installed | None:
        """The checklist of this id that was installed last."""
        return next((one for one in self.all() if one.code == code), None)

    def remove(self, digest: str) -> bool:
        """Take a document off the list; only for one that no inspection here has pinned (the caller knows)."""
        with self._db.atomic():
            return bool(self._db.run("DELETE FROM checklist WHERE digest = ?", (digest,)).rowcount)
