"""Photos of 12 megapixels taken in: original and rendition encrypted and synced, thumbnail made.

The floor is their SHA-256 and a decode to half their size, which nobody can do without. Two processes against
one is a matter of free cores: the processor time of each photo is told beside it.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import fixtures
from tests.bench.measure import Line, against, apart, at_most, in_turns, median, seconds_

WIDTH, HEIGHT = 4032, 3024
MANY = 60


def lines(folder: Path) -> Iterator[Line]:
    from auditapp.store.renditions import take_in

    files = fixtures.photos(folder / "card", MANY, WIDTH, HEIGHT)
    waiting = iter(files)
    with fixtures.desk(folder) as desk:
        here: list[Path] = []

        def ours() -> None:
            here.append(next(waiting))
            take_in(desk.store.photos, here[-1])

        taken, least = in_turns(24, ours, lambda: decode(here[-1]))
    yield against("photo of 12 MP taken in", median(taken), median(least), most=1.7)
    one, base = (
        apart("intake:some", folder / "memory", files[0], 6),
        apart("intake:some", folder / "memory-0", files[0], 0),
    )
    yield at_most("memory a photo (peak less the program's)", one["peak"] - base["peak"], 40)
    yield from _two_against_one(folder, files)


def _two_against_one(folder: Path, files: list[Path]) -> Iterator[Line]:
    """Beside it what the machine gave: the same photos only decoded, by one process or halved between two. Where
    others work at the same time, two get less than twice as much, whatever is done."""
    card = files[0].parent
    runs: dict[str, list[dict[str, Any]]] = {"one": [], "two": [], "bare one": [], "bare two": []}
    for n in range(3):
        runs["one"].append(apart("intake:many", folder / f"one-{n}", card, 1))
        runs["two"].append(apart("intake:many", folder / f"two-{n}", card, 2))
        runs["bare one"].append(apart("intake:bare", card, 1))
        runs["bare two"].append(apart("intake:bare", card, 2))
    wall = {name: median([run["seconds"] for run in each]) for name, each in runs.items()}
    used = {name: median([run["processor"] for run in each]) for name, each in runs.items()}
    yield against(
        f"{MANY} photos, two processes against one", wall["two"], wall["one"], least=1.7, told=seconds_, note=" (one)"
    )
    gave = wall["bare one"] / wall["bare two"]
    yield Line(
        "  what the machine gave: bare decodes, two processes against one",
        seconds_(wall["bare two"]),
        seconds_(wall["bare one"]) + " (one)",
        f"{gave:.2f}x",
    )
    yield against("  processor time a photo, two processes against one", used["two"] / MANY, used["one"] / MANY)


def decode(file: Path) -> None:
    """The floor: read, hash, decode at half size."""
    from PIL import Image

    raw = file.read_bytes()
    hashlib.sha256(raw).hexdigest()
    with Image.open(io.BytesIO(raw)) as image:
        image.draft("YCbCr", (WIDTH // 2, HEIGHT // 2))
        image.load()


def some(folder: str, file: str, count: str) -> None:
    from PIL import Image

    from auditapp.store.renditions import take_in

    Image.init()
    Path(folder).mkdir()
    with fixtures.desk(Path(folder)) as desk:
        for n in range(int(count)):
            raw = Path(file).read_bytes()
            take_in(desk.store.photos, raw[:2] + b"\xff\xfe\x00\x04%02d" % n + raw[2:], name="a.jpg")


def many(folder: str, card: str, workers: str) -> dict[str, Any]:
    """Wall and processor seconds of taking a card in. The workers give themselves a low priority; so that the work
    of others on this machine counts the same, one process gets it too, or, as root, two are raised before."""
    from auditapp.store.renditions import intake_many

    if os.geteuid() == 0 and workers != "1":
        os.nice(-10)
    elif os.geteuid() and workers == "1":
        os.nice(10)
    Path(folder).mkdir()
    with fixtures.desk(Path(folder)) as desk:
        start = time.perf_counter()
        done = list(intake_many(desk.store.photos, sorted(Path(card).iterdir()), workers=int(workers)))
        taken = time.perf_counter() - start
    if not all(hasattr(outcome, "sha256") for _, outcome in done):
        raise RuntimeError("a photo was refused")
    return {"seconds": taken, "processor": _processor()}


def bare(card: str, workers: str) -> dict[str, Any]:
    """As `many`, without the program: files decoded, each process its share of them."""
    files = sorted(Path(card).iterdir())
    start = time.perf_counter()
    shares = [files[n :: int(workers)] for n in range(int(workers))]
    processes = [multiprocessing.get_context("spawn").Process(target=_decode_all, args=(share,)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return {"seconds": time.perf_counter() - start, "processor": _processor()}


def _decode_all(files: list[Path]) -> None:
    for file in files:
        decode(file)


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)
