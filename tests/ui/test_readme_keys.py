"""The keys that the README tells are the window's."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from auditapp.ui.bridge import Bridge
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from tests.inspector import Inspector

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_key_of_the_readme_does_something_on_the_inspection_page(
    bridge: Bridge, theme: Theme, lin: Inspector, show: Callable[..., Any]
) -> None:
    told = README.split("## In the window", 1)[1].split("\n## ", 1)[0]
    rows = [row.split("|")[1:3] for row in told.splitlines() if row.startswith("| `")]
    keys = {key for first, second in rows for key in re.findall(r"`([^`]+)`", first + second)}
    keys |= set(re.findall(r"`(\?|F\d+)`", told))
    window = show(Window(bridge, theme), 1440, 900)
    window.go(HOME)
    window.go(Place("inspection", lin.inspection))
    known = {key for command in window.commands() for key in command.keys}
    assert len(keys) > 20
    assert keys - known == set()
