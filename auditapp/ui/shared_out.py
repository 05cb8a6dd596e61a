"""Who looks at which section, as the section pane and the chips show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditapp.checklist.model import Checklist
from auditapp.inspection.state import Assignment, Inspection
from auditapp.operations import assignments
from auditapp.operations.desk import Desk
from auditapp.words import Words


@dataclass(frozen=True)
class Shared:
    """``names``: section -> whoever looks at it, in words; ``mine``: the sections of whoever works here, None where
    nothing was shared out."""

    names: Mapping[str, str] = field(default_factory=dict)
    mine: frozenset[str] | None = None


def shared(desk: Desk, found: Inspection, checklist: Checklist) -> Shared:
    """How *found* was shared out."""
    if not found.assignments:
        return Shared()
    names = {}
    for dimension in checklist.dimensions:
        for group in dimension.groups:
            given = assignments.nearest(found, dimension.id, group.id)
            if given is not None:
                names[group.id] = who(desk.words, found, given)
    return Shared(names, assignments.mine(desk, found.id))


def who(w: Words, found: Inspection, given: Assignment) -> str:
    """Whoever an assignment names: people of this inspection by name, others by their codes at head office."""
    person = found.people.get(given.person)
    named = (*((person.name,) if person is not None else ()), *given.users)
    return w.listed(*named)
