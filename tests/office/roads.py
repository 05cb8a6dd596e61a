"""The roads to an office, each made ready for a story: `ROADS` is what the scenarios are played over.

A road is made for one story in an empty folder. ``exchange(inspector)`` is one round of that inspector's desk (for
bundles by mail: reading what came, then sending). Whoever adds a road adds it here, and every scenario is played on it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from auditapp.office.memory import MemoryOffice
from auditapp.office.protocol import Office
from auditapp.operations import bundles, exchange, folders, sealing
from auditapp.operations.exchange import Exchanged
from tests.inspector import Inspector


class Road(Protocol):
    signs: bool

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        """One round of the inspector's desk."""
        ...

    def close(self) -> None: ...


class MemoryRoad:
    """All desks reach one office in memory."""

    signs = True

    def __init__(self, folder: Path) -> None:
        self.office = MemoryOffice()

    def office_for(self, inspector: Inspector) -> Office:
        return self.office

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        return exchange.exchange(inspector.desk, self.office_for(inspector), **named)

    def close(self) -> None:
        pass


class FolderRoad:
    """All desks exchange with one folder, as on a share or a stick."""

    signs = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        with closing(folders.folder_office(inspector.desk, self.folder)) as office:
            return exchange.exchange(inspector.desk, office, **named)

    def close(self) -> None:
        pass


class BundleRoad:
    """Everybody mails everything to everybody: one round reads what others sent, then sends one sealed file."""

    signs = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people: dict[str, str] = {}
        self.sent = 0

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        desk = inspector.desk
        self.people[desk.id] = sealing.key_of(desk)
        told = []
        for file in sorted(self.folder.glob("*.auditpkg"), key=lambda path: int(path.stem.split("-")[0])):
            if f"-{desk.id}" not in file.name and (f"+{desk.id}" in file.name or "+" not in file.name):
                told.append(bundles.take_bundle(desk, file, **named))
        every = desk.store.journals.digests()
        self.sent += 1
        if every:
            others = [key for one, key in self.people.items() if one != desk.id]
            name = f"{self.sent}-{desk.id}{''.join(f'+{one}' for one in self.people if one != desk.id)}.auditpkg"
            bundles.write_bundle(desk, self.folder / name, list(every), recipients=others)
        return together(told) if told else exchange.exchange(desk, MemoryOffice(signs=False), give=False)

    def close(self) -> None:
        pass


class HttpRoad:
    """A hub on loopback, over a real socket; everybody enrols with the first round. *places*: where it keeps things,
    by its two settings; SQLite and a folder where nothing is said."""

    signs = True

    def __init__(self, folder: Path, **places: str) -> None:
        from tests.hub.served import InThread

        self.hub = InThread(folder / "hub", shared=bool(places), **places).__enter__()
        self.enrolled: set[str] = set()

    def office_for(self, inspector: Inspector) -> Office:
        if inspector.desk.id not in self.enrolled:
            self.enrolled.add(inspector.desk.id)
            self.hub.enrols(inspector, f"user{len(self.enrolled)}", "林若溪", ("lead", "head_office"))
        return self.hub.office(inspector)

    def exchange(self, inspector: Inspector, **named: Any) -> Exchanged:
        desk = inspector.desk
        with closing(self.office_for(inspector)) as office:
            return exchange.exchange(desk, office, key=exchange.key_of_office(desk), **named)

    def close(self) -> None:
        self.hub.__exit__(None, None, None)


def together(told: list[Exchanged]) -> Exchanged:
    """Several readings as one round."""
    last = told[-1]
    summaries = [one.summary for one in told]
    added = {name: sum(getattr(s, name) for s in summaries) for name in ("taken", "files_taken", "bytes_taken")}
    missing = last.summary.missing
    return replace(
        last,
        summary=replace(last.summary, **added, missing=missing),
        disputes={inspection: count for one in told for inspection, count in one.disputes.items()},
    )


ROADS: Final[dict[str, Callable[[Path], Road]]] = {
    "memory": MemoryRoad,
    "folder": FolderRoad,
    "bundle": BundleRoad,
    "http": HttpRoad,
}
STORED_ELSEWHERE: Final = "http, PostgreSQL and S3"
"""The road that needs servers of its own: `HttpRoad` to a hub that keeps its journals and files in them."""
