"""Everything in tables: nothing is left out, nothing is a formula, and a stopped writing leaves nothing behind."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from auditapp.operations import answer, extract, head_office, review, tables
from auditapp.operations.overview import Scope
from auditapp.words import Trouble
from tests.inspector import Inspector, photo

BAD = '=HYPERLINK("x")'


@pytest.fixture
def full(lin: Inspector, tmp_path: Path) -> Inspector:
    """An inspection with something in every table, and with a formula where a person may type."""
    lin.draws("workstation", of=120, size=2, seed="s")
    lin.answers("WP-1.5", "120").answers("ST-1.1", "minor").answers("WP-2.2@S1", "356")
    answer.note(lin.desk, lin.inspection, "ST-1.1", BAD)
    lin.finds("ST-1.1", f"{BAD} bell \x07 and 消防通道")
    lin.asks("F01", "+1 chair", owner="@赵启明", due="2026-09-01")
    lin.photographs("WP-1.5", photo(tmp_path / "card")).clears_photos()
    head_office.act(lin.desk, "梅清")
    review.remark(lin.desk, lin.inspection, "F01", "-which chair?")
    return lin


def of_csv(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for file in folder.iterdir():
        with file.open(encoding="utf-8-sig", newline="") as stream:
            assert file.read_bytes().startswith(b"\xef\xbb\xbf")
            found[file.stem] = list(csv.DictReader(stream))
    return found


def of_workbook(file: Path) -> dict[str, list[dict[str, Any]]]:
    from openpyxl import load_workbook

    book = load_workbook(file)
    found = {}
    for sheet in book.worksheets:
        heads, *rows = [list(row) for row in sheet.iter_rows()]
        assert all(cell.data_type != "f" for row in rows for cell in row)
        found[sheet.title] = [{h.value: c.value for h, c in zip(heads, row, strict=True)} for row in rows]
    return found


def of_lines(file: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row.pop("table"), []).append(row)
    return found


def test_the_same_is_told_in_every_form(full: Inspector, tmp_path: Path) -> None:
    made = {
        form: extract.extract(full.desk, tmp_path / name)
        for form, name in (("csv", "tables"), ("xlsx", "tables.xlsx"), ("jsonl", "tables.jsonl"))
    }
    assert {one.form for one in made.values()} == set(made)
    [counts] = {tuple(one.rows.items()) for one in made.values()}
    assert all(count for _, count in counts), counts
    read = {
        "csv": of_csv(tmp_path / "tables"),
        "xlsx": of_workbook(tmp_path / "tables.xlsx"),
        "jsonl": of_lines(tmp_path / "tables.jsonl"),
    }
    for found in read.values():
        assert {table: len(rows) for table, rows in found.items()} == dict(counts)
    [finding] = read["jsonl"]["findings"]
    assert (finding["grade"], finding["fact"]) == ("minor", f"{BAD} bell \x07 and 消防通道")
    assert read["csv"]["findings"][0]["事实 / Fact"] == f"'{BAD} bell \x07 and 消防通道"
    assert read["xlsx"]["findings"][0]["事实 / Fact"] == f"{BAD} bell ␇ and 消防通道"
    [action] = read["jsonl"]["actions"]
    assert (action["owner"], action["overdue"], action["state"]) == ("@赵启明", "yes", "draft")
    assert read["csv"]["actions"][0]["责任人 / Owner"] == "'@赵启明"
    assert read["jsonl"]["remarks"][0]["at"] == "F01"
    assert read["jsonl"]["photos"][0]["cleared_by"] == "林若溪"


def test_numbers_are_numbers(full: Inspector, tmp_path: Path) -> None:
    extract.extract(full.desk, tmp_path / "t.xlsx", language="en")
    rows = {row["检查项 / Item"]: row for row in of_workbook(tmp_path / "t.xlsx")["answers"]}
    assert rows["WP-1.5"]["值 / Value"] == 120
    assert rows["ST-1.1"]["判定 / Verdict"] == "Minor"


def test_the_words_are_in_the_language_asked_for(full: Inspector, tmp_path: Path) -> None:
    extract.extract(full.desk, tmp_path / "t", language="zh-CN")
    rows = {row["检查项 / Item"]: row for row in of_csv(tmp_path / "t")["answers"]}
    assert rows["ST-1.1"]["判定 / Verdict"] == "一般不符合"


def test_only_what_is_wanted_is_written(full: Inspector, tmp_path: Path) -> None:
    full.begins("six-dimensions", site="海州")
    assert extract.extract(full.desk, tmp_path / "a.jsonl", scope=Scope(site="海州")).inspections == 1
    assert extract.extract(full.desk, tmp_path / "b.jsonl", scope=Scope(since="2026-10")).inspections == 0
    assert extract.extract(full.desk, tmp_path / "c.jsonl", scope=Scope(until="2026-09")).inspections == 2


@pytest.mark.parametrize("name", ["t", "t.xlsx", "t.jsonl"])
def test_a_stopped_writing_leaves_nothing_behind(
    full: Inspector, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    order = extract.prepare(full.desk, tmp_path / "out" / name)
    (tmp_path / "out").mkdir()

    class Stopped(Exception):
        pass

    def progress(done: int, of: int) -> None:
        if done == of:
            raise Stopped

    with pytest.raises(Stopped):
        extract.make(order, progress=progress)
    assert not list((tmp_path / "out").iterdir()) and not list(aside.iterdir())
    extract.make(order)
    assert [file.name for file in (tmp_path / "out").iterdir()] == [name] and not list(aside.iterdir())


def test_nothing_is_written_over(full: Inspector, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("mine")
    with pytest.raises(Trouble, match="not overwritten"):
        extract.prepare(full.desk, tmp_path / "t.xlsx")
    with pytest.raises(Trouble, match=r"not \.pdf"):
        extract.prepare(full.desk, tmp_path / "t.pdf")


def test_a_table_longer_than_a_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 4)
    columns = {"answers": (tables.Column("n", extract.TABLES["answers"][0].heading),)}
    with tables.workbook(tmp_path / "t.xlsx", columns) as out:
        for n in range(7):
            out.row("answers", (n,))
    found = of_workbook(tmp_path / "t.xlsx")
    assert list(found) == ["answers", "answers 2", "answers 3"]
    assert [next(iter(row.values())) for rows in found.values() for row in rows] == list(range(7))
