"""An answer that does not conform opens its finding beside the item; words that were begun are never lost."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.operations import look
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.places import Place
from auditapp.ui.window import Window
from auditapp.words import Trouble, say
from tests.inspector import Inspector
from tests.ui.person import type_text

FACT = "三处显示器贴有写着密码的便签"
ITEM = "WP-4.8"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: Window, page: InspectionPage, lin: Inspector) -> InspectionPage:
    """The same at the item that does not conform."""
    window.go(Place("inspection", lin.inspection, ITEM))
    page.take_focus()
    return page


def press(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)
    QApplication.processEvents()


def raised(page: InspectionPage, lin: Inspector) -> list[tuple[str, str, str]]:
    return [(one.at, one.grade, one.fact) for one in look.look(lin.desk, page.inspection).inspection.findings]


def test_a_nonconforming_answer_opens_its_finding_and_ctrl_enter_raises_it(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_4)
    form = page.detail.form
    assert form is not None and QApplication.focusWidget() is form.fact
    assert page.at == ITEM
    assert form.grade.currentData() == "critical"
    type_text(form.fact, FACT)
    press(window, Qt.Key.Key_Return, CTRL)
    assert raised(page, lin) == [(ITEM, "critical", FACT)]
    assert QApplication.focusWidget() is page.cards.card(ITEM)
    press(window, Qt.Key.Key_J)
    assert page.at != ITEM


def test_a_conforming_answer_goes_on_and_asks_nothing(window: Window, page: InspectionPage) -> None:
    press(window, Qt.Key.Key_1)
    assert page.detail.form is None
    assert page.at != ITEM


def test_where_a_finding_stands_already_no_second_one_is_asked_for(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_4)
    assert page.detail.form is not None
    type_text(page.detail.form.fact, FACT)
    press(window, Qt.Key.Key_Return, CTRL)
    press(window, Qt.Key.Key_3)
    assert page.detail.form is None
    assert page.at != ITEM


def test_esc_leaves_the_form_and_the_answer_stands(window: Window, page: InspectionPage, lin: Inspector) -> None:
    press(window, Qt.Key.Key_3)
    press(window, Qt.Key.Key_Escape)
    assert page.detail.form is None
    assert QApplication.focusWidget() is page.cards.card(ITEM)
    line = page.walking.at(ITEM)
    assert line is not None and line.answered is not None


def test_words_that_were_begun_wait_at_their_item(window: Window, page: InspectionPage) -> None:
    press(window, Qt.Key.Key_4)
    assert page.detail.form is not None
    type_text(page.detail.form.fact, FACT)
    page.step(1)
    page._show_detail()
    assert page.detail.form is None
    page.step(-1)
    page.ask_finding()
    assert page.detail.form is not None
    assert page.detail.form.fact.toPlainText() == FACT


def test_a_disk_that_refuses_the_finding_leaves_its_words_in_the_form(
    window: Window, page: InspectionPage, lin: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(window, Qt.Key.Key_4)
    assert page.detail.form is not None
    type_text(page.detail.form.fact, FACT)

    def full(*_: Any, **__: Any) -> None:
        raise Trouble(say("The disk is full"), say("Nothing was written."))

    monkeypatch.setattr("auditapp.operations.findings.raise_finding", full)
    press(window, Qt.Key.Key_Return, CTRL)
    assert raised(page, lin) == []
    assert page.detail.form is not None
    assert page.detail.form.fact.toPlainText() == FACT


def test_in_a_narrow_window_the_form_comes_as_a_page_and_goes_again(window: Window, page: InspectionPage) -> None:
    window.resize(960, 540)
    QApplication.processEvents()
    press(window, Qt.Key.Key_4)
    assert page.pages.currentWidget() is page.detail
    press(window, Qt.Key.Key_Escape)
    assert page.pages.currentWidget() is page.split


@pytest.mark.parametrize("answer", [Qt.Key.Key_2, Qt.Key.Key_4])
def test_undo_in_an_untouched_form_takes_the_answer_back_and_the_form_with_it(
    window: Window, page: InspectionPage, lin: Inspector, answer: Qt.Key
) -> None:
    press(window, answer)
    press(window, Qt.Key.Key_Z, CTRL)
    page._show_detail()
    assert lin.sees(ITEM) is None
    assert page.detail.form is None
    assert page.at == ITEM


def test_a_finding_that_arrives_meanwhile_leaves_the_open_form_alone(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_4)
    assert page.detail.form is not None
    type_text(page.detail.form.fact, FACT)
    lin.finds(ITEM, "楼梯间堆放纸箱，净宽不足", grade="major")
    page.bridge.forget()
    page._look_again()
    page._show_detail()
    assert page.detail.form is not None
    assert page.detail.form.fact.toPlainText() == FACT
