"""What an inspection amounts to: the standing entries folded into one frozen value.

`fold` is pure and looks only at which entries stand (see `journal.living`), never at their order or at a
clock; it raises nowhere: what it cannot read it lists as ``unread``, what it does not know as ``newer``.
The rows that the store keeps (`Stood`) are enough to fold; the whole journal is only needed to prove them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from auditapp.inspection import facts
from auditapp.inspection.stood import Stood


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was answered at one item place.

    ``status``: "answered", "na" (不适用) or "unchecked" (未查); the last two need a ``reason``.
    ``v``: conform/obs/minor/major, yes/no, a decimal text, an option code, codes, text or ISO date.
    ``verdict``: the inspector's own grade where it differs from the computed one ("" = as computed).
    ``readings`` are the raw readings whose mean ``v`` is; ``inputs`` further numbers by code.
    """

    status: str = "answered"
    v: str | list[str] | None = None
    verdict: str = ""
    reason: str = ""
    readings: tuple[str, ...] = ()
    instrument: str = ""
    position: str = ""
    inputs: dict[str, str] = {}

    def plain(self) -> dict[str, Any]:
        """The value as it is testified: empty fields left out."""
        kept: dict[str, Any] = msgspec.to_builtins(self)
        kept["status"] = self.status
        return kept

    @property
    def texts(self) -> tuple[str, ...]:
        """``v`` as a tuple of texts (empty when there is none)."""
        if self.v is None:
            return ()
        return tuple(self.v) if isinstance(self.v, list) else (self.v,)


class Answered(msgspec.Struct, frozen=True, gc=False):
    """The standing answer of an item place, with who and when; ``rivals`` are the others while disputed.

    (A struct, as `Answer`: an inspection has thousands, and a frozen dataclass takes five times as long to make.)
    """

    place: str
    answer: Answer
    stood: Stood
    rivals: tuple[tuple[Answer, Stood], ...] = ()

    @property
    def disputed(self) -> bool:
        return bool(self.rivals)


@dataclass(frozen=True)
class Note:
    """A note of an item place, a finding, or the whole inspection (subject ""). ``report``: goes into the report."""

    subject: str
    text: str
    report: bool
    stood: Stood


@dataclass(frozen=True)
class Person:
    """Somebody of the team or of the site. ``role``: leader, inspector, reviewer, site_manager, guide …"""

    code: str
    name: str
    role: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Sample:
    """One sample of a set. ``skipped`` holds the reason when it was drawn but could not be looked at."""

    set: str
    code: str
    label: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    replaces: str = ""
    reason: str = ""
    skipped: str = ""

    @property
    def subject(self) -> str:
        return f"{self.set}/{self.code}"


@dataclass(frozen=True)
class SamplePlan:
    """How the samples of a set were drawn, recorded before looking (domain.md 2.2)."""

    set: str
    population: int = 0
    population_from: str = ""
    method: str = ""
    rule: str = ""
    size: int = 0
    seed: str = ""
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Instrument:
    code: str
    name: str
    number: str = ""
    calibration_due: str = ""
    uncertainty: str = ""


@dataclass(frozen=True)
class Clearance:
    """May the photo leave? ``state``: "none-needed" (confirmed by ``by``) or "redacted" (``rendition`` is the copy)."""

    state: str
    by: str
    rendition: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo: original by its SHA-256, never touched; ``rendition`` is what leaves the laptop."""

    id: str
    place: str
    sha256: str
    name: str
    media: str
    bytes: int
    width: int
    height: int
    taken: str
    rendition: str
    caption: str
    order: int
    clearance: Clearance | None
    stood: Stood

    @property
    def outgoing(self) -> str:
        """SHA-256 of the picture that may leave: the redacted copy, else the rendition."""
        return self.clearance.rendition if self.clearance and self.clearance.rendition else self.rendition

    @property
    def uncleared(self) -> bool:
        """Nobody has looked at it yet, so it may not leave (domain.md 4.5). Of one whose entry head office erased
        nothing is left that could."""
        return self.clearance is None and bool(self.sha256 or self.rendition)


@dataclass(frozen=True)
class Comment:
    """What the inspected unit says about a finding (subject = its id) or the whole ("" ): comment or objection."""

    subject: str
    text: str
    stance: str
    name: str
    role: str
    stood: Stood


@dataclass(frozen=True)
class Action:
    """A corrective action (整改). ``state``: draft, confirmed, issued, under_way, submitted, closed, returned,
    extension_asked, overdue, disputed (domain.md 3.7)."""

    id: str
    number: str
    finding: str
    requirement: str
    owner: str
    due: str
    state: str
    reply: str
    verification: str
    stood: Stood
    until: str = ""
    """The day asked for, while an extension is asked for."""
    reason: str = ""
    """Why it is in this state, where somebody had to say so (an extension asked for, granted or refused)."""


@dataclass(frozen=True)
class Finding:
    """A finding: criterion, fact, evidence, place and time (domain.md 3.3), with a number that never changes.

    ``grade``: critical, major, minor, obs, good_practice. ``at`` is the item place it was raised at,
    ``where`` the place on site. ``evidence``: photo ids. ``fixed``: what was corrected on the spot ("" = nothing).
    """

    id: str
    number: str
    at: str
    grade: str
    fact: str
    where: str
    criterion: str
    evidence: tuple[str, ...]
    fixed: str
    interim: str
    person: str
    confirmed: str
    repeat_of: str
    actions: tuple[Action, ...]
    comments: tuple[Comment, ...]
    stood: Stood

    @property
    def item(self) -> str:
        return facts.split_place(self.at)[0]


@dataclass(frozen=True)
class Attendance:
    id: str
    meeting: str
    name: str
    role: str
    unit: str
    ink: str
    stood: Stood


@dataclass(frozen=True)
class Meeting:
    """The opening or closing meeting: when held (ISO, with offset), where, the consent to electronic records."""

    code: str
    held: str = ""
    place: str = ""
    consent: str = ""
    note: str = ""
    attendance: tuple[Attendance, ...] = ()


@dataclass(frozen=True)
class SignOff:
    """A signature over everything before: ``heads`` names every strand's head. ``level``: L0, L1, L2, L3, paper."""

    id: str
    revision: str
    by: str
    role: str
    level: str
    certificate: str
    statement: str
    ink: str
    heads: Mapping[str, tuple[int, str]]
    stood: Stood


@dataclass(frozen=True)
class Refusal:
    """Refused to sign (拒签): who, why, and who witnessed it."""

    id: str
    revision: str
    name: str
    role: str
    reason: str
    witnesses: tuple[str, ...]
    stood: Stood


@dataclass(frozen=True)
class Issued:
    """A document that left as a PDF: its SHA-256, which document, in which language, of which revision."""

    id: str
    revision: str
    document: str
    language: str
    sha256: str
    bytes: int
    stood: Stood


@dataclass(frozen=True)
class Amendment:
    """A new revision after sign-off, with its reason."""

    revision: str
    of: str
    reason: str
    stood: Stood


@dataclass(frozen=True)
class Assignment:
    """Who looks at a section ("" = the whole): ``users`` by their codes at the hub, ``person`` by the code here."""

    section: str
    users: tuple[str, ...]
    person: str
    due: str
    stood: Stood


@dataclass(frozen=True)
class Review:
    """What head office says of a revision: received, under_review, returned (with a reason) or accepted.

    While two of head office say different things, what is least done counts: no clock accepts an inspection."""

    revision: str
    state: str
    reason: str
    name: str
    stood: Stood


@dataclass(frozen=True)
class Remark:
    """Head office's remark about an item place, a finding (its id) or the whole (""), with the answer to it.

    ``state``: open or settled; open as long as anybody of head office says so."""

    id: str
    subject: str
    text: str
    name: str
    role: str
    reply: str
    replied_by: str
    state: str
    stood: Stood

    @property
    def open(self) -> bool:
        return self.state != "settled"


@dataclass(frozen=True)
class Stamped:
    """An issued report (``report``: its SHA-256) with a time stamp and long-term data, added at head office."""

    report: str
    sha256: str
    bytes: int
    time: str
    authority: str
    stood: Stood


@dataclass(frozen=True)
class Release:
    """A checklist given out to all desks, in the company journal. ``state``: released or withdrawn; withdrawn when
    anybody of head office says so. ``reason``: why it was withdrawn."""

    digest: str
    code: str
    version: str
    title: str
    note: str
    state: str
    reason: str
    stood: Stood


@dataclass(frozen=True)
class PreviousFinding:
    number: str
    item: str
    grade: str
    fact: str
    state: str = ""


@dataclass(frozen=True)
class Previous:
    """The last visit, carried along read-only: figures, findings and answers (place -> answer)."""

    number: str
    date: str
    grade: str
    score: str
    findings: tuple[PreviousFinding, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dispute:
    """A slot in which more than one write stands: two people wrote without seeing each other."""

    kind: str
    subject: str
    stands: tuple[Stood, ...]


@dataclass(frozen=True)
class Inspection:
    """Everything an inspection amounts to. Maps are keyed as their names say; nothing here changes."""

    id: str
    number: str = ""
    title: str = ""
    checklist: str = ""
    """Digest of the pinned checklist; the document is the photo-like file of the same SHA-256."""
    about: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    answers: Mapping[str, Answered] = field(default_factory=dict)
    """Item place -> standing answer."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    plans: Mapping[str, SamplePlan] = field(default_factory=dict)
    samples: Mapping[str, tuple[Sample, ...]] = field(default_factory=dict)
    """Set code -> samples in the order of their codes; skipped ones included."""
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    photos: Mapping[str, Photo] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    previous: Previous | None = None
    sign_offs: tuple[SignOff, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    issued: tuple[Issued, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    newer: tuple[Stood, ...] = ()
    """Entries of kinds this program does not know: made with a newer version."""
    unread: tuple[Stood, ...] = ()
    """Entries of known kinds whose value was erased or cannot be read."""
    desks: Mapping[str, str] = field(default_factory=dict)
    """Desk id -> program version that opened its strand."""
    opened: str = ""
    """Wall time at which the inspection was begun (ISO with offset)."""
    opener: str = ""
    """The desk that began it."""
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    """Section ("" = the whole) -> who looks at it; sections given to nobody are left out."""
    review: Mapping[str, Review] = field(default_factory=dict)
    """Revision -> what head office says of it."""
    remarks: tuple[Remark, ...] = ()
    stamped: tuple[Stamped, ...] = ()
    releases: Mapping[str, Release] = field(default_factory=dict)
    """Digest -> a checklist given out; only in the company journal."""

    @property
    def reviewed(self) -> Review | None:
        """What head office says of the current revision."""
        return self.review.get(self.revision)

    @property
    def open_remarks(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.open)

    def remarks_on(self, subject: str) -> tuple[Remark, ...]:
        """The remarks about an item place, a finding (its id) or the whole ("")."""
        return tuple(remark for remark in self.remarks if remark.subject == subject)

    @property
    def revision(self) -> str:
        """The current revision: "1" until an amendment opens the next."""
        return max("1", *(a.revision for a in self.amendments), key=_revision_number)

    @property
    def locked(self) -> bool:
        """Signed in the current revision: only an amendment may follow."""
        return any(s.revision == self.revision for s in self.sign_offs)

    def photos_at(self, place: str) -> tuple[Photo, ...]:
        return tuple(p for p in self.photos.values() if p.place == place)

    def finding(self, key: str) -> Finding | None:
        """The finding of an id or a number."""
        return next((f for f in self.findings if key in (f.id, f.number)), None)

    def samples_in(self, set_code: str) -> tuple[Sample, ...]:
        """The samples of a set that are looked at (skipped ones left out)."""
        return tuple(s for s in self.samples.get(set_code, ()) if not s.skipped)


def _revision_number(revision: str) -> tuple[int, str]:
    """Order of revisions, "2" before "10". By length, not as a number: Python reads none of 4,301 digits."""
    digits = revision.lstrip("0") if revision.isascii() and revision.isdigit() else ""
    return (len(digits), digits)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """A sorting key in which F2 comes before F10: digits by length, other words as they are."""
    return tuple((len(part.lstrip("0")) if part.isdigit() else 0, part) for part in _DIGITS.split(text))


def _code_order(sample: Sample) -> tuple[int, str, str]:
    digits = "".join(c for c in sample.code.partition("-")[0] if c in "0123456789").lstrip("0")
    return (len(digits), digits, sample.code)


def _shown_order(stood: Stood) -> tuple[str, str, int, str]:
    """For display only: clocks sort, they never decide. (The id parts the two ends of a forked strand.)

    The same order as `journal.living.display_order`: by the moment, so that two desks' offsets do not matter."""
    wall = stood.wall
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(wall)
        if moment.tzinfo is not None:
            wall = moment.astimezone(UTC).isoformat()
    return (wall, stood.desk, stood.seq, stood.id)


def photo_order(photo: Photo) -> tuple[int, str, str, int, str]:
    """As the inspector put them, else as they were taken in."""
    return (photo.order, *_shown_order(photo.stood))


def remark_order(remark: Remark) -> tuple[str, str, int, str]:
    """As they were written."""
    return _shown_order(remark.stood)


def finding_order(finding: Finding) -> tuple[tuple[tuple[int, str], ...], str]:
    """By number, F2 before F10."""
    return (_natural(finding.number), finding.id)


def _by_id(stood: Stood) -> str:
    return stood.id


_DIGITS: Final = re.compile(r"([0-9]+)")
_answer = msgspec.json.Decoder(Answer)
_plain = msgspec.json.Decoder()


def fold(inspection: str, standing: Iterable[Stood]) -> Inspection:
    """The inspection that *standing* entries amount to. Raises nothing; see ``unread`` and ``newer``."""
    return _Fold(inspection, standing).result()


class _Fold:
    """One folding: rows sorted into slots and piles, then read kind by kind."""

    def __init__(self, inspection: str, standing: Iterable[Stood]) -> None:
        self.inspection = inspection
        self.slots: dict[str, dict[str, list[Stood]]] = {}
        self.piles: dict[str, list[Stood]] = {}
        self.newer: list[Stood] = []
        self.unread: list[Stood] = []
        self.disputes: list[Dispute] = []
        last, slots = "", None  # rows come kind by kind from the store; any other order is right as well
        for stood in standing:
            if (kind := stood.kind) != last or slots is None:
                last, slots = kind, self.slots.get(kind)
                if slots is None:
                    if not facts.is_slot(kind):
                        self.sort_in(stood)
                        continue
                    slots = self.slots[kind] = {}
            if (subject := stood.subject) in slots:
                slots[subject].append(stood)
            else:
                slots[subject] = [stood]
        for kind in self.slots.keys() - facts.SLOTS - facts.FIELDS:  # a field of a finding that we do not know
            self.newer.extend(stood for stands in self.slots[kind].values() for stood in stands)

    def sort_in(self, stood: Stood) -> None:
        """An entry of no slot."""
        if facts.is_pile(stood.kind):
            self.piles.setdefault(stood.kind, []).append(stood)
        elif not facts.is_known(stood.kind):
            self.newer.append(stood)

    # -- reading one value ------------------------------------------------------------------------
    def value(self, stood: Stood) -> dict[str, Any]:
        """The value as a mapping; {} (and listed as unread) when it was erased or is no mapping."""
        value = _mapping(stood)
        if value is None:
            self.unread.append(stood)
        return value or {}

    def of_slot(self, kind: str, subject: str, stands: list[Stood]) -> Stood:
        """The write shown for a slot: the only one, else the latest by clock, and the dispute is listed.

        An erased write is no version to choose: it is listed as unread, and another one is shown."""
        if len(stands) == 1:
            return stands[0]
        stands = sorted(stands, key=_shown_order)
        if kept := [s for s in stands if s.value is not None]:
            self.unread.extend(s for s in stands if s.value is None)
            stands = kept
        if any(s.value != stands[0].value for s in stands):
            self.disputes.append(Dispute(kind, subject, tuple(stands)))
        return stands[-1]

    def slot_values(self, kind: str) -> dict[str, tuple[dict[str, Any], Stood]]:
        found = {}
        for subject, stands in sorted(self.slots.get(kind, {}).items()):
            stood = self.of_slot(kind, subject, stands)
            found[subject] = (self.value(stood), stood)
        return found

    def field(self, kind: str, subject: str, default: Any = "") -> Any:
        """The ``v`` of one slot."""
        stands = self.slots.get(kind, {}).get(subject)
        if not stands:
            return default
        return self.value(self.of_slot(kind, subject, stands)).get("v", default)

    def text(self, kind: str, subject: str) -> str:
        return _str(self.field(kind, subject))

    def wary(self, kind: str, subject: str, choose: Callable[[list[str]], str]) -> str:
        """The ``v`` of one slot; while it is disputed what *choose* makes of all versions, so that no clock decides
        whether a grade is capped or a failure counts as closed."""
        return self.of_all(kind, subject, self.text(kind, subject), choose)

    def of_all(self, kind: str, subject: str, shown: str, choose: Callable[[list[str]], str]) -> str:
        """*shown*, or what *choose* makes of all versions while the slot is disputed."""
        stands = self.slots.get(kind, {}).get(subject, ())
        if len(stands) < 2:
            return shown
        return choose([_str(v.get("v")) for s in stands if (v := _mapping(s)) is not None] or [shown])

    def pile(self, kind: str) -> list[Stood]:
        return sorted(self.piles.get(kind, ()), key=_shown_order)

    # -- the whole --------------------------------------------------------------------------------
    def result(self) -> Inspection:
        opened = self.opening()
        begun = self.value(opened) if opened else {}
        comments = self.comments()
        return Inspection(
            id=self.inspection,
            number=_str(begun.get("number")),
            title=_str(begun.get("title")),
            checklist=_str(begun.get("checklist")),
            about={f: _str(v.get("v")) for f, (v, _) in self.slot_values("about").items()},
            settings={c: _str(v.get("v")) for c, (v, _) in self.slot_values("setting").items()},
            people={
                c: Person(c, _str(v.get("name")), _str(v.get("role")), _str(v.get("unit")))
                for c, (v, _) in self.slot_values("person").items()
            },
            answers=self.answers(),
            notes=self.notes(),
            flags=frozenset(p for p, (v, _) in self.slot_values("flag").items() if v.get("v")),
            plans=self.plans(),
            samples=self.samples(),
            instruments={
                c: Instrument(
                    c,
                    _str(v.get("name")),
                    _str(v.get("number")),
                    _str(v.get("calibration_due")),
                    _str(v.get("uncertainty")),
                )
                for c, (v, _) in self.slot_values("instrument").items()
            },
            photos=self.photos(),
            findings=self.findings(comments),
            meetings=self.meetings(),
            comments=tuple(c for c in comments if not c.subject),
            previous=self.previous(),
            sign_offs=self.sign_offs(),
            refusals=self.refusals(),
            issued=self.issued(),
            amendments=tuple(
                Amendment(s.subject, _str(v.get("of")), _str(v.get("reason")), s)
                for s in self.pile("amendment")
                for v in (self.value(s),)
            ),
            assignments=self.assignments(),
            review=self.review(),
            remarks=self.remarks(),
            stamped=self.stamped(),
            releases=self.releases(),
            disputes=tuple(sorted(self.disputes, key=lambda d: (d.kind, d.subject))),
            newer=tuple(sorted(self.newer, key=_by_id)),
            unread=tuple(sorted(self.unread, key=_by_id)),
            desks={s.desk: _str(self.value(s).get("program")) for s in self.pile("desk")},
            opened=opened.wall if opened else "",
            opener=opened.desk if opened else "",
        )

    def opening(self) -> Stood | None:
        """The entry that began the inspection. There is one; were there two, no clock would choose the checklist:
        the earlier in its strand counts, and the dispute is listed."""
        found = sorted(self.piles.get("inspection", ()), key=lambda s: (s.seq, s.id))
        if any(s.value != found[0].value for s in found):
            self.disputes.append(Dispute("inspection", "", tuple(found)))
        return found[0] if found else None

    def answers(self) -> dict[str, Answered]:
        found: dict[str, Answered] = {}
        alike: dict[bytes | None, Answer] = {}  # most answers of an inspection are one of a few, byte for byte
        slots = self.slots.get("answer", {})
        for place in sorted(slots):
            stands = slots[place]
            if len(stands) == 1 and (known := alike.get(stands[0].value)) is not None:
                found[place] = Answered(place, known, stands[0])
                continue
            read = []
            for stood in stands if len(stands) == 1 else sorted(stands, key=_shown_order):
                try:
                    read.append((_answer.decode(stood.value or b""), stood))
                except (ValueError, RecursionError):
                    self.unread.append(stood)
            if not read:
                continue
            answer, stood = read.pop()
            alike[stood.value] = answer
            rivals = tuple(r for r in read if r[1].value != stood.value)
            if rivals:
                self.disputes.append(Dispute("answer", place, tuple(s for _, s in (*rivals, (answer, stood)))))
            found[place] = Answered(place, answer, stood, rivals)
        return found

    def notes(self) -> dict[str, Note]:
        return {
            p: Note(p, _str(v.get("v")), v.get("report", True) is not False, s)
            for p, (v, s) in self.slot_values("note").items()
            if _str(v.get("v"))
        }

    def plans(self) -> dict[str, SamplePlan]:
        return {
            c: SamplePlan(
                c,
                _int(v.get("population")),
                _str(v.get("population_from")),
                _str(v.get("method")),
                _str(v.get("rule")),
                _int(v.get("size")),
                _str(v.get("seed")),
                _texts(v.get("drawn")),
            )
            for c, (v, _) in self.slot_values("sample-plan").items()
        }

    def samples(self) -> dict[str, tuple[Sample, ...]]:
        skipped = {s: _str(v.get("reason")) for s, (v, _) in self.slot_values("sample-skip").items()}
        sets: dict[str, list[Sample]] = {}
        for subject, (v, _) in self.slot_values("sample").items():
            set_code, _, code = subject.partition("/")
            attributes = v.get("attributes")
            sets.setdefault(set_code, []).append(
                Sample(
                    set_code,
                    code,
                    _str(v.get("label")),
                    attributes if isinstance(attributes, dict) else {},
                    _str(v.get("replaces")),
                    _str(v.get("reason")),
                    skipped.get(subject, ""),
                )
            )
        return {c: tuple(sorted(found, key=_code_order)) for c, found in sets.items()}

    def photos(self) -> dict[str, Photo]:
        found = []
        for stood in self.pile("photo"):
            v = self.value(stood)
            moved = self.field_value("photo.place", stood.id)
            clear = self.clearance(stood.id)
            found.append(
                Photo(
                    id=stood.id,
                    place=_str(moved.get("v", stood.subject)),
                    sha256=_str(v.get("sha256")),
                    name=_str(v.get("name")),
                    media=_str(v.get("media")),
                    bytes=_int(v.get("bytes")),
                    width=_int(v.get("width")),
                    height=_int(v.get("height")),
                    taken=_str(v.get("taken")),
                    rendition=_str(v.get("rendition")),
                    caption=self.text("photo.caption", stood.id),
                    order=_int(moved.get("order")),
                    clearance=Clearance(_str(clear.get("state")), _str(clear.get("by")), _str(clear.get("rendition")))
                    if clear.get("state")
                    else None,
                    stood=stood,
                )
            )
        found.sort(key=photo_order)
        return {p.id: p for p in found}

    def clearance(self, photo: str) -> dict[str, Any]:
        """Disputed, one that was redacted counts: what leaves is the redacted copy until people have decided."""
        shown = self.field_value("photo.clearance", photo)
        stands = sorted(self.slots.get("photo.clearance", {}).get(photo, ()), key=_by_id)
        return next((v for s in stands if (v := _mapping(s)) and v.get("state") == "redacted"), shown)

    def field_value(self, kind: str, subject: str) -> dict[str, Any]:
        stands = self.slots.get(kind, {}).get(subject)
        return self.value(self.of_slot(kind, subject, stands)) if stands else {}

    def comments(self) -> list[Comment]:
        return [
            Comment(
                subject,
                _str(v.get("v")),
                _str(v.get("stance")) or "comment",
                _str(v.get("name")),
                _str(v.get("role")),
                s,
            )
            for subject, (v, s) in self.slot_values("comment").items()
            if _str(v.get("v"))
        ]

    def findings(self, comments: list[Comment]) -> tuple[Finding, ...]:
        actions: dict[str, list[Action]] = {}
        for s in self.pile("action"):
            text = self.text
            moved = self.field_value("action.state", s.id)
            actions.setdefault(s.subject, []).append(
                Action(
                    s.id,
                    _str(self.value(s).get("number")),
                    s.subject,
                    text("action.requirement", s.id),
                    text("action.owner", s.id),
                    text("action.due", s.id),
                    self.of_all("action.state", s.id, _str(moved.get("v")), _least_done) or "draft",
                    text("action.reply", s.id),
                    text("action.verification", s.id),
                    s,
                    _str(moved.get("until")),
                    _str(moved.get("reason")),
                )
            )
        found = []
        for s in self.pile("finding"):
            v = self.value(s)
            found.append(
                Finding(
                    id=s.id,
                    number=_str(v.get("number")),
                    at=s.subject,
                    repeat_of=_str(v.get("repeat_of")),
                    grade=self.wary("finding.grade", s.id, _gravest),
                    fact=self.text("finding.fact", s.id),
                    where=self.text("finding.place", s.id),
                    criterion=self.text("finding.criterion", s.id),
                    evidence=_texts(self.field("finding.evidence", s.id, [])),
                    fixed=self.wary("finding.fixed", s.id, _agreed),
                    interim=self.text("finding.interim", s.id),
                    person=self.text("finding.person", s.id),
                    confirmed=self.text("finding.confirmed", s.id),
                    actions=tuple(actions.get(s.id, ())),
                    comments=tuple(c for c in comments if c.subject == s.id),
                    stood=s,
                )
            )
        return tuple(sorted(found, key=finding_order))

    def meetings(self) -> dict[str, Meeting]:
        text = self.text
        present: dict[str, list[Attendance]] = {}
        for s in self.pile("attendance"):
            v = self.value(s)
            present.setdefault(s.subject, []).append(
                Attendance(
                    s.id,
                    s.subject,
                    _str(v.get("name")),
                    _str(v.get("role")),
                    _str(v.get("unit")),
                    _str(v.get("ink")),
                    s,
                )
            )
        return {
            code: Meeting(
                code,
                text("meeting.held", code),
                text("meeting.place", code),
                text("meeting.consent", code),
                text("meeting.note", code),
                tuple(present.get(code, ())),
            )
            for code in ("opening", "closing")
        }

    def previous(self) -> Previous | None:
        for s in self.pile("previous")[-1:]:
            v = self.value(s)
            listed = v.get("findings")
            answers = v.get("answers")
            return Previous(
                _str(v.get("number")),
                _str(v.get("date")),
                _str(v.get("grade")),
                _str(v.get("score")),
                tuple(
                    PreviousFinding(
                        _str(f.get("number")),
                        _str(f.get("item")),
                        _str(f.get("grade")),
                        _str(f.get("fact")),
                        _str(f.get("state")),
                    )
                    for f in (listed if isinstance(listed, list) else ())
                    if isinstance(f, dict)
                ),
                answers if isinstance(answers, dict) else {},
            )
        return None

    def sign_offs(self) -> tuple[SignOff, ...]:
        found = []
        for s in self.pile("sign-off"):
            v = self.value(s)
            heads = v.get("heads")
            found.append(
                SignOff(
                    s.id,
                    s.subject,
                    _str(v.get("by")),
                    _str(v.get("role")),
                    _str(v.get("level")),
                    _str(v.get("certificate")),
                    _str(v.get("statement")),
                    _str(v.get("ink")),
                    {
                        str(d): (_int(h[0]), _str(h[1]))
                        for d, h in (heads if isinstance(heads, dict) else {}).items()
                        if isinstance(h, list) and len(h) == 2
                    },
                    s,
                )
            )
        return tuple(found)

    def refusals(self) -> tuple[Refusal, ...]:
        return tuple(
            Refusal(
                s.id,
                s.subject,
                _str(v.get("name")),
                _str(v.get("role")),
                _str(v.get("reason")),
                _texts(v.get("witnesses")),
                s,
            )
            for s in self.pile("refusal")
            for v in (self.value(s),)
        )

    def issued(self) -> tuple[Issued, ...]:
        return tuple(
            Issued(
                s.id,
                s.subject,
                _str(v.get("document")),
                _str(v.get("language")),
                _str(v.get("sha256")),
                _int(v.get("bytes")),
                s,
            )
            for s in self.pile("report")
            for v in (self.value(s),)
        )

    def assignments(self) -> dict[str, Assignment]:
        found = {
            section: Assignment(section, _texts(v.get("users")), _str(v.get("person")), _str(v.get("due")), s)
            for section, (v, s) in self.slot_values("assignment").items()
        }
        return {section: one for section, one in found.items() if one.users or one.person}

    def review(self) -> dict[str, Review]:
        return {
            revision: Review(
                revision,
                self.of_all("review.state", revision, _str(v.get("v")), _least_reviewed),
                self.reason_of("review.state", revision, v),
                _str(v.get("name")),
                s,
            )
            for revision, (v, s) in self.slot_values("review.state").items()
        }

    def reason_of(self, kind: str, subject: str, shown: dict[str, Any]) -> str:
        """The reason given; while the slot is disputed, of the version that gives one."""
        if reason := _str(shown.get("reason")):
            return reason
        stands = sorted(self.slots.get(kind, {}).get(subject, ()), key=_shown_order)
        return next((r for s in stands if (v := _mapping(s)) and (r := _str(v.get("reason")))), "")

    def remarks(self) -> tuple[Remark, ...]:
        found = []
        for s in self.pile("remark"):
            v = self.value(s)
            reply = self.field_value("remark.reply", s.id)
            found.append(
                Remark(
                    id=s.id,
                    subject=s.subject,
                    text=_str(v.get("v")),
                    name=_str(v.get("name")),
                    role=_str(v.get("role")),
                    reply=_str(reply.get("v")),
                    replied_by=_str(reply.get("name")),
                    state=self.wary("remark.state", s.id, _least_settled) or "open",
                    stood=s,
                )
            )
        return tuple(found)

    def stamped(self) -> tuple[Stamped, ...]:
        return tuple(
            Stamped(
                s.subject,
                _str(v.get("sha256")),
                _int(v.get("bytes")),
                _str(v.get("time")),
                _str(v.get("authority")),
                s,
            )
            for s in self.pile("stamped")
            for v in (self.value(s),)
        )

    def releases(self) -> dict[str, Release]:
        """A digest given out twice is one release, told by its first entry; the state decides whether it counts."""
        states = self.slot_values("release.state")
        found: dict[str, Release] = {}
        for s in self.pile("release"):
            v = self.value(s)
            shown = states[s.subject][0] if s.subject in states else {}
            state = self.of_all("release.state", s.subject, _str(shown.get("v")), _withdrawn_first) or "released"
            found.setdefault(
                s.subject,
                Release(
                    s.subject,
                    _str(v.get("id")),
                    _str(v.get("version")),
                    _str(v.get("title")),
                    _str(v.get("note")),
                    state,
                    self.reason_of("release.state", s.subject, shown) if state == "withdrawn" else "",
                    s,
                ),
            )
        return dict(sorted(found.items()))


def _mapping(stood: Stood) -> dict[str, Any] | None:
    """The value as a mapping; None when it was erased, cannot be read, or is no mapping."""
    if stood.value is None:
        return None
    try:
        value = _plain.decode(stood.value)
    except (ValueError, RecursionError):  # msgspec's own, half a character, nested too deep
        return None
    return value if isinstance(value, dict) else None


def _gravest(grades: list[str]) -> str:
    return min(grades, key=lambda g: (facts.GRADES.index(g) if g in facts.GRADES else len(facts.GRADES), g))


def _least_done(states: list[str]) -> str:
    """A state that is not "closed", if anybody says so."""
    return min(states, key=lambda s: (s == "closed", s))


def _least_reviewed(states: list[str]) -> str:
    """Returned before everything: somebody saw what has to be put right. Accepted only when all say so."""
    order = ("returned", "under_review", "received", "accepted")
    return min(states, key=lambda s: (order.index(s) if s in order else 1, s))


def _least_settled(states: list[str]) -> str:
    return min(states, key=lambda s: (s == "settled", s))


def _withdrawn_first(states: list[str]) -> str:
    return min(states, key=lambda s: (s != "withdrawn", s))


def _agreed(texts: list[str]) -> str:
    """Nothing, if anybody says that nothing was corrected."""
    return min(texts) and max(texts)


def _str(value: object) -> str:
    return value if isinstance(value, str) else ""


def _int(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _texts(value: object) -> tuple[str, ...]:
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()
