"""One TrueType font for reportlab, read lazily from its mapped file.

reportlab's own reader (`reportlab.pdfbase.ttfonts.TTFont`) goes through all 30,898 glyphs when a font is opened:
0.4 s and 23 MB for each of our two. Here reportlab still reads the head of the file and still makes the subsets
that are embedded; but its four large tables (character to glyph, widths, metrics, places of the outlines) are
small objects that look each character up when it is first asked for, so opening costs a millisecond.

The second thing put right is the map back to characters: reportlab writes U+2xxxx with five hex digits, which
readers misread, so rare characters of names could be seen but not searched.
"""

from __future__ import annotations

import itertools
import mmap
import struct
from array import array
from bisect import bisect_right
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFError, TTFont, TTFontFace, TTFontFile

_BLOCK = 100
"""Rows a block of a character map may have (PDF 32000-1, 9.10.3, by way of Adobe's CMap specification)."""


class _Lookup:
    """A table of the font as reportlab asks it: by key, read at that moment."""

    def __init__(self, face: Face) -> None:
        self._face = face


class _Glyphs(_Lookup):
    """Character code -> glyph (`TTFontFile.charToGlyph`)."""

    def __contains__(self, code: int) -> bool:
        return self._face.glyph(code) != 0

    def __getitem__(self, code: int) -> int:
        return self._face.glyph(code)


class _Widths(_Lookup):
    """Character code -> advance in thousandths (`TTFontFile.charWidths`)."""

    def get(self, code: int, other: int) -> int:
        glyph = self._face.glyph(code)
        return self._face.advance(glyph) if glyph else other


class _Metrics(_Lookup):
    """Glyph -> (advance, left side bearing) in units of the font (`TTFontFile.hmetrics`)."""

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        return self._face.metrics(glyph)


class _Places(_Lookup):
    """Glyph -> where its outline begins (`TTFontFile.glyphPos`)."""

    def __getitem__(self, glyph: int) -> int:
        return self._face.place(glyph)


class _Outlines:
    """The table of outlines, cut out of the file piece by piece instead of whole (10 MB)."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class Face(TTFontFace):  # type: ignore[misc]
    """A mapped font file as reportlab knows it. Raises ValueError for a file that is none of ours."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.filename = path.name
        try:
            pdfmetrics.TypeFace.__init__(self, None)
            TTFontFile.__init__(self, path.name, charInfo=0)
            self._read_tables()
        except (TTFError, struct.error, KeyError, StopIteration, UnicodeDecodeError) as fault:
            self.close()
            raise ValueError(f"{path.name} is not a TrueType font with Unicode characters: {fault}") from None
        self.charToGlyph, self.charWidths = _Glyphs(self), _Widths(self)
        self.hmetrics, self.glyphPos = _Metrics(self), _Places(self)
        self.defaultWidth = self.advance(0)

    def close(self) -> None:
        self._ttf_data.close()

    def _read_tables(self) -> None:
        data = self._ttf_data
        if struct.unpack_from(">h", data, self.get_table_pos("head")[0] + 50)[0] != 1:
            raise KeyError("long loca")
        (self._with_advance,) = struct.unpack_from(">H", data, self.get_table_pos("hhea")[0] + 34)
        self._hmtx, self._loca = self.get_table_pos("hmtx")[0], self.get_table_pos("loca")[0]
        cmap = self.get_table_pos("cmap")[0]
        (subtables,) = struct.unpack_from(">H", data, cmap + 2)
        places = (cmap + struct.unpack_from(">HHL", data, cmap + 4 + 8 * i)[2] for i in range(subtables))
        place = next(p for p in places if struct.unpack_from(">H", data, p)[0] == 12)
        (groups,) = struct.unpack_from(">L", data, place + 12)
        whole = array("I" if array("I").itemsize == 4 else "L")
        whole.frombytes(data[place + 16 : place + 16 + 12 * groups])
        whole.byteswap()
        self._starts, self._ends, self._firsts = whole[0::3], whole[1::3], whole[2::3]

    def get_table(self, tag: str) -> Any:
        """reportlab asks for the outlines only to cut pieces out."""
        return _Outlines(self._ttf_data, self.get_table_pos(tag)[0]) if tag == "glyf" else super().get_table(tag)

    def glyph(self, code: int) -> int:
        """The glyph of a character code; 0 when the font has none."""
        group = bisect_right(self._starts, code) - 1
        if group < 0 or code > self._ends[group]:
            return 0
        return int(self._firsts[group] + code - self._starts[group])

    def metrics(self, glyph: int) -> tuple[int, int]:
        """(advance, left side bearing) of a glyph; the last glyphs share one advance."""
        at = self._hmtx + 4 * min(glyph, self._with_advance - 1)
        advance, bearing = struct.unpack_from(">Hh", self._ttf_data, at)
        if glyph >= self._with_advance:
            (bearing,) = struct.unpack_from(">h", self._ttf_data, at + 4 + 2 * (glyph - self._with_advance))
        return int(advance), int(bearing) & 0xFFFF

    def advance(self, glyph: int) -> int:
        """Advance in thousandths of the size."""
        return round(float(self._pdfScale(self.metrics(glyph)[0])))

    def place(self, glyph: int) -> int:
        return int(struct.unpack_from(">L", self._ttf_data, self._loca + 4 * glyph)[0])


class _CharacterWidths(dict[str, int]):
    """Character -> advance in thousandths of the size, filled on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, char: str) -> int:
        width = self[char] = self.face.advance(self.face.glyph(ord(char)))
        return width


class Typeface(TTFont):  # type: ignore[misc]
    """A font file, to measure and to draw with. Raises ValueError for a file that is none of ours."""

    _serial = itertools.count(1)

    def __init__(self, path: Path) -> None:
        # Not TTFont.__init__: it would read the whole file into a face of its own making.
        self.face = Face(path)
        self.fontName = f"{path.stem} {next(self._serial)}"  # only a key in reportlab's register, never in a file
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = False  # embed what was used, not all of ASCII besides
        self.shapable = False
        self.widths = _CharacterWidths(self.face)

    def __enter__(self) -> Typeface:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.face.close()

    def has(self, char: str) -> bool:
        return self.face.glyph(ord(char)) != 0

    def width(self, text: str, size: float) -> float:
        """Width of a line of *text* in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802
        """The same for reportlab, whose accelerator in C wants a table of all widths and cannot look one up."""
        return self.width(text, size)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Embed the subsets that *doc* used, each with a map back to characters that all readers read."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for n, subset in enumerate(subsets):
            name = (SUBSETN(n) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _to_unicode(subset)


def _to_unicode(subset: list[int]) -> str:
    """The map from codes of a subset back to characters: what search, copying and pdftotext read."""
    rows = [f"<{code:02X}><{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset) if char]
    blocks = [rows[i : i + _BLOCK] for i in range(0, len(rows), _BLOCK)]
    listed = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        "<</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00><FF>\nendcodespacerange\n"
        f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


@cache
def registered(path: Path) -> Typeface:
    """The typeface of a file as reportlab's canvas knows it by name; opened once in a process and kept.

    reportlab's register is one for the process, and a font closed under it would be drawn with by the next document.
    """
    face = Typeface(path)
    pdfmetrics.registerFont(face)
    return face
