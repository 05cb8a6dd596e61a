"""A laptop whose program can be killed: one desk, one inspection, and the command line in processes of its own.

What the program told as saved is written down (`Promise`) and afterwards looked for (`broken`). The program under
test is ``auditapp``; `hasty` is one that promises too early, to show that the looking finds it.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from auditapp.journal import verify
from auditapp.journal.entry import Entry
from auditapp.operations import begin, look
from auditapp.operations.desk import Desk, open_desk
from auditapp.store.vault import Cost

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
GONE = 20.0
"""Seconds a killed program may take to be gone with everything it started."""
_SAVED = re.compile(r'{"line": (?P<line>\d+), "saved": "[^"]+", "entry": "(?P<entry>[0-9a-f]{64})"}')
_PHOTO = re.compile(r"Saved: (?P<name>\S+) is photo (?P<id>[0-9a-f]{8})")


@dataclass(frozen=True)
class Promise:
    """One thing told as saved. *what* is the reason that was written with an answer, or a photo's SHA-256; *entry* is
    the entry's id or the beginning of it."""

    kind: str
    place: str
    what: str
    entry: str


@dataclass
class Laptop:
    """A folder with a desk and an inspection over the six dimensions."""

    folder: Path
    inspection: str = ""
    places: list[str] = field(default_factory=list)
    program: str = "auditapp"

    def __post_init__(self) -> None:
        with self.desk() as desk:
            self.inspection = begin.begin(desk, "six-dimensions", title="Q3", unit="海棠人寿").inspection
            items = look.checklist_of(desk, self.inspection).items()
            self.places = [item.id for item in items if item.kind == "conform" and not item.set]

    def desk(self) -> Desk:
        return open_desk(self.folder / "desk", PASSPHRASE, keyring=False, cost=CHEAP, wait=GONE)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", self.program, "--data", str(self.folder / "desk"), "--lang", "en", *words]

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "AUDITAPP_PASSPHRASE": PASSPHRASE}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*words), cwd=ROOT, env=self.environ,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip

    def run(self, *words: str, given: str = "", before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, *self.command(*words)], cwd=ROOT, env=self.environ, input=given, capture_output=True, text=True,
            encoding="utf-8", check=False, timeout=120)  # fmt: skip

    # -- what is asked of the program ---------------------------------------------------------------------------

    def answers(self, name: str, count: int, chance: random.Random) -> dict[int, tuple[str, str]]:
        """Line number -> (place, reason) of *count* answers; every reason is written only once ever."""
        return {n: (chance.choice(self.places), f"{name}-{n}") for n in range(1, count + 1)}

    def card(self, name: str, count: int, chance: random.Random) -> list[Path]:
        """*count* small photos of noise."""
        from PIL import Image

        folder = self.folder / "card"
        folder.mkdir(exist_ok=True)
        files = [folder / f"{name}-{n}.jpg" for n in range(count)]
        for file in files:
            Image.frombytes("RGB", (96, 64), chance.randbytes(96 * 64 * 3)).save(file, "JPEG")
        return files


def typed(lines: dict[int, tuple[str, str]]) -> str:
    """What is written to ``auditapp answer -``."""
    return "".join(f"{place} conform {reason}\n" for place, reason in lines.values())


def told_answers(out: str, lines: dict[int, tuple[str, str]]) -> list[Promise]:
    """The promises in what ``answer - --json`` printed; a last line that was cut promised nothing."""
    told = []
    for found in _SAVED.finditer(out):
        place, reason = lines[int(found["line"])]
        told.append(Promise("answer", place, reason, found["entry"]))
    return told


def told_photos(out: str, place: str, files: Sequence[Path]) -> list[Promise]:
    by_name = {file.name: file for file in files}
    lines = [line for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return [
        Promise("photo", place, hashlib.sha256(by_name[found["name"]].read_bytes()).hexdigest(), found["id"])
        for line in lines
        if (found := _PHOTO.match(line))
    ]


# -- killing -----------------------------------------------------------------------------------------------------------


def killed(running: subprocess.Popen[bytes], given: bytes, *, after: int, delay: float) -> str:
    """What *running* printed until it was killed: after so many lines and then *delay* seconds more.

    Kill -9, of the program alone. Reading to the end waits for everything it had started to be gone.
    """
    if running.stdin is None or running.stdout is None or running.stderr is None:
        raise RuntimeError("no pipes")
    with suppress(BrokenPipeError):
        running.stdin.write(given)
        running.stdin.close()
    told = [running.stdout.readline() for _ in range(after)]
    with suppress(subprocess.TimeoutExpired):
        running.wait(timeout=delay)
    running.kill()
    running.stdin = None  # closed; communicate() would flush it
    rest, complaint = running.communicate(timeout=GONE)
    if b"Traceback" in complaint or b"fault of the program" in complaint:
        raise AssertionError(complaint.decode("utf-8", "replace"))
    return (b"".join(told) + rest).decode("utf-8")


@dataclass
class Killing:
    """Cycles of work and kill on one laptop; ``told`` are all promises so far."""

    laptop: Laptop
    chance: random.Random
    told: list[Promise] = field(default_factory=list)
    lasts: float = 1.0
    """Seconds a command takes when nobody kills it (measured first), so that kills fall anywhere in it."""

    def measure(self) -> None:
        start = time.perf_counter()
        lines = self.laptop.answers("first", 10, self.chance)
        self.told += told_answers(self.laptop.run("answer", "-", "--json", given=typed(lines)).stdout, lines)
        self.lasts = time.perf_counter() - start

    def cycle(self, n: int) -> list[Promise]:
        """One command, killed: in its work, at any moment of it, or while it closes. What it promised."""
        photos = n % 3 == 2
        match n % 4:
            case 0 | 1:  # in its work
                after, delay, many = self.chance.randrange(1, 4 if photos else 25), self.chance.random() * 0.02, 200
            case 2:  # at any moment from its start, opening included
                after, delay, many = 0, self.chance.random() * self.lasts, 200
            case _:  # while it closes
                after, delay, many = 4, self.chance.random() * 0.06, 4
        made = self._photos(n, after, delay, many) if photos else self._answers(n, after, delay, many)
        self.told += made
        return made

    def _answers(self, n: int, after: int, delay: float, many: int) -> list[Promise]:
        lines = self.laptop.answers(f"c{n}", many, self.chance)
        running = self.laptop.start("answer", "-", "--json")
        return told_answers(killed(running, typed(lines).encode(), after=after, delay=delay), lines)

    def _photos(self, n: int, after: int, delay: float, many: int) -> list[Promise]:
        """Three at most are taken in by the program itself, more by processes of their own."""
        many = 4 if many == 4 else 7 if n % 2 else 3
        place, files = self.chance.choice(self.laptop.places), self.laptop.card(f"c{n}", many, self.chance)
        running = self.laptop.start("photo", "add", place, *map(str, files))
        return told_photos(killed(running, b"", after=min(after, many), delay=delay), place, files)


# -- looking for what was promised -------------------------------------------------------------------------------------


def broken(desk: Desk, inspection: str, told: Sequence[Promise]) -> list[str]:
    """Every promise that was not kept, in words."""
    there = {entry.id: entry for entry in desk.store.journals.read(inspection)}
    short = {entry_id[:8]: entry for entry_id, entry in there.items()}
    return [flaw for one in told if (flaw := _flaw(desk, one, there.get(one.entry) or short.get(one.entry)))]


def _flaw(desk: Desk, promise: Promise, entry: Entry | None) -> str:
    if entry is None:
        return f"{promise} is not there"
    said = entry.value or {}
    if (entry.head.kind, entry.head.subject) != (promise.kind, promise.place):
        return f"{promise} is another entry: {entry.head}"
    if promise.kind == "answer":
        return "" if said.get("reason") == promise.what else f"{promise} says {said}"
    if said.get("sha256") != promise.what:
        return f"{promise} names another photo: {said}"
    flaws = {desk.store.photos.check(sha256) for sha256 in (promise.what, said["rendition"])} - {""}
    return f"{promise} is {' and '.join(flaws)}" if flaws else ""


def unsound(desk: Desk, inspection: str, *, same_desk: bool = True) -> list[str]:
    """What is wrong with the database, the projection and the strands; nothing, it is hoped."""
    db, entries = desk.store.db, desk.store.journals.read(inspection)
    found = [str(row[0]) for row in db.rows("PRAGMA integrity_check") if row[0] != "ok"]
    found += [str(row[0]) for row in db.rows("PRAGMA cipher_integrity_check")]
    found += [str(row) for row in db.rows("PRAGMA foreign_key_check")]
    verdict = verify.check(entries)
    found += [str(flaw) for flaw in verdict.flaws]
    if same_desk and list(verdict.strands) != [desk.id]:
        found.append(f"a killed desk is still the same desk, but there are the strands {list(verdict.strands)}")
    if not desk.store.journals.standing_is_right(inspection):
        found.append("the projection is not what the entries amount to")
    return found
