"""Ink under mouse, pen and finger: smooth, cut to what was written, taken back stroke by stroke."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest

from auditapp.ui.signature_pad import SignaturePad
from auditapp.ui.theme import Theme
from auditapp.words import speak
from tests.ui.found import write


def test_ink_is_smooth_cut_to_its_size_and_taken_back_stroke_by_stroke(theme: Theme, show: Any) -> None:
    pad = show(SignaturePad(speak("en"), theme), 440, 150)
    assert pad.picture() == b""
    write(pad)
    image = QImage.fromData(pad.picture())
    assert image.width() > 3 * 150
    assert image.pixelColor(0, 0).name() == "#ffffff"
    greys = {image.pixelColor(x, y).red() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert len(greys) > 10, "edges are smooth"
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.strokes) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty


def test_the_pen_of_a_tablet_writes(theme: Theme, show: Any) -> None:
    pad = show(SignaturePad(speak("en"), theme), 440, 150)
    pen = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    for kind, x in (
        (QEvent.Type.TabletPress, 20.0),
        (QEvent.Type.TabletMove, 60.0),
        (QEvent.Type.TabletMove, 90.0),
        (QEvent.Type.TabletRelease, 90.0),
    ):
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
        event = QTabletEvent(
            kind,
            pen,
            QPointF(x, 40),
            QPointF(x, 40),
            0.5,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton,
            held,
        )
        QCoreApplication.sendEvent(pad, event)
        assert event.isAccepted()
    assert [len(stroke) for stroke in pad.strokes] == [3]
    assert pad.picture().startswith(b"\x89PNG")


def test_a_finger_writes(theme: Theme, show: Any) -> None:
    pad = show(SignaturePad(speak("en"), theme), 440, 150)
    finger = QTest.createTouchDevice()
    touch = QTest.touchEvent(pad, finger)
    touch.press(0, QPointF(20, 40).toPoint(), pad).commit()
    touch.move(0, QPointF(60, 60).toPoint(), pad).commit()
    touch.move(0, QPointF(90, 40).toPoint(), pad).commit()
    touch.release(0, QPointF(90, 40).toPoint(), pad).commit()
    assert not pad.empty
