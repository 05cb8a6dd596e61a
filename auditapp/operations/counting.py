"""What an inspection comes to in the lists over all inspections: pure, from the folded state and its walk.

`look.count` writes it; `overview.differs` makes it anew and compares. Nothing here looks at a clock: what is
overdue, say, is asked when somebody looks.
"""

from __future__ import annotations

from collections import Counter

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Finding, Inspection
from auditapp.inspection.walk import JUDGED, NONCONFORMING, LineState, Walk
from auditapp.operations.seen import Opened, day_of
from auditapp.store.overview import COUNTS, ActionRow, Counts, FindingRow, Judged, Projection, TextRow

_STATES = {LineState.NOT_APPLICABLE: "na", LineState.NOT_CHECKED: "unchecked"}


def projection(found: Inspection, opened: Opened | None) -> Projection:
    """Everything that is kept of an inspection; *opened* is None when its checklist is not here."""
    day = day_of(found).isoformat()
    site = found.about.get("site.name", "") or found.about.get("unit", "")
    profile = opened.checklist.id if opened is not None else ""
    failing = [f for f in found.findings if f.grade != "good_practice"]
    grades = Counter(f.grade for f in failing)
    given = found.assignments.get("")
    row: dict[str, str | int] = {
        "number": found.number,
        "title": found.title,
        "site": site,
        "unit": found.about.get("unit", ""),
        "checklist": found.checklist,
        "state": "signed" if found.locked else "open",
        "revision": found.revision,
        "opened": found.opened,
        "day": day,
        "findings": len(failing),
        "critical": grades["critical"],
        "majors": grades["major"],
        "minors": grades["minor"],
        "repeats": sum(bool(f.repeat_of) for f in failing),
        "actions": sum(len(f.actions) for f in found.findings),
        "open_actions": sum(a.state != "closed" for f in found.findings for a in f.actions),
        "photos": len(found.photos),
        "disputes": len(found.disputes),
        "review": found.reviewed.state if found.reviewed else "",
        "remarks": len(found.open_remarks),
        "assigned": _assigned(found),
        "due": given.due if given else "",
        "previous": found.previous.number if found.previous else "",
    }
    if opened is not None:
        lines = [line.verdict for line in opened.walk.lines]
        row |= {
            "profile": profile,
            "items": opened.progress.asked,
            "answered": opened.progress.answered,
            "unchecked": opened.progress.not_checked,
            "not_applicable": opened.progress.not_applicable,
            "conforming": sum(str(v) == "conform" for v in lines),
            "nonconforming": sum(v in NONCONFORMING for v in lines),
            "score": "" if opened.score.percent is None else str(opened.score.percent),
            "grade": opened.score.grade or "",
        }
    place = (found.id, day[:7], site, profile)
    return Projection(
        row=row,
        month=place[1],
        site=site,
        profile=profile,
        findings=tuple(sorted((_finding(place, f) for f in found.findings), key=lambda one: one.id)),
        actions=tuple(sorted(_actions(place, found), key=lambda one: one.id)),
        judged=judged(opened.walk) if opened is not None else (),
        texts=tuple(_texts(found)),
    )


def judged(walk: Walk) -> tuple[Judged, ...]:
    """How the places of every item were judged, in the checklist's order; items with nothing to count are left out."""
    found: dict[str, tuple[str, str, Counter[str]]] = {}
    for line in walk.lines:
        counts = found.setdefault(line.item.id, (line.dimension.id, line.group.id, Counter()))[2]
        if line.state in _STATES:
            counts[_STATES[line.state]] += 1
        elif line.verdict in JUDGED and not line.indicative:
            counts[str(line.verdict)] += 1
    return tuple(
        Judged(dimension, section, item, _counts(counts))
        for item, (dimension, section, counts) in found.items()
        if counts
    )


def _counts(counts: Counter[str]) -> Counts:
    conform, obs, minor, major, na, unchecked = (counts[name] for name in COUNTS)
    return (conform, obs, minor, major, na, unchecked)


def _assigned(found: Inspection) -> str:
    """Everybody something was given to, the whole first."""
    names: dict[str, None] = {}
    for section in sorted(found.assignments):
        one = found.assignments[section]
        person = found.people.get(one.person)
        names |= dict.fromkeys([*([person.name] if person else []), *one.users])
    return " ".join(names)


def _finding(place: tuple[str, str, str, str], f: Finding) -> FindingRow:
    return FindingRow(
        place[0],
        f.id,
        *place[1:],
        number=f.number,
        at=f.at,
        item=split_place(f.at)[0],
        grade=f.grade,
        fact=f.fact,
        place=f.where,
        fixed=int(bool(f.fixed)),
        repeat_of=f.repeat_of if f.grade != "good_practice" else "",
        actions=len(f.actions),
        open_actions=sum(a.state != "closed" for a in f.actions),
    )


def _actions(place: tuple[str, str, str, str], found: Inspection) -> list[ActionRow]:
    return [
        ActionRow(
            place[0],
            a.id,
            *place[1:],
            number=a.number,
            finding=f.number,
            at=f.at,
            grade=f.grade,
            requirement=a.requirement,
            owner=a.owner,
            due=a.due,
            until=a.until,
            state=a.state,
            reply=a.reply,
            verification=a.verification,
        )
        for f in found.findings
        for a in f.actions
    ]


def _texts(found: Inspection) -> list[TextRow]:
    """What can be searched, each text where a person finds it."""
    about = (found.about.get(name, "") for name in ("site.name", "unit", "site.address"))
    texts = [TextRow("inspection", "", _lines(found.number, found.title, *about))]
    for f in found.findings:
        texts.append(TextRow("finding", f.id, _lines(f.number, f.fact, f.where, f.fixed, f.interim)))
        texts += [
            TextRow("action", a.id, _lines(a.number, a.requirement, a.owner, a.reply, a.verification))
            for a in f.actions
        ]
        texts += [TextRow("comment", f.id, c.text) for c in f.comments]
    texts += [TextRow("comment", "", c.text) for c in found.comments]
    texts += [TextRow("note", note.subject, note.text) for note in found.notes.values()]
    texts += [TextRow("remark", r.id, _lines(r.text, r.reply)) for r in found.remarks]
    return [text for text in texts if text.text]


def _lines(*parts: str) -> str:
    return "\n".join(dict.fromkeys(part for part in parts if part))
