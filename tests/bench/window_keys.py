"""A key answers an item of an inspection of 2,000 items and 40,000 entries: on the drive, painted, on to the next.

Keys come at moments drawn beforehand, as from a quick person: 40 to 250 ms apart, every so often a held key, and one in
eight after 0.3 to 0.8 s, as from somebody who looks first: then the details were being brought up to date meanwhile.
What a key takes counts from the moment it was due, so work that is put off and then stands in the way of the next
key counts as well. One key in sixty leads into the next section. One in 120 does not conform, which opens the form of
its finding and makes two items appear: it is timed apart. Beside the time by the clock stands the processor's: a busy
machine adds to the first alone.
The floor, in turns with it in the same process, after a wait as long: one row committed to a database with the same
settings, and one plain widget painted anew. (The wait matters: on a shared machine the processor's caches are cold
after 0.2 s, and the same key takes three times what it takes right behind another.)
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import window_desk
from tests.bench.measure import Line, against, apart, at_most, median, p99

KEYS = 1_000
MOST = 8
"""Milliseconds of the slowest of a hundred keys."""


def lines(folder: Path) -> Iterator[Line]:
    inspection = window_desk.large(folder)
    run = apart("window_keys:pressed", folder, inspection)
    ours, floor, busy, idle = run["ours"], run["floor"], run["busy"], run["idle"]
    yield against("key to answer durable and painted, p50", median(ours), median(floor), most=3)
    yield against("key to answer durable and painted, p99", p99(ours), p99(floor), most=3)
    yield at_most("  the same", p99(ours) * 1000, MOST, "ms")
    yield against("  in processor time, p50", median(busy), median(idle))
    yield against("  in processor time, p99", p99(busy), p99(idle))
    yield at_most("  the same", p99(busy) * 1000, MOST, "ms")
    yield at_most("  by the clock without its commit, p99", p99(run["work"]) * 1000, MOST, "ms")
    yield at_most("  into the next section without the commit, the slowest", max(run["crossing"]) * 1000, MOST, "ms")
    yield Line("  opening the form of its finding, median", f"{median(run['finding']) * 1000:.3g} ms")
    yield Line("  cards held at most", str(run["cards"]))


def pressed(folder: str, inspection: str, keys: str = str(KEYS)) -> dict[str, Any]:
    """Seconds of every key, of the floor beside it, and of what was not the commit."""
    with window_desk.window(Path(folder), inspection) as window:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication, QListWidget

        from auditapp.store.database import open_database

        page = window.page
        rest(1.5)
        page.go_to(page.walking.at(f"{window_desk.FIRST}.1"))
        rest(1.0)
        commits = _commits(window.bridge.desk)
        row = QListWidget()
        row.addItems(["符合"] * 20)
        row.resize(400, 600)
        row.show()
        window.activateWindow()
        rest(0.5)
        dice = random.Random(3)
        ours, busy, work, crossing, finding, floor, idle = [], [], [], [], [], [], []
        cards = 0
        with open_database(Path(folder) / f"bare-{time.time_ns()}.db", bytes(32)) as bare:
            bare.run("CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB) STRICT")
            held = 0
            for turn in range(int(keys)):
                held = held - 1 if held else dice.choice((0,) * 40 + (20,))
                after = 0.033 if held else dice.uniform(0.3, 0.8) if dice.random() < 0.125 else dice.uniform(0.04, 0.25)
                due = time.perf_counter() + after
                rest_until(due)
                section, bad = page.section, page.at.endswith(".20") and dice.random() < 0.5
                commits.clear()
                before = time.process_time()
                QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_3 if bad else Qt.Key.Key_1)
                QApplication.sendPostedEvents()  # what is painted is painted in here; what was put off is not done
                taken, worked = time.perf_counter() - due, time.process_time() - before
                if not commits:
                    raise RuntimeError(f"the key at {page.at} wrote nothing")
                if bad:
                    finding.append(taken)
                    rest(0.2)
                    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
                    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_J)
                    rest(0.2)
                    continue
                ours.append(taken)
                busy.append(worked)
                work.append(taken - sum(commits))
                if page.section != section:
                    crossing.append(taken - sum(commits))
                cards = max(cards, page.cards.held)
                if turn % 4:
                    continue
                rest(dice.uniform(0.04, 0.25))
                start, before = time.perf_counter(), time.process_time()
                with bare.atomic():
                    bare.run("INSERT INTO t (v) VALUES (?)", (b'{"status":"answered","v":"conform"}',))
                row.item(turn % 20).setText(f"符合 {turn}")
                QApplication.sendPostedEvents()
                floor.append(time.perf_counter() - start)
                idle.append(time.process_time() - before)
        row.close()
    return {
        "ours": ours,
        "busy": busy,
        "work": work,
        "crossing": crossing,
        "finding": finding,
        "floor": floor,
        "idle": idle,
        "cards": cards,
    }


def _commits(desk: Any) -> list[float]:
    """Seconds of every write to the journal from now on, put down as they happen."""
    journals, taken = desk.store.journals, []
    append: Callable[..., Any] = journals.append

    def timed(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return append(*given, **named)
        finally:
            taken.append(time.perf_counter() - start)

    journals.append = timed
    return taken


def rest(seconds: float) -> None:
    """Let the window do what it has put off."""
    rest_until(time.perf_counter() + seconds)


def rest_until(moment: float) -> None:
    from PySide6.QtWidgets import QApplication

    while (left := moment - time.perf_counter()) > 0:
        QApplication.processEvents()
        time.sleep(max(0.0, min(0.0005, left)))
