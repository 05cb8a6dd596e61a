"""A disk that fails or is full at any one call, or from any one call on, takes nothing that was acknowledged.

strace makes one system call of the program fail: the first, the second … up to the last of its kind that answering,
or taking photos in, makes. Whatever happens, everything told as saved is there, the desk is sound, what failed is
told in a sentence, and the next command works.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.store.desk_folder import marks_folder
from auditapp.words import Trouble
from tests.proof.laptop import Laptop, Promise, broken, told_answers, told_photos, typed, unsound

CALLS = {
    "pwrite64": "pwrite64",
    "write": "write",
    "fsync": "fsync,fdatasync",
    "ftruncate": "ftruncate",
    "rename": "rename,renameat,renameat2",
    "unlink": "unlink,unlinkat",
    "open": "openat",
    "mkdir": "mkdir,mkdirat",
}
"""What may fail of a disk, by the names the kernel has for it."""
MANY_ALIKE = {"mkdir": 40}
"""Of the 256 folders of photos every fortieth."""
ANSWERS = 6
CALL = re.compile(r"(?:\[pid +\d+\] |\d+ +)?\w+\(")


@pytest.fixture
def strace(program: Callable[[str], Path], tmp_path: Path) -> Path:
    found = program("strace")
    if subprocess.run([str(found), "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    return found


class Faults:
    """One journey (answering, taking photos in) again and again from the same desk, one call failing each time."""

    def __init__(self, folder: Path, strace: Path, journey: str) -> None:
        self.strace, self.journey, self.folder = strace, journey, folder
        self.laptop = Laptop(folder / "laptop")
        chance = random.Random(journey)
        self.files = self.laptop.card("card", 3, chance)
        self.lines = self.laptop.answers("a", ANSWERS, chance)
        self.place = self.laptop.places[0]
        self.runs = self.told = self.noticed = 0
        self.flaws: list[str] = []
        shutil.copytree(self._desk, folder / "desk-before")
        shutil.copytree(marks_folder(), folder / "marks-before")

    @property
    def _desk(self) -> Path:
        return self.laptop.folder / "desk"

    @property
    def aim(self) -> int:
        """Promises of a journey that nothing disturbs."""
        return ANSWERS if self.journey == "answer" else len(self.files)

    def points(self, call: str) -> list[int]:
        """Which calls of this kind the journey makes for the desk: 1 is the first call of all."""
        log = self.folder / "strace.log"
        done = self._journey("-y", "-e", f"trace={CALLS[call]}", "-o", str(log))
        assert (done.returncode, len(self._promises(done))) == (0, self.aim), done.stderr
        made = [line for line in log.read_text("utf-8", "replace").splitlines() if CALL.match(line)]
        ours = [n for n, line in enumerate(made, 1) if str(self.folder) in line or "auditapp/marks" in line]
        if call in ("write", "pwrite64"):
            ours += [n for n, line in enumerate(made, 1) if "<pipe:" in line]
        return ours[:: MANY_ALIKE.get(call, 1)]

    def fails(self, call: str, error: str, when: str) -> None:
        """One run in which this call fails; what must be true afterwards."""
        names = CALLS[call]
        done = self._journey(
            "-e", f"trace={names}", "-e", f"inject={names}:error={error}:when={when}", "-o", "/dev/null"
        )
        told = self._promises(done)
        flaws = []
        if "Traceback" in done.stderr or "fault of the program" in done.stderr:
            flaws.append("told as a fault of the program")
        if not done.returncode and len(told) < self.aim:
            flaws.append(f"exit code 0 after {len(told)} of {self.aim}")
        if done.returncode and not done.stderr.strip() and call != "write":
            flaws.append(f"exit code {done.returncode} without a word")
        try:
            with self.laptop.desk() as desk:
                flaws += broken(desk, self.laptop.inspection, told) + unsound(
                    desk, self.laptop.inspection, same_desk=call != "open"
                )  # a desk that cannot read this computer's mark has to take itself for a copy
        except Trouble as trouble:
            flaws.append(f"cannot be opened afterwards: {trouble}")
        self.flaws += [f"{self.journey} {call} {error} {when}: {flaw} ({done.stderr[-300:]})" for flaw in flaws]
        self.runs, self.told, self.noticed = self.runs + 1, self.told + len(told), self.noticed + bool(done.returncode)

    def works_again(self) -> None:
        """Straight after a fault, on the desk as it was left."""
        done = self.laptop.run("answer", "-", "--json", given=typed(self.lines))
        assert (done.returncode, len(told_answers(done.stdout, self.lines))) == (0, ANSWERS), done.stderr

    def _promises(self, done: subprocess.CompletedProcess[str]) -> list[Promise]:
        if self.journey == "answer":
            return told_answers(done.stdout, self.lines)
        return told_photos(done.stdout, self.place, self.files)

    def _journey(self, *wishes: str) -> subprocess.CompletedProcess[str]:
        """The desk as it was at first, then the journey, under strace."""
        shutil.rmtree(self._desk)
        shutil.copytree(self.folder / "desk-before", self._desk, copy_function=_copied)
        shutil.copytree(self.folder / "marks-before", marks_folder(), dirs_exist_ok=True)
        words = ("photo", "add", self.place, *map(str, self.files))
        if self.journey == "answer":
            words = ("answer", "-", "--json")
        given = typed(self.lines) if self.journey == "answer" else ""
        return self.laptop.run(*words, given=given, before=(str(self.strace), "-f", "-qq", "--seccomp-bpf", *wishes))


def _copied(source: str, target: str) -> None:
    """The ballast is never written to, only deleted: a second name for it will do."""
    if Path(source).name == "ballast":
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("journey", ["answer", "photo"])
def test_whatever_single_call_fails_nothing_acknowledged_is_lost(
    tmp_path: Path, strace: Path, journey: str, error: str
) -> None:
    faults = Faults(tmp_path, strace, journey)
    seen = {}
    for call in CALLS:
        points = faults.points(call)
        seen[call] = len(points)
        for n in points:
            faults.fails(call, error, str(n))
        if points:
            faults.works_again()
    print(f"{journey}, {error}: {faults.runs} faults {seen}, {faults.told} promises kept, {faults.noticed} told")
    assert faults.flaws == []
    assert faults.runs > 80


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("journey", ["answer", "photo"])
def test_a_disk_that_stays_full_from_any_moment_on_takes_nothing_acknowledged(
    tmp_path: Path, strace: Path, journey: str
) -> None:
    faults = Faults(tmp_path, strace, journey)
    for n in faults.points("pwrite64")[::3]:
        faults.fails("pwrite64", "ENOSPC", f"{n}+")
    assert faults.flaws == []
    faults.works_again()
    print(f"{journey}, full from then on: {faults.runs} faults, {faults.told} promises kept, {faults.noticed} told")
