"""The annexes: everything the report rests on, in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from auditapp.checklist.model import AnswerKind, Verdict
from auditapp.inspection import facts
from auditapp.inspection.sampling import wilson
from auditapp.inspection.state import Inspection, Sample
from auditapp.inspection.stood import Stood
from auditapp.report import dates, labels
from auditapp.report import style as look
from auditapp.report.book import Cell, Column, Span
from auditapp.report.drawing import Drawing
from auditapp.report.parts.overview import instruments
from auditapp.report.plates import caption, plates

if TYPE_CHECKING:
    from auditapp.inspection.walk import Line

Part = Callable[[Drawing], None]
_LONG_NOTE = 140
"""Characters of a note that no longer fits well into a column."""


def annexes(drawing: Drawing) -> None:
    """Every annex on its own heading, lettered."""
    w = drawing.w
    listed: list[tuple[str, Part]] = [
        (w("All answers"), answers),
        (w("Measurements"), measurements),
        (w("Samples"), samples),
        (w("Score and deductions"), deductions),
        (w("Not checked and not applicable"), left_out),
        (w("Disputes"), disputes),
        (w("Instruments"), instruments),
        (w("Sign-in sheets"), sign_in),
        (w("Confirmation of facts"), confirmation),
        (w("References and marks"), references),
        (w("Photos"), photos),
        (w("Evidence index"), evidence),
        (w("Journal"), journal),
    ]
    drawing.book.begin()
    for at, (title, part) in enumerate(listed):
        if at:
            drawing.book.space(14)
            drawing.book.need(150)
        drawing.book.heading(1, w("Annex {letter}  {title}", letter=chr(65 + at), title=title))
        part(drawing)


# ------------------------------------------------------------------------------------------- answers
def answers(drawing: Drawing) -> None:
    """Every item by section: each place with its answer, verdict and note."""
    book, w = drawing.book, drawing.w
    columns = [
        Column(w("Item"), 1.35),
        Column(w("What was asked"), 5.6),
        Column(w("Answer"), 2.9),
        Column(w("Verdict"), 1.95),
    ]
    for dimension in drawing.papers.checklist.dimensions:
        for group in dimension.groups:
            lines = [line for line in drawing.papers.walk.of_group(group.id) if str(line.state) != "hidden"]
            if not lines:
                continue
            book.heading(3, f"{group.id}  {drawing.t(group.title)}")
            book.table(columns, _answer_rows(drawing, lines))
    if drawing.papers.walk.elsewhere:
        book.heading(3, w("Answers at places that are not walked"))
        book.table(
            [Column(w("Place"), 2), Column(w("Answer"), 6)],
            [
                (drawing.place(a.place), drawing.apart(*a.answer.texts, a.answer.reason))
                for a in drawing.papers.walk.elsewhere
            ],
        )


def _answer_rows(drawing: Drawing, lines: list[Line]) -> Iterator[tuple[Cell | str, ...] | Span]:
    for item, places in groupby(lines, key=lambda line: line.item):
        some = list(places)
        text = drawing.t(item.text) + (" ★" if item.critical else "")
        if len(some) == 1 and some[0].sample is None:
            yield (
                Cell(item.id, colour=look.QUIET),
                Cell(text, small=_beside(drawing, some[0])),
                labels.answered(drawing, some[0]),
                _verdict(drawing, some[0]),
            )
            yield from _long_note(drawing, some[0])
            continue
        count = drawing.w.count("{n} sample", "{n} samples", len(some))
        yield (Cell(item.id, colour=look.QUIET), Cell(text), Cell(count, colour=look.QUIET), "")
        for alike in _alike(drawing, some):
            named = drawing.listed(*(f"{s.code} {s.label}".rstrip() for line in alike if (s := line.sample)))
            yield (
                "",
                Cell(named or "—", small=_beside(drawing, alike[0])),
                labels.answered(drawing, alike[0]),
                _verdict(drawing, alike[0]),
            )
            yield from _long_note(drawing, alike[0])


def _is_long(text: str) -> bool:
    return len(text) > _LONG_NOTE or "\n" in text


def _long_note(drawing: Drawing, line: Line) -> Iterator[Span]:
    """A long note gets the width of the table."""
    if line.note and line.note.report and _is_long(line.note.text):
        yield Span(line.note.text, drawing.w("Note to {place}", place=drawing.place(line.place)))


def _alike(drawing: Drawing, some: list[Line]) -> list[list[Line]]:
    """Samples with the same answer and nothing else to say share a row; order stays that of the first of each."""
    found: dict[object, list[Line]] = {}
    for at, line in enumerate(some):
        beside = _beside(drawing, line)
        key: object = at if beside or line.note else (labels.answered(drawing, line), _verdict(drawing, line))
        found.setdefault(key, []).append(line)
    return list(found.values())


def _verdict(drawing: Drawing, line: Line) -> Cell:
    w = drawing.w
    if line.verdict in (Verdict.PENDING, Verdict.INFO) and str(line.state) in ("unanswered", "needs-samples"):
        return Cell("")
    small = []
    if line.overridden and line.judged.verdict is not Verdict.PENDING:
        small.append(w("computed: {verdict}", verdict=labels.verdict(w, str(line.judged.verdict))))
    if line.indicative:
        small.append(w("reference value"))
    return Cell(
        labels.verdict(w, str(line.verdict)),
        colour=labels.colour(str(line.verdict)),
        mark="" if line.verdict is Verdict.INFO else str(line.verdict),
        small=drawing.apart(*small),
    )


def _beside(drawing: Drawing, line: Line) -> str:
    """Note, reason, findings and photos of a place."""
    w, said = drawing.w, []
    if line.answered and line.answered.answer.reason:
        said.append(w("Reason: {text}", text=line.answered.answer.reason))
    if line.note and line.note.report and not _is_long(line.note.text):
        said.append(w("Note: {text}", text=line.note.text))
    refers = [*(f.number for f in line.findings), *(drawing.evidence[p.id] for p in line.photos)]
    if refers:
        said.append(w("See {numbers}", numbers=drawing.listed(*refers)))
    return "\n".join(said)


# ------------------------------------------------------------------------------------------- measurements
def measurements(drawing: Drawing) -> None:
    """Readings with their limits, the verdict, the instrument, and whether they are borderline or reference values."""
    book, w = drawing.book, drawing.w
    rows = []
    for line in drawing.papers.walk.lines:
        if line.item.kind not in (AnswerKind.NUMBER, AnswerKind.COUNT, AnswerKind.COMPUTED) or not line.item.limits:
            continue
        if str(line.state) not in ("answered", "computed") or (line.judged.number is None and line.answered is None):
            continue
        answer = line.answered.answer if line.answered else None
        instrument = drawing.inspection.instruments.get(answer.instrument) if answer else None
        readings = drawing.listed(*answer.readings) if answer and answer.readings else ""
        rows.append(
            (
                Cell(drawing.place(line.place), small=drawing.t(line.item.text)),
                Cell(
                    labels.answered(drawing, line),
                    bold=True,
                    small=drawing.apart(
                        w("Readings: {values}", values=readings) if readings else "", answer.position if answer else ""
                    ),
                ),
                Cell(_limits(drawing, line), small=drawing.t(line.judged.label)),
                _verdict_of_reading(drawing, line),
                Cell(
                    instrument.name if instrument else (answer.instrument if answer else ""),
                    small=drawing.apart(instrument.number, instrument.uncertainty) if instrument else "",
                ),
            )
        )
    if not rows:
        book.text(w("Nothing was measured."), look.SMALL)
        return
    book.table(
        [
            Column(w("Place"), 4.2),
            Column(w("Value"), 2.6),
            Column(w("Limits"), 2.9),
            Column(w("Verdict"), 2.1),
            Column(w("Instrument"), 2.6),
        ],
        rows,
    )


def _limits(drawing: Drawing, line: Line) -> str:
    """The bounds that counted, in words: below, above, and the amber band."""
    w, bounds = drawing.w, line.judged.bounds
    if len(bounds) != 4:
        return "—"
    low, warn_low, warn_high, high = bounds
    said = []
    if low is not None:
        said.append(f"≥ {low}")
    if high is not None:
        said.append(f"≤ {high}")
    if warn_low is not None and warn_low != low:
        said.append(w("observation below {value}", value=warn_low))
    if warn_high is not None and warn_high != high:
        said.append(w("observation above {value}", value=warn_high))
    return drawing.listed(*said) or "—"


def _verdict_of_reading(drawing: Drawing, line: Line) -> Cell:
    w, cell = drawing.w, _verdict(drawing, line)
    if _borderline(drawing, line):
        return Cell(
            cell.text,
            colour=cell.colour,
            mark=cell.mark,
            small=drawing.apart(cell.small, w("borderline: within the uncertainty of the instrument")),
        )
    return cell


def _borderline(drawing: Drawing, line: Line) -> bool:
    """Is the value nearer to a failing bound than the instrument can tell (domain.md 3.3)?"""
    from decimal import Decimal, InvalidOperation

    answer = line.answered.answer if line.answered else None
    instrument = drawing.inspection.instruments.get(answer.instrument) if answer else None
    if instrument is None or line.judged.number is None or len(line.judged.bounds) != 4:
        return False
    text = instrument.uncertainty.replace("±", "").strip()
    figure, _, rest = text.partition(" ")
    relative = "%" in text
    try:
        size = Decimal(figure.rstrip("%"))
    except InvalidOperation:
        return False
    if not relative and rest and rest.split()[0] != labels.unit(drawing, line.item):
        return False
    margin = abs(line.judged.number) * size / 100 if relative else size
    bounds = (line.judged.bounds[0], line.judged.bounds[3])
    return any(b is not None and abs(line.judged.number - b) <= margin for b in bounds)


# ------------------------------------------------------------------------------------------- samples
def samples(drawing: Drawing) -> None:
    """Every set: population, method, size, seed, what was drawn, and the rate found with its interval."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    used = [s for s in drawing.papers.checklist.sets if s.code in inspection.plans or s.code in inspection.samples]
    if not used:
        book.text(w("No samples were drawn."), look.SMALL)
        return
    book.text(
        w("Rates count judged places; an observation counts as conforming. The interval is the 95% Wilson interval."),
        look.SMALL,
    )
    for set_ in used:
        plan = inspection.plans.get(set_.code)
        listed = inspection.samples.get(set_.code, ())
        book.heading(3, drawing.t(set_.title))
        said = [(w("Samples"), _sample_list(drawing, listed))] if listed else []
        if plan:
            said = [
                (w("Population"), drawing.apart(str(plan.population) if plan.population else "", plan.population_from)),
                (w("Method and rule"), drawing.apart(plan.method, plan.rule)),
                (
                    w("Size and seed"),
                    drawing.apart(
                        str(plan.size) if plan.size else "", w("seed {seed}", seed=plan.seed) if plan.seed else ""
                    ),
                ),
                (w("Drawn"), drawing.listed(*plan.drawn)),
                *said,
            ]
        book.pairs(said, share=0.2)
        rates = list(_rates(drawing, set_.code))
        if rates:
            book.table(
                [
                    Column(w("Item"), 1.3),
                    Column(w("What was asked"), 6),
                    Column(w("Conform"), 1.6, "r"),
                    Column(w("Rate"), 1.4, "r"),
                    Column(w("95% interval"), 2.2, "r"),
                    Column(w("Worst sample"), 3),
                ],
                rates,
            )


def _sample_list(drawing: Drawing, listed: tuple[Sample, ...]) -> str:
    w, said = drawing.w, []
    for sample in listed:
        text = f"{sample.code} {sample.label}".strip()
        if sample.skipped:
            text = w("{sample} (skipped: {reason})", sample=text, reason=sample.skipped)
        if sample.replaces:
            text = w("{sample} (replaces {old}: {reason})", sample=text, old=sample.replaces, reason=sample.reason)
        said.append(text)
    return drawing.apart(*said)


def _rates(drawing: Drawing, set_code: str) -> Iterator[tuple[Cell | str, ...]]:
    worst = {s.item.id: s for s in drawing.papers.score.worst_samples}
    for item in drawing.papers.checklist.items():
        if item.set != set_code:
            continue
        judged = [
            line
            for line in drawing.papers.walk.of_item(item.id)
            if line.verdict in (Verdict.CONFORM, Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR)
            and not line.indicative
        ]
        if not judged:
            continue
        good = sum(not line.nonconforming for line in judged)
        low, high = wilson(good, len(judged))
        bad = worst.get(item.id)
        failed = bad is not None and bad.points < 100
        yield (
            Cell(item.id, colour=look.QUIET),
            drawing.t(item.text),
            f"{good}/{len(judged)}",
            dates.percent(100 * good / len(judged)),
            f"{low}–{high}%",
            Cell(drawing.place(bad.place).partition(" · ")[2], mark=str(bad.verdict)) if failed and bad else "—",
        )


# ------------------------------------------------------------------------------------------- score
def deductions(drawing: Drawing) -> None:
    """Points by group, and every place that costs points."""
    book, w, score = drawing.book, drawing.w, drawing.papers.score
    book.table(
        [
            Column(w("Group"), 6),
            Column(w("Points"), 2, "r"),
            Column(w("Of"), 1.6, "r"),
            Column(w("Score"), 1.8, "r"),
            Column(w("Coverage"), 2, "r"),
        ],
        [
            (
                f"{g.id}  {drawing.t(g.title)}",
                str(g.points),
                str(g.of),
                dates.percent(g.percent),
                dates.percent(g.coverage),
            )
            for g in score.groups
        ],
    )
    if not score.deductions:
        book.text(w("No points were lost."), look.SMALL)
        return
    book.heading(3, w("Deductions"))
    book.table(
        [
            Column(w("Place"), 3),
            Column(w("What was asked"), 7),
            Column(w("Verdict"), 2.2),
            Column(w("Points lost"), 1.8, "r"),
        ],
        [
            (
                drawing.place(d.place),
                drawing.t(d.item.text),
                Cell(labels.verdict(w, str(d.verdict)), colour=labels.colour(str(d.verdict)), mark=str(d.verdict)),
                f"{d.lost}",
            )
            for d in score.deductions
        ],
    )


def left_out(drawing: Drawing) -> None:
    """What was not checked and what does not apply, each with its reason; and what is still open."""
    book, w = drawing.book, drawing.w
    for state, title in (("unchecked", w("Not checked")), ("na", w("Not applicable"))):
        found = [line for line in drawing.papers.walk.lines if str(line.state) == state]
        book.heading(3, w("{title} ({n})", title=title, n=len(found)))
        if found:
            book.table(
                [Column(w("Place"), 2.4), Column(w("What was asked"), 5), Column(w("Reason"), 5)],
                [
                    (drawing.place(f.place), drawing.t(f.item.text), f.answered.answer.reason if f.answered else "")
                    for f in found
                ],
            )
    open_ = [line for line in drawing.papers.walk.lines if str(line.state) in ("unanswered", "needs-samples")]
    book.heading(3, w("{title} ({n})", title=w("Open"), n=len(open_)))
    if open_:
        ids = dict.fromkeys(drawing.place(line.place).replace(" · ", " ") for line in open_)
        book.text(drawing.apart(*ids), look.SMALL)


def disputes(drawing: Drawing) -> None:
    """What two people testified differently: still open, printed plainly; and what was decided."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    if inspection.disputes:
        book.callout(
            w.count(
                "{n} dispute is still open. Each version is printed; none of them counts yet.",
                "{n} disputes are still open. Each version is printed; none of them counts yet.",
                len(inspection.disputes),
            ),
            tone=look.WARN,
            ground=look.WARN_GROUND,
        )
        book.table(
            [Column(w("What"), 3), Column(w("Version"), 6), Column(w("By"), 2.2), Column(w("Laptop's time"), 3)],
            [
                (
                    drawing.listed(_kind(drawing, d.kind), drawing.place(d.subject)) if at == 0 else "",
                    _version(drawing, d.kind, d.subject, s),
                    drawing.person(s.writer),
                    dates.moment(s.wall, w),
                )
                for d in inspection.disputes
                for at, s in enumerate(d.stands)
            ],
        )
    else:
        book.text(w("No dispute is open."), look.SMALL)
    resolved = _resolved(drawing)
    if resolved:
        book.heading(3, w("Resolved disputes"))
        book.table(
            [
                Column(w("What"), 4),
                Column(w("Decided by"), 3),
                Column(w("Laptop's time"), 3),
                Column(w("Versions replaced"), 2.4, "r"),
            ],
            resolved,
        )
    if inspection.newer:
        book.text(
            w.count(
                "{n} entry was made with a newer version of the program; it is kept and not shown.",
                "{n} entries were made with a newer version of the program; they are kept and not shown.",
                len(inspection.newer),
            )
        )
    if inspection.unread:
        book.text(
            w.count(
                "{n} entry was erased or cannot be read.",
                "{n} entries were erased or cannot be read.",
                len(inspection.unread),
            )
        )


def _kind(drawing: Drawing, kind: str) -> str:
    w = drawing.w
    match kind:
        case "answer":
            return w("Answer")
        case "note":
            return w("Note")
        case "about" | "setting":
            return w("Details of the inspection")
        case "finding.grade":
            return w("Grade of a finding")
        case "finding.fact":
            return w("Fact of a finding")
        case "photo.caption":
            return w("Caption")
        case _:
            return kind


def _version(drawing: Drawing, kind: str, subject: str, stood: Stood) -> str:
    import msgspec

    from auditapp.inspection.state import Answer

    try:
        if kind == "answer":
            item = drawing.papers.checklist.by_id.get(facts.split_place(subject)[0])
            answer = msgspec.json.decode(stood.value or b"", type=Answer)
            return labels.value(drawing, item, answer) if item else drawing.apart(*answer.texts)
        value = msgspec.json.decode(stood.value or b"{}")
    except (msgspec.DecodeError, msgspec.ValidationError):
        return "—"
    shown = value.get("v") if isinstance(value, dict) else None
    return shown if isinstance(shown, str) else (stood.value or b"").decode("utf-8", "replace")


def _resolved(drawing: Drawing) -> list[tuple[Cell | str, ...]]:
    """Writes of a slot that replace two or more others: somebody decided."""
    w = drawing.w
    found = [e for e in drawing.papers.entries if len(e.head.replaces) > 1 and facts.is_slot(e.head.kind)]
    found.sort(key=lambda e: (e.head.wall, e.id))
    return [
        (
            drawing.listed(_kind(drawing, e.head.kind), drawing.place(e.head.subject)),
            drawing.person(e.head.writer),
            dates.moment(e.head.wall, w),
            str(len(e.head.replaces)),
        )
        for e in found
    ]


# ------------------------------------------------------------------------------------------- people
def sign_in(drawing: Drawing) -> None:
    """Who was at the opening and closing meetings, with their drawn signatures."""
    book, w = drawing.book, drawing.w
    names = {"opening": w("Opening meeting"), "closing": w("Closing meeting")}
    shown = False
    for meeting in drawing.inspection.meetings.values():
        if not meeting.attendance:
            continue
        shown = True
        book.heading(
            3, names.get(meeting.code, meeting.code) + (f"  {dates.moment(meeting.held, w)}" if meeting.held else "")
        )
        book.table(
            [Column(w("Name"), 3), Column(w("Role"), 3), Column(w("Unit"), 5), Column(w("Signature"), 3)],
            [
                (a.name, labels.role(w, a.role), a.unit, w("drawn, see below") if a.ink else "")
                for a in meeting.attendance
            ],
        )
        inks = [(a.name, drawing.gallery.place(a.ink)) for a in meeting.attendance if a.ink]
        x, top, height = book.left, book.y, 38.0
        kept = [(n, p) for n, p in inks if p]
        for at, (name, picture) in enumerate(kept):
            if at % 4 == 0:
                book.need(height + 16)
                x, top = book.left, book.y
                book.y -= height + 16
            width = book.width / 4 - 8
            scale = min(width / picture.width, height / picture.height)
            book.picture(picture.image, x, top - height, picture.width * scale, picture.height * scale)
            book.line(x, top - height - 1, x + width, top - height - 1)
            book.label(x, top - height - 10, name, look.CAPTION)
            x += width + 8
        if kept:
            book.space(6)
            book.text(
                w("Drawn signatures are pictures of handwriting; they are not electronic signatures."), look.SMALL
            )
    if not shown:
        book.text(w("Nobody was signed in."), look.SMALL)


def confirmation(drawing: Drawing) -> None:
    """Which facts the site confirmed, and what it says to them."""
    book, w = drawing.book, drawing.w
    if not drawing.inspection.findings:
        book.text(w("There are no findings."), look.SMALL)
        return
    book.text(
        w("The site confirms facts, not grades. It may comment or object; both are part of the record."), look.SMALL
    )
    rows = []
    for f in drawing.inspection.findings:
        said = drawing.apart(
            *(
                w("objection by {name}", name=c.name)
                if c.stance == "objection"
                else w("comment by {name}", name=c.name)
                for c in f.comments
            )
        )
        confirmed = dates.moment(f.confirmed, w) if f.confirmed[:4].isdigit() else drawing.person(f.confirmed)
        rows.append((Cell(f.number, bold=True), f.fact, confirmed or w("not confirmed"), said or "—"))
    book.table(
        [Column(w("No."), 1.4), Column(w("Fact"), 7), Column(w("Confirmed"), 3), Column(w("Site says"), 3)], rows
    )


def references(drawing: Drawing) -> None:
    """The references the items rest on, each with how sure we are, and what the marks mean."""
    book, w, checklist = drawing.book, drawing.w, drawing.papers.checklist
    book.text(
        w(
            "V1: the text was read in full or in the cited part. V2: seen second-hand. M: from memory. P: practice "
            "or our own setting. “To be confirmed” stands at every reference nobody has checked yet."
        ),
        look.SMALL,
    )
    if not checklist.references:
        book.text(w("The checklist has no reference register."), look.SMALL)
        return
    book.table(
        [
            Column(w("Code"), 1.1),
            Column(w("Reference"), 7),
            Column(w("In force from"), 2.4),
            Column(w("Mark"), 1),
            Column(w("Checked"), 3),
        ],
        [
            (
                r.code,
                Cell(drawing.t(r.title), small=r.seen),
                dates.day(r.effective_from or r.date_issued, w),
                str(r.confidence),
                drawing.listed(r.checked_by, dates.day(r.checked_on, w)) if r.checked else w("to be confirmed"),
            )
            for r in checklist.references
        ],
    )


# ------------------------------------------------------------------------------------------- evidence
def photos(drawing: Drawing) -> None:
    """Every photo that is not already printed at a finding."""
    shown = {p.id for f in drawing.inspection.findings for p in drawing.photos_of(f)}
    rest = [p for p in drawing.inspection.photos.values() if p.id not in shown]
    if not rest:
        drawing.book.text(drawing.w("All photos are printed at the findings."), look.SMALL)
        return
    plates(drawing, rest, height=104)


def evidence(drawing: Drawing) -> None:
    """The index of evidence: each photo's number, what it shows, and the hashes of what left and of the original."""
    book, w = drawing.book, drawing.w
    if not drawing.inspection.photos:
        book.text(w("There are no photos."), look.SMALL)
        return
    book.text(
        w(
            "Each photo has two SHA-256 values: of the picture printed here, and of the sealed original, which "
            "never leaves the inspecting unit unredacted. Taking the picture out of this file gives the first "
            "value again."
        ),
        look.SMALL,
    )
    used: dict[str, list[str]] = {}
    for finding in drawing.inspection.findings:
        for photo in drawing.photos_of(finding):
            used.setdefault(photo.id, []).append(finding.number)
    states = {"redacted": w("redacted"), "none-needed": w("no redaction needed")}
    rows = []
    for photo in drawing.inspection.photos.values():
        clear = photo.clearance
        said = (
            drawing.listed(states.get(clear.state, clear.state), drawing.person(clear.by))
            if clear
            else w("not cleared, not printed")
        )
        rows.append(
            (
                Cell(drawing.evidence[photo.id], bold=True, small=drawing.listed(*used.get(photo.id, ()))),
                Cell(caption(drawing, photo).replace("\n", " · "), small=drawing.apart(photo.name, said)),
                Cell(photo.outgoing if clear else "—", small=photo.sha256),
            )
        )
    book.table(
        [
            Column(w("No."), 1),
            Column(w("What it shows"), 4.4),
            Column(w("SHA-256 of the printed picture, below it of the original"), 7.2),
        ],
        rows,
        size=look.CELL.but(size=7, leading=10.2),
    )


def journal(drawing: Drawing) -> None:
    """The heads of the journal, the checklist's hash and the one hash over all."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    book.text(
        w(
            "This report is computed from a journal of signed entries, attached to this file. Each laptop's "
            "entries form a chain; the last entry of each chain is named here. Times are those of the laptops, not "
            "of a time stamp."
        ),
        look.SMALL,
    )
    rows = [
        (Cell(desk, small=w("program {version}", version=inspection.desks.get(desk, "—"))), str(seq), id_)
        for desk, (seq, id_) in drawing.heads.items()
    ]
    book.table(
        [Column(w("Laptop"), 4), Column(w("Entries"), 1, "r"), Column(w("Last entry"), 7)],
        rows,
        size=look.CELL.but(size=7.2, leading=10.2),
    )
    book.pairs(
        [
            (w("Inspection"), inspection.id),
            (w("Checklist"), inspection.checklist or "—"),
            (w("Hash over everything"), drawing.root),
            (w("Program"), f"auditapp {drawing.papers.program}"),
            (w("Last entry at"), dates.moment(drawing.made, w)),
            (w("Documents issued"), _issued(drawing, inspection)),
        ],
        share=0.22,
    )


def _issued(drawing: Drawing, inspection: Inspection) -> str:
    return "\n".join(
        drawing.listed(i.document, i.language, drawing.w("version {n}", n=i.revision), i.sha256)
        for i in inspection.issued
    )
