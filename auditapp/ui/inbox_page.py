"""Head office's inbox: what waits for a word first, every other inspection behind a chip. Enter reads it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from auditapp.operations import overview
from auditapp.operations.overview import Page
from auditapp.report import dates
from auditapp.store.journals import Row
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.office_page import filter_said, scope_choices, scope_of
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.places import Place
from auditapp.ui.register import Column
from auditapp.ui.register_page import ALL, CHIP, TEXT, RegisterPage
from auditapp.ui.sifter import Choice
from auditapp.ui.theme import Theme
from auditapp.words import Words

WAITING, NEW, OPEN = "waiting", "new", "open"
IN_TURN: Final = ("", "received", "under_review")
"""What waits, in this order: nobody has looked at it yet, it was received, somebody reads it."""
CHIPS: Final = (WAITING, NEW, "received", "under_review", "returned", "accepted", OPEN, ALL)
SPLIT: Final = "|"


class InboxPage(RegisterPage):
    """Inspections by head office's word on them."""

    page_name = "inbox"
    first_chip = WAITING

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(
            bridge,
            theme,
            columns=(
                Column(w("Site"), lambda row: row.site or row.unit or "—", 170, grows=3),
                Column(w("Title"), lambda row: row.title, 150, grows=2, needed=1),
                Column(w("Number"), lambda row: row.number, 150, needed=2),
                Column(w("Day"), lambda row: row.day, 100, needed=6),
                Column(
                    w("Review"), lambda row: state_of(row, w)[0], 140, sign=lambda row: state_of(row, w)[1:], needed=8
                ),
                Column(w("Score"), lambda row: score(row), 84, right=True, needed=5),
                Column(w("Findings"), lambda row: findings(row, w), 150, sign=grave, needed=7),
                Column(w("Remarks"), lambda row: remarks(row, w), 90, needed=4),
                Column(w("Given to"), lambda row: row.assigned, 110, grows=1, needed=3),
            ),
            name=w("Inspections"),
            chips=w("Which inspections"),
            search=w("Search inspections"),
            spoken=lambda row: spoken(row, w),
            key=lambda row: row.id,
            nothing=EmptyState(
                theme,
                icon="clipboard-check",
                title=w("Nothing waits for head office"),
                sentence=w("Signed inspections come here with the next exchange, or as a file by Open a package."),
                deeds=((w("Show all inspections"), "", "", lambda: self.pick(CHIP, ALL)),),
            ),
            once=True,
        )

    @property
    def subtitle(self) -> str:
        return self.bridge.words.count("{n} inspection", "{n} inspections", self.total)

    # -- rows -------------------------------------------------------------------------------------
    def page_of(self, after: str, most: int) -> Page[Row]:
        chip = self.chosen.get(CHIP, WAITING)
        if chip == WAITING:
            return self._in_turn(after, most)
        return self._of(chip, after, most)

    def _of(self, chip: str, after: str, most: int) -> Page[Row]:
        """The inspections of a chip."""
        desk, scope = self.bridge.desk, scope_of(self.chosen)
        state = {ALL: "", OPEN: "open"}.get(chip, "signed")
        reviewed = {ALL: None, OPEN: None, NEW: ""}.get(chip, chip)
        return overview.inspections(
            desk,
            scope,
            state=state,
            review=reviewed,
            grade=self.chosen.get("grade", ""),
            assigned=self.chosen.get("assigned", ""),
            text=self.chosen.get(TEXT, ""),
            after=after,
            most=most,
        )

    def _in_turn(self, after: str, most: int) -> Page[Row]:
        """What waits: first what nobody has looked at. The place in the list tells which of `IN_TURN` it is in."""
        turn, _, key = after.partition(SPLIT)
        at = int(turn) if turn.isdecimal() else 0
        rows: list[Row] = []
        behind, counted = 0, []
        while at < len(IN_TURN) and len(rows) < most:
            found = self._of(IN_TURN[at] or NEW, key, most - len(rows))
            rows.extend(found.rows)
            behind = max(behind, found.behind)
            counted.append(found.total)
            key = found.next
            if not key:
                at += 1
        more = f"{at}{SPLIT}{key}" if at < len(IN_TURN) else ""
        if after:
            return Page(tuple(rows), more, -1, behind)
        counted += [self._of(one or NEW, "", 1).total for one in IN_TURN[len(counted) :]]  # not reached yet
        return Page(tuple(rows), more, sum(counted), behind)

    def chips_now(self) -> Sequence[tuple[str, str]]:
        w = self.bridge.words
        known = overview.reviews(self.bridge.desk, scope_of(self.chosen)) if self.countable else {}
        words = {
            WAITING: w("Waiting"),
            NEW: w("Not reviewed"),
            OPEN: w("In progress"),
            ALL: w("All"),
        }
        many = {
            **known,
            WAITING: sum(known.get(one, 0) for one in IN_TURN),
            NEW: known.get("", 0),
            OPEN: known.get("open", 0),
            ALL: sum(known.values()),
        }
        return [
            (
                chip,
                self.counted(
                    words.get(chip) or labelled.review(w, chip), chip, many.get(chip, 0) if self.countable else None
                ),
            )
            for chip in CHIPS
        ]

    def choices(self) -> Sequence[Choice]:
        w = self.bridge.words
        return (
            *scope_choices(self.bridge),
            Choice("grade", w("Grade"), tuple((grade, grade) for grade in ("A", "B", "C", "D"))),
        )

    def filter_words(self, code: str, value: str) -> str:
        w = self.bridge.words
        return filter_said(w, code, value, grade=w("Grade"), assigned=w("Given to"))

    def open_row(self, row: Any) -> None:
        self.asked_for.emit(Place("review", row.id))


# --------------------------------------------------------------------------------- an inspection in words


def state_of(row: Row, w: Words) -> tuple[str, str, str]:
    """(words, icon, tone) of how far an inspection is, for head office."""
    if row.state != "signed":
        return w("In progress"), "pencil-line", "accent"
    return labelled.review(w, row.review), *labelled.review_sign(row.review)


def score(row: Row) -> str:
    """82.3% B"""
    if not row.score:
        return "—"
    return " ".join(part for part in (dates.percent(Decimal(row.score)), row.grade) if part)


def findings(row: Row, w: Words) -> str:
    if not row.findings:
        return "0"
    return w("{n}, {critical} critical", n=row.findings, critical=row.critical) if row.critical else str(row.findings)


def grave(row: Row) -> tuple[str, str]:
    """The sign of its gravest finding."""
    grade = "critical" if row.critical else "major" if row.majors else "minor" if row.minors else ""
    return labelled.grade_sign(grade)


def remarks(row: Row, w: Words) -> str:
    return w("{n} open", n=row.remarks) if row.remarks else ""


def spoken(row: Row, w: Words) -> str:
    """A row in one sentence, for those who listen."""
    parts = [
        row.site or row.unit,
        row.title,
        row.number,
        row.day,
        state_of(row, w)[0],
        score(row),
        w.count("{n} finding", "{n} findings", row.findings),
        w.count("{n} open remark", "{n} open remarks", row.remarks) if row.remarks else "",
        w("given to {name}", name=row.assigned) if row.assigned else "",
    ]
    return ", ".join(part for part in parts if part)
