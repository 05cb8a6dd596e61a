"""``auditapp overview``: figures, lists and comparison over all inspections on this desk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.cli.spoken import spoken

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk
    from auditapp.operations.overview import Compared, Compliance, Group, Scope

MOST = 10_000


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    scope(deeds.add("figures", w("the figures of all inspections (default)")))
    for name, what in (
        ("actions", w("corrective actions, the first due first")),
        ("findings", w("findings, the latest first")),
    ):
        part = deeds.add(name, what)
        scope(part)
        part.add_argument("--first", type=int, default=50, metavar="N", help=w("only the first N"))
        if name == "actions":
            part.add_argument("--overdue", action="store_true", help=w("only those past their deadline today"))
            part.add_argument(
                "--owner", default="", metavar="TEXT", help=w("only those of this owner (part of the name)")
            )
            part.add_argument("--all", action="store_true", help=w("closed ones too"))
        else:
            part.add_argument("--repeats", action="store_true", help=w("only those that were there at the last visit"))
            part.add_argument("--grade", default="", metavar="G", help=w("critical, major, minor, obs, good_practice"))
    sites = deeds.add("sites", w("compare sites"))
    sites.add_argument("sites", nargs="+", metavar="SITE", help=w("names of two or more sites"))
    scope(sites, site=False)
    visits = deeds.add("visits", w("compare visits"))
    visits.add_argument("visits", nargs="+", metavar="N", help=w("numbers of two or more inspections, or one site"))
    for part in (sites, visits):
        part.add_argument("--items", action="store_true", help=w("item by item"))
    deeds.add("rebuild", w("make all lists and figures anew from the journals"))


def scope(reader: Reader, *, site: bool = True) -> None:
    """The options that say which inspections are meant."""
    w = reader.words
    if site:
        reader.add_argument("--site", default="", help=w("only of this site"))
    reader.add_argument("--since", default="", metavar="MONTH", help=w("from this month on (2026-05)"))
    reader.add_argument("--until", default="", metavar="MONTH", help=w("up to this month (2026-07)"))
    reader.add_argument("--checklist", default="", metavar="C", help=w("only with this checklist (its id)"))


def scope_of(call: Call) -> Scope:
    """What these options came to."""
    from auditapp.operations.overview import Scope

    told = vars(call.options)
    return Scope(*(told.get(name, "") for name in ("site", "since", "until", "checklist")))


def run(call: Call) -> int:
    from auditapp.operations import look, overview

    given = call.options
    with call.desk() as desk:
        look.catch_up(desk, progress=progress(call))
        match getattr(given, "deed", None):
            case "actions":
                return _actions(call, desk)
            case "findings":
                return _findings(call, desk)
            case "sites":
                return _compared(call, overview.compare_sites(desk, given.sites, scope_of(call)))
            case "visits":
                return _compared(call, overview.compare_visits(desk, _visits(desk, given.visits)))
            case "rebuild":
                count = overview.rebuild(desk, progress=progress(call))
                call.screen.said("Made anew: {n} inspections.", n=count)
                call.screen.result({"inspections": count})
                return 0
            case _:
                return _figures(call, desk)


def progress(call: Call) -> Callable[[int, int], None]:
    """A word now and then while many inspections are counted."""

    def told(done: int, of: int) -> None:
        if done and done % 100 == 0 and sys.stderr.isatty():
            call.screen.told(call.words("{done} of {of} inspections", done=done, of=of))

    return told


def _visits(desk: Desk, keys: list[str]) -> list[str]:
    from auditapp.operations import look, overview

    if len(keys) == 1 and keys[0] in overview.sites(desk):
        return [row.id for row in reversed(overview.visits_of(desk, keys[0]))]
    return [look.choose(desk, key) for key in keys]


def _figures(call: Call, desk: Desk) -> int:
    from auditapp.inspection import terms
    from auditapp.operations import overview

    w, told = call.words, overview.figures(desk, scope_of(call))
    screen = call.screen
    screen.said(
        "Inspections: {n}; findings: {findings}, critical {critical}, repeated {repeats}; mean score: {score}.",
        n=told.all.inspections,
        findings=told.all.findings,
        critical=told.all.critical,
        repeats=told.all.repeats,
        score=_number(told.all.score),
    )
    screen.said(
        "Corrective actions not closed: {n}, of them overdue: {late}.", n=told.actions.open, late=told.actions.overdue
    )
    heads = [w("Inspections"), w("Score"), w("Findings"), w("Repeat findings")]
    for title, groups, word in (
        (w("State"), told.states, lambda code: spoken(w, code) if code == "signed" else w("not signed")),
        (w("Review"), told.reviews, lambda code: terms.review(w, code)),
        (w("Grade"), told.grades, lambda code: code or w("none")),
        (w("Month"), told.months, str),
        (w("Site"), told.sites, lambda code: cut(code, 40)),
    ):
        if groups:
            screen.line()
            screen.table([title, *heads], [(word(one.code), *_sums(one)) for one in groups])
    for title, lines in (
        (w("Dimension"), told.dimensions),
        (w("Section"), told.sections),
        (w("Worst items"), told.worst),
    ):
        if lines:
            screen.line()
            screen.table(
                [title, "", w("Share conforming"), w("Judged"), w("Obs."), w("Minor"), w("Major")],
                [(one.code, cut(one.title, 40), *_counts(one)) for one in lines],
            )
    screen.result(told)
    return 0


def _sums(one: Group) -> tuple[object, ...]:
    return (one.inspections, _number(one.score), one.findings, one.repeats)


def _counts(one: Compliance) -> tuple[object, ...]:
    return (_percent(one.percent), one.judged, one.obs, one.minor, one.major)


def _actions(call: Call, desk: Desk) -> int:
    from auditapp.operations import overview

    given, w = call.options, call.words
    page = overview.actions(
        desk,
        scope_of(call),
        state="" if given.all else "open",
        owner=given.owner,
        overdue=given.overdue,
        most=max(1, min(given.first, MOST)),
    )
    call.screen.table(
        [w("Inspection"), w("Number"), w("State"), w("Due"), w("Overdue"), w("Who"), w("What"), w("Site")],
        [
            (
                one.inspection,
                one.row.number,
                spoken(w, one.row.state),
                one.row.due,
                w("yes") if one.overdue else "",
                one.row.owner,
                cut(one.row.requirement, 40),
                cut(one.row.site, 24),
            )
            for one in page.rows
        ],
    )
    _of(call, len(page.rows), page.total)
    call.screen.result([{**one.row._asdict(), "overdue": one.overdue, "of": one.inspection} for one in page.rows])
    return 0


def _findings(call: Call, desk: Desk) -> int:
    from auditapp.operations import overview

    given, w = call.options, call.words
    page = overview.findings(
        desk, scope_of(call), grade=given.grade, repeats=given.repeats, most=max(1, min(given.first, MOST))
    )
    call.screen.table(
        [w("Inspection"), w("Number"), w("Item"), w("Grade"), w("Visits running"), w("Fact"), w("Site")],
        [
            (
                one.inspection,
                one.row.number,
                one.row.at,
                spoken(w, one.row.grade),
                one.visits,
                cut(one.row.fact, 50),
                cut(one.row.site, 24),
            )
            for one in page.rows
        ],
    )
    _of(call, len(page.rows), page.total)
    call.screen.result([{**one.row._asdict(), "visits": one.visits, "of": one.inspection} for one in page.rows])
    return 0


def _of(call: Call, shown: int, total: int) -> None:
    if total > shown:
        call.screen.said("{n} of {total} are shown.", n=shown, total=total)


def _compared(call: Call, told: Compared) -> int:
    w = call.words
    wanted = ("dimension", "section", "item") if call.options.items else ("dimension", "section")
    call.screen.table(
        ["", *(cut(column.title, 20) for column in told.columns)],
        [
            (w("Inspections"), *(column.inspections for column in told.columns)),
            (w("Score"), *(f"{_number(column.score)} {column.grade}".strip() for column in told.columns)),
            (w("Findings"), *(column.findings for column in told.columns)),
            (w("Repeat findings"), *(column.repeats for column in told.columns)),
            *_lines(told, wanted),
        ],
    )
    call.screen.result(told)
    return 0


def _lines(told: Compared, levels: Iterable[str]) -> list[tuple[str, ...]]:
    indent = {"dimension": "", "section": "  ", "item": "    "}
    return [
        (
            f"{indent[line.level]}{line.code} {cut(line.title, 36)}",
            *(_percent(cell.percent) for cell in line.cells),
        )
        for line in told.lines
        if line.level in levels
    ]


def _number(value: Decimal | None) -> str:
    return "-" if value is None else str(value)


def _percent(value: Decimal | None) -> str:
    return "-" if value is None else f"{value} %"
