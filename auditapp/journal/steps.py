"""A long deed in steps: whoever does it may do something else between two of them, or leave it unfinished."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Done = TypeVar("Done")


def at_once(steps: Generator[None, None, Done]) -> Done:
    """Take all the steps; what comes of them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: Done = end.value
            return done
