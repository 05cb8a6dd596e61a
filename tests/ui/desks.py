"""The filled desk in each language, made once for all tests that look at every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.filled import Filled

LANGUAGES = ("en", "zh-CN")

Desks = Callable[[str], Filled]


@pytest.fixture(scope="session")
def desks(
    tmp_path_factory: pytest.TempPathFactory, checklist: Path, short_checklist: Path, fonts: None
) -> Iterator[Desks]:
    """The filled desk in a language, made when it is first asked for."""
    made: dict[str, Filled] = {}

    def desk(language: str) -> Filled:
        if language not in made:
            folder = tmp_path_factory.mktemp(f"filled-{language}")
            made[language] = Filled(folder, checklist, short_checklist, language)
        return made[language]

    yield desk
    for one in made.values():
        one.close()
