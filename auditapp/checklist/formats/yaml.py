"""YAML, the authoring form: strings only, no aliases, anchors or tags, no key twice, at most 1 MB.

The reader takes PyYAML's C events and never builds Python objects from them, so a hostile file cannot
do more than be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from auditapp.checklist.faults import Fault, Place
from auditapp.checklist.tree import Branch, Leaf, Row, Tree
from auditapp.words import say

MAX_BYTES = 1_000_000
MAX_DEPTH = 16

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def read_tree(path: Path, name: str = "") -> tuple[Tree | None, list[Fault]]:
    """The tree of a YAML file, or the faults that kept it from being read. *name* is what faults call it."""
    name = name or path.name
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as trouble:
        return None, [
            Fault(Place(name), say("The file cannot be read: {reason}."), {"reason": trouble.strerror or str(trouble)})
        ]
    return parse_tree(raw, name)


def parse_tree(raw: bytes, name: str) -> tuple[Tree | None, list[Fault]]:
    """As `read_tree`, from bytes."""
    if len(raw) > MAX_BYTES:
        return None, [Fault(Place(name), say("The file is larger than {limit} bytes."), {"limit": MAX_BYTES})]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Fault(Place(name, line), say("The file is not UTF-8 text."))]
    faults: list[Fault] = []
    try:
        events = yaml.parse(text, Loader=_Loader)
        tree = _Growing(name, events, faults).document()
    except _Refused as refused:
        return None, [*faults, refused.fault]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        return None, [
            *faults,
            Fault(
                Place(name, line),
                say("This is not well-formed YAML: {reason}."),
                {"reason": error.problem or error.context or "?"},
            ),
        ]
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        return None, [*faults, Fault(Place(name, line), say("The file holds a character YAML does not allow."))]
    return (None if faults else tree), faults


class _Growing:
    """Turns a stream of events into one tree."""

    def __init__(self, name: str, events: Iterator[Any], faults: list[Fault]) -> None:
        self.name, self.events, self.faults = name, events, faults

    def place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1)

    def refuse(self, event: Any, sentence: str, **values: object) -> _Refused:
        return _Refused(Fault(self.place(event), sentence, values))

    def next(self) -> Any:
        return next(self.events)

    def document(self) -> Tree:
        self.next()
        start = self.next()
        if isinstance(start, yaml.StreamEndEvent):
            raise _Refused(Fault(Place(self.name, 1), say("The file is empty.")))
        if start.version or start.tags:
            raise self.refuse(start, say("YAML directives (lines beginning with %) are not allowed."))
        tree = self.grow(self.next(), 0)
        self.next()
        further = self.next()
        if not isinstance(further, yaml.StreamEndEvent):
            raise self.refuse(further, say("The file holds more than one document."))
        return tree

    def grow(self, event: Any, depth: int) -> Tree:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, say("Aliases (*{name}) are not allowed; write it out."), name=event.anchor)
        if event.anchor:
            raise self.refuse(event, say("Anchors (&{name}) are not allowed; write it out."), name=event.anchor)
        if event.tag:
            raise self.refuse(event, say("Tags ({name}) are not allowed."), name=event.tag)
        if depth > MAX_DEPTH:
            raise self.refuse(event, say("The lines are nested too deep."))
        if isinstance(event, yaml.ScalarEvent):
            return Leaf(event.value, place)
        if isinstance(event, yaml.SequenceStartEvent):
            parts: list[Tree] = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                parts.append(self.grow(inner, depth + 1))
            return Row(tuple(parts), place)
        return self.branch(place, depth)

    def branch(self, place: Place, depth: int) -> Branch:
        parts: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.grow(event, depth + 1)
            if not isinstance(key, Leaf):
                raise self.refuse(event, say("A key must be a plain word."))
            value = self.grow(self.next(), depth + 1)
            if key.text in parts:
                self.faults.append(
                    Fault(
                        key.place,
                        say("The key “{key}” appears twice; the first is at line {line}."),
                        {"key": key.text, "line": keys[key.text].line},
                    )
                )
                continue
            parts[key.text], keys[key.text] = value, key.place
        return Branch(parts, keys, place)
