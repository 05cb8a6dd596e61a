"""What stands in an inspection, as the store keeps it. Apart from `state`, which whoever only lists need not load."""

from __future__ import annotations

from typing import NamedTuple


class Stood(NamedTuple):
    """An entry that stands: not withdrawn, not replaced. ``value`` is its value's bytes (None = erased)."""

    id: str
    kind: str
    subject: str
    desk: str
    seq: int
    wall: str
    writer: str
    value: bytes | None
