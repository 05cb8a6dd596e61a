"""Undo takes a whole deed back and never two; redo puts it back; withdrawing takes along what hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditapp.operations import answer, testimony, withdraw
from auditapp.operations.testimony import Draft
from auditapp.words import Trouble
from tests.inspector import Inspector, photo


def test_undo_takes_back_a_deed_of_many_entries_as_one(lin: Inspector) -> None:
    lin.draws("workstation", of=120, size=5, seed="s").finds("WP-2.3@S1")
    lin.undoes()
    assert not lin.now.findings
    assert len(lin.now.samples["workstation"]) == 5
    lin.undoes()
    assert not lin.now.samples
    assert not lin.now.plans
    lin.redoes().redoes()
    assert len(lin.now.samples["workstation"]) == 5
    assert lin.now.findings[0].fact


def test_undo_never_takes_two_deeds_even_when_the_clock_stands_still(tmp_path: Path, checklist: Path) -> None:
    with Inspector(tmp_path / "slow", pace=0.0) as lin:
        lin.begins(checklist).answers("ST-1.1", "conform").answers("ST-1.2", "conform").undoes()
        assert (lin.sees("ST-1.1"), lin.sees("ST-1.2")) == ("conform", None)


def test_undo_goes_no_further_back_than_the_beginning(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").undoes()
    with pytest.raises(Trouble, match="Nothing was written"):
        lin.undoes()
    assert lin.now.number


def test_undo_names_what_it_takes_back(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    deed = withdraw.undoable(lin.desk, lin.inspection)
    assert deed is not None
    assert lin.desk.words(deed.sentence, **deed.values) == "answer at ST-1.1"


def test_nothing_is_put_back_after_another_deed(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").undoes().answers("ST-1.2", "conform")
    with pytest.raises(Trouble, match="not an undo"):
        lin.redoes()


def test_a_withdrawn_finding_takes_its_actions_along_and_its_number_is_not_used_again(lin: Inspector) -> None:
    lin.finds("ST-1.1").asks("F01", "Repair it")
    withdraw.withdraw(lin.desk, lin.inspection, lin.now.findings[0].id, "it was another room")
    assert not lin.now.findings
    assert lin.finds("ST-1.1").last.code == "F02"


def test_what_was_taken_away_with_a_reason_comes_back_by_undo_and_goes_by_redo(lin: Inspector, tmp_path: Path) -> None:
    lin.photographs("ST-1.1", photo(tmp_path), caption="The chair").clears_photos().answers("ST-1.2", "conform")
    before = lin.now.photos
    withdraw.withdraw(lin.desk, lin.inspection, next(iter(before)), "by mistake")
    assert not lin.now.photos
    deed = withdraw.undoable(lin.desk, lin.inspection)
    assert deed is not None
    assert (lin.desk.words(deed.sentence, **deed.values), deed.places) == ("removal of a photo", {"ST-1.1"})
    lin.undoes()
    assert lin.now.photos == before, "with its caption and its clearance"
    again = withdraw.redoable(lin.desk, lin.inspection)
    assert again is not None
    assert again.sentence == deed.sentence
    lin.redoes()
    assert not lin.now.photos
    lin.undoes().undoes()
    assert lin.now.photos == before
    assert lin.sees("ST-1.2") is None, "and the deed before it is next"


def test_only_this_desks_entries_are_withdrawn_here(lin: Inspector, zhou: Inspector) -> None:
    lin.answers("ST-1.1", "conform").hands_over(zhou)
    with pytest.raises(Trouble, match="another desk"):
        withdraw.withdraw(zhou.desk, zhou.inspection, lin.last.ids[0], "no")
    with pytest.raises(Trouble, match="Nothing was written"):
        zhou.undoes()


@settings(max_examples=15)
@given(deeds=st.lists(st.sampled_from(["answer", "note", "undo", "redo", "finding"]), max_size=12))
def test_undoing_everything_is_as_if_nothing_had_been_written(
    tmp_path_factory: pytest.TempPathFactory, checklist: Path, deeds: list[str]
) -> None:
    with Inspector(tmp_path_factory.mktemp("story")) as lin:
        lin.begins(checklist)
        before = lin.now
        for number, deed in enumerate(deeds):
            match deed:
                case "answer":
                    lin.answers("ST-1.1", ["conform", "minor", "major"][number % 3])
                case "note":
                    lin.notes("ST-1.1", f"note {number}")
                case "finding":
                    lin.finds("ST-1.1")
                case "undo" if withdraw.undoable(lin.desk, lin.inspection):
                    lin.undoes()
                case "redo" if withdraw.redoable(lin.desk, lin.inspection):
                    lin.redoes()
                case _:
                    pass
        while withdraw.undoable(lin.desk, lin.inspection):
            lin.undoes()
        after = lin.now
        assert (after.answers, after.notes, after.findings) == (before.answers, before.notes, before.findings)


def test_what_is_read_to_take_something_back_does_not_grow_with_the_journal(
    lin: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 40,000 entries undo read all of them for one answer."""
    few = _rows_read(lin, monkeypatch, "ST-1.1")
    for number in range(4):
        many = [Draft("answer", f"XX-{number}.{n}", {"status": "answered", "v": "yes"}) for n in range(250)]
        testimony.write_down(lin.desk, lin.inspection, "answered", many)
    assert _rows_read(lin, monkeypatch, "ST-1.2") == few
    assert all(count < 120 for count in few.values()), few


def _rows_read(lin: Inspector, monkeypatch: pytest.MonkeyPatch, place: str) -> dict[str, int]:
    """How many rows of the desk each way of taking back reads, after three answers at a place."""
    assert lin.answers(place, "conform").sees(place) == "conform"
    db, read = lin.desk.store.db, [0]
    rows, row = db.rows, db.row

    def counted_rows(*given: Any) -> list[Any]:
        found = rows(*given)
        read[0] += len(found)
        return found

    def counted_row(*given: Any) -> Any:
        read[0] += 1
        return row(*given)

    with monkeypatch.context() as patched:
        patched.setattr(db, "rows", counted_rows)
        patched.setattr(db, "row", counted_row)
        found: dict[str, int] = {}
        for name, deed in {
            "an answer": lambda: answer.answer(lin.desk, lin.inspection, place, "major"),
            "another": lambda: answer.answer(lin.desk, lin.inspection, place, "minor"),
            "the fold": lambda: lin.now,
            "what would be undone": lambda: withdraw.undoable(lin.desk, lin.inspection),
            "undo": lambda: withdraw.undo(lin.desk, lin.inspection),
            "undo again": lambda: withdraw.undo(lin.desk, lin.inspection),
            "what would be redone": lambda: withdraw.redoable(lin.desk, lin.inspection),
            "redo": lambda: withdraw.redo(lin.desk, lin.inspection),
            "clear": lambda: answer.clear(lin.desk, lin.inspection, place),
        }.items():
            read[0] = 0
            deed()
            found[name] = read[0]
    return found
