"""What the offices told this desk when it was enrolled: JSON documents that `operations` reads."""

from __future__ import annotations

from auditapp.store.database import Database


def told(db: Database) -> list[bytes]:
    """The documents of the offices this desk is enrolled at, the latest first."""
    return [bytes(row[0]) for row in db.rows("SELECT told FROM office ORDER BY enrolled DESC, id")]
