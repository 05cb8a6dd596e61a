"""The door (``run``) installs what is missing, and only that; when all is there it asks nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
FILES = ("run", "pyproject.toml", "requirements.txt", "requirements-dev.txt", ".ci/debian-packages.txt")
TEST_TOOLS = (
    "pdfsig",
    "qpdf",
    "mutool",
    "strace",
    "Xvfb",
    "openbox",
    "dbus-run-session",
    "at-spi2-registryd",
    "pg_ctlcluster",
)
SHELL_TOOLS = ("sh", "cat", "cksum", "dirname", "id", "env", "sed", "grep")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the door is a POSIX shell script")


class Hallway:
    """A checkout with a `.venv` that was set up before, on a machine whose programs are all made up."""

    def __init__(self, folder: Path) -> None:
        self.house = folder / "house"
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        self.called = folder / "called.txt"
        (self.house / ".ci").mkdir(parents=True)
        for name in FILES:
            shutil.copy(HOUSE / name, self.house / name)
        packages = self.house / ".ci" / "debian-packages.txt"
        packages.write_text(
            packages.read_text("utf-8").replace("/usr/libexec/", ""), "utf-8"
        )  # made up like the others
        for tool in SHELL_TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (self.programs / tool).symlink_to(found)
        (self.house / ".venv" / "bin").mkdir(parents=True)
        for name in ("python", "auditapp"):
            self.make(self.house / ".venv" / "bin" / name, name)
        self.make(self.programs / "python3", "")

    def make(self, path: Path, say: str) -> None:
        note = f'echo "{say} $*" >>"{self.called}"' if say else ":"
        path.write_text(f"#!/bin/sh\n{note}\n", encoding="utf-8")
        path.chmod(0o755)

    def has(self, *programs: str) -> None:
        for name in programs:
            self.make(self.programs / name, name if name in {"apt-get", "sudo"} else "")

    def was_set_up_for(self, purpose: str) -> None:
        kept = "cat pyproject.toml requirements.txt requirements-dev.txt | cksum"
        state = subprocess.run(["sh", "-c", kept], cwd=self.house, capture_output=True, text=True, check=True).stdout
        (self.house / ".venv" / f"ready-{purpose}").write_text(
            f"{self.house.resolve()} {state.strip()}", encoding="utf-8"
        )

    def run(self, *words: str) -> tuple[int, list[str], str]:
        done = subprocess.run(
            ["sh", "run", *words],
            cwd=self.house,
            env={"PATH": str(self.programs)},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        called = self.called.read_text(encoding="utf-8").splitlines() if self.called.exists() else []
        return done.returncode, [line.strip() for line in called if line != "python -c "], done.stdout + done.stderr


@pytest.fixture
def hallway(tmp_path: Path) -> Hallway:
    return Hallway(tmp_path)


def test_a_second_run_goes_straight_to_the_work(hallway: Hallway) -> None:
    hallway.has("apt-get", *TEST_TOOLS)
    hallway.was_set_up_for("test")
    assert hallway.run("test", "-k", "floors") == (0, ["python -m pytest -k floors"], "")


def test_a_house_set_up_for_tests_can_show_the_demonstration(hallway: Hallway) -> None:
    hallway.has("apt-get")
    hallway.was_set_up_for("test")
    assert hallway.run("demo") == (0, ["auditapp demo demo/"], "")


def test_the_demonstration_goes_where_it_is_told(hallway: Hallway) -> None:
    hallway.was_set_up_for("run")
    assert hallway.run("demo", "over there") == (0, ["auditapp demo over there"], "")


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root may install without sudo")
def test_only_what_is_missing_is_installed(hallway: Hallway) -> None:
    hallway.has("apt-get", *(tool for tool in TEST_TOOLS if tool != "qpdf"))
    hallway.was_set_up_for("test")
    code, called, _ = hallway.run("test")
    assert code == 0
    assert [line.split()[-1] for line in called if line.startswith("apt-get install")] == ["qpdf"]
    assert called[-1] == "python -m pytest"


def test_where_there_is_no_apt_a_sentence_says_what_will_be_skipped(hallway: Hallway) -> None:
    hallway.has("pdfsig")
    hallway.was_set_up_for("test")
    code, called, said = hallway.run("test")
    assert (code, called) == (0, ["python -m pytest"])
    assert "not installed: qpdf mupdf-tools" in said
    assert "skipped" in said


def test_the_window_needs_no_tools_of_the_tests(hallway: Hallway) -> None:
    hallway.has("apt-get")
    hallway.was_set_up_for("run")
    assert hallway.run("window", "joined.auditpkg") == (0, ["auditapp joined.auditpkg"], "")


def test_changed_requirements_are_set_up_again(hallway: Hallway) -> None:
    hallway.was_set_up_for("run")
    with (hallway.house / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# another\n")
    code, called, _ = hallway.run("demo")
    assert code == 0
    assert any("install --require-hashes -r requirements.txt" in line for line in called)
    assert hallway.run("demo")[1].count("auditapp demo demo/") == 2
    assert sum("--require-hashes" in line for line in hallway.run("demo")[1]) == 1


def test_without_python_and_without_root_a_sentence_says_what_to_do(hallway: Hallway) -> None:
    (hallway.programs / "python3").unlink()
    shutil.rmtree(hallway.house / ".venv")
    (hallway.programs / "id").unlink()
    (hallway.programs / "id").write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    (hallway.programs / "id").chmod(0o755)
    code, called, said = hallway.run("demo")
    assert (code, called) == (1, [])
    assert "Python 3.11 or newer" in said
    assert "apt-get install python3 python3-venv" in said


def test_an_unknown_word_shows_the_commands(hallway: Hallway) -> None:
    code, called, said = hallway.run("dmeo")
    assert (code, called) == (2, [])
    assert "sh run demo" in said
