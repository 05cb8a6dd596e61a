"""The history of one place in words, and that nothing else of the journal is read for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditapp.inspection.trail import Fate
from auditapp.operations import findings, history, photos, testimony, withdraw
from auditapp.operations.history import Past
from auditapp.operations.testimony import Draft
from auditapp.words import speak
from tests.inspector import Inspector, photo


def lines(past: tuple[Past, ...]) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.field, one.before, one.after, str(one.fate)) for one in past]


def test_it_tells_who_wrote_what_from_what_to_what_and_what_was_undone(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.1", "minor").notes("ST-1.1", "look again").undoes()
    found = history.of_place(lin.desk, lin.inspection, "ST-1.1")
    assert lines(found) == [
        ("Note", (), "look again", "withdrawn"),
        ("Answer", ("Conforms",), "Minor nonconformity", "stands"),
        ("Answer", (), "Conforms", "replaced"),
    ]
    note, answer, _ = found
    assert {one.who for one in found} == {"林若溪"} and all(one.here for one in found)
    assert note.taken_back is not None and note.taken_back.undone and note.taken_back.when > note.when
    assert (answer.where.page, answer.where.at) == ("item", "ST-1.1") and answer.where.said.startswith("ST-1.1 ")
    assert answer.taken_back is None


def test_what_was_put_back_stands_again_and_a_withdrawal_has_its_reason(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").undoes().redoes()
    assert [one.fate for one in history.of_place(lin.desk, lin.inspection, "ST-1.1")] == [Fate.STANDS]
    withdraw.withdraw(
        lin.desk, lin.inspection, history.of_place(lin.desk, lin.inspection, "ST-1.1")[0].entry, "wrong room"
    )
    (gone,) = history.of_place(lin.desk, lin.inspection, "ST-1.1")
    assert gone.taken_back is not None
    assert (gone.fate, gone.taken_back.undone, gone.taken_back.reason) == (Fate.WITHDRAWN, False, "wrong room")


def test_photos_and_findings_are_there_with_what_was_written_about_them(lin: Inspector, tmp_path: Path) -> None:
    lin.photographs("ST-1.1", photo(tmp_path), caption="The chair").finds("ST-1.1").asks("F01", "Repair it")
    findings.edit(lin.desk, lin.inspection, "F01", "grade", "major")
    photos.clear(lin.desk, lin.inspection, ["all"], "林若溪")
    fields = {one.field for one in history.of_place(lin.desk, lin.inspection, "ST-1.1")}
    assert fields >= {"Photo", "Caption", "Clearance", "Finding", "Fact", "Grade", "Corrective action"}
    finding = lin.now.findings[0]
    of_it = history.of_place(lin.desk, lin.inspection, finding.id)
    assert {one.field for one in of_it} >= {"Fact", "Grade", "Corrective action", "What must be done"}
    assert all(one.where.page in ("finding", "action") for one in of_it)


def test_an_items_history_has_its_samples_and_a_samples_only_its_own(lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=2).answers("WP-2.3@S1", "minor").answers("WP-2.3@S2", "conform")
    assert {one.subject for one in history.of_place(lin.desk, lin.inspection, "WP-2.3")} == {"WP-2.3@S1", "WP-2.3@S2"}
    assert {one.subject for one in history.of_place(lin.desk, lin.inspection, "WP-2.3@S1")} == {"WP-2.3@S1"}


def test_another_desks_steps_name_their_person_and_their_desk(lin: Inspector, zhou: Inspector) -> None:
    lin.answers("ST-1.1", "conform").hands_over(zhou)
    zhou.works_as("赵启明").answers("ST-1.1", "minor").hands_over(lin)
    found = history.of_place(lin.desk, lin.inspection, "ST-1.1")
    assert {(one.who, one.here, one.desk) for one in found} == {
        ("林若溪", True, lin.desk.id),
        ("赵启明", False, zhou.desk.id),
    }


def test_the_latest_of_everything_come_newest_first_and_no_more_than_wished(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.2", "minor").answers("ST-1.1", "minor")
    found = history.latest(lin.desk, lin.inspection, 2)
    assert [(one.subject, one.fate) for one in found] == [("ST-1.1", Fate.STANDS), ("ST-1.2", Fate.STANDS)]
    assert found[0].before == ("Conforms",)
    assert len(history.latest(lin.desk, lin.inspection)) > 5


def test_it_reads_in_chinese_without_codes(lin: Inspector) -> None:
    lin.answers("ST-1.1", "minor").finds("ST-1.1")
    lin.desk.words = speak("zh-CN")
    said = " ".join(f"{one.field} {one.after}" for one in history.of_place(lin.desk, lin.inspection, "ST-1.1"))
    assert "minor" not in said and "finding." not in said


def test_a_long_journal_is_not_read_for_one_place(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.1", "minor")
    few = rows_read(lin, monkeypatch)
    for number in range(3):
        many = [Draft("answer", f"XX-{number}.{n}", {"status": "answered", "v": "yes"}) for n in range(300)]
        testimony.write_down(lin.desk, lin.inspection, "answered", many)
    assert rows_read(lin, monkeypatch) == few < 100


def rows_read(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> int:
    assert lin.now.answers  # folded, as it is while somebody looks at it
    db, read = lin.desk.store.db, [0]
    rows = db.rows

    def counted(*given: Any) -> list[Any]:
        found = rows(*given)
        read[0] += len(found)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(db, "rows", counted)
        history.of_place(lin.desk, lin.inspection, "ST-1.1")
    return read[0]
