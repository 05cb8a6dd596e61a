"""The kinds of entry in field words, and the shape of the value each one carries.

Three shapes (architecture.md 3.2). A **slot** is written with the entries it replaces; the writes nobody
replaced are its value, more than one is a dispute. A **pile** is added to. A **withdraw** takes an entry
back (withdrawing a withdrawal puts it back). The slot's name is (kind, subject).

Subjects: an *item place* is ``WP-2.2`` or ``WP-2.2@S3`` (item id, then the sample's code in its set);
an entity (photo, finding, action, person …) is named by the id of the entry that added it, except persons
and samples, which bring their own short code.

====================  =====  ==========================  =====================================================
kind                  shape  subject                     value
====================  =====  ==========================  =====================================================
desk                  pile   public key "." incarnation  {"program"}  (first entry of every strand)
inspection            pile   ""                          {"number","title","checklist","document"}
about                 slot   field name                  {"v"}   field: site.name, site.address, unit, period …
setting               slot   setting code                {"v"}
person                slot   person code                 {"name","role","unit"}
answer                slot   item place                  {"status","v","verdict","reason","readings",
                                                          "instrument","position","inputs"} (absent = empty)
note                  slot   item place / finding / ""   {"v","report"}  report: false keeps it out of the report
flag                  slot   item place                  {"v"}
sample-plan           slot   set code                    {"population","population_from","rule","size","seed",
                                                          "drawn","method"}
sample                slot   set code "/" sample code    {"label","attributes","replaces","reason"}
sample-skip           slot   set code "/" sample code    {"reason"} ({"reason":""} = not skipped any more)
instrument            slot   instrument code             {"name","number","calibration_due","uncertainty"}
photo                 pile   item place                  {"sha256","name","media","bytes","width","height",
                                                          "taken","rendition"}
photo.caption         slot   photo id                    {"v"}
photo.place           slot   photo id                    {"v": item place, "order"}
photo.clearance       slot   photo id                    {"state":"none-needed"|"redacted","rendition","by"}
finding               pile   item place                  {"number","repeat_of"}
finding.FIELD         slot   finding id                  {"v"}   FIELD: grade, fact, place, criterion, evidence
                                                          (photo ids and texts), fixed (on the spot: text),
                                                          interim, person, confirmed, kind
action                pile   finding id                  {"number"}
action.FIELD          slot   action id                   {"v"}   FIELD: requirement, owner, due, state, reply,
                                                          verification; state also {"until","reason"}: the day
                                                          an extension is asked for, and why
meeting.FIELD         slot   "opening" | "closing"       {"v"}   FIELD: held, place, consent, note
attendance            pile   "opening" | "closing"       {"name","role","unit","ink"}  ink: sha256 of the drawn picture
comment               slot   finding id | ""             {"v","stance":"comment"|"objection","name","role"}
previous              pile   ""                          last visit: {"number","date","grade","score",
                                                          "findings":[…],"answers":{…}}
sign-off              pile   revision, "1" …             {"heads","by","level","certificate","role","statement","ink"}
refusal               pile   revision                    {"name","role","reason","witnesses"}
report                pile   revision                    {"sha256","document","language","bytes"}
amendment             pile   new revision                {"reason","of"}
assignment            slot   section code | ""           {"users","person","due"}  users: codes at the hub
review.state          slot   revision                    {"v","reason","name"}  v: received, under_review, returned,
                                                          accepted
remark                pile   item place/finding/""       {"v","name","role"}  head office's remark
remark.reply          slot   remark id                   {"v","name"}
remark.state          slot   remark id                   {"v": "open" | "settled"}
release               pile   digest of a checklist       {"id","version","title","note"}  company journal only
release.state         slot   digest of a checklist       {"v": "released" | "withdrawn","reason"}  company journal only
stamped               pile   SHA-256 of a report         {"sha256","bytes","time","authority"}  the same report with a
                                                          time stamp and long-term data, added by head office
withdraw              –      id of the entry             {"reason"}
erase                 –      id of the entry             {"reason"}   head office only
====================  =====  ==========================  =====================================================

Unknown kinds are kept, relayed and shown as "made with a newer version"; the fold raises nowhere.
"""

from __future__ import annotations

from typing import Final

PILES: Final = frozenset(
    {
        "desk",
        "inspection",
        "photo",
        "finding",
        "action",
        "attendance",
        "previous",
        "sign-off",
        "refusal",
        "report",
        "amendment",
        "remark",
        "release",
        "stamped",
    }
)
SLOTS: Final = frozenset(
    {
        "about",
        "setting",
        "person",
        "answer",
        "note",
        "flag",
        "sample-plan",
        "sample",
        "sample-skip",
        "instrument",
        "photo.caption",
        "photo.place",
        "photo.clearance",
        "comment",
        "assignment",
    }
)
SLOT_FAMILIES: Final = ("finding.", "action.", "meeting.", "review.", "remark.", "release.")
FIELDS: Final = frozenset(
    {
        *(
            f"finding.{f}"
            for f in (
                "grade",
                "fact",
                "place",
                "criterion",
                "evidence",
                "fixed",
                "interim",
                "person",
                "confirmed",
                "kind",
            )
        ),
        *(f"action.{f}" for f in ("requirement", "owner", "due", "state", "reply", "verification")),
        *(f"meeting.{f}" for f in ("held", "place", "consent", "note")),
        "review.state",
        *(f"remark.{f}" for f in ("reply", "state")),
        "release.state",
    }
)
"""The slots of the families this version reads; others of a family are a newer version's."""
GRADES: Final = ("critical", "major", "minor", "obs", "good_practice")
"""Grades of a finding, from gravest; a good practice is no failure."""
WITHDRAW: Final = "withdraw"
ERASE: Final = "erase"
REVIEW_STATES: Final = ("received", "under_review", "returned", "accepted")
"""What head office says of a revision."""
OFFICE: Final = frozenset({"review.state", "remark", "remark.state", "release", "release.state", "stamped", ERASE})
"""Kinds that only head office's desks may write (the hub quarantines them from others)."""
LEADING: Final = frozenset({"assignment"})
"""Kinds that head office and team leaders may write: a leader shares the sections out among the inspectors."""

MAX_NOTE: Final = 10_000
"""Characters of a note (exchange.md A.4)."""


def is_slot(kind: str) -> bool:
    return kind in SLOTS or kind.startswith(SLOT_FAMILIES)


def is_pile(kind: str) -> bool:
    return kind in PILES


def is_known(kind: str) -> bool:
    return is_slot(kind) or is_pile(kind) or kind in (WITHDRAW, ERASE)


def place(item: str, sample: str = "") -> str:
    """The item place: ``WP-2.2`` or, for a sample, ``WP-2.2@S3``."""
    return f"{item}@{sample}" if sample else item


def split_place(where: str) -> tuple[str, str]:
    """(item id, sample code or "") of an item place."""
    item, _, sample = where.partition("@")
    return item, sample
