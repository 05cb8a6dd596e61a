"""A section of 60 cards that nobody made ready is shown, at an inspection of 2,000 items: the first screen, and all.

The floor, in turns with it: as many plain radio buttons in rows, made and painted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import window_desk
from tests.bench.measure import Line, against, apart, at_most, median
from tests.bench.window_keys import rest

MOST = 150
"""Milliseconds until all is painted."""


def lines(folder: Path) -> Iterator[Line]:
    inspection = window_desk.large(folder)
    run = apart("window_section:shown", folder, inspection)
    yield against("inspection of 2,000 items opened, first screen", run["opened"], median(run["floor"]))
    yield at_most("section of 60 cards shown, first screen", median(run["first"]) * 1000, MOST, "ms")
    yield at_most("  all of it", median(run["all"]) * 1000, MOST, "ms")
    yield against("  the same, against 360 plain radio buttons in rows", median(run["all"]), median(run["floor"]))
    yield Line("  the same where cards of other sections are used again", f"{median(run['again']) * 1000:.3g} ms")


def shown(folder: str, inspection: str) -> dict[str, Any]:
    start = time.perf_counter()
    with window_desk.window(Path(folder), inspection) as window:
        from PySide6.QtWidgets import QApplication

        QApplication.sendPostedEvents()
        opened = time.perf_counter() - start
        page: Any = window.page
        first, whole, again, floor = [], [], [], []
        rest(2.0)
        for n in range(2, 12):
            fresh = n % 2 == 0
            if fresh:  # nothing is kept of other sections: all cards are made
                page.cards._sheets = {key: one for key, one in page.cards._sheets.items() if one is page.cards._sheet}
                page.cards._sheet._spare = []
            begun = time.perf_counter()
            page.show_section(f"XX-{n}")
            QApplication.sendPostedEvents()
            seen = time.perf_counter() - begun
            while not page.cards.ready:
                QApplication.processEvents()
            QApplication.sendPostedEvents()
            (whole if fresh else again).append(time.perf_counter() - begun)
            if fresh:
                first.append(seen)
            rest(1.0)
            floor.append(_plain())
    return {"opened": opened, "first": first, "all": whole, "again": again, "floor": floor}


def _plain() -> float:
    """Seconds for sixty rows of six radio buttons."""
    from PySide6.QtWidgets import QApplication, QHBoxLayout, QRadioButton, QScrollArea, QVBoxLayout, QWidget

    begun = time.perf_counter()
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    for _ in range(60):
        row = QWidget()
        line = QHBoxLayout(row)
        for words in ("符合", "观察项", "一般", "严重", "不适用", "未查"):
            line.addWidget(QRadioButton(words))
        column.addWidget(row)
    area.setWidget(inside)
    area.resize(800, 836)
    area.show()
    QApplication.sendPostedEvents()
    taken = time.perf_counter() - begun
    area.close()
    area.deleteLater()
    return taken
