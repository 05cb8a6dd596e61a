"""Corrective actions (整改): what must be done about a finding, by whom, by when, and how it went."""

from __future__ import annotations

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def add(desk: Desk, inspection: str, finding: str, requirement: str, *, owner: str = "", due: str = "") -> Changes:
    """Ask for an action; *due* an ISO date, "" = the default of the finding's grade. ``Changes.code``: "F03-A1"."""
    raise NotImplementedError


def edit(desk: Desk, inspection: str, action: str, field: str, text: str) -> Changes:
    """Write one field of an action (number or id): requirement, owner, due, reply, verification."""
    raise NotImplementedError


def set_state(desk: Desk, inspection: str, action: str, state: str, *, verification: str = "", reply: str = "") -> Changes:
    """Move an action on (draft, confirmed, issued, under_way, submitted, closed, returned, extension_asked, overdue,
    disputed); refused when the step is not one of domain.md 3.7. Possible after sign-off."""
    raise NotImplementedError
