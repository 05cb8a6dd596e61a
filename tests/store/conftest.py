"""Desks that cost nothing to open: a cheap passphrase, no ballast, marks of their own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from auditapp.store.desk_folder import DeskFolder, open_folder
from auditapp.store.space import Limits
from auditapp.store.vault import Cost

PASSPHRASE = "three small words"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NO_LIMITS = Limits(warn=0, photos=0, ballast=0)


@pytest.fixture
def open_desk(tmp_path: Path) -> Any:
    """open_desk("name", …) opens (or makes) a desk under the test's folder; all are closed at the end."""
    with ExitStack() as opened:

        def deed(name: str = "desk", **wishes: Any) -> DeskFolder:
            given = {
                "passphrase": PASSPHRASE,
                "cost": CHEAP,
                "limits": NO_LIMITS,
                "marks": tmp_path / "marks",
                "wait": 0.2,
                **wishes,
            }
            desk = open_folder(tmp_path / name, **given)
            opened.callback(desk.close, backup=False)
            return desk

        yield deed


@pytest.fixture
def desk(open_desk: Callable[..., DeskFolder]) -> DeskFolder:
    return open_desk()
