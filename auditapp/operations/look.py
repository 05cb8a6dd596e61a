"""Questions: what is here, and what does it amount to. Nothing in this file changes testimony."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

import msgspec

from auditapp.checklist import write
from auditapp.checklist.model import Checklist, Item
from auditapp.inspection.facts import split_place
from auditapp.inspection.progress import Progress, progress
from auditapp.inspection.refold import refold
from auditapp.inspection.scoring import Score, score
from auditapp.inspection.state import Inspection
from auditapp.inspection.state import fold as fold_rows
from auditapp.inspection.walk import NONCONFORMING, Walk, walk
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import UNCOUNTED, no_such_inspection, standing
from auditapp.store.journals import COMPANY, Row
from auditapp.words import Trouble, say

MOST_SLOTS: Final = 300
"""From so many written slots on, folding the whole again is quicker than reading them one by one."""


@dataclass(frozen=True)
class Opened:
    """An inspection opened: what was found, against what was asked, and what it amounts to."""

    inspection: Inspection
    checklist: Checklist
    walk: Walk
    progress: Progress
    score: Score


def look(desk: Desk, inspection: str, *, preset: str = "") -> Opened:
    """Open *inspection* (an id). Raises `Trouble`: no such inspection, its checklist is not here."""
    found = fold(desk, inspection)
    checklist = checklist_of(desk, inspection)
    walked = walk(checklist, found, day_of(found))
    return Opened(found, checklist, walked, progress(walked), score(checklist, found, walked, preset))


def fold(desk: Desk, inspection: str) -> Inspection:
    """Only the folded state: without checklist, walk and score. Raises `Trouble`: no such inspection.

    After a deed only the slots it wrote to are read again, and what they do not touch stays the very same object."""
    if not desk.knows(inspection):
        raise no_such_inspection(inspection)
    memory, journals = desk.memory, desk.store.journals
    touched = memory.touched.pop(inspection, set())
    found = memory.folded.pop(inspection, None) if touched else memory.folded.get(inspection)
    if found is not None and touched:
        found = refold(found, touched, partial(journals.slot, inspection)) if len(touched) <= MOST_SLOTS else None
    if found is None:
        found = fold_rows(inspection, journals.standing(inspection))
    memory.folded[inspection] = found
    return found


def inspections(desk: Desk) -> list[Row]:
    """All inspections on this desk, last changed first; figures that are behind are counted anew first."""
    for row in desk.store.journals.inspections():
        if row.state == UNCOUNTED and not desk.store.db.read_only:
            count(desk, row.id)
    return desk.store.journals.inspections()


def count(desk: Desk, inspection: str) -> None:
    """Bring the inspection's row up to date: a projection for lists, rebuilt from the fold at any time."""
    found = fold(desk, inspection)
    if found.releases and not found.checklist:
        desk.store.journals.set_row(inspection, state=COMPANY)
        return
    state = "signed" if found.locked else "open"
    fields: dict[str, str | int] = {
        "number": found.number,
        "title": found.title,
        "site": found.about.get("site.name", "") or found.about.get("unit", ""),
        "checklist": found.checklist,
        "state": state,
        "revision": found.revision,
        "opened": found.opened,
        "findings": sum(f.grade != "good_practice" for f in found.findings),
        "critical": sum(f.grade == "critical" for f in found.findings),
        "actions": sum(len(f.actions) for f in found.findings),
        "open_actions": sum(a.state != "closed" for f in found.findings for a in f.actions),
        "photos": len(found.photos),
        "disputes": len(found.disputes),
    }
    try:
        opened = look(desk, inspection)
    except Trouble:  # its checklist is not here: the list still shows what is known
        desk.store.journals.set_row(inspection, **fields)
        return
    judged = [line.verdict for line in opened.walk.lines]
    fields |= {
        "profile": opened.checklist.id,
        "items": opened.progress.asked,
        "answered": opened.progress.answered,
        "unchecked": opened.progress.not_checked,
        "not_applicable": opened.progress.not_applicable,
        "conforming": sum(str(v) == "conform" for v in judged),
        "nonconforming": sum(v in NONCONFORMING for v in judged),
        "score": "" if opened.score.percent is None else str(opened.score.percent),
        "grade": opened.score.grade or "",
    }
    desk.store.journals.set_row(inspection, **fields)


def choose(desk: Desk, key: str = "") -> str:
    """The id of the inspection a person means: its number, the beginning of its id or number, or "" for the only
    one or the one last worked on. Raises `Trouble`: none, or several that fit."""
    rows = desk.store.journals.inspections()
    if not rows:
        raise Trouble(
            say("There is no inspection yet"),
            say("This desk has no inspection."),
            say("Begin one first."),
            code=2,
        )
    if not key:
        return rows[0].id
    exact = [row.id for row in rows if key in (row.id, row.number)]
    fits = exact or [row.id for row in rows if row.id.startswith(key.lower()) or row.number.startswith(key)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise Trouble(
            say("Several inspections fit"),
            say("{n} inspections begin with {key}."),
            say("Give more of the number, as it stands in the list of inspections."),
            code=2,
            n=len(fits),
            key=key[:60],
        )
    raise no_such_inspection(key[:60])


def checklist_of(desk: Desk, inspection: str) -> Checklist:
    """The checklist the inspection was begun with. Raises `Trouble` when its document is not here."""
    if inspection not in desk.memory.pinned:
        if not desk.knows(inspection):
            raise no_such_inspection(inspection)
        desk.memory.pinned[inspection] = _pinned(desk, inspection)
    digest = desk.memory.pinned[inspection]
    if digest not in desk.memory.checklists:
        desk.memory.checklists[digest] = write.decode(document_of(desk, digest))
    return desk.memory.checklists[digest]


def document_of(desk: Desk, digest: str) -> bytes:
    """The document of a checklist by its digest. Raises `Trouble` when it is not here."""
    return desk.store.library.document(digest)


def _pinned(desk: Desk, inspection: str) -> str:
    """The digest of the checklist, without folding the whole."""
    for stood in standing(desk, inspection, "inspection", ""):
        value = msgspec.json.decode(stood.value) if stood.value else {}
        if isinstance(value, dict) and isinstance(value.get("checklist"), str):
            return str(value["checklist"])
    raise Trouble(
        say("The inspection has no beginning"),
        say("The entry that names its checklist is not here."),
        say("Import the inspection again from the desk where it was begun."),
    )


def item_at(checklist: Checklist, place: str) -> Item:
    """The item of an item place. Raises `Trouble`."""
    item = checklist.by_id.get(split_place(place)[0])
    if item is None:
        raise Trouble(
            say("No such item"),
            say("This checklist has no item {item}."),
            say("Nothing was changed. Look at the list of items."),
            code=2,
            item=place[:60],
        )
    return item


def day_of(inspection: Inspection) -> date:
    """The day of the inspection, to which ages and calibrations count: of the opening meeting, else when it was
    begun. It does not move when the report is drawn later."""
    held = inspection.meetings["opening"].held if "opening" in inspection.meetings else ""
    return day_of_text(held) or day_of_text(inspection.opened) or date(1970, 1, 1)


def day_of_text(moment: str) -> date | None:
    """The day of an ISO moment; None when there is none in it."""
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None
