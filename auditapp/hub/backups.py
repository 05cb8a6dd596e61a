"""Backups of a hub: a whole copy made while it serves, proven by reading it back; and how a hub is brought back.

    hub-STAMP.db      the SQLite database, under its own key, which goes along only in the sealed file
    hub-STAMP.dump    or what ``pg_dump`` made of the schema ``auditapp``
    hub-STAMP.keys    settings and keys of the hub, sealed for the company's recovery key, which lies in a safe
    hub-STAMP.files   the files held at that moment: SHA-256 and size, one a line
    files/ab/…        the files themselves, where they lie in a folder; only what is not there yet is copied

Files in a bucket stay where they are: they never change, and copying buckets is the storage's own affair. A PostgreSQL
may be backed up by its operator's own tools as well (all of schema ``auditapp``); then `brought_back` does here what
is left to do: draw a new epoch, and forget files that are not there, so that desks offer again what is lacking.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from auditapp.hub.company import KEYS, RECOVERY, SETTINGS
from auditapp.hub.keeping import forms, opening, troubles
from auditapp.hub.keeping.folder_blobs import FolderBlobs
from auditapp.hub.keeping.opening import EPOCH, Keeping, Places
from auditapp.hub.keeping.postgres_base import SCHEMA, PostgresBase, connection_for_tools
from auditapp.hub.keeping.sqlite_base import SqliteBase, key_of
from auditapp.inspection.files import is_hash
from auditapp.journal import verify
from auditapp.office.protocol import batches
from auditapp.store import backups as desk_backups
from auditapp.store import durable, vault
from auditapp.store import troubles as disk
from auditapp.store.database import copy_database, open_database
from auditapp.words import Trouble, say

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_AT_ONCE: Final = 1_000
"""Rows changed in one deed."""


@dataclass(frozen=True)
class Made:
    """A backup. ``key``: the file without which the database in it cannot be opened (None: the database has none).
    ``keys``: that file, the settings and the hub's own keys, sealed for the company's recovery key; None where the hub
    has no recovery key: then they are to be kept elsewhere. ``elsewhere``: the files lie in a bucket and were only
    listed."""

    database: Path
    inventory: Path
    entries: int
    files: int
    copied: int
    key: Path | None
    keys: Path | None
    elsewhere: bool


@dataclass(frozen=True)
class BroughtBack:
    """A hub after it was brought back. ``lacking``: files that were held and are not there; desks send them again when
    they have them. ``aside``: where the database that was there lies now."""

    epoch: str
    entries: int
    files: int
    lacking: tuple[str, ...]
    aside: Path | None = None


@dataclass(frozen=True)
class Status:
    """What a hub holds and how it stands. ``careless``: a setting by which the database may lose what was
    acknowledged. ``missing``: files that entries name and nobody has sent. ``flaws``: what a thorough look found."""

    database: str
    files_at: str
    form: int
    epoch: str
    counts: dict[str, int]
    files: dict[str, int]
    missing: int
    database_bytes: int
    free_bytes: int
    careless: str
    last_backup: str
    flaws: tuple[str, ...] = ()


# -- backup ---------------------------------------------------------------------------------------


def backup(keeping: Keeping, target: Path, *, files: bool = True) -> Made:
    """A proven copy of everything in *target*, while the hub serves; *files*: of the files too, where they lie in a
    folder. The database comes first: every file it knows is then still to be copied. Raises `Trouble`."""
    durable.make_folder(target)
    stamp = keeping.clock().astimezone(UTC).strftime(_STAMP)
    if isinstance(keeping.base, SqliteBase):
        database, entries = _copy_sqlite(keeping.base, target / f"hub-{stamp}.db")
        key: Path | None = opening.key_file(keeping.folder, keeping.places)
    else:
        database, entries = _dump_postgres(keeping, target / f"hub-{stamp}.dump"), keeping.journals.counts()["entries"]
        key = None
    keys = _seal_keys(keeping, target / f"hub-{stamp}.keys")
    inventory, held = target / f"hub-{stamp}.files", 0
    with durable.whole_file(inventory) as stream:
        for sha256, size in keeping.files.recorded():
            stream.write(f"{sha256} {size}\n".encode("ascii"))
            held += 1
    elsewhere = not isinstance(keeping.files.blobs, FolderBlobs)
    copied = 0
    if files and not elsewhere:
        copied = _copy_files(keeping, inventory, target / opening.FILES)
    _remember(keeping, stamp, target)
    return Made(database, inventory, entries, held, copied, key, keys, elsewhere)


def _copy_sqlite(base: SqliteBase, target: Path) -> tuple[Path, int]:
    with base.apart() as source:
        copy_database(source, target, base.key)
    return target, prove(target, base.key)


def prove(path: Path, key: bytes) -> int:
    """Open a copy of the SQLite database and check every page; how many entries are in it. Raises `Trouble`."""
    with desk_backups.proven(path, key) as copy:
        return int(copy.one("SELECT count(*) FROM entry"))


def _copy_files(keeping: Keeping, inventory: Path, target: Path) -> int:
    """Copy what of *inventory* is not there yet, each proven as it is written."""
    copied = 0
    for sha256 in _listed(inventory):
        place = target / sha256[:2] / sha256
        if place.exists():
            continue
        durable.make_folder(place.parent)
        hashed = hashlib.sha256()
        with durable.whole_file(place) as stream:
            for portion in keeping.files.get(sha256):
                hashed.update(portion)
                stream.write(portion)
            if hashed.hexdigest() != sha256:
                raise disk.damaged(Path(keeping.files.blobs.place) / sha256[:2] / sha256)
        copied += 1
    return copied


def _listed(inventory: Path) -> Iterator[str]:
    try:
        with inventory.open("r", encoding="ascii") as lines:
            for line in lines:
                yield line.partition(" ")[0]
    except OSError as error:
        raise disk.of_os(error, inventory) from error


def _seal_keys(keeping: Keeping, target: Path) -> Path | None:
    """Settings and keys for whoever has the recovery key: a hub without them would be another company."""
    folder = keeping.folder
    try:
        public = (folder / KEYS / RECOVERY).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk.of_os(error, folder / KEYS) from error
    files = {SETTINGS: folder / SETTINGS, opening.KEY: opening.key_file(folder, keeping.places)}
    files |= {f"{KEYS}/{file.name}": file for file in sorted((folder / KEYS).iterdir()) if file.is_file()}
    try:
        content = {name: file.read_bytes().hex() for name, file in files.items() if file.exists()}
    except OSError as error:
        raise disk.of_os(error, folder) from error
    durable.write_whole(target, vault.seal_for_recovery(json.dumps(content).encode(), public, _ABOUT))
    return target


def bring_keys(source: Path, folder: Path, recovery_key: Path, *, password: str | None = None) -> list[str]:
    """Put settings and keys of a backup (the ``.keys`` file, or a folder: its newest) into the empty *folder* of a new
    machine; *recovery_key* is the file from the safe. Their names (the database's key is hub.key again, wherever
    it lay). Raises `Trouble`: a hub is there, another key, altered."""
    chosen = _chosen(source, ".keys")
    sealed, private = _read(chosen), _read(recovery_key)
    content = json.loads(vault.open_by_recovery(sealed, private, password, _ABOUT))
    for name in content:
        if not _A_KEY.fullmatch(name):  # sealed by anybody who has the public key
            raise disk.damaged(chosen)
    if (folder / SETTINGS).exists() or (folder / opening.KEY).exists():
        raise Trouble(
            say("There is a hub here already"),
            say("{folder} holds a hub."),
            say("Nothing was changed. Choose another folder."),
            code=2,
            folder=str(folder),
        )
    durable.make_folder(folder / KEYS)
    for name in sorted(content, key=lambda one: one == SETTINGS):  # the settings last: then it is a hub
        durable.write_whole(folder / name, bytes.fromhex(content[name]))
    return sorted(content)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise disk.of_os(error, file) from error


_ABOUT: Final = b"auditapp-hub-keys-v1"
_A_KEY: Final = re.compile(r"hub\.toml|hub\.key|keys/[a-z0-9][a-z0-9.-]{0,60}")


def _dump_postgres(keeping: Keeping, target: Path) -> Path:
    """``pg_dump`` of the schema, read back by ``pg_restore`` to its last byte. Without them, or with ones too old for
    the server, it is the operator's affair and said so."""
    part = target.with_name(target.name + durable.TEMPORARY)
    try:
        _tool("pg_dump", keeping.places, "--format=custom", f"--schema={SCHEMA}", f"--file={part}")
        listed = _tool("pg_restore", None, "--list", str(part))
        for table in ("entry", "strand", "setting", "quarantine"):
            if f" TABLE DATA {SCHEMA} {table} " not in listed:
                raise disk.damaged(part)
        _tool("pg_restore", None, f"--file={os.devnull}", str(part))
        with part.open("rb+") as stream:
            durable.sync_file(stream.fileno())
        durable.replace(part, target)
        durable.sync_folder(target.parent)
    except OSError as error:
        raise disk.of_os(error, target) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _tool(name: str, where: Places | None, *words: str) -> str:
    """One of PostgreSQL's own tools; what it printed. The password goes by the environment: a command line is seen
    by all."""
    found = shutil.which(name)
    if found is None:
        raise _no_tool(name, "")
    address, password = connection_for_tools(where.database) if where is not None else ("", "")
    done = subprocess.run(
        [found, *words, *(["--dbname", address] if address else [])],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
        check=False,
    )
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise _no_tool(name, told[-1][:200] if told else str(done.returncode))
    return done.stdout


def _no_tool(name: str, detail: str) -> Trouble:
    return Trouble(
        say("PostgreSQL's own tool is needed"),
        say("{tool} is not here, is too old for the server, or failed ({detail})."),
        say("Back the schema auditapp up with your own tools, and draw a new epoch whenever you bring it back."),
        tool=name,
        detail=detail or "-",
    )


def _remember(keeping: Keeping, stamp: str, target: Path) -> None:
    keeping.register.set_setting(_LAST, f"{stamp} {target}".encode())


_LAST: Final = "last backup"


# -- bringing back --------------------------------------------------------------------------------


def restore(
    folder: Path,
    where: Places,
    source: Path,
    *,
    clock: Callable[[], datetime] = opening.utc_now,
) -> BroughtBack:
    """Bring the hub in *folder* back from the backup *source* (a ``.db`` or ``.dump``; of a folder, its newest). No hub
    may be serving. What was there is put aside, never overwritten; files are only added. Raises `Trouble`."""
    chosen = _chosen(source, ".dump" if where.database else ".db")
    aside = None
    if where.database:
        _restore_postgres(where, chosen)
    else:
        aside = _restore_sqlite(folder, where, chosen, clock)
    with opening.open_keeping(folder, where, clock=clock) as keeping:
        if isinstance(keeping.files.blobs, FolderBlobs):
            _bring_files(keeping, chosen.parent / opening.FILES)
        return brought_back(keeping, aside=aside)


def brought_back(keeping: Keeping, *, aside: Path | None = None) -> BroughtBack:
    """What is left to do after the database was brought back, by whatever means: a new epoch, so that desks are told
    and offer everything again, and no file recorded as held that is not there (a receipt would name it)."""
    epoch = secrets.token_hex(8)
    keeping.register.set_setting(EPOCH, epoch.encode("ascii"))  # first: should the rest be cut short, it is told
    lacking: list[str] = []
    for gone in batches(_not_there(keeping.files.recorded(), keeping.files.blobs.all()), _AT_ONCE):
        with keeping.base.deed() as session:
            condition, names = session.among("sha256", gone)
            session.run(f"DELETE FROM file WHERE {condition}", (names,))
        lacking += gone
    files, now = 0, keeping.clock().isoformat(timespec="seconds")
    for there in batches(keeping.files.blobs.all(), _AT_ONCE):
        with keeping.base.deed() as session:
            for sha256, size in there:
                session.run(
                    "INSERT INTO file (sha256, bytes, arrived) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    (sha256, size, now),
                )
        files += len(there)
    keeping.register.note("", "brought back", {"epoch": epoch, "lacking": len(lacking)})
    return BroughtBack(epoch, keeping.journals.counts()["entries"], files, tuple(lacking), aside)


def _not_there(recorded: Iterator[tuple[str, int]], there: Iterator[tuple[str, int]]) -> Iterator[str]:
    """The names in *recorded* that are not in *there*; both come in order, and neither is held in memory whole."""
    found = next(there, None)
    for sha256, _ in recorded:
        while found is not None and found[0] < sha256:
            found = next(there, None)
        if found is None or found[0] != sha256:
            yield sha256


def _chosen(source: Path, ending: str) -> Path:
    if not source.is_dir():
        if not source.is_file():
            raise disk.not_reachable(source)
        return source
    found = sorted(source.glob(f"hub-*{ending}"))
    if not found:
        raise desk_backups.no_backup(source)
    return found[-1]


def _restore_sqlite(folder: Path, where: Places, chosen: Path, clock: Callable[[], datetime]) -> Path | None:
    place = folder / opening.DATABASE
    key_file = opening.key_file(folder, where)
    if not key_file.exists():
        raise troubles.no_key(str(key_file))
    key = key_of(key_file, place)
    prove(chosen, key)
    durable.make_folder(folder)
    ready = folder / "hub.restoring.db"
    desk_backups.forget_logs(ready)
    with open_database(chosen, key, read_only=True) as source:
        copy_database(source, ready, key)
    desk_backups.forget_logs(chosen)
    if place.exists():
        _refuse_while_serving(place, key)
    aside = desk_backups.put_aside(place, folder / "aside" / clock().astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ"))
    try:
        durable.replace(ready, place)
        durable.sync_folder(folder)
    except OSError as error:
        raise disk.of_os(error, folder) from error
    return aside


def _refuse_while_serving(place: Path, key: bytes) -> None:
    """Only who is alone with a database can take it out of its log; afterwards it is one file. A database that cannot
    be opened at all serves nobody."""
    try:
        db = open_database(place, key, patience=0.2)
    except Trouble as trouble:
        if trouble.title == disk.in_use(place).title:
            raise _serving(place) from trouble
        return
    with db:
        try:
            db.run("PRAGMA journal_mode=DELETE")
        except Trouble as trouble:
            raise _serving(place) from trouble


def _serving(place: Path | str) -> Trouble:
    return Trouble(
        say("The hub is serving"),
        say("{folder} is in use."),
        say("Nothing was changed. Stop every process of the hub, then try again."),
        code=2,
        folder=str(place),
    )


def _restore_postgres(where: Places, chosen: Path) -> None:
    """All or nothing: the schema as it was goes, and the backup's comes, in one transaction of the server."""
    base = PostgresBase(where.database)
    try:
        if base.others():
            raise _serving(base.place)
    finally:
        base.close()
    _tool(
        "pg_restore",
        where,
        *("--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges", f"--schema={SCHEMA}"),
        str(chosen),
    )


def _bring_files(keeping: Keeping, source: Path) -> None:
    """Files of the backup that are not in the hub's folder. They prove themselves as they are put."""
    for file in source.glob("??/*"):
        if not is_hash(file.name):
            continue
        if keeping.files.blobs.size(file.name) is None:
            try:
                content = file.read_bytes()
            except OSError as error:
                raise disk.of_os(error, file) from error
            keeping.files.blobs.put(file.name, len(content), 0, content)


# -- status ---------------------------------------------------------------------------------------


def status(keeping: Keeping, *, thorough: bool = False, erasers: Collection[str] = ()) -> Status:
    """How the hub stands. *thorough*: every page of the database, every strand and every file are read; *erasers*: the
    keys whose erasures count then (`house.Hub.erasers`)."""
    with keeping.base.look() as session:
        missing = int(
            session.one(
                "SELECT count(DISTINCT n.sha256) FROM named n LEFT JOIN file f ON f.sha256 = n.sha256"
                " WHERE f.sha256 IS NULL AND n.needed = 1"
            )
        )
    last = (keeping.register.setting(_LAST) or b"").decode("utf-8").partition(" ")[0]
    return Status(
        database=keeping.base.place,
        files_at=keeping.files.blobs.place,
        form=forms.form_of(keeping.base),
        epoch=(keeping.register.setting(EPOCH) or b"").decode("ascii"),
        counts=keeping.journals.counts(),
        files=keeping.files.counts(),
        missing=missing,
        database_bytes=keeping.base.bytes(),
        free_bytes=shutil.disk_usage(keeping.folder).free,
        careless=keeping.base.careless(),
        last_backup=last,
        flaws=tuple(_flaws(keeping, erasers)) if thorough else (),
    )


def _flaws(keeping: Keeping, erasers: Collection[str]) -> Iterator[str]:
    """What is not as it should be, in English, for the operator's log: bad pages, strands, files."""
    if isinstance(keeping.base, SqliteBase):
        with keeping.base.apart() as db:
            yield from (f"database: {line}" for line in db.quick_check())
    for inspection, digest in keeping.journals.digests().items():
        entries = list(keeping.journals.entries(inspection, dict.fromkeys(digest, 0)))
        verdict = verify.check(entries, erasers=erasers)
        if not verdict.trustworthy:
            yield f"inspection {inspection}: {' '.join(verdict.sentences)}"
    for sha256, size in keeping.files.recorded():
        hashed, length = hashlib.sha256(), 0
        try:
            for portion in keeping.files.get(sha256):
                hashed.update(portion)
                length += len(portion)
        except Trouble as trouble:
            yield f"file {sha256}: {trouble.title}"
        else:
            if hashed.hexdigest() != sha256 or length != size:
                yield f"file {sha256}: not the bytes it is named by"
