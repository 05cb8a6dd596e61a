"""The hub as people meet it: desks that join, give, take, are refused and let in again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.hub import backups, people, taking
from auditapp.inspection import facts
from auditapp.inspection.gaps import GapKind
from auditapp.journal.union import digest
from auditapp.operations import assignments, bundles, documents, exchange, review, sign_off, trail
from auditapp.operations.exchange import Exchanged
from auditapp.operations.testimony import write_down
from auditapp.report.papers import Document
from auditapp.store.journals import Draft
from auditapp.words import Trouble
from tests.hub.served import InThread
from tests.inspector import Inspector, photo


def rounds(hub: InThread, *desks: Inspector) -> Exchanged:
    """A round of each desk; what came of the last."""
    told = None
    for desk in desks:
        office = hub.office(desk)
        try:
            told = exchange.exchange(desk.desk, office)
        finally:
            office.close()
    assert told is not None
    return told


def at_the_hub(hub: InThread, inspection: str) -> set[str]:
    """The ids of what the hub holds of an inspection."""
    journals = hub.hub.keeping.journals
    return {entry.id for entry in journals.entries(inspection, dict.fromkeys(journals.publics(inspection), 0))}


def here(desk: Inspector, inspection: str) -> set[str]:
    return {entry.id for entry in desk.desk.store.journals.read(inspection)}


def reasons(hub: InThread, inspection: str) -> list[str]:
    return [held.why for held in hub.hub.keeping.journals.quarantined(inspection=inspection)]


def is_safe(desk: Inspector) -> bool:
    return exchange.safe(desk.desk, desk.inspection).state == exchange.SafeState.SAFE


def test_a_desk_that_worked_before_it_was_enrolled_joins_and_loses_nothing(
    hub: InThread, lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    hub.enrols(lin, "lin", "林若溪")
    told = rounds(hub, lin)
    assert not told.summary.differs and not told.summary.missing
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    rounds(hub, zhou)
    zhou.inspection = lin.inspection
    assert zhou.now == lin.now
    assert hub.hub.keeping.journals.digest(lin.inspection) == digest(lin.desk.store.journals.read(lin.inspection))
    assert is_safe(lin)


def test_what_an_unenrolled_desk_wrote_waits_in_quarantine_until_it_is_enrolled(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    """Zhou took Lin's inspection by stick, and it is Zhou who is enrolled first: he carries Lin's entries."""
    lin.answers("ST-1.1", "conform").hands_over(zhou)
    zhou.inspection = lin.inspection
    zhou.answers("ST-1.2", "conform")
    hub.enrols(zhou, "zhou", "周慕云")
    told = rounds(hub, zhou)
    assert {q.why for q in told.summary.quarantined} == {"unknown desk"}
    assert set(reasons(hub, lin.inspection)) == {"unknown desk"}
    assert not is_safe(zhou)
    hub.enrols(lin, "lin", "林若溪")
    assert reasons(hub, lin.inspection) == []
    assert at_the_hub(hub, lin.inspection) == here(zhou, lin.inspection)
    rounds(hub, zhou)
    assert is_safe(zhou)


def test_what_a_role_does_not_allow_waits_with_all_that_follows_it_and_comes_in_with_the_role(
    hub: InThread, lin: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪", ["inspector"])
    write_down(lin.desk, lin.inspection, "test", [Draft("amendment", "2", {"reason": "r", "of": "1"})])
    lin.answers("ST-1.1", "conform")
    before = here(lin, lin.inspection)
    told = rounds(hub, lin)
    assert {q.why for q in told.summary.quarantined} == {"not allowed"}
    assert reasons(hub, lin.inspection) == ["not allowed", "not allowed"]
    assert not is_safe(lin)
    lin.answers("ST-1.2", "conform")
    rounds(hub, lin)
    assert reasons(hub, lin.inspection) == ["not allowed"] * 3, "what is written later waits too, and is kept"
    done = people.add_user(hub.hub, "lin", "林若溪", ["lead"], by="test")
    assert done.released == 3
    assert at_the_hub(hub, lin.inspection) == here(lin, lin.inspection) > before
    rounds(hub, lin)
    assert is_safe(lin)


def test_a_revoked_desk_is_neither_heard_nor_answered_and_what_it_gave_before_stays(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    rounds(hub, lin)
    before = at_the_hub(hub, lin.inspection)
    people.revoke(hub.hub, lin.desk.id, "stolen", by="test")
    lin.answers("ST-1.1", "conform")
    with pytest.raises(Trouble) as told:
        rounds(hub, lin)
    assert told.value.title == "Head office has revoked this desk"
    lin.hands_over(zhou)  # what it wrote since comes by another's hands
    carried = rounds(hub, zhou)
    assert {q.why for q in carried.summary.quarantined} == {"revoked"}
    assert at_the_hub(hub, lin.inspection) == before
    desks, released = people.let_in_again(hub.hub, "lin", by="test")
    assert (len(desks), released) == (1, 1)
    rounds(hub, lin)
    assert at_the_hub(hub, lin.inspection) == here(lin, lin.inspection)


def test_a_user_that_is_revoked_is_out_with_all_his_desks(hub: InThread, lin: Inspector, zhou: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "lin", "林若溪")
    assert len(people.revoke(hub.hub, "lin", "left", by="test")) == 2
    for desk in (lin, zhou):
        with pytest.raises(Trouble, match="revoked"):
            rounds(hub, desk)
    with pytest.raises(Trouble, match="may not exchange"):
        hub.invites("lin", "林若溪")


def test_an_inspector_sees_what_is_his_and_what_he_is_assigned_to(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["inspector"])
    rounds(hub, lin, zhou)
    assert zhou.desk.store.journals.row(lin.inspection) is None
    office = hub.office(zhou)
    with pytest.raises(Trouble, match="does not allow"):
        list(office.entries(lin.inspection, {lin.desk.id: 0}))
    with pytest.raises(Trouble, match="does not allow"):
        office.receipt(lin.inspection)
    assert office.digests({lin.inspection: {}}) == {}
    office.close()
    assignments.assign(lin.desk, lin.inspection, "WP-1", users=["zhou"])
    rounds(hub, lin, zhou)
    assert here(zhou, lin.inspection) == here(lin, lin.inspection)
    lin.undoes()
    rounds(hub, lin)
    assert hub.hub.keeping.journals.members(lin.inspection) == {"lin"}, (
        "nobody assigned him any more, and he gave nothing"
    )


def test_who_gave_something_goes_on_seeing_it_when_he_is_no_longer_assigned(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["inspector"])
    assignments.assign(lin.desk, lin.inspection, "WP-1", users=["zhou"])
    rounds(hub, lin, zhou)
    zhou.inspection = lin.inspection
    zhou.answers("WP-1.1", "lowrise")
    rounds(hub, zhou, lin)
    assignments.assign(lin.desk, lin.inspection, "WP-1", users=["lin"])
    rounds(hub, lin)
    assert hub.hub.keeping.journals.members(lin.inspection) == {"lin", "zhou"}


def test_files_are_seen_by_whoever_sees_the_inspection_that_names_them(
    hub: InThread, lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["inspector"])
    lin.photographs("ST-1.1", photo(tmp_path))
    rounds(hub, lin)
    [taken] = lin.now.photos.values()
    office = hub.office(zhou)
    with pytest.raises(Trouble, match="does not hold"):
        list(office.get(taken.sha256))
    office.close()
    office = hub.office(lin)
    whole = b"".join(office.get(taken.sha256))
    assert b"".join(office.get(taken.sha256, offset=1_000)) == whole[1_000:]
    office.close()


def test_head_office_speaks_and_an_inspector_cannot_speak_for_it(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    rounds(hub, lin, zhou)
    review.remark(zhou.desk, lin.inspection, "ST-1.1", "Which season?")
    rounds(hub, zhou, lin)
    assert [remark.text for remark in lin.now.remarks] == ["Which season?"]
    write_down(lin.desk, lin.inspection, "test", [Draft("review.state", "1", {"v": "accepted"})])
    rounds(hub, lin)
    assert reasons(hub, lin.inspection) == ["not allowed"]


def test_an_inspector_cannot_take_back_what_head_office_said(hub: InThread, lin: Inspector, zhou: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    rounds(hub, lin, zhou)
    review.remark(zhou.desk, lin.inspection, "ST-1.1", "Which season?")
    rounds(hub, zhou, lin)
    [remark] = lin.now.remarks
    write_down(lin.desk, lin.inspection, "test", [Draft(facts.WITHDRAW, remark.id, {"reason": "no"})])
    rounds(hub, lin, zhou)
    assert reasons(hub, lin.inspection) == ["not allowed"]
    assert [one.text for one in zhou.now.remarks] if zhou.inspection else True
    zhou.inspection = lin.inspection
    assert [one.text for one in zhou.now.remarks] == ["Which season?"]


def test_the_company_journal_is_head_office_s_to_write_and_everybody_s_to_read(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    company = hub.company.journal
    for desk in (zhou, lin):
        desk.desk.store.journals.append(
            company,
            [Draft("release", "a" * 64, {"id": "x", "version": "1"})],
            writer="P1",
            wall="2026-01-01T00:00:00+08:00",
        )
    rounds(hub, zhou, lin)
    assert set(reasons(hub, company)) == {"not allowed"}
    assert {entry.head.desk for entry in lin.desk.store.journals.read(company)} == {lin.desk.id, zhou.desk.id}
    office = hub.office(lin)
    assert office.receipt(company) is not None
    office.close()


def test_an_erasure_by_head_office_empties_the_hub_and_the_desks_and_nobody_brings_it_back(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    lin.notes("ST-1.1", "a name that must go")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin, zhou)
    [note] = [e for e in lin.desk.store.journals.read(lin.inspection) if e.head.kind == "note"]
    write_down(zhou.desk, lin.inspection, "test", [Draft(facts.ERASE, note.id, {"reason": "asked for"})])
    rounds(hub, zhou, lin)
    held = hub.hub.keeping.journals.entry(note.id)
    found = lin.desk.store.journals.entry(note.id)
    assert held is not None and held.erased
    assert found is not None and found.erased
    for one in (lin, zhou):
        assert trail.check(one.desk, lin.inspection).trustworthy
    assert backups.status(hub.hub.keeping, thorough=True, erasers=hub.hub.erasers()).flaws == ()
    [flaw] = backups.status(hub.hub.keeping, thorough=True).flaws
    assert "A value is missing" in flaw, "of nobody known"
    rounds(hub, lin, zhou)
    held = hub.hub.keeping.journals.entry(note.id)
    assert held is not None and held.erased


def test_an_inspection_with_a_photo_erased_goes_on_and_its_report_leaves_without_the_photo(
    hub: InThread, lin: Inspector, zhou: Inspector, tmp_path: Path, program: Callable[[str], Path]
) -> None:
    lin.photographs("ST-1.1", photo(tmp_path))
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin, zhou)
    with pytest.raises(Trouble, match="not cleared"):
        documents.draft(lin.desk, lin.inspection, tmp_path / "report.pdf", document=Document.REPORT)
    [taken] = [e for e in lin.desk.store.journals.read(lin.inspection) if e.head.kind == "photo"]
    write_down(zhou.desk, lin.inspection, "test", [Draft(facts.ERASE, taken.id, {"reason": "a face"})])
    rounds(hub, zhou, lin)
    assert not [gap for gap in sign_off.gaps(lin.desk, lin.inspection) if gap.kind is GapKind.PHOTO_CLEARANCE]
    drawn = documents.make(documents.draft(lin.desk, lin.inspection, tmp_path / "report.pdf", document=Document.REPORT))
    said = subprocess.run([program("pdftotext"), drawn.path, "-"], capture_output=True, check=True, text=True).stdout
    assert "1 entry was erased or cannot be read." in said
    assert "Picture not available" in said and "Not cleared" not in said
    with Inspector(tmp_path / "mei") as mei:
        assert lin.hands_over(mei).missing == ()
        stick = tmp_path / "stick.auditpkg"
        bundles.write_bundle(lin.desk, stick, [lin.inspection])
    with Inspector(tmp_path / "wu") as wu:
        bundles.take_bundle(wu.desk, stick)
        entry = wu.desk.store.journals.entry(taken.id)
        assert entry is not None and entry.erased


def test_entries_of_another_inspection_or_of_no_form_are_refused_and_nothing_is_kept(
    hub: InThread, lin: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)
    entries = lin.desk.store.journals.read(lin.inspection)
    with pytest.raises(Trouble, match="malformed"):
        office.give("0" * 32, entries)
    assert hub.hub.keeping.journals.counts()["inspections"] == 0
    office.close()


def test_giving_the_same_again_changes_nothing(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)
    entries = lin.desk.store.journals.read(lin.inspection)
    first = office.give(lin.inspection, entries)
    assert office.give(lin.inspection, entries) == first
    assert office.give(lin.inspection, entries[:3]) == first
    office.close()


def test_release_finds_nothing_to_do_where_nothing_waits(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin)
    assert taking.release(hub.hub) == 0


def test_a_strand_whose_beginning_is_not_here_is_not_kept_and_makes_nobody_a_member(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云")
    office = hub.office(zhou)
    given = office.give(lin.inspection, lin.desk.store.journals.read(lin.inspection)[3:])
    assert given.digest == {} and given.quarantined == ()
    assert hub.hub.keeping.journals.members(lin.inspection) == set()
    office.close()
