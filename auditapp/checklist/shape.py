"""From a tree of texts to the values of `model`, by the types of their fields; every misfit is a fault.

The keys of an authored file are the field names of `model`, so there is no second schema to keep.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from auditapp.checklist.faults import Fault, Place
from auditapp.checklist.model import Dimension, Group, Item, Reference, SampleSet, Setting, Text
from auditapp.checklist.tree import Branch, Leaf, Row, Tree
from auditapp.words import say

Path = tuple[str, ...]

#: Things with a name of their own: where they are listed, and the field that names them.
NAMED: Mapping[type, tuple[str, str]] = {
    Dimension: ("dimensions", "id"),
    Group: ("groups", "id"),
    Item: ("items", "id"),
    SampleSet: ("sets", "code"),
    Setting: ("settings", "code"),
    Reference: ("references", "code"),
}


class Misfit(Exception):
    """A value that could not be made; its faults are already noted."""


@cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    hints = typing.get_type_hints(kind)
    return {
        f.name: (hints[f.name], f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING)
        for f in dataclasses.fields(kind)
    }


class Shaping:
    """Collects faults and the places of everything that was shaped."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.places: dict[Path, Place] = {}
        self.item = ""

    def fault(self, place: Place, sentence: str, **values: object) -> None:
        self.faults.append(Fault(place, sentence, values, self.item))

    def misfit(self, place: Place, sentence: str, **values: object) -> Misfit:
        self.fault(place, sentence, **values)
        return Misfit(sentence)

    def each(self, trees: tuple[Tree, ...], kind: type, path: Path = ()) -> tuple[Any, ...]:
        """All of *trees* that fit, as values of *kind*."""
        made = []
        for n, tree in enumerate(trees):
            try:
                made.append(self.value(tree, kind, (*path, str(n))))
            except Misfit:
                continue
        return tuple(made)

    def value(self, tree: Tree, kind: Any, path: Path) -> Any:
        """*tree* as a value of *kind*; raises `Misfit` after noting why not."""
        self.places[path] = tree.place
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            kind = next(a for a in typing.get_args(kind) if a is not type(None))
            origin = typing.get_origin(kind)
        if origin is tuple:
            if not isinstance(tree, Row):
                raise self.misfit(tree.place, say("A list is expected for “{key}”."), key=path[-1])
            return self.each(tree.parts, typing.get_args(kind)[0], path)
        if origin in (Mapping, dict):
            if not isinstance(tree, Branch):
                raise self.misfit(tree.place, say("Keys and values are expected for “{key}”."), key=path[-1])
            inner = typing.get_args(kind)[1]
            return {k: self.value(v, inner, (*path, k)) for k, v in tree.parts.items()}
        if dataclasses.is_dataclass(kind):
            return self.record(tree, typing.cast(type, kind), path)
        return self.plain(tree, kind, path)

    def plain(self, tree: Tree, kind: Any, path: Path) -> Any:
        if not isinstance(tree, Leaf):
            raise self.misfit(tree.place, say("A text is expected for “{key}”."), key=path[-1])
        text = tree.text
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text if not c.isprintable()):
            raise self.misfit(tree.place, say("The text holds a control character."))
        if kind is str:
            return unicodedata.normalize("NFC", text.strip())
        if kind is bool:
            if text not in ("true", "false"):
                raise self.misfit(
                    tree.place, say("“{key}” must be true or false, not “{text}”."), key=path[-1], text=text[:60]
                )
            return text == "true"
        if kind is int:
            if not (text.isascii() and text.isdigit() and len(text) <= 6):
                raise self.misfit(
                    tree.place, say("“{key}” must be a whole number, not “{text}”."), key=path[-1], text=text[:60]
                )
            return int(text)
        names: type[StrEnum] = kind
        try:
            return names(text)
        except ValueError:
            raise self.misfit(
                tree.place,
                say("“{text}” is not a known {key}; known are: {known}."),
                text=text[:60],
                key=path[-1],
                known=", ".join(names),
            ) from None

    def record(self, tree: Tree, kind: type, path: Path) -> Any:
        if not isinstance(tree, Branch):
            sentence = (
                say("A text needs both languages: {{zh: …, en: …}}.")
                if kind is Text
                else say("Keys and values are expected for “{key}”.")
            )
            raise self.misfit(tree.place, sentence, key=path[-1])
        outer = self.item
        if kind in NAMED:
            listed, name = NAMED[kind]
            code = tree.leaf(name).strip()
            if kind is Item:
                self.item = code
            path = (listed, code)
            if code and path in self.places:
                self.fault(
                    tree.place,
                    say("“{code}” is there twice; the first is at line {line}."),
                    code=code,
                    line=self.places[path].line,
                )
            self.places[path] = tree.place
        try:
            return self.fill(tree, kind, path)
        finally:
            self.item = outer

    def fill(self, tree: Branch, kind: type, path: Path) -> Any:
        fields, values, whole = _fields(kind), {}, True
        for key, part in tree.parts.items():
            if key not in fields:
                near = difflib.get_close_matches(key, fields, 1)
                if near:
                    self.fault(
                        tree.keys[key],
                        say("The key “{key}” is not known here; did you mean “{near}”?"),
                        key=key[:60],
                        near=near[0],
                    )
                else:
                    self.fault(tree.keys[key], say("The key “{key}” is not known here."), key=key[:60])
                continue
            try:
                values[key] = self.value(part, fields[key][0], (*path, key))
            except Misfit:
                whole = False
        for key, (_, required) in fields.items():
            if required and key not in tree.parts:
                self.fault(tree.place, say("The key “{key}” is missing."), key=key)
                whole = False
        if not whole:
            raise Misfit
        return kind(**values)
