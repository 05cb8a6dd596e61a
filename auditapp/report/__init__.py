"""Paper: the documents that leave the laptop, drawn, signed and judged.

Vocabulary
    *papers*     everything a document is drawn from, as one frozen value (`papers.Papers`).
    *document*   which paper: inspection report, rectification notice, fact sheets, blank checklist.
    *book*       the pages being laid out: cursor, page breaks, headings, tables, photo rows (`book.Book`).
    *sheet*      reportlab's canvas, on a press that writes what is finished straight to disk (`press.Sheet`).
    *chart*      a drawing of reportlab.graphics (`charts`).
    *typeface*   one TrueType font, read lazily for reportlab, which embeds the glyphs that were used.

Rules
    - The same papers give the same bytes: no clock, no randomness, no order that depends on hashing.
    - A text of a person reaches paper through `text.printable` and nowhere else. There is no markup language
      between the text and the page, so nothing in a text can be taken for a command.
    - Photos go from the store into the file as they are: never decoded, never compressed twice.
    - Only this floor knows PDF.

reportlab draws: texts, lines, pictures, bookmarks, links, forms, charts and the fonts. Ours is the layout, because
what goes on a page is decided by rules of our own (headings never alone, a row of photos never torn, a note of any
length printed whole and in time that grows with its length only), and because there must be no markup between a
person's text and the page, which reportlab's paragraphs read.
"""
