"""What all answers of one hub process share: the open hub, the door, the figures, and the threads that work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool

from auditapp.hub.door import Door
from auditapp.hub.house import Hub
from auditapp.hub.telling import Figures

Done = TypeVar("Done")

WORKERS: Final = 16
"""Requests of one process that are worked on at once: each may hold a message of 4 MiB unfolded."""


class Serving:
    """What the answers of one process share."""

    def __init__(self, hub: Hub, *, shared: bool = False) -> None:
        self.hub, self.door, self.figures = hub, Door(hub, shared=shared), Figures()
        self._room = asyncio.Semaphore(WORKERS)

    async def work(self, deed: Callable[[], Done]) -> Done:
        """Do *deed* in another thread: the one that listens never waits for a drive."""
        async with self._room:
            return await run_in_threadpool(deed)
