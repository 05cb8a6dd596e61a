"""A hub that is killed and lines that break: what was told as safe is there, whole, and everything comes in the end."""

from __future__ import annotations

import hashlib
import random
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from auditapp.hub import backups
from auditapp.inspection import files
from auditapp.office.protocol import Cut
from auditapp.operations import exchange
from auditapp.words import Trouble
from tests.hub.flaky import FlakyLine
from tests.hub.served import AsProgram, free_port, make
from tests.inspector import Inspector


def play(
    folder: Path, checklist: Path, *, inspections: int, photos: int, kills: int, cuts: int, seed: int, every: int
) -> None:
    """Lin's laptop gives *inspections* with *photos* in all, two others take them, over a line on which the hub is
    killed *kills* times and the connection cut *cuts* times, one event after *every* bytes or so."""
    dice = random.Random(seed)
    names = ["kill"] * kills + ["cut"] * cuts
    dice.shuffle(names)
    happens = [(dice.randrange(every // 5, 2 * every), name) for name in names]
    port = free_port()
    pids: list[int] = []
    with ExitStack() as stack:
        hub: AsProgram

        def kill_and_start() -> None:
            pids.append(hub.kill())
            hub.start()
            started = [line["process"] for line in hub.lines() if line["what"] == "started"]
            assert started[-1] == hub.pid != pids[-1], "it is the new one that answers now"

        line = stack.enter_context(FlakyLine(to=port, happens=happens, deeds={"kill": kill_and_start}))
        make(folder / "hub", port=port)
        settings = folder / "hub" / "hub.toml"
        told = settings.read_text("utf-8").replace(f"https://localhost:{port}", f"https://localhost:{line.port}")
        settings.write_text(told, encoding="utf-8")
        hub = stack.enter_context(AsProgram(folder / "hub"))
        lin, zhou, chen = (stack.enter_context(Inspector(folder / name)) for name in ("lin", "zhou", "chen"))
        made = []
        for n in range(inspections):
            lin.begins(checklist, title=f"Q{n}")
            share = photos // inspections
            taken = [noise(folder / f"{n}-{k}.jpg", dice) for k in range(share)]
            lin.answers("ST-1.1", "conform").photographs("ST-1.1", *taken)
            made.append(lin.inspection)
        for desk, code, role in ((lin, "lin", "lead"), (zhou, "zhou", "head_office"), (chen, "chen", "admin")):
            _patiently(lambda desk=desk, code=code, role=role: hub.enrols(desk, code, code, [role]))
        for desk in (lin, zhou, chen):
            for _ in range(40 * (kills + cuts) + 10):
                office = hub.office(desk)
                try:
                    found = exchange.exchange(desk.desk, office)
                except (Trouble, Cut):
                    continue
                finally:
                    office.close()
                if not found.summary.differs and not found.summary.missing:
                    break
            else:
                pytest.fail(f"it never came to an end; {line.left} events left")
        assert line.left == 0 and sorted(line.happened) == sorted(names)
        assert len(set(pids)) == kills
        with hub.opened() as kept:
            assert backups.status(kept.keeping, thorough=True).flaws == ()
            for inspection in made:
                entries = lin.desk.store.journals.read(inspection)
                named = files.needed(files.named(entries))
                assert len(named) >= 2 * (photos // inspections)
                for sha256 in named:
                    raw = b"".join(kept.keeping.files.get(sha256))
                    assert hashlib.sha256(raw).hexdigest() == sha256
                journals = kept.keeping.journals
                there = list(journals.entries(inspection, dict.fromkeys(journals.publics(inspection), 0)))
                assert {e.id for e in there} == {e.id for e in entries}
        for desk in (lin, zhou, chen):
            for inspection in made:
                assert exchange.safe(desk.desk, inspection).state == exchange.SafeState.SAFE
                assert {e.id for e in desk.desk.store.journals.read(inspection)} == {
                    e.id for e in lin.desk.store.journals.read(inspection)
                }


def noise(file: Path, dice: random.Random) -> Path:
    """A photo that does not get small: some 150 kB."""
    Image.frombytes("RGB", (400, 300), dice.randbytes(400 * 300 * 3)).save(file, quality=90)
    return file


def _patiently(deed) -> None:  # type: ignore[no-untyped-def]
    for _ in range(200):
        try:
            deed()
        except Trouble:
            continue
        return
    pytest.fail("never enrolled")


@pytest.mark.timeout(600)
def test_two_inspections_come_whole_through_a_hub_killed_thrice_and_eight_cuts(tmp_path: Path, checklist: Path) -> None:
    play(tmp_path, checklist, inspections=2, photos=6, kills=3, cuts=8, seed=7, every=200_000)


@pytest.mark.long
@pytest.mark.timeout(3_000)
def test_eight_inspections_with_64_photos_come_whole_through_a_hub_killed_30_times_and_60_cuts(
    tmp_path: Path, checklist: Path
) -> None:
    play(tmp_path, checklist, inspections=8, photos=64, kills=30, cuts=60, seed=64, every=250_000)
