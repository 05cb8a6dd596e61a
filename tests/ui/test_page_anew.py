"""Whatever was answered, taken back and walked through: the page shows what a page built anew would show.

Cards are kept, used again for other items, and made ahead; lines and counts follow one by one. Nothing of that may
be seen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from auditapp.inspection.walk import LineState
from auditapp.ui.bridge import Bridge
from auditapp.ui.card_list import SHEETS
from auditapp.ui.card_sheet import SPARE
from auditapp.ui.editing import Given
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.item_card import ItemCard
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.test_walking import VALUES

SECTIONS = ("ST-1", "ST-2", "WP-1", "WP-2", "WP-6", "EM-1")
"""Of all kinds of answers, with samples, conditions and computed items."""


@pytest.fixture
def page(bridge: Bridge, theme: Theme, lin: Inspector, show: Callable[..., Any]) -> Iterator[InspectionPage]:
    lin.draws("workstation", of=40, size=3).draws("zone", of=3, size=3, method="list")
    shown = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    yield shown
    shown.rest()


def told(widget: QWidget) -> object:
    """What is heard and seen of a widget and of all that is in it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    says = (interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description))
    seen: object = None
    match widget:
        case QAbstractButton():
            seen = (widget.text(), widget.isChecked(), bool(widget.focusPolicy()))
        case QLabel() | QLineEdit():
            seen = widget.text()
        case ItemCard():
            seen = (widget.place, widget._meta, widget.current, widget.flagged, widget.asking, widget.height_for(600))
    inside = [told(one) for one in widget.children() if isinstance(one, QWidget) and one.isVisibleTo(widget)]
    return type(widget).__name__, says, widget.isEnabled(), seen, inside


def all_of(page: InspectionPage, chosen: dict[str, str], qtbot: Any) -> dict[str, object]:
    """Everything that the page shows of the sections, one by one."""
    page.set_filter("all")
    page.chosen = dict(chosen)
    shown: dict[str, object] = {}
    for section in SECTIONS:
        page.show_section(section)
        page._set_current(page.cards.places[0])
        qtbot.waitUntil(lambda: page.cards.ready and page.quiet)
        shown[section] = [told(page.cards.cards[place]) for place in page.cards.places]
        shown[f"{section} head"] = (page.heading.text(), page.count.text(), page.chips.chip("unanswered").text())
        shown[f"{section} row"] = page.sections.model.data(
            page.sections.model.index(page.sections.model.row_of(section)), 11
        )
    shown["ring"] = (page.sections.answered.text(), page.sections.ring.accessibleName())
    return shown


def deed(page: InspectionPage, dice: random.Random) -> None:
    """One of the things that somebody does who changes their mind all the time."""
    page.show_section(dice.choice(SECTIONS))
    place = dice.choice(page.cards.places)
    line = page.walking.at(place)
    assert line is not None
    page.go_to(line)
    values = VALUES.get(line.item.kind) or tuple(option.code for option in line.item.options)
    match dice.randrange(9):
        case 0:
            page.undo()
        case 1:
            page.redo()
        case 2:
            page.toggle_flag()
        case 3:
            page.write_note(place, dice.choice(("seen", "seen twice")), report=True)
        case 4 if line.sample is not None:
            page.choose_sample(line.item.set, dice.choice(("S1", "S2", "S3")))
        case 5 if line.state is not LineState.NEEDS_SAMPLES:
            page.give_state("na")  # a reason is asked, and the person goes on without giving one
        case _ if values and line.state is not LineState.NEEDS_SAMPLES:
            page.write_answer(place, Given(dice.choice(values)))


@pytest.mark.parametrize("seed", range(2))
def test_the_page_shows_what_a_page_built_anew_shows(
    page: InspectionPage, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, qtbot: Any, seed: int
) -> None:
    dice = random.Random(seed)
    for turn in range(70):
        deed(page, dice)
        if turn % 10 == 9:
            qtbot.waitUntil(lambda: page.quiet)  # what looks at all samples has followed, the next section is made
    kept = all_of(page, page.chosen, qtbot)
    bridge.forget()
    anew: InspectionPage = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    fresh = all_of(anew, page.chosen, qtbot)
    anew.rest()
    assert [name for name in fresh if kept[name] != fresh[name]] == []
    assert len(lin.now.answers) > 5


def test_walking_to_and_fro_holds_no_more_cards_than_a_few_sections_have(page: InspectionPage, qtbot: Any) -> None:
    most = max(len(page.walking.shown(section.id, {})) for section in page.walking.sections)
    for section in (*page.walking.sections, *reversed(page.walking.sections)):
        page.show_section(section.id)
        qtbot.waitUntil(lambda: page.cards.ready)
        page._prepare()
    assert page.cards.held <= SHEETS * (most + SPARE)
    assert len(page.cards.findChildren(ItemCard)) <= SHEETS * (most + SPARE) + 2 * most
