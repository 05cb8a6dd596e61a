"""The report of 300 items with 300 photos of 2,048 pixels, against img2pdf on the same photos.

Both write a file and sync it. Each run is a process of its own that has loaded and prepared everything before
its clock starts; its peak of memory is that of the whole process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import fixtures
from tests.bench.measure import MEGABYTE, Line, against, apart, at_most, median, seconds_

ROUNDS = 7
MOST_MEMORY = 80


def lines(folder: Path) -> Iterator[Line]:
    card = folder / "card"
    files = fixtures.photos(card, 1_000, 2048, 1536, grain=11)
    drawn, joined = [], []
    for _ in range(ROUNDS):
        drawn.append(apart("paper:ours", card, 300, folder / "report.pdf"))
        joined.append(apart("paper:floor", card, 300, folder / "img2pdf.pdf"))
    ours, floor = (median([run["seconds"] for run in runs]) for runs in (drawn, joined))
    weight = sum(file.stat().st_size for file in files[:300])
    yield against("report of 300 items and 300 photos, time (floor: img2pdf)", ours, floor, most=2, told=seconds_)
    busy, idle = (median([run["processor"] for run in runs]) for runs in (drawn, joined))
    yield against("  of it the processor's time", busy, idle, told=seconds_)
    yield at_most("  peak memory", median([run["peak"] for run in drawn]), MOST_MEMORY)
    yield Line("  peak memory of img2pdf", f"{median([run['peak'] for run in joined]):.0f} MB")
    yield against(
        "  size against the photos' bytes",
        drawn[0]["bytes"],
        weight,
        most=1.05,
        told=lambda size: f"{size / MEGABYTE:.1f} MB",
    )
    few = [apart("paper:ours", card, 100, folder / "few.pdf") for _ in range(3)]
    many = [apart("paper:ours", card, 1_000, folder / "many.pdf") for _ in range(3)]
    small, large = (median([run["peak"] for run in runs]) for runs in (few, many))
    yield against("  memory of 1,000 photos against 100", large, small, most=1.2, told=lambda mb: f"{mb:.0f} MB")
    quick, slow = (median([run["seconds"] for run in runs]) for runs in (few, many))
    yield against("  time of 1,000 photos against 100", slow, quick, most=10, told=seconds_)


def ours(card: str, count: str, out: str) -> dict[str, Any]:
    from auditapp.report.build import Document, render
    from tests.report import make

    Path(out).unlink(missing_ok=True)
    files = sorted(Path(card).iterdir())[: int(count)]
    papers = make.papers(samples=1, items=300, photos=0, traps=False, files=files)
    render(papers, Document.NOTICE, Path(out))  # loads reportlab, as the floor's has loaded img2pdf
    Path(out).unlink()
    start, used = time.perf_counter(), time.process_time()
    done = render(papers, Document.REPORT, Path(out))
    return {"seconds": time.perf_counter() - start, "processor": time.process_time() - used, "bytes": done.bytes}


def floor(card: str, count: str, out: str) -> dict[str, Any]:
    import img2pdf  # type: ignore[import-untyped]

    files = [str(file) for file in sorted(Path(card).iterdir())[: int(count)]]
    start, used = time.perf_counter(), time.process_time()
    with Path(out).open("wb") as stream:
        img2pdf.convert(files, outputstream=stream)
        stream.flush()
        os.fsync(stream.fileno())
    return {"seconds": time.perf_counter() - start, "processor": time.process_time() - used}
