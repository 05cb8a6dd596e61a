"""``auditapp extract``: everything of all inspections in tables."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli import overview
from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "out", type=Path, help=w("where to: a name ending in .xlsx or .jsonl, or a folder for CSV files")
    )
    reader.add_argument(
        "--form", default="", choices=("", "xlsx", "csv", "jsonl"), metavar="F", help="xlsx, csv, jsonl"
    )
    reader.add_argument("--language", default="", metavar="L", help=w("language of the words in it: zh-CN or en"))
    overview.scope(reader)


def run(call: Call) -> int:
    from auditapp.operations import extract

    given = call.options
    with call.desk() as desk:
        made = extract.extract(
            desk,
            given.out,
            form=given.form,
            language=given.language,
            scope=overview.scope_of(call),
            progress=overview.progress(call),
        )
    call.screen.said("Written: {file}", file=made.out)
    call.screen.said(
        "{n} inspections, {rows} rows in {tables} tables.",
        n=made.inspections,
        rows=sum(made.rows.values()),
        tables=len(made.rows),
    )
    call.screen.result(made)
    return 0
