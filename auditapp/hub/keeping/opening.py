"""Opening what a hub keeps: where it lies (two settings, both may be left out), its form, its three rooms.

    hub.toml        database = "postgresql://hub@db.example/hub"         (environment: AUDITAPP_HUB_DATABASE)
                    files = "s3://bucket/prefix?endpoint=https://…"      (environment: AUDITAPP_HUB_FILES)
                    key = "/etc/auditapp/hub.key"                        (environment: AUDITAPP_HUB_KEY)
    hub.db          the database, where no other is set; hub.key its key, for the hub's user alone
    files/          the files, where no bucket is set

Passwords need not stand in an address: PostgreSQL reads ~/.pgpass and PGPASSWORD, S3 AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from auditapp.hub.keeping import forms, troubles
from auditapp.hub.keeping.base import Base
from auditapp.hub.keeping.blobs import Blobs
from auditapp.hub.keeping.files import Files
from auditapp.hub.keeping.folder_blobs import FolderBlobs
from auditapp.hub.keeping.journals import Journals
from auditapp.hub.keeping.register import Register
from auditapp.hub.keeping.sqlite_base import PATIENCE, SqliteBase, key_of
from auditapp.store import durable, lock
from auditapp.store import troubles as disk

DATABASE: Final = "hub.db"
KEY: Final = "hub.key"
FILES: Final = "files"
_LOCK: Final = "hub.lock"
EPOCH: Final = "epoch"
"""The setting that is drawn anew when the hub is brought back from a backup (`hub.backups`)."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Places:
    """Where a hub keeps what it has. "" is the hub's own folder."""

    database: str = ""
    files: str = ""
    key: str = ""


@dataclass(frozen=True)
class Keeping:
    """All that a hub keeps. Close it, or use it in a ``with`` block, when no request is under way any more."""

    folder: Path
    places: Places
    base: Base
    journals: Journals
    files: Files
    register: Register
    clock: Callable[[], datetime]

    def close(self) -> None:
        self.files.blobs.close()
        self.base.close()

    def __enter__(self) -> Keeping:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def places(told: Places, environ: Mapping[str, str]) -> Places:
    """What the settings and the environment say; the environment is the stronger."""
    return Places(*(environ.get(f"AUDITAPP_HUB_{one.name.upper()}", getattr(told, one.name)) for one in fields(told)))


def open_keeping(
    folder: Path,
    where: Places = Places(),
    *,
    clock: Callable[[], datetime] = utc_now,
) -> Keeping:
    """Open what the hub in *folder* keeps, making it on first use. Any number of processes may, at once; with a
    database and a bucket elsewhere, on any number of machines. Raises `Trouble`."""
    durable.make_folder(folder)
    base = _base(folder, where)
    try:
        blobs = _blobs(folder, where)
    except BaseException:
        base.close()
        raise
    return Keeping(
        folder,
        where,
        base,
        Journals(base, clock=clock),
        Files(base, blobs, clock=clock),
        Register(base, clock=clock),
        clock,
    )


def key_file(folder: Path, where: Places) -> Path:
    """Where the key of the SQLite database lies."""
    return Path(where.key) if where.key else folder / KEY


def _base(folder: Path, where: Places) -> Base:
    if where.database:
        from auditapp.hub.keeping.postgres_base import PostgresBase

        if not where.database.startswith(("postgresql://", "postgres://")):
            raise troubles.wrong_place("database", where.database.partition(":")[0])
        server = PostgresBase(where.database)
        _climb(server)
        return server
    path = folder / DATABASE
    try:
        starting = lock.take(folder / _LOCK, PATIENCE)
    except lock.Held:
        raise troubles.busy(str(path)) from None
    except OSError as error:
        raise disk.of_os(error, folder) from error
    try:  # two first starts at once: one makes the key, the file and its tables
        base = SqliteBase(path, key_of(key_file(folder, where), path))
        _climb(base)
    finally:
        starting.release()
    return base


def _climb(base: Base) -> None:
    try:
        forms.climb(base)
    except BaseException:
        base.close()
        raise


def _blobs(folder: Path, where: Places) -> Blobs:
    if where.files:
        from auditapp.hub.keeping.bucket_blobs import BucketBlobs

        return BucketBlobs(where.files)
    return FolderBlobs(folder / FILES)
