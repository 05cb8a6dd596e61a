"""The roads to an office, each made ready for a story: `ROADS` is what the scenarios are played over.

A road is made for one story in an empty folder. ``exchange(inspector)`` is one round of that inspector's desk (for
bundles by mail: reading what came, then sending). Whoever adds a road adds it here, and every scenario is played on it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from auditapp.office.memory import MemoryOffice
from auditapp.office.protocol import Office
from auditapp.operations import exchange
from auditapp.operations.exchange import Exchanged
from tests.inspector import Inspector


class Road(Protocol):
    signs: bool

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        """One round of the inspector's desk."""
        ...


class MemoryRoad:
    """All desks reach one office in memory."""

    signs = True

    def __init__(self, folder: Path) -> None:
        self.office = MemoryOffice()

    def office_for(self, inspector: Inspector) -> Office:
        return self.office

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        return exchange.exchange(inspector.desk, self.office_for(inspector), **named)


ROADS: Final[dict[str, Callable[[Path], Road]]] = {"memory": MemoryRoad}
