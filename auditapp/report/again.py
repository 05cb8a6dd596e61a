"""Draw a document again from what it carries: journal, checklist, manifest, and the pictures in its pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditapp.checklist.model import Checklist
from auditapp.checklist.write import decode
from auditapp.inspection import facts
from auditapp.inspection.progress import progress
from auditapp.inspection.scoring import score
from auditapp.inspection.state import fold
from auditapp.inspection.stood import Stood
from auditapp.inspection.walk import walk
from auditapp.journal.entry import Entry, NotCanonical
from auditapp.journal.line import from_line
from auditapp.journal.living import living
from auditapp.report.build import FORMAT
from auditapp.report.papers import Document, Papers, SignerBox
from auditapp.words import Trouble, Words, say, speak

if TYPE_CHECKING:
    import pikepdf


def standing(entries: Iterable[Entry]) -> list[Stood]:
    """The rows that stand, as the store keeps them."""
    found = living(entries, is_slot=facts.is_slot, is_pile=facts.is_pile)
    stood = [*found.unknown]
    for some in (*found.standing.values(), *found.piles.values()):
        stood += some
    return [
        Stood(e.id, e.head.kind, e.head.subject, e.head.desk, e.head.seq, e.head.wall, e.head.writer, e.value_bytes)
        for e in stood
    ]


def gather(
    checklist_document: bytes,
    entries: Iterable[Entry],
    *,
    picture: Callable[[str], bytes],
    words: Words,
    program: str,
    day: date,
    signers: tuple[SignerBox, ...] = (),
    draft: bool = False,
    preset: str = "",
    checklist: Checklist | None = None,
) -> Papers:
    """Papers from a journal: fold it, walk the checklist, score. *checklist* saves reading its document again."""
    entries = tuple(entries)
    checklist = checklist or decode(checklist_document)
    inspection = fold(entries[0].head.inspection if entries else "", standing(entries))
    walked = walk(checklist, inspection, day)
    return Papers(
        checklist=checklist,
        checklist_document=checklist_document,
        inspection=inspection,
        walk=walked,
        score=score(checklist, inspection, walked, preset),
        progress=progress(walked),
        entries=entries,
        picture=picture,
        words=words,
        program=program,
        signers=signers,
        draft=draft,
    )


def papers_from_pdf(path: Path) -> tuple[Papers, Document]:
    """The papers a document was drawn from, taken out of it, and which document it is.

    Drawing them again with `build.render` gives the bytes of *path* before its first signature. Raises
    `Trouble` when the file is none of ours or something in it cannot be read.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            files = {name: _attached(pdf, name) for name in ("journal.ndjson", "checklist.json", "manifest.json")}
            told = json.loads(files["manifest.json"])
            pictures = _pictures(pdf, told["pictures"])
    except (pikepdf.PdfError, OSError, KeyError, ValueError, TypeError) as fault:
        raise _not_ours(path) from fault
    if told.get("format") != FORMAT:
        raise Trouble(
            say("The document is of a newer form"),
            say("{file} was made by a newer version of the program."),
            say("Check it with that version."),
            code=3,
            file=path.name,
        )
    try:
        entries = tuple(from_line(line) for line in files["journal.ndjson"].splitlines(keepends=True))
        papers = gather(
            files["checklist.json"],
            entries,
            picture=pictures.__getitem__,
            words=speak(told["language"]),
            program=told["program"],
            day=date.fromisoformat(told["day"]),
            draft=told["draft"],
            preset=told["preset"],
            signers=tuple(_signer(s) for s in told["signers"]),
        )
        return papers, Document(told["document"])
    except (NotCanonical, KeyError, ValueError, TypeError) as fault:
        raise _not_ours(path) from fault


def _not_ours(path: Path) -> Trouble:
    return Trouble(
        say("The document carries no inspection"),
        say("{file} is not a document of this program, or what it carries is damaged."),
        say("Ask whoever sent it for the file as it was signed."),
        code=1,
        file=path.name,
    )


def _signer(told: dict[str, Any]) -> SignerBox:
    return SignerBox(**{**told, "witnesses": tuple(told["witnesses"])})


def _attached(pdf: pikepdf.Pdf, name: str) -> bytes:
    return pdf.attachments[name].get_file().read_bytes()


def _pictures(pdf: pikepdf.Pdf, told: dict[str, str]) -> dict[str, bytes]:
    """The pictures the manifest names: image streams that are the picture's bytes, or attached ones."""
    import pikepdf

    found: dict[str, bytes] = {}
    for stream in pdf.objects:
        if (
            isinstance(stream, pikepdf.Stream)
            and stream.get("/Subtype") == "/Image"
            and stream.get("/Filter") == "/DCTDecode"
        ):
            raw = stream.read_raw_bytes()
            found[hashlib.sha256(raw).hexdigest()] = raw
    for sha256, where in told.items():
        if where == "attached":
            found[sha256] = _attached(pdf, f"{sha256}.picture")
    return found
