"""Numbers people quote: given once, never again, never the same at two desks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.inspection.numbers import action_number, finding_number, full_number, report_number, sample_code
from auditapp.words import Trouble

MAY = date(2026, 5, 20)


def test_a_report_number_names_unit_month_and_sequence() -> None:
    assert report_number("NC", MAY) == "JC-NC-202605-01"
    assert report_number("NC", MAY, ["JC-NC-202605-01", "JC-NC-202605-09", "JC-NC-202604-77", "JC-GZ-202605-30"]) == (
        "JC-NC-202605-10"
    )
    assert report_number("NC", MAY, [f"JC-NC-202605-{n:02}" for n in range(1, 100)]) == "JC-NC-202605-100"


def test_dashes_and_spaces_in_a_unit_code_do_not_blur_the_parts() -> None:
    assert report_number(" N-C 1 ", MAY) == "JC-NC1-202605-01"
    assert report_number("南昌", MAY) == "JC-南昌-202605-01"
    with pytest.raises(Trouble, match="short code"):
        report_number(" - ", MAY)


def test_findings_actions_and_samples_are_numbered_with_the_desks_tag_where_it_joined() -> None:
    assert finding_number() == "F01" and finding_number(["F01", "F02", "Fk7f09"]) == "F03"
    assert finding_number(["F07"], "k7f") == "Fk7f01"
    assert action_number("F03") == "F03-A1" and action_number("F03", ["F03-A1", "F02-A9"]) == "F03-A2"
    assert action_number("F03", ["F03-A1"], "k7f") == "F03-Ak7f1"
    assert sample_code(["S1", "S2", "S9-k7f"]) == "S3" and sample_code(["S1"], "k7f") == "S1-k7f"
    assert full_number("JC-NC-202605-01", "F03") == "JC-NC-202605-01-F03"


def test_gaps_are_not_filled_because_they_may_have_been_numbers_once() -> None:
    assert finding_number(["F01", "F05"]) == "F06"


@pytest.mark.parametrize("odd", ["F", "Fxx", "F²", "F٣", "F-1", "F" + "9" * 30, "", "G01"])
def test_other_words_among_the_taken_numbers_do_no_harm(odd: str) -> None:
    assert finding_number([odd]) == "F01"


@given(st.lists(st.sampled_from(["", "k7f", "0a1", "f00"]), max_size=20))
def test_two_desks_never_give_the_same_number_whatever_they_know_of_each_other(desks: list[str]) -> None:
    own: dict[str, list[str]] = {}
    for tag in desks:
        mine = own.setdefault(tag, [])
        mine.append(finding_number(mine, tag))  # each knows only its own
    given_ = [number for mine in own.values() for number in mine]
    assert len(given_) == len(set(given_))
