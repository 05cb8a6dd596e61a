"""Bundles at a desk: write one file for somebody, sealed or not, and take one in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from auditapp.office import bundle
from auditapp.office.exchange import Progress
from auditapp.operations import exchange, package
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.exchange import Exchanged
from auditapp.operations.folders import OnDesk, at_once
from auditapp.operations.sealing import read_key, sealing_key
from auditapp.operations.testimony import no_such_inspection, when
from auditapp.words import say


@dataclass(frozen=True)
class Written:
    """A bundle on disk. ``missing``: (inspection, SHA-256) of files that are not on this laptop."""

    path: Path
    sha256: str
    inspections: int
    entries: int
    files: int
    sealed: bool
    missing: tuple[tuple[str, str], ...]


def write_bundle(
    desk: Desk,
    out: Path,
    inspections: Collection[str],
    *,
    recipients: Sequence[str] = (),
    progress: Progress | None = None,
    on_desk: OnDesk[Any] = at_once,
) -> Written:
    """Write *inspections* with their files into one new file; with *recipients* (keys as `sealing.key_of` tells them)
    only they can read it. Raises `Trouble`; then no file is left."""
    from auditapp.store import durable

    for inspection in inspections:
        if not on_desk(partial(desk.knows, inspection)):
            raise no_such_inspection(inspection)
    publics = [read_key(text) for text in recipients]
    with (
        durable.whole_file(out) as stream,
        bundle.sealing(stream, publics) as inside,
        bundle.Writer(inside, desk.store.key, program=PROGRAM, made=when(desk.clock())) as writer,
    ):
        taker = bundle.BundleTaker(writer)
        done = exchange.exchange(
            desk, taker, on_desk=on_desk, progress=progress, only=frozenset(inspections), take=False
        ).summary
        taker.close()
    return Written(
        out, package.hash_of(out), len(set(inspections)), done.given, done.files_given, bool(publics), done.missing
    )


def take_bundle(
    desk: Desk, file: Path, *, progress: Progress | None = None, on_desk: OnDesk[Any] = at_once
) -> Exchanged:
    """Take a bundle in: every byte is proven before anything is stored. Raises `Trouble`: damaged, altered, sealed for
    somebody else."""
    told: Callable[[int, int], object] | None = None
    if progress is not None:
        told = lambda done, of: progress(done, of, say("Proving the file"))  # noqa: E731
    with bundle.reading(file, sealing_key(desk)) as reader:
        giver = bundle.BundleGiver(reader, reader.prove(told))
        return exchange.exchange(desk, giver, on_desk=on_desk, progress=progress, give=False)


def is_bundle(file: Path) -> bool:
    """Is *file* a bundle (as against a package of one inspection, `package.import_package`)? Raises `Trouble`."""
    return bundle.is_bundle(file)
