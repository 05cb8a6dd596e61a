"""Expressions are exact, three-valued and safe."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.expressions import SIGNATURES, ExpressionFault, Names, parse, referred, years_between
from auditapp.checklist.model import AnswerKind, Checklist, Dimension, Group, Input, Item, Text, Verdict
from auditapp.checklist.verdicts import compute
from tests.checklist.given import Given, item, six_dimensions

KNOWN = Given(
    answers={
        "WP-1.6": "40",
        "WP-1.7": "240.5",
        "WP-1.2": "yes",
        "WP-3.1": "cooling",
        "EM-1.4": ("fire", "power"),
        "WP-2.2@S1": "300",
        "WP-2.2@S2": "350.5",
        "OP-3.1@S1": "2026-01-31",
        "OP-3.2@S1": "2026-03-01",
        "EM-4.2@S1": "none",
    },
    settings={"season": "cooling"},
    sets={"workstation": ["S1", "S2", "S3"], "zone": []},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("num('WP-1.7') / num('WP-1.6')", Decimal("6.0125")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("2 * (3 - 5) / 4", Decimal(-1)),
        ("-num('WP-1.6')", Decimal(-40)),
        ("1 / 0", None),
        ("num('WP-1.6') / (1 - 1)", None),
        ("num('WP-1.5')", None),
        ("num('WP-1.5') + 1", None),
        ("mean('WP-2.2')", Decimal("325.25")),
        ("least('WP-2.2')", Decimal(300)),
        ("most('WP-2.2')", Decimal("350.5")),
        ("total('WP-2.2')", Decimal("650.5")),
        ("mean('WP-3.5')", None),
        ("least('WP-3.5')", None),
        ("count('workstation')", Decimal(3)),
        ("count('zone')", Decimal(0)),
        ("answer('WP-3.1')", "cooling"),
        ("answer('WP-1.2') == 'yes'", True),
        ("answer('WP-1.1') == 'highrise'", None),
        ("setting('season') in ('cooling', 'heating')", True),
        ("setting('season') not in ('cooling', 'heating')", False),
        ("setting('office_class') == 'premium'", None),
        ("setting('office_class') == 'premium' and 1 > 2", False),
        ("setting('office_class') == 'premium' and 2 > 1", None),
        ("setting('office_class') == 'premium' or 2 > 1", True),
        ("setting('office_class') == 'premium' or 1 > 2", None),
        ("not (setting('office_class') == 'premium')", None),
        ("not (1 > 2)", True),
        ("'a' < 1", None),
        ("1 if 2 > 1 else 3", Decimal(1)),
        ("1 if setting('office_class') == 'premium' else 3", None),
        ("selected('EM-1.4')", Decimal(2)),
        ("selected('EM-1.4', 'fire', 'cyber')", Decimal(1)),
        ("includes('EM-1.4', 'fire')", True),
        ("includes('EM-1.4', 'cyber')", False),
        ("num('WP-1.6') >= 40", True),
        ("num('WP-1.6') > 40", False),
        ("mean('WP-2.2') * 99999999999999999999 * 99999999999999999999", Decimal("3.2525E+42")),
    ],
)
def test_an_expression_comes_to(text: str, expected: object) -> None:
    found = parse(text).value(KNOWN)
    if expected == Decimal("3.2525E+42"):
        assert isinstance(found, Decimal)
        assert abs(found / Decimal("3.2525E+42") - 1) < Decimal("1e-15")
    else:
        assert found == expected
        assert type(found) is type(expected)


def test_dates_are_counted_in_days_of_the_same_sample() -> None:
    assert parse("days_between('OP-3.1', 'OP-3.2')").value(KNOWN, item("OP-3.3"), "S1") == 29
    assert parse("days_between('OP-3.1', 'OP-3.2')").value(KNOWN, item("OP-3.3"), "S2") is None
    assert parse("days_since('OP-3.2')").value(KNOWN, item("OP-3.3"), "S1") == 4
    assert parse("days_left('OP-3.2')").value(KNOWN, item("OP-3.3"), "S1") == -4


def test_a_word_in_a_number_s_place_is_unknown_to_sums() -> None:
    assert parse("num('EM-4.2') - 1").value(KNOWN, item("EM-4.5"), "S1") is None
    assert parse("answer('EM-4.2') == 'none'").value(KNOWN, item("EM-4.5"), "S1") is True


def test_the_same_sample_code_of_another_set_is_never_taken() -> None:
    facts = Given(answers={"WP-4.16@S1": "water"})
    assert parse("answer('WP-4.16')").value(facts, item("WP-4.20"), "S1") == "water"
    assert parse("answer('WP-4.16')").value(facts, item("WP-4.6"), "S1") is None
    assert parse("answer('WP-4.16')").value(facts, item("WP-1.8")) is None


def test_inputs_fall_back_to_their_default_and_given_is_never_unknown() -> None:
    asked = Item(
        "WP-1.8",
        Text("甲", "A"),
        AnswerKind.COMPUTED,
        inputs=(Input("a", Text("甲", "A")), Input("b", Text("乙", "B"), default="7")),
    )
    assert parse("input('b')").value(KNOWN, asked) == 7
    assert parse("input('a')").value(KNOWN, asked) is None
    assert parse("given('a')").value(KNOWN, asked) is False
    assert parse("given('b')").value(KNOWN, asked) is True
    assert parse("given('a')").value(Given(inputs={("WP-1.8", "a"): "1"}), asked) is True


def test_result_is_the_item_s_own_number() -> None:
    assert parse("result > 30").holds(KNOWN, item("WP-4.12"), result=Decimal(31)) is True
    assert parse("result > 30").holds(KNOWN, item("WP-4.12")) is None


def test_shares_leave_out_samples_that_were_not_judged() -> None:
    facts = Given(
        sets={"leaver": ["S1", "S2", "S3", "S4"]},
        verdicts={"WP-5.3@S1": Verdict.CONFORM, "WP-5.3@S2": Verdict.MAJOR, "WP-5.3@S3": Verdict.NOT_APPLICABLE},
    )
    assert parse("share_passing('WP-5.3')").value(facts) == 50
    assert parse("share_failing('WP-5.3')").value(facts) == 50
    assert parse("share_passing('WP-5.3')").value(Given(sets={"leaver": ["S1"]})) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("1 +", 1),
        ("num(WP)", 1),
        ("num('WP-1.1', 'WP-1.2')", 1),
        ("foo('x')", 1),
        ("1 < 2 < 3", 1),
        ("[1, 2]", 1),
        ("lambda: 1", 1),
        ("'a'.upper()", 1),
        ("num('a').real", 1),
        ("1 ** 2", 1),
        ("x", 1),
        ("True + None", 8),
        ("{'a': 1}", 1),
        ("2 > 1 and foo", 11),
        ("num(name='a')", 1),
        ("`1`", 1),
        ("1 // 2", 1),
        ("1 % 2", 1),
        ("f'{1}'", 1),
        ("(x := 1)", 2),
        ("answer('a') in 'abc'", 16),
        ("1\n+1", 1),
        ("b'a'", 1),
        ("...", 1),
        ("1j", 1),
        ("selected()", 1),
        ("9" * 31, 1),
        ("1 if", 1),
    ],
)
def test_what_is_not_allowed_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(ExpressionFault) as caught:
        parse(text)
    assert caught.value.column == column
    assert str(caught.value)


@pytest.mark.parametrize("text", ["(" * 300 + "1" + ")" * 300, "1" + "+1" * 400, "not " * 240 + "1", "-" * 900 + "1"])
def test_endless_nesting_is_refused(text: str) -> None:
    with pytest.raises(ExpressionFault):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionFault as fault:
        said: object = str(fault)
    else:
        said = type(expression.value(KNOWN))
    assert said


PARTS = st.sampled_from(
    [
        "1",
        "0",
        "2.5",
        "'a'",
        "result",
        "num('WP-1.6')",
        "num('WP-1.5')",
        "mean('WP-2.2')",
        "setting('season')",
        "answer('WP-1.2')",
        "answer('nowhere')",
        "attribute('corridor')",
        "input('x')",
        "given('x')",
        "count('zone')",
        "selected('EM-1.4')",
        "days_since('WP-4.30')",
        "years_since('WP-1.1')",
        "share_conforming('zone')",
        "True",
    ]
)
FORMULAS = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "==", "!=", "<", ">=", "and", "or"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        inner.map(lambda t: f"(not {t})"),
        inner.map(lambda t: f"(-{t})"),
    ),
    max_leaves=12,
)


@given(FORMULAS)
def test_every_formula_comes_to_a_value_or_unknown(text: str) -> None:
    expression = parse(text)
    for where, sample in ((None, ""), (item("WP-4.6"), "S1"), (item("WP-1.8"), "")):
        assert isinstance(expression.value(KNOWN, where, sample), Decimal | str | bool | None)


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_and_and_or_follow_three_valued_logic(left: bool | None, right: bool | None) -> None:
    words = {True: "(1 == 1)", False: "(1 == 2)", None: "(num('WP-1.5') == 1)"}
    both = parse(f"{words[left]} and {words[right]}").holds(KNOWN)
    either = parse(f"{words[left]} or {words[right]}").holds(KNOWN)
    assert both is (False if False in (left, right) else None if None in (left, right) else True)
    assert either is (True if True in (left, right) else None if None in (left, right) else False)


def test_names_tell_what_an_expression_refers_to() -> None:
    names = parse(
        "num('WP-1.7') > input('target') and setting('season') == 'cooling' "
        "and attribute('place') == 'stair' "
        "and distinct('drill', 'scenarios') < selected('EM-1.4', 'fire') and count('zone') > result"
    ).names()
    assert names == Names(
        items=frozenset({"WP-1.7", "EM-1.4"}),
        settings=frozenset({"season"}),
        sets=frozenset({"drill", "zone"}),
        attributes=frozenset({("", "place"), ("drill", "scenarios")}),
        inputs=frozenset({"target"}),
        options=frozenset({("EM-1.4", "fire")}),
        result=True,
    )


def test_an_item_refers_to_everything_its_limits_name() -> None:
    names = referred(item("WP-4.14"))
    assert names.settings == {"building_age", "crowded_place"}
    assert names.attributes == {("", "place")}


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2016, 3, 5), date(2026, 3, 5), Decimal(10)),
        (date(2016, 3, 6), date(2026, 3, 5), None),
        (date(2024, 2, 29), date(2025, 3, 1), Decimal(1)),
        (date(2024, 2, 29), date(2028, 2, 29), Decimal(4)),
        (date(2026, 1, 1), date(2026, 1, 1), Decimal(0)),
        (date(2027, 3, 5), date(2026, 3, 5), Decimal(-1)),
    ],
)
def test_years_are_counted_by_anniversary(start: date, end: date, years: Decimal | None) -> None:
    found = years_between(start, end)
    if years is None:
        assert Decimal("9.99") < found < 10
    else:
        assert found == years


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_years_grow_with_the_days(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert (years_between(start, end) >= 0) and (end == start or years_between(start, end) > 0)
    assert abs(float(years_between(start, end)) - (end - start).days / 365.2425) < 0.01


def test_thousands_are_evaluated_in_a_second() -> None:
    expressions = [parse(t) for i in six_dimensions().items() for t in (i.when, i.calc) if t]
    begun = time.perf_counter()
    for _ in range(20):
        for expression in expressions:
            expression.value(KNOWN)
    per_second = 20 * len(expressions) / (time.perf_counter() - begun)
    assert per_second > 2_000


def test_every_function_has_its_signature_and_a_line_in_the_documentation() -> None:
    from auditapp.checklist import expressions

    assert set(expressions.FUNCTIONS) == set(SIGNATURES)
    for name in SIGNATURES:
        assert f"``{name}" in (expressions.__doc__ or ""), name


def test_a_circle_of_one_item_does_not_turn_for_ever_in_a_checklist_that_was_never_checked() -> None:
    lone = Item("WP-1.1", Text("甲", "A"), AnswerKind.COMPUTED, calc="num('WP-9.9') + 1")
    small = Checklist(
        "x",
        "1",
        Text("甲", "A"),
        Text("乙", "B"),
        "2026-01-01",
        (Dimension("WP", Text("甲", "A"), (Group("WP-1", Text("甲", "A"), (lone,)),)),),
    )
    assert compute(lone, Given(checklist=small)) is None
