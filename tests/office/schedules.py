"""Random stories of two to five laptops and an office, in memory, for the property that nothing is lost.

Clocks are wrong by 25 years to 400 days, roads break and lie, laptops are cloned and brought back from backups, and the
office goes back to an older state. Everything is drawn from one seed, so that a story that fails can be played again.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from auditapp.inspection import files
from auditapp.inspection.files import Use
from auditapp.journal import union
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.office import receipts
from auditapp.office.exchange import NotTheFile, Summary, run
from auditapp.office.memory import Image, MemoryOffice
from auditapp.office.protocol import Digest, Hello, Office, Receipt
from auditapp.words import Trouble
from tests.journal.desks import INSPECTION, SKEWS, SLOTS, Desk, key, salt
from tests.office.flaky import Flaky

PIECE = 64


@dataclass
class Laptop:
    """`office.exchange.Mine` over a desk in memory, with its files."""

    desk: Desk
    files: dict[str, bytes] = field(default_factory=dict)
    arriving: dict[str, bytes] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    epochs: dict[str, str] = field(default_factory=dict)
    lives: int = 0

    # what `Mine` asks

    def digests(self) -> Mapping[str, Digest]:
        return {INSPECTION: self.digest(INSPECTION)} if self.desk.journal else {}

    def digest(self, inspection: str) -> Digest:
        return union.digest(self.desk.journal.values()) if inspection == INSPECTION else {}

    def held_at(self, inspection: str, desk: str, seq: int) -> str | None:
        found = [e.id for e in self.desk.journal.values() if (e.head.desk, e.head.seq) == (desk, seq)]
        return found[0] if len(found) == 1 else None

    def keys(self, inspection: str) -> Mapping[str, bytes]:
        return union.main_strands(self.desk.journal.values())[1]

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        wanted = [e for e in self.desk.journal.values() if e.head.seq > after.get(e.head.desk, 2**31)]
        yield from sorted(wanted, key=lambda e: (e.head.desk, e.head.seq, e.id))

    def accept(self, inspection: str, entries: Sequence[Entry], *, proven: bool) -> union.Accepted:
        heads, publics = union.main_strands(self.desk.journal.values())
        told = union.accept(
            heads, entries, inspection=inspection, publics=publics, held=self.desk.journal.get, proven=proven
        )
        for entry in (*told.new, *told.aside, *told.filled):
            self.desk.journal[entry.id] = entry
        self.desk.purge()
        return told

    def named(self, inspection: str) -> Mapping[str, Use]:
        return files.named(self.desk.journal.values())

    def whole(self, inspection: str) -> bool:
        return not any(self.wants(sha256, use) for sha256, use in self.named(inspection).items())

    def has(self, sha256: str, use: Use) -> bool:
        return sha256 in self.files

    def wants(self, sha256: str, use: Use) -> bool:
        return sha256 not in self.files

    def size(self, sha256: str, use: Use) -> int:
        return len(self.files[sha256])

    def pieces(self, sha256: str, use: Use, offset: int) -> Iterator[bytes]:
        raw = self.files[sha256]
        return (raw[at : at + PIECE] for at in range(offset, len(raw), PIECE))

    def begun(self, sha256: str, use: Use) -> int:
        return len(self.arriving.get(sha256, b""))

    def keep(self, sha256: str, use: Use, pieces: Iterator[bytes], *, offset: int) -> None:
        held = bytearray(self.arriving.get(sha256, b"")[:offset])
        try:
            for piece in pieces:
                held += piece
        finally:
            self.arriving[sha256] = bytes(held)
        del self.arriving[sha256]
        if hashlib.sha256(held).hexdigest() != sha256:
            raise NotTheFile
        self.files[sha256] = bytes(held)

    def receipt(self, inspection: str, office: str) -> Receipt | None:
        return self.receipts.get(inspection)

    def keep_receipt(self, receipt: Receipt) -> None:
        self.receipts[receipt.inspection] = receipt

    def greeted(self, hello: Hello) -> str:
        before, self.epochs[hello.office] = self.epochs.get(hello.office, ""), hello.epoch
        return before

    def now(self) -> datetime:
        return datetime.fromisoformat(self.desk.wall())

    # what people do

    def photographs(self, chance: random.Random) -> None:
        small, original = chance.randbytes(100), chance.randbytes(300)
        hashes = [hashlib.sha256(raw).hexdigest() for raw in (small, original)]
        self.files |= dict(zip(hashes, (small, original), strict=True))
        self.desk.say("photo", "1.1", {"rendition": hashes[0], "sha256": hashes[1]})

    def image(self) -> Laptop:
        """What a backup holds."""
        desk = replace(self.desk, journal=dict(self.desk.journal), acknowledged=[])
        return replace(
            self, desk=desk, files=dict(self.files), arriving={}, receipts=dict(self.receipts), epochs=dict(self.epochs)
        )

    def brought_back(self, image: Laptop, *, noticed: bool) -> None:
        """The disk died; the backup goes on: as a new incarnation, or unnoticed under the old one."""
        self.files, self.arriving = dict(image.files), {}
        self.receipts, self.epochs = dict(image.receipts), dict(image.epochs)
        self.desk.journal, self.desk.end, self.desk.key = dict(image.desk.journal), image.desk.end, image.desk.key
        self.lives += 1
        if noticed:
            incarnation = hashlib.sha256(f"{self.desk.name}{self.lives}".encode()).digest()[:16]
            self.desk.key = DeskKey.from_private(self.desk.key.private_bytes(), incarnation)
            self.desk.end = None


@dataclass
class Story:
    """One random story. ``office`` is the erasing key's name too."""

    seed: int
    straight_clocks: bool = False
    steps: int = 30
    lies: bool = True
    disasters: bool = True
    laptop: type[Laptop] = Laptop

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.erasers = frozenset({key("office").public.hex()})
        self.office = MemoryOffice(erasers=tuple(self.erasers))
        self.laptops: list[Laptop] = []
        self.acknowledged: dict[str, Entry] = {}
        self.seen: dict[str, frozenset[str]] = {}
        self.told_forks: set[str] = set()
        self.office_images: list[Image] = []
        self.images: list[tuple[Laptop, Laptop]] = []
        self.faults: list[str] = []
        self.rounds = 0
        self.broken = 0

    def play(self) -> Story:
        chance = self.chance
        for name in ("north", "south", "office", "east", "west")[: chance.randint(2, 5)]:
            skew = chance.choice(SKEWS)
            self.laptops.append(
                self.laptop(Desk.named(name, skew=SKEWS[0] if self.straight_clocks else skew, erasers=self.erasers))
            )
        self._collect()
        for step in range(self.steps):
            self._step(step)
            self._collect()
        self.settle()
        return self

    def settle(self) -> None:
        """Straight rounds until nobody lacks anything; more than six of each is a failure."""
        for _ in range(6):
            summaries = [self._round(laptop, self.office) for laptop in self.laptops]
            if not any(s is None or s.changed for s in summaries):
                return
        self.faults.append("the laptops never came to rest")

    def entries(self) -> list[Entry]:
        return list(self.office.journals.get(INSPECTION, {}).values())

    # -- steps ------------------------------------------------------------------------------------

    def _step(self, step: int) -> None:
        chance = self.chance
        laptop = chance.choice(self.laptops)
        desk = laptop.desk
        here = sorted(desk.journal.values(), key=lambda e: (e.head.desk, e.head.seq, e.head.kind))
        some, skew = chance.choice(here), chance.choice(SKEWS)
        deeds = ("answer", "take back", "photo", "unknown", "erase", "clock", "exchange", "disaster")
        match chance.choices(deeds, (9, 2, 1, 0.7, 0.4, 1, 8, 2.5 if self.disasters else 0))[0]:
            case "answer":
                self._opened(laptop, step)
                desk.answer(chance.choice(("1.1", "1.2")), chance.choice(("yes", "no", "n/a")), chance.choice(SLOTS))
            case "take back":
                self._opened(laptop, step)
                desk.withdraw(some.id)
            case "photo":
                self._opened(laptop, step)
                laptop.photographs(chance)
            case "unknown":
                self._opened(laptop, step)
                desk.say("hologram", "1.1", {"n": step})
            case "erase":
                self._opened(laptop, step)
                desk.erase(some.id)
            case "clock":
                desk.skew = SKEWS[0] if self.straight_clocks else skew
            case "exchange":
                lies = 0.05 if self.lies and chance.random() < 0.3 else 0.0
                self._round(laptop, Flaky(self.office, chance, chance.choice((0.0, 0.1, 0.3)), 0.15, lies))
            case _:
                self._disaster(laptop, step)

    def _opened(self, laptop: Laptop, step: int) -> None:
        """A new incarnation opens its strand with its first deed."""
        if laptop.desk.end is None:
            from auditapp.journal.strand import open_strand

            desk = laptop.desk
            desk.keep(
                open_strand(desk.key, INSPECTION, "P00000001", desk.wall(), "tests", salt=salt(f"{desk.name}{step}"))
            )

    def _disaster(self, laptop: Laptop, step: int) -> None:
        chance = self.chance
        disasters = ("clone", "image", "image", "back", "unnoticed", *("office image", "office back") * 2)
        match chance.choice(disasters):
            case "clone" if len(self.laptops) < 5:
                twin = laptop.image()
                twin.desk = laptop.desk.clone(f"{laptop.desk.name}'{step}")
                self.laptops.append(twin)
            case "image":
                self.images.append((laptop, laptop.image()))
            case "back" | "unnoticed" as how if self.images:
                whose, image = chance.choice(self.images)
                whose.brought_back(image, noticed=how == "back")
                self._mourn()
            case "office image":
                self.office_images.append(self.office.image())
            case "office back" if self.office_images:
                self.office.back_to(chance.choice(self.office_images))
                self._mourn()
            case _:
                pass

    def _round(self, laptop: Laptop, office: Office) -> Summary | None:
        self.rounds += 1
        try:
            summary = run(laptop, office)
        except Trouble:
            self.broken += 1
            return None
        self.told_forks |= {desk for _, desk in summary.forks}
        self._check_receipt(laptop)
        return summary

    # -- what is checked as it goes ---------------------------------------------------------------

    def _check_receipt(self, laptop: Laptop) -> None:
        """I9: what a receipt of this epoch names, the office holds."""
        receipt = laptop.receipts.get(INSPECTION)
        if receipt is None or receipt.epoch != self.office.epoch:
            return
        held = {(e.head.desk, e.head.seq, e.id) for e in self.entries()}
        ends = {(desk, *end) for desk, end in receipt.digest.items()}
        forked = {desk for desk, seq, one in ends if (desk, seq, one) not in held}
        numbers = [(e.head.desk, e.head.seq) for e in self.entries()]
        twice = {desk for desk, seq in numbers if numbers.count((desk, seq)) > 1}
        if not forked <= twice or not receipts.valid(receipt, self.office.hello().key):
            self.faults.append("a receipt names what the office does not hold")

    def _collect(self) -> None:
        """What the desks acknowledged so far, and what each author had seen."""
        for laptop in self.laptops:
            self.seen |= laptop.desk.seen_when_written
            self.acknowledged |= {e.id: e for e in laptop.desk.acknowledged}
            laptop.desk.acknowledged.clear()

    def _mourn(self) -> None:
        """A disk is gone with what lay nowhere else: no program can bring that back, so nobody asks for it."""
        self._collect()
        alive = set(self.office.journals.get(INSPECTION, {})) | {
            one for laptop in self.laptops for one in laptop.desk.journal
        }
        self.acknowledged = {one: entry for one, entry in self.acknowledged.items() if one in alive}

    # -- what is checked at the end ---------------------------------------------------------------

    def lost(self, rule: object = None) -> list[str]:
        """Acknowledged testimony that is gone or hidden by somebody who never saw it (I3, I4)."""
        from tests.journal.desks import fold, is_slot, standing_ids

        rule = rule or standing_ids
        journals = [self.office.journals[INSPECTION], *(laptop.desk.journal for laptop in self.laptops)]
        gone = [one for one in self.acknowledged if any(one not in journal for journal in journals)]
        entries = self.entries()
        shown = rule(entries)  # type: ignore[operator]
        withdrawn = fold(entries).withdrawn
        writes = [e for e in self.acknowledged.values() if is_slot(e.head.kind) and e.id not in withdrawn]
        for entry in writes:
            slot = (entry.head.kind, entry.head.subject)
            if entry.id not in shown.get(slot, ()) and not any(
                (rival.head.kind, rival.head.subject) == slot and entry.id in self.seen[rival.id] for rival in writes
            ):
                gone.append(entry.id)
        return gone

    def wrong(self) -> list[str]:
        """Everything that must hold of a story that was played (I1-I13), in words; empty when all does."""
        from tests.journal.desks import fold

        told = list(self.faults)
        truth = self.office.journals[INSPECTION]
        for laptop in self.laptops:
            if laptop.desk.journal != truth:
                told.append(f"{laptop.desk.name} has another journal than the office")
            if not set(files.needed(files.named(truth.values()))) & set(laptop.files) <= set(self.office.files):
                told.append(f"{laptop.desk.name} has a file the office lacks")
        if told:
            return told
        told += [f"lost {one[:8]}" for one in self.lost()]
        told += [f"no predecessor of {e.id[:8]}" for e in truth.values() if e.head.prev and e.head.prev not in truth]
        numbers = [(e.head.desk, e.head.seq) for e in truth.values()]
        forked = {desk for desk, seq in numbers if numbers.count((desk, seq)) > 1}
        told += [f"the fork of {desk[:8]} was not told" for desk in forked - self.told_forks]
        shuffled = list(truth.values())
        random.Random(self.seed).shuffle(shuffled)
        if fold(shuffled, self.erasers) != fold(truth.values(), self.erasers):
            told.append("the fold depends on the order")
        told += [
            f"{one[:8]} was erased and is readable"
            for one in fold(truth.values(), self.erasers).erased
            for journal in (truth, *(laptop.desk.journal for laptop in self.laptops))
            if not journal[one].erased
        ]
        for laptop in self.laptops:
            again = run(laptop, self.office)
            if again.changed or again.differs:
                told.append("a further round moved something")
        return told
