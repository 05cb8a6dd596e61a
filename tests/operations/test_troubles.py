"""Every trouble reads right in the window and on the command line: it names deeds, never a command or an option."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import auditapp

ROOMS = ("operations", "office", "store", "report", "inspection", "checklist", "journal")
COMMAND = re.compile(r"\bauditapp [a-z]+|(?<![\w-])--[a-z]")
HOW_IT_IS_GIVEN = {"A passphrase is needed"}
"""Titles whose sentence is for the command line alone: the window asks instead of showing it."""


def todos() -> Iterator[tuple[str, str, str]]:
    """(place, title, text) of every text in every `Trouble` of these rooms."""
    house = Path(auditapp.__file__).parent
    for room in ROOMS:
        for path in sorted((house / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Trouble":
                    texts = [
                        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
                    ]
                    yield from ((f"{path.relative_to(house)}:{node.lineno}", texts[0], text) for text in texts if texts)


def test_no_trouble_names_a_command_or_an_option() -> None:
    found = list(todos())
    assert len(found) > 300
    wrong = [(place, text) for place, title, text in found if COMMAND.search(text) and title not in HOW_IT_IS_GIVEN]
    assert wrong == []
