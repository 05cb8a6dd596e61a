"""The rectification notice and the sheets on which a site confirms facts."""

from __future__ import annotations

from auditapp.inspection.state import Finding
from auditapp.report import dates, labels
from auditapp.report import style as look
from auditapp.report.book import FLOOR, Cell, Column
from auditapp.report.drawing import Drawing
from auditapp.report.parts import signing
from auditapp.report.parts.findings import by_grade, card
from auditapp.report.style import Style

_TITLE = Style(22, 30, bold=True, after=4)


def _opening(drawing: Drawing, title: str) -> None:
    """The head of a letter: title in the middle, number and unit."""
    book, w = drawing.book, drawing.w
    book.begin()
    book.space(10)
    book.label(book.left + book.width / 2, book.y - 24, title, _TITLE, "c")
    book.y -= 34
    if drawing.inspection.number:
        book.label(
            book.left + book.width / 2,
            book.y - 12,
            w("No. {number}", number=drawing.inspection.number),
            look.LEAD.but(size=9.5),
            "c",
        )
        book.y -= 18
    book.space(8)
    if drawing.papers.draft:
        book.callout(
            w("This is a draft. It is not signed and may still change."),
            lead=w("DRAFT"),
            tone=look.WARN,
            ground=look.WARN_GROUND,
        )


def notice(drawing: Drawing, title: str) -> None:
    """To whom, why, what is to be done by when, how to reply, who issued it, and a receipt stub."""
    book, w = drawing.book, drawing.w
    _opening(drawing, title)
    book.pairs(
        [
            (w("To"), drawing.unit),
            (w("Date"), dates.day(drawing.made, w)),
            (w("Inspection"), drawing.apart(drawing.inspection.title, drawing.period)),
            (w("Basis"), drawing.about("basis") or w("The inspection report of the number above.")),
        ],
        share=0.16,
    )
    book.text(
        w(
            "The inspection found the problems listed below. Please put each of them right by the date given, name "
            "a responsible person for each, and hand in the evidence."
        )
    )
    rows = []
    n = 0
    for grade, some in by_grade(drawing):
        for finding in some:
            n += 1
            rows.append(_row(drawing, n, grade, finding))
    if rows:
        book.table(
            [
                Column(w("No."), 0.8),
                Column(w("Problem"), 4.2),
                Column(w("Criterion"), 3),
                Column(w("Requirement"), 3.4),
                Column(w("Deadline"), 1.9),
                Column(w("Responsible (unit fills in)"), 1.8),
            ],
            rows,
        )
    else:
        book.text(w("No problems were found in what was looked at."))
    book.text(
        w(
            "Reply in writing for each number: what was done, the cause, the evidence (photos before and after, "
            "records), the date and the responsible person. Where a date cannot be kept, ask for more time before "
            "it passes and say which interim control holds until then."
        ),
        lead=w("How to reply"),
    )
    contact = drawing.about("contact")
    if contact:
        book.text(contact, lead=w("Contact"))
    signing.boxes(drawing)
    signing.seal(drawing)
    _receipt(drawing)


def _row(drawing: Drawing, n: int, grade: str, finding: Finding) -> tuple[Cell | str, ...]:
    w = drawing.w
    criterion = drawing.criterion(finding)
    required = "\n".join(a.requirement for a in finding.actions) or w("Put right and hand in evidence.")
    due = "\n".join(dict.fromkeys(dates.day(a.due, w) for a in finding.actions if a.due))
    owner = drawing.listed(*dict.fromkeys(drawing.person(a.owner) for a in finding.actions if a.owner))
    return (
        str(n),
        Cell(
            finding.fact,
            mark=grade,
            small=drawing.apart(
                finding.number,
                labels.grade(w, grade),
                drawing.place(finding.at),
                finding.where,
                w("corrected on the spot: {text}", text=finding.fixed) if finding.fixed else "",
            ),
        ),
        Cell(criterion, colour=look.QUIET),
        Cell(
            required, small=drawing.apart(w("interim control: {text}", text=finding.interim) if finding.interim else "")
        ),
        Cell(due or "—", bold=True),
        owner,
    )


def _receipt(drawing: Drawing) -> None:
    """The stub that comes back: received by, date, seal."""
    book, w = drawing.book, drawing.w
    book.need(108)
    book.path(
        [(book.left, book.y - 4), (book.left + book.width, book.y - 4)],
        edge=look.STRONG_RULE,
        line=0.8,
        closed=False,
        dash=(5, 4),
    )
    book.y -= 24
    book.label(book.left, book.y, w("Receipt"), Style(11, 16, bold=True))
    book.label(
        book.left + book.width,
        book.y,
        w("Notice {number} was received.", number=drawing.inspection.number),
        look.SMALL,
        "r",
    )
    third = book.width / 3
    for n, said in enumerate((w("Received by"), w("Date"), w("Seal of the unit"))):
        book.label(book.left + n * third, book.y - 26, said, look.SMALL)
        book.line(book.left + n * third, book.y - 56, book.left + (n + 1) * third - 14, book.y - 56, look.STRONG_RULE)
    book.y -= 66


def fact_sheets(drawing: Drawing, title: str) -> None:
    """One sheet a finding; without findings, one sheet that says so."""
    book, w = drawing.book, drawing.w
    findings = drawing.inspection.findings
    for finding in findings:
        _opening(drawing, title)
        book.pairs(
            [
                (w("Unit"), drawing.unit),
                (w("Period"), drawing.period),
                (
                    w("Recorded"),
                    drawing.listed(dates.moment(finding.stood.wall, w), drawing.person(finding.stood.writer)),
                ),
            ],
            share=0.19,
        )
        card(drawing, finding)
        _say(drawing, last=finding is findings[-1])
    if not findings:
        _opening(drawing, title)
        book.text(w("There are no findings to confirm."))
    signing.boxes(drawing)


def _say(drawing: Drawing, *, last: bool) -> None:
    """Room for the site: tick boxes drawn as lines, and lines to write on."""
    book, w = drawing.book, drawing.w
    book.text(
        w(
            "The site confirms the facts, not the grade. A signature here is no acceptance of the grade; comments "
            "and objections become part of the record."
        ),
        look.SMALL,
    )
    height = 176 if not last or not drawing.papers.signers else 120
    book.need(height)
    for said in (
        w("The facts are as described."),
        w("The facts are as described, with this comment:"),
        w("We object, for this reason:"),
    ):
        book.mark("box", book.left, book.y - 13, 9)
        book.label(book.left + 16, book.y - 11.5, said, look.BODY)
        book.y -= 19
    for _ in range(2):
        book.y -= 20
        book.line(book.left, book.y, book.left + book.width, book.y, look.RULE)
    book.y -= 10
    if book.y - 60 < FLOOR or (last and drawing.papers.signers):
        return
    third = book.width / 3
    for n, said in enumerate((w("Inspector"), w("Inspector"), w("For the site"))):
        book.label(book.left + n * third, book.y - 14, said, look.SMALL)
        book.line(book.left + n * third, book.y - 46, book.left + (n + 1) * third - 14, book.y - 46, look.STRONG_RULE)
        book.label(book.left + n * third, book.y - 57, w("Signature, date"), look.CAPTION)
    book.y -= 66
