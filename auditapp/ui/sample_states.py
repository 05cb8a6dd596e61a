"""How far each sample of a set is within a section: the state that tabs and grid show by icon, colour and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from operator import is_
from typing import Final

from auditapp.inspection.walk import Line
from auditapp.ui.walking import Counts, counted
from auditapp.words import Words


class Stage(StrEnum):
    """What a sample amounts to, the most urgent first. ``FAILED``: something does not conform, done or not."""

    DISPUTED = "disputed"
    FAILED = "failed"
    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


LOOKS: Final = {
    Stage.DISPUTED: ("git-merge", "warn"),
    Stage.FAILED: ("x", "bad"),
    Stage.OPEN: ("circle-dashed", "na"),
    Stage.BEGUN: ("circle-dot-dashed", "accent"),
    Stage.DONE: ("check", "ok"),
}
"""(icon, tone) of each."""


@dataclass(frozen=True)
class SampleState:
    """The counts of one sample, and what they amount to."""

    counts: Counts = field(default_factory=Counts)

    @property
    def stage(self) -> Stage:
        if self.counts.disputed:
            return Stage.DISPUTED
        if self.counts.nonconforming:
            return Stage.FAILED
        if not self.counts.settled:
            return Stage.OPEN
        return Stage.BEGUN if self.counts.open else Stage.DONE

    @property
    def finished(self) -> bool:
        """Has somebody said something about all of it?"""
        return bool(self.counts.asked) and not self.counts.open and not self.counts.disputed

    def said(self, w: Words) -> str:
        """In words: "3 of 5 answered, 1 nonconforming"."""
        parts = [w("{n} of {of} answered", n=self.counts.settled, of=self.counts.asked)]
        if self.counts.nonconforming:
            parts.append(w("{n} nonconforming", n=self.counts.nonconforming))
        if self.counts.disputed:
            parts.append(w("{n} disputed", n=self.counts.disputed))
        return w.listed(*parts)


class Tally:
    """States of samples, counted again only where a line is another than the last time: a set has up to 500
    samples, and an answer moves one."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[Line], SampleState]] = {}

    def of(self, lines: Iterable[Line]) -> dict[str, SampleState]:
        """Sample code -> state, of the *lines* of one set in one section."""
        by_code: dict[str, list[Line]] = {}
        for line in lines:
            if line.sample is not None:
                by_code.setdefault(line.sample.code, []).append(line)
        known, self._known = self._known, {}
        for code, mine in by_code.items():
            before = known.get(code)
            same = before is not None and len(before[0]) == len(mine) and all(map(is_, before[0], mine))
            self._known[code] = before if before is not None and same else (mine, SampleState(counted(mine)))
        return {code: state for code, (_, state) in self._known.items()}
