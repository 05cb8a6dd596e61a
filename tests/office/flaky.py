"""A road that breaks, repeats, reorders and lies, around any office: what happens in a week of hotel networks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import msgspec

from auditapp.journal.entry import Entry
from auditapp.journal.strand import StrandHead
from auditapp.office.protocol import HELD, Cut, Digest, Given, Hello, Office, Receipt

Got = TypeVar("Got")


@dataclass
class Flaky:
    """*office* behind a bad road. *cuts* and *lies* are how likely each message breaks or is false; *repeats* that it
    arrives twice. What was done is counted in ``done``."""

    office: Office
    chance: random.Random
    cuts: float = 0.15
    repeats: float = 0.15
    lies: float = 0.0
    done: dict[str, int] = field(default_factory=dict)

    @property
    def signs(self) -> bool:
        return self.office.signs

    def hello(self) -> Hello:
        return self._message(self.office.hello)

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        told = self._message(lambda: self.office.digests(mine))
        for digest in told.values():
            for desk, (seq, end) in list(digest.items()):
                if self._happens("lie", self.lies):
                    match self.chance.randrange(3):
                        case 0:
                            del digest[desk]
                        case 1:
                            digest[desk] = StrandHead(seq + 3, end)
                        case _:
                            digest[desk] = StrandHead(seq, "0" * 64)
        return told

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        if self._happens("lie", self.lies):
            return Given({e.head.desk: (e.head.seq, e.id) for e in entries})  # says it has them, and has not
        some = list(entries)
        self.chance.shuffle(some)
        return self._message(lambda: self.office.give(inspection, some))

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        every = list(self.office.entries(inspection, after))
        if self._happens("reorder", 0.2):
            self.chance.shuffle(every)
        if self._happens("repeat", self.repeats):
            every += every[: self.chance.randint(0, len(every))]
        stop = self.chance.randint(0, len(every)) if self._happens("cut", self.cuts) else None
        for number, entry in enumerate(every):
            if number == stop:
                raise Cut
            yield self._altered(entry) if self._happens("lie", self.lies) else entry
        if stop is not None:
            raise Cut

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        asked = list(hashes)
        told = self._message(lambda: self.office.have(asked))
        return {s: (0 if n == HELD else HELD) if self._happens("lie", self.lies) else n for s, n in told.items()}

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        if not self._happens("cut", self.cuts):
            self.office.put(sha256, size, pieces, offset=offset)
            if self._happens("cut", self.cuts):
                raise Cut
            return
        left = self.chance.randint(0, max(0, size - offset))

        def some() -> Iterator[bytes]:
            sent = 0
            for piece in pieces:
                if sent + len(piece) > left:
                    yield piece[: left - sent]
                    raise Cut
                sent += len(piece)
                yield piece
            raise Cut

        self.office.put(sha256, size, some(), offset=offset)

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        cut = self._happens("cut", self.cuts)
        for number, piece in enumerate(self.office.get(sha256, offset=offset)):
            if self._happens("lie", self.lies):
                yield piece[:-1] + bytes([piece[-1] ^ 1])
            elif cut and number >= self.chance.randint(0, 1):
                yield piece[: self.chance.randint(0, len(piece))]
                raise Cut
            else:
                yield piece

    def receipt(self, inspection: str) -> Receipt | None:
        told = self._message(lambda: self.office.receipt(inspection))
        if told is not None and self._happens("lie", self.lies):
            return msgspec.structs.replace(told, count=told.count + 1)
        return told

    def close(self) -> None:
        self.office.close()

    # -- inside -----------------------------------------------------------------------------------

    def _message(self, ask: Callable[[], Got]) -> Got:
        """Lost on the way there, or on the way back, or heard twice."""
        if self._happens("cut", self.cuts):
            raise Cut
        told = ask()
        if self._happens("repeat", self.repeats):
            told = ask()
        if self._happens("cut", self.cuts):
            raise Cut
        return told

    def _happens(self, what: str, how_likely: float) -> bool:
        happens = self.chance.random() < how_likely
        self.done[what] = self.done.get(what, 0) + happens
        return happens

    def _altered(self, entry: Entry) -> Entry:
        if entry.value_bytes is None:
            return replace(entry, signature=bytes(64))
        return replace(entry, value_bytes=b'{"v":"no, the other way round"}')
