"""Excel: the tables of `tables` as sheets. A foreign workbook is looked at as an archive before it is opened."""

from __future__ import annotations

import datetime
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from auditapp.checklist.faults import Fault, Place
from auditapp.checklist.formats.tables import MAX_COLUMNS, MAX_ROWS, TABLES, Line, Tables, rows_of
from auditapp.checklist.model import Checklist
from auditapp.checklist.tree import Branch
from auditapp.words import say

MAX_BYTES: Final = 8_000_000
MAX_UNPACKED: Final = 64_000_000
MAX_MEMBERS: Final = 300


def render(checklist: Checklist) -> bytes:
    """The checklist as the bytes of an Excel workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    for name, rows in rows_of(checklist).items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "D2" if name == "items" else "A2"
        for r, row in enumerate(rows, 1):
            for c, text in enumerate(row, 1):
                if not text:
                    continue
                cell = sheet.cell(r, c)
                cell.value = text
                cell.data_type = "s"  # never a formula, whatever the text begins with
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if r == 1:
                    cell.font = Font(bold=True)
                    cell.fill = PatternFill("solid", fgColor="DDE7EF")
        for c, header in enumerate(rows[0], 1):
            wide = any(word in header for word in ("[text", "[guidance", "[zh]", "[en]", "[citations", "[limits.b"))
            sheet.column_dimensions[get_column_letter(c)].width = 44 if wide else 16
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_sheets(path: Path) -> tuple[dict[str, list[Line]], list[Fault]]:
    """The rows of every sheet as texts, with their sheet and row; or the faults that kept it from being read."""
    fault = _suspicion(path)
    if fault is not None:
        return {}, [fault]
    from openpyxl import load_workbook

    faults: list[Fault] = []
    sheets: dict[str, list[Line]] = {}
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheets[sheet.title] = list(_lines(sheet, path.name, faults))
        finally:
            book.close()
    except Exception as error:  # noqa: BLE001 - openpyxl lets any error out of a damaged workbook; this is its edge
        return {}, [
            Fault(
                Place(path.name),
                say("The workbook cannot be read: {reason}."),
                {"reason": f"{type(error).__name__}: {error}"[:200]},
            )
        ]
    return sheets, faults


def read_tree(path: Path) -> tuple[Branch | None, list[Fault]]:
    """The tree of a workbook and its faults, each with sheet and row. Sheets of other names are ignored."""
    sheets, faults = read_sheets(path)
    if faults:
        return None, faults
    tables = Tables(path.name)
    for name, lines in sheets.items():
        if name in TABLES:
            tables.table(name, lines[0] if lines else None, lines[1:])
    return tables.branch(), tables.faults


def _suspicion(path: Path) -> Fault | None:
    """Why the file is not opened at all: no archive, too large unpacked, or XML with its own entities."""
    place = Place(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            return Fault(place, say("The file is larger than {limit} bytes."), {"limit": MAX_BYTES})
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
                return Fault(place, say("The workbook unpacks to far more than a checklist needs."))
            total = 0
            for member in members:
                with archive.open(member) as packed:
                    raw = packed.read(MAX_UNPACKED - total + 1)
                total += len(raw)
                if total > MAX_UNPACKED:
                    return Fault(place, say("The workbook unpacks to far more than a checklist needs."))
                if member.filename.endswith((".xml", ".rels")) and (
                    b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff")
                ):
                    return Fault(place, say("The workbook holds XML with definitions of its own and is not opened."))
    except OSError as trouble:
        return Fault(place, say("The file cannot be read: {reason}."), {"reason": trouble.strerror or str(trouble)})
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        return Fault(place, say("The file is not an Excel workbook: {reason}."), {"reason": str(error)[:200]})
    return None


def _lines(sheet: Any, file: str, faults: list[Fault]) -> Iterator[Line]:
    sheet.reset_dimensions()
    for n, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS), 1):
        place = Place(file, n, sheet.title)
        if n > MAX_ROWS:
            faults.append(Fault(place, say("The table has too many rows or columns.")))
            return
        cells = []
        for cell in row:
            if cell.data_type in ("f", "e"):
                faults.append(
                    Fault(
                        place,
                        say("A formula or error stands in the cell {cell}; put its value there."),
                        {"cell": getattr(cell, "coordinate", "?")},
                    )
                )
                cells.append("")
            else:
                cells.append(_text(cell.value))
        while cells and not cells[-1]:
            cells.pop()
        yield Line(cells, place)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value)
