"""What the program is asked when a desk is to be brought back from a backup."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DAMAGED: Final = ("The database is damaged", "The database cannot be opened")
"""Troubles (by their titles) that a backup mends."""


@dataclass(frozen=True)
class Restore:
    """*source* None: the newest backup that opens. *passphrase* "" where the computer's account opens the desk."""

    source: Path | None = None
    passphrase: str = field(default="", repr=False)
