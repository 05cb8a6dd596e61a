"""What entries say, in words: which field of what, where one finds it, and what its value reads like.

For everything that shows single entries to people: disputes, histories. Codes never show through, except those of a
newer version, which this one has no word for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from auditapp.checklist import answers
from auditapp.checklist.model import Checklist
from auditapp.inspection import facts, terms
from auditapp.inspection.facts import split_place
from auditapp.inspection.site import raw_of
from auditapp.inspection.state import Answer, Inspection, Photo, Sample
from auditapp.operations.about import OWN_SETTINGS
from auditapp.report import dates
from auditapp.words import Sentence, Words, say

FIELDS: Final[Mapping[str, Sentence]] = {
    "about": say("Description"),
    "action": say("Corrective action"),
    "action.due": say("Due"),
    "action.owner": say("Owner"),
    "action.reply": say("Reply of the unit"),
    "action.requirement": say("What must be done"),
    "action.state": say("State"),
    "action.verification": say("How it was verified"),
    "amendment": say("New revision"),
    "assignment": say("Assignment"),
    "answer": say("Answer"),
    "attendance": say("Present"),
    "comment": say("Comment of the unit"),
    "desk": say("Desk"),
    "erase": say("Erased by head office"),
    "finding": say("Finding"),
    "finding.confirmed": say("Facts confirmed by"),
    "finding.criterion": say("Criterion"),
    "finding.evidence": say("Evidence"),
    "finding.fact": say("Fact"),
    "finding.fixed": say("Put right on the spot"),
    "finding.grade": say("Grade"),
    "finding.interim": say("Interim control"),
    "finding.kind": say("Kind"),
    "finding.person": say("Person"),
    "finding.place": say("Place on site"),
    "flag": say("Flag"),
    "inspection": say("Beginning of the inspection"),
    "instrument": say("Instrument"),
    "meeting.consent": say("Consent to electronic records"),
    "meeting.held": say("Held"),
    "meeting.note": say("Note"),
    "meeting.place": say("Place"),
    "note": say("Note"),
    "person": say("Person"),
    "photo": say("Photo"),
    "photo.caption": say("Caption"),
    "photo.clearance": say("Clearance"),
    "photo.place": say("Place of the photo"),
    "previous": say("Last visit"),
    "refusal": say("Refusal to sign"),
    "release": say("Checklist given out"),
    "release.state": say("State of the checklist"),
    "remark": say("Remark of head office"),
    "remark.reply": say("Reply to the remark"),
    "remark.state": say("State of the remark"),
    "report": say("Issued document"),
    "review.state": say("Review by head office"),
    "sample": say("Sample"),
    "sample-plan": say("Drawing of samples"),
    "sample-skip": say("Skipped sample"),
    "setting": say("Setting"),
    "sign-off": say("Signature"),
    "stamped": say("Time stamp of head office"),
    "withdraw": say("Taken back"),
}
ABOUT: Final[Mapping[str, Sentence]] = {
    "site.name": say("Name of the site"),
    "site.address": say("Address"),
    "unit": say("Inspected unit"),
    "period": say("Period"),
    "purpose": say("Purpose"),
    "scope": say("Scope"),
    "conclusion": say("Conclusion"),
}
_MEETINGS: Final = {"opening": say("Opening meeting"), "closing": say("Closing meeting")}
_CLEARANCES: Final = {"none-needed": say("Nothing to cover"), "redacted": say("Redacted")}
_STANCES: Final = {"comment": say("Comment"), "objection": say("Objection")}
_TAKEN_BACK: Final = {"undo": say("undone"), "redo": say("put back")}


@dataclass(frozen=True)
class Where:
    """Where a person finds what an entry is about. ``page``: item, finding, action, meeting, samples or inspection;
    ``at`` its place there: an item place, the id of a finding or an action, "opening", a set's code, or ""."""

    page: str
    at: str
    said: str


@dataclass(frozen=True)
class Told:
    """Entries of one inspection in one language."""

    words: Words
    checklist: Checklist
    inspection: Inspection

    def field(self, kind: str, subject: str = "") -> str:
        """Which field it is: "Grade", "Caption", the title of the setting."""
        w = self.words
        if kind == "setting":
            known = self.checklist.settings_by_code.get(subject) or OWN_SETTINGS.get(subject)
            return known.title.in_(w.language) if known is not None else subject
        if kind == "about":
            return w(ABOUT[subject]) if subject in ABOUT else subject
        return w(FIELDS[kind]) if kind in FIELDS else kind

    def where(self, kind: str, subject: str) -> Where:
        """What the field belongs to."""
        w, found = self.words, self.inspection
        match kind.partition(".")[0]:
            case "photo" if kind != "photo":
                photo = found.photos.get(subject)
                at = photo.place if photo else ""
                named = w("Photo {name}", name=self.photo(photo)) if photo else w("Photo")
                return Where("item" if at else "inspection", at, f"{named} · {self.place(at)}" if at else named)
            case "finding" if kind != "finding":
                return self._of_finding(subject)
            case "action" if kind != "action":
                owner = next((f for f in found.findings if any(a.id == subject for a in f.actions)), None)
                number = next((a.number for a in owner.actions if a.id == subject), "") if owner else ""
                return Where("action", subject, w("Corrective action {number}", number=number))
            case "action":
                return self._of_finding(subject)
            case "meeting" | "attendance":
                return Where("meeting", subject, w(_MEETINGS[subject]) if subject in _MEETINGS else subject)
            case "remark" if kind != "remark":
                remark = next((one for one in found.remarks if one.id == subject), None)
                return self.where("remark", remark.subject if remark else "")
            case "comment" | "note" | "remark" if found.finding(subject) is not None:
                return self._of_finding(subject)
            case "assignment" if subject:
                return Where("inspection", "", self.section(subject))
            case "answer" | "note" | "flag" | "photo" | "finding" | "remark" if subject:
                return Where("item", subject, self.place(subject))
            case "sample" | "sample-plan" | "sample-skip":
                set_, _, code = subject.partition("/")
                known = self.checklist.sets_by_code.get(set_)
                title = known.title.in_(w.language) if known else set_
                return Where("samples", set_, f"{title} · {self.sample(set_, code)}" if code else title)
            case "person":
                person = found.people.get(subject)
                return Where("inspection", "", w("Person {name}", name=person.name if person else subject))
            case _:
                return Where("inspection", "", w("The inspection as a whole"))

    def place(self, where: str) -> str:
        """ "3.5 No passwords on monitors · seat C-03"."""
        item_id, code = split_place(where)
        item = self.checklist.by_id.get(item_id)
        said = f"{item_id} {item.text.in_(self.words.language)}" if item is not None else item_id
        return f"{said} · {self.sample(item.set, code)}" if item is not None and code else said

    def section(self, code: str) -> str:
        """ "WP-3 Workstations"; "" is the whole."""
        return section_title(self.checklist, code, self.words)

    def sample(self, set_: str, code: str) -> str:
        known: Sample | None = next((s for s in self.inspection.samples.get(set_, ()) if s.code == code), None)
        return (known.label if known else "") or code

    def photo(self, photo: Photo) -> str:
        return photo.caption or photo.name or photo.id[:8]

    def _of_finding(self, subject: str) -> Where:
        finding = self.inspection.finding(subject)
        return Where("finding", subject, self.words("Finding {number}", number=finding.number if finding else ""))

    # -- values -----------------------------------------------------------------------------------
    def value(self, kind: str, subject: str, value: Any) -> str:
        """What an entry's value (as it is testified) reads like; never empty."""
        w = self.words
        if value is None:
            return w("erased")
        if not isinstance(value, dict):
            return str(value) or w("(empty)")
        return self._value(kind, subject, value) or w("(empty)")

    def _value(self, kind: str, subject: str, value: dict[str, Any]) -> str:
        w = self.words
        text = _text(value.get("v"))
        match kind:
            case "answer":
                return self._answer(subject, value)
            case "flag":
                return w("flagged") if value.get("v") else w("flag taken off")
            case "note" if text and value.get("report") is False:
                return w.bracketed(text, w("not in the report"))
            case "setting":
                known = self.checklist.settings_by_code.get(subject) or OWN_SETTINGS.get(subject)
                choice = next((one for one in known.choices if one.code == text), None) if known else None
                return choice.label.in_(w.language) if choice else text
            case "finding.grade":
                return terms.grade(w, text)
            case "finding.evidence":
                return self._listed(value.get("v"))
            case "action.state":
                until = _text(value.get("until"))
                asked = w("until {day}", day=dates.day(until, w)) if until else ""
                return self._joined(terms.action_state(w, text) if text else "", asked, _text(value.get("reason")))
            case "action.due":
                return dates.day(text, w)
            case "meeting.held":
                return dates.moment(text, w)
            case "photo.place":
                return self.place(text) if text else w("The inspection as a whole")
            case "photo.clearance":
                state = _text(value.get("state"))
                return self._by(w(_CLEARANCES[state]) if state in _CLEARANCES else state, _text(value.get("by")))
            case "comment":
                stance = _text(value.get("stance")) or "comment"
                said = w(_STANCES[stance]) if stance in _STANCES else stance
                return w("{stance}: {text}", stance=said, text=text) if text else ""
            case "person" | "attendance":
                role, unit = _text(value.get("role")), _text(value.get("unit"))
                return self._joined(_text(value.get("name")), terms.role(w, role) if role else "", unit)
            case "instrument":
                due = _text(value.get("calibration_due"))
                until = w("calibrated until {day}", day=dates.day(due, w)) if due else ""
                return self._joined(_text(value.get("name")), _text(value.get("number")), until)
            case "sample":
                return self._joined(_text(value.get("label")), _text(value.get("reason")))
            case "sample-skip":
                return _text(value.get("reason")) or w("not skipped any more")
            case "sample-plan":
                drawn = value.get("drawn")
                picked = len(drawn) if isinstance(drawn, list) else 0
                return w("{n} of {population}", n=picked, population=str(value.get("population") or "?"))
            case "photo":
                return _text(value.get("name"))
            case "finding" | "action":
                return _text(value.get("number"))
            case "assignment":
                person = self.inspection.people.get(_text(value.get("person")))
                users = value.get("users")
                named = [one for one in users if isinstance(one, str)] if isinstance(users, list) else []
                due = _text(value.get("due"))
                until = w("until {day}", day=dates.day(due, w)) if due else ""
                return self._joined(person.name if person else "", w.listed(*named), until)
            case "review.state":
                return self._joined(terms.review(w, text) if text else "", _text(value.get("reason")))
            case "remark.state":
                return terms.remark(w, text) if text else ""
            case "release.state":
                return self._joined(terms.release(w, text) if text else "", _text(value.get("reason")))
            case "release":
                return self._joined(_text(value.get("title")), _text(value.get("version")), _text(value.get("note")))
            case "stamped":
                return self._joined(dates.moment(_text(value.get("time")), w), _text(value.get("authority")))
            case "withdraw" | "erase" | "amendment":
                reason = _text(value.get("reason"))
                return w(_TAKEN_BACK[reason]) if reason in _TAKEN_BACK else reason
            case "refusal":
                return self._joined(_text(value.get("name")), _text(value.get("reason")))
            case "sign-off":
                person = self.inspection.people.get(_text(value.get("by")))
                return self._joined(person.name if person else "", terms.level(w, _text(value.get("level"))))
            case "inspection":
                return self._joined(_text(value.get("number")), _text(value.get("title")))
            case _:
                return text or _text(value.get("reason")) or _text(value.get("name"))

    def _answer(self, place: str, value: dict[str, Any]) -> str:
        w = self.words
        try:
            given = msgspec.convert(value, Answer)
        except msgspec.ValidationError:
            return _text(value.get("v"))
        item = self.checklist.by_id.get(split_place(place)[0])
        if given.status in ("na", "unchecked"):
            said = terms.verdict(w, given.status)
        else:
            said = answers.display(raw_of(given), item, w) if item is not None else w.listed(*given.texts)
        return self._joined(said, terms.verdict(w, given.verdict) if given.verdict else "", given.reason)

    def _listed(self, value: Any) -> str:
        photos = self.inspection.photos
        named = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
        return self.words.listed(*(self.photo(photos[one]) if one in photos else one for one in named))

    def _by(self, said: str, person: str) -> str:
        known = self.inspection.people.get(person)
        return self._joined(said, known.name if known else "")

    def _joined(self, *parts: str) -> str:
        return " · ".join(part for part in parts if part)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def section_title(checklist: Checklist, code: str, words: Words) -> str:
    """ "WP-3 Workstations": a section or a dimension by its code and title; "" is the whole inspection."""
    if not code:
        return words("The inspection as a whole")
    titles = {
        **{one.id: one.title for one in checklist.dimensions},
        **{group.id: group.title for one in checklist.dimensions for group in one.groups},
    }
    return f"{code} {titles[code].in_(words.language)}" if code in titles else code


def is_decided_by_keeping(kind: str) -> bool:
    """May people decide a dispute of this kind by keeping one version? (Two beginnings cannot be put right.)"""
    return facts.is_slot(kind)
