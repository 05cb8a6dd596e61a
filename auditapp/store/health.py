"""Is everything well? What `doctor` tells: versions, ways in, disk, integrity of pages, chains and rows, backups.

Questions only; nothing is mended here. Every finding comes with what to do, as a `Trouble` that is told and not
raised.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Final

from auditapp.inspection.files import is_hash
from auditapp.journal import verify
from auditapp.journal.entry import Entry, NotCanonical
from auditapp.store import backups, identity, migrations, vault, whereabouts
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import COMPANY
from auditapp.store.photos import Photos
from auditapp.words import Trouble, say

_LIBRARIES: Final = (
    "sqlcipher3",
    "sqlite-utils",
    "cryptography",
    "keyring",
    "pillow",
    "pi-heif",
    "msgspec",
    "reportlab",
    "pikepdf",
    "pyhanko",
)


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one desk. ``troubles`` is empty when all is well; figures are bytes and counts."""

    versions: Mapping[str, str]
    ways_in: Mapping[str, bool]
    keyring: str
    """Name of the system's keyring, "" when there is none."""
    desk: str
    incarnations: tuple[identity.Incarnation, ...]
    free: int
    database_bytes: int
    inspections: int
    entries: int
    photos: int
    photo_bytes: int
    backups: tuple[backups.Backup, ...]
    troubles: tuple[Trouble, ...] = field(default=())


def versions() -> dict[str, str]:
    """Python, SQLite, its encryption and the libraries that matter; "" for one that is not installed."""
    from sqlcipher3 import dbapi2

    found = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": dbapi2.sqlite_version,
        "form": str(migrations.FORM),
    }
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def health(
    desk: DeskFolder,
    *,
    ring: vault.Ring | None = None,
    thorough: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Health:
    """Look at everything. ``thorough``: check every page, every entry's signature and every standing row
    (about a second for 5,000 entries); otherwise only figures. *progress* is called with (inspections checked, of)
    and may raise to stop."""
    known = versions()
    known["sqlcipher"] = str(desk.db.one("PRAGMA cipher_version") or "")
    ways = vault.ways_in(desk.folder)
    every = tuple(desk.backups.all())
    count, size = desk.photos.sizes()
    found = [*whereabouts.warnings(desk.folder), *_about_disk(desk), *_about_ways(ways), *_about_backups(desk, every)]
    if thorough:
        found += _about_content(desk, progress)
    return Health(
        versions=known,
        ways_in=ways,
        keyring="" if ring is None else type(ring).__module__,
        desk=desk.key.desk,
        incarnations=tuple(identity.incarnations(desk.db)),
        free=desk.space.free(),
        database_bytes=desk.db.path.stat().st_size,
        inspections=int(desk.db.one("SELECT count(*) FROM inspection WHERE state != ?", (COMPANY,))),
        entries=int(desk.db.one("SELECT count(*) FROM entry")),
        photos=count,
        photo_bytes=size,
        backups=every,
        troubles=tuple(found),
    )


def _about_disk(desk: DeskFolder) -> list[Trouble]:
    warning = desk.space.warning()
    return [] if warning is None else [warning]


def _about_ways(ways: Mapping[str, bool]) -> list[Trouble]:
    if ways["passphrase"] or ways["recovery"]:
        return []
    return [
        Trouble(
            say("Only this computer's keyring opens the desk"),
            say("When the keyring is lost (a new computer, a reset account) nothing can be read any more."),
            say("Set a passphrase too, and keep it in a safe place."),
            code=1,
        )
    ]


def _about_backups(desk: DeskFolder, every: tuple[backups.Backup, ...]) -> list[Trouble]:
    if every or not desk.db.one("SELECT count(*) FROM entry"):
        return []
    return [
        Trouble(
            say("There is no backup yet"),
            say("The desk holds work and has no backup."),
            say("Make one now."),
            code=1,
        )
    ]


def _about_content(desk: DeskFolder, progress: Callable[[int, int], object] | None) -> list[Trouble]:
    found: list[Trouble] = []
    if desk.db.quick_check():
        return [
            Trouble(
                say("The database is damaged"),
                say("Part of {folder} is not what was written."),
                say("Keep a copy of the folder, then restore the newest backup."),
                code=1,
                folder=str(desk.db.path),
            )
        ]
    every = desk.db.rows("SELECT id FROM inspection ORDER BY id")
    for number, (inspection,) in enumerate(every):
        if progress is not None:
            progress(number, len(every))
        found += _about_inspection(desk, str(inspection))
    return found


def _about_inspection(desk: DeskFolder, inspection: str) -> list[Trouble]:
    entries, unreadable = _read_anew(desk, inspection)
    verdict = verify.check(entries, erasers=desk.journals.erasers, unreadable=unreadable)
    found = []
    if not verdict.trustworthy:
        found.append(
            Trouble(
                say("An inspection's journal is not whole"),
                verdict.sentences[0],
                say("Keep a copy of the folder, then restore the newest backup."),
                code=1,
                inspection=inspection,
            )
        )
    if not unreadable and not desk.journals.standing_is_right(inspection):
        found.append(
            Trouble(
                say("A list does not agree with the journal"),
                say("The rows shown for inspection {inspection} are not what its journal says."),
                say("Nothing is lost: they are made anew when the inspection is opened for repair."),
                code=1,
                inspection=inspection,
            )
        )
    return [*found, *_about_photos(desk.photos, entries, inspection)]


def _read_anew(desk: DeskFolder, inspection: str) -> tuple[list[Entry], list[tuple[str, int]]]:
    entries, unreadable = [], []
    for strand, seq, *stored in desk.db.rows(
        "SELECT desk, seq, head, signature, value, salt FROM entry WHERE inspection = ?", (inspection,)
    ):
        try:
            entries.append(Entry.from_stored(*stored))
        except NotCanonical:
            unreadable.append((str(strand), int(seq)))
    return entries, unreadable


def _about_photos(photos: Photos, entries: list[Entry], inspection: str) -> list[Trouble]:
    """Photos named by an entry and not here are no fault of ours when the entry came from another desk."""
    named = {
        value[part]
        for entry in entries
        if entry.head.kind == "photo" and isinstance(value := entry.value, dict)
        for part in ("sha256", "rendition")
        if isinstance(value.get(part), str)
    }
    lost = [sha256 for sha256 in sorted(named) if is_hash(sha256) and not photos.has(sha256)]
    if not lost:
        return []
    return [
        Trouble(
            say("Photos are missing"),
            say("{n} photos of inspection {inspection} are not on this laptop."),
            say("Look for them in a backup, or exchange with the desk that took them."),
            code=1,
            n=len(lost),
            inspection=inspection,
        )
    ]
