"""Entries as version 1 wrote them, kept for ever: they must be read, verified and folded as on the first day.

A change that breaks this test breaks every inspection ever made. Mend the change, never the files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from auditapp.journal.entry import Entry, entry_id
from auditapp.journal.union import accept_into, digest, from_line, to_line
from auditapp.journal.verify import Soundness, check
from tests.journal.desks import INSPECTION, fold, key
from tests.journal.make_vectors import story

HERE = Path(__file__).parent
LINES = (HERE / "v1-entries.ndjson").read_bytes().splitlines(keepends=True)
OFFICE = frozenset({key("office").public.hex()})


def outcome(entries: list[Entry]) -> dict[str, Any]:
    """What stands, by ids alone, as plain JSON."""
    found = fold(entries, OFFICE)
    return {
        "standing": {" ".join(slot): [entry.id for entry in stand] for slot, stand in sorted(found.standing.items())},
        "named": {" ".join(slot): list(ids) for slot, ids in sorted(found.named.items())},
        "piles": {" ".join(slot): [entry.id for entry in heap] for slot, heap in sorted(found.piles.items())},
        "withdrawn": {name: by.id for name, by in sorted(found.withdrawn.items())},
        "replaced": sorted(found.replaced),
        "erased": {name: by.id for name, by in sorted(found.erased.items())},
        "unknown": [entry.id for entry in found.unknown],
        "digest": {desk: list(end) for desk, end in sorted(digest(entries).items())},
    }


def test_version_1_is_read_and_relayed_to_the_byte() -> None:
    assert len(LINES) == 19
    assert [to_line(from_line(line)) for line in LINES] == LINES


def test_version_1_verifies() -> None:
    entries = [from_line(line) for line in LINES]
    for entry in entries:
        assert entry.id == entry_id(entry.head_bytes)
        assert entry.head.to_bytes() == entry.head_bytes
    told = accept_into({}, entries, inspection=INSPECTION)
    assert set(told.new) == set(entries)
    assert check(entries, erasers=OFFICE).worst is Soundness.ERASED


def test_version_1_stands_as_it_stood() -> None:
    expected = json.loads((HERE / "v1-living.json").read_text("utf-8"))
    assert outcome([from_line(line) for line in LINES]) == expected
    assert outcome([from_line(line) for line in reversed(LINES)]) == expected


def test_this_version_still_writes_version_1_to_the_byte() -> None:
    assert story() == LINES
