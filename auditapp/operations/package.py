"""One inspection as one file (``.auditpkg``), for handing over: export, and import with everything proven first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


@dataclass(frozen=True)
class Exported:
    path: Path
    sha256: str
    entries: int
    photos: int
    missing: tuple[str, ...]
    """Photos the journal names and this desk does not have."""


@dataclass(frozen=True)
class Imported:
    """What became of a package. ``forks`` are sentences; nothing that was here before was altered."""

    inspection: str
    number: str
    new: int
    already: int
    photos: int
    forks: tuple[str, ...]
    disputes: int
    changes: Changes


def export_package(desk: Desk, inspection: str, out: Path, *, renditions_only: bool = False,
                   progress: Callable[[int, int], None] | None = None) -> Exported:
    """Write entries, checklist and photos of *inspection* into one strict ZIP with a signed manifest, streaming."""
    raise NotImplementedError


def import_package(desk: Desk, file: Path, *, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Take a package in: everything is verified before anything is stored; idempotent; joins a second desk's work."""
    raise NotImplementedError
