"""A desk at work in a process of its own, for the tests that kill it: answers, photos and redactions in turn, and now
and then a quiet moment in which the log is put in order.

Run as ``python -m tests.store.worker DESK MARKS PASSPHRASE SEED``. Everything that is on the drive is told on a
line of its own, at once: "answer <id>", "photo <sha256> <rendition>". What was told must never be lost.
"""

from __future__ import annotations

import io
import itertools
import os
import random
import sys
from contextlib import suppress
from pathlib import Path

from auditapp.store.desk_folder import open_folder
from auditapp.store.journals import Draft
from auditapp.store.renditions import take_in
from auditapp.store.space import Limits
from auditapp.words import Trouble

INSPECTION = "ef" * 16


def tell(*words: str) -> None:
    with suppress(OSError):  # what could not be told was not acknowledged
        os.write(1, (" ".join(words) + "\n").encode())


def a_photo(chance: random.Random) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (48, 32), chance.randbytes(48 * 32 * 3)).save(out, "JPEG")
    return out.getvalue()


def work(folder: Path, marks: Path, passphrase: str, seed: int, deeds: int | None, *, photos: bool = True) -> None:
    chance = random.Random(seed)
    with open_folder(folder, passphrase, marks=marks, limits=Limits(0, 0, 0), wait=5) as desk:
        tell("open", desk.incarnation or "again")
        for number in itertools.count() if deeds is None else range(deeds):
            drafts, said = [], ["answer"]
            place = f"A-{chance.randrange(20)}"
            if photos and number % 4 == 3:
                taken = take_in(desk.photos, a_photo(chance), name="a.jpg")
                drafts.append(Draft("photo", place, {"sha256": taken.sha256, "rendition": taken.rendition}))
                said = ["photo", taken.sha256, taken.rendition]
            else:
                stand = desk.journals.slot(INSPECTION, "answer", place)
                drafts.append(Draft("answer", place, {"v": str(number)}, tuple(s.id for s in stand)))
            [entry] = desk.journals.append(
                INSPECTION,
                drafts,
                writer="P1",
                wall="2026-11-23T10:00:00+08:00",
                project=lambda _, number=number: {"answered": number},
            )  # type: ignore[misc]
            tell(*said, entry.id)
            if deeds is None and chance.random() < 0.3:  # a quiet moment, as the window has them
                desk.settle()
                desk.make_room()


if __name__ == "__main__":
    try:
        work(
            Path(sys.argv[1]),
            Path(sys.argv[2]),
            sys.argv[3],
            int(sys.argv[4]),
            int(sys.argv[5]) if len(sys.argv) > 5 else None,
            photos="nophotos" not in sys.argv,
        )
    except Trouble as trouble:
        tell("trouble", trouble.title.replace(" ", "_"))
        sys.exit(3)
