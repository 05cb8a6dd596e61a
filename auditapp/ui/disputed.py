"""A dispute as a person reads it: what it is about, what each version says, who wrote it and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditapp.inspection.state import Dispute, Inspection
from auditapp.inspection.walk import Line
from auditapp.operations import disputes, look
from auditapp.operations.desk import Desk
from auditapp.operations.told import Told
from auditapp.ui import labelled, spoken
from auditapp.words import Words


@dataclass(frozen=True)
class Version:
    """One of several writes: its entry, what it says, whose it is, and that laptop's time."""

    entry: str
    said: str
    who: str
    when: str


@dataclass(frozen=True)
class Shown:
    """A disputed slot in words."""

    kind: str
    subject: str
    title: str
    versions: tuple[Version, ...]
    decidable: bool = True
    """Can one of them be kept?"""


def shown(desk: Desk, found: Inspection, one: Dispute) -> Shown:
    """Any dispute. *found*: the inspection as whoever asks has it, so that nothing is folded anew."""
    w = desk.words
    told = disputes.in_words(desk, Told(w, look.checklist_of(desk, found.id), found), one)
    versions = tuple(Version(v.entry, v.said, v.who, labelled.moment(w, v.when)) for v in told.versions)
    return Shown(one.kind, one.subject, _title(w, told.field), versions, told.decidable)


def of_answer(w: Words, name_of: Callable[[str], str], line: Line) -> Shown | None:
    """The disputed answer of a line, without looking anything up; None when it is not disputed."""
    answered = line.answered
    if answered is None or not answered.disputed:
        return None
    versions = []
    for given, stood in (*answered.rivals, (answered.answer, answered.stood)):
        said = " · ".join(part for part in (spoken.answer(w, line.item, given), given.reason) if part)
        who = name_of(stood.writer) or w("desk {desk}", desk=stood.desk[:6])
        versions.append(Version(stood.id, said, who, labelled.moment(w, stood.wall)))
    return Shown("answer", line.place, _title(w, w("Answer")), tuple(versions))


def _title(w: Words, field: str) -> str:
    return w("Two versions of: {what}", what=field)
