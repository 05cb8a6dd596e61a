"""CSV: the tables of `tables` one after the other in one file, each begun by a line with its name in brackets.

    [items]
    维度 / Dimension [dimension],…
    WP,…

UTF-8 (with a mark, so Excel opens it rightly) or GB 18030. A cell that a spreadsheet would take for a formula
is written with an apostrophe before it, which is taken off again on reading.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from auditapp.checklist.faults import Fault, Place
from auditapp.checklist.formats.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, TABLES, Line, Tables, rows_of
from auditapp.checklist.model import Checklist
from auditapp.checklist.tree import Branch
from auditapp.words import say

MAX_BYTES: Final = 4_000_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "'")


def render(checklist: Checklist) -> bytes:
    """The checklist as CSV bytes. Same checklist, same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for name, rows in rows_of(checklist).items():
        writer.writerow([f"[{name}]"])
        writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def read_text(path: Path) -> tuple[str | None, list[Fault]]:
    """The text of a CSV file, UTF-8 or GB 18030, or the fault that kept it from being read."""
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as trouble:
        return None, [
            Fault(place, say("The file cannot be read: {reason}."), {"reason": trouble.strerror or str(trouble)})
        ]
    if len(raw) > MAX_BYTES:
        return None, [Fault(place, say("The file is larger than {limit} bytes."), {"limit": MAX_BYTES})]
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return None, [Fault(place, say("The file is neither UTF-8 nor GB 18030 text."))]


def lines_of(text: str, name: str) -> tuple[list[Line], list[Fault]]:
    """The lines of a CSV text, each with the place it begins at."""
    if "\0" in text:
        return [], [Fault(Place(name), say("The file is not a table of texts."))]
    before = csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    begun = 1
    try:
        for row in reader:
            if len(lines) >= MAX_ROWS or len(row) > MAX_COLUMNS:
                return lines, [Fault(Place(name, begun), say("The table has too many rows or columns."))]
            lines.append(Line([c[1:] if c.startswith("'") else c for c in row], Place(name, begun)))
            begun = reader.line_num + 1
    except csv.Error as error:
        return lines, [Fault(Place(name, begun), say("This is not well-formed CSV: {reason}."), {"reason": str(error)})]
    finally:
        csv.field_size_limit(before)
    return lines, []


def read_tree(path: Path) -> tuple[Branch | None, list[Fault]]:
    """The tree of a CSV file and its faults."""
    text, faults = read_text(path)
    if text is None:
        return None, faults
    lines, faults = lines_of(text, path.name)
    if faults:
        return None, faults
    tables = Tables(path.name)
    blocks: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line in lines:
        first = line.cells[0].strip() if line.cells else ""
        if first.startswith("[") and first.endswith("]") and not any(c.strip() for c in line.cells[1:]):
            name = first[1:-1]
            if name in blocks or name not in TABLES:
                tables.fault(line.place, say("The table “{name}” is not known or there twice."), name=name[:40])
            current = blocks.setdefault(name, [])
        elif current is not None:
            current.append(line)
        elif any(c.strip() for c in line.cells):
            tables.fault(line.place, say("A table begins with its name in brackets, such as [items]."))
            break
    for name, rows in blocks.items():
        if name in TABLES:
            tables.table(name, rows[0] if rows else None, rows[1:])
    branch = tables.branch()
    return branch, tables.faults
