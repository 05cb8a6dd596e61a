"""Findings of all sites: the gravest, the repeated, those of one item. Enter reads one where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from auditapp.inspection.facts import GRADES
from auditapp.operations import overview
from auditapp.operations.overview import FindingAt, Page
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

REPEATS, OPEN = "repeats", "open"
FAILURES: Final = GRADES[:4]


class AllFindingsPage(RegisterPage):
    """Good practices are there where somebody asks for them by their grade."""

    page_name = "all_findings"

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(
            bridge,
            theme,
            columns=(
                Column(w("Fact"), lambda one: one.row.fact, 200, grows=5),
                Column(
                    w("Grade"),
                    lambda one: labelled.short_grade(w, one.row.grade),
                    120,
                    sign=lambda one: labelled.grade_sign(one.row.grade),
                    needed=8,
                ),
                Column(w("Site"), lambda one: one.row.site, 150, grows=1, needed=7),
                Column(w("Item"), lambda one: one.row.at, 110, needed=5),
                Column(w("Found at"), lambda one: repeat(one, w), 100, sign=repeat_sign, needed=6),
                Column(w("Month"), lambda one: one.row.month, 84, needed=4),
                Column(
                    w("Open actions"),
                    lambda one: f"{one.row.open_actions} / {one.row.actions}",
                    100,
                    right=True,
                    needed=3,
                    below=False,
                ),
                Column(w("Number"), lambda one: f"{one.inspection} {one.row.number}", 190, needed=2),
            ),
            name=w("Findings"),
            chips=w("Which findings"),
            search=w("Search findings"),
            spoken=lambda one: spoken(one, w),
            key=lambda one: (one.row.inspection, one.row.id),
            nothing=EmptyState(
                theme,
                icon="triangle-alert",
                title=w("No finding at any site"),
                sentence=w("Findings of every inspection that reaches head office are listed here."),
            ),
            once=True,
        )

    @property
    def subtitle(self) -> str:
        return self.bridge.words.count("{n} finding", "{n} findings", self.total)

    def page_of(self, after: str, most: int) -> Page[FindingAt]:
        chip = self.chosen.get(CHIP, ALL)
        return overview.findings(
            self.bridge.desk,
            scope_of(self.chosen),
            grade=chip if chip in GRADES else "",
            item=self.chosen.get("item", ""),
            repeats=chip == REPEATS,
            open_only=chip == OPEN,
            text=self.chosen.get(TEXT, ""),
            after=after,
            most=most,
        )

    def chips_now(self) -> Sequence[tuple[str, str]]:
        w, many = self.bridge.words, {}
        if self.countable:
            known = overview.finding_figures(self.bridge.desk, scope_of(self.chosen))
            failing = sum(count for grade, count in known.grades.items() if grade != "good_practice")
            many = {**dict.fromkeys(GRADES, 0), **known.grades, ALL: failing, REPEATS: known.repeats, OPEN: known.open}
        words = {ALL: w("All"), REPEATS: w("Repeats"), OPEN: w("With open actions")}
        return [
            (chip, self.counted(words.get(chip) or labelled.short_grade(w, chip), chip, many.get(chip)))
            for chip in (ALL, *FAILURES, REPEATS, OPEN, "good_practice")
        ]

    def choices(self) -> Sequence[Choice]:
        w = self.bridge.words
        found = overview.figures(self.bridge.desk, scope_of(self.chosen), worst=30).worst
        items = tuple((one.code, f"{one.code} {one.title}") for one in found)
        return (*scope_choices(self.bridge), Choice("item", w("Item"), items))

    def filter_words(self, code: str, value: str) -> str:
        w = self.bridge.words
        return filter_said(w, code, value, item=w("Item"))

    def open_row(self, row: Any) -> None:
        self.asked_for.emit(Place("review", row.row.inspection, row.row.at or row.row.number))


def repeat(one: FindingAt, w: Words) -> str:
    return w.count("{n} visit", "{n} visits", one.visits) if one.visits > 1 else ""


def repeat_sign(one: FindingAt) -> tuple[str, str]:
    return ("rotate-cw", "warn") if one.visits > 1 else ("", "")


def spoken(one: FindingAt, w: Words) -> str:
    row = one.row
    parts = (
        labelled.short_grade(w, row.grade),
        row.fact,
        row.site,
        row.at,
        repeat(one, w),
        f"{one.inspection} {row.number}",
        w.count("{n} open action", "{n} open actions", row.open_actions) if row.open_actions else "",
    )
    return ", ".join(part for part in parts if part)
