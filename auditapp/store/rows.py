"""An inspection as lists show it: one row, filled by operations, and what its state means."""

from __future__ import annotations

from typing import Final, NamedTuple

ROW_FIELDS: Final = (
    "number",
    "title",
    "site",
    "checklist",
    "profile",
    "state",
    "revision",
    "opened",
    "changed",
    "items",
    "answered",
    "unchecked",
    "not_applicable",
    "conforming",
    "nonconforming",
    "findings",
    "critical",
    "actions",
    "open_actions",
    "photos",
    "disputes",
    "score",
    "grade",
    "unit",
    "day",
    "review",
    "remarks",
    "assigned",
    "due",
    "previous",
    "majors",
    "minors",
    "repeats",
)
"""The fields of an inspection's row besides its id, in the order of `Row`."""
BEHIND: Final = ""
"""State of an inspection's row (and of all that is computed for lists) that is behind its journal."""
COMPANY: Final = "company"
"""State of the row of a company journal: no inspection, and listed with none."""


class Row(NamedTuple):
    """An inspection as lists show it. Texts and counters are a projection filled by operations.

    ``day`` is the day it counts to, ``review`` head office's word on the current revision, ``remarks`` those of head
    office that are open; ``assigned`` names whom something was given to, ``due`` is the day for the whole; ``previous``
    is the last visit's number, ``repeats`` counts findings that were there at the last visit."""

    id: str
    number: str
    title: str
    site: str
    checklist: str
    profile: str
    state: str
    revision: str
    opened: str
    changed: str
    items: int
    answered: int
    unchecked: int
    not_applicable: int
    conforming: int
    nonconforming: int
    findings: int
    critical: int
    actions: int
    open_actions: int
    photos: int
    disputes: int
    score: str
    grade: str
    unit: str
    day: str
    review: str
    remarks: int
    assigned: str
    due: str
    previous: str
    majors: int
    minors: int
    repeats: int
