"""An answer made durable, against a bare commit of one row in a database with the same settings; and its syncs."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from auditapp.operations import answer, look
from auditapp.operations.desk import Desk
from auditapp.store.database import open_database
from tests.bench import fixtures
from tests.bench.measure import Line, against, apart, in_turns, median, p99

ROUNDS = 1_500
_SYNC = re.compile(r"\b(?:fsync|fdatasync|msync|sync_file_range)\(.*= 0")


def lines(folder: Path) -> Iterator[Line]:
    with fixtures.desk(folder) as desk, open_database(folder / "bare.db", bytes(32)) as bare:
        inspection = fixtures.begun(desk)
        bare.run("CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB) STRICT")
        row = b'{"status":"answered","v":"conform"}'

        def floor() -> None:
            with bare.atomic():
                bare.run("INSERT INTO t (v) VALUES (?)", (row,))

        ours, least = in_turns(ROUNDS, answers(desk, inspection), floor)
    yield against("answer made durable, p50", median(ours), median(least), most=3)
    yield against("answer made durable, p99", p99(ours), p99(least), most=3)
    yield from _syncs(folder)


def answers(desk: Desk, inspection: str) -> Callable[[], None]:
    """A deed that answers the next item of the checklist, over and over: each answer replaces the one before."""
    items = [item.id for item in look.checklist_of(desk, inspection).items() if item.kind == "conform" and not item.set]
    turn = itertools.count()

    def deed() -> None:
        n = next(turn)
        answer.answer(desk, inspection, items[n % len(items)], ("conform", "minor")[n // len(items) % 2])

    return deed


def _syncs(folder: Path) -> Iterator[Line]:
    """Syncs of answers, seen by strace: a run less a run of 20 (opening and closing sync as well). Every 1,000 pages
    of log SQLite moves it into the file, which takes three more; 60 answers do not fill it."""
    strace = shutil.which("strace")
    if strace is None:
        yield Line("syncs an answer", "strace is not here")
        return
    seen = {}
    for count in (20, 80, 1_020):
        told = apart(
            "answering:some",
            folder / f"traced-{count}",
            count,
            before=(strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,msync,sync_file_range"),
        )
        seen[count] = len(_SYNC.findall(told["stderr"]))
    each, long = (seen[80] - seen[20]) / 60, (seen[1_020] - seen[20]) / 1_000
    yield Line("syncs an answer", f"{each:g}", "1", f"{each:.2f}x", "exactly 1", each == 1)
    yield Line("  over 1,000 answers, with those of the log's checkpoints", f"{long:.3f}", "1", f"{long:.2f}x")


def some(folder: str, count: str) -> None:
    Path(folder).mkdir()
    with fixtures.desk(Path(folder)) as desk:
        deed = answers(desk, fixtures.begun(desk))
        for _ in range(int(count)):
            deed()
