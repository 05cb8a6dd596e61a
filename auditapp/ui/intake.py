"""Photos on their way in: what was dropped or pasted, taken in off the UI thread, written down one by one.

The slow part (reading, decoding, shrinking, encrypting) runs through `background`, in processes where there are many
photos; each that is on the drive comes back to the UI thread, which writes its entry: so a photo is shown only when it
is safe, the window never waits, and stopping leaves nothing half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from auditapp.operations.photos import ENDINGS
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.store.photos import Photos
    from auditapp.store.renditions import Intake

PASTED: Final = "pasted.png"
"""Name of a picture that came from the clipboard and has none."""


@dataclass(frozen=True)
class Pasted:
    """A picture that is no file: its bytes and the name it is given."""

    content: bytes
    name: str = PASTED


Source = Path | Pasted


@dataclass(frozen=True)
class Offered:
    """What a drop or the clipboard holds: pictures to take in, and how many things were nothing we take."""

    sources: tuple[Source, ...] = ()
    left: int = 0


def offers(mime: QMimeData | None) -> bool:
    """Is there anything in *mime* that may be a picture? (Asked while dragging: nothing is opened.)"""
    return mime is not None and (mime.hasImage() or any(url.isLocalFile() for url in mime.urls()))


def offered(mime: QMimeData | None) -> Offered:
    """The pictures in *mime*: files, folders with everything inside, or the picture itself (a screenshot, a browser).

    Files go before the picture: a file manager offers both, and the file is the original.
    """
    if mime is None:
        return Offered()
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        found, left = pictures_in(files)
        return Offered(tuple(found), left)
    for form, name in (("image/jpeg", "pasted.jpg"), ("image/png", PASTED), ("image/heic", "pasted.heic")):
        raw = bytes(mime.data(form).data()) if mime.hasFormat(form) else b""
        if raw:
            return Offered((Pasted(raw, name),))
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Offered((Pasted(png(image)),))
    return Offered()


def pictures_in(files: Sequence[Path]) -> tuple[list[Path], int]:
    """The files meant and how many were left aside: folders give the pictures inside them in order of their names. A
    file that is named is taken whatever its name says; what it is, its content decides."""
    found: list[Path] = []
    left = 0
    for file in files:
        if file.is_dir():
            for path in sorted(file.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    if path.suffix.lower() in ENDINGS:
                        found.append(path)
                    else:
                        left += 1
        elif file.is_file():
            found.append(file)
        else:
            left += 1
    return list(dict.fromkeys(found)), left


def png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def outcomes(
    photos: Photos, sources: Sequence[Source], tell: Callable[[Source, Intake | Trouble], None],
    stopped: Callable[[], bool],
) -> None:
    """Take *sources* in, one outcome after the other to *tell*. Runs off the UI thread; touches files only."""
    from auditapp.store import renditions

    files = [one for one in sources if isinstance(one, Path)]
    for one in sources:
        if isinstance(one, Pasted) and not stopped():
            try:
                tell(one, renditions.take_in(photos, one.content, name=one.name))
            except Trouble as trouble:
                tell(one, trouble)
    for path, outcome in renditions.intake_many(photos, files, cancel=stopped):
        tell(path, outcome)
