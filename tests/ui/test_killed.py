"""Killed at any moment the program reopens at the item, with every answer that was shown as saved.

The real program runs in a process of its own; a person in it answers by keys and says what the footer called saved
(`walker`). It is killed without warning after so many of those, plus a moment more that the dice choose.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from auditapp.inspection.walk import LineState
from auditapp.operations import begin, look, photos
from auditapp.operations.desk import open_desk
from auditapp.ui.marker import Marker
from tests.inspector import CHEAP, PASSPHRASE
from tests.ui.walker import saved

ACKNOWLEDGED = ("OK", "NOTE", "PHOTO")
"""What the walker says after the footer has called it saved."""
ROOT = Path(__file__).parents[2]


@dataclass
class Told:
    """What one process said before it was killed."""

    lines: list[list[str]] = field(default_factory=list)

    def of(self, kind: str) -> list[list[str]]:
        return [rest for word, *rest in self.lines if word == kind]

    @property
    def saved(self) -> int:
        return sum(line[0] in ACKNOWLEDGED for line in self.lines)


def killed(folder: Path, seed: int) -> Told:
    """Run the program on the desk in *folder* and kill it at a moment that *seed* chooses."""
    dice = random.Random(seed)
    after, moment = dice.randint(1, 25), dice.randint(0, 200_000)
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "AUDITAPP_PASSPHRASE": PASSPHRASE,
        "PYTHONIOENCODING": "utf-8",
        **{name: str(folder.parent) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")},
    }
    command = [sys.executable, "-m", "tests.ui.walker", str(folder), str(folder.parent / "settings"), str(seed)]
    told = Told()
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        for line in process.stdout:
            told.lines.append(line.split())
            after -= line.startswith(ACKNOWLEDGED)
            if after <= 0:
                break
        for _ in range(moment):  # a moment that no clock chooses
            pass
        process.kill()
        told.lines += [line.split() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        complaints = process.stderr.read()
    assert process.returncode == -signal.SIGKILL, complaints
    assert told.of("NOT") == []
    return told


def check(folder: Path, inspection: str, told: list[Told]) -> None:
    """Whatever was shown as saved last is there, and nothing is damaged. What was being done when the program was
    killed may be on the drive and not told any more: it counts as told from now on."""
    known: dict[tuple[str, str], str] = {}
    for line in (line for one in told for line in one.lines if line[0] in ACKNOWLEDGED):
        kind, subject, *rest = line
        known[kind, subject] = " ".join(rest)
    last = [line[0] for line in told[-1].lines]
    after = last[len(last) - last[::-1].index("GO") :] if "GO" in last else []
    at_hand = {subject for subject, *_ in told[-1].of("GO")[-1:]}
    with open_desk(folder, PASSPHRASE, keyring=False, create=False, marks=folder.parent / "auditapp") as desk:
        found = look.fold(desk, inspection)
        stands = saved(found)
        others = {one for one, value in known.items() if stands.get(one, "") != value}
        undone = {one for one in others if one[1] not in at_hand}
        assert len(undone) <= ("UNDO" in after), undone
        told[-1].lines += [[*one, *stands.get(one, "").split()] for one in others]
        for one in found.photos.values():
            assert photos.thumbnail(desk, one)
            assert photos.picture(desk, one.sha256)
        assert desk.store.db.quick_check() == []


def story(tmp_path: Path, kills: int, seed: int) -> None:
    folder = tmp_path / "desk"
    with open_desk(folder, PASSPHRASE, keyring=False, marks=tmp_path / "auditapp", cost=CHEAP) as desk:
        inspection = begin.begin(desk, "emergency", title="Q3", unit="海棠人寿").inspection
        order = [line.place for line in look.look(desk, inspection).walk.lines if line.state is not LineState.HIDDEN]
    told: list[Told] = []
    for n in range(kills):
        marked = Marker(folder).found()
        now = killed(folder, seed + n)
        came_up = now.of("AT")[0][0]
        if told:
            before = told[-1].of("GO")[-2:]
            assert came_up in near(before, order), (came_up, before, marked)
        told.append(now)
        check(folder, inspection, told)
    print(
        kills,
        "kills,",
        sum(one.saved for one in told),
        "acknowledged:",
        {kind: sum(len(one.of(kind)) for one in told) for kind in ACKNOWLEDGED},
    )
    assert sum(one.saved for one in told) >= kills


def near(items: list[list[str]], order: list[str]) -> set[str]:
    """The items at hand when it was killed and the two that follow each: an answer goes on by itself, and the key
    that goes on once more may have been taken and not told."""
    return {place for (item,) in items for place in order[order.index(item) : order.index(item) + 3]}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kill -9 is an affair of Unix")
def test_killed_at_any_moment_it_reopens_with_every_answer_shown_as_saved(tmp_path: Path) -> None:
    story(tmp_path, kills=4, seed=20260917)


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kill -9 is an affair of Unix")
@pytest.mark.parametrize("seed", range(10))
def test_killed_fifty_times_it_still_reopens(tmp_path: Path, seed: int) -> None:
    story(tmp_path, kills=50, seed=1000 * seed)
