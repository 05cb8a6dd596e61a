"""The desk's side of an exchange: what a round asks of whoever has the journals and the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from auditapp.inspection.files import Use
from auditapp.journal import union
from auditapp.journal.entry import Entry
from auditapp.office.protocol import Digest, Hello, Receipt


class NotTheFile(Exception):
    """What arrived is not what its name says. Raised by `Mine.keep`."""


class Mine(Protocol):
    """The desk's side. Methods may be called on any thread; whoever implements them hops where writing is allowed."""

    def digests(self) -> Mapping[str, Digest]:
        """All journals here."""
        ...

    def digest(self, inspection: str) -> Digest: ...

    def held_at(self, inspection: str, desk: str, seq: int) -> str | None:
        """As `union.send_after` asks."""
        ...

    def keys(self, inspection: str) -> Mapping[str, bytes]:
        """Desk -> public key, of the strands that are here."""
        ...

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        """The entries of each desk named in *after* with a higher number, in strand order."""
        ...

    def accept(self, inspection: str, entries: Sequence[Entry], *, proven: bool) -> union.Accepted:
        """Write them down; on the drive when it returns."""
        ...

    def named(self, inspection: str) -> Mapping[str, Use]:
        """The files that the entries here name, small before large (`inspection.files`)."""
        ...

    def whole(self, inspection: str) -> bool:
        """Is none of the files it names wanted here? (Remembered as long as nothing is written in it.)"""
        ...

    def has(self, sha256: str, use: Use) -> bool: ...

    def wants(self, sha256: str, use: Use) -> bool:
        """Not here, and to be fetched."""
        ...

    def size(self, sha256: str, use: Use) -> int: ...

    def pieces(self, sha256: str, use: Use, offset: int) -> Iterator[bytes]: ...

    def begun(self, sha256: str, use: Use) -> int:
        """How much of a file is here since a cut."""
        ...

    def keep(self, sha256: str, use: Use, pieces: Iterator[bytes], *, offset: int) -> None:
        """Keep the whole file; raises `NotTheFile` when it is another than its name says, and then forgets it."""
        ...

    def receipt(self, inspection: str, office: str) -> Receipt | None:
        """The receipt that was kept."""
        ...

    def keep_receipt(self, receipt: Receipt) -> None: ...

    def greeted(self, hello: Hello) -> str:
        """The office told who it is; the epoch it had last time, "" when this is the first."""
        ...

    def now(self) -> datetime: ...
