"""Codes as people say them on screen, with the tone and the icon that go with the word: colour never speaks alone."""

from __future__ import annotations

from datetime import datetime

from auditapp.inspection.findings import default_grade
from auditapp.inspection.state import Inspection, Person, Photo
from auditapp.inspection.terms import action_state as action_state
from auditapp.inspection.terms import grade as grade
from auditapp.inspection.terms import hub_role as hub_role
from auditapp.inspection.terms import level as level
from auditapp.inspection.terms import review as review
from auditapp.inspection.terms import role as role
from auditapp.inspection.terms import short_grade as short_grade
from auditapp.inspection.walk import Line
from auditapp.operations.desk import Desk
from auditapp.report import dates
from auditapp.report.papers import Document
from auditapp.words import Words

GRADE_TONES = {"critical": "loud", "major": "bad", "minor": "bad", "obs": "warn", "good_practice": "ok"}
GRADE_ICONS = {
    "critical": "octagon-alert", "major": "circle-x", "minor": "triangle-alert", "obs": "circle-dot-dashed",
    "good_practice": "star",
}  # fmt: skip
ACTION_TONES = {
    "closed": "ok", "overdue": "bad", "returned": "warn", "disputed": "warn", "submitted": "accent",
    "under_way": "accent", "issued": "accent", "extension_asked": "warn",
}  # fmt: skip

REVIEW_TONES = {"": "na", "received": "accent", "under_review": "accent", "returned": "warn", "accepted": "ok"}
REVIEW_ICONS = {
    "": "circle-dashed", "received": "download", "under_review": "eye", "returned": "undo-2",
    "accepted": "circle-check",
}  # fmt: skip


def grade_sign(code: str) -> tuple[str, str]:
    """(icon, tone) of a grade; of one that is not known neither."""
    return GRADE_ICONS.get(code, ""), GRADE_TONES.get(code, "")


def review_sign(code: str) -> tuple[str, str]:
    """(icon, tone) of head office's word; one that is not known looks as if none had been said."""
    return REVIEW_ICONS.get(code, REVIEW_ICONS[""]), REVIEW_TONES.get(code, REVIEW_TONES[""])


def verification(w: Words, code: str) -> str:
    """How a correction is checked (domain.md 3.7)."""
    match code:
        case "document":
            return w("document seen")
        case "photo_before_after":
            return w("before and after photo")
        case "on_site":
            return w("seen on site")
        case "measurement":
            return w("measured anew")
        case _:
            return code


def why_graded(w: Words, line: Line | None) -> str:
    """What the answer at a line proposes as the grade of a finding, with its reason; "" when it proposes nothing."""
    if line is None or not line.nonconforming:
        return ""
    proposed = grade(w, default_grade(line))
    if line.item.critical:
        return w("The item is critical and does not conform: it proposes {grade}.", grade=proposed)
    return w("The answer there proposes {grade}.", grade=proposed)


def meeting(w: Words, code: str) -> str:
    return w("Opening meeting") if code == "opening" else w("Closing meeting")


def document(w: Words, code: str) -> str:
    """The name of a document; its code when a newer version made it."""
    match code:
        case Document.REPORT:
            return w("Inspection report")
        case Document.NOTICE:
            return w("Rectification notice")
        case Document.FACTS:
            return w("Fact confirmation sheet")
        case Document.BLANK:
            return w("Blank checklist")
        case _:
            return code


def day(w: Words, text: str) -> str:
    return dates.day(text, w)


def moment(w: Words, text: str) -> str:
    return dates.moment(text, w, zone=False)


def clock(text: str) -> str:
    """The time of day of an ISO moment, "" when it has none."""
    try:
        return f"{datetime.fromisoformat(text):%H:%M}" if len(text) > 10 else ""
    except ValueError:
        return ""


def clearance(w: Words, photo: Photo) -> tuple[str, str, str]:
    """(words, tone, icon) of whether the photo may leave."""
    if photo.clearance is None:
        return w("Not looked at yet"), "warn", "circle-alert"
    if photo.clearance.state == "redacted":
        return w("Covered on the copy"), "ok", "eye-off"
    return w("Nothing to cover"), "ok", "eye"


def name_of_photo(w: Words, photo: Photo) -> str:
    """Its caption, else when it was taken, else the name of its file."""
    return photo.caption or (w("taken {time}", time=moment(w, photo.taken)) if photo.taken else photo.name)


def team(found: Inspection) -> list[Person]:
    """People of the inspection, the leader first."""
    order = ("leader", "inspector", "reviewer", "approver", "site_manager", "guide", "witness", "other")
    return sorted(
        found.people.values(), key=lambda p: (order.index(p.role) if p.role in order else len(order), p.name, p.code)
    )


def working(desk: Desk, found: Inspection) -> str:
    """The code of the person in whose name something is done now: who works at this desk, else the team's first."""
    code = desk.writer(found.id)
    if code in found.people:
        return code
    own = [p for p in team(found) if p.role in ("leader", "inspector", "reviewer", "approver")]
    return own[0].code if own else ""
