"""``auditapp show``: progress, items, gaps, findings, score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.cli.spoken import spoken, spoken_kind
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.inspection.walk import Line
    from auditapp.operations.desk import Desk
    from auditapp.operations.look import Opened


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "place", nargs="?", default="", help=w("an item or item place (WP-2.2, WP-2.2@S3), with all that is there")
    )
    what = reader.add_mutually_exclusive_group()
    what.add_argument("--items", action="store_true", help=w("every place with its state"))
    what.add_argument("--open", action="store_true", help=w("only places nobody has answered yet"))
    what.add_argument(
        "--gaps", action="store_true", help=w("what is missing before sign-off (exit code 1 when there are gaps)")
    )
    what.add_argument("--score", action="store_true", help=w("score by dimension"))
    what.add_argument("--disputes", action="store_true", help=w("what several people answered differently"))
    reader.add_argument("--group", default="", metavar="G", help=w("only this dimension or group (WP, WP-2)"))
    reader.add_argument("--preset", default="", metavar="P", help=w("score by this preset: A, B or C"))


def run(call: Call) -> int:
    from auditapp.operations import look

    given = call.options
    with call.inspection() as (desk, inspection):
        opened = look.look(desk, inspection, preset=given.preset)
        if given.place:
            return _place(call, opened, given.place)
        if given.items or given.open:
            return _items(call, opened, only_open=given.open)
        if given.gaps:
            return _gaps(call, desk, inspection)
        if given.score:
            return _score(call, opened)
        if given.disputes:
            return _disputes(call, desk, inspection)
        return _whole(call, desk, opened)


def _whole(call: Call, desk: Desk, opened: Opened) -> int:
    from auditapp.cli.listing import there
    from auditapp.inspection.gaps import gaps as gaps_of
    from auditapp.operations import exchange

    w, screen, found, progress = call.words, call.screen, opened.inspection, opened.progress
    missing = gaps_of(opened.walk, found)
    screen.line(f"{found.number}  {found.title}")
    rows = [
        (w("Unit"), found.about.get("unit", "")),
        (w("Site"), found.about.get("site.name", "")),
        (w("Period"), found.about.get("period", "")),
        (w("Checklist"), f"{opened.checklist.title.in_(w.language)} {opened.checklist.version}"),
        (w("State"), w("signed, revision {revision}", revision=found.revision) if found.locked else w("not signed")),
        (w("Team"), w.listed(*(w.bracketed(p.name, spoken(w, p.role)) for p in found.people.values()))),
        (
            w("Progress"),
            w(
                "{answered} of {asked} answered, {unchecked} not checked, {na} not applicable, coverage {coverage}%",
                answered=progress.answered,
                asked=progress.asked,
                unchecked=progress.not_checked,
                na=progress.not_applicable,
                coverage=progress.coverage,
            ),
        ),
        (w("Conforming"), _percent(call, opened)),
        (w("Findings"), w.listed(*(f"{f.number} {spoken(w, f.grade)}" for f in found.findings))),
        (w("Photos"), len(found.photos)),
        (w("Disputes"), len(found.disputes)),
        (w("Gaps"), len(missing)),
        (w("Head office"), there(w, desk, found.id) if exchange.whom(desk)[0] else ""),
    ]
    screen.table([], [(name, value) for name, value in rows if value not in ("", None)])
    screen.result(
        {
            "id": found.id,
            "number": found.number,
            "title": found.title,
            "revision": found.revision,
            "locked": found.locked,
            "about": found.about,
            "settings": found.settings,
            "people": found.people,
            "progress": progress,
            "coverage": progress.coverage,
            "score": opened.score.percent,
            "grade": opened.score.grade,
            "findings": [
                {
                    "number": f.number,
                    "at": f.at,
                    "grade": f.grade,
                    "fact": f.fact,
                    "actions": [{"number": a.number, "state": a.state, "due": a.due} for a in f.actions],
                }
                for f in found.findings
            ],
            "photos": len(found.photos),
            "disputes": len(found.disputes),
            "gaps": len(missing),
            "head_office": {
                "state": exchange.safe(desk, found.id).state,
                "entries": exchange.pending_in(desk, found.id).entries,
                "photos": exchange.pending_in(desk, found.id).photos,
            },
        }
    )
    return 0


def _percent(call: Call, opened: Opened) -> str:
    from auditapp.checklist.answers import with_unit

    score = opened.score
    figure = "-" if score.percent is None else with_unit(str(score.percent), "%")
    return f"{figure}  {score.grade or call.words(score.reason_no_grade)}".strip()


def _items(call: Call, opened: Opened, *, only_open: bool) -> int:
    w = call.words
    lines = [
        line
        for line in opened.walk.visible
        if _in_group(line, call.options.group) and (not only_open or str(line.state) in ("unanswered", "needs-samples"))
    ]
    call.screen.table(
        [w("Place"), w("State"), w("Answer"), w("Verdict"), w("Item")],
        [
            (
                line.place,
                spoken(w, "disputed" if line.disputed else str(line.state)),
                cut(_answer(call, line), 24),
                spoken(w, str(line.verdict)),
                cut(line.item.text.in_(w.language), 60),
            )
            for line in lines
        ],
    )
    call.screen.result(
        [
            {
                "place": line.place,
                "item": line.item.id,
                "kind": str(line.item.kind),
                "state": str(line.state),
                "disputed": line.disputed,
                "answer": line.answered.answer.plain() if line.answered else None,
                "verdict": str(line.verdict),
                "text": line.item.text.in_(w.language),
            }
            for line in lines
        ]
    )
    return 0


def _in_group(line: Line, group: str) -> bool:
    return not group or group.lower() in (line.group.id.lower(), line.dimension.id.lower(), line.item.id.lower())


def _answer(call: Call, line: Line) -> str:
    from auditapp.checklist import answers
    from auditapp.inspection.site import raw_of

    if line.answered is None:
        return "" if line.judged.number is None else str(round(line.judged.number, line.item.digits))
    answer = line.answered.answer
    return answers.display(raw_of(answer), line.item, call.words) if answer.status == "answered" else answer.reason


def _place(call: Call, opened: Opened, place: str) -> int:
    from auditapp.inspection.facts import split_place

    w, screen = call.words, call.screen
    lines = [line] if (line := opened.walk.at(place)) else list(opened.walk.of_item(split_place(place)[0]))
    if not lines:
        raise Trouble(
            say("No such item"),
            say("This checklist has no item {item}."),
            say("See the items with: auditapp show --items"),
            code=2,
            item=place[:60],
        )
    item = lines[0].item
    screen.line(f"{item.id}  {item.text.in_(w.language)}")
    screen.table(
        [],
        [
            (name, value)
            for name, value in (
                (w("Kind"), spoken_kind(w, str(item.kind))),
                (w("Weight"), item.weight),
                (w("Severity"), spoken(w, str(item.severity))),
                (w("Choices"), w.listed(*(w.bracketed(o.code, o.label.in_(w.language)) for o in item.options))),
                (w("Further numbers"), w.listed(*(w.bracketed(i.code, i.label.in_(w.language)) for i in item.inputs))),
                (w("Guidance"), item.guidance.in_(w.language)),
                (w("Samples of"), item.set),
                (w("Criterion"), ("；" if w.chinese else "; ").join(c.text for c in item.citations)),
            )
            if value not in ("", None)
        ],
    )
    for line in lines:
        screen.line("")
        screen.table(
            [],
            [
                (name, value)
                for name, value in (
                    (w("Place"), line.place + (f"  {line.sample.label}" if line.sample else "")),
                    (w("State"), spoken(w, "disputed" if line.disputed else str(line.state))),
                    (w("Answer"), _answer(call, line)),
                    (w("Verdict"), spoken(w, str(line.verdict))),
                    (w("Note"), line.note.text if line.note else ""),
                    (w("Photos"), w.listed(*(p.id[:8] for p in line.photos))),
                    (w("Findings"), w.listed(*(f.number for f in line.findings))),
                )
                if value
            ],
        )
    screen.result(
        [
            {
                "place": line.place,
                "state": str(line.state),
                "answer": line.answered.answer.plain() if line.answered else None,
                "verdict": str(line.verdict),
                "note": line.note.text if line.note else "",
                "photos": [p.id for p in line.photos],
                "findings": [f.number for f in line.findings],
            }
            for line in lines
        ]
    )
    return 0


def _gaps(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import look, sign_off

    w = call.words
    found = sign_off.gaps(desk, inspection)
    numbers = {f.id: f.number for f in look.fold(desk, inspection).findings}
    call.screen.table(
        [w("Place"), w("What is missing")],
        [
            (numbers.get(gap.place, gap.place[:24]), ("! " if gap.must else "") + w(gap.sentence, **gap.values))
            for gap in found
        ],
        empty=say("Nothing is missing."),
    )
    call.screen.result(
        [
            {"kind": str(gap.kind), "place": gap.place, "must": gap.must, "sentence": w(gap.sentence, **gap.values)}
            for gap in found
        ]
    )
    return 1 if found else 0


def _score(call: Call, opened: Opened) -> int:
    from auditapp.checklist.answers import with_unit

    w, score = call.words, opened.score
    call.screen.table(
        [w("Dimension"), "%", w("Points"), w("Coverage")],
        [
            (
                d.title.in_(w.language),
                "-" if d.percent is None else d.percent,
                f"{d.points:.1f}/{d.of:.1f}",
                with_unit(str(d.coverage), "%"),
            )
            for d in score.dimensions
        ],
    )
    call.screen.line("")
    call.screen.said("Preset {preset}: {score}", preset=score.preset, score=_percent(call, opened))
    for cap in score.caps:
        call.screen.line(w(cap.sentence, **cap.values))
    call.screen.result(
        {
            "preset": score.preset,
            "percent": score.percent,
            "grade": score.grade,
            "reason_no_grade": w(score.reason_no_grade) if score.reason_no_grade else "",
            "dimensions": [{"id": d.id, "percent": d.percent, "coverage": d.coverage} for d in score.dimensions],
        }
    )
    return 0


def _disputes(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations.disputes import disputes

    w = call.words
    rows = [(one, version) for one in disputes(desk, inspection) for version in one.versions]
    call.screen.table(
        [w("Place"), w("What"), w("Entry"), w("Who"), w("When"), w("Value")],
        [
            (cut(one.where.said, 30), one.field, v.entry[:8], v.who, v.when[:16].replace("T", " "), cut(v.said, 50))
            for one, v in rows
        ],
        empty=say("Nothing is disputed."),
    )
    call.screen.result(
        [
            {
                "kind": one.kind,
                "place": one.subject,
                "entry": v.entry[:8],
                "who": v.who,
                "when": v.when,
                "value": v.said,
                "where": one.where.said,
                "field": one.field,
            }
            for one, v in rows
        ]
    )
    return 1 if rows else 0
