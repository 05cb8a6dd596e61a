"""The exchange of journals as a union of sets: what have I, what do you lack, accept what you give.

Nothing here trusts the order, the number or the honesty of what arrives. Every message may be cut, repeated
or late: what was accepted is a whole beginning of each strand, and a later round begins where this one
stopped. There is no "sent up to" bookmark anywhere (exchange.md A.1 tells what those lost); both sides
compare how far each strand goes *and* the id it ends with, or a clone of equal length would go unseen.

A **fork** (two entries of one desk with one number) is told and kept. The branch that came second lies
*aside*: as true as the first, sent on and folded like the first, only its number is taken.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from auditapp.journal.entry import Entry
from auditapp.journal.line import from_line as from_line
from auditapp.journal.line import to_line as to_line
from auditapp.journal.steps import at_once
from auditapp.journal.strand import (
    BadSignature,
    Fork,
    Gap,
    StrandFault,
    StrandHead,
    WrongInspection,
    check_signed,
    public_of,
)

Digest: TypeAlias = Mapping[str, tuple[int, str]]
"""Desk -> (number, id) of the end of its strand. Of a forked strand: the highest number, and a hash of all ends."""


def digest(entries: Iterable[Entry]) -> dict[str, StrandHead]:
    """What I have. *entries* is the whole journal, entries lying aside included; no entry twice is no matter."""
    strands: dict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        strands[entry.head.desk][entry.id] = entry
    return {desk: end_of(ends(strand.values())) for desk, strand in strands.items()}


def end_of(ends: Iterable[StrandHead]) -> StrandHead:
    """One digest entry for a strand that ends once, as it should, or (forked) several times."""
    ends = sorted(set(ends))
    if len(ends) == 1:
        return ends[0]
    return StrandHead(ends[-1].seq, hashlib.sha256("\n".join(sorted(end.id for end in ends)).encode()).hexdigest())


def ends(strand: Iterable[Entry]) -> list[StrandHead]:
    """The ends of a desk's strand, or of its rest from before a fork on: what nothing follows."""
    every = list(strand)
    followed = {entry.head.prev for entry in every}
    return [StrandHead(entry.head.seq, entry.id) for entry in every if entry.id not in followed]


def send_after(mine: Digest, theirs: Digest, held_at: Callable[[str, int], str | None]) -> dict[str, int]:
    """From which number on the other side lacks my entries: desk -> last number that need not be sent.

    *held_at(desk, seq)* is the id I hold at that number, None when there is none or more than one. A desk that
    is missing from the answer has nothing to send. Where the strands do not fit each other (a fork) all of it
    is sent, 0; the other side sorts out what it has.
    """
    wanted: dict[str, int] = {}
    for desk, (seq, end) in mine.items():
        their_seq, their_end = theirs.get(desk, (0, ""))
        if (their_seq, their_end) == (seq, end):
            continue
        if their_seq == 0:
            wanted[desk] = 0
        elif held_at(desk, seq) == end and held_at(desk, their_seq) == their_end:
            wanted[desk] = their_seq
        elif their_seq <= seq or held_at(desk, seq) != end:
            wanted[desk] = 0
        # otherwise they are ahead of my unforked strand: they will see whether mine is the beginning of theirs
    return wanted


def lacking(mine: Iterable[Entry], theirs: Digest) -> list[Entry]:
    """What you lack: my entries for the desk that gave the digest *theirs*, in an order that may be cut anywhere."""
    strands: dict[str, dict[str, Entry]] = defaultdict(dict)
    numbers: dict[tuple[str, int], list[str]] = defaultdict(list)
    for entry in mine:
        if entry.id not in strands[entry.head.desk]:
            strands[entry.head.desk][entry.id] = entry
            numbers[entry.head.desk, entry.head.seq].append(entry.id)

    def held_at(desk: str, seq: int) -> str | None:
        ids = numbers.get((desk, seq), [])
        return ids[0] if len(ids) == 1 else None

    after = send_after({desk: end_of(ends(strand.values())) for desk, strand in strands.items()}, theirs, held_at)
    return sorted(
        (entry for desk, seq in after.items() for entry in strands[desk].values() if entry.head.seq > seq),
        key=in_strand_order,
    )


def in_strand_order(entry: Entry) -> tuple[str, int, str]:
    """By this entries are sorted: desk by desk, each strand from its beginning."""
    return entry.head.desk, entry.head.seq, entry.id


@dataclass(frozen=True)
class Accepted:
    """What became of the entries that were given; every one of them is in at least one of these."""

    new: tuple[Entry, ...]
    """To be appended: each continues its strand. In strand order."""
    aside: tuple[Entry, ...]
    """To be kept aside, folded and sent on: sound entries of a strand's second branch. In strand order."""
    already: tuple[Entry, ...]
    """Held already (or given twice): nothing to do."""
    filled: tuple[Entry, ...]
    """Held without its value, now given with it. Put the value back, unless an honoured erase names the entry."""
    forks: tuple[Fork, ...]
    """One for every entry that shows a desk wrote twice under one number, whether it could be kept aside or not."""
    gaps: tuple[Gap, ...]
    """Their predecessor is not here yet. Not kept: the sender has them and will send them again."""
    refused: tuple[StrandFault, ...]
    """Altered, signed by somebody else, or of another inspection. Not kept."""
    heads: Mapping[str, StrandHead]
    """The strands' ends after appending ``new``."""
    publics: Mapping[str, bytes]
    """The strands' keys after appending ``new``."""


@dataclass
class _Sorting:
    """The tray for one call of `accept`."""

    heads: dict[str, StrandHead]
    publics: dict[str, bytes]
    proven: bool
    new: dict[str, Entry] = field(default_factory=dict)
    aside: dict[str, Entry] = field(default_factory=dict)
    already: list[Entry] = field(default_factory=list)
    filled: list[Entry] = field(default_factory=list)
    forks: list[Fork] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    refused: list[StrandFault] = field(default_factory=list)

    def take(self, entry: Entry, held: Callable[[str], Entry | None]) -> None:
        """Put one entry of the right inspection where it belongs."""
        known = self._known(entry.id, held)
        if known is not None:
            self._take_again(entry, known)
            return
        head, end = entry.head, self.heads.get(entry.head.desk)
        before = self._known(head.prev, held) if head.prev else None
        attached = head.seq == 1 or (
            before is not None and before.head.desk == head.desk and before.head.seq == head.seq - 1
        )
        forked = end is not None and (head.seq <= end.seq or (attached and head.prev != end.id))
        if not attached and not forked:
            self.gaps.append(Gap(entry, "the entry before it is missing"))
            return
        try:
            public = check_signed(entry, self.publics.get(head.desk), proven=self.proven)
        except BadSignature as fault:
            self.refused.append(fault)
            return
        if forked:
            self.forks.append(Fork(entry, "its number is taken by another entry"))
        if not attached:
            self.gaps.append(Gap(entry, "the entry before it is missing"))
        elif forked:
            self.aside[entry.id] = entry
        else:
            self.new[entry.id] = entry
            self.heads[head.desk], self.publics[head.desk] = StrandHead(head.seq, entry.id), public

    def _known(self, name: str, held: Callable[[str], Entry | None]) -> Entry | None:
        return self.new.get(name) or self.aside.get(name) or held(name)

    def _take_again(self, entry: Entry, known: Entry) -> None:
        """The same head is here: at most its value can be news."""
        if not entry.value_fits():
            self.refused.append(BadSignature(entry, "the value is not the one that was signed"))
        elif known.erased and not entry.erased:
            self.filled.append(entry)
        else:
            self.already.append(entry)


def accept(
    strand_heads: Mapping[str, StrandHead],
    entries: Iterable[Entry],
    *,
    inspection: str,
    publics: Mapping[str, bytes],
    held: Callable[[str], Entry | None],
    proven: bool = False,
) -> Accepted:
    """Sort what was given into what to keep and what not; decides nothing on disk and raises nothing.

    *strand_heads* are the ends of the strands held (of a forked one: of the branch that came first), *publics*
    their keys (`strand.public_of` their first entries), *held(id)* looks up any entry held, those aside included.
    The entries may come in any order and any number of times. *proven*: their signatures were checked already.
    """
    steps = accepting(strand_heads, entries, inspection=inspection, publics=publics, held=held, proven=proven)
    return at_once(steps)


def accepting(
    strand_heads: Mapping[str, StrandHead],
    entries: Iterable[Entry],
    *,
    inspection: str,
    publics: Mapping[str, bytes],
    held: Callable[[str], Entry | None],
    proven: bool = False,
) -> Generator[None, None, Accepted]:
    """`accept` in steps, one an entry."""
    tray = _Sorting(dict(strand_heads), dict(publics), proven)
    for entry in sorted(entries, key=in_strand_order):
        if entry.head.inspection != inspection:
            tray.refused.append(WrongInspection(entry, "it belongs to another inspection"))
        else:
            tray.take(entry, held)
        yield
    return Accepted(
        tuple(tray.new.values()),
        tuple(tray.aside.values()),
        tuple(tray.already),
        tuple(tray.filled),
        tuple(tray.forks),
        tuple(tray.gaps),
        tuple(tray.refused),
        tray.heads,
        tray.publics,
    )


def accept_into(journal: Mapping[str, Entry], entries: Iterable[Entry], *, inspection: str) -> Accepted:
    """`accept` for a journal that lies in memory as id -> entry (bundles, tests, the demonstration)."""
    heads, publics = main_strands(journal.values())
    return accept(heads, entries, inspection=inspection, publics=publics, held=journal.get)


def main_strands(entries: Iterable[Entry]) -> tuple[dict[str, StrandHead], dict[str, bytes]]:
    """Ends and keys of a whole journal's strands; of a forked one, of the branch that comes first in *entries*."""
    heads: dict[str, StrandHead] = {}
    publics: dict[str, bytes] = {}
    for entry in sorted(entries, key=lambda entry: entry.head.seq):
        head, end = entry.head, heads.get(entry.head.desk)
        public = public_of(entry) if end is None else None
        if public is not None:
            heads[head.desk], publics[head.desk] = StrandHead(1, entry.id), public
        elif end is not None and (head.prev, head.seq) == (end.id, end.seq + 1):
            heads[head.desk] = StrandHead(head.seq, entry.id)
    return heads, publics
