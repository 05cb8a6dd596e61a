"""Answer items, note, flag, and decide disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk


def answer(desk: Desk, inspection: str, place: str, value: str, *, verdict: str = "", reason: str = "",
           readings: Sequence[str] = (), instrument: str = "", position: str = "",
           inputs: Mapping[str, str] | None = None) -> Changes:
    """Answer an item place (``WP-2.2``, or ``WP-2.2@S3`` for a sample) with what a person typed.

    *value* is parsed by the item's answer kind in either language (``conform``/``符合``, ``yes``/``是``, ``520``,
    ``12/25`` …); ``na``/``不适用`` and ``unchecked``/``未查`` need a *reason*. *verdict* is the inspector's own grade
    where it differs from the computed one (with a *reason*). *readings*: raw readings, their mean becomes the value
    when *value* is "". *instrument*: a code given by `instruments`. *inputs*: further numbers the item asks for.
    The entry names the standing answers it replaces. Raises `Trouble`: no such place, a value that does not fit,
    a missing reason, disputed (`resolve` decides), signed.
    """
    raise NotImplementedError


def clear(desk: Desk, inspection: str, place: str, *, reason: str = "") -> Changes:
    """Take the own standing answer at *place* back, as if it had not been given."""
    raise NotImplementedError


def resolve(desk: Desk, inspection: str, place: str, *, keep: str = "", value: str = "", reason: str = "",
            kind: str = "answer") -> Changes:
    """Decide a dispute: *keep* the standing entry that begins with this id, or give a new *value* (answers only).
    Both versions stay in the journal. *reason* is noted with the answer."""
    raise NotImplementedError


def note(desk: Desk, inspection: str, where: str, text: str, *, report: bool = True) -> Changes:
    """Note something at an item place, a finding (its number), or the whole (""). ``report=False`` keeps it out of
    the report; an empty text clears it."""
    raise NotImplementedError


def flag(desk: Desk, inspection: str, place: str, on: bool = True) -> Changes:
    """Mark an item place to come back to; marks never go into the report."""
    raise NotImplementedError
