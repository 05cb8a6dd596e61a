"""What can go wrong with the disk, said once: foreign errors become `Trouble` here and nowhere else.

Two families (house-style.md): trouble in the world is a `Trouble` with a sentence; anything else that
SQLite says (a wrong statement, a broken rule) is a fault of ours and is raised as it came.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from auditapp.words import Trouble, say


def disk_full(where: Path) -> Trouble:
    return Trouble(
        say("The disk is full"),
        say("Nothing more can be written to {folder}."),
        say("Everything saved so far is safe. Free some space and try again."),
        folder=str(where),
    )


def is_full(error: BaseException) -> bool:
    return isinstance(error, Trouble) and error.title == "The disk is full"


def of_the_disk(trouble: Trouble) -> bool:
    """Did the disk refuse what may be written once it has room, is writable, is plugged in again, or is free again?"""
    here = Path()
    refusals = (disk_full(here), read_only(here), disk_fails(here, ""), taking_in(here))
    return trouble.title in {made.title for made in refusals}


def taking_in(where: Path) -> Trouble:
    return Trouble(
        say("A package is being taken in"),
        say("What arrived is being written to {folder}, all of it or none."),
        say("Nothing is lost: what you wrote is kept, and written right after it."),
        folder=str(where),
    )


def read_only(where: Path) -> Trouble:
    return Trouble(
        say("This place cannot be written to"),
        say("The program may read {folder} but not write to it."),
        say("Everything saved so far is safe. Choose another folder, or ask for the right to write here."),
        folder=str(where),
    )


def not_reachable(where: Path) -> Trouble:
    return Trouble(
        say("This place cannot be opened"),
        say("{folder} is not there, or may not be opened."),
        say("Check the folder and the drive it lies on."),
        folder=str(where),
    )


def disk_fails(where: Path, detail: str) -> Trouble:
    return Trouble(
        say("The disk reports an error"),
        say("Reading or writing {folder} failed ({detail})."),
        say("Everything saved so far is safe as far as the disk can be trusted. Make a backup on another drive."),
        folder=str(where),
        detail=detail,
    )


def in_use(where: Path) -> Trouble:
    return Trouble(
        say("This desk is already open"),
        say("Another window or command is working on {folder}."),
        say("Wait until it is done or close it, then try again."),
        folder=str(where),
    )


def wrong_key(where: Path) -> Trouble:
    return Trouble(
        say("The database cannot be opened"),
        say("{folder} is damaged at its beginning, is not a database, or belongs to another key."),
        say("Nothing was changed. Restore the newest backup."),
        folder=str(where),
    )


def damaged(where: Path) -> Trouble:
    return Trouble(
        say("The database is damaged"),
        say("Part of {folder} is not what was written."),
        say("Nothing was changed. Keep a copy of the folder, then restore the newest backup."),
        folder=str(where),
    )


def newer_version(where: Path, found: int, known: int) -> Trouble:
    return Trouble(
        say("This desk was made by a newer version"),
        say("{folder} has form {found}; this program knows forms up to {known}."),
        say("Nothing was changed. Install the newer version of the program to open it."),
        folder=str(where),
        found=found,
        known=known,
    )


def old_sqlite(found: str, needed: str) -> Trouble:
    return Trouble(
        say("The built-in database is too old"),
        say("SQLite {found} can damage a file when two programs use it; {needed} or newer is needed."),
        say("Install the program again with its own packages (sqlcipher3 0.6.4 or newer)."),
        found=found,
        needed=needed,
    )


def of_os(error: OSError, where: Path) -> Trouble:
    """The trouble behind an `OSError` at *where* (a file or folder of the desk)."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return disk_full(where)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return read_only(where)
        case errno.ENOENT | errno.ENOTDIR | errno.ELOOP | errno.ENAMETOOLONG:
            return not_reachable(where)
        case _:
            return disk_fails(where, error.strerror or type(error).__name__)


_WORDS: Final = (
    ("disk is full", 13),
    ("readonly database", 8),
    ("unable to open", 14),
    ("is locked", 5),
    ("not a database", 26),
    ("malformed", 11),
    ("disk I/O error", 10),
)


def of_sqlite(error: Exception, where: Path) -> Trouble | None:
    """The trouble behind an error of SQLite, or None when it is a fault of ours and must stay loud."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):  # errors of Connection.backup carry no code, only SQLite's own words
        code = next((code for words, code in _WORDS if words in str(error)), None)
        if code is None:
            return None
    match code & 0xFF:  # the primary result code, https://www.sqlite.org/rescode.html
        case 13:  # SQLITE_FULL
            return disk_full(where)
        case 8 | 3:  # SQLITE_READONLY, SQLITE_PERM
            return read_only(where)
        case 14:  # SQLITE_CANTOPEN
            return not_reachable(where)
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            return in_use(where)
        case 26:  # SQLITE_NOTADB
            return wrong_key(where)
        case 11:  # SQLITE_CORRUPT
            return damaged(where)
        case 10:  # SQLITE_IOERR
            return disk_fails(where, str(getattr(error, "sqlite_errorname", code)))
        case _:
            return None
