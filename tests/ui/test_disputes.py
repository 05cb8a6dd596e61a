"""Whatever two people wrote into one place without seeing each other is shown where it arose, and decided there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from auditapp.operations import answer, findings, withdraw
from auditapp.ui import dispute_card
from auditapp.ui.bridge import Bridge
from auditapp.ui.dispute_card import DisputeStack
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.person import name_of, tab_order


@pytest.fixture
def two_minds(lin: Inspector, tmp_path: Path) -> Inspector:
    """Lin and Zhou wrote different things: an answer, a note, a flag, a grade of a finding."""
    with Inspector(tmp_path / "zhou") as zhou:
        lin.answers("ST-1.2", "minor").finds("ST-1.2")
        lin.hands_over(zhou)
        lin.answers("ST-1.1", "conform").notes("ST-1.1", "the charter was shown")
        zhou.answers("ST-1.1", "major").notes("ST-1.1", "no charter was found")
        answer.flag(lin.desk, lin.inspection, "ST-1.1")
        answer.flag(zhou.desk, zhou.inspection, "ST-1.1")
        answer.flag(zhou.desk, zhou.inspection, "ST-1.1", False)
        findings.edit(lin.desk, lin.inspection, "F01", "grade", "obs")
        findings.edit(zhou.desk, zhou.inspection, "F01", "grade", "major")
        zhou.hands_over(lin)
    return lin


@pytest.fixture
def stack(bridge: Bridge, theme: Theme, two_minds: Inspector, show: Callable[..., Any]) -> DisputeStack:
    made = DisputeStack(bridge, theme, two_minds.inspection)
    bridge.changed.connect(lambda _: made.show_disputes(dispute_card.at_place(two_minds.now, "ST-1.1")))
    made.show_disputes(dispute_card.at_place(two_minds.now, "ST-1.1"))
    return show(made, 420, 700)


def texts(root: QWidget) -> str:
    return " ".join(one.accessibleName() or one.text() for one in root.findChildren(QLabel))


def test_every_disputed_slot_of_an_item_is_shown_with_both_versions(stack: DisputeStack) -> None:
    assert [card.shown.kind for card in stack.cards] == ["answer", "flag", "note"]
    said = texts(stack)
    for words in ("Conforms", "Major", "the charter was shown", "no charter was found", "林若溪", "17 September 2026"):
        assert words in said


def test_a_version_is_kept_by_its_digit_and_the_other_stays_in_the_history(
    stack: DisputeStack, two_minds: Inspector
) -> None:
    card = stack.cards[0]
    kept = card.shown.versions[1].said
    stack.begin()
    QTest.keyClick(card.keeps[0], Qt.Key.Key_2)
    assert two_minds.sees("ST-1.1") == {"Conforms": "conform", "Major": "major"}[kept]
    assert [one.shown.kind for one in stack.cards] == ["flag", "note"]
    assert len(two_minds.desk.store.journals.history(two_minds.inspection, "answer", "ST-1.1")) == 3


def test_arrows_and_enter_decide_too(stack: DisputeStack, two_minds: Inspector) -> None:
    card = stack.cards[2]
    card.begin()
    QTest.keyClick(card.keeps[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is card.keeps[1]
    QTest.keyClick(card.keeps[1], Qt.Key.Key_Return)
    assert two_minds.now.notes["ST-1.1"].text == card.shown.versions[1].said


def test_a_decision_is_undone(stack: DisputeStack, two_minds: Inspector, bridge: Bridge) -> None:
    stack.cards[0].keep(1)
    bridge.do(withdraw.undo, two_minds.inspection)
    assert [card.shown.kind for card in stack.cards] == ["answer", "flag", "note"]


def test_a_findings_disputes_are_those_of_its_fields(two_minds: Inspector) -> None:
    (finding,) = two_minds.now.findings
    assert [one.kind for one in dispute_card.at_finding(two_minds.now, finding)] == ["finding.grade"]
    assert dispute_card.places(two_minds.now) == {"ST-1.1", "ST-1.2"}


def test_every_button_says_what_it_keeps_and_whose(stack: DisputeStack, gate: Callable[[QWidget], None]) -> None:
    names = {name_of(one) for one in tab_order(stack)}
    assert "Keep the charter was shown of 林若溪" in names
    gate(stack)


def test_after_sign_off_nothing_is_decided(stack: DisputeStack, two_minds: Inspector, bridge: Bridge) -> None:
    for subject, kind in (("ST-1.1", "answer"), ("ST-1.1", "flag")):
        (dispute,) = dispute_card.of_kinds(two_minds.now, kind, subject=subject)
        answer.resolve(two_minds.desk, two_minds.inspection, subject, keep=dispute.stands[0].id, kind=kind)
    two_minds.signs_off()
    bridge.forget()
    stack.show_disputes(dispute_card.at_place(two_minds.now, "ST-1.1"))
    assert stack.cards and not any(keep.isEnabled() for card in stack.cards for keep in card.keeps)
