"""Tables written as a workbook, as CSV files in a folder, or as JSON lines, row by row as they come.

What a spreadsheet would take for a formula stays a text: in a workbook the cell says so, in CSV an apostrophe is set
before it. A file or folder is there whole, or not at all.
"""

from __future__ import annotations

import csv
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TextIO

from auditapp.store import durable
from auditapp.words import Sentence, Trouble, say, speak

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, its heading included; a longer table goes on in another sheet."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class Worded(NamedTuple):
    """One of our codes with its word: machines read the code, people the word."""

    code: str
    word: str


class Column(NamedTuple):
    """A column: the name machines know it by, and its heading."""

    code: str
    heading: Sentence

    @property
    def both(self) -> str:
        """The heading in both languages."""
        chinese = speak("zh-CN")(self.heading)
        return chinese if chinese == self.heading else f"{chinese} / {self.heading}"


class Out(Protocol):
    """Where rows go."""

    def row(self, table: str, values: Sequence[object]) -> None: ...


Tables = Mapping[str, tuple[Column, ...]]
"""Table -> its columns, in the order in which they are written."""


@contextmanager
def workbook(out: Path, tables: Tables) -> Iterator[Out]:
    """An Excel workbook of one sheet a table. Its rows wait in files of the system's folder for temporary files until
    the end; these are removed then, also when the writing is stopped."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheets: dict[str, Any] = {}
    written: dict[str, int] = {}
    bold = Font(bold=True)

    def cell(sheet: Any, value: object) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            made = WriteOnlyCell(sheet, value=_CONTROL.sub(_shown, _text(value))[:32_767])
            made.data_type = "s"  # never a formula, whatever the text begins with
            return made
        return WriteOnlyCell(sheet, value=value)

    def begin(table: str) -> Any:
        number = sum(1 for name in book.sheetnames if name.partition(" ")[0] == table) + 1
        sheet = book.create_sheet(table if number == 1 else f"{table} {number}")
        sheet.freeze_panes = "A2"
        heads = []
        for column in tables[table]:
            head = cell(sheet, column.both)
            head.font = bold
            heads.append(head)
        sheet.append(heads)
        written[table] = 1
        return sheet

    class Sheets:
        def row(self, table: str, values: Sequence[object]) -> None:
            if table not in sheets or written[table] >= MOST_ROWS:
                sheets[table] = begin(table)
            sheet = sheets[table]
            sheet.append([cell(sheet, value) for value in values])
            written[table] += 1

    for table in tables:
        sheets[table] = begin(table)
    try:
        yield Sheets()
        with durable.whole_file(out) as stream:
            book.save(stream)
    finally:
        for sheet in book.worksheets:
            with ExitStack() as stack:
                stack.callback(_clean, sheet)
                if not sheet.closed:
                    sheet.close()


def _clean(sheet: Any) -> None:
    """Remove the file in which a sheet's rows waited, if it is there still."""
    writer = getattr(sheet, "_writer", None)
    if writer is not None:
        Path(writer.out).unlink(missing_ok=True)


@contextmanager
def csv_folder(out: Path, tables: Tables) -> Iterator[Out]:
    """A new folder with one CSV file a table, UTF-8 with a mark so that Excel opens it rightly."""
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}{durable.TEMPORARY}")
    durable.make_folder(part)
    try:
        with ExitStack() as stack:
            writers = {}
            for table, columns in tables.items():
                stream = stack.enter_context((part / f"{table}.csv").open("w", encoding="utf-8-sig", newline=""))
                stack.callback(_sync, stream)
                writers[table] = csv.writer(stream, lineterminator="\r\n")
                writers[table].writerow([column.both for column in columns])

            class Files:
                def row(self, table: str, values: Sequence[object]) -> None:
                    writers[table].writerow([_guarded(_text(value)) for value in values])

            yield Files()
        durable.replace(part, out)
        durable.sync_folder(out.parent)
    except OSError as error:
        from auditapp.store import troubles

        raise troubles.of_os(error, out.parent) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sync(stream: TextIO) -> None:
    stream.flush()
    durable.sync_file(stream.fileno())


@contextmanager
def json_lines(out: Path, tables: Tables) -> Iterator[Out]:
    """One JSON object a line: its table, and its columns by their codes."""
    with durable.whole_file(out) as stream:

        class Lines:
            def row(self, table: str, values: Sequence[object]) -> None:
                told: dict[str, Any] = {"table": table}
                for column, value in zip(tables[table], values, strict=True):
                    told[column.code] = value.code if isinstance(value, Worded) else value
                line = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
                stream.write(line.encode("utf-8", "replace") + b"\n")

        yield Lines()


FORMS: Final = {"xlsx": workbook, "csv": csv_folder, "jsonl": json_lines}
"""Form -> who writes it; csv is a folder, the others are a file."""


def form_of(out: Path, form: str = "") -> str:
    """The form a person means: as said, else by the ending of *out* (none: CSV in a folder). Raises `Trouble`."""
    wish = form.lower() or {".xlsx": "xlsx", ".jsonl": "jsonl", "": "csv", ".csv": "csv"}.get(out.suffix.lower(), "?")
    if wish not in FORMS:
        raise Trouble(
            say("Not a form of tables"),
            say("Tables are written as .xlsx, .jsonl, or as CSV files in a folder, not {form}."),
            say("Nothing was written. Give a file name with one of these endings, or a folder's name without one."),
            code=2,
            form=(form or out.suffix)[:20],
        )
    return wish


def _guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a plain number stays one."""
    return "'" + text if text.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(text) else text


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case Worded():
            return value.word
        case bool():
            return "1" if value else "0"
        case str():
            return value
        case _:
            return str(value)


def _shown(found: re.Match[str]) -> str:
    """A control character as its picture, for a workbook may hold none."""
    code = ord(found.group())
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
