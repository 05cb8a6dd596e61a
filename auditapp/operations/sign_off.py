"""Sign-off: what is still missing, the lock, refusal to sign, and amendment as a new revision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk

if TYPE_CHECKING:
    from auditapp.inspection.progress import Gap

LEVELS = ("L0", "L1", "L2", "L3", "paper")


def gaps(desk: Desk, inspection: str) -> tuple[Gap, ...]:
    """What keeps the inspection from being complete, in checklist order."""
    raise NotImplementedError


def sign_off(desk: Desk, inspection: str, by: str, *, level: str = "L1", role: str = "", certificate: str = "",
             statement: str = "", ink: Path | None = None, despite_gaps: str = "") -> Changes:
    """*by* (person code or name) signs the current revision: the entry names the heads of all strands before it.

    The first sign-off locks the revision; others of the team and the site may sign the same revision after it.
    *certificate* is the SHA-256 fingerprint of the certificate the PDF will be signed with ("" for L0 and paper);
    *ink* a picture of the drawn signature. While there are gaps a reason must be given in *despite_gaps*; it is recorded.
    """
    raise NotImplementedError


def refuse(desk: Desk, inspection: str, name: str, reason: str, *, role: str = "site_manager",
           witnesses: Sequence[str] = ()) -> Changes:
    """拒签: somebody refuses to sign the current revision; reason and witnesses are printed in place of the signature."""
    raise NotImplementedError


def amend(desk: Desk, inspection: str, reason: str) -> Changes:
    """Open the next revision of a signed inspection, with a reason; both stay. ``Changes.code`` is its number."""
    raise NotImplementedError
