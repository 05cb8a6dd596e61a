"""The checklists that come with the program say what the shared facts say, and are free of faults."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
import yaml

from auditapp.checklist.faults import Weight
from auditapp.checklist.model import AnswerKind, Item, Measured, Verdict
from auditapp.checklist.read import read
from auditapp.checklist.shelf import shipped
from auditapp.checklist.verdicts import verdict
from auditapp.words import shipped_checklists
from tests.checklist.given import HERE, Given, item, six_dimensions

FACTS: dict[str, dict[str, Any]] = {
    i["id"]: i for i in json.loads((HERE / "checklist-items.json").read_text(encoding="utf-8"))["items"]
}
CRITICAL = {"WP-4.2", "WP-4.8", "WP-4.9", "WP-4.36", "WP-5.6", "EM-1.12", "EM-2.12", "PM-3.3"}
CONDITIONAL = {
    "WP-3.8",
    "WP-3.10",
    "WP-3.15",
    "WP-4.32",
    "WP-4.37",
    "WP-5.11",
    "WP-6.11",
    "WP-7.3",
    "EM-2.9",
    "EM-6.2",
    "EM-7.6",
    "PM-1.9",
    "SY-2.3",
    "SY-3.8",
    *(f"EM-5.{n}" for n in range(2, 10)),
}
BY_SWITCH = {
    "WP-3.2",
    "WP-3.3",
    "WP-3.4",
    "WP-4.6",
    "WP-4.14",
    "WP-4.20",
    "WP-4.25",
    "EM-2.2",
    "EM-2.7",
    "WP-4.12",
    "WP-4.13",
    "EM-6.4",
}
BEYOND_THE_FACTS = {"ST-2.1", "WP-7.8", "PM-2.2", "SY-2.2"}
"""Limits the facts only hint at (valid lift label, plan of this year, company norms)."""


@pytest.mark.parametrize("path", shipped(), ids=lambda p: p.stem)
def test_a_shipped_checklist_has_no_fault(path: Any) -> None:
    reading = read(path)
    assert reading.sound
    assert [f.line() for f in reading.faults if f.weight is not Weight.ADVICE] == []


def test_three_profiles_lie_on_the_shelf() -> None:
    assert [p.stem for p in shipped()] == ["emergency", "six-dimensions", "workplace"]


def test_all_302_items_are_there_once() -> None:
    assert sorted(i.id for i in six_dimensions().items()) == sorted(FACTS)
    assert len(FACTS) == 302


def test_the_dimensions_stand_in_the_order_of_the_standard_with_both_namings() -> None:
    dimensions = six_dimensions().dimensions
    assert [d.id for d in dimensions] == ["ST", "WP", "PM", "OP", "SY", "EM"]
    assert [d.weight for d in dimensions] == [10, 25, 15, 20, 15, 15]
    assert [d.aliases["2020"].zh for d in dimensions] == [
        "战略定位",
        "职场要求",
        "人员管理",
        "运营过程",
        "系统要求",
        "应急管控",
    ]
    assert [d.aliases["2021"].zh for d in dimensions] == [
        "战略定位",
        "职场要求",
        "人员管理",
        "运营管理",
        "系统",
        "风险控制",
    ]


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS.keys())
def test_an_item_says_what_the_facts_say(facts: dict[str, Any]) -> None:
    ours = item(facts["id"])
    assert (ours.text.zh, ours.text.en) == (facts["zh"], facts["en"])
    assert (ours.guidance.zh, ours.guidance.en) == (facts["guide_zh"], facts["guide_en"])
    assert (ours.kind, ours.photo, ours.severity) == (facts["type"], facts["photo"], facts["severity"])
    assert (ours.weight, ours.critical, ours.method) == (facts["weight"], facts["critical"], facts["method"])
    assert ours.set == (facts["repeat"] or "")
    assert bool(ours.calc) is bool(facts["calc"])
    assert (
        bool(ours.limits and ours.limits.bands) is bool(facts["limits"] and set(facts["limits"]) - {"unit"})
        or ours.id in BEYOND_THE_FACTS
    )
    if facts["limits"] and "unit" in facts["limits"] and ours.limits:
        assert ours.limits.unit.en == facts["limits"]["unit"]
    if facts["options"]:
        assert len(ours.options) == len(facts["options"])
        for choice, written in zip(ours.options, facts["options"], strict=True):
            label, _, given = written.partition("=")
            assert label.partition("/")[0].split("(")[0] in choice.label.zh or choice.code == "acd"
            if given:
                assert choice.verdict == {"pass": "conform"}.get(given, given)


def test_the_veto_items_are_the_eight() -> None:
    assert {i.id for i in six_dimensions().items() if i.critical} == CRITICAL


def test_the_conditional_items_are_those_of_the_facts() -> None:
    assert {i.id for i in six_dimensions().items() if i.when} == CONDITIONAL
    prose = {i for i, f in FACTS.items() if f["when"]} - CONDITIONAL
    assert prose == {"WP-3.2", "WP-4.31", "EM-2.2"}, "these switch limits or guidance, not whether they are asked"


def boundaries(facts: dict[str, Any]) -> list[tuple[str, Verdict]]:
    """(value, verdict) at and just beside every limit of the facts; the bands may be given in either order."""
    limits, failed = (
        facts["limits"],
        {"major": Verdict.MAJOR, "minor": Verdict.MINOR, "obs": Verdict.OBSERVATION}[facts["severity"]],
    )
    step = Decimal(1) if facts["type"] == "date" else Decimal("0.001")
    low = sorted(Decimal(str(limits[k])) for k in ("min", "warn_min", "min_remaining") if k in limits)
    high = sorted(Decimal(str(limits[k])) for k in ("max", "warn_max", "max_age", "warn_age") if k in limits)
    found: list[tuple[Decimal, Verdict]] = []
    amber = Verdict.OBSERVATION
    if len(low) == 2:
        found += [(low[0] - step, failed), (low[0], amber), (low[1] - step, amber), (low[1], Verdict.CONFORM)]
    elif low:
        only = amber if "warn_min" in limits else failed
        found += [(low[0] - step, only), (low[0], Verdict.CONFORM)]
    if len(high) == 2:
        found += [(high[1] + step, failed), (high[1], amber), (high[0] + step, amber), (high[0], Verdict.CONFORM)]
    elif high:
        only = amber if set(limits) & {"warn_max", "warn_age"} else failed
        found += [(high[0] + step, only), (high[0], Verdict.CONFORM)]
    return [(format(value, "f"), said) for value, said in found]


LIMITED = [
    i
    for i, f in FACTS.items()
    if f["limits"]
    and set(f["limits"]) & {"min", "max", "warn_min", "warn_max", "max_age", "warn_age", "min_remaining"}
    and f["severity"] != "info"
    and i not in BY_SWITCH
]


def at(ours: Item, value: str) -> Any:
    """The item's verdict when its number is *value* (days of age or days left for dates), in an ordinary office."""
    from dataclasses import replace
    from datetime import timedelta

    facts = Given(settings={"office_class": "ordinary", "crowded_place": "no", "long_term_sales": "no"})
    if ours.kind is AnswerKind.COMPUTED:
        return verdict(replace(ours, calc=value if not value.startswith("-") else f"0 {value}"), None, facts)
    if ours.kind is AnswerKind.DATE:
        assert ours.limits is not None
        days = int(value) * (1 if ours.limits.measured is Measured.DAYS_LEFT else -1)
        if ours.limits.measured is Measured.AGE_YEARS:
            days *= 366
        return verdict(ours, (facts.day + timedelta(days=days)).isoformat(), facts)
    return verdict(ours, value, facts)


@pytest.mark.parametrize("id_", LIMITED)
def test_a_limit_judges_its_boundaries_rightly(id_: str) -> None:
    cases = boundaries(FACTS[id_])
    assert cases
    if id_ == "WP-6.5":  # years: exact anniversaries are tested with the expressions
        cases = [("6", Verdict.OBSERVATION), ("4", Verdict.CONFORM)]
    for value, expected in cases:
        assert at(item(id_), value).verdict is expected, (id_, value)


def test_more_than_fifty_items_have_plain_limits() -> None:
    assert len(LIMITED) >= 50


def test_every_citation_of_the_facts_is_kept() -> None:
    for id_, facts in FACTS.items():
        pieces = 0 if facts["ref"] == "—" else len(re.findall(r"[;；](?![^\[]*\])(?![^(]*\))", facts["ref"])) + 1
        assert len(item(id_).citations) == pieces, id_


def test_a_doubtful_mark_prints_as_the_weaker_one_and_keeps_its_words() -> None:
    first = item("WP-1.10").citations[0]
    assert (first.text, first.code, first.confidence, first.note) == (
        "GB 50016§5.5.18走道≥1.10 m",
        "R36",
        "M",
        "内容V2，条号M",
    )
    assert item("OP-1.2").citations[0].text == "人身保险业务基本服务规定§5"


def test_the_register_has_45_dated_references_and_none_is_checked() -> None:
    register = six_dimensions().references
    assert [r.code for r in register] == [f"R{n:02d}" for n in range(1, 46)]
    assert not any(r.checked for r in register)
    assert six_dimensions().references_by_code["R09"].effective_from == "2025-09-01"


def test_every_veto_item_rests_on_a_binding_reference() -> None:
    register = six_dimensions().references_by_code
    for id_ in CRITICAL:
        assert any(c.code and register[c.code].binding for c in item(id_).citations), id_


def test_every_text_has_both_languages() -> None:
    def texts(node: Any) -> Any:
        if isinstance(node, dict):
            if set(node) & {"zh", "en"}:
                yield node
            for value in node.values():
                yield from texts(value)
        elif isinstance(node, list):
            for value in node:
                yield from texts(value)

    for path in shipped_checklists().rglob("*.yaml"):
        for text in texts(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)):
            assert text.get("zh"), (path.name, text)
            assert text.get("en"), (path.name, text)


def test_a_single_profile_asks_only_for_what_it_uses() -> None:
    workplace = read(shipped_checklists() / "workplace.yaml").checklist
    emergency = read(shipped_checklists() / "emergency.yaml").checklist
    assert workplace is not None
    assert emergency is not None
    assert len(workplace.by_id) == 117
    assert len(emergency.by_id) == 97 + 5
    assert "telesales" not in workplace.settings_by_code
    assert "call" not in workplace.sets_by_code
    assert "season" not in emergency.settings_by_code
    assert [i.id for i in next(emergency.groups()).items] == ["WP-1.1", "WP-1.2", "WP-1.5", "WP-1.6", "WP-7.7"]


def test_the_claim_is_the_honest_one_and_no_text_claims_more() -> None:
    claim = six_dimensions().claim
    assert "亦非标准符合性认证" in claim.zh
    assert "is not a certification against it" in claim.en


def test_the_sample_sets_are_the_thirty_of_the_facts_with_their_sizes() -> None:
    sets = six_dimensions().sets_by_code
    assert set(sets) == {f["repeat"] for f in FACTS.values() if f["repeat"]}
    assert sets["workstation"].plan == {"rule": "iso2859", "level": "I", "aql": "2.5", "min": "5", "max": "32"}
    assert sets["extinguisher"].plan == {"rule": "all", "up_to": "30", "then": "30"}
    assert sets["call"].plan == {"rule": "fixed", "size": "20"}
    scenarios = next(a for a in sets["drill"].attributes if a.code == "scenarios")
    assert [c.code for c in scenarios.choices] == [o.code for o in item("EM-1.4").options]


def test_the_guide_for_authors_names_every_key_of_an_item() -> None:
    from dataclasses import fields

    guide = (shipped_checklists() / "README.md").read_text(encoding="utf-8")
    for one in fields(Item):
        assert f"`{one.name}`" in guide or one.name == "clause_ref", one.name
