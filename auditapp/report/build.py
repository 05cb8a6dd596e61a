"""Draw a document: parts in order, page frames, archive form, attachments, one streaming pass to disk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from auditapp.journal.line import to_line
from auditapp.report import archive
from auditapp.report import style as look
from auditapp.report.archive import About, Attached
from auditapp.report.book import Book
from auditapp.report.drawing import Drawing
from auditapp.report.edition import edition
from auditapp.report.fields import Fields
from auditapp.report.papers import Cancelled, Document, Papers, Progressed, Rendered
from auditapp.report.pictures import Gallery
from auditapp.report.press import Sheet
from auditapp.report.text import Printable
from auditapp.report.typeface import Typeface, registered
from auditapp.words import Trouble, resources, say

FORMAT = 1
"""Of manifest.json."""
_TOLD = 500
"""Characters of a title or author in the metadata."""
__all__ = ["Cancelled", "Document", "Papers", "Rendered", "render"]


def render(papers: Papers, document: Document, out: Path, *, progress: Progressed | None = None) -> Rendered:
    """Draw *document* to *out*. The file is there whole or not at all.

    *progress* is called as pages are drawn and may raise `Cancelled`; the unfinished file is then removed.
    Raises `Trouble` when the disk or the fonts fail.
    """
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with unfinished.open("xb") as file:
            sheet = Sheet(
                file, size=(look.PAGE_WIDTH, look.PAGE_HEIGHT), typeface=_typeface("Regular"), language=papers.language
            )
            try:
                rendered = _draw(papers, document, sheet, out, progress or (lambda done, of: None))
            finally:
                sheet.press.pen.close()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(out)
        _sync_folder(out.parent)
    except OSError as fault:
        raise Trouble(
            say("The document could not be written"),
            say("{file}: {reason}."),
            say("Nothing was lost. Choose another place or free some space, then try again."),
            file=out.name,
            reason=fault.strerror or str(fault),
        ) from fault
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return rendered


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; systems without folder syncs (Windows) do it themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _typeface(cut: str) -> Typeface:
    return registered(resources() / "fonts" / f"NotoSansSC-{cut}.ttf")


def _draw(papers: Papers, document: Document, sheet: Sheet, out: Path, progress: Progressed) -> Rendered:
    plain, bold = _typeface("Regular"), _typeface("Bold")
    printable = Printable(lambda char: plain.has(char) and bold.has(char))
    expected = _pages_expected(papers, document)
    book = Book(sheet, plain, bold, printable, lambda pages: progress(min(pages, expected), expected + 1))
    drawing = Drawing(papers, book, Gallery(sheet, papers.picture), Fields())
    title = _parts(document)(drawing)
    _describe(drawing, document, title)
    digest = sheet.finish()
    progress(expected + 1, expected + 1)
    return Rendered(out, digest, sheet.press.pen.length, book.pages, tuple(sorted(printable.missing)))


def _pages_expected(papers: Papers, document: Document) -> int:
    """A guess for the progress bar."""
    if document is not Document.REPORT:
        return max(2, len(papers.inspection.findings))
    return 14 + len(papers.walk.lines) // 18 + len(papers.inspection.findings) // 2 + len(papers.inspection.photos) // 7


def _parts(document: Document) -> Callable[[Drawing], str]:
    from auditapp.report import documents

    match document:
        case Document.REPORT:
            return documents.report
        case Document.NOTICE:
            return documents.notice
        case Document.FACTS:
            return documents.fact_sheets
        case Document.BLANK:
            return documents.blank


def _describe(drawing: Drawing, document: Document, title: str) -> None:
    """What the file says of itself, what it carries, and its signature fields."""
    book, papers, inspection = drawing.book, drawing.papers, drawing.inspection
    author = drawing.listed(*(p.name for p in inspection.people.values() if p.role in ("leader", "inspector")))

    def told(text: str) -> str:
        """Fit for metadata: nothing XML refuses, no longer than a PDF string may be."""
        return book.printable(text).replace("\n", " ")[:_TOLD]

    about = About(
        title=told(" · ".join(part for part in (title, inspection.number, drawing.unit) if part)),
        subject=told(drawing.period),
        author=told(author or "auditapp"),
        program=f"auditapp {papers.program}".strip(),
        made=drawing.made,
        language=papers.language,
    )
    archive.describe(book.sheet, about)
    archive.attach(book.sheet, _attachments(drawing, document), about.made)
    drawing.fields.close(book.sheet)


def _attachments(drawing: Drawing, document: Document) -> list[Attached]:
    """journal.ndjson, checklist.json, manifest.json, and pictures whose stream is not their bytes."""
    papers, gallery = drawing.papers, drawing.gallery
    entries = sorted(papers.entries, key=lambda e: (e.head.desk, e.head.seq, e.id))
    files = [
        Attached(
            "journal.ndjson",
            "application/x-ndjson",
            b"".join(to_line(e) for e in entries),
            drawing.w("Every entry of the inspection, signed, one on a line."),
            "Source",
        ),
        Attached(
            "checklist.json",
            "application/json",
            papers.checklist_document,
            drawing.w("The checklist as it was used."),
            "Source",
        ),
        Attached(
            "manifest.json",
            "application/json",
            manifest(drawing, document),
            drawing.w("What this document was drawn from, with the hashes of its pictures."),
        ),
    ]
    for sha256, stream in sorted(gallery.attached.items()):
        said = drawing.w("A picture as it was kept.")
        files.append(Attached(f"{sha256}.picture", "application/octet-stream", b"", said, "Supplement", stream))
    return files


def manifest(drawing: Drawing, document: Document) -> bytes:
    """What is needed to draw the same document again from the attachments alone."""
    papers = drawing.papers
    told = {
        "format": FORMAT,
        "program": papers.program,
        "edition": edition(),
        "document": str(document),
        "language": papers.language,
        "inspection": papers.inspection.id,
        "revision": papers.inspection.revision,
        "draft": papers.draft,
        "day": papers.walk.day.isoformat(),
        "preset": papers.score.preset,
        "signers": [asdict(s) for s in papers.signers],
        "pictures": dict(sorted(drawing.gallery.used.items())),
        "heads": {desk: [seq, id_] for desk, (seq, id_) in drawing.heads.items()},
        "root": drawing.root,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
