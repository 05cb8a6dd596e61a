"""How v1-entries.ndjson was made, once. It is kept for ever: run this only to see that it still comes out the same.

python -m tests.journal.make_vectors
"""

from __future__ import annotations

from auditapp.journal.union import to_line
from tests.journal.desks import Desk, key


def story() -> list[bytes]:
    """Three desks, a line of edits, a dispute, an agreement, undo, redo, an erasure, an unknown kind, odd texts."""
    north, south, office = (
        Desk.named(name, erasers=frozenset({key("office").public.hex()})) for name in ("north", "south", "office")
    )
    for value in ("符合", "不符合", "不适用"):
        north.answer("1.1", value)
    south.answer("1.1", "符合")
    south.answer("1.2", 'quote " backslash \\ newline \n\u0301 emoji 👷 rare 𠮷', "note")
    north.answer("2.1", "同")
    south.answer("2.1", "同")
    photo = north.say("photo", "1.1", {"sha256": "0" * 64, "bytes": 9_007_199_254_740_991, "taken": None, "ok": True})
    undo = north.withdraw(photo.id)
    north.withdraw(undo.id)
    south.withdraw(south.answer("1.3", "made by mistake").id)
    south.say("hologram", "1.1", {"depth": [[["三"]]]})
    secret = north.answer("1.4", "a person's name", "note")
    for giver, taker in ((north, south), (south, north), (north, office), (south, office)):
        taker.receive(giver.lines_for(taker))
    south.answer("2.1", "both replaced")
    office.erase(secret.id)
    for giver, taker in ((south, north), (office, north)):
        taker.receive(giver.lines_for(taker))
    return [to_line(entry) for entry in sorted(north.journal.values(), key=lambda e: (e.head.desk, e.head.seq))]


if __name__ == "__main__":
    print(b"".join(story()).decode(), end="")
