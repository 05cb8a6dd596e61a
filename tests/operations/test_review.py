"""Head office reviews, shares out, gives out checklists and follows actions up; who may, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditapp.operations import (
    actions,
    assignments,
    begin,
    checklists,
    head_office,
    history,
    look,
    releases,
    review,
    withdraw,
)
from auditapp.words import Trouble
from tests.inspector import Inspector


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Inspector]:
    """Mei of head office at her own desk."""
    with Inspector(tmp_path / "mei") as inspector:
        head_office.act(inspector.desk, "梅清")
        yield inspector


def signed(lin: Inspector) -> Inspector:
    return lin.answers("ST-1.1", "minor").finds("ST-1.1").asks("F01", "Repair the chair", due="2026-10-01").signs_off()


def enrol(inspector: Inspector, *roles: str, **told: str) -> None:
    """What the enrolment at a hub leaves on a desk."""
    document = json.dumps({"roles": roles, "name": "林若溪", "user": "lin", **told}).encode()
    db = inspector.desk.store.db
    with db.atomic():
        db.run("INSERT OR REPLACE INTO office VALUES ('hub', 'https://hub', ?, 'now')", (document,))


# ------------------------------------------------------------------------------------------- who may


def test_a_desk_is_no_head_office_until_somebody_says_so(lin: Inspector) -> None:
    for deed in (
        lambda: review.remark(lin.desk, lin.inspection, "", "hello"),
        lambda: review.set_state(lin.desk, lin.inspection, "received"),
        lambda: releases.release(lin.desk, "six-dimensions"),
    ):
        with pytest.raises(Trouble, match="role of head office"):
            deed()
    head_office.act(lin.desk, "梅清")
    assert review.remark(lin.desk, lin.inspection, "", "hello").code == lin.now.remarks[0].id
    assert lin.now.remarks[0].name == "梅清"
    head_office.act_no_more(lin.desk)
    with pytest.raises(Trouble, match="role of head office"):
        review.remark(lin.desk, lin.inspection, "", "hello")


@pytest.mark.parametrize(
    ("roles", "reviews", "leads", "verifies"),
    [
        (("inspector",), False, False, True),
        (("lead",), False, True, True),
        (("site_manager",), False, False, False),
        (("head_office",), True, True, True),
        (("inspector", "head_office"), True, True, True),
        (("admin",), False, False, False),
    ],
)
def test_an_enrolled_desk_does_what_its_roles_at_the_hub_allow(
    lin: Inspector, roles: tuple[str, ...], reviews: bool, leads: bool, verifies: bool
) -> None:
    head_office.act(lin.desk, "梅清")
    enrol(lin, *roles)
    stands = head_office.standing(lin.desk)
    assert (stands.reviews, stands.leads, stands.verifies) == (reviews, leads, verifies)
    with pytest.raises(Trouble, match="decided at the hub"):
        head_office.act(lin.desk, "梅清")


def test_the_inspected_unit_submits_and_asks_but_does_not_close_its_own_actions(lin: Inspector) -> None:
    signed(lin)
    enrol(lin, "site_manager")
    for state in ("confirmed", "issued"):
        actions.set_state(lin.desk, lin.inspection, "F01-A1", state)
    actions.ask_extension(lin.desk, lin.inspection, "F01-A1", "2026-11-01", "parts are late")
    with pytest.raises(Trouble, match="inspectors or head office"):
        actions.grant_extension(lin.desk, lin.inspection, "F01-A1", "granted")
    enrol(lin, "inspector")
    actions.grant_extension(lin.desk, lin.inspection, "F01-A1", "granted")
    enrol(lin, "site_manager")
    actions.set_state(lin.desk, lin.inspection, "F01-A1", "submitted", reply="done")
    with pytest.raises(Trouble, match="inspectors or head office"):
        actions.set_state(lin.desk, lin.inspection, "F01-A1", "closed", verification="seen")


# ------------------------------------------------------------------------------------------- review


def test_only_a_signed_revision_is_reviewed_and_a_return_needs_a_reason(lin: Inspector) -> None:
    head_office.act(lin.desk, "梅清")
    with pytest.raises(Trouble, match="is not signed"):
        review.set_state(lin.desk, lin.inspection, "received")
    signed(lin)
    assert review.possible(lin.desk, lin.now) == ("received", "under_review", "returned", "accepted")
    review.set_state(lin.desk, lin.inspection, "received")
    with pytest.raises(Trouble, match="give this too"):
        review.set_state(lin.desk, lin.inspection, "returned", "  ")
    with pytest.raises(Trouble, match="cannot become “Received”"):
        review.set_state(lin.desk, lin.inspection, "received")
    with pytest.raises(Trouble, match="none of these"):
        review.set_state(lin.desk, lin.inspection, "praised")
    review.set_state(lin.desk, lin.inspection, "returned", "the exit is missing")
    last = review.returned(lin.now)
    assert last is not None and (last.reason, last.name) == ("the exit is missing", "梅清")


def test_nothing_is_accepted_while_a_remark_is_open(lin: Inspector) -> None:
    signed(lin)
    head_office.act(lin.desk, "梅清")
    review.remark(lin.desk, lin.inspection, "ST-1.1", "which paper?")
    assert "accepted" not in review.possible(lin.desk, lin.now)
    with pytest.raises(Trouble, match="not settled: 1"):
        review.set_state(lin.desk, lin.inspection, "accepted")
    review.settle(lin.desk, lin.inspection, "1")
    review.set_state(lin.desk, lin.inspection, "accepted")
    assert lin.now.reviewed is not None and lin.now.reviewed.state == "accepted"


def test_remarks_hang_on_items_findings_and_the_whole_and_are_answered_after_sign_off(lin: Inspector) -> None:
    signed(lin)
    head_office.act(lin.desk, "梅清")
    for where in ("ST-1.1", "F01", ""):
        review.remark(lin.desk, lin.inspection, where, f"about {where}")
    assert [r.subject for r in lin.now.remarks] == ["ST-1.1", lin.now.findings[0].id, ""]
    with pytest.raises(Trouble, match="no finding"):
        review.remark(lin.desk, lin.inspection, "F09", "about nothing")
    review.reply(lin.desk, lin.inspection, "2", "it is the blue one")
    assert (lin.now.remarks[1].reply, lin.now.remarks[1].replied_by) == ("it is the blue one", "林若溪")
    review.settle(lin.desk, lin.inspection, lin.now.remarks[1].id[:8])
    with pytest.raises(Trouble, match="has settled"):
        review.reply(lin.desk, lin.inspection, "2", "once more")
    review.settle(lin.desk, lin.inspection, "2", open_again=True)
    assert len(lin.now.open_remarks) == 3


def test_head_offices_word_is_not_undone_with_a_key(lin: Inspector) -> None:
    signed(lin)
    head_office.act(lin.desk, "梅清")
    review.set_state(lin.desk, lin.inspection, "returned", "the exit is missing")
    lin.amends()
    assert withdraw.undoable(lin.desk, lin.inspection) is None


def test_the_history_tells_the_review_in_words(lin: Inspector) -> None:
    signed(lin)
    head_office.act(lin.desk, "梅清")
    review.remark(lin.desk, lin.inspection, "ST-1.1", "which paper?")
    review.set_state(lin.desk, lin.inspection, "returned", "the exit is missing")
    assignments.assign(lin.desk, lin.inspection, "WP", person="林若溪", due="2026-10-01")
    told = [(past.field, past.after) for past in history.latest(lin.desk, lin.inspection, 3)]
    assert told == [
        ("Assignment", "林若溪 · until 1 October 2026"),
        ("Review by head office", "Returned · the exit is missing"),
        ("Remark of head office", "which paper?"),
    ]


# ------------------------------------------------------------------------------------------- sharing out


def test_sections_are_shared_out_and_everybody_sees_theirs(lin: Inspector) -> None:
    people = lin.now.people
    lead, manager = (next(p.code for p in people.values() if p.role == role) for role in ("leader", "site_manager"))
    assert assignments.mine(lin.desk, lin.inspection) == frozenset()
    assignments.assign(lin.desk, lin.inspection, "wp", person=manager)
    assignments.assign(lin.desk, lin.inspection, "WP-2", person=lead, users=["lin", "lin"])
    mine = assignments.mine(lin.desk, lin.inspection)
    assert "WP-2" in mine and "WP-1" not in mine and "EM-1" in mine
    what = look.checklist_of(lin.desk, lin.inspection)
    given = assignments.responsible(lin.now, what, "WP-2.3@S1")
    assert given is not None and given.users == ("lin",)
    assignments.take_back(lin.desk, lin.inspection, "WP")
    assert "WP-1" in assignments.mine(lin.desk, lin.inspection)
    with pytest.raises(Trouble, match="no section"):
        assignments.assign(lin.desk, lin.inspection, "XX", person=lead)
    with pytest.raises(Trouble, match="give this too"):
        assignments.assign(lin.desk, lin.inspection, "WP")


def test_a_user_of_the_hub_finds_what_was_given_to_them(lin: Inspector) -> None:
    assignments.assign(lin.desk, lin.inspection, "", users=["zhou"])
    assert not assignments.mine(lin.desk, lin.inspection)
    enrol(lin, "inspector", user="zhou")
    assert "WP-1" in assignments.mine(lin.desk, lin.inspection)
    with pytest.raises(Trouble, match="team leader"):
        assignments.assign(lin.desk, lin.inspection, "WP", users=["lin"])


def test_head_office_begins_an_inspection_for_somebody_else(mei: Inspector, checklist: Path) -> None:
    given = assignments.give_out(
        mei.desk,
        checklist,
        users=["lin"],
        person=begin.Member("林若溪", "leader"),
        due="2026-10-01",
        title="Q3",
        unit="海棠人寿",
    )
    mei.inspection = given.inspection
    [one] = mei.now.assignments.values()
    assert (one.section, one.users, mei.now.people[one.person].name, one.due) == ("", ("lin",), "林若溪", "2026-10-01")
    assert mei.desk.writer(mei.inspection) == ""


# ------------------------------------------------------------------------------------------- checklists given out


def released_round(folder: Path, version: str) -> Path:
    """A small checklist of its own id in this version."""
    source = (Path(__file__).parents[1] / "ui" / "short-round.yaml").read_text("utf-8")
    lines = [f"version: {version}" if line.startswith("version:") else line for line in source.splitlines()]
    file = folder / f"round-{version}.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_newer_release_is_for_new_inspections_and_never_alters_one_that_runs(mei: Inspector, tmp_path: Path) -> None:
    old = releases.release(mei.desk, released_round(tmp_path, "2026.2")).code
    code = releases.released(mei.desk)[0].code
    mei.begins(code)
    assert mei.now.checklist == old
    new = releases.release(mei.desk, released_round(tmp_path, "2026.10"), note="the exit is new").code
    assert [one.version for one in releases.released(mei.desk)] == ["2026.10", "2026.2"]
    assert [one.digest for one in releases.offered(mei.desk)] == [new]
    assert mei.now.checklist == old and look.checklist_of(mei.desk, mei.inspection).version == "2026.2"
    newer = releases.newer_than(mei.desk, old)
    assert newer is not None and newer.note == "the exit is new" and releases.newer_than(mei.desk, new) is None
    mei.begins(code)
    assert mei.now.checklist == new


def test_what_is_taken_out_of_use_begins_nothing_new_and_stops_nothing(mei: Inspector, tmp_path: Path) -> None:
    digest = releases.release(mei.desk, released_round(tmp_path, "1")).code
    mei.begins(digest)
    releases.withdraw(mei.desk, digest[:8], "a fault in it")
    assert releases.offered(mei.desk) == ()
    with pytest.raises(Trouble, match="out of use: a fault in it"):
        mei.begins(digest)
    assert look.look(mei.desk, mei.inspection).checklist.version == "1"
    releases.release(mei.desk, digest)
    assert releases.offered(mei.desk)[0].digest == digest
    assert releases.release(mei.desk, digest).kind == "known"


def test_the_company_journal_is_no_inspection(mei: Inspector, tmp_path: Path) -> None:
    releases.release(mei.desk, released_round(tmp_path, "1"))
    assert look.inspections(mei.desk) == []
    with pytest.raises(Trouble, match="has no inspection"):
        look.choose(mei.desk)
    mei.begins()
    assert [row.id for row in look.inspections(mei.desk)] == [mei.inspection]
    company = releases.company_of(mei.desk)
    look.count(mei.desk, company)
    assert mei.desk.store.journals.companies() == [company]


def test_a_release_reaches_another_desk_and_is_offered_when_its_document_is_there(
    mei: Inspector, lin: Inspector, tmp_path: Path
) -> None:
    file = released_round(tmp_path, "7")
    digest = releases.release(mei.desk, file).code
    company = releases.company_of(mei.desk)
    lin.desk.store.journals.receive(company, mei.desk.store.journals.read(company))
    assert [row.id for row in look.inspections(lin.desk)] == [lin.inspection]
    [one] = releases.released(lin.desk)
    assert (one.version, one.here) == ("7", False) and releases.offered(lin.desk) == ()
    checklists.install(lin.desk, file)
    assert [one.digest for one in releases.offered(lin.desk)] == [digest]
    enrol(lin, "inspector", company="c" * 32)  # a hub of its own: only its journal counts
    assert releases.released(lin.desk) == ()


# ------------------------------------------------------------------------------------------- following up


def test_more_time_is_asked_for_and_granted_and_the_deadline_moves_with_a_reason(lin: Inspector) -> None:
    signed(lin)
    desk, inspection = lin.desk, lin.inspection
    for state in ("confirmed", "issued"):
        actions.set_state(desk, inspection, "F01-A1", state)
    with pytest.raises(Trouble, match="Nobody has asked"):
        actions.grant_extension(desk, inspection, "F01-A1", "granted")
    with pytest.raises(Trouble, match="due on 2026-10-01"):
        actions.ask_extension(desk, inspection, "F01-A1", "2026-09-30", "parts are late")
    actions.ask_extension(desk, inspection, "F01-A1", "2026-11-01", "parts are late")
    one = actions.action_of(lin.now, "F01-A1")
    assert (one.state, one.due, one.until, one.reason) == (
        "extension_asked",
        "2026-10-01",
        "2026-11-01",
        "parts are late",
    )
    actions.refuse_extension(desk, inspection, "F01-A1", "they are in stock")
    actions.ask_extension(desk, inspection, "F01-A1", "2026-11-01", "they are not")
    actions.grant_extension(desk, inspection, "F01-A1", "seen", until="2026-10-20")
    one = actions.action_of(lin.now, "F01-A1")
    assert (one.state, one.due, one.until, one.reason) == ("under_way", "2026-10-20", "", "seen")


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("issued", "2026-09-16", True),
        ("issued", "2026-09-17", False),
        ("issued", "", False),
        ("closed", "2026-09-16", False),
        ("extension_asked", "2026-09-16", True),
    ],
)
def test_overdue_is_told_by_the_day_and_never_written(state: str, due: str, late: bool) -> None:
    assert actions.is_overdue(state, due, date(2026, 9, 17)) is late
