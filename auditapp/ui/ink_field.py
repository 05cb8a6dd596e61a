"""A handwritten signature as a picture: drawn on the pad, or taken from a file where nothing can be drawn with."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine
from auditapp.ui.file_picture import FilePicture, content_of
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.signature_pad import SignaturePad
from auditapp.ui.theme import Theme

PICTURES = "*.png *.jpg *.jpeg"


class InkField(QWidget):
    """The pad; below it, what takes a stroke back, and the line for a file."""

    changed = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        w = bridge.words
        self.bridge, self.theme = bridge, theme
        self._content = b""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.pad = SignaturePad(w, theme)
        self.pad.changed.connect(self._drawn)
        self.shown = FilePicture(w("Picture of the signature"), QSize(theme.px(300), theme.px(90)))
        row = QWidget()
        flow = FlowLayout(row, spacing=theme.px(4))
        self.back_button = button(
            theme, w("Take a stroke back"), role="quiet", icon="undo-2", pressed=self.pad.take_back
        )
        self.clear_button = button(
            theme, w("Clear"), role="quiet", icon="x", name=w("Clear the signature pad"), pressed=self.clear
        )
        self.file_button = button(
            theme,
            w("From a file…"),
            role="quiet",
            icon="folder-open",
            name=w("Signature picture from a file"),
            pressed=self.ask_file,
        )
        for one in (self.back_button, self.clear_button, self.file_button):
            flow.addWidget(one)
        self.file = FileLine(
            bridge,
            theme,
            w("Picture of the signature"),
            endings=PICTURES,
            kind=w("Pictures ({endings})", endings=PICTURES),
        )
        self.file.changed.connect(self._file_named)
        self.file.hide()
        column.addWidget(self.pad)
        column.addWidget(self.shown)
        column.addWidget(row)
        column.addWidget(self.file)
        self._ready()

    def picture(self) -> bytes:
        """PNG or JPEG; b"" while there is none."""
        return self.pad.picture() or self._content

    def clear(self) -> None:
        self.file.clear()
        self._show(b"")
        self.pad.clear()

    def ask_file(self) -> None:
        self.file.show()
        self.file.line.setFocus()

    def _file_named(self) -> None:
        path = self.file.path
        content = content_of(path, self.bridge) if path is not None else b""
        if content is None:
            return
        if self._show(content):
            self.pad.clear()
        elif path is not None:
            self.file.refuse(self.bridge.words("This file is no picture."))
        self.changed.emit()

    def _show(self, content: bytes) -> bool:
        seen = self.shown.show_picture(content)
        self._content = content if seen else b""
        self.pad.setVisible(not seen)
        self._ready()
        return seen

    def _drawn(self) -> None:
        self._ready()
        self.changed.emit()

    def _ready(self) -> None:
        self.back_button.setEnabled(not self.pad.empty)
        self.clear_button.setEnabled(bool(self.picture()))
