"""Backups and bringing a desk back: whole copies made while the desk is open, proven by opening them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditapp.operations.desk import Desk, local_now
from auditapp.operations.saving import refuse_there
from auditapp.store.backups import Backup
from auditapp.store.restoring import Restored
from auditapp.words import Trouble, say


@dataclass(frozen=True)
class Order:
    """A backup asked for; *target* None: beside the desk."""

    desk: Desk
    target: Path | None = None


def backup(desk: Desk, target: Path | None = None) -> Path:
    """Make a proven copy of the database now: beside the desk, or in the folder or file *target* (a stick).

    Photos are written once and need no second copy here; a backup elsewhere should be joined by a copy of the
    desk's ``photos`` folder, or by the inspections' packages.
    """
    return make(prepare(desk, target))


def prepare(desk: Desk, target: Path | None = None) -> Order:
    """Ask for a backup, on the desk's thread. Raises `Trouble`: the file is there already."""
    if target is not None and target.is_dir():
        target = target / f"auditapp-{desk.clock().strftime('%Y%m%d-%H%M%S')}.db"
    if target is not None:
        refuse_there(target)
    return Order(desk, target)


def make(order: Order, *, progress: Callable[[int, int], object] | None = None) -> Path:
    """Copy and prove, on any thread: it reads through a connection of its own, as things stand when it begins, and
    work at the desk goes on meanwhile. The desk must stay open until it returns. *progress* is called with (pages
    done, pages in all) and may raise to stop it; then nothing is left behind. Raises `Trouble`: disk full, folder of
    another desk's backups."""
    with order.desk.store.apart() as store:
        return store.backups.make(order.target, progress=progress)


def when_due(desk: Desk) -> Path | None:
    """A backup when the newest is older than a quarter of an hour; on any thread, like `make`. None: not yet."""
    with desk.store.apart() as store:
        return store.backups.make_when_due()


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
    desk goes on under a new incarnation. The desk must not be open: a window closes its `Desk` first (and everything
    that holds it), calls this on any thread, and opens the desk anew whether or not it came to `Trouble`; until the
    last rename the old database stands.
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
