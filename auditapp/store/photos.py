"""Photos and other large files: named by their content, encrypted, written once (exchange.md C).

A file's name is an HMAC of the SHA-256 of the plain bytes, so that a thief cannot test for a photo he knows.
Inside: a header, then AES-256-GCM pieces of 64 KiB, each bound to its place and to being the last or not, so
that swapped, cut or joined files are noticed. A file is synced and renamed before anybody names its hash in
an entry; originals are never touched, not by a byte.

    b"AUDITPH1" | 16 random bytes | piece 0 | piece 1 | …        piece = ciphertext + 16 byte tag
    key of the file = HKDF(photo key, the 16 bytes); nonce = piece number (11 bytes) + last flag (1 byte)
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from auditapp.store import durable, troubles
from auditapp.store.vault import Keys
from auditapp.words import Trouble, say

MAGIC: Final = b"AUDITPH1"
SALT: Final = 16
HEADER: Final = len(MAGIC) + SALT
PIECE: Final = 64 * 1024
TAG: Final = 16
LARGEST: Final = 50 * 1024 * 1024
"""Largest file in bytes (exchange.md A.4)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store: SHA-256 of its plain bytes, their number, and whether it was there before."""

    sha256: str
    bytes: int
    known: bool


class Photos:
    """The photo folder of one desk. ``room`` is asked for the bytes about to be written and may refuse."""

    def __init__(
        self, folder: Path, keys: Keys, *, room: Callable[[int], None] | None = None, largest: int = LARGEST
    ) -> None:
        self.folder, self._photos, self._names = folder, keys.photos, keys.names
        self.room, self.largest = room, largest

    def path(self, sha256: str) -> Path:
        """Where the file of this hash lies, whether it is there or not."""
        name = hmac.new(self._names, bytes.fromhex(sha256), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def keep(self, plain: bytes) -> Kept:
        """Keep *plain*; when this returns, the file is on the drive. Raises `Trouble` (full, read-only, too large).

        A file that is there already and reads right is not written again.
        """
        if len(plain) > self.largest:
            raise too_large(len(plain), self.largest)
        sha256 = hashlib.sha256(plain).hexdigest()
        target = self.path(sha256)
        if target.is_file() and self._reads_right(sha256):
            return Kept(sha256, len(plain), known=True)
        if self.room is not None:
            self.room(len(plain))
        self.lay_out(target)
        with durable.whole_file(target) as stream:
            self._seal(plain, stream)
        return Kept(sha256, len(plain), known=False)

    def read(self, sha256: str) -> bytes:
        """The plain bytes, proven to be those of *sha256*. Raises `Trouble`: missing or damaged."""
        plain = b"".join(self._pieces(sha256))
        if hashlib.sha256(plain).hexdigest() != sha256:
            raise damaged(sha256)
        return plain

    def open_photo(self, sha256: str) -> IO[bytes]:
        """The plain bytes as a readable, seekable stream in memory; checked like `read`."""
        return io.BytesIO(self.read(sha256))

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """The plain bytes piece by piece (64 KiB each), every piece proven; for sending and exporting."""
        return self._pieces(sha256)

    def pieces_from(self, sha256: str, offset: int) -> Iterator[bytes]:
        """As `pieces`, from *offset* on: what was sent before a cut need not be sent again."""
        skipped = 0
        for piece in self._opened(self.path(sha256), sha256, first=offset // PIECE):
            cut = offset % PIECE if not skipped else 0
            skipped = 1
            if piece[cut:]:
                yield piece[cut:]

    def size(self, sha256: str) -> int:
        """Bytes of the plain file; 0 when it is not here."""
        try:
            sealed = self.path(sha256).stat().st_size - HEADER
        except OSError:
            return 0
        return max(0, sealed - -(-sealed // (PIECE + TAG)) * TAG)

    def remove(self, sha256: str) -> int:
        """Remove a file for good; the bytes it took. Only for an original that head office holds and a person gave up
        (`operations.exchange`); nothing else is ever removed."""
        path = self.path(sha256)
        try:
            size = path.stat().st_size
            path.unlink()
            durable.sync_folder(path.parent)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise troubles.of_os(error, path) from error
        return size

    def check(self, sha256: str) -> str:
        """ "" when the file reads right, else "missing" or "damaged" (for `doctor` and `verify`)."""
        if not self.has(sha256):
            return "missing"
        return "" if self._reads_right(sha256) else "damaged"

    def keep_derived(self, sha256: str, use: str, plain: bytes) -> None:
        """Keep what can be made again from the photo *sha256* (*use*: "thumbnail"), encrypted as well."""
        target = self._derived_path(sha256, use)
        self.lay_out(target)
        with durable.whole_file(target, sync=False) as stream:
            self._seal(plain, stream)

    def derived(self, sha256: str, use: str) -> bytes | None:
        """What `keep_derived` kept, or None when it is not there or not whole: then make it again."""
        try:
            return b"".join(self._opened(self._derived_path(sha256, use), sha256))
        except Trouble:
            return None

    def sizes(self) -> tuple[int, int]:
        """(number of files, bytes on disk), for `doctor`."""
        every = [found.stat().st_size for found in self.folder.glob("??/*")] if self.folder.is_dir() else []
        return len(every), sum(every)

    def sweep(self, named: Collection[str], uses: Collection[str] = ("thumbnail",)) -> list[Path]:
        """Files that no hash in *named* accounts for, and half-written ones. Nothing is deleted here:
        show the list to a person first."""
        wanted = {self.path(sha256) for sha256 in named}
        wanted |= {self._derived_path(sha256, use) for sha256 in named for use in uses}
        if not self.folder.is_dir():
            return []
        return sorted(found for found in self.folder.glob("??/*") if found not in wanted)

    def _reads_right(self, sha256: str) -> bool:
        digest = hashlib.sha256()
        try:
            for piece in self._pieces(sha256):
                digest.update(piece)
        except Trouble:
            return False
        return digest.hexdigest() == sha256

    def _seal(self, plain: bytes, stream: IO[bytes]) -> None:
        salt = secrets.token_bytes(SALT)
        cipher = self.cipher(salt)
        stream.write(MAGIC + salt)
        view = memoryview(plain)
        count = max(1, -(-len(plain) // PIECE))
        for number in range(count):
            piece = view[number * PIECE : (number + 1) * PIECE]
            stream.write(cipher.encrypt(nonce_of(number, number == count - 1), piece, MAGIC))

    def lay_out(self, target: Path) -> None:
        """Make all 256 folders at the first photo, so that later ones pay for no folder's sync."""
        if target.parent.is_dir():
            return
        durable.make_folder(self.folder)
        try:
            for number in range(256):
                (self.folder / f"{number:02x}").mkdir(mode=0o700, exist_ok=True)
            durable.sync_folder(self.folder)
        except OSError as error:
            raise troubles.of_os(error, self.folder) from error

    def _derived_path(self, sha256: str, use: str) -> Path:
        name = hmac.new(self._names, use.encode() + b"\n" + bytes.fromhex(sha256), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def _pieces(self, sha256: str) -> Iterator[bytes]:
        return self._opened(self.path(sha256), sha256)

    def _opened(self, path: Path, sha256: str, *, first: int = 0) -> Iterator[bytes]:
        from cryptography.exceptions import InvalidTag

        try:
            with path.open("rb") as stream:
                header = stream.read(HEADER)
                if len(header) != HEADER or not header.startswith(MAGIC):
                    raise damaged(sha256)
                cipher = self.cipher(header[len(MAGIC) :])
                stream.seek(HEADER + first * (PIECE + TAG))
                number, sealed = first, stream.read(PIECE + TAG)
                if first and not sealed:
                    return
                while True:
                    following = stream.read(PIECE + TAG)
                    try:
                        yield bytes(cipher.decrypt(nonce_of(number, not following), sealed, MAGIC))
                    except (InvalidTag, ValueError):
                        raise damaged(sha256) from None
                    if not following:
                        return
                    number, sealed = number + 1, following
        except FileNotFoundError:
            raise missing(sha256) from None
        except OSError as error:
            raise troubles.of_os(error, path) from error

    def cipher(self, salt: bytes) -> Any:
        """The cipher of one file, by the 16 bytes in its header."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

        return AESGCM(HKDFExpand(hashes.SHA256(), 32, MAGIC + salt).derive(self._photos))


def nonce_of(number: int, last: bool) -> bytes:
    """The nonce of a piece: its place, and whether it is the last."""
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def missing(sha256: str) -> Trouble:
    return Trouble(
        say("A photo is missing"),
        say("The file of photo {sha256} is not on this laptop."),
        say("Look for it in a backup, or exchange with the desk that took it."),
        sha256=sha256[:12],
    )


def damaged(sha256: str) -> Trouble:
    return Trouble(
        say("A photo is damaged"),
        say("The file of photo {sha256} is not what was saved."),
        say("The answers are not touched. Look for the photo in a backup."),
        sha256=sha256[:12],
    )


def too_large(found: int, limit: int) -> Trouble:
    return Trouble(
        say("The file is too large"),
        say("It has {found} MB; at most {limit} MB are taken in."),
        say("Save it smaller and try again."),
        code=2,
        found=-(-found // 2**20),
        limit=limit // 2**20,
    )
