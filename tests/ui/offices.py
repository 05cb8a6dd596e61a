"""Head offices for the window's tests: one in memory that a desk is taken to belong to, slow or unreachable at will."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec

from auditapp.journal.entry import Entry
from auditapp.office.memory import MemoryOffice
from auditapp.office.messages import Enrolment
from auditapp.office.protocol import Digest, Given, Hello, Receipt
from auditapp.operations import roads
from auditapp.operations.desk import Desk
from auditapp.store.offices import KnownOffice
from auditapp.words import Trouble, say

NAME = "海棠人寿"
PATIENCE = 20


@dataclass
class Reached(MemoryOffice):
    """*trouble*: what every question is answered with; *gate*: files wait for it; *asked*: how many rounds began."""

    name: str = NAME
    trouble: Trouble | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    asked: int = 0
    put_begun: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def hello(self) -> Hello:
        self.asked += 1
        self._may()
        return super().hello()

    def digests(self, mine: Mapping[str, Digest]) -> Any:
        self._may()
        return super().digests(mine)

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        self._may()
        return super().give(inspection, entries)

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        self._may()
        self.put_begun.set()
        assert self.gate.wait(PATIENCE), "nobody opened the gate"
        super().put(sha256, size, pieces, offset=offset)

    def receipt(self, inspection: str) -> Receipt | None:
        self._may()
        return super().receipt(inspection)

    def close(self) -> None:
        pass

    def _may(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def unreachable() -> Trouble:
    return Trouble(
        say("Head office cannot be reached"),
        say("There is no network, or no hub answers at {address}."),
        say("Nothing was lost. Go on working; try again when there is a network."),
        address="https://hub.invalid",
    )


def revoked() -> Trouble:
    from auditapp.office import refusals

    return refusals.told("revoked")


def belongs(desk: Desk, office: MemoryOffice, **told: Any) -> None:
    """From now on *desk* is enrolled at *office*, as a hub's answer would have it."""
    given: dict[str, Any] = {
        "hub": office.id,
        "organisation": NAME,
        "company": "",
        "address": "https://hub.invalid",
        "key": office.hello().key,
        "user": "lin",
        "name": "林若溪",
        "roles": ("lead",),
        "desk": desk.id,
        "enrolled": "2026-09-17T09:00:00+08:00",
        **told,
    }
    row = KnownOffice(office.id, given["address"], msgspec.json.encode(Enrolment(**given)), given["enrolled"])
    desk.store.offices.save(row)


def reached_by(office: MemoryOffice, monkeypatch: Any) -> None:
    """Whoever is enrolled reaches *office*."""

    @contextmanager
    def usual(desk: Desk, *, on_desk: Callable[..., Any] = lambda deed: deed()) -> Iterator[Any]:
        yield office if on_desk(lambda: desk.store.offices.all()) else None

    monkeypatch.setattr(roads, "usual", usual)
