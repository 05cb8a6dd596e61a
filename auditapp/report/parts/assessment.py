"""The overall assessment: grade, score by dimension with charts, coverage apart from it, and the last visit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from auditapp.checklist.model import Verdict
from auditapp.report import charts, dates, labels
from auditapp.report import style as look
from auditapp.report.book import Cell, Column
from auditapp.report.drawing import Drawing
from auditapp.report.style import Style
from auditapp.report.text import lines


def assessment(drawing: Drawing, title: str) -> None:
    book, w, papers = drawing.book, drawing.w, drawing.papers
    score = papers.score
    book.begin()
    book.heading(1, title)
    _figures(drawing)
    if score.grade is None:
        book.callout(
            w(score.reason_no_grade) if score.reason_no_grade else w("No grade was given."),
            lead=w("No grade:"),
            tone=look.WARN,
            ground=look.WARN_GROUND,
        )
    for cap in score.caps:
        places = drawing.listed(*(drawing.place(p) for p in cap.places))
        book.callout(f"{w(cap.sentence, **cap.values)} {places}", lead=w("Cap:"), tone=look.BAD, ground=look.BAD_GROUND)
    book.text(
        w(
            "The score says how well the site does; coverage says how much of what applies was looked at. They are "
            "two figures. What was not checked counts neither as conforming nor as not applicable."
        ),
        look.SMALL,
    )
    _charts(drawing)
    _by_dimension(drawing)
    _last_visit(drawing)


def _figures(drawing: Drawing) -> None:
    """Four tiles: grade, score, coverage, findings."""
    book, w, score, progress = drawing.book, drawing.w, drawing.papers.score, drawing.papers.progress
    problems = [f for f in drawing.inspection.findings if f.grade != "good_practice"]
    counts = " / ".join(str(sum(f.grade == g for f in problems)) for g in labels.GRADES)
    tiles = [
        (w("Grade"), score.grade or "—", w("scoring preset {preset}", preset=score.preset)),
        (w("Score"), dates.percent(score.percent), w("of what was judged")),
        (
            w("Coverage"),
            dates.percent(progress.coverage),
            w("{n} of {of} applicable places answered", n=progress.answered, of=progress.applicable),
        ),
        (w("Findings"), str(len(problems)), w("{counts} critical / major / minor / obs.", counts=counts)),
    ]
    gap, height = 9.0, 66.0
    width = (book.width - gap * 3) / 4
    book.need(height + 12)
    for n, (label, figure, small) in enumerate(tiles):
        x = book.left + n * (width + gap)
        book.box(x, book.y - height, width, height, fill=look.GROUND)
        book.box(x, book.y - 2, width, 2, fill=look.ACCENT if n < 2 else look.STRONG_RULE)
        book.label(x + 9, book.y - 16, label, Style(8, 11, colour=look.QUIET))
        book.label(x + 9, book.y - 41, figure, Style(22, 26, bold=True))
        at = book.y - 53
        for line in lines(book.printable(small), book.plain, 6.6, width - 14)[:2]:
            book.put(x + 9, at, line, Style(6.6, 8.4, colour=look.QUIET))
            at -= 8.4
    book.y -= height + 12


def _charts(drawing: Drawing) -> None:
    book, w = drawing.book, drawing.w
    rows = [charts.Bar(drawing.t(d.title), d.percent, d.coverage) for d in drawing.papers.score.dimensions]
    if not rows:
        return
    book.heading(2, w("Score by dimension"), listed=False)
    wide = book.width * (0.62 if len(rows) > 2 else 1)
    need = max(27 * len(rows) + 34, 200 if len(rows) > 2 else 0)
    book.need(need)
    top = book.y
    used = charts.bars(
        book,
        book.left,
        top,
        wide,
        rows,
        w("Bar: score in percent. Thin grey bar: coverage in percent."),
        w("nothing judged"),
    )
    if len(rows) > 2:
        used = max(used, charts.radar(book, book.left + wide + 4, top + 6, book.width - wide - 4, rows) + 6)
    book.y = top - used - 6


def _by_dimension(drawing: Drawing) -> None:
    book, w = drawing.book, drawing.w
    kinds = {
        Verdict.CONFORM: 1.75,
        Verdict.OBSERVATION: 2.15,
        Verdict.MINOR: 1.3,
        Verdict.MAJOR: 1.3,
        Verdict.NOT_CHECKED: 1.6,
        Verdict.NOT_APPLICABLE: 2,
    }
    columns = [
        Column(w("Dimension"), 3.4),
        Column(w("Weight"), 1.5, "r"),
        Column(w("Score"), 1.4, "r"),
        Column(w("Coverage"), 1.7, "r"),
    ]
    columns += [Column(labels.verdict(w, k), share, "r") for k, share in kinds.items()]
    weighed = any(d.weight for d in drawing.papers.score.dimensions)
    book.table(
        columns,
        [
            (
                Cell(drawing.t(d.title), bold=True),
                f"{d.weight}%" if weighed and d.weight else "—",
                dates.percent(d.percent),
                dates.percent(d.coverage),
                *(str(d.counts.get(k, 0)) for k in kinds),
            )
            for d in drawing.papers.score.dimensions
        ],
    )
    book.text(
        w("The verdict columns count item places: an item looked at in ten samples counts ten times."), look.SMALL
    )


def _last_visit(drawing: Drawing) -> None:
    book, w, last, score = drawing.book, drawing.w, drawing.inspection.previous, drawing.papers.score
    if last is None:
        return
    book.heading(2, w("Compared with the last visit"), listed=False)
    try:
        before: Decimal | None = Decimal(last.score)
    except InvalidOperation:
        before = None
    change = ""
    if before is not None and score.percent is not None:
        change = w("{points} points", points=f"{score.percent - before:+.1f}")
    problems = [f for f in drawing.inspection.findings if f.grade != "good_practice"]
    repeats = sum(bool(f.repeat_of) for f in problems)
    book.table(
        [Column("", 3), Column(w("Last visit"), 3), Column(w("This visit"), 3), Column(w("Change"), 2)],
        [
            (w("Report number"), last.number, drawing.inspection.number, ""),
            (w("Date"), dates.day(last.date, w), drawing.period, ""),
            (w("Score"), last.score if before is None else dates.percent(before), dates.percent(score.percent), change),
            (w("Grade"), last.grade or "—", score.grade or "—", ""),
            (
                w("Findings"),
                str(len(last.findings)),
                str(len(problems)),
                w.count("{n} repeated", "{n} repeated", repeats) if repeats else "",
            ),
        ],
    )
