"""The clause overlay: a licensed user's own clause numbers, and who checked which reference, laid over a checklist.

A table with a header row (CSV or the first sheet of a workbook), columns in any order:

    item        WP-1.10                       reference   R01
    clause_ref  5.2.3                         checked_by  Zhang San      checked_on  2026-03-05

A row names an item (then ``clause_ref``; empty takes it off) or a reference (then both of the others).
The standard's text is not ours to ship; only the numbers a user fills in come this way.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Final

from auditapp.checklist.faults import Fault, Place, in_order
from auditapp.checklist.formats.tables import Line
from auditapp.checklist.model import Checklist, Group, Item, Reference
from auditapp.checklist.read import Reading
from auditapp.words import say

MAX_CLAUSE: Final = 80
COLUMNS: Final = {
    "item": ("item", "item id", "id", "编号", "检查项"),
    "clause_ref": ("clause_ref", "clause", "条款", "条款号", "标准条款"),
    "reference": ("reference", "code", "依据", "依据代码"),
    "checked_by": ("checked_by", "checked by", "核对人"),
    "checked_on": ("checked_on", "checked on", "核对日期"),
}


def lay_over(checklist: Checklist, path: Path) -> Reading:
    """A new checklist with the overlay of *path*; without one (``checklist`` None) when a row is wrong."""
    lines, faults = _lines(path)
    if faults:
        return Reading(None, in_order(faults))
    if not lines:
        return Reading(None, (Fault(Place(path.name), say("The file is empty.")),))
    columns = _columns(lines[0], faults)
    clauses: dict[str, str] = {}
    checks: dict[str, tuple[str, str]] = {}
    for line in lines[1:]:
        row = {key: line.cells[n].strip() if n < len(line.cells) else "" for key, n in columns.items()}
        if any(row.values()):
            _row(checklist, line, row, clauses, checks, faults)
    if faults:
        return Reading(None, in_order(faults))
    return Reading(applied(checklist, clauses, checks))


def applied(checklist: Checklist, clauses: dict[str, str], checks: dict[str, tuple[str, str]]) -> Checklist:
    """The checklist with these clause numbers (by item id) and checks (reference code -> who, when)."""

    def item(one: Item) -> Item:
        return dataclasses.replace(one, clause_ref=clauses[one.id]) if one.id in clauses else one

    def group(one: Group) -> Group:
        return dataclasses.replace(one, items=tuple(item(i) for i in one.items))

    def reference(one: Reference) -> Reference:
        if one.code not in checks:
            return one
        by, on = checks[one.code]
        return dataclasses.replace(one, checked_by=by, checked_on=on)

    return dataclasses.replace(
        checklist,
        dimensions=tuple(
            dataclasses.replace(d, groups=tuple(group(g) for g in d.groups)) for d in checklist.dimensions
        ),
        references=tuple(reference(r) for r in checklist.references),
    )


def _lines(path: Path) -> tuple[list[Line], list[Fault]]:
    match path.suffix.lower():
        case ".csv":
            from auditapp.checklist.formats import csv

            text, faults = csv.read_text(path)
            return csv.lines_of(text, path.name) if text is not None else ([], faults)
        case ".xlsx":
            from auditapp.checklist.formats import xlsx

            sheets, faults = xlsx.read_sheets(path)
            return next(iter(sheets.values()), []), faults
        case other:
            return [], [
                Fault(
                    Place(path.name), say("A clause overlay is a CSV or Excel file, not “{suffix}”."), {"suffix": other}
                )
            ]


def _columns(header: Line, faults: list[Fault]) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, cell in enumerate(header.cells):
        text = cell.strip().casefold()
        key = next((key for key, names in COLUMNS.items() if text in names), "")
        if text and not key:
            faults.append(Fault(header.place, say("The column “{name}” is not known."), {"name": cell[:60]}))
        elif key in found:
            faults.append(Fault(header.place, say("The column “{name}” is there twice."), {"name": cell[:60]}))
        elif key:
            found[key] = n
    if not ({"item", "clause_ref"} <= set(found) or {"reference", "checked_by", "checked_on"} <= set(found)):
        faults.append(Fault(header.place, say("The columns “item” and “clause_ref” are needed.")))
    return found


def _row(
    checklist: Checklist,
    line: Line,
    row: dict[str, str],
    clauses: dict[str, str],
    checks: dict[str, tuple[str, str]],
    faults: list[Fault],
) -> None:
    def fault(sentence: str, **values: object) -> None:
        faults.append(Fault(line.place, sentence, values, row.get("item", "")))

    id_, code = row.get("item", ""), row.get("reference", "")
    if id_:
        clause = row.get("clause_ref", "")
        if id_ not in checklist.by_id:
            fault(say("The item “{name}” is not in the checklist."), name=id_[:40])
        elif id_ in clauses:
            fault(say("The item “{name}” is there twice."), name=id_)
        elif len(clause) > MAX_CLAUSE or re.search(r"[\x00-\x1f\x7f]", clause):
            fault(
                say("A clause number has at most {limit} characters; the text of the clause may not be copied."),
                limit=MAX_CLAUSE,
            )
        else:
            clauses[id_] = clause
    elif row.get("clause_ref"):
        fault(say("The row has a clause but no item."))
    if code:
        by, on = row.get("checked_by", ""), row.get("checked_on", "")
        if code not in checklist.references_by_code:
            fault(say("The reference “{code}” is not in the register."), code=code[:40])
        elif bool(by) is not bool(on):
            fault(say("A checked reference names who checked it and when."))
        elif on and not _is_date(on):
            fault(say("“{text}” is not a date; write it like 2026-03-05."), text=on[:40])
        else:
            checks[code] = (by, on)


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False
