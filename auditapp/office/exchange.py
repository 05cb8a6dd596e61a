"""One round of exchange between a desk and an office, whatever the road: compare, take, give, files, receipts, compare.

Nothing is remembered between rounds that a round needs: what the other side lacks is found by comparing digests, every
time. So a round may be cut or cancelled at any moment; what had arrived is whole, and the next round begins there.
Entries are proven here, beside the desk's work; the desk only writes them down (`Mine.accept`). Small files travel
before large ones, over all inspections: checklists, then pictures that may leave, then originals, then reports.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from auditapp.inspection import files
from auditapp.inspection.files import Use
from auditapp.journal import desk_key, union
from auditapp.journal.entry import Entry
from auditapp.journal.strand import StrandHead, public_of
from auditapp.office import carrying, receipts
from auditapp.office.carrying import TRIES, Carried, Fate, Load
from auditapp.office.mine import Mine as Mine
from auditapp.office.mine import NotTheFile as NotTheFile
from auditapp.office.protocol import (
    CLOCK_WARNING,
    HELD,
    PROTOCOL,
    Cut,
    Digest,
    Hello,
    Office,
    Receipt,
    batches,
    files_hash,
    portions,
)
from auditapp.words import Trouble, say

Got = TypeVar("Got")
Progress = Callable[[int, int, str], object]
"""Told (done, of, an English sentence to be spoken); it may raise to stop the round."""

TAKEN_AT_ONCE: Final = 300
"""Entries written in one transaction: the desk's own work waits for no longer than that (`Mine.accept`)."""
_ASKED_AT_ONCE: Final = 1_000
"""Files asked about in one message."""


@dataclass(frozen=True)
class Held:
    """An entry that the office put aside, and why in a word of `protocol.WHY`."""

    inspection: str
    id: str
    why: str


@dataclass(frozen=True)
class Summary:
    """How a round went. What is told here was decided by nobody: a person may want to know it."""

    office: str
    name: str
    epoch: str
    signs: bool
    given: int = 0
    """Entries the office has now and had not before (those sent again in a fork are not counted twice)."""
    taken: int = 0
    files_given: int = 0
    files_taken: int = 0
    bytes_given: int = 0
    bytes_taken: int = 0
    touched: tuple[str, ...] = ()
    """Journals in which something arrived here."""
    quarantined: tuple[Held, ...] = ()
    """Mine that the office put aside."""
    refused: tuple[tuple[str, str], ...] = ()
    """(inspection, id) of the office's entries that were put aside here: altered or foreign."""
    forks: tuple[tuple[str, str], ...] = ()
    """(inspection, desk) that wrote twice under one number, found in this round; both are kept."""
    receipts: tuple[str, ...] = ()
    """Inspections for which a receipt was taken in this round."""
    unproven: tuple[str, ...] = ()
    """Inspections whose receipt is not signed by the office's key, or speaks of something else; not kept."""
    missing: tuple[tuple[str, str], ...] = ()
    """(inspection, SHA-256) of files that are on neither side."""
    damaged: tuple[str, ...] = ()
    """SHA-256 of files that one side could not read or that arrived as something else."""
    waiting: tuple[tuple[str, str], ...] = ()
    """(inspection, desk) whose next entries came without the one before them: something was sent earlier that is not
    here yet. They are not kept, and come again."""
    differs: tuple[str, ...] = ()
    """Journals that are not equal on both sides after the round, with nothing put aside that would explain it."""
    clock: int | None = None
    """Seconds the office's clock is ahead of this desk's, where they differ by more than two minutes."""
    restored: bool = False
    """The office was brought back from a backup since the last round."""
    cuts: int = 0

    @property
    def changed(self) -> bool:
        return bool(self.given or self.taken or self.files_given or self.files_taken)


def run(
    mine: Mine,
    office: Office,
    *,
    key: str = "",
    only: Collection[str] | None = None,
    give: bool = True,
    take: bool = True,
    progress: Progress | None = None,
) -> Summary:
    """One round. *key* is the office's receipt key as it was enrolled with ("": as it says itself); *only* these
    journals; *give* and *take* leave a direction out (a bundle goes one way).

    Raises `Trouble` when the office cannot be reached, refuses, or the road keeps breaking: what was done by then is
    done, and the next round goes on there. What *progress* raises comes through, likewise.
    """
    return _Round(mine, office, key, only, give, take, progress or (lambda done, of, words: None)).run()


@dataclass
class _Round:
    mine: Mine
    office: Office
    key: str
    only: Collection[str] | None
    give: bool
    take: bool
    progress: Progress
    theirs: dict[str, dict[str, StrandHead]] = field(default_factory=dict)
    given: int = 0
    taken: int = 0
    files_given: int = 0
    files_taken: int = 0
    bytes_given: int = 0
    bytes_taken: int = 0
    cuts: int = 0
    touched: dict[str, None] = field(default_factory=dict)
    stirred: set[str] = field(default_factory=set)
    """Journals in which anything moved in this round, either way."""
    quarantined: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: dict[tuple[str, str], None] = field(default_factory=dict)
    forks: dict[tuple[str, str], None] = field(default_factory=dict)
    waiting: dict[tuple[str, str], None] = field(default_factory=dict)
    missing: dict[tuple[str, str], None] = field(default_factory=dict)
    damaged: dict[str, None] = field(default_factory=dict)

    def run(self) -> Summary:
        self.progress(0, 0, say("Asking who is there"))
        hello = self._again(self.office.hello)
        if PROTOCOL not in hello.protocols:
            raise _newer(hello)
        if self.key and self.office.signs and hello.key != self.key:
            raise _other_key(hello)
        before = self.mine.greeted(hello)
        self.progress(0, 0, say("Comparing what both sides have"))
        mine = self.mine.digests()
        self.theirs = self._digests(mine)
        journals = [one for one in sorted({*mine, *self.theirs}) if self.only is None or one in self.only]
        for number, inspection in enumerate(journals, 1):
            if mine.get(inspection, {}) != self.theirs.get(inspection, {}):
                self.progress(number, len(journals), say("Exchanging entries"))
                self._entries(inspection)
        self._files(journals, hello)
        differs = self._compare(journals)
        receipts_taken, unproven = self._receipts(journals, hello)
        return Summary(
            office=hello.office,
            name=hello.name,
            epoch=hello.epoch,
            signs=self.office.signs,
            given=self.given,
            taken=self.taken,
            files_given=self.files_given,
            files_taken=self.files_taken,
            bytes_given=self.bytes_given,
            bytes_taken=self.bytes_taken,
            touched=tuple(self.touched),
            quarantined=tuple(Held(i, one, why) for (i, one), why in self.quarantined.items()),
            refused=tuple(self.refused),
            forks=tuple(self.forks),
            receipts=tuple(receipts_taken),
            unproven=tuple(unproven),
            missing=tuple(self.missing),
            damaged=tuple(self.damaged),
            waiting=tuple(self.waiting),
            differs=tuple(differs),
            clock=_apart(hello.time, self.mine.now()),
            restored=bool(before) and before != hello.epoch,
            cuts=self.cuts,
        )

    # -- entries ----------------------------------------------------------------------------------

    def _entries(self, inspection: str) -> None:
        if self.take:
            self._take(inspection)
        if self.give:
            self._give(inspection)

    def _take(self, inspection: str) -> None:
        """Take what the office has and I lack, until it has nothing more or gives nothing new."""
        keys = dict(self.mine.keys(inspection)) if self.theirs.get(inspection) else {}
        anew: set[str] = set()
        """Desks whose strand does not fit what is here: they are asked for from the beginning."""
        whole: set[str] = set()
        """Desks whose strand was given from the beginning: there is no more to be had."""
        cuts = 0
        while after := self._lacking(inspection, anew, whole):
            before, cut = self.mine.digest(inspection), False
            gaps: set[str] = set()
            arriving = iter(self.office.entries(inspection, after))
            while not cut:
                portion: list[Entry] = []
                try:
                    _some(arriving, portion)
                except Cut:
                    self.cuts, cuts, cut = self.cuts + 1, cuts + 1, True
                if not portion:
                    break
                gaps |= self._accept(inspection, portion, keys)
            moved = self.mine.digest(inspection) != before
            cuts = 0 if moved else cuts
            if cuts >= TRIES:
                raise carrying.broken()
            if cut:
                continue
            self.waiting = {one: None for one in self.waiting if one[0] != inspection}
            self.waiting |= dict.fromkeys((inspection, desk) for desk in sorted(gaps))
            asked_whole = {desk for desk, seq in after.items() if not seq}
            stuck = set(after) - asked_whole if not moved else gaps
            if not moved and asked_whole <= whole and stuck <= anew:
                return
            whole |= asked_whole
            anew |= stuck | {desk for one, desk in self.forks if one == inspection}

    def _lacking(self, inspection: str, anew: Collection[str], whole: Collection[str]) -> dict[str, int]:
        """What to ask for: desk -> number after which."""
        mine, wanted = self.mine.digest(inspection), dict[str, int]()
        for desk, theirs in self.theirs.get(inspection, {}).items():
            own = mine.get(desk)
            if own == theirs or desk in whole:
                continue
            if own is None:
                wanted[desk] = 0
                continue
            single = self.mine.held_at(inspection, desk, own[0]) == own[1]
            if single and self.mine.held_at(inspection, desk, theirs[0]) == theirs[1]:
                continue  # theirs is the beginning of mine
            wanted[desk] = own[0] if single and own[0] < theirs[0] and desk not in anew else 0
        return wanted

    def _accept(self, inspection: str, entries: list[Entry], keys: dict[str, bytes]) -> set[str]:
        """Prove and write down; the desks of which an earlier entry is missing."""
        proven: list[Entry] = []
        doubtful: list[Entry] = []
        for entry in entries:
            public = public_of(entry) if entry.head.seq == 1 else keys.get(entry.head.desk)
            if public is not None and desk_key.verify(public, entry.head_bytes, entry.signature):
                keys.setdefault(entry.head.desk, public)
                proven.append(entry)
            else:
                doubtful.append(entry)
        gaps: set[str] = set()
        for some, known in ((proven, True), (doubtful, False)):
            if not some:
                continue
            accepted = self.mine.accept(inspection, some, proven=known)
            fresh = len(accepted.new) + len(accepted.aside)
            self.taken += fresh
            if fresh or accepted.filled:
                self.touched[inspection] = None
                self.stirred.add(inspection)
            self.forks |= dict.fromkeys((inspection, fork.desk) for fork in accepted.forks)
            self.refused |= dict.fromkeys((inspection, fault.entry.id) for fault in accepted.refused)
            gaps |= {gap.desk for gap in accepted.gaps}
        self.progress(self.taken, 0, say("Taking entries in"))
        return gaps

    def _give(self, inspection: str) -> None:
        """Give what the office lacks, until it has it or puts it aside."""
        while True:
            theirs = self.theirs.get(inspection, {})
            after = union.send_after(self.mine.digest(inspection), theirs, partial(self.mine.held_at, inspection))
            if not after:
                return
            before = dict(theirs)
            for portion in portions(self.mine.entries(inspection, after)):
                given = self._again(partial(self.office.give, inspection, portion))
                now = {desk: StrandHead(*end) for desk, end in given.digest.items()}
                self.given += _gained(self.theirs.get(inspection, {}), now)
                self.theirs[inspection] = now
                self.quarantined |= {(inspection, one.id): one.why for one in given.quarantined}
                self.forks |= dict.fromkeys((inspection, desk) for desk in given.forks)
                self.progress(self.given, 0, say("Giving entries"))
            if self.theirs.get(inspection, {}) == before:
                return
            self.stirred.add(inspection)

    # -- files ------------------------------------------------------------------------------------

    def _files(self, journals: Sequence[str], hello: Hello) -> None:
        """Offer and fetch the files of all journals, small before large."""
        offered: dict[str, Use] = {}
        wanted: dict[str, Use] = {}
        where: dict[str, str] = {}
        for inspection in journals:
            settled = self._is_settled(inspection, hello)
            if settled and self.mine.whole(inspection):
                continue
            for sha256, use in self.mine.named(inspection).items():
                where.setdefault(sha256, inspection)
                if self.mine.has(sha256, use):
                    if self.give and not settled:
                        offered[sha256] = min(use, offered.get(sha256, use))
                elif not self.take:
                    self._miss(inspection, sha256, use)
                elif self.mine.wants(sha256, use):
                    wanted[sha256] = min(use, wanted.get(sha256, use))
        if not offered and not wanted:
            return
        theirs = self._have([*offered, *wanted])
        for sha256, use in wanted.items():
            if theirs.get(sha256, 0) != HELD:
                self._miss(where[sha256], sha256, use)
        outward = [
            Load(sha256, use, where[sha256], False, max(0, theirs.get(sha256, 0)))
            for sha256, use in offered.items()
            if theirs.get(sha256, 0) != HELD
        ]
        inward = [
            Load(sha256, use, where[sha256], True) for sha256, use in wanted.items() if theirs.get(sha256, 0) == HELD
        ]
        loads = sorted(outward + inward, key=lambda load: (load.use, load.inward))
        for carried in carrying.all_of(self.mine, self.office, loads, self.progress):
            self._note(carried)

    def _note(self, carried: Carried) -> None:
        """What became of a file."""
        load = carried.load
        self.cuts += carried.cuts
        match carried.fate:
            case Fate.MISSING:
                self._miss(load.inspection, load.sha256, load.use)
            case Fate.DAMAGED:
                self.damaged[load.sha256] = None
            case Fate.THERE:
                self.stirred.add(load.inspection)
                if load.inward:
                    self.files_taken += 1
                    self.bytes_taken += carried.bytes
                    self.touched[load.inspection] = None
                else:
                    self.files_given += 1
                    self.bytes_given += carried.bytes

    def _miss(self, inspection: str, sha256: str, use: Use) -> None:
        if use is not Use.REPORT:
            self.missing[inspection, sha256] = None

    def _is_settled(self, inspection: str, hello: Hello) -> bool:
        """Was it signed for that the office holds all files of just what stands here?"""
        receipt = self.mine.receipt(inspection, hello.office)
        mine = self.mine.digest(inspection)
        return (
            receipt is not None
            and receipt.signature != ""
            and not receipt.missing
            and receipt.epoch == hello.epoch
            and _digest_of(receipt.digest) == mine == self.theirs.get(inspection)
        )

    def _have(self, hashes: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for asked in batches(hashes, _ASKED_AT_ONCE):
            found.update(self._again(partial(self.office.have, asked)))
        return found

    # -- the end ----------------------------------------------------------------------------------

    def _compare(self, journals: Sequence[str]) -> list[str]:
        """Are both sides equal now? Asked anew of the office when anything moved."""
        if self.stirred:
            self.theirs = self._digests({one: self.mine.digest(one) for one in journals})
        if not (self.give and self.take):
            return []
        explained = {inspection for inspection, _ in (*self.quarantined, *self.refused)}
        return [one for one in journals if one not in explained and self.mine.digest(one) != self.theirs.get(one, {})]

    def _receipts(self, journals: Sequence[str], hello: Hello) -> tuple[list[str], list[str]]:
        """Ask for receipts where the kept one does not speak of what stands here now."""
        taken: list[str] = []
        unproven: list[str] = []
        if not self.office.signs and not (self.give and self.take):
            return [], []
        for inspection in journals if self.give else ():
            if not (self.mine.digest(inspection) and self.theirs.get(inspection)) or (
                inspection not in self.stirred and self._is_settled(inspection, hello)
            ):
                continue
            receipt = self._receipt(inspection, hello)
            if receipt is None:
                continue
            sound = (receipt.office, receipt.epoch, receipt.inspection) == (hello.office, hello.epoch, inspection)
            if self.office.signs and not (sound and receipts.valid(receipt, self.key or hello.key)):
                unproven.append(inspection)
            else:
                self.mine.keep_receipt(receipt)
                taken.append(inspection)
        return (taken, unproven) if self.office.signs else ([], [])

    def _receipt(self, inspection: str, hello: Hello) -> Receipt | None:
        if self.office.signs:
            return self._again(lambda: self.office.receipt(inspection))
        if inspection not in self.stirred and self.mine.receipt(inspection, hello.office) is not None:
            return None
        # Nobody signs for a folder: what was seen there is kept unsigned, and is never called safe.
        needed = files.needed(self.mine.named(inspection))
        theirs = self._have(needed)
        here = [sha256 for sha256 in needed if theirs.get(sha256, 0) == HELD]
        return Receipt(
            office=hello.office,
            epoch=hello.epoch,
            inspection=inspection,
            digest={desk: (seq, end) for desk, (seq, end) in self.theirs.get(inspection, {}).items()},
            files=files_hash(here),
            count=len(here),
            missing=tuple(sorted(set(needed) - set(here))),
            time=hello.time,
        )

    # -- the road ---------------------------------------------------------------------------------

    def _digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        return {one: _digest_of(digest) for one, digest in self._again(lambda: self.office.digests(mine)).items()}

    def _again(self, ask: Callable[[], Got]) -> Got:
        """*ask*, and again when the road breaks in the middle: every message may be repeated."""
        for _ in range(TRIES):
            try:
                return ask()
            except Cut:
                self.cuts += 1
        raise carrying.broken()


def _some(arriving: Iterator[Entry], portion: list[Entry]) -> None:
    """Fill *portion*; what came before a cut stays in it."""
    for entry in islice(arriving, TAKEN_AT_ONCE):
        portion.append(entry)  # noqa: PERF402 one by one, for the next may not come


def _digest_of(told: Mapping[str, tuple[int, str]]) -> dict[str, StrandHead]:
    return {desk: StrandHead(int(seq), end) for desk, (seq, end) in told.items()}


def _gained(before: Digest, after: Digest) -> int:
    """How many entries the office has more, as its digest says (of a fork only the longest branch is counted)."""
    return sum(max(0, seq - before.get(desk, (0, ""))[0]) for desk, (seq, _) in after.items())


def _apart(theirs: str, mine: datetime) -> int | None:
    """How many seconds the office's clock is ahead, when it is worth telling. Nothing is decided by it."""
    try:
        seconds = round((datetime.fromisoformat(theirs) - mine).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if abs(seconds) > CLOCK_WARNING else None


def _newer(hello: Hello) -> Trouble:
    return Trouble(
        say("Head office speaks a newer language"),
        say("{name} uses a form of exchange that this program does not know."),
        say("Nothing was exchanged. Install the newest version of the program."),
        name=hello.name,
    )


def _other_key(hello: Hello) -> Trouble:
    return Trouble(
        say("This is not the head office you enrolled at"),
        say("{name} signs with another key than the one this laptop enrolled with."),
        say("Nothing was exchanged. Ask head office whether its hub was set up anew; then enrol again."),
        name=hello.name,
    )
