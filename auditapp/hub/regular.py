"""What a serving hub does now and then beside answering: in a thread of its own, one process of several at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from auditapp.hub import telling
from auditapp.hub.house import Hub
from auditapp.words import Trouble

TIDIED: Final = timedelta(days=1)
"""How often pieces of files that nobody went on with are dropped."""


async def regularly(
    hub: Hub, turn: str, deed: Callable[[Callable[[], bool]], object], stop: asyncio.Event, *, every: timedelta
) -> None:
    """*deed* at once and then every so often until *stop*, whenever it is this process's turn (of this name). It is
    given a question to ask when it may be told to stop. What goes wrong is told, and tried again the next time."""
    stopped = threading.Event()

    def once() -> None:
        try:
            if hub.keeping.register.turn(turn, lasts=every * 0.9):
                deed(stopped.is_set)
        except Trouble as trouble:
            telling.tell(f"not {turn}", trouble=trouble.title)
        except Exception as fault:  # noqa: BLE001 the edge of a background task: told, and the hub serves on
            telling.tell_fault(fault)

    while not stop.is_set():
        work = asyncio.ensure_future(asyncio.to_thread(once))
        waiting = asyncio.ensure_future(stop.wait())
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            stopped.set()
        await work
        waiting.cancel()
        try:
            await asyncio.wait_for(stop.wait(), every.total_seconds())
        except TimeoutError:
            continue


async def keep_tidy(hub: Hub, stop: asyncio.Event) -> None:
    """Until *stop*: drop what cut transfers left behind and nobody went on with for thirty days."""

    def tidy(_: Callable[[], bool]) -> None:
        dropped = hub.keeping.files.tidy()
        if dropped:
            telling.tell("tidied", pieces=dropped)

    await regularly(hub, "tidied", tidy, stop, every=TIDIED)
