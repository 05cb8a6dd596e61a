"""The scan of a page that was signed by hand: a picture, or the first page of a PDF as scanners write it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine
from auditapp.ui.file_picture import FilePicture, content_of
from auditapp.ui.theme import Theme

ENDINGS: Final = "*.png *.jpg *.jpeg *.pdf"
DOTS: Final = 200
"""Dots per inch at which the page of a PDF becomes a picture: handwriting and small print stay readable."""


class ScanField(QWidget):
    """The line for the file, and the page below it, so that nobody attaches the wrong one."""

    changed = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        w = bridge.words
        self.bridge, self.theme = bridge, theme
        self._content = b""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.file = FileLine(
            bridge,
            theme,
            w("Scan or photo of the signed page"),
            endings=ENDINGS,
            kind=w("Pictures ({endings})", endings=ENDINGS),
            hint=w("A picture, or a PDF of which the first page is taken. It is printed in the box."),
        )
        self.file.changed.connect(self._named)
        self.shown = FilePicture(w("Scan or photo of the signed page"), QSize(theme.px(220), theme.px(220)))
        column.addWidget(self.file)
        column.addWidget(self.shown)

    def picture(self) -> bytes:
        """PNG or JPEG; b"" while there is none."""
        return self._content

    def _named(self) -> None:
        path = self.file.path
        content = (content_of(path, self.bridge) if path is not None else b"") or b""
        page = _page(content) if content.startswith(b"%PDF") else content
        seen = self.shown.show_picture(page)
        self._content = page if seen else b""
        if path is not None and not seen:
            self.file.refuse(self.bridge.words("This file is no picture."))
        self.changed.emit()


def _page(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG; b"" when it has none that can be drawn."""
    content = QByteArray(pdf)
    source = QBuffer(content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(source)
    if document.pageCount() < 1:
        return b""
    seen = document.render(0, (document.pagePointSize(0) * (DOTS / 72)).toSize())
    page = QImage(seen.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    with QPainter(page) as p:
        p.drawImage(0, 0, seen)
    document.close()
    out = QByteArray()
    target = QBuffer(out)
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    page.save(target, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, which Qt refuses
    return bytes(out.data())
