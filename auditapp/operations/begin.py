"""Begin an inspection: site, checklist, team, settings, and the last visit carried along read-only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditapp.checklist.model import Checklist
from auditapp.inspection.state import Previous
from auditapp.operations import about as about_room
from auditapp.operations import look, releases, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, write_down
from auditapp.words import Trouble, say


@dataclass(frozen=True)
class Member:
    """Somebody of the team or of the site. ``role``: leader, inspector, reviewer, site_manager, guide …"""

    name: str
    role: str = "inspector"
    unit: str = ""


def begin(
    desk: Desk,
    checklist: str | Path,
    *,
    title: str,
    unit: str,
    unit_code: str = "",
    site: str = "",
    address: str = "",
    period: str = "",
    team: Sequence[Member] = (),
    settings: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
    number: str = "",
    previous: str | Previous | None = "",
    working: bool = True,
) -> Changes:
    """Begin an inspection; ``Changes.inspection`` is its id and ``Changes.codes`` the persons' codes in team order.

    *checklist*: a profile's id (``six-dimensions``), a digest or its beginning, or a file (.yaml, .json, .xlsx).
    *unit* is the inspected unit's name. *number* "" = made up as ``JC-{unit code}-{yyyymm}-{seq}``. *previous*: number
    or id of an earlier inspection here, "" = the newest signed one of the same site or unit, None = none; a `Previous`
    is a visit whose inspection is not on this desk. The first member of the team is who works at this desk until
    `about.work_as` says otherwise; without *working* nobody of the team does (head office begins it for others).
    Raises `Trouble`: no such checklist, faults in it, out of use, a setting it does not have, a number already used
    here.
    """
    unit = texts.needed(texts.line(unit), say("the inspected unit"))
    digest, asked = releases.bring(desk, checklist)
    number = _number(desk, number, unit_code)
    codes = [about_room.new_code(desk) for _ in team]
    described = {
        "unit": unit,
        "unit.code": texts.line(unit_code),
        "site.name": texts.line(site),
        "site.address": texts.line(address),
        "period": texts.line(period) or desk.clock().date().isoformat(),
        **{about_room.field_name(name): texts.words_of(text) for name, text in (about or {}).items()},
    }
    drafts = [
        Draft(
            "inspection",
            "",
            {
                "number": number,
                "title": texts.needed(texts.line(title), say("the title")),
                "checklist": digest,
                "document": digest,
            },
        ),
        *(Draft("about", name, {"v": text}) for name, text in described.items() if text),
        *_settings(asked, settings or {}),
        *(
            about_room.person_draft(code, one.name, role=one.role, unit=one.unit)
            for code, one in zip(codes, team, strict=True)
        ),
    ]
    last = _previous(desk, previous, unit=unit, site=described["site.name"])
    if last is not None:
        drafts.append(Draft("previous", "", last))
    inspection = desk.randomness(16).hex()
    writing = desk.as_person(codes[0]) if codes and working and not desk.person else desk
    changes = write_down(writing, inspection, "begun", drafts, codes=codes)
    if codes and working:
        desk.remember_writer(inspection, codes[0])
    look.count(desk, inspection)
    return changes


def _settings(asked: Checklist, given: Mapping[str, str]) -> list[Draft]:
    drafts = []
    for code, value in given.items():
        if code not in asked.settings_by_code and code not in about_room.OWN_SETTINGS:
            raise about_room.no_such_setting(code, tuple(asked.settings_by_code))
        drafts.append(Draft("setting", code, {"v": about_room.chosen(asked, code, value)}))
    return drafts


def _number(desk: Desk, number: str, unit_code: str) -> str:
    """The inspection's number: as given when it is free here, else the next of the month."""
    used = {row.number for row in desk.store.journals.inspections()}
    if number:
        kept = texts.line(number, most=60)
        if kept in used:
            raise Trouble(
                say("The number is taken"),
                say("There is an inspection {number} on this desk."),
                say("Choose another number, or leave it out."),
                code=2,
                number=kept,
            )
        return kept
    code = "".join(c for c in unit_code.upper() if c.isalnum())[:12]
    start = "-".join(part for part in ("JC", code, desk.clock().strftime("%Y%m")) if part)
    return next(name for n in range(1, len(used) + 2) if (name := f"{start}-{n:02d}") not in used)


def _previous(desk: Desk, key: str | Previous | None, *, unit: str, site: str) -> dict[str, Any] | None:
    """The last visit as it is carried along: figures, findings and answers; None when there is none."""
    if key is None:
        return None
    if isinstance(key, Previous):
        return _fitting(
            {
                "number": key.number,
                "date": key.date,
                "grade": key.grade,
                "score": key.score,
                "answers": dict(key.answers),
                "findings": [
                    {"number": f.number, "item": f.item, "grade": f.grade, "fact": f.fact[:400], "state": f.state}
                    for f in key.findings
                ],
            }
        )
    rows = {row.id: row for row in look.inspections(desk)}
    if key:
        chosen = look.choose(desk, key)
    else:
        same = [row.id for row in rows.values() if row.state == "signed" and row.site in (site or unit, unit)]
        if not same:
            return None
        chosen = max(same, key=lambda one: rows[one].opened)
    try:
        opened = look.look(desk, chosen)
    except Trouble:
        if key:
            raise
        return None
    then = opened.inspection
    answers = {
        place: {"status": a.answer.status, **({"v": a.answer.v} if a.answer.v is not None else {})}
        for place, a in then.answers.items()
    }
    value = {
        "number": then.number,
        "date": str(look.day_of(then)),
        "grade": opened.score.grade or "",
        "score": "" if opened.score.percent is None else str(opened.score.percent),
        "findings": [
            {
                "number": f.number,
                "item": f.at,
                "grade": f.grade,
                "fact": f.fact[:400],
                "state": "closed" if f.actions and all(a.state == "closed" for a in f.actions) else "open",
            }
            for f in then.findings
            if f.grade != "good_practice"
        ],
        "answers": answers,
    }
    return _fitting(value)


def _fitting(value: dict[str, Any]) -> dict[str, Any]:
    """An entry holds 64 KiB: a very large last visit goes along without its answers, then with shorter facts."""
    from auditapp.journal.entry import MAX_ENTRY_BYTES, canonical

    room = MAX_ENTRY_BYTES - 4096
    if len(canonical(value)) > room:
        value = {**value, "answers": {place: answer for place, answer in value["answers"].items() if "@" not in place}}
    if len(canonical(value)) > room:
        value = {**value, "answers": {}}
    while len(canonical(value)) > room:
        value = {**value, "findings": value["findings"][: len(value["findings"]) // 2]}
    return value
