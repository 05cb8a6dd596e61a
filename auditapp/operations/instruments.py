"""Instruments and their calibration: a reading is worth what its instrument is worth."""

from __future__ import annotations

from datetime import date

from auditapp.operations import texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say


def instrument(
    desk: Desk,
    inspection: str,
    code: str,
    name: str,
    *,
    number: str = "",
    calibration_due: str = "",
    uncertainty: str = "",
) -> Changes:
    """Add or change an instrument; *code* is short ("lux"), *calibration_due* an ISO date."""
    short_code(code)
    value = plain(
        name=texts.needed(texts.line(name), say("the instrument's name")),
        number=texts.line(number),
        calibration_due=iso_day(calibration_due),
        uncertainty=texts.line(uncertainty),
    )
    return testify(desk, inspection, "instrument", [Draft("instrument", code, value)], places=(code,), codes=(code,))


def short_code(code: str) -> str:
    """A short code people chose: letters, digits, ``-`` and ``_``, at most 40. Raises `Trouble`."""
    if not code or len(code) > 40 or not all(c.isalnum() or c in "-_" for c in code):
        raise Trouble(
            say("Not a code"),
            say("{code_given} cannot be a code."),
            say("Use up to 40 letters and digits, without blanks."),
            code=2,
            code_given=code[:40],
        )
    return code


def iso_day(day: str) -> str:
    """A date as YYYY-MM-DD, or "". Raises `Trouble`."""
    if not day.strip():
        return ""
    try:
        return date.fromisoformat(day.strip()).isoformat()
    except ValueError:
        raise Trouble(
            say("Not a date"), say("{day} is not a date."), say("Write it like 2026-09-18."), code=2, day=day[:40]
        ) from None
