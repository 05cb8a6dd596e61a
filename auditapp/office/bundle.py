"""One file that carries journals and their files by mail or on a stick: written as an office that only takes, read as
an office that only gives.

Format 2: the strict ZIP of `archive` with ``entries/<journal>.ndjson`` (one entry a line, as they travel),
``files/<sha256>``, ``manifest.json`` and ``manifest.sig``; sealed for its recipients or not (`sealed`). Unlike a
package of format 1 (`operations.package`, readable for ever) it may hold several journals, or only what somebody
lacks. It is proven whole before anything of it is taken in; every entry is then proven again as on any other road.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from auditapp.checklist import write
from auditapp.inspection.files import is_hash
from auditapp.journal import union
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import MAX_COUNT, Entry
from auditapp.journal.line import to_line
from auditapp.journal.strand import StrandHead
from auditapp.office import archive, sealed
from auditapp.office.protocol import HELD, MOST_FILE, MOST_JOURNAL, Digest, Given, Hello, NotThere, Receipt
from auditapp.words import Trouble, say

FORMAT: Final = 2
ENTRIES: Final = "entries/"
FILES: Final = "files/"
DOMAIN: Final = b"auditapp-bundle-v2\n"
BUNDLE: Final = "bundle"
"""Who a bundle is, where a hub has its id: nobody."""

MOST_ENTRIES_BYTES: Final = 64 * 2**20
"""Of one journal, unpacked."""
MOST_JOURNALS: Final = 1_000
MOST_FILES: Final = 20_000
MOST_ENTRIES: Final = 500_000

Row: TypeAlias = tuple[str, int, str, str]
"""(desk, number, id before, id) of an entry: what says where it stands."""


class Writer:
    """A bundle under way into *stream*, in a ``with`` block: journals first, then files, then `finish`. Left earlier,
    what was written is no bundle."""

    def __init__(self, stream: IO[bytes], key: DeskKey, *, program: str, made: str) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._key, self._program, self._made = key, program, made
        self.parts: list[archive.Part] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, ValueError):
            self._zip.close()

    def add_entries(self, journal: str, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=union.in_strand_order)
        part = archive.put(self._zip, f"{ENTRIES}{journal}.ndjson", map(to_line, ordered), packed=True)
        if part.bytes > MOST_ENTRIES_BYTES or len(ordered) > MOST_JOURNAL:
            raise _too_large()
        self.parts.append(part)

    def add_file(self, content: bytes) -> None:
        self.parts.append(archive.put(self._zip, FILES + hashlib.sha256(content).hexdigest(), [content]))

    def finish(self) -> None:
        """Write the manifest and sign it."""
        told = {
            "desk": self._key.desk,
            "files": [{"bytes": part.bytes, "name": part.name, "sha256": part.sha256} for part in self.parts],
            "format": FORMAT,
            "incarnation": self._key.incarnation.hex(),
            "key": self._key.public.hex(),
            "made": self._made,
            "program": self._program,
        }
        manifest = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        if len(manifest) > archive.MOST_MANIFEST:
            raise _too_large()
        archive.put(self._zip, archive.MANIFEST, [manifest], packed=True)
        archive.put(self._zip, archive.SIGNATURE, [self._key.sign(DOMAIN + manifest)])
        self._zip.close()


@contextmanager
def sealing(stream: IO[bytes], recipients: Sequence[bytes]) -> Iterator[IO[bytes]]:
    """*stream* itself, or a stream that seals into it for *recipients*."""
    if not recipients:
        yield stream
        return
    inside: Any = sealed.Sealing(stream, recipients)
    yield inside
    inside.close()


class Reader:
    """An open bundle; make it with `reading`. Its manifest is proven, its contents when `prove` was called or when
    they are read."""

    def __init__(self, inside: zipfile.ZipFile, file: Path) -> None:
        self._zip, self.file = inside, file
        found = archive.members(inside, file, _most, most_files=MOST_JOURNALS + MOST_FILES + 2)
        told, self._parts = archive.signed_manifest(
            inside, found, file, domain=DOMAIN, newest=FORMAT, read=lambda told: _second_form(told)
        )
        self.desk, self.made = str(told["desk"]), str(told["made"])
        self.journals = {
            name.removeprefix(ENTRIES).removesuffix(".ndjson"): part
            for name, part in self._parts.items()
            if name.startswith(ENTRIES)
        }
        self.files = {name.removeprefix(FILES): part for name, part in self._parts.items() if name.startswith(FILES)}
        if any(part.sha256 != sha256 for sha256, part in self.files.items()):
            raise archive.refused(file, say("a file in it is not what its manifest says"))
        if sum(part.bytes for part in self._parts.values()) > archive.MOST_BYTES:
            raise archive.refused(file, say("it is larger than a package may be"))

    def entries(self, journal: str) -> list[Entry]:
        """The entries of one journal, their form proven; whose they are and whether they follow is for who accepts."""
        found = archive.entries(self._zip, self.journals[journal], self.file, most=MOST_JOURNAL)
        if any(entry.head.inspection != journal for entry in found):
            raise archive.refused(self.file, say("an entry in it is altered, or one is missing"))
        return found

    def pieces(self, sha256: str) -> Iterator[bytes]:
        return archive.pieces(self._zip, self.files[sha256], self.file)

    def prove(self, progress: Callable[[int, int], object] | None = None) -> dict[str, list[Row]]:
        """Look at every byte; of each journal the rows of its entries. An entry whose desk's key
        is in the bundle must be signed by it."""
        found: dict[str, list[Row]] = {}
        total = 0
        for journal in self.journals:
            entries = self.entries(journal)
            total += len(entries)
            if total > MOST_ENTRIES or not _signed(entries):
                raise archive.refused(self.file, say("an entry in it is altered, or one is missing"))
            found[journal] = [row_of(entry) for entry in entries]
        for number, sha256 in enumerate(self.files, 1):
            if progress is not None:
                progress(number, len(self.files))
            for _ in self.pieces(sha256):
                pass
        return found


@contextmanager
def reading(file: Path, private: bytes | None = None) -> Iterator[Reader]:
    """Open a bundle, with the key of who it may be sealed for. Raises `Trouble`."""
    opener = None
    if sealed.is_sealed(_beginning(file)):
        opener = partial(_opened, private=private, name=file.name)
    with archive.reading(file, opener=opener) as inside:
        yield Reader(inside, file)


def _opened(stream: IO[bytes], *, private: bytes | None, name: str) -> IO[bytes]:
    inside: IO[bytes] = io.BufferedReader(sealed.Opened(stream, private, name), sealed.PIECE)
    return inside


def is_bundle(file: Path) -> bool:
    """Is *file* a bundle, as against a package of format 1 or anything else? Its contents are not looked at."""
    if sealed.is_sealed(_beginning(file)):
        return True
    try:
        with archive.reading(file) as inside:
            names = inside.namelist()
    except Trouble:
        return False
    return any(name.startswith((ENTRIES, FILES)) for name in names)


class BundleTaker:
    """An office that is a bundle being written: it lacks everything."""

    signs = False

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._digests: dict[str, dict[str, StrandHead]] = {}
        self._entries: dict[str, dict[str, Entry]] = {}
        self._put: set[str] = set()

    def hello(self) -> Hello:
        return Hello(BUNDLE, "", "", "")

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        return {journal: dict(told) for journal, told in self._digests.items()}

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        held = self._entries.setdefault(inspection, {})
        held.update((entry.id, entry) for entry in entries)
        digest = {**self._digests.get(inspection, {}), **union.digest(held.values())}
        self._digests[inspection] = digest
        return Given({desk: (seq, end) for desk, (seq, end) in digest.items()})

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        return iter(())

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        return {sha256: HELD if sha256 in self._put else 0 for sha256 in hashes}

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        content = b"".join(pieces)  # whole first: a photo that cannot be read must not break the bundle
        if sha256 not in self._put and hashlib.sha256(content).hexdigest() == sha256 and len(content) <= MOST_FILE:
            self._flush()
            self._writer.add_file(content)
            self._put.add(sha256)

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        raise NotThere(sha256)

    def receipt(self, inspection: str) -> Receipt | None:
        return None

    def close(self) -> None:
        """Everything was given: finish the file."""
        self._flush()
        self._writer.finish()

    def _flush(self) -> None:
        for journal, entries in self._entries.items():
            self._writer.add_entries(journal, entries.values())
        self._entries = {}


class BundleGiver:
    """An office that is a bundle somebody sent, proven: it has what is in it and takes nothing."""

    signs = False

    def __init__(self, reader: Reader, found: Mapping[str, Sequence[Row]]) -> None:
        self._reader, self._found = reader, found

    def hello(self) -> Hello:
        return Hello(BUNDLE, self._reader.file.name, "", "")

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        return {journal: digest_of(rows) for journal, rows in self._found.items()}

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        raise _takes_nothing()

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        wanted = (e for e in self._reader.entries(inspection) if e.head.seq > after.get(e.head.desk, MAX_COUNT))
        return iter(sorted(wanted, key=union.in_strand_order))

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        return {sha256: HELD if sha256 in self._reader.files else 0 for sha256 in hashes}

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        raise _takes_nothing()

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        if sha256 not in self._reader.files:
            raise NotThere(sha256)
        return skipping(self._reader.pieces(sha256), offset)

    def receipt(self, inspection: str) -> Receipt | None:
        return None

    def close(self) -> None:
        pass


def row_of(entry: Entry) -> Row:
    return entry.head.desk, entry.head.seq, entry.head.prev, entry.id


def digest_of(rows: Iterable[Row]) -> dict[str, StrandHead]:
    """The digest of entries of which only the rows are known; see `union.digest`."""
    strands: dict[str, dict[str, tuple[int, str]]] = {}
    for desk, seq, prev, name in rows:
        strands.setdefault(desk, {})[name] = (seq, prev)
    return {
        desk: union.end_of(
            StrandHead(seq, name)
            for followed in [{prev for _, prev in strand.values()}]
            for name, (seq, _) in strand.items()
            if name not in followed
        )
        for desk, strand in strands.items()
    }


def skipping(pieces: Iterator[bytes], offset: int) -> Iterator[bytes]:
    """*pieces* without the first *offset* bytes."""
    for piece in pieces:
        if offset < len(piece):
            yield piece[offset:]
        offset = max(0, offset - len(piece))


def _signed(entries: Sequence[Entry]) -> bool:
    """Is every entry signed by its desk, as far as the bundle itself says whose key that is?"""
    from auditapp.journal.desk_key import verify
    from auditapp.journal.strand import public_of

    publics = {e.head.desk: public for e in entries if (public := public_of(e)) is not None}
    return all(
        entry.value_fits()
        and (entry.head.desk not in publics or verify(publics[entry.head.desk], entry.head_bytes, entry.signature))
        for entry in entries
    )


def _second_form(told: Mapping[str, Any]) -> None:
    if archive.count(told["format"]) != FORMAT:
        raise ValueError("another form")
    archive.text(told["made"])
    archive.text(told["program"])


def _most(name: str) -> int:
    """The most bytes a file of this name may unpack to; 0: it does not belong in a bundle."""
    journal = name.removeprefix(ENTRIES).removesuffix(".ndjson")
    if name == archive.MANIFEST:
        return archive.MOST_MANIFEST
    if name == archive.SIGNATURE:
        return archive.MOST_SIGNATURE
    if name == f"{ENTRIES}{journal}.ndjson" and len(journal) == 32 and is_hash(journal * 2):
        return MOST_ENTRIES_BYTES
    if name.startswith(FILES) and is_hash(name.removeprefix(FILES)):
        return max(MOST_FILE, write.MAX_BYTES)
    return 0


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(len(sealed.MAGIC))
    except OSError as error:
        raise archive.unreadable(file, error) from error


def _too_large() -> Trouble:
    return Trouble(
        say("Too much for one file"),
        say("So much does not go into one file."),
        say("Nothing was written. Choose fewer inspections, and write several files."),
        code=2,
    )


def _takes_nothing() -> Trouble:
    return Trouble(
        say("Nothing can be given to a file that was sent"),
        say("A package that somebody sent is only read."),
        say("Write a package of your own and send it."),
        code=2,
    )
