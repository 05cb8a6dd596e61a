"""An inspection of 2,000 items with 20 entries each is opened: what stands is read and folded.

The floor reads the projected rows and does nothing with them: as the store gives them, and, stricter, as SQLite
does (half of the whole is its making of 16,000 Python objects). `living` over all 40,000 entries, which the
projection saves, is told for information.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from auditapp.inspection import facts
from auditapp.inspection.state import fold
from auditapp.journal.living import living
from auditapp.store import standing
from auditapp.store.journals import Draft, Journals
from tests.bench import fixtures
from tests.bench.measure import Line, against, in_turns, median

ITEMS, EACH = 2_000, 20
INSPECTION = "cd" * 16
_SELECT = "SELECT id, kind, subject, desk, seq, wall, writer, value FROM standing WHERE inspection = ?"


def lines(folder: Path) -> Iterator[Line]:
    with fixtures.desk(folder) as desk:
        journals, db = desk.store.journals, desk.store.db
        write_long_journal(journals)

        def floor() -> object:
            return db.rows(_SELECT, (INSPECTION,))

        def opened() -> object:
            return fold(INSPECTION, journals.standing(INSPECTION))

        def whole() -> object:
            return living(journals.read(INSPECTION), is_slot=facts.is_slot, is_pile=facts.is_pile)

        if len(fold(INSPECTION, standing.read(db, INSPECTION)).answers) != ITEMS:
            raise RuntimeError("not every answer stands")
        ours, read, least = in_turns(60, opened, lambda: journals.standing(INSPECTION), floor)
        (all_of_it,) = in_turns(3, whole)
    yield against("opening 2,000 items x 20 entries, against reading its rows", median(ours), median(read), most=1.5)
    yield against("  the same, against bare tuples out of SQLite", median(ours), median(least), most=1.5)
    yield against("  every entry read and judged anew (what the projection saves)", median(all_of_it), median(least))


def write_long_journal(journals: Journals) -> None:
    """40,000 answers, each naming the one it replaces, as a year of changing one's mind would leave them."""
    before: dict[int, str] = {}
    values = (
        {"status": "answered", "v": "conform"},
        {"status": "answered", "v": "minor"},
        {"status": "answered", "v": "520", "instrument": "LX1"},
        {"status": "na", "reason": "本层不设"},
    )
    for turn in range(EACH):
        drafts = [
            Draft("answer", f"WP-{n // 100}.{n % 100}", values[(n + turn) % 4], (before[n],) if n in before else ())
            for n in range(ITEMS)
        ]
        written = journals.append(INSPECTION, drafts, writer="P1", wall=f"2026-09-{turn + 1:02d}T09:00:00.000000+08:00")
        before = {n: entry.id for n, entry in enumerate(written)}
