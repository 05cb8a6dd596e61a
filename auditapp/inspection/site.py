"""What expressions and verdicts may ask of the inspection at hand: `checklist.lookup.Facts` over folded state.

Everything is looked up when it is asked for and kept, so computed items and conditions are worked out in the
order in which they depend on each other, each once. A circle (the checklist check refuses it) ends as
"not known" instead of turning for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Final

from auditapp.checklist import verdicts
from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import AnswerKind, Checklist, Item, Verdict
from auditapp.checklist.verdicts import PENDING, Judged
from auditapp.inspection.facts import place as place_of
from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Answer, Inspection, Instrument

GRADED: Final[Mapping[str, Verdict]] = {
    str(v): v for v in (Verdict.CONFORM, Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR)
}
"""The verdicts an inspector may give in place of the computed one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an item place amounts to. ``verdict`` is the one that counts, ``judged`` the computed one."""

    judged: Judged
    verdict: Verdict
    indicative: bool


OPEN: Final = Seen(PENDING, Verdict.PENDING, indicative=False)


class Site:
    """The look-ups of one inspection on one day. Implements `checklist.lookup.Facts`."""

    def __init__(self, checklist: Checklist, inspection: Inspection, day: date) -> None:
        self._checklist, self._inspection, self._day = checklist, inspection, day
        self._samples = {c: tuple(s.code for s in inspection.samples_in(c)) for c in inspection.samples}
        self._attributes = {(s.set, s.code): s.attributes for found in inspection.samples.values() for s in found}
        self._photos = Counter(photo.place for photo in inspection.photos.values())
        self._disputed_settings = disputed_settings(inspection)
        self._expired = frozenset(c for c, i in inspection.instruments.items() if expired(i, day))
        self._applies: dict[tuple[str, str], bool] = {}
        self._numbers: dict[tuple[str, str], str | None] = {}
        self._seen: dict[tuple[str, str], Seen] = {}
        self._busy: set[tuple[str, str, str]] = set()
        self._tainted: list[bool] = []
        self._indicative_numbers: set[tuple[str, str]] = set()

    def copy(self) -> Site:
        """The same look-ups, to be followed without changing these."""
        other = copy(self)
        other._applies, other._numbers, other._seen = dict(self._applies), dict(self._numbers), dict(self._seen)
        other._indicative_numbers = set(self._indicative_numbers)
        other._busy, other._tainted = set(), []
        return other

    def follow(self, inspection: Inspection, stale: Iterable[str]) -> None:
        """*inspection* is what stands now; only what *stale* places amount to may be other than before."""
        if inspection.photos is not self._inspection.photos:
            self._photos = Counter(photo.place for photo in inspection.photos.values())
        self._inspection = inspection
        for place in stale:
            key = split_place(place)
            for kept in (self._applies, self._numbers, self._seen):
                kept.pop(key, None)
            self._indicative_numbers.discard(key)

    @property
    def checklist(self) -> Checklist:
        return self._checklist

    @property
    def day(self) -> date:
        return self._day

    # -- Facts -------------------------------------------------------------------------------------
    def answer_at(self, item: str, sample: str = "") -> Raw | None:
        asked = self._checklist.by_id.get(item)
        if asked is None:
            return None
        sample = sample if asked.set else ""
        if not self.applies(asked, sample):
            return None
        if asked.kind is AnswerKind.COMPUTED:
            return self._number(asked, sample)
        where = place_of(item, sample)
        if asked.kind is AnswerKind.PHOTO and where in self._photos:
            return str(self._photos[where])
        answered = self._inspection.answers.get(where)
        if answered is None or answered.disputed:
            return None
        if self._tainted and self.by_expired(answered.answer):
            self._tainted[-1] = True
        return raw_of(answered.answer)

    def input_at(self, item: str, sample: str, code: str) -> str | None:
        answered = self._inspection.answers.get(place_of(item, sample))
        return None if answered is None or answered.disputed else answered.answer.inputs.get(code)

    def verdict_at(self, item: str, sample: str = "") -> Verdict | None:
        asked = self._checklist.by_id.get(item)
        if asked is None:
            return None
        sample = sample if asked.set else ""
        if not self.applies(asked, sample):
            return None
        seen = self.seen(asked, sample)
        if self._tainted and seen.indicative:
            self._tainted[-1] = True
        return None if seen.verdict is Verdict.PENDING else seen.verdict

    def samples(self, set_: str) -> Sequence[str]:
        return self._samples.get(set_, ())

    def setting(self, code: str) -> str | None:
        if code in self._disputed_settings:
            return None
        chosen = self._inspection.settings.get(code, "")
        if chosen:
            return chosen
        known = self._checklist.settings_by_code.get(code)
        raw = self.answer_at(known.item) if known and known.item else None
        return raw if isinstance(raw, str) else None

    def attribute(self, set_: str, sample: str, code: str) -> Raw | None:
        value = self._attributes.get((set_, sample), {}).get(code)
        if isinstance(value, str):
            return value or None
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list | tuple) else None

    # -- what a place amounts to -------------------------------------------------------------------
    def applies(self, item: Item, sample: str = "") -> bool:
        """Is the item asked? A condition that is not known yet shows it (`verdicts.shown`)."""
        if not item.when:
            return True
        key = (item.id, sample)
        known = self._applies.get(key)
        if known is None:
            if ("when", *key) in self._busy:
                return True
            self._busy.add(("when", *key))
            self._tainted.append(False)
            known = self._applies[key] = verdicts.shown(item, self, sample)
            self._tainted.pop()
            self._busy.discard(("when", *key))
        return known

    def seen(self, item: Item, sample: str = "") -> Seen:
        """The place judged, worked out once."""
        key = (item.id, sample)
        seen = self._seen.get(key)
        if seen is None:
            if ("seen", *key) in self._busy:
                return OPEN
            self._busy.add(("seen", *key))
            self._tainted.append(False)
            seen = self._seen[key] = self._look(item, sample)
            self._tainted.pop()
            self._busy.discard(("seen", *key))
        return seen

    def by_expired(self, answer: Answer) -> bool:
        """Was it read from an instrument whose calibration had run out?"""
        return answer.instrument in self._expired

    def _look(self, item: Item, sample: str) -> Seen:
        answered = self._inspection.answers.get(place_of(item.id, sample))
        answer = answered.answer if answered else None
        if answer is not None and answer.status in ("na", "unchecked") and not (answered and answered.disputed):
            verdict = Verdict.NOT_APPLICABLE if answer.status == "na" else Verdict.NOT_CHECKED
            return Seen(Judged(verdict), verdict, indicative=False)
        judged = verdicts.judge(item, self, sample)
        if answered is not None and answered.disputed:
            return OPEN
        given = item.kind is AnswerKind.COMPUTED or self.answer_at(item.id, sample) is not None
        verdict = GRADED.get(answer.verdict, judged.verdict) if answer and given else judged.verdict
        indicative = (
            self._tainted[-1] if item.kind is AnswerKind.COMPUTED else (answer is not None and self.by_expired(answer))
        )
        return Seen(judged, verdict, indicative)

    def _number(self, item: Item, sample: str) -> str | None:
        key = (item.id, sample)
        if key not in self._numbers:
            if ("number", *key) in self._busy:
                return None
            self._busy.add(("number", *key))
            self._tainted.append(False)
            number = verdicts.compute(item, self, sample)
            self._numbers[key] = None if number is None else format(number, "f")
            if self._tainted.pop():
                self._indicative_numbers.add(key)
            self._busy.discard(("number", *key))
        if self._tainted and key in self._indicative_numbers:
            self._tainted[-1] = True
        return self._numbers[key]


def raw_of(answer: Answer) -> Raw | None:
    """What was answered, or None: nothing, not applicable, not checked."""
    if answer.status in ("na", "unchecked") or not answer.v:
        return None
    return tuple(answer.v) if isinstance(answer.v, list) else answer.v


def disputed_settings(inspection: Inspection) -> frozenset[str]:
    """Codes of settings that are not known until people have decided."""
    return frozenset(dispute.subject for dispute in inspection.disputes if dispute.kind == "setting")


def expired(instrument: Instrument, day: date) -> bool:
    """Had the calibration run out on the day? (The last valid day is the due date; no date is another gap.)"""
    due = calibration_due(instrument)
    return due is not None and due < day


def calibration_due(instrument: Instrument) -> date | None:
    try:
        return date.fromisoformat(instrument.calibration_due)
    except ValueError:
        return None
