"""What an expression or a verdict may ask of the inspection at hand.

The checklist knows what is asked; the inspection knows what was answered. `Facts` is the little window
between them: `inspection/` implements it over its folded state, tests implement it over dictionaries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from auditapp.checklist.model import Checklist, Verdict

Raw = str | tuple[str, ...]
"""A canonical raw answer: text for every kind (decimals, ISO dates, codes), a tuple of codes for ``multi``."""


class Facts(Protocol):
    """The primitive look-ups. None always means "not known (yet)"; no look-up raises.

    ``sample`` is the code of a sample within its own set ("S3"), "" for an item asked once. Sample codes
    are unique within one set only, so a set's code comes along where an item does not already name it.
    """

    @property
    def checklist(self) -> Checklist:
        """The pinned checklist."""

    @property
    def day(self) -> date:
        """The day of the inspection (ages of dates are counted to it), never "now"."""

    def answer_at(self, item: str, sample: str = "") -> Raw | None:
        """The standing raw answer of an item. None when open, not applicable, not checked or disputed.

        Computed items give their number as text (see `verdicts.compute`) or None.
        """

    def input_at(self, item: str, sample: str, code: str) -> str | None:
        """A further number of an item (`model.Input`) as decimal text. The default is added by the caller."""

    def verdict_at(self, item: str, sample: str = "") -> Verdict | None:
        """The verdict of an item place as it stands; None when there is no answer."""

    def samples(self, set_: str) -> Sequence[str]:
        """Codes of the samples in a set that count (not skipped), in order."""

    def setting(self, code: str) -> str | None:
        """The value of a setting: as set for this inspection, else the answer of the setting's item."""

    def attribute(self, set_: str, sample: str, code: str) -> Raw | None:
        """A recorded attribute of a sample: a choice code, or a tuple of codes where many may be chosen."""
