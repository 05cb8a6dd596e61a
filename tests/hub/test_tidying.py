"""What a cut transfer left behind is dropped when nobody went on with it for a month; what is fresh stays."""

from __future__ import annotations

import asyncio
import hashlib
import os
from datetime import timedelta
from pathlib import Path

from auditapp.hub import house, regular
from auditapp.hub.house import Hub
from tests.hub.served import InThread

AGO = timedelta(days=40)


def half_sent(hub: Hub, whole: bytes) -> str:
    """The first half of a file arrives, and then the line breaks."""
    sha256 = hashlib.sha256(whole).hexdigest()
    hub.keeping.files.put(sha256, len(whole), 0, whole[: len(whole) // 2])
    return sha256


def tidied_once(hub: Hub) -> None:
    async def live() -> None:
        stop = asyncio.Event()
        task = asyncio.ensure_future(regular.keep_tidy(hub, stop))
        await asyncio.sleep(0)  # it has begun its round, which is finished before it stops
        stop.set()
        await task

    asyncio.run(live())


def test_pieces_that_nobody_went_on_with_are_dropped_and_fresh_ones_stay(hub: InThread) -> None:
    old, fresh = half_sent(hub.hub, b"old photo " * 100), half_sent(hub.hub, b"new photo " * 100)
    long_ago = (hub.hub.clock() - AGO).timestamp()
    (part,) = [one for one in Path(hub.hub.keeping.files.blobs.place).rglob(f"{old}.*") if one.is_file()]
    os.utime(part, (long_ago, long_ago))
    tidied_once(hub.hub)
    assert hub.hub.keeping.files.have([old, fresh]) == {old: 0, fresh: 500}


def test_of_two_processes_one_tidies(hub: InThread) -> None:
    tidied_once(hub.hub)
    with house.open_hub(hub.folder) as other:
        assert not other.keeping.register.turn("tidied", lasts=regular.TIDIED)
