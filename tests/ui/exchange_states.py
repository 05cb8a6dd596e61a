"""The exchange page in the states that take a head office: the same words as in life, from figures that are made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from auditapp.office import refusals
from auditapp.office.exchange import Held, Summary
from auditapp.office.protocol import Receipt
from auditapp.operations import listing
from auditapp.operations.enrolment import Enrolled
from auditapp.operations.exchange import Removable
from auditapp.operations.joining import Invited
from auditapp.operations.rounds import Round
from auditapp.ui import exchange_view
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_view import View
from auditapp.ui.standing import Standing

EARLIER = "2026-09-17T11:20:00+08:00"
KEY = f"{'3f9a' * 16}-71c2"
ADDRESS = "https://hub.haitang.example:8443"
FINGERPRINT = " ".join(["9F2C", "41D7", "E08B", "6A35"] * 4)
WAITING = Standing(
    "hub", "海棠人寿", entries=260, answers=212, photos=37, oldest="2026-09-14T09:00:00+08:00", last=EARLIER
)
OFFLINE = replace(WAITING, offline=EARLIER)
ENROLLED = Enrolled(
    hub="0ff1ce",
    organisation="海棠人寿",
    address=ADDRESS,
    user="lin",
    name="林若溪",
    roles=("inspector", "lead"),
    since="2026-09-01T08:00:00+08:00",
    fingerprint=FINGERPRINT,
    recovery=True,
    identity="S1",
)
INVITED = Invited("海棠人寿", ADDRESS, FINGERPRINT, "auditapp-enrol:…")
ROUNDS = (
    Round(EARLIER, "0ff1ce", "海棠人寿", 41, 3, 6, 1),
    Round("2026-09-17T11:05:00+08:00", "0ff1ce", problem=refusals.told("busy", retry=20)),
    Round("2026-09-17T10:50:00+08:00", "0ff1ce", "海棠人寿"),
)


def joined(bridge: Bridge, standing: Standing = WAITING, summary: Summary | None = None, problem: Any = None) -> View:
    """The page of a desk that is enrolled: something waits, something is safe."""
    desk, w = bridge.desk, bridge.words
    rows = listing.inspections(desk)
    first, *others = rows
    since = w("safe at head office since {when}", when=exchange_view.labelled.moment(w, EARLIER))
    return View(
        road="hub",
        office="海棠人寿",
        facts=tuple(exchange_view.facts(w, ENROLLED)),
        key=KEY,
        lines=(
            exchange_view.waiting(w, first, standing, desk.clock().fromisoformat("2026-09-17T14:32:00+08:00")),
            *(exchange_view.Line(row.id, exchange_view.name_of(row), since, "ok", "shield-check") for row in others),
        ),
        rounds=tuple(exchange_view.round_of(w, one) for one in ROUNDS),
        notices=tuple(exchange_view.notices(w, rows, standing, summary, problem)),
        removable=1,
    )


def troubled(bridge: Bridge) -> View:
    """Everything that may need a person, at once."""
    at = listing.inspections(bridge.desk)[0].id
    summary = Summary(
        "0ff1ce",
        "海棠人寿",
        "2",
        True,
        quarantined=(Held(at, "a" * 64, "unknown desk"), Held(at, "b" * 64, "not allowed")),
        forks=((at, "c" * 64),),
        missing=((at, "d" * 64),),
        restored=True,
        clock=660,
    )
    return joined(bridge, OFFLINE, summary, refusals.told("revoked"))


def removable(bridge: Bridge) -> list[Removable]:
    """One closed inspection that may go."""
    row = next(one for one in listing.inspections(bridge.desk) if one.state == "signed")
    receipt = Receipt("0ff1ce", "1", row.id, {}, "", 212, (), EARLIER)
    files = tuple(f"{n:064x}" for n in range(212))
    return [Removable(row.id, row.number, row.site, files, 698 * 2**20, receipt, "2026-08-10T09:00:00+08:00")]
