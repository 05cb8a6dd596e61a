"""Originals that a person removed from this laptop because head office holds them: told, and fetched again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from auditapp.inspection.state import Photo
from auditapp.office.protocol import Cut, NotThere, Office
from auditapp.operations.desk import Desk
from auditapp.operations.folders import OnDesk, at_once
from auditapp.store.offices import Removed
from auditapp.words import Trouble, say

TRIES = 4
"""How often a broken message is asked again before one gives up for now."""


def removed(desk: Desk) -> Mapping[str, Removed]:
    """SHA-256 -> who removed it here, and when; without those that came back."""
    return {sha256: one for sha256, one in desk.store.offices.removed().items() if not desk.store.photos.has(sha256)}


def at_office(desk: Desk, photo: Photo) -> Removed | None:
    """Who removed the original of *photo* here; None when it is here, or never was."""
    return None if desk.store.photos.has(photo.sha256) else desk.store.offices.removed().get(photo.sha256)


def bring_back(
    desk: Desk,
    office: Office,
    files: Collection[str],
    *,
    on_desk: OnDesk[Any] = at_once,
    progress: Callable[[int, int], object] | None = None,
) -> int:
    """Fetch *files* (SHA-256) from *office*, keep each when all of it is proven, and forget that it was removed. How
    many came. Stopped or cut, those that came stay. Raises `Trouble`: not there, unreachable."""
    from auditapp.store.arriving import Arriving, OtherContent

    for n, sha256 in enumerate(files):
        arriving = Arriving(desk.store.photos, sha256)
        for left in reversed(range(TRIES)):
            offset = arriving.begun()
            try:
                pieces = office.get(sha256, offset=offset)
                arriving.take(_watched(pieces, n, len(files), progress), offset=offset)
                break
            except NotThere:
                raise
            except (Cut, OtherContent):
                if not left:
                    raise _did_not_come() from None
        on_desk(partial(desk.store.offices.forget_removed, [sha256]))
    return len(files)


def _watched(
    pieces: Iterator[bytes], done: int, of: int, progress: Callable[[int, int], object] | None
) -> Iterator[bytes]:
    for piece in pieces:
        if progress is not None:
            progress(done, of)
        yield piece


def _did_not_come() -> Trouble:
    return Trouble(
        say("The original did not come"),
        say("The connection broke several times, or what came was another file."),
        say("Nothing was changed. Try again; if it goes on, ask head office to look at its files."),
    )
