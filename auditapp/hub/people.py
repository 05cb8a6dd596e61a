"""Who belongs to the company: users with their roles, the codes that bring their desks in, and revocation.

These are an administrator's deeds at the hub's own machine; every one is written down (`Register.note`). A change that
takes a reason for quarantine away lets out what waits (`taking.release`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from auditapp.hub import authority, roles, taking
from auditapp.hub.house import ERASER, Asker, Hub, Listed
from auditapp.hub.keeping.register import EnrolledDesk, User
from auditapp.office import enrolment
from auditapp.office.enrolment import Invitation
from auditapp.office.messages import Certified, Enrolment, Join
from auditapp.words import Coded, Trouble, say

LASTS: Final = timedelta(hours=24)
_LISTED_ANEW: Final = timedelta(days=1)
DEFAULT_ROLES: Final = (roles.LEAD,)
"""An inspector who may also sign off: in most companies everybody leads an inspection now and then."""
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_LONGEST_NAME: Final = 64


class Refused(Exception):
    """What a desk asked for is refused, with a word of `office.refusals`; *retry*: after how many seconds to ask
    again, *offset*: where a file goes on."""

    def __init__(self, why: str, *, retry: float = 0.0, offset: int = 0) -> None:
        super().__init__(why)
        self.why, self.retry, self.offset = why, retry, offset


@dataclass(frozen=True)
class Change:
    """What became of an administrator's deed: the user as he is now, and how many entries it let out of quarantine."""

    user: User
    released: int


def add_user(hub: Hub, code: str, name: str, given: Collection[str], *, by: str) -> Change:
    """Add a user, or change name and roles of one. Raises `Trouble`."""
    code, name = _checked_code(code), _checked_name(name)
    wanted = _checked_roles(given)
    before = hub.keeping.register.user(code)
    told = dict(before.told) if before is not None else {}
    if roles.erases(wanted):
        told[ERASER] = True
    user = User(code, name, wanted, before.disabled if before is not None else "", told)
    hub.keeping.register.set_user(user)
    hub.keeping.register.note(by, "user set", {"user": code, "roles": list(wanted)})
    return Change(user, taking.release(hub))


def user_of(hub: Hub, code: str) -> User:
    """The user with this code or name. Raises `Trouble`."""
    register = hub.keeping.register
    found = register.user(code.lower()) or next((user for user in register.users() if user.name == code), None)
    if found is None:
        raise Trouble(
            say("No such user"),
            say("The hub knows nobody by the code {user}."),
            say("Nothing was changed. Look at the list: auditapp hub user."),
            code=2,
            user=code[:60],
        )
    return found


def invite(hub: Hub, code: str, *, by: str) -> Invitation:
    """A new invitation for one of the user's desks: good once, for a day. Raises `Trouble`."""
    user = user_of(hub, code)
    if user.disabled:
        raise Trouble(
            say("The user may not exchange"),
            say("{user} was revoked."),
            say("Nothing was made. Let the user in again first: auditapp hub revoke --undo {user}."),
            code=2,
            user=user.code,
        )
    word = enrolment.new_code(hub.randomness(enrolment.CODE_BYTES))
    hub.keeping.register.add_code(_hashed(word), user.code, expires=hub.clock() + LASTS)
    hub.keeping.register.note(by, "invited", {"user": user.code})
    company = hub.company
    fingerprint = "" if company.own_certificate else authority.fingerprint_of(company.authority_pem)
    return Invitation(company.settings.address, company.key, word, fingerprint, company.settings.name)


def join(hub: Hub, public: str, asked: Join) -> tuple[Enrolment, int]:
    """Enrol the desk with this public key by its code, and let out what of it waits in quarantine. The same desk may
    ask again with the same code: the answer may have been lost. Raises `Refused`."""
    now = hub.clock().isoformat(timespec="seconds")
    desk = EnrolledDesk(public, "", asked.name, now, told={"desk": asked.desk})
    hashed = _hashed(asked.code.strip().upper())
    user = hub.keeping.register.code_of(hashed) or _again(hub, public)
    if user is None:
        raise Refused("code")
    certificate = _certify(hub, user, public, asked.request) if asked.request else ""
    user = hub.keeping.register.redeem(hashed, replace(desk, user=user.code))
    if user is None:
        raise Refused("code")
    hub.keeping.register.note(user.code, "enrolled", {"desk": public[:16]})
    released = taking.release(hub)
    return _told(hub, user, asked.desk, now, certificate), released


def certify(hub: Hub, asker: Asker, request: str) -> Certified:
    """A certificate for an enrolled person's (new) signing key. Raises `Refused`."""
    certificate = _certify(hub, asker.user, asker.desk.public, request)
    hub.keeping.register.note(asker.user.code, "certified", {"desk": asker.desk.public[:16]})
    return Certified(certificate, hub.company.authority_pem)


def revocations(hub: Hub) -> bytes:
    """The company's list of certificates taken back (DER), good for a month; the same bytes for a day while nothing
    changes, for every desk keeps it."""
    now, taken_back = hub.clock(), hub.keeping.register.revoked_certificates()
    last = hub.listed[-1] if hub.listed else None
    if last is not None and last.numbers == taken_back and timedelta() <= now - last.made < _LISTED_ANEW:
        return last.der
    since = {number: datetime.fromisoformat(day) for number, day in taken_back.items()}
    der = authority.revocations(hub.company.authority(), since, now=now)
    hub.listed[:] = [Listed(now, taken_back, der)]
    return der


def may_give(asker: Asker) -> bool:
    """May this desk's user write anything at all? (An administrator only looks.)"""
    return bool(roles.allowed_to(asker.user.roles))


def about(hub: Hub, asker: Asker) -> Enrolment:
    """What an enrolled desk should know now: roles and keys may have changed since it was enrolled."""
    return _told(hub, asker.user, str(asker.desk.told.get("desk", "")), asker.desk.enrolled, "")


def desks_of(hub: Hub, key: str) -> list[EnrolledDesk]:
    """The desks meant by the beginning of a desk's id or key, or all of a user's. Raises `Trouble` for none."""
    every = hub.keeping.register.desks()
    low = key.lower()
    found = [one for one in every if len(low) >= 6 and (one.public.startswith(low) or _id(one).startswith(low))]
    return found or [one for one in every if one.user == user_of(hub, key).code]


def revoke(hub: Hub, key: str, why: str, *, by: str) -> list[EnrolledDesk]:
    """Nothing is taken any more from these desks (see `desks_of`), nor given to them; of a user named by code all
    desks are meant, and he himself. What arrived before stays. Raises `Trouble`."""
    return _set_revoked(hub, key, hub.clock().isoformat(timespec="seconds"), why, by=by)


def let_in_again(hub: Hub, key: str, *, by: str) -> tuple[list[EnrolledDesk], int]:
    """Take a revocation back; (the desks, how many entries came out of quarantine). Raises `Trouble`."""
    desks = _set_revoked(hub, key, "", "", by=by)
    return desks, taking.release(hub)


def _set_revoked(hub: Hub, key: str, since: str, why: str, *, by: str) -> list[EnrolledDesk]:
    register = hub.keeping.register
    user = register.user(key.lower()) or next((one for one in register.users() if one.name == key), None)
    if user is not None:
        register.set_user(replace(user, disabled=since))
        desks = register.desks(user=user.code)
    else:
        desks = desks_of(hub, key)
    for one in desks:
        register.set_desk(replace(one, revoked=since, why=why))
    what = {"user": user.code if user else "", "desks": [one.public[:16] for one in desks]}
    register.note(by, "revoked" if since else "let in again", what)
    return [replace(one, revoked=since, why=why) for one in desks]


def _again(hub: Hub, public: str) -> User | None:
    """The user of a desk that is enrolled already: `redeem` then says whether by this very code."""
    desk = hub.keeping.register.desk(public)
    return None if desk is None else hub.keeping.register.user(desk.user)


def _certify(hub: Hub, user: User, public: str, request: str) -> str:
    """A certificate for a key of the desk with this public key; its number is noted before it leaves."""
    number = authority.serial(hub.randomness)
    try:
        made = authority.certify(
            hub.company.authority(),
            request,
            name=user.name,
            company=hub.company.settings.name,
            now=hub.clock(),
            number=number,
        )
    except Trouble:
        raise Refused("request") from None
    hub.keeping.register.add_certificate(number, user.code, public)
    return made


def _told(hub: Hub, user: User, desk: str, enrolled: str, certificate: str) -> Enrolment:
    company = hub.company
    return Enrolment(
        hub=company.id,
        organisation=company.settings.name,
        company=company.journal,
        address=company.settings.address,
        key=company.key,
        user=user.code,
        name=user.name,
        roles=user.roles,
        desk=desk,
        enrolled=enrolled,
        bundles=company.bundles_public,
        authority=company.authority_pem,
        revoked=revocations(hub),
        pinned=not company.own_certificate,
        erasers=hub.erasers(),
        recovery=company.recovery,
        certificate=certificate,
    )


def _id(desk: EnrolledDesk) -> str:
    return str(desk.told.get("desk", ""))


def _hashed(word: str) -> str:
    return hashlib.sha256(b"auditapp-code-v1\n" + word.encode("utf-8", "replace")).hexdigest()


def _checked_code(code: str) -> str:
    low = code.strip().lower()
    if not _CODE.fullmatch(low):
        raise Trouble(
            say("This is not a user's code"),
            say("{user} is not; a code has up to 32 small letters, digits, dots and dashes, and begins with a letter."),
            say("Nothing was changed. Take a short one, such as lin; the name is given beside it."),
            code=2,
            user=code[:60],
        )
    return low


def _checked_name(name: str) -> str:
    line = " ".join(name.split())
    if not line or len(line) > _LONGEST_NAME or not line.isprintable():
        raise Trouble(
            say("The user's name is missing"),
            say("A user has a name of at most {most} characters; it stands in the user's certificate."),
            say("Nothing was changed. Give the name after the code."),
            code=2,
            most=_LONGEST_NAME,
        )
    return line


def _checked_roles(given: Collection[str]) -> tuple[str, ...]:
    unknown = [role for role in given if role not in roles.ROLES]
    if unknown or not given:
        raise Trouble(
            say("No such role"),
            say("{role} is not a role."),
            say("Nothing was changed. Roles are: {roles}."),
            code=2,
            role=unknown[0][:40] if unknown else "",
            roles=tuple(Coded(name, code) for code, name in roles.ROLES.items()),
        )
    return tuple(role for role in roles.ROLES if role in given)
