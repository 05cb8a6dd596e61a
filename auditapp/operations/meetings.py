"""Opening and closing meeting: when, where, who was there, and the consent to electronic records."""

from __future__ import annotations

from pathlib import Path

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def hold(desk: Desk, inspection: str, meeting: str, *, held: str = "", where: str = "", note: str = "") -> Changes:
    """Record that the "opening" or "closing" meeting was held: *held* an ISO time, "" = now."""
    raise NotImplementedError


def attend(desk: Desk, inspection: str, meeting: str, name: str, *, role: str = "", unit: str = "",
           ink: Path | None = None) -> Changes:
    """Somebody was there; *ink* is a picture of the drawn signature on the sign-in sheet (PNG or JPEG)."""
    raise NotImplementedError


def consent(desk: Desk, inspection: str, text: str = "", *, meeting: str = "opening") -> Changes:
    """Both sides accept electronic records and signatures; *text* "" = the standard clause (domain.md 4.2)."""
    raise NotImplementedError
