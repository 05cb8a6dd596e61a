"""reportlab's document, written to disk while it is drawn.

reportlab keeps every object of a file until `save` and joins them in memory: 536 MB for a report of 300 photos.
A `Press` is its document, and a `Sheet` its canvas, with one difference: what is finished (the content of a page,
a photo, an attachment) is formatted by reportlab and goes to disk at once. Only small objects, the pages' own
dictionaries and the fonts, wait for the end, because they name each other.

Tried with reportlab 5.1.0. What is leaned on beyond its public interface: `PDFDocument`'s names and offsets
(``idToObject``, ``idToObjectNumberAndVersion``, ``idToOffset``, ``numberToId``), that `Canvas` keeps its document
in ``_doc``, and that streams without filters of their own take the document's. tests/report/test_press.py draws the
same pages with and without the press and compares them: it fails when another reportlab breaks this.

Besides, for PDF/A and for equal bytes: a line feed before every ``endstream``, no ASCII85, no clock, an /ID made
from the content, and no font that is not embedded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from auditapp.report.pen import Pen
from auditapp.report.typeface import Typeface

TRIED_WITH: Final = "5.1.0"
"""The reportlab the press was tried with."""
_VERSION: Final = (1, 7)
_END: Final = b"endstream\nendobj\n"
_SETTINGS: Final = {"invariant": 1, "pdfComments": 0, "pdfMultiLine": 0, "showBoundary": 0, "canvas_baseColor": None}
"""reportlab reads its settings from the machine (~/.reportlab_settings, RL_… variables). These reach the bytes, which
must be the same on every machine."""


class AsIs(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream whose bytes are written as they are: not compressed, not copied. *entries* in PDF syntax."""

    def __init__(self, entries: Mapping[str, Any], content: bytes) -> None:
        super().__init__(pdfdoc.PDFDictionary({**entries, "Length": len(content)}), content)


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """What the document remembers of an object that is on disk: nothing."""


class Press(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A reportlab document on its way to *out*."""

    defaultStreamFilters = (pdfdoc.PDFZCompress,)  # noqa: N815

    def __init__(self, out: BinaryIO, *, language: str = "") -> None:
        for setting, value in _SETTINGS.items():
            setattr(rl_config, setting, value)
        super().__init__(compression=1, invariant=1, pdfVersion=_VERSION, lang=language or None)
        catalog = self.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "AF", "OutputIntents"]
        catalog.__Refs__ = catalog.__NoDefault__
        self.pen = Pen(out)
        for piece in pdfdoc.PDFFile(_VERSION).strings:
            self.pen.write(pdfdoc.pdfdocEnc(piece))

    def write(self, thing: Any, name: str | None = None) -> Any:
        """Write an object to disk now and forget it; the reference to it. It may name only what is known by now."""
        reference = self.Reference(thing, name)
        self._write(reference.name)
        return reference

    def _write(self, name: str) -> None:
        thing = self.idToObject[name]
        self.idToOffset[name] = self.pen.length
        if isinstance(thing, AsIs):
            number, version = self.idToObjectNumberAndVersion[name]
            head = thing.dictionary.format(self)
            self.pen.write(b"%d %d obj\n%b\nstream\n" % (number, version, head))
            self.pen.write(thing.content)
            self.pen.write(b"\n" + _END)
        else:
            whole = pdfdoc.PDFIndirectObject(name, thing).format(self)
            if whole.endswith(_END):  # PDF/A wants a line feed before the keyword; reportlab writes none
                whole = whole.removesuffix(_END) + b"\n" + _END
            self.pen.write(whole)
        self.idToObject[name] = _Written()

    # -- what the canvas calls ----------------------------------------------------------------------
    def addPage(self, page: Any) -> None:  # noqa: N802
        page.Contents = self.write(pdfdoc.PDFStream(content=page.stream))
        page.stream = None
        super().addPage(page)

    def addForm(self, name: str, form: Any) -> None:  # noqa: N802
        super().addForm(name, form)
        self._write(pdfdoc.xObjectName(name))

    def SaveToFile(self, filename: object, canvas: Canvas) -> None:  # noqa: N802
        self.GetPDFData(canvas)

    def format(self) -> bytes:
        """Write what is left, the cross-reference table and the trailer; reportlab's would gather them all."""
        self.Reference(self.Catalog)
        self.Reference(self.info)
        names: list[str] = []
        while len(names) + 1 in self.numberToId:  # formatting may add objects
            name = self.numberToId[len(names) + 1]
            if name not in self.idToOffset:
                self._write(name)
            names.append(name)
        self._ID = f"[<{self.pen.so_far()[:32]}><{self.pen.so_far()[:32]}>]"
        start, table = self.pen.length, pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, names)
        self.pen.write(table.format(self))
        self.pen.write(
            pdfdoc.PDFTrailer(
                startxref=start,
                Size=len(names) + 1,
                Root=self.Reference(self.Catalog),
                Info=self.Reference(self.info),
                ID=self._ID,
            ).format(self)
        )
        return b""


class Sheet(Canvas):  # type: ignore[misc]
    """reportlab's canvas on a press. *size* of its pages in points; *typeface* is what a page begins with.

    Pictures are written once, when they are there, and shown by name (`doForm`), as forms are.
    """

    def __init__(self, out: BinaryIO, *, size: tuple[float, float], typeface: Typeface, language: str = "") -> None:
        # No page compression: the streams then take the press's filter, which is never ASCII85.
        super().__init__(
            out,
            pagesize=size,
            pageCompression=0,
            invariant=1,
            pdfVersion=_VERSION,
            initialFontName=typeface.fontName,
            lang=language or None,
        )
        self.press = self._doc = Press(out, language=language)
        self.setDateFormatter(lambda *clock: "D:20000101000000Z")  # until the caller gives one; never the clock

    def picture(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Show a picture kept as *name*, its lower left corner at (x, y)."""
        self.saveState()
        self.transform(width, 0, 0, height, x, y)
        self.doForm(name)
        self.restoreState()

    def keep_picture(self, name: str, stream: Any) -> None:
        """Write a picture (a stream with the entries of an image) to disk, to be shown by its *name*."""
        self.press.write(stream, pdfdoc.xObjectName(name))

    def form(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what pages show with `doForm`; they may have done so before."""
        self.beginForm(name)
        draw()
        self.endForm()

    def annotate(self, name: str, annotation: Any) -> Any:
        """Put an annotation on the page being drawn; the reference to it."""
        self._addAnnotation(annotation, name)
        return self.press.refAnnotation(name)

    def link(self, page: int, name: str, to: str, rect: tuple[float, float, float, float], said: str) -> None:
        """A place on a finished *page* (from 1) that leads to a bookmark. *said* to who hears the page."""
        self.linkAbsolute(said, to, rect, addtopage=0, name=name, Border="[0 0 0]", F=4)
        self.press.Pages[page - 1].Annots.append(self.press.refAnnotation(name))

    def finish(self) -> str:
        """Write the rest; the SHA-256 of the file."""
        self.save()
        return self.press.pen.so_far()
