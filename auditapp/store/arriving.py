"""A file on its way in: kept encrypted as far as it came, so that a cut costs only what was on the road.

It lies beside the photos under their keys, in their own form (`photos`), whose last piece is sealed as the last one:
a file that is not whole can therefore never be read as a photo. Whole pieces survive a cut; a rest does not.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from auditapp.store import durable, troubles
from auditapp.store.photos import HEADER, MAGIC, PIECE, SALT, TAG, Photos, nonce_of

ENDING = ".arriving"


class OtherContent(Exception):
    """What arrived is not what its name says, or is longer than a file may be. It is forgotten."""


class Arriving:
    """One file on its way into *photos*."""

    def __init__(self, photos: Photos, sha256: str) -> None:
        self._photos, self.sha256 = photos, sha256
        final = photos.path(sha256)
        self.path: Path = final.with_name(final.name + ENDING)

    def begun(self) -> int:
        """How many bytes are here already."""
        try:
            return max(0, (self.path.stat().st_size - HEADER) // (PIECE + TAG)) * PIECE
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise troubles.of_os(error, self.path) from error

    def take(self, pieces: Iterator[bytes], *, offset: int) -> int:
        """Keep *pieces*, which begin at *offset* (as `begun` said); the file's size. When it returns the whole file is
        on the drive and is what its name says. Raises `OtherContent`, or `Trouble` when the disk refuses; what the road
        raises comes through, and then the whole pieces are kept."""
        if self._photos.room is not None:
            self._photos.room(0)
        self._photos.lay_out(self.path)
        try:
            if offset == 0:
                self.path.unlink(missing_ok=True)
            with self.path.open("r+b" if offset else "xb") as stream:
                self.path.chmod(0o600)
                length = self._fill(stream, pieces, offset)
                stream.flush()
                durable.sync_file(stream.fileno())
            durable.replace(self.path, self._photos.path(self.sha256))
            durable.sync_folder(self.path.parent)
        except OSError as error:
            raise troubles.of_os(error, self.path) from error
        return length

    def _fill(self, stream: IO[bytes], pieces: Iterator[bytes], offset: int) -> int:
        if offset:
            cipher, digest = self._reread(stream, offset)
        else:
            salt = secrets.token_bytes(SALT)
            stream.write(MAGIC + salt)
            cipher, digest = self._photos.cipher(salt), hashlib.sha256()
        number, length, rest = offset // PIECE, offset, b""
        for piece in pieces:
            digest.update(piece)
            length += len(piece)
            if length > self._photos.largest:
                self._give_up()
                raise OtherContent
            rest += piece
            while len(rest) > PIECE:  # the last piece is held back until it is known to be the last
                stream.write(cipher.encrypt(nonce_of(number, False), rest[:PIECE], MAGIC))
                number, rest = number + 1, rest[PIECE:]
        if digest.hexdigest() != self.sha256:
            self._give_up()
            raise OtherContent
        stream.write(cipher.encrypt(nonce_of(number, True), rest, MAGIC))
        return length

    def _reread(self, stream: IO[bytes], offset: int) -> tuple[Any, Any]:
        """What is here already, read and hashed anew: a power cut may have spoilt it."""
        from cryptography.exceptions import InvalidTag

        header, digest = stream.read(HEADER), hashlib.sha256()
        cipher = self._photos.cipher(header[len(MAGIC) :])
        try:
            for number in range(offset // PIECE):
                digest.update(cipher.decrypt(nonce_of(number, False), stream.read(PIECE + TAG), MAGIC))
        except (InvalidTag, ValueError):
            self._give_up()
            raise OtherContent from None
        stream.truncate(stream.seek(HEADER + offset // PIECE * (PIECE + TAG), os.SEEK_SET))
        return cipher, digest

    def _give_up(self) -> None:
        """What came is not what was asked for: begin anew next time."""
        with suppress(OSError):
            self.path.unlink()
