"""Files on their way, one after another or several at once where the road has room for it (`Office.lanes`).

A photo's way has idle moments: the hub's disk syncs, the line waits for an answer. Several under way at once fill them.
The lanes live within one call of `all_of` and end with it; what they find comes back to whoever called, in the thread
of the round, and only files of the photo store travel on them (a checklist lies in the desk's database).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Final

from auditapp.inspection.files import Use
from auditapp.office.mine import Mine, NotTheFile
from auditapp.office.protocol import HELD, Cut, NotThere, Office
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES: Final = 4
"""How often a broken message is asked again before the round is given up for now."""
_GLANCE: Final = 0.1
"""Seconds between two words about how far it is, which are also the moments to stop."""


class Fate(Enum):
    """What became of a file."""

    THERE = "there"
    MISSING = "missing"
    """The office said it had it, and has not."""
    DAMAGED = "damaged"
    """It cannot be read here, or what came was something else."""


@dataclass(frozen=True, slots=True)
class Load:
    """A file to be carried: into this desk (*inward*) or to the office, which has its first *offset* bytes."""

    sha256: str
    use: Use
    inspection: str
    inward: bool
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """A file that was carried, or could not be."""

    load: Load
    fate: Fate
    bytes: int = 0
    cuts: int = 0


class _Stopped(Exception):
    """Nobody wants it any more."""


class _Unreadable(Exception):
    """A file of this desk cannot be read."""


@dataclass
class _Carrier:
    mine: Mine
    office: Office
    watch: Callable[[], object]
    """Called at every piece; may raise to stop."""

    def carry(self, load: Load) -> Carried:
        return self._fetch(load) if load.inward else self._send(load)

    def _send(self, load: Load) -> Carried:
        size, offset, cuts = self.mine.size(load.sha256, load.use), load.offset, 0
        while cuts < TRIES:
            if cuts:
                try:
                    offset = self.office.have([load.sha256]).get(load.sha256, 0)
                except Cut:
                    cuts += 1
                    continue
            if offset == HELD:
                return Carried(load, Fate.THERE, size, cuts)
            try:
                pieces = self._watched(_read(self.mine.pieces(load.sha256, load.use, offset)))
                self.office.put(load.sha256, size, pieces, offset=offset)
            except Cut:
                cuts += 1
            except _Unreadable:  # a damaged photo here keeps nobody from sending the rest
                return Carried(load, Fate.DAMAGED, 0, cuts)
            else:
                return Carried(load, Fate.THERE, size, cuts)
        raise broken()

    def _fetch(self, load: Load) -> Carried:
        stuck = cuts = 0
        anew = False
        while True:
            offset = self.mine.begun(load.sha256, load.use)
            try:
                pieces = self._watched(self.office.get(load.sha256, offset=offset))
                self.mine.keep(load.sha256, load.use, pieces, offset=offset)
                return Carried(load, Fate.THERE, self.mine.size(load.sha256, load.use), cuts)
            except Cut:
                cuts += 1
                stuck = stuck + 1 if self.mine.begun(load.sha256, load.use) <= offset else 0
                if stuck >= TRIES:
                    raise broken() from None
            except NotThere:
                return Carried(load, Fate.MISSING, 0, cuts)
            except NotTheFile:
                if not offset or anew:
                    return Carried(load, Fate.DAMAGED, 0, cuts)
                anew = True  # what was here from before a cut may be what is wrong: once more from the beginning

    def _watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.watch()
            yield piece


def all_of(
    mine: Mine, office: Office, loads: Sequence[Load], progress: Callable[[int, int, str], object]
) -> Iterator[Carried]:
    """Carry *loads* in their order; what became of each. Raises `Trouble`, and what *progress* raises."""
    lanes = getattr(office, "lanes", 1)
    alone = [load for load in loads if lanes < 2 or load.use is Use.CHECKLIST]
    for done, load in enumerate(alone):
        yield _Carrier(mine, office, partial(progress, done, len(loads), _words(load))).carry(load)
    together = [load for load in loads if lanes > 1 and load.use is not Use.CHECKLIST]
    if together:
        yield from _side_by_side(mine, office, together, lanes, len(alone), len(loads), progress)


def _side_by_side(
    mine: Mine,
    office: Office,
    loads: Sequence[Load],
    lanes: int,
    before: int,
    of: int,
    progress: Callable[[int, int, str], object],
) -> Iterator[Carried]:
    stopping = False

    def watch() -> None:
        if stopping:
            raise _Stopped

    carrier = _Carrier(mine, office, watch)
    waiting = iter(loads)
    with ThreadPoolExecutor(lanes, thread_name_prefix="lane") as pool:
        under_way: dict[Future[Carried], Load] = {}
        done = before
        try:
            while True:
                while len(under_way) < lanes and (load := next(waiting, None)) is not None:
                    under_way[pool.submit(carrier.carry, load)] = load
                if not under_way:
                    return
                progress(done, of, _words(next(iter(under_way.values()))))
                ended, _ = wait(under_way, timeout=_GLANCE, return_when=FIRST_COMPLETED)
                for one in ended:
                    del under_way[one]
                    done += 1
                    yield one.result()
        finally:
            stopping = True  # the lanes end at their next piece; the block waits for them


def _words(load: Load) -> str:
    return say("Receiving files") if load.inward else say("Sending files")


def _read(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except Trouble as trouble:
        raise _Unreadable from trouble


def broken() -> Trouble:
    return Trouble(
        say("The connection keeps breaking"),
        say("The connection to head office broke several times in a row."),
        say("Nothing is lost. The exchange goes on where it stopped, by itself or when you start it again."),
    )
