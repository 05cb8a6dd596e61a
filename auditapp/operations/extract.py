"""Everything of all inspections in tables, for whoever reckons elsewhere: a workbook, CSV files, or JSON lines.

`prepare` looks at what is wanted on the desk's thread, `make` writes it on whatever thread, from the desk as it stands
then (`Desk.apart`), one inspection after the other, so that memory does not grow with their number. No photo leaves:
only the list of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from auditapp.checklist import answers
from auditapp.inspection import terms
from auditapp.inspection.facts import split_place
from auditapp.inspection.site import raw_of
from auditapp.inspection.state import Inspection
from auditapp.inspection.walk import Line, LineState
from auditapp.operations import look, tables
from auditapp.operations.actions import is_overdue
from auditapp.operations.desk import Desk
from auditapp.operations.overview import Scope
from auditapp.operations.saving import refuse_there
from auditapp.operations.seen import Opened
from auditapp.operations.tables import Column, Worded
from auditapp.words import Trouble, Words, say, speak

_WHICH: Final = (
    Column("inspection", say("Inspection")),
    Column("site", say("Site")),
    Column("day", say("Day")),
)
TABLES: Final[tables.Tables] = {
    "inspections": (
        Column("id", say("Id")),
        Column("number", say("Number")),
        Column("title", say("Title")),
        Column("site", say("Site")),
        Column("unit", say("Inspected unit")),
        Column("address", say("Address")),
        Column("day", say("Day")),
        Column("checklist", say("Checklist")),
        Column("version", say("Version")),
        Column("state", say("State")),
        Column("revision", say("Revision")),
        Column("review", say("Review by head office")),
        Column("score", say("Score")),
        Column("grade", say("Grade")),
        Column("asked", say("Asked")),
        Column("answered", say("Answered")),
        Column("findings", say("Findings")),
        Column("actions", say("Corrective actions")),
        Column("open_actions", say("Open actions")),
        Column("photos", say("Photos")),
        Column("remarks", say("Open remarks")),
        Column("previous", say("Last visit")),
    ),
    "answers": (
        *_WHICH,
        Column("section", say("Section")),
        Column("item", say("Item")),
        Column("question", say("Question")),
        Column("sample", say("Sample")),
        Column("label", say("Label")),
        Column("state", say("State")),
        Column("answer", say("Answer")),
        Column("value", say("Value")),
        Column("verdict", say("Verdict")),
        Column("by_hand", say("Graded by hand")),
        Column("reason", say("Reason")),
        Column("readings", say("Readings")),
        Column("instrument", say("Instrument")),
        Column("indicative", say("Indicative")),
        Column("note", say("Note")),
        Column("photos", say("Photos")),
        Column("who", say("Who")),
        Column("when", say("When")),
    ),
    "findings": (
        *_WHICH,
        Column("number", say("Number")),
        Column("item", say("Item")),
        Column("sample", say("Sample")),
        Column("grade", say("Grade")),
        Column("fact", say("Fact")),
        Column("place", say("Place on site")),
        Column("criterion", say("Criterion")),
        Column("fixed", say("Put right on the spot")),
        Column("interim", say("Interim control")),
        Column("confirmed", say("Facts confirmed by")),
        Column("repeat_of", say("Repeat of")),
        Column("comment", say("Comment of the unit")),
        Column("actions", say("Corrective actions")),
        Column("when", say("When")),
    ),
    "actions": (
        *_WHICH,
        Column("finding", say("Finding")),
        Column("number", say("Number")),
        Column("grade", say("Grade")),
        Column("requirement", say("What must be done")),
        Column("owner", say("Owner")),
        Column("due", say("Due")),
        Column("overdue", say("Overdue")),
        Column("state", say("State")),
        Column("until", say("Extension asked until")),
        Column("reason", say("Reason")),
        Column("reply", say("Reply of the unit")),
        Column("verification", say("How it was verified")),
    ),
    "remarks": (
        *_WHICH,
        Column("at", say("At")),
        Column("remark", say("Remark of head office")),
        Column("name", say("Name")),
        Column("reply", say("Reply to the remark")),
        Column("replied_by", say("Replied by")),
        Column("state", say("State")),
        Column("when", say("When")),
    ),
    "samples": (
        *_WHICH,
        Column("set", say("Set")),
        Column("sample", say("Sample")),
        Column("label", say("Label")),
        Column("skipped", say("Skipped sample")),
        Column("replaces", say("Replaces")),
        Column("population", say("Population")),
        Column("method", say("Method")),
    ),
    "photos": (
        *_WHICH,
        Column("at", say("At")),
        Column("name", say("Name")),
        Column("caption", say("Caption")),
        Column("sha256", say("SHA-256 of the original")),
        Column("outgoing", say("SHA-256 of what may leave")),
        Column("cleared_by", say("Cleared by")),
        Column("bytes", say("Bytes")),
        Column("width", say("Width")),
        Column("height", say("Height")),
        Column("taken", say("Taken")),
    ),
}


@dataclass(frozen=True)
class Order:
    """Tables asked for (`prepare`): which inspections, in which form and language. `make` writes them."""

    desk: Desk
    out: Path
    form: str
    language: str
    inspections: tuple[str, ...]


@dataclass(frozen=True)
class Extracted:
    """What was written: the file or folder, and how many rows each table has."""

    out: Path
    form: str
    inspections: int
    rows: dict[str, int]


def extract(
    desk: Desk,
    out: Path,
    *,
    form: str = "",
    language: str = "",
    scope: Scope = Scope(),  # noqa: B008 frozen
    progress: Callable[[int, int], object] | None = None,
) -> Extracted:
    """Write everything at once; `prepare` and `make` for a window."""
    return make(prepare(desk, out, form=form, language=language, scope=scope), progress=progress)


def prepare(
    desk: Desk,
    out: Path,
    *,
    form: str = "",
    language: str = "",
    scope: Scope = Scope(),  # noqa: B008 frozen
) -> Order:
    """Ask for tables of the inspections in *scope*. *form*: xlsx, csv (a folder) or jsonl, "" = by the ending of
    *out*; *language* of the words in it, "" = the desk's (headings are in both). Raises `Trouble`: it is there
    already, no such form."""
    wish = tables.form_of(out, form)
    refuse_there(out)
    look.catch_up(desk)
    rows = desk.store.journals.inspections()
    chosen = [
        row.id
        for row in rows
        if (not scope.site or row.site == scope.site)
        and (not scope.profile or row.profile == scope.profile)
        and (not scope.since or row.day[:7] >= scope.since)
        and (not scope.until or row.day[:7] <= scope.until)
    ]
    return Order(desk, out, wish, language or desk.words.language, tuple(chosen))


def make(order: Order, *, progress: Callable[[int, int], object] | None = None) -> Extracted:
    """Write what was asked for. May run on any thread; the desk stays open meanwhile, and work there goes on.
    *progress* is called with (inspections written, of) and may raise to stop: then nothing is left behind."""
    counts: Counter[str] = Counter()
    words = speak(order.language)
    with order.desk.apart() as twin, tables.FORMS[order.form](order.out, TABLES) as out:
        today = twin.clock().date()
        for number, inspection in enumerate(order.inspections):
            if progress is not None:
                progress(number, len(order.inspections))
            for table, values in _rows(twin, inspection, words, today):
                out.row(table, values)
                counts[table] += 1
            twin.memory.put_away(inspection)
        if progress is not None:
            progress(len(order.inspections), len(order.inspections))
    return Extracted(order.out, order.form, len(order.inspections), {name: counts[name] for name in TABLES})


# ------------------------------------------------------------------------------------------- rows


def _rows(desk: Desk, inspection: str, words: Words, today: date) -> Iterator[tuple[str, tuple[object, ...]]]:
    """(table, values) of everything in one inspection."""
    found = look.fold(desk, inspection)
    opened: Opened | None
    try:
        opened = look.look(desk, inspection)
    except Trouble:  # its checklist is not here: what needs none is told all the same
        opened = None
    site = found.about.get("site.name", "") or found.about.get("unit", "")
    which = (found.number, site, look.day_of(found).isoformat())
    yield "inspections", _inspection(found, opened, words, site)
    for line in opened.walk.visible if opened is not None else ():
        if line.state is not LineState.NEEDS_SAMPLES:
            yield "answers", (*which, *_answer(line, found, words))
    for finding in found.findings:
        item, sample = split_place(finding.at)
        yield (
            "findings",
            (
                *which,
                finding.number,
                item,
                sample,
                Worded(finding.grade, terms.grade(words, finding.grade)),
                finding.fact,
                finding.where,
                finding.criterion,
                finding.fixed,
                finding.interim,
                finding.confirmed,
                finding.repeat_of,
                "\n".join(comment.text for comment in finding.comments),
                len(finding.actions),
                finding.stood.wall,
            ),
        )
        for action in finding.actions:
            late = is_overdue(action.state, action.due, today)
            yield (
                "actions",
                (
                    *which,
                    finding.number,
                    action.number,
                    Worded(finding.grade, terms.grade(words, finding.grade)),
                    action.requirement,
                    action.owner,
                    action.due,
                    _yes(words, late),
                    Worded(action.state, terms.action_state(words, action.state)),
                    action.until,
                    action.reason,
                    action.reply,
                    action.verification,
                ),
            )
    yield from _rest(found, which, words)


def _rest(found: Inspection, which: tuple[str, str, str], words: Words) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Remarks, samples and the list of photos."""
    for remark in found.remarks:
        about = found.finding(remark.subject)
        at = about.number if about is not None else remark.subject
        state = Worded(remark.state, terms.remark(words, remark.state))
        told = (at, remark.text, remark.name, remark.reply, remark.replied_by, state, remark.stood.wall)
        yield "remarks", (*which, *told)
    for code, samples in found.samples.items():
        plan = found.plans.get(code)
        for sample in samples:
            told_plan = (plan.population, plan.method) if plan is not None else (None, "")
            yield "samples", (*which, code, sample.code, sample.label, sample.skipped, sample.replaces, *told_plan)
    for photo in found.photos.values():
        cleared = found.people.get(photo.clearance.by) if photo.clearance else None
        yield (
            "photos",
            (
                *which,
                photo.place,
                photo.name,
                photo.caption,
                photo.sha256,
                photo.outgoing,
                cleared.name if cleared else photo.clearance.by if photo.clearance else "",
                photo.bytes,
                photo.width,
                photo.height,
                photo.taken,
            ),
        )


def _inspection(found: Inspection, opened: Opened | None, words: Words, site: str) -> tuple[object, ...]:
    state = "signed" if found.locked else "open"
    review = found.reviewed.state if found.reviewed else ""
    failing = [f for f in found.findings if f.grade != "good_practice"]
    actions = [a for f in found.findings for a in f.actions]
    score = opened.score.percent if opened is not None else None
    return (
        found.id,
        found.number,
        found.title,
        site,
        found.about.get("unit", ""),
        found.about.get("site.address", ""),
        look.day_of(found).isoformat(),
        opened.checklist.id if opened is not None else found.checklist[:12],
        opened.checklist.version if opened is not None else "",
        Worded(state, words("signed") if found.locked else words("not signed")),
        found.revision,
        Worded(review, terms.review(words, review)),
        None if score is None else float(score),
        opened.score.grade or "" if opened is not None else "",
        opened.progress.asked if opened is not None else None,
        opened.progress.answered if opened is not None else None,
        len(failing),
        len(actions),
        sum(a.state != "closed" for a in actions),
        len(found.photos),
        len(found.open_remarks),
        found.previous.number if found.previous else "",
    )


def _answer(line: Line, found: Inspection, words: Words) -> tuple[object, ...]:
    given = line.answered
    answer = given.answer if given is not None else None
    person = found.people.get(given.stood.writer) if given is not None else None
    sample = line.sample
    shown = ""
    value: object = ""
    if line.disputed and given is not None:
        both = (*(one for one, _ in given.rivals), given.answer)
        shown = " / ".join(answers.display(raw_of(one), line.item, words) for one in both)
    elif answer is not None and answer.status == "answered":
        shown = answers.display(raw_of(answer), line.item, words)
        value = _value(answer.v)
    elif line.state is LineState.COMPUTED and line.judged.number is not None:
        value = float(line.judged.number)
    return (
        line.group.id,
        line.item.id,
        line.item.text.in_(words.language),
        sample.code if sample else "",
        sample.label if sample else "",
        Worded("disputed" if line.disputed else str(line.state), _state(line, words)),
        shown,
        value,
        Worded(str(line.verdict), terms.verdict(words, str(line.verdict))),
        _yes(words, line.overridden),
        answer.reason if answer else "",
        ", ".join(answer.readings) if answer else "",
        answer.instrument if answer else "",
        _yes(words, line.indicative),
        line.note.text if line.note else "",
        len(line.photos),
        person.name if person else given.stood.writer if given else "",
        given.stood.wall if given else "",
    )


_STATES: Final = {
    LineState.ANSWERED: say("Answered"),
    LineState.UNANSWERED: say("Open"),
    LineState.NOT_APPLICABLE: say("Not applicable"),
    LineState.NOT_CHECKED: say("Not checked"),
    LineState.COMPUTED: say("computed"),
}


def _state(line: Line, words: Words) -> str:
    return words("disputed") if line.disputed else words(_STATES[line.state])


def _value(v: str | list[str] | None) -> object:
    """A number where it is one that a spreadsheet keeps exactly, else the text or the codes."""
    if isinstance(v, list):
        return ", ".join(v)
    if isinstance(v, str) and len(v) <= 15:
        try:
            return (
                int(v)
                if v.lstrip("-").isdecimal()
                else float(v)
                if v.replace(".", "", 1).lstrip("-").isdecimal()
                else v
            )
        except ValueError:
            return v
    return v or ""


def _yes(words: Words, so: bool) -> Worded:
    return Worded("yes" if so else "no", words("yes") if so else words("no"))
