"""A folder as an office: immutable bundles on a share, in a synchronised folder, or on a stick.

Every desk adds bundles and alters none, so several may be at it at once and no lock is needed. A bundle's name says
nothing that is relied on: what is in it says what it is. So a half-copied file is ignored until it is whole, a second
copy that a sync client made is harmless, and a bundle that somebody removed is written again by whoever has its
contents. No clock is asked. Nobody signs for a folder, so nothing in it is called "safe at head office".

Each bundle holds some entries of one journal, or one file (`bundle`); what was read in it once is remembered by name
and size (*known*), for reading a whole share in every round would take minutes.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeAlias

import msgspec

from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import MAX_COUNT, Entry
from auditapp.journal.strand import StrandHead
from auditapp.journal.union import in_strand_order
from auditapp.office import bundle, sealed
from auditapp.office.protocol import HELD, MOST_FILE, Digest, Given, Hello, NotThere, Receipt
from auditapp.words import Trouble, say

ENDING: Final = ".auditpkg"

Known: TypeAlias = "dict[tuple[str, int], bytes]"
"""(name, size) of a bundle -> what was read in it."""


class Read(msgspec.Struct, frozen=True):
    """What is in a bundle: of its journals the rows of their entries, and the files' hashes."""

    journals: dict[str, list[bundle.Row]]
    files: list[str]


@dataclass
class FolderOffice:
    """*whole_file* writes a file whole or not at all, on the drive when it is there; *recipients* (public keys) seal
    what is written for these and for this desk; *private* opens what was sealed for this desk; *remember* is told on
    closing what was read."""

    folder: Path
    id: str
    key: DeskKey
    whole_file: Callable[[Path], AbstractContextManager[IO[bytes]]]
    program: str = "auditapp"
    recipients: Sequence[bytes] = ()
    private: bytes | None = None
    known: Known = field(default_factory=dict)
    remember: Callable[[Known], object] = lambda known: None
    signs: bool = False
    unread: list[str] = field(default_factory=list)
    """Names of files that are no whole bundles (yet), or not sealed for this desk."""
    _journals: dict[str, dict[str, tuple[str, int, str]]] = field(default_factory=lambda: defaultdict(dict))
    _where: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Entry or file -> names of the bundles it is in."""
    _files: set[str] = field(default_factory=set)

    # -- the protocol -----------------------------------------------------------------------------

    def hello(self) -> Hello:
        return Hello(self.id, self.folder.name, "", "")

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        self._look()
        return {journal: self._digest(journal) for journal in self._journals}

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        held = self._journals[inspection]
        new = [entry for entry in entries if entry.id not in held]
        if new:
            content = hashlib.sha256("\n".join(sorted(entry.id for entry in new)).encode()).hexdigest()
            rows = [bundle.row_of(entry) for entry in new]
            self._write(
                f"e-{self.key.desk[:8]}-{content[:24]}",
                Read({inspection: rows}, []),
                lambda writer: writer.add_entries(inspection, new),
            )
        return Given({desk: (seq, end) for desk, (seq, end) in self._digest(inspection).items()})

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        wanted = {
            name for name, (desk, seq, _) in self._journals[inspection].items() if seq > after.get(desk, MAX_COUNT)
        }
        found: dict[str, Entry] = {}
        for file in sorted({name for one in wanted for name in self._where[one]}):
            if wanted <= found.keys():
                break
            try:
                with bundle.reading(self.folder / file, self.private) as reader:
                    found.update((e.id, e) for e in reader.entries(inspection) if e.id in wanted)
            except Trouble:
                self._forget(file)  # somebody removed or spoilt it since we looked: the next round looks again
        yield from sorted(found.values(), key=in_strand_order)

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        return {sha256: HELD if sha256 in self._files else 0 for sha256 in hashes}

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        if sha256 in self._files:
            return
        content = b"".join(pieces)
        if len(content) > MOST_FILE or hashlib.sha256(content).hexdigest() != sha256:
            raise _spoilt(self.folder)
        self._write(f"f-{sha256}", Read({}, [sha256]), lambda writer: writer.add_file(content))

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        for file in sorted(self._where.get(sha256, ())):
            try:
                with bundle.reading(self.folder / file, self.private) as reader:
                    yield from bundle.skipping(reader.pieces(sha256), offset)
                return
            except Trouble:
                self._forget(file)
                break  # what was given of it cannot be taken back: the next round takes another copy, if there is one
        raise NotThere(sha256)

    def receipt(self, inspection: str) -> Receipt | None:
        return None

    def close(self) -> None:
        self.remember(dict(self.known))

    # -- inside -----------------------------------------------------------------------------------

    def _look(self) -> None:
        """What lies in the folder now: read what was not read before, forget what is gone."""
        try:
            with os.scandir(self.folder) as listed:
                here = {(one.name, one.stat().st_size) for one in listed if one.name.endswith(ENDING) and one.is_file()}
        except OSError as error:
            raise _unreachable(self.folder, error) from error
        self.unread, read = [], {}
        for name, size in sorted(here):
            told = self._recalled(name, size) or self._read(name)
            if told is None:
                self.unread.append(name)
            else:
                read[name, size] = told
        self.known = {one: msgspec.json.encode(told) for one, told in read.items()}
        self._journals, self._where, self._files = defaultdict(dict), defaultdict(set), set()
        for (name, _), told in read.items():
            self._note(name, told)

    def _recalled(self, name: str, size: int) -> Read | None:
        raw = self.known.get((name, size))
        try:
            return None if raw is None else msgspec.json.decode(raw, type=Read)
        except msgspec.MsgspecError:
            return None

    def _read(self, name: str) -> Read | None:
        """What is in a bundle; None when it is none, not whole, or not for us. Entries are read, files only listed:
        their hash is looked at when somebody takes them."""
        try:
            with bundle.reading(self.folder / name, self.private) as reader:
                return Read(
                    {
                        journal: [bundle.row_of(entry) for entry in reader.entries(journal)]
                        for journal in reader.journals
                    },
                    list(reader.files),
                )
        except Trouble:
            return None

    def _note(self, name: str, told: Read) -> None:
        for journal, rows in told.journals.items():
            held = self._journals[journal]
            for desk, seq, prev, one in rows:
                held[one] = (desk, seq, prev)
                self._where[one].add(name)
        for sha256 in told.files:
            self._files.add(sha256)
            self._where[sha256].add(name)

    def _forget(self, name: str) -> None:
        """What was said to be in *name* is not to be had: others may write it again, under another name."""
        for key in [one for one in self.known if one[0] == name]:
            del self.known[key]
        for one, names in list(self._where.items()):
            names.discard(name)
            if not names:
                del self._where[one]
                self._files.discard(one)
                for held in self._journals.values():
                    held.pop(one, None)

    def _digest(self, journal: str) -> dict[str, StrandHead]:
        rows = self._journals.get(journal, {})
        return bundle.digest_of((desk, seq, prev, one) for one, (desk, seq, prev) in rows.items())

    def _write(self, name: str, told: Read, fill: Callable[[bundle.Writer], object]) -> None:
        """Write a new bundle. A file of this name that is not whole is left alone, and another name is taken."""
        recipients = []
        if self.recipients:
            own = [sealed.public_of(self.private)] if self.private is not None else []
            recipients = list(dict.fromkeys([*self.recipients, *own]))
        tries = (f"{name}{'' if not n else f'-{n + 1}'}{ENDING}" for n in range(100))
        target = next((path for one in tries if not (path := self.folder / one).exists()), None)
        if target is None:
            raise _spoilt(self.folder)
        with (
            self.whole_file(target) as stream,
            bundle.sealing(stream, recipients) as inside,
            bundle.Writer(inside, self.key, program=self.program, made="") as writer,
        ):
            fill(writer)
            writer.finish()
        self.known[target.name, target.stat().st_size] = msgspec.json.encode(told)
        self._note(target.name, told)


def _unreachable(folder: Path, error: OSError) -> Trouble:
    return Trouble(
        say("The exchange folder cannot be reached"),
        say("{folder}: {why}."),
        say("Nothing is lost. Connect the drive or put the stick in, then exchange again."),
        folder=str(folder),
        why=error.strerror or type(error).__name__,
    )


def _spoilt(folder: Path) -> Trouble:
    return Trouble(
        say("A file could not be put into the exchange folder"),
        say("What was to be written into {folder} is not what it should be."),
        say("Nothing is lost. Exchange again; if it goes on, have the desk checked."),
        folder=str(folder),
    )
