"""Desks for stories: one of Lin's with a begun inspection, and an empty second one of Zhou's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditapp.operations import checklists
from tests.inspector import Inspector


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six dimensions as a stored document, which reads faster than its sources."""
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture
def lin(tmp_path: Path, checklist: Path) -> Iterator[Inspector]:
    with Inspector(tmp_path / "lin") as inspector:
        yield inspector.begins(checklist)


@pytest.fixture
def zhou(tmp_path: Path) -> Iterator[Inspector]:
    with Inspector(tmp_path / "zhou") as inspector:
        yield inspector
