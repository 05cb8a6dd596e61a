"""Take a photo with the laptop's camera. QtMultimedia is known to this file alone: without it, without a camera or
without permission the dialog says so in a sentence and offers files instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from auditapp.ui.announced import call
from auditapp.ui.offered import Pasted
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Words, say


class Camera(Protocol):
    """What the dialog needs of a camera. ``names`` are of those there are; nothing is filmed before `start`."""

    names: tuple[str, ...]

    def start(self, which: int, seen: Callable[[QImage], object], failed: Callable[[str], object]) -> None:
        """Show what it sees: *seen* gets picture after picture; *failed* a sentence (English, to be spoken)."""

    def shoot(self, taken: Callable[[Pasted], object]) -> None:
        """Take one photo; *taken* gets it, as pixels or as the bytes of a picture file. Nothing: there is none yet."""

    def stop(self) -> None: ...


class NoCamera(Exception):
    """There is none to be had; the argument is a sentence (English, to be spoken)."""


def system_camera(parent: QObject) -> Camera:
    """The laptop's camera. Raises `NoCamera`."""
    try:
        from PySide6 import QtMultimedia as media  # noqa: N813 it is one word here
    except ImportError as error:  # on Linux without libpulse0 the module itself cannot be loaded
        raise NoCamera(say("This computer lacks what Qt needs for cameras (on Debian: libpulse0).")) from error
    if not media.QMediaDevices.videoInputs():
        raise NoCamera(say("No camera was found on this computer."))

    class SystemCamera(QObject):
        def __init__(self) -> None:
            super().__init__(parent)
            self.devices = media.QMediaDevices.videoInputs()
            self.names = tuple(device.description() for device in self.devices)
            self.camera: media.QCamera | None = None
            self.sink = media.QVideoSink(self)
            self.session = media.QMediaCaptureSession(self)
            self.session.setVideoSink(self.sink)
            self.last = QImage()

        def start(self, which: int, seen: Callable[[QImage], object], failed: Callable[[str], object]) -> None:
            self.stop()
            camera = media.QCamera(self.devices[which], self)
            best = max(
                self.devices[which].videoFormats(),
                key=lambda form: form.resolution().width() * form.resolution().height(),
                default=None,
            )
            if best is not None:
                camera.setCameraFormat(best)
            camera.errorOccurred.connect(
                lambda *_: failed(say("The camera does not answer; another program may be using it."))
            )
            self.camera = camera
            self.session.setCamera(camera)

            def arrived(frame: media.QVideoFrame) -> None:
                image = frame.toImage()
                if not image.isNull():
                    self.last = image
                    seen(image)

            self.sink.videoFrameChanged.connect(arrived)
            camera.start()

        def shoot(self, taken: Callable[[Pasted], object]) -> None:
            if not self.last.isNull():  # encoded when it is taken in, off this thread
                taken(Pasted("", image=self.last.copy(), photographed=True))

        def stop(self) -> None:
            if self.camera is not None:
                self.sink.videoFrameChanged.disconnect()
                self.camera.stop()
                self.camera.deleteLater()
                self.camera = None

    return SystemCamera()


class CameraDialog(QDialog):
    """What the camera sees, one button to take it. ``taken(Pasted)`` after each photo; stays open for the next one."""

    taken = Signal(object)
    files_asked = Signal()

    def __init__(
        self,
        words: Words,
        theme: Theme,
        *,
        camera: Callable[[QObject], Camera] = system_camera,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self.words, self.theme = words, theme
        self.setWindowTitle(words("Camera"))
        self.setAccessibleName(words("Camera"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        room = self.screen().availableSize() - QSize(theme.px(40), theme.px(40))
        self.resize(QSize(theme.px(720), theme.px(560)).boundedTo(room))
        self.many = 0
        self.image = QImage()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(12))
        self.sight = QLabel()
        self.sight.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sight.setMinimumSize(theme.px(160), theme.px(90))
        self.sight.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.sight.setAccessibleName(words("What the camera sees"))
        self.sentence = Paragraph(theme, role="secondary")
        self.sentence.hide()
        self.which = ChoiceBox(8)
        call(self.which, words("Which camera"))
        self.count = label("", "meta")
        self.shoot_button = button(theme, words("Take photo"), role="primary", icon="camera", pressed=self.shoot)
        self.files_button = button(theme, words("Choose files…"), icon="folder-open", pressed=self.choose_files)
        self.close_button = button(theme, words("Done"), pressed=self.accept)
        column.addWidget(self.sight, 1)
        column.addWidget(self.sentence)
        foot = QWidget()
        row = FlowLayout(foot, spacing=theme.px(8))
        for one in (self.shoot_button, self.close_button, self.files_button, self.which, self.count):
            row.addWidget(one)
        self.which.hide()
        column.addWidget(foot)
        self.camera: Camera | None = None
        try:
            self.camera = camera(self)
        except NoCamera as none:
            self.degrade(str(none))
        else:
            for name in self.camera.names:
                self.which.addItem(name)
            self.which.setVisible(len(self.camera.names) > 1)
            self.which.currentIndexChanged.connect(self.start)
            self.start(0)
            self.shoot_button.setFocus()
        self.finished.connect(self._stop)

    def start(self, which: int) -> None:
        if self.camera is not None:
            self.sentence.hide()
            self.sight.show()
            self.shoot_button.setEnabled(True)
            self.camera.start(which, self.show_sight, self.degrade)

    def degrade(self, sentence: str) -> None:
        """There is nothing to see: say why and what can be done instead."""
        w = self.words
        self.sight.hide()
        self.shoot_button.setEnabled(False)
        self.sentence.set_text(
            w(sentence)
            + ("" if w.chinese else " ")
            + w("Take the photo with a phone or camera and add the file: drop it on the strip, paste it, or choose it.")
        )
        self.sentence.show()
        layout = self.layout()
        if layout is not None:  # no large empty window for one sentence
            self.resize(self.width(), min(self.height(), layout.totalHeightForWidth(self.width())))
        self.files_button.setFocus()

    def show_sight(self, image: QImage) -> None:
        self.image = image
        self._fit()

    def shoot(self) -> None:
        if self.camera is not None:
            self.camera.shoot(self._shot)

    def choose_files(self) -> None:
        self.accept()
        self.files_asked.emit()

    def _shot(self, shot: Pasted) -> None:
        self.many += 1
        w = self.words
        self.count.setText(w.count("{n} photo taken", "{n} photos taken", self.many))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.count.text()))
        self.taken.emit(replace(shot, name=shot.name or f"camera-{self.many}.jpg"))

    def _fit(self) -> None:
        if not self.image.isNull():
            self.sight.setPixmap(
                QPixmap.fromImage(self.image).scaled(
                    self.sight.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
                )
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _stop(self) -> None:
        if self.camera is not None:
            self.camera.stop()
