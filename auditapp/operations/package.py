"""One inspection as one file (``.auditpkg``), for handing over: export, and import with everything proven first.

Format 1, readable for ever (`office.bundle` is format 2). A strict ZIP (`office.archive`): ``entries.ndjson`` (one
entry a line, as they travel), ``checklist.json``, ``photos/<sha256>`` (stored, never packed again), ``manifest.json``
with the size and SHA-256 of each, and ``manifest.sig``, the exporting desk's signature over it. Nothing is trusted on
the way in: names from a short list, none twice, sizes before contents, every hash, every signature, and only then is
the first byte stored.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from auditapp.checklist import write
from auditapp.inspection.files import is_hash
from auditapp.journal import union
from auditapp.journal.entry import Entry
from auditapp.journal.line import to_line
from auditapp.journal.union import Accepted
from auditapp.office import archive
from auditapp.office.archive import Part
from auditapp.operations import look
from auditapp.operations.changes import Changes
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.ink import unreadable
from auditapp.operations.testimony import no_such_inspection, when
from auditapp.operations.trail import files_of
from auditapp.words import say

if TYPE_CHECKING:
    from auditapp.store.photos import Photos

SUFFIX: Final = ".auditpkg"
FORMAT: Final = 1
ENTRIES: Final = "entries.ndjson"
CHECKLIST: Final = "checklist.json"
PHOTOS: Final = "photos/"

MOST_ENTRIES_BYTES: Final = 64 * 2**20
MOST_ENTRIES: Final = 50_000
MOST_FILES: Final = 10_000
"""5,000 photos, each with its original and what may leave of it."""
MOST_PHOTO: Final = 50 * 2**20
_DOMAIN: Final = b"auditapp-package-v1\n"


@dataclass(frozen=True)
class Exported:
    """A package on disk. ``missing``: files the journal names and this desk does not have, or that were left out."""

    path: Path
    sha256: str
    entries: int
    photos: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """What became of a package. ``forks`` are the desks that wrote twice under one number; ``disputes`` counts what
    people have to decide now. Nothing that was here before was altered."""

    inspection: str
    number: str
    new: int
    already: int
    photos: int
    missing: tuple[str, ...]
    forks: tuple[str, ...]
    disputes: int
    changes: Changes


@dataclass(frozen=True)
class Proven:
    """A package whose every byte was looked at."""

    inspection: str
    entries: tuple[Entry, ...]
    checklist: bytes
    photos: tuple[Part, ...]


def export_package(
    desk: Desk,
    inspection: str,
    out: Path,
    *,
    renditions_only: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    """Write entries, checklist and photos of *inspection* into one strict ZIP with a signed manifest, streaming.

    *renditions_only* leaves the originals out (a smaller package, and one without what redaction covered).
    """
    from auditapp.store import durable

    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    entries = desk.store.journals.read(inspection)
    found = look.fold(desk, inspection)
    wanted = files_of(entries)
    if renditions_only:
        originals = {p.sha256 for p in found.photos.values() if p.sha256 not in (p.rendition, p.outgoing)}
        covered = {p.rendition for p in found.photos.values() if p.outgoing != p.rendition}
        wanted = tuple(sha256 for sha256 in wanted if sha256 not in originals | covered)
    missing = [sha256 for sha256 in files_of(entries) if sha256 not in wanted]
    parts: list[Part] = []
    with durable.whole_file(out) as stream, zipfile.ZipFile(stream, "w", allowZip64=True) as inside:
        lines = (to_line(entry) for entry in sorted(entries, key=lambda e: (e.head.desk, e.head.seq, e.id)))
        parts.append(archive.put(inside, ENTRIES, lines, packed=True))
        parts.append(archive.put(inside, CHECKLIST, [look.document_of(desk, found.checklist)], packed=True))
        for number, sha256 in enumerate(wanted, 1):
            if desk.store.photos.has(sha256):
                parts.append(archive.put(inside, PHOTOS + sha256, desk.store.photos.pieces(sha256)))
            else:
                missing.append(sha256)
            if progress is not None:
                progress(number, len(wanted))
        manifest = _manifest(desk, inspection, found.number, parts, missing)
        archive.put(inside, archive.MANIFEST, [manifest], packed=True)
        archive.put(inside, archive.SIGNATURE, [desk.store.key.sign(_DOMAIN + manifest)])
    return Exported(out, hash_of(out), len(entries), len(parts) - 2, tuple(missing))


def import_package(desk: Desk, file: Path, *, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Take a package in: everything is verified before anything is stored; idempotent; joins a second desk's work.

    Raises `Trouble` for anything that is not exactly what its desk exported; then nothing was stored.
    """
    found = proven(file)
    return take_in(desk, found, fresh=keep_photos(desk.store.photos, file, found, progress=progress))


def proven(file: Path, *, progress: Callable[[int, int], None] | None = None) -> Proven:
    """Verify every byte of a package without a desk, so that it may be done beside other work; *progress* may raise
    to stop it. Raises `Trouble`."""
    with opened(file) as inside:
        return prove(inside, file, progress=progress)


def keep_photos(
    photos: Photos, file: Path, proven: Proven, *, progress: Callable[[int, int], None] | None = None
) -> int:
    """Store the photos of what was `proven`; how many were not here before. On any thread, for no database is touched;
    *progress* may raise to stop it: photos that nothing names are all that is left behind. Raises `Trouble`."""
    fresh = 0
    with opened(file) as inside:
        for number, part in enumerate(proven.photos, 1):
            if progress is not None:
                progress(number, len(proven.photos))
            if not photos.has(part.name.removeprefix(PHOTOS)):
                fresh += not photos.keep(archive.whole(inside, part, file)).known
    return fresh


def take_in(desk: Desk, proven: Proven, *, fresh: int = 0) -> Imported:
    """Take in the entries of what was `proven`, all at once, when its photos are kept (*fresh* of them new here)."""
    _install(desk, proven)
    return _taken(desk, proven, desk.store.journals.receive(proven.inspection, proven.entries, proven=True), fresh)


def taking_in(desk: Desk, proven: Proven, *, fresh: int = 0) -> Generator[None, None, Imported]:
    """`take_in` in steps, on the desk's thread, for a window that stays alive meanwhile: about `steps_of` of them, most
    well under a millisecond; only the last ones, when all is written to the drive and counted, take longer the more
    there is. **Nothing else may be written between two steps.** Left unfinished, nothing was taken in."""
    _install(desk, proven)
    yield
    accepted = yield from desk.store.journals.receiving(proven.inspection, proven.entries, proven=True)
    yield
    return _taken(desk, proven, accepted, fresh)


def steps_of(proven: Proven) -> int:
    """About how many steps it takes to take it in."""
    return 2 * len(proven.entries)


def _install(desk: Desk, proven: Proven) -> None:
    checklist = write.decode(proven.checklist)
    desk.store.library.install(
        proven.checklist,
        code=checklist.id,
        version=checklist.version,
        title=checklist.title.in_(desk.words.language),
        installed=when(desk.clock()),
    )


def _taken(desk: Desk, proven: Proven, accepted: Accepted, fresh: int) -> Imported:
    desk.memory.forget(proven.inspection)
    found = look.fold(desk, proven.inspection)
    look.count(desk, proven.inspection)
    taken = (*accepted.new, *accepted.aside)
    changes = Changes(
        proven.inspection,
        "imported",
        frozenset(entry.head.subject for entry in taken),
        tuple(entry.id for entry in taken),
    )
    missing = tuple(sha256 for sha256 in files_of(list(proven.entries)) if not desk.store.photos.has(sha256))
    return Imported(
        proven.inspection,
        found.number,
        len(taken),
        len(accepted.already),
        fresh,
        missing,
        tuple(sorted({fork.desk for fork in accepted.forks})),
        len(found.disputes),
        changes,
    )


# -- writing --------------------------------------------------------------------------------------


def _manifest(desk: Desk, inspection: str, number: str, parts: Sequence[Part], missing: Sequence[str]) -> bytes:
    told = {
        "format": FORMAT,
        "inspection": inspection,
        "number": number,
        "program": PROGRAM,
        "made": when(desk.clock()),
        "desk": desk.id,
        "key": desk.store.key.public.hex(),
        "incarnation": desk.store.key.incarnation.hex(),
        "files": [{"name": part.name, "bytes": part.bytes, "sha256": part.sha256} for part in parts],
        "missing": sorted(missing),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(path: Path) -> str:
    """SHA-256 of a file, for people to compare."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


# -- reading --------------------------------------------------------------------------------------


def opened(file: Path) -> AbstractContextManager[zipfile.ZipFile]:
    """The package as a ZIP; see `archive.reading`."""
    return archive.reading(file)


def prove(inside: zipfile.ZipFile, file: Path, *, progress: Callable[[int, int], None] | None = None) -> Proven:
    """Look at everything once, storing nothing. Raises `Trouble`."""
    members = archive.members(inside, file, _most, most_files=MOST_FILES + 4)
    if not {ENTRIES, CHECKLIST} <= set(members):
        raise archive.refused(file, say("a part of it is missing"))
    told, parts = archive.signed_manifest(inside, members, file, domain=_DOMAIN, newest=FORMAT, read=_first_form)
    inspection = str(told["inspection"])
    entries = archive.entries(inside, parts[ENTRIES], file, most=MOST_ENTRIES)
    accepted = union.accept_into({}, entries, inspection=inspection)
    if accepted.refused or accepted.gaps or len(accepted.new) + len(accepted.aside) != len(entries) or not entries:
        raise archive.refused(file, say("an entry in it is altered, or one is missing"))
    checklist = archive.whole(inside, parts[CHECKLIST], file)
    if {_pinned(entry) for entry in entries if entry.head.kind == "inspection"} != {parts[CHECKLIST].sha256}:
        raise archive.refused(file, say("its checklist is not the one the inspection was begun with"))
    write.decode(checklist)
    photos = tuple(part for part in parts.values() if part.name.startswith(PHOTOS))
    named = set(files_of(entries))
    for number, part in enumerate(photos, 1):
        if progress is not None:
            progress(number, len(photos))
        if part.sha256 != part.name.removeprefix(PHOTOS) or part.sha256 not in named:
            raise archive.refused(file, say("it holds a file that the inspection does not name"))
        for _ in archive.pieces(inside, part, file):
            pass
    return Proven(inspection, tuple(entries), checklist, photos)


def _first_form(told: Mapping[str, Any]) -> None:
    archive.text(told["inspection"])


def _most(name: str) -> int:
    """The most bytes a file of this name may unpack to; 0: it does not belong in a package."""
    match name:
        case archive.MANIFEST:
            return archive.MOST_MANIFEST
        case archive.SIGNATURE:
            return archive.MOST_SIGNATURE
        case "entries.ndjson":
            return MOST_ENTRIES_BYTES
        case "checklist.json":
            return write.MAX_BYTES
        case _:
            return MOST_PHOTO if name.startswith(PHOTOS) and is_hash(name.removeprefix(PHOTOS)) else 0


def _pinned(entry: Entry) -> str:
    value = entry.value if entry.value_bytes is not None else None
    return str(value.get("checklist", "")) if isinstance(value, dict) else ""
