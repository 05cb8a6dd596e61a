"""Paper: the documents that leave the laptop, drawn, signed and judged.

Vocabulary
    *papers*     everything a document is drawn from, as one frozen value (`papers.Papers`).
    *document*   which paper: inspection report, rectification notice, fact sheets, blank checklist.
    *book*       the pages being laid out: cursor, page breaks, headings, tables, photo rows (`book.Book`).
    *pdf*        the bytes being written, object after object, straight to disk (`pdf.Pdf`).
    *typeface*   one TrueType font read lazily from its file and embedded as the glyphs that were used.

Rules
    - The same papers give the same bytes: no clock, no randomness, no order that depends on hashing.
    - A text of a person reaches paper through `text.printable` and nowhere else. There is no markup language
      between the text and the page, so nothing in a text can be taken for a command.
    - Photos go from the store into the file as they are: never decoded, never compressed twice.
    - Only this floor knows PDF.

Why pages are written here and not by reportlab: its font reader takes 0.7 s for our two fonts and its
import 0.1 s, which alone is more than img2pdf needs for 300 photos (the floor we are measured against),
and its writer keeps the whole file in memory. What we need of PDF is small: text, lines, pictures.
"""
