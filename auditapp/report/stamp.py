"""What stands in a signature box: a small PDF page drawn with reportlab, for pyHanko's own text stamps break PDF/A.

The stamp says in words what kind of signature it is (domain.md 4.2), by whom, when by this laptop's clock, and
the certificate's fingerprint. A drawn signature may stand beside it; it is labelled as a picture, for a picture
is no electronic signature. The stamp proves nothing by itself: the cryptographic signature around it does.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

from auditapp.report.press import Sheet
from auditapp.report.text import Printable, lines
from auditapp.report.typeface import Typeface, registered
from auditapp.words import Trouble, Words, resources, say

if TYPE_CHECKING:
    from PIL import Image

MOST_INK_PIXELS: Final = 40_000_000
WIDEST_INK: Final = 900
"""Pixels a drawn signature keeps on its longer side: 300 dpi in the largest box."""
_LARGEST, _SMALLEST, _STEP = 8.0, 3.5, 0.25
_LEADING: Final = 1.28
_MARGIN: Final = 3.0
_INK_SHARE: Final = 0.38


@dataclass(frozen=True)
class Appearance:
    """How a signature shows in its box.

    *lines*: the texts, the first in bold. *ink*: bytes of a picture of the handwritten signature (PNG, JPEG), or
    none; *caption* stands under it and says that it is one.
    """

    lines: tuple[str, ...]
    ink: bytes | None = None
    caption: str = ""


def in_words(
    words: Words,
    *,
    level: str,
    name: str,
    role: str,
    when: str,
    print_: str,
    reason: str = "",
    ink: bytes | None = None,
    ink_of: str = "",
) -> Appearance:
    """The usual appearance. *ink_of*: whose hand it is when not the signer's, who then vouches for having seen it."""
    caption = words("Picture of a handwritten signature")
    if ink_of:
        caption = words("Picture of the handwritten signature of {name}, drawn before the signer's eyes", name=ink_of)
    said = (
        words(level),
        words("{name}, {role}", name=name, role=role) if role else name,
        words("Signed {when}, by this laptop's clock", when=when),
        reason,
        words("Certificate {fingerprint}", fingerprint=print_),
    )
    return Appearance(tuple(line for line in said if line), ink, caption)


def draw(appearance: Appearance, width: float, height: float) -> bytes:
    """The stamp as a PDF of one page of *width* x *height* points, all fonts embedded.

    Raises `Trouble` when the picture of the signature cannot be read.
    """
    out = io.BytesIO()
    fonts = resources() / "fonts"
    plain, bold = registered(fonts / "NotoSansSC-Regular.ttf"), registered(fonts / "NotoSansSC-Bold.ttf")
    sheet = Sheet(out, size=(width, height), typeface=plain)
    printable = Printable(plain.has)
    said = [" ".join(printable(text).split("\n")) for text in appearance.lines]
    room = width * _INK_SHARE if appearance.ink else 0.0
    _texts(sheet, said, plain, bold, room, width, height)
    if appearance.ink:
        below = _caption(sheet, printable(appearance.caption), plain, room, height)
        _place(sheet, _opened(appearance.ink), room, height, below)
    sheet.showPage()
    sheet.finish()
    sheet.press.pen.close()
    return out.getvalue()


def _texts(
    sheet: Sheet, said: Sequence[str], plain: Typeface, bold: Typeface, left: float, width: float, height: float
) -> None:
    """The texts in the largest size in which all of them fit; at the smallest size the last lines are left out."""
    across, down = width - left - 2 * _MARGIN, height - 2 * _MARGIN
    size = _LARGEST
    while True:
        broken = [
            (bold if i == 0 else plain, line)
            for i, text in enumerate(said)
            for line in lines(text, bold if i == 0 else plain, size, across)
        ]
        if len(broken) * size * _LEADING <= down or size <= _SMALLEST:
            break
        size -= _STEP
    broken = broken[: max(1, int(down / (size * _LEADING)))]
    at = height - _MARGIN - size
    for face, line in broken:
        _line(sheet, face, size, left + _MARGIN, at, line)
        at -= size * _LEADING


def _line(sheet: Sheet, face: Typeface, size: float, x: float, y: float, line: str) -> None:
    sheet.setFont(face.fontName, size)
    sheet.drawString(x, y, line)


def _caption(sheet: Sheet, text: str, face: Typeface, across: float, height: float) -> float:
    """The caption at the foot of the box's left part; the height it takes."""
    size = 5.0
    broken = lines(text, face, size, across - 2 * _MARGIN)[: max(1, int(height / 2 / (size * _LEADING)))]
    at = _MARGIN
    for line in reversed(broken):
        _line(sheet, face, size, _MARGIN, at, line)
        at += size * _LEADING
    return at


def _place(sheet: Sheet, picture: Image.Image, across: float, height: float, below: float) -> None:
    """The drawn signature, on white paper, above its caption."""
    wide, high = picture.size
    scale = min((across - 2 * _MARGIN) / wide, max(height - below - _MARGIN, 1.0) / high)
    sheet.keep_picture(
        "ink",
        PDFStream(
            PDFDictionary(
                {
                    "Type": "/XObject",
                    "Subtype": "/Image",
                    "Width": wide,
                    "Height": high,
                    "ColorSpace": "/DeviceRGB",
                    "BitsPerComponent": 8,
                }
            ),
            picture.tobytes(),
        ),
    )
    sheet.picture(
        "ink",
        (across - wide * scale) / 2,
        below + (height - _MARGIN - below - high * scale) / 2,
        wide * scale,
        high * scale,
    )


def _opened(ink: bytes) -> Image.Image:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(ink), formats=("PNG", "JPEG"))
            if picture.width * picture.height > MOST_INK_PIXELS:
                raise ValueError("too large")
            shown = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise Trouble(
            say("The drawn signature cannot be read"),
            say("It is no PNG or JPEG picture, is damaged, or is far too large."),
            say("Nothing was signed. Draw the signature again, or sign without a picture."),
            code=2,
        ) from None
    shown.thumbnail((WIDEST_INK, WIDEST_INK))
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown.getchannel("A"))
    return paper
