"""Pictures of every page, light and dark, in both languages, as a person approved them.

Make them anew with ``python -m tests.ui.baseline`` (``--only NAME`` for some), look at each that changed, and commit
those that are right. `test_baseline` compares what is drawn now with them.

They are the same on every machine: the filled desk has its own clock and dice, only the bundled font is used, the
caret does not blink. Small on purpose: two thirds of the size, lossy; a reader sees what moved, not every pixel.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.ui import theme as theme_room
from auditapp.ui.file_line import PLACES
from auditapp.ui.theme import Look, Theme, load_fonts
from tests.ui.filled import Filled
from tests.ui.pages import SHOWN, Shown, Stage

HERE: Final = Path(__file__).parent
SIZE: Final = (1280, 800)
KEPT: Final = (2, 3)
"""What is kept of the size: two thirds."""
QUALITY: Final = 45
FONT: Final = ("Noto Sans SC",)
LOOKS: Final = (Look.LIGHT, Look.DARK)
LANGUAGES: Final = ("en", "zh-CN")
DIFFERENT: Final = 40
"""Of 255, by which a blurred pixel must differ to count: what a person sees at a glance."""
ALLOWED: Final = 0.005
"""Share of a picture that may differ."""
STILL: Final = 2
"""Looks without any change after which a picture is taken."""
LEFT_OUT: Final = frozenset(
    {"fault", "about", "care", "exchange", "enrol", "enrol-joined", "originals", "originals-name", "everything-found"}
)
"""Not drawn alike everywhere (they tell versions, paths, what is free on the drive, this laptop's key), or less of what
another picture shows."""


def name_of(shown: str, look: Look, language: str) -> str:
    return f"{shown}-{look.value}-{language}.webp"


def names() -> list[str]:
    """Of every picture there ought to be."""
    return [
        name_of(shown, look, language)
        for shown in SHOWN
        if shown not in LEFT_OUT
        for look in LOOKS
        for language in LANGUAGES
    ]


@contextmanager
def bundled_font_only(qapp: QApplication) -> Iterator[None]:
    """No font of the system's: pictures are the same on every machine."""
    before = theme_room.FAMILIES
    theme_room.FAMILIES = FONT  # type: ignore[misc, assignment]
    qapp.setCursorFlashTime(0)
    load_fonts()
    try:
        yield
    finally:
        theme_room.FAMILIES = before  # type: ignore[misc]


def stage_for(filled: Filled, look: Look) -> Stage:
    """A window of the size of the pictures."""
    theme = Theme(look=look, scale=100)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app)
    stage = Stage(filled, theme)
    stage.bridge.saved_at = datetime(2026, 9, 17, 14, 32)  # noqa: DTZ001 what the footer shows
    stage.bridge.kept[PLACES] = {"last": "/"}  # where a document is saved to, on every machine
    stage.resize(*SIZE)
    return stage


def drawn(stage: Stage, shown: Shown) -> Image.Image:
    """What is seen of it, when nothing moves any more, in the size it is kept."""
    root = stage.show(shown)
    before = _image(root)
    still = 0
    for _ in range(400):
        QTest.qWait(15)
        now = _image(root)
        still = still + 1 if now == before and not stage.busy else 0
        before = now
        if still >= STILL:
            break
    up, down = KEPT
    picture = _picture(before)
    return picture.resize((picture.width * up // down, picture.height * up // down), Image.Resampling.LANCZOS)


def _image(root: QWidget) -> QImage:
    """As on a screen of one pixel a point; a popup or dialog lies on the window it belongs to."""
    pixmap = QPixmap(root.size())
    pixmap.fill(Qt.GlobalColor.transparent)
    root.render(pixmap)
    return pixmap.toImage()


def _picture(image: QImage) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "BMP")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def kept(picture: Image.Image) -> bytes:
    """The file of a picture."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def differing(now: Image.Image, before: Image.Image) -> float:
    """The share of the picture a person would call changed; 1 when the sizes differ."""
    if now.size != before.size:
        return 1.0
    if (share := _apart(now, before)) <= ALLOWED:
        return share
    same_way = Image.open(io.BytesIO(kept(now))).convert("RGB")  # what the file format alters is no change
    return _apart(same_way, before)


def _apart(now: Image.Image, before: Image.Image) -> float:
    soft = ImageFilter.GaussianBlur(1.2)
    apart = ImageChops.difference(now.filter(soft), before.filter(soft))
    strongest = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    counts = strongest.histogram()
    return sum(counts[DIFFERENT:]) / (now.width * now.height)


__all__ = ["ALLOWED", "HERE", "differing", "drawn", "kept", "name_of", "names", "stage_for"]
