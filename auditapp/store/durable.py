"""Files that are whole or not there: temporary name, sync, rename, sync the folder (proof.md B.4).

On macOS a plain fsync does not reach the drive, so `F_FULLFSYNC` is used there; Windows cannot sync a
folder, and virus scanners hold new files for a moment, so the rename is tried again for a short while.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from auditapp.store import troubles

TEMPORARY = ".part"
"""End of the name of a file that is still being written; such a file may always be deleted."""

_REPLACE_TRIES = 20
_REPLACE_PAUSE = 0.05


def sync_file(descriptor: int) -> None:
    """Force a file's bytes to the drive."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the drive, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """Rename over *target*, patient with virus scanners on Windows."""
    tries = _REPLACE_TRIES if os.name == "nt" else 1
    for attempt in range(tries):
        try:
            source.replace(target)
            return
        except PermissionError:
            if attempt == tries - 1:
                raise
            time.sleep(_REPLACE_PAUSE)


@contextmanager
def whole_file(target: Path, *, mode: int = 0o600, sync: bool = True) -> Iterator[IO[bytes]]:
    """Write *target* so that it is there whole after the block, or not at all.

    Raises `Trouble` when the disk refuses; the half-written file is removed. ``sync=False`` is for what can be
    made again: a power cut may then leave it empty.
    """
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                if sync:
                    sync_file(stream.fileno())
            replace(part, target)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        if sync:
            sync_folder(target.parent)
    except OSError as error:
        raise troubles.of_os(error, target.parent) from error


def write_whole(target: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write *content* as the whole of *target*; see `whole_file`."""
    with whole_file(target, mode=mode) as stream:
        stream.write(content)


def make_folder(folder: Path) -> None:
    """Create *folder* with its parents, for its owner alone, durably; raises `Trouble`."""
    try:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for each in reversed(missing):
            each.mkdir(mode=0o700, exist_ok=True)
            sync_folder(each.parent)
        if not folder.is_dir():
            raise NotADirectoryError(20, "Not a directory", str(folder))
    except OSError as error:
        raise troubles.of_os(error, folder) from error
