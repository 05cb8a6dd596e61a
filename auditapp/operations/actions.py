"""Corrective actions (整改): what must be done about a finding, by whom, by when, and how it went."""

from __future__ import annotations

from typing import Final

from auditapp.inspection.findings import STEPS, check_step
from auditapp.inspection.state import Action, Inspection
from auditapp.operations import look, numbering, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.findings import default_due, finding_of
from auditapp.operations.instruments import iso_day
from auditapp.operations.testimony import Draft, testify
from auditapp.words import Trouble, say

FIELDS: Final = ("requirement", "owner", "due", "reply", "verification")


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
