"""Facts out of dictionaries, for asking the checklist without an inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import AnswerKind, Checklist, Item, Text, Verdict
from auditapp.checklist.read import load
from auditapp.checklist.verdicts import as_text, compute, judge
from auditapp.words import shipped_checklists

HERE = Path(__file__).parent


@cache
def six_dimensions() -> Checklist:
    return load(shipped_checklists() / "six-dimensions.yaml")


@dataclass
class Given:
    """Implements `checklist.lookup.Facts`."""

    answers: dict[str, Raw] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    sets: dict[str, Sequence[str]] = field(default_factory=dict)
    attributes: dict[tuple[str, str, str], Raw] = field(default_factory=dict)
    inputs: dict[tuple[str, str], str] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    day: date = date(2026, 3, 5)
    checklist: Checklist = field(default_factory=six_dimensions)

    def answer_at(self, item: str, sample: str = "") -> Raw | None:
        of = self.checklist.by_id.get(item)
        if of is not None and of.kind is AnswerKind.COMPUTED:
            number = compute(of, self, sample)
            return None if number is None else as_text(number, of.digits)
        return self.answers.get(f"{item}@{sample}" if sample else item)

    def input_at(self, item: str, sample: str, code: str) -> str | None:
        return self.inputs.get((item, code))

    def verdict_at(self, item: str, sample: str = "") -> Verdict | None:
        where = f"{item}@{sample}" if sample else item
        if where in self.verdicts:
            return self.verdicts[where]
        if self.answer_at(item, sample) is None:
            return None
        return judge(self.checklist.by_id[item], self, sample).verdict

    def samples(self, set_: str) -> Sequence[str]:
        return self.sets.get(set_, ())

    def setting(self, code: str) -> str | None:
        return self.settings.get(code)

    def attribute(self, set_: str, sample: str, code: str) -> Raw | None:
        return self.attributes.get((set_, sample, code))


def item(id_: str) -> Item:
    return six_dimensions().by_id[id_]


def an_item(kind: AnswerKind, **fields: object) -> Item:
    return Item(id="WP-1.1", text=Text("甲", "A"), kind=kind, **fields)  # type: ignore[arg-type]
