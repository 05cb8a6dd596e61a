"""Which entries stand: a pure function of the *set* of entries. Order, clocks and numbers decide nothing.

* A withdrawal is **effective** when no effective withdrawal names it. (Entry ids are hashes, so withdrawals
  cannot name one another in a circle; if they did, none of the circle would be effective.)
* An entry is **live** when no effective withdrawal names it. A ``desk`` and an ``erase`` cannot be withdrawn.
* A live write to a slot **stands** when no live write of the same slot has it among its ancestors. Ancestors
  are reached through ``replaces``, through withdrawn writes too: undoing a middle edit leaves what would be
  there had it never been written. An ancestor that is not here yet ends the walk.
* An entry of a pile stands when it is live.
* More than one standing write with different value bytes is a **dispute**.
* An erasure is **honoured** when the erasing desk's key is head office's; its target stands on, empty.

Which kinds are slots and piles is for `auditapp.inspection.facts` to say, so it comes in as a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, TypeAlias

from auditapp.journal.entry import FORMAT, Entry
from auditapp.journal.strand import DESK, public_of

WITHDRAW: Final = "withdraw"
ERASE: Final = "erase"
_NEVER_TAKEN_BACK: Final = (DESK, ERASE)

Slot: TypeAlias = tuple[str, str]
"""(kind, subject): the name of a slot or of a pile."""


@dataclass(frozen=True)
class Living:
    """What stands, and what became of the rest. Tuples of entries are sorted for display (`display_order`)."""

    standing: Mapping[Slot, tuple[Entry, ...]]
    """Slot -> its value; more than one entry: disputed. Of writes with equal values only the first is shown."""
    named: Mapping[Slot, tuple[str, ...]]
    """Slot -> ids of *all* standing writes, the equal ones too: what the next write has to replace."""
    piles: Mapping[Slot, tuple[Entry, ...]]
    """Pile -> its live entries."""
    withdrawn: Mapping[str, Entry]
    """Id of an entry taken back -> the withdrawal (of several the first for display)."""
    replaced: frozenset[str]
    """Ids of live writes another live write took the place of."""
    erased: Mapping[str, Entry]
    """Id of an entry whose value must be gone -> the honoured erasure (of several the first for display)."""
    unknown: tuple[Entry, ...]
    """Kinds this version does not know, and entries of a newer version: kept, passed on, not understood."""

    @property
    def disputed(self) -> tuple[Slot, ...]:
        return tuple(sorted(slot for slot, entries in self.standing.items() if len(entries) > 1))


def living(
    entries: Iterable[Entry],
    *,
    is_slot: Callable[[str], bool],
    is_pile: Callable[[str], bool],
    erasers: Collection[str] = frozenset(),
) -> Living:
    """What stands of *entries*. *erasers*: head office's public keys, 64 hex digits each. Raises nothing."""
    known = _each_once(entries)
    slots: dict[Slot, list[Entry]] = defaultdict(list)
    piles: dict[Slot, list[Entry]] = defaultdict(list)
    withdraws: list[Entry] = []
    unknown: list[Entry] = []
    shape: dict[str, dict[Slot, list[Entry]] | list[Entry] | None] = {WITHDRAW: withdraws, ERASE: None}
    for entry in known.values():
        kind = entry.head.kind
        if kind not in shape:
            shape[kind] = slots if is_slot(kind) else piles if is_pile(kind) else unknown
        place = shape[kind] if entry.head.v == FORMAT else unknown
        if isinstance(place, list):
            place.append(entry)
        elif place is not None:
            place[kind, entry.head.subject].append(entry)

    taken_back = {
        target: withdraw
        for target, withdraw in effective(withdraws).items()
        if target in known and known[target].head.kind not in _NEVER_TAKEN_BACK
    }
    erased = honoured_erasures(known.values(), erasers) if erasers else {}
    replaced: set[str] = set()
    standing: dict[Slot, tuple[Entry, ...]] = {}
    named: dict[Slot, tuple[str, ...]] = {}
    for slot, writes in slots.items():
        stand, covered = _stand(writes, taken_back)
        replaced |= covered
        if stand:
            named[slot] = tuple(entry.id for entry in stand)
            standing[slot] = shown_once(_emptied(stand, erased))
    alive = {
        pile: _for_display(_emptied([entry for entry in heap if entry.id not in taken_back], erased))
        for pile, heap in piles.items()
    }
    return Living(
        standing,
        named,
        {pile: heap for pile, heap in alive.items() if heap},
        taken_back,
        frozenset(replaced),
        erased,
        _for_display(_emptied(unknown, erased)),
    )


def slot_standing(
    entries_of_one_slot: Iterable[Entry], withdraws: Iterable[Entry], *, erased: Collection[str] = frozenset()
) -> tuple[Entry, ...]:
    """The value of one slot, the same as `living` gives: more than one entry means disputed.

    *withdraws* are the inspection's withdrawals, or at least those that name an entry of this slot, those that
    name them, and so on. *erased*: ids whose value must not show.
    """
    return shown_once(_emptied(slot_writes(entries_of_one_slot, withdraws), erased))


def slot_writes(entries_of_one_slot: Iterable[Entry], withdraws: Iterable[Entry]) -> tuple[Entry, ...]:
    """All standing writes of one slot, equal ones too: the next write replaces every one of them."""
    writes = [entry for entry in _each_once(entries_of_one_slot).values() if entry.head.v == FORMAT]
    return _stand(writes, effective(withdraws))[0]


def shown_once(stand: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """*stand* without the writes whose value bytes an earlier one has. (An erased value equals nothing.)"""
    if len(stand) < 2:
        return stand
    seen: set[bytes] = set()
    shown = []
    for entry in stand:
        if entry.value_bytes is None or entry.value_bytes not in seen:
            shown.append(entry)
            seen |= {entry.value_bytes} if entry.value_bytes is not None else set()
    return tuple(shown)


def effective(withdraws: Iterable[Entry]) -> dict[str, Entry]:
    """Id named -> the effective withdrawal that names it (of several the first for display)."""
    known = {entry.id: entry for entry in withdraws if entry.head.kind == WITHDRAW and entry.head.v == FORMAT}
    threats: dict[str, int] = defaultdict(int)
    for withdraw in known.values():
        threats[withdraw.head.subject] += 1
    ready = [name for name in known if not threats[name]]
    void: set[str] = set()
    found: dict[str, Entry] = {}
    while ready:
        withdraw = known[ready.pop()]
        target = withdraw.head.subject
        rival = found.get(target)
        if rival is None or display_order(withdraw) < display_order(rival):
            found[target] = withdraw
        if target in known and target not in void:
            void.add(target)
            freed = known[target].head.subject
            threats[freed] -= 1
            if freed in known and not threats[freed]:
                ready.append(freed)
    return found


def honoured_erasures(entries: Iterable[Entry], erasers: Collection[str]) -> dict[str, Entry]:
    """Id whose value and salt must be gone -> the erasure that says so, of a desk whose key is in *erasers*."""
    known = _each_once(entries)
    offices = {
        entry.head.desk
        for entry in known.values()
        if entry.head.kind == DESK and (public := public_of(entry)) and public.hex() in erasers
    }
    found: dict[str, Entry] = {}
    for entry in known.values():
        head = entry.head
        if head.kind != ERASE or head.v != FORMAT or head.desk not in offices:
            continue
        target, rival = known.get(head.subject), found.get(head.subject)
        if target is None or target.head.kind in _NEVER_TAKEN_BACK:
            continue
        if rival is None or display_order(entry) < display_order(rival):
            found[head.subject] = entry
    return found


def emptied(entry: Entry) -> Entry:
    """*entry* as it is once its value was erased: the head still verifies, value and salt are gone."""
    return replace(entry, value_bytes=None, salt=None)


def display_order(entry: Entry) -> tuple[str, str, int, str]:
    """Sort key for people: the laptop's clock (as a moment, where it can be read), then desk, number, id."""
    wall = entry.head.wall
    with suppress(ValueError, OverflowError):  # a clock nobody can read sorts as it is spelled
        moment = datetime.fromisoformat(wall)
        if moment.tzinfo is not None:  # without an offset this machine's zone would decide
            wall = moment.astimezone(UTC).isoformat()
    return wall, entry.head.desk, entry.head.seq, entry.id


def _for_display(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    found = tuple(entries)
    return found if len(found) < 2 else tuple(sorted(found, key=display_order))


def _each_once(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Id -> entry; of an entry given with and without its value, the one with it."""
    known: dict[str, Entry] = {}
    for entry in entries:
        rival = known.setdefault(entry.id, entry)
        if rival is not entry and rival.erased:
            known[entry.id] = entry
    return known


def _stand(writes: list[Entry], taken_back: Mapping[str, Entry]) -> tuple[tuple[Entry, ...], set[str]]:
    """The standing ones of one slot's *writes*, sorted for display, and the ids of the live ones replaced."""
    if len(writes) == 1:
        return (() if writes[0].id in taken_back else tuple(writes)), set()
    by_id = {entry.id: entry for entry in writes}
    live = [entry for entry in writes if entry.id not in taken_back]
    covered: set[str] = set()
    walk = [name for entry in live for name in entry.head.replaces]
    while walk:
        name = walk.pop()
        if name not in covered and name in by_id:
            covered.add(name)
            if name in taken_back:  # the ancestors of a live write are in the walk already
                walk.extend(by_id[name].head.replaces)
    stand = _for_display(entry for entry in live if entry.id not in covered)
    return stand, {entry.id for entry in live if entry.id in covered}


def _emptied(entries: Iterable[Entry], erased: Collection[str]) -> tuple[Entry, ...]:
    if not erased:
        return tuple(entries)
    return tuple(emptied(entry) if entry.id in erased and not entry.erased else entry for entry in entries)
