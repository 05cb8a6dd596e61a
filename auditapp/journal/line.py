"""An entry as it travels: one line of JSON, the same bytes from every desk.

    {"h":"head text","s":"salt, hex","x":"signature, base64","y":"value text"}

``s`` and ``y`` are null once the value was erased. Head and value go as *text*, so that whoever relays them
cannot write them differently. The line is not put into NFC: the texts inside were, and ``\\n`` followed by an
accent would melt together in their escaped form.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from auditapp.journal.entry import MAX_ENTRY_BYTES, Entry, NotCanonical

MAX_LINE_BYTES: Final = 2 * MAX_ENTRY_BYTES + 1024
"""Escaping at most doubles an entry; salt, signature and names take the rest."""


def to_line(entry: Entry) -> bytes:
    """The line of *entry*, with its line feed."""
    line = {
        "h": entry.head_bytes.decode("utf-8"),
        "s": None if entry.salt is None else entry.salt.hex(),
        "x": base64.b64encode(entry.signature).decode("ascii"),
        "y": None if entry.value_bytes is None else entry.value_bytes.decode("utf-8"),
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8") + b"\n"


def from_line(raw: bytes) -> Entry:
    """The entry of one line (its line feed may be missing). Raises `NotCanonical` and nothing else.

    Only the form is checked here; whether the signature fits is for `journal.union.accept`.
    """
    if len(raw) > MAX_LINE_BYTES:
        raise NotCanonical("a line longer than an entry may be")
    raw = raw if raw.endswith(b"\n") else raw + b"\n"
    try:
        fields = json.loads(raw.decode("utf-8"))
        if not isinstance(fields, dict) or sorted(fields) != ["h", "s", "x", "y"]:
            raise NotCanonical("not the line of an entry")
        entry = Entry.from_stored(
            _text(fields["h"]).encode("utf-8"),
            base64.b64decode(_text(fields["x"]), validate=True),
            None if fields["y"] is None else _text(fields["y"]).encode("utf-8"),
            None if fields["s"] is None else bytes.fromhex(_text(fields["s"])),
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as fault:
        raise NotCanonical(str(fault)) from None
    if to_line(entry) != raw:  # also finds repeated keys, another order, spaces, other spellings of hex and base64
        raise NotCanonical("not in canonical form")
    return entry


def _text(field: Any) -> str:
    if not isinstance(field, str):
        raise NotCanonical("not the line of an entry")
    return field
