"""The signatures page and the page that says how to check the document."""

from __future__ import annotations

from auditapp.report import dates, labels
from auditapp.report import style as look
from auditapp.report.book import Column
from auditapp.report.drawing import Drawing
from auditapp.report.papers import SignerBox
from auditapp.report.style import Style
from auditapp.report.text import lines

_HEIGHT = 160.0
_LABEL = Style(7.6, 10.5, colour=look.QUIET)
_NAME = Style(11, 15, bold=True)


def signatures(drawing: Drawing, title: str, statement: str) -> None:
    """One box for each signer with an empty signature field in it, refusals in words, and an empty seal box."""
    book, w = drawing.book, drawing.w
    book.begin()
    book.heading(1, title)
    book.text(statement)
    boxes(drawing)
    if not drawing.papers.signers:
        book.text(w("No signers were named."), look.SMALL)
    for refusal in drawing.inspection.refusals:
        if refusal.revision == drawing.inspection.revision:
            book.callout(
                w(
                    "{name} ({role}) refused to sign. Reason: {reason} Witnesses: {witnesses}",
                    name=refusal.name,
                    role=labels.role(w, refusal.role),
                    reason=refusal.reason,
                    witnesses=drawing.listed(*(drawing.person(p) for p in refusal.witnesses)),
                ),
                lead=w("Refused to sign:"),
                tone=look.BAD,
                ground=look.BAD_GROUND,
            )
    seal(drawing)
    _levels(drawing)


def boxes(drawing: Drawing) -> None:
    """The boxes of all signers, two in a row, each with its empty field."""
    book, signers = drawing.book, drawing.papers.signers
    gap = 14.0
    width = (book.width - gap) / 2
    for at in range(0, len(signers), 2):
        pair = signers[at : at + 2]
        heights = [_height(drawing, s, width) for s in pair]
        book.need(max(heights) + gap)
        top = book.y
        for n, signer in enumerate(pair):
            _box(drawing, signer, book.left + n * (width + gap), top, width, max(heights))
        book.y = top - max(heights) - gap


def _height(drawing: Drawing, signer: SignerBox, width: float) -> float:
    said = _small(drawing, signer)
    return (
        _HEIGHT
        + max(0, sum(len(lines(drawing.book.printable(t), drawing.book.plain, 7.6, width - 20)) for t in said) - 2)
        * 10.5
    )


def _small(drawing: Drawing, signer: SignerBox) -> list[str]:
    w = drawing.w
    said = [labels.level(w, signer.level)] if signer.level else []
    if signer.statement:
        said.append(signer.statement)
    if signer.certificate:
        said.append(w("Certificate: {certificate}", certificate=signer.certificate))
    if signer.refused:
        said = [w("Refused to sign. Reason: {reason}", reason=signer.refused)]
        if signer.witnesses:
            said.append(w("Witnesses: {names}", names=drawing.listed(*signer.witnesses)))
    return said


def _box(drawing: Drawing, signer: SignerBox, x: float, top: float, width: float, height: float) -> None:
    book, w = drawing.book, drawing.w
    book.box(x, top - height, width, height, edge=look.STRONG_RULE, line=0.8)
    role = book.printable(labels.role(w, signer.role))
    book.put(x + 10, top - 15, lines(role, book.plain, _LABEL.size, width - 20)[0], _LABEL)
    book.put(x + 10, top - 30, lines(book.printable(signer.name), book.bold, _NAME.size, width - 20)[0], _NAME)
    y = top - 43
    for said in _small(drawing, signer):
        for line in lines(book.printable(said), book.plain, 7.6, width - 20):
            book.put(x + 10, y, line, _LABEL)
            y -= 10.5
    field_top, field_bottom = y + 4, top - height + 26
    if not signer.refused:
        book.box(x + 10, field_bottom, width - 20, field_top - field_bottom, fill=look.GROUND)
        picture = drawing.gallery.place(signer.ink) if signer.ink else None
        if picture:
            scale = min((width - 28) / picture.width, (field_top - field_bottom - 6) / picture.height)
            book.picture(picture.image, x + 14, field_bottom + 3, picture.width * scale, picture.height * scale)
        drawing.fields.add(book.sheet, signer.field, x + 10, field_bottom, width - 20, field_top - field_bottom)
    date = dates.moment(signer.date, w) if signer.date else ""
    book.label(x + 10, top - height + 10, w("Date: {date}", date=date), _LABEL)
    if not date:
        start = x + 12 + book.plain.width(book.printable(w("Date: {date}", date="")), 7.6)
        book.line(start, top - height + 8.5, x + width - 10, top - height + 8.5, look.STRONG_RULE)


def seal(drawing: Drawing) -> None:
    """An empty box for a seal of ink. No picture of a seal is ever printed."""
    book, w = drawing.book, drawing.w
    size = 118.0
    book.need(size + 12)
    for n, said in enumerate((w("Seal of the inspecting unit"), w("Seal of the inspected unit"))):
        x = book.left + n * (size + 50 + 14)
        book.box(x, book.y - size, size + 50, size, edge=look.STRONG_RULE, line=0.8, dash=(4, 3))
        book.label(x + 10, book.y - 16, said, _LABEL)
        book.label(x + 10, book.y - size + 9, w("(left empty; to be put on paper)"), _LABEL)
    book.y -= size + 14


def _levels(drawing: Drawing) -> None:
    book, w = drawing.book, drawing.w
    book.text(
        w(
            "How a signature was made is said in its box. A drawn signature is a "
            "picture of handwriting and by itself no "
            "electronic signature. An electronic signature with a self-issued "
            "certificate rests on the agreement of the "
            "opening meeting and on the unit's own list of certificates. One with a certificate of a certification "
            "authority rests on that authority. A time is the laptop's own unless a trusted time stamp is named."
        ),
        look.SMALL,
    )


def checking(drawing: Drawing, title: str) -> None:
    """How anybody can check this file, offline, in plain words."""
    book, w, papers = drawing.book, drawing.w, drawing.papers
    book.begin()
    book.heading(1, title)
    book.text(w("This document can be checked without a network, by anybody who holds the file."), look.LEAD)
    book.heading(2, w("With a PDF reader"), listed=False)
    for said in (
        w("Open the file in a PDF reader that shows signatures, and open its list of signatures."),
        w(
            "Every signature must be valid, and the last one must cover the whole file. If the reader says that the "
            "document was changed after it was signed, do not rely on it."
        ),
        w(
            "The reader may say that it does not know the certificate. Then compare the certificate's fingerprint "
            "with the one the inspecting unit has given you."
        ),
    ):
        book.bullet(said)
    book.heading(2, w("With the program"), listed=False)
    book.need(70)
    book.box(book.left, book.y - 24, book.width, 22, fill=look.GROUND)
    book.label(book.left + 10, book.y - 16.5, w("auditapp verify FILE.pdf"), Style(9.5, 13, bold=True))
    book.space(30)
    for said in (
        w(
            "It answers one question after another: are the signatures sound, is the whole file covered, was nothing "
            "changed afterwards, whose certificates are they, does the journal hold together."
        ),
        w(
            "It then draws this report again from the journal inside the file and compares the two: what you read is "
            "what was testified."
        ),
    ):
        book.bullet(said)
    book.heading(2, w("What lies inside this file"), listed=False)
    book.table(
        [Column(w("File"), 2), Column(w("What it is"), 6)],
        [
            ("journal.ndjson", w("Every entry of the inspection, signed, one on a line.")),
            ("checklist.json", w("The checklist as it was used.")),
            ("manifest.json", w("What this document was drawn from, with the hashes of its pictures.")),
        ],
    )
    book.heading(2, w("What it vouches for, and what not"), listed=False)
    for said in (
        w(
            "A changed entry, picture or page is found. Who held the laptop is not proved by the file; that rests on "
            "the signatures and on the people who were there."
        ),
        w("Times are those of the laptops' clocks unless a trusted time stamp is named."),
    ):
        book.bullet(said)
    book.space(8)
    book.pairs(
        [
            (w("Report number"), drawing.inspection.number),
            (w("Version"), drawing.inspection.revision),
            (w("Hash over everything"), drawing.root),
            (w("Program"), f"auditapp {papers.program}"),
            (w("Drawn from entries up to"), dates.moment(drawing.made, w)),
        ],
        share=0.26,
    )
    book.heading(2, w("What may be claimed"), listed=False)
    book.text(drawing.t(papers.checklist.claim))
    if book.printable.missing:
        book.text(
            w(
                "Characters our fonts lack are printed as their code: {codes}",
                codes=drawing.listed(*sorted(book.printable.missing)),
            ),
            look.SMALL,
        )
