"""What head office does not hold yet, counted as one goes: it is asked after every deed and must not read a journal.

The count is always against the last receipt and never a bookmark of its own: when it is thrown away it comes out the
same. Only journals that were written to since the last question are looked at again, and of those only what is new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditapp.inspection.files import Use
    from auditapp.journal.strand import StrandHead
    from auditapp.office.protocol import Receipt
    from auditapp.store.journals import Journals


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of one desk after number *after* up to *end*."""

    after: int
    end: StrandHead
    entries: int = 0
    answers: int = 0
    photos: int = 0
    oldest: str = ""
    """When the first of them was written, as its desk's clock says."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of one journal head office does not hold, desk by desk; *unheld*: photos whose files it lacks."""

    stretches: Mapping[str, Stretch] = field(default_factory=dict)
    unheld: int = 0

    @property
    def entries(self) -> int:
        return sum(one.entries for one in self.stretches.values())

    @property
    def answers(self) -> int:
        return sum(one.answers for one in self.stretches.values())

    @property
    def photos(self) -> int:
        return self.unheld + sum(one.photos for one in self.stretches.values())

    @property
    def oldest(self) -> str:
        return min((one.oldest for one in self.stretches.values() if one.oldest), default="")


@dataclass
class Unsent:
    """The running count of one open desk. ``office`` is whom it is counted against; None: not counted yet."""

    office: str | None = None
    journals: dict[str, Waiting] = field(default_factory=dict)
    """Only those with something waiting."""
    stirred: set[str] = field(default_factory=set)
    """Written to, received into or signed for since they were counted."""
    named: dict[str, tuple[Mapping[str, StrandHead], Mapping[str, Use]]] = field(default_factory=dict)
    """Journal -> (its digest, the files it named then)."""
    whole: dict[str, Mapping[str, StrandHead]] = field(default_factory=dict)
    """Journal -> its digest when none of its files was wanted here."""


def waiting(journals: Journals, inspection: str, receipt: Receipt | None, before: Waiting | None) -> Waiting:
    """What *receipt* does not speak of; *before*: as it was counted last."""
    from auditapp.office import receipts

    digest = journals.digest(inspection)
    after = receipts.uncovered(receipt, digest, partial(journals.held_at, inspection))
    counted = before.stretches if before is not None else {}
    return Waiting(
        {
            desk: _stretch(journals, inspection, desk, seq, digest[desk], counted.get(desk))
            for desk, seq in after.items()
        },
        _unheld(journals, inspection, receipt),
    )


def _stretch(
    journals: Journals, inspection: str, desk: str, after: int, end: StrandHead, before: Stretch | None
) -> Stretch:
    if before is not None and (before.after, before.end) == (after, end):
        return before
    goes_on = (
        before is not None
        and before.after == after
        and before.end.seq < end.seq
        and journals.held_at(inspection, desk, before.end.seq) == before.end.id
    )
    start = before if before is not None and goes_on else Stretch(after, end)
    kinds = journals.kinds_after(inspection, desk, start.end.seq if start is before else after, end.seq)
    return replace(
        start,
        end=end,
        entries=start.entries + sum(kinds.values()),
        answers=start.answers + kinds.get("answer", 0),
        photos=start.photos + kinds.get("photo", 0),
        oldest=start.oldest or next((e.head.wall for e in journals.after(inspection, desk, after, 1)), ""),
    )


def _unheld(journals: Journals, inspection: str, receipt: Receipt | None) -> int:
    """Photos that the receipt knows and whose files head office does not hold."""
    missing = set(receipt.missing) if receipt is not None else set()
    if receipt is None or not missing:
        return 0
    found = 0
    for entry in journals.of_kind(inspection, "photo"):
        said = receipt.digest.get(entry.head.desk)
        value = entry.value if entry.value_bytes is not None and entry.head.v == 1 else {}
        if said is not None and entry.head.seq <= said[0] and isinstance(value, dict):
            found += not missing.isdisjoint((value.get("sha256"), value.get("rendition")))
    return found
