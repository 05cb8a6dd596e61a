"""Two checklists compared, as values: items, sets, settings and references added, removed and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditapp.checklist.model import Checklist
from auditapp.checklist.write import plain

WHOLE = ("id", "version", "title", "claim", "notes", "effective_from", "preset", "naming")


@dataclass(frozen=True)
class Change:
    """One field that differs. ``field`` is its path (``limits.bands.0.fail_below``); "" on a side = not there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One thing with its changed fields; ``what`` is checklist, dimension, group, item, set, setting or reference."""

    what: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """``added`` and ``removed`` hold (what, name); ``moved`` the items now in another group or order."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)


def difference(before: Checklist, after: Checklist) -> Difference:
    """What one must know to go from *before* to *after*."""
    old, new = _things(before), _things(after)
    changed = [Changed(*key, changes) for key in old if key in new and (changes := tuple(_changes(old[key], new[key])))]
    return Difference(
        added=tuple(k for k in new if k not in old),
        removed=tuple(k for k in old if k not in new),
        changed=tuple(changed),
        moved=_moved(before, after),
    )


def _things(checklist: Checklist) -> dict[tuple[str, str], Mapping[str, Any]]:
    head = plain(checklist)
    found: dict[tuple[str, str], Mapping[str, Any]] = {("checklist", ""): {k: head[k] for k in WHOLE if k in head}}
    for dimension in head.get("dimensions", ()):
        found["dimension", dimension["id"]] = {k: v for k, v in dimension.items() if k != "groups"}
        for group in dimension.get("groups", ()):
            found["group", group["id"]] = {k: v for k, v in group.items() if k != "items"}
            for item in group.get("items", ()):
                found["item", item["id"]] = item
    for what, listed in (("set", "sets"), ("setting", "settings"), ("reference", "references")):
        for thing in head.get(listed, ()):
            found[what, thing["code"]] = thing
    return found


def _changes(before: Any, after: Any, field: str = "") -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(k for k in after if k not in before)]:
            yield from _changes(before.get(key), after.get(key), f"{field}.{key}" if field else key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _changes(one, other, f"{field}.{n}")
    else:
        yield Change(field, _said(before), _said(after))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(_said(v) for v in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_said(v)}" for k, v in value.items())
    return str(value)


def _moved(before: Checklist, after: Checklist) -> tuple[str, ...]:
    """Items in both whose group changed, or that stand in another order among those in both."""

    def group_of(checklist: Checklist) -> dict[str, str]:
        return {i.id: g.id for g in checklist.groups() for i in g.items}

    old, new = group_of(before), group_of(after)
    both = set(old) & set(new)
    first, second = [i for i in old if i in both], [i for i in new if i in both]
    return tuple(i for n, i in enumerate(second) if old[i] != new[i] or first[n] != i)
