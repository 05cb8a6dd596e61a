"""No photo leaves that nobody looked at; looking is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditapp.ui.bridge import Bridge
from auditapp.ui.clearance_page import ClearancePage
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo

AT = "WP-4.8"


def test_the_gate_clears_many_at_once_in_the_name_of_somebody(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path
) -> None:
    lin.photographs(AT, photo(tmp_path, "a.jpg", colour=10), photo(tmp_path, "b.jpg", colour=200))
    bridge.forget()
    page = ClearancePage(bridge, theme, lin.inspection)
    show(page, 960, 480)
    gate(page)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.clear_button.click()
    assert all(p.clearance is not None and p.clearance.by in lin.now.people for p in lin.now.photos.values())
    assert page.stack.currentIndex() == 1, "nothing is left to look at"
