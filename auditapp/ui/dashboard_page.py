"""Figures over all inspections: what waits, what is late, how well, where, and what fails most. Every figure leads to
the list behind it; all of them are `overview.figures`, asked on another thread."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QStackedWidget

from auditapp.operations import overview
from auditapp.operations.overview import Compliance, Figures, Group, Scope
from auditapp.report import dates
from auditapp.ui import labelled
from auditapp.ui.action_editor import ICONS as ACTION_ICONS
from auditapp.ui.announced import told
from auditapp.ui.bridge import Bridge
from auditapp.ui.charts import Bar, Bars, Chart, tone
from auditapp.ui.commands import Command
from auditapp.ui.count_charts import Count, CountBars, Months
from auditapp.ui.inbox_page import IN_TURN
from auditapp.ui.office_page import (
    MONTHS_BACK,
    OfficePage,
    filter_said,
    month_words,
    months,
    not_here,
    scope_choices,
    scope_of,
    written,
)
from auditapp.ui.parts.card import Card, PressCard
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.scroll import Column, scroll, show_within
from auditapp.ui.places import Place, Width
from auditapp.ui.sifter import Sifter
from auditapp.ui.theme import Theme
from auditapp.words import Words

PERIODS: Final = {"3": 3, "6": 6, "12": 12}
"""Months of a period, this one included; without one, everything counts."""
SITES, WORST = 12, 10
"""Sites and items that are drawn."""
STEPS: Final = ("draft", "confirmed", "issued", "under_way", "extension_asked", "returned", "overdue", "submitted",
                "disputed", "closed")  # fmt: skip


class Tile(PressCard):
    """One figure, large, with its name and a sign; pressed, it leads to its list."""

    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__(theme, name=name)
        self.theme, self.named, self.icon = theme, name, icon
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self.sign = QLabel()
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(name, "heading", wrap=True), 1)
        self.body.addLayout(head)
        self.figure = label("", "display")
        self.body.addWidget(self.figure)
        self.below = label("", "meta", wrap=True)
        self.body.addWidget(self.below)
        self.body.addStretch(1)
        self.show_figure("–", "")

    def show_figure(self, figure: str, below: str, tone: str = "") -> None:
        self.figure.setText(figure)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.sign.setPixmap(self.theme.pixmap(self.icon, token=tone or "text2", size=16))
        self.setAccessibleName(", ".join(part for part in (told(self.named, figure), below) if part))


class DashboardPage(OfficePage):
    """What is drawn is of the period and the site that are chosen; they go along to the lists."""

    page_name = "dashboard"

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(bridge, theme)
        w = bridge.words
        self.figures: Figures | None = None
        self.sifter = Sifter(
            theme,
            w,
            chips=w("Period"),
            search="",
            choices=lambda: [one for one in scope_choices(bridge) if one.code != "month"],
        )
        self.sifter.chosen.connect(lambda code: self.pick("period", "" if code == "all" else code))
        self.sifter.picked.connect(self.pick)
        self.column.addWidget(self.sifter)
        self.nothing = not_here(bridge, theme, self.asked_for.emit) or EmptyState(
            theme,
            icon="chart-column",
            title=w("Nothing to count yet"),
            sentence=w("Figures are drawn from every inspection that reaches head office."),
            deeds=((w("Show all"), "", "", self.show_all),),
        )
        inside = Column(theme, margin=0, gap=14)
        self.area = scroll(inside, name=w("Figures"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.nothing)
        self.column.addWidget(self.stack, 1)
        self.column.addSpacing(theme.px(8))
        self.grid = QGridLayout()
        self.grid.setSpacing(theme.px(12))
        inside.body.addLayout(self.grid)
        self.tiles = {
            code: Tile(theme, name, icon)
            for code, name, icon in (
                ("inspections", w("Inspections"), "clipboard-list"),
                ("waiting", w("Waiting for review"), "clipboard-check"),
                ("score", w("Mean score"), "gauge"),
                ("findings", w("Findings"), "triangle-alert"),
                ("critical", w("Critical findings"), "octagon-alert"),
                ("repeats", w("Repeat findings"), "rotate-cw"),
                ("open", w("Open actions"), "list-checks"),
                ("late", w("Overdue actions"), "timer"),
            )
        }
        for code, tile in self.tiles.items():
            tile.pressed.connect(partial(self._to, code))
        self.rows: list[QBoxLayout] = []
        self.by_month = Months(theme, w("Inspections by month"))
        self.scores = Months(theme, w("Mean score by month"), most=100)
        self.reviews = CountBars(theme, w("Review"))
        self.grades = CountBars(theme, w("Grades"))
        self.dimensions = Bars(theme, w, w("Conforming by dimension"))
        self.steps = CountBars(theme, w("Actions by state"))
        self.worst = CountBars(theme, w("Items that fail most"))
        self.sites = CountBars(theme, w("Sites"))
        caption = w("Bar: conforming in percent. Thin line: share that was checked. Ticks: the grades' thresholds.")
        self._pair(inside, (self.by_month, ""), (self.scores, ""))
        self._pair(inside, (self.reviews, ""), (self.grades, ""))
        self._pair(inside, (self.dimensions, caption), (self.steps, ""))
        self._pair(inside, (self.worst, w("Share of the places that were judged.")), (self.sites, ""))
        inside.body.addStretch(1)
        self.by_month.pressed.connect(lambda month: self._list("inbox", state="all", month=month))
        self.scores.pressed.connect(lambda month: self._list("inbox", state="all", month=month))
        self.reviews.pressed.connect(lambda code: self._list("inbox", state=code))
        self.grades.pressed.connect(lambda grade: self._list("inbox", state="all", grade=grade))
        self.dimensions.pressed.connect(lambda code: self._list("all_findings", text=f"{code}-"))
        self.steps.pressed.connect(lambda code: self._list("all_actions", state=code))
        self.worst.pressed.connect(lambda item: self._list("all_findings", item=item))
        self.sites.pressed.connect(lambda site: self._list("inbox", state="all", site=site))
        self.fit(Width.WIDE)

    def _pair(self, inside: Column, *charts: tuple[Chart, str]) -> None:
        """Two charts side by side, or below one another."""
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(self.theme.px(14))
        for chart, caption in charts:
            name = chart.accessibleName()
            card = Card(self.theme, name=name)
            card.body.addWidget(label(name, "site", wrap=True))
            card.body.addWidget(chart)
            if caption:
                card.body.addWidget(Paragraph(self.theme, caption, role="meta"))
            card.body.addStretch(1)
            row.addWidget(card, 1)
            chart.at_hand.connect(partial(show_within, self.area, chart))
        inside.body.addLayout(row)
        self.rows.append(row)

    # -- the page ---------------------------------------------------------------------------------
    @property
    def subtitle(self) -> str:
        if self.figures is None:
            return self.bridge.words("Counting …")
        return self.bridge.words.count("{n} inspection", "{n} inspections", self.figures.all.inspections)

    def take_focus(self) -> None:
        self.tiles["inspections"].setFocus()

    def fit(self, width: Width) -> None:
        super().fit(width)
        narrow = width is Width.NARROW
        self.sifter.fit(narrow=narrow)
        across = 2 if narrow else 4
        for n, tile in enumerate(self.tiles.values()):
            self.grid.addWidget(tile, n // across, n % across)
        for column in range(4):
            self.grid.setColumnStretch(column, 1 if column < across else 0)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self.rows:
            row.setDirection(way)

    def commands(self) -> list[Command]:
        w = self.bridge.words
        return [
            Command("filter", w("Filter…"), self.sifter.open_menu, ("Ctrl+Shift+L",), "list-filter", self.title,
                    menu="office"),
            Command("show-all", w("Show all"), self.show_all, ("Ctrl+Shift+A",), group=self.title, menu="office",
                    possible=lambda: bool(self.chosen)),
        ]  # fmt: skip

    def show_all(self) -> None:
        self.chosen, self.at = {}, ""
        self.refresh()

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def scope(self) -> Scope:
        return scope_of({**self.chosen, "since": self._since})

    @property
    def _since(self) -> str:
        back = PERIODS.get(self.chosen.get("period", ""), 0)
        return months(self.bridge.desk)[back - 1] if back else ""

    def refresh(self) -> None:
        w = self.bridge.words
        periods = [("all", w("All time"))]
        periods += [(code, w.count("{n} month", "{n} months", n)) for code, n in PERIODS.items()]
        self.sifter.show_chips(periods, self.chosen.get("period", "all"))
        self.sifter.show_active(
            [
                (code, value, filter_said(w, code, value))
                for code, value in self.chosen.items()
                if code in ("site", "profile", "month")
            ]
        )
        scope = self.scope
        self.ask(lambda desk: overview.figures(desk, scope, worst=WORST, sites=SITES), self._have)

    def _have(self, found: Figures) -> None:
        self.figures = found
        some = found.all.inspections > 0
        self.stack.setCurrentWidget(self.area if some else self.nothing)
        if some:
            self._show(found)
        self.retitled.emit()
        self.count_on(found.behind)

    def _show(self, found: Figures) -> None:
        w, every = self.bridge.words, found.all
        states = {one.code: one.inspections for one in found.states}
        reviewed = {one.code: one.inspections for one in found.reviews}
        waiting = sum(reviewed.get(code, 0) for code in IN_TURN)
        tiles = self.tiles
        going_on = w.count("{n} in progress", "{n} in progress", states.get("open", 0))
        tiles["inspections"].show_figure(f"{every.inspections:,}", going_on)
        new = reviewed.get("", 0)
        tiles["waiting"].show_figure(f"{waiting:,}", w.count("{n} not looked at", "{n} not looked at", new),
                             "accent" if waiting else "ok")  # fmt: skip
        tiles["score"].show_figure(dates.percent(every.score), "", tone(every.score) if every.score is not None else "")
        tiles["findings"].show_figure(f"{every.findings:,}", w("{majors} major, {minors} minor", majors=every.majors,
                                                       minors=every.minors))  # fmt: skip
        tiles["critical"].show_figure(f"{every.critical:,}", "", "bad" if every.critical else "ok")
        share = Decimal(100 * every.repeats) / every.findings if every.findings else None
        tiles["repeats"].show_figure(f"{every.repeats:,}", w("{percent} of all findings", percent=dates.percent(share)),
                             "warn" if every.repeats else "ok")  # fmt: skip
        closed = found.actions.states.get("closed", 0)
        tiles["open"].show_figure(f"{found.actions.open:,}", w.count("{n} closed", "{n} closed", closed))
        late = found.actions.overdue
        tiles["late"].show_figure(f"{late:,}", w("past their deadline today") if late else "", "bad" if late else "ok")
        shown = found.months[-MONTHS_BACK:]
        self.by_month.show_rows(
            [Count(one.code, month_words(w, one.code), one.inspections, f"{one.inspections:,}") for one in shown]
        )
        self.scores.show_rows([self._score(one) for one in shown])
        self.reviews.show_rows(
            [
                Count(
                    code or "new",
                    labelled.review(w, code),
                    reviewed.get(code, 0),
                    f"{reviewed.get(code, 0):,}",
                    labelled.REVIEW_TONES[code],
                    labelled.REVIEW_ICONS[code],
                )
                for code in labelled.REVIEW_ICONS
            ]
        )
        self.grades.show_rows(grades(found.grades, w))
        self.dimensions.show_rows(tuple(bar(one) for one in found.dimensions))
        self.steps.show_rows(
            [
                Count(code, labelled.action_state(w, code), many, f"{many:,}",
                      labelled.ACTION_TONES.get(code, "accent"), ACTION_ICONS.get(code, ""))
                for code in STEPS
                if (many := found.actions.states.get(code, 0))
            ]
        )  # fmt: skip
        self.worst.show_rows([failing(one, w) for one in found.worst])
        self.sites.show_rows(
            [
                Count(one.code, one.code or "—", one.inspections,
                      w("{n} · {score}", n=f"{one.inspections:,}", score=dates.percent(one.score)))
                for one in found.sites
            ]
        )  # fmt: skip

    def _score(self, one: Group) -> Count:
        many = float(one.score) if one.score is not None else 0.0
        said = f"{one.score:.0f}" if one.score is not None else "—"
        return Count(one.code, month_words(self.bridge.words, one.code), many, said, tone(one.score))

    # -- where figures lead -----------------------------------------------------------------------
    def _to(self, code: str) -> None:
        match code:
            case "inspections":
                self._list("inbox", state="all")
            case "waiting":
                self._list("inbox")
            case "score":
                self.asked_for.emit(Place("compare"))
            case "findings":
                self._list("all_findings")
            case "critical":
                self._list("all_findings", state="critical")
            case "repeats":
                self._list("all_findings", state="repeats")
            case "open":
                self._list("all_actions")
            case _:
                self._list("all_actions", state="late")

    def _list(self, page: str, **chosen: str) -> None:
        """To a list, of the same site, checklist and period."""
        mine = {name: self.chosen.get(name, "") for name in ("site", "profile")}
        since = "" if "month" in chosen else self._since
        self.asked_for.emit(Place(page, "", written(**{**mine, "since": since, **chosen})))


def bar(one: Compliance) -> Bar:
    """A dimension as the overview of an inspection draws it."""
    asked = one.judged + one.not_applicable + one.unchecked
    checked = Decimal(100 * (one.judged + one.not_applicable)) / asked if asked else Decimal()
    return Bar(one.code, one.title or one.code, one.percent, checked.quantize(Decimal("0.1")))


def failing(one: Compliance, w: Words) -> Count:
    """An item by the share of its places that fail."""
    share = Decimal(100 * one.failing) / one.judged if one.judged else Decimal()
    said = w("{percent} of {n}", percent=dates.percent(share.quantize(Decimal("0.1"))), n=f"{one.judged:,}")
    return Count(one.code, f"{one.code} {one.title}".strip(), float(share), said, "bad" if share >= 20 else "warn")


def grades(groups: Sequence[Group], w: Words) -> list[Count]:
    """Inspections by grade, the best first; those without one last."""
    tones = {"A": "ok", "B": "ok", "C": "warn", "D": "bad"}
    icons = {"A": "star", "B": "circle-check", "C": "triangle-alert", "D": "circle-x"}
    every = sorted(groups, key=lambda one: (not one.code, one.code))
    return [
        Count(one.code, one.code or w("no grade"), one.inspections, f"{one.inspections:,}",
              tones.get(one.code, "na"), icons.get(one.code, "circle-dashed"))
        for one in every
    ]  # fmt: skip
