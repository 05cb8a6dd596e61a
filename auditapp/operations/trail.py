"""The journal for people: the trail of an item or of all, and whether it is what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auditapp.inspection import facts
from auditapp.inspection.files import is_hash
from auditapp.journal import living, verify
from auditapp.journal.entry import Entry
from auditapp.operations import look
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import no_such_inspection


@dataclass(frozen=True)
class Step:
    """One entry as people read it. ``fate``: "stands", "replaced", "withdrawn", "erased", "newer", "kept" (a step
    that neither stands nor falls, such as a withdrawal)."""

    id: str
    wall: str
    desk: str
    seq: int
    writer: str
    name: str
    kind: str
    subject: str
    value: Any
    replaces: tuple[str, ...]
    fate: str


def trail(desk: Desk, inspection: str, *, place: str = "", kind: str = "") -> list[Step]:
    """Every step, or those at an item place (its photos, findings and their fields included), as the clocks say.

    Clocks only sort the display; within a desk its own numbers do.
    """
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    entries = desk.store.journals.read(inspection)
    standing = {stood.id for stood in desk.store.journals.standing(inspection)}
    gone = living.effective(entry for entry in entries if entry.head.kind == facts.WITHDRAW)
    names = {p.code: p.name for p in look.fold(desk, inspection).people.values()}
    wanted = _about(entries, place) if place else None
    return [
        _step(entry, standing, gone, names)
        for entry in sorted(entries, key=living.display_order)
        if (wanted is None or entry.id in wanted) and kind in ("", entry.head.kind)
    ]


@dataclass(frozen=True)
class Soundness:
    """Whether an inspection is what was written. ``sentences`` are English and to be spoken."""

    trustworthy: bool
    entries: int
    strands: int
    sentences: tuple[str, ...]
    missing_photos: tuple[str, ...]
    damaged_photos: tuple[str, ...]
    quarantined: int
    projection_right: bool

    @property
    def sound(self) -> bool:
        return (
            self.trustworthy
            and not self.missing_photos
            and not self.damaged_photos
            and not self.quarantined
            and self.projection_right
        )


def check(desk: Desk, inspection: str, *, photos: bool = True) -> Soundness:
    """Check every entry's hash, chain and signature, and every photo's bytes. An original that a person removed here
    because head office holds it is not missing."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    entries = desk.store.journals.read(inspection)
    verdict = verify.check(entries, erasers=desk.store.journals.erasers)
    named = files_of(entries) if photos else ()
    removed = desk.store.offices.removed() if named else {}
    faults = {sha256: desk.store.photos.check(sha256) for sha256 in named}
    return Soundness(
        trustworthy=verdict.trustworthy,
        entries=len(entries),
        strands=len(verdict.strands),
        sentences=verdict.sentences,
        missing_photos=tuple(s for s, fault in faults.items() if fault == "missing" and s not in removed),
        damaged_photos=tuple(s for s, fault in faults.items() if fault == "damaged"),
        quarantined=len(desk.store.journals.quarantined(inspection)),
        projection_right=desk.store.journals.standing_is_right(inspection),
    )


def files_of(entries: list[Entry]) -> tuple[str, ...]:
    """The SHA-256 of every file the entries name: originals, renditions, redacted copies, drawn signatures."""
    found: dict[str, None] = {}
    for entry in entries:
        if entry.value_bytes is None or entry.head.kind not in ("photo", "photo.clearance", "attendance", "sign-off"):
            continue
        try:
            value = entry.value
        except (ValueError, RecursionError):
            continue
        names = {"photo": ("sha256", "rendition"), "photo.clearance": ("rendition",)}.get(entry.head.kind, ("ink",))
        for name in names:
            sha256 = value.get(name) if isinstance(value, dict) else None
            if is_hash(sha256):
                found[sha256] = None
    return tuple(found)


def _about(entries: list[Entry], place: str) -> set[str]:
    """The ids of what concerns *place*: what is written at it, and what hangs on that."""
    subjects = {place}
    found: set[str] = set()
    growing = True
    while growing:
        growing = False
        for entry in entries:
            if entry.id not in found and entry.head.subject in subjects:
                found.add(entry.id)
                subjects.add(entry.id)
                growing = True
    return found


def _step(entry: Entry, standing: set[str], gone: dict[str, Entry], names: dict[str, str]) -> Step:
    head = entry.head
    return Step(
        entry.id,
        head.wall,
        head.desk,
        head.seq,
        head.writer,
        names.get(head.writer, ""),
        head.kind,
        head.subject,
        entry.value if head.v == 1 else None,
        head.replaces,
        _fate(entry, standing, gone),
    )


def _fate(entry: Entry, standing: set[str], gone: dict[str, Entry]) -> str:
    if entry.id in gone:
        return "withdrawn"
    if entry.erased:
        return "erased"
    if entry.head.v != 1 or not facts.is_known(entry.head.kind):
        return "newer"
    if entry.head.kind in (facts.WITHDRAW, facts.ERASE):
        return "kept"
    return "stands" if entry.id in standing else "replaced"
