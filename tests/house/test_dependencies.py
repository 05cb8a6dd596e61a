"""What the house borrows it says in pyproject.toml, and it borrows nothing it does not use."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
SILENT = {"defusedxml"}
"""Used without being imported: openpyxl reads XML with it when it is there."""
INSIDE = {"shiboken6": "pyside6"}
"""Part of another package in all but name; pinned to it by its makers."""


def borrowed(folder: Path) -> dict[str, Path]:
    """The foreign modules that the files of a folder import, late imports included, and one file that does."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.py")):
        for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if module not in sys.stdlib_module_names and module not in {"auditapp", "tests"}:
                found.setdefault(module, path.relative_to(HOUSE))
    return found


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def plain(name: str) -> str:
    return re.split(r"[^\w.-]", re.sub(r"[-_.]+", "-", name).lower())[0]


def declared(*, for_tests: bool = False) -> set[str]:
    lines = list(PROJECT["project"]["dependencies"])
    if for_tests:
        lines += [line for line in PROJECT["dependency-groups"]["dev"] if isinstance(line, str)]
    return {plain(line) for line in lines}


def carriers(distributions: Mapping[str, list[str]], module: str) -> set[str]:
    """The packages a module can come from."""
    names = [plain(name) for name in distributions.get(module, [module])]
    return {INSIDE.get(name, name) for name in names}


@pytest.mark.parametrize(("folder", "for_tests"), [("auditapp", False), ("tests", True)])
def test_what_is_imported_is_declared(folder: str, for_tests: bool) -> None:
    distributions = packages_distributions()
    missing = {
        f"{module} ({where})"
        for module, where in borrowed(HOUSE / folder).items()
        if not carriers(distributions, module) & declared(for_tests=for_tests)
    }
    assert not missing


def test_what_is_declared_is_imported() -> None:
    distributions = packages_distributions()
    used = {one for module in borrowed(HOUSE / "auditapp") for one in carriers(distributions, module)}
    assert declared() - used - SILENT == set()


def test_every_dependency_says_why() -> None:
    text = (HOUSE / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("\ndependencies = [\n", 1)[1].split("\n]", 1)[0]
    assert all(re.search(r'",\s+# \w', line) for line in block.splitlines()), block
