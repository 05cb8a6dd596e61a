"""A hub on loopback, and two laptops: Lin has begun an inspection, Zhou's desk is empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from auditapp.operations import checklists
from tests.hub.served import InThread
from tests.inspector import Inspector


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six dimensions as a stored document, which reads faster than its sources."""
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def hub(tmp_path: Path, opened: ExitStack) -> InThread:
    """A hub in a thread, over plain HTTP on loopback."""
    return opened.enter_context(InThread(tmp_path / "hub"))


@pytest.fixture
def lin(tmp_path: Path, checklist: Path, opened: ExitStack) -> Inspector:
    return opened.enter_context(Inspector(tmp_path / "lin")).begins(checklist)


@pytest.fixture
def zhou(tmp_path: Path, opened: ExitStack) -> Inspector:
    return opened.enter_context(Inspector(tmp_path / "zhou"))
