"""Stories of a day: samples, findings, actions, two laptops, sign-off, amendment, the next visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditapp.operations import actions, answer, findings, instruments, look, meetings, samples, sign_off
from auditapp.words import Trouble, speak
from tests.inspector import Inspector, photo


def test_the_same_seed_draws_the_same_samples_and_the_plan_is_recorded(lin: Inspector) -> None:
    lin.draws("workstation", of=120, seed="8f3a", population_from="floor plan")
    plan = lin.now.plans["workstation"]
    labels = [s.label for s in lin.now.samples["workstation"]]
    assert (plan.population, plan.seed, plan.method, list(plan.drawn)) == (120, "8f3a", "random", labels)
    assert len(set(labels)) == plan.size == len(labels)
    with pytest.raises(Trouble, match="drawn before"):
        lin.draws("workstation", of=120)


def test_skipping_and_replacing_a_sample_need_a_reason(lin: Inspector) -> None:
    lin.draws("workstation", of=120, size=3, seed="s")
    with pytest.raises(Trouble):
        samples.replace(lin.desk, lin.inspection, "workstation/S1", "")
    changes = samples.replace(lin.desk, lin.inspection, "workstation/S1", "agent ill")
    assert changes.code == "S4"
    kept = {s.code: s for s in lin.now.samples_in("workstation")}
    assert set(kept) == {"S2", "S3", "S4"}
    assert (kept["S4"].replaces, kept["S4"].reason) == ("S1", "agent ill")
    samples.skip(lin.desk, lin.inspection, "workstation/S2", "locked")
    assert len(lin.now.samples_in("workstation")) == 2
    samples.skip(lin.desk, lin.inspection, "workstation/S2", "")
    assert len(lin.now.samples_in("workstation")) == 3


def test_attributes_of_a_sample_are_of_the_checklist(lin: Inspector) -> None:
    added = samples.add(lin.desk, lin.inspection, "zone", "A区", attributes={"place": "office"})
    assert lin.now.samples["zone"][0].attributes == {"place": "office"}
    with pytest.raises(Trouble, match="no attribute"):
        samples.describe(lin.desk, lin.inspection, f"zone/{added.code}", attributes={"colour": "red"})
    with pytest.raises(Trouble, match="none of the choices"):
        samples.describe(lin.desk, lin.inspection, f"zone/{added.code}", attributes={"place": "moon"})


@pytest.mark.parametrize(("population", "size"), [(0, None), (5, 6), (-1, 1), (10**9, 501)])
def test_impossible_draws_are_refused(lin: Inspector, population: int, size: int | None) -> None:
    with pytest.raises(Trouble):
        lin.draws("workstation", of=population, size=size)
    assert not lin.now.plans


@pytest.mark.parametrize(("language", "quoted"), [("zh-CN", "消防法§28；61号令§31"), ("en", "消防法§28; 61号令§31")])
def test_a_finding_quotes_its_criteria_as_the_reader_lists_them(lin: Inspector, language: str, quoted: str) -> None:
    item = look.look(lin.desk, lin.inspection).checklist.by_id["WP-4.8"]
    assert findings.criterion_of(item, speak(language)) == quoted


def test_a_finding_takes_grade_and_criterion_from_the_item_and_evidence_from_the_place(lin: Inspector) -> None:
    lin.answers("ST-1.1", "minor").finds("ST-1.1", "The position paper was never approved by anybody")
    found = lin.now.findings[0]
    assert (found.number, found.grade) == ("F01", "minor")
    assert found.criterion
    with pytest.raises(Trouble, match="at least 10"):
        lin.finds("ST-1.1", "too short")
    with pytest.raises(Trouble, match="none of these"):
        findings.edit(lin.desk, lin.inspection, "F01", "grade", "terrible")
    findings.fixed_on_the_spot(lin.desk, lin.inspection, "F01", "signed on the spot")
    findings.confirm(lin.desk, lin.inspection, "f01", "赵启明")
    assert (lin.now.findings[0].fixed, lin.now.findings[0].confirmed) == ("signed on the spot", "赵启明")


def test_an_action_goes_its_way_and_no_other(lin: Inspector) -> None:
    lin.finds("ST-1.1", grade="major").asks("F01", "Approve the paper")
    action = lin.now.findings[0].actions[0]
    assert (action.number, action.state, action.due) == ("F01-A1", "draft", "2026-10-17")
    for step in ("confirmed", "issued", "under_way", "submitted"):
        actions.set_state(lin.desk, lin.inspection, "F01-A1", step)
    with pytest.raises(Trouble, match="cannot become"):
        actions.set_state(lin.desk, lin.inspection, "F01-A1", "issued")
    with pytest.raises(Trouble, match="how it was checked"):
        actions.set_state(lin.desk, lin.inspection, "F01-A1", "closed")
    actions.set_state(lin.desk, lin.inspection, "F01-A1", "closed", verification="document seen")
    assert lin.now.findings[0].actions[0].state == "closed"


def test_two_laptops_join_without_losing_a_word_and_people_decide_the_dispute(lin: Inspector, zhou: Inspector) -> None:
    lin.draws("workstation", of=120, size=2, seed="s").hands_over(zhou)
    lin.answers("ST-1.1", "conform").answers("ST-1.2", "conform")
    zhou.answers("ST-1.1", "minor").answers("ST-1.3", "obs").finds("ST-1.1")
    added = samples.add(zhou.desk, zhou.inspection, "workstation", "seat 77").code
    taken = zhou.hands_over(lin)
    assert taken.disputes == 1
    assert lin.now.answers["ST-1.1"].disputed
    assert lin.sees("ST-1.3") == "obs"
    assert added == f"S1-{zhou.desk.tag}"
    assert lin.now.findings[0].number != "F01"
    with pytest.raises(Trouble, match="different answers"):
        lin.answers("ST-1.1", "major")
    with pytest.raises(Trouble, match="Keep one"):
        answer.resolve(lin.desk, lin.inspection, "ST-1.1")
    keep = next(d for d in lin.now.disputes if d.subject == "ST-1.1").stands
    minor = next(s for s in keep if s.desk == zhou.desk.id)
    answer.resolve(lin.desk, lin.inspection, "ST-1.1", keep=minor.id[:8], reason="Zhou saw it")
    assert lin.sees("ST-1.1") == "minor"
    assert not lin.now.disputes
    assert lin.hands_over(zhou).disputes == 0
    assert zhou.sees("ST-1.1") == "minor"


def test_signing_locks_every_deed_but_signing_issuing_and_following_up(lin: Inspector) -> None:
    lin.finds("ST-1.1", grade="minor").asks("F01", "Approve the paper")
    with pytest.raises(Trouble, match="still missing"):
        sign_off.sign_off(lin.desk, lin.inspection, "林若溪")
    lin.signs_off()
    for deed in (
        lambda: lin.answers("ST-1.1", "conform"),
        lambda: lin.notes("ST-1.1", "late"),
        lambda: lin.finds("ST-1.2"),
        lambda: lin.draws("exit", of=3),
        lambda: lin.meets("closing"),
        lambda: lin.hears("late"),
        lambda: instruments.instrument(lin.desk, lin.inspection, "lux", "Lux meter"),
        lin.undoes,
        lin.redoes,
    ):
        with pytest.raises(Trouble, match="signed and closed"):
            deed()
    with pytest.raises(Trouble, match="has signed"):
        lin.signs_off()
    lin.signs_off("赵启明", level="paper")
    actions.set_state(lin.desk, lin.inspection, "F01-A1", "confirmed")
    assert [s.level for s in lin.now.sign_offs] == ["L1", "paper"]
    assert "Signed although" in lin.now.sign_offs[0].statement
    assert lin.now.sign_offs[0].heads[lin.desk.id][0] > 0


def test_an_amendment_opens_the_next_revision_and_the_first_stays(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="not signed yet"):
        lin.amends()
    lin.answers("ST-1.1", "minor").signs_off().amends().answers("ST-1.1", "conform")
    assert (lin.now.revision, lin.now.locked, lin.sees("ST-1.1")) == ("2", False, "conform")
    lin.signs_off()
    assert [s.revision for s in lin.now.sign_offs] == ["1", "2"]
    with pytest.raises(Trouble, match="signed and closed"):
        lin.answers("ST-1.1", "minor")


def test_nothing_before_the_sign_off_is_undone_after_an_amendment(lin: Inspector) -> None:
    lin.answers("ST-1.1", "minor").signs_off().amends()
    with pytest.raises(Trouble, match="Nothing was written"):
        lin.undoes()


def test_refusing_to_sign_is_recorded_with_witnesses(lin: Inspector) -> None:
    sign_off.refuse(lin.desk, lin.inspection, "赵启明", "does not agree with F01", witnesses=["林若溪"])
    refusal = lin.now.refusals[0]
    assert (refusal.name, refusal.reason) == ("赵启明", "does not agree with F01")
    assert lin.now.people[refusal.witnesses[0]].name == "林若溪"


def test_the_next_visit_carries_the_last_one_along_and_knows_repeats(lin: Inspector, checklist: Path) -> None:
    lin.answers("ST-1.1", "minor").finds("ST-1.1", grade="minor").signs_off()
    last = lin.now.number
    lin.begins(checklist)
    assert lin.now.previous is not None
    assert (lin.now.previous.number, lin.now.previous.answers["ST-1.1"]["v"]) == (last, "minor")
    assert lin.sees("ST-1.1") is None
    assert lin.finds("ST-1.1").now.findings[0].repeat_of == "F01"
    lin.begins(checklist, previous=None)
    assert lin.now.previous is None


def test_numbers_of_inspections_count_up_and_a_number_is_used_once(lin: Inspector, checklist: Path) -> None:
    assert lin.now.number == "JC-JC01-202609-01"
    assert lin.begins(checklist).now.number == "JC-JC01-202609-02"
    with pytest.raises(Trouble, match="number"):
        lin.begins(checklist, number="JC-JC01-202609-01")
    assert look.choose(lin.desk) == lin.inspection
    with pytest.raises(Trouble, match="begin with"):
        look.choose(lin.desk, "JC-JC01")
    assert look.choose(lin.desk, "JC-JC01-202609-02") == lin.inspection


def test_the_list_counts_what_the_inspection_holds(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.2", "minor").finds("ST-1.2")
    row = look.inspections(lin.desk)[0]
    assert (row.answered, row.conforming, row.nonconforming, row.findings, row.state) == (2, 1, 1, 1, "open")
    lin.signs_off()
    assert look.inspections(lin.desk)[0].state == "signed"


def test_where_a_meeting_is_and_what_is_noted_does_not_say_that_it_was_held(lin: Inspector) -> None:
    meetings.hold(lin.desk, lin.inspection, "opening", where="Meeting room 1")
    meetings.hold(lin.desk, lin.inspection, "opening", note="The manager comes at ten")
    planned = lin.now.meetings["opening"]
    assert (planned.held, planned.place, planned.note) == ("", "Meeting room 1", "The manager comes at ten")
    meetings.hold(lin.desk, lin.inspection, "opening", held="2026-09-17T10:00+08:00")
    meetings.hold(lin.desk, lin.inspection, "opening", where="Meeting room 2")
    assert lin.now.meetings["opening"].held.startswith("2026-09-17T10:00")
    meetings.hold(lin.desk, lin.inspection, "closing", held="now", where="Meeting room 2")
    assert lin.now.meetings["closing"].held.startswith("2026-09-17T09:00")


def test_a_signature_drawn_on_a_pad_is_kept_as_it_is_and_one_from_a_file_too(lin: Inspector, tmp_path: Path) -> None:
    drawn = photo(tmp_path, "ink.png", size=(300, 80)).read_bytes()
    meetings.attend(lin.desk, lin.inspection, "opening", "林若溪", ink=drawn)
    meetings.attend(lin.desk, lin.inspection, "opening", "赵启明", ink=tmp_path / "ink.png")
    first, second = lin.now.meetings["opening"].attendance
    assert first.ink == second.ink != ""
    with pytest.raises(Trouble):
        meetings.attend(lin.desk, lin.inspection, "opening", "nobody", ink=b"no picture")


def test_meetings_hold_who_was_there_and_the_consent(lin: Inspector) -> None:
    lin.meets("opening")
    meetings.consent(lin.desk, lin.inspection)
    opening = lin.now.meetings["opening"]
    assert opening.held.startswith("2026-09-17T09:00")
    assert [a.name for a in opening.attendance] == ["林若溪"]
    assert "SHA-256" in opening.consent
    with pytest.raises(Trouble, match="neither"):
        meetings.hold(lin.desk, lin.inspection, "lunch")
    with pytest.raises(Trouble, match="not a date and time"):
        meetings.hold(lin.desk, lin.inspection, "closing", held="soon")
