"""What a file really is, and how it becomes a picture: by its content, never by its name.

Every way a picture can be wrong (cut, mislabelled, a bomb of pixels, no picture at all) ends here in one
sentence. Pillow is loaded when the first picture comes.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from PIL import Image

PIXELS_JPEG: Final = 178_956_970
"""Most pixels of a JPEG; it can be decoded smaller, so phones of 108 megapixels pass."""
PIXELS_OTHER: Final = 89_478_485
"""Most pixels of other forms, which must be decoded whole (268 MB)."""

_ORIENTATION, _EXIF, _TAKEN, _TAKEN_OFFSET, _CHANGED = 0x0112, 0x8769, 0x9003, 0x9011, 0x0132
_HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_MEDIA: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIC": "image/heic",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
_ENDINGS: Final = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jpe": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "heic": "HEIC",
    "heif": "HEIC",
    "tif": "TIFF",
    "tiff": "TIFF",
    "bmp": "BMP",
    "gif": "GIF",
    "avif": "AVIF",
}
_OTHERS: Final = (
    (b"%PDF", say("a PDF")),
    (b"PK\x03\x04", say("a ZIP or office document")),
    (b"\x1f\x8b", say("a packed file")),
    (b"MZ", say("a program")),
    (b"\x7fELF", say("a program")),
    (b"SQLite format 3", say("a database")),
    (b"\x1aE\xdf\xa3", say("a video")),
    (b"ID3", say("a sound recording")),
    (b"OggS", say("a sound recording")),
    (b"<", say("a web page or drawing")),
    (b"{", say("a text file")),
)
_TURNED_BY_DECODER: Final = ("HEIC", "TIFF")
FAULTS: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    RuntimeError,
    OverflowError,
    AttributeError,
    struct.error,
    ZeroDivisionError,
)
"""What decoders raise over a bad file. (MemoryError is meant to pass: it is the machine's trouble.)"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture opened but perhaps not yet decoded. ``width`` and ``height`` are of the stored pixels."""

    form: str
    width: int
    height: int
    taken: str
    """When it was taken by its own account (EXIF), ISO 8601 with an offset where it says so; "" = does not say."""
    orientation: int
    """EXIF orientation still to be applied, 1-8 (HEIC and TIFF are turned by their decoders)."""
    image: Image.Image = field(repr=False)

    @property
    def media(self) -> str:
        return _MEDIA[self.form]

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as people see it."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def form_of(raw: bytes) -> str:
    """JPEG, PNG, …, or "" when the content is no picture we take."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    if raw[4:8] == b"ftyp":
        if raw[8:12] in _HEIF_BRANDS:
            return "HEIC"
        return "AVIF" if raw[8:12] in (b"avif", b"avis") else ""
    if raw[:4] in (b"II*\x00", b"MM\x00*"):
        return "TIFF"
    if raw.startswith(b"BM") and len(raw) > 26:
        return "BMP"
    return "GIF" if raw[:6] in (b"GIF87a", b"GIF89a") else ""


def form_of_name(name: str) -> str:
    """The form a file's name claims, "" when it claims none."""
    return _ENDINGS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def look(raw: bytes, name: str = "") -> Picture:
    """The picture in *raw*; only its header is read. Raises `Trouble`: no picture, a bomb, damaged header."""
    form = form_of(raw)
    if not form:
        raise _no_picture(raw, name)
    try:
        image = _heif(raw) if form == "HEIC" else _pillow(raw, form)
        width, height = image.size
    except Trouble:
        raise
    except _bombs():
        raise _bomb(name, PIXELS_JPEG if form == "JPEG" else PIXELS_OTHER) from None
    except FAULTS as fault:
        raise cut(name) from fault
    if width < 1 or height < 1:
        raise cut(name)
    most = PIXELS_JPEG if form == "JPEG" else PIXELS_OTHER
    if width * height > most:
        raise _bomb(name, most)
    taken, orientation = _exif(image)
    return Picture(form, width, height, taken, 1 if form in _TURNED_BY_DECODER else orientation, image)


def decode(picture: Picture, cap: int, name: str = "") -> Image.Image:
    """The pixels, upright, RGB, grey or (of a JPEG) YCbCr, no side longer than *cap*. Raises `Trouble` when cut.

    A JPEG is halved while it is decoded, as often as it goes: 12 megapixels come out at 2016 for half the price;
    and it keeps its own kind of colour, as it will be a JPEG again.
    """
    from PIL import Image

    image = picture.image
    longest = max(picture.width, picture.height)
    try:
        if picture.form == "JPEG":
            step = next((step for step in (8, 4, 2) if longest / step >= cap * 0.9), 1)
            image.draft("YCbCr", (picture.width // step, picture.height // step))
        image.load()
        image = _plain(image)
        if max(image.size) > cap:
            share = cap / max(image.size)
            size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    except MemoryError:
        raise _bomb(name) from None
    except _bombs():
        raise _bomb(name) from None
    except FAULTS as fault:
        raise cut(name) from fault
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(picture.orientation)
    return image if turn is None else image.transpose(turn)


def _plain(image: Image.Image) -> Image.Image:
    """RGB or grey; what shines through becomes white, deep grey becomes eight bits."""
    from PIL import Image

    if image.mode in ("RGB", "L", "YCbCr"):
        return image
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or (image.mode == "P" and "transparency" in image.info):
        seen = image.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    if image.mode.startswith(("I;16", "I", "F")):
        low, high = image.getextrema()
        span = float(high) - float(low) or 1.0  # type: ignore[arg-type]
        return image.convert("F").point(lambda v: v * (255 / span) - float(low) * 255 / span).convert("L")  # type: ignore[arg-type]
    return image.convert("L" if image.mode == "1" else "RGB")


def _pillow(raw: bytes, form: str) -> Image.Image:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own limits are stricter, and damaged EXIF is no reason to refuse
        return Image.open(io.BytesIO(raw), formats=[form])


def _heif(raw: bytes) -> Image.Image:
    import pi_heif

    found: Any = pi_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
    width, height = found.size
    if width * height > PIXELS_OTHER:
        raise _bomb("")
    image: Image.Image = found.to_pillow()
    for part in ("exif", "icc_profile"):
        if found.info.get(part):
            image.info[part] = found.info[part]
    return image


def _bombs() -> tuple[type[Exception], ...]:
    from PIL import Image

    return (Image.DecompressionBombError,)


def _exif(image: Image.Image) -> tuple[str, int]:
    """(taken, orientation); EXIF is often damaged, and that never keeps a photo out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = image.getexif()
            orientation = exif.get(_ORIENTATION, 1)
            inner = exif.get_ifd(_EXIF)
            taken = _moment(inner.get(_TAKEN) or exif.get(_CHANGED), inner.get(_TAKEN_OFFSET))
        except FAULTS:
            return "", 1
    return taken, orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _moment(stamp: object, offset: object) -> str:
    found = (
        re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0*", stamp.strip())
        if isinstance(stamp, str)
        else None
    )
    if found is None or found[1] == "0000" or not ("01" <= found[2] <= "12") or not ("01" <= found[3] <= "31"):
        return ""
    zone = offset.strip("\0 ") if isinstance(offset, str) else ""
    zone = zone if re.fullmatch(r"[+-]\d\d:\d\d|Z", zone) else ""
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}{zone}"


def _no_picture(raw: bytes, name: str) -> Trouble:
    if not raw:
        return Trouble(
            say("The file is empty"),
            say("{name} holds nothing."),
            say("Nothing was taken in. Copy the photo from the camera again."),
            code=1,
            name=name,
        )
    start = raw.lstrip(b"\xef\xbb\xbf \r\n\t")
    what = next((what for magic, what in _OTHERS if start.startswith(magic)), "")
    if not what and raw[4:8] == b"ftyp":
        what = say("a video")
    return Trouble(
        say("This is not a picture"),
        say("{name} is {what}."),
        say("Nothing was taken in. Photos may be JPEG, PNG, WebP, HEIC, TIFF, BMP or GIF."),
        code=1,
        name=name,
        what=what or say("not of any kind of picture"),
    )


def cut(name: str) -> Trouble:
    return Trouble(
        say("The photo is cut or damaged"),
        say("{name} ends too early or is not what was written."),
        say("Nothing was taken in. Copy the photo from the camera again."),
        code=1,
        name=name,
    )


def unread(name: str) -> Trouble:
    """The file could not be opened or read where it lies: no trouble of the desk's own disk."""
    return Trouble(
        say("The file cannot be read"),
        say("{name} is not there any more, or may not be opened."),
        say("Nothing was taken in. Check the card or drive it lies on, then try again."),
        code=1,
        name=name,
    )


def _bomb(name: str, most: int = PIXELS_OTHER) -> Trouble:
    return Trouble(
        say("The picture has too many pixels"),
        say("{name} would fill the computer's memory; at most {n} million pixels are taken in."),
        say("Nothing was taken in. Save it smaller and try again."),
        code=1,
        name=name,
        n=most // 1_000_000,
    )
