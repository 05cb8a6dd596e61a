"""The checklist that comes with the program, and a made-up centre where everything conforms."""

from __future__ import annotations

from functools import cache

from auditapp.checklist.model import AnswerKind, Checklist, Drawing, Item, Verdict
from auditapp.checklist.read import load
from auditapp.checklist.verdicts import verdict
from auditapp.inspection.sampling import draw, suggest
from auditapp.inspection.site import Site
from auditapp.inspection.stood import Stood
from auditapp.words import shipped_checklists
from tests.inspection.centre import DAY, Book

POPULATIONS = {
    "workstation": 120,
    "zone": 8,
    "exit": 4,
    "extinguisher": 24,
    "emergency_light": 40,
    "call": 4000,
    "complaint": 60,
    "account": 200,
    "employee": 110,
    "leaver": 12,
}
NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "8",
    "10",
    "12",
    "20",
    "22",
    "25",
    "26",
    "30",
    "40",
    "45",
    "50",
    "60",
    "80",
    "90",
    "95",
    "100",
    "120",
    "180",
    "300",
    "400",
    "500",
    "600",
    "1000",
    "0.5",
    "0.8",
    "0.1",
    "1.2",
    "1.5",
    "2000",
)
DATES = (
    "2026-05-20",
    "2026-05-10",
    "2026-04-20",
    "2026-01-10",
    "2026-09-01",
    "2027-05-20",
    "2025-01-01",
    "2030-01-01",
    "2023-05-01",
)

FIGURES = {
    "WP-1.5": "120",
    "WP-1.6": "100",
    "WP-1.7": "800",
    "PM-1.1": "100",
    "PM-1.2": "10",
    "PM-1.4": "5",
    "EM-5.2": "60",
    "EM-6.3": "20",
    "WP-7.7": "4",
    "SY-1.1": "on_prem",
    "PM-2.2": "40",
    "SY-2.2": "365",
}
INPUTS = {"EM-5.3": "50", "EM-6.4": "10", "EM-11.4": "10"}


@cache
def six_dimensions() -> Checklist:
    return load(shipped_checklists() / "six-dimensions.yaml")


def candidates(item: Item) -> tuple[str | tuple[str, ...], ...]:
    match item.kind:
        case AnswerKind.CONFORM:
            return ("conform",)
        case AnswerKind.YESNO:
            return (item.good or "yes",)
        case AnswerKind.NUMBER | AnswerKind.COUNT:
            return NUMBERS
        case AnswerKind.DATE:
            return DATES
        case AnswerKind.CHOICE:
            return tuple(option.code for option in item.options)
        case AnswerKind.MULTI:
            return (tuple(option.code for option in item.options),)
        case _:
            return ("seen",)


def inputs_of(item: Item) -> dict[str, str]:
    return {one.code: INPUTS.get(item.id, "10") for one in item.inputs}


@cache
def rows_of_a_good_centre() -> tuple[Stood, ...]:
    """Every item answered so that it conforms wherever an answer can, judged as the program judges."""
    what = six_dimensions()
    book = Book()
    book.write("desk", f"{'ab' * 32}.{'cd' * 16}", {"program": "0.1.0"})
    book.write("inspection", "", {"number": "JC-NC-202605-01", "title": "南昌中心检查"})
    book.write("person", "P1", {"name": "王芳", "role": "leader"})
    book.write("instrument", "M1", {"name": "Multimeter", "number": "7", "calibration_due": "2026-12-31"})
    for setting in what.settings:
        if not setting.item:
            value = setting.choices[0].code if setting.choices else "yes" if setting.kind is AnswerKind.YESNO else "10"
            book.write("setting", setting.code, {"v": value})
    samples: dict[str, tuple[str, ...]] = {}
    for set_ in what.sets:
        population = POPULATIONS.get(set_.code, 3)
        size = suggest(set_, population)
        seed = f"JC-NC-202605-01 {set_.code}" if set_.drawing is Drawing.RANDOM else ""
        drawn = draw(population, size, seed)
        book.write(
            "sample-plan",
            set_.code,
            {"population": population, "size": size, "seed": seed, "method": str(set_.drawing), "drawn": list(drawn)},
        )
        samples[set_.code] = tuple(f"S{n}" for n in range(1, size + 1))
        for code, label in zip(samples[set_.code], drawn, strict=True):
            attributes = {
                a.code: [c.code for c in a.choices] if a.many else a.choices[0].code
                for a in set_.attributes
                if a.choices
            }
            book.write("sample", f"{set_.code}/{code}", {"label": label, "attributes": attributes})
    for item in what.items():
        if item.kind is AnswerKind.COMPUTED and item.inputs:
            for code in samples[item.set] if item.set else ("",):
                book.answer(f"{item.id}@{code}" if code else item.id, inputs=inputs_of(item))
        if item.kind is AnswerKind.COMPUTED:
            continue
        site = Site(what, book.inspection, DAY)
        for code in samples[item.set] if item.set else ("",):
            tried = (FIGURES[item.id],) if item.id in FIGURES else candidates(item)
            chosen = next((raw for raw in tried if verdict(item, raw, site, code).verdict is Verdict.CONFORM), tried[0])
            more: dict[str, object] = {"instrument": "M1"} if item.uses_instrument else {}
            more |= {"inputs": inputs_of(item)} if item.inputs else {}
            book.answer(
                f"{item.id}@{code}" if code else item.id, list(chosen) if isinstance(chosen, tuple) else chosen, **more
            )
    return tuple(book.rows)


def good_centre() -> Book:
    return Book(list(rows_of_a_good_centre()))
