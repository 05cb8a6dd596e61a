"""Good practice, the findings by grade, on-the-spot corrections, the last findings, requirements, conclusion."""

from __future__ import annotations

from auditapp.inspection.state import Comment, Finding
from auditapp.report import dates, labels
from auditapp.report import style as look
from auditapp.report.book import Cell, Column
from auditapp.report.drawing import Drawing
from auditapp.report.plates import plates
from auditapp.report.style import Style
from auditapp.report.text import lines


def by_grade(drawing: Drawing) -> list[tuple[str, list[Finding]]]:
    """Problems, the gravest grade first; grades of a newer version and ungraded ones come last."""
    found = [f for f in drawing.inspection.findings if f.grade != "good_practice"]
    others = sorted({f.grade for f in found} - set(labels.GRADES))
    listed = [(grade, [f for f in found if f.grade == grade]) for grade in (*labels.GRADES, *others)]
    return [(grade, some) for grade, some in listed if some]


def good_practice(drawing: Drawing, title: str) -> None:
    book, w = drawing.book, drawing.w
    book.heading(1, title)
    found = [f for f in drawing.inspection.findings if f.grade == "good_practice"]
    if not found:
        book.text(w("None was recorded."), look.SMALL)
    for finding in found:
        card(drawing, finding)


def findings(drawing: Drawing, title: str) -> None:
    """Every finding, by grade, each with its facts, criterion, evidence, photos and what the site says."""
    book, w = drawing.book, drawing.w
    book.begin()
    book.heading(1, title)
    listed = by_grade(drawing)
    if not listed:
        book.text(w("No problems were found in what was looked at."))
        return
    book.table(
        [
            Column(w("No."), 1.5),
            Column(w("Grade"), 3.1),
            Column(w("Item"), 1.4),
            Column(w("Fact"), 6.4),
            Column(w("State"), 2),
        ],
        [
            (
                Cell(f.number, bold=True),
                Cell(labels.grade(w, f.grade), colour=labels.colour(f.grade), mark=f.grade),
                drawing.place(f.at).split(" · ", 1)[0],
                f.fact,
                w("Corrected on the spot")
                if f.fixed
                else drawing.listed(*dict.fromkeys(labels.action_state(w, a.state) for a in f.actions)),
            )
            for _, some in listed
            for f in some
        ],
    )
    for grade, some in listed:
        book.heading(2, w("{grade} ({n})", grade=labels.grade(w, grade), n=len(some)))
        for finding in some:
            card(drawing, finding)


def card(drawing: Drawing, finding: Finding) -> None:
    """One finding: a head with number, grade and item, then its facts and pictures."""
    book, w = drawing.book, drawing.w
    photos = drawing.photos_of(finding)
    rows = [
        (w("Fact"), finding.fact),
        (w("Place"), finding.where),
        (w("Criterion"), drawing.criterion(finding)),
        (w("Evidence"), drawing.evidence_list(finding)),
        (w("Repeated finding"), w("Found before as {number}", number=finding.repeat_of) if finding.repeat_of else ""),
        (w("Corrected on the spot"), finding.fixed),
        (w("Interim control"), finding.interim),
        (w("Person on site"), drawing.person(finding.person)),
        (w("Facts confirmed"), _confirmed(drawing, finding)),
    ]
    rows += [(_stance(drawing, c), _said(drawing, c)) for c in finding.comments]
    note = drawing.inspection.notes.get(finding.id)
    if note and note.report:
        rows.append((w("Note"), note.text))
    kept = [row for row in rows if row[1]]
    height = 40 + book.table_height([Column("", 0.19), Column("", 0.81)], kept, head=False) + (165 if photos else 0)
    book.need(height if height < 340 else 150)
    _head(drawing, finding)
    book.pairs(kept, share=0.19, keep=False)
    if photos:
        book.space(-2)
        plates(drawing, photos)
    book.space(6)


def _confirmed(drawing: Drawing, finding: Finding) -> str:
    text = finding.confirmed
    return dates.moment(text, drawing.w) if text[:4].isdigit() else drawing.person(text)


def _stance(drawing: Drawing, comment: Comment) -> str:
    w = drawing.w
    return w("Objection of the site") if comment.stance == "objection" else w("Comment of the site")


def _said(drawing: Drawing, comment: Comment) -> str:
    who = drawing.listed(*(p for p in (comment.name, labels.role(drawing.w, comment.role)) if p))
    return f"{comment.text}\n— {who}" if who else comment.text


def _head(drawing: Drawing, finding: Finding) -> None:
    book, w = drawing.book, drawing.w
    title = f"{drawing.place(finding.at)}  {drawing.item_text(finding.item)}"
    style = Style(9, 13, bold=True)
    grade = book.printable(labels.grade(w, finding.grade))
    number = book.printable(finding.number)
    left = book.bold.width(number, 10.5) + 22
    right = book.bold.width(grade, 8.5) + 28
    broken = lines(book.printable(title), book.bold, style.size, book.width - left - right)
    height = max(22.0, len(broken) * style.leading + 9)
    colour = labels.colour(finding.grade)
    book.box(book.left, book.y - height, book.width, height, fill=labels.ground(finding.grade))
    book.box(book.left, book.y - height, 2.6, height, fill=colour)
    book.put(book.left + 11, book.y - 14.5, number, Style(10.5, 13, bold=True))
    for at, line in enumerate(broken):
        book.put(book.left + left, book.y - 14.5 - at * style.leading, line, style)
    edge = book.left + book.width - 9
    book.label(edge, book.y - 14.5, grade, Style(8.5, 12, bold=True, colour=colour), "r")
    book.mark(finding.grade, edge - book.bold.width(grade, 8.5) - 13, book.y - 15.2, 8)
    book.y -= height


def corrected(drawing: Drawing, title: str) -> None:
    """What was put right on the spot; the finding stays, with photos before and after."""
    book, w = drawing.book, drawing.w
    book.heading(1, title)
    found = [f for f in drawing.inspection.findings if f.fixed]
    if not found:
        book.text(w("Nothing was corrected on the spot."), look.SMALL)
        return
    book.text(
        w(
            "A correction on the spot does not remove the finding; both are recorded, with photos before and after "
            "where they were taken."
        ),
        look.SMALL,
    )
    book.table(
        [
            Column(w("No."), 1.5),
            Column(w("Fact"), 5),
            Column(w("Corrected on the spot"), 5),
            Column(w("Interim control"), 3),
            Column(w("Evidence"), 2),
        ],
        [(Cell(f.number, bold=True), f.fact, f.fixed, f.interim, drawing.evidence_list(f)) for f in found],
    )


def last_findings(drawing: Drawing, title: str) -> None:
    """The findings of the last visit, and what became of each."""
    book, w, last = drawing.book, drawing.w, drawing.inspection.previous
    book.heading(1, title)
    if last is None or not last.findings:
        book.text(w("There are no findings of an earlier visit to re-check."), look.SMALL)
        return
    again = {f.repeat_of: f for f in drawing.inspection.findings if f.repeat_of}
    rows = []
    for old in last.findings:
        now = again.get(old.number)
        lines = list(drawing.papers.walk.of_item(old.item))
        verdicts = [str(line.verdict) for line in lines]
        worst = next((v for v in ("major", "minor", "obs", "conform") if v in verdicts), "")
        if now is not None:
            state, mark, colour = w("Found again as {number}", number=now.number), now.grade, look.BAD
        elif worst == "conform":
            state, mark, colour = w("Put right"), "conform", look.OK
        elif worst:
            state, mark, colour = w("Not put right: {verdict}", verdict=labels.verdict(w, worst)), worst, look.BAD
        else:
            state, mark, colour = w("Not looked at"), "pending", look.QUIET
        rows.append(
            (
                Cell(old.number, bold=True),
                old.item,
                labels.short_grade(w, old.grade),
                old.fact,
                Cell(state, colour=colour, mark=mark, small=labels.action_state(w, old.state)),
            )
        )
    book.text(w("Findings of report {number} of {date}.", number=last.number, date=dates.day(last.date, w)), look.SMALL)
    book.table(
        [
            Column(w("No."), 1),
            Column(w("Item"), 1.4),
            Column(w("Grade then"), 1.5),
            Column(w("Fact then"), 6),
            Column(w("Re-check"), 4),
        ],
        rows,
    )


def requirements(drawing: Drawing, title: str) -> None:
    """What is to be done, by whom, by when."""
    book, w = drawing.book, drawing.w
    book.heading(1, title)
    rows = action_rows(drawing)
    if not rows:
        book.text(w("No corrective actions were set."), look.SMALL)
        return
    book.table(
        [
            Column(w("Action"), 2.4),
            Column(w("Finding"), 2.3),
            Column(w("Requirement"), 6),
            Column(w("Responsible"), 2.2),
            Column(w("Due"), 2.7),
            Column(w("State"), 1.8),
        ],
        rows,
    )


def action_rows(drawing: Drawing) -> list[tuple[Cell | str, ...]]:
    """Actions, the gravest findings first."""
    w = drawing.w
    order = {g: n for n, g in enumerate(labels.GRADES)}
    found = sorted(drawing.inspection.findings, key=lambda f: (order.get(f.grade, 9), f.number))
    return [
        (
            Cell(a.number or f.number, bold=True),
            Cell(f.number, mark=f.grade, small=labels.short_grade(w, f.grade)),
            Cell(a.requirement, small=drawing.apart(a.reply, a.verification)),
            drawing.person(a.owner),
            dates.day(a.due, w),
            labels.action_state(w, a.state),
        )
        for f in found
        for a in f.actions
    ]


def conclusion(drawing: Drawing, title: str) -> None:
    """What the team concludes, what the site says to the whole, and notes on the whole inspection."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    book.heading(1, title)
    book.text(drawing.about("conclusion") or w("The team has not written a conclusion."))
    note = inspection.notes.get("")
    if note and note.report:
        book.text(note.text, lead=w("Note"))
    for comment in inspection.comments:
        book.callout(_said(drawing, comment), lead=_stance(drawing, comment))
    book.text(drawing.t(drawing.papers.checklist.claim), look.SMALL)
