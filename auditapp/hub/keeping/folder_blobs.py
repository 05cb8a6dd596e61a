"""Files in a folder: ``ab/…`` whole ones by their hash, ``pieces/HASH.SIZE`` what is not whole yet, ``locks/`` locks.

A piece is appended under a lock, because a client that lost its connection comes again while its last request is still
being written here. The locks are 256 files, one for each beginning of a hash, held by the system and freed when their
holder dies. Files lie as they are: the drive's encryption is the operator's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from auditapp.hub.keeping import troubles
from auditapp.hub.keeping.blobs import HELD, PORTION, OtherFile, OtherOffset, check_piece, fits
from auditapp.inspection.files import is_hash
from auditapp.store import durable, lock
from auditapp.store import troubles as disk

PATIENCE: Final = 30.0
"""Seconds a piece waits for another piece of the same file."""


class FolderBlobs:
    """See `blobs.Blobs`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.place = folder, str(folder)
        self._pieces, self._locks = folder / "pieces", folder / "locks"
        for each in (self._pieces, self._locks):
            durable.make_folder(each)

    def waiting(self, hashes: Collection[str]) -> dict[str, int]:
        pieces = self._pieces_there()
        found = {}
        for sha256 in hashes:
            if self.size(sha256) is not None:
                found[sha256] = HELD
            elif sha256 in pieces:
                found[sha256] = pieces[sha256]
        return found

    def put(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        check_piece(sha256, size, offset, piece)
        if self.size(sha256) is not None:
            return HELD
        try:
            if offset == 0 and len(piece) == size:
                return self._put_whole(sha256, piece)
            with self._alone(sha256):
                return self._append(sha256, size, offset, piece)
        except OSError as error:
            raise disk.of_os(error, self.folder) from error

    def size(self, sha256: str) -> int | None:
        try:
            return self._whole(sha256).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise disk.of_os(error, self.folder) from error

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        try:
            with self._whole(sha256).open("rb") as stream:
                stream.seek(offset)
                while portion := stream.read(PORTION):
                    yield portion
        except FileNotFoundError:
            raise troubles.not_held(sha256) from None
        except OSError as error:
            raise disk.of_os(error, self.folder) from error

    def all(self) -> Iterator[tuple[str, int]]:
        try:
            for shelf in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
                for file in sorted(shelf.iterdir()):
                    if is_hash(file.name):
                        yield file.name, file.stat().st_size
        except OSError as error:
            raise disk.of_os(error, self.folder) from error

    def tidy(self, before: datetime) -> int:
        gone = 0
        try:
            for part in list(self._pieces.iterdir()):
                sha256 = part.name.partition(".")[0]
                with self._alone(sha256), suppress(FileNotFoundError):
                    if part.stat().st_mtime < before.timestamp() or self.size(sha256) is not None:
                        part.unlink()
                        gone += 1
        except OSError as error:
            raise disk.of_os(error, self.folder) from error
        return gone

    def close(self) -> None:
        """Nothing is open between two calls."""

    # -- inside -----------------------------------------------------------------------------------

    def _whole(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _part(self, sha256: str, size: int) -> Path:
        return self._pieces / f"{sha256}.{size}"

    def _pieces_there(self) -> dict[str, int]:
        """How much is there of the files that are not whole. Of one all of whose bytes are there, but that was not
        hashed when the hub was killed, one byte less is told: its sender sends that one, and it is finished."""
        found: dict[str, int] = {}
        try:
            for part in self._pieces.iterdir():
                sha256, _, size = part.name.partition(".")
                with suppress(FileNotFoundError, ValueError):
                    there = min(part.stat().st_size, int(size) - 1)
                    found[sha256] = max(found.get(sha256, 0), there)
        except OSError as error:
            raise disk.of_os(error, self.folder) from error
        return {sha256: there for sha256, there in found.items() if there > 0}

    def _put_whole(self, sha256: str, content: bytes) -> int:
        """A file that comes in one piece: most do, and need neither lock nor a place to wait in."""
        if not fits(sha256, content):
            raise OtherFile("another hash")
        target = self._whole(sha256)
        durable.make_folder(target.parent)
        durable.write_whole(target, content)
        for part in self._pieces.glob(f"{sha256}.*"):
            part.unlink(missing_ok=True)
        return HELD

    def _append(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        if self.size(sha256) is not None:
            return HELD
        part = self._part(sha256, size)
        there = part.stat().st_size if part.exists() else 0
        if offset != there and not (offset == there - 1 == size - 1):
            raise OtherOffset(min(there, max(size - 1, 0)))
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "r+b") as stream:
            stream.seek(offset)
            stream.write(piece)
            stream.flush()
            if offset + len(piece) < size:
                return offset + len(piece)
            durable.sync_file(stream.fileno())
            stream.seek(0)
            hashed = hashlib.file_digest(stream, "sha256").hexdigest()
        if hashed != sha256:
            part.unlink()
            raise OtherFile("another hash")
        target = self._whole(sha256)
        durable.make_folder(target.parent)
        durable.replace(part, target)
        durable.sync_folder(target.parent)
        for other in self._pieces.glob(f"{sha256}.*"):
            other.unlink(missing_ok=True)
        return HELD

    @contextmanager
    def _alone(self, sha256: str) -> Iterator[None]:
        try:
            taken = lock.take(self._locks / sha256[:2], PATIENCE)
        except lock.Held:
            raise troubles.busy(self.place) from None
        try:
            yield
        finally:
            taken.release()
