"""Questions: what is here, and what does it amount to. Nothing in this file changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditapp.checklist.model import Checklist
from auditapp.inspection.state import Inspection
from auditapp.operations.desk import Desk
from auditapp.store.journals import Row

if TYPE_CHECKING:
    from auditapp.inspection.progress import Progress
    from auditapp.inspection.scoring import Score
    from auditapp.inspection.walk import Walk


@dataclass(frozen=True)
class Opened:
    """An inspection opened: what was found, against what was asked, and what it amounts to."""

    inspection: Inspection
    checklist: Checklist
    walk: Walk
    progress: Progress
    score: Score
    row: Row


def look(desk: Desk, inspection: str, *, preset: str = "") -> Opened:
    """Open *inspection* (an id). Raises `Trouble`: no such inspection, its checklist is not here."""
    raise NotImplementedError


def fold(desk: Desk, inspection: str) -> Inspection:
    """Only the folded state: without checklist, walk and score."""
    raise NotImplementedError


def inspections(desk: Desk) -> list[Row]:
    """All inspections on this desk, last changed first."""
    raise NotImplementedError


def choose(desk: Desk, key: str = "") -> str:
    """The id of the inspection a person means: its number, the beginning of its id or number, or "" for the only
    one or the one last worked on. Raises `Trouble`: none, or several that fit."""
    raise NotImplementedError
