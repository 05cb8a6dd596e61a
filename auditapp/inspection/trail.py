"""The trail: who wrote what at a place, when, from what to what, and what was taken back.

It is read from the journal's entries, the withdrawn and the replaced ones included. Times are the laptops'
clocks and only sort the display; what counts is which entry replaces which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from auditapp.inspection import facts
from auditapp.journal.entry import Entry
from auditapp.journal.living import Living, display_order, living


class Fate(StrEnum):
    """What became of an entry."""

    STANDS = "stands"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True)
class Step:
    """One deed. ``before`` are the values it replaced (several when it decided a dispute, none when it was the
    first, None for one that is erased or not here yet); ``after`` is its own value, None when erased.

    ``withdrawn_by`` is the withdrawal that took it back, with ``reason``. A step of kind "withdraw" has the
    entry it names in ``of``.
    """

    id: str
    kind: str
    subject: str
    writer: str
    desk: str
    when: str
    before: tuple[Any, ...]
    after: Any
    fate: Fate
    withdrawn_by: str = ""
    reason: str = ""
    of: str = ""


def trail(
    entries: Iterable[Entry], place: str = "", *, kinds: Collection[str] = (), erasers: Collection[str] = frozenset()
) -> tuple[Step, ...]:
    """The trail of an item place, or of everything ("") in display order.

    An item's place ("WP-2.2") has its samples' steps too. To a place belong its answer, note, flag, its photos
    and findings, and what was written about those (captions, grades, actions, comments). *kinds* keeps only some.
    """
    known = {entry.id: entry for entry in entries}
    now = living(known.values(), is_slot=facts.is_slot, is_pile=facts.is_pile, erasers=erasers)
    chosen = list(known.values()) if not place else _of_place(known.values(), place)
    ordered = sorted(chosen, key=display_order)
    return tuple(_step(entry, known, now) for entry in ordered if not kinds or entry.head.kind in kinds)


def slot_trail(
    entries: Iterable[Entry], kind: str, subject: str, *, erasers: Collection[str] = frozenset()
) -> tuple[Step, ...]:
    """The trail of one slot, with the withdrawals of its entries (and of those withdrawals)."""
    known = {entry.id: entry for entry in entries}
    now = living(known.values(), is_slot=facts.is_slot, is_pile=facts.is_pile, erasers=erasers)
    ids = {e.id for e in known.values() if e.head.kind == kind and e.head.subject == subject}
    chosen = [known[i] for i in _with_withdrawals(ids, known.values())]
    return tuple(_step(entry, known, now) for entry in sorted(chosen, key=display_order))


def _of_place(entries: Collection[Entry], place: str) -> list[Entry]:
    """Entries whose subject is the place, or something that stands at it (photos, findings, their actions)."""
    sampled = "@" in place
    names = {place}
    ids: set[str] = set()
    growing = True
    while growing:
        growing = False
        for entry in entries:
            head = entry.head
            if (
                entry.id not in ids
                and head.kind not in (facts.WITHDRAW, facts.ERASE)
                and (head.subject in names or (not sampled and facts.split_place(head.subject)[0] == place))
            ):
                ids.add(entry.id)
                if facts.is_pile(head.kind):
                    names.add(entry.id)
                growing = True
    chosen = _with_withdrawals(ids, entries)
    return [entry for entry in entries if entry.id in chosen]


def _with_withdrawals(ids: set[str], entries: Collection[Entry]) -> set[str]:
    """*ids* and the withdrawals and erasures that name one of them, however deep."""
    takers = [e for e in entries if e.head.kind in (facts.WITHDRAW, facts.ERASE)]
    chosen = set(ids)
    while found := {e.id for e in takers if e.head.subject in chosen} - chosen:
        chosen |= found
    return chosen


def _step(entry: Entry, known: dict[str, Entry], now: Living) -> Step:
    head = entry.head
    taken_back = now.withdrawn.get(entry.id)
    erased = entry.erased or entry.id in now.erased
    if taken_back is not None:
        fate = Fate.WITHDRAWN
    elif erased:
        fate = Fate.ERASED
    else:
        fate = Fate.REPLACED if entry.id in now.replaced else Fate.STANDS
    takes = head.kind in (facts.WITHDRAW, facts.ERASE)
    value = None if erased else _value(entry)
    return Step(
        id=entry.id,
        kind=head.kind,
        subject=head.subject,
        writer=head.writer,
        desk=head.desk,
        when=head.wall,
        before=_before(head.replaces, known, now),
        after=value,
        fate=fate,
        withdrawn_by=taken_back.id if taken_back else "",
        reason=_reason(taken_back if taken_back else entry if takes else None),
        of=head.subject if takes else "",
    )


def _before(replaces: Sequence[str], known: dict[str, Entry], now: Living) -> tuple[Any, ...]:
    found = sorted((known[i] for i in replaces if i in known), key=display_order)
    values = [None if e.id in now.erased else _value(e) for e in found]
    return (*values, *(None for i in replaces if i not in known))


def _value(entry: Entry) -> Any:
    """The entry's value; None for one that cannot be read (a newer version's)."""
    try:
        return entry.value
    except ValueError:
        return None


def _reason(entry: Entry | None) -> str:
    value = _value(entry) if entry is not None else None
    reason = value.get("reason") if isinstance(value, dict) else None
    return reason if isinstance(reason, str) else ""
