"""What the inspection page keeps up to date line by line is always what a fresh look would show."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import LineState
from auditapp.operations import answer, look, photos, withdraw
from auditapp.operations.changes import Changes
from auditapp.ui.walking import Walking, counted
from auditapp.words import Trouble
from tests.inspector import Inspector, photo

VALUES = {
    AnswerKind.CONFORM: ("conform", "obs", "minor", "major"),
    AnswerKind.YESNO: ("yes", "no"),
    AnswerKind.NUMBER: ("1", "30", "400"),
    AnswerKind.COUNT: ("3", "50"),
    AnswerKind.DATE: ("2020-01-01", "2026-09-01"),
    AnswerKind.TEXT: ("seen", "not seen"),
}


@pytest.fixture
def walking(lin: Inspector) -> Walking:
    """Of an inspection with samples of two sets, each item of which is asked for each of them."""
    lin.draws("workstation", of=40, size=3).draws("zone", of=3, size=3, method="list")
    return Walking(lin.desk, look.look(lin.desk, lin.inspection))


def same_as_a_fresh_look(walking: Walking, lin: Inspector) -> None:
    while walking.behind:
        walking.catch_up(1.0)
    fresh = look.look(lin.desk, lin.inspection)
    assert [one.place for one in fresh.walk.lines if walking.lines[one.place] != one] == []
    assert len(walking.lines) == len(fresh.walk.lines)
    assert walking.inspection == fresh.inspection
    for section in walking.sections:
        assert walking.counts(section.id) == counted(fresh.walk.of_group(section.id))
    assert walking.total == counted(fresh.walk.lines)


def given(lin: Inspector, walking: Walking, dice: random.Random) -> Changes | None:
    """One deed of somebody who changes their mind all the time; None when it was refused."""
    asked = [one for one in walking.lines.values() if one.state is not LineState.NEEDS_SAMPLES]
    deciding = [one for one in asked if len(walking._walker.dependents.of(one.item.id)) > 0]
    line = dice.choice(deciding if dice.random() < 0.5 else asked)
    values = VALUES.get(line.item.kind) or tuple(option.code for option in line.item.options)

    def answered() -> Changes | None:
        return answer.answer(lin.desk, lin.inspection, line.place, dice.choice(values)) if values else None

    deeds: list[Callable[[], Changes | None]] = [
        answered,
        answered,
        answered,
        answered,
        lambda: answer.answer(lin.desk, lin.inspection, line.place, "na", reason="no such thing here"),
        lambda: answer.clear(lin.desk, lin.inspection, line.place),
        lambda: answer.note(lin.desk, lin.inspection, line.place, dice.choice(("seen", "seen twice", ""))),
        lambda: answer.flag(lin.desk, lin.inspection, line.place, dice.random() < 0.5),
        lambda: withdraw.undo(lin.desk, lin.inspection),
        lambda: withdraw.redo(lin.desk, lin.inspection),
    ]
    try:
        return dice.choice(deeds)()
    except Trouble:
        return None


@pytest.mark.parametrize("seed", range(3))
def test_lines_and_counts_kept_up_to_date_are_those_of_a_fresh_look(
    walking: Walking, lin: Inspector, seed: int
) -> None:
    dice = random.Random(seed)
    kinds: set[str] = set()
    for turn in range(90):
        changes = given(lin, walking, dice)
        if changes is not None:
            if walking.follow(changes) is None:  # the drawing of samples was undone: it takes a fresh look
                walking.take(look.look(lin.desk, lin.inspection))
            kinds.add(changes.kind)
        if turn % 30 == 29:
            same_as_a_fresh_look(walking, lin)
    assert {"answered", "undone", "noted", "flagged"} <= kinds


def test_undo_and_redo_of_an_answer_are_followed_without_a_fresh_look(walking: Walking, lin: Inspector) -> None:
    for value in ("conform", "minor"):
        assert walking.follow(lin.answers("ST-1.1", value).last) == {"ST-1.1"}
    for deed in (withdraw.undo, withdraw.undo, withdraw.redo, withdraw.redo, withdraw.undo):
        assert walking.follow(deed(lin.desk, lin.inspection)) == {"ST-1.1"}
        same_as_a_fresh_look(walking, lin)


def test_what_looks_at_all_samples_follows_later_and_what_looks_at_the_item_at_once(
    walking: Walking, lin: Inspector
) -> None:
    walking.follow(lin.answers("WP-1.7", "600").last)
    touched = walking.follow(lin.answers("WP-1.6", "100").last)
    assert touched is not None and {"WP-1.6", "WP-1.8"} <= touched
    same_as_a_fresh_look(walking, lin)


def test_a_sample_that_is_drawn_and_a_finding_take_a_fresh_look(walking: Walking, lin: Inspector) -> None:
    lin.answers("ST-1.1", "minor")
    assert walking.follow(lin.last) is not None
    lin.finds("ST-1.1", "The register is missing")
    assert walking.follow(lin.last) is None


def test_photos_that_come_and_go_are_followed_without_a_fresh_look(
    walking: Walking, lin: Inspector, tmp_path: Path
) -> None:
    for n, place in enumerate(("WP-4.8", "WP-4.8", "ST-1.1", "")):
        lin.photographs(place, photo(tmp_path, f"{n}.jpg", colour=60 * n), caption="seen" if n else "")
        assert walking.follow(lin.last) is not None
        same_as_a_fresh_look(walking, lin)
    first, second, *_ = lin.now.photos
    for deed in (
        lambda: photos.caption(lin.desk, lin.inspection, first, "left side"),
        lambda: photos.move(lin.desk, lin.inspection, first, "ST-1.2"),
        lambda: photos.arrange(lin.desk, lin.inspection, "WP-4.8", [second]),
        lambda: photos.clear(lin.desk, lin.inspection, ["all"], "林若溪"),
        lambda: photos.redact(lin.desk, lin.inspection, second, [photos.Box(0, 0, 50, 50)], "林若溪"),
    ):
        touched = walking.follow(deed())
        assert touched is not None
        assert touched <= {"WP-4.8", "ST-1.1", "ST-1.2"}
        same_as_a_fresh_look(walking, lin)
