"""Signature boxes: drawn on the page, and an empty PDF signature field lying in each.

All fields are there before the first signature, because a field added after a certification breaks it
(exchange.md D.2). They are written with the page, so the unsigned file is a prefix of every signed one.
"""

from __future__ import annotations

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFString

from auditapp.report.press import AsIs, Sheet


class Fields:
    """The signature fields of one document."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def add(self, sheet: Sheet, field: str, x: float, y: float, width: float, height: float) -> None:
        """An empty signature field on the page being drawn. Raises ValueError when the name is taken."""
        if field in self._names or not field or "." in field:
            raise ValueError(f"signature field {field!r} is empty, has a dot, or is there twice")
        self._names.append(field)
        x, y, width, height = (round(v, 2) for v in (x, y, width, height))
        nothing = AsIs(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": PDFArray([0, 0, width, height]),
                "Resources": PDFDictionary(),
            },
            b"",
        )
        sheet.annotate(
            _widget(len(self._names)),
            PDFDictionary(
                {
                    "Type": "/Annot",
                    "Subtype": "/Widget",
                    "FT": "/Sig",
                    "T": PDFString(field),
                    "F": 132,
                    "Rect": PDFArray([x, y, x + width, y + height]),
                    "AP": PDFDictionary({"N": sheet.press.write(nothing)}),
                }
            ),
        )

    def close(self, sheet: Sheet) -> None:
        """Name the fields in the catalog; a document without any has no form."""
        if self._names:
            places = [sheet.press.refAnnotation(_widget(at)) for at in range(1, len(self._names) + 1)]
            sheet.press.Catalog.AcroForm = PDFDictionary({"Fields": PDFArray(places), "SigFlags": 3})


def _widget(at: int) -> str:
    return f"field-{at}"
