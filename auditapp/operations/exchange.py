"""Exchange with head office, a folder or a bundle: one round at a desk, and what is not safe yet.

`exchange` may run beside the work on another thread: whatever writes to the desk's database goes through ``on_desk``,
in portions that nobody notices; files go straight to the photo store. A round that was cut or cancelled leaves what
arrived, whole, and the next begins there.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from auditapp.checklist import write
from auditapp.inspection import files
from auditapp.inspection.files import Use
from auditapp.journal import union
from auditapp.journal.entry import Entry
from auditapp.journal.strand import StrandHead
from auditapp.office import carrying, receipts
from auditapp.office.exchange import NotTheFile, Progress, Summary, run
from auditapp.office.protocol import Digest, Hello, Office, Receipt
from auditapp.operations import folders, look
from auditapp.operations.desk import Desk
from auditapp.operations.folders import OnDesk as OnDesk
from auditapp.operations.folders import at_once as at_once
from auditapp.operations.late import late as came_late
from auditapp.operations.testimony import no_such_inspection, when
from auditapp.operations.unsent import Unsent, Waiting, waiting
from auditapp.store.journals import COMPANY, Row
from auditapp.words import Sentence, Trouble, say

if TYPE_CHECKING:
    from auditapp.store.arriving import Arriving

ORIGINALS: Final = "exchange.originals"
"""Preference: "none" leaves the untouched originals of others where they are (head office's own laptops)."""
_EPOCH: Final = "exchange.epoch."
AGE: Final = timedelta(days=30)
"""How long head office must have held what is removed here."""

WHY: Final = {
    "altered": say("altered, or signed by somebody else"),
    "unknown desk": say("its laptop is not enrolled at head office"),
    "revoked": say("its laptop was revoked before it arrived"),
    "not allowed": say("the person's role does not allow it"),
    "too much": say("the inspection holds as much as head office takes"),
}
"""Reasons of quarantine, as people read them."""


@dataclass(frozen=True)
class Exchanged:
    """A round that came to its end. ``disputes``: inspection -> how many answers people have to decide there now;
    ``late``: signed inspection -> how many entries came in that not every signature covers (`operations.late`)."""

    summary: Summary
    began: str
    ended: str
    disputes: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    checklists: tuple[str, ...] = ()
    """Digests of checklists that came and were installed."""

    @property
    def touched(self) -> tuple[str, ...]:
        """Inspections that are to be shown anew."""
        return self.summary.touched


def exchange(
    desk: Desk,
    office: Office,
    *,
    on_desk: OnDesk[Any] = at_once,
    progress: Progress | None = None,
    key: str = "",
    only: Collection[str] | None = None,
    give: bool = True,
    take: bool = True,
) -> Exchanged:
    """One round with *office*; see `office.exchange.run`. Figures are recounted, checklists that came are installed.

    Raises `Trouble`; then what had arrived is whole, and `pending` names the trouble until a round goes well. What
    *progress* raises comes through and is no trouble.
    """
    began = when(desk.clock())
    side = DeskSide(desk, on_desk)
    try:
        summary = run(side, office, key=key, only=only, give=give, take=take, progress=progress)
    except Trouble as trouble:
        failed = _written_down(trouble)
        on_desk(lambda: _note(desk, side.office or whom(desk)[0], began, {"problem": failed}))
        raise
    if office.signs:
        from auditapp.operations import enrolment

        enrolment.keep_fresh(desk, office, on_desk)
    disputes, late = dict[str, int](), dict[str, int]()
    for inspection in summary.touched:
        disputes[inspection], late[inspection] = on_desk(partial(_count, desk, inspection))
    disputes, late = ({one: n for one, n in found.items() if n} for found in (disputes, late))
    done = Exchanged(summary, began, when(desk.clock()), disputes, late, tuple(side.installed))
    on_desk(lambda: _note(desk, summary.office, began, _told(done, side.time)))
    return done


def office_of(desk: Desk, *, on_desk: OnDesk[Any] = at_once) -> Office | None:
    """The office this desk exchanges with, ready for a round (close it afterwards): the hub it is enrolled at, else the
    folder that was chosen, else None. May be asked on any thread (what speaks to a hub takes a moment to load).
    Raises `Trouble`: the folder is not there."""
    from auditapp.operations import enrolment

    with desk.apart() as twin:
        hub, folder = enrolment.office(twin), folders.folder_of(twin)
    if hub is not None:
        return hub
    return None if folder is None else folders.folder_office(desk, folder, on_desk=on_desk)


def key_of_office(desk: Desk) -> str:
    """The key (hex) that receipts of this desk's hub are read by, as it was told on enrolling; "": nobody signs."""
    from auditapp.operations import enrolment

    told = enrolment.enrolment_of(desk)
    return "" if told is None else told.key


def leave_originals(desk: Desk, leave: bool) -> None:
    """Whether the untouched originals of others stay at head office (its own laptops read what may leave of the photos,
    and 10,000 inspections are terabytes); `fetch_original` brings one."""
    desk.store.set_preference(ORIGINALS, "none" if leave else "")


def fetch_original(desk: Desk, office: Office, sha256: str, *, progress: Progress | None = None) -> bool:
    """Bring one original here, on any thread, for no database is touched; False when the office does not hold it.
    Raises `Trouble`."""
    side = DeskSide(desk)
    if side.has(sha256, Use.ORIGINAL):
        return True
    load = carrying.Load(sha256, Use.ORIGINAL, "", inward=True)
    told = progress or (lambda done, of, words: None)
    return all(one.fate is carrying.Fate.THERE for one in carrying.all_of(side, office, [load], told))


# -- what is not safe yet -------------------------------------------------------------------------


@dataclass(frozen=True)
class Pending:
    """What head office does not hold, as far as its last receipts say. ``office`` "": this desk exchanges with nobody.
    ``signed``: it gives receipts (a folder does not). ``oldest``: when the oldest of it was written, "" when there is
    none. ``last``: when a round last went well. ``problem``: why the last one did not."""

    office: str = ""
    signed: bool = False
    entries: int = 0
    answers: int = 0
    photos: int = 0
    oldest: str = ""
    inspections: int = 0
    last: str = ""
    problem: Trouble | None = None

    @property
    def nothing(self) -> bool:
        return not (self.entries or self.photos)


def pending(desk: Desk) -> Pending:
    """What is not at head office yet. Asked after every deed: it looks only at what changed since it was asked last."""
    office, signed = whom(desk)
    if not office:
        return Pending()
    unsent = _counted(desk, office)
    every = unsent.journals.values()
    last, problem = _rounds(desk, office)
    return Pending(
        office,
        signed,
        sum(one.entries for one in every),
        sum(one.answers for one in every),
        sum(one.photos for one in every),
        min((one.oldest for one in every if one.oldest), default=""),
        len(unsent.journals),
        last,
        problem,
    )


def pending_in(desk: Desk, inspection: str) -> Pending:
    """The same of one inspection."""
    office, signed = whom(desk)
    if not office:
        return Pending()
    one = _counted(desk, office).journals.get(inspection)
    return Pending(office, signed) if one is None else _of_one(office, signed, one)


def pending_each(desk: Desk) -> dict[str, Pending]:
    """The same of each inspection of which something is waiting."""
    office, signed = whom(desk)
    if not office:
        return {}
    every = {one: _of_one(office, signed, found) for one, found in _counted(desk, office).journals.items()}
    return {one: found for one, found in every.items() if not found.nothing}


def _of_one(office: str, signed: bool, one: Waiting) -> Pending:
    return Pending(office, signed, one.entries, one.answers, one.photos, one.oldest, 1)


class SafeState(StrEnum):
    """Where an inspection is safe. Only `SAFE` may be shown as "safe at head office"."""

    NOWHERE = "nowhere"
    """This desk exchanges with no head office, or nothing of it was signed for yet."""
    ENTRIES = "entries"
    """Some of it was signed for; entries are waiting."""
    FILES = "files"
    """All entries were signed for; some files are not there yet."""
    SAFE = "safe"


@dataclass(frozen=True)
class Safe:
    """How safe an inspection is, and the receipt that says so."""

    state: SafeState
    receipt: Receipt | None = None


def safe(desk: Desk, inspection: str) -> Safe:
    """ "Safe at head office" is said only with a signed receipt for all that stands here, files included."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    office, signed = whom(desk)
    receipt = _receipt(desk, inspection, office) if signed else None
    if receipt is None or not receipt.signature:
        return Safe(SafeState.NOWHERE)
    journals = desk.store.journals
    if not receipts.covers(receipt, journals.digest(inspection), partial(journals.held_at, inspection)):
        return Safe(SafeState.ENTRIES, receipt)
    return Safe(SafeState.FILES if receipt.missing else SafeState.SAFE, receipt)


def whom(desk: Desk) -> tuple[str, bool]:
    """(id of the office this desk exchanges with, whether it gives receipts); ("", False) when there is none."""
    enrolled = desk.store.offices.all()
    if enrolled:
        return enrolled[0].id, True
    folder = folders.folder_of(desk)
    if folder is None:
        return "", False
    return folders.folder_id(folder), False


def _counted(desk: Desk, office: str) -> Unsent:
    unsent, journals = desk.memory.unsent, desk.store.journals
    if unsent.office != office:
        unsent.office, unsent.stirred = office, set(journals.digests())
        unsent.journals.clear()
    while unsent.stirred:
        inspection = unsent.stirred.pop()
        receipt = _receipt(desk, inspection, office)
        found = waiting(journals, inspection, receipt, unsent.journals.get(inspection))
        if found.entries or found.unheld:
            unsent.journals[inspection] = found
        else:
            unsent.journals.pop(inspection, None)
    return unsent


def _receipt(desk: Desk, inspection: str, office: str) -> Receipt | None:
    kept = desk.store.offices.receipt(inspection, office)
    return None if kept is None else receipts.from_bytes(kept[0])


def _rounds(desk: Desk, office: str) -> tuple[str, Trouble | None]:
    """When a round with *office* last went well, and the trouble of the last one when it did not."""
    problem: Trouble | None = None
    latest = True
    for done in desk.store.offices.rounds():
        told = json.loads(done.told)
        if done.office != office:
            continue
        if "problem" not in told:
            return done.ended, problem
        if latest:
            problem, latest = read_trouble(told["problem"]), False
    return "", problem


# -- removing originals ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Removable:
    """A closed inspection whose originals may leave this laptop: head office has held them for 30 days."""

    inspection: str
    number: str
    site: str
    files: tuple[str, ...]
    bytes: int
    receipt: Receipt
    since: str
    """When this desk took the receipt."""


def removable(desk: Desk) -> list[Removable]:
    """Closed inspections of which originals could be removed here: signed, every action closed, a receipt for all that
    stands here, no file missing at head office, 30 days old by this laptop's clock and by head office's."""
    naming = cache(partial(_naming, desk))  # asked only where something could go
    return [found for row in look.inspections(desk) if (found := _removable(desk, row, naming)) is not None]


def remove_files(desk: Desk, inspection: str, by: str) -> Removable:
    """Remove the originals of one inspection from this laptop, in the name of *by*. Raises `Trouble` when that may not
    be; what may leave of the photos stays here, and the originals can be fetched again."""
    from auditapp.store.offices import Removed

    if not by.strip():
        raise Trouble(
            say("A name is needed"),
            say("Files are removed only in the name of a person."),
            say("Nothing was removed. Say who wishes it."),
            code=2,
        )
    row = desk.store.journals.row(inspection)
    found = _removable(desk, row, partial(_naming, desk)) if row is not None else None
    if found is None:
        raise Trouble(
            say("These files stay here"),
            say(
                "Originals are removed only of a closed inspection that head office signed for at least 30 days ago, "
                "with all of its files."
            ),
            say("Nothing was removed. Exchange with head office, and try again later."),
            code=2,
        )
    at = when(desk.clock())
    desk.store.offices.note_removed([Removed(sha256, inspection, by.strip(), at) for sha256 in found.files])
    for sha256 in found.files:
        desk.store.photos.remove(sha256)
    return found


def _removable(desk: Desk, row: Row, naming: Callable[[], Mapping[str, int]]) -> Removable | None:
    inspection = row.id
    if row.state != "signed" or row.open_actions or safe(desk, inspection).state is not SafeState.SAFE:
        return None
    office, _ = whom(desk)
    document, taken = desk.store.offices.receipt(inspection, office) or (b"", "")
    receipt = receipts.from_bytes(document)
    if receipt is None or not _old_enough(desk, office, receipt, taken):
        return None
    if desk.store.preference(_EPOCH + office) != receipt.epoch:
        return None  # head office came back from a backup since: ask for a new receipt first
    originals = [s for s, use in _named(desk, inspection).items() if use is Use.ORIGINAL and desk.store.photos.has(s)]
    many = naming() if originals else {}
    chosen = tuple(sha256 for sha256 in originals if many[sha256] == 1)
    if not chosen:
        return None
    size = sum(desk.store.photos.size(sha256) for sha256 in chosen)
    return Removable(inspection, row.number, row.site, chosen, size, receipt, taken)


def _naming(desk: Desk) -> Counter[str]:
    """How many inspections name each file: one that another needs too stays here."""
    return Counter(sha256 for one in desk.store.journals.digests() for sha256 in _named(desk, one))


def _old_enough(desk: Desk, office: str, receipt: Receipt, taken: str) -> bool:
    """30 days by both clocks: a laptop whose clock jumped a year ahead must not make anything old."""
    times = (json.loads(done.told).get("time", "") for done in desk.store.offices.rounds() if done.office == office)
    try:
        here = desk.clock() - datetime.fromisoformat(taken)
        there = datetime.fromisoformat(next(filter(None, times), "")) - datetime.fromisoformat(receipt.time)
    except (ValueError, TypeError):
        return False
    return here >= AGE and there >= AGE


# -- the desk's side of a round -------------------------------------------------------------------


class DeskSide:
    """`office.exchange.Mine` over a desk. What stood at the beginning is what is given; what is written meanwhile goes
    with the next round."""

    def __init__(self, desk: Desk, on_desk: OnDesk[Any] = at_once) -> None:
        self.desk, self._on_desk = desk, on_desk
        self.office = ""
        self.time = ""
        self.installed: list[str] = []
        self._digests: dict[str, dict[str, StrandHead]] = {}
        self._receipts: dict[str, Receipt | None] = {}
        self._checklists: set[str] = set()
        self._removed: frozenset[str] = frozenset()
        self._originals = True
        self._company = ""

    # what is here

    def digests(self) -> Mapping[str, Digest]:
        def read() -> dict[str, dict[str, StrandHead]]:
            store = self.desk.store
            self._checklists = {one.digest for one in store.library.all()}
            self._removed = frozenset(store.offices.removed())
            self._originals = store.preference(ORIGINALS) != "none"
            return store.journals.digests()

        self._digests = self._on_desk(read)
        return self._digests

    def digest(self, inspection: str) -> Digest:
        return self._digests.get(inspection, {})

    def held_at(self, inspection: str, desk: str, seq: int) -> str | None:
        return self._on_desk(lambda: self.desk.store.journals.held_at(inspection, desk, seq))  # type: ignore[no-any-return]

    def keys(self, inspection: str) -> Mapping[str, bytes]:
        return self._on_desk(lambda: self.desk.store.journals.keys(inspection))  # type: ignore[no-any-return]

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        for desk, seq in sorted(after.items()):
            end = self._digests.get(inspection, {}).get(desk, StrandHead(0, "")).seq
            for start in range(seq, end, _PORTION):
                most = min(_PORTION, end - start)
                yield from self._on_desk(partial(self.desk.store.journals.after, inspection, desk, start, most))

    def accept(self, inspection: str, entries: Sequence[Entry], *, proven: bool) -> union.Accepted:
        def write_down() -> union.Accepted:
            desk = self.desk
            with desk.store.db.atomic():
                accepted = desk.store.journals.receive(inspection, entries, proven=proven)
                if inspection == self._company:
                    desk.store.journals.set_row(inspection, state=COMPANY)
            desk.memory.forget(inspection)
            self._digests[inspection] = desk.store.journals.digest(inspection)
            return accepted

        return self._on_desk(write_down)  # type: ignore[no-any-return]

    # files

    def named(self, inspection: str) -> Mapping[str, Use]:
        kept = self.desk.memory.unsent.named.get(inspection)
        if kept is not None and kept[0] == self._digests.get(inspection):
            return kept[1]
        return self._on_desk(lambda: _named(self.desk, inspection))  # type: ignore[no-any-return]

    def whole(self, inspection: str) -> bool:
        digest, memory = self._digests.get(inspection), self.desk.memory.unsent
        if memory.whole.get(inspection) != digest:
            if any(self.wants(sha256, use) for sha256, use in self.named(inspection).items()):
                return False
            memory.whole[inspection] = digest or {}
        return True

    def has(self, sha256: str, use: Use) -> bool:
        return sha256 in self._checklists if use is Use.CHECKLIST else self.desk.store.photos.has(sha256)

    def wants(self, sha256: str, use: Use) -> bool:
        if sha256 in self._removed or (use is Use.ORIGINAL and not self._originals):
            return False
        return not self.has(sha256, use)

    def size(self, sha256: str, use: Use) -> int:
        return len(self._document(sha256)) if use is Use.CHECKLIST else self.desk.store.photos.size(sha256)

    def pieces(self, sha256: str, use: Use, offset: int) -> Iterator[bytes]:
        if use is Use.CHECKLIST:
            return iter([self._document(sha256)[offset:]])
        return self.desk.store.photos.pieces_from(sha256, offset)

    def begun(self, sha256: str, use: Use) -> int:
        return 0 if use is Use.CHECKLIST else self._arriving(sha256).begun()

    def keep(self, sha256: str, use: Use, pieces: Iterator[bytes], *, offset: int) -> None:
        if use is Use.CHECKLIST:
            self._install(sha256, _bounded(pieces))
            return
        from auditapp.store.arriving import OtherContent

        try:
            self._arriving(sha256).take(pieces, offset=offset)
        except OtherContent:
            raise NotTheFile from None

    # the office

    def greeted(self, hello: Hello) -> str:
        def remember() -> str:
            store = self.desk.store
            before = store.preference(_EPOCH + hello.office)
            if hello.epoch and before != hello.epoch:
                store.set_preference(_EPOCH + hello.office, hello.epoch)
            enrolled = any(office.id == hello.office for office in store.offices.all())
            if enrolled and store.journals.erasers != frozenset(hello.erasers):
                store.set_erasers(hello.erasers)  # head office has a new laptop that may erase, or one fewer
            return before

        self.office, self.time, self._company = hello.office, hello.time, hello.company
        return self._on_desk(remember)  # type: ignore[no-any-return]

    def receipt(self, inspection: str, office: str) -> Receipt | None:
        if inspection not in self._receipts:
            self._receipts[inspection] = self._on_desk(lambda: _receipt(self.desk, inspection, office))
        return self._receipts[inspection]

    def keep_receipt(self, receipt: Receipt) -> None:
        before = self.receipt(receipt.inspection, receipt.office)
        if before is not None and _says(before) == _says(receipt):
            return  # the older one says the same, and says it for longer

        def keep() -> None:
            offices = self.desk.store.offices
            offices.keep_receipt(
                receipt.inspection, receipt.office, receipts.to_bytes(receipt), when(self.desk.clock())
            )
            self.desk.memory.unsent.stirred.add(receipt.inspection)

        self._receipts[receipt.inspection] = receipt
        self._on_desk(keep)

    def now(self) -> datetime:
        return self.desk.clock()

    # inside

    def _arriving(self, sha256: str) -> Arriving:
        from auditapp.store.arriving import Arriving

        return Arriving(self.desk.store.photos, sha256)

    def _document(self, sha256: str) -> bytes:
        return self._on_desk(lambda: self.desk.store.library.document(sha256))  # type: ignore[no-any-return]

    def _install(self, sha256: str, document: bytes) -> None:
        """A checklist that came: proven, read by the strict reader, then installed beside the others."""
        if hashlib.sha256(document).hexdigest() != sha256:
            raise NotTheFile
        try:
            checklist = write.decode(document)
        except Trouble:
            raise NotTheFile from None
        title = checklist.title.in_(self.desk.words.language)
        self._on_desk(
            lambda: self.desk.store.library.install(
                document,
                code=checklist.id,
                version=checklist.version,
                title=title,
                installed=when(self.desk.clock()),
            )
        )
        self._checklists.add(sha256)
        self.installed.append(sha256)


_PORTION: Final = 500


def _named(desk: Desk, inspection: str) -> Mapping[str, Use]:
    """The files an inspection names, remembered until something is written in it."""
    journals, memory = desk.store.journals, desk.memory.unsent
    digest = journals.digest(inspection)
    kept = memory.named.get(inspection)
    if kept is None or kept[0] != digest:
        entries = (entry for kind in files.KINDS for entry in journals.of_kind(inspection, kind))
        kept = memory.named[inspection] = (digest, files.named(entries))
    return kept[1]


def _says(receipt: Receipt) -> tuple[object, ...]:
    return (receipt.epoch, receipt.digest, receipt.files, receipt.count, receipt.missing, bool(receipt.signature))


def _bounded(pieces: Iterator[bytes]) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > write.MAX_BYTES:
            raise NotTheFile
    return bytes(found)


def _count(desk: Desk, inspection: str) -> tuple[int, int]:
    """Bring the figures up to date; how many disputes there are now, and entries that came in after a signature."""
    row = desk.store.journals.row(inspection)
    if row is None or row.state == COMPANY:
        return 0, 0
    look.count_in_passing(desk, inspection)
    row = desk.store.journals.row(inspection)
    return 0 if row is None else row.disputes, len(came_late(desk, inspection))


# -- how a round went, kept -----------------------------------------------------------------------


def _note(desk: Desk, office: str, began: str, told: Mapping[str, Any]) -> None:
    from auditapp.store.offices import Round

    raw = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    desk.store.offices.note(Round(office, began, when(desk.clock()), raw))


def _told(done: Exchanged, time: str) -> dict[str, Any]:
    summary = done.summary
    return {
        "name": summary.name,
        "time": time,
        "given": summary.given,
        "taken": summary.taken,
        "files_given": summary.files_given,
        "files_taken": summary.files_taken,
        "quarantined": len(summary.quarantined),
        "forks": len(summary.forks),
        "missing": len(summary.missing),
        "differs": len(summary.differs),
    }


def _written_down(trouble: Trouble) -> dict[str, Any]:
    values = {
        name: {"say": str(value)} if isinstance(value, Sentence) else value if isinstance(value, int) else str(value)
        for name, value in trouble.values.items()
    }
    return {
        "title": trouble.title,
        "sentence": trouble.sentence,
        "todo": trouble.todo,
        "code": trouble.code,
        "values": values,
    }


def read_trouble(told: Mapping[str, Any]) -> Trouble:
    values = {
        name: Sentence(value["say"]) if isinstance(value, dict) else value for name, value in told["values"].items()
    }
    return Trouble(told["title"], told["sentence"], told["todo"], code=told["code"], **values)
