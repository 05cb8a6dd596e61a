"""Numbers people quote: of reports, findings, actions and samples (domain.md 3.6).

A number is given once and never again: ``taken`` has to name the withdrawn ones too. A desk that did not
open the inspection puts its tag (first three hex digits of its id) in, so two desks never give the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from auditapp.words import Trouble, say


def report_number(unit: str, day: date, taken: Iterable[str] = ()) -> str:
    """The next free ``JC-{unit}-{yyyy}{mm}-{seq}``: JC-NC-202605-01.

    *unit* is the unit's short code; spaces and dashes in it are left out, so the parts can be told apart.
    Raises `Trouble` when nothing is left of it.
    """
    code = "".join(c for c in unicodedata.normalize("NFKC", unit) if c.isalnum())
    if not code:
        raise Trouble(
            say("No unit code"),
            say("A report number needs the short code of the inspected unit."),
            say("Enter a code of letters or digits, such as NC."),
            code=2,
        )
    return _next(f"JC-{code}-{day:%Y%m}-", taken)


def finding_number(taken: Iterable[str] = (), tag: str = "") -> str:
    """The next free number of a finding: F01, or Fk7f01 at a desk that joined."""
    return _next(f"F{tag}", taken)


def action_number(finding: str, taken: Iterable[str] = (), tag: str = "") -> str:
    """The next free number of an action of a finding: F01-A1."""
    return _next(f"{finding}-A{tag}", taken, digits=1)


def sample_code(taken: Iterable[str] = (), tag: str = "") -> str:
    """The next free sample code of a set: S1, or S1-k7f at a desk that joined."""
    return _next("S", taken, end=f"-{tag}" if tag else "", digits=1)


def full_number(report: str, finding: str) -> str:
    """A finding's number as quoted outside its report: JC-NC-202605-01-F03."""
    return f"{report}-{finding}"


def _next(start: str, taken: Iterable[str], *, end: str = "", digits: int = 2) -> str:
    """One above the highest number of this form (never a gap: a gap may have been a number once)."""
    highest = 0
    for number in taken:
        middle = number[len(start) : len(number) - len(end)]
        if number == f"{start}{middle}{end}" and middle.isascii() and middle.isdigit() and len(middle) <= 9:
            highest = max(highest, int(middle))
    return f"{start}{highest + 1:0{digits}d}{end}"
