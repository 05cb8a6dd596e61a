"""The verbs, in the order of an inspection's day: name, the file that does it, and what it is for.

This file is read for ``auditapp --help`` and imports nothing, not even `auditapp.words`.
"""

from __future__ import annotations


def say(sentence: str) -> str:
    """As `auditapp.words.say`: Babel collects the sentence."""
    return sentence


USAGE = say("Usage: auditapp VERB [OPTIONS]")
ABOUT = say("On-site inspections of customer service centres, offline, from the first answer to the signed report.")
MORE = say("Each verb explains itself: auditapp VERB --help")
COMMON = say("Every verb knows --data DIR, --lang zh-CN|en, --json, --passphrase-file FILE.")
CODES = say("Exit codes: 0 fine, 1 found something wrong, 2 used wrongly, 3 cannot reach or read, 70 program fault.")

VERBS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "day",
        say("The inspection"),
        (
            ("new", say("begin an inspection")),
            ("list", say("the inspections on this desk")),
            ("show", say("progress, items, gaps, findings, score")),
            ("person", say("the people, and who works at this desk")),
            ("setting", say("switches of the site; what is known of it")),
            ("meeting", say("opening and closing meeting, attendance, consent")),
            ("instrument", say("measuring instruments and their calibration")),
            ("sample", say("draw, add, skip and replace samples")),
            ("answer", say("answer items, one or many from standard input")),
            ("note", say("note something at an item, a finding or the whole")),
            ("flag", say("mark an item to come back to")),
            ("photo", say("take photos in, caption, clear, redact")),
            ("finding", say("raise and edit findings")),
            ("action", say("corrective actions")),
            ("comment", say("comment or objection of the inspected unit")),
            ("undo", say("take the last deed back")),
            ("redo", say("put it back")),
            ("withdraw", say("withdraw an entry, with a reason")),
            ("resolve", say("decide a dispute")),
        ),
    ),
    (
        "paper",
        say("Signing and paper"),
        (
            ("identity", say("signing identities on this desk")),
            ("sign", say("sign the inspection off and lock it")),
            ("refuse", say("record a refusal to sign")),
            ("amend", say("open a new revision of a signed inspection")),
            ("report", say("draw, sign and issue documents (PDF)")),
            ("verify", say("check a signed PDF, or an inspection on this desk")),
            ("journal", say("who wrote what when, entry by entry")),
        ),
    ),
    (
        "office",
        say("Head office"),
        (
            ("assign", say("share sections out, or begin an inspection for somebody")),
            ("review", say("receive, return and accept; who speaks for head office here")),
            ("remark", say("remarks of head office and the replies to them")),
            ("overview", say("figures, lists and comparison over all inspections")),
            ("search", say("find words in everything people wrote")),
            ("release", say("checklists given out to all desks")),
            ("extract", say("everything in tables: Excel, CSV, JSON lines")),
        ),
    ),
    (
        "desk",
        say("Desk, checklists, handing over"),
        (
            ("checklist", say("check, list, install, convert and compare checklists")),
            ("site", say("sites this desk remembers")),
            ("exchange", say("exchange with head office, a folder, or by one file")),
            ("export", say("write an inspection into one file")),
            ("import", say("take such a file in")),
            ("backup", say("make a proven copy of the desk")),
            ("restore", say("bring the desk back from a backup")),
            ("passphrase", say("what opens the desk, and changing it")),
            ("doctor", say("is everything well?")),
            ("support", say("one file for whoever helps, without contents")),
            ("demo", say("make a finished sample inspection with its report")),
            ("enrol", say("let this desk belong to a company's hub")),
            ("hub", say("make and run head office's hub")),
        ),
    ),
)

FILES = {
    "list": "listing",
    "import": "importing",
    "redo": "undo",
    "refuse": "sign",
    "amend": "sign",
    "flag": "note",
    "remark": "review",
}
"""Verbs whose file has another name (some share one)."""


def names() -> tuple[str, ...]:
    return tuple(name for _, _, verbs in VERBS for name, _ in verbs)
