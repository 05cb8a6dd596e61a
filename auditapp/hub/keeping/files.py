"""The files a hub holds: blobs, and beside them the rows that say which are whole and which inspections name them.

The row is written after the blob is on the drive and may therefore be missing, never wrong; it is there so that asking
for thousands of files, and signing a receipt, does not ask a bucket thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from auditapp.hub.keeping.base import Base
from auditapp.hub.keeping.blobs import HELD, Blobs
from auditapp.inspection.files import is_hash


@dataclass(frozen=True)
class Named:
    """The files an inspection's entries name and somebody must hold (`inspection.files.needed`): those held here, and
    those not (yet). Issued reports are not among them."""

    held: tuple[str, ...]
    missing: tuple[str, ...]


class Files:
    def __init__(self, base: Base, blobs: Blobs, *, clock: Callable[[], datetime]) -> None:
        self._base, self.blobs, self._clock = base, blobs, clock

    def have(self, hashes: Collection[str]) -> dict[str, int]:
        """SHA-256 -> `HELD`, or how many bytes of it are there already (0: none). Also for what is no hash: 0."""
        found = dict.fromkeys(hashes, 0)
        asked = [sha256 for sha256 in found if is_hash(sha256)]
        held = self._recorded(asked)
        rest = self.blobs.waiting([sha256 for sha256 in asked if sha256 not in held])
        for sha256, bytes_ in rest.items():
            if bytes_ == HELD:
                self._record(sha256, self.blobs.size(sha256))
        return found | dict.fromkeys(held, HELD) | rest

    def put(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        """Add the *piece* that begins at *offset* of a file of *size* bytes; `MOST_PIECE` at most, which is for the
        caller to see to. How many bytes are there now, or `HELD`: it is whole, its hash fits, it is on the drive.

        Raises `blobs.OtherOffset` (its ``held`` says where to go on), `blobs.OtherFile` (begin again) and `Trouble`.
        A file that is held already is `HELD` whatever is sent.
        """
        if self._recorded([sha256]):
            return HELD
        there = self.blobs.put(sha256, size, offset, piece)
        if there == HELD:
            self._record(sha256, size)
        return there

    def size(self, sha256: str) -> int | None:
        """How large a held file is; None when it is not held."""
        with self._base.look() as session:
            size = session.one("SELECT bytes FROM file WHERE sha256 = ?", (sha256,))
        if size is not None:
            return int(size)
        return self.blobs.size(sha256) if is_hash(sha256) else None

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a held file from *offset* on, in portions. Raises `Trouble` when it is not held."""
        return self.blobs.get(sha256, offset=offset)

    def keep(self, content: bytes, sha256: str) -> None:
        """Hold a whole file of the hub's own making."""
        self.put(sha256, len(content), 0, content)

    def named(self, inspection: str) -> Named:
        """What a receipt is about: the files the entries of *inspection* name, each list in order."""
        with self._base.look() as session:
            rows = session.rows(
                "SELECT n.sha256, f.sha256 FROM named n LEFT JOIN file f ON f.sha256 = n.sha256"
                " WHERE n.inspection = ? AND n.needed = 1 ORDER BY n.sha256",
                (inspection,),
            )
        held, missing = [str(n) for n, f in rows if f is not None], [str(n) for n, f in rows if f is None]
        late = self.blobs.waiting(missing) if missing else {}
        for sha256 in [sha256 for sha256 in missing if late.get(sha256) == HELD]:
            self._record(sha256, self.blobs.size(sha256))
            missing.remove(sha256)
            held.append(sha256)
        return Named(tuple(sorted(held)), tuple(missing))

    def named_in(self, sha256: str) -> set[str]:
        """The inspections whose entries name this file."""
        with self._base.look() as session:
            return {str(i) for (i,) in session.rows("SELECT inspection FROM named WHERE sha256 = ?", (sha256,))}

    def sees(self, person: str, sha256: str) -> bool:
        """Does an inspection that *person* is a member of name this file?"""
        with self._base.look() as session:
            return (
                session.row(
                    "SELECT 1 FROM named n JOIN member m ON m.inspection = n.inspection"
                    " WHERE n.sha256 = ? AND m.person = ? LIMIT 1",
                    (sha256, person),
                )
                is not None
            )

    def counts(self) -> dict[str, int]:
        """How many files are held and how large they are together, for metrics."""
        with self._base.look() as session:
            files, size = session.row("SELECT count(*), sum(bytes) FROM file") or (0, 0)
        return {"files": int(files), "bytes": int(size or 0)}

    def recorded(self) -> Iterator[tuple[str, int]]:
        """Every file recorded as held, in order: its SHA-256 and size."""
        last = ""
        while True:
            with self._base.look() as session:
                rows = session.rows(
                    "SELECT sha256, bytes FROM file WHERE sha256 > ? ORDER BY sha256 LIMIT 5000", (last,)
                )
            for sha256, size in rows:
                yield str(sha256), int(size)
            if not rows:
                return
            last = str(rows[-1][0])

    def tidy(self, older: timedelta = timedelta(days=30)) -> int:
        """Drop pieces nobody went on with for so long, and pieces of files that are whole; how many."""
        return self.blobs.tidy(self._clock() - older)

    # -- inside -----------------------------------------------------------------------------------

    def _recorded(self, hashes: Collection[str]) -> set[str]:
        if not hashes:
            return set()
        with self._base.look() as session:
            condition, wanted = session.among("sha256", hashes)
            return {str(s) for (s,) in session.rows(f"SELECT sha256 FROM file WHERE {condition}", (wanted,))}

    def _record(self, sha256: str, size: int | None) -> None:
        """Not durable by itself: the file is, and a row that a power cut took is written again when it is asked for."""
        now = self._clock().isoformat(timespec="seconds")
        with self._base.deed(durable=False) as session:
            session.run(
                "INSERT INTO file (sha256, bytes, arrived) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (sha256, size or 0, now),
            )
