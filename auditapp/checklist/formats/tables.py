"""A checklist as tables (Excel sheets, blocks of a CSV file) and back, without loss.

One row per item, group, set, setting and reference. A column's header is readable in both languages and
ends with its key in brackets, ``检查内容 / Text (zh) [text.zh]``; only the key counts. Lists (options, bands,
citations …) stand in one cell, one entry a line, in YAML's short form, and go through the same strict reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from auditapp.checklist.faults import Fault, Place
from auditapp.checklist.formats.yaml import parse_tree
from auditapp.checklist.model import Checklist
from auditapp.checklist.tree import Branch, Leaf, Row, Tree
from auditapp.checklist.write import plain
from auditapp.words import say

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 80
MAX_CELL: Final = 32_767


@dataclass(frozen=True)
class Column:
    """One column. ``key`` is the path of the field; ``listed`` columns hold a list or keys and values as YAML."""

    key: str
    zh: str
    en: str
    listed: bool = False

    @property
    def header(self) -> str:
        return f"{self.zh} / {self.en} [{self.key}]"


@dataclass(frozen=True)
class Line:
    """One row of a table: its cells, and where it stands."""

    cells: Sequence[str]
    place: Place


def _both(key: str, zh: str, en: str) -> tuple[Column, Column]:
    return Column(f"{key}.zh", f"{zh}（中文）", f"{en} (zh)"), Column(f"{key}.en", f"{zh}（英文）", f"{en} (en)")


TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "checklist": (
        Column("key", "字段", "Field"),
        Column("zh", "值/中文", "Value or Chinese"),
        Column("en", "英文", "English"),
    ),
    "groups": (
        Column("dimension", "维度", "Dimension"),
        *_both("dimension_title", "维度名称", "Dimension title"),
        Column("weight", "权重", "Weight"),
        Column("aliases", "别名", "Aliases", True),
        Column("id", "分组", "Group"),
        *_both("title", "分组名称", "Group title"),
    ),
    "items": (
        Column("dimension", "维度", "Dimension"),
        Column("group", "分组", "Group"),
        Column("id", "编号", "Id"),
        *_both("text", "检查内容", "Text"),
        Column("kind", "类型", "Kind"),
        Column("severity", "等级", "Severity"),
        Column("weight", "权重", "Weight"),
        Column("critical", "一票否决", "Critical"),
        Column("method", "方法", "Method"),
        Column("photo", "照片", "Photo"),
        Column("set", "抽样组", "Sample set"),
        *_both("guidance", "指引", "Guidance"),
        Column("when", "条件", "When"),
        *_both("when_text", "条件说明", "When, in words"),
        Column("calc", "公式", "Formula"),
        *_both("calc_text", "公式说明", "Formula, in words"),
        Column("digits", "小数位", "Decimals"),
        Column("good", "合格答案", "Good answer"),
        *_both("limits.unit", "单位", "Unit"),
        Column("limits.measured", "衡量", "Measured"),
        Column("limits.bands", "限值", "Limits", True),
        Column("options", "选项", "Options", True),
        Column("inputs", "附加数值", "Further numbers", True),
        Column("escalations", "升级", "Escalations", True),
        Column("reliefs", "从轻", "Reliefs", True),
        Column("hints", "提示", "Hints", True),
        Column("proposals", "建议答案", "Proposals", True),
        Column("citations", "依据", "Citations", True),
        Column("clause_ref", "标准条款", "Clause"),
    ),
    "sets": (
        Column("code", "代码", "Code"),
        *_both("title", "名称", "Title"),
        *_both("population_from", "总体来源", "Population"),
        *_both("advice", "抽样建议", "Advice"),
        Column("drawing", "抽取方式", "Drawing"),
        Column("plan", "抽样方案", "Plan", True),
        Column("attributes", "属性", "Attributes", True),
    ),
    "settings": (
        Column("code", "代码", "Code"),
        *_both("title", "名称", "Title"),
        Column("kind", "类型", "Kind"),
        Column("choices", "选项", "Choices", True),
        Column("item", "取自", "From item"),
        *_both("guidance", "说明", "Guidance"),
    ),
    "references": (
        Column("code", "代码", "Code"),
        *_both("title", "名称", "Title"),
        Column("issuer", "发布机关", "Issuer"),
        Column("date_issued", "发布日期", "Issued"),
        Column("effective_from", "施行日期", "Effective from"),
        Column("superseded_by", "被代替", "Superseded by"),
        Column("confidence", "把握程度", "Confidence"),
        Column("binding", "强制", "Binding"),
        Column("seen", "已读内容", "Seen"),
        Column("checked_by", "核对人", "Checked by"),
        Column("checked_on", "核对日期", "Checked on"),
    ),
}
NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "checklist": frozenset({"key", "zh"}),
    "groups": frozenset({"dimension", "id"}),
    "items": frozenset({"group", "id", "text.zh", "text.en", "kind"}),
}


# --- writing ------------------------------------------------------------------------------------


def rows_of(checklist: Checklist) -> dict[str, list[list[str]]]:
    """Every table's rows, header first, in the order of `TABLES`."""
    head = plain(checklist)
    kinds: dict[str, list[dict[str, Any]]] = {"checklist": [], "groups": [], "items": []}
    for key in ("id", "version", "title", "claim", "notes", "effective_from", "preset", "naming", "format"):
        if key in head:
            value = head[key]
            kinds["checklist"].append({"key": key, **(value if isinstance(value, dict) else {"zh": str(value)})})
    for dimension in checklist.dimensions:
        own = plain(dimension)
        for group in dimension.groups:
            kinds["groups"].append(
                {
                    **plain(group),
                    "dimension": dimension.id,
                    "dimension_title": own.get("title", {}),
                    "weight": own.get("weight"),
                    "aliases": own.get("aliases"),
                }
            )
            kinds["items"].extend({**plain(item), "dimension": dimension.id, "group": group.id} for item in group.items)
    for name in ("sets", "settings", "references"):
        kinds[name] = head.get(name, [])
    return {
        name: [[c.header for c in columns], *([_cell(row, c) for c in columns] for row in kinds[name])]
        for name, columns in TABLES.items()
    }


def _cell(row: Mapping[str, Any], column: Column) -> str:
    value: Any = row
    for part in column.key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None or value == {} or value == []:
        return ""
    if column.listed:
        return "\n".join(f"- {_short(v)}" for v in value) if isinstance(value, list) else _short(value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _short(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)
    return text.removesuffix("\n...\n").strip()


# --- reading ------------------------------------------------------------------------------------


class Tables:
    """Collects the lines of every table and makes one branch of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.rows: dict[str, list[Branch]] = {}

    def fault(self, place: Place, sentence: str, **values: object) -> None:
        self.faults.append(Fault(place, sentence, values))

    def table(self, name: str, header: Line | None, lines: Iterable[Line]) -> None:
        """Take in one table; columns are found by the key in brackets of their header."""
        place = header.place if header else Place(self.file, 1, name)
        if name not in TABLES:
            self.fault(
                place,
                say("The table “{name}” is not known; known are: {known}."),
                name=name[:40],
                known=", ".join(TABLES),
            )
            return
        if name in self.rows:
            self.fault(place, say("The table “{name}” is there twice."), name=name)
            return
        self.rows[name] = []
        if header is None:
            self.fault(place, say("The table “{name}” is empty."), name=name)
            return
        columns = self.columns(name, header)
        for line in lines:
            if any(cell.strip() for cell in line.cells):
                self.rows[name].append(self.row(columns, line))

    def columns(self, name: str, header: Line) -> list[Column | None]:
        known = {c.key: c for c in TABLES[name]}
        found: list[Column | None] = []
        for cell in header.cells:
            text = cell.strip()
            match = re.search(r"\[([^\]]*)\]\s*$", text)
            key = match.group(1) if match else text
            column = known.get(key)
            if text and column is None:
                self.fault(header.place, say("The column “{name}” is not known."), name=text[:60])
            elif column is not None and column in found:
                self.fault(header.place, say("The column “{name}” is there twice."), name=text[:60])
            found.append(column)
        for key in sorted(NEEDED.get(name, frozenset({"code"})) - {c.key for c in found if c}):
            self.fault(header.place, say("The column “{name}” is missing."), name=known[key].header)
        return found

    def row(self, columns: Sequence[Column | None], line: Line) -> Branch:
        parts: dict[str, Tree] = {}
        for column, cell in zip(columns, line.cells, strict=False):
            text = cell.strip()
            if column is None or not text:
                continue
            if len(text) > MAX_CELL:
                self.fault(line.place, say("The cell under “{name}” is too long."), name=column.key)
                continue
            leaf = self.listed(text, line.place) if column.listed else Leaf(text, line.place)
            if leaf is not None:
                _graft(parts, column.key.split("."), leaf, line.place)
        return Branch(parts, dict.fromkeys(parts, line.place), line.place)

    def listed(self, text: str, place: Place) -> Tree | None:
        tree, faults = parse_tree(text.encode(), self.file)
        for fault in faults:
            self.faults.append(Fault(place, fault.sentence, fault.values))
        return _placed(tree, place) if tree is not None else None

    def branch(self) -> Branch | None:
        """Everything as one branch, as a YAML profile would give it."""
        whole = Place(self.file, 1)
        for name in ("checklist", "groups", "items"):
            if name not in self.rows:
                self.fault(Place(self.file), say("The table “{name}” is missing."), name=name)
        if self.faults:
            return None
        parts: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        for row in self.rows["checklist"]:
            key = row.leaf("key")
            if key in parts:
                self.fault(
                    row.place,
                    say("The key “{key}” appears twice; the first is at line {line}."),
                    key=key,
                    line=keys[key].line,
                )
            both = {k: v for k, v in row.parts.items() if k in ("zh", "en")}
            parts[key] = (
                Branch(both, dict.fromkeys(both, row.place), row.place)
                if key in ("title", "claim", "notes")
                else row.parts.get("zh", Leaf("", row.place))
            )
            keys[key] = row.place
        parts["dimensions"] = Row(tuple(self.dimensions()), whole)
        for name in ("sets", "settings", "references"):
            parts[name] = Row(tuple(self.rows.get(name, ())), whole)
        return Branch(parts, {**dict.fromkeys(parts, whole), **keys}, whole)

    def dimensions(self) -> list[Branch]:
        found: dict[str, dict[str, Tree]] = {}
        groups: dict[str, list[Branch]] = {}
        members: dict[str, list[Tree]] = {}
        places: dict[str, Place] = {}
        for row in self.rows["groups"]:
            code = row.leaf("dimension")
            own = found.setdefault(code, {"id": Leaf(code, row.place)})
            places.setdefault(code, row.place)
            for key, name in (("dimension_title", "title"), ("weight", "weight"), ("aliases", "aliases")):
                if key in row.parts:
                    own.setdefault(name, row.parts[key])
            members.setdefault(row.leaf("id"), [])
            groups.setdefault(code, []).append(row)
        for row in self.rows["items"]:
            name = row.leaf("group")
            if name not in members:
                self.fault(row.place, say("The group “{group}” is not in the table of groups."), group=name[:40])
                continue
            members[name].append(_without(row, "dimension", "group"))
        made = []
        for code, own in found.items():
            inner: list[Tree] = []
            for row in groups[code]:
                group = _without(row, "dimension", "dimension_title", "weight", "aliases")
                items = Row(tuple(members[group.leaf("id")]), group.place)
                inner.append(Branch({**group.parts, "items": items}, group.keys, group.place))
            made.append(
                Branch(
                    {**own, "groups": Row(tuple(inner), places[code])}, dict.fromkeys(own, places[code]), places[code]
                )
            )
        return made


def _graft(parts: dict[str, Tree], path: list[str], leaf: Tree, place: Place) -> None:
    head, *rest = path
    if not rest:
        parts[head] = leaf
        return
    inner = parts.setdefault(head, Branch({}, {}, place))
    if isinstance(inner, Branch):
        inner.keys[rest[0]] = place
        _graft(inner.parts, rest, leaf, place)


def _without(row: Branch, *keys: str) -> Branch:
    return Branch({k: v for k, v in row.parts.items() if k not in keys}, row.keys, row.place)


def _placed(tree: Tree, place: Place) -> Tree:
    """The same tree, standing at *place*."""
    match tree:
        case Leaf(text=text):
            return Leaf(text, place)
        case Row(parts=parts):
            return Row(tuple(_placed(p, place) for p in parts), place)
        case Branch(parts=inner):
            return Branch({k: _placed(v, place) for k, v in inner.items()}, dict.fromkeys(inner, place), place)
