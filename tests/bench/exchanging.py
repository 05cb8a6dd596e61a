"""Exchange over a hub on loopback, against a raw socket that copies the same bytes, hashes them and syncs each file.

The hub and the raw socket's other end are processes of their own, as in life. Photos are 1 MB of noise, for nothing
should be packed on the way. The folder road is measured beside it, against a copy with hash and sync.
"""

from __future__ import annotations

import hashlib
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from auditapp.journal.line import to_line
from auditapp.operations import exchange, folders, look
from auditapp.operations.desk import Desk
from auditapp.store.journals import Draft
from tests.bench import fixtures
from tests.bench.measure import MEGABYTE, ROOT, Line, against, at_most, median, seconds_

PHOTOS = 500
ENTRIES = 1_243
IDLE = 15


def lines(folder: Path) -> Iterator[Line]:
    from tests.hub.served import AsProgram

    with fixtures.desk(folder / "lin") as lin, AsProgram(folder / "hub", tls=False) as hub, _copying(folder) as copy:
        _works(hub, lin, "lin")
        inspection = fixtures.begun(lin)
        rest = ENTRIES - len(lin.store.journals.read(inspection)) - PHOTOS
        for at in range(0, rest, 50):
            drafts = [Draft("note", f"ST-1.{n}", {"v": f"note {n}"}) for n in range(at, min(at + 50, rest))]
            lin.store.journals.append(inspection, drafts, writer="P1", wall=lin.clock().isoformat())
        photos = _photos(lin, inspection, folder / "plain")
        look.count(lin, inspection)
        entries = lin.store.journals.read(inspection)
        assert len(entries) == ENTRIES
        journal = folder / "journal.ndjson"
        journal.write_bytes(b"".join(map(to_line, entries)))

        told: dict[str, float] = {}
        given = _round(lin, _timing(told, stop_before_files=True))
        assert not given
        floor = min(copy([journal]) for _ in range(3))
        yield against(f"{ENTRIES} entries given to the hub, first time", told["entries"], floor)
        floors, ours = [copy(photos[: PHOTOS // 2])], 0.0
        ours = _timed(lambda: _round(lin))
        floors.append(copy(photos[PHOTOS // 2 :]))
        yield against(f"{PHOTOS} photos of 1 MB given", ours, sum(floors), most=1.3, told=seconds_)
        idle = [_timed(lambda: _round(lin)) for _ in range(IDLE)]
        yield at_most("idle exchange, connection and all", 1_000 * median(idle), 100, "ms")

        with fixtures.desk(folder / "zhou") as zhou:
            _works(hub, zhou, "zhou")
            told = {}
            _round(zhou, _timing(told, stop_before_files=True))
            yield against(f"{ENTRIES} entries taken by a second laptop", told["entries"], floor)
            floors = [copy(photos[: PHOTOS // 2])]
            ours = _timed(lambda: _round(zhou))
            floors.append(copy(photos[PHOTOS // 2 :]))
            yield against(f"{PHOTOS} photos of 1 MB taken", ours, sum(floors), told=seconds_)
            assert zhou.store.photos.check(hashlib.sha256(photos[0].read_bytes()).hexdigest()) == ""
        yield from _folder(folder, lin, photos)


def _folder(folder: Path, lin: Desk, photos: list[Path]) -> Iterator[Line]:
    share = folder / "share"
    share.mkdir()

    def through() -> None:
        with closing(folders.folder_office(lin, share)) as office:
            exchange.exchange(lin, office)

    ours = _timed(through)
    floor = _timed(lambda: [_kept(path.read_bytes(), folder / "copied" / path.name) for path in photos])
    yield against(f"{PHOTOS} photos of 1 MB into a folder, against copy, hash and sync", ours, floor, told=seconds_)
    yield at_most("idle exchange with that folder", 1_000 * median([_timed(through) for _ in range(IDLE)]), 100, "ms")


def _works(hub: Any, desk: Desk, code: str) -> None:
    hub.enrols(SimpleNamespace(desk=desk), code, "林若溪", ("lead", "head_office"))


class _Stop(Exception):
    pass


def _timing(told: dict[str, float], *, stop_before_files: bool) -> Callable[[int, int, str], None]:
    """A progress that notes how long entries took, and stops the round before the first file."""
    start = time.perf_counter()

    def progress(done: int, of: int, words: str) -> None:
        if words in ("Sending files", "Receiving files"):
            raise _Stop
        told["entries"] = time.perf_counter() - start

    return progress


def _round(desk: Desk, progress: Callable[[int, int, str], None] | None = None) -> exchange.Exchanged | None:
    office = exchange.office_of(desk)
    assert office is not None
    with closing(office):
        try:
            return exchange.exchange(desk, office, progress=progress, key=exchange.key_of_office(desk))
        except _Stop:
            return None


def _photos(desk: Desk, inspection: str, plain: Path) -> list[Path]:
    plain.mkdir()
    chance, files, drafts = random.Random(7), [], []
    for n in range(PHOTOS):
        raw = chance.randbytes(MEGABYTE)
        sha256 = desk.store.photos.keep(raw).sha256
        drafts.append(Draft("photo", "ST-1.1", {"sha256": sha256, "rendition": sha256}))
        files.append(plain / f"{n}")
        files[-1].write_bytes(raw)
    desk.store.journals.append(inspection, drafts, writer="P1", wall=desk.clock().isoformat())
    return files


def _timed(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


# -- the floor ------------------------------------------------------------------------------------


@contextmanager
def _copying(folder: Path) -> Iterator[Callable[[list[Path]], float]]:
    """Seconds to send these files through a socket to another process that hashes, writes and syncs each, and says
    so before the next one is sent."""
    target = folder / "copied"
    target.mkdir()
    other = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.exchanging", str(target)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    line = socket.create_connection(("127.0.0.1", int(other.stdout.readline())))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def copy(files: list[Path]) -> float:
        start = time.perf_counter()
        for file in files:
            raw = file.read_bytes()
            line.sendall(len(raw).to_bytes(8, "big") + raw)
            assert len(line.recv(32, socket.MSG_WAITALL)) == 32
        return time.perf_counter() - start

    try:
        yield copy
    finally:
        line.close()
        other.wait(30)
        other.stdout.close()


def _serve(target: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        line, _ = server.accept()
        number = 0
        with line:
            while head := line.recv(8, socket.MSG_WAITALL):
                left, pieces = int.from_bytes(head, "big"), []
                while left:
                    pieces.append(line.recv(min(left, 1 << 18)))
                    left -= len(pieces[-1])
                number += 1
                line.sendall(_kept(b"".join(pieces), target / f"{number}"))


def _kept(raw: bytes, target: Path) -> bytes:
    """Hash, write, sync, rename, sync the folder: what anybody must do who says that a file is safe."""
    digest = hashlib.sha256(raw).digest()
    part = target.with_name(target.name + ".part")
    with part.open("wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return digest


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
