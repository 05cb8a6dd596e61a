"""Measuring beside a floor: both in one run, in turns, so that a busy machine slows both alike.

Vocabulary
    *floor*   the least anybody could do for the same end: a bare commit, a copy with its hash, a decode
    *round*   ours and the floor once each; medians are taken over rounds
    *apart*   in a process of its own, whose peak of memory is then its own
"""

from __future__ import annotations

import importlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MEGABYTE = 2**20


@dataclass(frozen=True)
class Line:
    """One line of the table. ``met`` is None where nothing was aimed at."""

    what: str
    ours: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "met", False: "NOT MET", None: ""}[self.met]


def against(
    what: str,
    ours: float,
    floor: float,
    *,
    most: float = 0,
    least: float = 0,
    told: Callable[[float], str] | None = None,
    note: str = "",
) -> Line:
    """A line whose ratio ours/floor is to be at *most*; with *least*, floor/ours (how many times faster) at least."""
    told = told or milliseconds
    ratio = floor / ours if least else ours / floor
    met = ratio <= most if most else ratio >= least if least else None
    aim = f"<= {most:g}x" if most else f">= {least:g}x" if least else ""
    return Line(what, told(ours), told(floor) + note, f"{ratio:.2f}x", aim, met)


def at_most(what: str, ours: float, most: float, unit: str = "MB") -> Line:
    """A line with an absolute aim."""
    return Line(what, f"{ours:.3g} {unit}", "", "", f"<= {most:g} {unit}", ours <= most)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms"


def seconds_(seconds: float) -> str:
    return f"{seconds:.2f} s"


def in_turns(rounds: int, *deeds: Callable[[], object]) -> tuple[list[float], ...]:
    """Wall seconds of each deed, *rounds* times, one after the other within each round; the first round is not kept."""
    taken: tuple[list[float], ...] = tuple([] for _ in deeds)
    for turn in range(rounds + 1):
        for deed, kept in zip(deeds, taken, strict=True):
            start = time.perf_counter()
            deed()
            if turn:
                kept.append(time.perf_counter() - start)
    return taken


def p99(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


median = statistics.median


def peak() -> float:
    """The most memory this process has held so far, in MB. (``ru_maxrss`` would count the parent's before exec.)"""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (MEGABYTE if sys.platform == "darwin" else 1024)


def apart(deed: str, *given: object, before: Sequence[str] = ()) -> dict[str, Any]:
    """Do ``module:function`` of this folder in a process of its own; what it returned, with ``peak`` in MB."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.bench.measure", deed, *map(str, given)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{deed}: {done.stderr[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "stderr": done.stderr}


def _serve(deed: str, *given: str) -> None:
    module, _, function = deed.partition(":")
    told = getattr(importlib.import_module(f"tests.bench.{module}"), function)(*given)
    print(json.dumps({**(told or {}), "peak": peak()}))


if __name__ == "__main__":
    _serve(*sys.argv[1:])
