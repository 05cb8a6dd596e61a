"""Starting: quick, without a screen, in any locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import auditapp
from auditapp.__main__ import wants_window

HOUSE = Path(__file__).parents[2]

# Each costs a start of the program more than all of Python does (performance.md): only the job that needs one loads it.
SLOW = {
    "PIL", "PySide6", "aiohttp", "asyncio", "cryptography", "defusedxml", "keyring", "lxml", "msgspec", "openpyxl",
    "pi_heif", "pikepdf", "pyhanko", "reportlab", "simpleeval", "sqlcipher3", "sqlite_utils", "yaml",
}  # fmt: skip


def start(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    quiet = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "AUDITAPP"))}
    return subprocess.run(
        [sys.executable, "-m", "auditapp", *words],
        cwd=HOUSE,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**quiet, "PYTHONWARNINGS": "error", **environ},
    )


def test_the_program_says_which_version_it_is() -> None:
    told = start("--version")
    assert told.returncode == 0
    assert auditapp.__version__ in told.stdout.decode()


@pytest.mark.parametrize(
    "locale", [{}, {"LC_ALL": "C"}, {"LANG": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_help_can_be_had_in_every_language_under_every_locale(locale: dict[str, str], language: str) -> None:
    told = start("--help", **locale, AUDITAPP_LANG=language)
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"demo" in told.stdout


def test_help_loads_nothing_slow() -> None:
    ask = f"""
import contextlib, io, sys
from auditapp.__main__ import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(["--help"])
print(sorted(set({sorted(SLOW)!r}) & sys.modules.keys()))
"""
    told = subprocess.run([sys.executable, "-c", ask], cwd=HOUSE, capture_output=True, text=True, encoding="utf-8")
    assert (told.stdout.strip(), told.stderr) == ("[]", "")


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ((), True),
        (("--lang", "zh-CN"), True),
        (("--data=here", "joined.auditpkg"), True),
        (("--data", "here", "new"), False),
        (("list",), False),
        (("lst",), False),
        (("-i", "3", "answer"), False),
        (("--json",), False),
        (("--help",), False),
    ],
)
def test_a_verb_works_without_a_screen_and_anything_else_opens_the_window(words: tuple[str, ...], window: bool) -> None:
    assert wants_window(words) is window


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
@pytest.mark.parametrize(("language", "said"), [("en", "There is no screen"), ("zh-CN", "没有显示屏")])
def test_without_a_screen_the_window_says_so(language: str, said: str) -> None:
    told = start("--lang", language, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert told.returncode == 3
    assert said in told.stderr.decode()
    assert "Traceback" not in told.stderr.decode()


def test_where_qt_does_not_load_the_window_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError('libEGL.so.1 is not there')", encoding="utf-8")
    told = start("--lang", "en", DISPLAY=":99", PYTHONPATH=str(tmp_path))
    assert told.returncode == 3
    assert "libEGL.so.1 is not there" in told.stderr.decode()
    assert "Traceback" not in told.stderr.decode()
