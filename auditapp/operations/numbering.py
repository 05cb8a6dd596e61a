"""Short names that never clash: of samples, findings and actions, also when two desks number at once.

The desk that opened the inspection counts plainly (S1, F01); any other desk adds its tag (S1-e2c, FE2C-01). Names
of withdrawn things are not given again.
"""

from __future__ import annotations

from auditapp.inspection.state import Inspection
from auditapp.operations.desk import Desk


def sample_codes(desk: Desk, inspection: Inspection, set_code: str, count: int) -> list[str]:
    """The next *count* sample codes of a set at this desk."""
    end = "" if desk.id == inspection.opener else f"-{desk.tag}"
    used = {
        entry.head.subject.partition("/")[2]
        for entry in desk.store.journals.of_kind(inspection.id, "sample")
        if entry.head.subject.startswith(f"{set_code}/")
    }
    codes: list[str] = []
    n = 0
    while len(codes) < count:
        n += 1
        if f"S{n}{end}" not in used:
            codes.append(f"S{n}{end}")
    return codes


def finding_number(desk: Desk, inspection: Inspection) -> str:
    """The next number of a finding: F01, or FE2C-01 at a desk that joined (its tag, in capitals)."""
    start = "F" if desk.id == inspection.opener else f"F{desk.tag.upper()}-"
    return f"{start}{_written(desk, inspection.id, 'finding') + 1:02d}"


def action_number(desk: Desk, inspection: Inspection, finding_id: str, finding: str) -> str:
    """The next number of a finding's action: F01-A1, or F01-AE2C-1 at a desk that joined."""
    start = "A" if desk.id == inspection.opener or desk.tag.upper() in finding else f"A{desk.tag.upper()}-"
    return f"{finding}-{start}{_written(desk, inspection.id, 'action', finding_id) + 1}"


def _written(desk: Desk, inspection: str, kind: str, subject: str = "") -> int:
    """How many entries of *kind* this desk has ever written here (at *subject*, when given)."""
    return sum(
        1
        for entry in desk.store.journals.of_kind(inspection, kind)
        if entry.head.desk == desk.id and (not subject or entry.head.subject == subject)
    )
