"""A folder to exchange with, chosen at a desk: a share, a synchronised folder, a stick."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from auditapp.office.folder import FolderOffice, Known
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.sealing import read_key, sealing_key
from auditapp.words import Trouble, say

Done = TypeVar("Done")
OnDesk = Callable[[Callable[[], Done]], Done]
"""A hop onto the desk's thread: does the deed there and gives back what it came to."""

FOLDER: Final = "exchange.folder"
"""Preference: the folder this desk exchanges with where it is enrolled nowhere."""


def at_once(deed: Callable[[], Done]) -> Done:
    """The hop onto the desk's thread where there is only one."""
    return deed()


def folder_of(desk: Desk) -> Path | None:
    """The folder this desk exchanges with, if one was chosen."""
    chosen = desk.store.preference(FOLDER)
    return Path(chosen) if chosen else None


def use_folder(desk: Desk, folder: Path | None) -> None:
    """Exchange with *folder* from now on (None: with none)."""
    desk.store.set_preference(FOLDER, "" if folder is None else str(folder.absolute()))


def folder_id(folder: Path) -> str:
    """How a folder is named where a hub has its id: it has no other name than where it lies."""
    return "folder-" + hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:32]


def folder_office(
    desk: Desk, folder: Path, *, recipients: Sequence[str] = (), on_desk: OnDesk[Any] = at_once
) -> FolderOffice:
    """The folder as an office; what was read in it is remembered when it is closed. With *recipients* (keys as
    `sealing.key_of` tells them) what this desk adds is sealed for them. Raises `Trouble`."""
    from auditapp.store import durable

    if not folder.is_dir():
        raise Trouble(
            say("The exchange folder is not there"),
            say("There is no folder {folder}."),
            say("Nothing is lost. Connect the drive, put the stick in, or choose another folder."),
            folder=str(folder),
        )
    office = folder_id(folder)

    def remember(known: Known) -> None:
        on_desk(lambda: desk.store.offices.keep_bundles(office, known))

    return FolderOffice(
        folder,
        office,
        desk.store.key,
        partial(durable.whole_file, mode=0o666),  # others on the share must read it; the umask is theirs to set
        program=PROGRAM,
        recipients=[read_key(text) for text in recipients],
        private=sealing_key(desk),
        known=on_desk(lambda: desk.store.offices.bundles(office)),
        remember=remember,
    )
