"""Every keeping there is, for one suite: each test that asks for ``open_keeping`` runs over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditapp.hub.keeping import opening
from auditapp.hub.keeping.opening import Keeping, Places


@dataclass
class Clock:
    """A clock that stands until it is told."""

    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **more: int) -> None:
        self.now += timedelta(**more)


@dataclass
class Somewhere:
    """A place to keep things in: opened as often as one likes, as several processes of a hub would."""

    folder: Path
    places: Places
    clock: Clock = field(default_factory=Clock)
    opened: ExitStack = field(default_factory=ExitStack)

    def open(self) -> Keeping:
        return self.opened.enter_context(opening.open_keeping(self.folder, self.places, clock=self.clock))


@pytest.fixture(params=["sqlite+folder", "sqlite+s3", "postgresql+folder", "postgresql+s3"])
def somewhere(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Somewhere]:
    database, files = request.param.split("+")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anybody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    place = Somewhere(
        tmp_path / "hub",
        Places(
            database=request.getfixturevalue("postgres").new_database() if database == "postgresql" else "",
            files=request.getfixturevalue("bucket").new_bucket() if files == "s3" else "",
        ),
    )
    with place.opened:
        yield place


@pytest.fixture
def open_keeping(somewhere: Somewhere) -> Callable[[], Keeping]:
    return somewhere.open


@pytest.fixture
def keeping(somewhere: Somewhere) -> Keeping:
    return somewhere.open()
