"""How far and how well: the score, its dimensions as bars and as a radar, sections one by one, findings by grade.

Every figure is the report's own (`inspection.scoring.Score`).
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from auditapp.operations import findings as finding_room
from auditapp.operations.changes import Changes
from auditapp.report import dates
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.charts import Bars, Radar, bars_of
from auditapp.ui.figures_table import FiguresTable
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll, show_within
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme


class OverviewPage(QWidget):
    """Progress is not compliance: both are here, apart."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = Column(theme, gap=14)
        self.area = scroll(body, name=w("Overview"))
        outer.addWidget(self.area)
        self.figures = QGridLayout()
        self.figures.setSpacing(theme.px(12))
        body.body.addLayout(self.figures)
        self.cards: dict[str, tuple[Card, Paragraph, Paragraph]] = {}
        for code, name in (
            ("score", w("Conforming")),
            ("grade", w("Grade")),
            ("progress", w("Answered")),
            ("findings", w("Findings")),
        ):
            card = Card(theme, name=name)
            card.body.addWidget(label(name, "heading"))
            figure, below = Paragraph(theme, role="display"), Paragraph(theme, role="meta")
            card.body.addWidget(figure)
            card.body.addWidget(below)
            card.body.addStretch(1)
            self.cards[code] = (card, figure, below)
        self.caps = Paragraph(theme, role="secondary", tone="warn")
        body.body.addWidget(self.caps)
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.across.setSpacing(theme.px(14))
        caption = w("Bar: conforming in percent. Thin line: share that was checked. Ticks: the grades' thresholds.")
        self.dimension_bars = Bars(theme, w, w("Dimensions"))
        self.radar = Radar(theme, w)
        dimensions = Card(theme, name=w("Dimensions"))
        dimensions.body.addWidget(label(w("Dimensions"), "site"))
        dimensions.body.addWidget(self.dimension_bars)
        dimensions.body.addWidget(Paragraph(theme, caption, role="meta"))
        dimensions.body.addStretch(1)
        self.radar_card = Card(theme, name=w("Radar of the dimensions"))
        self.radar_card.body.addWidget(self.radar)
        self.across.addWidget(dimensions, 3)
        self.across.addWidget(self.radar_card, 2)
        body.body.addLayout(self.across)
        sections = Card(theme, name=w("Sections"))
        sections.body.addWidget(label(w("Sections"), "site"))
        self.section_bars = Bars(theme, w, w("Sections"))
        sections.body.addWidget(self.section_bars)
        body.body.addWidget(sections)
        grades = Card(theme, name=w("Findings by grade"))
        grades.body.addWidget(label(w("Findings by grade"), "site"))
        row = QWidget()
        grades_row = FlowLayout(row, spacing=theme.px(8))
        self.pills = {grade: Pill() for grade in finding_room.GRADES}
        for pill in self.pills.values():
            grades_row.addWidget(pill)
        grades_row.addWidget(
            button(
                theme,
                w("To the findings"),
                role="link",
                icon="arrow-up-right",
                pressed=lambda: self.asked_for.emit(Place("findings", inspection)),
            )
        )
        grades.body.addWidget(row)
        body.body.addWidget(grades)
        figures = Card(theme, name=w("All figures"))
        figures.body.addWidget(label(w("All figures"), "site"))
        self.table = FiguresTable(theme, w, w("All figures"))
        self.table.pressed_row.connect(self._to_group)
        figures.body.addWidget(self.table)
        body.body.addWidget(figures)
        body.body.addStretch(1)
        for one in (self.dimension_bars, self.section_bars, self.table):
            one.at_hand.connect(partial(show_within, self.area, one))
        self.dimension_bars.pressed.connect(self._to_group)
        self.section_bars.pressed.connect(self._to_group)
        bridge.changed.connect(self._changed)
        self.fit(Width.WIDE)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Overview")

    @property
    def subtitle(self) -> str:
        """Progress is not compliance: the header has the one, the cards both."""
        progress = self.bridge.opened(self.inspection).progress
        return self.bridge.words("{percent} answered", percent=dates.percent(progress.coverage))

    @property
    def place(self) -> Place:
        return Place("overview", self.inspection)

    def fit(self, width: Width) -> None:
        narrow = width is Width.NARROW
        across = 2 if narrow else 4
        for n, (card, _, _) in enumerate(self.cards.values()):
            self.figures.addWidget(card, n // across, n % across)
        for column in range(4):
            self.figures.setColumnStretch(column, 1 if column < across else 0)
        self.across.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.radar_card.setMinimumHeight(self.theme.px(320) if narrow else 0)

    def refresh(self) -> None:
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        score, progress, found = opened.score, opened.progress, opened.inspection
        self._card(
            "score",
            dates.percent(score.percent),
            w(
                "Preset {preset}; at least {least} if all that is open failed",
                preset=score.preset,
                least=dates.percent(score.least),
            )
            if score.least is not None
            else w("Preset {preset}", preset=score.preset),
        )
        self._card(
            "grade",
            score.grade or "—",
            w(score.reason_no_grade)
            if score.reason_no_grade
            else (
                w("By the percent alone: {grade}", grade=score.score_grade) if score.score_grade != score.grade else ""
            ),
        )
        self._card(
            "progress",
            dates.percent(progress.coverage),
            w(
                "{answered} of {asked} answered, {unchecked} not checked, {na} not applicable",
                answered=progress.answered,
                asked=progress.asked,
                unchecked=progress.not_checked,
                na=progress.not_applicable,
            ),
        )
        open_ = sum(a.state != "closed" for f in found.findings for a in f.actions)
        self._card("findings", str(len(found.findings)), w.count("{n} open action", "{n} open actions", open_))
        self.caps.set_text("\n".join(w(cap.sentence, **cap.values) for cap in score.caps))
        self.caps.setVisible(bool(score.caps))
        dimensions = bars_of(score.dimensions, w)
        self.dimension_bars.show_rows(dimensions)
        self.radar.show_rows(dimensions)
        self.radar_card.setVisible(len(dimensions) >= 3)
        self.section_bars.show_rows(bars_of(score.groups, w))
        self.table.show_scores((*score.dimensions, *score.groups))
        counts = Counter(f.grade for f in found.findings)
        for grade, pill in self.pills.items():
            pill.say(
                f"{labelled.short_grade(w, grade)} {counts[grade]}",
                labelled.GRADE_TONES[grade] if counts[grade] else "",
            )
        self.retitled.emit()

    def _card(self, code: str, figure: str, below: str) -> None:
        _, large, small = self.cards[code]
        large.set_text(figure)
        small.set_text(below)

    def _to_group(self, id_: str) -> None:
        """To the first item of a dimension or section."""
        walk = self.bridge.opened(self.inspection).walk
        lines = walk.of_group(id_) or walk.of_dimension(id_)
        if lines:
            self.asked_for.emit(Place("inspection", self.inspection, lines[0].place))

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()
