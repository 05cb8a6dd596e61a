"""The window may be closed at any moment: the program ends by itself, soon and well, and nothing is lost or left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auditapp.operations import begin, look, package, photos
from auditapp.operations.desk import open_desk
from tests.inspector import CHEAP, PASSPHRASE, Inspector, photo
from tests.ui.closer import BUSY, HALF

ROOT = Path(__file__).parents[2]
SOON = 60
"""Seconds: what cannot be stopped (a photo being stored) is waited for, on a machine that others use too."""


@pytest.fixture(scope="module")
def laden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with an inspection, a card of photos, and a package of another desk."""
    place = tmp_path_factory.mktemp("laden")
    with open_desk(place / "desk", PASSPHRASE, keyring=False, marks=place / "auditapp", cost=CHEAP) as desk:
        begin.begin(desk, "emergency", title="Q3", unit="海棠人寿")
    for n in range(12):
        photo(place / "camera", f"{n:02}.jpg", size=(2400, 1800), colour=20 * n)
    with Inspector(place / "zhou") as zhou:
        zhou.begins("emergency").photographs("EM-1.1", *sorted((place / "camera").iterdir()))
        package.export_package(zhou.desk, zhou.inspection, place / "zhou.auditpkg")
    return place


@pytest.fixture
def folder(laden: Path, tmp_path: Path) -> Path:
    shutil.copytree(laden, tmp_path / "laden")
    return tmp_path / "laden" / "desk"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes as Linux lists them")
@pytest.mark.parametrize("busy", BUSY)
def test_closed_while_busy_the_program_ends_well_and_loses_nothing(folder: Path, busy: str) -> None:
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "AUDITAPP_PASSPHRASE": PASSPHRASE,
        **{name: str(folder.parent) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")},
    }
    command = [sys.executable, "-m", "tests.ui.closer", str(folder), str(folder.parent / "settings"), busy]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, encoding="utf-8", timeout=SOON, check=False
    )
    complaints = [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]
    assert (done.returncode, done.stdout, complaints) == (0, "CLOSED\n", [])
    assert left_over(str(folder)) == []
    with open_desk(folder, PASSPHRASE, keyring=False, create=False, marks=folder.parent / "auditapp") as desk:
        own = next(row.id for row in look.inspections(desk) if row.title == "Q3")
        found = look.fold(desk, own)
        assert found.answers["EM-1.1"].answer.status == "answered" or found.answers["EM-1.1"].answer.texts
        if busy == "note":
            assert found.notes["EM-1.1"].text == HALF
        for one in found.photos.values():
            assert photos.picture(desk, one.sha256)
        assert desk.store.db.quick_check() == []
    assert not (folder / "running.json").exists(), "it would say that the last time ended badly"
    assert not (folder / "sample-being-made").exists()


def left_over(words: str) -> list[str]:
    """Processes whose command names this desk."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = one.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if words in said and one.parent.name != str(os.getpid()):
            found.append(said)
    return found
