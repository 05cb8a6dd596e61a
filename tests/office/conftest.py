"""Three laptops and a road: Lin has begun an inspection, Zhou and Chen have empty desks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from auditapp.operations import checklists
from tests.inspector import Inspector
from tests.office.roads import ROADS, Road


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six dimensions as a stored document, which reads faster than its sources."""
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture(params=sorted(ROADS))
def road(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Road]:
    (tmp_path / "road").mkdir()
    made = ROADS[request.param](tmp_path / "road")
    yield made
    made.close()


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def lin(tmp_path: Path, checklist: Path, opened: ExitStack) -> Inspector:
    return opened.enter_context(Inspector(tmp_path / "lin")).begins(checklist)


@pytest.fixture
def zhou(tmp_path: Path, opened: ExitStack) -> Inspector:
    return opened.enter_context(Inspector(tmp_path / "zhou"))


@pytest.fixture
def chen(tmp_path: Path, opened: ExitStack) -> Inspector:
    return opened.enter_context(Inspector(tmp_path / "chen"))
