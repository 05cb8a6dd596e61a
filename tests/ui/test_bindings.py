"""Qt's bindings come without what only explains them, and explain all the same when they are asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(["test", "-platform", "offscreen"])
window = QMainWindow()
window.show()
app.processEvents()
"""
_WRONG = """
from PySide6.QtWidgets import QWidget
try:
    window.setGeometry("wide")
except TypeError as told:
    print(told)
print(QWidget.setGeometry.__doc__)
from PySide6.support.signature import get_signature
print(get_signature(QWidget.setWindowTitle))
import PySide6.support.signature.lib.enum_sig as last
print(last.ExactEnumerator.__name__)
"""
_PLAIN = "import PySide6.QtWidgets\n"
_LEAN = """
import builtins
before = builtins.compile, builtins.__import__
from auditapp.ui import bindings
bindings.bring()
assert (builtins.compile, builtins.__import__) == before
"""


def _said(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_window_is_seen_before_anything_that_explains_is_compiled() -> None:
    told = _said(_LEAN + _WINDOW + "print(len(bindings._waiting), len(bindings._LATER))")
    waiting, later = map(int, told.split())
    assert waiting == later > 5, "another edition of PySide: look at what it loads, and at `bindings`"


def test_a_wrong_argument_is_explained_as_by_plain_bindings() -> None:
    lean, plain = _said(_LEAN + _WINDOW + _WRONG), _said(_PLAIN + _WINDOW + _WRONG)
    assert "Supported signatures:" in lean
    assert lean == plain


def test_what_is_missing_is_missing() -> None:
    told = _said(
        _LEAN + "import PySide6.support.signature.lib.tool as tool\n"
        "print(hasattr(tool, 'nothing_of_this_name'), len(bindings._waiting) < len(bindings._LATER))"
    )
    assert told.split() == ["False", "True"]
