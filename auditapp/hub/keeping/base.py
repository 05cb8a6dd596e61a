"""What the hub asks of a database: rows in transactions. Two databases give it; the SQL is written once for both.

Statements keep to what both understand, with ``?`` for values and no other question mark or per cent sign.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Session(Protocol):
    """One transaction of one connection."""

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """One statement; how many rows it changed."""
        ...

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...

    def row(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None: ...

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None."""
        ...

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Many new rows at once, by the fastest way there is."""
        ...

    def among(self, column: str, values: Collection[str]) -> tuple[str, Any]:
        """(condition, value): *column* is one of *values*, however many."""
        ...

    def alone(self, inspection: str = "") -> None:
        """From here to the end of the deed nobody else writes to this inspection, whose row is there; without one,
        nobody else comes past this line."""
        ...


class Base(Protocol):
    """A database. Raises `Trouble` for the world's faults and the driver's own errors for ours."""

    name: str
    """``sqlite`` or ``postgresql``."""
    place: str
    """Where it lies, for people: never with a password."""

    def deed(self, *, durable: bool = True) -> AbstractContextManager[Session]:
        """A transaction that writes: left without an exception, it is on the drive (not *durable*: soon, and then
        only what may be lost is written in it)."""
        ...

    def look(self) -> AbstractContextManager[Session]:
        """Read as it stands at one moment."""
        ...

    def bytes(self) -> int:
        """How large it is on the drive."""
        ...

    def careless(self) -> str:
        """The setting by which it may lose what was acknowledged, "" when there is none."""
        ...

    def close(self) -> None: ...
