"""Small widgets keep their promises: no silent clipping, names for listeners, meant and shown are different things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScroller, QToolTip, QVBoxLayout, QWidget

from auditapp.ui.parts.card import PressCard
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import ElidingLabel, Paragraph
from auditapp.ui.parts.ring import Ring, Share
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.parts.toast import Toast
from auditapp.ui.theme import Theme
from tests.ui.person import clipped, name_of, nameless

ANSWERS = [
    Segment("conform", "符合", "ok"),
    Segment("obs", "观察项", "warn"),
    Segment("minor", "一般不符合", "bad"),
    Segment("na", "不适用", "na"),
]
Show = Callable[..., Any]
WHOLE = "Access and physical security of the customer service centre"


def test_a_line_that_is_too_long_ends_in_dots_and_says_itself_in_full(theme: Theme, show: Show) -> None:
    label = ElidingLabel(WHOLE)
    show(label, 120, 24)
    assert label.elided
    assert label.toolTip() == label.text() == name_of(label)
    label.resize(900, 24)
    assert not label.elided
    assert label.toolTip() == ""


def test_a_choice_that_is_too_long_ends_in_dots_and_its_tip_has_it_whole(theme: Theme, show: Show) -> None:
    box = ChoiceBox(8)
    box.addItem(WHOLE)
    box.setToolTip("Who may go where")
    show(box, 160, 32)
    assert tip(box) == f"{WHOLE}\n\nWho may go where"
    box.clearFocus()
    drawn = box.grab().toImage()
    box.setItemText(0, "Access and …")
    assert box.grab().toImage() == drawn
    box.setItemText(0, WHOLE)
    box.resize(900, 32)
    assert tip(box) == "Who may go where"


def tip(widget: QWidget) -> str:
    """What the mouse is told when it rests on *widget*."""
    here = QPoint(5, 5)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, here, widget.mapToGlobal(here)))
    said = QToolTip.text()
    QToolTip.hideText()
    return said


def test_the_test_for_clipping_sees_a_clipped_label(theme: Theme, show: Show) -> None:
    page = QWidget()
    label = QLabel("Access and physical security", page)
    label.resize(40, 20)
    show(page, 300, 100)
    assert len(clipped(page)) == 1


def test_a_paragraph_reads_nothing_as_markup(theme: Theme, show: Show) -> None:
    paragraph = Paragraph(theme, "a < b & <b>c</b>\nd")
    show(paragraph)
    assert paragraph.accessibleName() == "a < b & <b>c</b>\nd"
    assert "&lt;b&gt;" in paragraph.text()


def test_choosing_an_answer_is_told_and_showing_one_is_not(theme: Theme, show: Show, qtbot: Any) -> None:
    row = Segments(theme, ANSWERS, name="3.5 No passwords")
    show(row)
    told: list[str] = []
    row.chosen.connect(told.append)
    row.show_choice("minor")
    assert (row.choice, told) == ("minor", [])
    qtbot.mouseClick(row.button("conform"), Qt.MouseButton.LeftButton)
    assert (row.choice, told) == ("conform", ["conform"])
    row.show_choice("")
    assert row.choice == ""


def test_answers_say_what_they_answer(theme: Theme, show: Show) -> None:
    row = Segments(theme, ANSWERS, name="3.5 No passwords")
    show(row)
    assert name_of(row.button("conform")) == "3.5 No passwords：符合"


def test_answers_do_not_move_when_one_is_chosen(theme: Theme, show: Show) -> None:
    row = Segments(theme, ANSWERS, name="x")
    show(row)
    before = [row.button(code).geometry() for code in row.codes()]
    row.show_choice("minor")
    assert [row.button(code).geometry() for code in row.codes()] == before
    assert clipped(row) == []


def test_a_chosen_answer_has_an_icon_besides_its_colour(theme: Theme, show: Show) -> None:
    row = Segments(theme, ANSWERS, name="x")
    for code in row.codes():
        row.show_choice(code)
        assert not row.button(code).icon().isNull()
        assert all(row.button(other).icon().isNull() for other in row.codes() if other != code)


def test_chips_keep_the_focus_when_their_counts_change(theme: Theme, show: Show) -> None:
    chips = ChipRow(theme, name="which")
    chips.show_chips([("all", "All 18"), ("open", "Unanswered 7")], "all")
    show(chips)
    kept = chips.chip("open")
    told: list[str] = []
    chips.chosen.connect(told.append)
    chips.show_chips([("all", "All 18"), ("open", "Unanswered 6")], "open")
    assert chips.chip("open") is kept
    assert (kept.text(), kept.isChecked(), told) == ("Unanswered 6", True, [])


def test_what_does_not_fit_flows_onto_the_next_line(theme: Theme, show: Show) -> None:
    page = QWidget()
    flow = FlowLayout(page, spacing=8)
    for n in range(6):
        flow.addWidget(QPushButton(f"button {n}"))
    show(page, 1200, 200)
    assert len({b.y() for b in page.findChildren(QPushButton)}) == 1
    page.resize(260, 400)
    assert len({b.y() for b in page.findChildren(QPushButton)}) > 1
    assert all(b.geometry().right() <= 260 for b in page.findChildren(QPushButton))


def test_a_card_is_pressed_by_key_and_by_mouse(theme: Theme, show: Show, qtbot: Any) -> None:
    card = PressCard(theme, name="3.5 No passwords")
    show(card, 400, 80)
    told: list[int] = []
    card.pressed.connect(lambda: told.append(1))
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.keyClick(card, Qt.Key.Key_Space)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert len(told) == 3


def test_a_ring_says_in_words_what_it_draws(theme: Theme, show: Show) -> None:
    ring = Ring(theme)
    ring.show_shares([Share(40, "ok"), Share(6, "bad")], 86, "62%", "53 of 86 answered, 6 not conforming")
    show(ring, 80, 80)
    assert name_of(ring) == "53 of 86 answered, 6 not conforming"
    ring.show_shares([], 0, "0%", "nothing asked")
    ring.grab()


def test_an_empty_state_names_its_button(theme: Theme, show: Show) -> None:
    empty = EmptyState(theme, icon="clipboard-list", title="Nothing", sentence="Begin " * 40,
                       deeds=(("Begin", "primary", "plus", lambda: None),))  # fmt: skip
    show(empty, 700, 600)
    assert nameless(empty) == []
    assert clipped(empty) == []


def test_a_toast_of_trouble_stays_and_shows_all_its_words(theme: Theme, show: Show) -> None:
    page = QWidget()
    QVBoxLayout(page)
    show(page, 800, 600)
    toast = Toast(
        theme, page, "The disk is full. " * 12, tone="bad", close_name="Close", deed=("Details", lambda: None)
    )
    assert not hasattr(toast, "_timer")
    assert clipped(toast) == []
    assert nameless(toast) == []
    assert page.rect().contains(toast.geometry())


def test_a_finger_drags_what_lies_in_a_pane(theme: Theme, show: Show, qtbot: Any) -> None:
    inside = QWidget()
    inside.setMinimumHeight(2000)
    pane = show(scroll(inside, name="pane"), 300, 400)
    qtbot.waitUntil(lambda: QScroller.hasScroller(pane.viewport()))
    finger = QScroller.scroller(pane.viewport())
    finger.handleInput(QScroller.Input.InputPress, QPointF(100, 300), 1000)
    for step in range(1, 11):
        finger.handleInput(QScroller.Input.InputMove, QPointF(100, 300 - 20 * step), 1000 + 16 * step)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().value() >= 150)
    finger.handleInput(QScroller.Input.InputRelease, QPointF(100, 100), 1200)


def test_widths_of_panes_are_remembered_for_each_size_class(theme: Theme, show: Any, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QWidget

    from auditapp.ui.parts.split import Split
    from auditapp.ui.places import Width
    from auditapp.ui.preferences import Remembered

    def split() -> Split:
        made = Split(Remembered(tmp_path), "page")
        for _ in range(2):
            made.addWidget(QWidget())
        show(made, 1000, 400)
        made.lay(Width.WIDE, [300, 700])
        return made

    first = split()
    first.setSizes([400, 600])
    first.splitterMoved.emit(400, 1)
    first.lay(Width.NARROW, [100, 900])
    again = split()
    assert again.sizes()[0] == pytest.approx(400, abs=8)
    again.lay(Width.NARROW, [100, 900])
    assert again.sizes()[0] == pytest.approx(100, abs=8)
    again.lay(Width.WIDE, [1, 2, 3])
    assert len(again.sizes()) == 2
