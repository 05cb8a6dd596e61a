"""The fold kept up to date is the fold of everything that stands."""

from __future__ import annotations

import hashlib
import random
from dataclasses import fields

import pytest

from auditapp.inspection.refold import refold
from auditapp.inspection.state import Inspection, fold
from auditapp.inspection.stood import Stood
from tests.inspection.centre import DESK, Book

OTHER = "e" * 32
PLACES = ("WP-1.1", "WP-1.2", "WP-2.1@S1", "EM-3.1", "")
KINDS = (
    *("answer", "note", "flag", "about", "setting", "person", "instrument"),
    *("photo", "photo.caption", "photo.place", "photo.clearance"),
    *("finding", "finding.grade", "finding.evidence", "comment", "action", "action.state", "action.due"),
    *("meeting.held", "meeting.note", "attendance"),
    *("assignment", "review.state", "remark", "remark.reply", "remark.state"),
)
GARBAGE = (b"{", b"[]", None)


def assert_same(kept: Inspection, fresh: Inspection) -> None:
    for one in fields(Inspection):
        mine, right = getattr(kept, one.name), getattr(fresh, one.name)
        assert mine == right, one.name
        if isinstance(right, dict):
            assert list(mine) == list(right), one.name


class Desk:
    """Rows that stand, and an inspection folded once and then kept up to date."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.book = Book()
        self.kept = self.book.inspection
        self.whole = self.written = 0

    def standing(self, kind: str, subject: str) -> list[Stood]:
        return [row for row in self.book.rows if (row.kind, row.subject) == (kind, subject)]

    def ids(self, kind: str) -> list[str]:
        return [row.id for row in self.book.rows if row.kind == kind] or ["f" * 64]

    def writes(self) -> None:
        """Somebody writes somewhere: over what stands, beside it (a dispute), something that cannot be read; or
        something is taken back."""
        before = {row.id: row for row in self.book.rows}
        for _ in range(self.dice.choice((1, 1, 1, 3))):
            kind = self.dice.choice(KINDS)
            if self.dice.random() < 0.15:
                self.book.rows = [row for row in self.book.rows if row.id not in self.dice.choices([*before, ""], k=2)]
            else:
                self.write(kind)
        now = {row.id: row for row in self.book.rows}
        changed = {(row.kind, row.subject) for i, row in (before | now).items() if before.get(i) != now.get(i)}
        found = refold(self.kept, changed, self.standing)
        self.whole += found is None
        self.kept = found if found is not None else fold("a" * 32, self.book.rows)

    def write(self, kind: str) -> None:
        dice = self.dice
        subject = {
            "photo": dice.choice(PLACES),
            "finding": dice.choice(PLACES),
            "action": dice.choice(self.ids("finding")),
            "comment": dice.choice((*self.ids("finding"), "")),
            "attendance": dice.choice(("opening", "closing")),
            "remark": dice.choice(PLACES),
            "review.state": dice.choice(("1", "2")),
            "assignment": dice.choice(("WP", "EM-3", "")),
        }.get(kind) or dice.choice(
            {
                "photo.": self.ids("photo"),
                "finding.": self.ids("finding"),
                "action.": self.ids("action"),
                "meeting.": ["opening", "closing"],
                "remark.": self.ids("remark"),
            }.get(kind.partition(".")[0] + ".", [*PLACES, *self.ids("finding")])
        )
        slot = kind not in ("photo", "finding", "action", "attendance", "remark")
        if slot and dice.random() < 0.8:
            self.book.rows = [row for row in self.book.rows if (row.kind, row.subject) != (kind, subject)]
        words = dice.choice(("major", "closed", "minor", "", "yes", "settled", "returned"))
        value = dice.choice(({"v": words}, {"v": [words]}, {"v": words, "order": dice.randrange(3), "name": words}))
        whole = {**value, "number": f"F{dice.randrange(20)}", "state": words, "person": words, "reason": words}
        self.book.write(kind, subject, dice.choice(GARBAGE) if dice.random() < 0.1 else whole)
        self.written += 1  # rows come and go: every one has an id and a number of its own
        desk, id_ = dice.choice((DESK, OTHER)), hashlib.sha256(str(self.written).encode()).hexdigest()
        self.book.rows[-1] = self.book.rows[-1]._replace(id=id_, desk=desk, seq=self.written)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_written_in_whatever_order_it_is_what_a_whole_fold_gives(seed: int) -> None:
    desk = Desk(seed)
    for _ in range(120):
        desk.writes()
        assert_same(desk.kept, desk.book.inspection)
    assert desk.whole < 60  # most deeds were followed slot by slot


def test_an_answer_costs_one_slot_and_leaves_all_other_parts_the_very_same() -> None:
    book = Book()
    for n in range(200):
        book.answer(f"WP-{n}.1", "conform")
    before = book.inspection
    book.rows = [row for row in book.rows if row.subject != "WP-7.1"]
    book.answer("WP-7.1", "minor")
    asked: list[tuple[str, str]] = []

    def standing(kind: str, subject: str) -> list[Stood]:
        asked.append((kind, subject))
        return [row for row in book.rows if (row.kind, row.subject) == (kind, subject)]

    after = refold(before, [("answer", "WP-7.1")], standing)
    assert after is not None and asked == [("answer", "WP-7.1")]
    assert after.answers["WP-7.1"].answer.v == "minor"
    assert after.photos is before.photos and after.samples is before.samples and after.notes is before.notes


@pytest.mark.parametrize(
    "kind",
    ["sample", "sample-plan", "sign-off", "amendment", "inspection", "finding.later", "release", "stamped", "new"],
)
def test_what_reaches_further_is_left_to_a_whole_fold(kind: str) -> None:
    book = Book()
    assert refold(book.inspection, [(kind, "1")], lambda kind, subject: ()) is None
