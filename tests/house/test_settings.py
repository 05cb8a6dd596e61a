"""Preferences: read kindly, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp import settings
from auditapp.settings import Settings


def test_who_has_chosen_nothing_gets_the_defaults(tmp_path: Path) -> None:
    assert settings.read(tmp_path / "settings.toml") == Settings()


@given(name=st.text(), role=st.text())
def test_any_text_comes_back_as_written(tmp_path_factory: pytest.TempPathFactory, name: str, role: str) -> None:
    path = tmp_path_factory.mktemp("desk") / "settings.toml"
    chosen = Settings(language="zh-CN", report_language="en", author_name=name, author_role=role)
    settings.write(chosen, path)
    assert settings.read(path) == chosen


def test_half_a_surrogate_pair_does_not_spoil_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    settings.write(Settings(author_name="\ud83d李雷"), path)
    assert settings.read(path) == Settings(author_name="?李雷")


def test_writing_makes_the_folder_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    settings.write(Settings(author_name="李雷"), path)
    settings.write(Settings(author_name="韩梅梅"), path)
    assert list(path.parent.iterdir()) == [path]
    assert settings.read(path).author_name == "韩梅梅"


@pytest.mark.parametrize("broken", [b"language = \n", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_a_broken_file_keeps_nobody_from_working_and_is_kept(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(broken)
    assert settings.read(path) == Settings(unread=("settings.toml",))
    settings.write(Settings(author_name="李雷"), path)
    assert settings.read(path) == Settings(author_name="李雷")
    assert (tmp_path / "settings.toml.unread").read_bytes() == broken


def test_one_wrong_line_costs_one_preference(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('\ufeffauthor_name = "李雷"\nlanguage = 7\nof_a_newer_version = true\n', encoding="utf-8")
    assert settings.read(path) == Settings(author_name="李雷", unread=("language",))


def test_a_folder_in_the_files_place_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    assert settings.read(tmp_path / "settings.toml").unread == ("settings.toml",)


@pytest.mark.parametrize(
    ("option", "environ", "chosen", "spoken"),
    [
        ("en", {"AUDITAPP_LANG": "zh-CN", "LANG": "zh_CN.UTF-8"}, "zh-CN", "en"),
        ("", {"AUDITAPP_LANG": "zh", "LANG": "en_GB.UTF-8"}, "en", "zh-CN"),
        ("", {"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ("", {"LANG": "zh_CN.UTF-8"}, "", "zh-CN"),
        ("", {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "", "en"),
        ("", {"LANG": "POSIX"}, "", "en"),
    ],
)
def test_the_stronger_wish_decides_the_language(option: str, environ: dict[str, str], chosen: str, spoken: str) -> None:
    assert Settings(language=chosen).spoken(option, environ) == spoken


def test_a_report_may_speak_another_language_than_the_screen() -> None:
    chosen = Settings(language="zh-CN", report_language="en")
    assert chosen.written() == "en"
    assert chosen.written("zh-CN") == "zh-CN"
    assert Settings(language="zh-CN").written() == "zh-CN"


def test_the_desk_lies_where_it_was_asked_to(tmp_path: Path) -> None:
    environ = {"AUDITAPP_DATA": str(tmp_path / "environment")}
    assert settings.data_folder(str(tmp_path / "option"), environ) == tmp_path / "option"
    assert settings.data_folder("", environ) == tmp_path / "environment"
    assert settings.data_folder("", {}).name == "auditapp"
