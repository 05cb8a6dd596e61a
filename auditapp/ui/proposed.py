"""What the program proposes at one item: an answer that follows from the settings, a finding, a graver grade.

Nothing is written before a person accepts it, by the button or by one key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditapp.checklist import answers
from auditapp.checklist.expressions import ExpressionFault, parse
from auditapp.inspection import findings as rules
from auditapp.inspection.walk import Line, LineState, Walk
from auditapp.ui import spoken
from auditapp.ui.walking import Walking
from auditapp.words import Words

ORDER: Final = (
    rules.ProposalKind.FINDING,
    rules.ProposalKind.REPEAT,
    rules.ProposalKind.SAMPLES,
    rules.ProposalKind.GROUP,
)
"""What is about this very place comes before what sums up others."""


@dataclass(frozen=True)
class Proposed:
    """One proposal in words. ``value``: an answer to give (``words`` say it); else ``grade``: for the ``finding`` that
    is there, or for a new one at ``place``."""

    said: str
    deed: str
    place: str
    value: str = ""
    words: str = ""
    grade: str = ""
    finding: str = ""


def at(w: Words, walking: Walking, line: Line) -> tuple[Proposed, ...]:
    """Everything proposed at a line, the answer first."""
    if walking.inspection.locked or line.state in (LineState.HIDDEN, LineState.NEEDS_SAMPLES):
        return ()
    answer = answer_at(w, walking, line)
    return (*((answer,) if answer else ()), *_findings(w, walking, line))


def answer_at(w: Words, walking: Walking, line: Line) -> Proposed | None:
    """The answer that the checklist offers while nobody has given one."""
    if not line.item.proposals or line.state is not LineState.UNANSWERED or walking.inspection.locked:
        return None
    sample = line.sample.code if line.sample else ""
    for one in line.item.proposals:
        try:
            holds = parse(one.when).holds(walking.facts, line.item, sample)
        except ExpressionFault:  # a checked checklist has none
            continue
        if holds:
            words = answers.display(answers.parse(one.value, line.item), line.item, w)
            why = one.text.in_(w.language)
            said = w("{answer}: {reason}", answer=words, reason=why)
            return Proposed(said, w("Answer so"), line.place, one.value, words)
    return None


def _findings(w: Words, walking: Walking, line: Line) -> list[Proposed]:
    group = Walk(walking.checklist, walking.facts.day, tuple(walking.of_group(line.group.id)))
    found: list[tuple[int, Proposed]] = []
    for one in rules.proposals(group, walking.inspection, item=line.item.id):
        if one.kind is rules.ProposalKind.FINDING and one.place != line.place:
            continue  # another sample's
        grade = spoken.grade(w, one.grade)
        deed = w("Grade {grade}", grade=grade) if one.finding else w("Raise as {grade}", grade=grade)
        values = {**one.values, "place": spoken.place(line)} if "place" in one.values else one.values
        proposed = Proposed(w(one.sentence, **values), deed, one.place, grade=one.grade, finding=one.finding)
        found.append((ORDER.index(one.kind), proposed))
    return [one for _, one in sorted(found, key=lambda one: one[0])]
