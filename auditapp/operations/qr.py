"""The words in a QR picture: a screenshot, or a photo of another screen. What stands in it is nobody's word yet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from auditapp.operations.ink import unreadable
from auditapp.words import Trouble, say

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of a picture (as of photos)."""
_SIDE: Final = 2_400
"""Pixels: a code that fills a tenth of a photo can still be read in a copy of this size."""


def text_in(file: Path) -> str:
    """What the first QR code in the picture *file* says. Takes a moment: not on the thread of a window.
    Raises `Trouble`: no picture, cut, no code in it."""
    from auditapp.store import pictures

    try:
        if file.stat().st_size > LARGEST:
            raise _none(file)
        raw = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    small = pictures.decode(pictures.look(raw, file.name), _SIDE, file.name).convert("L")
    import zxingcpp

    codes = zxingcpp.read_barcodes(small, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    said = next((code.text for code in codes if code.text), "")
    if not said:
        raise _none(file)
    return str(said)


def _none(file: Path) -> Trouble:
    return Trouble(
        say("There is no QR code in it"),
        say("No code was found in {file} that can be read."),
        say("Nothing was changed. Take the picture again, straight and near, or paste the line instead."),
        code=2,
        file=file.name,
    )
