"""A photo is marked and covered on a copy: with the mouse, by keys alone, heard as well as seen."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditapp.operations.marking import Mark, Tool
from auditapp.ui.bridge import Bridge
from auditapp.ui.mark_canvas import MarkCanvas
from auditapp.ui.photo_viewer import PhotoPage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector
from tests.ui.person import name_of, type_text

AT = "WP-4.8"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path) -> PhotoPage:
    """A photo in which every pixel differs, opened to be marked."""
    image = Image.frombytes("RGB", (400, 300), random.Random(1).randbytes(400 * 300 * 3))
    image.save(tmp_path / "secret.png")
    lin.photographs(AT, tmp_path / "secret.png")
    bridge.forget()
    made = PhotoPage(bridge, theme, lin.inspection)
    show(made, 1440, 836)
    made.show_place(Place("photo", lin.inspection, f"{lin.last.code}#mark"))
    qtbot.waitUntil(lambda: made.marking.canvas.width() > 400)
    return made


@pytest.fixture
def canvas(page: PhotoPage) -> MarkCanvas:
    return page.marking.canvas


def drag(canvas: MarkCanvas, a: tuple[int, int], b: tuple[int, int]) -> None:
    start, end = (canvas.to_widget(QPointF(*at)).toPoint() for at in (a, b))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def keys(canvas: MarkCanvas, *pressed: Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    for one in pressed:
        QTest.keyClick(canvas, *(one if isinstance(one, tuple) else (one,)))


def saved(page: PhotoPage, qtbot: Any) -> None:
    """The copy is drawn beside the window; then it is saved."""
    assert not page.marking.save_button.isEnabled(), "not a second time"
    qtbot.waitUntil(lambda: page.stack.currentWidget() is not page.marking, timeout=20_000)


def copy_of(page: PhotoPage, lin: Inspector) -> Image.Image:
    return Image.open(io.BytesIO(page.bridge.picture(lin.now.photos[page.photo_id].outgoing))).convert("RGB")


def test_covering_by_mouse_leaves_no_pixel_and_keeps_the_original(
    page: PhotoPage, canvas: MarkCanvas, lin: Inspector, gate: Any, tmp_path: Path, qtbot: Any
) -> None:
    gate(page)
    drag(canvas, (100, 80), (220, 180))
    assert len(canvas.marks) == 1
    page.marking.save_button.click()
    saved(page, qtbot)
    after = lin.now.photos[page.photo_id]
    assert after.clearance is not None
    assert after.clearance.state == "redacted"
    inside = copy_of(page, lin).crop((116, 96, 204, 164))  # JPEG blocks at the edge mix in what is outside
    assert max(channel[1] for channel in inside.getextrema()) <= 8, "nothing of what was covered shines through"
    assert page.bridge.picture(after.sha256) == (tmp_path / "secret.png").read_bytes()


def test_covering_by_keys_alone(page: PhotoPage, canvas: MarkCanvas, lin: Inspector, qtbot: Any) -> None:
    assert canvas.hasFocus()
    keys(canvas, Qt.Key.Key_C, Qt.Key.Key_Space)
    [cover] = canvas.marks
    left, top, right, bottom = cover.corners
    assert abs((left + right) / 2 - 200) < 3, "in the middle of what is seen"
    assert abs((top + bottom) / 2 - 150) < 3
    keys(canvas, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, (Qt.Key.Key_Left, CTRL))
    moved = canvas.marks[0].corners
    step = round(400 / 60)
    assert moved == (left + 2 * step - 1, top + step, right + 2 * step - 1, bottom + step)
    keys(canvas, (Qt.Key.Key_Right, SHIFT), (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Down, SHIFT))
    assert canvas.marks[0].corners == (*moved[:2], moved[2] + step, moved[3] + 2 * step)
    keys(canvas, Qt.Key.Key_Return)
    assert canvas.chosen is None
    page.marking.save()
    saved(page, qtbot)
    box = canvas.marks[0].corners
    inside = copy_of(page, lin).crop((box[0] + 16, box[1] + 16, box[2] - 16, box[3] - 16))
    assert max(channel[1] for channel in inside.getextrema()) <= 8


def test_every_step_is_told_to_those_who_listen(canvas: MarkCanvas) -> None:
    assert name_of(canvas) == "Photo: secret.png: nothing drawn yet"
    keys(canvas, Qt.Key.Key_Space)
    assert canvas.spoken == "Cover 1 of 1: 38% from the left, 37% from the top, 25% wide, 25% high"
    keys(canvas, Qt.Key.Key_Left)
    assert "36% from the left" in canvas.spoken
    keys(canvas, Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Space)
    assert name_of(canvas) == "Photo: secret.png: 1 cover, 1 arrow"
    keys(canvas, Qt.Key.Key_BracketLeft)
    assert canvas.spoken.startswith("Cover 1 of 2")
    keys(canvas, Qt.Key.Key_Delete)
    assert canvas.spoken == "Cover removed"
    assert [one.tool for one in canvas.marks] == [Tool.ARROW]


def test_a_mark_never_leaves_the_picture(canvas: MarkCanvas) -> None:
    keys(canvas, Qt.Key.Key_Space)
    size = canvas.marks[0].box[2:]
    for _ in range(60):
        keys(canvas, Qt.Key.Key_Left, Qt.Key.Key_Up)
    assert canvas.marks[0].corners[:2] == (0, 0)
    for _ in range(90):
        keys(canvas, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert canvas.marks[0].corners[2:] == (400, 300)
    assert canvas.marks[0].box[2:] == size


def test_undo_and_redo_go_deed_by_deed_and_not_step_by_step(page: PhotoPage, canvas: MarkCanvas) -> None:
    keys(canvas, Qt.Key.Key_Space)
    put = canvas.marks
    keys(canvas, *[Qt.Key.Key_Right] * 5)
    moved = canvas.marks
    keys(canvas, Qt.Key.Key_Return, Qt.Key.Key_B, Qt.Key.Key_Space)
    both = canvas.marks
    assert len(both) == 2
    undo = (Qt.Key.Key_Z, CTRL)
    seen = []
    for _ in range(4):
        keys(canvas, undo)
        seen.append(canvas.marks)
    assert seen == [moved, put, (), ()]
    page.marking.redo_button.click()
    keys(canvas, (Qt.Key.Key_Y, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT))
    assert canvas.marks == both
    keys(canvas, undo, Qt.Key.Key_Space)
    assert not page.marking.redo_button.isEnabled(), "after another deed there is nothing to put back"


def test_a_mark_is_chosen_moved_and_resized_by_mouse(canvas: MarkCanvas) -> None:
    drag(canvas, (40, 40), (140, 100))
    drag(canvas, (80, 60), (120, 90))
    assert canvas.marks == (Mark(Tool.COVER, 80, 70, 180, 130),), "the mark just drawn is at hand: dragging moves it"
    drag(canvas, (180, 130), (240, 200))
    assert canvas.marks[0].corners == (80, 70, 240, 200), "its corner resizes it"
    drag(canvas, (300, 220), (360, 280))
    assert len(canvas.marks) == 2, "elsewhere another one is drawn"
    drag(canvas, (100, 100), (100, 100))
    assert canvas.chosen == 0, "a click chooses"
    drag(canvas, (20, 280), (20, 280))
    assert canvas.chosen is None
    assert len(canvas.marks) == 2


def test_arrows_boxes_and_words_stand_in_the_copy(
    page: PhotoPage, canvas: MarkCanvas, lin: Inspector, qtbot: Any
) -> None:
    before = copy_of(page, lin)
    for one in (Mark(Tool.ARROW, 10, 10, 150, 90), Mark(Tool.BOX, 200, 100, 300, 200)):
        canvas.add(one)
    keys(canvas, Qt.Key.Key_T, Qt.Key.Key_Space)
    field = page.marking.text
    assert field.hasFocus()
    type_text(field, "灭火器")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert canvas.hasFocus()
    assert canvas.marks[-1].text == "灭火器"
    keys(canvas, Qt.Key.Key_F2)
    field.clear()
    type_text(field, "灭火毯")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [one.text for one in canvas.marks] == ["", "", "灭火毯"]
    keys(canvas, Qt.Key.Key_F2)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert canvas.marks[-1].text == "灭火毯", "Esc leaves the words as they were"
    page.marking.save()
    saved(page, qtbot)
    after = lin.now.photos[page.photo_id]
    assert after.clearance is not None
    assert after.clearance.state == "none-needed", "nothing was covered, and somebody stands for it"
    marked = copy_of(page, lin)
    assert before.getpixel((202, 150)) != marked.getpixel((202, 150))
    assert lin.undoes().now.photos[page.photo_id].outgoing == after.rendition, "one undo, and the copy is not used"


def test_what_is_drawn_and_not_saved_is_there_when_one_comes_back(
    page: PhotoPage, canvas: MarkCanvas, lin: Inspector
) -> None:
    keys(canvas, Qt.Key.Key_Space)
    marks = canvas.marks
    toasts: list[str] = []
    page.said.connect(lambda text, tone: toasts.append(text))
    assert page.step_back(), "Esc is done with the mark,"
    assert page.step_back(), "then leaves the marking,"
    assert not page.step_back(), "then the page"
    assert "Not saved" in toasts[0]
    assert lin.now.photos[page.photo_id].clearance is None
    page.mark()
    assert canvas.marks == marks
    page.marking.leave_button.click()
    page.mark()
    assert canvas.marks == (), "Cancel throws it away"


def test_letters_are_the_canvas_own_while_it_is_drawn_on(page: PhotoPage, canvas: MarkCanvas) -> None:
    """U would clear the photo and M begin to mark it: none of the page's deeds is possible now."""
    assert [one.id for one in page.commands() if one.possible()] == []
    assert "Space" in page.keys_shown


def test_a_cover_is_drawn_afresh_on_the_unmarked_photo(
    page: PhotoPage, canvas: MarkCanvas, lin: Inspector, qtbot: Any
) -> None:
    drag(canvas, (100, 80), (220, 180))
    page.marking.save()
    saved(page, qtbot)
    page.mark()
    assert canvas.pixmap.toImage().pixelColor(160, 130).lightness() < 10
    page.marking.afresh.setChecked(True)
    assert canvas.pixmap.toImage().pixelColor(160, 130).lightness() != 0
    drag(canvas, (16, 16), (80, 80))
    page.marking.save()
    saved(page, qtbot)
    picture = copy_of(page, lin)
    assert max(channel[1] for channel in picture.crop((32, 32, 64, 64)).getextrema()) <= 8
    assert max(channel[1] for channel in picture.crop((120, 100, 200, 160)).getextrema()) > 100


def test_a_copy_whose_page_is_left_while_it_is_drawn_is_not_saved_and_what_was_drawn_is_kept(
    page: PhotoPage, canvas: MarkCanvas, lin: Inspector, qtbot: Any
) -> None:
    keys(canvas, Qt.Key.Key_Space)
    marks = canvas.marks
    page.marking.save()
    assert page.step_back(), "Esc is done with the mark,"
    assert page.step_back(), "then leaves the marking"
    qtbot.waitUntil(lambda: not page.bridge.background.busy, timeout=20_000)
    QApplication.processEvents()
    assert lin.now.photos[page.photo_id].clearance is None
    page.mark()
    assert canvas.marks == marks
    assert canvas.isEnabled()
