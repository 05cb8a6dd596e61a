"""A document of 400 MB is certified, against copying it with its SHA-256 (signing keeps the old file until the end)."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import Line, against, apart, at_most, median, seconds_

SIZE = 400
ROUNDS = 5


def lines(folder: Path) -> Iterator[Line]:
    from tests.report.seal_house import draw

    pdf = folder / "large.pdf"
    with pdf.open("wb") as out:
        draw(out, photos=(os.urandom(400_000) for _ in range(SIZE * 2**20 // 400_000 + 1)))
    signed, copied = [], []
    for _ in range(ROUNDS):
        signed.append(apart("signing:ours", pdf, folder / "signed.pdf"))
        copied.append(apart("signing:floor", pdf, folder / "copied.pdf"))
    yield against(
        f"signing {SIZE} MB, time (floor: copy, hash, sync)",
        median([run["seconds"] for run in signed]),
        median([run["seconds"] for run in copied]),
        told=seconds_,
    )
    yield at_most(f"signing {SIZE} MB, peak memory", median([run["peak"] for run in signed]), 80)


def ours(pdf: str, out: str) -> dict[str, Any]:
    from auditapp.report import sign
    from tests.report.seal_house import NOON, people

    Path(out).unlink(missing_ok=True)
    hand = people().inspector
    start = time.perf_counter()
    sign.certify(Path(pdf), "inspector", hand, when=NOON, out=Path(out))
    return {"seconds": time.perf_counter() - start}


def floor(pdf: str, out: str) -> dict[str, Any]:
    Path(out).unlink(missing_ok=True)
    start = time.perf_counter()
    digest = hashlib.sha256()
    with Path(pdf).open("rb") as source, Path(out).open("wb") as copy:
        while piece := source.read(2**20):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return {"seconds": time.perf_counter() - start}
