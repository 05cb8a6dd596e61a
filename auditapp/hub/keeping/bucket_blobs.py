"""Files in a bucket of S3-compatible storage, for several hub processes on several machines.

``whole/HASH`` is a held file, ``pieces/HASH/SIZE/OFFSET`` part of one that is not whole. A piece is created only where
there is none: that is the lock, and the second of two senders is told how far the first one got. The last piece is not
laid down: with it the whole is put together, proven, and laid down as one.

The bucket should be told to drop unfinished multipart uploads after some days: a killed hub leaves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from auditapp.hub.keeping import troubles
from auditapp.hub.keeping.blobs import HELD, PORTION, OtherFile, OtherOffset, check_piece, fits
from auditapp.inspection.files import is_hash
from auditapp.office.enrolment import is_loopback

if TYPE_CHECKING:
    from obstore.store import S3Store

_SETTINGS: Final = frozenset({"endpoint", "region", "access_key_id", "secret_access_key", "unencrypted", "path_style"})
_ASK_ONE_BY_ONE: Final = 8
"""Up to so many files are asked for one by one; for more, all pieces are listed once."""
_PART: Final = 5 * 2**20
"""Bytes of a part of an upload; storage takes no smaller ones."""


class BucketBlobs:
    """See `blobs.Blobs`. *address*: ``s3://bucket/prefix?endpoint=https://…&region=…``; the keys come from the
    environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), the machine's role, or the address."""

    def __init__(self, address: str, *, patience: float = 20.0) -> None:
        where = bucket_of(address)
        self.place = f"s3://{where.bucket}/{where.prefix}".rstrip("/")
        from obstore.store import S3Store

        with self._asking():
            self._store: S3Store = S3Store(
                where.bucket,
                prefix=where.prefix or None,
                config=where.config,  # type: ignore[arg-type]  # its names are checked by `bucket_of`
                client_options={"allow_http": where.plain, "connect_timeout": "5s", "timeout": "60s"},
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=patience)},
            )
            self._prove()

    def waiting(self, hashes: Collection[str]) -> dict[str, int]:
        """Of those that are not recorded as held: how many bytes are there. (A whole one that is not recorded is
        noticed when it is sent again: asking for each would be a request each.)"""
        with self._asking():
            if len(hashes) <= _ASK_ONE_BY_ONE:
                found = {sha256: self._length(f"pieces/{sha256}/") for sha256 in hashes}
            else:
                lengths = self._lengths("pieces/")
                found = {sha256: lengths.get(sha256, 0) for sha256 in hashes}
        return {sha256: there for sha256, there in found.items() if there}

    def put(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        check_piece(sha256, size, offset, piece)
        with self._asking():
            if offset == 0 and len(piece) == size:
                return self._put_whole(sha256, piece)
            if offset == 0 and self._size(sha256) is not None:
                return HELD
            return self._put_piece(sha256, size, offset, piece)

    def size(self, sha256: str) -> int | None:
        with self._asking():
            return self._size(sha256)

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        import obstore

        with self._asking(sha256):
            size = self._size(sha256)
            if size is None:
                raise troubles.not_held(sha256)
            if offset >= size:  # storage calls an empty range an error
                return
            got = obstore.get(self._store, f"whole/{sha256}", options={"range": {"offset": offset}})
            for portion in got.stream(min_chunk_size=PORTION):
                yield bytes(portion)

    def all(self) -> Iterator[tuple[str, int]]:
        with self._asking():
            for path, size, _ in self._list("whole/"):
                name = path.rpartition("/")[2]
                if is_hash(name):
                    yield name, size

    def tidy(self, before: datetime) -> int:
        """Drop pieces that came before *before* or whose file is whole; how many."""
        import obstore

        with self._asking():
            old = [
                path
                for path, _, came in self._list("pieces/")
                if came < before or self._size(path.split("/")[-3]) is not None
            ]
            for path in old:
                obstore.delete(self._store, path)
        return len(old)

    def close(self) -> None:
        """Connections end with the process."""

    # -- inside -----------------------------------------------------------------------------------

    def _prove(self) -> None:
        """Is the bucket there, and does it refuse a second writer? Without that, two senders could mix their pieces."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        for _ in range(2):
            try:
                obstore.put(self._store, "proof", b"this storage refuses a second writer", mode="create")
            except AlreadyExistsError:
                return
        raise troubles.storage_refuses(self.place, "create-if-absent")

    def _size(self, sha256: str) -> int | None:
        import obstore

        try:
            return int(obstore.head(self._store, f"whole/{sha256}")["size"])
        except FileNotFoundError:
            return None

    def _put_whole(self, sha256: str, content: bytes) -> int:
        if not fits(sha256, content):
            raise OtherFile("another hash")
        self._create(f"whole/{sha256}", content)
        self._drop_pieces(sha256)
        return HELD

    def _put_piece(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        place = f"pieces/{sha256}/{size}/"
        there = self._chain(place)
        end = there[-1][1] if there else 0
        if offset != end:
            if self._size(sha256) is not None:
                return HELD
            raise OtherOffset(end)
        if offset + len(piece) < size:
            if piece and not self._create(f"{place}{offset:012d}", piece):
                raise OtherOffset(self._length(f"pieces/{sha256}/"))
            return offset + len(piece)
        try:
            self._finish(sha256, [path for path, _ in there], piece)
        except FileNotFoundError:  # another sender was done first, and tidied up
            if self._size(sha256) is None:
                raise OtherOffset(self._length(f"pieces/{sha256}/")) from None
        self._drop_pieces(sha256)
        return HELD

    def _finish(self, sha256: str, pieces: Sequence[str], last: bytes) -> None:
        """Put the pieces together, prove them, and only then lay the whole down: on this machine, in memory or beside
        it, for nothing may be asked of the storage while it takes a file. Two who finish at once write the same."""
        import obstore

        with SpooledTemporaryFile(max_size=_PART) as whole:
            hashed = hashlib.sha256()
            for path in pieces:
                part = bytes(obstore.get(self._store, path).bytes())
                hashed.update(part)
                whole.write(part)
            hashed.update(last)
            whole.write(last)
            if hashed.hexdigest() != sha256:
                self._drop_pieces(sha256)
                raise OtherFile("another hash")
            whole.seek(0)
            obstore.put(self._store, f"whole/{sha256}", whole, chunk_size=_PART, max_concurrency=2)

    def _create(self, path: str, content: bytes) -> bool:
        """True when it is new. (A request that was repeated because its answer was lost finds its own work.)"""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        try:
            obstore.put(self._store, path, content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        return True

    def _chain(self, place: str) -> list[tuple[str, int]]:
        """(path, end) of each piece that continues the one before it, from the file's beginning on."""
        found: list[tuple[str, int]] = []
        for path, size, _ in sorted(self._list(place)):
            end = found[-1][1] if found else 0
            if int(path.rpartition("/")[2]) == end:
                found.append((path, end + size))
        return found

    def _length(self, place: str) -> int:
        return max(self._lengths(place).values(), default=0)

    def _lengths(self, place: str) -> dict[str, int]:
        """HASH -> bytes of its longest chain of pieces, of all under *place*."""
        chains: dict[tuple[str, str], int] = {}
        for path, size, _ in sorted(self._list(place)):
            *_, sha256, whole, offset = path.split("/")
            end = chains.get((sha256, whole), 0)
            if int(offset) == end:
                chains[sha256, whole] = end + size
        found: dict[str, int] = {}
        for (sha256, _), end in chains.items():
            found[sha256] = max(found.get(sha256, 0), end)
        return found

    def _list(self, place: str) -> Iterator[tuple[str, int, datetime]]:
        import obstore

        for page in obstore.list(self._store, prefix=place):
            for one in page:
                yield str(one["path"]), int(one["size"]), one["last_modified"]

    def _drop_pieces(self, sha256: str) -> None:
        import obstore

        for path in sorted((path for path, *_ in self._list(f"pieces/{sha256}/")), reverse=True):
            obstore.delete(self._store, path)

    @contextmanager
    def _asking(self, sha256: str = "") -> Iterator[None]:
        """The storage's own errors become `Trouble` here."""
        from obstore import exceptions

        try:
            yield
        except FileNotFoundError as error:
            if sha256:
                raise troubles.not_held(sha256) from error
            raise troubles.storage_refuses(self.place, _short(error)) from error
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError) as error:
            raise troubles.storage_refuses(self.place, _short(error)) from error
        except (exceptions.BaseError, OSError) as error:
            raise troubles.no_storage(self.place, _short(error)) from error


@dataclass(frozen=True)
class _Place:
    bucket: str
    prefix: str
    config: dict[str, Any]
    plain: bool


def bucket_of(address: str) -> _Place:
    """What an address says. Raises `Trouble`; the address may hold a key and is not repeated."""
    try:
        told = urlsplit(address)
        given = dict(parse_qsl(told.query, strict_parsing=bool(told.query)))
        if told.scheme != "s3" or not told.netloc or set(given) - _SETTINGS:
            raise ValueError(address)
        endpoint = urlsplit(given.get("endpoint", ""))
        plain = endpoint.scheme == "http"
        if plain and given.get("unencrypted") != "yes" and not is_loopback(endpoint.hostname or ""):
            raise ValueError(address)
    except ValueError:
        raise troubles.wrong_place("files", "s3://…") from None
    config: dict[str, Any] = {name: given[name] for name in _SETTINGS - {"unencrypted", "path_style"} if name in given}
    if given.get("path_style") == "no":
        config["virtual_hosted_style_request"] = True
    return _Place(told.netloc, told.path.strip("/"), config, plain)


def _short(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
