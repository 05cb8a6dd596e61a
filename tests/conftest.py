"""Guards around every test: what would be overlooked on a good day fails here.

Warnings are failures (pyproject.toml). A warning in the log that the test did not ask for (``caplog``), a connection
that leaves this machine, and a thread left running are failures too. No test sees the person's own folders or keyring.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The machine is shared: how long one example takes says nothing. In CI the same examples every time, so that a
# change is judged and not the dice; `--hypothesis-profile=long` looks further.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, database=None)
settings.register_profile("long", settings.get_profile("house"), max_examples=5_000)
settings.load_profile("ci" if os.environ.get("CI") else "house")

THREADS_MAY_TAKE = 5.0
"""Seconds a thread that was told to stop has to be gone."""


class LeftTheMachine(AssertionError):
    """A test tried to reach another machine."""


def is_here(address: Any) -> bool:
    """Whether a socket address stays on this machine: loopback, a UNIX socket, or a name for it."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host in {"", "localhost"} or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _only_loopback() -> Iterator[None]:
    def guarded(deed: Callable[..., Any], position: int) -> Callable[..., Any]:
        def only_here(*given: Any, **named: Any) -> Any:
            if not is_here(given[position]):
                raise LeftTheMachine(f"{deed.__name__} to {given[position]!r}: tests reach this machine only")
            return deed(*given, **named)

        return only_here

    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *given: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_here((name,)):
            raise LeftTheMachine(f"looked up {name!r}: tests reach this machine only")
        return look_up(host, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect, 1))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex, 1))
        patch.setattr(socket.socket, "sendto", guarded(socket.socket.sendto, -1))
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders of nobody and no keyring, for the tests and for the programs they start."""
    nobody = tmp_path_factory.mktemp("nobody")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.setenv(variable, str(nobody / variable.lower()))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        for variable in ("AUDITAPP_DATA", "AUDITAPP_LANG", "AUDITAPP_PASSPHRASE"):
            patch.delenv(variable, raising=False)
        yield


class _Overheard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_warning_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    overheard = _Overheard()
    root = logging.getLogger()
    root.addHandler(overheard)
    yield
    root.removeHandler(overheard)
    if overheard.records and "caplog" not in request.fixturenames:
        lines = "\n".join(f"{r.name} {r.levelname}: {r.getMessage()}" for r in overheard.records)
        pytest.fail(f"Nobody expected this in the log (a test that does uses caplog):\n{lines}", pytrace=False)


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):  # one of Qt's pool that asked for its own name; Qt waits for it
            continue
        thread.join(THREADS_MAY_TAKE)
        if thread.is_alive():
            pytest.fail(f"The test left a thread running: {thread.name}", pytrace=False)


@pytest.fixture(scope="session")
def postgres(program: Callable[[str], Path]) -> Iterator[Any]:
    """A PostgreSQL of the tests' own (`keeping.servers.Postgres`): ``postgres.new_database()`` is an address."""
    from tests.keeping import servers

    program("pg_ctlcluster")
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def bucket() -> Iterator[Any]:
    """An S3 server of the tests' own (`keeping.servers.Bucket`): ``bucket.new_bucket()`` is an address."""
    from tests.keeping import servers

    with servers.bucket() as server:
        yield server


@pytest.fixture(scope="session")
def program() -> Callable[[str], Path]:
    """Where a program of another house lies (``program("qpdf")``); without it the test is skipped, in CI it fails."""

    def find(name: str) -> Path:
        found = shutil.which(name)
        if found is None:
            excuse = f"{name} is not installed (.ci/debian-packages.txt)"
            if os.environ.get("CI"):
                pytest.fail(excuse, pytrace=False)
            pytest.skip(excuse)
        return Path(found)

    return find
