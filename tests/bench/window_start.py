"""From starting the process to a window that is painted and has taken a key, against an empty QMainWindow.

Both are fresh processes of the same Python without a screen; home lists twelve inspections. The desk's passphrase
costs nothing here, as with the system's keyring. The first start after an installation, which compiles, is not timed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import fixtures
from tests.bench.measure import ROOT, Line, against, apart, median

ROUNDS = 15
INSPECTIONS = 12
_TAKES_A_KEY = """
def painted(window):
    QApplication.processEvents()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    QApplication.processEvents()
    print("usable", flush=True)
    return 0
"""
# The floor imports what it needs to be a window; QtTest (which only presses the key) after that in both.
_FLOOR = f"""
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(["bench"])
window = QMainWindow()
window.resize(1440, 900)
window.show()
from PySide6.QtTest import QTest
{_TAKES_A_KEY}
painted(window)
"""
# Nothing of Qt is imported before the program does it; its loop is taken away once its window is shown.
_OURS = f"""
import sys
from auditapp import app
def begin(program, *_):
    global Qt, QApplication, QTest
    whole(program)
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication
    from PySide6.QtTest import QTest
    QApplication.exec = lambda *_: painted(program.window)
{_TAKES_A_KEY}
whole, app.Program.begin = app.Program.begin, begin
from auditapp.__main__ import main
main(["--data", sys.argv[1]])
"""


def lines(folder: Path) -> Iterator[Line]:
    home = {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "AUDITAPP_PASSPHRASE": fixtures.PASSPHRASE}
    home |= {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    before = dict(os.environ)
    os.environ.update(home)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        desk = folder / "desk"
        apart("window_start:begun", desk)
        ours, floor = [], []
        for turn in range(ROUNDS + 1):
            taken = (_usable(_OURS, str(desk)), _usable(_FLOOR))
            if turn:
                ours.append(taken[0])
                floor.append(taken[1])
    finally:
        os.environ.clear()
        os.environ.update(before)
    yield against("first usable window, against an empty QMainWindow", median(ours), median(floor), most=1.5)


def begun(folder: str) -> None:
    from auditapp.operations import begin
    from auditapp.operations.desk import open_desk

    with open_desk(Path(folder), fixtures.PASSPHRASE, keyring=False, cost=fixtures.CHEAP) as desk:
        for n in range(INSPECTIONS):
            begin.begin(desk, "emergency", title=f"Q{n}", unit=f"海棠人寿 {n}", unit_code=f"JC{n:02d}")


def _usable(code: str, *given: str) -> float:
    """Seconds until the window of a fresh process has taken a key."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *given], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        told = process.stdout.readline() if process.stdout else ""
        taken = time.perf_counter() - start
        process.wait()
        if told.strip() != "usable":
            raise RuntimeError(process.stderr.read()[-3000:] if process.stderr else "")
    return taken
