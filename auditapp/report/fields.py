"""Signature boxes: drawn on the page, and an empty PDF signature field lying in each.

All fields are there before the first signature, because a field added after a certification breaks it
(exchange.md D.2). They are written with the page, so the unsigned file is a prefix of every signed one.
"""

from __future__ import annotations

from auditapp.report.book import Book
from auditapp.report.pdf import number, references, text_string


class Fields:
    """The signature fields of one document."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._names: set[str] = set()

    def add(self, book: Book, field: str, x: float, y: float, width: float, height: float) -> None:
        """An empty signature field on the page being drawn. Raises ValueError when the name is taken."""
        if field in self._names or not field or "." in field:
            raise ValueError(f"signature field {field!r} is empty, has a dot, or is there twice")
        self._names.add(field)
        corner = f"{number(x)} {number(y)} {number(x + width)} {number(y + height)}"
        nothing = book.pdf.stream({"Type": "/XObject", "Subtype": "/Form",
                                   "BBox": f"[0 0 {number(width)} {number(height)}]", "Resources": "<<>>"}, b"")
        widget = book.pdf.put(
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T{text_string(field)}/F 132/Rect[{corner}]"
            f"/AP<</N {nothing} 0 R>>>>")
        self._numbers.append(widget)
        book.canvas.notes.append(widget)

    def form(self, book: Book) -> str:
        """The catalog entry of the form; empty when there are no fields."""
        if not self._numbers:
            return ""
        form = book.pdf.put(f"<</Fields{references(self._numbers)}/SigFlags 3>>")
        return f"/AcroForm {form} 0 R"
