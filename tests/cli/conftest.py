"""A desk for the command line, cheap to unlock, and the command line itself, in this process and as a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditapp.cli import main
from auditapp.operations import checklists
from auditapp.operations.desk import open_desk
from tests.inspector import CHEAP, PASSPHRASE

HOUSE = Path(__file__).parents[2]


@dataclass
class Told:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh desk; its passphrase costs next to nothing, so that a test may start many commands."""
    open_desk(tmp_path / "desk", PASSPHRASE, keyring=False, cost=CHEAP).close()
    return tmp_path / "desk"


Run = Callable[..., Told]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """One command in this process: ``run("answer", "ST-1.1", "conform")``."""
    monkeypatch.setenv("AUDITAPP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("AUDITAPP_KEY_PASSPHRASE", "the key's own words")
    monkeypatch.setenv("AUDITAPP_DATA", str(folder))
    monkeypatch.setenv("AUDITAPP_LANG", "en")

    def once(*words: object) -> Told:
        capsys.readouterr()
        code = main([str(word) for word in words])
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return once


@pytest.fixture
def begun(run: Run, checklist: Path) -> Run:
    """The same, with an inspection begun."""
    told = run("new", "海棠人寿", "--checklist", checklist, "--unit-code", "JC01", "--team", "林若溪:leader",
               "--team", "赵启明:site_manager")  # fmt: skip
    assert told.code == 0, told.err
    return run


def program(*words: object, feed: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """One command as people start it."""
    return subprocess.run(
        [sys.executable, "-m", "auditapp", *map(str, words)],
        cwd=HOUSE,
        capture_output=True,
        input=feed,
        env={**os.environ, "AUDITAPP_PASSPHRASE": PASSPHRASE, **environ},
        check=False,
    )
