"""How far and how well: the score, its dimensions as bars and as a radar, sections one by one, findings by grade.

Every figure is the report's own (`inspection.scoring.Score`); the painting is the only thing made here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditapp.inspection.scoring import DimensionScore
from auditapp.operations import findings as finding_room
from auditapp.operations.changes import Changes
from auditapp.report import dates
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Words


@dataclass(frozen=True)
class Bar:
    """One dimension or section: score and coverage in percent, None where nothing was judged."""

    id: str
    title: str
    percent: Decimal | None
    coverage: Decimal


def bars_of(scores: Sequence[DimensionScore], words: Words) -> tuple[Bar, ...]:
    return tuple(Bar(one.id, one.title.in_(words.language), one.percent, one.coverage) for one in scores)


def tone(percent: Decimal | None) -> str:
    """The colour of a percent by the grades' thresholds: A and B, C, D."""
    if percent is None:
        return "na"
    return "ok" if percent >= 80 else "warn" if percent >= 70 else "bad"


def sentence(words: Words, row: Bar) -> str:
    if row.percent is None:
        return words(
            "{title}: nothing judged, {coverage} covered", title=row.title, coverage=dates.percent(row.coverage)
        )
    return words(
        "{title}: {percent} conforming, {coverage} covered",
        title=row.title,
        percent=dates.percent(row.percent),
        coverage=dates.percent(row.coverage),
    )


class Bars(QWidget):
    """Horizontal bars with a thinner one for coverage. Up and Down choose one, Enter goes there."""

    announced_as = QAccessible.Role.Chart
    pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words, name: str) -> None:
        super().__init__()
        self.theme, self.words, self.name = theme, words, name
        self.rows: tuple[Bar, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_rows(self, rows: tuple[Bar, ...]) -> None:
        self.rows = rows
        self.current = min(self.current, max(0, len(rows) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        self.setAccessibleDescription("\n".join(sentence(self.words, row) for row in self.rows))
        here = sentence(self.words, self.rows[self.current]) if self.rows and self.hasFocus() else ""
        self.setAccessibleName(f"{self.name}. {here}" if here else self.name)

    @property
    def step(self) -> int:
        return self.theme.px(38)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(320), self.step * max(1, len(self.rows)) + self.theme.px(22))

    def row_at(self, y: float) -> int:
        return int(y // self.step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        row = self.row_at(event.position().y())
        if 0 <= row < len(self.rows):
            self.current = row
            self.pressed.emit(self.rows[row].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Down if self.current + 1 < len(self.rows):
                self.current += 1
            case Qt.Key.Key_Up if self.current > 0:
                self.current -= 1
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if self.rows:
                self.pressed.emit(self.rows[self.current].id)
            case _:
                super().keyPressEvent(event)
        self._say()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = self.width()
            words = min(theme.px(210), round(width * 0.4))
            figure = theme.px(58)
            start, room = words, max(1, width - words - figure)
            bottom = self.step * len(self.rows)
            p.setFont(theme.font(12))
            for tick in (0, 50, 70, 80, 90, 100):
                x = start + room * tick / 100
                p.setPen(QPen(theme.token("border"), 1))
                p.drawLine(QPointF(x, 0), QPointF(x, bottom))
                if tick != 90 or room > theme.px(220):
                    p.setPen(theme.token("text3"))
                    p.drawText(QRectF(x - 20, bottom + 2, 40, theme.px(18)), Qt.AlignmentFlag.AlignHCenter, str(tick))
            for n, row in enumerate(self.rows):
                top = n * self.step
                p.setFont(theme.font(13))
                p.setPen(theme.token("text"))
                place = QRectF(0, top, words - theme.px(10), self.step - theme.px(4))
                said = p.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, int(place.width()))
                p.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)
                p.setPen(Qt.PenStyle.NoPen)
                well = QRectF(start, top + theme.px(7), room, theme.px(14))
                p.setBrush(theme.token("na_bg"))
                p.drawRoundedRect(well, 3, 3)
                if row.percent is not None:
                    p.setBrush(theme.token(tone(row.percent)))
                    p.drawRoundedRect(
                        QRectF(well.topLeft(), QSize(round(room * float(row.percent) / 100), theme.px(14)).toSizeF()),
                        3,
                        3,
                    )
                p.setBrush(theme.token("accent"))
                p.drawRect(QRectF(start, top + theme.px(24), room * float(row.coverage) / 100, theme.px(3)))
                p.setFont(theme.font(13, bold=True))
                p.setPen(theme.token(tone(row.percent)))
                p.drawText(
                    QRectF(start + room + theme.px(6), top, figure, self.step - theme.px(4)),
                    Qt.AlignmentFlag.AlignVCenter,
                    dates.percent(row.percent),
                )
            if self.hasFocus() and self.rows:
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.setPen(QPen(theme.token("accent"), 2))
                p.drawRoundedRect(QRectF(1, self.current * self.step + 1, width - 2, self.step - 2), 6, 6)


class Radar(QWidget):
    """The dimensions on axes; needs three. The figures stand in words beside the axes' ends."""

    announced_as = QAccessible.Role.Chart

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self.rows: tuple[Bar, ...] = ()
        self.setAccessibleName(words("Radar of the dimensions"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: tuple[Bar, ...]) -> None:
        self.rows = rows
        self.setAccessibleDescription("\n".join(sentence(self.words, row) for row in rows))
        self.setVisible(len(rows) >= 3)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(360), self.theme.px(300))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(240), self.theme.px(240))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, count = self.theme, len(self.rows)
        if count < 3:
            return
        middle = QPointF(self.width() / 2, self.height() / 2)
        radius = max(20.0, min(self.width() / 2 - theme.px(84), self.height() / 2 - theme.px(50)))

        def at(n: int, share: float) -> QPointF:
            angle = -math.pi / 2 + 2 * math.pi * n / count
            return middle + QPointF(math.cos(angle), math.sin(angle)) * radius * share

        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            for ring in (0.25, 0.5, 0.75, 1.0):
                p.setPen(QPen(theme.token("strong" if ring == 1 else "border"), 1))
                p.drawPolygon(QPolygonF([at(n, ring) for n in range(count)]))
            p.setPen(QPen(theme.token("border"), 1))
            for n in range(count):
                p.drawLine(middle, at(n, 1))
            shape = [at(n, float(row.percent or 0) / 100) for n, row in enumerate(self.rows)]
            fill = theme.token("accent")
            fill.setAlpha(50)
            p.setBrush(fill)
            p.setPen(QPen(theme.token("accent"), 2))
            p.drawPolygon(QPolygonF(shape))
            p.setBrush(theme.token("accent"))
            p.setPen(Qt.PenStyle.NoPen)
            for point in shape:
                p.drawEllipse(point, theme.px(3), theme.px(3))
            for n, row in enumerate(self.rows):
                end = at(n, 1.0) + (at(n, 1.0) - middle) / radius * theme.px(10)
                wide, high = theme.px(84), theme.px(36)
                side = end.x() - middle.x()
                x = end.x() - wide / 2 if abs(side) < theme.px(12) else end.x() if side > 0 else end.x() - wide
                y = (
                    end.y() - high
                    if end.y() < middle.y() - theme.px(12)
                    else end.y()
                    if (end.y() > middle.y() + theme.px(12))
                    else end.y() - high / 2
                )
                x = min(max(x, 0.0), float(self.width() - wide))
                align = (
                    Qt.AlignmentFlag.AlignHCenter
                    if abs(side) < theme.px(12)
                    else (Qt.AlignmentFlag.AlignLeft if side > 0 else Qt.AlignmentFlag.AlignRight)
                )
                p.setFont(theme.font(12))
                p.setPen(theme.token("text2"))
                upper = QRectF(x, y, wide, high / 2)
                p.drawText(
                    upper,
                    align | Qt.AlignmentFlag.AlignVCenter,
                    p.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, wide),
                )
                p.setFont(theme.font(12, bold=True))
                p.setPen(theme.token(tone(row.percent)))
                p.drawText(
                    upper.translated(0, high / 2), align | Qt.AlignmentFlag.AlignVCenter, dates.percent(row.percent)
                )


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
        outer.addWidget(scroll(body, name=w("Overview")))
        self.figures_row = QWidget()
        self.figures = FlowLayout(self.figures_row, spacing=theme.px(12))
        body.body.addWidget(self.figures_row)
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
            card.setFixedWidth(theme.px(212))
            card.body.addStretch(1)
            self.cards[code] = (card, figure, below)
            self.figures.addWidget(card)
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
        self.grades_row = QHBoxLayout()
        self.grades_row.setSpacing(theme.px(8))
        self.pills = {grade: Pill() for grade in finding_room.GRADES}
        for pill in self.pills.values():
            self.grades_row.addWidget(pill)
        self.grades_row.addStretch(1)
        self.grades_row.addWidget(
            button(
                theme,
                w("To the findings"),
                role="link",
                icon="arrow-up-right",
                pressed=lambda: self.asked_for.emit(Place("findings", inspection)),
            )
        )
        grades.body.addLayout(self.grades_row)
        body.body.addWidget(grades)
        body.body.addStretch(1)
        self.dimension_bars.pressed.connect(self._to_group)
        self.section_bars.pressed.connect(self._to_group)
        bridge.changed.connect(self._changed)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Overview")

    @property
    def place(self) -> Place:
        return Place("overview", self.inspection)

    def fit(self, width: Width) -> None:
        narrow = width is Width.NARROW
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
        high = max(card.heightForWidth(card.width()) for card, _, _ in self.cards.values())
        for card, _, _ in self.cards.values():
            card.setMinimumHeight(max(self.theme.px(124), high))
        dimensions = bars_of(score.dimensions, w)
        self.dimension_bars.show_rows(dimensions)
        self.radar.show_rows(dimensions)
        self.radar_card.setVisible(len(dimensions) >= 3)
        self.section_bars.show_rows(bars_of(score.groups, w))
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
