"""An office that lies in memory: for tests, for the demonstration, and to read how an office behaves.

It is as strict as the hub: it keeps what it is given as a union of sets, puts aside what it may not let in, and signs
receipts only for what it holds. `image` and `back_to` play the operator who brings an old backup back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditapp.inspection import files
from auditapp.journal import union
from auditapp.journal.entry import Entry
from auditapp.journal.living import emptied, honoured_erasures
from auditapp.journal.strand import StrandHead
from auditapp.office import receipts
from auditapp.office.protocol import (
    HELD,
    MOST_ENTRIES,
    MOST_FILE,
    MOST_PIECE,
    Digest,
    Given,
    Hello,
    NotThere,
    Quarantined,
    Receipt,
)
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass
class Image:
    """What an office held at one moment, as a backup holds it."""

    journals: dict[str, dict[str, Entry]]
    files: dict[str, bytes]
    quarantine: dict[str, dict[str, tuple[Entry, str]]]


@dataclass
class MemoryOffice:
    """*admits* says why an entry may not come in ("" when it may); *sees* which inspections are shown."""

    id: str = "0ff1ce" * 5 + "00"
    name: str = "Head office"
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    admits: Callable[[Entry], str] = lambda entry: ""
    sees: Callable[[str], bool] = lambda inspection: True
    seed: bytes = b"memory office"
    epoch: str = "1"
    company: str = ""
    erasers: tuple[str, ...] = ()
    signs: bool = True
    journals: dict[str, dict[str, Entry]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    begun: dict[str, bytes] = field(default_factory=dict)
    quarantine: dict[str, dict[str, tuple[Entry, str]]] = field(default_factory=dict)

    # -- the protocol -----------------------------------------------------------------------------

    def hello(self) -> Hello:
        return Hello(
            self.id,
            self.name,
            self.epoch,
            self.clock().isoformat(timespec="seconds"),
            key=self._key.public_key().public_bytes_raw().hex() if self.signs else "",
            erasers=self.erasers,
            company=self.company,
        )

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        return {
            inspection: union.digest(journal.values())
            for inspection, journal in self.journals.items()
            if self.sees(inspection)
        }

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        if len(entries) > MOST_ENTRIES:
            raise _refused()
        journal = self.journals.setdefault(inspection, {})
        held_back = self.quarantine.setdefault(inspection, {})
        told = []
        let_in = []
        for entry in entries:
            why = "" if entry.id in journal else self.admits(entry)
            if why:
                held_back.setdefault(entry.id, (entry, why))
                told.append(Quarantined(entry.id, why))
            else:
                let_in.append(entry)
        accepted = union.accept_into(journal, let_in, inspection=inspection)
        for entry in (*accepted.new, *accepted.aside, *accepted.filled):
            journal[entry.id] = entry
        for name in honoured_erasures(journal.values(), self.erasers) if self.erasers else ():
            journal[name] = emptied(journal[name])
        for gap in accepted.gaps:  # what follows an entry that was put aside waits for the same reason
            if gap.entry.head.prev in held_back:
                why = held_back[gap.entry.head.prev][1]
                held_back.setdefault(gap.entry.id, (gap.entry, why))
                told.append(Quarantined(gap.entry.id, why))
        for fault in accepted.refused:
            held_back.setdefault(fault.entry.id, (fault.entry, "altered"))
            told.append(Quarantined(fault.entry.id, "altered"))
        return Given(
            {desk: (end.seq, end.id) for desk, end in union.digest(journal.values()).items()},
            tuple(told),
            tuple(sorted({fork.desk for fork in accepted.forks})),
        )

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        journal = self.journals.get(inspection, {}) if self.sees(inspection) else {}
        wanted = [e for e in journal.values() if e.head.desk in after and e.head.seq > after[e.head.desk]]
        yield from sorted(wanted, key=union.in_strand_order)

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        return {s: HELD if s in self.files else len(self.begun.get(s, b"")) for s in hashes}

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        if sha256 in self.files:
            return
        if size > MOST_FILE or offset > len(self.begun.get(sha256, b"")):
            raise _refused()
        held = bytearray(self.begun.get(sha256, b"")[:offset])
        try:
            for piece in pieces:
                held += piece
                if len(held) > size:
                    break
        finally:
            self.begun[sha256] = bytes(held)
        del self.begun[sha256]
        if len(held) != size or hashlib.sha256(held).hexdigest() != sha256:
            raise _refused()
        self.files[sha256] = bytes(held)

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        if sha256 not in self.files:
            raise NotThere(sha256)
        raw = self.files[sha256]
        for at in range(offset, len(raw), MOST_PIECE):
            yield raw[at : at + MOST_PIECE]

    def receipt(self, inspection: str) -> Receipt | None:
        if not self.signs or inspection not in self.journals:
            return None
        journal = self.journals[inspection].values()
        return receipts.make(
            self._key,
            office=self.id,
            epoch=self.epoch,
            inspection=inspection,
            digest=union.digest(journal),
            needed=files.needed(files.named(journal)),
            held=self.files.__contains__,
            time=self.clock().isoformat(timespec="seconds"),
        )

    def close(self) -> None:
        pass

    # -- the operator -----------------------------------------------------------------------------

    def image(self) -> Image:
        """A backup of what is held now."""
        return Image(
            {inspection: dict(journal) for inspection, journal in self.journals.items()},
            dict(self.files),
            {inspection: dict(held) for inspection, held in self.quarantine.items()},
        )

    def back_to(self, image: Image) -> None:
        """Bring a backup back: what came later is gone, and the epoch says so."""
        self.journals = {inspection: dict(journal) for inspection, journal in image.journals.items()}
        self.files = dict(image.files)
        self.quarantine = {inspection: dict(held) for inspection, held in image.quarantine.items()}
        self.begun = {}
        self.epoch = str(int(self.epoch) + 1)

    @property
    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(self.seed).digest())


def _refused() -> Trouble:
    return Trouble(
        say("Head office refused a message"),
        say("A message was not in order."),
        say("Nothing is lost. Try again; if it goes on, install the newest version of the program."),
    )
