"""Photos come in: dropped, pasted, stopped; each that is shown is safe, and what did not come in is told once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.store import space, troubles
from auditapp.ui import intake
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.evidence_strip import AT_FIRST, EvidenceStrip
from auditapp.ui.intake import Load
from auditapp.ui.offered import Offered, Pasted, offered, offers
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.tiles import dragged
from auditapp.words import Trouble
from tests.inspector import Inspector, photo
from tests.ui.person import type_text

AT = "WP-4.8"
PHONE = Path(__file__).parents[1] / "fixtures" / "phone.heic"


@pytest.fixture
def strip(bridge: Bridge, theme: Theme, lin: Inspector, show: Any) -> EvidenceStrip:
    """The strip of one item."""
    made = EvidenceStrip(bridge, theme, lin.inspection, AT)
    show(made, 380, 320)
    return made


@pytest.fixture
def arrived(qtbot: Any) -> Callable[[EvidenceStrip], None]:
    """Wait until nothing is on its way any more."""

    def waited(strip: EvidenceStrip) -> None:
        qtbot.waitUntil(lambda: not strip.arrivals.loads and not strip.bridge.background.busy, timeout=60_000)

    return waited


def drop(
    strip: EvidenceStrip,
    mime: QMimeData,
    at: QPointF | None = None,
    may: Qt.DropAction = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
) -> QDropEvent:
    event = QDropEvent(at or QPointF(5, 5), may, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    strip.dropEvent(event)
    return event


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def painted(colour: Qt.GlobalColor = Qt.GlobalColor.darkGreen) -> QImage:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


# -- what comes in --------------------------------------------------------------------------------


def test_dropped_files_and_folders_come_in_and_the_rest_is_named(
    qtbot: Any, strip: EvidenceStrip, arrived: Any, gate: Any, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    photo(card / "deep" / "deeper", "in-a-folder.jpg", colour=10)
    (card / "index.html").write_text("<html>", encoding="utf-8")
    one = photo(tmp_path, "one.jpg", colour=20)
    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"%PDF-1.7")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    drop(strip, files(card, one, contract, broken, tmp_path / "gone.jpg"))
    qtbot.waitUntil(lambda: bool(strip.coming))
    assert {tile.name for tile in strip.coming} <= {"card", "one.jpg", "contract.pdf", "broken.jpg", "gone.jpg",
                                                    "in-a-folder.jpg"}  # fmt: skip
    assert strip.cancel_button.isVisible(), "and it can be stopped at once"
    arrived(strip)
    assert {p.name for p in strip.photos} == {"in-a-folder.jpg", "one.jpg"}
    lines = strip.told.accessibleName().splitlines()
    assert len(lines) == 3
    assert lines[0] == "2 files are no pictures and were left out: index.html, contract.pdf."
    assert [name for line in lines[1:] for name in ("gone.jpg", "broken.jpg") if name in line] == [
        "gone.jpg",
        "broken.jpg",
    ]
    assert [line.count("broken.jpg") for line in lines] == [0, 0, 1], "one sentence, one name"
    assert len(strip.thumbs) == 2
    assert not strip.thumbs[0].pixmap.isNull()
    gate(strip)


def test_a_dropped_file_is_copied_never_moved(
    strip: EvidenceStrip, bridge: Bridge, arrived: Any, tmp_path: Path
) -> None:
    one = photo(tmp_path, "one.jpg")
    before = one.read_bytes()
    assert drop(strip, files(one)).dropAction() is Qt.DropAction.CopyAction
    moved = drop(strip, files(one), may=Qt.DropAction.MoveAction)
    assert moved.dropAction() is Qt.DropAction.IgnoreAction, "who only moves is told that nothing was moved"
    arrived(strip)
    assert one.read_bytes() == before
    assert bridge.picture(strip.photos[0].sha256) == before, "the original is kept byte for byte"


def test_a_drop_beside_the_strip_comes_to_the_same_place(
    strip: EvidenceStrip, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, arrived: Any, tmp_path: Path
) -> None:
    around = QWidget()
    show(around, 300, 200)
    strip.take_drops_on(around)
    given, none = files(photo(tmp_path, "one.jpg")), QMimeData()
    none.setText("words")
    for mime, taken in ((given, True), (none, False), (files(tmp_path / "JC01.auditpkg"), False)):
        enter = QDragEnterEvent(
            QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(around, enter)
        assert enter.isAccepted() is taken
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(around, event)
    arrived(strip)
    assert [p.name for p in strip.photos] == ["one.jpg"]


def test_a_picture_in_the_clipboard_is_pasted(strip: EvidenceStrip, bridge: Bridge, arrived: Any) -> None:
    QGuiApplication.clipboard().setImage(painted())
    strip.tile.setFocus()
    QTest.keyClick(strip.tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    arrived(strip)
    assert [p.media for p in strip.photos] == ["image/png"]
    again = QImage.fromData(bridge.picture(strip.photos[0].sha256))
    assert again.pixelColor(9, 9) == painted().pixelColor(9, 9)
    assert again.size() == QSize(64, 48)


def test_a_browser_gives_its_picture_or_is_told_how_to(strip: EvidenceStrip, arrived: Any, tmp_path: Path) -> None:
    jpeg = photo(tmp_path, "one.jpg").read_bytes()
    page = QUrl("https://intranet.example/plan.jpg")
    both = QMimeData()
    both.setUrls([page])
    both.setData("image/jpeg", jpeg)
    assert offered(both) == Offered((Pasted("pasted.jpg", jpeg),)), "as it is, not decoded and encoded again"
    link = QMimeData()
    link.setUrls([page])
    assert offers(link)
    drop(strip, link)
    assert "Copy image" in strip.told.accessibleName()
    inside = QMimeData()
    inside.setUrls([QUrl("data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==")])
    assert offered(inside).sources == (), "GIFs of one dot are no evidence"
    drop(strip, both)
    arrived(strip)
    assert len(strip.photos) == 1


def test_files_in_the_clipboard_go_before_the_picture_beside_them(tmp_path: Path) -> None:
    one = photo(tmp_path, "one.jpg")
    mime = files(one)
    mime.setImageData(painted())
    assert offered(mime).sources == (one,)


def test_text_in_the_clipboard_is_no_picture(strip: EvidenceStrip) -> None:
    QGuiApplication.clipboard().setText("灭火器")
    assert strip.paste() is None
    assert strip.told.accessibleName() == "There is no picture in it."


def test_a_phones_photo_comes_in_upright(strip: EvidenceStrip, arrived: Any) -> None:
    strip.take([PHONE])
    arrived(strip)
    [known] = strip.photos
    assert (known.media, known.width, known.height) == ("image/heic", 96, 128)
    assert known.taken == "2026-09-17T09:12:33+08:00"
    assert strip.thumbs[0].pixmap.height() > strip.thumbs[0].pixmap.width()
    assert "09:12" in strip.thumbs[0].line


def test_a_photo_is_taken_for_what_it_is_whatever_its_name(strip: EvidenceStrip, arrived: Any, tmp_path: Path) -> None:
    strip.take([photo(tmp_path, "really-a-jpeg.heic")])
    arrived(strip)
    assert [p.media for p in strip.photos] == ["image/jpeg"]


def test_the_same_picture_twice_at_one_place_is_one_photo_and_is_said(
    strip: EvidenceStrip, arrived: Any, tmp_path: Path
) -> None:
    one, twin = photo(tmp_path, "one.jpg"), photo(tmp_path, "twin.jpg")
    toasts: list[str] = []
    strip.said.connect(lambda text, tone: toasts.append(text))
    strip.take([one, twin])
    arrived(strip)
    assert len(strip.photos) == 1
    assert strip.told.accessibleName() == "1 picture is here already and was not taken in again: twin.jpg."
    strip.take([one])
    arrived(strip)
    assert len(strip.photos) == 1
    assert toasts[-1] == "This picture is here already."


# -- what stops it --------------------------------------------------------------------------------


def test_stopping_keeps_what_is_safe_and_begins_no_more(
    qtbot: Any, strip: EvidenceStrip, arrived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = [
        Pasted(f"{n}.png", image=QImage(bytes([n]) * 40 * 30 * 4, 40, 30, QImage.Format.Format_RGB32)) for n in range(9)
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
    qtbot.waitUntil(lambda: strip.progress.text() == "3 of 9")
    strip.cancel_button.click()
    assert not strip.cancel_button.isEnabled()
    stopped.set()
    arrived(strip)
    assert len(load.kept) == 3
    assert {p.id for p in strip.photos} == set(load.kept)
    assert strip.under_way.isHidden()
    assert strip.told.accessibleName() == "Stopped: 6 photos were not taken in."


@pytest.mark.parametrize("why", [troubles.disk_full, lambda folder: space.too_little(3_000_000, folder)])
def test_a_full_disk_is_found_out_once_and_said_once(
    strip: EvidenceStrip, arrived: Any, tmp_path: Path, why: Callable[[Path], Trouble]
) -> None:
    photos_ = strip.bridge.desk.store.photos
    room = [0]

    def refuses(size: int) -> None:
        room[0] += 1
        if room[0] > 2:  # an original and its rendition fit, no more
            raise why(tmp_path)

    photos_.room = refuses
    load = strip.take([photo(tmp_path, f"{n}.jpg", colour=60 * n) for n in range(3)])
    assert load is not None
    arrived(strip)
    assert (len(load.kept), load.left) == (1, 2)
    assert room[0] == 3, "the third photo is not even begun"
    assert strip.told.accessibleName().startswith("2 photos were not taken in. ")
    assert len(strip.told.accessibleName().splitlines()) == 1
    assert len(strip.photos) == 1


def test_an_inspection_signed_meanwhile_takes_no_more(
    qtbot: Any, strip: EvidenceStrip, lin: Inspector, arrived: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    signed = threading.Event()
    whole = intake.outcomes

    def after(*given: Any) -> None:
        signed.wait(60)
        whole(*given)

    monkeypatch.setattr(intake, "outcomes", after)
    load = strip.take([photo(tmp_path, f"{n}.jpg", colour=99 * n) for n in range(2)])
    assert load is not None
    lin.signs_off()
    signed.set()
    arrived(strip)
    assert load.kept == []
    assert "signed" in strip.told.accessibleName()
    assert strip.told.accessibleName().startswith("2 photos were not taken in.")
    strip.bridge.forget()
    strip.refresh()
    assert strip.tile.isHidden()
    assert strip.camera_button.isHidden()


def test_what_arrives_while_one_is_at_another_item_is_seen_stopped_and_told_there(
    qtbot: Any, strip: EvidenceStrip, arrived: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    going_on = threading.Event()
    whole = intake.outcomes

    def later(*given: Any) -> None:
        going_on.wait(60)
        whole(*given)

    monkeypatch.setattr(intake, "outcomes", later)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    strip.take([photo(tmp_path), broken])
    strip.show_at("WP-1.1")
    qtbot.waitUntil(lambda: strip.progress.text() == f"{AT}: 0 of 2")
    assert strip.cancel_button.isEnabled()
    with qtbot.waitSignal(strip.said, timeout=30_000) as said:
        going_on.set()
    text, tone = said.args
    assert text.startswith(f"{AT}: 1 photo taken in")
    assert "broken.jpg" in text
    assert tone == "bad", "so it stays until somebody has read it"
    assert strip.told.isHidden()
    arrived(strip)
    strip.show_at(AT)
    assert "broken.jpg" in strip.told.accessibleName(), "and it stands where it belongs"
    strip.show_at("WP-1.1")
    strip.show_at(AT)
    assert strip.told.isHidden(), "once"


# -- what is shown --------------------------------------------------------------------------------


def test_a_picture_that_is_lost_is_told_where_it_would_stand(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path
) -> None:
    lin.photographs(AT, photo(tmp_path))
    known = lin.now.photos_at(AT)[0]
    kept = lin.desk.store.photos
    for lost in (kept.path(known.rendition), kept._derived_path(known.rendition, "thumbnail")):
        lost.unlink()
    strip = EvidenceStrip(bridge, theme, lin.inspection, AT)
    show(strip, 380, 320)
    qtbot.waitUntil(lambda: "missing" in strip.thumbs[0].toolTip(), timeout=10_000)
    assert "missing" in strip.thumbs[0].accessibleDescription()


def test_of_a_thousand_photos_only_those_in_sight_are_decoded(
    qtbot: Any, bridge: Bridge, theme: Theme, lin: Inspector, show: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    lin.photographs(AT, photo(tmp_path))
    [known] = lin.now.photos_at(AT)
    many = {f"{n:064x}": replace(known, id=f"{n:064x}", rendition=f"{n:064x}") for n in range(1_000)}
    found = replace(lin.now, photos=many)
    small = lin.desk.store.photos.derived(known.rendition, "thumbnail")
    read: list[str] = []
    monkeypatch.setattr(
        lin.desk.store.photos, "derived", lambda sha256, use: (read.append(sha256), small)[1], raising=True
    )
    strip = EvidenceStrip(bridge, theme, lin.inspection, AT, known=lambda: found)
    assert read == [], "nothing is decoded before it is seen"
    show(strip, 380, 260)
    qtbot.waitUntil(lambda: len(read) > 2)
    assert len(strip.thumbs) == AT_FIRST
    assert strip.more.accessibleName() == f"Show {1_000 - AT_FIRST} more photos"
    strip.more.setFocus()
    QTest.keyClick(strip.more, Qt.Key.Key_Return)
    assert len(strip.thumbs) == 2 * AT_FIRST
    assert strip.thumbs[AT_FIRST].hasFocus()
    QApplication.processEvents()
    assert strip.pictures.many <= 2 * AT_FIRST


# -- deeds on a photo -----------------------------------------------------------------------------


@pytest.fixture
def three(lin: Inspector, bridge: Bridge, strip: EvidenceStrip, tmp_path: Path) -> list[str]:
    """Three photos at the place; their ids."""
    lin.photographs(AT, *(photo(tmp_path, f"{n}.jpg", colour=n * 50) for n in range(3)))
    bridge.forget()
    strip.refresh()
    return [p.id for p in lin.now.photos_at(AT)]


def order(lin: Inspector) -> list[str]:
    return [p.id for p in lin.now.photos_at(AT)]


def test_keys_on_a_photo_caption_reorder_clear_and_take_away(
    strip: EvidenceStrip, lin: Inspector, three: list[str]
) -> None:
    first, second, third = three
    strip.thumbs[0].setFocus()
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert order(lin) == [second, first, third]
    assert strip.thumbs[1].hasFocus(), "the focus stays with its photo"
    QTest.keyClick(strip.thumbs[1], Qt.Key.Key_U)
    assert lin.now.photos[first].clearance is not None
    QTest.keyClick(strip.thumbs[1], Qt.Key.Key_F2)
    dialog = strip.findChildren(Question)[-1]
    type_text(dialog.editor, "机房")
    dialog.give()
    assert lin.now.photos[first].caption == "机房"
    strip.thumbs[1].setFocus()
    QTest.keyClick(strip.thumbs[1], Qt.Key.Key_Delete)
    dialog = strip.findChildren(Question)[-1]
    assert dialog.text, "a likely reason stands there: Enter is enough"
    QTest.keyClick(dialog.editor, Qt.Key.Key_Return)
    assert order(lin) == [second, third]
    lin.undoes()
    assert order(lin) == [second, first, third]
    assert lin.now.photos[first].caption == "机房", "with everything that was written about it"


def test_a_photo_is_dragged_to_another_place_of_its_row(strip: EvidenceStrip, lin: Inspector, three: list[str]) -> None:
    first, second, third = three
    behind = QPointF(
        strip.row.mapTo(strip, strip.thumbs[2].geometry().bottomRight() + strip.thumbs[0].rect().topLeft())
    )
    drop(strip, dragged(first), behind)
    assert order(lin) == [second, third, first]
    before = QPointF(strip.row.mapTo(strip, strip.thumbs[0].geometry().topLeft()))
    drop(strip, dragged(third), before)
    assert order(lin) == [third, second, first]
    drop(strip, dragged("f" * 64), before)
    assert order(lin) == [third, second, first], "a photo of another place is not of this row"


def test_arrow_keys_walk_the_tiles_line_by_line(strip: EvidenceStrip, three: list[str]) -> None:
    strip.thumbs[0].setFocus()
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Right)
    assert strip.thumbs[1].hasFocus()
    QTest.keyClick(strip.thumbs[1], Qt.Key.Key_Left)
    QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Down)
    assert strip.tile.hasFocus() or strip.thumbs[2].hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert strip.thumbs[0].hasFocus()


def test_enter_on_a_photo_asks_for_its_page(qtbot: Any, strip: EvidenceStrip, three: list[str]) -> None:
    with qtbot.waitSignal(strip.asked_for) as asked:
        strip.thumbs[0].setFocus()
        QTest.keyClick(strip.thumbs[0], Qt.Key.Key_Return)
    assert asked.args == [Place("photo", strip.inspection, three[0])]


def test_a_photo_that_arrives_leaves_the_others_as_they_are(
    strip: EvidenceStrip, three: list[str], arrived: Any, tmp_path: Path
) -> None:
    before = list(strip.thumbs)
    strip.thumbs[1].setFocus()
    load = strip.take([photo(tmp_path, "new.jpg", colour=222)])
    assert isinstance(load, Load)
    arrived(strip)
    assert strip.thumbs[:3] == before
    assert strip.thumbs[1].hasFocus()
    assert strip.thumbs[3].accessibleName().startswith("Photo 4 of 4")


def test_large_chinese_text_is_not_cut_while_photos_come_or_after(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Any, gate: Any, arrived: Any
) -> None:
    theme.set_scale(200)
    strip = EvidenceStrip(bridge, theme, lin.inspection, AT)
    show(strip, 420, 600)
    strip.take([Path("/nowhere/走廊.jpg")])
    strip._show_progress()
    assert strip.progress.isVisible()
    gate(strip)
    arrived(strip)
    assert strip.told.isVisible()
    gate(strip)
