"""Taking entries in: each is judged by its signer; what may not come in yet is quarantined, and let out when it may.

A strand has no gaps here either. So what follows a quarantined entry in its strand waits with it, under the same
reason: it is kept and told, and comes in with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from auditapp.hub import roles
from auditapp.hub.house import Asker, Hub
from auditapp.hub.keeping.journals import Held, Kept
from auditapp.hub.keeping.register import EnrolledDesk, User
from auditapp.inspection import facts
from auditapp.journal import living
from auditapp.journal.entry import Entry
from auditapp.journal.strand import public_of
from auditapp.journal.union import in_strand_order
from auditapp.office.protocol import Given, Quarantined

ASSIGNMENT: Final = "assignment"
_MAY_CHANGE: Final = ("unknown desk", "revoked", "not allowed")
"""Reasons that may be gone one day."""
_MOST_LOOKED_AT: Final = 200_000


@dataclass
class _Bench:
    """Who signed what, looked up once for one message."""

    hub: Hub
    publics: dict[str, bytes]
    desks: dict[str, tuple[EnrolledDesk | None, User | None]]

    def signer(self, desk: str) -> tuple[EnrolledDesk | None, User | None]:
        """The enrolled desk and user whose key the strand of *desk* is signed with."""
        public = self.publics[desk].hex()
        if public not in self.desks:
            row = self.hub.keeping.register.desk(public)
            self.desks[public] = (row, None if row is None else self.hub.keeping.register.user(row.user))
        return self.desks[public]

    def why_not(self, entry: Entry, here: Mapping[str, Entry]) -> str:
        """ "" when the entry may come in now; else a word of `protocol.WHY`."""
        if self.publics[entry.head.desk] == self.hub.company.desk.public:
            return ""
        desk, user = self.signer(entry.head.desk)
        if desk is None or user is None:
            return "unknown desk"
        if desk.revoked or user.disabled:
            return "revoked"
        if entry.head.inspection == self.hub.company.journal and not roles.erases(user.roles):
            return "not allowed"  # what concerns all inspections is head office's to say
        target = self._kind_of(entry.head.subject, here) if entry.head.kind == facts.WITHDRAW else ""
        kind = roles.meant(entry.head.kind, _value(entry)) if entry.head.kind == "action.state" else entry.head.kind
        return "" if roles.may_sign(user.roles, kind, takes_back=target) else "not allowed"

    def users(self, entries: Iterable[Entry]) -> set[str]:
        """The codes of those who signed *entries*."""
        desks = {entry.head.desk for entry in entries if entry.head.desk in self.publics}
        return {user.code for desk in desks if (user := self.signer(desk)[1]) is not None}

    def _kind_of(self, entry_id: str, here: Mapping[str, Entry]) -> str:
        found = here.get(entry_id) or self.hub.keeping.journals.entry(entry_id)
        return "" if found is None else found.head.kind


def take(hub: Hub, asker: Asker, inspection: str, entries: list[Entry]) -> tuple[Given, Kept]:
    """Take in what *asker* gives of *inspection*. On return what was let in, and what was not, is on the drive."""
    journals = hub.keeping.journals
    bench = _bench(hub, inspection, entries)
    here = {entry.id: entry for entry in entries}
    fit: list[Entry] = []
    apart: dict[str, tuple[Entry, str]] = {}
    for entry in sorted(entries, key=in_strand_order):
        if entry.head.desk not in bench.publics:
            continue  # its strand's beginning is not here: the sender has it and sends it first the next time
        before = apart.get(entry.head.prev)
        why = before[1] if before is not None else bench.why_not(entry, here)
        if why and journals.entry(entry.id) is None:  # what came in before stays, whatever its desk lost since
            apart[entry.id] = (entry, why)
        else:
            fit.append(entry)
    if apart:
        journals.quarantine(inspection, apart.values())
    kept = journals.append(
        inspection,
        fit,
        members={*bench.users(fit), asker.user.code} if fit else (),
        erasers=hub.erasers() if any(entry.head.kind == facts.ERASE for entry in fit) else (),
    )
    if kept.gaps:
        apart |= _behind_quarantine(hub, inspection, [entry for entry in fit if entry.id in set(kept.gaps)])
    _assign(hub, inspection, kept.new)
    quarantined = (*kept.quarantined, *(Quarantined(entry.id, why) for entry, why in apart.values()))
    digest = {desk: (end.seq, end.id) for desk, end in kept.digest.items()}
    return Given(digest, quarantined, kept.forks), kept


def release(hub: Hub) -> int:
    """Let out of quarantine whatever may come in now: after an enrolment, a role given, a revocation taken back.
    How many entries came in."""
    journals = hub.keeping.journals
    waiting: dict[str, list[Held]] = {}
    for held in journals.quarantined(most=_MOST_LOOKED_AT):
        if held.why in _MAY_CHANGE:
            waiting.setdefault(held.inspection, []).append(held)
    freed = 0
    for inspection, ones in waiting.items():
        entries = [held.entry for held in ones]
        bench = _bench(hub, inspection, entries)
        here = {entry.id: entry for entry in entries}
        free = [held for held in ones if held.entry.head.desk in bench.publics and not bench.why_not(held.entry, here)]
        if free:
            kept = journals.release(
                inspection,
                [held.mark for held in free],
                members=bench.users(held.entry for held in free),
                erasers=hub.erasers(),
            )
            _assign(hub, inspection, kept.new)
            freed += len(kept.new)
    return freed


def _bench(hub: Hub, inspection: str, entries: Iterable[Entry]) -> _Bench:
    openings = {entry.head.desk: public for entry in entries if (public := public_of(entry)) is not None}
    return _Bench(hub, {**hub.keeping.journals.publics(inspection), **openings}, {})


def _behind_quarantine(hub: Hub, inspection: str, gaps: list[Entry]) -> dict[str, tuple[Entry, str]]:
    """Those of *gaps* whose predecessor is in quarantine: they join it, under its reason."""
    found: dict[str, tuple[Entry, str]] = {}
    for desk in {entry.head.desk for entry in gaps}:
        reasons = {
            held.entry.id: held.why for held in hub.keeping.journals.quarantined(inspection=inspection, desk=desk)
        }
        for entry in sorted((one for one in gaps if one.head.desk == desk), key=lambda one: one.head.seq):
            if entry.head.prev in reasons:
                reasons[entry.id] = reasons[entry.head.prev]
                found[entry.id] = (entry, reasons[entry.id])
    if found:
        hub.keeping.journals.quarantine(inspection, found.values())
    return found


def _assign(hub: Hub, inspection: str, new: Collection[Entry]) -> None:
    """Who is assigned sees the inspection; who is no longer, and gave nothing to it, does not."""
    if not any(entry.head.kind in (ASSIGNMENT, facts.WITHDRAW) for entry in new):
        return
    journals = hub.keeping.journals
    every = list(journals.entries(inspection, dict.fromkeys(journals.publics(inspection), 0)))
    spoken = [entry for entry in every if entry.head.kind in (ASSIGNMENT, facts.WITHDRAW, "desk")]
    now = living.living(spoken, is_slot=facts.is_slot, is_pile=facts.is_pile)
    standing = {one.id for (kind, _), ones in now.standing.items() if kind == ASSIGNMENT for one in ones}
    named = {entry.id: _users_in(entry) for entry in spoken if entry.head.kind == ASSIGNMENT}
    assigned = {user for entry_id in standing for user in named.get(entry_id, ())}
    once = {user for users in named.values() for user in users}
    givers = _Bench(hub, journals.publics(inspection), {}).users(every)
    journals.set_members(inspection, add=assigned, remove=once - assigned - givers)


def _users_in(entry: Entry) -> tuple[str, ...]:
    value = _value(entry)
    users = value.get("users") if isinstance(value, dict) else None
    return tuple(user for user in users if isinstance(user, str)) if isinstance(users, list) else ()


def _value(entry: Entry) -> object:
    try:
        return entry.value
    except (ValueError, RecursionError):
        return None
