"""The lock on a desk: one holder at a time, given back by whoever ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditapp.store import lock

_HOLDS = (
    "import sys; from pathlib import Path; from auditapp.store import lock;"
    "held = lock.take(Path(sys.argv[1]), 0); print('held', flush=True); sys.stdin.read()"
)


def test_a_second_one_waits_and_then_hears_that_it_is_held(tmp_path: Path) -> None:
    first = lock.take(tmp_path / "x.lock", 0)
    with pytest.raises(lock.Held):
        lock.take(tmp_path / "x.lock", 0.05)
    first.release()
    lock.take(tmp_path / "x.lock", 0).release()


def test_giving_back_twice_is_once(tmp_path: Path) -> None:
    first = lock.take(tmp_path / "x.lock", 0)
    first.release()
    second = lock.take(tmp_path / "x.lock", 0)
    first.release()
    with pytest.raises(lock.Held):
        lock.take(tmp_path / "x.lock", 0)
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="filelock may remove it there, and sees to it itself")
def test_the_file_stays_where_it_is(tmp_path: Path) -> None:
    """A file made anew could be locked by two, each holding another one."""
    lock.take(tmp_path / "x.lock", 0).release()
    assert (tmp_path / "x.lock").exists()


def test_a_killed_holder_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(lock.Held):
            lock.take(path, 0)
        holder.kill()
        holder.wait()
        lock.take(path, 5).release()


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lock.take(tmp_path / "nowhere" / "x.lock", 0)
