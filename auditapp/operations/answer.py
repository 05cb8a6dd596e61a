"""Answer items, note, flag, and decide disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from auditapp.checklist import answers
from auditapp.checklist.model import AnswerKind, Item, Text
from auditapp.inspection.facts import MAX_NOTE, OFFICE, is_slot, split_place
from auditapp.inspection.state import Answer
from auditapp.inspection.stood import Stood
from auditapp.operations import head_office, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, plain, refuse_disputed, standing, testify
from auditapp.operations.withdraw import withdraw
from auditapp.words import Trouble, say

NOT_APPLICABLE: Final = ("na", "n/a", "不适用")
NOT_CHECKED: Final = ("unchecked", "not checked", "未查", "未检查")
VERDICTS: Final = ("conform", "obs", "minor", "major")


def answer(
    desk: Desk,
    inspection: str,
    place: str,
    value: str,
    *,
    verdict: str = "",
    reason: str = "",
    readings: Sequence[str] = (),
    instrument: str = "",
    position: str = "",
    inputs: Mapping[str, str] | None = None,
) -> Changes:
    """Answer an item place (``WP-2.2``, or ``WP-2.2@S3`` for a sample) with what a person typed.

    *value* is parsed by the item's answer kind in either language (``conform``/``符合``, ``yes``/``是``, ``520``,
    ``12.5`` …); ``na``/``不适用`` and ``unchecked``/``未查`` need a *reason*. *verdict* is the inspector's own grade
    where it differs from the computed one (with a *reason*). *readings*: raw readings, their mean becomes the value
    when *value* is "". *instrument*: a code given by `instruments`. *inputs*: further numbers the item asks for.
    The entry names the standing answers it replaces. Raises `Trouble`: no such place, a value that does not fit,
    a missing reason, disputed (`resolve` decides), signed.
    """
    item = asked_at(desk, inspection, place)
    given = _answer(
        desk,
        inspection,
        item,
        value,
        verdict=verdict,
        reason=reason,
        readings=readings,
        instrument=instrument,
        position=position,
        inputs=inputs or {},
    )
    refuse_disputed(desk, inspection, "answer", place)
    return testify(desk, inspection, "answered", [Draft("answer", place, given.plain())], places=(place,))


def clear(desk: Desk, inspection: str, place: str, *, reason: str = "") -> Changes:
    """Take the own standing answer at *place* back, as if it had not been given."""
    own = [stood for stood in standing(desk, inspection, "answer", place) if stood.desk == desk.id]
    if not own:
        raise Trouble(
            say("Nothing to take back"),
            say("No answer of this desk stands at {place}."),
            say("Nothing was changed. Only the desk that wrote an answer takes it back."),
            code=2,
            place=place[:60],
        )
    return withdraw(desk, inspection, own[-1].id, reason or desk.words(say("answer cleared")))


def resolve(
    desk: Desk, inspection: str, place: str, *, keep: str = "", value: str = "", reason: str = "", kind: str = "answer"
) -> Changes:
    """Decide a dispute: *keep* the standing entry that begins with this id, or give a new *value* (answers only).
    Both versions stay in the journal. *reason* says why (it is kept with the answer). What head office said only head
    office decides."""
    stands = standing(desk, inspection, kind, place) if is_slot(kind) else []
    if len({stood.value for stood in stands}) < 2:
        raise Trouble(
            say("Nothing is disputed there"),
            say("There are not two different values at {place}."),
            say("Nothing was changed. Look at the disputes again; somebody may have decided it."),
            code=2,
            place=place[:60],
        )
    if kind in OFFICE:
        head_office.needed(desk)
    if bool(keep) == bool(value):
        raise Trouble(
            say("Say how it is decided"),
            say("Keep one of the entries, or give another answer; one of both."),
            say("They are: {entries}."),
            code=2,
            entries=tuple(stood.id[:8] for stood in stands),
        )
    if keep:
        decided = _kept(stands, keep)
        if reason and kind == "answer":
            decided = {**decided, "reason": texts.line(reason)}
    else:
        if kind != "answer":
            raise Trouble(
                say("Say how it is decided"),
                say("For {kind}, one of the standing entries has to be kept."),
                say("Nothing was changed. Choose the one that holds."),
                code=2,
                kind=kind,
            )
        item = asked_at(desk, inspection, place)
        decided = _answer(desk, inspection, item, value, reason=reason).plain()
    draft = Draft(kind, place, decided, tuple(stood.id for stood in stands))
    return testify(desk, inspection, "resolved", [draft], places=(place,))


def note(desk: Desk, inspection: str, where: str, text: str, *, report: bool = True) -> Changes:
    """Note something at an item place, a finding (its number), or the whole (""). ``report=False`` keeps it out of
    the report; an empty text clears it."""
    value = {**plain(v=texts.words_of(text, most=MAX_NOTE)), **({} if report else {"report": False})}
    subject = where
    if where and where.partition("@")[0] not in look.checklist_of(desk, inspection).by_id:
        from auditapp.operations.findings import finding_of

        subject = finding_of(desk, inspection, where).id
    elif where:
        asked_at(desk, inspection, where)
    return testify(desk, inspection, "noted", [Draft("note", subject, value)], places=(subject,))


def flag(desk: Desk, inspection: str, place: str, on: bool = True) -> Changes:
    """Mark an item place to come back to; marks never go into the report."""
    asked_at(desk, inspection, place)
    return testify(desk, inspection, "flagged", [Draft("flag", place, {"v": on})], places=(place,))


def asked_at(desk: Desk, inspection: str, place: str, *, sample_needed: bool = True) -> Item:
    """The item asked at *place*. Raises `Trouble`: no such item, a sample is missing or does not exist."""
    item = look.item_at(look.checklist_of(desk, inspection), place)
    sample = split_place(place)[1]
    if item.set and not sample and sample_needed:
        raise Trouble(
            say("A sample is needed"),
            say("{item} is answered for each sample of {set}."),
            say("Name the sample, such as {item}@S1."),
            code=2,
            item=item.id,
            set=item.set,
        )
    if sample and not item.set:
        raise Trouble(
            say("No samples here"),
            say("{item} is answered once, not for samples."),
            say("This was not saved. Name the place without a sample, such as WP-2.2."),
            code=2,
            item=item.id,
        )
    if sample and not standing(desk, inspection, "sample", f"{item.set}/{sample}"):
        raise Trouble(
            say("No such sample"),
            say("There is no sample {sample}."),
            say("Name it like workstation/S3, or add it to the samples first."),
            code=2,
            sample=f"{item.set}/{sample}"[:60],
        )
    return item


def _answer(
    desk: Desk,
    inspection: str,
    item: Item,
    value: str,
    *,
    verdict: str = "",
    reason: str = "",
    readings: Sequence[str] = (),
    instrument: str = "",
    position: str = "",
    inputs: Mapping[str, str] | None = None,
) -> Answer:
    """What is testified; every part checked against the item."""
    reason = texts.line(reason, most=MAX_NOTE)
    narrow = value.strip().casefold() if len(value) < 40 else ""
    if narrow in NOT_APPLICABLE or narrow in NOT_CHECKED:
        if not reason:
            raise Trouble(
                say("A reason is needed"),
                say("Not applicable and not checked need a reason."),
                say("Nothing was saved. Say why."),
                code=2,
            )
        return Answer(status="na" if narrow in NOT_APPLICABLE else "unchecked", reason=reason)
    if verdict and (verdict not in VERDICTS or item.kind is AnswerKind.TEXT):
        raise Trouble(
            say("No such verdict"),
            say("{verdict} is none of these: {verdicts}."),
            say("This was not saved. Choose one of these."),
            code=2,
            verdict=verdict[:40],
            verdicts=VERDICTS,
        )
    if verdict and not reason:
        raise Trouble(
            say("A reason is needed"),
            say("A verdict of one's own in place of the computed one needs a reason."),
            say("Nothing was saved. Say why."),
            code=2,
        )
    raws = tuple(_reading(reading, item) for reading in readings)
    # A computed item is not answered, but the numbers it asks for beside others' answers are.
    raw = (
        None
        if item.kind is AnswerKind.COMPUTED and inputs and not value.strip()
        else answers.parse(value if value.strip() or not raws else _mean(raws, item), item)
    )
    if instrument and not standing(desk, inspection, "instrument", instrument):
        raise Trouble(
            say("No such instrument"),
            say("There is no instrument {instrument} in this inspection."),
            say("Nothing was saved. Add the instrument to the inspection first."),
            code=2,
            instrument=instrument[:40],
        )
    known = {asked.code for asked in item.inputs}
    for code in inputs or {}:
        if code not in known:
            raise Trouble(
                say("No such input"),
                say("{item} does not ask for {input}; it asks for: {known}."),
                say("This was not saved. Use one of these names."),
                code=2,
                item=item.id,
                input=code[:40],
                known=tuple(sorted(known)) or "-",
            )
    return Answer(
        v=list(raw) if isinstance(raw, tuple) else raw,
        verdict=verdict,
        reason=reason,
        readings=raws,
        instrument=instrument,
        position=texts.line(position),
        inputs={code: _decimal(text) for code, text in (inputs or {}).items() if text.strip()},
    )


def _reading(text: str, item: Item) -> str:
    raw = answers.parse(text, item) if item.kind is AnswerKind.NUMBER else _decimal(text)
    return raw if isinstance(raw, str) else ""


_BARE_NUMBER: Final = Item("", Text(), AnswerKind.NUMBER)


def _decimal(text: str) -> str:
    """A number a person typed, as decimal text. Raises `Trouble`."""
    raw = answers.parse(text, _BARE_NUMBER)
    return raw if isinstance(raw, str) else ""


def _mean(readings: Sequence[str], item: Item) -> str:
    """The mean of the raw readings, rounded to one decimal more than they were read with."""
    try:
        numbers = [Decimal(reading) for reading in readings]
    except InvalidOperation:
        raise Trouble(
            say("No mean of these readings"),
            say("The readings of {item} are not all numbers."),
            say("Give the value too."),
            code=2,
            item=item.id,
        ) from None
    digits = max(max(0, -int(number.as_tuple().exponent)) for number in numbers) + 1
    mean = (sum(numbers, Decimal()) / len(numbers)).quantize(Decimal(1).scaleb(-digits))
    return format(mean.normalize(), "f") if mean else "0"


def _kept(stands: Sequence[Stood], keep: str) -> dict[str, Any]:
    fits = [stood for stood in stands if len(keep) >= 4 and stood.id.startswith(keep)]
    if len(fits) != 1 or fits[0].value is None:
        raise Trouble(
            say("No such entry"),
            say("None of the standing entries begins with {entry}."),
            say("They are: {entries}."),
            code=2,
            entry=keep[:64],
            entries=tuple(s.id[:8] for s in stands),
        )
    value: dict[str, Any] = msgspec.json.decode(fits[0].value)
    return value
