"""Codes as people say them: states, grades, verdicts, roles and deeds."""

from __future__ import annotations

from auditapp.inspection import terms
from auditapp.inspection.findings import STATES
from auditapp.words import Words, say

_SPOKEN = {
    "answered": say("answered"),
    "unanswered": say("open"),
    "hidden": say("not asked"),
    "computed": say("computed"),
    "signed": say("signed"),
    "needs-samples": say("no samples yet"),
    "stands": say("stands"),
    "replaced": say("replaced"),
    "withdrawn": say("withdrawn"),
    "erased": say("erased"),
    "newer": say("made with a newer version"),
    "kept": say("done"),
    "none-needed": say("none needed"),
    "redacted": say("redacted"),
    "opening": say("opening meeting"),
    "closing": say("closing meeting"),
    "comment": say("comment"),
    "objection": say("objection"),
    **STATES,
    **terms.ROLES,
    **terms.SHORT_GRADES,
    **terms.VERDICTS,
}
_KINDS = {
    "conform": say("conforms or not"),
    "yesno": say("yes or no"),
    "number": say("number"),
    "count": say("count"),
    "choice": say("one of the choices"),
    "multi": say("some of the choices"),
    "text": say("text"),
    "date": say("date"),
    "photo": say("photo"),
    "computed": say("computed"),
}


def spoken_kind(words: Words, code: str) -> str:
    """The word for a kind of answer."""
    return words(_KINDS[code]) if code in _KINDS else code


def spoken(words: Words, code: str) -> str:
    """The word for a code; an unknown code is shown as it is."""
    return words(_SPOKEN[code]) if code in _SPOKEN else code
