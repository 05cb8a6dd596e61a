"""Take back: undo and redo of one's own last deeds, and withdrawal of any own entry with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


@dataclass(frozen=True)
class Undoable:
    """A deed that would be taken back (or put back): its entries, and its words ("answer at {place}")."""

    ids: tuple[str, ...]
    kind: str
    subject: str
    sentence: str
    values: dict[str, object]


def undoable(desk: Desk, inspection: str) -> Undoable | None:
    """What `undo` would take back now; None when there is nothing since the beginning or the last sign-off."""
    raise NotImplementedError


def redoable(desk: Desk, inspection: str) -> Undoable | None:
    """What `redo` would put back now; None when the last deed was not an undo."""
    raise NotImplementedError


def undo(desk: Desk, inspection: str) -> Changes:
    """Withdraw the last own living deed since the last sign-off, whole. Raises `Trouble` when there is none."""
    raise NotImplementedError


def redo(desk: Desk, inspection: str) -> Changes:
    """Withdraw the withdrawals of the last undo. Raises `Trouble` when there is none."""
    raise NotImplementedError


def withdraw(desk: Desk, inspection: str, entry: str, reason: str) -> Changes:
    """Withdraw any entry of this desk (id or its beginning) with a reason: photo taken by mistake, finding dropped.
    What hangs on it (a finding's fields, its actions) goes with it."""
    raise NotImplementedError
