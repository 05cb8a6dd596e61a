"""Documents, Excel, CSV, overlay and difference: a checklist comes back as it went."""

from __future__ import annotations

import csv
import dataclasses
import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from auditapp.checklist.diff import Change, difference
from auditapp.checklist.formats import csv as csv_format
from auditapp.checklist.formats import xlsx
from auditapp.checklist.formats.tables import TABLES
from auditapp.checklist.model import AnswerKind, Checklist, Item, Text
from auditapp.checklist.overlay import lay_over
from auditapp.checklist.read import load, read
from auditapp.checklist.shelf import shipped
from auditapp.checklist.write import NotADocument, decode, digest, document
from tests.checklist.given import HERE, six_dimensions

SOUND = HERE / "sound.yaml"
SEVERAL = """
import sys, threading
from pathlib import Path
from auditapp.checklist import write
raw, start, read = Path(sys.argv[1]).read_bytes(), threading.Barrier(8), []
sys.setswitchinterval(1e-6)
def begin():
    start.wait()
    for _ in range(3):
        checklist = write.decode(raw)
    read.append(checklist)
threads = [threading.Thread(target=begin) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
print(len(read), "read")
"""


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_a_document_comes_back_as_the_same_checklist_and_bytes(path: Path) -> None:
    checklist = load(path)
    raw = document(checklist)
    assert decode(raw) == checklist
    assert document(decode(raw)) == raw
    assert len(digest(raw)) == 64
    assert document(load(path)) == raw, "reading the same files twice gives the same bytes"


def test_a_document_is_canonical_json() -> None:
    import json

    raw = document(six_dimensions())
    again = json.dumps(json.loads(raw), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert again == raw
    assert b'"weight":0' not in raw, "fields at their default are left out"


def test_302_items_are_decoded_in_a_few_milliseconds() -> None:
    raw = document(six_dimensions())
    decode(raw)
    fastest = min(_timed(raw) for _ in range(5))
    assert fastest < 0.015


def _timed(raw: bytes) -> float:
    begun = time.perf_counter()
    decode(raw)
    return time.perf_counter() - begun


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b"null", b"\xff", b'{"id":1}', b"[" * 5_000, b'{"id":"x","version":"1"}', b"\x00" * 100]
)
def test_bytes_that_are_no_document_are_refused(raw: bytes) -> None:
    with pytest.raises(NotADocument):
        decode(raw)


def test_a_document_of_a_newer_form_is_refused() -> None:
    raw = document(dataclasses.replace(load(SOUND), format=99))
    with pytest.raises(NotADocument, match="newer version"):
        decode(raw)


def test_a_document_with_fields_of_a_newer_version_can_still_be_read() -> None:
    raw = document(load(SOUND)).replace(b'{"claim"', b'{"aa_new_field":[1,2],"claim"', 1)
    assert decode(raw) == load(SOUND)


def test_a_stored_document_is_read_and_checked_like_any_file(tmp_path: Path) -> None:
    file = tmp_path / "stored.json"
    file.write_bytes(document(six_dimensions()))
    assert load(file) == six_dimensions()
    file.write_bytes(b"{}")
    assert read(file).checklist is None


# --- Excel and CSV ------------------------------------------------------------------------------

FORMATS: list[tuple[Any, str]] = [(xlsx, "xlsx"), (csv_format, "csv")]


@pytest.mark.parametrize(("room", "suffix"), FORMATS)
@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_a_checklist_goes_through_a_table_without_loss(room: Any, suffix: str, path: Path, tmp_path: Path) -> None:
    checklist = load(path)
    file = tmp_path / f"out.{suffix}"
    file.write_bytes(room.render(checklist))
    assert read(file).checklist == checklist


@pytest.mark.parametrize(("room", "suffix"), FORMATS)
def test_odd_texts_go_through_a_table_without_loss(room: Any, suffix: str, tmp_path: Path) -> None:
    odd = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-1",
        "@x",
        "'quoted",
        '"double", and, commas',
        "line\nbreak",
        "a: b # c",
        "{x}",
        "true",
        "1.0",
        "𠮷野家",
        "- a\n- b",
        "null",
        "[items]",
        "2026-01-01",
    ]
    checklist = load(SOUND)
    (dimension,) = checklist.dimensions
    (group,) = dimension.groups
    items = tuple(
        dataclasses.replace(
            group.items[0],
            id=f"WP-1.{n}",
            text=Text("甲" + text, text),
            guidance=Text(text, text),
            options=(dataclasses.replace(group.items[0].options[0], label=Text(text, text)), group.items[0].options[1]),
        )
        for n, text in enumerate(odd, 1)
    )
    small = dataclasses.replace(
        checklist,
        sets=(),
        settings=(),
        dimensions=(dataclasses.replace(dimension, groups=(dataclasses.replace(group, items=items),)),),
    )
    file = tmp_path / f"odd.{suffix}"
    file.write_bytes(room.render(small))
    back = read(file)
    assert [f.line() for f in back.faults if f.weight == "error"] == []
    assert back.checklist == small


def test_a_workbook_has_readable_headers_and_no_formulas() -> None:
    book = load_workbook(io.BytesIO(xlsx.render(six_dimensions())))
    assert book.sheetnames == list(TABLES)
    assert book["items"]["C1"].value == "编号 / Id [id]"
    assert book["items"].max_row == 303
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def changed_book(tmp_path: Path, change: Any) -> Path:
    book = load_workbook(io.BytesIO(xlsx.render(load(SOUND))))
    change(book)
    file = tmp_path / "changed.xlsx"
    book.save(file)
    return file


def put(sheet: str, cell: str, value: object) -> Any:
    def change(book: Any) -> None:
        book[sheet][cell].value = value

    return change


def column(key: str) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter([c.key for c in TABLES["items"]].index(key) + 1)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            put("items", f"{column('kind')}3", "=A1"),
            "changed.xlsx:items!3: A formula or error stands in the cell F3; put its value there.",
        ),
        (
            put("items", f"{column('kind')}3", "numbr"),
            (
                "changed.xlsx:items!3: WP-1.2: “numbr” is not a known kind; known are: "
                "conform, yesno, number, count, choice, "
                "multi, text, date, photo, computed."
            ),
        ),
        (put("items", f"{column('weight')}4", 9), "changed.xlsx:items!4: WP-1.3: The weight is 9; it may be 0 to 5."),
        (put("items", f"{column('text.en')}5", None), "changed.xlsx:items!5: WP-1.4: The English text is missing."),
        (
            put("items", f"{column('calc')}4", "mean('WP-1.2'"),
            (
                "changed.xlsx:items!4: WP-1.3: “mean('WP-1.2'”, column 5: The "
                "expression cannot be read; look for a missing "
                "bracket, quote or operator."
            ),
        ),
        (
            put("items", f"{column('options')}2", "- {code: low"),
            "changed.xlsx:items!2: This is not well-formed YAML: did not find expected ',' or '}'.",
        ),
        (
            put("items", f"{column('options')}2", "- &a {code: low}\n- *a"),
            "changed.xlsx:items!2: Anchors (&a) are not allowed; write it out.",
        ),
        (
            put("items", f"{column('group')}2", "XX-1"),
            "changed.xlsx:items!2: The group “XX-1” is not in the table of groups.",
        ),
        (put("items", "A1", "Colour [colour]"), "changed.xlsx:items!1: The column “Colour [colour]” is not known."),
        (put("items", "A1", "x [id]"), "changed.xlsx:items!1: The column “编号 / Id [id]” is there twice."),
        (put("items", f"{column('kind')}1", None), "changed.xlsx:items!1: The column “类型 / Kind [kind]” is missing."),
        (put("sets", "A2", "zoné"), "changed.xlsx:sets!2: The code “zoné” may hold small letters, digits and _ only."),
        (put("checklist", "A3", "verson"), "changed.xlsx:checklist!3: The key “verson” is not known here."),
        (lambda book: book.remove(book["groups"]), "changed.xlsx: The table “groups” is missing."),
    ],
)
def test_a_wrong_workbook_gets_its_fault_with_sheet_and_row(change: Any, line: str, tmp_path: Path) -> None:
    reading = read(changed_book(tmp_path, change))
    assert line in [f.line() for f in reading.faults]


def test_typed_cells_are_taken_as_people_mean_them(tmp_path: Path) -> None:
    import datetime

    def change(book: Any) -> None:
        book["items"][f"{column('weight')}3"].value = 2.0
        book["checklist"][
            "B6" if book["checklist"]["A6"].value == "effective_from" else "B5"
        ].value = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - a spreadsheet's dates have no zone
        book["items"][f"{column('critical')}5"].value = True

    assert read(changed_book(tmp_path, change)).checklist == load(SOUND)


def zipped(tmp_path: Path, members: dict[str, bytes]) -> Path:
    file = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"xl/workbook.xml": b" " * (xlsx.MAX_UNPACKED + 1)})
    assert [f.text() for f in read(file).faults] == ["The workbook unpacks to far more than a checklist needs."]


def test_thousands_of_members_are_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path, {f"xl/{n}.xml": b"" for n in range(xlsx.MAX_MEMBERS + 1)})
    assert [f.text() for f in read(file).faults] == ["The workbook unpacks to far more than a checklist needs."]


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})
    assert [f.text() for f in read(file).faults] == [
        "The workbook holds XML with definitions of its own and is not opened."
    ]


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 512])
def test_what_is_no_workbook_is_refused(raw: bytes, tmp_path: Path) -> None:
    file = tmp_path / "odd.xlsx"
    file.write_bytes(raw)
    reading = read(file)
    assert reading.checklist is None
    assert reading.faults[0].text().startswith("The file is not an Excel workbook: ")


def test_damaged_workbooks_are_refused_or_read_and_never_break(tmp_path: Path) -> None:
    import random

    chance = random.Random(7)
    whole = xlsx.render(load(SOUND))
    file = tmp_path / "damaged.xlsx"
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        file.write_bytes(
            bytes(damaged[: chance.randint(len(damaged) // 2, len(damaged))])
            if chance.random() < 0.3
            else bytes(damaged)
        )
        reading = read(file)
        assert reading.sound or reading.faults


def test_a_sheet_that_claims_a_million_rows_is_read_to_the_limit(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "items"
    sheet.cell(1_000_000, 2).value = "x"
    file = tmp_path / "long.xlsx"
    book.save(file)
    assert "The table has too many rows or columns." in [f.text() for f in read(file).faults]


def test_csv_may_come_from_a_chinese_excel(tmp_path: Path) -> None:
    file = tmp_path / "gb.csv"
    text = csv_format.render(load(SOUND)).decode("utf-8-sig")
    file.write_bytes(text.encode("gb18030"))
    assert read(file).checklist == load(SOUND)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[groups]", "[grupos]", "t.csv:9: The table “grupos” is not known or there twice."),
        ("[checklist]", "hello", "t.csv:1: A table begins with its name in brackets, such as [items]."),
        ("\"'- {code: low", '"- {code: low"x', "t.csv:14: This is not well-formed CSV: ',' expected after '\"'."),
    ],
)
def test_a_wrong_csv_gets_its_fault_with_its_line(old: str, new: str, line: str, tmp_path: Path) -> None:
    text = csv_format.render(load(SOUND)).decode("utf-8-sig")
    assert old in text
    file = tmp_path / "t.csv"
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    assert line in [f.line() for f in read(file).faults]


def test_csv_that_a_spreadsheet_would_run_is_guarded() -> None:
    checklist = load(SOUND)
    evil = dataclasses.replace(checklist, title=Text("=cmd()", "=cmd()"))
    rows = list(csv.reader(io.StringIO(csv_format.render(evil).decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


# --- overlay and difference ---------------------------------------------------------------------


def overlay_file(tmp_path: Path, text: str, name: str = "overlay.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_clause_numbers_and_checks_are_laid_over(tmp_path: Path) -> None:
    file = overlay_file(
        tmp_path,
        "item,clause_ref,reference,checked_by,checked_on\nWP-1.1,5.2.1,,,\n,,R01,张三,2026-03-05\n\nEM-2.2,7.3 b),,,\n",
    )
    over = lay_over(six_dimensions(), file).checklist
    assert over is not None
    assert (over.by_id["WP-1.1"].clause_ref, over.by_id["EM-2.2"].clause_ref) == ("5.2.1", "7.3 b)")
    assert over.references_by_code["R01"].checked
    assert six_dimensions().by_id["WP-1.1"].clause_ref == "", "the checklist itself is not altered"
    assert decode(document(over)) == over
    assert digest(document(over)) != digest(document(six_dimensions()))


def test_an_overlay_may_be_a_workbook_with_chinese_headers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编号", "条款号"])
    sheet.append(["WP-1.1", 5.2])
    file = tmp_path / "o.xlsx"
    book.save(file)
    over = lay_over(six_dimensions(), file).checklist
    assert over is not None
    assert over.by_id["WP-1.1"].clause_ref == "5.2"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("item,clause_ref\nXX-1.1,3\n", "overlay.csv:2: XX-1.1: The item “XX-1.1” is not in the checklist."),
        ("item,clause_ref\nWP-1.1,3\nWP-1.1,4\n", "overlay.csv:3: WP-1.1: The item “WP-1.1” is there twice."),
        (
            "item,clause_ref\nWP-1.1," + "字" * 81 + "\n",
            (
                "overlay.csv:2: WP-1.1: A clause number has at most 80 characters; the "
                "text of the clause may not be copied."
            ),
        ),
        ("item,colour\nWP-1.1,3\n", "overlay.csv:1: The column “colour” is not known."),
        ("item\nWP-1.1\n", "overlay.csv:1: The columns “item” and “clause_ref” are needed."),
        ("item,clause_ref\n,3\n", "overlay.csv:2: The row has a clause but no item."),
        (
            "reference,checked_by,checked_on\nR99,a,2026-01-01\n",
            "overlay.csv:2: The reference “R99” is not in the register.",
        ),
        (
            "reference,checked_by,checked_on\nR01,a,\n",
            "overlay.csv:2: A checked reference names who checked it and when.",
        ),
        (
            "reference,checked_by,checked_on\nR01,a,2026-02-30\n",
            "overlay.csv:2: “2026-02-30” is not a date; write it like 2026-03-05.",
        ),
        ("", "overlay.csv: The file is empty."),
    ],
)
def test_a_wrong_overlay_changes_nothing_and_says_where(text: str, line: str, tmp_path: Path) -> None:
    reading = lay_over(six_dimensions(), overlay_file(tmp_path, text))
    assert reading.checklist is None
    assert line in [f.line() for f in reading.faults]


def test_an_overlay_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert lay_over(six_dimensions(), tmp_path / "o.pdf").faults[0].text() == (
        "A clause overlay is a CSV or Excel file, not “.pdf”."
    )


def with_items(checklist: Checklist, items: tuple[Item, ...]) -> Checklist:
    (dimension,) = checklist.dimensions
    (group,) = dimension.groups
    return dataclasses.replace(
        checklist, dimensions=(dataclasses.replace(dimension, groups=(dataclasses.replace(group, items=items),)),)
    )


def test_a_checklist_does_not_differ_from_itself() -> None:
    assert not difference(six_dimensions(), decode(document(six_dimensions())))


def test_added_removed_changed_and_moved_are_told() -> None:
    before = load(SOUND)
    items = list(before.by_id.values())
    new = Item("WP-1.9", Text("新", "New"), AnswerKind.CONFORM, weight=1)
    first = dataclasses.replace(items[5], weight=5, text=Text("应急灯", "Light"))
    after = with_items(dataclasses.replace(before, version="1.1"), (items[1], items[0], *items[3:5], first, new))
    told = difference(before, after)
    assert told.added == (("item", "WP-1.9"),)
    assert told.removed == (("item", "WP-1.3"),)
    assert {(c.what, c.name): c.changes for c in told.changed} == {
        ("checklist", ""): (Change("version", "1.0", "1.1"),),
        ("item", "WP-1.6"): (
            Change("text.zh", "应急灯点亮", "应急灯"),
            Change("text.en", "Emergency light works", "Light"),
            Change("weight", "3", "5"),
        ),
    }
    assert told.moved == ("WP-1.2", "WP-1.1")


def test_a_changed_limit_is_named_by_its_path() -> None:
    before = load(SOUND)
    items = list(before.by_id.values())
    limits = items[1].limits
    assert limits is not None
    bands = (dataclasses.replace(limits.bands[0], fail_below="280"), *limits.bands[1:])
    changed = dataclasses.replace(items[1], limits=dataclasses.replace(limits, bands=bands))
    told = difference(before, with_items(before, (items[0], changed, *items[2:])))
    assert told.changed[0].changes == (Change("limits.bands.0.fail_below", "270", "280"),)


def test_documents_are_read_by_several_threads_that_begin_at_once(tmp_path: Path) -> None:
    """In a process of its own: what went wrong here ended the process."""
    file = tmp_path / "six.json"
    file.write_bytes(document(six_dimensions()))
    told = subprocess.run(
        [sys.executable, "-c", SEVERAL, str(file)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (told.returncode, told.stdout.strip()) == (0, "8 read"), told.stderr[-400:]
