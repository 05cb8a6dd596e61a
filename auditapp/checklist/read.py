"""Open an authored checklist: YAML profiles with the parts they include, Excel, CSV, or a stored document.

A *profile* is the YAML file a person names. It may ``include`` parts (files that hold dimensions, sets,
settings or references) from its own folder, and with ``also`` borrow single items of a file it does not
include. Sets and settings none of its items use are left out of the checklist.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditapp.checklist.faults import Fault, Place, errors, in_order
from auditapp.checklist.formats import yaml
from auditapp.checklist.model import Checklist, Dimension, Reference, SampleSet, Setting, Text
from auditapp.checklist.shape import Misfit, Shaping
from auditapp.checklist.tree import Branch, Leaf, Row, Tree
from auditapp.words import Trouble, say

LISTS: Mapping[str, type] = {"dimensions": Dimension, "sets": SampleSet, "settings": Setting, "references": Reference}
HEAD = ("id", "version", "title", "claim", "effective_from", "preset", "naming", "notes", "format")
NEEDED = ("id", "version", "title", "claim", "effective_from")
BORROWING = ("dimension", "group", "title", "from", "items")
MAX_PARTS = 60


@dataclass(frozen=True)
class Reading:
    """What came of reading: a checklist (None when an error refused it), all faults, and where things stand.

    ``places`` maps a path such as ``("items", "WP-2.2", "limits", "bands", "0", "when")`` to its place.
    """

    checklist: Checklist | None
    faults: tuple[Fault, ...] = ()
    places: Mapping[tuple[str, ...], Place] = field(default_factory=dict)
    written: Checklist | None = field(default=None, repr=False)
    """Everything that is written and could be shaped, in spite of errors and before narrowing: what the author's
    check looks at, so that one reading tells all faults."""

    @property
    def sound(self) -> bool:
        return self.checklist is not None and not errors(self.faults)


def read(path: Path) -> Reading:
    """Read and check any checklist file; every fault found is in the result, nothing is raised for them."""
    from auditapp.checklist.check import check

    first = read_unchecked(path)
    subject = first.written or first.checklist
    if subject is None:
        return first
    found = check(subject, first.places, default=Place(path.name))
    if first.checklist is None:
        found = [f for f in found if not _follows(f, first.places, subject)]
    return Reading(first.checklist, in_order((*first.faults, *found)), first.places)


def _follows(fault: Fault, places: Mapping[tuple[str, ...], Place], subject: Checklist) -> bool:
    """Whether a fault only follows from something that is written but could not be shaped."""
    known = {
        "items": subject.by_id,
        "sets": subject.sets_by_code,
        "settings": subject.settings_by_code,
        "references": subject.references_by_code,
    }
    return "sum" in fault.values or any(
        (listed, value) in places and value not in shaped
        for value in fault.values.values()
        if isinstance(value, str)
        for listed, shaped in known.items()
    )


def load(path: Path) -> Checklist:
    """The checklist of a file; raises `Trouble` naming the first faults when it is not sound."""
    reading = read(path)
    if reading.sound and reading.checklist is not None:
        return reading.checklist
    bad = errors(reading.faults)
    raise Trouble(
        say("The checklist cannot be used"),
        say("{n} faults were found in it. The first: {first}"),
        say("Mend the file and check it again."),
        code=1,
        n=len(bad),
        first=bad[0].line(),
    )


def read_unchecked(path: Path) -> Reading:
    """Read without the author's check: only what keeps the file from becoming a checklist is a fault."""
    match path.suffix.lower():
        case ".yaml" | ".yml":
            tree, faults = yaml.read_tree(path)
            gathered = _gather(path, tree, faults)
        case ".xlsx":
            from auditapp.checklist.formats import xlsx

            gathered = xlsx.read_tree(path)
        case ".csv":
            from auditapp.checklist.formats import csv

            gathered = csv.read_tree(path)
        case ".json":
            return _document(path)
        case other:
            return Reading(
                None,
                (Fault(Place(path.name), say("Files ending in “{suffix}” are not checklists."), {"suffix": other}),),
            )
    return _assemble(*gathered)


def _document(path: Path) -> Reading:
    from auditapp.checklist.write import NotADocument, decode

    try:
        return Reading(decode(path.read_bytes()))
    except OSError as trouble:
        return Reading(
            None,
            (
                Fault(
                    Place(path.name),
                    say("The file cannot be read: {reason}."),
                    {"reason": trouble.strerror or str(trouble)},
                ),
            ),
        )
    except NotADocument as trouble:
        return Reading(
            None, (Fault(Place(path.name), say("This is not a stored checklist: {reason}."), {"reason": str(trouble)}),)
        )


def _gather(path: Path, tree: Tree | None, faults: list[Fault]) -> tuple[Branch | None, list[Fault]]:
    """One branch with everything the profile includes and borrows."""
    if tree is None:
        return None, faults
    if not isinstance(tree, Branch):
        return None, [*faults, Fault(tree.place, say("A checklist begins with keys such as “id” and “title”."))]
    folder = path.parent.resolve()
    opened: dict[str, Branch | None] = {}

    def part(leaf: Tree) -> Branch | None:
        """The branch of an included file, read once."""
        name = leaf.text if isinstance(leaf, Leaf) else ""
        target = (folder / name).resolve() if name and "\0" not in name else folder
        if not name or not target.is_relative_to(folder) or target == folder:
            faults.append(Fault(leaf.place, say("“{name}” lies outside the checklist's folder."), {"name": name}))
            return None
        if target.suffix.lower() not in (".yaml", ".yml"):
            faults.append(Fault(leaf.place, say("Only YAML files can be included, not “{name}”."), {"name": name}))
            return None
        if not target.is_file():
            faults.append(Fault(leaf.place, say("The included file “{name}” is not there."), {"name": name}))
            return None
        if name not in opened:
            inner, found = yaml.read_tree(target, name)
            faults.extend(found)
            if inner is not None and not isinstance(inner, Branch):
                faults.append(Fault(inner.place, say("An included file begins with a key such as “dimensions”.")))
            opened[name] = inner if isinstance(inner, Branch) else None
        return opened[name]

    rows: dict[str, list[Tree]] = {key: list(tree.row(key)) for key in LISTS}
    faults.extend(
        Fault(tree.keys[key], say("A list is expected for “{key}”."), {"key": key})
        for key in (*LISTS, "include", "also")
        if key in tree.parts and not isinstance(tree.parts[key], Row)
    )
    for n, leaf in enumerate(tree.row("include")):
        if n >= MAX_PARTS:
            faults.append(Fault(leaf.place, say("More than {limit} files are included."), {"limit": MAX_PARTS}))
            break
        branch = part(leaf)
        for key, value in branch.parts.items() if branch else ():
            if key not in LISTS:
                faults.append(
                    Fault(
                        branch.keys[key] if branch else leaf.place,
                        say("The key “{key}” is not known in an included file."),
                        {"key": key},
                    )
                )
            elif isinstance(value, Row):
                rows[key].extend(value.parts)
            else:
                faults.append(Fault(value.place, say("A list is expected for “{key}”."), {"key": key}))
    for wish in tree.row("also"):
        _borrow(wish, part, rows["dimensions"], faults)
    parts: dict[str, Tree] = {k: v for k, v in tree.parts.items() if k not in ("include", "also")}
    parts.update({key: Row(tuple(trees), tree.keys.get(key, tree.place)) for key, trees in rows.items()})
    return Branch(parts, tree.keys, tree.place), faults


def _borrow(wish: Tree, part: Any, dimensions: list[Tree], faults: list[Fault]) -> None:
    """Put the borrowed items of one ``also`` entry as a first group into its dimension."""
    if not isinstance(wish, Branch):
        faults.append(Fault(wish.place, say("Keys and values are expected for “{key}”."), {"key": "also"}))
        return
    faults.extend(
        Fault(wish.keys[key], say("The key “{key}” is not known here."), {"key": key})
        for key in wish.parts
        if key not in BORROWING
    )
    for key in BORROWING:
        if key not in wish.parts:
            faults.append(Fault(wish.place, say("The key “{key}” is missing."), {"key": key}))
            return
    source = part(wish.parts["from"])
    if source is None:
        return
    there = {
        item.leaf("id"): item
        for d in source.row("dimensions")
        if isinstance(d, Branch)
        for g in d.row("groups")
        if isinstance(g, Branch)
        for item in g.row("items")
        if isinstance(item, Branch)
    }
    borrowed: list[Tree] = []
    for leaf in wish.row("items"):
        name = leaf.text if isinstance(leaf, Leaf) else ""
        if name in there:
            borrowed.append(there[name])
        else:
            faults.append(
                Fault(leaf.place, say("The item “{name}” is not in the file it is borrowed from."), {"name": name})
            )
    group = Branch(
        {"id": wish.parts["group"], "title": wish.parts["title"], "items": Row(tuple(borrowed), wish.place)},
        wish.keys,
        wish.place,
    )
    for n, dimension in enumerate(dimensions):
        if isinstance(dimension, Branch) and dimension.leaf("id") == wish.leaf("dimension"):
            groups = Row((group, *dimension.row("groups")), dimension.place)
            dimensions[n] = Branch({**dimension.parts, "groups": groups}, dimension.keys, dimension.place)
            return
    faults.append(
        Fault(
            wish.parts["dimension"].place,
            say("The dimension “{name}” is not included."),
            {"name": wish.leaf("dimension")},
        )
    )


def _assemble(tree: Branch | None, faults: list[Fault]) -> Reading:
    if tree is None:
        return Reading(None, in_order(faults))
    shaping = Shaping()
    shaping.faults.extend(faults)
    lists: dict[str, Any] = {key: shaping.each(tree.row(key), kind, (key,)) for key, kind in LISTS.items()}
    head: dict[str, Any] = {}
    for key, part in tree.parts.items():
        if key in LISTS:
            continue
        if key not in HEAD:
            shaping.fault(tree.keys[key], say("The key “{key}” is not known here."), key=key[:60])
            continue
        kind: type = Text if key in ("title", "claim", "notes") else int if key == "format" else str
        try:
            head[key] = shaping.value(part, kind, ("checklist", key))
        except Misfit:
            continue
    for key in NEEDED:
        if key not in tree.parts:
            shaping.fault(tree.place, say("The key “{key}” is missing."), key=key)
    if errors(shaping.faults):
        filler = {
            "id": "unread",
            "version": "0",
            "title": Text("-", "-"),
            "claim": Text("-", "-"),
            "effective_from": "2000-01-01",
        }
        written = Checklist(**{**filler, **head}, **lists)
        return Reading(None, in_order(shaping.faults), shaping.places, written)
    written = Checklist(**head, **lists)
    return Reading(narrowed(written), in_order(shaping.faults), shaping.places, written)


def narrowed(checklist: Checklist) -> Checklist:
    """Without the sets and settings no item uses; a setting whose item is not here is asked directly."""
    from auditapp.checklist.expressions import referred

    items = checklist.by_id
    used = {i.set for i in items.values()}
    switches = {name for i in items.values() for name in referred(i).settings}
    settings = tuple(
        s if not s.item or s.item in items else dataclasses.replace(s, item="")
        for s in checklist.settings
        if s.code in switches or (s.item and s.item in items)
    )
    return dataclasses.replace(checklist, settings=settings, sets=tuple(s for s in checklist.sets if s.code in used))
