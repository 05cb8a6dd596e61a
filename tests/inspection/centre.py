"""A small made-up centre: checklists of a few items, and standing entries written by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from auditapp.checklist.model import AnswerKind, Checklist, Dimension, Group, Item, SampleSet, Severity, Text
from auditapp.inspection.state import Inspection, fold
from auditapp.inspection.stood import Stood
from auditapp.inspection.walk import Walk, walk

DAY = date(2026, 5, 20)
DESK = "d" * 32


def item(id_: str, kind: AnswerKind = AnswerKind.CONFORM, *, weight: int = 2, **more: Any) -> Item:
    return Item(id=id_, text=Text(id_, id_), kind=kind, weight=weight, **more)


def checklist(
    *items: Item, weights: Mapping[str, int] | None = None, sets: tuple[SampleSet, ...] = (), **more: Any
) -> Checklist:
    """Items sorted into dimensions and groups by their ids: ``WP-1.2`` is in group WP-1 of dimension WP."""
    dimensions: dict[str, dict[str, list[Item]]] = {}
    for one in items:
        group = one.id.rpartition(".")[0]
        dimensions.setdefault(group.partition("-")[0], {}).setdefault(group, []).append(one)
    codes = dict.fromkeys(one.set for one in items if one.set)
    return Checklist(
        id="test",
        version="1",
        title=Text("测试", "Test"),
        claim=Text(),
        effective_from="2026-01-01",
        dimensions=tuple(
            Dimension(
                d,
                Text(d, d),
                tuple(Group(g, Text(g, g), tuple(found)) for g, found in groups.items()),
                weight=(weights or {}).get(d, 0),
            )
            for d, groups in dimensions.items()
        ),
        sets=sets or tuple(SampleSet(c, Text(c, c)) for c in codes),
        **{"preset": "A", **more},
    )


@dataclass
class Book:
    """Writes standing entries one after the other, each a minute later; `inspection` folds them."""

    rows: list[Stood] = field(default_factory=list)

    def write(self, kind: str, subject: str, value: Any, *, desk: str = DESK, writer: str = "Pa") -> str:
        n = len(self.rows) + 1
        raw = value if isinstance(value, bytes) or value is None else json.dumps(value, ensure_ascii=False).encode()
        id_ = hashlib.sha256(f"{desk} {n} {kind} {subject}".encode()).hexdigest()
        self.rows.append(
            Stood(id_, kind, subject, desk, n, f"2026-05-20T09:{n // 60:02}:{n % 60:02}+08:00", writer, raw)
        )
        return id_

    def answer(self, place: str, v: Any = None, **more: Any) -> str:
        return self.write("answer", place, {"status": "answered", **({} if v is None else {"v": v}), **more})

    def samples(self, set_: str, n: int) -> None:
        for i in range(1, n + 1):
            self.write("sample", f"{set_}/S{i}", {"label": f"No {i}"})

    def finding(self, at: str, grade: str, number: str = "", **fields: Any) -> str:
        id_ = self.write("finding", at, {"number": number or f"F{len(self.rows):02}"})
        for name, value in {"grade": grade, **fields}.items():
            self.write(f"finding.{name}", id_, {"v": value})
        return id_

    def action(self, finding: str, **fields: str) -> str:
        id_ = self.write("action", finding, {"number": "1"})
        for name, value in fields.items():
            self.write(f"action.{name}", id_, {"v": value})
        return id_

    def photo(self, place: str, name: str = "p.jpg") -> str:
        return self.write("photo", place, {"sha256": "e" * 64, "name": name, "media": "image/jpeg"})

    @property
    def inspection(self) -> Inspection:
        return fold("a" * 32, self.rows)

    def walk(self, what: Checklist, day: date = DAY) -> Walk:
        return walk(what, self.inspection, day)


def major(id_: str, **more: Any) -> Item:
    return item(id_, severity=Severity.MAJOR, **more)
