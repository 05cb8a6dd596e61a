"""Answers, notes and marks: what is accepted, what is refused with a sentence, and what stands afterwards."""

from __future__ import annotations

import pytest

from auditapp.inspection.facts import MAX_NOTE
from auditapp.operations import about, answer, look
from auditapp.words import Trouble, in_words, speak
from tests.inspector import Inspector


def test_an_answer_replaces_the_one_before_and_both_stay_in_the_journal(lin: Inspector) -> None:
    lin.answers("WP-1.5", "120")
    first = lin.last.ids
    lin.answers("WP-1.5", "130")
    assert lin.sees("WP-1.5") == "130"
    entries = lin.desk.store.journals.history(lin.inspection, "answer", "WP-1.5")
    assert [entry.head.replaces for entry in entries] == [(), first]


@pytest.mark.parametrize(
    ("place", "typed", "stored"),
    [
        ("WP-1.5", " １２０ ", "120"),
        ("ST-1.1", "符合", "conform"),
        ("ST-1.1", "major", "major"),
        ("ST-2.2", "是", "yes"),
    ],
)
def test_answers_are_read_as_people_write_them(lin: Inspector, place: str, typed: str, stored: str) -> None:
    assert lin.answers(place, typed).sees(place) == stored


@pytest.mark.parametrize("word", ["na", "不适用", "unchecked", "未查"])
def test_not_applicable_and_not_checked_need_a_reason(lin: Inspector, word: str) -> None:
    with pytest.raises(Trouble, match="need a reason"):
        lin.answers("ST-1.1", word)
    assert lin.sees("ST-1.1") is None
    lin.answers("ST-1.1", word, reason="the room was locked")
    assert lin.now.answers["ST-1.1"].answer.reason == "the room was locked"


def test_an_own_verdict_needs_a_reason(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="needs a reason"):
        lin.answers("ST-1.1", "conform", verdict="minor")
    lin.answers("ST-1.1", "conform", verdict="minor", reason="the paper is three years old")
    line = look.look(lin.desk, lin.inspection).walk.at("ST-1.1")
    assert line is not None
    assert (str(line.judged.verdict), str(line.verdict)) == ("conform", "minor")


def test_the_mean_of_raw_readings_is_the_value_and_the_readings_stay(lin: Inspector) -> None:
    lin.draws("workstation", of=120, size=2, seed="s")
    lin.answers("WP-2.2@S1", "", readings=["500", "521", "510.5"])
    given = lin.now.answers["WP-2.2@S1"].answer
    assert (given.v, given.readings) == ("510.5", ("500", "521", "510.5"))


@pytest.mark.parametrize(
    ("place", "typed", "sentence"),
    [
        ("XX-9.9", "yes", "no item"),
        ("WP-2.2", "500", "for each sample"),
        ("WP-2.2@S1", "500", "no sample"),
        ("ST-1.1@S1", "conform", "answered once"),
        ("WP-1.5", "many", "not a number"),
        ("WP-1.5", "-3", "whole number"),
        ("ST-1.1", "", "not one of"),
        ("ST-1.1", "x" * 2_000_000, "characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_nothing_is_written(
    lin: Inspector, place: str, typed: str, sentence: str
) -> None:
    before = len(lin.desk.store.journals.read(lin.inspection))
    with pytest.raises(Trouble, match=sentence) as caught:
        lin.answers(place, typed)
    assert caught.value.code == 2
    assert len(lin.desk.store.journals.read(lin.inspection)) == before
    assert len(in_words(caught.value, speak("zh-CN"))) < 400


def test_an_instrument_must_be_known_before_it_is_read_from(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="no instrument"):
        lin.answers("WP-1.5", "3", instrument="lux")


def test_a_note_of_two_million_characters_is_refused_whole_and_never_cut(lin: Inspector) -> None:
    lin.notes("ST-1.1", "seen")
    with pytest.raises(Trouble, match=f"at most {MAX_NOTE}"):
        lin.notes("ST-1.1", "长" * 2_000_000)
    assert lin.now.notes["ST-1.1"].text == "seen"
    lin.notes("ST-1.1", "长" * MAX_NOTE)
    assert len(lin.now.notes["ST-1.1"].text) == MAX_NOTE


@pytest.mark.parametrize("text", ["tab\tand \x07 bell", "right\u202eleft", "zero\u200bwidth", "龘𰻝", "a\r\nb"])
def test_notes_keep_every_character_but_line_ends_are_one_kind(lin: Inspector, text: str) -> None:
    assert lin.notes("ST-1.1", text).now.notes["ST-1.1"].text == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["nul \x00 inside", "half \ud83d character"])
def test_what_is_no_character_is_refused(lin: Inspector, text: str) -> None:
    with pytest.raises(Trouble, match="no characters"):
        lin.notes("ST-1.1", text)


def test_a_private_note_stays_out_of_the_report(lin: Inspector) -> None:
    lin.notes("ST-1.1", "ask again tomorrow", report=False)
    assert lin.now.notes["ST-1.1"].report is False


def test_a_note_about_a_finding_hangs_on_the_finding(lin: Inspector) -> None:
    lin.finds("ST-1.1")
    lin.notes("F01", "seen by two")
    assert lin.now.notes[lin.now.findings[0].id].text == "seen by two"


def test_a_mark_is_set_and_taken_away(lin: Inspector) -> None:
    answer.flag(lin.desk, lin.inspection, "ST-1.1")
    assert lin.now.flags == {"ST-1.1"}
    answer.flag(lin.desk, lin.inspection, "ST-1.1", on=False)
    assert not lin.now.flags


def test_a_setting_knows_its_choices_by_code_and_by_name(lin: Inspector) -> None:
    setting = look.checklist_of(lin.desk, lin.inspection).settings_by_code["season"]
    about.setting(lin.desk, lin.inspection, "season", setting.choices[0].label.zh)
    assert lin.now.settings["season"] == setting.choices[0].code
    with pytest.raises(Trouble, match="none of the choices"):
        about.setting(lin.desk, lin.inspection, "season", "monsoon")
    with pytest.raises(Trouble, match="no setting"):
        about.setting(lin.desk, lin.inspection, "weather", "rain")
    about.setting(lin.desk, lin.inspection, "preset", "C")
    assert look.look(lin.desk, lin.inspection).score.preset == "C"


def test_entries_are_written_in_the_name_of_who_works_here(lin: Inspector) -> None:
    leader = next(p.code for p in lin.now.people.values() if p.role == "leader")
    assert lin.answers("ST-1.1", "conform").now.answers["ST-1.1"].stood.writer == leader
    added = about.person(lin.desk, lin.inspection, "周玥喆").code
    about.work_as(lin.desk, lin.inspection, "周玥喆")
    assert lin.answers("ST-1.1", "minor").now.answers["ST-1.1"].stood.writer == added
    with pytest.raises(Trouble, match="Nobody"):
        about.work_as(lin.desk, lin.inspection, "somebody else")


def test_an_answer_can_be_taken_back(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.1", "minor")
    answer.clear(lin.desk, lin.inspection, "ST-1.1")
    assert lin.sees("ST-1.1") == "conform"
    with pytest.raises(Trouble, match="No answer of this desk"):
        answer.clear(lin.desk, lin.inspection, "ST-1.2")
