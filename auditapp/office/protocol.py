"""What a desk asks an office, and what it is answered: protocol v1. The hub speaks it over HTTPS, the other roads
speak it by themselves; `office.exchange` knows only this.

Every question may be asked again at any time and in any order: answers depend on what the office holds, never on what
was asked before. Bytes of entries and files travel as they are stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, Protocol, TypeAlias, TypeVar

import msgspec

from auditapp.journal.entry import Entry, canonical
from auditapp.journal.strand import StrandHead
from auditapp.words import Trouble, say

One = TypeVar("One")

PROTOCOL: Final = 1
MOST_ENTRIES: Final = 5_000
"""Entries in one message (exchange.md A.4)."""
MOST_MESSAGE: Final = 4 * 2**20
"""Bytes of one message, unpacked."""
_GIVEN_AT_ONCE: Final = 500
"""Entries that a desk gives in one message."""
MOST_PIECE: Final = 2**20
"""Bytes of a file in one message."""
MOST_FILE: Final = 50 * 2**20
"""Bytes of a file."""
MOST_JOURNAL: Final = 50_000
"""Entries of one inspection."""
MOST_FILES: Final = 10_000
"""Files of one inspection: 5,000 photos, each with its original and what may leave of it."""
CLOCK_WARNING: Final = 120
"""Seconds that two clocks may differ before people are told; nothing is decided by it."""

HELD: Final = -1
"""In the answer of `Office.have`: the whole file is on the office's drive."""

Digest: TypeAlias = Mapping[str, StrandHead]
"""Desk -> end of its strand, as `journal.union.digest` gives it."""


class Hello(msgspec.Struct, frozen=True):
    """Who the office is. ``epoch`` changes when somebody brings the office back from a backup: desks then offer
    everything again (comparing digests does it anyway) and people are told. ``time`` is its clock (ISO 8601), for
    people. ``key`` is the Ed25519 key its receipts are signed with (hex), "" where it gives none (a folder)."""

    office: str
    name: str
    epoch: str
    time: str
    key: str = ""
    protocols: tuple[int, ...] = (PROTOCOL,)
    erasers: tuple[str, ...] = ()
    """Public keys (hex) of the desks whose erasures are honoured."""
    company: str = ""
    """Id of the company journal; "" where there is none."""


class Quarantined(msgspec.Struct, frozen=True):
    """An entry that was offered and not let in (yet): its id, and why in the words of `WHY`."""

    id: str
    why: str


WHY: Final = {
    "altered": "altered, or signed by somebody else",
    "unknown desk": "its desk is not enrolled",
    "revoked": "its desk was revoked before it arrived",
    "not allowed": "the person's role does not allow it",
    "too much": "the inspection holds as much as an office takes",
}
"""Reasons of quarantine; ``WHY`` itself is English for logs, people are told by `cli` and `ui` in their language."""


class Receipt(msgspec.Struct, frozen=True):
    """What the office holds on its drive of one inspection. ``digest`` as the office has it; ``files`` is the hash over
    the held files that the entries name (`files_hash`), ``count`` how many; ``missing`` those named and not held. Which
    files those are says `inspection.files.needed` (issued reports are not among them: nobody must keep one).
    ``signature``: Ed25519 (hex) over `receipt_bytes` with the key of `Hello.key`."""

    office: str
    epoch: str
    inspection: str
    digest: dict[str, tuple[int, str]]
    files: str
    count: int
    missing: tuple[str, ...]
    time: str
    signature: str = ""


class Given(msgspec.Struct, frozen=True):
    """The answer to entries that were given: the office's digest now, and what was not let in. On its drive."""

    digest: dict[str, tuple[int, str]]
    quarantined: tuple[Quarantined, ...] = ()
    forks: tuple[str, ...] = ()
    """Desks of which two entries bear one number; both are kept."""


class Office(Protocol):
    """An office, by whatever road. Every method raises `words.Trouble` (unreachable, refused, damaged) and `Cut` when
    the road broke in the middle: then ask again."""

    signs: bool
    """Does it give receipts? (A folder or a bundle does not: "safe at head office" is never said after one.)

    An office whose files may travel several at once has ``lanes`` besides: how many (`carrying`)."""

    def hello(self) -> Hello: ...

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        """The office's digests of all inspections this desk may see, *mine* or not."""
        ...

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        """At most `MOST_ENTRIES` entries, `MOST_MESSAGE` bytes. When it returns they are on the office's drive."""
        ...

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        """The entries of each desk named in *after* whose number is higher, in strand order."""
        ...

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        """SHA-256 -> `HELD`, or how many bytes of it are there already (0: none)."""
        ...

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        """Send the file from *offset* on; when it returns all of it is on the office's drive and its hash fits."""
        ...

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a file from *offset* on. Raises `NotThere` when the office does not hold it (yet)."""
        ...

    def receipt(self, inspection: str) -> Receipt | None:
        """What the office holds of *inspection*, signed; None where it signs nothing."""
        ...

    def close(self) -> None: ...


class NotThere(Trouble):
    """The office does not hold this file (yet); the round goes on without it."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            say("The file is not there yet"),
            say("Head office does not hold the file {sha256} yet."),
            say("It comes with a later exchange, when the desk that has it has exchanged."),
            sha256=sha256[:12],
        )


class Cut(Exception):
    """The road broke in the middle of a message; whether it arrived is not known. Ask again."""


def files_hash(hashes: Iterable[str]) -> str:
    """One hash over a set of files' hashes."""
    return hashlib.sha256("\n".join(sorted(set(hashes))).encode()).hexdigest()


def receipt_bytes(receipt: Receipt) -> bytes:
    """What is signed: canonical JSON of all but the signature, behind a word that no other signature begins with."""
    told = msgspec.to_builtins(receipt)
    told.pop("signature")
    return b"auditapp-receipt-v1\n" + canonical(told)


def batches(ones: Iterable[One], most: int) -> Iterator[list[One]]:
    """*ones* so many at a time."""
    rest = iter(ones)
    while some := list(islice(rest, most)):
        yield some


def portions(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """*entries* in messages of bounded size, their order kept."""
    portion: list[Entry] = []
    size = 0
    for entry in entries:
        length = len(entry.head_bytes) + len(entry.value_bytes or b"") + 512
        if portion and (len(portion) >= _GIVEN_AT_ONCE or size + length > MOST_MESSAGE // 2):
            yield portion
            portion, size = [], 0
        portion.append(entry)
        size += length
    if portion:
        yield portion
