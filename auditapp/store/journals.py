"""Testimony on disk: append, read, receive. Nothing else writes entries.

Every entry is written in one transaction together with what is computed from it (the standing projection and
the inspection's row), so that a screen that reads the projection can never show what is not in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from auditapp.inspection import facts
from auditapp.inspection.stood import Stood
from auditapp.journal import strand
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import FORMAT, Entry, NotCanonical
from auditapp.journal.living import Slot
from auditapp.journal.steps import at_once
from auditapp.journal.strand import StrandHead
from auditapp.store import passages, standing, troubles
from auditapp.store.database import Database
from auditapp.store.passages import BY_SLOT
from auditapp.store.rows import BEHIND as BEHIND
from auditapp.store.rows import COMPANY as COMPANY
from auditapp.store.rows import ROW_FIELDS
from auditapp.store.rows import Row as Row
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.journal import union

Done = TypeVar("Done")

_COLUMNS: Final = "head, signature, value, salt"
_MOST_QUARANTINED: Final = 1_000
"""So that a broken sender cannot fill the disk; entries of one inspection."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be written. ``subject`` may be the *number* of an earlier draft of the same call
    (0 for the first): it then stands for that entry's id, as a finding's fields need it."""

    kind: str
    subject: str | int
    value: object
    replaces: tuple[str, ...] = ()


class Journals:
    """The journals of one desk. *key* signs; *program* goes into every strand's first entry; entries of kind
    "erase" are honoured when the key that signed them is in *erasers* (head office's public keys, hex)."""

    def __init__(
        self,
        db: Database,
        key: DeskKey,
        *,
        program: str = "auditapp",
        erasers: Collection[str] = frozenset(),
        written: Callable[[Entry], None] | None = None,
    ) -> None:
        self.db, self.key, self.program, self.erasers = db, key, program, erasers
        self._desk = key.desk
        self._taking_in = False
        self._written = written
        self._digests: dict[str, dict[str, StrandHead]] = {}
        """Read once; every write to an inspection brings its digest up to date or forgets it."""

    # -- writing ----------------------------------------------------------------------------------

    def append(
        self,
        inspection: str,
        drafts: Sequence[Draft],
        *,
        writer: str,
        wall: str,
        project: Callable[[list[Entry]], Mapping[str, str | int]] | None = None,
    ) -> list[Entry]:
        """Sign and write *drafts* on this desk's strand, all or none; on return they are on the drive.

        Opens the strand when it is the first. ``project`` is called inside the transaction, when the standing
        rows are up to date, and gives the fields of the inspection's row (see `set_row`). Raises `Trouble`
        (disk full, read-only, too long a text) and then nothing was written. A full disk is tried once more
        with the ballast given up.
        """
        if self._taking_in:
            raise troubles.taking_in(self.db.path.parent)

        def once() -> list[Entry]:
            with self.db.atomic():
                entries = self._append(inspection, drafts, writer, wall)
                if project is not None:
                    self.set_row(inspection, **project(entries))
            return entries

        known = self._digests.pop(inspection, None)
        entries = self._spending_ballast(once)
        self._wrote(inspection, known, entries)
        return entries

    def receive(self, inspection: str, entries: Iterable[Entry], *, proven: bool = False) -> union.Accepted:
        """Take in what another desk gave: the union of both sets. Nothing held is ever altered or dropped.
        *proven*: the signatures were checked already (`operations.package.prove`).

        A fork's second branch is kept aside; entries whose predecessor is missing are told and not kept;
        altered ones go to quarantine. The standing rows are up to date on return.
        """
        given = list(entries)
        return self._spending_ballast(lambda: at_once(self.receiving(inspection, given, proven=proven)))

    def receiving(
        self, inspection: str, entries: Iterable[Entry], *, proven: bool = False
    ) -> Generator[None, None, union.Accepted]:
        """`receive` in steps of about a millisecond, for a thread that has other things to do. One transaction is open
        from the first step to the last: nothing else may be written meanwhile; left unfinished, nothing was taken in.
        """
        if self._taking_in:
            raise troubles.taking_in(self.db.path.parent)
        self._digests.pop(inspection, None)
        self._taking_in = True
        try:
            with self.db.atomic():
                return (yield from self._receiving(inspection, list(entries), proven))
        finally:
            self._taking_in = False

    def set_row(self, inspection: str, **fields: str | int) -> None:
        """Fill fields of the inspection's row (see `Row`), in the running transaction if there is one."""
        unknown = set(fields) - set(ROW_FIELDS)
        if unknown:
            raise ValueError(f"an inspection's row has no {', '.join(sorted(unknown))}")
        if fields.keys() == {"changed", "state"}:  # every deed does this; no index is touched when it was behind before
            self.db.run("UPDATE inspection SET changed = ? WHERE id = ?", (fields["changed"], inspection))
            self.db.run("UPDATE inspection SET state = ?1 WHERE id = ?2 AND state != ?1", (fields["state"], inspection))
        elif fields:
            names = ", ".join(f"{name} = ?" for name in fields)
            self.db.run(f"UPDATE inspection SET {names} WHERE id = ?", (*fields.values(), inspection))

    def honour_erasures(self) -> None:
        """Empty what erasures that are held already name, when their writers' right became known only now."""
        if not self.erasers:
            return
        for (inspection,) in self.db.rows("SELECT id FROM inspection"):
            erasures = self.of_kind(inspection, facts.ERASE)
            if erasures:
                with self.db.atomic():
                    self._honour_erasures(inspection, erasures, self.keys(inspection))

    def rebuild(self, inspection: str) -> None:
        """Drop the standing rows of *inspection* and compute them from its entries."""
        with self.db.atomic():
            standing.rebuild(self.db, inspection)

    def standing_is_right(self, inspection: str) -> bool:
        """Are the standing rows what the entries amount to? (For `doctor` and the tests; reads everything.)"""
        return standing.differs(self.db, inspection) == ""

    # -- reading ----------------------------------------------------------------------------------

    def read(self, inspection: str) -> list[Entry]:
        """All entries, those lying aside included, strand by strand."""
        rows = self.db.rows(
            f"SELECT {_COLUMNS} FROM entry WHERE inspection = ? ORDER BY desk, seq, aside", (inspection,)
        )
        return [Entry.from_stored(*row, trusted=True) for row in rows]

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of this id, in whichever inspection."""
        row = self.db.row(f"SELECT {_COLUMNS} FROM entry WHERE id = ?", (entry_id,))
        return None if row is None else Entry.from_stored(*row, trusted=True)

    def history(self, inspection: str, kind: str, subject: str) -> list[Entry]:
        """All entries of one slot or pile, withdrawn and replaced ones included, desk by desk."""
        return passages.of_slot(self.db, inspection, kind, subject)

    def backwards(self, inspection: str) -> Iterator[Entry]:
        """This desk's own entries, the newest first, read in portions while somebody goes on asking."""
        return passages.backwards(self.db, inspection, self._desk)

    def ending(self, inspection: str, desk: str, most: int) -> list[Entry]:
        """The last *most* entries of a desk's strand, the newest first."""
        return list(islice(passages.backwards(self.db, inspection, desk), most))

    def beginning_with(self, inspection: str, key: str) -> list[Entry]:
        """The entry whose id begins with *key*; two, when several do."""
        return passages.beginning_with(self.db, inspection, key)

    def about(self, inspection: str, subject: str, *, samples: bool = False) -> list[Entry]:
        """The entries of whatever kind that name *subject*; with *samples* those at an item's samples too."""
        found = passages.about(self.db, inspection, subject)
        return [*found, *passages.at_samples(self.db, inspection, subject)] if samples else found

    def takers(self, inspection: str, ids: Iterable[str], *, erasures: bool = False) -> list[Entry]:
        """The withdrawals (and *erasures*) that name one of *ids*, those that name these, and so on."""
        kinds = (facts.WITHDRAW, facts.ERASE) if erasures else (facts.WITHDRAW,)
        return passages.takers(self.db, inspection, ids, kinds)

    def standing(self, inspection: str) -> list[Stood]:
        """The entries that stand, from the projection; this is what opening an inspection reads."""
        return standing.read(self.db, inspection)

    def slot(self, inspection: str, kind: str, subject: str) -> list[Stood]:
        """What stands in one slot or pile."""
        return standing.read_slot(self.db, inspection, kind, subject)

    def touched(self, inspection: str, entries: Iterable[Entry]) -> set[Slot]:
        """The slots and piles in which something may stand otherwise because of *entries*, which are written: their
        own, and of a withdrawal that of what it takes back. The first deed on a strand touches its opening too."""
        given = list(entries)
        opening = {(strand.DESK, "")} if any(entry.head.seq == 2 for entry in given) else set()
        return standing.touched(self.db, inspection, given) | opening

    def subjects(self, inspection: str, kind: str) -> list[str]:
        """The subjects at which something of *kind* stands."""
        return [
            str(subject)
            for (subject,) in self.db.rows(
                "SELECT DISTINCT subject FROM standing WHERE inspection = ? AND kind = ?", (inspection, kind)
            )
        ]

    def of_kind(self, inspection: str, kind: str) -> list[Entry]:
        """All entries of *kind*, withdrawn and replaced ones included, desk by desk."""
        rows = self.db.rows(
            f"SELECT {_COLUMNS} FROM {BY_SLOT} WHERE inspection = ? AND kind = ? ORDER BY desk, seq, aside",
            (inspection, kind),
        )
        return [Entry.from_stored(*row, trusted=True) for row in rows]

    def last_wall(self, inspection: str) -> str:
        """The wall time of this desk's last entry in *inspection*, "" when there is none."""
        head = self._head(inspection, self._desk)
        found = None if head is None else self.entry(head.id)
        return "" if found is None else found.head.wall

    def heads(self, inspection: str) -> dict[str, StrandHead]:
        """Desk -> end of its strand (of a forked strand: of the branch that came first)."""
        return {desk: head for desk in self._desks(inspection) if (head := self._head(inspection, desk)) is not None}

    def digest(self, inspection: str) -> dict[str, StrandHead]:
        """What this desk has, for comparing with another (forks included). It is asked after every deed, so only
        forked strands are read."""
        if self.db.in_transaction:
            return self._digest(inspection)
        if inspection not in self._digests:
            self._digests[inspection] = self._digest(inspection)
        return dict(self._digests[inspection])

    def digests(self) -> dict[str, dict[str, StrandHead]]:
        """The digests of all journals here, those that are no inspections included."""
        return {
            str(inspection): self.digest(str(inspection))
            for (inspection,) in self.db.rows("SELECT id FROM inspection ORDER BY id")
        }

    def held_at(self, inspection: str, desk: str, seq: int) -> str | None:
        """The id of the entry with this number; None when there is none, or more than one (see `union.send_after`)."""
        found = self.db.rows(
            "SELECT id FROM entry WHERE inspection = ? AND desk = ? AND seq = ?", (inspection, desk, seq)
        )
        return str(found[0][0]) if len(found) == 1 else None

    def after(self, inspection: str, desk: str, seq: int, most: int) -> list[Entry]:
        """The entries of *desk* with one of the *most* numbers that follow *seq*, those aside included, in order."""
        return passages.after(self.db, inspection, desk, seq, most)

    def kinds_after(self, inspection: str, desk: str, seq: int, upto: int) -> dict[str, int]:
        """Kind -> how many entries of it *desk* wrote after number *seq*, up to *upto*."""
        return {
            str(kind): int(count)
            for kind, count in self.db.rows(
                "SELECT kind, count(*) FROM entry"
                " WHERE inspection = ? AND desk = ? AND seq > ? AND seq <= ? GROUP BY kind",
                (inspection, desk, seq, upto),
            )
        }

    def keys(self, inspection: str) -> dict[str, bytes]:
        """Desk -> the public key its strand names."""
        return {
            desk: public
            for desk, opening in self._openings(inspection).items()
            if (public := strand.public_of(opening)) is not None
        }

    def inspections(self) -> list[Row]:
        """The rows of all inspections, last changed first. (A company journal is none.)"""
        return [
            Row(*row)
            for row in self.db.rows(
                f"SELECT id, {', '.join(ROW_FIELDS)} FROM inspection WHERE state != ? ORDER BY changed DESC, id",
                (COMPANY,),
            )
        ]

    def companies(self) -> list[str]:
        """The ids of the company journals here."""
        return [str(i) for (i,) in self.db.rows("SELECT id FROM inspection WHERE state = ? ORDER BY id", (COMPANY,))]

    def row(self, inspection: str) -> Row | None:
        found = self.db.row(f"SELECT id, {', '.join(ROW_FIELDS)} FROM inspection WHERE id = ?", (inspection,))
        return None if found is None else Row(*found)

    def quarantined(self, inspection: str) -> list[tuple[str, str]]:
        """(id, reason) of entries that were offered and could not be let in."""
        return [
            (str(i), str(r))
            for i, r in self.db.rows(
                "SELECT id, reason FROM quarantine WHERE inspection = ? ORDER BY rowid", (inspection,)
            )
        ]

    # -- inside -----------------------------------------------------------------------------------

    def _spending_ballast(self, deed: Callable[[], Done]) -> Done:
        try:
            return deed()
        except Trouble as trouble:
            if not troubles.is_full(trouble) or self.db.in_transaction or self.db.on_full is None:
                raise
            return deed()  # the ballast was given up when the first try failed

    def _append(self, inspection: str, drafts: Sequence[Draft], writer: str, wall: str) -> list[Entry]:
        entries: list[Entry] = []
        try:
            head = self._head(inspection, self._desk)
            if head is None:
                self.db.run(
                    "INSERT OR IGNORE INTO inspection (id, opened, changed) VALUES (?, ?, ?)", (inspection, wall, wall)
                )
                opening = strand.open_strand(self.key, inspection, writer, wall, self.program)
                self._insert(opening)
                standing.add(self.db, opening)
                head = StrandHead(1, opening.id)
            for draft in drafts:
                subject = entries[draft.subject].id if isinstance(draft.subject, int) else draft.subject
                entry = strand.write(
                    self.key,
                    inspection=inspection,
                    after=head,
                    kind=draft.kind,
                    subject=subject,
                    value=draft.value,
                    replaces=draft.replaces,
                    writer=writer,
                    wall=wall,
                )
                self._insert(entry)
                if draft.kind == facts.ERASE and self.key.public.hex() in self.erasers:
                    self._empty(inspection, subject)
                standing.add(self.db, entry)
                head = StrandHead(entry.head.seq, entry.id)
                entries.append(entry)
        except NotCanonical as fault:
            raise _cannot_be_written(fault) from fault
        if self._written is not None and entries:
            self.db.afterwards(lambda: self._tell(entries[-1]))
        return entries

    def _wrote(self, inspection: str, known: dict[str, StrandHead] | None, entries: Sequence[Entry]) -> None:
        """The digest after this desk wrote: its own strand goes on, unless that is forked."""
        if known is None or not entries or self.db.in_transaction:
            return
        last, first = entries[-1].head, entries[0].head
        end = known.get(self._desk)
        if end is not None and first.prev == end.id:
            self._digests[inspection] = {**known, self._desk: StrandHead(last.seq, entries[-1].id)}

    def _digest(self, inspection: str) -> dict[str, StrandHead]:
        forked = {
            str(desk): int(first)
            for desk, first in self.db.rows(
                "SELECT desk, min(seq) FROM entry INDEXED BY entry_aside"
                " WHERE inspection = ? AND aside > 0 GROUP BY desk",
                (inspection,),
            )
        }
        found = self.heads(inspection)
        if not forked:
            return found
        from auditapp.journal import union

        for desk, first in forked.items():
            found[desk] = union.end_of(union.ends(passages.after(self.db, inspection, desk, first - 2)))
        return found

    def _tell(self, entry: Entry) -> None:
        if self._written is not None:
            self._written(entry)

    def _receiving(self, inspection: str, given: list[Entry], proven: bool) -> Generator[None, None, union.Accepted]:
        from auditapp.journal import union

        accepted = yield from union.accepting(
            self.heads(inspection),
            given,
            inspection=inspection,
            publics=self.keys(inspection),
            held=lambda entry_id: self._held(inspection, entry_id),
            proven=proven,
        )
        kept = (*accepted.new, *accepted.aside)
        if kept:
            wall = max(entry.head.wall for entry in kept)
            self.db.run(
                "INSERT OR IGNORE INTO inspection (id, opened, changed) VALUES (?, ?, ?)",
                (inspection, kept[0].head.wall, wall),
            )
        for entry in accepted.new:
            self._insert(entry)
            yield
        for entry in accepted.aside:
            self._insert(
                entry,
                aside=1
                + int(
                    self.db.one(
                        "SELECT coalesce(max(aside), 0) FROM entry WHERE inspection = ? AND desk = ? AND seq = ?",
                        (inspection, entry.head.desk, entry.head.seq),
                    )
                ),
            )
        for entry in accepted.filled:
            self.db.run("UPDATE entry SET value = ?, salt = ? WHERE id = ?", (entry.value_bytes, entry.salt, entry.id))
        self._quarantine(inspection, accepted)
        self._honour_erasures(inspection, (*kept, *accepted.filled), accepted.publics)
        if kept or accepted.filled:
            yield from standing.updating(self.db, inspection, (*kept, *accepted.filled))
            self._mark_behind(inspection, kept)
        return accepted

    def _mark_behind(self, inspection: str, kept: Sequence[Entry]) -> None:
        """What is computed for lists is behind now. A journal of releases that begins no inspection is a company's."""
        kinds = {entry.head.kind for entry in kept}
        if "release" in kinds and not self.slot(inspection, "inspection", ""):
            self.set_row(inspection, state=COMPANY)
            return
        wall = max((entry.head.wall for entry in kept), default="")
        self.db.run(
            "UPDATE inspection SET state = CASE state WHEN ? THEN state ELSE ? END, changed = max(changed, ?)"
            " WHERE id = ?",
            (COMPANY, BEHIND, wall, inspection),
        )

    def _held(self, inspection: str, entry_id: str) -> Entry | None:
        row = self.db.row(f"SELECT {_COLUMNS} FROM entry WHERE id = ? AND inspection = ?", (entry_id, inspection))
        return None if row is None else Entry.from_stored(*row, trusted=True)

    def _insert(self, entry: Entry, *, aside: int = 0) -> None:
        head = entry.head
        self.db.run(
            "INSERT INTO entry (id, inspection, desk, seq, kind, subject, aside, head, signature, value, salt)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.id,
                head.inspection,
                head.desk,
                head.seq,
                head.kind,
                head.subject,
                aside,
                entry.head_bytes,
                entry.signature,
                entry.value_bytes,
                entry.salt,
            ),
        )

    def _quarantine(self, inspection: str, accepted: union.Accepted) -> None:
        for fault in accepted.refused:
            self.db.run(
                "INSERT OR IGNORE INTO quarantine (id, inspection, reason, head, signature, value, salt)"
                " SELECT ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM quarantine WHERE inspection = ?) < ?",
                (
                    fault.entry.id,
                    inspection,
                    fault.why,
                    fault.entry.head_bytes,
                    fault.entry.signature,
                    fault.entry.value_bytes,
                    fault.entry.salt,
                    inspection,
                    _MOST_QUARANTINED,
                ),
            )

    def _honour_erasures(self, inspection: str, entries: Iterable[Entry], publics: Mapping[str, bytes]) -> None:
        """Empty what an authorised erasure names, whichever of the two arrived first."""
        offices = {desk for desk, public in publics.items() if public.hex() in self.erasers}
        if not offices:
            return
        for entry in entries:
            if entry.head.kind == facts.ERASE:
                if entry.head.desk in offices and entry.head.v == FORMAT:
                    self._empty(inspection, entry.head.subject)
            elif any(
                erase.head.desk in offices and erase.head.v == FORMAT
                for erase in self.history(inspection, facts.ERASE, entry.id)
            ):
                self._empty(inspection, entry.id)

    def _empty(self, inspection: str, entry_id: str) -> None:
        """Value and salt go; head, signature and chain stay. ``secure_delete`` overwrites what was there."""
        self.db.run(
            "UPDATE entry SET value = NULL, salt = NULL WHERE id = ? AND inspection = ? AND kind NOT IN (?, ?)",
            (entry_id, inspection, strand.DESK, facts.ERASE),
        )
        from auditapp.store.overview import Overview

        Overview(self.db).forget(inspection)  # what was erased stands nowhere any more
        row = self.db.row("SELECT kind, subject FROM entry WHERE id = ? AND inspection = ?", (entry_id, inspection))
        if row is not None:
            standing.restand(self.db, inspection, {(str(row[0]), str(row[1]))})

    def _desks(self, inspection: str) -> list[str]:
        return [
            str(desk)
            for (desk,) in self.db.rows(
                f"SELECT DISTINCT desk FROM {BY_SLOT} WHERE inspection = ? AND kind = ?", (inspection, strand.DESK)
            )
        ]

    def _openings(self, inspection: str) -> dict[str, Entry]:
        rows = self.db.rows(
            f"SELECT desk, {_COLUMNS} FROM {BY_SLOT} WHERE inspection = ? AND kind = ? AND seq = 1",
            (inspection, strand.DESK),
        )
        return {str(desk): Entry.from_stored(*row, trusted=True) for desk, *row in rows}

    def _head(self, inspection: str, desk: str) -> StrandHead | None:
        row = self.db.row(
            "SELECT seq, id FROM entry WHERE inspection = ? AND desk = ? AND aside = 0 ORDER BY seq DESC LIMIT 1",
            (inspection, desk),
        )
        return None if row is None else StrandHead(*row)


def _cannot_be_written(fault: NotCanonical) -> Trouble:
    return Trouble(
        say("This cannot be saved"),
        say("The text is too long or holds something that is not text."),
        say("Nothing was saved and nothing was lost. Make it shorter and try again."),
        code=2,
        why=str(fault),
    )
