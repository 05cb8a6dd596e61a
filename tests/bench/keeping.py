"""What a hub takes in and gives out, SQLite and PostgreSQL side by side: every deed synced, every signature checked.

Ingest: portions of 500 entries through `Journals.append`, the floor being the check of their signatures alone (in the
same turns), and how many entries a second that is. Asking: the digest of one inspection, and all 1,250 entries of one,
in a database of a million entries. The PostgreSQL is the tests' own, with its settings as they come but for the memory.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditapp.hub.keeping.opening import Keeping, Places, open_keeping
from auditapp.journal import desk_key
from auditapp.journal.entry import Entry
from tests.bench.measure import Line, against, in_turns, median, milliseconds, p99
from tests.keeping import servers
from tests.keeping.writing import Writer

PORTION = 500
PORTIONS = 8
"""Of each round: 4,000 entries, three inspections' worth."""
ROUNDS = 5
INSPECTIONS, OF_EACH = 800, 1_250
LOOKS = 300
AIM = 5_000
"""Entries a second that a hub takes in (issue 4)."""


def lines(folder: Path) -> Iterator[Line]:
    given = [_portions(n) for n in range(2 * (ROUNDS + 1))]
    for name, keeping in _keepings(folder):
        mine = given[: ROUNDS + 1] if name == "SQLite" else given[ROUNDS + 1 :]
        yield from _ingest(name, keeping, mine)
        yield from _asking(name, keeping)


def _keepings(folder: Path) -> Iterator[tuple[str, Keeping]]:
    with open_keeping(folder / "sqlite") as keeping:
        yield "SQLite", keeping
    with _server() as server:
        if server is not None:
            with open_keeping(folder / "postgresql", Places(database=server.new_database())) as keeping:
                yield "PostgreSQL", keeping


@contextmanager
def _server() -> Iterator[servers.Postgres | None]:
    try:
        opened = servers.postgres("shared_buffers=128MB")
        server = opened.__enter__()
    except servers.NotUp:
        yield None
        return
    try:
        yield server
    finally:
        opened.__exit__(None, None, None)


def _ingest(name: str, keeping: Keeping, given: list[list[list[Entry]]]) -> Iterator[Line]:
    ours, floor = iter(given), iter(given)
    spent: list[float] = []

    def take_in() -> None:
        cpu = time.process_time()
        for portion in next(ours):
            kept = keeping.journals.append(portion[0].head.inspection, portion, members=["U1"])
            if len(kept.new) != len(portion):
                raise RuntimeError(f"{len(kept.new)} of {len(portion)} were taken in")
        spent.append(time.process_time() - cpu)

    def only_check() -> None:
        for portion in next(floor):
            public = bytes.fromhex(given_key[portion[0].head.desk])
            if not all(desk_key.verify(public, entry.head_bytes, entry.signature) for entry in portion):
                raise RuntimeError("a signature does not fit")

    given_key = {
        portion[0].head.desk: portion[0].head.subject.partition(".")[0]
        for portions in given
        for portion in portions
        if portion[0].head.seq == 1
    }
    taken, checked = in_turns(len(given) - 1, take_in, only_check)
    what = f"{name}: take in {PORTION * PORTIONS} entries, synced by {PORTION}"
    yield against(what, median(taken), median(checked), most=2)
    rate = PORTION * PORTIONS / median(taken)
    of_cpu = PORTION * PORTIONS / median(spent[1:])
    yield Line(
        f"{name}: entries a second", f"{rate:,.0f}", f"{of_cpu:,.0f} a CPU second", "", f">= {AIM:,}", rate >= AIM
    )


def _asking(name: str, keeping: Keeping) -> Iterator[Line]:
    inspections = _fill(keeping)
    chance = random.Random(3)
    asked = [chance.choice(inspections) for _ in range(LOOKS)]
    digests, entries = [], []
    for inspection in asked:
        start = time.perf_counter()
        digest = keeping.journals.digest(inspection)
        digests.append(time.perf_counter() - start)
        start = time.perf_counter()
        found = sum(1 for _ in keeping.journals.entries(inspection, dict.fromkeys(digest, 0)))
        entries.append(time.perf_counter() - start)
        if found != OF_EACH:
            raise RuntimeError(f"{found} of {OF_EACH} entries came out")
    start = time.perf_counter()
    count = len(keeping.journals.digests())
    every = time.perf_counter() - start
    total = keeping.journals.counts()["entries"]
    yield Line(f"{name}: digest of one inspection of {total:,} entries", *_spread(digests))
    yield Line(f"{name}: all {OF_EACH:,} entries of one", *_spread(entries))
    yield Line(f"{name}: digests of all {count:,} inspections", milliseconds(every))
    yield Line(f"{name}: on the drive", f"{keeping.base.bytes() / 2**20:,.0f} MB")


def _spread(taken: list[float]) -> tuple[str, str]:
    return f"p50 {milliseconds(median(taken))}", f"p99 {milliseconds(p99(taken))}"


def _portions(seed: int) -> list[list[Entry]]:
    desk = Writer(inspection=hashlib.sha256(f"ingest {seed}".encode()).hexdigest()[:32])
    for n in range(PORTION * PORTIONS - 1):
        desk.says(subject=f"WP-{n % 302}", value={"status": "answered", "v": "conform", "reason": "as it should be"})
    return [desk.entries[at : at + PORTION] for at in range(0, len(desk.entries), PORTION)]


def _fill(keeping: Keeping) -> list[str]:
    """A million entries, laid down as rows: copies of one inspection's under other ids."""
    desk = Writer()
    for n in range(OF_EACH - 1):
        desk.says(subject=f"WP-{n % 302}", value={"status": "answered", "v": "conform", "reason": "as it should be"})
    columns = ("inspection", "desk", "seq", "aside", "id", "kind", "head", "signature", "value", "salt")
    ids = [hashlib.sha256(f"asking {n}".encode()).hexdigest()[:32] for n in range(INSPECTIONS)]
    for at in range(0, INSPECTIONS, 20):
        with keeping.base.deed() as session:
            for inspection in ids[at : at + 20]:
                session.run(
                    "INSERT INTO inspection (id, entries, arrived, changed) VALUES (?, ?, '', '')",
                    (inspection, OF_EACH),
                )
                rows = []
                for entry in desk.entries:
                    name = hashlib.sha256(inspection.encode() + entry.id.encode()).hexdigest()
                    stored = (entry.head_bytes, entry.signature, entry.value_bytes, entry.salt)
                    rows.append((inspection, desk.desk, entry.head.seq, 0, name, "", *stored))
                session.add("entry", columns, rows)
                session.run(
                    "INSERT INTO strand (inspection, desk, public, seq, head, top, told, ends)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, '')",
                    (inspection, desk.desk, desk.key.public, OF_EACH, rows[-1][4], OF_EACH, rows[-1][4]),
                )
    return ids
