"""What the exchange page shows, asked of the desk in one go: whom, what waits, what is safe, what came, what needs you.

Values only, so that the page is drawn from them and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from auditapp.operations import enrolment, exchange, folders, listing, rounds, sealing
from auditapp.operations.desk import Desk
from auditapp.operations.exchange import SafeState
from auditapp.operations.late import late
from auditapp.ui import labelled
from auditapp.ui.exchanging import passes
from auditapp.ui.places import Place
from auditapp.ui.standing import Standing, ago, waiting_things
from auditapp.words import Trouble, Words, told_apart

if TYPE_CHECKING:
    from auditapp.office.exchange import Summary
    from auditapp.operations.enrolment import Enrolled
    from auditapp.store.journals import Row

SAFE_SHOWN: Final = 12
"""So many inspections that wait for nothing are listed, the last changed first; the others are counted."""
ROUNDS_SHOWN: Final = 6


@dataclass(frozen=True)
class Line:
    """An inspection: what of it waits, and since when it is safe."""

    inspection: str
    name: str
    said: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Round:
    """A round as it ended."""

    when: str
    said: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Notice:
    """Something a person ought to know, with what to do; *place*: where it is done."""

    code: str
    title: str
    sentence: str
    tone: str = "warn"
    icon: str = "triangle-alert"
    deed: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class View:
    """The whole page."""

    road: str = ""
    office: str = ""
    facts: tuple[str, ...] = ()
    """Whom one is enrolled with, in sentences."""
    folder: str = ""
    key: str = ""
    """Of this laptop: what is encrypted for it is encrypted with this."""
    lines: tuple[Line, ...] = ()
    more: int = 0
    """So many more inspections, all of them safe or given."""
    rounds: tuple[Round, ...] = ()
    notices: tuple[Notice, ...] = ()
    removable: int | None = None
    """Closed inspections of which originals may be removed here; None while they are looked for (`removable`)."""


def look(desk: Desk, standing: Standing, summary: Summary | None, problem: Trouble | None) -> View:
    """As it is now. *summary* and *problem*: how the last round of this sitting went."""
    w = desk.words
    enrolled = enrolment.enrolled(desk)
    folder = folders.folder_of(desk)
    rows = listing.inspections(desk)
    lines, more = _lines(desk, rows, standing)
    return View(
        road=standing.road,
        office=standing.office,
        facts=tuple(facts(w, enrolled)) if enrolled is not None else (),
        folder=str(folder) if folder is not None else "",
        key=sealing.key_of(desk),
        lines=tuple(lines),
        more=more,
        rounds=tuple(round_of(w, one) for one in rounds.rounds(desk, ROUNDS_SHOWN)),
        notices=(*_late(desk, rows, summary), *notices(w, rows, standing, summary, problem)),
    )


def removable(desk: Desk) -> int:
    """Of how many closed inspections originals may be removed here. Looks through all of them: for another thread."""
    return len(exchange.removable(desk))


def belonging(w: Words, enrolled: Enrolled) -> Iterator[str]:
    """Whom one belongs to and who one is there, in sentences."""
    yield w("{company}, {address}", company=enrolled.organisation, address=enrolled.address)
    roles = w.listed(*(labelled.hub_role(w, role) for role in enrolled.roles))
    yield w("You are {name} there: {roles}", name=enrolled.name, roles=roles)


def facts(w: Words, enrolled: Enrolled) -> Iterator[str]:
    """All that is told of whom one belongs to."""
    yield from belonging(w, enrolled)
    yield w("Joined on {day}", day=labelled.day(w, enrolled.since[:10]))
    if enrolled.fingerprint:
        yield w("Fingerprint: {fingerprint}", fingerprint=enrolled.fingerprint)


# -- inspections ----------------------------------------------------------------------------------


def _lines(desk: Desk, rows: list[Row], standing: Standing) -> tuple[list[Line], int]:
    if not standing.road:
        return [], 0
    behind, rest, each = [], [], exchange.pending_each(desk)
    for row in rows:
        found = each.get(row.id)
        if found is None:
            rest.append(row)
        else:
            own = Standing(entries=found.entries, answers=found.answers, photos=found.photos, oldest=found.oldest)
            behind.append(waiting(desk.words, row, own, desk.clock()))
    return [*behind, *(_settled(desk, row, standing.road) for row in rest[:SAFE_SHOWN])], max(0, len(rest) - SAFE_SHOWN)


def waiting(w: Words, row: Row, own: Standing, now: datetime) -> Line:
    """An inspection of which something is not there yet."""
    said = w("waiting: {what}, oldest {age}", what=waiting_things(w, own), age=ago(w, own.oldest, now))
    return Line(row.id, name_of(row), said, "warn", "clock")


def _settled(desk: Desk, row: Row, road: str) -> Line:
    w = desk.words
    if road == "folder":
        return Line(row.id, name_of(row), w("in the folder"), "na", "folder-open")
    found = exchange.safe(desk, row.id)
    match found.state:
        case SafeState.SAFE:
            since = labelled.moment(w, rounds.safe_since(desk, row.id))
            return Line(row.id, name_of(row), w("safe at head office since {when}", when=since), "ok", "shield-check")
        case SafeState.FILES:
            n = len(found.receipt.missing) if found.receipt is not None else 0
            said = w.count("{n} file is not at head office yet", "{n} files are not at head office yet", n)
            return Line(row.id, name_of(row), said, "warn", "clock")
        case SafeState.ENTRIES:
            return Line(row.id, name_of(row), w("some of it is not at head office yet"), "warn", "clock")
        case _:
            return Line(row.id, name_of(row), w("not at head office yet"), "warn", "clock")


def name_of(row: Row) -> str:
    """Number and site of an inspection, else its title."""
    return " · ".join(part for part in (row.number, row.site or row.title) if part)


# -- rounds ---------------------------------------------------------------------------------------


def round_of(w: Words, one: rounds.Round) -> Round:
    """What a round gave and brought; of one that failed, why."""
    when = labelled.moment(w, one.ended)
    if one.problem is not None:
        return Round(when, told_apart(one.problem, w)[0], "warn", "cloud-off")
    moved = said_of_round(w, one.given, one.taken, one.files_given, one.files_taken)
    return Round(when, w("{office}: {what}", office=one.name, what=moved) if one.name else moved, "ok", "circle-check")


def said_of_round(w: Words, given: int, taken: int, files_given: int, files_taken: int) -> str:
    """What moved in a round, either way."""
    gave = _things(w, given, files_given)
    took = _things(w, taken, files_taken)
    if gave and took:
        return w("{gave} given, {took} received", gave=gave, took=took)
    if gave:
        return w("{gave} given", gave=gave)
    if took:
        return w("{took} received", took=took)
    return w("nothing new on either side")


def _things(w: Words, entries: int, files: int) -> str:
    parts = [
        w.count("{n} entry", "{n} entries", entries) if entries else "",
        w.count("{n} file", "{n} files", files) if files else "",
    ]
    return w.listed(*filter(None, parts))


# -- what needs a person --------------------------------------------------------------------------


def notices(
    w: Words, rows: list[Row], standing: Standing, summary: Summary | None, problem: Trouble | None
) -> Iterator[Notice]:
    """In plain words, the gravest first. *rows*: the inspections of this desk."""
    if problem is not None:
        title, sentence, todo = told_apart(problem, w)
        since = w("Since {time}.", time=labelled.moment(w, standing.offline)) if standing.offline else ""
        yield Notice("problem", title, w.run_on(sentence, since, todo), tone="warn" if passes(problem) else "bad")
    yield from _disputed(w, rows)
    if summary is None:
        return
    yield from _put_aside(w, summary)
    if summary.forks:
        yield Notice(
            "forks",
            w.count("{n} laptop wrote twice under one number", "{n} laptops wrote twice under one number",
                    len({one for _, one in summary.forks})),
            w("A backup was brought back or a disk was copied, and both went on writing. Both are kept, nothing is "
              "lost. Where they differ it is a dispute; use only one of the two copies from now on."),
            icon="git-merge",
        )  # fmt: skip
    if summary.refused:
        yield Notice(
            "refused",
            w.count("{n} entry from head office was put aside here", "{n} entries from head office were put aside here",
                    len(summary.refused)),
            w("They are altered or signed by somebody else. Tell head office; nothing of yours is concerned."),
            tone="bad",
        )  # fmt: skip
    if summary.unproven:
        yield Notice(
            "unproven",
            w("A receipt is not head office's"),
            w("It is signed with another key, so it counts for nothing and what it names is shown as not safe. "
              "Tell head office."),
            tone="bad",
        )  # fmt: skip
    if summary.missing:
        yield Notice(
            "missing",
            w.count("{n} file is on neither side", "{n} files are on neither side", len(summary.missing)),
            w("A photo or checklist is named that neither this laptop nor head office has yet. It comes when the "
              "laptop that has it exchanges; if that is this one, look into Backups and health."),
            icon="image",
            deed=w("Backups and health"),
            place=Place("care"),
        )  # fmt: skip
    if summary.damaged:
        yield Notice(
            "damaged",
            w.count("{n} file could not be read", "{n} files could not be read", len(summary.damaged)),
            w("It arrived or lies here as something else than its name says, and was not passed on. "
              "Look into Backups and health."),
            tone="bad",
            deed=w("Backups and health"),
            place=Place("care"),
        )  # fmt: skip
    if summary.differs:
        yield Notice(
            "differs",
            w.count("{n} inspection is not the same on both sides", "{n} inspections are not the same on both sides",
                    len(summary.differs)),
            w("Somebody wrote in them during the round, most likely. The next round looks again; if it stays, tell "
              "whoever runs head office."),
        )  # fmt: skip
    if summary.restored:
        yield Notice(
            "restored",
            w("Head office was brought back from a backup"),
            w("What it lost was offered again in this round. What is safe is said anew by its receipts."),
            icon="history",
        )
    if summary.clock is not None:
        minutes = max(1, abs(summary.clock) // 60)
        yield Notice(
            "clock",
            w("The clocks differ"),
            w.count(
                "This laptop's clock and head office's are {n} minute apart. Nothing depends on it, but times will "
                "look odd: set this laptop's clock.",
                "This laptop's clock and head office's are {n} minutes apart. Nothing depends on it, but times will "
                "look odd: set this laptop's clock.",
                minutes,
            ),
            icon="clock",
        )


def _late(desk: Desk, rows: list[Row], summary: Summary | None) -> Iterator[Notice]:
    """What the last round brought into signed inspections."""
    w, touched = desk.words, frozenset(summary.touched if summary is not None else ())
    for row in rows:
        if row.id not in touched or row.state != "signed":
            continue
        came = len(late(desk, row.id))
        if came:
            yield Notice(
                f"late-{row.id}",
                w.count("{n} entry came in after the signature", "{n} entries came in after the signature", came),
                w("In {inspection}. Nothing is lost, but not every signature covers it: amend, look at it, and sign "
                  "again.", inspection=name_of(row)),
                tone="bad",
                deed=w("To the signatures"),
                place=Place("sign_off", row.id),
            )  # fmt: skip


def _put_aside(w: Words, summary: Summary) -> Iterator[Notice]:
    """What head office did not let in, by reason."""
    whys: dict[str, int] = {}
    for one in summary.quarantined:
        whys[one.why] = whys.get(one.why, 0) + 1
    for why, n in whys.items():
        yield Notice(
            f"aside-{why}",
            w.count("Head office put {n} entry aside", "Head office put {n} entries aside", n),
            w.run_on(
                w("Why: {why}.", why=w(exchange.WHY[why]) if why in exchange.WHY else why),
                w("They are kept there and here, and go in by themselves when the reason is gone."),
                _what_to_do(w, why),
            ),
            tone="bad" if why == "altered" else "warn",
        )


def _what_to_do(w: Words, why: str) -> str:
    match why:
        case "unknown desk":
            return w("Ask whoever wrote them to join head office too.")
        case "revoked":
            return w("Ask head office why the laptop was revoked.")
        case "not allowed":
            return w("Ask head office for the role.")
        case "too much":
            return w("Close this inspection and begin another for the rest.")
        case _:
            return w("Tell head office.")


def _disputed(w: Words, rows: list[Row]) -> Iterator[Notice]:
    for row in rows:
        if row.disputes and row.state != "signed":
            yield Notice(
                f"disputed-{row.id}",
                w.count("{n} answer differs between laptops", "{n} answers differ between laptops", row.disputes),
                w("In {inspection}. Both versions are kept until a person decides.", inspection=name_of(row)),
                icon="git-merge",
                deed=w("Decide"),
                place=Place("completeness", row.id, "disputed:"),
            )
