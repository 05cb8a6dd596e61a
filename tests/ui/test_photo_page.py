"""One photo looked at closely: zoomed, captioned, moved, marked and covered on a copy."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from auditapp.inspection.state import Photo
from auditapp.operations.marking import Mark, Tool
from auditapp.ui.bridge import Bridge
from auditapp.ui.photo_viewer import PhotoPage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo

AT = "WP-4.8"


def two_photos(lin: Inspector, tmp_path: Path) -> list[Photo]:
    lin.photographs(AT, photo(tmp_path, "a.jpg", colour=10), photo(tmp_path, "b.jpg", colour=200))
    return list(lin.now.photos_at(AT))


def noisy(tmp_path: Path) -> Path:
    """A photo in which every pixel differs, with a secret in it."""
    import random

    image = Image.frombytes("RGB", (400, 300), random.Random(1).randbytes(400 * 300 * 3))
    file = tmp_path / "secret.png"
    image.save(file)
    return file


def test_covering_by_mouse_leaves_no_pixel_and_keeps_the_original(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path
) -> None:
    lin.photographs(AT, noisy(tmp_path))
    bridge.forget()
    known = lin.now.photos_at(AT)[0]
    page = PhotoPage(bridge, theme, lin.inspection)
    show(page, 1440, 836)
    page.show_place(Place("photo", lin.inspection, f"{known.id}#mark"))
    canvas = page.marking.canvas
    qtbot.waitUntil(lambda: canvas.width() > 400)
    gate(page)
    a, b = (canvas.to_widget(QPointF(*at)).toPoint() for at in ((100, 80), (220, 180)))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=a)
    QTest.mouseMove(canvas, (a + b) / 2)
    QTest.mouseMove(canvas, b)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=b)
    assert len(canvas.marks) == 1
    page.marking.save_button.click()
    after = lin.now.photos[known.id]
    assert after.clearance is not None
    assert after.clearance.state == "redacted"
    copy = Image.open(io.BytesIO(bridge.picture(after.outgoing))).convert("RGB")
    left, top, right, bottom = canvas_box = (100, 80, 220, 180)
    inside = copy.crop((left + 16, top + 16, right - 16, bottom - 16))  # JPEG blocks at the edge mix in what is outside
    darkest = max(channel[1] for channel in inside.getextrema())
    assert darkest <= 8, (canvas_box, "nothing of what was covered shines through")
    assert bridge.picture(known.sha256) == (tmp_path / "secret.png").read_bytes()


def test_covering_by_keys_alone(bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path) -> None:
    known = two_photos(lin, tmp_path)[0]
    bridge.forget()
    page = PhotoPage(bridge, theme, lin.inspection)
    show(page, 960, 480)
    page.show_place(Place("photo", lin.inspection, f"{known.id}#mark"))
    canvas = page.marking.canvas
    canvas.setFocus()
    for key in (
        Qt.Key.Key_C,
        Qt.Key.Key_Space,
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Space,
    ):
        QTest.keyClick(canvas, key)
    assert [m.tool for m in canvas.marks] == [Tool.COVER]
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.marks == []
    assert page.step_back(), "Esc leaves the marking, not the page"
    assert not page.step_back()


def test_arrows_boxes_and_words_stand_in_the_copy(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    known = two_photos(lin, tmp_path)[0]
    bridge.forget()
    page = PhotoPage(bridge, theme, lin.inspection)
    show(page, 1440, 836)
    page.show_place(Place("photo", lin.inspection, known.id))
    page.mark()
    for one in (
        Mark(Tool.ARROW, 10, 10, 200, 150),
        Mark(Tool.BOX, 300, 100, 500, 300),
        Mark(Tool.TEXT, 40, 300, 40, 300, "灭火器"),
    ):
        page.marking.canvas.add(one)
    page.marking.save()
    after = lin.now.photos[known.id]
    assert after.clearance is not None
    assert after.clearance.state == "none-needed", "nothing was covered, and somebody stands for it"
    assert after.outgoing != after.rendition
    before = Image.open(io.BytesIO(bridge.picture(after.rendition))).convert("RGB")
    assert before.getpixel((300, 200)) != Image.open(io.BytesIO(bridge.picture(after.outgoing))).getpixel((302, 200))


def test_zoom_keeps_the_point_under_the_pointer(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    known = two_photos(lin, tmp_path)[0]
    bridge.forget()
    page = PhotoPage(bridge, theme, lin.inspection)
    show(page, 1440, 836)
    page.show_place(Place("photo", lin.inspection, known.id))
    at = QPointF(page.view.rect().center() + QPoint(60, 40))
    spot = page.view.to_picture(at)
    page.view.zoom_to(4.0, at)
    again = page.view.to_picture(at)
    assert abs(spot.x() - again.x()) < 1
    assert abs(spot.y() - again.y()) < 1


def test_a_photo_moves_to_another_item(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path
) -> None:
    known = two_photos(lin, tmp_path)[0]
    bridge.forget()
    page = PhotoPage(bridge, theme, lin.inspection)
    show(page, 1440, 836)
    page.show_place(Place("photo", lin.inspection, known.id))
    gate(page)
    index = page.at.findData("WP-1.1")
    page.at.setCurrentIndex(index)
    page.at.activated.emit(index)
    assert lin.now.photos[known.id].place == "WP-1.1"
