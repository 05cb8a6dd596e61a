"""The desk: everything a verb needs and nothing global. Store, clock, randomness, words and the person working."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from auditapp import __version__
from auditapp.operations.unsent import Unsent
from auditapp.words import ENGLISH, Trouble, Words, say

if TYPE_CHECKING:
    from auditapp.checklist.model import Checklist
    from auditapp.inspection.state import Inspection
    from auditapp.store.desk_folder import DeskFolder
    from auditapp.store.vault import Cost

PROGRAM = f"auditapp {__version__}"
"""Name and version, as strands and documents carry it."""


def local_now() -> datetime:
    """The laptop's clock with its offset; for people, never decides anything."""
    return datetime.now().astimezone()


@dataclass
class Memory:
    """What was read once from the store and need not be read again while the desk is open.

    It cannot grow stale: only this process writes to the desk, and every deed forgets what it may have changed.
    """

    checklists: dict[str, Checklist] = field(default_factory=dict)
    pinned: dict[str, str] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    writers: dict[str, str] = field(default_factory=dict)
    folded: dict[str, Inspection] = field(default_factory=dict)
    touched: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """Inspection -> (kind, subject) of the slots written since it was folded; read again when somebody asks."""
    locked: dict[str, bool] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    unsent: Unsent = field(default_factory=Unsent)
    """What head office does not hold yet (`exchange.pending`)."""

    def forget(self, inspection: str) -> None:
        """Something arrived in *inspection*, or a deed failed half-way: everything is read anew."""
        self.put_away(inspection)
        self.unsent.stirred.add(inspection)

    def put_away(self, inspection: str) -> None:
        """Nothing happened in *inspection*, but thousands would not fit into memory."""
        for kept in (self.folded, self.touched, self.locked, self.moments):
            kept.pop(inspection, None)

    def wrote(self, inspection: str, wall: str, slots: set[tuple[str, str]]) -> None:
        """A deed of this desk wrote at the moment *wall* to these *slots*."""
        self.moments[inspection] = wall
        self.unsent.stirred.add(inspection)
        if any(kind in ("sign-off", "amendment") for kind, _ in slots):
            self.locked.pop(inspection, None)
        if inspection in self.folded:
            self.touched.setdefault(inspection, set()).update(slots)


@dataclass
class Desk:
    """One open desk. ``person`` is the code of who works here in the inspection at hand; "" = as remembered
    for each inspection (`about.work_as`). ``randomness`` gives so many unguessable bytes.

    Open one with `open_desk`, use it in a ``with`` block; only one process may have a desk open.
    """

    store: DeskFolder
    clock: Callable[[], datetime] = local_now
    randomness: Callable[[int], bytes] = os.urandom
    words: Words = ENGLISH
    person: str = ""
    memory: Memory = field(default_factory=Memory, repr=False)

    @property
    def id(self) -> str:
        """The desk's id: 32 hex digits."""
        return self.store.journals.key.desk

    @property
    def tag(self) -> str:
        """Three hex digits that mark what this desk numbers in an inspection which another desk opened."""
        return self.id[:3]

    def as_person(self, person: str) -> Desk:
        """The same desk with another person of the inspection working at it."""
        return replace(self, person=person)

    def writer(self, inspection: str) -> str:
        """The code of the person in whose name an entry of *inspection* is written now; "" when nobody said."""
        if self.person:
            return self.person
        if inspection not in self.memory.writers:
            self.memory.writers[inspection] = self.store.preference(f"working.{inspection}")
        return self.memory.writers[inspection]

    def remember_writer(self, inspection: str, person: str) -> None:
        self.store.set_preference(f"working.{inspection}", person)
        self.memory.writers[inspection] = person

    def knows(self, inspection: str) -> bool:
        """Is there an inspection of this id here?"""
        if inspection not in self.memory.known and self.store.journals.row(inspection) is not None:
            self.memory.known.add(inspection)
        return inspection in self.memory.known

    def last_moment(self, inspection: str) -> str:
        """The wall time of this desk's last entry in *inspection*, "" when there is none."""
        if inspection not in self.memory.moments:
            self.memory.moments[inspection] = self.store.journals.last_wall(inspection)
        return self.memory.moments[inspection]

    @contextmanager
    def apart(self) -> Iterator[Desk]:
        """The same desk for questions that take long, on another thread: as it stands now, and read only.

        ``with desk.apart() as twin: list(doctor.doctor(twin))``. Any question may be asked of it (`doctor`,
        `trail.check`, `look`, exporting a package); a verb that testifies raises `Trouble`. Work at this desk goes on
        meanwhile; it must stay open until the block is left."""
        with self.store.apart() as store:
            yield replace(self, store=store, memory=Memory())

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_there(folder: Path) -> bool:
    """Is there a desk in *folder*?"""
    from auditapp.store import desk_folder

    return desk_folder.exists(folder)


def open_desk(
    folder: Path,
    passphrase: str | None = None,
    *,
    clock: Callable[[], datetime] = local_now,
    randomness: Callable[[int], bytes] = os.urandom,
    words: Words = ENGLISH,
    person: str = "",
    create: bool = True,
    keyring: bool = True,
    read_only: bool = False,
    wait: float | None = None,
    marks: Path | None = None,
    cost: Cost | None = None,
) -> Desk:
    """Open the desk in *folder*, or make it on first use (``create=False``: refuse that).

    *passphrase* is needed where there is no keyring; with one it is not asked for. ``keyring=False`` leaves the
    system's keyring alone; *wait* is how many seconds another program may take to close the desk; *marks* where
    this computer keeps the desk's mark, *cost* what a guess at a new desk's passphrase costs (tests).
    Raises `Trouble`: passphrase needed or wrong, in use, read-only,
    disk full, damaged, made by a newer version.
    """
    from auditapp.store import desk_folder, vault

    if not create and not desk_folder.exists(folder):
        raise Trouble(
            say("There is no desk here"),
            say("{folder} holds no desk."),
            say("Choose another folder, or begin an inspection to make a desk here."),
            folder=str(folder),
        )
    wanted = keyring and not passphrase and (not vault.exists(folder) or vault.ways_in(folder)["keyring"])
    ring = vault.system_ring() if wanted else None  # looking for a keyring takes longer than all the rest
    store = desk_folder.open_folder(
        folder,
        passphrase or None,
        ring=ring,
        read_only=read_only,
        program=PROGRAM,
        marks=marks,
        wait=desk_folder.WAIT if wait is None else wait,
        clock=clock,
        cost=cost,
    )
    return Desk(store=store, clock=clock, randomness=randomness, words=words, person=person)
