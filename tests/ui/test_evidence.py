"""Photos at a place: dropped, pasted, taken, stopped, marked, covered, cleared."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from auditapp.inspection.state import Photo
from auditapp.operations.marking import Mark, Tool
from auditapp.ui import intake
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.camera import CameraDialog, NoCamera
from auditapp.ui.clearance_page import ClearancePage
from auditapp.ui.evidence_strip import EvidenceStrip
from auditapp.ui.intake import Pasted, offered, png
from auditapp.ui.photo_viewer import PhotoPage
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo
from tests.ui.person import type_text

AT = "WP-4.8"


def settled(qtbot: Any, strip: EvidenceStrip) -> None:
    qtbot.waitUntil(lambda: not strip.arrivals.loads and not strip.bridge.background.busy, timeout=60_000)


def dropped(strip: EvidenceStrip, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    strip.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def strip_of(bridge: Bridge, theme: Theme, lin: Inspector, show: Any) -> EvidenceStrip:
    strip = EvidenceStrip(bridge, theme, lin.inspection, AT)
    show(strip, 380, 320)
    return strip


def test_dropped_files_and_folders_are_taken_in_and_the_rest_is_told(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    photo(card / "deep", "in-a-folder.jpg", colour=10)
    one = photo(tmp_path, "one.jpg", colour=20)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    strip = strip_of(bridge, theme, lin, show)
    dropped(strip, card, one, broken)
    assert len(strip.coming) == 3, "tiles stand there at once"
    settled(qtbot, strip)
    assert {p.name for p in strip.photos} == {"in-a-folder.jpg", "one.jpg"}
    assert "broken.jpg" in strip.told.accessibleName()
    assert len(strip.thumbs) == 2
    assert not strip.thumbs[0].pixmap.isNull()
    gate(strip)


def test_a_dropped_file_is_copied_never_moved(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    one = photo(tmp_path, "one.jpg")
    before = one.read_bytes()
    strip = strip_of(bridge, theme, lin, show)
    dropped(strip, one)
    settled(qtbot, strip)
    assert one.read_bytes() == before
    assert bridge.picture(strip.photos[0].sha256) == before, "the original is kept byte for byte"


def test_a_picture_in_the_clipboard_is_pasted(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any
) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    strip = strip_of(bridge, theme, lin, show)
    strip.tile.setFocus()
    QTest.keyClick(strip.tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, strip)
    assert [p.media for p in strip.photos] == ["image/png"]


def test_files_in_the_clipboard_go_before_the_picture_beside_them(tmp_path: Path) -> None:
    one = photo(tmp_path, "one.jpg")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one))])
    mime.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    assert offered(mime).sources == (one,)


def test_the_same_picture_twice_at_one_place_is_one_photo(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    one = photo(tmp_path, "one.jpg")
    strip = strip_of(bridge, theme, lin, show)
    for _ in range(2):
        strip.take([one])
        settled(qtbot, strip)
    assert len(strip.photos) == 1


def test_stopping_keeps_what_is_safe_and_begins_no_more(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = strip_of(bridge, theme, lin, show)
    pasted = [
        Pasted(png(QImage(bytes([n]) * 40 * 30 * 4, 40, 30, QImage.Format.Format_RGB32)), f"{n}.png") for n in range(9)
    ]
    stopped = threading.Event()
    whole = intake.outcomes

    def slowly(photos: Any, sources: Any, tell: Any, wanted: Any) -> None:
        """The fourth photo begins only when the person has pressed Stop."""
        whole(photos, sources[:3], tell, wanted)
        stopped.wait(60)
        whole(photos, sources[3:], tell, wanted)

    monkeypatch.setattr(intake, "outcomes", slowly)
    load = strip.take(pasted)
    assert load is not None
    qtbot.waitUntil(lambda: load.done == 3, timeout=60_000)
    assert strip.under_way.isVisible()
    strip.cancel_button.click()
    stopped.set()
    settled(qtbot, strip)
    assert len(load.kept) == 3
    assert {p.id for p in strip.photos} == set(load.kept)
    assert strip.under_way.isHidden()


def test_heic_is_taken_for_what_it_is_whatever_its_name(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    import pi_heif  # reads only; a HEIC cannot be made here, so a wrong name must be told by content

    assert pi_heif
    jpeg_named_heic = photo(tmp_path, "phone.heic")
    strip = strip_of(bridge, theme, lin, show)
    strip.take([jpeg_named_heic])
    settled(qtbot, strip)
    assert [p.media for p in strip.photos] == ["image/jpeg"]


def test_without_a_camera_the_dialog_says_so_and_offers_files(
    qtbot: Any, bridge: Bridge, theme: Theme, show: Any, gate: Any
) -> None:
    def none(parent: object) -> Any:
        raise NoCamera("No camera was found on this computer.")

    dialog = CameraDialog(bridge.words, theme, camera=none)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    show(dialog, 720, 560)
    assert "No camera" in dialog.sentence.accessibleName()
    assert not dialog.shoot_button.isEnabled()
    gate(dialog)
    with qtbot.waitSignal(dialog.files_asked):
        dialog.files_button.click()


def test_a_photo_taken_with_the_camera_comes_as_a_picture(bridge: Bridge, theme: Theme, show: Any) -> None:
    class Fake:
        names = ("one",)

        def start(self, which: int, seen: Any, failed: Any) -> None:
            image = QImage(40, 30, QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.red)
            self.image = image
            seen(image)

        def shoot(self, taken: Any) -> None:
            taken(png(self.image))

        def stop(self) -> None:
            pass

    dialog = CameraDialog(bridge.words, theme, camera=lambda _: Fake())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    shots: list[Pasted] = []
    dialog.taken.connect(shots.append)
    show(dialog, 720, 560)
    dialog.shoot_button.click()
    assert shots
    assert shots[0].content.startswith(b"\x89PNG")


def two_photos(lin: Inspector, tmp_path: Path) -> list[Photo]:
    lin.photographs(AT, photo(tmp_path, "a.jpg", colour=10), photo(tmp_path, "b.jpg", colour=200))
    return list(lin.now.photos_at(AT))


def test_keys_on_a_photo_caption_reorder_clear_and_take_away(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    first, second = two_photos(lin, tmp_path)
    bridge.forget()
    strip = strip_of(bridge, theme, lin, show)
    strip.thumbs[0].setFocus()
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert [p.id for p in lin.now.photos_at(AT)] == [second.id, first.id]
    strip.thumbs[0].setFocus()
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_U)
    assert lin.now.photos[second.id].clearance is not None
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_F2)
    dialog = strip.findChildren(Question)[-1]
    type_text(dialog.editor, "机房")
    dialog.give()
    assert lin.now.photos[second.id].caption == "机房"
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Delete)
    dialog = strip.findChildren(Question)[-1]
    type_text(dialog.editor, "by mistake")
    dialog.give()
    assert [p.id for p in lin.now.photos_at(AT)] == [first.id]


def test_enter_on_a_photo_asks_for_its_page(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    first, _ = two_photos(lin, tmp_path)
    bridge.forget()
    strip = strip_of(bridge, theme, lin, show)
    with qtbot.waitSignal(strip.asked_for) as asked:
        strip.thumbs[0].setFocus()
        QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Return)
    assert asked.args == [Place("photo", lin.inspection, first.id)]


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


def test_the_gate_clears_many_at_once_in_the_name_of_somebody(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, tmp_path: Path
) -> None:
    two_photos(lin, tmp_path)
    bridge.forget()
    page = ClearancePage(bridge, theme, lin.inspection)
    show(page, 960, 480)
    gate(page)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.clear_button.click()
    assert all(p.clearance is not None and p.clearance.by in lin.now.people for p in lin.now.photos.values())
    assert page.stack.currentIndex() == 1, "nothing is left to look at"


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
