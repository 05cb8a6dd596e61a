"""How this desk stands with head office, in a sentence with its sign: what the footer says and the exchange page heads.

A pure choice of words. "Safe" is said only where a receipt covers everything that stands here (`Standing.safe`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from auditapp.words import Words


@dataclass(frozen=True)
class Standing:
    """Figures and facts. ``road``: "hub", "folder", or "" where this desk exchanges with nobody by itself."""

    road: str = ""
    office: str = ""
    """The name people know it by."""
    entries: int = 0
    """All that are not covered by a receipt; ``answers`` are those people count."""
    answers: int = 0
    photos: int = 0
    oldest: str = ""
    """When the oldest of them was written (ISO 8601)."""
    safe: bool = False
    """A receipt covers everything that stands here."""
    last: str = ""
    """When the last round ended well."""
    offline: str = ""
    """Since when it cannot be reached (ISO 8601); "" when it can, or nobody tried."""
    problem: str = ""
    """What keeps it from working until a person does something, in the reader's words."""
    under_way: bool = False
    done: int = 0
    of: int = 0

    @property
    def pending(self) -> bool:
        return bool(self.entries or self.photos)


@dataclass(frozen=True)
class Told:
    """The same sentence from long to short, with its sign and the token of the sign's colour."""

    forms: tuple[str, ...]
    icon: str
    token: str = "text2"

    @property
    def whole(self) -> str:
        return self.forms[0]


def told(w: Words, one: Standing, now: datetime) -> Told:
    """The most important first: a round under way, what needs a person, what is not there yet, and that it is there."""
    if one.under_way:
        return _under_way(w, one)
    if one.problem:
        more = _waiting(w, one)
        whole = w("{problem}, {waiting}", problem=one.problem, waiting=more) if more else one.problem
        return Told((whole, one.problem, w("See to the exchange")), "triangle-alert", "bad")
    if not one.road:
        return Told((w("Works offline"),), "cloud-off")
    if one.pending:
        return _pending(w, one, now)
    if one.safe and one.road == "hub":
        whole = w("Everything here is safe at head office")
        return Told((whole, w("Safe at head office")), "shield-check", "ok")
    if one.road == "folder" and one.last:
        return Told((w("Everything is in the folder {name}", name=one.office), w("In the folder")), "folder-open")
    if one.offline:
        return Told((w("Offline, nothing is waiting"), w("Offline")), "cloud-off")
    return Told((w("Not exchanged yet"),), "cloud")


def _under_way(w: Words, one: Standing) -> Told:
    percent = f"{min(100, one.done * 100 // one.of)}%" if one.of else "…"
    whole = w("Exchanging with {office} {percent}", office=one.office or w("head office"), percent=percent)
    return Told((whole, w("Exchanging {percent}", percent=percent)), "refresh-cw", "accent")


def _pending(w: Words, one: Standing, now: datetime) -> Told:
    what, age = waiting_things(w, one), ago(w, one.oldest, now)
    n = one.answers + one.photos or one.entries
    if one.road == "folder":
        whole = w("{what} not yet in the folder {name}", what=what, name=one.office)
        return Told((whole, w.count("{n} not yet in the folder", "{n} not yet in the folder", n)), "folder-open")
    if one.offline:
        return Told(
            (
                w("Offline, {what} not yet at head office, oldest {age}", what=what, age=age),
                w("Offline, {what} not yet at head office", what=what),
                w.count("Offline, {n} waiting", "Offline, {n} waiting", n),
            ),
            "cloud-off",
            "warn",
        )
    return Told(
        (
            w("{what} not yet at head office, oldest {age}", what=what, age=age),
            w("{what} not yet at head office", what=what),
            w.count("{n} waiting", "{n} waiting", n),
        ),
        "cloud",
    )


def _waiting(w: Words, one: Standing) -> str:
    return w("{what} not yet at head office", what=waiting_things(w, one)) if one.pending else ""


def waiting_things(w: Words, one: Standing) -> str:
    """ "212 answers and 37 photos"; where nobody answered anything, the entries."""
    answers = w.count("{n} answer", "{n} answers", one.answers) if one.answers else ""
    photos = w.count("{n} photo", "{n} photos", one.photos) if one.photos else ""
    if answers and photos:
        return w("{answers} and {photos}", answers=answers, photos=photos)
    return answers or photos or w.count("{n} entry", "{n} entries", one.entries)


def ago(w: Words, since: str, now: datetime) -> str:
    """How long ago, as people say it: 20 min, 3 h, 2 days. A clock that was set back counts as now."""
    try:
        before = datetime.fromisoformat(since)
    except ValueError:
        return w("just now")
    if (before.tzinfo is None) != (now.tzinfo is None):
        before = before.replace(tzinfo=now.tzinfo)
    gone = max(timedelta(), now - before)
    minutes = int(gone.total_seconds()) // 60
    if minutes < 1:
        return w("just now")
    if minutes < 60:
        return w.count("{n} min", "{n} min", minutes)
    if minutes < 48 * 60:
        return w.count("{n} h", "{n} h", minutes // 60)
    return w.count("{n} day", "{n} days", minutes // (24 * 60))
