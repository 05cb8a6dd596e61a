"""The trade's words for codes, said once for screen, paper and command line: verdicts, grades, roles, states, methods,
levels of signatures. A code that is not known (a newer version's) is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditapp.checklist.model import Method
from auditapp.inspection.findings import STATES
from auditapp.words import Sentence, Words, say

VERDICTS: Final[Mapping[str, Sentence]] = {
    "conform": say("Conforms"),
    "obs": say("Observation"),
    "minor": say("Minor"),
    "major": say("Major"),
    "info": say("Context"),
    "pending": say("Not judged"),
    "na": say("Not applicable"),
    "unchecked": say("Not checked"),
}
GRADES: Final[Mapping[str, Sentence]] = {
    "critical": say("Critical (veto)"),
    "major": say("Major nonconformity"),
    "minor": say("Minor nonconformity"),
    "obs": say("Observation"),
    "good_practice": say("Good practice"),
    "": say("Not graded yet"),
}
SHORT_GRADES: Final[Mapping[str, Sentence]] = {
    **GRADES,
    "critical": say("Critical"),
    "major": say("Major"),
    "minor": say("Minor"),
    "obs": say("Obs."),
}
HUB_ROLES: Final[Mapping[str, Sentence]] = {
    "inspector": say("inspector"),
    "lead": say("team leader"),
    "site_manager": say("site manager"),
    "head_office": say("head office"),
    "admin": say("administrator of the hub"),
}
"""What a user may do at head office's hub (`hub.roles`)."""
ROLES: Final[Mapping[str, Sentence]] = {
    "leader": say("Team leader"),
    "inspector": say("Inspector"),
    "reviewer": say("Reviewer"),
    "approver": say("Approver"),
    "issuer": say("Issuer"),
    "site_manager": say("Site manager"),
    "guide": say("Guide"),
    "witness": say("Witness"),
    "head_office": say("Head office"),
    "other": say("Other"),
}
METHODS: Final[Mapping[str, Sentence]] = {
    Method.OBSERVE: say("Observe"),
    Method.MEASURE: say("Measure"),
    Method.INTERVIEW: say("Interview"),
    Method.DOCUMENT: say("Read records"),
    Method.TEST: say("Test"),
}
LEVELS: Final[Mapping[str, Sentence]] = {
    "L0": say("Picture of a handwritten signature"),
    "L1": say("Electronic signature (self-issued certificate; identity confirmed by the unit)"),
    "unit": say("Electronic signature (certificate of the unit's own authority; identity confirmed by the unit)"),
    "L2": say("Electronic signature (certificate of a certification authority)"),
    "L3": say("Electronic signature with trusted time stamp"),
    "paper": say("Signed on paper, scan attached"),
}
"""The kind of a signature, each worded apart (domain.md 4.2)."""


REVIEWS: Final[Mapping[str, Sentence]] = {
    "": say("Not reviewed"),
    "received": say("Received"),
    "under_review": say("Under review"),
    "returned": say("Returned"),
    "accepted": say("Accepted"),
}
"""What head office says of a revision."""
REMARKS: Final[Mapping[str, Sentence]] = {"open": say("Not settled"), "settled": say("Settled")}
RELEASES: Final[Mapping[str, Sentence]] = {"released": say("Given out"), "withdrawn": say("Taken out of use")}


def verdict(w: Words, code: str) -> str:
    return _said(w, VERDICTS, code)


def grade(w: Words, code: str) -> str:
    return _said(w, GRADES, code)


def short_grade(w: Words, code: str) -> str:
    return _said(w, SHORT_GRADES, code)


def hub_role(w: Words, code: str) -> str:
    """A user's role at the hub; an unknown one as it is."""
    return _said(w, HUB_ROLES, code)


def role(w: Words, code: str) -> str:
    return _said(w, ROLES, code)


def method(w: Words, code: str) -> str:
    return _said(w, METHODS, code)


def level(w: Words, code: str) -> str:
    return _said(w, LEVELS, code)


def action_state(w: Words, code: str) -> str:
    """The state of a corrective action; "open" sums up all that are not closed."""
    if code == "open":
        return w("Not closed yet")
    word = _said(w, STATES, code)  # as it stands inside a sentence
    return word[:1].upper() + word[1:]


def _said(w: Words, table: Mapping[str, Sentence], code: str) -> str:
    return w(table[code]) if code in table else code


def review(w: Words, code: str) -> str:
    return _said(w, REVIEWS, code)


def remark(w: Words, code: str) -> str:
    return _said(w, REMARKS, code)


def release(w: Words, code: str) -> str:
    return _said(w, RELEASES, code)
