"""The checklists that come with the program."""

from __future__ import annotations

from pathlib import Path

from auditapp.words import shipped_checklists


def shipped() -> list[Path]:
    """The profiles on the shelf, in order of their names; the parts they include are no profiles."""
    folder = shipped_checklists()
    return sorted(p for p in folder.glob("*.yaml") if p.stem not in ("sets", "settings", "references"))
