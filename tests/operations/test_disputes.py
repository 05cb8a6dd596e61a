"""Disputes of every kind in words, and each of them decided by keeping one version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.operations import (
    about,
    actions,
    answer,
    comments,
    disputes,
    findings,
    instruments,
    look,
    meetings,
    photos,
    samples,
)
from auditapp.operations.desk import Desk
from auditapp.operations.disputes import Disputed
from auditapp.words import Trouble, speak
from tests.inspector import Inspector, photo

Deed = Callable[[Desk, str, str], object]
"""Writes one of two values ("a" or "b") at a desk."""


def both(lin: Inspector, zhou: Inspector, deed: Deed) -> tuple[Disputed, ...]:
    """Lin writes one thing and Zhou another at the same time; then Lin takes Zhou's work in."""
    lin.hands_over(zhou)
    zhou.works_as("赵启明")
    deed(lin.desk, lin.inspection, "a")
    deed(zhou.desk, zhou.inspection, "b")
    zhou.hands_over(lin)
    return disputes.disputes(lin.desk, lin.inspection)


def _sample(desk: Desk, at: str, which: str) -> object:
    return samples.skip(desk, at, "workstation/S1", "locked" if which == "a" else "on leave")


DEEDS: dict[str, tuple[Deed, str, str, tuple[str, str]]] = {
    # name: (deed, page, field, what the two versions read like)
    "answer": (
        lambda d, i, x: answer.answer(d, i, "ST-1.1", "conform" if x == "a" else "minor"),
        "item", "Answer", ("Conforms", "Minor nonconformity"),
    ),
    "not applicable": (
        lambda d, i, x: answer.answer(d, i, "ST-1.1", "na", reason=f"no kitchen {x}"),
        "item", "Answer", ("Not applicable · no kitchen a", "Not applicable · no kitchen b"),
    ),
    "note": (lambda d, i, x: answer.note(d, i, "ST-1.1", f"note {x}"), "item", "Note", ("note a", "note b")),
    "flag": (lambda d, i, x: answer.flag(d, i, "ST-1.1", x == "a"), "item", "Flag", ("flagged", "flag taken off")),
    "grade": (
        lambda d, i, x: findings.edit(d, i, "F01", "grade", "major" if x == "a" else "minor"),
        "finding", "Grade", ("Major nonconformity", "Minor nonconformity"),
    ),
    "evidence": (
        lambda d, i, x: findings.set_evidence(d, i, "F01", [f"log {x}"]),
        "finding", "Evidence", ("log a", "log b"),
    ),
    "state": (
        lambda d, i, x: actions.set_state(d, i, "F01-A1", "issued" if x == "a" else "draft"),
        "action", "State", ("Issued", "Draft"),
    ),
    "due": (
        lambda d, i, x: actions.edit(d, i, "F01-A1", "due", "2026-10-01" if x == "a" else "2026-11-01"),
        "action", "Due", ("1 October 2026", "1 November 2026"),
    ),
    "meeting": (
        lambda d, i, x: meetings.hold(d, i, "opening", where=f"Room {x}"),
        "meeting", "Place", ("Room a", "Room b"),
    ),
    "setting": (
        lambda d, i, x: about.setting(d, i, "preset", "A" if x == "a" else "B"),
        "inspection", "Scoring preset", ("A", "B"),
    ),
    "about": (lambda d, i, x: about.about(d, i, "unit", f"U{x}"), "inspection", "Inspected unit", ("Ua", "Ub")),
    "instrument": (
        lambda d, i, x: instruments.instrument(d, i, "LUX", f"Meter {x}", calibration_due="2027-01-02"),
        "inspection", "Instrument",
        ("Meter a · calibrated until 2 January 2027", "Meter b · calibrated until 2 January 2027"),
    ),
    "caption": (
        lambda d, i, x: photos.caption(d, i, _photo(d, i), f"Chair {x}"),
        "item", "Caption", ("Chair a", "Chair b"),
    ),
    "skipped sample": (_sample, "samples", "Skipped sample", ("locked", "on leave")),
    "comment": (
        lambda d, i, x: comments.comment(d, i, f"seen {x}", name="赵启明", finding="F01"),
        "finding", "Comment of the unit", ("Comment: seen a", "Comment: seen b"),
    ),
}  # fmt: skip


def _photo(desk: Desk, inspection: str) -> str:
    return next(iter(look.fold(desk, inspection).photos))


@pytest.fixture
def begun(lin: Inspector, tmp_path: Path) -> Inspector:
    lin.draws("workstation", of=40, size=2).photographs("ST-1.1", photo(tmp_path)).clears_photos()
    lin.finds("ST-1.1").asks("F01", "Repair it")
    actions.set_state(lin.desk, lin.inspection, "F01-A1", "confirmed")
    return lin


@pytest.mark.parametrize("name", DEEDS)
def test_each_kind_is_told_in_words_and_decided_by_keeping_one(begun: Inspector, zhou: Inspector, name: str) -> None:
    deed, page, field, said = DEEDS[name]
    (found,) = both(begun, zhou, deed)
    assert (found.where.page, found.field, found.decidable) == (page, field, True)
    assert sorted(version.said for version in found.versions) == sorted(said)
    assert {version.who for version in found.versions} == {"林若溪", "赵启明"}
    assert sum(version.here for version in found.versions) == 1
    kept = found.versions[0]
    disputes.keep(begun.desk, begun.inspection, kept.entry[:12])
    assert disputes.disputes(begun.desk, begun.inspection) == ()
    with pytest.raises(Trouble, match="None of the disputed"):
        disputes.keep(begun.desk, begun.inspection, kept.entry)
    with pytest.raises(Trouble, match="not two different"):
        answer.resolve(begun.desk, begun.inspection, found.subject, keep=kept.entry, kind=found.kind)
    begun.undoes()
    assert len(disputes.disputes(begun.desk, begun.inspection)) == 1, "a decision can be taken back"


@pytest.mark.parametrize("name", DEEDS)
def test_nothing_of_it_is_a_code_in_chinese(begun: Inspector, zhou: Inspector, name: str) -> None:
    both(begun, zhou, DEEDS[name][0])
    begun.desk.words = speak("zh-CN")
    (found,) = disputes.disputes(begun.desk, begun.inspection)
    for code in ("conform", "minor", "major", "draft", "issued", "finding.", "opening", "workstation", "preset"):
        assert code not in f"{found.where.said} {found.field} {' '.join(v.said for v in found.versions)}"


def test_where_nobody_disagrees_there_is_nothing_to_decide(lin: Inspector, zhou: Inspector) -> None:
    assert both(lin, zhou, lambda d, i, x: answer.answer(d, i, "ST-1.1", "conform")) == ()
