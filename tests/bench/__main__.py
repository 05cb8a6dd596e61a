"""The benches: ``sh run bench [NAME …]``, or ``python -m tests.bench [NAME …]``. Not part of the tests.

Each measures what the house promises against a floor in the same run, in turns with it, and prints one line a
promise: ours, the floor, their ratio, the aim, and whether it was met. Milliseconds are this machine's; the ratio
is what may be compared. A missed aim never fails anything: it is told. Scratch files go to TMPDIR (about 3 GB).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.measure import Line

BENCHES = (
    "answering",
    "opening",
    "starting",
    "intake",
    "paper",
    "signing",
    "exchanging",
    "overview",
    "window_photos",
    "window_start",
    "window_keys",
    "window_section",
    "keeping",
)


def main(wanted: Sequence[str]) -> int:
    unknown = set(wanted) - set(BENCHES)
    if unknown:
        print(f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    for variable in ("AUDITAPP_DATA", "AUDITAPP_LANG", "AUDITAPP_PASSPHRASE"):
        os.environ.pop(variable, None)
    measured: list[Line] = []
    for name in wanted or BENCHES:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            for line in import_module(f"tests.bench.{name}").lines(Path(folder)):
                print(f"{line.what}: {line.ours}  {line.ratio}  {line.verdict}", file=sys.stderr, flush=True)
                measured.append(line)
    print(table(measured))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"\nLoad {load:.1f} on {os.cpu_count()} cores at the end; Python {sys.version.split()[0]}, {sys.platform}.")
    return 0


def table(measured: Sequence[Line]) -> str:
    """A table in Markdown."""
    rows = [
        ("what", "ours", "floor", "ratio", "aim", "verdict"),
        *((line.what, line.ours, line.floor, line.ratio, line.aim, line.verdict) for line in measured),
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    told = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([told[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *told[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
