"""reportlab on the press: the same pages as reportlab alone, on disk while they are drawn.

The press leans on the inside of reportlab. Whoever takes another reportlab sees here whether it still holds.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream, xObjectName
from reportlab.pdfgen.canvas import Canvas

from auditapp.report import press
from auditapp.report.press import AsIs, Sheet
from auditapp.report.typeface import Face, Typeface, registered
from auditapp.words import resources

REGULAR = resources() / "fonts" / "NotoSansSC-Regular.ttf"
SIZE = (400.0, 300.0)


@pytest.fixture(scope="module")
def plain() -> Typeface:
    return registered(REGULAR)


def test_it_was_tried_with_this_reportlab() -> None:
    assert reportlab.__version__.split(".")[:2] == press.TRIED_WITH.split(".")[:2], (
        "Another reportlab: run tests/report and look at a report page by page, then say so in press.TRIED_WITH."
    )


def scene(canvas: Canvas, plain: Typeface) -> None:
    """Two pages with all that our documents use of reportlab."""
    for page in range(2):
        canvas.setFillColorRGB(0.1, 0.2, 0.3)
        canvas.setFont(plain.fontName, 11)
        line = canvas.beginText(20, 250)
        line.textLine(f"第{page + 1}页 检查 (report) \\ 喆堃玥昇镕")
        canvas.drawText(line)
        canvas.setDash((3, 2))
        canvas.rect(20, 20, 100, 50, stroke=1, fill=0)
        canvas.circle(200, 100, 30, stroke=0, fill=1)
        path = canvas.beginPath()
        path.moveTo(10, 10)
        path.lineTo(50, 90)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
        canvas.bookmarkPage(f"p{page}", fit="XYZ", left=0, top=280, zoom=0)
        canvas.linkAbsolute("to the other page", f"p{1 - page}", (10, 10, 60, 60), Border="[0 0 0]", F=4)
        canvas.doForm(f"foot-{page}")
        canvas.showPage()
    for page in range(2):
        canvas.beginForm(f"foot-{page}")
        canvas.setFont(plain.fontName, 7)
        canvas.drawString(20, 10, f"{page + 1} / 2")
        canvas.endForm()
        canvas.addOutlineEntry(f"第{page + 1}页", f"p{page}")
    canvas.setTitle("题目")


def alone(plain: Typeface) -> bytes:
    """The scene by reportlab without the press."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=SIZE, invariant=1, initialFontName=plain.fontName, pdfVersion=(1, 7))
    scene(canvas, plain)
    canvas.save()
    return out.getvalue()


def pressed(plain: Typeface, more: Callable[[Sheet], None] = lambda sheet: None) -> bytes:
    out = io.BytesIO()
    sheet = Sheet(out, size=SIZE, typeface=plain, language="zh-CN")
    scene(sheet, plain)
    more(sheet)
    sheet.finish()
    sheet.press.pen.close()
    return out.getvalue()


def told(thing: Any, deep: int = 6) -> Any:
    """What an object of a PDF says, without numbers of objects and without how its stream is packed."""
    if isinstance(thing, pikepdf.Stream):
        kept = {k: told(v, deep - 1) for k, v in thing.items() if k not in ("/Length", "/Filter")}
        content = thing.read_bytes()
        return kept, content if "/Length1" in kept else content.split()
    if isinstance(thing, pikepdf.Dictionary):
        return {k: told(v, deep - 1) for k, v in thing.items() if k != "/Parent"} if deep else None
    if isinstance(thing, pikepdf.Array):
        return [told(v, deep - 1) for v in thing] if deep else None
    return str(thing)


def test_pages_links_bookmarks_and_fonts_are_those_of_reportlab_alone(plain: Typeface) -> None:
    with pikepdf.open(io.BytesIO(alone(plain))) as one, pikepdf.open(io.BytesIO(pressed(plain))) as other:
        assert len(one.pages) == len(other.pages) == 2
        for mine, theirs in zip(other.pages, one.pages, strict=True):
            assert told(mine.obj) == told(theirs.obj)
        assert told(other.Root.Outlines) == told(one.Root.Outlines)
        assert str(other.docinfo["/Title"]) == "题目"


def test_other_programs_find_nothing_wrong(plain: Typeface, tmp_path: Path, program: Callable[[str], Path]) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pressed(plain))
    assert subprocess.run([program("qpdf"), "--check", path], capture_output=True, check=False).returncode == 0
    said = subprocess.run([program("pdftotext"), "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    assert "第1页 检查 (report) \\ 喆堃玥昇镕" in said.stdout.decode()


DRAW = """
import sys
from auditapp.report.typeface import registered
from tests.report import test_press
sys.stdout.buffer.write(test_press.pressed(registered(test_press.REGULAR)))
"""


def test_settings_of_the_machine_change_no_byte(plain: Typeface) -> None:
    settings = {
        "RL_pdfComments": "1",
        "RL_pdfMultiLine": "1",
        "RL_useA85": "1",
        "RL_invariant": "0",
        "RL_ttfAsciiReadable": "0",
        "RL_showBoundary": "1",
        "RL_pageCompression": "0",
        "SOURCE_DATE_EPOCH": "1000000000",
    }
    there = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        env={**os.environ, **settings},
    )
    assert there.stdout == pressed(plain)


def test_what_archives_ask_of_the_bytes_is_kept(plain: Typeface) -> None:
    raw = pressed(plain)
    assert raw.startswith(b"%PDF-1.7\n%")
    assert min(raw.split(b"\n")[1][1:5]) > 127
    assert len(re.findall(rb"\nendstream\nendobj\n", raw)) == raw.count(b"endstream") > 4
    assert b"ASCII85" not in raw
    assert b"Helvetica" not in raw
    assert re.search(rb"/ID \[<([0-9a-f]{32})><\1>\]", raw)
    assert raw == pressed(plain)


def test_the_id_is_made_from_the_content(plain: Typeface) -> None:
    def more(sheet: Sheet) -> None:
        sheet.setSubject("another")

    ids = {re.search(rb"/ID \[<(\w+)>", raw)[1] for raw in (pressed(plain), pressed(plain, more))}  # type: ignore[index]
    assert len(ids) == 2


def test_pages_pictures_and_attachments_are_on_disk_as_soon_as_they_are_finished(plain: Typeface) -> None:
    out = io.BytesIO()
    sheet = Sheet(out, size=SIZE, typeface=plain)
    shown = []
    for n in range(3):
        before = sheet.press.pen.length
        sheet.keep_picture(f"photo-{n}", AsIs({"Type": "/XObject", "Subtype": "/Image", "Width": 1, "Height": 1}, b"x"))
        sheet.press.write(PDFStream(PDFDictionary({"Type": "/EmbeddedFile"}), b"attached"))
        sheet.picture(f"photo-{n}", 0, 0, 10, 10)
        sheet.showPage()
        shown.append(sheet.press.pen.length - before)
    assert min(shown) > 200
    assert not any(isinstance(thing, PDFStream) for thing in sheet.press.idToObject.values())
    sheet.finish()
    sheet.press.pen.close()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        assert [p.Resources.XObject[xname(n)].read_raw_bytes() for n, p in enumerate(pdf.pages)] == [b"x"] * 3


def xname(n: int) -> str:
    return "/" + xObjectName(f"photo-{n}")


class Nowhere(io.BytesIO):
    """Takes bytes and forgets them, as a disk is to memory."""

    def write(self, data: Any) -> int:
        return len(data)


def test_memory_does_not_grow_with_the_photos(plain: Typeface) -> None:
    def peak(photos: int) -> int:
        sheet = Sheet(Nowhere(), size=SIZE, typeface=plain)
        tracemalloc.start()
        try:
            for n in range(photos):
                sheet.keep_picture(f"photo-{n}", AsIs({"Subtype": "/Image"}, bytes(300_000)))
            sheet.showPage()
            sheet.finish()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            sheet.press.pen.close()

    assert peak(60) < peak(12) + 300_000


# ------------------------------------------------------------------------------------------- the lazy font
def test_the_lazy_font_knows_what_reportlab_reads() -> None:
    mine, theirs = Face(REGULAR), ttfonts.TTFontFace(str(REGULAR))
    for said in ("name", "ascent", "descent", "capHeight", "bbox", "flags", "italicAngle", "stemV", "defaultWidth"):
        assert getattr(mine, said) == getattr(theirs, said), said
    codes = [*range(0x500), *range(0x3000, 0x9FFF, 7), *range(0xFF00, 0xFFFF), *range(0x20000, 0x2A000, 3)]
    for code in codes:
        assert (code in mine.charToGlyph) == (code in theirs.charToGlyph), hex(code)
        if code in theirs.charToGlyph:
            assert mine.charToGlyph[code] == theirs.charToGlyph[code], hex(code)
            assert mine.getCharWidth(code) == theirs.getCharWidth(code), hex(code)
    glyphs = [*range(0, theirs.numGlyphs, 11), theirs.numGlyphs - 1]
    assert [mine.hmetrics[g] for g in glyphs] == [theirs.hmetrics[g] for g in glyphs]
    assert [mine.glyphPos[g] for g in glyphs] == [theirs.glyphPos[g] for g in glyphs]
    letters = [0, *map(ord, "检查 Éé，喆€½ﬁ§①"), 0x200CC]
    assert mine.makeSubset(letters) == theirs.makeSubset(letters)
    mine.close()


def test_rare_characters_of_names_can_be_searched(
    plain: Typeface, tmp_path: Path, program: Callable[[str], Path]
) -> None:
    """Beyond U+FFFF, and so many that they fill several subsets."""
    rare = [chr(c) for c in range(0x20000, 0x2FFFF) if plain.has(chr(c))]
    assert len(rare) > 200
    text = rare + [chr(c) for c in range(0x4E00, 0x5100)]
    path = tmp_path / "x.pdf"
    with path.open("wb") as file:
        sheet = Sheet(file, size=SIZE, typeface=plain)
        sheet.setFont(plain.fontName, 9)
        for at in range(0, len(text), 40):
            sheet.drawString(10, 10 + at / 4, "".join(text[at : at + 40]))
        sheet.finish()
        sheet.press.pen.close()
    said = subprocess.run([program("pdftotext"), "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
    assert set(text) <= set(said.stdout.decode())
    with pikepdf.open(path) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            unicode = font.ToUnicode.read_bytes()
            assert all(int(n) <= 100 for n in re.findall(rb"(\d+) beginbfchar", unicode))
            assert int(font.FontDescriptor.Flags) & 4
            assert "/Encoding" not in font


def test_opening_a_font_does_not_read_it(plain: Typeface) -> None:
    tracemalloc.start()
    with Typeface(REGULAR) as face:
        assert face.width("检查", 10) == face.stringWidth("检查", 10) == 20
        assert tracemalloc.get_traced_memory()[1] < 500_000
    tracemalloc.stop()
    assert registered(REGULAR) is plain
    assert pdfmetrics.getFont(plain.fontName) is plain


def test_streams_are_packed_once(plain: Typeface) -> None:
    """The press's own filter: deflate, and never twice."""
    with pikepdf.open(io.BytesIO(pressed(plain))) as pdf:
        content = pdf.pages[0].Contents
        assert [str(f) for f in content.Filter] == ["/FlateDecode"]
        assert b"Tj" in zlib.decompress(content.read_raw_bytes())
