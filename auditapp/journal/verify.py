"""Is the journal what was written? A verdict for every strand, and seals over strands.

What the check gives and what not: a strand proves that nobody *else* altered it. Its own desk could write the
whole of it anew until its head was named by something out of its reach: a signed report, or head office's
receipt. Such a naming is a `Seal`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from auditapp.journal.desk_key import verify
from auditapp.journal.entry import FORMAT, Entry, NotCanonical
from auditapp.journal.living import honoured_erasures
from auditapp.journal.strand import DESK, StrandHead, public_of
from auditapp.words import say


class Soundness(IntEnum):
    """How well a strand is, from the best to the worst."""

    SOUND = 0
    NEWER_VERSION = 1
    """Something was written by a newer version; the chain holds, the content is not understood here."""
    ERASED = 2
    """Head office had a value erased; the chain holds without it."""
    VALUE_MISSING = 3
    """A value is gone and no honoured erasure says why."""
    GAP = 4
    """Entries are missing in the middle."""
    FORK = 5
    """A cloned or restored desk wrote twice under one number."""
    ALTERED = 6
    """A head, a value or a signature is not what was written."""
    FOREIGN_KEY = 7
    """The strand's first entry is missing or names a key that is not the desk's: nobody knows whose it is."""


_SENTENCES: Final[Mapping[Soundness, str]] = {
    Soundness.SOUND: say("Every entry is as it was signed, and none is missing."),
    Soundness.NEWER_VERSION: say("Some entries were made with a newer version of this program. They are kept whole."),
    Soundness.ERASED: say("Head office had some values erased. What remains is as it was signed."),
    Soundness.VALUE_MISSING: say("A value is missing, and no erasure by head office accounts for it."),
    Soundness.GAP: say("Entries are missing in the middle of a desk's record."),
    Soundness.FORK: say("One desk wrote twice under one number, as a copied or restored laptop does. Both are kept."),
    Soundness.ALTERED: say("An entry was altered after it was signed."),
    Soundness.FOREIGN_KEY: say("A desk's record does not show whose key signed it."),
}


def sentence(soundness: Soundness) -> str:
    """One English sentence for people; translate it at the edge."""
    return _SENTENCES[soundness]


@dataclass(frozen=True, order=True)
class Flaw:
    """One thing found: what, in which strand, at which number, and the entry's id ("" for a missing one)."""

    soundness: Soundness
    desk: str
    seq: int
    entry_id: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: ``strands`` desk -> its worst, ``flaws`` everything found, worst first."""

    strands: Mapping[str, Soundness]
    flaws: tuple[Flaw, ...]

    @property
    def worst(self) -> Soundness:
        return max(self.strands.values(), default=Soundness.SOUND)

    @property
    def trustworthy(self) -> bool:
        """Nothing was altered, lost or written twice; erased and newer entries do not hurt."""
        return self.worst <= Soundness.ERASED

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence per kind of flaw, the worst first; one good sentence when there is none."""
        found = sorted({flaw.soundness for flaw in self.flaws}, reverse=True) or [Soundness.SOUND]
        return tuple(sentence(soundness) for soundness in found)


def check(
    entries: Iterable[Entry],
    *,
    erasers: Collection[str] = frozenset(),
    every_signature: bool = True,
    unreadable: Iterable[tuple[str, int]] = (),
) -> Verdict:
    """The verdict on one inspection's entries, in any order, read from anywhere. Raises nothing.

    *erasers*: head office's public keys in hex. *unreadable*: (desk, number) of stored rows that could not even
    be read. A signature costs 0.1 ms; with ``every_signature=False`` only each branch's last one is checked,
    which vouches for all heads before it through the chain.
    """
    every = list(entries)
    erased = honoured_erasures(every, erasers) if erasers else {}
    strands: dict[str, list[Entry]] = defaultdict(list)
    for entry in every:
        strands[entry.head.desk].append(entry)
    flaws = {Flaw(Soundness.ALTERED, desk, seq, "") for desk, seq in unreadable}
    for desk, strand in strands.items():
        flaws |= _strand_flaws(desk, strand, erased, every_signature)
    verdict = dict.fromkeys(strands, Soundness.SOUND)
    for flaw in flaws:
        verdict[flaw.desk] = max(verdict.get(flaw.desk, Soundness.SOUND), flaw.soundness)
    worst_first = sorted(flaws, key=lambda flaw: (-flaw.soundness, flaw.desk, flaw.seq, flaw.entry_id))
    return Verdict(verdict, tuple(worst_first))


def _strand_flaws(desk: str, strand: list[Entry], erased: Collection[str], every_signature: bool) -> set[Flaw]:
    """All flaws of the entries that claim to be of one desk."""
    flaws: set[Flaw] = set()
    by_number: dict[int, dict[str, Entry]] = defaultdict(dict)
    for entry in strand:
        by_number[entry.head.seq][entry.id] = entry
    followed = {entry.head.prev for entry in strand}
    public = next((key for entry in by_number[1].values() if (key := public_of(entry))), None)
    if public is None:
        flaws.add(Flaw(Soundness.FOREIGN_KEY, desk, 1, ""))
    for entry in {entry.id: entry for entry in strand}.values():
        signed = every_signature or entry.id not in followed
        flaws |= {
            Flaw(one, desk, entry.head.seq, entry.id) for one in _entry_flaws(entry, public if signed else None, erased)
        }
        before = by_number.get(entry.head.seq - 1, {})
        if before and entry.head.prev not in before:  # its predecessor is another one than those here
            flaws.add(Flaw(Soundness.ALTERED, desk, entry.head.seq, entry.id))
    highest = max(by_number)
    for seq in range(1, highest + 1) if highest <= 2 * len(strand) else _edges(by_number):
        if not by_number.get(seq):
            flaws.add(Flaw(Soundness.GAP, desk, seq, ""))
    for seq, rivals in by_number.items():
        if len(rivals) > 1:
            flaws |= {Flaw(Soundness.FORK, desk, seq, rival) for rival in rivals}
    inspections = {entry.head.inspection for entry in strand}
    if len(inspections) > 1:
        flaws.add(Flaw(Soundness.ALTERED, desk, 1, ""))
    return flaws


def _edges(numbers: Collection[int]) -> list[int]:
    """The numbers just before those present: enough to tell of gaps too wide to list."""
    return [seq - 1 for seq in numbers if seq > 1]


def _entry_flaws(entry: Entry, public: bytes | None, erased: Collection[str]) -> set[Soundness]:
    """What is wrong with one entry by itself; *public* None: its signature is not asked for."""
    found: set[Soundness] = set()
    try:
        again = Entry.from_stored(entry.head_bytes, entry.signature, entry.value_bytes, entry.salt)
    except NotCanonical:
        return {Soundness.ALTERED}
    if again != entry or not entry.value_fits() or (public and not verify(public, entry.head_bytes, entry.signature)):
        found.add(Soundness.ALTERED)
    if entry.head.kind == DESK and public_of(entry) is None and entry.head.v == FORMAT:
        found.add(Soundness.FOREIGN_KEY)
    if entry.erased:
        found.add(Soundness.ERASED if entry.id in erased else Soundness.VALUE_MISSING)
    if entry.head.v != FORMAT:
        found.add(Soundness.NEWER_VERSION)
    return found


@dataclass(frozen=True)
class Seal:
    """The strands' ends at one moment. What is signed over it (a report, a receipt) fixes all before it."""

    heads: Mapping[str, StrandHead]

    @classmethod
    def from_plain(cls, value: object) -> Seal:
        """The seal of an entry's value ``{desk: [seq, id]}``. Raises `NotCanonical` for anything else."""
        match value:
            case Mapping():
                return cls({_text(desk): _end(end) for desk, end in value.items()})
            case _:
                raise NotCanonical("not a seal")

    def plain(self) -> dict[str, list[int | str]]:
        """The form that goes into an entry's value: ``{desk: [seq, id]}``."""
        return {desk: [end.seq, end.id] for desk, end in sorted(self.heads.items())}


@dataclass(frozen=True)
class Covered:
    """What a seal covers: ids under it, ids written after it, and the desks whose sealed end is not all here."""

    under: frozenset[str]
    after: frozenset[str]
    broken: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not self.broken


def covered(seal: Seal, entries: Iterable[Entry]) -> Covered:
    """Walk back from every sealed end to its strand's beginning. A missing or misnumbered link breaks the seal.

    Only ids are compared; whether the entries are what their ids say is for `check`.
    """
    known = {entry.id: entry for entry in entries}
    under: set[str] = set()
    broken: list[str] = []
    for desk, end in sorted(seal.heads.items()):
        name, seq = end.id, end.seq
        while (entry := known.get(name)) is not None and (entry.head.desk, entry.head.seq) == (desk, seq):
            under.add(name)
            name, seq = entry.head.prev, seq - 1
        if (name, seq) != ("", 0):
            broken.append(desk)
    return Covered(frozenset(under), frozenset(known.keys() - under), tuple(broken))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotCanonical("not a seal")
    return value


def _end(value: Any) -> StrandHead:
    match value:
        case [int(seq), str(name)] if not isinstance(seq, bool):
            return StrandHead(seq, name)
        case _:
            raise NotCanonical("not a seal")
