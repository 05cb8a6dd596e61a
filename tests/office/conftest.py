"""Three laptops and a road: Lin has begun an inspection, Zhou and Chen have empty desks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from auditapp.operations import checklists
from tests.inspector import Inspector
from tests.office.roads import ROADS, STORED_ELSEWHERE, HttpRoad, Road


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six dimensions as a stored document, which reads faster than its sources."""
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture
def elsewhere(postgres: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A new database and a new bucket, as a hub's settings name them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return {"database": postgres.new_database(), "files": bucket.new_bucket()}


@pytest.fixture(params=[*sorted(ROADS), STORED_ELSEWHERE])
def road(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Road]:
    (tmp_path / "road").mkdir()
    made: Road
    if request.param == STORED_ELSEWHERE:
        made = HttpRoad(tmp_path / "road", **request.getfixturevalue("elsewhere"))
    else:
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
