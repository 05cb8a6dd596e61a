"""Bundles and folders at a desk: write one file for somebody, take one in, and the key that others seal with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from auditapp.office import bundle, sealed
from auditapp.office.exchange import Progress
from auditapp.office.folder import FolderOffice, Known
from auditapp.operations import exchange, package
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.exchange import Exchanged, OnDesk, at_once
from auditapp.operations.testimony import no_such_inspection, when
from auditapp.words import Trouble, say

_CHECK: Final = 4
"""Digits at the end of a key as people copy it, so that a slip is noticed."""


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
    """Write *inspections* with their files into one new file; with *recipients* (keys as `key_of` tells them) only
    they can read it. Raises `Trouble`; then no file is left."""
    from auditapp.store import durable

    for inspection in inspections:
        if not on_desk(partial(desk.knows, inspection)):
            raise no_such_inspection(inspection)
    publics = [read_key(text) for text in recipients]
    with durable.whole_file(out) as stream, bundle.sealing(stream, publics) as inside:
        writer = bundle.Writer(inside, desk.store.key, program=PROGRAM, made=when(desk.clock()))
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


@contextmanager
def folder_office(
    desk: Desk, folder: Path, *, recipients: Sequence[str] = (), on_desk: OnDesk[Any] = at_once
) -> Iterator[FolderOffice]:
    """A folder to exchange with; what was read in it is remembered at the end."""
    from auditapp.store import durable

    if not folder.is_dir():
        raise Trouble(
            say("The exchange folder is not there"),
            say("There is no folder {folder}."),
            say("Nothing is lost. Connect the drive, put the stick in, or choose another folder."),
            folder=str(folder),
        )
    office = exchange.folder_id(folder)

    def remember(known: Known) -> None:
        on_desk(lambda: desk.store.offices.keep_bundles(office, known))

    made = FolderOffice(
        folder,
        office,
        desk.store.key,
        durable.whole_file,
        program=PROGRAM,
        recipients=[read_key(text) for text in recipients],
        private=sealing_key(desk),
        known=on_desk(lambda: desk.store.offices.bundles(office)),
        remember=remember,
    )
    try:
        yield made
    finally:
        made.close()


# -- keys -----------------------------------------------------------------------------------------


def key_of(desk: Desk) -> str:
    """This desk's public key as people pass it on: 64 hex digits and four more to check them."""
    return _spelled(sealed.public_of(sealing_key(desk)))


def read_key(text: str) -> bytes:
    """The public key somebody passed on. Raises `Trouble` when it was not copied whole."""
    digits = "".join(text.split()).replace("-", "").lower()
    try:
        public = bytes.fromhex(digits[:64])
    except ValueError:
        public = b""
    if len(public) != 32 or digits != _spelled(public).replace("-", ""):
        raise Trouble(
            say("This is no laptop's key"),
            say("The key is not whole, or a digit in it is wrong."),
            say("Nothing was written. Copy it again as auditapp exchange --key shows it."),
            code=2,
        )
    return public


def sealing_key(desk: Desk) -> bytes:
    """The private half. It never leaves this program."""
    from auditapp.store import vault

    return vault.sealing_key(desk.store.keys)


def _spelled(public: bytes) -> str:
    return f"{public.hex()}-{sealed.name_of(public)[:_CHECK]}"
