"""Looking over all inspections of this desk: figures, lists in pages, comparison of sites and of visits.

Everything is read from projections that are made when an inspection is counted (`look.catch_up`), so that it costs the
same with ten inspections and with ten thousand. Inspections that are behind are counted first when they are few, and
told (``behind``) when they are many: whoever shows figures then catches up in slices and asks again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Generic, TypeVar

import msgspec

from auditapp.checklist import write
from auditapp.checklist.model import Checklist, Verdict
from auditapp.checklist.verdicts import RANK
from auditapp.inspection.state import fold
from auditapp.operations import look
from auditapp.operations.actions import WAITING, is_overdue
from auditapp.operations.counting import projection
from auditapp.operations.desk import Desk
from auditapp.operations.look import catch_up as catch_up
from auditapp.operations.testimony import no_such_inspection
from auditapp.store.journals import BEHIND, COMPANY, Row
from auditapp.store.overview import COUNTS, ActionRow, Counts, FindingRow, Wish
from auditapp.store.overview import Scope as Scope
from auditapp.words import Trouble, Words, say

FEW: Final = 0.25
"""Seconds that a question spends on counting what is behind before it answers."""
PAGE: Final = 50
T = TypeVar("T")


# ------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True)
class Compliance:
    """How places were judged: of one item, section, dimension or site (``code``; ``title`` in the desk's language).

    ``percent`` is the share of conforming ones of all that were judged, rounded half up; None when nothing was
    judged."""

    code: str
    title: str
    conform: int
    obs: int
    minor: int
    major: int
    not_applicable: int = 0
    unchecked: int = 0

    @property
    def judged(self) -> int:
        return self.conform + self.obs + self.minor + self.major

    @property
    def failing(self) -> int:
        return self.minor + self.major

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.conform, self.judged)


@dataclass(frozen=True)
class Group:
    """Inspections that have something in common (``code``: a month, a site, a state, a grade …). ``score``: the mean of
    those that have one."""

    code: str
    inspections: int
    score: Decimal | None
    findings: int
    critical: int
    majors: int
    minors: int
    repeats: int


@dataclass(frozen=True)
class ActionFigures:
    """Corrective actions by state, and how many are open and past their deadline on the desk's day."""

    states: dict[str, int]
    open: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    """The dashboard. ``behind``: inspections whose figures are not in it yet."""

    all: Group
    states: tuple[Group, ...]
    reviews: tuple[Group, ...]
    grades: tuple[Group, ...]
    months: tuple[Group, ...]
    sites: tuple[Group, ...]
    dimensions: tuple[Compliance, ...]
    sections: tuple[Compliance, ...]
    worst: tuple[Compliance, ...]
    actions: ActionFigures
    behind: int


def figures(desk: Desk, scope: Scope = Scope(), *, worst: int = 10, sites: int = 20) -> Figures:  # noqa: B008 frozen
    """Everything the dashboard shows, of the inspections in *scope*: *worst* items and *sites* at most. Sites come with
    most inspections first, worst items by their share of failures (of those judged at least five times)."""
    behind = catch_up(desk, seconds=FEW)
    kept = desk.store.overview
    cells = kept.tally(scope, "state", "review", "grade")
    months = [(str(day)[:7], *sums) for day, *sums in kept.tally(scope, "day")]  # by day in the order of the index
    closed = sum(int(one[-2] - one[-1]) for one in months)
    by_site = sorted(_groups(kept.tally(scope, "site"), 0), key=lambda one: (-one.inspections, one.code))
    verdicts = kept.verdicts(scope)
    titles = _Titles(desk)
    items = [_compliance(item, titles.item(item), [counts]) for _, _, item, counts in _by_item(verdicts)]
    often = [one for one in items if one.judged >= 5] or items
    failing = sorted(
        (one for one in often if one.failing), key=lambda one: (-one.failing / one.judged, -one.failing, one.code)
    )
    return Figures(
        all=next(iter(_summed(("", one[1:]) for one in months)), _EMPTY),
        states=_groups(cells, 0, skip=3),
        reviews=_groups([cell for cell in cells if cell[0] == "signed"], 1, skip=3),
        grades=_groups(cells, 2, skip=3),
        months=_groups(months, 0),
        sites=tuple(by_site[:sites]),
        dimensions=_gathered(verdicts, 0, titles.section),
        sections=_gathered(verdicts, 1, titles.section),
        worst=tuple(failing[:worst]),
        actions=_action_figures(kept.action_states(scope, _today(desk).isoformat()), closed),
        behind=behind,
    )


def reviews(desk: Desk, scope: Scope = Scope()) -> dict[str, int]:  # noqa: B008 frozen
    """How many inspections head office has said what of ("" = signed, and nothing yet), and how many are ``open``."""
    found: dict[str, int] = {}
    for state, review, count, *_ in desk.store.overview.tally(scope, "state", "review"):
        code = str(review) if state == "signed" else "open"
        found[code] = found.get(code, 0) + int(count)
    return found


def action_figures(desk: Desk, scope: Scope = Scope()) -> ActionFigures:  # noqa: B008 frozen
    """Corrective actions by state, in one look."""
    kept = desk.store.overview
    closed = sum(int(one[-2] - one[-1]) for one in kept.tally(scope, "day"))
    return _action_figures(kept.action_states(scope, _today(desk).isoformat()), closed)


@dataclass(frozen=True)
class FindingFigures:
    """Findings by grade; of those that are no good practice, how many repeat one of the last visit, and how many have
    an open action."""

    grades: dict[str, int]
    repeats: int
    open: int


def finding_figures(desk: Desk, scope: Scope = Scope()) -> FindingFigures:  # noqa: B008 frozen
    """Findings by grade, in one look."""
    every = desk.store.overview.finding_grades(scope)
    failing = [one for one in every if one[0] != "good_practice"]
    return FindingFigures(
        {grade: count for grade, count, _, _ in every},
        sum(repeats for _, _, repeats, _ in failing),
        sum(open_ for _, _, _, open_ in failing),
    )


def sites(desk: Desk) -> list[str]:
    """The sites that were inspected, by name."""
    return desk.store.overview.values_of("site")


def profiles(desk: Desk) -> list[str]:
    """The ids of the checklists that inspections here were begun with."""
    return [one for one in desk.store.overview.values_of("profile") if one]


# ------------------------------------------------------------------------------------------- lists in pages


@dataclass(frozen=True)
class Page(Generic[T]):
    """Part of a list. ``next`` is given back to get the part after it ("" at the end); ``total`` counts the whole list
    (only with the first page, else -1)."""

    rows: tuple[T, ...]
    next: str
    total: int
    behind: int


def inspections(
    desk: Desk,
    scope: Scope = Scope(),  # noqa: B008 frozen
    *,
    state: str = "",
    review: str | None = None,
    grade: str = "",
    assigned: str = "",
    text: str = "",
    after: str = "",
    most: int = PAGE,
) -> Page[Row]:
    """Inspections, the last changed first. *state*: open or signed; *review*: head office's word on the current
    revision ("" = none yet, None = whatever); *grade*: A to D; *assigned*: somebody's name or code at the hub."""
    wish = _wish(scope, month="day")
    for column, value in (("state", state), ("grade", grade)):
        if value:
            wish.add(f"{column} = ?", value)
    if review is not None:
        wish.add("review = ?", review)
    if assigned:
        wish.add("instr(' ' || assigned || ' ', ?) > 0", f" {assigned} ")
    _holding(wish, text, "number", "title", "site", "unit", "day", "assigned")
    return _inspections(desk, wish, after, most)


def inbox(desk: Desk, scope: Scope = Scope(), *, after: str = "", most: int = PAGE) -> Page[Row]:  # noqa: B008 frozen
    """What waits for head office: signed inspections that are neither accepted nor returned."""
    wish = _wish(scope, month="day")
    wish.add("state = 'signed'")
    wish.add("review NOT IN ('accepted', 'returned')")
    return _inspections(desk, wish, after, most)


def _inspections(desk: Desk, wish: Wish, after: str, most: int) -> Page[Row]:
    behind = _behind(desk, after)
    kept = desk.store.overview
    rows = kept.inspections(wish, _key(after, 2), most)
    total = kept.count_inspections(wish) if not after else -1
    return Page(tuple(rows), _after(rows, most, lambda row: (row.changed, row.id)), total, behind)


@dataclass(frozen=True)
class ActionAt:
    """A corrective action with the inspection it belongs to. ``overdue``: on the desk's day; shown, never written."""

    row: ActionRow
    inspection: str
    """The inspection's number."""
    overdue: bool


def actions(
    desk: Desk,
    scope: Scope = Scope(),  # noqa: B008 frozen
    *,
    state: str = "open",
    owner: str = "",
    overdue: bool = False,
    due_by: str = "",
    text: str = "",
    after: str = "",
    most: int = PAGE,
) -> Page[ActionAt]:
    """Corrective actions of all inspections, the first due first. *state*: one of `inspection.findings.STATES`, "open"
    = all that are not closed, "" = all; *owner*: part of the name; *overdue*: only those past their deadline today;
    *due_by*: deadline on this day or before."""
    behind = _behind(desk, after)
    today = _today(desk)
    wish = _wish(scope)
    if state == "open" or overdue:
        wish.add("state != 'closed'")
    if state and state != "open":
        wish.add("state = ?", state)
    if owner:
        wish.add("instr(owner, ?) > 0", owner)
    if overdue:
        wish.add("due != '' AND due < ?", today.isoformat())
        wish.add(f"state NOT IN ({', '.join('?' * len(WAITING))})", *sorted(WAITING))
    if due_by:
        wish.add("due != '' AND due <= ?", due_by)
    _holding(wish, text, "number", "requirement", "owner", "site", "due")
    kept = desk.store.overview
    rows = kept.actions(wish, _key(after, 4), most)
    numbers = _numbers(desk, (row.inspection for row in rows))
    return Page(
        tuple(ActionAt(row, numbers[row.inspection], is_overdue(row.state, row.due, today)) for row in rows),
        _after(rows, most, lambda row: (row.due, row.inspection, row.number, row.id)),
        kept.count_actions(wish) if not after else -1,
        behind,
    )


@dataclass(frozen=True)
class FindingAt:
    """A finding with the inspection it belongs to. ``visits``: in how many visits running it was found, this one
    included (1: no repeat); visits that are not on this desk end the row."""

    row: FindingRow
    inspection: str
    visits: int


def findings(
    desk: Desk,
    scope: Scope = Scope(),  # noqa: B008 frozen
    *,
    grade: str = "",
    item: str = "",
    repeats: bool = False,
    open_only: bool = False,
    text: str = "",
    after: str = "",
    most: int = PAGE,
) -> Page[FindingAt]:
    """Findings of all inspections, those of the latest month first; good practices only when asked for by *grade*.
    *item*: at this item; *repeats*: only those that were there at the last visit; *open_only*: with an open action."""
    behind = _behind(desk, after)
    wish = _wish(scope)
    if grade:
        wish.add("grade = ?", grade)
    else:
        wish.add("grade != 'good_practice'")
    if item:
        wish.add("item = ?", item)
    if repeats:
        wish.add("repeat_of != ''")
    if open_only:
        wish.add("open_actions > 0")
    _holding(wish, text, "number", "fact", "place", "site", "at")
    kept = desk.store.overview
    rows = kept.findings(wish, _key(after, 4), most)
    numbers = _numbers(desk, (row.inspection for row in rows))
    return Page(
        tuple(FindingAt(row, numbers[row.inspection], visits(desk, row)) for row in rows),
        _after(rows, most, lambda row: (row.month, row.inspection, row.number, row.id)),
        _count_findings(desk, scope, wish, grade, repeats, single=bool(item or open_only)) if not after else -1,
        behind,
    )


_SUMS: Final = {"": "findings", "critical": "critical", "major": "majors", "minor": "minors"}


def _count_findings(desk: Desk, scope: Scope, wish: Wish, grade: str, repeats: bool, *, single: bool) -> int:
    """How long the list is: from the inspections' own rows where they know it, else counted."""
    column = "repeats" if repeats and not grade else "" if repeats else _SUMS.get(grade, "")
    kept = desk.store.overview
    return kept.total(scope, column) if column and not single else kept.count_findings(wish)


def visits(desk: Desk, finding: FindingRow) -> int:
    """In how many visits running a finding was found: 1, or more when it repeats one of the last visit, which may
    repeat one of the visit before it (屡查屡犯)."""
    count, seen, now = 1, {finding.inspection}, finding
    while now.repeat_of:
        count += 1
        before = desk.store.overview.finding_before(now.inspection, now.repeat_of)
        if before is None or before.inspection in seen:
            break
        seen.add(before.inspection)
        now = before
    return count


# ------------------------------------------------------------------------------------------- comparison


@dataclass(frozen=True)
class Column:
    """One side of a comparison: a site, or a visit (``code``: the site, or the id of the inspection)."""

    code: str
    title: str
    day: str
    inspections: int
    score: Decimal | None
    grade: str
    findings: int
    repeats: int


@dataclass(frozen=True)
class Beside:
    """One line of a comparison: a dimension, a section or an item, and how it was judged in every column."""

    level: str
    """dimension, section or item"""
    code: str
    title: str
    cells: tuple[Compliance, ...]

    @property
    def spread(self) -> Decimal:
        """Between the best and the worst column, in percent; 0 where fewer than two were judged."""
        known = [cell.percent for cell in self.cells if cell.percent is not None]
        return max(known) - min(known) if len(known) > 1 else Decimal()


@dataclass(frozen=True)
class Compared:
    columns: tuple[Column, ...]
    lines: tuple[Beside, ...]
    behind: int

    def of(self, level: str) -> tuple[Beside, ...]:
        return tuple(line for line in self.lines if line.level == level)


def compare_sites(desk: Desk, sites: Sequence[str], scope: Scope = Scope()) -> Compared:  # noqa: B008 frozen
    """Sites side by side over the inspections in *scope*: dimension by dimension, section by section, item by item.
    Raises `Trouble`: fewer than two sites, one that was never inspected."""
    behind = catch_up(desk, seconds=FEW)
    known = set(desk.store.overview.values_of("site"))
    for site in sites:
        if site not in known:
            raise Trouble(
                say("No such site"),
                say("No inspection here is of the site {site}."),
                say("Nothing was compared. Look at the list of sites."),
                code=2,
                site=site[:60],
            )
    _refuse_alone(sites)
    columns, judged = [], []
    for site in sites:
        own = Scope(site, scope.since, scope.until, scope.profile)
        groups = _groups(desk.store.overview.tally(own, "site"), 0)
        one = groups[0] if groups else _EMPTY
        columns.append(Column(site, site, "", one.inspections, one.score, "", one.findings, one.repeats))
        judged.append(desk.store.overview.verdicts(own))
    return Compared(tuple(columns), _beside(desk, judged), behind)


def compare_visits(desk: Desk, inspections: Sequence[str]) -> Compared:
    """Visits side by side, in the order given (ids); every item by how its places were judged. Raises `Trouble`: fewer
    than two, no such inspection."""
    _refuse_alone(inspections)
    for inspection in inspections:
        row = desk.store.journals.row(inspection)
        if row is None or row.state == COMPANY:
            raise no_such_inspection(inspection[:60])
        if row.state == BEHIND and not desk.store.db.read_only:
            look.count(desk, inspection)
    columns, judged = [], []
    for inspection in inspections:
        row = desk.store.journals.row(inspection)
        if row is None:
            raise no_such_inspection(inspection[:60])
        score = Decimal(row.score) if row.score else None
        columns.append(Column(row.id, row.number, row.day, 1, score, row.grade, row.findings, row.repeats))
        judged.append([(*one[:3], one.counts) for one in desk.store.overview.judged_in(inspection)])
    return Compared(tuple(columns), _beside(desk, judged), 0)


def visits_of(desk: Desk, site: str, *, most: int = 12) -> list[Row]:
    """The visits of a site, the latest first."""
    wish = _wish(Scope(site=site), month="day")
    rows = desk.store.overview.inspections(wish, (), most, order="day")
    return sorted(rows, key=lambda row: (row.day, row.opened, row.id), reverse=True)


# ------------------------------------------------------------------------------------------- whether it is right


def differs(desk: Desk, inspection: str) -> str:
    """What lists show of an inspection and its journal does not say: the name of the first such part; "" when all is
    right, or when it is behind and will be counted. Reads everything that stands, and remembers nothing."""
    row = desk.store.journals.row(inspection)
    if row is None or row.state in (BEHIND, COMPANY):
        return ""
    found = fold(inspection, desk.store.journals.standing(inspection))
    opened = None
    with suppress(Trouble):  # its checklist is not here
        opened = look.opened(found, write.decode(look.document_of(desk, found.checklist)))
    right, kept = projection(found, opened), desk.store.overview.kept(inspection)
    if kept is None:
        return "judged"
    for name in ("month", "site", "profile", "findings", "actions"):
        if getattr(right, name) != getattr(kept, name):
            return name
    if sorted(right.texts) != list(kept.texts):
        return "texts"
    if sorted(right.judged) != sorted(kept.judged):
        return "judged"
    return next((name for name, value in right.row.items() if kept.row[name] != value), "")


def sums_are_right(desk: Desk) -> bool:
    """Are the sums over all inspections, and the index of words, what the inspections' own parts amount to?"""
    return desk.store.overview.sums_are_right()


def rebuild(desk: Desk, *, progress: Callable[[int, int], object] | None = None) -> int:
    """Drop everything that is kept for lists and figures, and make it anew from the journals; how many inspections were
    counted. *progress* may raise to stop: the rest is counted when somebody looks."""
    desk.store.overview.clear()
    count = desk.store.overview.count_behind()
    catch_up(desk, progress=progress)
    return count


# ------------------------------------------------------------------------------------------- inside


class _Titles:
    """Titles of dimensions, sections and items, of the checklists that inspections here were begun with, newest
    first."""

    def __init__(self, desk: Desk) -> None:
        self.words: Words = desk.words
        self.checklists: list[Checklist] = []
        used = set(desk.store.overview.values_of("profile"))
        for one in desk.store.library.all():
            if one.code in used and all(known.id != one.code for known in self.checklists):
                self.checklists.append(_checklist(desk, one.digest))
        self.sections = {
            code: title
            for checklist in reversed(self.checklists)
            for d in checklist.dimensions
            for code, title in ((d.id, d.title), *((g.id, g.title) for g in d.groups))
        }

    def section(self, code: str) -> str:
        return self.sections[code].in_(self.words.language) if code in self.sections else ""

    def item(self, code: str) -> str:
        for checklist in self.checklists:
            if code in checklist.by_id:
                return checklist.by_id[code].text.in_(self.words.language)
        return ""


def _checklist(desk: Desk, digest: str) -> Checklist:
    if digest not in desk.memory.checklists:
        desk.memory.checklists[digest] = write.decode(look.document_of(desk, digest))
    return desk.memory.checklists[digest]


def _behind(desk: Desk, after: str) -> int:
    """Before the first page of a list: count what is behind, and how much still is. Later pages do not ask (-1)."""
    return catch_up(desk, seconds=FEW) if not after else -1


def _today(desk: Desk) -> date:
    return desk.clock().date()


def _wish(scope: Scope, *, month: str = "month") -> Wish:
    where, values = scope.where(month=month)
    return Wish([where], list(values))


def _holding(wish: Wish, text: str, *columns: str) -> None:
    """Every word of *text* stands in one of the columns; small and capital letters are the same."""
    together = " || ' ' || ".join(columns)
    for word in text.split():
        wish.add(f"instr(lower({together}), ?) > 0", word.lower())


def _key(after: str, parts: int) -> tuple[str, ...]:
    """Where the last page ended; a text that is no such place begins anew."""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(after.encode())) if after else ()
    except (ValueError, msgspec.DecodeError):
        return ()
    return tuple(map(str, found)) if isinstance(found, list) and len(found) == parts else ()


def _after(rows: Sequence[T], most: int, key: Callable[[T], tuple[str, ...]]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key(rows[-1]))).decode() if len(rows) == most else ""


def _numbers(desk: Desk, inspections: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in set(inspections):
        row = desk.store.journals.row(one)
        found[one] = row.number if row is not None else ""
    return found


def _percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _groups(cells: Iterable[tuple[Any, ...]], at: int, *, skip: int = 1) -> tuple[Group, ...]:
    """Rows of `Overview.tally` gathered by the column *at* of the *skip* columns they begin with."""
    return _summed((str(cell[at]), cell[skip:]) for cell in cells)


def _summed(cells: Iterable[tuple[str, Sequence[Any]]]) -> tuple[Group, ...]:
    sums: dict[str, list[Any]] = {}
    for code, figures_ in cells:
        total = sums.setdefault(code, [0] * len(figures_))
        for n, figure in enumerate(figures_):
            total[n] += figure
    return tuple(
        Group(code, count, _mean(points, scored), findings_, critical, majors, minors, repeats)
        for code, (count, points, scored, findings_, critical, majors, minors, repeats, *_) in sorted(sums.items())
    )


_EMPTY: Final = Group("", 0, None, 0, 0, 0, 0, 0)


def _mean(points: float, scored: int) -> Decimal | None:
    return Decimal(repr(points / scored)).quantize(Decimal("0.1"), ROUND_HALF_UP) if scored else None


def _compliance(code: str, title: str, every: Iterable[Counts]) -> Compliance:
    sums = [0] * len(COUNTS)
    for counts in every:
        for n, count in enumerate(counts):
            sums[n] += count
    return Compliance(code, title, *sums)


def _by_item(verdicts: Iterable[tuple[str, str, str, Counts]]) -> list[tuple[str, str, str, Counts]]:
    """One line an item: versions of a checklist may have it in different sections."""
    found: dict[str, tuple[str, str, list[int]]] = {}
    for dimension, section, item, counts in verdicts:
        total = found.setdefault(item, (dimension, section, [0] * len(COUNTS)))[2]
        for n, count in enumerate(counts):
            total[n] += count
    return [
        (d, s, item, (total[0], total[1], total[2], total[3], total[4], total[5]))
        for item, (d, s, total) in found.items()
    ]


def _gathered(
    verdicts: Iterable[tuple[str, str, str, Counts]], at: int, title: Callable[[str], str]
) -> tuple[Compliance, ...]:
    found: dict[str, list[Counts]] = {}
    for one in verdicts:
        found.setdefault(str(one[at]), []).append(one[3])
    return tuple(_compliance(code, title(code), every) for code, every in found.items())


def _action_figures(states: Iterable[tuple[str, int, int]], closed: int) -> ActionFigures:
    every = list(states)
    return ActionFigures(
        {**{state: count for state, count, _ in every}, **({"closed": closed} if closed else {})},
        sum(count for _, count, _ in every),
        sum(late for state, _, late in every if state not in WAITING),
    )


def _beside(desk: Desk, judged: Sequence[list[tuple[str, str, str, Counts]]]) -> tuple[Beside, ...]:
    """The lines of a comparison: every dimension, its sections, their items."""
    titles = _Titles(desk)
    order: dict[tuple[str, str], None] = {}
    for column in judged:
        for dimension, section, item, _ in sorted(column, key=lambda one: _place(desk, titles, one)):
            order |= {("dimension", dimension): None, ("section", section): None, ("item", item): None}
    cells: dict[tuple[str, str], list[list[Counts]]] = {key: [[] for _ in judged] for key in order}
    for n, column in enumerate(judged):
        for dimension, section, item, counts in column:
            for key in (("dimension", dimension), ("section", section), ("item", item)):
                cells[key][n].append(counts)
    lines = []
    for (level, code), columns in cells.items():
        title = titles.item(code) if level == "item" else titles.section(code)
        lines.append(Beside(level, code, title, tuple(_compliance(code, title, every) for every in columns)))
    return tuple(lines)


def _place(desk: Desk, titles: _Titles, one: tuple[str, str, str, Counts]) -> tuple[int, str]:
    """Where an item stands in the newest checklist; one that stands in none comes last."""
    for checklist in titles.checklists:
        if one[2] in checklist.by_id:
            return (list(checklist.by_id).index(one[2]), one[2])
    return (10**9, one[2])


def _refuse_alone(columns: Sequence[str]) -> None:
    if len(set(columns)) < 2 or len(set(columns)) != len(columns):
        raise Trouble(
            say("Nothing to compare"),
            say("At least two different ones are needed to compare."),
            say("Name two or more."),
            code=2,
        )


def worst_verdict(cell: Compliance) -> Verdict | None:
    """The worst verdict an item got in a column; None when nothing was judged."""
    given = [
        verdict
        for verdict, count in (
            (Verdict.CONFORM, cell.conform),
            (Verdict.OBSERVATION, cell.obs),
            (Verdict.MINOR, cell.minor),
            (Verdict.MAJOR, cell.major),
        )
        if count
    ]
    return max(given, key=lambda verdict: RANK[verdict], default=None)
