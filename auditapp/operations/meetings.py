"""Opening and closing meeting: when, where, who was there, and the consent to electronic records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from auditapp.operations import texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.ink import keep_ink
from auditapp.operations.testimony import Draft, plain, testify, when
from auditapp.words import Trouble, say

MEETINGS: Final = ("opening", "closing")
CONSENT: Final = say(
    "Both sides accept electronic records and electronic signatures for this inspection (Electronic Signature Law, "
    "articles 3 and 13; Supreme Court rules of evidence, article 94): the list of SHA-256 hashes identifies every "
    "record, the inspection file is kept as archives, and a signature is attributed to the person whose certificate "
    "fingerprint is listed."
)
"""The agreement clause of domain.md 4.2; stored in the words of the person who agreed."""


def hold(desk: Desk, inspection: str, meeting: str, *, held: str = "", where: str = "", note: str = "") -> Changes:
    """Record the "opening" or "closing" meeting: when it was *held* (an ISO time or "now"), *where*, a *note*; what is
    "" stays as it is. Nothing at all given means that it is held now."""
    named(meeting)
    fields = {
        "held": _moment(desk, held) if held else "",
        "place": texts.line(where),
        "note": texts.words_of(note),
    }
    if not any(fields.values()):
        fields["held"] = _moment(desk, "now")
    drafts = [Draft(f"meeting.{field}", meeting, {"v": text}) for field, text in fields.items() if text]
    return testify(desk, inspection, "met", drafts, places=(meeting,))


def attend(
    desk: Desk,
    inspection: str,
    meeting: str,
    name: str,
    *,
    role: str = "",
    unit: str = "",
    ink: Path | bytes | None = None,
) -> Changes:
    """Somebody was there; *ink* is a picture of the drawn signature on the sign-in sheet (PNG or JPEG): its file, or
    the picture itself."""
    named(meeting)
    value = plain(
        name=texts.needed(texts.line(name), say("the person's name")),
        role=texts.line(role),
        unit=texts.line(unit),
        ink=keep_ink(desk, ink) if ink else "",
    )
    return testify(desk, inspection, "attended", [Draft("attendance", meeting, value)], places=(meeting,))


def consent(desk: Desk, inspection: str, text: str = "", *, meeting: str = "opening") -> Changes:
    """Both sides accept electronic records and signatures; *text* "" = the standard clause (domain.md 4.2)."""
    named(meeting)
    clause = texts.words_of(text) or desk.words(CONSENT)
    return testify(desk, inspection, "consented", [Draft("meeting.consent", meeting, {"v": clause})], places=(meeting,))


def named(meeting: str) -> str:
    if meeting not in MEETINGS:
        raise Trouble(
            say("No such meeting"),
            say("{meeting} is neither the opening nor the closing meeting."),
            say("Say opening or closing."),
            code=2,
            meeting=meeting[:40],
        )
    return meeting


def _moment(desk: Desk, text: str) -> str:
    if text.strip() == "now":
        return when(desk.clock())
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Trouble(
            say("Not a time"),
            say("{time} is not a date and time."),
            say("Write it like 2026-09-18T09:00."),
            code=2,
            time=text[:40],
        ) from None
    return when(moment if moment.tzinfo else moment.astimezone())
