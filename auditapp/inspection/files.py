"""The files an inspection's entries name: what must travel with them, and in which order.

All are named by the SHA-256 of their bytes: the checklist's document, what may leave of the photos, the untouched
originals, issued reports. A journal with the names and without the files is not yet safe anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any, Final, TypeGuard

from auditapp.journal.entry import FORMAT, Entry


class Use(IntEnum):
    """What a file is for, in the order in which files travel: what makes the inspection readable first."""

    CHECKLIST = 0
    SMALL = 1
    """What may leave of a photo, its redacted copy, a drawn signature."""
    ORIGINAL = 2
    REPORT = 3
    """An issued PDF. A desk need not keep it, so nobody misses it."""


_NAMED_IN: Final[Mapping[str, tuple[tuple[str, Use], ...]]] = {
    "inspection": (("checklist", Use.CHECKLIST),),
    "photo": (("rendition", Use.SMALL), ("sha256", Use.ORIGINAL)),
    "photo.clearance": (("rendition", Use.SMALL),),
    "attendance": (("ink", Use.SMALL),),
    "sign-off": (("ink", Use.SMALL),),
    "report": (("sha256", Use.REPORT),),
    "stamped": (("sha256", Use.REPORT),),
}
KINDS: Final = (*_NAMED_IN, "release")
"""The kinds of entry that name files."""


def named(entries: Iterable[Entry]) -> dict[str, Use]:
    """SHA-256 -> what it is for, in the order of travelling. What cannot be read or was erased names nothing."""
    found: dict[str, Use] = {}
    for entry in entries:
        if entry.head.v != FORMAT:
            continue
        if entry.head.kind == "release":
            _note(found, entry.head.subject, Use.CHECKLIST)
        elif entry.head.kind in _NAMED_IN and entry.value_bytes is not None:
            value = _value(entry)
            for name, use in _NAMED_IN[entry.head.kind] if isinstance(value, dict) else ():
                _note(found, value.get(name), use)
    return dict(sorted(found.items(), key=lambda one: one[1]))


def needed(named: Mapping[str, Use]) -> list[str]:
    """Those that whoever holds the inspection must hold too: all but reports."""
    return [sha256 for sha256, use in named.items() if use is not Use.REPORT]


def is_hash(text: object) -> TypeGuard[str]:
    """Is *text* a SHA-256, as files are named?"""
    return isinstance(text, str) and len(text) == 64 and all(c in "0123456789abcdef" for c in text)


def _note(found: dict[str, Use], sha256: Any, use: Use) -> None:
    if is_hash(sha256):
        found[sha256] = min(use, found.get(sha256, use))


def _value(entry: Entry) -> Any:
    try:
        return entry.value
    except (ValueError, RecursionError):
        return None
