"""Who looks at what: sections shared out among inspectors, and whole inspections given to somebody.

An assignment tells people where to go; it keeps nobody from answering. The nearest one counts: of the section, else of
its dimension, else of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditapp.checklist.model import Checklist
from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Assignment, Inspection
from auditapp.operations import about, begin, head_office, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.instruments import iso_day
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say


def assign(
    desk: Desk, inspection: str, section: str, *, users: Sequence[str] = (), person: str = "", due: str = ""
) -> Changes:
    """Give a section (``WP-3``), a dimension (``WP``) or the whole ("") to *users* (codes at the hub) and to a *person*
    of this inspection (code or name), until *due*. For team leaders and head office. Raises `Trouble`: may not, no such
    section, nobody named."""
    head_office.refuse_unless_leading(desk)
    section = section_of(desk, inspection, section)
    named = tuple(dict.fromkeys(kept for user in users if (kept := texts.line(user, most=60))))
    code = about.whom(desk, inspection, person).code if person else ""
    if not named:
        texts.needed(code, say("the person's name"))
    value = plain(users=list(named), person=code, due=iso_day(due))
    return testify(desk, inspection, "assigned", [Draft("assignment", section, value)], places=(section,))


def take_back(desk: Desk, inspection: str, section: str) -> Changes:
    """Nobody in particular looks at the section any more."""
    head_office.refuse_unless_leading(desk)
    section = section_of(desk, inspection, section)
    return testify(desk, inspection, "assigned", [Draft("assignment", section, {})], places=(section,))


def give_out(
    desk: Desk,
    checklist: str | Path,
    *,
    users: Sequence[str],
    person: begin.Member | None = None,
    due: str = "",
    **begun: Any,
) -> Changes:
    """Begin an inspection for somebody else and give it to them: *users* are codes at the hub, *person* the
    inspector as a member of its team, *begun* as for `begin.begin`. ``Changes.inspection`` is its id."""
    head_office.refuse_unless_leading(desk)
    wanted = iso_day(due)
    if not any(user.strip() for user in users) and person is None:
        texts.needed("", say("the person's name"))
    team = (*((person,) if person else ()), *begun.pop("team", ()))
    changes = begin.begin(desk, checklist, team=team, working=False, **begun)
    assign(desk, changes.inspection, "", users=users, person=changes.codes[0] if person else "", due=wanted)
    look.count(desk, changes.inspection)
    return changes


def responsible(inspection: Inspection, checklist: Checklist, place: str) -> Assignment | None:
    """Who looks at an item place; None when nobody in particular."""
    item = split_place(place)[0]
    for dimension in checklist.dimensions:
        for group in dimension.groups:
            if any(one.id == item for one in group.items):
                return nearest(inspection, dimension.id, group.id)
    return None


def nearest(inspection: Inspection, dimension: str, section: str) -> Assignment | None:
    """The assignment that counts for a section: its own, else its dimension's, else that of the whole."""
    given = inspection.assignments
    return given.get(section) or given.get(dimension) or given.get("")


def mine(desk: Desk, inspection: str) -> frozenset[str]:
    """The codes of the sections given to whoever works here: to the person by code, or to the user this desk is
    enrolled for. Empty when nothing was shared out; a section given to nobody in particular is everybody's."""
    found = look.fold(desk, inspection)
    if not found.assignments:
        return frozenset()
    me, user = desk.writer(inspection), head_office.standing(desk).user
    sections = set()
    for dimension in look.checklist_of(desk, inspection).dimensions:
        for group in dimension.groups:
            given = nearest(found, dimension.id, group.id)
            if given is None or (me and given.person == me) or (user and user in given.users):
                sections.add(group.id)
    return frozenset(sections)


def section_of(desk: Desk, inspection: str, section: str) -> str:
    """The code of a section or dimension of the inspection's checklist; "" is the whole. Raises `Trouble`."""
    checklist = look.checklist_of(desk, inspection)
    known = {"", *(d.id for d in checklist.dimensions), *(g.id for d in checklist.dimensions for g in d.groups)}
    for code in (section, section.strip().upper()):
        if code in known:
            return code
    raise Trouble(
        say("No such section"),
        say("This checklist has no section {section}."),
        say("Nothing was changed. Name a section such as WP-3, or a dimension such as WP."),
        code=2,
        section=section[:40],
    )
