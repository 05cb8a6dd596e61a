"""What the inspected unit says: comments and objections, about a finding or the whole."""

from __future__ import annotations

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def comment(desk: Desk, inspection: str, text: str, *, name: str, role: str = "", finding: str = "",
            stance: str = "comment") -> Changes:
    """Write down what the unit says; *stance* "comment" or "objection"; *finding* a number or "" for the whole."""
    raise NotImplementedError
