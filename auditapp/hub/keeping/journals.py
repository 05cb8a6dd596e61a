"""The hub's journals: take in, compare, give out. The same rules as at a desk (`journal.union`), the same bytes.

Nothing here knows users or roles: who calls says which entries may come in, who sees the inspection afterwards and
whose erasures count (`hub.roles`); what may not come in goes to quarantine with a reason.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from auditapp.hub.keeping.base import Base, Session
from auditapp.inspection import facts, files
from auditapp.inspection.files import is_hash
from auditapp.journal import desk_key, strand, union
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import FORMAT, Entry
from auditapp.journal.line import to_line
from auditapp.journal.strand import StrandHead
from auditapp.office.protocol import MOST_JOURNAL, Quarantined

MOST_QUARANTINED: Final = 10_000
"""Entries of one inspection in quarantine: a broken sender must not fill the disk. What is beyond is not kept; its
sender has it and is told."""
_PAGE: Final = 256
"""Entries read at once when they are given out: at most 16 MiB of them."""
_STORED: Final = "head, signature, value, salt"
_ENTRY: Final = ("inspection", "desk", "seq", "aside", "id", "kind", "head", "signature", "value", "salt")
_FOUND_AGAIN: Final = frozenset({"report", "stamped"})
"""Kinds that `Journals.of_kind` finds."""


@dataclass(frozen=True)
class Kept:
    """What became of entries that were given. All but ``gaps`` is on the drive; those their sender offers again."""

    digest: dict[str, StrandHead]
    """The inspection as the hub has it now."""
    new: tuple[Entry, ...] = ()
    """Those that were not here before, a fork's second branch included."""
    already: int = 0
    quarantined: tuple[Quarantined, ...] = ()
    forks: tuple[str, ...] = ()
    """Desks of which two entries bear one number; both are kept."""
    gaps: tuple[str, ...] = ()
    """Ids of entries whose predecessor is not here."""


@dataclass(frozen=True)
class Held:
    """An entry in quarantine. ``mark`` names just these bytes: an altered twin has another."""

    mark: str
    inspection: str
    entry: Entry
    why: str
    arrived: str


@dataclass
class _Strand:
    """A strand's row."""

    public: bytes
    head: StrandHead
    ends: set[StrandHead]


class Journals:
    """All journals of a hub. *clock* is for people."""

    def __init__(self, base: Base, *, clock: Callable[[], datetime]) -> None:
        self._base, self._clock = base, clock

    # -- comparing --------------------------------------------------------------------------------

    def digest(self, inspection: str) -> dict[str, StrandHead]:
        """How far each desk's strand goes here (`union.digest`); empty for an inspection that is not here."""
        with self._base.look() as session:
            return _digest(session, inspection)

    def digests(self, *, person: str | None = None) -> dict[str, dict[str, StrandHead]]:
        """The digests of all inspections, or of those *person* is a member of."""
        question = "SELECT s.inspection, s.desk, s.top, s.told FROM strand s"
        values: tuple[str, ...] = ()
        if person is not None:
            question += " JOIN member m ON m.inspection = s.inspection WHERE m.person = ?"
            values = (person,)
        with self._base.look() as session:
            rows = session.rows(question, values)
        found: dict[str, dict[str, StrandHead]] = defaultdict(dict)
        for inspection, desk, top, told in rows:
            found[inspection][desk] = StrandHead(top, told)
        return dict(found)

    def publics(self, inspection: str) -> dict[str, bytes]:
        """Desk -> the public key its strand is signed with."""
        with self._base.look() as session:
            return {
                str(desk): bytes(public)
                for desk, public in session.rows("SELECT desk, public FROM strand WHERE inspection = ?", (inspection,))
            }

    # -- giving out -------------------------------------------------------------------------------

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        """The entries of each desk in *after* whose number is higher, in strand order, a page at a time: memory
        stays bounded and no transaction is open while somebody sends them on."""
        for desk, last in sorted(after.items()):
            at, aside = last, _LAST_ASIDE
            while True:
                with self._base.look() as session:
                    rows = session.rows(
                        f"SELECT seq, aside, {_STORED} FROM entry WHERE inspection = ? AND desk = ?"
                        " AND (seq, aside) > (?, ?) ORDER BY seq, aside LIMIT ?",
                        (inspection, desk, at, aside, _PAGE),
                    )
                for _, _, *stored in rows:
                    yield _entry(stored)
                if len(rows) < _PAGE:
                    break
                at, aside = int(rows[-1][0]), int(rows[-1][1])

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of this id, in whichever inspection."""
        with self._base.look() as session:
            row = session.row(f"SELECT {_STORED} FROM entry WHERE id = ?", (entry_id,))
        return None if row is None else _entry(row)

    def of_kind(self, kind: str) -> list[Entry]:
        """All entries of *kind* in all inspections ("report" and "stamped" are found, others are not looked for)."""
        if kind not in _FOUND_AGAIN:
            raise ValueError(f"entries of kind {kind} are not found by their kind")
        with self._base.look() as session:
            rows = session.rows(f"SELECT {_STORED} FROM entry WHERE kind = ?", (kind,))
        return [_entry(row) for row in rows]

    # -- taking in --------------------------------------------------------------------------------

    def append(
        self,
        inspection: str,
        entries: Iterable[Entry],
        *,
        members: Collection[str] = (),
        erasers: Collection[str] = (),
        most: int = MOST_JOURNAL,
    ) -> Kept:
        """Take in *entries* (`union.accept`) in one deed: on return they are on the drive. Raises `Trouble`, and then
        nothing was kept.

        *members* are persons who see the inspection from now on. *erasers*: public keys (hex) whose erasures are
        honoured. When the inspection would hold more than *most* entries, the new ones of this message go to
        quarantine. Altered entries go to quarantine.
        """
        sound, doubtful = self._proven(inspection, list(entries))
        with self._base.deed() as session:
            return self._take(session, inspection, sound, doubtful, members, erasers, most)

    def testify(
        self, key: DeskKey, inspection: str, kind: str, subject: str, value: object, *, wall: str
    ) -> Entry | None:
        """Write an entry of the hub's own at the end of *key*'s strand, in one deed, so that several processes can
        never write two under one number. None, and nothing written, when an entry of this kind and subject is there
        already. Only for kinds that `of_kind` finds."""
        if kind not in _FOUND_AGAIN:
            raise ValueError(f"entries of kind {kind} are not found by their kind")
        with self._base.deed() as session:
            session.alone(inspection)
            same = session.rows(f"SELECT {_STORED} FROM entry WHERE kind = ? AND inspection = ?", (kind, inspection))
            if any(_entry(row).head.subject == subject for row in same):
                return None
            strands = _strands(session, inspection)
            written: list[Entry] = []
            if key.desk not in strands:
                written.append(strand.open_strand(key, inspection, "", wall, "auditapp hub"))
                end = StrandHead(1, written[0].id)
            else:
                end = strands[key.desk].head
            written.append(
                strand.write(
                    key,
                    inspection=inspection,
                    after=end,
                    kind=kind,
                    subject=subject,
                    value=value,
                    writer="",
                    wall=wall,
                )
            )
            self._write(session, inspection, written, (), (), strands, {key.desk: key.public})
            self._name_files(session, inspection, written)
            session.run(
                "UPDATE inspection SET entries = entries + ?, bytes = bytes + ?, changed = ? WHERE id = ?",
                (len(written), sum(_size(entry) for entry in written), self._now(), inspection),
            )
            return written[-1]

    def quarantine(self, inspection: str, entries: Iterable[tuple[Entry, str]]) -> None:
        """Keep *entries* apart, each with its reason (`protocol.WHY`), in one deed. Known ones keep their reason."""
        with self._base.deed() as session:
            self._keep_apart(session, inspection, entries)

    def quarantined(
        self, *, inspection: str | None = None, desk: str | None = None, most: int = MOST_QUARANTINED
    ) -> list[Held]:
        """What is in quarantine: all, of an inspection, by a desk; in strand order."""
        wanted = [(name, value) for name, value in (("inspection", inspection), ("desk", desk)) if value is not None]
        where = " AND ".join(f"{name} = ?" for name, _ in wanted) or "1 = 1"
        with self._base.look() as session:
            rows = session.rows(
                f"SELECT mark, inspection, why, arrived, {_STORED} FROM quarantine WHERE {where}"
                " ORDER BY inspection, desk, seq, mark LIMIT ?",
                (*(value for _, value in wanted), most),
            )
        return [
            Held(str(mark), str(of), _entry(stored), str(why), str(arrived)) for mark, of, why, arrived, *stored in rows
        ]

    def release(
        self,
        inspection: str,
        marks: Collection[str],
        *,
        members: Collection[str] = (),
        erasers: Collection[str] = (),
    ) -> Kept:
        """Let entries out of quarantine and take them in, in one deed. What is held afterwards leaves quarantine;
        what could not be taken in (a gap, altered) stays there."""
        with self._base.deed() as session:
            condition, wanted = session.among("mark", marks)
            rows = session.rows(
                f"SELECT mark, {_STORED} FROM quarantine WHERE inspection = ? AND {condition}", (inspection, wanted)
            )
            entries = {str(mark): _entry(stored) for mark, *stored in rows}
            kept = self._take(session, inspection, [], list(entries.values()), members, erasers, MOST_JOURNAL)
            held = _lookup(session, inspection, entries.values())
            out = [mark for mark, entry in entries.items() if _is_held(entry, held.get(entry.id))]
            condition, gone = session.among("mark", out)
            session.run(f"DELETE FROM quarantine WHERE {condition}", (gone,))
            return kept

    # -- who sees what ----------------------------------------------------------------------------

    def members(self, inspection: str) -> set[str]:
        with self._base.look() as session:
            return {str(p) for (p,) in session.rows("SELECT person FROM member WHERE inspection = ?", (inspection,))}

    def sees(self, person: str, inspection: str) -> bool:
        with self._base.look() as session:
            found = session.one("SELECT 1 FROM member WHERE person = ? AND inspection = ?", (person, inspection))
        return found is not None

    def set_members(self, inspection: str, *, add: Collection[str] = (), remove: Collection[str] = ()) -> None:
        """Let persons see an inspection, or no longer."""
        with self._base.deed() as session:
            _add_members(session, inspection, add)
            condition, gone = session.among("person", remove)
            session.run(f"DELETE FROM member WHERE inspection = ? AND {condition}", (inspection, gone))

    def counts(self) -> dict[str, int]:
        """How much there is, for metrics: inspections, entries, bytes, forked strands, quarantined."""
        with self._base.look() as session:
            inspections, entries, size = session.row(
                "SELECT count(*), sum(entries), sum(bytes) FROM inspection WHERE entries > 0"
            ) or (0, 0, 0)
            return {
                "inspections": int(inspections),
                "entries": int(entries or 0),
                "bytes": int(size or 0),
                "forked": int(session.one("SELECT count(*) FROM strand WHERE ends <> ''")),
                "quarantined": int(session.one("SELECT count(*) FROM quarantine")),
            }

    # -- inside -----------------------------------------------------------------------------------

    def _proven(self, inspection: str, given: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
        """(entries whose signature fits, the others): before the deed, because it is most of the work and other
        writers need not wait for it. A desk's id is the hash of its key, so a key once found stays right."""
        openings = {entry.head.desk: public for entry in given if (public := strand.public_of(entry)) is not None}
        unknown = {entry.head.desk for entry in given} - set(openings)
        publics = {**(self.publics(inspection) if unknown else {}), **openings}
        sound: list[Entry] = []
        doubtful: list[Entry] = []
        for entry in given:
            public = publics.get(entry.head.desk)
            fits = public is not None and desk_key.verify(public, entry.head_bytes, entry.signature)
            (sound if fits else doubtful).append(entry)
        return sound, doubtful

    def _take(
        self,
        session: Session,
        inspection: str,
        sound: list[Entry],
        doubtful: list[Entry],
        members: Collection[str],
        erasers: Collection[str],
        most: int,
    ) -> Kept:
        now = self._now()
        session.run(
            "INSERT INTO inspection (id, arrived, changed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (inspection, now, now),
        )
        session.alone(inspection)
        strands = _strands(session, inspection)
        held = _lookup(session, inspection, [*sound, *doubtful])
        first, second = _accepted(inspection, strands, held, sound, doubtful)
        kept = [*first.new, *first.aside, *second.new, *second.aside]
        filled = [*first.filled, *second.filled]
        refused = [(fault.entry, "altered") for fault in (*first.refused, *second.refused)]
        if kept and int(session.one("SELECT entries FROM inspection WHERE id = ?", (inspection,))) + len(kept) > most:
            refused += [(entry, "too much") for entry in kept]
            kept = []
        publics = {desk: one.public for desk, one in strands.items()} | dict(second.publics)
        erased = self._erasures(session, inspection, [*kept, *filled], publics, erasers)
        aside = {entry.id for entry in (*first.aside, *second.aside)}
        self._write(session, inspection, kept, aside, erased, strands, publics)
        for entry in filled:
            if entry.id not in erased:
                session.run(
                    "UPDATE entry SET value = ?, salt = ? WHERE id = ?", (entry.value_bytes, entry.salt, entry.id)
                )
        self._name_files(session, inspection, [*kept, *filled])
        self._keep_apart(session, inspection, refused)
        _add_members(session, inspection, members)
        if kept:
            session.run(
                "UPDATE inspection SET entries = entries + ?, bytes = bytes + ?, changed = ? WHERE id = ?",
                (len(kept), sum(_size(entry) for entry in kept), now, inspection),
            )
        elif not strands:
            session.run("DELETE FROM inspection WHERE id = ? AND entries = 0", (inspection,))
        return Kept(
            digest={desk: union.end_of(one.ends) for desk, one in strands.items()},
            new=tuple(kept),
            already=len(first.already) + len(second.already) + len(filled),
            quarantined=tuple(Quarantined(entry.id, why) for entry, why in refused),
            forks=tuple(sorted({fork.desk for fork in (*first.forks, *second.forks)})),
            gaps=tuple(gap.entry_id for gap in (*first.gaps, *second.gaps)),
        )

    def _write(
        self,
        session: Session,
        inspection: str,
        kept: Sequence[Entry],
        aside: Collection[str],
        erased: Collection[str],
        strands: dict[str, _Strand],
        publics: Mapping[str, bytes],
    ) -> None:
        """Add *kept*, which are in strand order per desk, and bring the rows of their strands up to date."""
        numbers: dict[tuple[str, int], int] = {}
        rows = []
        for entry in kept:
            head, end = entry.head, StrandHead(entry.head.seq, entry.id)
            number = 0
            if entry.id in aside:
                place = (head.desk, head.seq)
                if place not in numbers:
                    numbers[place] = int(
                        session.one(
                            "SELECT coalesce(max(aside), 0) FROM entry WHERE inspection = ? AND desk = ? AND seq = ?",
                            (inspection, *place),
                        )
                    )
                number = numbers[place] = numbers[place] + 1
            gone = entry.id in erased
            kind = head.kind if head.kind in _FOUND_AGAIN else ""
            stored = (entry.head_bytes, entry.signature, *((None, None) if gone else (entry.value_bytes, entry.salt)))
            rows.append((inspection, head.desk, head.seq, number, entry.id, kind, *stored))
            one = strands.get(head.desk)
            if one is None:
                one = strands[head.desk] = _Strand(publics[head.desk], end, set())
            one.ends = {e for e in one.ends if e.id != head.prev} | {end}
            if not number:
                one.head = end
        if not rows:
            return
        session.add("entry", _ENTRY, rows)
        for desk in {entry.head.desk for entry in kept}:
            one = strands[desk]
            top, told = union.end_of(one.ends)
            ends = "\n".join(f"{seq} {name}" for seq, name in sorted(one.ends)) if len(one.ends) > 1 else ""
            session.run(
                "INSERT INTO strand (inspection, desk, public, seq, head, top, told, ends)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (inspection, desk) DO UPDATE SET"
                " seq = excluded.seq, head = excluded.head, top = excluded.top, told = excluded.told,"
                " ends = excluded.ends",
                (inspection, desk, one.public, one.head.seq, one.head.id, top, told, ends),
            )

    def _erasures(
        self,
        session: Session,
        inspection: str,
        entries: Sequence[Entry],
        publics: Mapping[str, bytes],
        erasers: Collection[str],
    ) -> set[str]:
        """Honour the erasures among *entries*, and tell which of *entries* an honoured erasure names: their values
        are never written, whichever of the two arrived first."""
        offices = {desk for desk, public in publics.items() if public.hex() in erasers}
        for entry in entries:
            head = entry.head
            if head.kind == facts.ERASE and head.desk in offices and head.v == FORMAT and is_hash(head.subject):
                session.run(
                    "INSERT INTO erasure (inspection, entry) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (inspection, head.subject),
                )
                target = session.row(
                    f"SELECT {_STORED} FROM entry WHERE id = ? AND inspection = ?", (head.subject, inspection)
                )
                if target is not None and _may_be_erased(_entry(target)):
                    session.run("UPDATE entry SET value = NULL, salt = NULL WHERE id = ?", (head.subject,))
                session.run("UPDATE quarantine SET value = NULL, salt = NULL WHERE id = ?", (head.subject,))
        condition, ids = session.among("entry", [entry.id for entry in entries if _may_be_erased(entry)])
        return {
            str(i)
            for (i,) in session.rows(
                f"SELECT entry FROM erasure WHERE inspection = ? AND {condition}", (inspection, ids)
            )
        }

    def _name_files(self, session: Session, inspection: str, entries: list[Entry]) -> None:
        named = files.named(entries)
        needed = set(files.needed(named))
        for sha256 in named:
            session.run(
                "INSERT INTO named (inspection, sha256, needed) VALUES (?, ?, ?) ON CONFLICT (inspection, sha256)"
                " DO UPDATE SET needed = excluded.needed WHERE excluded.needed > named.needed",
                (inspection, sha256, int(sha256 in needed)),
            )

    def _keep_apart(self, session: Session, inspection: str, entries: Iterable[tuple[Entry, str]]) -> None:
        given = list(entries)
        if not given:
            return
        room = MOST_QUARANTINED - int(
            session.one("SELECT count(*) FROM quarantine WHERE inspection = ?", (inspection,))
        )
        for entry, why in given[: max(room, 0)]:
            session.run(
                "INSERT INTO quarantine (mark, inspection, desk, seq, id, why, arrived, head, signature, value, salt)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    mark_of(entry),
                    inspection,
                    entry.head.desk,
                    entry.head.seq,
                    entry.id,
                    why,
                    self._now(),
                    entry.head_bytes,
                    entry.signature,
                    entry.value_bytes,
                    entry.salt,
                ),
            )

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")


_LAST_ASIDE: Final = 2**31
"""Above every number of a branch that lies aside."""


def mark_of(entry: Entry) -> str:
    """The hash of all of an entry's bytes, the value and the signature included (its id is of the head alone)."""
    return hashlib.sha256(to_line(entry)).hexdigest()


def _accepted(
    inspection: str,
    strands: Mapping[str, _Strand],
    held: Mapping[str, Entry],
    sound: list[Entry],
    doubtful: list[Entry],
) -> tuple[union.Accepted, union.Accepted]:
    """What to do with the entries whose signatures were checked, and then with the others, which are checked now."""
    first = union.accept(
        {desk: one.head for desk, one in strands.items()},
        sound,
        inspection=inspection,
        publics={desk: one.public for desk, one in strands.items()},
        held=held.get,
        proven=True,
    )
    known = {**held, **{entry.id: entry for entry in (*first.new, *first.aside)}}
    second = union.accept(
        first.heads, doubtful, inspection=inspection, publics=first.publics, held=known.get, proven=False
    )
    return first, second


def _digest(session: Session, inspection: str) -> dict[str, StrandHead]:
    rows = session.rows("SELECT desk, top, told FROM strand WHERE inspection = ?", (inspection,))
    return {str(desk): StrandHead(int(top), str(told)) for desk, top, told in rows}


def _strands(session: Session, inspection: str) -> dict[str, _Strand]:
    found = {}
    rows = session.rows("SELECT desk, public, seq, head, ends FROM strand WHERE inspection = ?", (inspection,))
    for desk, public, seq, head, ends in rows:
        end = StrandHead(int(seq), str(head))
        several = {StrandHead(int(line.split(" ")[0]), line.split(" ")[1]) for line in str(ends).splitlines()}
        found[str(desk)] = _Strand(bytes(public), end, several or {end})
    return found


def _lookup(session: Session, inspection: str, given: Iterable[Entry]) -> dict[str, Entry]:
    """Those of *given* that are held, and the held predecessors of *given*."""
    names = {name for entry in given for name in (entry.id, entry.head.prev) if name}
    if not names:
        return {}
    condition, wanted = session.among("id", names)
    rows = session.rows(f"SELECT {_STORED} FROM entry WHERE {condition} AND inspection = ?", (wanted, inspection))
    found = (_entry(row) for row in rows)
    return {entry.id: entry for entry in found}


def _add_members(session: Session, inspection: str, members: Collection[str]) -> None:
    for person in sorted(members):
        session.run(
            "INSERT INTO member (inspection, person) VALUES (?, ?) ON CONFLICT DO NOTHING", (inspection, person)
        )


def _entry(stored: Sequence[Any]) -> Entry:
    head, signature, value, salt = stored
    return Entry.from_stored(
        bytes(head),
        bytes(signature),
        None if value is None else bytes(value),
        None if salt is None else bytes(salt),
        trusted=True,
    )


def _is_held(entry: Entry, held: Entry | None) -> bool:
    """Is this entry here, and not a twin with another signature or value? (An erased value is no other one.)"""
    if held is None or held.signature != entry.signature:
        return False
    return entry.erased or held.erased or held.value_bytes == entry.value_bytes


def _may_be_erased(entry: Entry) -> bool:
    return entry.head.kind not in (strand.DESK, facts.ERASE)


def _size(entry: Entry) -> int:
    return len(entry.head_bytes) + len(entry.value_bytes or b"") + len(entry.signature)
