"""One photo looked at closely: zoomed, captioned, reordered, moved, removed, and what its original tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.operations import answer, withdraw
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.photo_viewer import PhotoPage
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.ui.window import Window
from tests.inspector import Inspector, photo
from tests.ui.person import name_of, type_text

AT = "WP-4.8"
PHONE = Path(__file__).parents[1] / "fixtures" / "phone.heic"


@pytest.fixture
def page(bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path) -> PhotoPage:
    """The first of three photos, the last one from a phone."""
    large = photo(tmp_path, "a.jpg", size=(1600, 1200), colour=10)
    lin.photographs(AT, large, photo(tmp_path, "b.jpg", colour=200), PHONE)
    bridge.forget()
    made = PhotoPage(bridge, theme, lin.inspection)
    show(made, 1440, 836)
    made.show_place(Place("photo", lin.inspection, ids(lin)[0]))
    QApplication.processEvents()
    return made


def ids(lin: Inspector) -> list[str]:
    return [p.id for p in lin.now.photos_at(AT)]


def command(page: PhotoPage, key: str) -> None:
    """What the window does at a key."""
    found = next(one for one in page.commands() if key in one.keys)
    assert found.possible(), key
    found.do()


def test_the_picture_is_named_for_those_who_do_not_see_it(page: PhotoPage, gate: Any) -> None:
    gate(page)
    assert name_of(page.view) == "Photo 1 of 3: a.jpg, Not looked at yet"
    page.view.true_size()
    assert page.view.accessibleDescription() == "Shown at 100%"


def test_zoom_keeps_the_point_under_the_pointer(page: PhotoPage) -> None:
    at = QPointF(page.view.rect().center() + QPoint(60, 40))
    spot = page.view.to_picture(at)
    turn = QWheelEvent(
        at,
        QPointF(page.view.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 480),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    before = page.view.scale
    QApplication.sendEvent(page.view, turn)
    assert page.view.scale > before * 2
    again = page.view.to_picture(at)
    assert (again - spot).manhattanLength() < 2
    page.view.pinch(1.5, at)
    assert (page.view.to_picture(at) - spot).manhattanLength() < 2, "between two fingers as well"


def test_keys_zoom_fit_and_move_the_picture(page: PhotoPage) -> None:
    fitted = page.view.scale
    assert fitted < 1
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert page.view.scale == 1
    assert page.share.text() == "100%"
    middle = page.view.middle
    QTest.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.middle.x() > middle.x()
    for key, test in ((Qt.Key.Key_Plus, page.view.scale * 1.2), (Qt.Key.Key_0, 0.0)):
        QTest.keyClick(page.view, key)
        assert page.view.scale > test
    assert page.view.scale == fitted
    command(page, "Z")
    assert page.view.scale == 1
    command(page, "Z")
    assert page.view.scale == fitted


def test_next_and_before_walk_the_row_and_stop_at_its_ends(page: PhotoPage, lin: Inspector) -> None:
    command(page, "K")
    assert page.photo_id == ids(lin)[0]
    assert not page.before_button.isEnabled()
    for _ in range(4):
        command(page, "J")
    assert page.photo_id == ids(lin)[2]
    assert page.subtitle == "3 of 3"
    assert not page.after_button.isEnabled()


def test_a_caption_is_kept_when_one_goes_on(page: PhotoPage, lin: Inspector) -> None:
    command(page, "F2")
    type_text(page.caption, "走廊的灭火器")
    page.step(1)
    assert lin.now.photos[ids(lin)[0]].caption == "走廊的灭火器"
    page.step(-1)
    type_text(page.caption, "，2 号")
    page.leaving()
    assert "2 号" in lin.now.photos[ids(lin)[0]].caption


def test_photos_are_reordered_by_keys(page: PhotoPage, lin: Inspector) -> None:
    first, second, third = ids(lin)
    command(page, "Ctrl+Right")
    assert ids(lin) == [second, first, third]
    assert page.subtitle == "2 of 3", "the same photo is still shown"
    command(page, "Ctrl+Left")
    command(page, "Ctrl+Left")
    assert ids(lin) == [first, second, third]


def test_a_photo_moves_to_another_item_found_by_words_or_pinyin(
    qtbot: Any, page: PhotoPage, lin: Inspector, gate: Any
) -> None:
    known = page.photo_id
    command(page, "I")
    picker = page.picker
    assert picker is not None
    assert picker.hits[0].title == "The whole inspection", "everything is there before anything is typed"
    assert len(picker.hits) > 20
    type_text(picker.field, "WP-1.1")
    gate(picker)
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert lin.now.photos[known].place == "WP-1.1"
    assert page.photo_id == known, "the photo is followed"
    assert "WP-1.1" in page.at.accessibleName()
    command(page, "Ctrl+Z")
    assert lin.now.photos[known].place == AT


def test_a_removed_photo_comes_back_by_undo(page: PhotoPage, lin: Inspector) -> None:
    first, second, third = ids(lin)
    command(page, "Del")
    dialog = page.findChildren(Question)[-1]
    assert dialog.text
    dialog.give()
    assert ids(lin) == [second, third]
    assert page.photo_id == second, "the next one is shown"
    command(page, "Ctrl+Z")
    assert ids(lin) == [first, second, third]


def test_the_last_photo_removed_leads_back(qtbot: Any, page: PhotoPage, lin: Inspector) -> None:
    for known in ids(lin)[1:]:
        lin.desk.memory.forget(lin.inspection)
        withdraw.withdraw(lin.desk, lin.inspection, known, "not needed")
    page.bridge.forget()
    page.refresh()
    command(page, "Del")
    with qtbot.waitSignal(page.left):
        page.findChildren(Question)[-1].give()


def test_a_page_that_was_left_asks_nothing_when_somebody_writes(
    window: Window, lin: Inspector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin.photographs(AT, photo(tmp_path))
    window.bridge.forget()
    asked: list[str] = []
    for page in ("photo", "clearance", "photo"):
        window.go(Place(page, lin.inspection))
        window.leave_page()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    undoable = withdraw.undoable

    def counted(desk: Any, inspection: str) -> Any:
        asked.append(inspection)
        return undoable(desk, inspection)

    monkeypatch.setattr(withdraw, "undoable", counted)
    window.bridge.do(answer.flag, lin.inspection, AT, True)
    assert asked == []


def test_the_only_photo_removed_is_told_on_the_page_before(window: Window, lin: Inspector, tmp_path: Path) -> None:
    lin.photographs(AT, photo(tmp_path))
    window.bridge.forget()
    window.go(Place("inspection", lin.inspection, AT))
    window.go(Place("photo", lin.inspection, ids(lin)[0]))
    window.say("an earlier message", "bad")
    there: Any = window.page
    there.withdraw()
    question: Any = QApplication.activeModalWidget()
    question.give()
    assert window.place.page == "inspection"
    assert window._toast is not None
    assert window._toast.accessibleName() == "The photo was removed; undo puts it back."


def test_what_the_original_tells_is_shown(qtbot: Any, page: PhotoPage) -> None:
    assert "it does not say" in page.facts.accessibleName()
    page.step(1)
    page.step(1)
    qtbot.waitUntil(lambda: "Telefon T-1" in page.facts.accessibleName(), timeout=20_000)
    told = page.facts.accessibleName()
    assert "96 × 128 pixels" in told
    assert "09:12" in told
    assert "It tells where it was taken; what leaves does not." in told


def test_a_lost_photo_is_said_and_a_signed_one_is_only_looked_at(page: PhotoPage, lin: Inspector, qtbot: Any) -> None:
    known = lin.now.photos[ids(lin)[2]]
    lin.desk.store.photos.path(known.rendition).unlink()
    page.step(1)
    with qtbot.waitSignal(page.bridge.failed):
        page.step(1)
    lin.clears_photos().signs_off()
    page.bridge.forget()
    page.step(-1)
    assert not any(one.possible() for one in page.commands() if one.id in ("photo-mark", "photo-away", "undo"))
    assert page.caption.isReadOnly()


@pytest.mark.parametrize(("scale", "wide", "high"), [(100, 960, 444), (150, 960, 396), (200, 960, 348)])
def test_nothing_is_cut_on_a_small_screen(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path, scale: int, wide: int, high: int
) -> None:
    from auditapp.words import speak

    lin.photographs(AT, photo(tmp_path))
    lin.desk.words = speak("zh-CN")
    bridge.forget()
    theme.set_scale(scale)
    made = PhotoPage(bridge, theme, lin.inspection)
    show(made, wide, high)
    made.fit(Width.NARROW)
    made.show_place(Place("photo", lin.inspection, ids(lin)[0]))
    gate(made)
    made.mark()
    gate(made)
