"""What the inspected unit says: comments and objections, about a finding or the whole."""

from __future__ import annotations

from auditapp.operations import texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.findings import finding_of
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say

STANCES = ("comment", "objection")


def comment(
    desk: Desk, inspection: str, text: str, *, name: str, role: str = "", finding: str = "", stance: str = "comment"
) -> Changes:
    """Write down what the unit says; *stance* "comment" or "objection"; *finding* a number or "" for the whole.

    There is one comment per finding and one for the whole: a new one takes the place of the old, which stays in
    the journal. An empty text takes it away.
    """
    if stance not in STANCES:
        raise Trouble(
            say("Not a stance"),
            say("{stance} is neither comment nor objection."),
            say("This was not saved. Choose one of these."),
            code=2,
            stance=stance[:40],
        )
    subject = finding_of(desk, inspection, finding).id if finding else ""
    value = plain(
        v=texts.words_of(text),
        stance=stance,
        name=texts.needed(texts.line(name), say("the person's name")),
        role=texts.line(role),
    )
    return testify(desk, inspection, "commented", [Draft("comment", subject, value)], places=(finding or "",))
