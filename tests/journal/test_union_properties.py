"""A machine that plays desks against each other and looks after every step (exchange.md I1-I8, I11-I13)."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from auditapp.journal.living import slot_standing
from auditapp.journal.union import from_line, to_line
from tests.journal.desks import SKEWS, SLOTS, Desk, fold, key, lost, settle

OFFICE = frozenset({key("office").public.hex()})
WHICH = st.integers(0, 10_000)


class Desks(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.desks: list[Desk] = []

    @initialize(many=st.sampled_from((2, 3)), skew=st.sampled_from(SKEWS))
    def open(self, many: int, skew: timedelta) -> None:
        self.desks = [
            Desk.named(name, skew=skew if name == "south" else timedelta(0), erasers=OFFICE)
            for name in ("south", "north", "office")[:many]
        ]

    def desk(self, which: int) -> Desk:
        return self.desks[which % len(self.desks)]

    @rule(
        which=WHICH,
        kind=st.sampled_from(SLOTS),
        subject=st.sampled_from(("1.1", "1.2")),
        value=st.sampled_from(("yes", "no", "\n\u0301", "照片")),
    )
    def answers(self, which: int, kind: str, subject: str, value: str) -> None:
        desk = self.desk(which)
        entry = desk.answer(subject, value, kind)
        assert desk.fold().named[kind, subject] == (entry.id,)

    @rule(which=WHICH, victim=WHICH)
    def takes_back(self, which: int, victim: int) -> None:
        desk = self.desk(which)
        desk.withdraw(list(desk.journal)[victim % len(desk.journal)])

    @rule(which=WHICH, kind=st.sampled_from(SLOTS), subject=st.sampled_from(("1.1", "1.2")))
    def undoes_as_if_never_written_and_does_again(self, which: int, kind: str, subject: str) -> None:
        desk = self.desk(which)
        before = desk.fold()
        entry = desk.answer(subject, "hasty", kind)
        after = desk.fold()
        undo = desk.withdraw(entry.id)
        assert (desk.fold().standing, desk.fold().piles) == (before.standing, before.piles)
        redo = desk.withdraw(undo.id)
        assert (desk.fold().standing, desk.fold().piles) == (after.standing, after.piles)
        desk.withdraw(redo.id)
        assert (desk.fold().standing, desk.fold().piles) == (before.standing, before.piles)

    @rule(which=WHICH, kind=st.sampled_from(SLOTS), subject=st.sampled_from(("1.1", "1.2")))
    def undoes_a_middle_edit(self, which: int, kind: str, subject: str) -> None:
        desk = self.desk(which)
        hasty, last = desk.answer(subject, "hasty", kind), desk.answer(subject, "last", kind)
        desk.withdraw(hasty.id)
        assert desk.fold().named[kind, subject] == (last.id,)

    @rule(which=WHICH, kind=st.sampled_from(("photo", "hologram")))
    def adds(self, which: int, kind: str) -> None:
        self.desk(which).say(kind, "1.1", {"n": "1"})

    @rule(which=WHICH, victim=WHICH)
    def erases(self, which: int, victim: int) -> None:
        desk = self.desk(which)
        desk.erase(list(desk.journal)[victim % len(desk.journal)])

    @rule(which=WHICH, skew=st.sampled_from(SKEWS))
    def loses_its_clock(self, which: int, skew: timedelta) -> None:
        self.desk(which).skew = skew

    @rule(giver=WHICH, taker=WHICH, cut=st.none() | WHICH, seed=WHICH)
    def gives(self, giver: int, taker: int, cut: int | None, seed: int) -> None:
        lines = self.desk(giver).lines_for(self.desk(taker))
        lines = lines if cut is None else lines[: cut % (len(lines) + 1)]
        random.Random(seed).shuffle(lines)
        told = self.desk(taker).receive(lines)
        assert not told.gaps or cut is not None or told.forks
        assert not told.refused
        again = self.desk(taker).receive(lines)
        assert not (again.new or again.aside or again.filled)

    @precondition(lambda self: 0 < len(self.desks) < 4)
    @rule(which=WHICH)
    def is_copied(self, which: int) -> None:
        self.desks.append(self.desk(which).clone(f"copy {len(self.desks)}"))

    @invariant()
    def every_strand_is_a_whole_beginning_with_all_the_desk_acknowledged(self) -> None:
        for desk in self.desks:
            assert all(entry.head.prev in desk.journal for entry in desk.journal.values() if entry.head.prev)
            assert all(entry.id in desk.journal for entry in desk.acknowledged)

    @invariant()
    def the_projection_is_the_fold(self) -> None:
        for desk in self.desks:
            whole = desk.fold()
            withdraws = [entry for entry in desk.journal.values() if entry.head.kind == "withdraw"]
            for kind in SLOTS:
                for subject in ("1.1", "1.2"):
                    writes = [
                        entry
                        for entry in desk.journal.values()
                        if entry.head.kind == kind and entry.head.subject == subject
                    ]
                    assert slot_standing(writes, withdraws) == whole.standing.get((kind, subject), ())

    def teardown(self) -> None:
        if not self.desks:
            return
        settle(self.desks, rounds=8)
        first = self.desks[0]
        assert all(desk.journal == first.journal and desk.fold() == first.fold() for desk in self.desks)
        assert not lost(self.desks)
        backwards = list(first.journal.values())[::-1]
        assert fold(backwards, OFFICE) == first.fold()
        for entry in backwards:
            assert from_line(to_line(entry)) == entry


TestDesks = Desks.TestCase
TestDesks.settings = settings(max_examples=40, stateful_step_count=25)
