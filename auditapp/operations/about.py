"""What is known about the inspection as a whole: its site, its switches, its people."""

from __future__ import annotations

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def about(desk: Desk, inspection: str, field: str, text: str) -> Changes:
    """Say something about the whole (``site.name``, ``site.address``, ``unit``, ``period``, ``purpose``, ``scope``,
    ``conclusion``, …); an empty text clears it."""
    raise NotImplementedError


def setting(desk: Desk, inspection: str, code: str, value: str) -> Changes:
    """Set a switch of the site (season, building type …). Raises `Trouble`: not a setting, not one of its choices."""
    raise NotImplementedError


def person(desk: Desk, inspection: str, name: str, *, role: str = "inspector", unit: str = "", code: str = "") -> Changes:
    """Add a person, or with *code* change one; ``Changes.code`` is the person's code."""
    raise NotImplementedError


def work_as(desk: Desk, inspection: str, person: str) -> str:
    """From now on entries of *inspection* at this desk are written in the name of *person* (code or name).
    A preference of the desk, no testimony; returns the person's code."""
    raise NotImplementedError
