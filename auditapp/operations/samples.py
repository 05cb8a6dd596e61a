"""Samples of a set: planned and drawn before looking, with seed; skipped or replaced only with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def draw(desk: Desk, inspection: str, set_code: str, *, population: int, size: int | None = None, method: str = "",
         population_from: str = "", seed: str = "", labels: Sequence[str] = ()) -> Changes:
    """Record population, method, size, seed and the drawn ids, then the samples themselves, as one deed.

    *size* None = the set's suggestion for this population; *seed* "" = drawn from the desk's randomness; *labels*
    name the members of the population in order (else their numbers 1…n). Returns the sample codes.
    """
    raise NotImplementedError


def add(desk: Desk, inspection: str, set_code: str, label: str, *, attributes: Mapping[str, object] | None = None,
        reason: str = "") -> Changes:
    """Add a sample that the inspector chose; ``Changes.code`` is its code ("S4")."""
    raise NotImplementedError


def describe(desk: Desk, inspection: str, sample: str, *, label: str | None = None,
             attributes: Mapping[str, object] | None = None) -> Changes:
    """Change label or attributes (corridor layout, place …) of *sample* ("zone/S2")."""
    raise NotImplementedError


def skip(desk: Desk, inspection: str, sample: str, reason: str) -> Changes:
    """A drawn sample could not be looked at; *reason* "" takes the skip back."""
    raise NotImplementedError


def replace(desk: Desk, inspection: str, sample: str, reason: str, *, label: str = "") -> Changes:
    """Another sample in place of a drawn one, with a reason. *label* "" = the next in the plan's own order."""
    raise NotImplementedError
