"""What a drop or the clipboard holds: files, folders, a picture itself.

Nothing is opened or encoded here, for the window waits meanwhile: `picture_files` and `Pasted.encoded` do that.
"""

from __future__ import annotations

import base64
import binascii
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

PASTED: Final = "pasted"
"""Name of a picture that came from the clipboard and has none; its ending is what it is."""
_FORMS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic", "image/heif": "heic", "image/webp": "webp",
    "image/tiff": "tif", "image/avif": "avif",
}  # fmt: skip
"""Best first: what a browser or a screen shooter gives as it is goes before pixels that Qt has decoded."""
_QUALITY: Final = 95
PACKAGE: Final = ".auditpkg"


@dataclass(frozen=True)
class Pasted:
    """A picture that is no file: its bytes, or pixels still to be encoded (``photographed``: as JPEG, else PNG)."""

    name: str
    content: bytes = field(default=b"", repr=False)
    image: QImage | None = field(default=None, repr=False)
    photographed: bool = False

    def encoded(self) -> bytes:
        """The bytes of a picture file. Takes a while: not on the window's thread."""
        if self.image is None:
            return self.content
        from PIL import Image

        drawn = self.image.convertToFormat(
            QImage.Format.Format_RGBA8888 if self.image.hasAlphaChannel() else QImage.Format.Format_RGBX8888
        )
        pixels = Image.frombuffer(
            "RGBA", (drawn.width(), drawn.height()), bytes(drawn.constBits()), "raw", "RGBA", drawn.bytesPerLine(), 1
        )
        out = io.BytesIO()
        if self.photographed:
            pixels.convert("RGB").save(out, "JPEG", quality=_QUALITY)
        else:
            (pixels if drawn.hasAlphaChannel() else pixels.convert("RGB")).save(out, "PNG", compress_level=3)
        return out.getvalue()


Source = Path | Pasted


@dataclass(frozen=True)
class Offered:
    """``sources`` as they were given, folders unopened; ``links``: pictures of which only the address came."""

    sources: tuple[Source, ...] = ()
    links: int = 0


def offers(mime: QMimeData | None) -> bool:
    """Is there anything in *mime* that may be a picture? (Asked while dragging: nothing is opened.) A package of an
    inspection is none: the window takes it in."""
    if mime is None:
        return False
    if any(_local(url) for url in mime.urls()):
        return any(_local(url) and not url.path().endswith(PACKAGE) for url in mime.urls())
    return (
        mime.hasImage()
        or any(mime.hasFormat(form) for form in _FORMS)
        or any(url.scheme() in ("http", "https", "data") for url in mime.urls())
    )


def offered(mime: QMimeData | None) -> Offered:
    """The pictures in *mime*. Files go before the picture: a file manager offers both, and the file is the original."""
    if mime is None:
        return Offered()
    files = tuple(Path(url.toLocalFile()) for url in mime.urls() if _local(url))
    if files:
        return Offered(files)
    for form, ending in _FORMS.items():
        raw = bytes(mime.data(form).data()) if mime.hasFormat(form) else b""
        if raw:
            return Offered((Pasted(f"{PASTED}.{ending}", raw),))
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Offered((Pasted(f"{PASTED}.png", image=image),))
    inside = tuple(one for one in map(_in_its_address, mime.urls()) if one is not None)
    if inside:
        return Offered(inside)
    return Offered(links=sum(url.scheme() in ("http", "https") for url in mime.urls()))


def _local(url: QUrl) -> bool:
    return url.isLocalFile()


def _in_its_address(url: QUrl) -> Pasted | None:
    """A small picture of a web page may stand in its own address."""
    if url.scheme() != "data":
        return None
    head, comma, body = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(",")
    form = head.removeprefix("data:").partition(";")[0]
    if not comma or form not in _FORMS or not head.endswith(";base64"):
        return None
    try:
        return Pasted(
            f"{PASTED}.{_FORMS[form]}", base64.b64decode(QUrl.fromPercentEncoding(body.encode()), validate=True)
        )
    except binascii.Error:
        return None
