"""Instruments and their calibration: a reading is worth what its instrument is worth."""

from __future__ import annotations

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def instrument(desk: Desk, inspection: str, code: str, name: str, *, number: str = "", calibration_due: str = "",
               uncertainty: str = "") -> Changes:
    """Add or change an instrument; *code* is short ("lux"), *calibration_due* an ISO date."""
    raise NotImplementedError
