"""``auditapp photo``: take photos in, caption, move, clear for leaving, redact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.cli.spoken import spoken
from auditapp.words import Trouble, in_words, say

if TYPE_CHECKING:
    from auditapp.operations.changes import Changes
    from auditapp.operations.desk import Desk
    from auditapp.operations.photos import Box, Refused


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("the photos (default)"))
    add = deeds.add("add", w("take photos in; originals are kept untouched"))
    add.add_argument("place", help=w("item place"))
    add.add_argument("files", nargs="+", type=Path, help=w("photos, or folders of photos"))
    add.add_argument("--caption", default="", help=w("caption of all of them"))
    caption = deeds.add("caption", w("write a caption"))
    caption.add_argument("photo", help=w("id of the photo, or its beginning"))
    caption.add_argument("text", help=w("the caption"))
    move = deeds.add("move", w("move to another item, or reorder"))
    move.add_argument("photo", help=w("id of the photo, or its beginning"))
    move.add_argument("place", help=w("item place"))
    move.add_argument("--order", type=int, default=0, help=w("place among the photos there"))
    clear = deeds.add("clear", w("confirm by name that nothing needs to be covered"))
    clear.add_argument("photos", nargs="+", help=w("ids, or all"))
    clear.add_argument("--by", required=True, metavar="P", help=w("who looked at them (code or name)"))
    redact = deeds.add("redact", w("cover parts on a copy; the original is kept"))
    redact.add_argument("photo", help=w("id of the photo, or its beginning"))
    redact.add_argument(
        "--box",
        action="append",
        required=True,
        metavar="X,Y,W,H",
        help=w("what to cover, in pixels of the shown picture; may be given again"),
    )
    redact.add_argument("--by", required=True, metavar="P", help=w("who decided (code or name)"))
    withdraw = deeds.add("withdraw", w("take a photo out, with a reason"))
    withdraw.add_argument("photo", help=w("id of the photo, or its beginning"))
    withdraw.add_argument("--reason", required=True, help=w("why"))
    save = deeds.add("save", w("write what may leave of a photo into a file"))
    save.add_argument("photo", help=w("id of the photo, or its beginning"))
    save.add_argument("file", type=Path, help=w("where to"))
    save.add_argument("--original", action="store_true", help=w("the untouched original instead"))


def run(call: Call) -> int:
    from auditapp.operations import photos
    from auditapp.operations.withdraw import withdraw

    given = call.options
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "add":
                return _add(call, desk, inspection)
            case "caption":
                changes = photos.caption(desk, inspection, given.photo, given.text)
            case "move":
                changes = photos.move(desk, inspection, given.photo, given.place, order=given.order)
            case "clear":
                changes = photos.clear(desk, inspection, given.photos, given.by)
            case "redact":
                changes = photos.redact(desk, inspection, given.photo, [_box(box) for box in given.box], given.by)
            case "withdraw":
                known = photos.photo_of(desk, inspection, given.photo)
                changes = withdraw(desk, inspection, known.id, given.reason)
            case "save":
                return _save(call, desk, inspection)
            case _:
                return _list(call, desk, inspection)
        call.screen.said("Saved.")
        call.screen.result(changes)
    return 0


def _add(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import photos

    failed: list[Refused] = []

    def kept(file: Path, changes: Changes) -> None:
        if changes.kind == "known":
            call.screen.said("There already: {file} is photo {photo}", file=file.name, photo=changes.code[:8])
        else:
            call.screen.said("Saved: {file} is photo {photo}", file=file.name, photo=changes.code[:8])

    def refused(one: Refused) -> None:
        failed.append(one)
        call.screen.told(in_words(one.trouble, call.words))

    given = call.options
    changes = photos.add(desk, inspection, given.place, given.files, caption=given.caption, kept=kept, refused=refused)
    call.screen.result(
        {
            "photos": changes.codes,
            "refused": [{"file": one.file, "sentence": in_words(one.trouble, call.words)} for one in failed],
        }
    )
    return 1 if failed else 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import look

    w = call.words
    found = look.fold(desk, inspection)
    names = {p.code: p.name for p in found.people.values()}
    call.screen.table(
        [w("Photo"), w("Place"), w("File"), w("Size"), w("Taken"), w("Cleared"), w("Caption")],
        [
            (
                p.id[:8],
                p.place,
                cut(p.name, 24),
                f"{p.width}x{p.height}",
                p.taken[:16],
                w.bracketed(spoken(w, p.clearance.state), names.get(p.clearance.by, p.clearance.by))
                if p.clearance
                else w("no"),
                cut(p.caption, 40),
            )
            for p in found.photos.values()
        ],
    )
    call.screen.result(
        [
            {
                "id": p.id,
                "place": p.place,
                "name": p.name,
                "sha256": p.sha256,
                "width": p.width,
                "height": p.height,
                "taken": p.taken,
                "caption": p.caption,
                "cleared": p.clearance.state if p.clearance else "",
            }
            for p in found.photos.values()
        ]
    )
    return 0


def _save(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import photos
    from auditapp.operations.saving import save_new

    given = call.options
    photo = photos.photo_of(desk, inspection, given.photo)
    if photo.clearance is None and not given.original:
        raise Trouble(
            say("Photos are not cleared"),
            say("Nobody has looked at this photo yet; it may not leave."),
            say("Look at it, then: auditapp photo clear, or auditapp photo redact"),
            code=1,
        )
    save_new(given.file, photos.picture(desk, photo.sha256 if given.original else photo.outgoing))
    call.screen.said("Written: {file}", file=given.file)
    call.screen.result({"file": given.file})
    return 0


def _box(text: str) -> Box:
    from auditapp.operations.photos import Box

    try:
        left, top, width, height = (int(part) for part in text.split(","))
    except ValueError:
        raise Trouble(
            say("Used wrongly"),
            say("{box} is not a box X,Y,W,H in pixels."),
            say("Nothing was covered. For example: --box 120,80,300,200"),
            code=2,
            box=text[:60],
        ) from None
    return Box(left, top, width, height)
