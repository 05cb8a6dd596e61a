"""Starting: quick, without a screen, in any locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import auditapp

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
