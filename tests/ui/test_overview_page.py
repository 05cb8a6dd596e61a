# ruff: noqa: F811 fixtures are taken by name
"""The overview shows the report's own figures, as charts, in words and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditapp.operations import documents
from auditapp.report import dates
from auditapp.ui.bridge import Bridge
from auditapp.ui.charts import bars_of, tone
from auditapp.ui.overview_page import OverviewPage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.found import OTHER, begun, lin  # noqa: F401 fixtures


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any) -> OverviewPage:
    begun.answers(OTHER, "conform").answers("EM-1.1", "yes")
    bridge.forget()
    made: OverviewPage = show(OverviewPage(bridge, theme, begun.inspection), 1366, 768)
    return made


def test_charts_show_the_figures_of_the_report(page: OverviewPage, begun: Inspector, bridge: Bridge) -> None:
    score = documents.papers_of(bridge.desk, begun.inspection, documents.Document.REPORT).score
    assert page.dimension_bars.rows == bars_of(score.dimensions, bridge.words)
    assert page.radar.rows == page.dimension_bars.rows
    assert [row.percent for row in page.section_bars.rows] == [g.percent for g in score.groups]
    assert dates.percent(score.percent) in page.cards["score"][1].text()


def test_the_table_tells_the_same_figures_number_by_number(
    page: OverviewPage, begun: Inspector, bridge: Bridge
) -> None:
    score = documents.papers_of(bridge.desk, begun.inspection, documents.Document.REPORT).score
    told = [[page.table.rows.index(n, column).data() for column in (1, 2)] for n in range(page.table.rows.rowCount())]
    assert told == [
        [dates.percent(one.percent), dates.percent(one.coverage)] for one in (*score.dimensions, *score.groups)
    ]
    assert page.table.rows.index(0, 4).data() == "1", "the blocked aisle"


def test_bars_are_walked_by_keys_read_aloud_and_lead_to_their_items(page: OverviewPage, qtbot: Any) -> None:
    bars = page.dimension_bars
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert bars.rows[1].title in bars.accessibleName()
    with qtbot.waitSignal(page.asked_for) as asked:
        QTest.keyClick(bars, Qt.Key.Key_Return)
    assert asked.args[0] == Place("inspection", page.inspection, "EM-1.1")
    page.table.setCurrentIndex(page.table.rows.index(0, 0))
    with qtbot.waitSignal(page.asked_for) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args[0].at == "WP-1.1"


def test_what_changes_is_drawn_anew(page: OverviewPage, begun: Inspector, bridge: Bridge) -> None:
    before = page.dimension_bars.rows
    bridge.tell(begun.answers("WP-1.1", "conform").last)
    assert page.dimension_bars.rows != before


def test_a_figure_has_a_word_and_a_tone_and_nothing_judged_has_none() -> None:
    assert [tone(Decimal(n)) for n in (95, 80, 75, 12)] == ["ok", "ok", "warn", "bad"]
    assert tone(None) == "na"
