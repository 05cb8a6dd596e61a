"""Desks that write entries for the hub's tests, quickly and without a disk."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field

from auditapp.journal import strand
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.journal.strand import StrandHead

INSPECTION = "ab" * 16
WALL = "2026-11-23T10:00:00+08:00"


@dataclass
class Writer:
    """A desk in one inspection. ``entries`` is its strand."""

    key: DeskKey = field(default_factory=DeskKey.make)
    inspection: str = INSPECTION
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.entries:
            self.entries.append(strand.open_strand(self.key, self.inspection, "P1", WALL, "tests"))

    def says(self, kind: str = "answer", subject: str = "A-1", value: object = None) -> Entry:
        last = self.entries[-1]
        value = {"v": str(last.head.seq)} if value is None else value
        self.entries.append(
            strand.write(
                self.key,
                inspection=self.inspection,
                after=StrandHead(last.head.seq, last.id),
                kind=kind,
                subject=subject,
                value=value,
                writer="P1",
                wall=WALL,
            )
        )
        return self.entries[-1]

    def much(self, entries: int) -> list[Entry]:
        return [self.says(subject=f"A-{n}") for n in range(entries)]

    def clone(self) -> Writer:
        """A copy of the laptop: it goes on writing under the same name."""
        return Writer(self.key, self.inspection, list(self.entries))

    @property
    def desk(self) -> str:
        return self.key.desk


def altered(entry: Entry) -> Entry:
    """The same head with another signature."""
    return dataclasses.replace(entry, signature=bytes(64))


def emptied(entry: Entry) -> Entry:
    return dataclasses.replace(entry, value_bytes=None, salt=None)


def content(size: int, name: str = "a") -> tuple[str, bytes]:
    """(SHA-256, bytes) of a file of *size* bytes."""
    seed = hashlib.sha256(name.encode()).digest()
    made = (seed * (size // 32 + 1))[:size]
    return hashlib.sha256(made).hexdigest(), made
