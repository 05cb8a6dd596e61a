"""Photos: taken in untouched, captioned, moved, cleared for leaving, redacted on a copy."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from auditapp.inspection.state import Inspection, Photo
from auditapp.operations import about, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.findings import photo_id
from auditapp.operations.testimony import Draft, plain, refuse_locked, testify
from auditapp.store.renditions import Intake
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.store.photos import Photos

ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".jpe", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif", ".avif"}
)
"""What is taken for a picture inside a folder; a file that is named is always looked at, whatever its name."""
MOST_PHOTOS: Final = 5_000
"""Photos of one inspection (exchange.md A.4)."""


class Box(NamedTuple):
    """A rectangle in pixels of the rendition, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Refused:
    """A file that was not taken in, and why."""

    file: Path
    trouble: Trouble


def add(
    desk: Desk,
    inspection: str,
    place: str,
    files: Sequence[Path],
    *,
    caption: str = "",
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
    kept: Callable[[Path, Changes], None] | None = None,
    refused: Callable[[Refused], None] | None = None,
) -> Changes:
    """Take photos in at *place*: files, and folders with all pictures inside. Originals are kept byte for byte.

    Each photo is on the drive before its entry names it, and *kept* is called after each. The same picture twice at
    one place is taken once; at another place it is linked, not stored again. ``Changes.ids`` and ``.codes`` are the
    photos' ids. A file that cannot be taken in (cut, no picture, a bomb of pixels, too large) is told to *refused* and
    the others go on; without *refused* its `Trouble` is raised at the end, and what was taken in before stays.
    """
    from auditapp.store import renditions

    caption = texts.line(caption)
    paths = _pictures(files)
    known = known_at(desk, inspection, place)
    here, count = dict(known.here), known.photos
    ids: list[str] = []
    written: list[str] = []
    failed: list[Refused] = []
    for path, outcome in renditions.intake_many(desk.store.photos, paths, workers=workers, progress=progress):
        if isinstance(outcome, Trouble):
            failed.append(Refused(path, outcome))
            if refused is not None:
                refused(failed[-1])
            continue
        if outcome.sha256 in here:
            ids.append(here[outcome.sha256])
            if kept is not None:
                kept(path, Changes(inspection, "known", frozenset({place}), (), (here[outcome.sha256],)))
            continue
        if count >= MOST_PHOTOS:
            raise too_many()
        changes = write_down(desk, inspection, place, outcome, caption=caption)
        photo = changes.code
        here[outcome.sha256] = photo
        count += 1
        ids.append(photo)
        written.extend(changes.ids)
        if kept is not None:
            kept(path, changes)
    if failed and refused is None:
        raise failed[0].trouble
    return Changes(inspection, "photographed", frozenset({place}), tuple(ids), tuple(ids))


class Known(NamedTuple):
    """What is at a place before photos are taken in there: SHA-256 -> photo id, and how many the inspection has."""

    here: Mapping[str, str]
    photos: int


def known_at(desk: Desk, inspection: str, place: str) -> Known:
    """Asked once before many photos are taken in; nothing has to be folded between them. Raises `Trouble`: signed, no
    such place."""
    if place:
        from auditapp.operations.answer import asked_at

        asked_at(desk, inspection, place, sample_needed=False)
    refuse_locked(desk, inspection)
    found = look.fold(desk, inspection)
    return Known({photo.sha256: photo.id for photo in found.photos_at(place)}, len(found.photos))


def write_down(desk: Desk, inspection: str, place: str, taken: Intake, *, caption: str = "") -> Changes:
    """Write the entry of a photo that is on the drive (`store.renditions` takes it in, off this thread); its id is
    ``Changes.code``. Whether the same picture stands there already and whether there is room is asked before
    (`known_at`)."""
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


def too_many() -> Trouble:
    """An inspection has as many photos as it can hold."""
    return Trouble(
        say("Too many photos"),
        say("An inspection holds at most {most} photos."),
        say("The photos taken in before are safe. Withdraw those that are not needed, then go on."),
        code=2,
        most=MOST_PHOTOS,
    )


def caption(desk: Desk, inspection: str, photo: str, text: str) -> Changes:
    """Write the caption of a photo (id or its beginning)."""
    known = photo_of(desk, inspection, photo)
    return testify(
        desk,
        inspection,
        "captioned",
        [Draft("photo.caption", known.id, {"v": texts.line(text)})],
        places=(known.place,),
        codes=(known.id,),
    )


def move(desk: Desk, inspection: str, photo: str, place: str, *, order: int = 0) -> Changes:
    """Move a photo to another item place, or reorder it."""
    known = photo_of(desk, inspection, photo)
    if place:
        from auditapp.operations.answer import asked_at

        asked_at(desk, inspection, place, sample_needed=False)
    value = {"v": place, **({"order": order} if order else {})}
    return testify(
        desk,
        inspection,
        "moved",
        [Draft("photo.place", known.id, value)],
        places=(known.place, place),
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


def clear(desk: Desk, inspection: str, photos: Sequence[str], by: str) -> Changes:
    """*by* (person code or name) confirms that these photos (ids; "all" = all without clearance) need no redaction."""
    person = about.whom(desk, inspection, by)
    found = look.fold(desk, inspection)
    wanted = uncleared(found) if list(photos) == ["all"] else [found.photos[photo_id(found, key)] for key in photos]
    drafts = [Draft("photo.clearance", photo.id, {"state": "none-needed", "by": person.code}) for photo in wanted]
    if not drafts:
        raise Trouble(
            say("Nothing to clear"),
            say("Every photo of this inspection is cleared already."),
            say("Nothing needs to be done."),
            code=2,
        )
    return testify(desk, inspection, "cleared", drafts, places={p.place for p in wanted}, codes=[p.id for p in wanted])


def redact(desk: Desk, inspection: str, photo: str, boxes: Sequence[Box], by: str) -> Changes:
    """Cover *boxes* of the rendition solidly on a copy, which leaves in the photo's place; the original is kept.

    Boxes are filled with one colour, pixels and all: nothing that was covered can be had back from the copy.
    """
    person = about.whom(desk, inspection, by)
    known = photo_of(desk, inspection, photo)
    refuse_locked(desk, inspection)
    copy = covered(desk.store.photos, known, boxes)
    value = {"state": "redacted", "rendition": copy, "by": person.code}
    return testify(
        desk,
        inspection,
        "redacted",
        [Draft("photo.clearance", known.id, value)],
        places=(known.place,),
        codes=(known.id,),
    )


def picture(desk: Desk, sha256: str) -> bytes:
    """The bytes of a rendition or original by its SHA-256. Raises `Trouble`: missing, damaged."""
    return desk.store.photos.read(sha256)


def thumbnail(desk: Desk, photo: Photo) -> bytes:
    """A small JPEG of what may be shown of a photo."""
    from auditapp.store import renditions

    return renditions.thumbnail(desk.store.photos, photo.outgoing)


def photo_of(desk: Desk, inspection: str, key: str) -> Photo:
    """The photo of an id, the beginning of it or of its SHA-256. Raises `Trouble`."""
    found = look.fold(desk, inspection)
    return found.photos[photo_id(found, key)]


def uncleared(inspection: Inspection) -> tuple[Photo, ...]:
    """Photos nobody has looked at yet: none of them may leave."""
    return tuple(photo for photo in inspection.photos.values() if photo.uncleared)


def _pictures(files: Iterable[Path]) -> list[Path]:
    """The files meant: folders give the pictures inside them, in order of their names."""
    found: list[Path] = []
    for file in files:
        if file.is_dir():
            inside = sorted(
                path
                for path in file.rglob("*")
                if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith(".")
            )
            if not inside:
                raise Trouble(
                    say("No pictures there"),
                    say("{folder} holds no pictures."),
                    say("Nothing was taken in. Name the photos, or another folder."),
                    code=2,
                    folder=str(file),
                )
            found.extend(inside)
        elif not file.exists():
            raise Trouble(
                say("The file is not there"),
                say("There is no file {file}."),
                say("Nothing was taken in. Check the name and the folder."),
                code=2,
                file=str(file),
            )
        else:
            found.append(file)
    return found


def covered(photos: Photos, photo: Photo, boxes: Sequence[Box]) -> str:
    """The SHA-256 of a copy of the rendition with *boxes* covered, which is kept. It touches no database, so it may be
    drawn beside the work. Raises `Trouble`: no box, one outside the picture, the picture is missing."""
    from PIL import Image, ImageDraw

    from auditapp.store import renditions

    raw = photos.read(photo.outgoing)
    with Image.open(io.BytesIO(raw)) as opened:
        drawn = opened.format == "PNG"
        image = opened.convert("RGB")
    if not boxes:
        raise Trouble(
            say("No box to cover"),
            say("Give at least one box to cover."),
            say("Nothing was covered. A box has its left, top, width and height in pixels, such as 120,80,300,200."),
            code=2,
        )
    pen = ImageDraw.Draw(image)
    for box in boxes:
        if (
            box.width < 1
            or box.height < 1
            or box.left >= image.width
            or box.top >= image.height
            or (box.left + box.width <= 0 or box.top + box.height <= 0)
        ):
            raise Trouble(
                say("The box lies outside the picture"),
                say("The picture is {width} by {height} pixels; the box {box} covers none of it."),
                say("Nothing was covered. Count the pixels from the upper left corner."),
                code=2,
                width=image.width,
                height=image.height,
                box=",".join(map(str, box)),
            )
        pen.rectangle((box.left, box.top, box.left + box.width - 1, box.top + box.height - 1), fill=(0, 0, 0))
    return renditions.keep_rendition(photos, image, drawn=drawn)[0]
