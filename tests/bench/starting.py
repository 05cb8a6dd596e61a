"""``auditapp --help`` against the emptiest Python there is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import ROOT, Line, against, in_turns, median


def lines(folder: Path) -> Iterator[Line]:
    def start(*words: str) -> None:
        subprocess.run([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)

    ours, least = in_turns(25, lambda: start("-m", "auditapp", "--help"), lambda: start("-c", "pass"))
    yield against("auditapp --help", median(ours), median(least), most=3)
