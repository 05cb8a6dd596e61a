"""The strict ZIP that packages and bundles are: written with a signed manifest, and read trusting nothing.

What is read: names from a list of what may be there and none twice, stored or deflated and in no other way, sizes
before contents, every hash, and a manifest signed by the desk it names. What a broken or hostile file makes a library
raise becomes one sentence.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from auditapp.journal import desk_key
from auditapp.journal.entry import Entry, NotCanonical, read_canonical
from auditapp.journal.line import MAX_LINE_BYTES, from_line
from auditapp.words import Trouble, say

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"

MOST_BYTES: Final = 8 * 2**30
MOST_MANIFEST: Final = 2 * 2**20
MOST_SIGNATURE: Final = 64
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""Times inside the ZIP say nothing; when it was made stands in the manifest."""
PIECE: Final = 64 * 1024


@dataclass(frozen=True)
class Part:
    """A file of the archive as its manifest promises it."""

    name: str
    bytes: int
    sha256: str


def put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], *, packed: bool = False) -> Part:
    """Write one file of the archive, streaming."""
    told = zipfile.ZipInfo(name, _STAMP)
    told.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    told.external_attr = 0o600 << 16
    digest, length = hashlib.sha256(), 0
    with archive.open(told, "w", force_zip64=False) as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
            length += len(piece)
    return Part(name, length, digest.hexdigest())


@contextmanager
def reading(file: Path, *, opener: Callable[[IO[bytes]], IO[bytes]] | None = None) -> Iterator[zipfile.ZipFile]:
    """The archive as a ZIP; what a broken or hostile one makes the library raise becomes one sentence. *opener* makes
    of the file's stream the one the ZIP lies in (a sealed bundle)."""
    import zlib

    try:
        if file.stat().st_size > MOST_BYTES:
            raise refused(file, say("it is larger than a package may be"))
        with file.open("rb") as stream:
            inside = stream if opener is None else opener(stream)
            with zipfile.ZipFile(inside) as archive:
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
        raise refused(file, say("it is not a whole package")) from fault


def members(
    archive: zipfile.ZipFile, file: Path, most: Callable[[str], int], *, most_files: int
) -> dict[str, zipfile.ZipInfo]:
    """What is in the ZIP, each name once. *most* says how many bytes a file of this name may unpack to, 0 for a name
    that does not belong in it."""
    listed = archive.infolist()
    if len(listed) > most_files:
        raise refused(file, say("it holds too many files"))
    found: dict[str, zipfile.ZipInfo] = {}
    for one in listed:
        if one.filename in found or one.orig_filename != one.filename or not most(one.filename):
            raise refused(file, say("it holds a file that does not belong in a package"))
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or one.flag_bits & 0x1:
            raise refused(file, say("a file in it is packed in a way no package is"))
        if one.file_size > most(one.filename):
            raise refused(file, say("a file in it is too large"))
        found[one.filename] = one
    return found


def signed_manifest(
    archive: zipfile.ZipFile,
    found: Mapping[str, zipfile.ZipInfo],
    file: Path,
    *,
    domain: bytes,
    newest: int,
    read: Callable[[dict[str, Any]], object],
) -> tuple[Mapping[str, Any], dict[str, Part]]:
    """The manifest, signed by the desk it names, and the files it promises: just those that are there, in just these
    sizes. *read* looks at what else this form must say and raises what Python raises."""
    if MANIFEST not in found or SIGNATURE not in found:
        raise refused(file, say("a part of it is missing"))
    raw = limited(archive, found[MANIFEST], MOST_MANIFEST, file)
    signature = limited(archive, found[SIGNATURE], MOST_SIGNATURE, file)
    try:
        told = read_canonical(raw)
        if not isinstance(told, dict):
            raise NotCanonical("no manifest")
        public, incarnation = bytes.fromhex(told["key"]), bytes.fromhex(told["incarnation"])
        files = [Part(text(one["name"]), count(one["bytes"]), text(one["sha256"])) for one in told["files"]]
        parts = {part.name: part for part in files}
        newer = count(told["format"]) > newest
        whose = text(told["desk"])
        if not newer:
            read(told)
        twice = len(parts) != len(files)
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError):
        raise refused(file, say("its manifest cannot be read")) from None
    if not desk_key.verify(public, domain + raw, signature) or desk_key.desk_id(public, incarnation) != whose:
        raise refused(file, say("its manifest is not signed by the desk it names"))
    if newer:
        raise Trouble(
            say("The package was made by a newer version"),
            say("{file} has a newer form."),
            say("Nothing was taken in. Install the newer version of the program."),
            file=file.name,
        )
    if twice:
        raise refused(file, say("its manifest cannot be read"))
    if set(parts) != set(found) - {MANIFEST, SIGNATURE}:
        raise refused(file, say("its files are not those its manifest names"))
    if any(found[name].file_size != part.bytes for name, part in parts.items()):
        raise refused(file, say("a file in it has another size than its manifest says"))
    return told, parts


def entries(archive: zipfile.ZipFile, part: Part, file: Path, *, most: int) -> list[Entry]:
    """The entries of a file with one a line, their form proven."""
    found: list[Entry] = []
    rest = b""
    for piece in pieces(archive, part, file):
        *lines, rest = (rest + piece).split(b"\n")
        if len(found) + len(lines) > most or len(rest) > MAX_LINE_BYTES:
            raise refused(file, say("it holds too many entries"))
        try:
            found += [from_line(line) for line in lines]
        except NotCanonical:
            raise refused(file, say("an entry in it cannot be read")) from None
    if rest:
        raise refused(file, say("an entry in it cannot be read"))
    return found


def limited(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, file: Path) -> bytes:
    """The bytes of a small file, never more than *most*."""
    with archive.open(member) as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise refused(file, say("a file in it is too large"))
    return raw


def whole(archive: zipfile.ZipFile, part: Part, file: Path) -> bytes:
    return b"".join(pieces(archive, part, file))


def pieces(archive: zipfile.ZipFile, part: Part, file: Path) -> Iterator[bytes]:
    """The bytes of a part, never more than promised, and proven at its end."""
    digest, length = hashlib.sha256(), 0
    with archive.open(part.name) as stream:
        while piece := stream.read(PIECE):
            length += len(piece)
            if length > part.bytes:
                raise refused(file, say("a file in it has another size than its manifest says"))
            digest.update(piece)
            yield piece
    if length != part.bytes or digest.hexdigest() != part.sha256:
        raise refused(file, say("a file in it is not what its manifest says"))


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("not a count")
    return value


def refused(file: Path, why: str) -> Trouble:
    return Trouble(
        say("The package was not taken in"),
        say("{file} cannot be relied on: {why}."),
        say("Nothing was stored. Ask for the package again, on another stick if need be."),
        code=1,
        file=file.name,
        why=why,
    )


def unreadable(file: Path, error: OSError) -> Trouble:
    """The trouble of a file a person named and that cannot be read or written."""
    return Trouble(
        say("The file cannot be opened"),
        say("{file}: {why}."),
        say("Check the name and whether you may open it."),
        file=str(file),
        why=error.strerror or type(error).__name__,
    )
