"""One TrueType font: read lazily from its mapped file, embedded as the glyphs that were used.

Only what a character needs is read when it is first needed (`Typeface.code`), so opening costs a millisecond
where parsing all 30,898 glyphs costs 0.4 s and 23 MB. The font is embedded as Type0 / CIDFontType2 with the
original glyph numbers, glyphs not used are empty; widths, ToUnicode and checksums are made from the same table,
as PDF/A asks.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from array import array
from bisect import bisect_right
from pathlib import Path
from types import TracebackType

from auditapp.report.pdf import Pdf, name

_KEPT_TABLES = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
_MORE_COMPONENTS, _WORDS, _SCALE, _XY_SCALE, _TWO_BY_TWO = 0x20, 0x01, 0x08, 0x40, 0x80


class _Codes(dict[str, str]):
    """Character -> its glyph number as four hex digits, filled on first use."""

    def __init__(self, face: Typeface) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{self.face.glyph(char):04X}"
        return code


class _Widths(dict[str, int]):
    """Character -> advance in thousandths of the size, filled on first use."""

    def __init__(self, face: Typeface) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, char: str) -> int:
        width = self[char] = self.face.advance(self.face.glyph(char))
        return width


class Typeface:
    """A font file. ``label`` names it in the pages (F1, F2). Raises ValueError for a file that is none of ours."""

    def __init__(self, path: Path, label: str) -> None:
        self.label = label
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            self._read_tables(path)
        except (struct.error, KeyError, StopIteration) as fault:
            raise ValueError(f"{path.name} is not a TrueType font with Unicode characters: {fault}") from None
        self.codes = _Codes(self)
        self.widths = _Widths(self)

    def __enter__(self) -> Typeface:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._map.close()

    def _read_tables(self, path: Path) -> None:
        count, = struct.unpack_from(">H", self._map, 4)
        self._tables = {}
        for i in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", self._map, 12 + 16 * i)
            self._tables[tag.decode("latin-1")] = (offset, length)
        self.name = path.stem
        head = self._tables["head"][0]
        self.em, = struct.unpack_from(">H", self._map, head + 18)
        self.box = struct.unpack_from(">4h", self._map, head + 36)
        if struct.unpack_from(">h", self._map, head + 50)[0] != 1:
            raise KeyError("long loca")
        hhea = self._tables["hhea"][0]
        self.ascent, self.descent = struct.unpack_from(">2h", self._map, hhea + 4)
        self._metrics, = struct.unpack_from(">H", self._map, hhea + 34)
        self._glyphs, = struct.unpack_from(">H", self._map, self._tables["maxp"][0] + 4)
        cmap = self._tables["cmap"][0]
        subtables, = struct.unpack_from(">H", self._map, cmap + 2)
        places = (cmap + struct.unpack_from(">HHL", self._map, cmap + 4 + 8 * i)[2] for i in range(subtables))
        place = next(p for p in places if struct.unpack_from(">H", self._map, p)[0] == 12)
        groups, = struct.unpack_from(">L", self._map, place + 12)
        whole = array("I" if array("I").itemsize == 4 else "L")
        whole.frombytes(self._map[place + 16:place + 16 + 12 * groups])
        whole.byteswap()
        self._starts, self._ends, self._firsts = whole[0::3], whole[1::3], whole[2::3]

    # -- characters -------------------------------------------------------------------------------
    def glyph(self, char: str) -> int:
        """The glyph of a character; 0 when the font has none."""
        code = ord(char)
        group = bisect_right(self._starts, code) - 1
        if group < 0 or code > self._ends[group]:
            return 0
        return int(self._firsts[group] + code - self._starts[group])

    def has(self, char: str) -> bool:
        return self.glyph(char) != 0

    def advance(self, glyph: int) -> int:
        at = self._tables["hmtx"][0] + 4 * min(glyph, self._metrics - 1)
        return round(int(struct.unpack_from(">H", self._map, at)[0]) * 1000 / int(self.em))

    def width(self, text: str, size: float) -> float:
        """Width of a line of *text* in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def hex(self, text: str) -> str:
        """The text as glyph numbers, the form it has on a page."""
        return "".join(map(self.codes.__getitem__, text))

    # -- embedding --------------------------------------------------------------------------------
    def embed(self, pdf: Pdf, number: int) -> None:
        """Write the font as object *number*, with every glyph that `codes` was asked for."""
        used = {int(code, 16): char for char, code in sorted(self.codes.items(), reverse=True)}
        glyphs = self._with_components(set(used))
        program = self._subset(glyphs)
        tag = "".join(chr(65 + b % 26) for b in hashlib.sha256(program).digest()[:6])
        base = name(f"{tag}+{self.name}")
        file = pdf.stream({"Length1": str(len(program))}, program)
        box = " ".join(str(round(v * 1000 / self.em)) for v in self.box)
        descriptor = pdf.put(
            f"<</Type/FontDescriptor/FontName{base}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {self.ascent * 1000 // self.em}/Descent {self.descent * 1000 // self.em}"
            f"/CapHeight 733/StemV {140 if 'Bold' in self.name else 80}/FontFile2 {file} 0 R>>")
        widths = "".join(f"{g}[{self.advance(g)}]" for g in sorted(used))
        inner = pdf.put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/DW 1000/W[{widths}]>>")
        unicode = pdf.stream({}, _to_unicode(used))
        pdf.put(f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
                f"/ToUnicode {unicode} 0 R>>", number)

    def _outline(self, glyph: int) -> bytes:
        loca, glyf = self._tables["loca"][0], self._tables["glyf"][0]
        start, end = struct.unpack_from(">2L", self._map, loca + 4 * glyph)
        return self._map[glyf + start:glyf + end]

    def _with_components(self, glyphs: set[int]) -> set[int]:
        """*glyphs* and what composite ones among them are made of, and .notdef, which every font must have."""
        found, open_ = set(), {0, *glyphs}
        while open_:
            glyph = open_.pop()
            found.add(glyph)
            open_ |= set(_components(self._outline(glyph))) - found
        return found

    def _subset(self, glyphs: set[int]) -> bytes:
        outlines, offsets, at = [], array("L" if array("L").itemsize == 4 else "I"), 0
        metrics = bytearray(4 * self._metrics)
        hmtx = self._tables["hmtx"][0]
        for glyph in range(self._glyphs):
            offsets.append(at)
            if glyph in glyphs:
                outline = self._outline(glyph)
                outline += bytes(-len(outline) % 4)
                outlines.append(outline)
                at += len(outline)
                if glyph < self._metrics:
                    metrics[4 * glyph:4 * glyph + 4] = self._map[hmtx + 4 * glyph:hmtx + 4 * glyph + 4]
        offsets.append(at)
        offsets.byteswap()
        tail = self._map[hmtx + 4 * self._metrics:hmtx + self._tables["hmtx"][1]]
        made = {"glyf": b"".join(outlines), "loca": offsets.tobytes(), "hmtx": bytes(metrics) + tail}
        tables = {}
        for tag in _KEPT_TABLES:
            if tag in self._tables:
                start, length = self._tables[tag]
                tables[tag] = made.get(tag) if tag in made else self._map[start:start + length]
        return _font_file({tag: table or b"" for tag, table in tables.items()})


def _components(outline: bytes) -> list[int]:
    """The glyphs that a composite outline is put together from."""
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, at, more = [], 10, True
    while more:
        flags, glyph = struct.unpack_from(">2H", outline, at)
        found.append(glyph)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        more = bool(flags & _MORE_COMPONENTS)
    return found


def _checksum(data: bytes) -> int:
    words = array("I" if array("I").itemsize == 4 else "L")
    words.frombytes(data + bytes(-len(data) % 4))
    words.byteswap()
    return sum(words) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = bytearray(tables["head"])
    head[8:12] = bytes(4)
    tables = {**tables, "head": bytes(head)}
    start = 12 + 16 * count
    directory, bodies, at = [struct.pack(">4s4H", b"\0\1\0\0", count, power * 16, power.bit_length() - 1,
                                         count * 16 - power * 16)], [], start
    for tag in sorted(tables):
        body = tables[tag]
        directory.append(struct.pack(">4sLLL", tag.encode("latin-1"), _checksum(body), at, len(body)))
        bodies.append(body + bytes(-len(body) % 4))
        at += len(bodies[-1])
    whole = bytearray(b"".join(directory + bodies))
    place = next(i for i in range(count) if whole[12 + 16 * i:16 + 16 * i] == b"head")
    offset, = struct.unpack_from(">L", whole, 12 + 16 * place + 8)
    struct.pack_into(">L", whole, offset + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _to_unicode(used: dict[int, str]) -> bytes:
    """The map from glyph numbers back to characters: what search, copying and pdftotext read."""
    rows = [f"<{glyph:04X}><{char.encode('utf-16-be').hex().upper()}>" for glyph, char in sorted(used.items()) if glyph]
    blocks = [rows[i:i + 100] for i in range(0, len(rows), 100)]
    listed = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
            "<</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
            "/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
            f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").encode("ascii")
