"""Tab goes as one reads, whatever was made first."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from auditapp.ui.reading_order import in_lines, step, stops_of


class Box(QWidget):
    """Something to stop at, of just the size it is given whatever sheet the program wears."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def text(self) -> str:
        return self.name


def place(parent: QWidget, *boxes: tuple[str, int, int, int, int]) -> list[QWidget]:
    made: list[QWidget] = []
    for name, x, y, w, h in boxes:
        one = Box(name, parent)
        one.setGeometry(x, y, w, h)
        one.show()
        made.append(one)
    return made


@pytest.fixture
def root(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    return made


def names(found: list[QWidget]) -> str:
    return "".join(one.text() for one in found if isinstance(one, Box))


def test_lines_are_read_from_the_top_and_each_from_the_left(root: QWidget) -> None:
    made = place(root, ("d", 100, 60, 50, 30), ("b", 100, 2, 50, 20), ("c", 0, 60, 50, 30), ("a", 0, 0, 50, 30))
    assert names(in_lines(made)) == "abcd"


def test_a_column_that_stands_beside_several_lines_is_read_after_them(root: QWidget) -> None:
    made = place(root, ("e", 200, 0, 50, 200), ("a", 0, 0, 90, 30), ("b", 0, 40, 40, 30), ("c", 50, 40, 40, 30),
                 ("d", 20, 80, 50, 30))  # fmt: skip
    assert names(in_lines(made)) == "abcde"


def test_what_is_a_little_higher_in_its_line_is_not_read_first(root: QWidget) -> None:
    assert names(in_lines(place(root, ("b", 60, 0, 50, 36), ("a", 0, 8, 50, 20)))) == "ab"


def test_tab_goes_round_and_shift_tab_the_same_way_back(root: QWidget, qtbot: Any) -> None:
    made = place(root, ("c", 0, 80, 50, 30), ("a", 0, 0, 50, 30), ("b", 0, 40, 50, 30))
    made[2].setEnabled(False)
    root.show()
    qtbot.waitExposed(root)
    made[1].setFocus()
    seen = []
    for forward in (True, True, False, False):
        assert step(root, forward=forward)
        seen.append(root.focusWidget())
    assert names([one for one in seen if one is not None]) == "caca"


def test_what_lies_below_the_fold_is_scrolled_to(root: QWidget, qtbot: Any) -> None:
    area = QScrollArea(root)
    area.setGeometry(0, 0, 200, 100)
    inside = QWidget()
    inside.resize(180, 900)
    made = place(inside, ("b", 0, 800, 50, 30), ("a", 0, 0, 50, 30))
    area.setWidget(inside)
    root.show()
    qtbot.waitExposed(root)
    made[1].setFocus()
    step(root, forward=True)
    assert root.focusWidget() is made[0]
    assert area.verticalScrollBar().value() > 700


def test_only_what_can_be_seen_and_used_is_a_stop(root: QWidget) -> None:
    made = place(root, ("a", 0, 0, 50, 30), ("b", 0, 40, 50, 30), ("c", 0, 80, 50, 30))
    made[0].hide()
    made[1].setEnabled(False)
    root.show()
    assert names(list(stops_of(root))) == "c"
