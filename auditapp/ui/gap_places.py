"""Gaps as a person reads them: in which group, in what words, and at which place each of them is closed."""

from __future__ import annotations

from typing import Final

from auditapp.inspection.gaps import Gap, GapKind
from auditapp.operations.look import Opened
from auditapp.ui import spoken
from auditapp.ui.places import Place
from auditapp.words import Words, say

GROUPS: Final = (
    ("must", say("Must be closed before signing"), frozenset[GapKind]()),
    (
        "answers",
        say("Answers"),
        frozenset(
            {
                GapKind.UNANSWERED,
                GapKind.REASON,
                GapKind.JUDGEMENT,
                GapKind.DISPUTED,
                GapKind.INSTRUMENT,
                GapKind.CALIBRATION,
            }
        ),
    ),
    ("samples", say("Samples"), frozenset({GapKind.SAMPLES, GapKind.SAMPLE_PLAN, GapKind.SAMPLE_REASON})),
    ("photos", say("Photos"), frozenset({GapKind.PHOTO, GapKind.PHOTO_CLEARANCE})),
    (
        "findings",
        say("Findings and actions"),
        frozenset({GapKind.FINDING_MISSING, GapKind.FINDING_INCOMPLETE, GapKind.INTERIM, GapKind.ACTION}),
    ),
    ("remarks", say("Remarks of head office"), frozenset({GapKind.REMARK})),
    ("meetings", say("Meetings and team"), frozenset({GapKind.MEETING, GapKind.TEAM, GapKind.NEWER})),
)
"""Code, heading and kinds of each group; what must be closed comes first whatever its kind."""


def group_of(gap: Gap) -> str:
    if gap.must:
        return "must"
    return next((code for code, _, kinds in GROUPS if gap.kind in kinds), "answers")


def sentence(words: Words, gap: Gap) -> str:
    if gap.kind is GapKind.DISPUTED:
        what = spoken.step(words, str(gap.values.get("kind", "")))
        return words("Two versions of: {what}", what=what)
    return words(gap.sentence, **gap.values)


def about(words: Words, gap: Gap, opened: Opened) -> str:
    """What the place of a gap is, in the checklist's or the finding's own words."""
    place = place_of(gap, opened)
    if place.page == "inspection" and (line := opened.walk.at(place.at)) is not None:
        return " · ".join(
            part for part in (line.sample.label if line.sample else "", line.item.text.in_(words.language)) if part
        )
    if place.page == "findings" and (found := opened.inspection.finding(place.at)) is not None:
        return found.fact
    return ""


def place_of(gap: Gap, opened: Opened) -> Place:
    """Where a gap is closed. A sample set's is at the first item that is asked of its samples."""
    inspection = opened.inspection
    id_ = inspection.id
    match gap.kind:
        case GapKind.MEETING:
            return Place("meetings", id_, gap.place)
        case GapKind.TEAM:
            return Place("meetings", id_, "team")
        case GapKind.PHOTO_CLEARANCE:
            return Place("photo", id_, gap.place)
        case GapKind.FINDING_INCOMPLETE | GapKind.INTERIM | GapKind.ACTION:
            return Place("findings", id_, gap.place)
        case GapKind.DISPUTED:
            return _place_of_dispute(str(gap.values.get("kind", "")), gap.place, opened)
        case GapKind.REMARK if inspection.finding(gap.place) is not None:
            return Place("findings", id_, gap.place)
        case GapKind.NEWER:
            return Place("history", id_)
        case GapKind.SAMPLES | GapKind.SAMPLE_PLAN | GapKind.SAMPLE_REASON:
            return _first_of_set(gap.place, opened)
        case GapKind.CALIBRATION:
            used = (a.place for a in inspection.answers.values() if a.answer.instrument == gap.place)
            return Place("inspection", id_, next(used, ""))
        case _:
            return Place("inspection", id_, gap.place)


def _place_of_dispute(kind: str, subject: str, opened: Opened) -> Place:
    """Disputes are decided where what they are about is shown."""
    inspection = opened.inspection
    id_ = inspection.id
    owner = next((f for f in inspection.findings if subject in (f.id, *(a.id for a in f.actions))), None)
    if owner is not None:
        return Place("findings", id_, owner.id)
    match kind.partition(".")[0]:
        case "meeting":
            return Place("meetings", id_, subject)
        case "person" | "comment":
            return Place("meetings", id_, "team")
        case "photo":
            return Place("photo", id_, subject)
        case "sample" | "sample-plan" | "sample-skip":
            return _first_of_set(subject, opened)
        case _:
            return Place("inspection", id_, subject if opened.walk.at(subject) is not None else "")


def _first_of_set(subject: str, opened: Opened) -> Place:
    code = subject.partition("/")[0]
    first = next((line.place for line in opened.walk.visible if line.item.set == code), "")
    return Place("inspection", opened.inspection.id, first)


def key_of(gap: Gap) -> str:
    """Names a gap among those of its inspection as long as it is one."""
    return f"{gap.kind}:{gap.place}:{gap.sentence}"
