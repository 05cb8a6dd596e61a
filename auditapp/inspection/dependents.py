"""What has to be judged again when an answer changes: the places whose condition, limits or number look at it.

Worked out once for a checklist, for it does not depend on what was answered. An item looks at another one at its
own sample (``num('WP-2.2')``) or at all samples at once (``mean('WP-2.2')``, ``share_conforming('workstation')``):
only the second kind carries a change from one sample to the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from auditapp.checklist.expressions import OVER_SAMPLES, SIGNATURES, ExpressionFault, parse, texts_of
from auditapp.checklist.model import Checklist, Item


class Dependent(NamedTuple):
    """An item that looks at another. ``everywhere``: at all its samples, not only at the one that changed."""

    item: str
    everywhere: bool


class Dependents:
    """Item -> what looks at it, directly or through as many others as it takes."""

    def __init__(self, checklist: Checklist) -> None:
        self._order: Final = {item.id: n for n, item in enumerate(checklist.items())}
        self._direct: Final[Mapping[str, set[Dependent]]] = _direct(checklist)
        self._found: Final[dict[str, tuple[Dependent, ...]]] = {}

    def of(self, item: str) -> tuple[Dependent, ...]:
        """In checklist order. The item itself is among them when its other samples look at this one."""
        if item not in self._found:
            self._found[item] = self._reached(item)
        return self._found[item]

    def _reached(self, item: str) -> tuple[Dependent, ...]:
        found: dict[str, bool] = {}
        waiting = [Dependent(item, everywhere=False)]
        while waiting:
            one = waiting.pop()
            for looking, everywhere in self._direct.get(one.item, ()):
                wide = everywhere or one.everywhere
                if wide > found.get(looking, -1):
                    found[looking] = wide
                    waiting.append(Dependent(looking, wide))
        if not found.get(item, True):
            del found[item]
        return tuple(Dependent(name, found[name]) for name in sorted(found, key=self._order.__getitem__))


def _direct(checklist: Checklist) -> dict[str, set[Dependent]]:
    of_set: dict[str, list[Item]] = {}
    for item in checklist.items():
        of_set.setdefault(item.set, []).append(item)
    asked_by = {setting.code: setting.item for setting in checklist.settings if setting.item}
    direct: dict[str, set[Dependent]] = {}
    for item in checklist.items():
        for name, over in _looked_at(item, of_set, asked_by):
            other = checklist.by_id.get(name)
            if other is not None:
                same = not over and item.set == other.set
                direct.setdefault(name, set()).add(Dependent(item.id, everywhere=not same))
    return direct


def _looked_at(item: Item, of_set: Mapping[str, list[Item]], asked_by: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """(item, over all its samples?) of everything that an expression of *item* looks at."""
    for text in texts_of(item):
        try:
            calls = parse(text).calls
        except ExpressionFault:  # a checked checklist has none
            continue
        for function, names, _ in calls:
            wanted = SIGNATURES[function]
            for n, name in enumerate(names):
                match wanted[min(n, len(wanted) - 1)].rstrip("*"):
                    case "item":
                        yield name, function in OVER_SAMPLES
                    case "set":
                        yield from ((one.id, True) for one in of_set.get(name, ()))
                    case "setting" if name in asked_by:
                        yield asked_by[name], True
                    case _:
                        pass
