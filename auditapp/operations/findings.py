"""Findings: criterion, fact, evidence, place and time, with a number that never changes."""

from __future__ import annotations

from collections.abc import Sequence

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def raise_finding(desk: Desk, inspection: str, place: str, fact: str, *, grade: str = "", where: str = "",
                  criterion: str = "", evidence: Sequence[str] | None = None, interim: str = "", person: str = "",
                  repeat_of: str | None = "") -> Changes:
    """Raise a finding at an item place; ``Changes.code`` is its number ("F03").

    *grade* (critical, major, minor, obs, good_practice) "" = what the answer's verdict proposes; *criterion* "" = from the
    item's citations; *evidence* (photo ids) None = the photos at that place; *repeat_of*: number of the last visit's
    finding, "" = found by itself, None = no repeat.
    Raises `Trouble`: fact shorter than 10 characters, unknown grade or place, signed.
    """
    raise NotImplementedError


def edit(desk: Desk, inspection: str, finding: str, field: str, value: str | Sequence[str]) -> Changes:
    """Write one field of a finding (number or id): grade, fact, place, criterion, evidence, fixed, interim, person."""
    raise NotImplementedError


def fixed_on_the_spot(desk: Desk, inspection: str, finding: str, text: str) -> Changes:
    """Record 已当场整改; the finding stays."""
    raise NotImplementedError


def confirm(desk: Desk, inspection: str, finding: str, by: str) -> Changes:
    """The site confirms the facts (not the grade): by whom."""
    raise NotImplementedError
