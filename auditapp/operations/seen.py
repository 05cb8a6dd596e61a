"""An inspection as it was opened, and the day it counts to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from auditapp.checklist.model import Checklist
from auditapp.inspection.progress import Progress
from auditapp.inspection.scoring import Score
from auditapp.inspection.state import Inspection
from auditapp.inspection.walk import Walk


@dataclass(frozen=True)
class Opened:
    """An inspection opened: what was found, against what was asked, and what it amounts to."""

    inspection: Inspection
    checklist: Checklist
    walk: Walk
    progress: Progress
    score: Score


def day_of(inspection: Inspection) -> date:
    """The day of the inspection, to which ages and calibrations count: of the opening meeting, else when it was
    begun. It does not move when the report is drawn later."""
    held = inspection.meetings["opening"].held if "opening" in inspection.meetings else ""
    return day_of_text(held) or day_of_text(inspection.opened) or date(1970, 1, 1)


def day_of_text(moment: str) -> date | None:
    """The day of an ISO moment; None when there is none in it."""
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None
