"""A program that says "Saved" too early: it keeps its answers, and its photos' files, for later.

``python -m tests.proof.hasty answer - …`` behaves as `auditapp` in every other way. Only the harness runs it, to
show that it would be found out.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from auditapp.__main__ import main
from auditapp.store.database import Database
from auditapp.store.photos import Kept, Photos

LATER = 40
"""Transactions that are committed together."""


def hold_commits_back() -> None:
    begun = 0

    @contextmanager
    def atomic(db: Database) -> Iterator[None]:
        nonlocal begun
        if not db.in_transaction:
            db.run("BEGIN IMMEDIATE")
        yield
        begun += 1
        if begun % LATER == 0:
            db.run("COMMIT")

    Database.atomic = atomic  # type: ignore[method-assign, assignment]
    close = Database.close

    def commit_and_close(db: Database) -> None:
        if db.in_transaction:
            db.run("COMMIT")
        close(db)

    Database.close = commit_and_close  # type: ignore[method-assign, assignment]


def hold_photos_back() -> None:
    waiting: list[tuple[Photos, bytes]] = []
    keep = Photos.keep

    def keep_later(photos: Photos, plain: bytes) -> Kept:
        waiting.append((photos, plain))
        if len(waiting) > 1:
            keep(*waiting.pop(0))
        return Kept(hashlib.sha256(plain).hexdigest(), len(plain), known=False)

    Photos.keep = keep_later  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    if "photo" in sys.argv:
        hold_photos_back()
    else:
        hold_commits_back()
    sys.exit(main())
