"""Is this a good place for a desk? Network drives and synchronised folders are told, not refused.

SQLite's log needs memory shared between programs, which network drives do not give; OneDrive, Dropbox and the
like copy files while they are being written and put back old ones (proof.md B.4).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from auditapp.words import Trouble, say

_NETWORK: Final = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afpfs",
        "9p",
        "davfs",
        "fuse.sshfs",
        "fuse.davfs2",
        "fuse.rclone",
        "ceph",
        "glusterfs",
        "webdav",
        "afs",
        "ncpfs",
    }
)
_SYNCED: Final = re.compile(
    r"onedrive|dropbox|google ?drive|icloud ?drive|mobile documents|nextcloud|owncloud|坚果云|nutstore"
    r"|百度网盘|baidunetdisk|微云|腾讯微云|wps ?云盘|box sync|syncthing|pcloud",
    re.IGNORECASE,
)


def warnings(folder: Path, environ: Mapping[str, str] = os.environ, mounts: str | None = None) -> list[Trouble]:
    """What to tell a person about this place; nothing is raised. *mounts* is /proc/mounts (read when None)."""
    place = folder.absolute()
    found = []
    if on_network(place, mounts):
        found.append(
            Trouble(
                say("The desk lies on a network drive"),
                say("{folder} is not on this computer's own disk."),
                say("Keep the desk on this computer and put backups on the network drive."),
                code=1,
                folder=str(place),
            )
        )
    if synchronised(place, environ):
        found.append(
            Trouble(
                say("The desk lies in a synchronised folder"),
                say("Another program copies the files of {folder} while they are being written."),
                say("Keep the desk elsewhere on this computer and put backups into the synchronised folder."),
                code=1,
                folder=str(place),
            )
        )
    return found


def synchronised(place: Path, environ: Mapping[str, str] = os.environ) -> bool:
    roots = [environ[name] for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer") if environ.get(name)]
    return any(_SYNCED.search(part) for part in place.parts) or any(place.is_relative_to(root) for root in roots)


def on_network(place: Path, mounts: str | None = None) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4
        if str(place).startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == remote)
    return _form_of_mount(place, _mounts() if mounts is None else mounts) in _NETWORK


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # macOS has none; there the person is not warned


def _form_of_mount(place: Path, mounts: str) -> str:
    """The file system of the longest mount point above *place*."""
    best, form = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1]))
        if len(point.parts) >= best and place.is_relative_to(point):
            best, form = len(point.parts), fields[2]
    return form
