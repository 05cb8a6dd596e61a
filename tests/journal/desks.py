"""Desks that write, exchange and fold in memory: the stage for the journal's tests.

Everything is drawn from one seeded source, so that a schedule that fails can be played again.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.journal.living import Living, emptied, honoured_erasures, living
from auditapp.journal.strand import StrandHead, open_strand, write
from auditapp.journal.union import Accepted, accept_into, digest, from_line, lacking, to_line

INSPECTION = "0123456789abcdef" * 2
WALL = "2026-11-23T09:30:00+08:00"
SKEWS = (timedelta(0), timedelta(days=-25 * 365), timedelta(days=400), timedelta(minutes=3), timedelta(hours=-1))
SLOTS = ("answer", "note")
PILES = ("desk", "photo")


def is_slot(kind: str) -> bool:
    return kind in SLOTS


def is_pile(kind: str) -> bool:
    return kind in PILES


def fold(entries: Iterable[Entry], erasers: frozenset[str] = frozenset()) -> Living:
    return living(entries, is_slot=is_slot, is_pile=is_pile, erasers=erasers)


def key(name: str) -> DeskKey:
    """The same key for the same name, today and in ten years."""
    return DeskKey.from_private(hashlib.sha256(name.encode()).digest(), hashlib.sha256(name.encode()).digest()[:16])


def salt(name: str) -> bytes:
    return hashlib.sha256(b"salt" + name.encode()).digest()[:16]


@dataclass
class Desk:
    """A laptop: a key, a journal, a clock that may be wrong by ``skew``."""

    name: str
    key: DeskKey
    skew: timedelta = timedelta(0)
    erasers: frozenset[str] = frozenset()
    journal: dict[str, Entry] = field(default_factory=dict)
    end: StrandHead | None = None
    acknowledged: list[Entry] = field(default_factory=list)
    seen_when_written: dict[str, frozenset[str]] = field(default_factory=dict)
    ticks: int = 0

    @classmethod
    def named(cls, name: str, **more: object) -> Desk:
        desk = cls(name, key(name), **more)  # type: ignore[arg-type]
        desk.keep(open_strand(desk.key, INSPECTION, "P00000001", desk.wall(), "tests", salt=salt(name)))
        return desk

    def wall(self) -> str:
        self.ticks += 1
        return (datetime(2026, 11, 23, 9, tzinfo=UTC) + self.skew + timedelta(seconds=self.ticks)).isoformat()

    def keep(self, entry: Entry) -> Entry:
        self.seen_when_written[entry.id] = frozenset(self.journal)
        self.journal[entry.id] = entry
        self.end = StrandHead(entry.head.seq, entry.id)
        self.acknowledged.append(entry)
        self.purge()
        return entry

    def say(self, kind: str, subject: str, value: object, replaces: Iterable[str] = ()) -> Entry:
        return self.keep(
            write(
                self.key,
                inspection=INSPECTION,
                after=self.end,
                kind=kind,
                subject=subject,
                value=value,
                replaces=tuple(replaces),
                writer="P00000001",
                wall=self.wall(),
                salt=salt(f"{self.name}{self.ticks}{len(self.acknowledged)}"),
            )
        )

    def answer(self, subject: str, value: object, kind: str = "answer") -> Entry:
        """Write to a slot, replacing what stands there for this desk."""
        return self.say(kind, subject, {"v": value}, self.fold().named.get((kind, subject), ()))

    def withdraw(self, name: str) -> Entry:
        return self.say("withdraw", name, {"reason": ""})

    def erase(self, name: str) -> Entry:
        return self.say("erase", name, {"reason": ""})

    def clone(self, name: str) -> Desk:
        """The disk is copied and both go on under one key."""
        return Desk(
            name,
            self.key,
            self.skew,
            self.erasers,
            dict(self.journal),
            self.end,
            [],
            dict(self.seen_when_written),
            self.ticks + 1000,
        )

    def fold(self) -> Living:
        return fold(self.journal.values(), self.erasers)

    def receive(self, lines: Iterable[bytes]) -> Accepted:
        told = accept_into(self.journal, [from_line(line) for line in lines], inspection=INSPECTION)
        for entry in (*told.new, *told.aside, *told.filled):
            self.journal[entry.id] = entry
        self.purge()
        return told

    def purge(self) -> None:
        for name in honoured_erasures(self.journal.values(), self.erasers) if self.erasers else ():
            self.journal[name] = emptied(self.journal[name])

    def lines_for(self, other: Desk) -> list[bytes]:
        return [to_line(entry) for entry in lacking(self.journal.values(), digest(other.journal.values()))]


def settle(desks: list[Desk], rounds: int = 6) -> None:
    """Exchange all with all until nobody lacks anything; more than *rounds* is a failure."""
    for _ in range(rounds):
        if len({tuple(sorted(digest(desk.journal.values()).items())) for desk in desks}) == 1:
            return
        for giver in desks:
            for taker in desks:
                if giver is not taker:
                    taker.receive(giver.lines_for(taker))
    raise AssertionError("the desks never came to rest")


def last_writer_wins(entries: Iterable[Entry]) -> dict[tuple[str, str], set[str]]:
    """The rule this house refuses: of the writes of a slot the one with the newest clock."""
    shown: dict[tuple[str, str], Entry] = {}
    withdrawn = fold(list(entries := list(entries))).withdrawn
    for entry in entries:
        slot = (entry.head.kind, entry.head.subject)
        if is_slot(entry.head.kind) and entry.id not in withdrawn:
            rival = shown.get(slot)
            if rival is None or (rival.head.wall, rival.id) < (entry.head.wall, entry.id):
                shown[slot] = entry
    return {slot: {entry.id} for slot, entry in shown.items()}


def standing_ids(entries: Iterable[Entry]) -> dict[tuple[str, str], set[str]]:
    return {slot: set(ids) for slot, ids in fold(entries).named.items()}


Rule = Callable[[Iterable[Entry]], Mapping[tuple[str, str], set[str]]]


def lost(desks: list[Desk], rule: Rule = standing_ids) -> list[str]:
    """Acknowledged testimony that is gone: not on every desk, or hidden by an entry whose author never saw it."""
    acknowledged = {entry.id: entry for desk in desks for entry in desk.acknowledged}
    gone = [name for name in acknowledged if any(name not in desk.journal for desk in desks)]
    seen = {name: ids for desk in desks for name, ids in desk.seen_when_written.items()}
    entries = list(desks[0].journal.values())
    shown = rule(entries)
    withdrawn = fold(entries).withdrawn
    writes = [entry for entry in acknowledged.values() if is_slot(entry.head.kind) and entry.id not in withdrawn]
    for entry in writes:
        slot = (entry.head.kind, entry.head.subject)
        if entry.id not in shown.get(slot, ()) and not any(
            (rival.head.kind, rival.head.subject) == slot and entry.id in seen[rival.id] for rival in writes
        ):
            gone.append(entry.id)
    return gone


@dataclass
class Schedule:
    """One random story of two or three desks, and a head office that may erase."""

    seed: int
    straight_clocks: bool = False
    clones: bool = False
    steps: int = 24

    def play(self) -> list[Desk]:
        chance = random.Random(self.seed)
        office = frozenset({key("office").public.hex()})
        skews = [chance.choice(SKEWS) for _ in range(3)]
        names = ["north", "south", "office"][: chance.choice((2, 3))]
        self.desks = [
            Desk.named(name, skew=timedelta(0) if self.straight_clocks else skew, erasers=office)
            for name, skew in zip(names, skews, strict=False)
        ]
        for step in range(self.steps):
            self._step(chance, step)
        settle(self.desks, rounds=8)
        return self.desks

    def _step(self, chance: random.Random, step: int) -> None:
        desk = chance.choice(self.desks)
        here = sorted(desk.journal.values(), key=lambda entry: (entry.head.desk, entry.head.seq, entry.head.kind))
        some = chance.choice(here)
        skew = chance.choice(SKEWS)
        match chance.choices(
            ("answer", "take back", "pile", "unknown", "erase", "clock", "give", "clone"), (10, 3, 1, 1, 0.5, 1, 7, 0.7)
        )[0]:
            case "answer":
                desk.answer(chance.choice(("1.1", "1.2")), chance.choice(("yes", "no", "n/a")), chance.choice(SLOTS))
            case "take back":
                desk.withdraw(some.id)
            case "pile":
                desk.say("photo", "1.1", {"n": step})
            case "unknown":
                desk.say("hologram", "1.1", {"n": step})
            case "erase":
                desk.erase(some.id)
            case "clock":
                desk.skew = timedelta(0) if self.straight_clocks else skew
            case "give":
                other = chance.choice(self.desks)
                lines = desk.lines_for(other)
                lines = lines[: chance.randint(0, len(lines))] if chance.random() < 0.4 else lines
                lines = lines + [chance.choice(lines) for _ in range(3)] if lines and chance.random() < 0.3 else lines
                chance.shuffle(lines)
                if other is not desk:
                    other.receive(lines)
            case _:
                if self.clones and len(self.desks) < 5:
                    self.desks.append(desk.clone(f"{desk.name}'{step}"))
