"""No committed file says where its author works: no registry, no mirror, no path of a machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", ".hypothesis", "build", "dist", "demo"}
TEXT = {"", ".cfg", ".in", ".ini", ".json", ".md", ".po", ".py", ".sh", ".sql", ".toml", ".txt", ".yaml", ".yml"}

# A letter in brackets each, so that this file does not name them either.
FORBIDDEN = re.compile(
    r"pypi[.]org|python[h]osted|deb[.]debian|registry[.]npm|npmjs[.](?:org|com)|proxy[.]golang"
    r"|/wor[k]/|/roo[t]/|/hom[e]/\w+"
)


def committed_texts() -> Iterator[Path]:
    for path in sorted(HOUSE.rglob("*")):
        inside = path.relative_to(HOUSE).parts
        made = NOT_OURS.intersection(inside) or any(part.endswith(("_cache", "__pycache__")) for part in inside)
        if not made and path.suffix in TEXT and path.is_file():
            yield path


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = [
        f"{path.relative_to(HOUSE)}:{number}: {line.strip()[:100]}"
        for path in committed_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line", ["https://files.python{}osted.example/x", "  /roo{}/inspection.db", "cp x /hom{}/li/x"]
)
def test_the_search_finds_them(line: str) -> None:
    assert any(FORBIDDEN.search(line.format(letter)) for letter in "hte")


@pytest.mark.parametrize("lock", sorted(HOUSE.glob("requirements*.txt")), ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_with_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(
        r"^\s*-", re.sub(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$", "", text, flags=re.MULTILINE), re.MULTILINE
    )
    pins = re.findall(r"^([\w.\[\]-]+)==\S+(?: ; [^\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
    assert pins
    assert len(pins) == len(re.findall(r"^\w", text, re.MULTILINE))


def test_the_tests_lock_holds_everything_that_runs() -> None:
    pins = [
        set(re.findall(r"^\w\S*==\S+", (HOUSE / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pins[0] < pins[1]
