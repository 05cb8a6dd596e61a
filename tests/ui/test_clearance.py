"""No photo leaves that nobody looked at; looking is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.operations import photos
from auditapp.ui import clearance_page
from auditapp.ui.bridge import Bridge
from auditapp.ui.clearance_page import ClearancePage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo
from tests.ui.person import name_of

AT = "WP-4.8"


@pytest.fixture
def page(bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path) -> ClearancePage:
    """The gate before four photos that nobody looked at, as large as a small laptop shows it at 200 %."""
    lin.photographs(AT, *(photo(tmp_path, f"{n}.jpg", colour=60 * n) for n in range(4)))
    bridge.forget()
    made = ClearancePage(bridge, theme, lin.inspection)
    show(made, 960, 444)
    made.setFocus()
    return made


def command(page: ClearancePage, key: str) -> None:
    """What the window does at a key."""
    found = next(one for one in page.commands() if key in one.keys)
    assert found.possible()
    found.do()


def looked_at(lin: Inspector) -> list[str]:
    return [p.name for p in lin.now.photos.values() if p.clearance is not None]


def test_one_key_a_photo_and_the_next_one_is_there(page: ClearancePage, lin: Inspector, gate: Any) -> None:
    assert page.view.hasFocus()
    gate(page)
    for n in range(4):
        assert page.at_hand is not None
        assert page.at_hand.name == f"{n}.jpg"
        assert f"Photo 1 of {4 - n}" in name_of(page.view)
        command(page, "U")
    assert all(p.clearance is not None and p.clearance.by in lin.now.people for p in lin.now.photos.values())
    assert page.done.isVisible(), "nothing is left to look at"
    assert name_of(QApplication.focusWidget()) == "Completeness check", "and Enter goes on"
    assert photos.uncleared(lin.now) == ()
    gate(page)


def test_the_next_photo_is_decoded_before_its_key_is_pressed(qtbot: Any, page: ClearancePage) -> None:
    second, third = (one.outgoing for one in page.model.photos[1:3])
    qtbot.waitUntil(lambda: page.ahead.has(second) and page.ahead.has(third), timeout=20_000)
    command(page, "U")
    assert not page.view.pixmap.isNull()
    assert page.view.pixmap.toImage().pixelColor(9, 9).red() in range(55, 66), "and it is the right one"


def test_undo_puts_a_photo_back_before_the_gate(page: ClearancePage, lin: Inspector) -> None:
    for _ in range(4):
        command(page, "U")
    command(page, "Ctrl+Z")
    assert looked_at(lin) == ["0.jpg", "1.jpg", "2.jpg"]
    assert page.subtitle == "1 photo not looked at yet"
    assert page.view.hasFocus(), "at hand again"


def test_arrow_keys_walk_on_while_the_whole_photo_is_seen(page: ClearancePage) -> None:
    for key, row in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Space, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_End, 1)):
        QTest.keyClick(page.view, key)
        assert page.row == row
    QTest.keyClick(page.view, Qt.Key.Key_Plus)
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    assert page.row == 1, "a photo that is zoomed is moved, not left"


def test_what_shows_something_is_opened_to_be_covered(qtbot: Any, page: ClearancePage, lin: Inspector) -> None:
    page.step(1)
    with qtbot.waitSignal(page.asked_for) as asked:
        command(page, "M")
    assert asked.args == [Place("photo", lin.inspection, f"{list(lin.now.photos)[1]}#mark")]


def test_many_at_once_side_by_side_in_the_name_of_somebody(page: ClearancePage, lin: Inspector, gate: Any) -> None:
    command(page, "G")
    assert page.grid.hasFocus()
    gate(page)
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    QTest.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.clear_button.text() == "Nothing to cover in 2"
    other = next(i for i in range(page.by.count()) if page.by.itemText(i).startswith("Confirmed by 赵启明"))
    page.by.setCurrentIndex(other)
    page.clear_button.click()
    assert looked_at(lin) == ["1.jpg", "2.jpg"]
    who = {p.clearance.by for p in lin.now.photos.values() if p.clearance is not None}
    assert [lin.now.people[code].name for code in who] == ["赵启明"]
    command(page, "Ctrl+A")
    command(page, "U")
    assert len(looked_at(lin)) == 4


def test_photos_that_were_looked_at_are_there_to_look_at_again(page: ClearancePage) -> None:
    command(page, "U")
    page.chips.chip("all").setChecked(True)
    assert len(page.model.photos) == 4
    assert not page.clear_button.isEnabled(), "this one has been looked at"
    command(page, "J")
    command(page, "U")
    assert page.row == 2, "and on to the next"


def test_a_signed_inspection_shows_its_photos_and_changes_none(page: ClearancePage, lin: Inspector) -> None:
    lin.clears_photos().signs_off()
    page.bridge.forget()
    page.filter = "all"
    page.refresh()
    assert len(page.model.photos) == 4
    assert not page.clear_button.isEnabled()
    assert not page.cover_button.isEnabled()


@pytest.mark.parametrize("side_by_side", [False, True])
def test_nothing_is_cut_at_200_percent_in_chinese(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path, side_by_side: bool
) -> None:
    from auditapp.words import speak

    lin.photographs(AT, photo(tmp_path))
    lin.desk.words = speak("zh-CN")
    bridge.forget()
    theme.set_scale(200)
    made = ClearancePage(bridge, theme, lin.inspection)
    if side_by_side:
        made.change_way()
    show(made, 960, 348)
    gate(made)


def test_only_photos_in_sight_are_decoded(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    lin.photographs(AT, photo(tmp_path))
    bridge.forget()
    [known] = lin.now.photos.values()
    many = {f"{n:064x}": replace(known, id=f"{n:064x}", rendition=f"{n:064x}") for n in range(1_000)}
    thousand = replace(lin.now, photos=many)
    small = lin.desk.store.photos.derived(known.rendition, "thumbnail")
    read: list[str] = []
    monkeypatch.setattr(clearance_page.look, "fold", lambda desk, inspection: thousand)
    monkeypatch.setattr(bridge, "picture", lambda sha256: b"")
    monkeypatch.setattr(clearance_page.PicturesAhead, "prepare", lambda self, wanted: None)
    monkeypatch.setattr(lin.desk.store.photos, "derived", lambda sha256, use: (read.append(sha256), small)[1])
    made = ClearancePage(bridge, theme, lin.inspection)
    show(made, 960, 480)
    assert len(read) == 0, "one large photo needs no small ones"
    made.change_way()
    qtbot.waitUntil(lambda: len(read) >= 3)
    assert len(read) < 20
    made.grid.scrollToBottom()
    qtbot.waitUntil(lambda: f"{999:064x}" in read)
    assert len(read) < 40, "those between are never decoded"
