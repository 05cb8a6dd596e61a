"""Lines, rows and characters: what the layout promises whatever it is given."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.report import dates
from auditapp.report.pictures import justify
from auditapp.report.text import Printable, lines
from auditapp.report.typeface import Typeface
from auditapp.words import resources, speak


@pytest.fixture(scope="module")
def face() -> Iterator[Typeface]:
    with Typeface(resources() / "fonts" / "NotoSansSC-Regular.ttf") as opened:
        yield opened


FACE = Typeface(resources() / "fonts" / "NotoSansSC-Regular.ttf")


def plain(text: str) -> str:
    return "".join(text.split())


@given(st.text(max_size=300), st.floats(20, 500), st.floats(0, 300))
def test_no_character_is_lost_when_lines_are_broken(text: str, width: float, indent: float) -> None:
    printable = Printable(FACE.has)(text)
    assert plain("".join(lines(printable, FACE, 9, width, min(indent, width)))) == plain(printable)


@given(st.text(st.sampled_from("abc def，。（）检查一二 -/"), max_size=200), st.floats(40, 400))
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    for line in lines(text, FACE, 9, width):
        assert FACE.width(line.rstrip(" "), 9) <= width + 0.01 or len(line) == 1


def test_a_word_that_drags_its_closing_marks_along_is_broken_rather_than_printed_beyond_the_edge() -> None:
    assert all(FACE.width(line, 9) <= 40 for line in lines("/aaaaa））", FACE, 9, 40))


def test_lines_do_not_begin_with_closing_marks_nor_end_with_opening_ones() -> None:
    found = lines("检查发现，灭火器（3具）压力不足。「见照片」；请整改。" * 20, FACE, 9, 97)
    assert not any(line[0] in "，。）」；" for line in found)
    assert not any(line[-1] in "（「" for line in found)


@given(st.text(max_size=200))
def test_what_is_printed_can_be_seen_and_is_in_the_font(text: str) -> None:
    shown = Printable(FACE.has)(text)
    assert all(char == "\n" or FACE.has(char) for char in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a‹U+202E›b"),
        ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
        ("\x00\x1b", "‹U+0000›‹U+001B›"),
        ("\u200b", "‹U+200B›"),
        ("e\u0301", "é"),
        ("😀", "‹U+1F600›"),
        ("𠮷", "‹U+20BB7›"),
        ("喆堃玥昇镕", "喆堃玥昇镕"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("\ud800", "‹U+D800›"),
        ("\ue000", "‹U+E000›"),
    ],
)
def test_what_cannot_be_seen_is_printed_as_its_code(text: str, shown: str) -> None:
    assert Printable(FACE.has)(text) == shown


@pytest.mark.parametrize("text", ["x" * 60_000, "word " * 50_000, "长" * 200_000, "a\n" * 50_000, "x" * 2_000_000])
def test_long_texts_take_time_in_proportion(text: str) -> None:
    started = time.perf_counter()
    found = lines(Printable(FACE.has)(text), FACE, 9, 300)
    assert time.perf_counter() - started < 10
    assert sum(len(line.replace(" ", "")) for line in found) == len(text.replace("\n", "").replace(" ", ""))


@given(st.lists(st.floats(0.02, 60), min_size=1, max_size=40), st.floats(200, 520))
def test_rows_of_photos_hold_every_photo_and_keep_to_the_width(aspects: list[float], width: float) -> None:
    rows = justify(aspects, width)
    assert sum(len(row.widths) for row in rows) == len(aspects)
    for row in rows:
        assert 0 < row.height <= 240
        assert sum(row.widths) + 8 * (len(row.widths) - 1) <= width + 0.01


@given(st.lists(st.floats(0.5, 3), min_size=6, max_size=40))
def test_every_row_but_the_last_fills_the_width(aspects: list[float]) -> None:
    for row in justify(aspects, 482)[:-1]:
        assert sum(row.widths) + 8 * (len(row.widths) - 1) == pytest.approx(482)


@pytest.mark.parametrize(
    ("language", "day", "moment", "span"),
    [
        ("en", "17 September 2026", "17 September 2026, 16:30 (UTC+08:00)", ("17 September 2026", "18 September 2026")),
        ("zh-CN", "2026年9月17日", "2026年9月17日 16:30（UTC+08:00）", ("2026年9月17日", "2026年9月18日")),
    ],
)
def test_dates_are_written_as_the_language_writes_them(
    language: str, day: str, moment: str, span: tuple[str, str]
) -> None:
    words = speak(language)
    assert dates.day("2026-09-17", words) == day
    assert dates.moment("2026-09-17T16:30:00+08:00", words) == moment
    both = dates.span("2026-09-17T09:00:00+08:00", "2026-09-18T16:30:00+08:00", words)
    assert all(part in both for part in span)
    assert dates.day("spring", words) == "spring"


def test_a_file_that_is_no_font_is_refused_in_a_sentence(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.ttf"
    path.write_bytes(b"\0" * 400)
    with pytest.raises(ValueError, match=r"x\.ttf is not a TrueType font"):
        Typeface(path)
