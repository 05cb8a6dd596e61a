"""How far the inspection is, never to be mixed up with how well the site does (that is `scoring`).

Progress counts item places. 未查 (not checked) is neither 不适用 nor conforming: it stays in the denominator
of coverage. A disputed answer is not an answer yet. What is still missing, one by one, is in `gaps`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from auditapp.inspection.gaps import Gap, GapKind, gaps
from auditapp.inspection.walk import Line, LineState, Walk

__all__ = ["ENOUGH_COVERAGE", "Gap", "GapKind", "Progress", "gaps", "progress"]

ENOUGH_COVERAGE: Final = 95
"""Percent of coverage below which there is no grade: 检查未完成 (domain.md 3.5)."""


@dataclass(frozen=True)
class Progress:
    """Item places by state. ``asked`` leaves out hidden and computed ones and holds all the others.

    ``asked`` = answered + disputed + not_checked + not_applicable + open.
    """

    asked: int
    answered: int
    not_checked: int
    not_applicable: int
    hidden: int
    disputed: int
    needs_samples: int = 0

    @property
    def applicable(self) -> int:
        return self.asked - self.not_applicable

    @property
    def open(self) -> int:
        """Places nobody has said anything about (sets without samples count one for each of their items)."""
        return self.asked - self.answered - self.disputed - self.not_checked - self.not_applicable

    @property
    def settled(self) -> int:
        """Places somebody has dealt with: answered, not applicable, or not checked with a reason."""
        return self.answered + self.not_applicable + self.not_checked

    @property
    def coverage(self) -> Decimal:
        """Answered of applicable in percent, one decimal, rounded down: 95.0 is never shown for 94.99."""
        if not self.applicable:
            return Decimal("100.0")
        return (Decimal(100 * self.answered) / self.applicable).quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def complete(self) -> bool:
        """Enough coverage for a grade? (Exactly, not from the rounded figure.)"""
        return 100 * self.answered >= ENOUGH_COVERAGE * self.applicable


def progress(lines: Walk | Iterable[Line]) -> Progress:
    """The progress of a walk, or of some of its lines (a group, a dimension)."""
    states: Counter[LineState] = Counter()
    disputed = 0
    for line in lines.lines if isinstance(lines, Walk) else lines:
        states[line.state] += 1
        disputed += line.state is LineState.ANSWERED and line.disputed
    return Progress(
        asked=states.total() - states[LineState.HIDDEN] - states[LineState.COMPUTED],
        answered=states[LineState.ANSWERED] - disputed,
        not_checked=states[LineState.NOT_CHECKED],
        not_applicable=states[LineState.NOT_APPLICABLE],
        hidden=states[LineState.HIDDEN],
        disputed=disputed,
        needs_samples=states[LineState.NEEDS_SAMPLES],
    )
