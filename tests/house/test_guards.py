"""The guards around every test bite. Each case is a small test suite of its own, run under this conftest."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
HOUSE = Path(__file__).parents[2]


def outcome(pytester: pytest.Pytester, body: str) -> dict[str, int]:
    shutil.copy(HOUSE / "tests" / "conftest.py", pytester.path)
    shutil.copy(HOUSE / "pyproject.toml", pytester.path)
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    pytester.path.joinpath("tests").mkdir()
    pytester.path.joinpath("tests", "test_it.py").write_text(f"def test_it(tmp_path):\n{lines}\n", encoding="utf-8")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider").parseoutcomes()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", {"passed": 1}),
        ("import warnings; warnings.warn('late')", {"failed": 1}),
        ("import logging; logging.getLogger('store').info('all is well')", {"passed": 1}),
        ("import logging; logging.getLogger('store').warning('disk slow')", {"passed": 1, "errors": 1}),
        ("import socket; socket.create_connection(('192.0.2.1', 9), 0.01)", {"failed": 1}),
        ("import socket; socket.getaddrinfo('example.org', 80)", {"failed": 1}),
        ("import socket; socket.getaddrinfo('localhost', 80)", {"passed": 1}),
        ("import pathlib; assert not pathlib.Path.home().exists()", {"passed": 1}),
        (
            "import threading\ntold = threading.Event()\nthreading.Thread(target=told.wait).start()\ntold.set()",
            {"passed": 1},
        ),
    ],
)
def test_a_guard_lets_pass_what_is_right_and_stops_what_is_not(
    pytester: pytest.Pytester, body: str, expected: dict[str, int]
) -> None:
    assert outcome(pytester, body) == expected


def test_a_thread_left_running_is_named(pytester: pytest.Pytester) -> None:
    body = (
        "import threading; threading.Thread(target=threading.Event().wait, args=(9,), name='lane', daemon=True).start()"
    )
    assert outcome(pytester, body) == {"passed": 1, "errors": 1}


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as visitor:
        assert visitor.getpeername() == server.getsockname()


def test_a_program_of_another_house_is_found_or_said_to_be_missing(program, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert program("sh").is_file()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        program("no-such-program")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        program("no-such-program")
