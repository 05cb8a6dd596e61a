"""Questions: what is here, and what does it amount to. Nothing in this file changes testimony."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Final

import msgspec

from auditapp.checklist import write
from auditapp.checklist.model import Checklist, Item
from auditapp.inspection.facts import split_place
from auditapp.inspection.progress import progress as progress_of
from auditapp.inspection.refold import refold
from auditapp.inspection.scoring import score
from auditapp.inspection.state import Inspection
from auditapp.inspection.state import fold as fold_rows
from auditapp.inspection.walk import walk
from auditapp.operations.counting import projection
from auditapp.operations.desk import Desk
from auditapp.operations.seen import Opened as Opened
from auditapp.operations.seen import day_of as day_of
from auditapp.operations.seen import day_of_text as day_of_text
from auditapp.operations.testimony import no_such_inspection, standing
from auditapp.store.journals import COMPANY, Row
from auditapp.words import Trouble, say

MOST_SLOTS: Final = 300
"""From so many written slots on, folding the whole again is quicker than reading them one by one."""


def look(desk: Desk, inspection: str, *, preset: str = "") -> Opened:
    """Open *inspection* (an id). Raises `Trouble`: no such inspection, its checklist is not here."""
    found = fold(desk, inspection)
    checklist = checklist_of(desk, inspection)
    return opened(found, checklist, preset=preset)


def opened(found: Inspection, checklist: Checklist, *, preset: str = "") -> Opened:
    """What was found, walked against the checklist."""
    walked = walk(checklist, found, day_of(found))
    return Opened(found, checklist, walked, progress_of(walked), score(checklist, found, walked, preset))


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
    catch_up(desk)
    return desk.store.journals.inspections()


def count(desk: Desk, inspection: str) -> None:
    """Bring the inspection's row, and what lists over all inspections show of it, up to date: projections, rebuilt from
    the fold at any time."""
    found = fold(desk, inspection)
    if found.releases and not found.checklist:
        desk.store.journals.set_row(inspection, state=COMPANY)
        return
    walked: Opened | None = None
    with suppress(Trouble):  # its checklist is not here: the list still shows what is known
        walked = look(desk, inspection)
    desk.store.overview.put(inspection, projection(found, walked))


def catch_up(desk: Desk, *, seconds: float | None = None, progress: Callable[[int, int], object] | None = None) -> int:
    """Count the inspections whose figures are behind; how many are behind still, when *seconds* have gone by first (one
    is counted at least). *progress* is called with (counted, of) and may raise to stop: what was counted stays."""
    if desk.store.db.read_only:
        return desk.store.overview.count_behind()
    began = monotonic()
    waiting = desk.store.overview.behind()
    for number, inspection in enumerate(waiting):
        if seconds is not None and number and monotonic() - began > seconds:
            return len(waiting) - number
        if progress is not None:
            progress(number, len(waiting))
        count_in_passing(desk, inspection)
    return 0


def count_in_passing(desk: Desk, inspection: str) -> None:
    """`count` where many are counted one after the other: what was not remembered before is not afterwards."""
    known = inspection in desk.memory.folded
    count(desk, inspection)
    if not known:
        desk.memory.put_away(inspection)


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
