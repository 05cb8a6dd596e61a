"""A hundred photos of 12 megapixels dropped on an item while somebody goes on answering by keys.

A clock on the window's own thread ticks every few milliseconds; the longest gap between two ticks is the longest
stall a person could feel. The floor is an empty window with the same clock: the same photos go into the same store
beside it, and it does no more than commit one row for each. Whatever others do on this machine stalls both. So the
processor time of the window's own thread within a gap is told as well: it is what a quiet machine would show.
The speed is told against the same photos taken in without a window.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import fixtures
from tests.bench.measure import Line, against, apart, at_most, median, seconds_

WIDTH, HEIGHT = 4032, 3024
MANY = 100
TICK = 4
"""Milliseconds between two ticks of the clock."""
PACE = 350
"""Milliseconds between two keys; nobody answers faster for long."""
ROUNDS = 3
MOST = 50
"""Milliseconds of the longest stall."""


def lines(folder: Path) -> Iterator[Line]:
    card = fixtures.photos(folder / "card", MANY, WIDTH, HEIGHT)[0].parent
    runs: dict[str, list[dict[str, Any]]] = {"dropped": [], "plain": [], "empty": []}
    for n in range(ROUNDS):
        runs["plain"].append(apart("intake:many", folder / f"plain-{n}", card, os.cpu_count() or 1))
        runs["dropped"].append(apart("window_photos:dropped", folder / f"window-{n}", card))
        runs["empty"].append(apart("window_photos:empty", folder / f"empty-{n}", card))
    keys_only = apart("window_photos:dropped", folder / "keys-only", folder / "no card")

    def of(name: str, what: str) -> float:
        return median([run[what] for run in runs[name]])

    yield at_most(f"{MANY} photos of 12 MP dropped: longest stall", of("dropped", "longest") * 1000, MOST, "ms")
    yield against(
        "  beside an empty window that commits a row a photo", of("dropped", "longest"), of("empty", "longest")
    )
    yield at_most("  processor time of the window's thread in one stall", of("dropped", "worked") * 1000, MOST, "ms")
    yield against("  beside the same keys without photos", of("dropped", "worked"), keys_only["worked"])
    yield Line(
        "  99.9% of the gaps", f"{of('dropped', 'usual') * 1000:.3g} ms", f"{of('empty', 'usual') * 1000:.3g} ms"
    )
    yield against(
        f"{MANY} photos dropped, against taken in without a window",
        of("dropped", "seconds"),
        of("plain", "seconds"),
        most=1.25,
        told=seconds_,
    )
    yield at_most("  memory of the window (peak)", of("dropped", "peak"), 400)


class Clock:
    """The longest gap between two ticks of a timer on the window's thread."""

    def __init__(self, parent: Any) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self.worked: list[float] = []
        """Processor seconds of this thread within each gap."""
        self._last = self._worked = 0.0
        self._timer = QTimer(parent)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start(TICK)

    def stop(self) -> dict[str, float]:
        self._timer.stop()
        gaps = sorted(self.gaps)
        return {"longest": gaps[-1], "worked": max(self.worked), "usual": gaps[int(len(gaps) * 0.999) - 1]}

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(now - self._last)
        self.worked.append(worked - self._worked)
        self._last, self._worked = now, worked


def dropped(folder: str, card: str) -> dict[str, Any]:
    """The window with an inspection; the card's photos dropped on the strip at hand; a person answers meanwhile."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from auditapp.ui.bridge import Bridge
    from auditapp.ui.evidence_strip import EvidenceStrip
    from auditapp.ui.places import Place
    from auditapp.ui.preferences import Remembered
    from auditapp.ui.theme import Density, Look, Theme, load_fonts
    from auditapp.ui.window import Window

    app = QApplication(["bench"])
    load_fonts()
    theme = Theme(look=Look.LIGHT, scale=100, density=Density.NORMAL)
    theme.apply(app)
    Path(folder).mkdir()
    with fixtures.desk(Path(folder)) as desk:
        inspection = fixtures.begun(desk)
        bridge = Bridge(desk, remembered=Remembered(Path(folder) / "settings"))
        window = Window(bridge, theme)
        window.go(Place("home"))
        window.go(Place("inspection", inspection))
        window.show()
        QTest.qWaitForWindowExposed(window)
        strip = window.page.findChild(EvidenceStrip)
        keys: list[float] = []
        clock = Clock(window)
        ended = QEventLoop()

        def press() -> None:
            began = time.perf_counter()
            QTest.keyClick(window, Qt.Key.Key_1)
            app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            keys.append(time.perf_counter() - began)

        person = QTimer(window)
        person.timeout.connect(press)
        for _ in range(4):  # what is made at the first key only is not the photos' affair
            press()
            QTest.qWait(PACE)
        keys.clear()
        person.start(PACE)
        clock.start()
        began = time.perf_counter()
        files = sorted(Path(card).iterdir()) if Path(card).is_dir() else []
        if files:
            load = strip.take(files)
            strip.arrivals.ended.connect(lambda _: ended.quit())
        else:
            load = None
            QTimer.singleShot(20_000, ended.quit)
        ended.exec()
        taken = time.perf_counter() - began
        QTest.qWait(600)
        told = clock.stop()
        person.stop()
        if load is not None and len(load.kept) != len(files):
            raise RuntimeError(f"{len(load.kept)} of {len(files)} photos arrived")
        bridge.close()
        window.close()
    return {**told, "seconds": taken, "key": max(keys), "keys": len(keys)}


def empty(folder: str, card: str) -> dict[str, Any]:
    """An empty window that commits one row for each photo; the same photos go into a store beside it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEventLoop, QObject, Signal
    from PySide6.QtWidgets import QApplication, QMainWindow

    from auditapp.store.renditions import intake_many

    class Landed(QObject):
        one = Signal(object)
        ended = Signal()

    QApplication(["bench"])
    Path(folder).mkdir()
    rows = sqlite3.connect(Path(folder) / "rows.db", isolation_level=None)
    rows.execute("pragma journal_mode=wal")
    rows.execute("pragma synchronous=full")
    rows.execute("create table photo (entry blob)")
    window, landed, ended = QMainWindow(), Landed(), QEventLoop()
    window.show()
    landed.one.connect(lambda _: rows.execute("insert into photo values (randomblob(900))"))
    landed.ended.connect(ended.quit)
    with fixtures.desk(Path(folder)) as desk:
        files, photos = sorted(Path(card).iterdir()), desk.store.photos

        def take() -> None:
            for one in intake_many(photos, files):
                landed.one.emit(one)
            landed.ended.emit()

        clock, beside = Clock(window), threading.Thread(target=take)
        clock.start()
        beside.start()
        ended.exec()
        beside.join()
        told = clock.stop()
    rows.close()
    return told
