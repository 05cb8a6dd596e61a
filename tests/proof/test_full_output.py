"""Output that goes into a full disk: one sentence, an exit code, and nothing about faults of the program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.proof.laptop import ROOT, Laptop, typed

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")


def into_a_full_disk(command: list[str], environ: Mapping[str, str], given: str = "") -> tuple[int, str]:
    with FULL.open("wb") as full:
        done = subprocess.run(
            command, cwd=ROOT, env={**environ, "AUDITAPP_LANG": "en"}, input=given.encode(), stdout=full,
            stderr=subprocess.PIPE, check=False)  # fmt: skip
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["list"], ["list", "--json"], ["doctor"]])
def test_output_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path, words: list[str], unbuffered: str) -> None:
    laptop = Laptop(tmp_path)
    command = laptop.command(*words) if words[0].isalpha() else [sys.executable, "-m", "auditapp", *words]
    code, told = into_a_full_disk(command, {**laptop.environ, "PYTHONUNBUFFERED": unbuffered})
    assert code == 3
    assert told.startswith("The output cannot be written") and told.count("\n") == 1


def test_what_was_saved_before_the_output_failed_stays_saved(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path)
    lines = {1: (laptop.places[0], "first"), 2: (laptop.places[1], "second")}
    code, told = into_a_full_disk(laptop.command("answer", "-"), laptop.environ, typed(lines))
    assert (code, told.count("\n")) == (3, 1)
    shown = laptop.run("journal", "--kind", "answer", "--json")
    assert "first" in shown.stdout and "second" not in shown.stdout
