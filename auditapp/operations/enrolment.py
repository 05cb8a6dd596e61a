"""Belonging to a company: enrol this desk at its hub by an invitation, ask again what it should know, leave.

A desk works before it is enrolled and loses nothing by it: its entries are signed with the same key before and after,
and the hub lets the earlier ones in once it knows whose key that is.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditapp.operations import identities, texts, ways_in
from auditapp.operations.desk import Desk
from auditapp.operations.folders import OnDesk, at_once
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.office.http import HubOffice
    from auditapp.office.messages import Enrolment


@dataclass(frozen=True)
class Enrolled:
    """To whom this desk belongs. ``identity``: code of the signing identity the company issued just now, "" for none;
    ``restored``: the desk was brought back from a backup since it was enrolled, which needs nothing (it kept its key).
    """

    hub: str
    organisation: str
    address: str
    user: str
    name: str
    roles: tuple[str, ...]
    since: str
    fingerprint: str
    """Of the company's authority, for comparing by eye."""
    recovery: bool
    """May head office's recovery key open this desk?"""
    identity: str = ""
    restored: bool = False


@dataclass(frozen=True)
class Vouching:
    """What a company says of signatures on reports: its authority, which they may chain to (PEM), the lists of
    certificates it took back (DER), and the public keys whose erasures count."""

    authority: bytes = b""
    revoked: tuple[bytes, ...] = ()
    erasers: tuple[str, ...] = ()


def enrol(
    desk: Desk,
    invitation: str | Path,
    *,
    person_name: str = "",
    passphrase: str = "",
    recovery: bool = False,
    proxy: str | None = None,
    on_desk: OnDesk[Any] = at_once,
) -> Enrolled:
    """Enrol this desk. *invitation*: the line, the file, or a picture of the code that head office handed out.
    *person_name*: who works here, or what the laptop is called (the computer's name when empty); head office sees it in
    its list of desks.

    With *passphrase* a signing identity is made under it, and the company certifies it in the name it knows the person
    by. *recovery*: the person agrees that the company's recovery key may open this desk. The same invitation may be
    used again when the answer was lost. Raises `Trouble` (`office.Cut` is told as one); then nothing changed here.
    """
    from auditapp.office import enrolment, http
    from auditapp.office.messages import Join
    from auditapp.office.protocol import Cut
    from auditapp.operations import joining
    from auditapp.report import identity

    found = enrolment.read(joining.text_of(invitation))
    name = texts.line(person_name or platform.node(), most=64)
    key, request = None, ""
    if passphrase:
        identities.refuse_short(passphrase)
        key, pem = identity.request(name or "-", "")
        request = pem.decode("ascii")
    try:
        told = http.join(found, desk.store.key, Join(found.code, desk.id, name, request), proxy=proxy)
    except Cut as cut:
        raise _cut() from cut

    def write_down() -> Enrolled:
        made = ""
        if key is not None and told.certificate:
            issued = (told.certificate + told.authority).encode()
            made = identities.keep_issued(desk, told.name, key, issued, passphrase).code
        if recovery and told.recovery:
            ways_in.let_company_recover(desk, told.recovery.encode())
        _keep(desk, told)
        return _enrolled(desk, told, made)

    return on_desk(write_down)  # type: ignore[no-any-return]


def enrolled(desk: Desk) -> Enrolled | None:
    """To whom this desk belongs; None while it belongs to nobody. Looks at the drive only."""
    told = enrolment_of(desk)
    return None if told is None else _enrolled(desk, told)


def enrolment_of(desk: Desk) -> Enrolment | None:
    """All that the hub told this desk when it was enrolled."""
    import msgspec

    from auditapp.office.messages import Enrolment

    for office in desk.store.offices.all():
        try:
            return msgspec.json.decode(office.told, type=Enrolment)
        except (msgspec.MsgspecError, ValueError):
            continue
    return None


def office(desk: Desk, *, proxy: str | None = None) -> HubOffice | None:
    """The road to the hub this desk is enrolled at. Close it after use."""
    from auditapp.office.http import HubOffice

    told = enrolment_of(desk)
    return None if told is None else HubOffice(told, desk.store.key, proxy=proxy)


def refresh(desk: Desk, *, proxy: str | None = None) -> Enrolled:
    """Ask the hub what this desk should know now: roles and keys may have changed. Raises `Trouble`."""
    from auditapp.office.protocol import Cut

    told, road = _needed(desk), office(desk, proxy=proxy)
    if road is None:
        raise _belongs_to_nobody()
    try:
        road.hello()
        now = road.enrolment()
    except Cut as cut:
        raise _cut() from cut
    finally:
        road.close()
    fresh = _merged(told, now)
    _keep(desk, fresh)
    return _enrolled(desk, fresh)


def keep_fresh(desk: Desk, office: object, on_desk: Callable[[Callable[[], object]], object]) -> None:
    """After a round with the hub: what it says of this desk now is kept when it is new (a role given or taken, head
    office's new laptop whose erasures count). An office that says nothing of desks, or a line that breaks, is no
    trouble: the next round asks again."""
    from auditapp.office.protocol import Cut

    ask: Callable[[], Enrolment] | None = getattr(office, "enrolment", None)
    if ask is None:
        return
    try:
        now = ask()
    except (Trouble, Cut):
        return

    def keep() -> None:
        told = enrolment_of(desk)
        if told is not None and told.hub == now.hub and _merged(told, now) != told:
            _keep(desk, _merged(told, now))

    on_desk(keep)


def certify(desk: Desk, passphrase: str, *, proxy: str | None = None, on_desk: OnDesk[Any] = at_once) -> Enrolled:
    """Make a signing identity under *passphrase* and let the company certify it (a new one, or one in time before the
    old certificate ends). Raises `Trouble`."""
    from auditapp.office.protocol import Cut
    from auditapp.report import identity

    with desk.apart() as twin:
        told, road = _needed(twin), office(twin, proxy=proxy)
    if road is None:
        raise _belongs_to_nobody()
    identities.refuse_short(passphrase)
    key, request = identity.request(told.name, told.organisation)
    try:
        found = road.certify(request.decode("ascii"))
    except Cut as cut:
        raise _cut() from cut
    finally:
        road.close()
    issued = (found.certificate + found.authority).encode()

    def write_down() -> Enrolled:
        return _enrolled(desk, told, identities.keep_issued(desk, told.name, key, issued, passphrase).code)

    return on_desk(write_down)  # type: ignore[no-any-return]


def leave(desk: Desk) -> Enrolled:
    """This desk belongs to no company any more. Inspections, receipts and identities stay; the company's recovery key
    no longer opens the desk, where something else does. (Head office revokes the desk on its side.) Raises `Trouble`.
    """
    told = _needed(desk)
    before = _enrolled(desk, told)
    ways_in.forget_company(desk)
    desk.store.offices.remove(told.hub)
    desk.store.set_erasers(())
    return before


def vouching(desk: Desk) -> Vouching:
    """What the company of this desk says of signatures; nothing where the desk has none."""
    told = enrolment_of(desk)
    if told is None:
        return Vouching()
    return Vouching(told.authority.encode(), (told.revoked,) if told.revoked else (), told.erasers)


def _keep(desk: Desk, told: Enrolment) -> None:
    import msgspec

    from auditapp.store.offices import KnownOffice

    for known in desk.store.offices.all():
        if known.id != told.hub:  # a desk belongs to one company: the new one takes the old one's place
            desk.store.offices.remove(known.id)
    desk.store.offices.save(KnownOffice(told.hub, told.address, msgspec.json.encode(told), told.enrolled))
    desk.store.set_erasers(told.erasers)


def _merged(told: Enrolment, now: Enrolment) -> Enrolment:
    """What the hub says now, but for what only the desk knows: how it gets there, and its certificate."""
    import msgspec

    return msgspec.structs.replace(now, address=told.address, certificate=told.certificate, desk=told.desk)


def _enrolled(desk: Desk, told: Enrolment, made: str = "") -> Enrolled:
    from auditapp.report import identity
    from auditapp.store import vault

    found = identity.certificates(told.authority.encode())[0] if told.authority else None
    return Enrolled(
        hub=told.hub,
        organisation=told.organisation,
        address=told.address,
        user=told.user,
        name=told.name,
        roles=told.roles,
        since=told.enrolled,
        fingerprint=identity.for_reading(identity.fingerprint(found)) if found is not None else "",
        recovery=vault.ways_in(desk.store.folder)["recovery"],
        identity=made,
        restored=told.desk != desk.id,
    )


def _needed(desk: Desk) -> Enrolment:
    told = enrolment_of(desk)
    if told is None:
        raise _belongs_to_nobody()
    return told


def _belongs_to_nobody() -> Trouble:
    return Trouble(
        say("This desk is not enrolled"),
        say("It belongs to no company's hub."),
        say("Nothing was changed. Ask head office for an invitation and join with it."),
        code=2,
    )


def _cut() -> Trouble:
    return Trouble(
        say("The connection broke"),
        say("It is not known whether head office heard."),
        say("Nothing was changed here. Try again with the same invitation."),
    )
