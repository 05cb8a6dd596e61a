"""Photos on paper: the picture's own bytes go into the file, never decoded, in rows that fill the width.

A JPEG in RGB or grey becomes the image stream as it is (``/DCTDecode``), so whoever takes the stream out of the
PDF holds the very rendition, by its SHA-256. A plain PNG keeps its deflated rows. What a PDF/A may not hold as
it is (CMYK, transparency, interlace, 16 bit) is turned into RGB, and its original bytes are attached beside it.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream

from auditapp.report.press import AsIs, Sheet

_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_BARE = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
_MAX_SIDE = 20_000


class NotAPicture(ValueError):
    """Bytes that are no JPEG or PNG, or a damaged one."""


@dataclass(frozen=True)
class Placed:
    """A picture in the file: its name, its size in pixels, and whether its stream is the picture's bytes."""

    image: str
    width: int
    height: int
    verbatim: bool

    @property
    def aspect(self) -> float:
        return self.width / self.height


class Gallery:
    """The pictures of one PDF, each written once, when first asked for.

    ``used`` maps each picture's SHA-256 to "stream" (take it from the image) or "attached".
    """

    def __init__(self, sheet: Sheet, picture: Callable[[str], bytes]) -> None:
        self._sheet, self._picture = sheet, picture
        self._placed: dict[str, Placed | None] = {}
        self.used: dict[str, str] = {}
        self.attached: dict[str, Any] = {}
        """The streams of pictures that are attached, by their SHA-256."""

    def place(self, sha256: str) -> Placed | None:
        """The picture of a hash; None when it is not here, is not what its hash says, or is no picture."""
        if sha256 not in self._placed:
            self._placed[sha256] = self._write(sha256) if sha256 else None
        return self._placed[sha256]

    def _write(self, sha256: str) -> Placed | None:
        try:
            raw = self._picture(sha256)
        except KeyError:
            return None
        if hashlib.sha256(raw).hexdigest() != sha256:
            return None
        try:
            if raw[:2] == b"\xff\xd8":
                placed = self._jpeg(raw)
            elif raw[:8] == b"\x89PNG\r\n\x1a\n":
                placed = self._png(raw)
            else:
                return None
        except NotAPicture:
            return None
        self.used[sha256] = "stream" if placed.verbatim else "attached"
        if not placed.verbatim:
            self.attached[sha256] = self._sheet.press.write(
                AsIs(
                    {
                        "Type": "/EmbeddedFile",
                        "Subtype": "/image#2Fpng" if raw[:1] == b"\x89" else "/image#2Fjpeg",
                        "Params": PDFDictionary({"Size": len(raw)}),
                    },
                    raw,
                )
            )
        return placed

    def _keep(
        self,
        width: int,
        height: int,
        entries: dict[str, Any],
        content: bytes,
        *,
        verbatim: bool = False,
        compress: bool = False,
    ) -> Placed:
        """Write an image; what its stream holds is said by *entries*."""
        entries = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": width,
            "Height": height,
            "BitsPerComponent": 8,
            **entries,
        }
        name = f"picture-{len(self._placed) + 1}"
        self._sheet.keep_picture(
            name, PDFStream(PDFDictionary(entries), content) if compress else AsIs(entries, content)
        )
        return Placed(name, width, height, verbatim)

    def _jpeg(self, raw: bytes) -> Placed:
        width, height, parts, profile = _jpeg_shape(raw)
        if parts == 4:
            return self._converted(raw)
        colours = self._colours(profile, parts)
        return self._keep(width, height, {"ColorSpace": colours, "Filter": "/DCTDecode"}, raw, verbatim=True)

    def _colours(self, profile: bytes, parts: int) -> Any:
        plain = "/DeviceGray" if parts == 1 else "/DeviceRGB"
        if (
            len(profile) < 128
            or profile[8] >= 5
            or profile[12:16] not in (b"mntr", b"scnr", b"prtr", b"spac")
            or profile[16:20] != (b"GRAY" if parts == 1 else b"RGB ")
            or profile[36:40] != b"acsp"
        ):
            return plain
        stream = PDFStream(PDFDictionary({"N": parts, "Alternate": plain}), profile)
        return PDFArray(["/ICCBased", self._sheet.press.write(stream)])

    def _png(self, raw: bytes) -> Placed:
        width, height, depth, kind, interlace, rows, see_through = _png_shape(raw)
        if depth != 8 or kind not in (0, 2) or interlace or see_through:
            return self._converted(raw)
        parts = 1 if kind == 0 else 3
        shape = PDFDictionary({"Predictor": 15, "Colors": parts, "BitsPerComponent": 8, "Columns": width})
        return self._keep(
            width,
            height,
            {
                "ColorSpace": "/DeviceGray" if parts == 1 else "/DeviceRGB",
                "Filter": "/FlateDecode",
                "DecodeParms": shape,
            },
            rows,
        )

    def _converted(self, raw: bytes) -> Placed:
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(raw)) as opened:
                if max(opened.size) > _MAX_SIDE:
                    raise NotAPicture("too large")
                if "A" in opened.getbands() or "transparency" in opened.info:
                    whole = opened.convert("RGBA")
                    flat = Image.new("RGB", whole.size, (255, 255, 255))
                    flat.paste(whole, mask=whole.getchannel("A"))
                else:
                    flat = opened.convert("RGB")
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
            raise NotAPicture(str(fault)) from None
        return self._keep(flat.width, flat.height, {"ColorSpace": "/DeviceRGB"}, flat.tobytes(), compress=True)


def _jpeg_shape(raw: bytes) -> tuple[int, int, int, bytes]:
    """(width, height, components, colour profile) of a JPEG, read from its headers."""
    at, profile = 2, b""
    while at + 4 <= len(raw):
        if raw[at] != 0xFF:
            raise NotAPicture("no marker where one must be")
        kind = raw[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind in _BARE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", raw, at + 2)
        if kind == 0xE2 and raw[at + 4 : at + 16] == b"ICC_PROFILE\0":
            profile += raw[at + 18 : at + 2 + length]
        if kind in _FRAMES:
            if at + 10 > len(raw):
                break
            depth, height, width, parts = struct.unpack_from(">BHHB", raw, at + 4)
            if depth != 8 or parts not in (1, 3, 4) or not width or not height:
                raise NotAPicture("a JPEG of an unusual form")
            if b"\xff\xd9" not in raw[-64:]:
                raise NotAPicture("cut short")
            return width, height, parts, profile
        if kind in (0xD9, 0xDA):
            break
        at += 2 + length
    raise NotAPicture("a JPEG without a frame")


def _png_shape(raw: bytes) -> tuple[int, int, int, int, int, bytes, bool]:
    """(width, height, depth, colour type, interlace, deflated rows, transparent) of a PNG, checksums checked."""
    at, rows, see_through = 8, [], False
    shape: tuple[int, ...] = ()
    while at + 12 <= len(raw):
        length, kind = struct.unpack_from(">L4s", raw, at)
        body = raw[at + 8 : at + 8 + length]
        if at + 12 + length > len(raw) or struct.unpack_from(">L", raw, at + 8 + length)[0] != zlib.crc32(kind + body):
            raise NotAPicture("a damaged PNG")
        match kind:
            case b"IHDR":
                width, height, depth, colours, _, _, interlace = struct.unpack(">LLBBBBB", body)
                shape = (width, height, depth, colours, interlace)
            case b"IDAT":
                rows.append(body)
            case b"tRNS":
                see_through = True
            case b"IEND":
                if not shape or not shape[0] or not shape[1] or not rows:
                    break
                return shape[0], shape[1], shape[2], shape[3], shape[4], b"".join(rows), see_through
        at += 12 + length
    raise NotAPicture("a PNG without its end")


@dataclass(frozen=True)
class Row:
    """One row of a grid: the width of each cell, and the common height."""

    widths: tuple[float, ...]
    height: float


def justify(
    aspects: Sequence[float], width: float, *, height: float = 120, gap: float = 8, narrowest: float = 96
) -> list[Row]:
    """Rows that fill *width*: panoramas, portraits and squares side by side at one height per row.

    Rows are near *height* points high. A cell is at least *narrowest* wide, so that the caption of a tall
    picture can be read; a panorama alone in its row is as high as its own shape makes it. The last row is
    little higher than the others, even if that leaves it short of the width.
    """
    rows, row = [], []
    for aspect in aspects:
        row.append(max(aspect, narrowest / height))
        room = width - gap * (len(row) - 1)
        if sum(row) * height >= room * 0.88:
            rows.append(_filled(row, room))
            row = []
    if row:
        room = width - gap * (len(row) - 1)
        tall = min(height * 1.2, room / sum(row))
        rows.append(Row(tuple(shape * tall for shape in row), tall))
    return rows


def _filled(row: Iterable[float], room: float) -> Row:
    shapes = tuple(row)
    height = room / sum(shapes)
    return Row(tuple(shape * height for shape in shapes), height)
