"""How the last rounds of exchange went, read again for whoever wants to see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from auditapp.operations import exchange, folders
from auditapp.operations.desk import Desk
from auditapp.words import Trouble

_COUNTS: Final = ("given", "taken", "files_given", "files_taken", "quarantined", "forks")


@dataclass(frozen=True)
class Round:
    """A round as it ended: what moved either way, or why it did not go well. ``name``: whom with, by its own name."""

    ended: str
    office: str
    name: str = ""
    given: int = 0
    taken: int = 0
    files_given: int = 0
    files_taken: int = 0
    quarantined: int = 0
    forks: int = 0
    problem: Trouble | None = None


def rounds(desk: Desk, most: int = 20) -> list[Round]:
    """The latest first."""
    found = []
    for done in desk.store.offices.rounds(most):
        told: dict[str, Any] = json.loads(done.told)
        problem = exchange.read_trouble(told["problem"]) if "problem" in told else None
        given, taken, files_given, files_taken, quarantined, forks = (int(told.get(one, 0)) for one in _COUNTS)
        name = str(told.get("name", ""))
        found.append(
            Round(done.ended, done.office, name, given, taken, files_given, files_taken, quarantined, forks, problem)
        )
    return found


def name_of(desk: Desk) -> str:
    """How whom this desk exchanges with calls itself; "" when there is nobody, or nobody has said so yet."""
    office, signed = exchange.whom(desk)
    if not office:
        return ""
    folder = folders.folder_of(desk)
    if not signed and folder is not None:
        return Path(folder).name or str(folder)
    return next((one.name for one in rounds(desk) if one.office == office and one.name), "")


def safe_since(desk: Desk, inspection: str) -> str:
    """When the receipt that is kept for *inspection* was taken here (ISO 8601); "" when there is none."""
    office, _ = exchange.whom(desk)
    kept = desk.store.offices.receipt(inspection, office) if office else None
    return kept[1] if kept is not None else ""
