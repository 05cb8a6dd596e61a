"""The camera dialog: photo after photo, or a sentence and another way."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from auditapp.ui.bridge import Bridge
from auditapp.ui.camera import CameraDialog, NoCamera, system_camera
from auditapp.ui.evidence_strip import EvidenceStrip
from auditapp.ui.offered import Pasted
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo
from tests.ui import cameras
from tests.ui.cameras import FileCamera


@pytest.fixture
def opened(bridge: Bridge, theme: Theme, show: Any) -> Any:
    """The dialog before a camera."""

    def made(camera: Any, width: int = 720, height: int = 560) -> CameraDialog:
        dialog = CameraDialog(bridge.words, theme, camera=camera)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        show(dialog, width, height)
        return dialog

    return made


def test_photo_after_photo_is_taken_with_one_key(opened: Any, gate: Any, tmp_path: Path) -> None:
    seen = [photo(tmp_path, f"{n}.jpg", colour=80 * n) for n in range(2)]
    dialog = opened(FileCamera(*seen))
    shots: list[Pasted] = []
    dialog.taken.connect(shots.append)
    assert dialog.shoot_button.hasFocus()
    for _ in range(2):
        QTest.keyClick(dialog.shoot_button, Qt.Key.Key_Space)
    assert [shot.name for shot in shots] == ["camera-1.jpg", "camera-2.jpg"]
    assert [shot.encoded() for shot in shots] == [file.read_bytes() for file in seen], "byte for byte as it was taken"
    assert dialog.count.text() == "2 photos taken"
    gate(dialog)


def test_what_the_camera_sees_is_kept_as_a_photo(opened: Any, tmp_path: Path) -> None:
    dialog = opened(FileCamera(photo(tmp_path)))
    shots: list[Pasted] = []
    dialog.taken.connect(shots.append)
    dialog._shot(Pasted("", image=dialog.image, photographed=True))
    assert shots[0].encoded().startswith(b"\xff\xd8"), "pixels become a JPEG"


def test_without_a_camera_the_dialog_says_so_and_offers_files(qtbot: Any, opened: Any, gate: Any) -> None:
    dialog = opened(cameras.none)
    assert "No camera" in dialog.sentence.accessibleName()
    assert not dialog.shoot_button.isEnabled()
    gate(dialog)
    with qtbot.waitSignal(dialog.files_asked):
        dialog.files_button.click()


def test_a_camera_that_does_not_answer_is_said_and_one_may_choose_another(opened: Any) -> None:
    busy = FileCamera(names=("front", "back"), fails="The camera does not answer; another program may be using it.")
    dialog = opened(busy)
    assert "another program" in dialog.sentence.accessibleName()
    assert dialog.which.isVisible(), "the other one may well answer"
    busy.fails = ""
    dialog.which.setCurrentIndex(1)
    assert busy.filming == 1
    assert dialog.shoot_button.isEnabled()
    assert dialog.sentence.isHidden()
    dialog.reject()
    assert busy.filming is None, "the light of the camera goes out"


def test_where_qt_cannot_film_the_strip_goes_on_without_it(
    monkeypatch: pytest.MonkeyPatch, bridge: Bridge, theme: Theme, lin: Inspector, show: Any
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)  # as where libpulse0 is missing
    monkeypatch.delattr("PySide6.QtMultimedia", raising=False)  # left there by a test before
    with pytest.raises(NoCamera, match="lacks what Qt needs"):
        system_camera(QObject())
    strip = EvidenceStrip(bridge, theme, lin.inspection, "WP-4.8")
    show(strip, 380, 320)
    strip.camera_button.click()
    assert strip.camera is not None
    assert "lacks what Qt needs" in strip.camera.sentence.accessibleName()
    strip.camera.reject()


def test_on_this_computer_the_dialog_opens_and_closes(opened: Any) -> None:
    dialog = opened(system_camera)
    assert dialog.shoot_button.isEnabled() or dialog.sentence.isVisible()
    dialog.reject()
