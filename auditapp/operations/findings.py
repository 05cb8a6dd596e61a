"""Findings: criterion, fact, evidence, place and time, with a number that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditapp.checklist.model import Citation, Item, Severity, Verdict
from auditapp.inspection.facts import split_place
from auditapp.inspection.findings import default_due as deadline
from auditapp.inspection.state import Finding, Inspection
from auditapp.operations import look, numbering, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, testify
from auditapp.words import Trouble, Words, say

GRADES: Final = ("critical", "major", "minor", "obs", "good_practice")
FIELDS: Final = ("grade", "fact", "place", "criterion", "evidence", "fixed", "interim", "person", "confirmed")
LEAST_FACT: Final = 10
"""Characters a fact needs (domain.md 2.3); Chinese says in 10 what English says in 30."""


def raise_finding(
    desk: Desk,
    inspection: str,
    place: str,
    fact: str,
    *,
    grade: str = "",
    where: str = "",
    criterion: str = "",
    evidence: Sequence[str] | None = None,
    records: Sequence[str] = (),
    interim: str = "",
    person: str = "",
    repeat_of: str | None = "",
) -> Changes:
    """Raise a finding at an item place; ``Changes.code`` is its number ("F03").

    *grade* (critical, major, minor, obs, good_practice) "" = what the answer's verdict and the item propose;
    *criterion* "" = from the item's citations; *evidence* (photo ids) None = the photos at that place;
    *records*: evidence that is no photo (a record seen: title, number, date, page; a statement by role; a test);
    *repeat_of*: number of the last visit's finding, "" = found by itself, None = no repeat.
    Raises `Trouble`: fact shorter than 10 characters, unknown grade or place, signed.
    """
    opened = look.look(desk, inspection)
    found = opened.inspection
    item = look.item_at(opened.checklist, place)
    line = opened.walk.at(place)
    grade = _grade(grade or _proposed(item, line.verdict if line else None))
    photos = (
        [photo_id(found, key) for key in evidence]
        if evidence is not None
        else [photo.id for photo in found.photos_at(place)]
    )
    sample = line.sample if line else None
    fields: dict[str, str | list[str]] = {
        "grade": grade,
        "fact": _fact(fact),
        "place": texts.line(where) or (sample.label if sample else ""),
        "criterion": texts.words_of(criterion) or criterion_of(item, desk.words),
        "evidence": [*photos, *(_record(text) for text in records)],
        "interim": texts.words_of(interim),
        "person": texts.line(person),
    }
    number = numbering.finding_number(desk, found)
    repeated = _repeat(found, item) if repeat_of == "" else repeat_of
    about = {"number": number, **({"repeat_of": repeated} if repeated else {})}
    drafts = [
        Draft("finding", place, about),
        *(Draft(f"finding.{field}", 0, {"v": value}) for field, value in fields.items() if value),
    ]
    return testify(desk, inspection, "found", drafts, places=(place,), codes=(number,))


def edit(desk: Desk, inspection: str, finding: str, field: str, value: str | Sequence[str]) -> Changes:
    """Write one field of a finding (number or id): grade, fact, place, criterion, evidence, fixed, interim, person.

    *evidence* are photos (ids or their beginnings); the records seen stay beside them."""
    known = finding_of(desk, inspection, finding)
    if field not in FIELDS:
        raise Trouble(
            say("No such field"),
            say("A finding has no field {field}; it has: {fields}."),
            say("This was not saved. Use one of these names."),
            code=2,
            field=field[:40],
            fields=FIELDS,
        )
    kept: str | list[str]
    if field == "evidence":
        keys = [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else list(value)
        found = look.fold(desk, inspection)
        records = [one for one in known.evidence if one not in found.photos]
        kept = [*(photo_id(found, key) for key in keys), *records]
    elif not isinstance(value, str):
        raise TypeError("only evidence is a list")
    elif field == "grade":
        kept = _grade(value)
    elif field == "fact":
        kept = _fact(value)
    else:
        kept = texts.words_of(value)
    return testify(
        desk,
        inspection,
        "edited",
        [Draft(f"finding.{field}", known.id, {"v": kept})],
        places=(known.at,),
        codes=(known.number,),
    )


def add_record(desk: Desk, inspection: str, finding: str, record: str) -> Changes:
    """Add evidence that is no photo: a record seen (title, number, date, page), a statement by role, a test."""
    known = finding_of(desk, inspection, finding)
    return testify(
        desk,
        inspection,
        "edited",
        [Draft("finding.evidence", known.id, {"v": [*known.evidence, _record(record)]})],
        places=(known.at,),
        codes=(known.number,),
    )


def set_evidence(desk: Desk, inspection: str, finding: str, evidence: Sequence[str]) -> Changes:
    """Write all evidence of a finding, photo ids and records seen, in this order and as one deed."""
    known = finding_of(desk, inspection, finding)
    photos = look.fold(desk, inspection).photos
    kept = [one if one in photos else _record(one) for one in dict.fromkeys(evidence)]
    if tuple(kept) == known.evidence:
        return Changes(inspection, "known", frozenset({known.at}))
    return testify(
        desk,
        inspection,
        "edited",
        [Draft("finding.evidence", known.id, {"v": kept})],
        places=(known.at,),
        codes=(known.number,),
    )


def fixed_on_the_spot(desk: Desk, inspection: str, finding: str, text: str) -> Changes:
    """Record 已当场整改; the finding stays."""
    return edit(desk, inspection, finding, "fixed", texts.needed(text, say("what was put right")))


def confirm(desk: Desk, inspection: str, finding: str, by: str) -> Changes:
    """The site confirms the facts (not the grade): by whom."""
    return edit(desk, inspection, finding, "confirmed", texts.needed(texts.line(by), say("the person's name")))


def finding_of(desk: Desk, inspection: str, key: str) -> Finding:
    """The finding of a number, an id or the beginning of one. Raises `Trouble`."""
    found = look.fold(desk, inspection)
    known = found.finding(key) or found.finding(key.upper())
    fits = [known] if known else [f for f in found.findings if len(key) >= 6 and f.id.startswith(key)]
    if len(fits) != 1:
        raise Trouble(
            say("No such finding"),
            say("There is no finding {finding}."),
            say("Nothing was changed. Look at the list of findings."),
            code=2,
            finding=key[:60],
        )
    return fits[0]


def photo_id(inspection: Inspection, key: str) -> str:
    """The id of a photo from its id, the beginning of it, or the beginning of its SHA-256. Raises `Trouble`."""
    if key in inspection.photos:
        return key
    fits = [
        p.id for p in inspection.photos.values() if len(key) >= 6 and (p.id.startswith(key) or p.sha256.startswith(key))
    ]
    if len(fits) != 1:
        raise Trouble(
            say("No such photo"),
            say("There is no photo {photo}, or several begin like that."),
            say("Nothing was changed. Look at the list of photos."),
            code=2,
            photo=key[:64],
        )
    return fits[0]


def criterion_of(item: Item, words: Words) -> str:
    """The criterion an item cites, as a finding quotes it."""
    return ("；" if words.chinese else "; ").join(said for c in item.citations if (said := cited(c, words)))


def cited(citation: Citation, words: Words) -> str:
    """One citation of an item, as a finding quotes it."""
    if not citation.text:
        return ""
    if citation.own:
        return words("Professional practice, set by this checklist")
    return words.bracketed(citation.text, citation.note) if citation.note else citation.text


def default_due(desk: Desk, inspection: Inspection, grade: str) -> str:
    """The default deadline of a grade, counted from the closing meeting or today; "" where there is none."""
    held = inspection.meetings["closing"].held if "closing" in inspection.meetings else ""
    due = deadline(grade, look.day_of_text(held) or desk.clock().date())
    return "" if due is None else due.isoformat()


def _proposed(item: Item, verdict: Verdict | None) -> str:
    if verdict is Verdict.OBSERVATION:
        return "obs"
    if verdict in (Verdict.MINOR, Verdict.MAJOR):
        return "critical" if item.critical else str(verdict)
    return str(item.severity) if item.severity is not Severity.INFO else "obs"


def _grade(grade: str) -> str:
    if grade not in GRADES:
        raise Trouble(
            say("No such grade"),
            say("{grade} is none of these: {grades}."),
            say("This was not saved. Choose one of these."),
            code=2,
            grade=grade[:40],
            grades=GRADES,
        )
    return grade


def _record(record: str) -> str:
    return texts.needed(texts.line(record), say("the record that was seen"))


def _fact(fact: str) -> str:
    kept = texts.words_of(fact)
    if len(kept) < LEAST_FACT:
        raise Trouble(
            say("The fact is too short"),
            say("Describe what was found in at least {n} characters."),
            say("Say what, where and how much; not what should have been."),
            code=2,
            n=LEAST_FACT,
        )
    return kept


def _repeat(inspection: Inspection, item: Item) -> str:
    """The number of the last visit's finding at the same item, "" when there is none (屡查屡犯, domain.md 3.7)."""
    if inspection.previous is None:
        return ""
    return next(
        (
            f.number
            for f in inspection.previous.findings
            if split_place(f.item)[0] == item.id and f.grade not in ("good_practice", "obs")
        ),
        "",
    )
