"""Begin an inspection: site, checklist, team, settings, and the last visit carried along read-only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


@dataclass(frozen=True)
class Member:
    """Somebody of the team or of the site. ``role``: leader, inspector, reviewer, site_manager, guide …"""

    name: str
    role: str = "inspector"
    unit: str = ""


def begin(desk: Desk, checklist: str | Path, *, title: str, unit: str, unit_code: str = "", site: str = "",
          address: str = "", period: str = "", team: Sequence[Member] = (), settings: Mapping[str, str] | None = None,
          about: Mapping[str, str] | None = None, number: str = "", previous: str | None = "") -> Changes:
    """Begin an inspection; ``Changes.inspection`` is its id and ``Changes.codes`` the persons' codes in team order.

    *checklist*: a profile's id (``six-dimensions``), a digest or its beginning, or a file (.yaml, .json, .xlsx).
    *unit* is the inspected unit's name. *number* "" = made up as ``JC-{unit code}-{yyyymm}-{seq}``. *previous*: number
    or id of an earlier inspection here, "" = the newest signed one of the same site or unit, None = none. The first member of
    the team is who works at this desk until `about.work_as` says otherwise.
    Raises `Trouble`: no such checklist, faults in it, a setting it does not have, a number already used here.
    """
    raise NotImplementedError
