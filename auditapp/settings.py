"""Preferences of the person at this desk: a small TOML file that people may read and edit.

Precedence, strongest first: command line, environment (``AUDITAPP_LANG``, ``AUDITAPP_DATA``), the file, the
system. Preferences are no testimony: a broken file never keeps anyone from inspecting. What cannot be read
falls back to its default and is named in `Settings.unread`, so that ``doctor`` can say so; `write` keeps the
broken file beside the new one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

import platformdirs

FILE_NAME: Final = "settings.toml"


@dataclass(frozen=True)
class Settings:
    """What a person prefers. An empty text means: not chosen."""

    language: str = field(default="", metadata={"why": "Language of the screen: zh-CN or en. Empty: the system's."})
    report_language: str = field(default="", metadata={"why": "Language of reports: zh-CN or en. Empty: the screen's."})
    author_name: str = field(default="", metadata={"why": "Who usually works at this desk."})
    author_role: str = field(default="", metadata={"why": "Their usual role: lead or inspector."})
    unread: tuple[str, ...] = ()
    """Names of preferences that could not be read, or the file's name when all of it could not. Never written."""

    def spoken(self, option: str = "", environ: Mapping[str, str] = os.environ) -> str:
        """The language to speak, ``zh-CN`` or ``en``; *option* is what ``--lang`` said."""
        for wish in (option, environ.get("AUDITAPP_LANG", ""), self.language):
            if wish:
                return language_named(wish)
        return system_language(environ)

    def written(self, option: str = "", environ: Mapping[str, str] = os.environ) -> str:
        """The language of a report; *option* is what was asked for this one report."""
        return language_named(option or self.report_language) or self.spoken("", environ)


_PREFERENCES: Final = tuple(f for f in fields(Settings) if "why" in f.metadata)


def settings_file() -> Path:
    """Where this system keeps the preferences of a program."""
    return Path(platformdirs.user_config_dir("auditapp", appauthor=False)) / FILE_NAME


def data_folder(option: str = "", environ: Mapping[str, str] = os.environ) -> Path:
    """Where the desk lies: ``--data``, else ``AUDITAPP_DATA``, else the system's folder for a program's data.

    Never among the person's documents, which other programs synchronise file by file.
    """
    chosen = option or environ.get("AUDITAPP_DATA", "")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("auditapp", appauthor=False))


def read(path: Path) -> Settings:
    """The preferences in *path*; a missing file is a person who has not chosen anything yet."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        import tomllib  # most people never chose anything, and it takes as long as listing what is on the desk

        written = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        return Settings(unread=(path.name,))
    texts = {f.name: written[f.name] for f in _PREFERENCES if isinstance(written.get(f.name), str)}
    unread = tuple(f.name for f in _PREFERENCES if f.name in written and f.name not in texts)
    return Settings(**texts, unread=unread)


def write(settings: Settings, path: Path) -> None:
    """Replace *path* at one stroke. Raises OSError when the disk refuses; the old file then still stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and read(path).unread:
        path.replace(path.with_name(path.name + ".unread"))
    lines = [f"# {f.metadata['why']}\n{f.name} = {_toml_text(getattr(settings, f.name))}\n" for f in _PREFERENCES]
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write("\n".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def language_named(name: str) -> str:
    """``zh-CN`` or ``en`` for any way of naming a language (``zh_CN.UTF-8``, ``zh-Hans``, ``en_GB``); "" for ""."""
    if not name:
        return ""
    return "zh-CN" if name.lower().startswith(("zh", "chinese")) else "en"


def system_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language the system speaks: the POSIX variables in their order, else what Windows shows its menus in."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            return language_named(environ[variable])
    if sys.platform == "win32":
        import ctypes
        import locale

        return language_named(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en"))
    return "en"


def _toml_text(text: str) -> str:
    """A TOML basic string: JSON's escapes, DEL besides, and no half of a surrogate pair."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
