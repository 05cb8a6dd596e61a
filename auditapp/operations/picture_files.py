"""What of the files somebody gives is a picture: folders with everything inside, and what is none told by its name.

Nothing of a desk is needed, so this may run beside the window: a card with ten thousand files takes a while.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditapp.operations.photos import ENDINGS
from auditapp.words import Trouble

_OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_FOLDERS_OF_SYSTEMS: Final = frozenset({"__macosx", "$recycle.bin", "system volume information"})
"""What file managers leave lying about: nobody meant it, so nobody is told about it."""
_HEAD: Final = 64


@dataclass(frozen=True)
class SortedOut:
    """``pictures`` are taken for pictures (what they are, their content decides when they are taken in), ``others``
    are none, ``unread`` could not be opened."""

    pictures: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()


def sort_out(given: Iterable[Path], *, stopped: Callable[[], bool] = bool) -> SortedOut:
    """Files and folders *given*, each once, folders in order of their names. Links to folders are not followed, so
    that no circle is walked. ``stopped()`` is asked again and again; what was found until then is given."""
    pictures: list[Path] = []
    others: list[Path] = []
    unread: list[Path] = []
    for path in dict.fromkeys(given):
        for file in _inside(path, unread) if path.is_dir() else (path,):
            if stopped():
                break
            if file.suffix.lower() in ENDINGS and file.is_file():
                pictures.append(file)
                continue
            named = file == path  # what is named is looked at; of a folder only what says that it is a picture
            try:
                kept = pictures if named and _is_picture(file) else others
            except OSError:
                kept = unread
            kept.append(file)
    return SortedOut(*(tuple(dict.fromkeys(each)) for each in (pictures, others, unread)))


def unreadable(file: Path) -> Trouble:
    from auditapp.store import pictures

    return pictures.unread(file.name)


def _inside(folder: Path, unread: list[Path]) -> Iterator[Path]:
    def closed(error: OSError) -> None:
        unread.append(Path(error.filename or folder))

    for at, folders, files in os.walk(folder, onerror=closed):
        folders[:] = sorted(one for one in folders if not _left_by_systems(one, _FOLDERS_OF_SYSTEMS))
        for name in sorted(files):
            if not _left_by_systems(name, _OF_SYSTEMS):
                yield Path(at, name)


def _left_by_systems(name: str, known: frozenset[str]) -> bool:
    return name.startswith(".") or name.lower() in known


def _is_picture(file: Path) -> bool:
    from auditapp.store.pictures import form_of

    if not file.is_file():
        with suppress(OSError):
            file.stat()
            return False  # a pipe or a device: nothing to read from
        raise FileNotFoundError(file)
    with file.open("rb") as stream:
        return bool(form_of(stream.read(_HEAD)))
