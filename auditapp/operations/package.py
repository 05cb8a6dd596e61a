"""One inspection as one file (``.auditpkg``), for handing over: export, and import with everything proven first.

A strict ZIP (exchange.md 8, A.4): ``entries.ndjson`` (one entry a line, as they travel), ``checklist.json``,
``photos/<sha256>`` (stored, never packed again), ``manifest.json`` with the size and SHA-256 of each, and
``manifest.sig``, the exporting desk's signature over it. Nothing is trusted on the way in: names from a short list,
none twice, sizes before contents, every hash, every signature, and only then is the first byte stored.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from auditapp.checklist import write
from auditapp.journal import desk_key, union
from auditapp.journal.entry import Entry, NotCanonical, read_canonical
from auditapp.journal.line import MAX_LINE_BYTES, from_line, to_line
from auditapp.operations import look
from auditapp.operations.changes import Changes
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.ink import unreadable
from auditapp.operations.testimony import no_such_inspection, when
from auditapp.operations.trail import files_of
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.store.photos import Photos

SUFFIX: Final = ".auditpkg"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
ENTRIES: Final = "entries.ndjson"
CHECKLIST: Final = "checklist.json"
PHOTOS: Final = "photos/"

MOST_BYTES: Final = 8 * 2**30
MOST_MANIFEST: Final = 2 * 2**20
MOST_ENTRIES_BYTES: Final = 64 * 2**20
MOST_ENTRIES: Final = 50_000
MOST_FILES: Final = 10_000
"""5,000 photos, each with its original and what may leave of it."""
MOST_PHOTO: Final = 50 * 2**20
_DOMAIN: Final = b"auditapp-package-v1\n"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""Times inside the ZIP say nothing; when it was made stands in the manifest."""
_PIECE: Final = 64 * 1024


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
class _Part:
    """A file of the package as its manifest promises it."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Proven:
    """A package whose every byte was looked at."""

    inspection: str
    entries: tuple[Entry, ...]
    checklist: bytes
    photos: tuple[_Part, ...]


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
    parts: list[_Part] = []
    with durable.whole_file(out) as stream, zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        lines = (to_line(entry) for entry in sorted(entries, key=lambda e: (e.head.desk, e.head.seq, e.id)))
        parts.append(_put(archive, ENTRIES, lines, packed=True))
        parts.append(_put(archive, CHECKLIST, [look.document_of(desk, found.checklist)], packed=True))
        for number, sha256 in enumerate(wanted, 1):
            if desk.store.photos.has(sha256):
                parts.append(_put(archive, PHOTOS + sha256, desk.store.photos.pieces(sha256)))
            else:
                missing.append(sha256)
            if progress is not None:
                progress(number, len(wanted))
        manifest = _manifest(desk, inspection, found.number, parts, missing)
        _put(archive, MANIFEST, [manifest], packed=True)
        _put(archive, SIGNATURE, [desk.store.key.sign(_DOMAIN + manifest)])
    return Exported(out, _hash_of(out), len(entries), len(parts) - 2, tuple(missing))


def import_package(desk: Desk, file: Path, *, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Take a package in: everything is verified before anything is stored; idempotent; joins a second desk's work.

    Raises `Trouble` for anything that is not exactly what its desk exported; then nothing was stored.
    """
    found = proven(file)
    return take_in(desk, found, fresh=keep_photos(desk.store.photos, file, found, progress=progress))


def proven(file: Path, *, progress: Callable[[int, int], None] | None = None) -> Proven:
    """Verify every byte of a package without a desk, so that it may be done beside other work; *progress* may raise
    to stop it. Raises `Trouble`."""
    with opened(file) as archive:
        return prove(archive, file, progress=progress)


def keep_photos(
    photos: Photos, file: Path, proven: Proven, *, progress: Callable[[int, int], None] | None = None
) -> int:
    """Store the photos of what was `proven`; how many were not here before. On any thread, for no database is touched;
    *progress* may raise to stop it: photos that nothing names are all that is left behind. Raises `Trouble`."""
    fresh = 0
    with opened(file) as archive:
        for number, part in enumerate(proven.photos, 1):
            if progress is not None:
                progress(number, len(proven.photos))
            if not photos.has(part.name.removeprefix(PHOTOS)):
                fresh += not photos.keep(_whole(archive, part, file)).known
    return fresh


def take_in(desk: Desk, proven: Proven, *, fresh: int = 0) -> Imported:
    """Take in the entries of what was `proven`, all at once, when its photos are kept (*fresh* of them new here). On
    the desk's thread: about a seventh of a second for 1,000 entries."""
    checklist = write.decode(proven.checklist)
    desk.store.library.install(
        proven.checklist,
        code=checklist.id,
        version=checklist.version,
        title=checklist.title.in_(desk.words.language),
        installed=when(desk.clock()),
    )
    accepted = desk.store.journals.receive(proven.inspection, proven.entries, proven=True)
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


def _put(
    archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes] | Sequence[bytes], *, packed: bool = False
) -> _Part:
    told = zipfile.ZipInfo(name, _STAMP)
    told.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    told.external_attr = 0o600 << 16
    digest, length = hashlib.sha256(), 0
    with archive.open(told, "w", force_zip64=False) as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
            length += len(piece)
    return _Part(name, length, digest.hexdigest())


def _manifest(desk: Desk, inspection: str, number: str, parts: Sequence[_Part], missing: Sequence[str]) -> bytes:
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


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


# -- reading --------------------------------------------------------------------------------------


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The package as a ZIP; what a broken or hostile one makes the library raise becomes one sentence."""
    import zlib

    try:
        if file.stat().st_size > MOST_BYTES:
            raise _refused(file, say("it is larger than a package may be"))
        with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            yield archive
    except OSError as error:
        raise unreadable(file, error) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OverflowError,
        RecursionError,
        UnicodeError,
        KeyError,
        IndexError,
    ) as fault:
        raise _refused(file, say("it is not a whole package")) from fault


def prove(archive: zipfile.ZipFile, file: Path, *, progress: Callable[[int, int], None] | None = None) -> Proven:
    """Look at everything once, storing nothing. Raises `Trouble`."""
    members = _members(archive, file)
    told, parts = _told(archive, members, file)
    if set(parts) != set(members) - {MANIFEST, SIGNATURE}:
        raise _refused(file, say("its files are not those its manifest names"))
    for name, part in parts.items():
        if members[name].file_size != part.bytes:
            raise _refused(file, say("a file in it has another size than its manifest says"))
    inspection = str(told["inspection"])
    entries = _entries(archive, parts[ENTRIES], inspection, file)
    checklist = _whole(archive, parts[CHECKLIST], file)
    if {_pinned(entry) for entry in entries if entry.head.kind == "inspection"} != {parts[CHECKLIST].sha256}:
        raise _refused(file, say("its checklist is not the one the inspection was begun with"))
    write.decode(checklist)
    photos = tuple(part for part in parts.values() if part.name.startswith(PHOTOS))
    named = set(files_of(list(entries)))
    for number, part in enumerate(photos, 1):
        if progress is not None:
            progress(number, len(photos))
        if part.sha256 != part.name.removeprefix(PHOTOS) or part.sha256 not in named:
            raise _refused(file, say("it holds a file that the inspection does not name"))
        for _ in _pieces(archive, part, file):
            pass
    return Proven(inspection, entries, checklist, photos)


def _members(archive: zipfile.ZipFile, file: Path) -> dict[str, zipfile.ZipInfo]:
    """What is in the ZIP, each name once and from the list of names there are."""
    listed = archive.infolist()
    if len(listed) > MOST_FILES + 4:
        raise _refused(file, say("it holds too many files"))
    found: dict[str, zipfile.ZipInfo] = {}
    for one in listed:
        if one.filename in found or one.orig_filename != one.filename or not _allowed(one.filename):
            raise _refused(file, say("it holds a file that does not belong in a package"))
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or one.flag_bits & 0x1:
            raise _refused(file, say("a file in it is packed in a way no package is"))
        if one.file_size > _most(one.filename):
            raise _refused(file, say("a file in it is too large"))
        found[one.filename] = one
    for needed in (MANIFEST, SIGNATURE, ENTRIES, CHECKLIST):
        if needed not in found:
            raise _refused(file, say("a part of it is missing"))
    return found


def _allowed(name: str) -> bool:
    digits = name.removeprefix(PHOTOS)
    return name in (MANIFEST, SIGNATURE, ENTRIES, CHECKLIST) or (
        name != digits and len(digits) == 64 and all(c in "0123456789abcdef" for c in digits)
    )


def _most(name: str) -> int:
    """The most bytes a file of this name may unpack to."""
    match name:
        case "manifest.json":
            return MOST_MANIFEST
        case "manifest.sig":
            return 64
        case "entries.ndjson":
            return MOST_ENTRIES_BYTES
        case "checklist.json":
            return write.MAX_BYTES
        case _:
            return MOST_PHOTO


def _told(
    archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], file: Path
) -> tuple[Mapping[str, Any], dict[str, _Part]]:
    """The manifest, signed by the desk it names, and the files it promises."""
    raw = _limited(archive, members[MANIFEST], file)
    signature = _limited(archive, members[SIGNATURE], file)
    try:
        told = read_canonical(raw)
        if not isinstance(told, dict):
            raise NotCanonical("no manifest")
        public, incarnation = bytes.fromhex(told["key"]), bytes.fromhex(told["incarnation"])
        parts = {
            one["name"]: _Part(_str(one["name"]), _int(one["bytes"]), _str(one["sha256"])) for one in told["files"]
        }
        newer = _int(told["format"]) > FORMAT
        whose = _str(told["desk"])
        _str(told["inspection"])
        twice = len(parts) != len(told["files"])
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError):
        raise _refused(file, say("its manifest cannot be read")) from None
    if not desk_key.verify(public, _DOMAIN + raw, signature) or desk_key.desk_id(public, incarnation) != whose:
        raise _refused(file, say("its manifest is not signed by the desk it names"))
    if newer:
        raise Trouble(
            say("The package was made by a newer version"),
            say("{file} has a newer form."),
            say("Nothing was taken in. Install the newer version of the program."),
            file=file.name,
        )
    if twice or ENTRIES not in parts or CHECKLIST not in parts:
        raise _refused(file, say("its manifest cannot be read"))
    return told, parts


def _entries(archive: zipfile.ZipFile, part: _Part, inspection: str, file: Path) -> tuple[Entry, ...]:
    """Every entry, its form, chain and signature proven, before anything is stored."""
    found: list[Entry] = []
    rest = b""
    for piece in _pieces(archive, part, file):
        *lines, rest = (rest + piece).split(b"\n")
        if len(found) + len(lines) > MOST_ENTRIES or len(rest) > MAX_LINE_BYTES:
            raise _refused(file, say("it holds too many entries"))
        try:
            found += [from_line(line) for line in lines]
        except NotCanonical:
            raise _refused(file, say("an entry in it cannot be read")) from None
    if rest:
        raise _refused(file, say("an entry in it cannot be read"))
    accepted = union.accept_into({}, found, inspection=inspection)
    if accepted.refused or accepted.gaps or len(accepted.new) + len(accepted.aside) != len(found) or not found:
        raise _refused(file, say("an entry in it is altered, or one is missing"))
    return tuple(found)


def _pinned(entry: Entry) -> str:
    value = entry.value if entry.value_bytes is not None else None
    return str(value.get("checklist", "")) if isinstance(value, dict) else ""


def _limited(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path) -> bytes:
    with archive.open(member) as stream:
        raw = stream.read(_most(member.filename) + 1)
    if len(raw) > _most(member.filename):
        raise _refused(file, say("a file in it is too large"))
    return raw


def _whole(archive: zipfile.ZipFile, part: _Part, file: Path) -> bytes:
    return b"".join(_pieces(archive, part, file))


def _pieces(archive: zipfile.ZipFile, part: _Part, file: Path) -> Iterator[bytes]:
    """The bytes of a part, never more than promised, and proven at its end."""
    digest, length = hashlib.sha256(), 0
    stream: IO[bytes]
    with archive.open(part.name) as stream:
        while piece := stream.read(_PIECE):
            length += len(piece)
            if length > part.bytes:
                raise _refused(file, say("a file in it has another size than its manifest says"))
            digest.update(piece)
            yield piece
    if length != part.bytes or digest.hexdigest() != part.sha256:
        raise _refused(file, say("a file in it is not what its manifest says"))


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("not a count")
    return value


def _refused(file: Path, why: str) -> Trouble:
    return Trouble(
        say("The package was not taken in"),
        say("{file} cannot be relied on: {why}."),
        say("Nothing was stored. Ask for the package again, on another stick if need be."),
        code=1,
        file=file.name,
        why=why,
    )
