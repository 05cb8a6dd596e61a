"""A first-time operator types the README's lines, and no others: a hub, and two laptops that exchange."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub.served import free_port

HOUSE = Path(__file__).parents[2]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
BLOCK = README.split("## Head office in five lines", 1)[1].split("```sh\n", 1)[1].split("```", 1)[0]
LINES = [line.split("  #")[0].strip() for line in BLOCK.splitlines()]


def test_five_lines_are_enough() -> None:
    assert len(LINES) == 5 and all(line.startswith("auditapp ") for line in LINES)


@pytest.mark.skipif(shutil.which("sh") is None, reason="the lines are for a shell")
def test_the_readme_s_lines_make_a_hub_and_two_laptops_exchange(tmp_path: Path) -> None:
    """Word for word, but for the address: this machine's name and the port may not be ours to have."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "auditapp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditapp "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(HOUSE),
        "AUDITAPP_LANG": "en",
        "AUDITAPP_PASSPHRASE": "korrekt pferd",
    }

    def typed(line: str, laptop: str = "nobody") -> str:
        told = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env={**environ, "AUDITAPP_DATA": str(tmp_path / laptop)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        assert told.returncode == 0, f"{line}\n{told.stdout}{told.stderr}"
        return told.stdout

    init, serve, enrol, lin, zhou = LINES
    typed(f"{init} --address https://localhost:{free_port()} --host 127.0.0.1")
    typed('auditapp new "海棠人寿" --title Q3', "lin's")
    with (tmp_path / "log").open("wb") as log:
        hub = subprocess.Popen(
            ["sh", "-c", f"exec {serve}"],
            cwd=tmp_path,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        )
    assert hub.stdout is not None
    try:
        assert "Listening" in hub.stdout.readline(), (tmp_path / "log").read_text("utf-8")
        typed(enrol)
        assert re.search(r"[1-9]\d* entries given, 0 taken", typed(lin, "lin's"))
        assert re.search(r"0 entries given, [1-9]\d* taken", typed(zhou, "zhou's"))
        [seen] = json.loads(typed("auditapp list --json", "zhou's"))
        [made] = json.loads(typed("auditapp list --json", "lin's"))
        assert (seen["id"], seen["number"]) == (made["id"], made["number"])
    finally:
        hub.terminate()
        hub.stdout.close()
        assert hub.wait(30) == 0
