"""The window's tests need PySide6 and pytest-qt; where they are not installed, nothing here is collected.

The fixtures themselves are in `stage`.
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("PySide6") is None or find_spec("pytestqt") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.ui.desks import desks  # noqa: F401
    from tests.ui.stage import *  # noqa: F403 pytest finds fixtures where conftest names them
