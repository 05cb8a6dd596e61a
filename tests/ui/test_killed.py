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

ACKNOWLEDGED = ("OK", "GONE", "NOTE", "UNNOTED", "PHOTO")
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
    """Whatever was shown as saved last for a place is there, and nothing is damaged."""
    answers: dict[str, list[str] | None] = {}
    notes: dict[str, str | None] = {}
    taken: dict[str, str] = {}
    for line in (line for one in told for line in one.lines):
        match line:
            case ["OK", place, *answer]:
                answers[place] = answer
            case ["GONE", place]:
                answers[place] = None
            case ["NOTE", place, text]:
                notes[place] = text
            case ["UNNOTED", place]:
                notes[place] = None
            case ["PHOTO", place, id_]:
                taken[id_] = place
    undecided = {place for place, *_ in told[-1].of("GO")[-1:]}
    """The item at hand when the program was killed: its newer answer may be on the drive and not told any more."""
    with open_desk(folder, PASSPHRASE, keyring=False, create=False, marks=folder.parent / "auditapp") as desk:
        found = look.fold(desk, inspection)
        for place, known in answers.items():
            if place not in undecided:
                now = found.answers.get(place)
                assert (None if now is None else [now.answer.status, *now.answer.texts]) == known, place
        for place, known_text in notes.items():
            if place not in undecided:
                note = found.notes.get(place)
                assert (None if note is None else note.text) == known_text, place
        for id_, place in taken.items():
            shown = found.photos.get(id_)
            if shown is not None or place not in undecided:  # its taking in may be what was undone last
                assert shown is not None, (id_, place)
                assert photos.thumbnail(desk, shown)
                assert photos.picture(desk, shown.sha256)
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
