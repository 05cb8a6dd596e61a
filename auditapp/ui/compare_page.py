"""Sites side by side, or the visits of one site: dimension by dimension, section by section, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QStackedWidget

from auditapp.operations import overview
from auditapp.operations.desk import Desk
from auditapp.operations.overview import Beside, Compared, Compliance
from auditapp.report import dates
from auditapp.ui.announced import told
from auditapp.ui.bridge import Bridge
from auditapp.ui.charts import tone
from auditapp.ui.commands import Command
from auditapp.ui.office_page import OfficePage, filter_said, not_here, scope_choices, scope_of, written
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.places import Place, Width
from auditapp.ui.register import Column, Register
from auditapp.ui.sifter import Choice, Sifter
from auditapp.ui.theme import Theme
from auditapp.words import Words

MOST: Final = 4
"""So many side by side can be read."""
AT_FIRST: Final = 3
SITES, VISITS = "sites", "visits"
BREAK: Final = "\n"
"""Between the names of sites in the place of the page."""


@dataclass(frozen=True)
class Line:
    """One line of the table: what it is about, and what every side says. ``leads``: the findings it leads to."""

    level: str
    code: str
    title: str
    said: tuple[str, ...]
    signs: tuple[tuple[str, str], ...]
    spread: str = ""


class ComparePage(OfficePage):
    """What is compared is chosen from the menu; the largest differences can be brought to the top."""

    page_name = "compare"

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(bridge, theme)
        w = bridge.words
        self.compared: Compared | None = None
        self.sifter = Sifter(theme, w, chips=w("What is compared"), search="", choices=self.choices)
        self.sifter.chosen.connect(lambda code: self.pick("mode", "" if code == SITES else code))
        self.sifter.picked.connect(self.pick)
        self.column.addWidget(self.sifter)
        closed = not_here(bridge, theme, self.asked_for.emit)
        self._open = closed is None
        self.nothing = closed or EmptyState(
            theme,
            icon="scale",
            title="",
            sentence="",
            deeds=((w("Choose…"), "primary", "list-filter", self.sifter.open_menu),),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self.register: Register | None = None
        self.column.addWidget(self.stack, 1)
        self.column.addSpacing(theme.px(8))

    # -- the page ---------------------------------------------------------------------------------
    @property
    def subtitle(self) -> str:
        if self.compared is None:
            return ""
        return self.bridge.words.listed(*(one.title for one in self.compared.columns))

    def take_focus(self) -> None:
        (self.register or self.sifter.filter_button).setFocus()

    def fit(self, width: Width) -> None:
        super().fit(width)
        self.sifter.fit(narrow=width is Width.NARROW)

    def commands(self) -> list[Command]:
        w, group = self.bridge.words, self.title
        return [
            Command("filter", w("Choose…"), self.sifter.open_menu, ("Ctrl+Shift+L",), "list-filter", group,
                    menu="office"),
            Command("differences", w("Largest differences first"), self.turn_order, ("D",), "gauge", group,
                    checked=lambda: self.chosen.get("order") == "spread", menu="office"),
            *self.row_steps(self._step),
        ]  # fmt: skip

    def _step(self, by: int) -> None:
        if self.register is not None:
            self.register.step(by)

    # -- choosing ---------------------------------------------------------------------------------
    @property
    def mode(self) -> str:
        return self.chosen.get("mode", SITES)

    @property
    def sites(self) -> list[str]:
        """The sites that were chosen."""
        return [site for site in self.chosen.get("sites", "").split(BREAK) if site]

    def choices(self) -> Sequence[Choice]:
        w = self.bridge.words
        sites, _, profile = scope_choices(self.bridge)
        level = Choice("level", w("Lines"), self._levels())
        if self.mode == VISITS:
            return (sites, Choice("many", w("How many"), self._numbers()), level)
        left = tuple((site, name) for site, name in sites.options if site not in self.sites)
        return (Choice("add", w("Add a site"), left if len(self.sites) < MOST else ()), profile, level)

    def _levels(self) -> tuple[tuple[str, str], ...]:
        w = self.bridge.words
        return (("dimension", w("dimensions")), ("section", w("sections")), ("item", w("items")))

    def _numbers(self) -> tuple[tuple[str, str], ...]:
        """How many visits may be compared."""
        w = self.bridge.words
        return tuple((str(n), w.count("{n} visit", "{n} visits", n)) for n in range(2, MOST + 1))

    def pick(self, code: str, value: str) -> None:
        shown = self.sites or [one.code for one in (self.compared.columns if self.compared else ())]
        if code == "add":
            code, value = "sites", BREAK.join([*shown[: MOST - 1], value])
        elif code.startswith("site:"):
            gone = code.removeprefix("site:")
            code, value = "sites", BREAK.join(one for one in shown if one != gone)
        super().pick(code, value)

    def turn_order(self) -> None:
        """The largest differences to the top, or back to the checklist's order."""
        self.pick("order", "" if self.chosen.get("order") == "spread" else "spread")

    # -- what is shown ----------------------------------------------------------------------------
    def refresh(self) -> None:
        w = self.bridge.words
        self.sifter.show_chips([(SITES, w("Sites")), (VISITS, w("Visits of one site"))], self.mode)
        chosen, mode, sites = dict(self.chosen), self.mode, self.sites

        def question(desk: Desk) -> Compared | None:
            if mode == VISITS:
                site = chosen.get("site", "") or _most_visited(desk)
                found = overview.visits_of(desk, site, most=int(chosen.get("many", AT_FIRST)))
                return overview.compare_visits(desk, [row.id for row in reversed(found)]) if len(found) > 1 else None
            scope = scope_of({name: value for name, value in chosen.items() if name != "site"})
            known = sites or [one.code for one in overview.figures(desk, scope, sites=AT_FIRST).sites if one.code]
            return overview.compare_sites(desk, known, scope) if len(known) > 1 else None

        self.ask(question, self._have)

    def _have(self, found: Compared | None) -> None:
        self.compared = found
        w = self.bridge.words
        if found is None:
            if self._open:
                self.nothing.say(
                    w("Nothing to compare yet"),
                    w("Two visits of the site are needed.") if self.mode == VISITS else w("Choose two sites or more."),
                )
            self.stack.setCurrentWidget(self.nothing)
        else:
            self._show(found)
        self._show_active(found)
        self.retitled.emit()
        if found is not None:
            self.count_on(found.behind)

    def _show_active(self, found: Compared | None) -> None:
        """What is chosen, each taken off by a press."""
        w = self.bridge.words
        active = []
        if self.mode == SITES and found is not None and len(found.columns) > 2:
            active += [(f"site:{one.code}", "", one.title) for one in found.columns]
        options = {"level": dict(self._levels()), "many": dict(self._numbers())}
        for code, value in self.chosen.items():
            if code in ("profile", "level") or (code in ("site", "many") and self.mode == VISITS):
                said = options.get(code, {}).get(value, value)
                active.append((code, value, filter_said(w, code, said, many=w("Visits"), level=w("Lines"))))
        self.sifter.show_active(active)

    def _show(self, found: Compared) -> None:
        w = self.bridge.words
        sides = [
            Column(
                _side(one, self.mode),
                partial(_said, n),
                110,
                grows=1,
                sign=partial(_sign, n),
                needed=9 - n,
                named=True,
            )
            for n, one in enumerate(found.columns)
        ]
        columns = (
            Column(w("What"), lambda line: line.title, 220, grows=3),
            *sides,
            Column(w("Difference"), lambda line: line.spread, 96, right=True, needed=1, below=False),
        )
        old = self.register
        held = old is not None and old.hasFocus()
        at = old.at_hand if old is not None else None
        self.register = Register(
            self.theme,
            w("Comparison"),
            columns,
            spoken=partial(_spoken, found, self.mode, w),
            key=lambda line: (line.level, line.code),
        )
        self.register.pressed_row.connect(self._lead)
        self.stack.addWidget(self.register)
        self.stack.setCurrentWidget(self.register)
        self.register.show_rows(self._lines(found), at=(at.level, at.code) if at is not None else None)
        if old is not None:
            self.stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        if held or (self.isVisible() and self.focusWidget() is None):
            self.register.setFocus()

    def _lines(self, found: Compared) -> list[Line]:
        w = self.bridge.words
        level, every = self.chosen.get("level", ""), found.columns
        none = tuple(("", "") for _ in every)
        scores = tuple(" ".join(filter(None, (dates.percent(one.score), one.grade))) for one in every)
        lines = [
            Line("sum", "score", w("Score"), scores, tuple(_percent_sign(one.score) for one in every)),
            Line("sum", "inspections", w("Inspections"), tuple(f"{one.inspections:,}" for one in every), none),
            Line("sum", "findings", w("Findings"), tuple(f"{one.findings:,}" for one in every), none),
            Line("sum", "repeats", w("Repeat findings"), tuple(f"{one.repeats:,}" for one in every), none),
        ]
        if self.mode == VISITS:
            lines[1] = Line("sum", "day", w("Day"), tuple(one.day for one in every), none)
        shown = [one for one in found.lines if one.level == level or (not level and one.level != "item")]
        if self.chosen.get("order") == "spread":
            shown.sort(key=lambda one: -one.spread)
        return [*lines, *(self._line(one) for one in shown)]

    def _line(self, one: Beside) -> Line:
        name = f"{one.code} {one.title}".strip()
        return Line(
            one.level,
            one.code,
            name if one.level == "dimension" else f"· {name}",
            tuple(_cell(cell, one.level) for cell in one.cells),
            tuple(_percent_sign(cell.percent) for cell in one.cells),
            dates.percent(one.spread) if one.spread else "",
        )

    def _lead(self, line: Line) -> None:
        """From a line to its findings, at all sites."""
        match line.level:
            case "item":
                self.asked_for.emit(Place("all_findings", "", written(item=line.code)))
            case "dimension":
                self.asked_for.emit(Place("all_findings", "", written(text=f"{line.code}-")))
            case "section":
                self.asked_for.emit(Place("all_findings", "", written(text=f"{line.code}.")))
            case _ if line.code in ("findings", "repeats"):
                self.asked_for.emit(
                    Place("all_findings", "", written(state="repeats" if line.code == "repeats" else ""))
                )
            case _:
                self.asked_for.emit(Place("inbox", "", written(state="all")))


def _most_visited(desk: Desk) -> str:
    found = overview.figures(desk, sites=1).sites
    return found[0].code if found else ""


def _side(one: overview.Column, mode: str) -> str:
    return f"{one.day} {one.title}" if mode == VISITS else one.title


def _said(n: int, line: Line) -> str:
    return line.said[n]


def _sign(n: int, line: Line) -> tuple[str, str]:
    return line.signs[n]


def _cell(cell: Compliance, level: str) -> str:
    if cell.percent is None:
        return "—"
    return dates.percent(cell.percent) if level != "item" or cell.judged != 1 else ("✓" if cell.conform else "✗")


def _percent_sign(percent: Any) -> tuple[str, str]:
    """Colour never alone: a sign for well, fair and ill."""
    if percent is None:
        return "minus", "na"
    code = tone(percent)
    return {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x"}[code], code


def _spoken(found: Compared, mode: str, w: Words, line: Line) -> str:
    sides = zip(found.columns, line.said, strict=True)
    every = (told(_side(one, mode), said) for one, said in sides)
    return w("{title}. {sides}", title=line.title.removeprefix("· "), sides=w.listed(*every))
