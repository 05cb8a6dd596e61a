"""The support file: everything a helper needs, nothing that an inspector wrote."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditapp.operations import support
from auditapp.words import Trouble
from tests.inspector import FACT, Inspector


def written(lin: Inspector) -> Inspector:
    """An inspection with an answer, a note, a finding and a log of the window."""
    lin.answers("ST-1.1", "minor").notes("ST-1.1", "the guide was late").finds("ST-1.1")
    logs = lin.folder / "desk" / "logs"
    logs.mkdir()
    (logs / "window.log").write_text(f"opened {Path.home()}/desk\nfault in walk.py, line 3\n", encoding="utf-8")
    (logs / "notes.txt").write_text("no log", encoding="utf-8")
    return lin


def test_what_goes_in_is_told_first_and_is_what_is_in(lin: Inspector, tmp_path: Path) -> None:
    written(lin)
    parts = support.contents(lin.desk)
    assert [part.name for part in parts] == ["versions.txt", "checks.txt", "logs/window.log"]
    assert all(part.what for part in parts)
    out = support.collect(lin.desk, tmp_path / "support.zip")
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == [part.name for part in parts]
        assert "auditapp" in archive.read("versions.txt").decode()
        assert "OK integrity" in archive.read("checks.txt").decode()


def test_nothing_an_inspector_wrote_and_no_name_is_in_it(lin: Inspector, tmp_path: Path) -> None:
    written(lin)
    with zipfile.ZipFile(support.collect(lin.desk, tmp_path / "support.zip")) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    for secret in (
        "the guide was late",
        FACT,
        "林若溪",
        "赵启明",
        "海棠人寿",
        lin.now.number,
        str(Path.home()) + "/desk",
    ):
        assert secret not in text
    assert "opened ~" in text and "fault in walk.py" in text


@pytest.mark.parametrize(
    ("home", "line"),
    [
        ("/users/zhouli", "/users/zhouli/x.py and /users/zhouli"),
        ("/Users/zhouli", "file:///Users/zhouli/x.py by zhouli"),
    ],
)
def test_the_persons_own_folder_is_no_longer_told(home: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path(home))
    said = support.impersonal(line)
    assert "zhouli" not in said and "~" in said


def test_it_is_collected_on_another_thread_and_stopping_leaves_no_file(lin: Inspector, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    def elsewhere(name: str, stopping: bool) -> Path:
        with lin.desk.apart() as twin:
            return support.collect(twin, tmp_path / name, progress=stop if stopping else None)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere, "whole.zip", False).result().exists()
        with pytest.raises(Enough):
            pool.submit(elsewhere, "stopped.zip", True).result()
    assert not (tmp_path / "stopped.zip").exists()


def test_a_broken_desk_still_has_a_support_file(lin: Inspector, tmp_path: Path) -> None:
    written(lin).desk.store.db.run("UPDATE entry SET value = X'7B7D' WHERE kind = 'answer'")
    with zipfile.ZipFile(support.collect(lin.desk, tmp_path / "support.zip")) as archive:
        assert "BAD integrity" in archive.read("checks.txt").decode()


def test_nothing_is_written_over(lin: Inspector, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"mine")
    with pytest.raises(Trouble, match="not overwritten"):
        support.collect(lin.desk, tmp_path / "there.zip")
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
