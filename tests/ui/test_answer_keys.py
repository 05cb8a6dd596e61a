"""The keys of an answer before and after somebody comes to them: painted alike, reached alike, pressed alike."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from auditapp.ui.answer_keys import AnswerKeys, Key
from auditapp.ui.theme import Theme

KEYS = (Key("conform", "Conforms", "ok", "1"), Key("obs", "Observation", "warn", "2"), Key("na", "N/A", "na", "0"))


class Form(QWidget):
    """Two wells between two fields."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.above, self.below = QLineEdit(), QLineEdit()
        self.wells = [AnswerKeys(theme, KEYS, name=name) for name in ("3.5 No passwords", "3.6 Clear desks")]
        for one in (self.above, *self.wells, self.below):
            column.addWidget(one)


@pytest.fixture
def form(qtbot: QtBot, theme: Theme) -> Form:
    made = Form(theme)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.above.setFocus()
    QApplication.processEvents()
    return made


def buttons(well: AnswerKeys) -> list[QRadioButton]:
    return well.findChildren(QRadioButton)


def focus() -> str:
    now = QApplication.focusWidget()
    return now.accessibleName() if now is not None else ""


def test_nobody_came_and_no_key_is_made(form: Form) -> None:
    form.wells[0].show_codes(("obs",))
    assert form.wells[0].codes == ("obs",) and buttons(form.wells[0]) == []
    form.grab()
    assert buttons(form.wells[0]) == []


def test_tab_comes_to_the_chosen_key_or_the_first_and_back_the_same_way(form: Form) -> None:
    form.wells[1].show_codes(("na",))
    there = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        there.append(focus())
    assert there[:2] == ["3.5 No passwords: Conforms", "3.6 Clear desks: N/A"] and form.below.hasFocus()
    back = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        back.append(focus())
    assert back == there[1::-1]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert form.above.hasFocus()


def test_shift_tab_comes_to_keys_nobody_was_at(form: Form) -> None:
    form.below.setFocus()
    back = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        back.append(focus())
    assert back == ["3.6 Clear desks: Conforms", "3.5 No passwords: Conforms"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert form.above.hasFocus()


@pytest.mark.parametrize("finger", [False, True])
def test_the_first_press_of_mouse_or_finger_is_the_answer(form: Form, finger: bool) -> None:
    well = form.wells[0]
    told: list[tuple[str, ...]] = []
    well.chosen.connect(told.append)
    at = QPoint(well.width() // 2, well.height() // 2)
    where = next(code for code, place in zip(("conform", "obs", "na"), well._places, strict=True) if place.contains(at))
    if finger:
        QTest.mousePress(well, Qt.MouseButton.LeftButton, pos=at)  # no move before it
        QTest.mouseRelease(well, Qt.MouseButton.LeftButton, pos=at)
    else:
        QTest.mouseMove(form.windowHandle(), well.mapTo(form, at))
        QApplication.processEvents()
        QTest.mouseClick(form.windowHandle(), Qt.MouseButton.LeftButton, pos=well.mapTo(form, at))
    assert told == [(where,)] and well.codes == (where,)
    assert [one.isChecked() for one in buttons(well)] == [key.code == where for key in KEYS]


def test_whoever_listens_finds_every_key_with_its_name_and_its_state(form: Form) -> None:
    form.wells[0].show_codes(("obs",))
    heard = QAccessible.queryAccessibleInterface(form.wells[0])
    assert heard is not None
    keys = [heard.child(n) for n in range(heard.childCount())]
    assert [(one.role(), one.text(QAccessible.Text.Name)) for one in keys] == [
        (QAccessible.Role.RadioButton, f"3.5 No passwords: {key.words}") for key in KEYS
    ]
    assert [bool(one.state().checked) for one in keys] == [False, True, False]


def test_the_keys_look_the_same_before_and_after_somebody_came(form: Form) -> None:
    well = form.wells[0]
    well.show_codes(("conform",))
    before = well.grab().toImage()
    well.come()
    assert well.grab().toImage() == before
    well.setEnabled(False)
    greyed = well.grab().toImage()
    assert greyed != before
    other = form.wells[1]
    other.setEnabled(False)
    other.show_codes(("conform",))
    assert other.grab().toImage() == greyed


def test_a_choice_shown_later_is_shown_on_the_keys_too_and_told_nobody(form: Form) -> None:
    well = form.wells[0]
    told: list[tuple[str, ...]] = []
    well.chosen.connect(told.append)
    well.show_codes(("conform",))
    well.come()
    well.show_codes(("na",))
    assert [one.isChecked() for one in buttons(well)] == [False, False, True]
    well.show_codes(())
    assert not any(one.isChecked() for one in buttons(well)) and told == []
