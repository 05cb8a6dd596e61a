"""An authored file as a tree of texts that remember where they stand; YAML and Excel both become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from auditapp.checklist.faults import Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text. Numbers and yes/no are texts too until their field says what they are."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A list."""

    parts: tuple[Tree, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Branch:
    """Keys and values; ``keys`` tells where each key stands."""

    parts: dict[str, Tree]
    keys: dict[str, Place]
    place: Place

    def leaf(self, key: str) -> str:
        """The text under *key*, "" where there is none."""
        part = self.parts.get(key)
        return part.text if isinstance(part, Leaf) else ""

    def row(self, key: str) -> tuple[Tree, ...]:
        part = self.parts.get(key)
        return part.parts if isinstance(part, Row) else ()


Tree: TypeAlias = Leaf | Row | Branch
