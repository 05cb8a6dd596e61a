"""What was inspected, by whom and how; and what the inspected unit is."""

from __future__ import annotations

from auditapp.checklist.model import AnswerKind, Setting
from auditapp.report import dates, labels
from auditapp.report import style as look
from auditapp.report.book import Cell, Column
from auditapp.report.drawing import Drawing


def overview(drawing: Drawing, title: str) -> None:
    """Basis, purpose, scope, team, dates, checklist, method, sampling statement, instruments, meetings."""
    book, w, inspection, papers = drawing.book, drawing.w, drawing.inspection, drawing.papers
    book.begin()
    book.heading(1, title)
    basis = drawing.about("basis") or w("The inspection notice of the inspecting unit and the checklist named below.")
    book.pairs(
        [
            (w("Title"), inspection.title),
            (w("Report number"), inspection.number),
            (w("Period"), drawing.period),
            (w("Basis"), basis),
            (w("Purpose"), drawing.about("purpose")),
            (w("Scope"), drawing.about("scope")),
            (w("Checklist"), f"{drawing.t(papers.checklist.title)} · {papers.checklist.id} {papers.checklist.version}"),
            (w("Checklist in force from"), dates.day(papers.checklist.effective_from, w)),
            (w("Contact"), drawing.about("contact")),
        ]
    )
    book.heading(2, w("Team and people met"))
    book.table(
        [Column(w("Name"), 2), Column(w("Role"), 2), Column(w("Unit"), 4)],
        [(p.name, labels.role(w, p.role), p.unit) for p in inspection.people.values()],
    )
    book.heading(2, w("Method"))
    book.text(
        drawing.about("method")
        or w(
            "Items were observed, measured, tested, read in records or asked in interviews, as the checklist names it "
            "for each. A finding rests on a criterion, a fact, evidence, a place and a time."
        )
    )
    book.text(
        w(
            "Samples were drawn from named populations; population, method, size and seed were recorded before "
            "looking and are listed in the annex. Looking at samples means that some problems may not have been "
            "seen, and a rate found in a sample stands within the interval printed beside it."
        )
    )
    held = [m for m in inspection.meetings.values() if m.held or m.place or m.note]
    if held:
        book.heading(2, w("Meetings"))
        names = {"opening": w("Opening meeting"), "closing": w("Closing meeting")}
        book.table(
            [Column(w("Meeting"), 2), Column(w("Held"), 3), Column(w("Place"), 3), Column(w("Notes"), 5)],
            [(names.get(m.code, m.code), dates.moment(m.held, w), m.place, m.note) for m in held],
        )
        consent = next((m.consent for m in held if m.consent), "")
        if consent:
            book.callout(consent, lead=w("Agreed at the opening meeting:"))


def instruments(drawing: Drawing) -> None:
    w, book = drawing.w, drawing.book
    if not drawing.inspection.instruments:
        book.text(w("No instruments were recorded."), look.SMALL)
        return
    book.table(
        [
            Column(w("Code"), 1.4),
            Column(w("Instrument"), 4),
            Column(w("Number"), 2),
            Column(w("Calibration valid until"), 3),
            Column(w("Uncertainty"), 2),
        ],
        [
            (i.code, i.name, i.number, _due(drawing, i.calibration_due), i.uncertainty)
            for i in drawing.inspection.instruments.values()
        ],
    )


def _due(drawing: Drawing, due: str) -> Cell:
    w = drawing.w
    if due and due < drawing.papers.walk.day.isoformat():
        return Cell(dates.day(due, w), colour=look.BAD, small=w("expired: readings are reference values only"))
    return Cell(dates.day(due, w) if due else w("not stated"))


def unit(drawing: Drawing, title: str) -> None:
    """Address, floors, seats, shifts, building, and the settings the limits depend on."""
    book, w, inspection = drawing.book, drawing.w, drawing.inspection
    book.heading(1, title)
    known = {
        "unit": w("Inspected unit"),
        "unit.code": w("Unit code"),
        "site.name": w("Site"),
        "site.address": w("Address"),
        "site.floors": w("Floors and area"),
        "site.seats": w("Seats"),
        "site.shifts": w("Shifts"),
        "site.building": w("Building"),
        "site.staff": w("Staff"),
        "site.manager": w("Site manager"),
    }
    elsewhere = {"period", "purpose", "scope", "conclusion", "contact", "basis", "method"}
    rows = [(label, drawing.about(name)) for name, label in known.items()]
    rows += [
        (name, value) for name, value in sorted(inspection.about.items()) if name not in known and name not in elsewhere
    ]
    book.pairs(rows)
    settings = [(s, _setting(drawing, s)) for s in drawing.papers.checklist.settings]
    chosen = [(drawing.t(s.title), value) for s, value in settings if value]
    if chosen:
        book.heading(2, w("Settings that decide which limits count"))
        book.table([Column(w("Setting"), 3), Column(w("Chosen"), 4)], chosen)


def _setting(drawing: Drawing, setting: Setting) -> str:
    """What was chosen for a setting, in words; "" when nothing was."""
    w, inspection = drawing.w, drawing.inspection
    value = inspection.settings.get(setting.code, "")
    if not value and setting.item:
        answered = inspection.answers.get(setting.item)
        item = drawing.papers.checklist.by_id.get(setting.item)
        return labels.value(drawing, item, answered.answer) if answered and item else ""
    if setting.kind is AnswerKind.YESNO:
        return {"yes": w("Yes"), "no": w("No")}.get(value, value)
    return next((drawing.t(c.label) for c in setting.choices if c.code == value), value)
