"""Backups and bringing a desk back: whole copies made while the desk is open, proven by opening them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditapp.operations.desk import Desk, local_now
from auditapp.store.backups import Backup
from auditapp.store.restoring import Restored
from auditapp.words import Trouble, say


def backup(desk: Desk, target: Path | None = None) -> Path:
    """Make a proven copy of the database now: beside the desk, or in the folder or file *target* (a stick).

    Photos are written once and need no second copy here; a backup elsewhere should be joined by a copy of the
    desk's ``photos`` folder, or by the inspections' packages.
    """
    if target is not None and target.is_dir():
        target = target / f"auditapp-{desk.clock().strftime('%Y%m%d-%H%M%S')}.db"
    if target is not None and target.exists():
        raise Trouble(
            say("The file is there already"),
            say("{file} exists and is not overwritten."),
            say("Nothing was written. Give another file name."),
            code=2,
            file=str(target),
        )
    return desk.store.backups.make(target)


def backups(desk: Desk) -> list[Backup]:
    """The backups beside the desk, newest first."""
    return desk.store.backups.all()


def restore(
    folder: Path,
    passphrase: str | None = None,
    *,
    source: Path | None = None,
    keyring: bool = True,
    clock: Callable[[], datetime] = local_now,
    marks: Path | None = None,
) -> Restored:
    """Put a backup (default: the newest that opens) in the place of the database in *folder*.

    The old database is put aside, never deleted; what it holds beyond the backup is saved where it can be read; the
    desk goes on under a new incarnation. The desk must not be open. Raises `Trouble`.
    """
    from auditapp.store import durable, restoring, vault

    if source is not None and source.is_dir():
        found = sorted(source.glob("*.db"), key=lambda path: path.stat().st_mtime)
        if not found:
            raise Trouble(
                say("There is no backup"),
                say("{folder} holds no backup that can be opened."),
                say("Nothing was changed."),
                folder=str(source),
            )
        source = found[-1]
    if not vault.exists(folder):
        # A new computer: the key file came along with the backup.
        beside = source.with_name(vault.FILE) if source else None
        if beside is None or not beside.is_file():
            raise Trouble(
                say("The key file is missing"),
                say("{folder} holds no key file, and none lies beside the backup."),
                say("Copy {name} from where the backup was made."),
                folder=str(folder),
                name=vault.FILE,
            )
        durable.make_folder(folder)
        durable.write_whole(folder / vault.FILE, beside.read_bytes())
    ring = vault.system_ring() if keyring and not passphrase else None
    keys = vault.unlock(folder, passphrase or None, ring=ring)
    return restoring.restore(folder, keys, backup=source, marks=marks, clock=clock)
