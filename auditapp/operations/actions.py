"""Corrective actions (整改): what must be done about a finding, by whom, by when, and how it went."""

from __future__ import annotations

from datetime import date
from typing import Final

from auditapp.inspection.findings import STEPS, check_step
from auditapp.inspection.state import Action, Inspection
from auditapp.operations import head_office, look, numbering, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.findings import default_due, finding_of
from auditapp.operations.instruments import iso_day
from auditapp.operations.testimony import Draft, testify
from auditapp.words import Trouble, say

FIELDS: Final = ("requirement", "owner", "due", "reply", "verification")
WAITING: Final = frozenset({"submitted", "closed", "disputed"})
"""States in which nobody has to do anything before the deadline any more (see `inspection.findings.overdue`)."""


def add(desk: Desk, inspection: str, finding: str, requirement: str, *, owner: str = "", due: str = "") -> Changes:
    """Ask for an action; *due* an ISO date, "" = the default of the finding's grade. ``Changes.code``: "F03-A1"."""
    found = look.fold(desk, inspection)
    about = finding_of(desk, inspection, finding)
    number = numbering.action_number(desk, found, about.id, about.number)
    requirement = texts.needed(requirement, say("what must be done"), most=4000)
    fields = {
        "requirement": requirement,
        "owner": texts.line(owner),
        "due": iso_day(due) or default_due(desk, found, about.grade),
    }
    drafts: list[Draft] = [Draft("action", about.id, {"number": number})]
    drafts += [Draft(f"action.{field}", 0, {"v": text}) for field, text in fields.items() if text]
    return testify(desk, inspection, "asked", drafts, places=(about.at,), codes=(number,))


def edit(desk: Desk, inspection: str, action: str, field: str, text: str) -> Changes:
    """Write one field of an action (number or id): requirement, owner, due, reply, verification."""
    known = action_of(look.fold(desk, inspection), action)
    if field not in FIELDS:
        raise Trouble(
            say("No such field"),
            say("An action has no field {field}; it has: {fields}."),
            say("This was not saved. Use one of these names."),
            code=2,
            field=field[:40],
            fields=FIELDS,
        )
    value = iso_day(text) if field == "due" else texts.words_of(text)
    return testify(desk, inspection, "edited", [Draft(f"action.{field}", known.id, {"v": value})], places=(known.id,))


def set_state(
    desk: Desk, inspection: str, action: str, state: str, *, verification: str = "", reply: str = ""
) -> Changes:
    """Move an action on (draft, confirmed, issued, under_way, submitted, closed, returned, extension_asked, overdue,
    disputed); refused when the step is not one of domain.md 3.7. Possible after sign-off."""
    known = action_of(look.fold(desk, inspection), action)
    if state not in STEPS:
        raise Trouble(
            say("No such state"),
            say("{state} is none of these: {states}."),
            say("This was not saved. Choose one of these."),
            code=2,
            state=state[:40],
            states=tuple(STEPS),
        )
    check_step(known.state, state)
    if state in ("closed", "returned"):
        head_office.refuse_unless_verifying(desk)
    if state == "closed" and not (verification.strip() or known.verification):
        raise Trouble(
            say("A verification is needed"),
            say("Say how it was checked that action {number} is done."),
            say("For example: document seen, before and after photo, seen on site."),
            code=2,
            number=known.number,
        )
    drafts = [Draft("action.state", known.id, {"v": state})]
    if verification.strip():
        drafts.append(Draft("action.verification", known.id, {"v": texts.words_of(verification)}))
    if reply.strip():
        drafts.append(Draft("action.reply", known.id, {"v": texts.words_of(reply)}))
    return testify(desk, inspection, "moved_on", drafts, places=(known.id,))


def ask_extension(desk: Desk, inspection: str, action: str, until: str, reason: str) -> Changes:
    """Ask for more time: until which day, and why. The deadline stays until somebody grants it (`grant_extension`).
    Raises `Trouble`: not the next step, no day after the deadline, no reason."""
    known = action_of(look.fold(desk, inspection), action)
    check_step(known.state, "extension_asked")
    day = iso_day(texts.needed(until, say("the new deadline")))
    if known.due and day <= known.due:
        raise Trouble(
            say("Not a later day"),
            say("Action {number} is due on {due} anyway."),
            say("Nothing was saved. Ask for a later day."),
            code=2,
            number=known.number,
            due=known.due,
        )
    why = texts.needed(reason, say("the reason"), most=4000)
    draft = Draft("action.state", known.id, {"v": "extension_asked", "until": day, "reason": why})
    return testify(desk, inspection, "moved_on", [draft], places=(known.id,), codes=(known.number,))


def grant_extension(desk: Desk, inspection: str, action: str, reason: str, *, until: str = "") -> Changes:
    """Grant what was asked for, or another day (*until*): the deadline moves, with the reason. For inspectors and head
    office. Raises `Trouble`: nothing was asked for, may not, no day, no reason."""
    known = _asked(desk, inspection, action)
    day = texts.needed(iso_day(until) or known.until, say("the new deadline"))
    why = texts.needed(reason, say("the reason"), most=4000)
    drafts = [
        Draft("action.due", known.id, {"v": day}),
        Draft("action.state", known.id, {"v": "under_way", "reason": why}),
    ]
    return testify(desk, inspection, "moved_on", drafts, places=(known.id,), codes=(known.number,))


def refuse_extension(desk: Desk, inspection: str, action: str, reason: str) -> Changes:
    """Refuse more time, with the reason: the deadline stays. For inspectors and head office."""
    known = _asked(desk, inspection, action)
    why = texts.needed(reason, say("the reason"), most=4000)
    draft = Draft("action.state", known.id, {"v": "under_way", "reason": why})
    return testify(desk, inspection, "moved_on", [draft], places=(known.id,), codes=(known.number,))


def is_overdue(state: str, due: str, day: date) -> bool:
    """Is an action in this *state* past its deadline on *day*? Told, never written: a clock decides no state."""
    return bool(due) and state not in WAITING and due < day.isoformat()


def _asked(desk: Desk, inspection: str, action: str) -> Action:
    head_office.refuse_unless_verifying(desk)
    known = action_of(look.fold(desk, inspection), action)
    if known.state != "extension_asked":
        raise Trouble(
            say("Nothing was asked for"),
            say("Nobody has asked for more time for action {number}."),
            say("Nothing was saved."),
            code=2,
            number=known.number,
        )
    return known


def action_of(inspection: Inspection, key: str) -> Action:
    """The action of a number, an id or the beginning of one. Raises `Trouble`."""
    every = [action for finding in inspection.findings for action in finding.actions]
    fits = [a for a in every if key in (a.number, a.id)] or [a for a in every if len(key) >= 6 and a.id.startswith(key)]
    if len(fits) != 1:
        raise Trouble(
            say("No such action"),
            say("There is no action {action}."),
            say("Name it by its number, such as F01-A1."),
            code=2,
            action=key[:60],
        )
    return fits[0]
