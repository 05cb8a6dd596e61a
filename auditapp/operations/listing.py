"""What is on this desk, for the first thing a person sees: it loads what counts only when something is uncounted."""

from __future__ import annotations

from auditapp.operations.desk import Desk
from auditapp.operations.testimony import UNCOUNTED
from auditapp.store.journals import Row


def inspections(desk: Desk) -> list[Row]:
    """As `look.inspections`: all inspections on this desk, last changed first, with figures that are not behind."""
    rows = desk.store.journals.inspections()
    if desk.store.db.read_only or all(row.state != UNCOUNTED for row in rows):
        return rows
    from auditapp.operations import look

    return look.inspections(desk)
