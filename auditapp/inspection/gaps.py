"""What is still missing before the closing meeting: every gap with the place to jump to and a sentence.

The completeness check only lists; whoever signs decides. `Gap.must` marks the few gaps that have to be
closed first, because somebody may come to harm (a critical failure without interim control) or because a
photo that nobody cleared would leave the laptop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from auditapp.checklist.model import Drawing, PhotoRule, Severity, Verdict
from auditapp.inspection.files import is_hash
from auditapp.inspection.site import calibration_due
from auditapp.inspection.state import Finding, Inspection, Sample, SamplePlan
from auditapp.inspection.walk import NONCONFORMING, Line, LineState, Walk
from auditapp.words import say

LEAST_FACT: Final = 10
"""Characters a finding's fact needs (domain.md 2.3)."""


class GapKind(StrEnum):
    UNANSWERED = "unanswered"
    DISPUTED = "disputed"
    JUDGEMENT = "judgement"
    REASON = "reason"
    SAMPLES = "samples"
    SAMPLE_PLAN = "sample-plan"
    SAMPLE_REASON = "sample-reason"
    PHOTO = "photo"
    PHOTO_CLEARANCE = "photo-clearance"
    FINDING_MISSING = "finding-missing"
    FINDING_INCOMPLETE = "finding-incomplete"
    INTERIM = "interim"
    ACTION = "action"
    INSTRUMENT = "instrument"
    CALIBRATION = "calibration"
    MEETING = "meeting"
    TEAM = "team"
    REMARK = "remark"
    NEWER = "newer"


MUST: Final = frozenset({GapKind.INTERIM, GapKind.PHOTO_CLEARANCE})


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. ``place``: an item place, a finding's id, a set, a meeting … ("" = the whole).

    ``sentence`` is English, to be spoken with ``values``.
    """

    kind: GapKind
    place: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def must(self) -> bool:
        """Must it be closed before sign-off?"""
        return self.kind in MUST


def gaps(walk: Walk, inspection: Inspection) -> tuple[Gap, ...]:
    """Every gap: first the checklist in its order, then samples, findings, photos, instruments, meetings."""
    found: list[Gap] = []
    for of in (
        _of_lines,
        _of_disputes,
        _of_samples,
        _of_findings,
        _of_photos,
        _of_instruments,
        _of_meetings,
        _of_remarks,
    ):
        found.extend(of(walk, inspection))
    return tuple(found)


# ------------------------------------------------------------------------------------------- the checklist


def _of_lines(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    with_findings = {f.at for f in inspection.findings}
    items = {f.item for f in inspection.findings}
    for line in walk.lines:
        match line.state:
            case LineState.HIDDEN | LineState.NEEDS_SAMPLES:
                continue
            case LineState.UNANSWERED:
                yield Gap(GapKind.UNANSWERED, line.place, say("{place} is not answered."), {"place": line.place})
            case LineState.NOT_APPLICABLE:
                if not _reason(line):
                    yield Gap(
                        GapKind.REASON,
                        line.place,
                        say("{place} is not applicable, but the reason is missing."),
                        {"place": line.place},
                    )
            case LineState.NOT_CHECKED:
                if not _reason(line):
                    yield Gap(
                        GapKind.REASON,
                        line.place,
                        say("{place} was not checked, but the reason is missing."),
                        {"place": line.place},
                    )
            case LineState.ANSWERED | LineState.COMPUTED:
                told = line.place in with_findings or line.item.id in with_findings
                yield from _of_answer(line, told=told or walk.follows_from(line, items))


def _of_answer(line: Line, *, told: bool) -> Iterator[Gap]:
    place = {"place": line.place}
    if line.disputed:
        return  # listed with the disputes; what it amounts to is open
    if line.verdict is Verdict.PENDING and line.item.scored:
        yield Gap(
            GapKind.JUDGEMENT,
            line.place,
            say("{place} cannot be judged yet: a number or a setting it depends on is missing."),
            place,
        )
    if line.overridden and not _reason(line):
        yield Gap(GapKind.REASON, line.place, say("{place} was graded by hand, but the reason is missing."), place)
    if line.nonconforming and not told:
        yield Gap(GapKind.FINDING_MISSING, line.place, say("{place} does not conform, but there is no finding."), place)
    if line.state is LineState.COMPUTED:
        return
    wanted = line.item.photo is PhotoRule.REQUIRED or (
        line.item.photo is PhotoRule.EXPECTED and line.verdict in (Verdict.OBSERVATION, *NONCONFORMING)
    )
    if wanted and not line.photos:
        yield Gap(GapKind.PHOTO, line.place, say("{place} needs a photo."), place)
    if line.item.uses_instrument and line.answered and not line.answered.answer.instrument:
        yield Gap(GapKind.INSTRUMENT, line.place, say("{place} was measured, but the instrument is missing."), place)


def _reason(line: Line) -> str:
    return line.answered.answer.reason.strip() if line.answered else ""


def _of_disputes(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    for dispute in inspection.disputes:
        yield Gap(
            GapKind.DISPUTED,
            dispute.subject,
            say("{n} different versions of “{kind} {subject}” stand; decide which one counts."),
            {"n": len(dispute.stands), "kind": dispute.kind, "subject": dispute.subject},
        )


# ------------------------------------------------------------------------------------------- samples


def _of_samples(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    needed = dict.fromkeys(line.item.set for line in walk.visible if line.item.set)
    for code in needed:
        plan, drawn = inspection.plans.get(code), inspection.samples.get(code, ())
        if not inspection.samples_in(code):
            yield Gap(GapKind.SAMPLES, code, say("No samples of the set “{set}” are drawn."), {"set": code})
        if plan is None:
            yield Gap(
                GapKind.SAMPLE_PLAN,
                code,
                say("The set “{set}” has no sampling plan: population, method, size and seed."),
                {"set": code},
            )
        else:
            yield from _of_plan(walk, plan, len(inspection.samples_in(code)))
        for sample in drawn:
            yield from _of_sample(sample)


def _of_plan(walk: Walk, plan: SamplePlan, looked_at: int) -> Iterator[Gap]:
    values = {"set": plan.set, "n": looked_at, "size": plan.size}
    if 0 < looked_at < plan.size:
        yield Gap(GapKind.SAMPLES, plan.set, say("The set “{set}” has {n} of {size} planned samples."), values)
    if not (plan.population and plan.size):
        yield Gap(
            GapKind.SAMPLE_PLAN, plan.set, say("The sampling plan of “{set}” lacks its population or its size."), values
        )
    known = walk.checklist.sets_by_code.get(plan.set)
    method = plan.method or (str(known.drawing) if known else "")
    if method == Drawing.RANDOM and not plan.seed and plan.size < plan.population:
        yield Gap(
            GapKind.SAMPLE_PLAN,
            plan.set,
            say("The sampling plan of “{set}” is random, but the seed is missing."),
            values,
        )


def _of_sample(sample: Sample) -> Iterator[Gap]:
    if sample.replaces and not sample.reason.strip():
        yield Gap(
            GapKind.SAMPLE_REASON,
            sample.subject,
            say("Sample {sample} replaces {other}, but the reason is missing."),
            {"sample": sample.subject, "other": sample.replaces},
        )


# ------------------------------------------------------------------------------------------- findings

_PARTS: Final[tuple[tuple[Callable[[Finding], object], str], ...]] = (
    (lambda f: f.grade, say("Finding {number} has no grade.")),
    (lambda f: len(f.fact.strip()) >= LEAST_FACT, say("Finding {number} needs a fact of at least {least} characters.")),
    (lambda f: f.where.strip(), say("Finding {number} has no place.")),
    (lambda f: f.criterion.strip(), say("Finding {number} has no criterion.")),
    (lambda f: f.evidence, say("Finding {number} has no evidence.")),
)


def _of_findings(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    for finding in inspection.findings:
        values: dict[str, object] = {"number": finding.number, "least": LEAST_FACT}
        for present, sentence in _PARTS[:2] if finding.grade == "good_practice" else _PARTS:
            if not present(finding):
                yield Gap(GapKind.FINDING_INCOMPLETE, finding.id, sentence, values)
        gone = [e for e in finding.evidence if is_hash(e) and e not in inspection.photos]
        if gone:
            yield Gap(
                GapKind.FINDING_INCOMPLETE,
                finding.id,
                say("Finding {number} names photos that are not there any more ({n})."),
                {**values, "n": len(gone)},
            )
        if finding.grade == Severity.CRITICAL and not (finding.interim.strip() and finding.person.strip()):
            yield Gap(
                GapKind.INTERIM,
                finding.id,
                say("Critical finding {number} needs an interim control and a named person on site."),
                values,
            )
        if finding.grade in (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR):
            yield from _of_actions(finding, values)


def _of_actions(finding: Finding, values: Mapping[str, object]) -> Iterator[Gap]:
    if not finding.actions and not finding.fixed:
        yield Gap(GapKind.ACTION, finding.id, say("Finding {number} has no corrective action."), values)
    for action in finding.actions:
        if not action.requirement.strip() or not action.due:
            yield Gap(
                GapKind.ACTION,
                finding.id,
                say("Action {action} of finding {number} lacks its requirement or its deadline."),
                {**values, "action": action.number},
            )


# ------------------------------------------------------------------------------------------- the rest


def _of_photos(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    for photo in inspection.photos.values():
        if photo.uncleared:
            yield Gap(
                GapKind.PHOTO_CLEARANCE,
                photo.id,
                say("Photo {name} at {place} is not cleared: redact it, or confirm that it needs none."),
                {"name": photo.name, "place": photo.place},
            )


def _of_instruments(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    used: dict[str, list[str]] = {}
    for line in walk.lines:
        if line.answered and line.answered.answer.instrument and line.state is LineState.ANSWERED:
            used.setdefault(line.answered.answer.instrument, []).append(line.place)
    for code, places in sorted(used.items()):
        instrument = inspection.instruments.get(code)
        if instrument is None:
            yield Gap(GapKind.INSTRUMENT, places[0], say("The instrument “{code}” is not described."), {"code": code})
            continue
        values = {"name": instrument.name or code, "n": len(places), "due": instrument.calibration_due}
        due = calibration_due(instrument)
        if due is None:
            yield Gap(GapKind.CALIBRATION, code, say("The instrument “{name}” has no calibration date."), values)
        elif due < walk.day:
            yield Gap(
                GapKind.CALIBRATION,
                code,
                say("The calibration of “{name}” ran out on {due}; its readings ({n}) are indicative only."),
                values,
            )


def _of_meetings(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    if not any(p.role == "leader" for p in inspection.people.values()):
        yield Gap(GapKind.TEAM, "", say("No team leader is named."))
    for code, held, attended in (
        ("opening", say("The opening meeting has no date."), say("Nobody has signed in at the opening meeting.")),
        ("closing", say("The closing meeting has no date."), say("Nobody has signed in at the closing meeting.")),
    ):
        meeting = inspection.meetings.get(code)
        if meeting is None or not meeting.held:
            yield Gap(GapKind.MEETING, code, held)
        if meeting is None or not meeting.attendance:
            yield Gap(GapKind.MEETING, code, attended)
        if code == "opening" and (meeting is None or not meeting.consent):
            yield Gap(
                GapKind.MEETING,
                code,
                say("The site has not agreed to electronic records and signatures at the opening meeting."),
            )
    if inspection.newer:
        yield Gap(
            GapKind.NEWER,
            "",
            say("The inspection holds entries of a newer version of the program ({n})."),
            {"n": len(inspection.newer)},
        )


def _of_remarks(walk: Walk, inspection: Inspection) -> Iterator[Gap]:
    for remark in inspection.remarks:
        if remark.open and not remark.reply:
            yield Gap(
                GapKind.REMARK,
                remark.subject,
                say("Head office remarked “{text}”, and nobody has answered it."),
                {"text": remark.text if len(remark.text) <= 80 else remark.text[:79] + "…"},
            )
