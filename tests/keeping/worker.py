"""A hub process at work, for the tests that kill it: portions of entries, and files in pieces, in turn.

Run as ``python -m tests.keeping.worker FOLDER SEED DEEDS [hasty]``, the places in the environment (`opening.places`).
What is acknowledged is told on a line of its own, at once: "entry INSPECTION DESK SEQ ID" for the last of a portion,
"file SHA256 SIZE". What was told must never be lost. *hasty* tells before it is done: the harness must notice.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from contextlib import suppress
from pathlib import Path

from auditapp.hub.keeping import opening
from auditapp.hub.keeping.blobs import HELD, OtherOffset
from auditapp.hub.keeping.opening import Keeping, Places
from auditapp.words import Trouble
from tests.keeping.writing import Writer, content

SHARED = "ef" * 16
"""An inspection that all workers write to, each on its own strand."""


def tell(*words: object) -> None:
    with suppress(OSError):  # what could not be told was not acknowledged
        os.write(1, (" ".join(map(str, words)) + "\n").encode())


def send(keeping: Keeping, sha256: str, made: bytes, chance: random.Random) -> None:
    """As a client does: ask how much is there, go on from there."""
    at = keeping.files.have([sha256])[sha256]
    while at != HELD:
        end = min(len(made), at + chance.randrange(1, len(made)))
        try:
            at = keeping.files.put(sha256, len(made), at, made[at:end])
        except OtherOffset as fault:
            at = fault.held


def work(folder: Path, seed: int, deeds: int, *, hasty: bool = False) -> None:
    chance = random.Random(seed)
    with opening.open_keeping(folder, opening.places(Places(), os.environ)) as keeping:
        desks = [Writer(inspection=SHARED), Writer(inspection=hashlib.sha256(str(seed).encode()).hexdigest()[:32])]
        given = dict.fromkeys((desk.desk for desk in desks), 0)
        tell("open")
        for n in range(deeds):
            desk = chance.choice(desks)
            desk.much(chance.randrange(1, 40))
            portion = desk.entries[given[desk.desk] :]
            last = portion[-1]
            if hasty:
                tell("entry", desk.inspection, desk.desk, last.head.seq, last.id)
            keeping.journals.append(desk.inspection, portion, members=[f"U{seed}"])
            given[desk.desk] = len(desk.entries)
            tell("entry", desk.inspection, desk.desk, last.head.seq, last.id)
            sha256, made = content(chance.randrange(1, 400_000), f"{seed}/{n}" if n % 3 else f"shared/{n}")
            send(keeping, sha256, made, chance)
            tell("file", sha256, len(made))
    tell("done")


if __name__ == "__main__":
    try:
        work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), hasty="hasty" in sys.argv)
    except Trouble as trouble:
        print(trouble.title, file=sys.stderr)
        sys.exit(trouble.code)
