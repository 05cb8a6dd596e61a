"""The floors hold, and the contracts that keep them have teeth."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "COLUMNS": "200", "TERM": "dumb"},
    )


@pytest.fixture
def other_house(tmp_path: Path) -> Path:
    """A copy of this house that may be spoilt."""
    shutil.copytree(HOUSE / "auditapp", tmp_path / "auditapp", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_floor_imports_only_what_lies_below_it() -> None:
    verdict = lint_imports(HOUSE)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def test_a_new_package_must_be_given_a_floor(other_house: Path) -> None:
    (other_house / "auditapp" / "helpers").mkdir()
    (other_house / "auditapp" / "helpers" / "__init__.py").write_text("", encoding="utf-8")
    verdict = lint_imports(other_house)
    assert verdict.returncode == 1
    assert "helpers" in verdict.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("inspection", "import auditapp.store", "The floors of the house"),
        ("store", "import auditapp.report", "The floors of the house"),
        ("journal", "import auditapp.checklist", "The floors of the house"),
        ("words.py", "import auditapp.settings", "The floors of the house"),
        ("operations", "import sqlcipher3", "Only store knows SQLite"),
        ("cli", "import sqlite3", "Only store knows SQLite"),
        ("operations", "def late() -> None:\n    import reportlab.platypus", "Only report knows PDF"),
        ("store", "import pikepdf", "Only report knows PDF"),
        ("inspection", "import PySide6.QtCore", "Only ui and app know Qt"),
        ("office", "import auditapp.store", "The floors of the house"),
        ("operations", "import auditapp.hub", "The floors of the house"),
        ("office", "import starlette", "Only hub serves and knows PostgreSQL and S3"),
        ("ui", "import auditapp.hub", "The window does not know the hub's inside"),
        ("report", "import urllib.request", "Only office and hub know the network"),
    ],
)
def test_an_import_upward_sideways_or_out_of_its_room_is_refused(
    other_house: Path, room: str, line: str, contract: str
) -> None:
    spoilt = other_house / "auditapp" / (room if room.endswith(".py") else f"{room}/late_addition.py")
    written = spoilt.read_text(encoding="utf-8") if spoilt.exists() else ""
    spoilt.write_text(f"{written}\n{line}\n", encoding="utf-8")
    verdict = lint_imports(other_house)
    assert verdict.returncode == 1
    assert f"{contract} BROKEN" in verdict.stdout


def test_the_drawings_show_the_floors_of_the_contract() -> None:
    config = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(c["layers"] for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    for drawing in ("README.md", "auditapp/__init__.py"):
        text = (HOUSE / drawing).read_text(encoding="utf-8")
        places = [
            text.find(f"\n{indent}{floor} ")
            for floor in floors
            for indent in (" ", "    ")
            if f"\n{indent}{floor} " in text
        ]
        assert len(places) == len(floors), f"{drawing} leaves out a floor"
        assert places == sorted(places), f"{drawing} draws the floors in another order"
