"""What a person writes becomes one canonical answer, or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.checklist.answers import KINDS, AnswerFault, check, display, parse, same
from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import AnswerKind, Item
from auditapp.words import ENGLISH, speak
from tests.checklist.given import item, six_dimensions

CONFORM, YESNO, NUMBER, COUNT = item("WP-1.3"), item("WP-1.2"), item("WP-2.2"), item("WP-1.5")
CHOICE, MULTI, TEXT, DATE = item("WP-4.18"), item("EM-1.4"), item("WP-2.1"), item("WP-4.19")
RTO, COMPUTED = item("EM-4.2"), item("WP-1.8")


@pytest.mark.parametrize(
    ("asked", "text", "raw"),
    [
        (CONFORM, "符合", "conform"),
        (CONFORM, "一般", "minor"),
        (CONFORM, "一般不符合", "minor"),
        (CONFORM, "严重", "major"),
        (CONFORM, "观察项", "obs"),
        (CONFORM, " Conform ", "conform"),
        (CONFORM, "MAJOR", "major"),
        (CONFORM, "pass", "conform"),
        (YESNO, "是", "yes"),
        (YESNO, "否", "no"),
        (YESNO, "Y", "yes"),
        (YESNO, "n", "no"),
        (YESNO, "ＹＥＳ", "yes"),
        (YESNO, "没有", "no"),
        (NUMBER, "300", "300"),
        (NUMBER, "３００．５", "300.5"),
        (NUMBER, "0300.50", "300.50"),
        (NUMBER, "-3", "-3"),
        (NUMBER, "−3.0", "-3.0"),
        (NUMBER, "-0", "0"),
        (NUMBER, "-0.00", "0.00"),
        (NUMBER, ".5", "0.5"),
        (NUMBER, "5.", "5"),
        (NUMBER, "+7", "7"),
        (NUMBER, "300 lx", "300"),
        (NUMBER, "300lx", "300"),
        (NUMBER, "300LX", "300"),
        (item("WP-3.2"), "26.5℃", "26.5"),
        (item("OP-1.3"), "85％", "85"),
        (item("WP-6.3"), "30分钟", "30"),
        (item("WP-6.3"), "30 min", "30"),
        (COUNT, "120", "120"),
        (COUNT, "１２０席", "120"),
        (COUNT, "120.0", "120"),
        (COUNT, "0", "0"),
        (CHOICE, "green", "green"),
        (CHOICE, "绿区", "green"),
        (CHOICE, "RED", "red"),
        (CHOICE, "2", "red"),
        (CHOICE, "无表", "no_gauge"),
        (CHOICE, "No gauge", "no_gauge"),
        (CHOICE, "２", "red"),
        (MULTI, "fire,power", ("fire", "power")),
        (MULTI, "停电、火灾疏散", ("fire", "power")),
        (MULTI, "1；3", ("fire", "telecom")),
        (MULTI, "fire，fire", ("fire",)),
        (MULTI, "none", ()),
        (MULTI, "无", ()),
        (TEXT, "  A-12 靠窗  ", "A-12 靠窗"),
        (TEXT, "a\r\nb", "a\nb"),
        (TEXT, "x\u202ey\x07z", "xyz"),
        (TEXT, "e\u0301", "é"),
        (DATE, "2026-03-05", "2026-03-05"),
        (DATE, "2026/3/5", "2026-03-05"),
        (DATE, "2026年3月5日", "2026-03-05"),
        (DATE, "２０２６年３月５日", "2026-03-05"),
        (DATE, "2026.3.5", "2026-03-05"),
        (DATE, "20260305", "2026-03-05"),
        (DATE, "2026-03", "2026-03"),
        (DATE, "2026年3月", "2026-03"),
        (DATE, "2026 年 3 月 5 日", "2026-03-05"),
        (RTO, "未规定", "none"),
        (RTO, "None stated", "none"),
        (RTO, "240", "240"),
    ],
)
def test_what_people_write_is_understood(asked: Item, text: str, raw: Raw) -> None:
    found = parse(text, asked)
    assert found == raw
    assert check(list(found) if isinstance(found, tuple) else found, asked) == raw


@pytest.mark.parametrize(
    ("asked", "text", "part"),
    [
        (CONFORM, "好", "is not one of: conform, minor, major, obs"),
        (CONFORM, "", "is not one of"),
        (YESNO, "maybe", "neither yes nor no"),
        (NUMBER, "abc", "is not a number"),
        (NUMBER, "", "is not a number"),
        (NUMBER, "1,000", "without commas"),
        (NUMBER, "1e5", "is not a number"),
        (NUMBER, "NaN", "is not a number"),
        (NUMBER, "∞", "is not a number"),
        (NUMBER, "1.2.3", "is not a number"),
        (NUMBER, "--1", "is not a number"),
        (NUMBER, "1" * 16, "at most 15 digits"),
        (NUMBER, "0.1234567", "at most 15 digits"),
        (NUMBER, "٣", "is not a number"),
        (COUNT, "1.5", "a whole number"),
        (COUNT, "-1", "a whole number"),
        (CHOICE, "blue", "green, red, yellow, no_gauge"),
        (CHOICE, "0", "is not one of the options"),
        (CHOICE, "5", "is not one of the options"),
        (MULTI, "fire,aliens", "is not one of the options"),
        (MULTI, ",", "Name the options"),
        (TEXT, "   ", "is empty"),
        (TEXT, "x" * 10_001, "at most 10000"),
        (DATE, "yesterday", "write it like 2026-03-05"),
        (DATE, "2026-02-30", "no such day"),
        (DATE, "2026-13-01", "no such day"),
        (DATE, "0026-01-01", "cannot be right"),
        (DATE, "2026", "write it like"),
        (COMPUTED, "3", "computed"),
        (RTO, "later", "is not a number"),
        (NUMBER, "1" * 9_999, "at most 15 digits"),
        (CHOICE, "9" * 9_999, "is not one of the options"),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(asked: Item, text: str, part: str) -> None:
    with pytest.raises(AnswerFault) as caught:
        parse(text, asked)
    assert part in str(caught.value)
    assert caught.value.code == 2
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        (NUMBER, "01"),
        (NUMBER, "1e3"),
        (NUMBER, ("1",)),
        (NUMBER, 5),
        (NUMBER, None),
        (NUMBER, ""),
        (COUNT, "-1"),
        (CHOICE, "绿区"),
        (MULTI, "fire"),
        (MULTI, ["fire", "fire"]),
        (MULTI, ["fire", 3]),
        (DATE, "2026/03/05"),
        (DATE, "2026-02-30"),
        (DATE, "٢٠٢٦-٠٣-٠٥"),
        (CONFORM, "ok"),
        (YESNO, True),
        (TEXT, ""),
        (CONFORM, {"a": 1}),
    ],
)
def test_what_was_stored_wrongly_is_refused(asked: Item, stored: object) -> None:
    with pytest.raises(AnswerFault):
        check(stored, asked)


@pytest.mark.parametrize(
    ("asked", "raw", "chinese", "english"),
    [
        (NUMBER, "300.50", "300.50 lx", "300.50 lx"),
        (item("OP-1.3"), "85", "85%", "85%"),
        (item("WP-6.3"), "30", "30 分钟", "30 min"),
        (CHOICE, "green", "绿区", "Green"),
        (MULTI, ("fire", "power"), "火灾疏散、停电", "Fire, Power"),
        (DATE, "2026-03-05", "2026年3月5日", "2026-03-05"),
        (DATE, "2026-03", "2026年3月", "2026-03"),
        (RTO, "none", "未规定", "None stated"),
        (TEXT, "A-12", "A-12", "A-12"),
        (CHOICE, "gone", "gone", "gone"),
        (CONFORM, "odd", "odd", "odd"),
        (MULTI, (), "", ""),
    ],
)
def test_an_answer_is_shown_in_either_language(asked: Item, raw: Raw, chinese: str, english: str) -> None:
    assert display(raw, asked, speak("zh-CN")) == chinese
    assert display(raw, asked, ENGLISH) == english


def test_an_open_answer_is_shown_as_nothing() -> None:
    assert display(None, NUMBER, ENGLISH) == ""


def test_words_of_judgement_are_shown() -> None:
    assert display("minor", CONFORM, ENGLISH) == "Minor nonconformity"
    assert display("yes", YESNO, ENGLISH) == "Yes"


def test_answers_that_mean_the_same_are_the_same() -> None:
    assert same("1.50", "1.5", NUMBER)
    assert not same("1.51", "1.5", NUMBER)
    assert same(("fire", "power"), ("power", "fire"), MULTI)
    assert same(None, None, NUMBER)
    assert not same(None, "1", NUMBER)
    assert not same("yes", "no", YESNO)
    assert same("none", "none", RTO)


def test_every_kind_of_answer_is_registered() -> None:
    assert set(KINDS) == set(AnswerKind)


@given(st.sampled_from(list(six_dimensions().items())), st.text(max_size=40))
def test_any_text_is_an_answer_or_a_sentence(asked: Item, text: str) -> None:
    try:
        raw = parse(text, asked)
    except AnswerFault as fault:
        said = str(fault)
    else:
        said = "understood"
        assert check(raw, asked) == raw
        assert isinstance(display(raw, asked, speak("zh-CN")), str)
    assert said


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_survives_being_written_in_full_width(number: object) -> None:
    written = format(number, "f")
    wide = written.translate({ord(a): ord(a) + 0xFEE0 for a in "0123456789.-"})
    assert same(parse(wide, NUMBER), parse(written, NUMBER), NUMBER)


@given(st.sampled_from([i for i in six_dimensions().items() if i.options and i.kind is not AnswerKind.MULTI]))
def test_every_option_is_understood_by_code_and_label(asked: Item) -> None:
    for option in asked.options:
        assert parse(option.code, asked) == option.code
        assert parse(option.label.zh, asked) == option.code
        assert parse(option.label.en, asked) == option.code
