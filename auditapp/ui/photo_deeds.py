"""Deeds on photos that the window needs and `operations.photos` does not have yet; they belong there.

`write_down` is the second half of `operations.photos.add` (whose first half is slow and runs off the UI thread),
`mark` is `redact` with arrows, boxes and words, `arrange` is `move` for a whole row of photos as one deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.operations import about, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.findings import finding_of
from auditapp.operations.photos import MOST_PHOTOS, photo_of, redact
from auditapp.operations.testimony import Draft, plain, refuse_locked, testify
from auditapp.ui.marked_copy import Mark, Tool, draw, written
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.store.renditions import Intake


def write_down(desk: Desk, inspection: str, place: str, taken: Intake, *, caption: str = "") -> Changes:
    """Write the entry of a photo that is on the drive; its id is ``Changes.code``. Whether the same picture stands
    there already and whether there is room is asked before (`known_at`): many in a row need no fold between them."""
    value = plain(
        sha256=taken.sha256,
        name=Path(taken.name).name[:200],
        media=taken.media,
        bytes=taken.bytes,
        width=taken.width,
        height=taken.height,
        taken=taken.taken,
        rendition=taken.rendition,
    )
    drafts = [Draft("photo", place, value)]
    if texts.line(caption):
        drafts.append(Draft("photo.caption", 0, {"v": texts.line(caption)}))
    changes = testify(desk, inspection, "photographed", drafts, places=(place,))
    return Changes(inspection, "photographed", changes.places, changes.ids, (changes.ids[0],))


def known_at(desk: Desk, inspection: str, place: str) -> tuple[dict[str, str], int]:
    """(SHA-256 -> photo id of what is at *place*, photos of the whole). Raises `Trouble`: signed, no such place."""
    if place:
        look.item_at(look.checklist_of(desk, inspection), place)
    refuse_locked(desk, inspection)
    found = look.fold(desk, inspection)
    return {photo.sha256: photo.id for photo in found.photos_at(place)}, len(found.photos)


def too_many() -> Trouble:
    return Trouble(say("Too many photos"), say("An inspection holds at most {most} photos."), code=2, most=MOST_PHOTOS)


def mark(desk: Desk, inspection: str, photo: str, marks: Sequence[Mark], by: str, *, afresh: bool = False) -> Changes:
    """Let a copy with *marks* leave in the photo's place; *by* says with it that nothing else has to be covered.

    *afresh*: drawn on the photo as it was taken in, not on the copy that was made before.
    """
    kept = [one for one in marks if one.visible]
    if not kept:
        raise Trouble(say("Nothing was drawn"), say("Draw an arrow, a box, words or a cover first."), code=2)
    known = photo_of(desk, inspection, photo)
    if all(one.tool is Tool.COVER for one in kept) and (not afresh or known.outgoing == known.rendition):
        return redact(desk, inspection, known.id, [one.box for one in kept], by)
    from auditapp.store import renditions

    person = about.whom(desk, inspection, by)
    refuse_locked(desk, inspection)
    raw = desk.store.photos.read(known.rendition if afresh else known.outgoing)
    image = draw(raw, [written(one) for one in kept])
    copy, _ = renditions.keep_rendition(desk.store.photos, image, drawn=raw.startswith(b"\x89PNG"))
    covered = any(one.tool is Tool.COVER for one in kept)
    before = known.clearance is not None and known.clearance.state == "redacted" and not afresh
    value = {"state": "redacted" if covered or before else "none-needed", "rendition": copy, "by": person.code}
    return testify(
        desk,
        inspection,
        "redacted" if covered else "marked",
        [Draft("photo.clearance", known.id, value)],
        places=(known.place,),
        codes=(known.id,),
    )


def arrange(desk: Desk, inspection: str, place: str, ids: Sequence[str]) -> Changes:
    """Put the photos of *place* in the order of *ids*, as one deed; those that stand right already are left alone.

    Orders count up to -1, so that a photo that comes later (order 0) stands behind them."""
    known = {photo.id: photo for photo in look.fold(desk, inspection).photos_at(place)}
    drafts = [
        Draft("photo.place", photo, {"v": place, "order": number})
        for number, photo in enumerate(ids, -len(ids))
        if photo in known and known[photo].order != number
    ]
    if not drafts:
        return Changes(inspection, "known", frozenset({place}))
    return testify(desk, inspection, "moved", drafts, places=(place,), codes=ids)


def set_evidence(desk: Desk, inspection: str, finding: str, evidence: Sequence[str]) -> Changes:
    """Write all evidence of a finding, photo ids and records seen, as one deed. (`operations.findings.edit` takes photo
    ids only and would lose the records.)"""
    known = finding_of(desk, inspection, finding)
    found = look.fold(desk, inspection)
    kept = [
        one if one in found.photos else texts.needed(texts.line(one), say("the record that was seen"))
        for one in dict.fromkeys(evidence)
    ]
    if tuple(kept) == known.evidence:
        return Changes(inspection, "known", frozenset({known.at}))
    return testify(
        desk,
        inspection,
        "edited",
        [Draft("finding.evidence", known.id, {"v": kept})],
        places=(known.at,),
        codes=(known.number,),
    )
